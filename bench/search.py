"""How fast people are found by two characters of their names."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func

from gridhall.access import Scope
from gridhall_residents.models import Resident
from gridhall_residents.services.lists.people import named

from .ground import Ground
from .line import Line, side_by_side
from .raw import driver

BY_LIKE = "SELECT count(*) FROM residents_resident WHERE name_key LIKE %s AND deleted_at IS NULL"


def measure(ground: Ground) -> Iterator[Line]:
    """See the package."""
    city = ground.filled
    with city.scope() as scope:
        for kind, part in parts(scope):
            yield _line(scope, kind, part)


def parts(scope: Scope) -> Iterator[tuple[str, str]]:
    """Two characters that many names have, and two that few have."""
    names = scope.db.scalars(scope.select(Resident.name_key).order_by(Resident.id).limit(20_000))
    ranked = Counter(name[-2:] for name in names if len(name) > 2).most_common()
    yield "frequent", ranked[0][0]
    yield "rare", ranked[-1][0]


def _line(scope: Scope, kind: str, part: str) -> Line:
    query = scope.select(func.count()).select_from(Resident)
    query = query.where(named(part), Resident.deleted_at.is_(None))

    def ours() -> int:
        return scope.db.scalar(query) or 0

    def by_like() -> int:
        found = driver(scope.db.connection()).execute(BY_LIKE, [f"%{part}%"]).fetchone()
        return found[0] if found else 0

    count = ours()
    assert count == by_like() > 0
    return Line(
        f"{count:,} people by a {kind} part of the name", *side_by_side(ours, by_like), "LIKE", unit="ms"
    )
