"""What the plugin shows on pages of core: one panel a place; which one depends on the subject."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridhall.access import Scope
from gridhall.errors import Forbidden
from gridhall.hookspecs import Panel
from gridhall.jobs.passing import KEPT
from gridhall.models import JobRun
from gridhall_residents import permissions
from gridhall_residents.exporting import asking
from gridhall_residents.services import counts, imports
from gridhall_residents.settings import Category, categories
from gridhall_residents.words import _

from .importing.result import import_panel, trial_panel

Maker = Callable[[Scope, Any], Panel | None]


@dataclass(frozen=True)
class NodePanel:
    """``residents/node_panel.jinja2``: who lives in a part of the tree."""

    node_id: int
    totals: counts.Totals
    categories: list[tuple[Category, int]]
    """Those of the city to which anybody there belongs."""


@dataclass(frozen=True)
class ExportPanel:
    """``residents/export_panel.jinja2``: the file that a job has made."""

    run: JobRun
    rows: int
    until: datetime
    """When it is removed."""
    gone: bool
    """It was."""
    mine: bool
    """Who looks is the one who asked for it."""


def panel(scope: Scope, place: str, subject: object) -> Panel | None:
    """The panel for a place."""
    maker = PLACES.get(place)
    return maker(scope, subject) if maker else None


def _of_node(scope: Scope, node: Any) -> Panel | None:
    """People and homes of an open node; :param node: core's ``tree_pages.NodePage``."""
    if node.until is not None:
        return None
    try:
        scope.require(permissions.VIEW, node.id)
    except Forbidden:  # zeros would be wrong, and the numbers of a part would be taken for the whole
        return None
    members = counts.by_category(scope, node.id)
    named = [(each, members[each.key]) for each in categories(scope.city) if each.key in members]
    page = NodePanel(node.id, counts.totals(scope, node_id=node.id), named)
    return Panel(_("Residents and homes"), key="node", template="residents/node_panel.jinja2", page=page)


def _of_export(scope: Scope, run: JobRun) -> Panel | None:
    if run.state != "done" or run.finished_at is None or run.result is None:
        return None
    page = ExportPanel(
        run=run,
        rows=run.result["rows"],
        until=run.finished_at + KEPT,
        gone=scope.now >= run.finished_at + KEPT,
        mine=run.account_id == scope.principal.account_id and scope.can(permissions.EXPORT),
    )
    return Panel(_("The file"), key="export", template="residents/export_panel.jinja2", page=page)


def _of_run(scope: Scope, run: Any) -> Panel | None:
    maker = RESULTS.get(run.name)
    return maker(scope, run) if maker else None


RESULTS: Mapping[str, Maker] = {
    asking.JOB: _of_export,
    imports.IMPORT: import_panel,
    imports.DRY_RUN: trial_panel,
}
"""The panels of the plugin's jobs, by the jobs' names."""
PLACES: Mapping[str, Maker] = {"node.main": _of_node, "job.result": _of_run}
