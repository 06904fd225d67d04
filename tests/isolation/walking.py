"""The walk: every view that is registered, with the addresses of what it can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from gridhall.app import configure
from gridhall.web.checks import RegisteredView, views_of
from gridhall.web.security import OWN_SIGN_IN, PUBLIC, SIGNED_IN

from .table import EVERYWHERE, PRIVATE, QUERIES, WITHOUT_GRID, Place, path_of, places_of
from .world import FOREIGN_MARK, MARKS, OTHER_CITY, OTHER_GRID, OWN, RANDOM, TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.access import Principal
    from gridhall.plugins import PluginHost
    from gridhall.testing import Stage

    from .world import World

BARE_HOST = {"cities"}
"""Routes of hosts without a city."""


@dataclass(frozen=True)
class Way:
    """A view and its address."""

    view: RegisteredView
    method: str
    pattern: str
    places: tuple[Place, ...]
    plugin: str | None

    @property
    def route(self) -> str:
        return str(self.view.route)

    @property
    def targets(self) -> tuple[str, ...]:
        """What it can be asked for."""
        kinds = {place.kind for place in self.places}
        if kinds <= EVERYWHERE:
            return (OWN, RANDOM) if kinds else (OWN,)
        return tuple(target for target in TARGETS if target != OTHER_GRID or not kinds & WITHOUT_GRID)

    def path(self, world: World, target: str) -> str:
        values = {place.name: world.id_of(place.kind, target) for place in self.places}
        return path_of(self.pattern, values) + QUERIES.get(self.route, "")

    def may(self, principal: Principal | None) -> bool:
        """Whether the person passes the view's own check."""
        permission = self.view.permission
        if permission == PUBLIC:
            return True
        return principal is not None and (
            permission in (SIGNED_IN, OWN_SIGN_IN) or principal.can(str(permission))
        )

    def is_open(self, principal: Principal | None, target: str) -> bool:
        """Whether the person may have what stands there."""
        if target in (RANDOM, OTHER_CITY) or not self.may(principal):
            return False
        if target == OWN or principal is None:
            return True
        kinds = [place.kind for place in self.places]
        wanted = [PRIVATE[kind] for kind in kinds if kind in PRIVATE] or [self.view.permission]
        return all(permission is not None and principal.tops(permission) is None for permission in wanted)


def ways(stage: Stage) -> list[Way]:
    """All of them, with each method.

    :raises Unknown: the table does not know a route
    """
    return list(_ways(stage))


@cache
def _ways(stage: Stage) -> tuple[Way, ...]:
    config = configure(stage.platform)
    routes = {
        route["introspectable"]["name"]: route["introspectable"]["pattern"]
        for route in config.introspector.get_category("routes")
    }
    return tuple(
        Way(view, method, pattern, tuple(places_of(str(view.route), pattern)), _plugin(stage.host, view))
        for view in views_of(config)
        if view.route not in BARE_HOST
        for pattern in (routes[view.route],)
        for method in view.methods or ("GET", "POST")
    )


def _plugin(host: PluginHost, view: RegisteredView) -> str | None:
    return host.plugin_of(view.module)


def leaks(text: str, principal: Principal | None) -> Iterator[str]:
    """The words on a page that this person must not see."""
    if FOREIGN_MARK.lower() in text.lower():
        yield FOREIGN_MARK
    for word, permission in MARKS:
        seen_everywhere = principal is not None and principal.tops(permission) is None
        if word.lower() in text.lower() and not seen_everywhere:
            yield word


def told(way: Way, target: str, answer: Any) -> str:
    """For a failure: who asked for what, and the answer."""
    return f"{way.method} {way.route} of {target}: {answer.status_int}"
