"""Every table has an owner: its rows stand in a grid, or it is said here who may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

import gridhall_residents.models
from gridhall.access import InGrid
from gridhall.db import Base

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Mapper

    from gridhall.testing import SampleCity, Stage

WITHOUT_GRID = {
    # core
    "account": "accounts: the security administrator, and each their own",
    "administrator": "who sees staff",
    "alembic_version_core": "the database's own",
    "audit_entry": "the audit administrator; one's own trace in what a plugin shows of it",
    "audit_head": "nobody: the trigger alone",
    "grid_closure": "the tree: services/tree_pages.py narrows it to one's posts",
    "grid_node": "the tree, likewise",
    "job_run": "who asked, and those who see jobs there: services/runs.py",
    "plugin_setting": "the system administrator; plugins read their own",
    "plugin_switch": "everybody: what the menu shows",
    "post": "who sees staff there: services/staff/people.py",
    "role": "who sees staff",
    "role_permission": "who sees staff",
    "sign_in_throttle": "nobody; it names nobody",
    "staff": "who sees staff at one of their posts: services/staff/people.py",
    "unit": "who sees the tree there: services/units.py",
    "web_session": "each their own",
    # residents
    "alembic_version_residents": "the database's own",
    "residents_category": "read through the resident",
    "residents_import_run": "who made it, and those who import there: services/imports.py",
    "residents_known_row": "nobody: matching alone",
    "residents_name_suffix": "read through the resident",
    "residents_profile": "those who import: how a file is read, of nobody",
    "residents_run_reject": "nobody while an import runs; then empty",
    "residents_run_row": "nobody while an import runs; then empty",
    "residents_source": "everybody: names of departments",
    "residents_staged_row": "nobody: within one transaction, empty otherwise",
    "residents_statement": "read through the record that it speaks of",
    "residents_upload": "who brought it",
}
"""Table: who may see its rows."""


def in_grid(mappers: Iterable[Mapper[object]]) -> set[str]:
    return {str(inspect(m.class_).local_table) for m in mappers if issubclass(m.class_, InGrid)}


def ownerless(tables: set[str], mappers: Iterable[Mapper[object]]) -> set[str]:
    return tables - in_grid(mappers) - set(WITHOUT_GRID)


def tables_of(stage: Stage, city: SampleCity) -> set[str]:
    found = inspect(stage.databases.admin(city.city.database))
    return set(found.get_table_names(schema=city.city.schema))


def test_every_table_has_an_owner(stage: Stage, city: SampleCity) -> None:
    tables = tables_of(stage, city)
    assert ownerless(tables, Base.registry.mappers) == set()
    assert set(WITHOUT_GRID) - tables == set()
    assert in_grid(Base.registry.mappers) >= {f"residents_{name}" for name in ("resident", "dwelling")}
    assert gridhall_residents.models.Resident.__tablename__ in tables


def test_a_column_that_names_a_grid_makes_a_table_stand_in_it(stage: Stage, city: SampleCity) -> None:
    """A table with ``grid_id`` whose model forgot :class:`InGrid` would be seen by all."""
    found = inspect(stage.databases.admin(city.city.database))
    standing = {
        table
        for table in tables_of(stage, city)
        if any(column["name"] == "grid_id" for column in found.get_columns(table, schema=city.city.schema))
    }
    assert standing == in_grid(Base.registry.mappers) & tables_of(stage, city)


def test_every_table_in_a_grid_says_which_rights_count() -> None:
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, InGrid):
            assert mapper.class_.__view_permission__
            assert mapper.class_.__edit_permission__


@pytest.mark.parametrize("stands", [True, False])
def test_a_table_without_an_owner_is_found(*, stands: bool) -> None:
    class Own(DeclarativeBase):
        pass

    if stands:

        class Diary(InGrid, Own):
            __tablename__ = "diary"
            __view_permission__: ClassVar[str] = "diary.view"
            __edit_permission__: ClassVar[str] = "diary.edit"
            id: Mapped[int] = mapped_column(primary_key=True)

    mappers = Own.registry.mappers
    assert ownerless({"diary", "account"}, mappers) == (set() if stands else {"diary"})
