"""Whoever forgets to filter shows nothing too much, and nobody writes outside their grids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import aliased

from gridhall.access import copy_rows
from gridhall.errors import Forbidden
from gridhall.models import GridClosure, GridNode

from .conftest import EDIT, VIEW, Deployment, Sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall.access import Grant

    At = Callable[..., Grant]

EAST = ["in e1", "in e2", "in east"]
ALL = ["in city", *EAST, "in w1", "in w2", "in west"]


def names(scope: Any, statement: Any = None) -> list[str]:
    return sorted(scope.db.scalars(select(Sample.name) if statement is None else statement))


def test_a_bare_query_gives_what_stands_below_ones_posts(deployment: Deployment, at: At) -> None:
    assert names(deployment.scope(at("east"))) == EAST
    assert names(deployment.scope(at("e1"), at("w2"))) == ["in e1", "in w2"]
    assert names(deployment.scope(at("city"))) == ALL


def test_nobody_in_particular_sees_nothing(deployment: Deployment) -> None:
    scope = deployment.scope()
    scope.db.principal = None
    assert names(scope) == []


def test_entities_counts_joins_and_aliases_are_filtered_alike(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east"))
    other = aliased(Sample)
    joined = select(other.name).join(GridNode, GridNode.id == other.grid_id)
    nested = select(Sample.name).where(Sample.id.in_(select(Sample.id)))
    assert [
        sorted(row.name for row in scope.db.scalars(select(Sample))),
        names(scope, joined),
        names(scope, nested),
        scope.db.scalar(select(func.count()).select_from(Sample)),
        scope.db.scalar(select(func.count(Sample.id))),
    ] == [EAST, EAST, EAST, 3, 3]


def test_a_foreign_id_is_not_found(deployment: Deployment, at: At) -> None:
    west = deployment.scope(at("west")).db.scalar(select(Sample.id).where(Sample.name == "in w1"))
    assert deployment.scope(at("east")).db.get(Sample, west) is None
    assert deployment.scope(at("west")).db.get(Sample, west) is not None


def test_each_permission_has_its_own_grids(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east", VIEW), at("e1", EDIT))
    assert names(scope) == EAST
    assert names(scope, scope.select(Sample.name, permission=EDIT)) == ["in e1"]


def test_a_closed_closure_row_grants_nothing(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east"))
    scope.db.execute(
        update(GridClosure)
        .where(
            GridClosure.ancestor_id == deployment.nodes["east"],
            GridClosure.descendant_id == deployment.nodes["e1"],
        )
        .values(until=GridClosure.since)
    )
    assert names(scope) == ["in e2", "in east"]


@pytest.mark.parametrize("node", ["w1", "city"])
def test_adding_elsewhere_is_refused(deployment: Deployment, at: At, node: str) -> None:
    scope = deployment.scope(at("east"))
    scope.db.add(Sample(name="new", grid_id=deployment.nodes[node]))
    with pytest.raises(Forbidden):
        scope.db.flush()


def test_adding_moving_and_deleting_at_home_is_allowed(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east"))
    scope.db.add(Sample(name="new", grid_id=deployment.nodes["e2"]))
    moved = scope.db.scalars(select(Sample).where(Sample.name == "in e1")).one()
    moved.grid_id = deployment.nodes["e2"]
    scope.db.delete(scope.db.scalars(select(Sample).where(Sample.name == "in east")).one())
    scope.db.flush()
    assert names(scope) == ["in e1", "in e2", "new"]


def test_moving_out_of_ones_grids_is_refused(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east"))
    scope.db.scalars(select(Sample).where(Sample.name == "in e1")).one().grid_id = deployment.nodes["w1"]
    with pytest.raises(Forbidden):
        scope.db.flush()


def test_changing_without_the_right_to_edit_is_refused(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east", VIEW))
    scope.db.scalars(select(Sample).where(Sample.name == "in e1")).one().name = "changed"
    with pytest.raises(Forbidden):
        scope.db.flush()


def test_bulk_statements_go_through_the_scope(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east"))
    values = {"name": "x", "grid_id": deployment.nodes["e1"]}
    for statement in (update(Sample).values(name="x"), insert(Sample).values(values)):
        with pytest.raises(Forbidden):
            scope.db.execute(statement)


def test_a_bulk_update_changes_ones_own_rows_only(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east"))
    scope.db.execute(scope.update(Sample, {"name": "changed"}))
    scope.db.commit()
    after = names(deployment.scope(at("city")))
    assert after == ["changed"] * 3 + ["in city", "in w1", "in w2", "in west"]


def test_a_bulk_delete_takes_what_one_may_edit(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east", VIEW), at("e1", EDIT, VIEW))
    scope.db.execute(scope.delete(Sample))
    scope.db.commit()
    assert names(deployment.scope(at("city"))) == [name for name in ALL if name != "in e1"]


def test_a_bulk_move_to_a_foreign_node_is_refused(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east"))
    with pytest.raises(Forbidden):
        scope.update(Sample, {"grid_id": deployment.nodes["w1"]})


def test_a_bulk_move_by_expression_takes_what_stays_at_home(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east"))
    target = select(GridNode.id).where(GridNode.code == "w1").scalar_subquery()
    scope.db.execute(scope.update(Sample, {"grid_id": target}))
    assert names(scope) == EAST


def test_insert_from_adds_only_where_one_may(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east"))
    source = select(GridNode.id, GridNode.code).where(GridNode.code.in_(["e1", "w1"]))
    scope.db.execute(scope.insert_from(Sample, ["grid_id", "name"], source))
    scope.db.commit()
    added = set(names(deployment.scope(at("city")))) - set(ALL)
    assert added == {"e1"}


def test_copy_refuses_a_table_that_stands_in_grids(deployment: Deployment, at: At) -> None:
    table: Any = Sample.__table__
    with pytest.raises(Forbidden):
        copy_rows(deployment.scope(at("city")), table, ["name"], [("x",)])


def test_require_speaks_of_a_node_or_the_whole_city(deployment: Deployment, at: At) -> None:
    scope = deployment.scope(at("east"))
    scope.require(EDIT, deployment.nodes["e1"])
    for node in (deployment.nodes["w1"], None):
        with pytest.raises(Forbidden):
            scope.require(EDIT, node)
