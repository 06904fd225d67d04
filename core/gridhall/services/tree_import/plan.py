"""Decides what a file changes, against the tree that is there. Pure: no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gridhall.services.tree.levels import Levels
from gridhall.services.tree_import.report import ImportReport, Reject
from gridhall.services.tree_import.rows import NodeRow


class Known(NamedTuple):
    """A node of the tree."""

    id: int
    parent_id: int | None
    parent_code: str
    """"" at the top."""
    name: str
    level: str
    type: str
    closed: bool
    boundary: dict[str, Any] | None
    """None also where the file has no boundaries to compare."""


@dataclass
class Plan:
    """What to write."""

    report: ImportReport
    new: list[NodeRow] = field(default_factory=list)
    """A parent comes before its children."""
    updates: list[dict[str, Any]] = field(default_factory=list)
    """Each with the ``id`` and the columns that change."""


def make_plan(checked: Iterable[NodeRow | Reject], known: dict[str, Known], levels: Levels) -> Plan:
    """Compare checked rows with the tree; rows may come in any order.

    :param known: the tree by code, closed nodes too
    """
    plan = Plan(ImportReport())
    rows: list[NodeRow] = []
    for item in checked:
        plan.report.rows += 1
        if isinstance(item, Reject):
            plan.report.rejects.append(item)
        else:
            rows.append(item)
    in_file = {row.code: row.level for row in rows}
    placed = _Placed(known, levels, in_file)
    for row in sorted(rows, key=lambda row: levels.depth(row.level)):
        reason = placed.place(row, plan)
        if reason is not None:
            plan.report.rejects.append(Reject(row.number, row.code, reason))
    plan.report.rejects.sort(key=lambda reject: reject.row)
    return plan


class _Placed:
    """The tree as it grows, level by level from the top."""

    def __init__(self, known: dict[str, Known], levels: Levels, in_file: dict[str, str]) -> None:
        self._known = known
        self._levels = levels
        self._in_file = in_file
        self._new: dict[str, str] = {}
        self._has_top = any(node.parent_id is None for node in known.values())

    def place(self, row: NodeRow, plan: Plan) -> str | None:
        """Take a row into the plan, or say why not."""
        there = self._known.get(row.code)
        if there is not None:
            return self._compare(row, there, plan)
        reason = self._why_not_below(row) if row.parent_code else self._why_not_top(row)
        if reason is None:
            self._new[row.code] = row.level
            plan.new.append(row)
            plan.report.added += 1
        return reason

    def _compare(self, row: NodeRow, there: Known, plan: Plan) -> str | None:
        if there.closed:
            return "closed"
        if row.parent_code != there.parent_code:
            known = row.parent_code in self._known or row.parent_code in self._new or not row.parent_code
            return "would_move" if known else "unknown_parent"
        if row.level != there.level:
            return "would_change_level"
        told = {"name": row.name, "type": row.type, "boundary": row.boundary}
        changes = {
            key: value for key, value in told.items() if value is not None and value != getattr(there, key)
        }
        if not changes:
            plan.report.unchanged += 1
            return None
        plan.updates.append({"id": there.id, **changes})
        if "name" in changes:
            plan.report.renamed += 1
        else:
            plan.report.changed += 1
        return None

    def _why_not_top(self, row: NodeRow) -> str | None:
        if self._levels.depth(row.level) != 0:
            return "missing_parent"
        if self._has_top:
            return "second_top"
        self._has_top = True
        return None

    def _why_not_below(self, row: NodeRow) -> str | None:
        parent = self._known.get(row.parent_code)
        if parent is not None and parent.closed:
            return "closed_parent"
        level = parent.level if parent is not None else self._new.get(row.parent_code)
        if level is None:
            # Not placed yet: because it was rejected, or because its level is not above this one's.
            level = self._in_file.get(row.parent_code)
            in_order = level is None or self._levels.depth(level) < self._levels.depth(row.level)
            return "unknown_parent" if in_order else "level_order"
        return None if self._levels.depth(level) < self._levels.depth(row.level) else "level_order"
