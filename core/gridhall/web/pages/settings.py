"""Settings: which plugins the city uses, and what it set of each."""

from dataclasses import dataclass, field
from typing import Any

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.hookspecs import MenuItem
from gridhall.services import plugins
from gridhall.services import settings as values
from gridhall.services.permissions import PLUGINS_EDIT, SETTINGS_EDIT
from gridhall.web.forms import attempt
from gridhall.web.language import tag
from gridhall.web.menu import ADMINISTRATION
from gridhall.web.request import Request
from gridhall.web.urls import see_other
from gridhall.words import OWN_NAMES, Domain

_ = Domain("gridhall")

FORM = "settings/plugin.jinja2"


@dataclass(frozen=True)
class SettingsPage:
    """``settings/list.jinja2``."""

    offers: list[plugins.Offer]
    with_settings: frozenset[str]
    """Names of plugins that are on and have something to set."""
    languages: list[tuple[str, str]]
    """``(tag of HTML, what it calls itself)``."""
    theme: str
    timezone: str


@dataclass(frozen=True)
class PluginPage:
    """``settings/plugin.jinja2``."""

    name: str
    title: str
    settings: list[values.Setting]
    given: dict[str, str]
    """What was typed, where it was refused."""
    errors: dict[str, str] = field(default_factory=dict)


@view_config(
    route_name="settings", permission=PLUGINS_EDIT, request_method="GET", renderer="settings/list.jinja2"
)
def show(request: Request) -> SettingsPage:
    """What the city uses."""
    host, tenant = request.platform.host, request.city.tenant
    offers = plugins.offers(request.scope, host)
    return SettingsPage(
        offers=offers,
        with_settings=frozenset(o.name for o in offers if o.enabled and host.manifests[o.name].settings),
        languages=[(tag(code), OWN_NAMES[code]) for code in tenant.languages],
        theme=tenant.theme,
        timezone=tenant.timezone,
    )


@view_config(route_name="settings.switch", permission=PLUGINS_EDIT, request_method="POST")
def switch(request: Request) -> Any:
    """Switch a plugin on or off."""
    name, enabled = request.matchdict["plugin"], bool(request.POST.get("enable"))
    platform = request.platform
    plugins.switch(request.scope, name, enabled=enabled, host=platform.host, migrate=platform.migrate)
    title = request.words(platform.host.manifests[name].title)
    text = _("{name} is on.") if enabled else _("{name} is off. Its data stay.")
    request.flash("good", request.words(text, name=title))
    return see_other(request.route_path("settings"))


@view_config(route_name="settings.plugin", permission=SETTINGS_EDIT, request_method="GET", renderer=FORM)
def ask(request: Request) -> PluginPage:
    """The form of a plugin's settings."""
    return _form(request, {}, {})


@view_config(route_name="settings.plugin", permission=SETTINGS_EDIT, request_method="POST", renderer=FORM)
def save(request: Request) -> Any:
    """Set them."""
    given = {key: str(value) for key, value in request.POST.items()}
    with attempt(request) as tried:
        values.change(request.scope, request.platform.host, request.matchdict["plugin"], given)
    if not tried.done:
        return _form(request, given, tried.errors)
    request.flash("good", request.words(_("Saved.")))
    return see_other(request.route_path("settings"))


def _form(request: Request, given: dict[str, str], errors: dict[str, str]) -> PluginPage:
    name, host = request.matchdict["plugin"], request.platform.host
    found = values.of_plugin(request.scope, host, name)
    return PluginPage(name, request.words(host.manifests[name].title), found, given, errors)


def includeme(config: Configurator) -> None:
    """Add the pages."""
    config.add_route("settings", "/settings")
    config.add_route("settings.switch", "/settings/plugins/{plugin}/switch")
    config.add_route("settings.plugin", "/settings/plugins/{plugin}")
    config.add_menu_entry(
        MenuItem(_("Settings"), "settings", "settings", PLUGINS_EDIT, after=("jobs",)), group=ADMINISTRATION
    )
    config.scan(__name__)
