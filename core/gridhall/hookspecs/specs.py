"""The hooks. A plugin implements those that it needs, each marked with ``@hookimpl``."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pluggy

from gridhall.hookspecs.manifest import Manifest
from gridhall.hookspecs.surface import Card, Panel
from gridhall.words import Words

if TYPE_CHECKING:
    from gridhall.access import Scope

hookspec = pluggy.HookspecMarker("gridhall")


@hookspec
def gridhall_manifest() -> Manifest:  # type: ignore[empty-body]
    """Declare the plugin.

    Called once, at start, for every installed plugin. Without it the start is refused.
    """


@hookspec
def gridhall_routes(config: Any) -> None:
    """Add routes and views.

    Called once, at start, for every installed plugin; the platform answers 404 for a city that has
    not enabled the plugin.

    :param config: a ``pyramid.config.Configurator``; each view names a permission of the manifest
    """


@hookspec
def gridhall_panel(scope: "Scope", place: str, subject: object) -> Panel | None:
    """Add a panel to a named place of a page.

    Called on each render, only for plugins that the city has enabled. Budget: 5 ms.

    :param place: a name from ``docs/places.md``, e.g. ``"node.main"``
    :param subject: what the page shows, e.g. a ``NodePage``
    :return: the panel, or None to add nothing
    """


@hookspec
def gridhall_card(scope: "Scope", words: Words) -> Card | None:
    """Add a card to My Day.

    Called when My Day is shown, only for plugins that the city has enabled. Budget: 20 ms.

    :param words: the reader's language, for the lines of the card
    :return: the card, or None where nothing concerns this person
    """


@hookspec
def gridhall_demo(scope: "Scope", progress: Callable[[int, int], None]) -> None:
    """Fill a city of the demo with made-up records.

    Called once for each city that ``gridhall demo`` makes, after its tree and staff, only for plugins that
    the city has enabled. What is added is committed with the rest of the city, or not at all. An error
    ends the demo.

    :param scope: may do everything in the city; the tree is read from it
    :param progress: told ``(done, total)`` now and then
    """
