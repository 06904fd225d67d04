"""The list of homes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, false, func, select

from gridhall.access import Scope
from gridhall_residents.models import Dwelling, Household, Resident
from gridhall_residents.services.ages import UNKNOWN

from .areas import Place, places
from .filters import LIVED_IN, VACANT, HomesFilter
from .homes_of import there
from .ids import among
from .listing import Listing, coded
from .reading import Reading, as_identity


@dataclass(frozen=True)
class HomeLine:
    """A home in the list."""

    id: int
    code: str
    address: str | None
    use: str | None
    area_m2: Decimal | None
    """Floor area in square metres."""
    owner_name: str | None
    place: Place
    households: int
    people: int
    deleted_at: datetime | None
    deleted_reason: str | None


class HomesList(Listing[HomesFilter, HomeLine]):
    """Homes, by their codes."""

    model = Dwelling
    reads = (Reading.IDENTITY, Reading.CODE, Reading.NAME, Reading.ADDRESS)

    def columns(self) -> tuple[Any, ...]:
        """See :class:`HomeLine`."""
        return (
            Dwelling.id,
            Dwelling.code,
            Dwelling.address,
            Dwelling.use,
            Dwelling.area_m2,
            Dwelling.owner_name,
            Dwelling.grid_id,
            Dwelling.deleted_at,
            Dwelling.deleted_reason,
        )

    def order(self) -> tuple[Any, ...]:
        """As the index of codes has them."""
        return Dwelling.code, Dwelling.id

    def narrowed(self, scope: Scope, chosen: HomesFilter) -> list[ColumnElement[bool]]:
        """Use, and whether somebody lives there."""
        found: list[ColumnElement[bool]] = []
        if chosen.use is not None:
            found.append(Dwelling.use.is_(None) if chosen.use == UNKNOWN else Dwelling.use == chosen.use)
        if chosen.state is None:
            return found
        lives = select(Household.id).where(Household.dwelling_id == Dwelling.id, *there(scope, Household))
        if chosen.state == LIVED_IN:
            return [*found, lives.exists()]
        said_vacant = Dwelling.use.is_not_distinct_from("vacant")
        return [*found, ~lives.exists(), said_vacant if chosen.state == VACANT else ~said_vacant]

    def matching(self, scope: Scope, chosen: HomesFilter) -> ColumnElement[bool]:
        """Whether a home is meant by what was typed; a name and a number are its owner's."""
        text = chosen.text
        match chosen.reading:
            case Reading.NAME:
                return Dwelling.owner_name.icontains(text, autoescape=True)
            case Reading.ADDRESS:
                return Dwelling.address.icontains(text, autoescape=True)
            case Reading.CODE:
                own = select(Dwelling.id).where(coded(Dwelling.code, text), self.kept(chosen))
                lives = select(Household.dwelling_id).where(
                    coded(Household.code, text), *there(scope, Household)
                )
                return Dwelling.id.in_(own.union(lives))
        identity = as_identity(text, scope.today)
        if identity is None:
            return false()
        return Dwelling.owner_identity_ix == scope.keys.blind_index("identity", identity)

    def lines(self, scope: Scope, rows: Sequence[Any], *, also: str | None) -> list[HomeLine]:
        """With who lives there and the names of the areas: two queries."""
        inhabitants = _inhabitants(scope, [row.id for row in rows], also)
        names = places(scope, {row.grid_id for row in rows})
        return [
            HomeLine(
                id=row.id,
                code=row.code,
                address=row.address,
                use=row.use,
                area_m2=row.area_m2,
                owner_name=row.owner_name,
                place=names[row.grid_id],
                households=inhabitants.get(row.id, (0, 0))[0],
                people=inhabitants.get(row.id, (0, 0))[1],
                deleted_at=row.deleted_at,
                deleted_reason=row.deleted_reason,
            )
            for row in rows
        ]


HOMES = HomesList()


def _inhabitants(scope: Scope, dwelling_ids: Collection[int], also: str | None) -> dict[int, tuple[int, int]]:
    """How many households and people live in each home, by its id."""
    people = (Resident.household_id == Household.id) & there(scope, Resident)[0]
    if also is not None:
        people &= scope.covers(Resident.grid_id, also)
    query = (
        scope.select(Household.dwelling_id, func.count(Household.id.distinct()), func.count(Resident.id))
        .outerjoin(Resident, people)
        .where(among(Household.dwelling_id, dwelling_ids), *there(scope, Household, also))
        .group_by(Household.dwelling_id)
    )
    return {dwelling_id: (households, n) for dwelling_id, households, n in scope.db.execute(query)}
