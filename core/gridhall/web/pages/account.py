"""One's own account: language, light or dark, and where one has signed in."""

from dataclasses import dataclass
from typing import Any

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.services import accounts, sessions
from gridhall.web.request import Request
from gridhall.web.security import SIGNED_IN
from gridhall.web.urls import see_other
from gridhall.words import Domain

_ = Domain("gridhall")


@dataclass(frozen=True)
class AccountPage:
    """``account.jinja2``."""

    name: str
    scheme: str
    schemes: list[tuple[str, str]]
    """``(value, text)`` of what can be chosen."""
    sessions: list[sessions.OwnSession]


@view_config(route_name="account", permission=SIGNED_IN, request_method="GET", renderer="account.jinja2")
def show(request: Request) -> AccountPage:
    """The page."""
    titles = {"auto": _("As on this device"), "light": _("Light"), "dark": _("Dark")}
    return AccountPage(
        name=request.scope.principal.name,
        scheme=request.scope.principal.scheme,
        schemes=[(scheme, request.words(titles[scheme])) for scheme in accounts.SCHEMES],
        sessions=sessions.own(request.scope, request.platform.limits),
    )


@view_config(route_name="account", permission=SIGNED_IN, request_method="POST")
def save(request: Request) -> Any:
    """Keep light or dark."""
    accounts.set_scheme(request.scope, request.POST.get("scheme", ""))
    request.flash("good", request.words(_("Saved.")))
    return see_other(request.route_path("account"))


@view_config(route_name="account.session", permission=SIGNED_IN, request_method="POST")
def end_session(request: Request) -> Any:
    """Sign out on another device."""
    sessions.end_one(request.scope, request.matchdict["key"])
    request.flash("good", request.words(_("That device is signed out.")))
    return see_other(request.route_path("account"))


def includeme(config: Configurator) -> None:
    """Add the pages."""
    config.add_route("account", "/account")
    config.add_route("account.session", "/account/sessions/{key}/end")
    config.scan(__name__)
