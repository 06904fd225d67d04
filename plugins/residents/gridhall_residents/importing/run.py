"""Imports a file from its first row to its last, and goes on where a killed import left off."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from gridhall.access import Scope
from gridhall_residents.settings import phone_country

from . import faults, record
from .ahead import ahead
from .chunk import Checker, take
from .drafts import Drafter
from .ground import known_ground
from .order import Order
from .place import Place, chunks
from .rejects import write_rejects
from .report import Report

Transactions = Callable[[], AbstractContextManager[Scope]]
"""Opens a transaction in a scope: left, it commits; left by an error, it rolls back."""
Progress = Callable[[Report], None]


@dataclass(frozen=True)
class Outcome:
    """What an import answers."""

    run_id: UUID
    report: Report
    rejects_file: Path | None
    """The rows that were not taken; None where all were, and in a dry run."""

    def as_json(self) -> dict[str, object]:
        """What ``--json`` prints."""
        return {
            **self.report.as_json(),
            "rejects_file": str(self.rejects_file) if self.rejects_file else None,
        }


def import_file(
    transactions: Transactions, order: Order, *, rejects_folder: Path, progress: Progress | None = None
) -> Outcome:
    """Import a file; the same file again continues a run that was killed.

    Each chunk is one transaction, so what is reported as done is done.

    :param rejects_folder: where the file of rejected rows goes
    :param progress: called after each chunk, outside the transaction; what it raises ends the import there
    :raises Invalid: the file cannot be read, or lacks a column that each row needs
    :raises Forbidden: the scope may not import
    :raises Conflict: another process is importing the same file
    """
    with faults.told():
        return _import(transactions, order, rejects_folder, progress)


def try_file(transactions: Transactions, order: Order, *, progress: Progress | None = None) -> Outcome:
    """Import a file and take all of it back: the same report, and nothing is kept.

    It is one transaction over the whole file. While it runs, another import waits, and so does whoever
    changes a person whom the file would change.
    """
    with transactions() as scope, scope.db.begin_nested() as everything:
        with faults.told():
            outcome = _import(lambda: nullcontext(scope), order, None, progress)
        everything.rollback()
    return outcome


def _import(
    transactions: Transactions, order: Order, rejects_folder: Path | None, progress: Progress | None
) -> Outcome:
    table, layout = order.open()
    with transactions() as scope:
        run = record.begin(scope, order, resume=rejects_folder is not None)
        run_id, at, report = run.id, Place.of(run), Report.from_json(run.counts)
        checker = Checker(
            layout,
            known_ground(scope),
            Drafter(scope.keys, order.profile.category),
            scope.today,
            phone_country(scope.city),
        )
    coming = (
        (upto, [checker.check(row_number, cells) for row_number, cells in rows])
        for upto, rows in chunks(table, layout, order.chunk_rows, after=at)
    )
    for upto, checked in ahead(coming):
        step = partial(take, profile=order.profile, run_id=run_id, checked=checked, after=at, upto=upto)
        report = _twice(transactions, step)
        at = upto
        if progress:
            progress(report)
    rejects_file = None
    with transactions() as scope:
        record.be_patient(scope)
        run = record.held(scope, run_id, at)
        if rejects_folder is not None:
            rejects_file = write_rejects(scope, run_id, table, layout, rejects_folder)
        record.finish(scope, run, rejects_file)
    return Outcome(run_id, report, rejects_file)


def _twice(transactions: Transactions, do: Callable[[Scope], Report]) -> Report:
    """Do it, and once more where somebody in the portal was faster with the same number or code."""
    with suppress(IntegrityError), transactions() as scope:
        return do(scope)
    with transactions() as scope:
        return do(scope)
