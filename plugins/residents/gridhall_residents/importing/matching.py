"""Whom does a row mean? The rules are those of ``docs/decisions/matching.md``."""

from sqlalchemy import ColumnElement, Table, and_, case, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import aggregate_order_by

from gridhall.models import GridClosure
from gridhall_residents.models import Dwelling, KnownRow, Resident

from .ground import covered, covers_all
from .staging import Batch, staged

resident: Table = Resident.metadata.tables["residents_resident"]
dwelling: Table = Dwelling.metadata.tables["residents_dwelling"]
known_row: Table = KnownRow.metadata.tables["residents_known_row"]
closure: Table = GridClosure.metadata.tables["grid_closure"]
TABLES = {"resident": resident, "dwelling": dwelling}

_unfound = and_(staged.c.record_id.is_(None), staged.c.candidates.is_(None))


def match(batch: Batch) -> None:
    """Give each open row the record that it means, or the candidates, or neither."""
    if batch.kind == "dwelling":
        _by_key(batch, dwelling, dwelling.c.code, staged.c.code)
    else:
        _by_key(batch, resident, resident.c.identity_ix, staged.c.identity_ix)
        _as_settled_before(batch)
        _by_name(batch)
    _mark_deleted(batch)
    _refuse_foreign(batch)


def _by_key(batch: Batch, table: Table, column: ColumnElement[object], wanted: ColumnElement[object]) -> None:
    """By what is unique in the city; a living record before a deleted one, of these the latest."""
    alive = and_(column == wanted, table.c.deleted_at.is_(None))
    batch.run(update(staged).where(batch.open, alive).values(record_id=table.c.id))
    deleted = select(table.c.id).where(column == wanted, table.c.deleted_at.is_not(None))
    latest = deleted.order_by(table.c.deleted_at.desc()).limit(1)
    batch.run(
        update(staged)
        .where(batch.open, _unfound, deleted.correlate(staged).exists())
        .values(record_id=latest.correlate(staged).scalar_subquery())
    )


def _as_settled_before(batch: Batch) -> None:
    """A row that once was found to mean somebody means the same one again."""
    batch.run(
        update(staged)
        .where(
            batch.open,
            _unfound,
            known_row.c.source_id == batch.source_id,
            known_row.c.match_key == staged.c.match_key,
        )
        .values(
            record_id=known_row.c.resident_id,
            outcome=case((known_row.c.resident_id.is_(None), "unchanged")),
        )
    )


def _by_name(batch: Batch) -> None:
    """By name, birth date and village; several are left to a person.

    A row with a number may mean somebody who is known without one; a row without a number may mean anybody.
    """
    born = resident.c.birth_date == staged.c.birth_date
    _candidates(batch, staged.c.birth_date.is_not(None), born, one_is_enough=True)
    # Who has no birth date in the file is the one who has none here either; a namesake with one may be meant.
    unborn = staged.c.birth_date.is_(None)
    _candidates(batch, unborn, resident.c.birth_date.is_(None), one_is_enough=True)
    _candidates(batch, unborn, true(), one_is_enough=False)


def _candidates(
    batch: Batch, which: ColumnElement[bool], who: ColumnElement[bool], *, one_is_enough: bool
) -> None:
    """Each row is looked up by itself, by the index of names, for the reason that ``saying`` gives."""
    in_village = select(closure.c.depth).where(
        closure.c.ancestor_id == staged.c.place,
        closure.c.descendant_id == resident.c.grid_id,
        closure.c.until.is_(None),
    )
    same = and_(
        who,
        resident.c.name_key == staged.c.name_key,
        resident.c.deleted_at.is_(None),
        or_(staged.c.identity_ix.is_(None), resident.c.identity_ix.is_(None)),
        in_village.correlate(staged, resident).exists(),
    )
    ids = select(func.array_agg(aggregate_order_by(resident.c.id, resident.c.id))).where(same)
    anybody = select(resident.c.id).where(same).correlate(staged).exists()
    named = batch.run(
        update(staged)
        .where(batch.open, _unfound, which, anybody)
        .values(candidates=ids.correlate(staged).scalar_subquery())
    )
    if named.rowcount == 0:
        return
    found = and_(batch.open, staged.c.record_id.is_(None), staged.c.candidates.is_not(None))
    if one_is_enough:
        one = and_(found, func.cardinality(staged.c.candidates) == 1)
        batch.run(update(staged).where(one).values(record_id=staged.c.candidates[1]))
    batch.run(update(staged).where(found).values(outcome="for_review"))


def _mark_deleted(batch: Batch) -> None:
    table = TABLES[batch.kind]
    gone = _record(table, table.c.deleted_at.is_not(None))
    batch.run(update(staged).where(batch.open, staged.c.record_id.is_not(None), gone).values(deleted=True))


def _refuse_foreign(batch: Batch) -> None:
    """Nobody changes a record outside their grids by importing a file that names it."""
    if covers_all(batch.scope):
        return
    table = TABLES[batch.kind]
    foreign = _record(table, ~covered(batch.scope, table.c.grid_id))
    batch.run(
        update(staged)
        .where(batch.open, staged.c.record_id.is_not(None), foreign)
        .values(outcome="outside_scope", record_id=None)
    )


def _record(table: Table, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """That the record which was found for a row is so."""
    return select(table.c.id).where(table.c.id == staged.c.record_id, condition).correlate(staged).exists()
