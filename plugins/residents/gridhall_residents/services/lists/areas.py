"""The parts of the tree as lists name them: where a record stands, and which parts can be chosen."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from gridhall.access import Scope
from gridhall.errors import NotFound
from gridhall.models import GridClosure, GridNode
from gridhall_residents import permissions
from gridhall_residents.words import _

from .ids import among


@dataclass(frozen=True)
class Place:
    """Where a record stands."""

    id: int
    name: str
    above: str | None
    """The name of the node right above."""

    @property
    def title(self) -> str:
        """Its name after that of the node above it."""
        return f"{self.above} › {self.name}" if self.above else self.name


@dataclass(frozen=True)
class Area:
    """A node that a list can be narrowed to, or that counts are told of."""

    id: int
    name: str
    level: str
    """A key of the city's levels."""
    within: bool
    """It stands below one of one's posts; otherwise it only leads there."""


@dataclass(frozen=True)
class Surroundings:
    """A node with the way to it and what stands right below it, as far as one's posts reach."""

    above: tuple[Area, ...]
    """From the top down, the node itself left out."""
    here: Area
    below: tuple[Area, ...]
    """In the order of their codes."""
    beside: tuple[Area, ...] = ()
    """Where nothing stands below it: what stands below the same node as it does, itself too."""


def places(scope: Scope, node_ids: Collection[int]) -> dict[int, Place]:
    """The names of the nodes that some records stand in, by id."""
    above = aliased(GridNode)
    query = scope.select(GridNode.id, GridNode.name, above.name).outerjoin(
        above, above.id == GridNode.parent_id
    )
    return {row[0]: Place(*row) for row in scope.db.execute(query.where(among(GridNode.id, node_ids)))}


def surroundings(scope: Scope, node_id: int | None) -> Surroundings:
    """A node, or (None) where one's area begins.

    :raises NotFound: there is no such node, it neither stands below one's posts nor leads to one, or one has
        no post at all
    """
    here = _start(scope) if node_id is None else node_id
    way = [] if here is None else _way_to(scope, here)
    if not way:
        raise NotFound(_("There is no such area, or it lies outside your posts."))
    *above, last = way
    below = _right_below(scope, last.id)
    beside = _right_below(scope, above[-1].id) if above and not below else ()
    return Surroundings(tuple(above), last, below, beside)


def _way_to(scope: Scope, node_id: int) -> list[Area]:
    """The nodes above one, from the top, and itself; empty where it may not be known."""
    query = (
        _areas(scope)
        .join(GridClosure, GridClosure.ancestor_id == GridNode.id)
        .where(GridClosure.descendant_id == node_id, GridClosure.until.is_(None))
        .order_by(GridClosure.depth.desc())
    )
    found = [Area(*row) for row in scope.db.execute(query)]
    return found if found and found[-1].id == node_id else []


def _right_below(scope: Scope, node_id: int) -> tuple[Area, ...]:
    query = _areas(scope).where(GridNode.parent_id == node_id, GridNode.valid_until.is_(None))
    return tuple(Area(*row) for row in scope.db.execute(query.order_by(GridNode.code)))


def _areas(scope: Scope) -> Select[Any]:
    """The nodes that stand below the posts, or above one."""
    within = scope.covers(GridNode.id, permissions.VIEW)
    query = scope.select(GridNode.id, GridNode.name, GridNode.level, within)
    tops = scope.principal.tops(permissions.VIEW)
    if tops is None:
        return query
    leading = select(GridClosure.ancestor_id).where(
        GridClosure.descendant_id.in_(tops), GridClosure.until.is_(None)
    )
    return query.where(or_(within, GridNode.id.in_(leading)))


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
