"""A plugin for tests: it has one of everything that core shows of a plugin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gridhall.hookspecs import (
    Card,
    JobSpec,
    Line,
    Manifest,
    Panel,
    Permission,
    RoleDefault,
    SettingSpec,
    hookimpl,
)
from gridhall.words import Domain

if TYPE_CHECKING:
    from gridhall.jobs import Context
    from gridhall.words import Words

_ = Domain("sundial")


def turn(context: Context) -> None:
    context.check_cancelled()


@hookimpl
def gridhall_manifest() -> Manifest:
    return Manifest(
        name="sundial",
        title=_("Sundials"),
        summary=_("Tells the time while the sun shines."),
        package=Path(__file__).parent,
        permissions=(Permission("sundial.turn", _("Turn sundials")),),
        roles=(RoleDefault("grid_head", ("sundial.turn",)),),
        settings=(
            SettingSpec("hours", _("Hours"), _("How many are marked."), int, 12),
            SettingSpec("numerals", _("Roman numerals"), _("Instead of dots."), bool, default=True),
        ),
        jobs=(JobSpec("sundial.turn", _("Turn all"), turn),),
    )


@hookimpl
def gridhall_card(words: Words) -> Card:
    return Card(_("Clouds"), 1, "/", (Line(words(_("It is cloudy.")), "/"),))


@hookimpl
def gridhall_panel(place: str) -> Panel | None:
    return Panel(_("Shadow"), "12:00") if place in {"node.main", "job.result"} else None
