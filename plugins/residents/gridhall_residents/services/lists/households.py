"""The list of households."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from gridhall.access import Scope
from gridhall_residents.models import Dwelling, Household, Resident

from .areas import Place, places
from .filters import YES, HouseholdsFilter
from .homes_of import households_in, there
from .ids import among
from .listing import Listing, coded
from .people import named
from .reading import Reading


@dataclass(frozen=True)
class HouseholdLine:
    """A household in the list."""

    id: int
    code: str
    head: str | None
    """The name of its head; None where nobody is said to be that."""
    people: int
    dwelling_id: int | None
    dwelling_code: str | None
    """Of the home; as reported, where the city knows none of that code."""
    address: str | None
    place: Place
    deleted_at: datetime | None
    deleted_reason: str | None

    @property
    def lives_at(self) -> str | None:
        """What the home is known by: its address, else its code."""
        return self.address or self.dwelling_code


class HouseholdsList(Listing[HouseholdsFilter, HouseholdLine]):
    """Households, by their codes."""

    model = Household
    reads = (Reading.CODE, Reading.NAME, Reading.ADDRESS)

    def columns(self) -> tuple[Any, ...]:
        """See :class:`HouseholdLine`."""
        return (
            Household.id,
            Household.code,
            Household.dwelling_id,
            Household.dwelling_code,
            Household.grid_id,
            Household.deleted_at,
            Household.deleted_reason,
        )

    def order(self) -> tuple[Any, ...]:
        """As the index of codes has them."""
        return Household.code, Household.id

    def narrowed(self, scope: Scope, chosen: HouseholdsFilter) -> list[ColumnElement[bool]]:
        """Whether they live in a home that one can open."""
        if chosen.home is None:
            return []
        home = select(Dwelling.id).where(Dwelling.id == Household.dwelling_id, *there(scope, Dwelling))
        return [home.exists() if chosen.home == YES else ~home.exists()]

    def matching(self, scope: Scope, chosen: HouseholdsFilter) -> ColumnElement[bool]:
        """Whether a household is meant by what was typed; a name is that of a member."""
        text = chosen.text
        match chosen.reading:
            case Reading.NAME:
                members = select(Resident.household_id).where(named(text), *there(scope, Resident))
                return Household.id.in_(members)
            case Reading.ADDRESS:
                return Household.id.in_(households_in(Dwelling.address.icontains(text, autoescape=True)))
        own = select(Household.id).where(coded(Household.code, text), self.kept(chosen))
        return Household.id.in_(own.union(households_in(coded(Dwelling.code, text))))

    def lines(self, scope: Scope, rows: Sequence[Any], *, also: str | None) -> list[HouseholdLine]:
        """With members, homes and the names of the areas: three queries."""
        members = _members(scope, [row.id for row in rows], also)
        homes = _homes(scope, {row.dwelling_id for row in rows}, also)
        names = places(scope, {row.grid_id for row in rows})
        found = []
        for row in rows:
            home = homes.get(row.dwelling_id)
            people, head = members.get(row.id, (0, None))
            found.append(
                HouseholdLine(
                    id=row.id,
                    code=row.code,
                    head=head,
                    people=people,
                    dwelling_id=home and home[0],
                    dwelling_code=home[1] if home else row.dwelling_code,
                    address=home and home[2],
                    place=names[row.grid_id],
                    deleted_at=row.deleted_at,
                    deleted_reason=row.deleted_reason,
                )
            )
        return found


HOUSEHOLDS = HouseholdsList()


def _members(
    scope: Scope, household_ids: Collection[int], also: str | None
) -> dict[int, tuple[int, str | None]]:
    """How many people, and the name of the head, by the household's id."""
    head = func.min(Resident.name).filter(Resident.relation == "head")
    query = (
        scope.select(Resident.household_id, func.count(), head)
        .where(among(Resident.household_id, household_ids), *there(scope, Resident, also))
        .group_by(Resident.household_id)
    )
    return {household_id: (n, name) for household_id, n, name in scope.db.execute(query)}


def _homes(
    scope: Scope, dwelling_ids: Collection[int | None], also: str | None
) -> dict[int, tuple[int, str, str | None]]:
    """Id, code and address of homes, by id."""
    query = scope.select(Dwelling.id, Dwelling.code, Dwelling.address).where(
        and_(among(Dwelling.id, dwelling_ids), *there(scope, Dwelling, also))
    )
    return {row[0]: (row[0], row[1], row[2]) for row in scope.db.execute(query)}
