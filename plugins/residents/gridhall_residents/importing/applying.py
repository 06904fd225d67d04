"""The records follow what holds now: added, changed, put into households, found by their names."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Table,
    and_,
    any_,
    case,
    delete,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from gridhall_residents.fields import CATEGORY, HOUSEHOLD, MODEL_OF_KIND, OF_KIND, PLACE
from gridhall_residents.models import Household, NameSuffix, ResidentCategory

from .matching import TABLES, closure, dwelling
from .staging import Batch, staged

household: Table = Household.metadata.tables["residents_household"]
suffixes: Table = NameSuffix.metadata.tables["residents_name_suffix"]
categories: Table = ResidentCategory.metadata.tables["residents_category"]

_said = func.coalesce(staged.c.effective, staged.c["values"])
_secrets = func.coalesce(staged.c.effective_secrets, staged.c.secrets)
_has_household = _said.has_key(HOUSEHOLD)
_household_id = (
    select(household.c.id)
    .where(household.c.code == _said.op("->>")(HOUSEHOLD), household.c.deleted_at.is_(None))
    .correlate(staged)
    .scalar_subquery()
)


def add(batch: Batch, which: ColumnElement[bool]) -> None:
    """Add the records that rows make."""
    add_households(batch, which)
    own: dict[str, ColumnElement[Any]] = {"id": staged.c.record_id, "grid_id": staged.c.place}
    if batch.kind == "resident":
        own["household_id"] = _household_id
    else:
        own["code"] = staged.c.code
    for field in OF_KIND[batch.kind]:
        own[field.column] = field.value(_said)
        if field.cipher_column:
            own[field.cipher_column] = field.cipher(_secrets)
    rows = select(*(value.label(name) for name, value in own.items())).where(which)
    batch.run(batch.scope.insert_from(MODEL_OF_KIND[batch.kind], list(own), rows))


def change(batch: Batch, which: ColumnElement[bool]) -> None:
    """Change known records, and tell apart those that changed and those that were so already."""
    add_households(batch, which)
    table = TABLES[batch.kind]
    new: dict[str, ColumnElement[Any]] = {"grid_id": _new_place(table)}
    if batch.kind == "resident":
        new["household_id"] = case((_has_household, _household_id), else_=table.c.household_id)
    ciphers: dict[str, ColumnElement[Any]] = {}
    for field in OF_KIND[batch.kind]:
        said, column = _said.has_key(field.key), table.c[field.column]
        new[field.column] = case((said, field.value(_said)), else_=column)
        if field.cipher_column:
            differs = and_(said, field.value(_said).is_distinct_from(column))
            ciphers[field.cipher_column] = case(
                (differs, field.cipher(_secrets)), else_=table.c[field.cipher_column]
            )
    model = MODEL_OF_KIND[batch.kind]
    differs = or_(*(value.is_distinct_from(table.c[name]) for name, value in new.items()))
    if batch.category:
        differs = or_(differs, _lacks(batch.category))
    always: dict[str, ColumnElement[Any]] = {"version": model.version + 1, "updated_at": func.now()}
    statement = (
        batch.scope.update(model, new | ciphers | always)
        .where(which, staged.c.record_id == model.id, differs)
        .returning(staged.c.row_number)
    )
    _mark_updated(batch, list(batch.scope.db.scalars(batch.scope.whole_city(statement))))


def _new_place(table: Table) -> ColumnElement[int]:
    """Where the record stands now; a grid below the village that was said is more precise, and stays."""
    place = _said[PLACE].as_integer()
    below = (
        select(literal(1))
        .where(
            closure.c.ancestor_id == place,
            closure.c.descendant_id == table.c.grid_id,
            closure.c.until.is_(None),
        )
        .correlate(staged, table)
        .exists()
    )
    return case((and_(_said.has_key(PLACE), ~below), place), else_=table.c.grid_id)


def _mark_updated(batch: Batch, row_numbers: list[int]) -> None:
    if row_numbers:
        batch.run(
            update(staged)
            .where(batch.mine, staged.c.row_number == any_(literal(row_numbers, ARRAY(Integer))))
            .values(outcome="updated")
        )


def add_households(batch: Batch, which: ColumnElement[bool]) -> None:
    """Add the households that rows name and the city does not know yet."""
    if batch.kind != "resident":
        return
    code = _said.op("->>")(HOUSEHOLD)
    known = (
        select(literal(1)).where(household.c.code == code, household.c.deleted_at.is_(None)).correlate(staged)
    )
    home = (
        select(dwelling.c.id)
        .where(dwelling.c.code == code, dwelling.c.deleted_at.is_(None))
        .correlate(staged)
        .scalar_subquery()
    )
    rows = (
        select(
            code.label("code"), staged.c.place.label("grid_id"), home.label("dwelling_id"), code.label("said")
        )
        .where(which, code.is_not(None), ~known.exists())
        .ext(distinct_on(code))
        .order_by(code, staged.c.row_number)
    )
    batch.run(batch.scope.insert_from(Household, ["code", "grid_id", "dwelling_id", "dwelling_code"], rows))


def give_homes(batch: Batch, which: ColumnElement[bool]) -> None:
    """Join new dwellings with the households that were reported to live in them."""
    batch.run(
        batch.scope.update(
            Household,
            {"dwelling_id": staged.c.record_id, "version": Household.version + 1, "updated_at": func.now()},
        ).where(
            which,
            Household.dwelling_code == staged.c.code,
            Household.dwelling_id.is_(None),
            Household.deleted_at.is_(None),
        )
    )


def add_categories(batch: Batch, which: ColumnElement[bool], category: str) -> None:
    """Put residents into the category that the file stands for."""
    rows = select(
        staged.c.record_id,
        literal(category),
        literal(batch.said_at.astimezone(batch.scope.city.zone).date()),
        literal(batch.source_id),
    ).where(which, _lacks(category))
    names = ["resident_id", "category", "since", "source_id"]
    batch.run(insert(categories).from_select(names, rows))


def _lacks(category: str) -> ColumnElement[bool]:
    """Whether a resident is now said to belong to a category, and does not yet."""
    has = select(literal(1)).where(
        categories.c.resident_id == staged.c.record_id, categories.c.category == category
    )
    said = func.coalesce(_said[CATEGORY + category].as_boolean(), false())
    return and_(said, ~has.correlate(staged).exists())


def index_names(batch: Batch, which: ColumnElement[bool]) -> None:
    """Let residents be found by any part of their names."""
    name = func.lower(_said.op("->>")("name_key"))
    named = and_(which, _said.has_key("name_key"))
    renamed = select(staged.c.record_id).where(named, staged.c.outcome != "created")
    batch.run(delete(suffixes).where(suffixes.c.resident_id.in_(renamed)))
    starts = (
        func.generate_series(1, func.greatest(func.char_length(name) - 1, 1))
        .table_valued("start")
        .render_derived()
    )
    rows = select(func.substr(name, starts.c.start), staged.c.record_id).join_from(staged, starts, true())
    batch.run(insert(suffixes).from_select(["suffix", "resident_id"], rows.where(named)))
