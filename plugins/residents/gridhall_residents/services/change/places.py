"""Where staff may put a record.

That is an open node within their posts, of the level that files name or of one below it.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import aliased

from gridhall.access import Scope
from gridhall.errors import Invalid
from gridhall.models import GridNode
from gridhall_residents import permissions
from gridhall_residents.settings import village_level
from gridhall_residents.words import _

FEW = 40
"""So many are offered without a search."""


@dataclass(frozen=True)
class Place:
    """A node that may be chosen."""

    id: int
    name: str
    above: str | None
    """The name of the node above it."""
    code: str

    @property
    def title(self) -> str:
        """Its name after that of the node above it."""
        return f"{self.above} › {self.name}" if self.above else self.name


def few(scope: Scope) -> list[Place] | None:
    """All places, by code; None: too many to be offered without a search."""
    found = _find(scope, FEW + 1)
    return found if len(found) <= FEW else None


def search(scope: Scope, words: str, *, limit: int = 20) -> list[Place]:
    """Places by a part of their name, or of the name above, or by the beginning of the code."""
    words = " ".join(words.split())
    above = aliased(GridNode)
    named = or_(
        GridNode.name.icontains(words, autoescape=True),
        GridNode.code.istartswith(words, autoescape=True),
        GridNode.parent_id.in_(
            scope.select(above.id).where(above.name.icontains(words, autoescape=True)).scalar_subquery()
        ),
    )
    return _find(scope, limit, named) if words else []


def get(scope: Scope, node_id: int) -> Place | None:
    """A place by its id; None: it may not be chosen."""
    return next(iter(_find(scope, 1, GridNode.id == node_id)), None)


def require(scope: Scope, given: str) -> int:
    """The id of the place that was chosen in a form.

    :raises Invalid: none was chosen, or one that lies outside one's posts
    """
    if not given:
        raise Invalid(_("Choose the grid."), field="place")
    is_id = given.isascii() and given.isdigit() and len(given) < len("2147483647")
    if not is_id or get(scope, int(given)) is None:
        raise Invalid(_("Choose a grid of your own area."), field="place")
    return int(given)


def _find(scope: Scope, limit: int, *conditions: ColumnElement[bool]) -> list[Place]:
    keys = [level.key for level in scope.city.tenant.levels]
    above = aliased(GridNode)
    query = (
        scope.select(GridNode.id, GridNode.name, above.name, GridNode.code)
        .outerjoin(above, above.id == GridNode.parent_id)
        .where(
            GridNode.level.in_(keys[keys.index(village_level(scope.city)) :]),
            or_(GridNode.valid_until.is_(None), GridNode.valid_until > scope.today),
            scope.covers(GridNode.id, permissions.EDIT),
            *conditions,
        )
        .order_by(func.length(GridNode.code).desc(), GridNode.code)
        .limit(limit)
    )
    return [Place(*row) for row in scope.db.execute(query)]
