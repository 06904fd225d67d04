"""A person sees the tree below their posts, and of what leads there the names alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from gridhall.access import Grant, Principal
from gridhall.errors import NotFound
from gridhall.services import tree, tree_pages
from gridhall.services.tree_import import import_nodes

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall.access import Scope

CITY = """\
code,name,parent_code,level
N,North,,city
N1,Upper,N,county
N2,Lower,N,county
N11,Mill,N1,town
N12,Ford,N1,town
N111,Mill hill,N11,village
N112,Mill pond,N11,village
N1111,Hill grid 1,N111,grid
N1112,Hill grid 2,N111,grid
N21,Weir_x,N2,town
"""
VIEW = frozenset({"core.tree_view"})


@pytest.fixture
def at(scope: Scope) -> Callable[..., Scope]:
    """The scope of somebody with posts at these nodes."""
    import_nodes(scope, CITY.encode())

    def opened(*codes: str, permissions: frozenset[str] = VIEW) -> Scope:
        grants = tuple(Grant(tree.by_code(scope, code).id, permissions) for code in codes)
        return replace(scope, principal=Principal("somebody", grants))

    return opened


def node(scope: Scope, code: str) -> int:
    return tree.by_code(scope, code).id


def test_a_node_shows_itself_its_children_and_what_is_above(at: Callable[..., Scope]) -> None:
    scope = at("N")
    page = tree_pages.node_page(scope, node(scope, "N1"))
    assert (page.code, page.name, page.level, page.within) == ("N1", "Upper", "county", True)
    assert page.counts == {"town": 2, "village": 2, "grid": 2}
    assert [crumb.name for crumb in page.crumbs] == ["North"]
    assert [(child.code, child.name, child.within, child.counts) for child in page.children] == [
        ("N11", "Mill", True, {"village": 2, "grid": 2}),
        ("N12", "Ford", True, {}),
    ]


def test_above_ones_posts_only_names_that_lead_there_are_seen(at: Callable[..., Scope]) -> None:
    scope = at("N111", "N12")
    page = tree_pages.node_page(scope, node(scope, "N1"))
    assert (page.code, page.name, page.within, page.counts, page.boundary) == ("", "Upper", False, {}, None)
    assert [(child.code, child.name, child.within, child.counts) for child in page.children] == [
        ("", "Mill", False, {}),
        ("N12", "Ford", True, {}),
    ]
    mill = tree_pages.node_page(scope, node(scope, "N11"))
    assert [(child.code, child.counts) for child in mill.children] == [("N111", {"grid": 2})]
    top = tree_pages.node_page(scope, node(scope, "N"))
    assert [child.name for child in top.children] == ["Upper"]


@pytest.mark.parametrize("code", ["N2", "N21", "N112"])
def test_what_lies_elsewhere_is_not_found(at: Callable[..., Scope], code: str) -> None:
    scope = at("N111", "N12")
    with pytest.raises(NotFound):
        tree_pages.node_page(scope, node(scope, code))


def test_another_right_shows_nothing(at: Callable[..., Scope]) -> None:
    scope = at("N", permissions=frozenset({"core.staff_view"}))
    with pytest.raises(NotFound):
        tree_pages.node_page(scope, node(scope, "N"))
    assert (tree_pages.search(scope, "Mill").hits, tree_pages.start(scope)) == ((), None)


def test_the_tree_opens_where_ones_posts_meet(at: Callable[..., Scope], scope: Scope) -> None:
    opened = {
        codes: tree_pages.start(at(*codes))
        for codes in [("N111",), ("N111", "N112"), ("N1111", "N12"), ("N21", "N1")]
    }
    assert opened == {
        ("N111",): node(scope, "N111"),
        ("N111", "N112"): node(scope, "N11"),
        ("N1111", "N12"): node(scope, "N1"),
        ("N21", "N1"): node(scope, "N"),
    }
    assert tree_pages.start(scope) == node(scope, "N")


def test_an_empty_tree_opens_nowhere(scope: Scope) -> None:
    assert tree_pages.start(scope) is None


def found(scope: Scope, text: str) -> list[str]:
    return [hit.code for hit in tree_pages.search(scope, text).hits]


def test_search_finds_parts_of_names_and_beginnings_of_codes(at: Callable[..., Scope]) -> None:
    whole, hill = at("N"), at("N111")
    assert found(whole, " mill ") == ["N11", "N111", "N112"]
    assert found(hill, "mill") == ["N111"]
    assert found(whole, "n111") == ["N111", "N1111", "N1112"]
    assert found(whole, "r_x") == ["N21"]
    assert found(whole, "_") == ["N21"]
    assert found(whole, "%") == []
    assert found(whole, " ") == []


def test_search_says_where_a_node_stands_and_that_there_is_more(at: Callable[..., Scope]) -> None:
    page = tree_pages.search(at("N"), "grid", limit=1)
    assert (page.more, [[crumb.name for crumb in hit.crumbs] for hit in page.hits]) == (
        True,
        [["North", "Upper", "Mill", "Mill hill"]],
    )
    assert not tree_pages.search(at("N"), "grid", limit=2).more


def test_a_closed_node_leaves_lists_and_search_and_stays_for_the_whole_city(
    at: Callable[..., Scope], scope: Scope
) -> None:
    closed = tree.by_code(scope, "N112")
    tree.close(scope, closed)
    assert found(at("N"), "pond") == []
    mill = tree_pages.node_page(at("N"), node(scope, "N11"))
    assert ([child.code for child in mill.children], mill.counts) == (["N111"], {"village": 1, "grid": 2})
    page = tree_pages.node_page(scope, closed.id)
    assert (page.until, [crumb.name for crumb in page.crumbs]) == (scope.today, ["North", "Upper", "Mill"])


def test_queries_do_not_grow_with_nodes(at: Callable[..., Scope], scope: Scope) -> None:
    def queries(look: Callable[[], object]) -> int:
        seen: list[str] = []
        engine = scope.db.connection()
        event.listen(engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
        look()
        return len(seen)

    small, text = at("N12"), at("N")
    ford, top = node(scope, "N12"), node(scope, "N")
    few = queries(lambda: tree_pages.node_page(small, ford))
    rows = "".join(f"N2{i},Place {i},N2,town\n" for i in range(2, 60))
    import_nodes(scope, f"code,name,parent_code,level\n{rows}".encode())
    assert queries(lambda: tree_pages.node_page(text, top)) == few
    assert queries(lambda: tree_pages.search(text, "place")) == queries(
        lambda: tree_pages.search(text, "ford")
    )
