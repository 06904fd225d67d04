"""Merges the rows of one chunk into the records, in the transaction of the scope."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Table, and_, any_, case, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import array, distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert

from gridhall_residents.models import Review

from . import applying, saying
from .drafts import Draft
from .matching import TABLES, known_row, match
from .report import Report
from .staging import Batch, remember, staged

review: Table = Review.metadata.tables["residents_review"]
_numbered = staged.c.identity_ix.is_not(None)
_unfound = and_(staged.c.record_id.is_(None), staged.c.candidates.is_(None))
OUTSIDE = "outside_scope"
"""The row's village, or the record that it means, lies outside the grids of the one who imports."""
_LOCK = 0x5265_7369  # any number that no other lock of the schema has


def merge(batch: Batch, drafts: Iterable[Draft], report: Report) -> list[tuple[int, str, str]]:
    """Merge what a chunk says; return the numbers of rows that are refused, with reason and column.

    Imports of one city take turns, chunk by chunk: the next sees whom the one before has added.

    :param report: the counts are added to it
    """
    take_turn(batch)
    if not batch.copy(drafts):
        return []
    wave, again = 0, True
    while again:
        wave += 1
        match(batch)
        again = _form_wave(batch, wave)
        settle(batch, wave)
        remember(batch, and_(batch.mine, staged.c.wave == wave))
    _queue_for_review(batch)
    remember(batch, and_(batch.mine, staged.c.wave.is_(None)))
    refused = _count(batch, report)
    batch.clear()
    return refused


def take_turn(batch: Batch) -> None:
    """Wait until no other transaction of the city merges rows."""
    batch.run(select(func.pg_advisory_xact_lock(_LOCK, func.hashtext(func.current_schema()))))


def _form_wave(batch: Batch, wave: int) -> bool:
    """Take the first row of each known record and all that make new ones; say whether rows are left."""
    known = and_(batch.open, staged.c.record_id.is_not(None))
    first = (
        select(staged.c.row_number)
        .where(known)
        .ext(distinct_on(staged.c.record_id))
        .order_by(staged.c.record_id, staged.c.row_number)
    )
    chosen = staged.c.row_number == any_(func.array(first.scalar_subquery()))  # computed once
    batch.run(update(staged).where(batch.open, chosen).values(outcome="known", wave=wave))
    left = batch.run(update(staged).where(known).values(record_id=None, candidates=None, deleted=False))
    new_id = func.nextval(f"{TABLES[batch.kind].name}_id_seq")
    if left.rowcount == 0:
        batch.run(
            update(staged).where(batch.open, _unfound).values(outcome="created", wave=wave, record_id=new_id)
        )
    return left.rowcount > 0


def settle(batch: Batch, wave: int) -> None:
    """Write what a wave says: first the statements, then the records."""
    known, created = batch.wave(wave, "known"), batch.wave(wave, "created")
    there = batch.outcomes(wave)
    if "known" in there:
        saying.compare(batch, known)
        _leave_deleted(batch, known)
    saying.keep(batch, or_(known, created))
    if "created" in there:
        applying.add(batch, created)
    if "known" in there:
        _hold(batch, known)
        saying.weigh(batch, known)
        applying.change(batch, known)
    written = batch.wave(wave, "created", "known", "updated")
    if batch.kind == "resident":
        if batch.category:
            applying.add_categories(batch, written, batch.category)
        applying.index_names(batch, written)
        _remember_people(batch, wave)
    else:
        applying.give_homes(batch, created)
    batch.run(update(staged).where(known).values(outcome="unchanged"))


def _hold(batch: Batch, which: ColumnElement[bool]) -> None:
    """Let nobody change these records meanwhile: what staff have said a moment before is weighed, too."""
    table = TABLES[batch.kind]
    wanted = table.c.id.in_(select(staged.c.record_id).where(which))
    batch.run(select(table.c.id).where(wanted).order_by(table.c.id).with_for_update())


def _leave_deleted(batch: Batch, known: ColumnElement[bool]) -> None:
    """A record that was deleted here stays so; where a source says something new of it, a person decides."""
    batch.run(
        update(staged)
        .where(known, staged.c.deleted)
        .values(outcome="for_review", candidates=array([staged.c.record_id]))
    )


def _remember_people(batch: Batch, wave: int) -> None:
    rows = select(literal(batch.source_id), staged.c.match_key, staged.c.record_id).where(
        batch.wave(wave, "created", "known", "updated", "unchanged"), ~_numbered
    )
    names = ["source_id", "match_key", "resident_id"]
    batch.run(upsert(known_row).from_select(names, rows).on_conflict_do_nothing())


def _queue_for_review(batch: Batch) -> None:
    """Ask a person about rows that wait for one already only once."""
    _add_to_waiting(batch)
    waiting = select(literal(1)).where(
        review.c.source_id == batch.source_id,
        review.c.match_key == staged.c.match_key,
        review.c.decided_at.is_(None),
    )
    columns = {
        "kind": literal(batch.kind),
        "reason": case((staged.c.deleted, "deleted"), else_="several"),
        "source_id": literal(batch.source_id),
        "run_id": literal(batch.run_id),
        "row_number": staged.c.row_number,
        "match_key": staged.c.match_key,
        "values": staged.c["values"],
        "secrets": staged.c.secrets,
        "candidates": staged.c.candidates,
        "grid_id": staged.c.place,
    }
    rows = select(*(value.label(name) for name, value in columns.items())).where(
        batch.mine, staged.c.outcome == "for_review", ~waiting.correlate(staged).exists()
    )
    batch.run(batch.scope.insert_from(Review, list(columns), rows))


def _add_to_waiting(batch: Batch) -> None:
    """Let what waits say also what later rows of its file fill, as where they had come in one chunk."""
    more = {name: staged.c[name].op("||")(review.c[name]) for name in ("values", "secrets")}
    batch.run(
        batch.scope.update(Review, more).where(
            batch.mine,
            staged.c.outcome == "for_review",
            review.c.source_id == batch.source_id,
            review.c.match_key == staged.c.match_key,
            review.c.decided_at.is_(None),
            review.c.run_id == batch.run_id,
        )
    )


def _count(batch: Batch, report: Report) -> list[tuple[int, str, str]]:
    refused: list[tuple[int, str, str]] = []
    settled = select(staged.c.outcome, staged.c.row_numbers).where(batch.mine)
    for outcome, row_numbers in batch.scope.db.execute(settled):
        if outcome == OUTSIDE:
            refused += [(number, OUTSIDE, "") for number in row_numbers]
        else:
            report.settle(outcome, len(row_numbers))
    return refused
