"""Nodes are added, renamed and closed; who stands below whom follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from gridhall.access import Grant, Principal
from gridhall.errors import Conflict, Forbidden, Invalid, NotFound
from gridhall.models import AuditEntry, GridClosure, GridNode, Post, Role, Staff
from gridhall.services import tree

if TYPE_CHECKING:
    from gridhall.access import Scope

BEGAN = date(2024, 3, 1)


@pytest.fixture
def top(scope: Scope) -> GridNode:
    return tree.add(scope, None, code="N", name="North", level="city", since=BEGAN)


@pytest.fixture
def village(scope: Scope, top: GridNode) -> GridNode:
    town = tree.add(scope, top, code="N1", name="Upper town", level="town", since=BEGAN)
    tree.add(scope, top, code="N2", name="Lower town", level="town", since=BEGAN)
    return tree.add(scope, town, code="N11", name="Mill", level="village", since=BEGAN)


def lines(scope: Scope) -> set[tuple[str, str, int, date, date | None]]:
    """The closure by codes: ancestor, descendant, depth, since, until."""
    codes = {node.id: node.code for node in scope.db.scalars(select(GridNode))}
    rows = scope.db.scalars(select(GridClosure).execution_options(populate_existing=True))
    return {
        (codes[row.ancestor_id], codes[row.descendant_id], row.depth, row.since, row.until) for row in rows
    }


def test_a_node_stands_below_all_above_it(scope: Scope, village: GridNode) -> None:
    assert village.code == "N11"
    assert lines(scope) == {
        ("N", "N", 0, BEGAN, None),
        ("N1", "N1", 0, BEGAN, None),
        ("N2", "N2", 0, BEGAN, None),
        ("N11", "N11", 0, BEGAN, None),
        ("N", "N1", 1, BEGAN, None),
        ("N", "N2", 1, BEGAN, None),
        ("N1", "N11", 1, BEGAN, None),
        ("N", "N11", 2, BEGAN, None),
    }


def test_a_node_begins_today_unless_told(scope: Scope, village: GridNode) -> None:
    grid = tree.add(scope, village, code="N111", name=" Fleet  of\tboats ", level="grid", type="dedicated")
    assert (grid.name, grid.type, grid.valid_since, grid.valid_until, grid.boundary) == (
        "Fleet of boats",
        "dedicated",
        scope.today,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"level": "city"}, Invalid),
        ({"level": "village"}, Invalid),
        ({"level": "street"}, Invalid),
        ({"name": " "}, Invalid),
        ({"name": "x" * 201}, Invalid),
        ({"code": ""}, Invalid),
        ({"code": "N 3"}, Invalid),
        ({"code": "x" * 65}, Invalid),
        ({"type": "huge"}, Invalid),
        ({"boundary": {"type": "Point"}}, Invalid),
        ({"since": BEGAN - timedelta(days=1)}, Invalid),
        ({"code": "N1"}, Conflict),
    ],
)
def test_what_does_not_fit_is_refused(
    scope: Scope, village: GridNode, values: dict[str, Any], error: type[Exception]
) -> None:
    good: dict[str, Any] = {"code": "N111", "name": "Grid 1", "level": "grid"}
    before = lines(scope)
    with pytest.raises(error):
        tree.add(scope, village, **{**good, **values})
    assert lines(scope) == before


def test_a_tree_has_one_top_of_the_highest_level(scope: Scope) -> None:
    with pytest.raises(Invalid):
        tree.add(scope, None, code="N", name="North", level="county")
    tree.add(scope, None, code="N", name="North", level="city")
    with pytest.raises(Conflict):
        tree.add(scope, None, code="S", name="South", level="city")


def test_renaming_keeps_the_old_name_in_the_log(scope: Scope, village: GridNode) -> None:
    tree.rename(scope, village, name="Old mill")
    last = scope.db.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert last is not None
    assert (tree.by_code(scope, "N11").name, last.action, last.detail) == (
        "Old mill",
        "core.tree_rename",
        {"old": "Mill", "new": "Old mill"},
    )


def test_type_and_boundary_change(scope: Scope, village: GridNode) -> None:
    ring = [[1, 1], [2, 1], [2, 2], [1, 1]]
    tree.change_type(scope, village, type="micro")
    tree.change_boundary(scope, village, boundary={"type": "Polygon", "coordinates": [ring]})
    scope.db.flush()
    scope.db.expire(village)
    assert (village.type, village.boundary) == ("micro", {"type": "Polygon", "coordinates": [ring]})
    tree.change_boundary(scope, village, boundary=None)
    assert village.boundary is None


def test_closing_ends_the_node_and_its_lines_and_nothing_else(scope: Scope, village: GridNode) -> None:
    tree.close(scope, village)
    assert village.valid_until == scope.today
    assert {line for line in lines(scope) if line[4]} == {
        ("N11", "N11", 0, BEGAN, scope.today),
        ("N1", "N11", 1, BEGAN, scope.today),
        ("N", "N11", 2, BEGAN, scope.today),
    }
    with pytest.raises(Conflict):
        tree.close(scope, village)
    with pytest.raises(Conflict):
        tree.add(scope, village, code="N111", name="Grid 1", level="grid")
    with pytest.raises(Conflict):
        tree.add(scope, tree.by_code(scope, "N1"), code="N11", name="Mill again", level="village")


def test_a_node_is_not_closed_before_what_stands_in_it(scope: Scope, village: GridNode) -> None:
    with pytest.raises(Conflict, match="Areas stand below Upper town still: 1"):
        tree.close(scope, tree.by_code(scope, "N1"))
    staff = Staff(name="Li")
    role = scope.db.scalars(select(Role).where(Role.key == "village_head")).one()
    scope.db.add(staff)
    scope.db.flush()
    post = Post(staff_id=staff.id, role_id=role.id, node_id=village.id, since=BEGAN)
    scope.db.add(post)
    scope.db.flush()
    with pytest.raises(Conflict, match="People hold posts in Mill still: 1"):
        tree.close(scope, village)
    post.until = scope.today
    tree.close(scope, village)
    assert village.valid_until == scope.today


def test_a_node_is_closed_neither_before_it_began_nor_tomorrow(scope: Scope, village: GridNode) -> None:
    for on in (BEGAN - timedelta(days=1), scope.today + timedelta(days=1)):
        with pytest.raises(Invalid):
            tree.close(scope, village, on=on)
    tree.close(scope, village, on=BEGAN)
    assert village.valid_until == BEGAN


def test_the_tree_is_changed_only_with_the_right_over_the_whole_city(scope: Scope, village: GridNode) -> None:
    head = Principal("head", (Grant(village.id, frozenset({"core.tree_edit"})),))
    theirs = replace(scope, principal=head)
    scope.db.principal = head
    with pytest.raises(Forbidden):
        tree.add(theirs, village, code="N111", name="Grid 1", level="grid")
    with pytest.raises(Forbidden):
        tree.rename(theirs, village, name="Mine")
    with pytest.raises(Forbidden):
        tree.close(theirs, village)
    assert (village.name, village.valid_until) == ("Mill", None)


def test_what_is_not_there_is_not_found(scope: Scope, top: GridNode) -> None:
    assert tree.by_id(scope, top.id) is top
    with pytest.raises(NotFound):
        tree.by_id(scope, top.id + 1000)
    with pytest.raises(NotFound):
        tree.by_code(scope, "N9")
