"""What the pages of the tree show: a node with what stands below it, and search.

A person sees the nodes below their posts, and of those above them on the way to the top the name alone.
Each page takes a fixed number of queries, however many nodes there are.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import aliased

from gridhall.access import Scope
from gridhall.errors import NotFound
from gridhall.models import GridClosure, GridNode
from gridhall.services.permissions import TREE_VIEW
from gridhall.words import Domain

_ = Domain("gridhall")

MOST_HITS = 50


@dataclass(frozen=True)
class Crumb:
    """A node above the one that is shown."""

    id: int
    name: str
    level: str
    """A key of the city's levels."""


@dataclass(frozen=True)
class Child:
    """A node right below the one that is shown."""

    id: int
    code: str
    """"" unless it is ``within``."""
    name: str
    level: str
    type: str
    within: bool
    """It stands below one of the person's posts; otherwise it only leads there."""
    counts: dict[str, int]
    """How many nodes stand below it, by level; empty unless it is ``within``."""


@dataclass(frozen=True)
class NodePage:
    """A node."""

    id: int
    code: str
    """"" unless it is ``within``."""
    name: str
    level: str
    type: str
    boundary: dict[str, Any] | None
    """GeoJSON; None also unless it is ``within``."""
    since: date
    until: date | None
    """The first day on which it is no longer; None while it stands."""
    within: bool
    """It stands below one of the person's posts; otherwise it only leads there."""
    counts: dict[str, int]
    """How many nodes stand below it, by level; empty unless it is ``within``."""
    crumbs: tuple[Crumb, ...]
    """From the top down to the one right above it."""
    children: tuple[Child, ...]
    """In the order of their codes; where not ``within``, those that lead to the person's posts."""


@dataclass(frozen=True)
class Hit:
    """A node that a search found."""

    id: int
    code: str
    name: str
    level: str
    crumbs: tuple[Crumb, ...]
    """From the top down to the one right above it."""


@dataclass(frozen=True)
class SearchPage:
    """What a search found."""

    text: str
    hits: tuple[Hit, ...]
    more: bool
    """There are more than are shown: the words should be longer."""


def start(scope: Scope) -> int | None:
    """The node that the tree opens at: the lowest that all of the person's posts stand below.

    None where the tree is empty, or the person has no post in it.
    """
    tops = scope.principal.tops(TREE_VIEW)
    if tops is None:
        top: int | None = scope.db.scalar(
            scope.select(GridNode.id).where(GridNode.parent_id.is_(None), GridNode.valid_until.is_(None))
        )
        return top
    common: int | None = scope.db.scalar(
        scope.select(GridClosure.ancestor_id)
        .where(GridClosure.descendant_id.in_(tops), GridClosure.until.is_(None))
        .group_by(GridClosure.ancestor_id)
        .having(func.count() == len(tops))
        .order_by(func.sum(GridClosure.depth))
        .limit(1)
    )
    return common


def node_page(scope: Scope, node_id: int) -> NodePage:
    """A node as this person may see it.

    :raises NotFound: there is none, or it neither stands below one of their posts nor leads to one
    """
    within = scope.covers(GridNode.id, TREE_VIEW)
    query = scope.select(GridNode, within).where(GridNode.id == node_id, or_(within, _leads(scope)))
    row = scope.db.execute(query).one_or_none()
    if row is None:
        raise NotFound(_("There is no such area, or it lies outside your posts."))
    node, inside = row
    itself = select(GridNode.id).where(GridNode.id == node_id, within)
    return NodePage(
        id=node.id,
        code=node.code if inside else "",
        name=node.name,
        level=node.level,
        type=node.type,
        boundary=node.boundary if inside else None,
        since=node.valid_since,
        until=node.valid_until,
        within=inside,
        counts=_counts(scope, itself).get(node_id, {}),
        crumbs=_crumbs(scope, [node.id], until=node.valid_until).get(node.id, ()),
        children=_children(scope, node_id),
    )


def search(scope: Scope, text: str, *, limit: int = MOST_HITS) -> SearchPage:
    """Find open nodes below the person's posts by a part of the name, or the beginning of the code."""
    text = " ".join(text.split())
    if not text:
        return SearchPage(text, (), more=False)
    query = (
        scope.select(GridNode.id, GridNode.code, GridNode.name, GridNode.level)
        .where(
            or_(
                GridNode.name.icontains(text, autoescape=True),
                GridNode.code.istartswith(text, autoescape=True),
            ),
            GridNode.valid_until.is_(None),
            scope.covers(GridNode.id, TREE_VIEW),
        )
        .order_by(func.length(GridNode.code), GridNode.code)
        .limit(limit + 1)
    )
    rows = scope.db.execute(query).all()
    crumbs = _crumbs(scope, [row.id for row in rows[:limit]])
    hits = tuple(Hit(row.id, row.code, row.name, row.level, crumbs.get(row.id, ())) for row in rows[:limit])
    return SearchPage(text, hits, more=len(rows) > limit)


def _leads(scope: Scope) -> ColumnElement[bool]:
    """Whether a node stands above one of the person's posts."""
    tops = scope.principal.tops(TREE_VIEW)
    if tops is None:
        return true()
    above = select(GridClosure.ancestor_id).where(
        GridClosure.descendant_id.in_(tops), GridClosure.until.is_(None)
    )
    return GridNode.id.in_(above)


def _children(scope: Scope, node_id: int) -> tuple[Child, ...]:
    below = (GridNode.parent_id == node_id, GridNode.valid_until.is_(None))
    within = scope.covers(GridNode.id, TREE_VIEW)
    counts = _counts(scope, select(GridNode.id).where(*below, within))
    columns = (
        GridNode.id,
        GridNode.code,
        GridNode.name,
        GridNode.level,
        GridNode.type,
        within.label("inside"),
    )
    rows = scope.db.execute(
        scope.select(*columns).where(*below, or_(within, _leads(scope))).order_by(GridNode.code)
    )
    return tuple(
        Child(
            row.id,
            row.code if row.inside else "",
            row.name,
            row.level,
            row.type,
            row.inside,
            counts.get(row.id, {}),
        )
        for row in rows
    )


def _counts(scope: Scope, nodes: Select[Any]) -> dict[int, dict[str, int]]:
    """How many nodes stand below each of these, by level."""
    counted = (
        scope.select(GridClosure.ancestor_id, GridNode.level, func.count())
        .join(GridNode, GridNode.id == GridClosure.descendant_id)
        .where(GridClosure.ancestor_id.in_(nodes), GridClosure.depth > 0, GridClosure.until.is_(None))
        .group_by(GridClosure.ancestor_id, GridNode.level)
    )
    found: dict[int, dict[str, int]] = {}
    for node_id, level, n in scope.db.execute(counted):
        found.setdefault(node_id, {})[level] = n
    return found


def _crumbs(scope: Scope, node_ids: list[int], *, until: date | None = None) -> dict[int, tuple[Crumb, ...]]:
    """The nodes above each of these, from the top.

    :param until: None for open nodes; for a closed one when that was
    """
    above = aliased(GridNode)
    rows = scope.db.execute(
        scope.select(GridClosure.descendant_id, above.id, above.name, above.level)
        .join(above, above.id == GridClosure.ancestor_id)
        .where(
            GridClosure.descendant_id.in_(node_ids),
            GridClosure.depth > 0,
            GridClosure.until.is_not_distinct_from(until),
        )
        .order_by(GridClosure.depth.desc())
    )
    found: dict[int, tuple[Crumb, ...]] = {}
    for node_id, *crumb in rows:
        found[node_id] = (*found.get(node_id, ()), Crumb(*crumb))
    return found
