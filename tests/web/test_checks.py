"""A view that would be open by mistake stops the start."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from gridhall.app import configure
from gridhall.errors import ConfigError
from gridhall.web.checks import PUBLIC_ROUTES, check_views, views_of
from gridhall.web.security import CLOSED, PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall.testing import Stage


def view(request: Any) -> Any:
    return request.response


@pytest.fixture
def checked(stage: Stage) -> Callable[..., str]:
    """Adds a view to the portal; gives what the check says."""

    def check(function: object = view, **options: object) -> str:
        config = configure(stage.platform)
        config.add_route("new", "/new")
        config.add_view(function, route_name="new", **options)
        config.commit()
        with pytest.raises(ConfigError) as caught:
            check_views(config)
        return f"{caught.value.params['key']}: {caught.value.params['problem']}"

    return check


def test_every_view_of_the_portal_names_its_permission(stage: Stage) -> None:
    config = configure(stage.platform)
    check_views(config)
    assert {each.route for each in views_of(config) if each.permission == PUBLIC} == PUBLIC_ROUTES
    assert {each.methods for each in views_of(config)} == {("GET",), ("POST",), ()}


def test_a_view_without_a_permission_is_refused(checked: Callable[..., str]) -> None:
    assert checked() == "permission: is missing"


def test_a_view_that_is_open_to_all_is_refused(checked: Callable[..., str]) -> None:
    assert checked(permission=PUBLIC) == "permission: is open to everybody"


@pytest.mark.parametrize("name", ["lantern.look", "view", CLOSED, ""])
def test_an_unknown_permission_is_refused(checked: Callable[..., str], name: str) -> None:
    assert checked(permission=name) == f"permission: {name!r} is unknown"


def test_a_view_that_takes_forms_of_other_sites_is_refused(checked: Callable[..., str]) -> None:
    assert checked(permission="lantern.view", require_csrf=False) == "require_csrf: is off"


@pytest.fixture
def added(stage: Stage) -> Callable[..., str]:
    """Lets a plugin add something; gives what the check says."""

    def check(add: Callable[[Any], None]) -> str:
        config = configure(stage.platform)
        add(config.with_package("gridhall_lantern"))
        config.commit()
        with pytest.raises(ConfigError) as caught:
            check_views(config)
        return f"{caught.value.params['key']}: {caught.value.params['problem']}"

    return check


def plugins_view(request: Any) -> Any:
    return request.response


plugins_view.__module__ = "gridhall_lantern.views"


def test_a_plugins_view_at_a_route_of_cores_is_refused(added: Callable[..., str]) -> None:
    found = added(
        lambda config: config.add_view(
            partial(plugins_view), route_name="roles", permission="lantern.view", request_param="lantern"
        )
    )
    assert found == "route_name: 'roles' is not the plugin's"


def test_a_plugins_page_for_errors_is_refused(added: Callable[..., str]) -> None:
    found = added(lambda config: config.add_exception_view(plugins_view, context=KeyError))
    assert found == "view: shows errors of the whole portal"


def test_a_template_alone_is_no_view(checked: Callable[..., str]) -> None:
    found = checked(None, permission="lantern.view", renderer="today.jinja2")
    assert found == "view: is no function"


def test_a_route_without_a_view_is_refused(stage: Stage) -> None:
    config = configure(stage.platform)
    config.add_route("new", "/new")
    config.commit()
    with pytest.raises(ConfigError, match="new: view: this route has none"):
        check_views(config)


def test_a_forgotten_permission_would_close_the_view_anyway(stage: Stage) -> None:
    from gridhall.access import Grant, Principal

    class Asking:
        principal = Principal("x", (Grant(None, None),), account_id=1)

    config = configure(stage.platform)
    policy = config.registry.queryUtility(_policy())
    assert not policy.permits(Asking(), None, CLOSED)
    assert policy.permits(Asking(), None, "lantern.view")


def _policy() -> Any:
    from pyramid.interfaces import ISecurityPolicy

    return ISecurityPolicy
