"""The parts of the tree as lists name them: where a record stands, and which parts can be chosen."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import aliased

from gridhall.access import Scope
from gridhall.errors import NotFound
from gridhall.models import GridClosure, GridNode
from gridhall_residents import permissions
from gridhall_residents.words import _


@dataclass(frozen=True)
class Place:
    """Where a record stands."""

    id: int
    name: str
    above: str | None
    """The name of the node right above."""


@dataclass(frozen=True)
class Area:
    """A node that a list can be narrowed to, or that counts are told of."""

    id: int
    name: str
    level: str
    """A key of the city's levels."""
    depth: int = 0
    """How far below the first of the nodes that it is told with."""


@dataclass(frozen=True)
class Surroundings:
    """A node with the way to it and what stands right below it, as far as one's posts reach."""

    above: tuple[Area, ...]
    """From the top down, the node itself left out."""
    here: Area
    below: tuple[Area, ...]
    """In the order of their codes."""


def places(scope: Scope, node_ids: Collection[int]) -> dict[int, Place]:
    """The names of the nodes that some records stand in, by id."""
    if not node_ids:
        return {}
    above = aliased(GridNode)
    query = scope.select(GridNode.id, GridNode.name, above.name).outerjoin(
        above, above.id == GridNode.parent_id
    )
    return {row[0]: Place(*row) for row in scope.db.execute(query.where(GridNode.id.in_(node_ids)))}


def surroundings(scope: Scope, node_id: int | None) -> Surroundings | None:
    """A node, or where one's area begins; None where one has no area, or there is no tree.

    :raises NotFound: there is no such node, or it neither stands below one's posts nor leads to one
    """
    here = _start(scope) if node_id is None else node_id
    if here is None:
        return None
    up = (
        scope.select(GridNode.id, GridNode.name, GridNode.level)
        .join(GridClosure, GridClosure.ancestor_id == GridNode.id)
        .where(GridClosure.descendant_id == here, GridClosure.until.is_(None), _known(scope))
        .order_by(GridClosure.depth.desc())
    )
    down = (
        scope.select(GridNode.id, GridNode.name, GridNode.level)
        .where(GridNode.parent_id == here, GridNode.valid_until.is_(None), _known(scope))
        .order_by(GridNode.code)
    )
    above = [Area(row.id, row.name, row.level, depth) for depth, row in enumerate(scope.db.execute(up))]
    if not above or above[-1].id != here:
        raise NotFound(_("There is no such area, or it lies outside your posts."))
    below = tuple(Area(row.id, row.name, row.level, len(above)) for row in scope.db.execute(down))
    return Surroundings(tuple(above[:-1]), above[-1], below)


def _start(scope: Scope) -> int | None:
    """The lowest node that all of one's posts stand at or below."""
    tops = scope.principal.tops(permissions.VIEW)
    if tops is None:
        root: int | None = scope.db.scalar(
            scope.select(GridNode.id).where(GridNode.parent_id.is_(None), GridNode.valid_until.is_(None))
        )
        return root
    open_tops = (GridClosure.descendant_id.in_(tops), GridClosure.until.is_(None))
    how_many = select(func.count()).where(*open_tops, GridClosure.depth == 0).scalar_subquery()
    common: int | None = scope.db.scalar(
        scope.select(GridClosure.ancestor_id)
        .where(*open_tops)
        .group_by(GridClosure.ancestor_id)
        .having(func.count() == how_many)
        .order_by(func.sum(GridClosure.depth))
        .limit(1)
    )
    return common


def _known(scope: Scope) -> ColumnElement[bool]:
    """Whether a node stands below one of the posts, or above one."""
    tops = scope.principal.tops(permissions.VIEW)
    if tops is None:
        return true()
    leading = select(GridClosure.ancestor_id).where(
        GridClosure.descendant_id.in_(tops), GridClosure.until.is_(None)
    )
    return or_(scope.covers(GridNode.id, permissions.VIEW), GridNode.id.in_(leading))
