"""Refuses a start in which a view would be open by mistake."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyramid.config import Configurator
from pyramid.config.views import isexception

from gridhall.errors import ConfigError
from gridhall.services.permissions import CORE
from gridhall.web.security import OWN_SIGN_IN, PUBLIC, SIGNED_IN

if TYPE_CHECKING:
    from gridhall.web.platform import Platform

PUBLIC_ROUTES = frozenset({"sign_in", "language", "static", "theme", "cities", "healthz", "readyz"})
"""What is open to everybody; a plugin has no place here."""


def check_views(config: Configurator) -> None:
    """Read what was registered.

    :raises ConfigError: a route has no view; a view names no permission, an unknown one, or is open to all
        without standing in the list
    """
    platform: Platform = config.registry.platform
    known = {permission.name for permission in CORE} | {SIGNED_IN, OWN_SIGN_IN}
    known |= {p.name for manifest in platform.host.manifests.values() for p in manifest.permissions}
    views = _all_views(config)
    for view in views:
        _check(view, known)
        _check_plugin(view, platform.host.plugin_of(view.module))
    for route in config.introspector.get_category("routes") or ():
        name = route["introspectable"]["name"]
        if not any(view.route == name for view in views):
            raise ConfigError(name, "view", "this route has none", "Add one, or remove the route.")


@dataclass(frozen=True)
class RegisteredView:
    """A view as it was registered."""

    route: str | None
    methods: tuple[str, ...]
    """Empty: any."""
    permission: str | None
    code: object
    """Its function."""
    checks_csrf: bool = True
    shows_errors: bool = False

    @property
    def module(self) -> str:
        """That of its code; of a partial one, that of the function within."""
        return str(getattr(getattr(self.code, "func", self.code), "__module__", ""))

    @property
    def where(self) -> str:
        """Its place in the code."""
        return f"{self.module}.{getattr(self.code, '__name__', '')}"


def views_of(config: Configurator) -> list[RegisteredView]:
    """All views but those that show errors."""
    return [view for view in _all_views(config) if not view.shows_errors]


def _all_views(config: Configurator) -> list[RegisteredView]:
    found = []
    for item in config.introspector.get_category("views") or ():
        view = item["introspectable"]
        related = (each for each in item["related"] if each.category_name == "permissions")
        found.append(
            RegisteredView(
                route=view["route_name"],
                methods=_methods(view["request_methods"]),
                permission=next((each["value"] for each in related), None),
                code=view["callable"],
                checks_csrf=view["require_csrf"] in (None, True),
                shows_errors=bool(view["exception_only"] or isexception(view["context"])),
            )
        )
    return found


def _methods(given: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def _check_plugin(view: RegisteredView, plugin: str | None) -> None:
    """A plugin answers at routes of its own, and leaves those of core and of other plugins alone."""
    if plugin is None:
        return
    if view.shows_errors:
        raise ConfigError(view.where, "view", "shows errors of the whole portal", "Leave them to core.")
    if not str(view.route).startswith(f"{plugin}."):
        raise ConfigError(
            view.where, "route_name", f"{view.route!r} is not the plugin's", f"Begin it with {plugin}."
        )


def _check(view: RegisteredView, known: set[str]) -> None:
    if view.shows_errors:
        return
    if not view.checks_csrf:
        raise ConfigError(view.where, "require_csrf", "is off", "Leave it on: other sites could send forms.")
    if view.where.startswith("pyramid."):  # it made one up for a template without code, or for a folder
        raise ConfigError(str(view.route), "view", "is no function", "Write one, however short.")
    if view.permission is None:
        raise ConfigError(view.where, "permission", "is missing", "Name the one that this page needs.")
    if view.permission == PUBLIC and view.route not in PUBLIC_ROUTES:
        raise ConfigError(view.where, "permission", "is open to everybody", "Name one, e.g. SIGNED_IN.")
    if view.permission != PUBLIC and view.permission not in known:
        raise ConfigError(
            view.where, "permission", f"{view.permission!r} is unknown", "Declare it in the manifest."
        )
