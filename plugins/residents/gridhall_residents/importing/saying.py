"""Is it something new? Compares what a source says with what it said before, and keeps what is new."""

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Table,
    Text,
    Uuid,
    and_,
    any_,
    case,
    cast,
    column,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, array, distinct_on

from gridhall_residents.fields import BITS
from gridhall_residents.models import Statement

from .staging import Batch, run_row, staged

statement: Table = Statement.metadata.tables["residents_statement"]
_EMPTY = cast(literal("{}"), JSONB)


def compare(batch: Batch, which: ColumnElement[bool]) -> None:
    """Find what is new in rows that mean a known record: ``before`` and the ``changed`` keys."""
    _drop_repeated_fields(batch, which)
    last = _last_said(batch, which).subquery()
    batch.run(
        update(staged).where(which, staged.c.record_id == last.c.record_id).values(before=last.c["values"])
    )
    said = func.jsonb_each(staged.c["values"]).table_valued(column("key", Text), column("value", JSONB))
    new = (
        select(said.c.key)
        .select_from(said)
        .where(staged.c.before.op("->", return_type=JSONB())(said.c.key).is_distinct_from(said.c.value))
        .correlate(staged)
    )
    batch.run(update(staged).where(which).values(changed=func.array(new.scalar_subquery())))


def _drop_repeated_fields(batch: Batch, which: ColumnElement[bool]) -> None:
    """Of each field of a record the first row of the file counts.

    Otherwise a file that contradicts itself would say something new each time it is imported.
    """
    earlier = (
        select(run_row.c.record_id, func.bit_or(run_row.c.fields).label("fields"))
        .where(
            run_row.c.run_id == batch.run_id,
            run_row.c.record_id.in_(select(staged.c.record_id).where(which)),
        )
        .group_by(run_row.c.record_id)
        .subquery()
    )
    keys = [case((earlier.c.fields.op("&")(bit) != 0, key)) for key, bit in BITS.items()]
    said = cast(func.array_remove(array(keys), None), ARRAY(Text))
    batch.run(
        update(staged)
        .where(which, staged.c.record_id == earlier.c.record_id)
        .values(
            {
                staged.c["values"]: staged.c["values"].op("-")(said),
                staged.c.secrets: staged.c.secrets.op("-")(said),
            }
        )
    )


def _last_said(batch: Batch, which: ColumnElement[bool]) -> Select[tuple[int, object]]:
    """What the source had said of each record up to the day of the file."""
    return (
        select(statement.c.record_id, statement.c["values"])
        .join_from(staged, statement, _about(batch))
        .where(which, statement.c.source_id == batch.source_id, statement.c.at <= batch.said_at)
        .ext(distinct_on(statement.c.record_id))
        .order_by(statement.c.record_id, statement.c.at.desc(), statement.c.id.desc())
    )


def _about(batch: Batch) -> ColumnElement[bool]:
    return and_(statement.c.kind == batch.kind, statement.c.record_id == staged.c.record_id)


def keep(batch: Batch, which: ColumnElement[bool]) -> None:
    """Add a statement for each row that says something new."""
    names = ["kind", "record_id", "source_id", "run_id", "at", "values", "secrets", "changed"]
    said = select(
        literal(batch.kind),
        staged.c.record_id,
        literal(batch.source_id),
        literal(batch.run_id, Uuid),
        literal(batch.said_at),
        func.coalesce(staged.c.before, _EMPTY).op("||")(staged.c["values"]),
        staged.c.secrets,
        case((staged.c.before.is_not(None), staged.c.changed)),
    ).where(which, or_(staged.c.changed.is_(None), func.cardinality(staged.c.changed) > 0))
    batch.run(insert(statement).from_select(names, said))


def weigh(batch: Batch, which: ColumnElement[bool]) -> None:
    """Find what holds now of the changed fields: of all sources, the newest that said something new of it."""
    every = func.array(
        select(func.jsonb_object_keys(statement.c["values"])).correlate(statement).scalar_subquery()
    )
    key = func.unnest(func.coalesce(statement.c.changed, every)).table_valued("key").render_derived()
    newest = (
        select(
            statement.c.record_id,
            key.c.key,
            statement.c["values"].op("->", return_type=JSONB())(key.c.key).label("value"),
            statement.c.secrets.op("->", return_type=JSONB())(key.c.key).label("secret"),
        )
        .select_from(staged.join(statement, _about(batch)).join(key, true()))
        .where(which, key.c.key == any_(staged.c.changed))
        .ext(distinct_on(statement.c.record_id, key.c.key))
        .order_by(statement.c.record_id, key.c.key, statement.c.at.desc(), statement.c.id.desc())
        .subquery()
    )
    secret = func.jsonb_object_agg(newest.c.key, newest.c.secret).filter(newest.c.secret.is_not(None))
    found = (
        select(
            newest.c.record_id,
            func.jsonb_object_agg(newest.c.key, newest.c.value).label("values"),
            func.coalesce(secret, _EMPTY).label("secrets"),
        )
        .group_by(newest.c.record_id)
        .subquery()
    )
    batch.run(
        update(staged)
        .where(which, staged.c.record_id == found.c.record_id)
        .values(effective=found.c["values"], effective_secrets=found.c.secrets)
    )
