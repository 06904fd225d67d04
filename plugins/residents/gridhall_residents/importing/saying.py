"""Is it something new? Compares what a source says with what it said before, and keeps what is new.

Each row is looked up by itself, by an index: the planner knows nothing of rows that came in this
transaction, and would join whole chunks with each other.
"""

from sqlalchemy import (
    ARRAY,
    ColumnElement,
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
    """Find what is new in rows that mean a known record: ``before`` and the ``changed`` keys.

    Rows without anything new become ``unchanged``.
    """
    _drop_repeated_fields(batch, which)
    last = (
        select(statement.c["values"])
        .where(_about(batch), statement.c.source_id == batch.source_id, statement.c.at <= batch.said_at)
        .order_by(statement.c.at.desc(), statement.c.id.desc())
        .limit(1)
        .correlate(staged)
    )
    # Most rows say what they said before: these are settled at once, and not written again and again.
    same = last.scalar_subquery().op("@>")(staged.c["values"])
    batch.run(update(staged).where(which, same).values(changed=array([], type_=Text), outcome="unchanged"))
    batch.run(update(staged).where(which).values(before=last.scalar_subquery()))
    said = func.jsonb_each(staged.c["values"]).table_valued(column("key", Text), column("value", JSONB))
    new = (
        select(said.c.key)
        .select_from(said)
        .where(staged.c.before.op("->", return_type=JSONB())(said.c.key).is_distinct_from(said.c.value))
        .correlate(staged)
    )
    batch.run(update(staged).where(which).values(changed=func.array(new.scalar_subquery())))
    nothing = func.cardinality(staged.c.changed) == 0
    batch.run(update(staged).where(which, nothing).values(outcome="unchanged"))


def _drop_repeated_fields(batch: Batch, which: ColumnElement[bool]) -> None:
    """Of each field of a record the first row of the file counts.

    Otherwise a file that contradicts itself would say something new each time it is imported.
    """
    earlier = and_(run_row.c.run_id == batch.run_id, run_row.c.record_id == staged.c.record_id)
    fields = select(func.bit_or(run_row.c.fields).label("filled")).where(earlier).correlate(staged).subquery()
    keys = [case((fields.c.filled.op("&")(bit) != 0, key)) for key, bit in BITS.items()]
    said = select(cast(func.array_remove(array(keys), None), ARRAY(Text))).scalar_subquery()
    batch.run(
        update(staged)
        .where(which, select(run_row.c.digest).where(earlier).correlate(staged).exists())
        .values(
            {
                staged.c["values"]: staged.c["values"].op("-")(said),
                staged.c.secrets: staged.c.secrets.op("-")(said),
            }
        )
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
            key.c.key,
            statement.c["values"].op("->", return_type=JSONB())(key.c.key).label("value"),
            statement.c.secrets.op("->", return_type=JSONB())(key.c.key).label("secret"),
        )
        .select_from(statement.join(key, true()))
        .where(_about(batch), key.c.key == any_(staged.c.changed))
        .ext(distinct_on(key.c.key))
        .order_by(key.c.key, statement.c.at.desc(), statement.c.id.desc())
        .correlate(staged)
        .subquery()
    )
    secret = func.jsonb_object_agg(newest.c.key, newest.c.secret).filter(newest.c.secret.is_not(None))
    batch.run(
        update(staged)
        .where(which)
        .values(
            effective=select(func.jsonb_object_agg(newest.c.key, newest.c.value)).scalar_subquery(),
            effective_secrets=select(func.coalesce(secret, _EMPTY)).scalar_subquery(),
        )
    )
