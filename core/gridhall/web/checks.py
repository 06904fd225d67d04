"""Refuses a start in which a view would be open by mistake."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pyramid.config import Configurator

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
    views = [view for view in _category(config, "views") if not view["exception_only"]]
    for view in views:
        _check(view, known)
    for route in _category(config, "routes"):
        if not any(view["route_name"] == route["name"] for view in views):
            raise ConfigError(route["name"], "view", "this route has none", "Add one, or remove the route.")


def permissions_of_views(config: Configurator) -> dict[tuple[str, str], str]:
    """The permission of each view, by route and method (``*`` for any)."""
    return {
        (view["route_name"], str(method)): view["permission"]
        for view in _category(config, "views")
        if not view["exception_only"]
        for method in (view["request_methods"] or ("*",))
    }


def _category(config: Configurator, name: str) -> Iterable[Any]:
    return [item["introspectable"] for item in config.introspector.get_category(name) or ()]


def _check(view: Any, known: set[str]) -> None:
    where = f"{getattr(view['callable'], '__module__', '')}.{getattr(view['callable'], '__name__', '')}"
    permission = view.get("permission")
    if view["callable"] is None:
        raise ConfigError(view["route_name"], "view", "is no function", "Write one, however short.")
    if permission is None:
        raise ConfigError(where, "permission", "is missing", "Name the one that this page needs.")
    if permission == PUBLIC and view["route_name"] not in PUBLIC_ROUTES:
        raise ConfigError(where, "permission", "the page is open to everybody", "Name one, e.g. SIGNED_IN.")
    if permission != PUBLIC and permission not in known:
        raise ConfigError(where, "permission", f"{permission!r} is unknown", "Declare it in the manifest.")
