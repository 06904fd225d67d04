"""What it costs that the session narrows every query to the grids of one's posts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from psycopg import sql
from sqlalchemy import func

from gridhall.access import Scope
from gridhall_residents.models import Resident

from .ground import Ground
from .line import Line, side_by_side
from .raw import driver

ROLES = {"city": "city_leader", "town": "town_officer", "village": "village_head", "grid": "grid_worker_full"}
BY_HAND = {
    "city": sql.SQL(""),
    "town": sql.SQL(
        " AND grid_id IN (SELECT descendant_id FROM grid_closure"
        " WHERE ancestor_id = %(node)s AND until IS NULL)"
    ),
    "grid": sql.SQL(" AND grid_id = %(node)s"),
}
"""What somebody would write who knows at which level the post is."""
LIST = sql.SQL(
    "SELECT id, name, sex, birth_date, grid_id FROM residents_resident WHERE deleted_at IS NULL{}"
    " ORDER BY name_key, birth_date, id LIMIT 50"
)
COUNT = sql.SQL("SELECT count(*) FROM residents_resident WHERE deleted_at IS NULL{}")


def measure(ground: Ground) -> Iterator[Line]:
    """See the package."""
    city = ground.filled
    for level, role in ROLES.items():
        node = ground.first(city, level)
        login = city.staff(f"{level} person", role=role, at=node)
        with city.scope(login) as scope:
            pair = Pair(scope, BY_HAND[level if level != "village" else "town"], node.id)
            yield pair.line(f"list of 50 at a {level}", pair.listed, LIST)
            yield pair.line(f"count at a {level}", pair.counted, COUNT)


@dataclass(frozen=True)
class Pair:
    """The same question asked both ways, on one connection."""

    scope: Scope
    where: sql.SQL
    node_id: int

    def line(self, what: str, ours: Callable[[], list[Any]], statement: sql.SQL) -> Line:
        """Measure; both must answer the same."""
        text = statement.format(self.where)

        def by_hand() -> list[Any]:
            return driver(self.scope.db.connection()).execute(text, {"node": self.node_id}).fetchall()

        answer = ours()
        assert answer == by_hand()
        assert answer
        return Line(what, *side_by_side(ours, by_hand), "SQL by hand", unit="ms")

    def listed(self) -> list[Any]:
        """The first 50 people by name."""
        columns = (Resident.id, Resident.name, Resident.sex, Resident.birth_date, Resident.grid_id)
        query = self.scope.select(*columns).where(Resident.deleted_at.is_(None))
        order = (Resident.name_key, Resident.birth_date, Resident.id)
        return [tuple(row) for row in self.scope.db.execute(query.order_by(*order).limit(50))]

    def counted(self) -> list[Any]:
        """How many people."""
        query = self.scope.select(func.count()).select_from(Resident).where(Resident.deleted_at.is_(None))
        return [(self.scope.db.scalar(query),)]
