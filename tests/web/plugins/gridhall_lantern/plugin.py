"""What a small plugin adds: a page, a card, a static file, a permission."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridhall.hookspecs import Card, Manifest, MenuItem, Permission, RoleDefault, hookimpl
from gridhall.words import Domain

from . import views

if TYPE_CHECKING:
    from gridhall.access import Scope

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
def gridhall_card(scope: Scope) -> Card | None:
    return Card(_("Lanterns"), 3, "/lanterns") if scope.can("lantern.view") else None
