"""Checks each row of a file of nodes by itself, and against the codes before it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from gridhall.errors import Invalid
from gridhall.services.tree.boundary import check_boundary
from gridhall.services.tree.changes import LONGEST_CODE, LONGEST_NAME, TYPES
from gridhall.services.tree.levels import Levels
from gridhall.services.tree_import.file import RawRow
from gridhall.services.tree_import.report import Reject


class NodeRow(NamedTuple):
    """A row whose values can be used."""

    number: int
    code: str
    name: str
    parent_code: str
    """"" at the top."""
    level: str
    """A key of the city's levels."""
    type: str | None
    """None: the file does not say."""
    boundary: dict[str, Any] | None
    """None: the file does not say."""


def check_rows(rows: Iterable[RawRow], levels: Levels) -> Iterator[NodeRow | Reject]:
    """Each row as it can be used, or why not."""
    seen: set[str] = set()
    for row in rows:
        checked = _check(row, levels, seen)
        seen.add(row.code)
        yield Reject(row.number, row.code, checked) if isinstance(checked, str) else checked


def _check(row: RawRow, levels: Levels, seen: set[str]) -> NodeRow | str:
    """The usable row, or the reason."""
    level = levels.find(row.level)
    name = " ".join(row.name.split())
    faults = {
        "missing_code": not row.code,
        "unusable_code": len(row.code) > LONGEST_CODE or not row.code.isprintable() or " " in row.code,
        "duplicate_code": row.code in seen,
        "missing_name": not name,
        "unusable_name": len(name) > LONGEST_NAME,
        "unknown_level": level is None,
        "unknown_type": row.type not in {"", *TYPES},
    }
    reason = next((reason for reason, faulty in faults.items() if faulty), None)
    if reason is not None or level is None:
        return reason or "unknown_level"
    try:
        boundary = check_boundary(json.loads(row.boundary)) if row.boundary else None
    except (ValueError, RecursionError, Invalid):
        return "bad_boundary"
    return NodeRow(row.number, row.code, name, row.parent_code, level, row.type or None, boundary)
