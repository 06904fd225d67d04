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

PUBLIC_ROUTES = frozenset(
    {"sign_in", "language", "static", "theme", "cities", "healthz", "readyz", "metrics"}
)
"""What is open to everybody; a plugin has no place here."""


def check_views(config: Configurator) -> None:
    """Read what was registered.

    :raises ConfigError: a route has no view; a view names no permission, an unknown one, or is open to all
        without standing in the list
    """
    platform: Platform = config.registry.platform
    known = {permission.name for permission in CORE} | {SIGNED_IN, OWN_SIGN_IN}
    known |= {p.name for manifest in platform.host.manifests.values() for p in manifest.permissions}
    views = views_of(config)
    for view in views:
        _check(view, known)
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

    @property
    def where(self) -> str:
        """Its place in the code."""
        return f"{getattr(self.code, '__module__', '')}.{getattr(self.code, '__name__', '')}"


def views_of(config: Configurator) -> list[RegisteredView]:
    """All views but those that show errors."""
    found = []
    for item in config.introspector.get_category("views") or ():
        view = item["introspectable"]
        if view["exception_only"] or isexception(view["context"]):
            continue
        related = (each for each in item["related"] if each.category_name == "permissions")
        permission = next((each["value"] for each in related), None)
        methods = tuple(view["request_methods"] or ())
        found.append(RegisteredView(view["route_name"], methods, permission, view["callable"]))
    return found


def _check(view: RegisteredView, known: set[str]) -> None:
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
