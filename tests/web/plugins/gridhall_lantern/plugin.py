"""What a small plugin adds: a page, a card, a static file, a permission."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridhall.hookspecs import Card, Line, Manifest, MenuItem, Panel, Permission, RoleDefault, hookimpl
from gridhall.words import Domain

from . import views

if TYPE_CHECKING:
    from gridhall.access import Scope
    from gridhall.words import Words

_ = Domain("lantern")


@hookimpl
def gridhall_manifest() -> Manifest:
    return Manifest(
        name="lantern",
        title=_("Lanterns"),
        summary=_("Counts lanterns."),
        package=Path(__file__).parent,
        permissions=(
            Permission("lantern.view", _("See lanterns")),
            Permission("lantern.tune", _("Tune lanterns"), "system"),
        ),
        roles=(RoleDefault("grid_head", ("lantern.view",)),),
        menu=(MenuItem(_("Lanterns"), "lantern.list", "home", "lantern.view"),),
    )


@hookimpl
def gridhall_routes(config: Any) -> None:
    views.add(config)


@hookimpl
def gridhall_card(scope: Scope, words: Words) -> Card | None:
    if not scope.can("lantern.view"):
        return None
    return Card(_("Lanterns"), 3, "/lanterns", (Line(words(_("{n} to light"), n=3), "/lanterns"),))


@hookimpl
def gridhall_panel(place: str, subject: Any) -> Panel | None:
    """Two panels for one node: a good one, and below another node one whose template is broken."""
    templates = {"Lantern Hill": "lantern/panel.jinja2", "Dark Hill": "lantern/missing.jinja2"}
    if place != "node.main" or subject.name not in templates:
        return None
    return Panel(_("Lanterns"), template=templates[subject.name], page={"name": "<A>"})
