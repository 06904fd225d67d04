"""Nobody gets more rights than somebody else decided to give them, by whatever way round."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from sqlalchemy import select

from gridhall.errors import Conflict, Forbidden, Invalid, NotFound
from gridhall.models import Account, Administrator, GridNode, Post, Role, Staff
from gridhall.services import accounts, plugins, roles, settings, tree, units
from gridhall.services.permissions import CORE, Rights, rights
from gridhall.services.staff import administrators, people, posts

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall.access import Scope
    from gridhall.plugins import PluginHost
    from gridhall.testing import SampleCity

CLERK = ("core.tree_view", "core.staff_view", "core.staff_edit")


class Places(NamedTuple):
    top: GridNode
    east: GridNode
    west: GridNode


@pytest.fixture
def places(city: SampleCity) -> Places:
    top = city.node("Northport")
    return Places(top, city.node("East", under=top), city.node("West", under=top))


def staff_id(scope: Scope, name: str) -> int:
    return int(scope.db.scalars(select(Staff.id).where(Staff.name == name)).one())


def account_id(scope: Scope, name: str) -> int:
    return int(scope.db.scalars(select(Account.id).join(Staff).where(Staff.name == name)).one())


def role_id(scope: Scope, key: str) -> int:
    return int(scope.db.scalars(select(Role.id).where(Role.key == key)).one())


def all_rights(city: SampleCity) -> Rights:
    return rights(city.platform.host, frozenset(city.platform.host.manifests))


def test_a_post_that_ends_cannot_be_prolonged_by_who_holds_it(city: SampleCity, places: Places) -> None:
    key = city.role("Personnel", CLERK)
    kim = city.staff("Kim")
    with city.scope() as scope:
        tomorrow = scope.today + timedelta(days=1)
    city.post(kim, role=key, at=places.east, until=tomorrow)
    with city.scope(kim) as scope, pytest.raises(Forbidden, match="to themselves"):
        posts.give(scope, staff_id(scope, "Kim"), role_id=role_id(scope, key), node_id=places.east.id)


def test_who_works_elsewhere_is_not_reached_by_number(city: SampleCity, places: Places) -> None:
    kim = city.staff("Kim", role=city.role("Personnel", CLERK), at=places.east)
    city.staff("Bob", role="grid_head", at=places.west)
    less = city.role("Less", ["core.tree_view"])
    with city.scope(kim) as scope:
        for person in (staff_id(scope, "Bob"), 4711):
            with pytest.raises(NotFound):
                posts.give(scope, person, role_id=role_id(scope, less), node_id=places.east.id)


def test_a_post_is_ended_by_its_own_person_and_number(city: SampleCity, places: Places) -> None:
    kim = city.staff("Kim", role=city.role("Personnel", CLERK), at=places.east)
    post = city.post(city.staff("Ann"), role="grid_head", at=places.east)
    city.staff("Bob", role="grid_head", at=places.east)
    with city.scope(kim) as scope:
        with pytest.raises(NotFound):
            posts.end(scope, staff_id(scope, "Bob"), post)
        posts.end(scope, staff_id(scope, "Ann"), post)
        assert scope.db.get_one(Post, post).until == scope.today


def test_a_role_that_one_holds_is_not_widened_by_oneself_but_may_be_narrowed(
    city: SampleCity, places: Places
) -> None:
    security = city.administrator("security")
    city.post(security, role="grid_worker_full", at=places.east)
    wider = ["core.tree_view", "core.jobs_view"]
    with city.scope(security) as scope:
        own, other = role_id(scope, "grid_worker_full"), role_id(scope, "grid_worker_part")
        roles.set_permissions(scope, other, wider, rights=all_rights(city))
        with pytest.raises(Forbidden, match="hold this role yourself"):
            roles.set_permissions(scope, own, wider, rights=all_rights(city))
        roles.set_permissions(scope, own, [], rights=all_rights(city))
        assert roles.get(scope, own).permissions == frozenset()


@pytest.mark.parametrize("permission", [p.name for p in CORE if p.administrator] + ["lantern.tune", "x", ""])
def test_a_role_holds_nothing_of_an_administrators(city: SampleCity, permission: str) -> None:
    with city.scope(city.administrator("security")) as scope:
        role = roles.add(scope, name="Sly")
        with pytest.raises(Invalid):
            roles.set_permissions(scope, role, [permission], rights=all_rights(city))


def test_the_security_administrator_becomes_no_other_one(city: SampleCity) -> None:
    security = city.administrator("security")
    with city.scope(security) as scope:
        me = staff_id(scope, "security administrator")
        for kind in ("system", "audit"):
            with pytest.raises(Conflict, match="exclude each other"):
                administrators.name(scope, me, kind=kind)
        with pytest.raises(Conflict, match="dismiss yourself"):
            administrators.dismiss(scope, me)


def test_ones_own_password_is_not_reset_without_the_present_one(city: SampleCity) -> None:
    with city.scope(city.administrator("security")) as scope:
        assert scope.principal.account_id is not None
        with pytest.raises(Conflict, match="your own account"):
            accounts.reset_password(scope, scope.principal.account_id)


def test_the_last_administrator_who_can_sign_in_stays(city: SampleCity) -> None:
    security = city.administrator("security")
    city.administrator("audit")
    city.staff("Zoe")
    with city.scope(security) as scope:
        audit, zoe = staff_id(scope, "audit administrator"), staff_id(scope, "Zoe")
        puppet, _password = people.add(scope, name="No account")
        administrators.name(scope, puppet, kind="audit")
        with pytest.raises(Conflict, match="Name another"):
            administrators.dismiss(scope, audit)
        with pytest.raises(Conflict, match="Name another"):
            accounts.disable(scope, account_id(scope, "audit administrator"))
        administrators.name(scope, zoe, kind="audit")
        accounts.disable(scope, account_id(scope, "Zoe"))
        with pytest.raises(Conflict, match="Name another"):
            administrators.dismiss(scope, audit)
        accounts.enable(scope, account_id(scope, "Zoe"))
        administrators.dismiss(scope, audit)
        assert set(scope.db.scalars(select(Administrator.staff_id))) == {
            puppet,
            zoe,
            scope.principal.staff_id,
        }


ACTS: dict[str, Callable[[Scope, Places, PluginHost], object]] = {
    "roles.find": lambda scope, _at, _host: roles.find(scope),
    "roles.add": lambda scope, _at, _host: roles.add(scope, name="x"),
    "roles.remove": lambda scope, _at, _host: roles.remove(scope, 1),
    "roles.set_permissions": lambda scope, _at, _host: roles.set_permissions(scope, 1, [], rights=Rights(())),
    "administrators.name": lambda scope, _at, _host: administrators.name(scope, 1, kind="system"),
    "administrators.dismiss": lambda scope, _at, _host: administrators.dismiss(scope, 1),
    "accounts.create": lambda scope, _at, _host: accounts.create(scope, "x"),
    "accounts.reset_password": lambda scope, _at, _host: accounts.reset_password(scope, 1),
    "accounts.disable": lambda scope, _at, _host: accounts.disable(scope, 1),
    "accounts.enable": lambda scope, _at, _host: accounts.enable(scope, 1),
    "people.add": lambda scope, _at, _host: people.add(scope, name="x"),
    "people.rename": lambda scope, _at, _host: people.rename(scope, 1, name="x"),
    "people.give_account": lambda scope, _at, _host: people.give_account(scope, 1, login="x"),
    "posts.give": lambda scope, at, _host: posts.give(scope, 1, role_id=1, node_id=at.east.id),
    "units.add": lambda scope, at, _host: units.add(scope, at.east.id, name="x"),
    "tree.to_change": lambda scope, at, _host: tree.to_change(scope, at.east.id),
    "tree.add": lambda scope, at, _host: tree.add(scope, at.east, code="x", name="x", level="town"),
    "tree.rename": lambda scope, at, _host: tree.rename(scope, at.east, name="x"),
    "tree.change_type": lambda scope, at, _host: tree.change_type(scope, at.east, type="micro"),
    "tree.change_boundary": lambda scope, at, _host: tree.change_boundary(scope, at.east, boundary=None),
    "tree.close": lambda scope, at, _host: tree.close(scope, at.east),
    "plugins.offers": lambda scope, _at, host: plugins.offers(scope, host),
    "plugins.switch": lambda scope, _at, host: plugins.switch(
        scope, "lantern", enabled=False, host=host, migrate=lambda _city, _plugin: None
    ),
    "settings.of_plugin": lambda scope, _at, host: settings.of_plugin(scope, host, "lantern"),
    "settings.change": lambda scope, _at, host: settings.change(scope, host, "lantern", {}),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("right", [(), ("core.tree_view", "core.tree_edit", "core.staff_edit")], ids=str)
def test_a_service_refuses_by_itself_whatever_page_forgot_to_ask(
    city: SampleCity, places: Places, act: str, right: tuple[str, ...]
) -> None:
    """The second holds rights over West alone: enough for the page, and not for anything in East."""
    login = city.staff("Eve", role=city.role("Sly", right), at=places.west)
    with city.scope(login) as scope, pytest.raises(Forbidden):
        ACTS[act](scope, places, city.platform.host)


def test_a_unit_is_added_only_where_there_is_an_open_area(city: SampleCity, places: Places) -> None:
    with city.scope() as scope:
        tree.close(scope, scope.db.get_one(GridNode, places.west.id))
    with city.scope(city.administrator("security")) as scope:
        for node in (places.west.id, 4711):
            with pytest.raises(NotFound):
                units.add(scope, node, name="Civil affairs")
