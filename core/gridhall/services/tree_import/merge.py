"""Writes a plan: nodes and closure by COPY, changes by one statement a kind, all in one transaction."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any, cast

from sqlalchemy import Table, func, null, update
from sqlalchemy.orm import aliased

from gridhall.access import Scope, copy_rows
from gridhall.models import GridClosure, GridNode
from gridhall.services.permissions import TREE_EDIT
from gridhall.services.tree.levels import Levels
from gridhall.services.tree.lookup import lock
from gridhall.services.tree_import.file import read_rows
from gridhall.services.tree_import.plan import Known, Plan, make_plan
from gridhall.services.tree_import.report import ImportReport
from gridhall.services.tree_import.rows import NodeRow, check_rows

NODE_COLUMNS = ("id", "code", "name", "level", "type", "parent_id", "boundary", "valid_since")
CLOSURE_COLUMNS = ("ancestor_id", "descendant_id", "since", "depth")


def import_nodes(scope: Scope, data: bytes) -> ImportReport:
    """Add and rename the nodes that a file names; rows that cannot be used are reported.

    :param data: CSV with the columns ``code,name,parent_code,level`` and perhaps ``type`` and ``boundary``
        (GeoJSON), in UTF-8, UTF-16 or GB18030; a level by its key or one of its names
    :raises Invalid: the file as a whole cannot be read
    """
    scope.require(TREE_EDIT)
    levels = Levels.of(scope.city)
    rows = list(read_rows(data))
    lock(scope)
    known = _known(scope, with_boundaries=any(row.boundary for row in rows))
    plan = make_plan(check_rows(rows, levels), known, levels)
    if plan.new:
        _add(scope, plan, known)
    if plan.updates:
        _update(scope, plan)
    report = plan.report
    scope.audit(
        "core.tree_import",
        rows=report.rows,
        added=report.added,
        renamed=report.renamed,
        changed=report.changed,
    )
    return report


def _known(scope: Scope, *, with_boundaries: bool) -> dict[str, Known]:
    parent = aliased(GridNode)
    query = scope.select(
        GridNode.code,
        GridNode.id,
        GridNode.parent_id,
        func.coalesce(parent.code, ""),
        GridNode.name,
        GridNode.level,
        GridNode.type,
        GridNode.valid_until.is_not(None),
        GridNode.boundary if with_boundaries else null(),
    ).outerjoin(parent, parent.id == GridNode.parent_id)
    return {code: Known(*rest) for code, *rest in scope.db.execute(query)}


def _add(scope: Scope, plan: Plan, known: dict[str, Known]) -> None:
    """Give each new node its number first, so that both tables can be copied in without a round trip."""
    numbers = scope.db.scalars(
        scope.select(func.nextval(func.pg_get_serial_sequence("grid_node", "id"))).select_from(
            func.generate_series(1, len(plan.new))
        )
    )
    ids = {code: node.id for code, node in known.items()}
    ids |= {row.code: number for row, number in zip(plan.new, numbers, strict=True)}
    above = {node.id: node.parent_id for node in known.values()}
    above |= {ids[row.code]: ids.get(row.parent_code) for row in plan.new}
    today = scope.today
    copy_rows(
        scope,
        cast("Table", GridNode.__table__),
        NODE_COLUMNS,
        (_node(row, ids, today) for row in plan.new),
    )
    copy_rows(
        scope,
        cast("Table", GridClosure.__table__),
        CLOSURE_COLUMNS,
        (
            (ancestor, ids[row.code], today, depth)
            for row in plan.new
            for ancestor, depth in zip(_line(ids[row.code], above), count(), strict=False)
        ),
    )


def _node(row: NodeRow, ids: dict[str, int], today: Any) -> tuple[Any, ...]:
    boundary = None if row.boundary is None else json.dumps(row.boundary)
    parent = ids.get(row.parent_code)
    return (ids[row.code], row.code, row.name, row.level, row.type or "general", parent, boundary, today)


def _line(node: int, above: dict[int, int | None]) -> Iterator[int]:
    """A node, the one above it, and so on to the top."""
    here: int | None = node
    while here is not None:
        yield here
        here = above[here]


def _update(scope: Scope, plan: Plan) -> None:
    """One statement for each set of columns that change."""
    kinds: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for change in plan.updates:
        kinds.setdefault(tuple(change), []).append(change)
    for changes in kinds.values():
        scope.db.execute(update(GridNode), changes)
