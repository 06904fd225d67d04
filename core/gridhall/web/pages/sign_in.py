"""Signing in and out."""

from dataclasses import dataclass
from typing import Any

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.services import sessions, sign_in
from gridhall.services.permissions import rights
from gridhall.web import cookies
from gridhall.web.request import Request
from gridhall.web.security import OWN_SIGN_IN, PUBLIC
from gridhall.web.urls import safe_path, see_other
from gridhall.words import Domain

_ = Domain("gridhall")

MOST_TYPED = 200
"""Letters of a login or password that are looked at."""


@dataclass(frozen=True)
class SignInPage:
    """``sign_in.jinja2``."""

    next: str
    """Where to go afterwards."""
    login: str = ""
    """What was typed."""
    error: str | None = None


@view_config(route_name="sign_in", permission=PUBLIC, request_method="GET", renderer="sign_in.jinja2")
def show(request: Request) -> Any:
    """The form; who has signed in already goes on."""
    after = safe_path(request.GET.get("next"))
    return see_other(after) if request.principal else SignInPage(next=after)


@view_config(route_name="sign_in", permission=PUBLIC, request_method="POST", renderer="sign_in.jinja2")
def check(request: Request) -> Any:
    """Sign in."""
    login = request.POST.get("login", "")[:MOST_TYPED]
    after = safe_path(request.POST.get("next"))
    scope = request.scope
    given = sign_in.Attempt.of(
        scope,
        login=login,
        password=request.POST.get("password", "")[:MOST_TYPED],
        address=request.remote_addr or "",
        cookie=cookies.read(request, cookies.DEVICE + sign_in.device_name(scope, login)),
    )
    with request.apart() as counting:
        sign_in.count(counting, given)
    may = rights(request.platform.host, request.enabled)
    success = sign_in.attempt(scope, given, rights=may, limits=request.platform.limits)
    if success is None:
        error = request.words(_("User name and password do not fit. Check both and try again."))
        return SignInPage(next=after, login=login, error=error)
    if request.principal is not None:
        sessions.end(scope)
    response = see_other(request.route_path("password") if success.must_change_password else after)
    cookies.write(request, response, cookies.SESSION, success.token)
    device = cookies.DEVICE + sign_in.device_name(scope, login)
    cookies.write(request, response, device, success.device, cookies.DEVICE_S)
    return response


@view_config(route_name="sign_out", permission=OWN_SIGN_IN, request_method="POST")
def leave(request: Request) -> Any:
    """Sign out on this device."""
    sessions.end(request.scope)
    return _left(request)


@view_config(route_name="sign_out_everywhere", permission=OWN_SIGN_IN, request_method="POST")
def leave_everywhere(request: Request) -> Any:
    """Sign out on all devices."""
    sessions.end_everywhere(request.scope)
    return _left(request)


def _left(request: Request) -> Any:
    response = see_other(request.route_path("sign_in"))
    cookies.delete(request, response, cookies.SESSION)
    response.headers["Clear-Site-Data"] = '"cache"'  # not the storage: drafts written offline lie there
    return response


def includeme(config: Configurator) -> None:
    """Add the pages."""
    config.add_route("sign_in", "/sign-in")
    config.add_route("sign_out", "/sign-out")
    config.add_route("sign_out_everywhere", "/sign-out-everywhere")
    config.scan(__name__)
