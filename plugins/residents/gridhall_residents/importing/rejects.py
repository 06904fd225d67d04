"""The file of rejected rows, taken from the imported file once more: the database keeps none of its cells."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import UUID

from gridhall.access import Scope
from gridhall_residents.files.check import Rejected
from gridhall_residents.files.layout import Layout
from gridhall_residents.files.rejects import RejectsWriter
from gridhall_residents.files.table import Table
from gridhall_residents.models import RunReject

if TYPE_CHECKING:
    from gridhall_residents.files.reasons import Reason


def write_rejects(scope: Scope, run_id: UUID, table: Table, layout: Layout, folder: Path) -> Path | None:
    """Write ``rejects-<run>.csv``, readable by this user only; return where, None for no rejected row."""
    rejects = _rejects(scope, run_id)
    wanted = next(rejects, None)
    if wanted is None:
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"rejects-{run_id}.csv"
    draft = path.with_suffix(".part")
    draft.touch(mode=0o600)
    with RejectsWriter(draft, layout) as writer:
        for row_number, cells in table.rows():
            if wanted is not None and row_number == wanted[0]:
                writer.add(row_number, cells, wanted[1])
                wanted = next(rejects, None)
    draft.replace(path)
    return path


def _rejects(scope: Scope, run_id: UUID) -> Iterator[tuple[int, Rejected]]:
    """By row number, a thousand at a time."""
    found = (
        scope.select(RunReject.row_number, RunReject.reason, RunReject.column)
        .where(RunReject.run_id == run_id)
        .order_by(RunReject.row_number)
        .execution_options(yield_per=1000)
    )
    for row_number, reason, column in scope.db.execute(found):
        yield row_number, Rejected(cast("Reason", reason), column, 0)
