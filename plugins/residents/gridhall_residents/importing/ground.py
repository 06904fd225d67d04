"""The villages of the city, and where the one who imports may add and change records."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import InstrumentedAttribute

from gridhall.access import Scope
from gridhall.models import GridClosure, GridNode
from gridhall_residents import permissions
from gridhall_residents.files.villages import KnownVillages
from gridhall_residents.settings import village_level


@dataclass(frozen=True)
class Ground:
    """Where records can stand."""

    villages: KnownVillages
    """All of the city: a village elsewhere is not unknown."""
    own: frozenset[int]
    """Ids of those in which the importer may add and change records."""


def covers_all(scope: Scope) -> bool:
    """Whether the scope may import into the whole city."""
    return all(scope.principal.tops(each) is None for each in (permissions.EDIT, permissions.IMPORT))


def covered(scope: Scope, grid_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether the scope may import into a node."""
    return and_(scope.covers(grid_id, permissions.EDIT), scope.covers(grid_id, permissions.IMPORT))


def known_ground(scope: Scope) -> Ground:
    """The villages as they stand today."""
    columns = (GridNode.id, GridNode.code, GridNode.name, covered(scope, GridNode.id).label("own"))
    today = or_(GridNode.valid_until.is_(None), GridNode.valid_until > scope.today)
    level = village_level(scope.city)
    found = scope.db.execute(scope.select(*columns).where(GridNode.level == level, today)).all()
    return Ground(
        KnownVillages.of((row.id, row.code, row.name) for row in found),
        frozenset(row.id for row in found if row.own),
    )


def area_of(scope: Scope) -> int | None:
    """The smallest node that covers every place into which the scope may import; None: the whole city."""
    tops = scope.principal.tops(permissions.IMPORT)
    if not tops:
        return None
    common = (
        scope.select(GridClosure.ancestor_id)
        .where(GridClosure.descendant_id.in_(tops), GridClosure.until.is_(None))
        .group_by(GridClosure.ancestor_id)
        .having(func.count() == len(tops))
        .order_by(func.sum(GridClosure.depth))
        .limit(1)
    )
    found: int | None = scope.db.scalar(common)
    return found
