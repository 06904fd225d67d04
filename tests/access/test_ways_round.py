"""Ways round the filter of the session, each closed: who takes one by mistake learns and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, exists, func, insert, join, literal, select, union_all, update
from sqlalchemy.orm import aliased, load_only

from gridhall.errors import Forbidden
from gridhall.models import GridNode

from .conftest import EDIT, VIEW, Deployment, Sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall.access import Grant, Scope

    At = Callable[..., Grant]

TABLE: Any = Sample.__table__
NODES: Any = GridNode.__table__
OTHER = TABLE.alias()


@pytest.fixture
def scope(deployment: Deployment, at: At) -> Scope:
    """Somebody who sees and changes what stands in e1."""
    return deployment.scope(at("e1"))


def names(scope: Scope, statement: Any = None) -> list[str]:
    return sorted(scope.db.scalars(select(Sample.name) if statement is None else statement))


@pytest.mark.parametrize(
    "statement",
    [
        select(TABLE),
        select(TABLE.c.name),
        select(OTHER),
        select(OTHER.c.name),
        select(func.count()).select_from(TABLE),
        select(func.count()).select_from(OTHER),
        select(func.count()).select_from(join(NODES, TABLE)),
        select(GridNode.code).join(TABLE, TABLE.c.grid_id == GridNode.id),
        select(GridNode.code).where(exists().where(TABLE.c.grid_id == GridNode.id)),
        select(GridNode.code).where(exists(select(1).select_from(TABLE))),
        select(select(TABLE.c.name).scalar_subquery()),
        select(select(TABLE.c.name).cte().c.name),
        select(GridNode.code).order_by(select(func.count(TABLE.c.id)).scalar_subquery()),
        select(Sample).from_statement(select(TABLE)),
        union_all(select(Sample.name), select(TABLE.c.name)),
        update(GridNode).values(name=select(func.max(TABLE.c.name)).scalar_subquery()),
        update(GridNode).where(TABLE.c.grid_id == GridNode.id).values(name=TABLE.c.name),
        delete(GridNode).where(GridNode.id == TABLE.c.grid_id),
        insert(GridNode).from_select(["code"], select(TABLE.c.name)),
        update(TABLE).values(name="x"),
        delete(TABLE),
        insert(TABLE).values(name="x", grid_id=1),
    ],
    ids=str,
)
def test_a_table_past_its_model_is_refused(scope: Scope, statement: Any) -> None:
    with pytest.raises(Forbidden):
        scope.db.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        select(Sample.name).join(GridNode, GridNode.id == Sample.grid_id),
        select(aliased(Sample).name),
        select(Sample.name).where(exists().where(NODES.c.id == Sample.grid_id)),
        select(select(Sample.name).subquery().c.name),
        select(select(Sample.name).cte().c.name),
        union_all(select(Sample.name)),
    ],
    ids=str,
)
def test_through_its_model_it_is_read_as_ever(scope: Scope, statement: Any) -> None:
    assert names(scope, statement) == ["in e1"]


def test_what_is_said_to_be_of_the_whole_city_is_read_past_the_filter_but_never_written(scope: Scope) -> None:
    assert scope.db.scalar(scope.whole_city(select(func.count()).select_from(TABLE))) == 7
    assert names(scope, scope.whole_city(select(Sample.name))) == ["in e1"]
    for statement in (update(TABLE).values(name="x"), delete(TABLE), insert(TABLE).values(name="x")):
        with pytest.raises(Forbidden):
            scope.db.execute(scope.whole_city(statement))


def shaped(rows: Any, shape: str) -> Any:
    match shape:
        case "plain":
            return rows
        case "subquery":
            return select(*rows.subquery().columns)
        case "cte":
            return select(*rows.cte().columns)
        case _:
            return select(*union_all(rows, rows).subquery().columns).distinct()


@pytest.mark.parametrize("shape", ["plain", "subquery", "cte", "union"])
def test_rows_of_others_are_not_copied_to_where_one_may_write(
    deployment: Deployment, scope: Scope, shape: str
) -> None:
    here = deployment.nodes["e1"]
    rows = shaped(select(literal(here).label("grid_id"), ("copy of " + Sample.name).label("name")), shape)
    scope.db.execute(scope.insert_from(Sample, ["grid_id", "name"], rows))
    assert names(scope) == ["copy of in e1", "in e1"]


def test_rows_of_others_are_not_copied_into_a_table_without_grids(scope: Scope) -> None:
    values = (Sample.name, Sample.name, literal("copy"), func.current_date())
    scope.db.execute(
        insert(GridNode).from_select(["code", "name", "level", "valid_since"], select(*(values)))
    )
    assert names(scope, select(GridNode.name).where(GridNode.level == "copy")) == ["in e1"]


def test_a_change_of_other_tables_reads_ones_own_rows_only(scope: Scope) -> None:
    unsynchronized = {"synchronize_session": False}
    for entity in (Sample, aliased(Sample)):
        told = update(GridNode).where(entity.grid_id == GridNode.id).values(name=entity.name)
        scope.db.execute(told, execution_options=unsynchronized)
        assert names(scope, select(GridNode.name).where(GridNode.name.startswith("in "))) == ["in e1"]
        scope.db.rollback()
    told = update(GridNode).where(exists().where(Sample.grid_id == GridNode.id)).values(name="seen")
    scope.db.execute(told, execution_options=unsynchronized)
    assert names(scope, select(GridNode.code).where(GridNode.name == "seen")) == ["e1"]


def test_ones_own_rows_are_not_changed_by_those_of_others(deployment: Deployment, scope: Scope) -> None:
    other = aliased(Sample)
    scope.db.execute(scope.update(Sample, {"name": select(func.count(other.id)).scalar_subquery()}))
    assert names(scope) == ["1"]
    there = other.grid_id == deployment.nodes["w1"]
    beside = scope.update(Sample, {"name": other.name}).where(there, other.id != Sample.id)
    scope.db.execute(beside)
    assert names(scope) == ["1"]


def test_a_row_whose_place_was_not_loaded_is_checked_all_the_same(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east", VIEW), at("e1", EDIT, VIEW))
    rows = {row.name: row for row in scope.db.scalars(select(Sample).options(load_only(Sample.name)))}
    rows["in e1"].name = "mine"
    scope.db.flush()
    rows["in e2"].name = "not mine"
    with pytest.raises(Forbidden):
        scope.db.flush()


def test_bulk_writes_of_the_session_are_refused(deployment: Deployment, scope: Scope) -> None:
    values = {"name": "x", "grid_id": deployment.nodes["e1"]}
    for write in (
        lambda: scope.db.bulk_save_objects([Sample(**values)]),
        lambda: scope.db.bulk_insert_mappings(Sample, [values]),
        lambda: scope.db.bulk_update_mappings(Sample, [values]),
        lambda: scope.db.execute(insert(Sample), [values]),
        lambda: scope.db.execute(update(Sample), [{"id": 1, "name": "x"}]),
    ):
        with pytest.raises(Forbidden):
            write()


def test_a_merged_row_is_checked_where_it_stood(deployment: Deployment, scope: Scope, at: At) -> None:
    away = deployment.scope(at("w1")).db.scalar(select(Sample.id))
    scope.db.merge(Sample(id=away, name="mine now", grid_id=deployment.nodes["e1"]))
    with pytest.raises(Exception, match=r"duplicate key|area of your posts"):
        scope.db.flush()
