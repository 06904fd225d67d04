"""Changing one's own password."""

from dataclasses import dataclass, field
from typing import Any

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.services import accounts, throttle
from gridhall.web import cookies
from gridhall.web.forms import attempt
from gridhall.web.request import Request
from gridhall.web.security import OWN_SIGN_IN
from gridhall.web.urls import see_other
from gridhall.words import Domain

_ = Domain("gridhall")
TEMPLATE = "change_password.jinja2"


@dataclass(frozen=True)
class PasswordPage:
    """``change_password.jinja2``."""

    forced: bool
    """The password was given by somebody else and must be changed now."""
    errors: dict[str, str] = field(default_factory=dict)
    """What is wrong, by field."""


@view_config(route_name="password", permission=OWN_SIGN_IN, request_method="GET", renderer=TEMPLATE)
def show(request: Request) -> PasswordPage:
    """The form."""
    return PasswordPage(forced=request.scope.principal.must_change_password)


@view_config(route_name="password", permission=OWN_SIGN_IN, request_method="POST", renderer=TEMPLATE)
def change(request: Request) -> Any:
    """Change it; all other devices are signed out."""
    scope = request.scope
    buckets = throttle.own_password(scope.keys, scope.principal.account_id or 0)
    with request.apart() as counting:
        throttle.count(counting, buckets, scope.now)
    token = ""
    with attempt(request) as tried:
        token = accounts.change_own_password(
            scope,
            current=request.POST.get("current", ""),
            new=request.POST.get("new", ""),
            again=request.POST.get("again", ""),
        )
    if "current" not in tried.errors:
        throttle.succeeded(scope, buckets, scope.now)
    if not tried.done:
        return PasswordPage(forced=scope.principal.must_change_password, errors=tried.errors)
    response = see_other(request.route_path("today"))
    cookies.write(request, response, cookies.SESSION, token)
    return response


def includeme(config: Configurator) -> None:
    """Add the page."""
    config.add_route("password", "/password")
    config.scan(__name__)
