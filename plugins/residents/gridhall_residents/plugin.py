"""What the plugin adds to the platform. Start here.

``files`` reads what departments hand over, ``importing`` merges it into the records (``models``),
``services`` is what pages, jobs and commands call, ``views`` and ``commands`` are what people see.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from gridhall.access import Scope
from gridhall.hookspecs import (
    Card,
    Command,
    ImportTarget,
    Manifest,
    MenuItem,
    Panel,
    Permission,
    RoleDefault,
    hookimpl,
)
from gridhall.words import Words

from . import cards, commands, demo, jobs, permissions, settings, views
from .exporting import job as export_job
from .views import panels
from .words import _

PERMISSIONS = (
    Permission(permissions.VIEW, _("See residents, households and dwellings")),
    Permission(permissions.EDIT, _("Add, change and delete residents, households and dwellings")),
    Permission(permissions.IMPORT, _("Import files of departments")),
    Permission(permissions.EXPORT, _("Export lists of residents and dwellings")),
    Permission(permissions.REVEAL, _("See an identity number or a phone number whole, for a purpose")),
)
_WORK = (permissions.VIEW, permissions.EDIT, permissions.REVEAL)
_LEAD = (*_WORK, permissions.IMPORT, permissions.EXPORT)
ROLES = (
    RoleDefault("grid_worker_full", _WORK),
    RoleDefault("grid_worker_part", (permissions.VIEW, permissions.EDIT)),
    RoleDefault("grid_head", _LEAD),
    RoleDefault("village_head", _LEAD),
    RoleDefault("town_officer", _LEAD),
    RoleDefault("county_officer", _LEAD),
    RoleDefault("city_leader", (permissions.VIEW,)),
    RoleDefault("dispatcher", (permissions.VIEW, permissions.REVEAL)),
    RoleDefault("assessor", (permissions.VIEW,)),
)
IMPORTS = (ImportTarget("residents.file", _("Residents and homes"), "residents.import", permissions.IMPORT),)
MENU: tuple[MenuItem, ...] = (
    MenuItem(_("Residents"), "residents.people", "people", permissions.VIEW),
    MenuItem(_("Homes"), "residents.homes", "house", permissions.VIEW, after=("residents.people",)),
    MenuItem(_("Counts"), "residents.counts", "chart", permissions.VIEW, after=("residents.homes",)),
    MenuItem(_("Import"), "residents.import", "import", permissions.IMPORT, after=("residents.counts",)),
    MenuItem(_("To be decided"), "residents.review", "check", permissions.EDIT, after=("residents.import",)),
)


@hookimpl
def gridhall_manifest() -> Manifest:
    """What the plugin declares."""
    return Manifest(
        name="residents",
        title=_("Residents"),
        summary=_("Who lives where: residents, households and dwellings."),
        package=Path(__file__).parent,
        permissions=PERMISSIONS,
        roles=ROLES,
        menu=MENU,
        search="residents.people",
        jobs=(*jobs.JOBS, *export_job.JOBS),
        commands=(Command(commands.residents),),
        imports=IMPORTS,
        check_tenant=settings.check_tenant,
    )


@hookimpl
def gridhall_routes(config: Any) -> None:
    """The pages."""
    config.include(views)


@hookimpl
def gridhall_card(scope: Scope, words: Words) -> Card | None:
    """What waits for a decision, and how far one's imports are."""
    return cards.card(scope, words)


@hookimpl
def gridhall_panel(scope: Scope, place: str, subject: object) -> Panel | None:
    """Who lives in a part of the tree; what a job has made."""
    return panels.panel(scope, place, subject)


@hookimpl
def gridhall_demo(scope: Scope, progress: Callable[[int, int], None]) -> None:
    """Made-up people."""
    demo.fill(scope, progress)
