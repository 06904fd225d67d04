"""The list of people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select

from gridhall.access import Scope
from gridhall_residents.models import Dwelling, Household, NameSuffix, Resident, ResidentCategory
from gridhall_residents.services import masking
from gridhall_residents.services.ages import BAND_OF_KEY, UNKNOWN
from gridhall_residents.settings import phone_country

from .areas import Place, places
from .filters import YES, PeopleFilter
from .homes_of import HomeOf, homes_of, households_in
from .ids import among
from .listing import Listing, coded
from .reading import SHORTEST, Reading, as_identity, as_phone, name_parts

_LAST = "\U0010ffff"
"""Stands after every character that a name can have."""


@dataclass(frozen=True)
class PersonLine:
    """A person in the list."""

    id: int
    name: str
    sex: str | None
    birth_date: date | None
    identity: str | None
    """Masked; None: not confirmed."""
    phone: str | None
    """Masked."""
    household_id: int | None
    address: str | None
    """As said of the person; that of the home is the home's."""
    place: Place
    categories: tuple[str, ...]
    home: HomeOf | None
    deleted_at: datetime | None
    deleted_reason: str | None

    @property
    def lives_at(self) -> str | None:
        """What the home is known by: its address, else the person's, else a code."""
        home = self.home
        if home is None:
            return self.address
        return home.address or self.address or home.dwelling_code or home.household_code


class PeopleList(Listing[PeopleFilter, PersonLine]):
    """People, by their names."""

    model = Resident
    reads = (Reading.IDENTITY, Reading.PHONE, Reading.CODE, Reading.NAME, Reading.ADDRESS)

    def columns(self) -> tuple[Any, ...]:
        """See :class:`PersonLine`."""
        return (
            Resident.id,
            Resident.name,
            Resident.sex,
            Resident.birth_date,
            Resident.identity_enc,
            Resident.phone_enc,
            Resident.household_id,
            Resident.address,
            Resident.grid_id,
            Resident.deleted_at,
            Resident.deleted_reason,
        )

    def order(self) -> tuple[Any, ...]:
        """As the index of names has them."""
        return Resident.name_key, Resident.birth_date, Resident.id

    def narrowed(self, scope: Scope, chosen: PeopleFilter) -> list[ColumnElement[bool]]:
        """Category, sex, age, and whether there is an identity number."""
        found: list[ColumnElement[bool]] = []
        if chosen.category is not None:
            members = select(ResidentCategory.resident_id).where(ResidentCategory.category == chosen.category)
            found.append(Resident.id.in_(members))
        if chosen.sex is not None:
            found.append(Resident.sex.is_(None) if chosen.sex == UNKNOWN else Resident.sex == chosen.sex)
        if chosen.age == UNKNOWN:
            found.append(Resident.birth_date.is_(None))
        elif chosen.age is not None:
            found.append(BAND_OF_KEY[chosen.age].holds(Resident.birth_date, scope.today))
        if chosen.confirmed is not None:
            found.append(Resident.confirmed.is_(chosen.confirmed == YES))
        return found

    def matching(self, scope: Scope, chosen: PeopleFilter) -> ColumnElement[bool]:
        """Whether a person is meant by what was typed."""
        text = chosen.text
        match chosen.reading:
            case Reading.NAME:
                return named(text)
            case Reading.ADDRESS:
                homes = households_in(Dwelling.address.icontains(text, autoescape=True))
                said = Resident.address.icontains(text, autoescape=True)
                return or_(said, Resident.household_id.in_(homes))
            case Reading.CODE:
                own = select(Household.id).where(coded(Household.code, text), Household.deleted_at.is_(None))
                homes = households_in(coded(Dwelling.code, text))
                return Resident.household_id.in_(own.union(homes))
            case Reading.PHONE:
                phone = as_phone(text, phone_country(scope.city))
                return (
                    false() if phone is None else Resident.phone_ix == scope.keys.blind_index("phone", phone)
                )
        identity = as_identity(text, scope.today)
        return (
            false()
            if identity is None
            else Resident.identity_ix == scope.keys.blind_index("identity", identity)
        )

    def lines(self, scope: Scope, rows: Sequence[Any], *, also: str | None) -> list[PersonLine]:
        """With the homes, the categories and the names of the areas: three queries."""
        homes = homes_of(scope, {row.household_id for row in rows}, also=also)
        categories = _categories(scope, [row.id for row in rows])
        names = places(scope, {row.grid_id for row in rows})
        return [
            PersonLine(
                id=row.id,
                name=row.name,
                sex=row.sex,
                birth_date=row.birth_date,
                identity=masking.identity(scope.keys, row.identity_enc),
                phone=masking.phone(scope.keys, row.phone_enc),
                household_id=row.household_id,
                address=row.address,
                place=names[row.grid_id],
                categories=categories.get(row.id, ()),
                home=homes.get(row.household_id),
                deleted_at=row.deleted_at,
                deleted_reason=row.deleted_reason,
            )
            for row in rows
        ]


PEOPLE = PeopleList()


def named(text: str) -> ColumnElement[bool]:
    """Whether a resident's name holds the text, or each of its words; one character is a whole name."""
    return and_(*(Resident.id.in_(_with_part(part)) for part in name_parts(text)))


def _with_part(part: str) -> Any:
    """Whose name holds a part: a range of the index, as ``LIKE 'part%'`` is, but for prepared plans too."""
    small = func.lower(part)
    found = select(NameSuffix.resident_id)
    if len(part) < SHORTEST:
        return found.where(NameSuffix.suffix == small)
    return found.where(NameSuffix.suffix >= small, NameSuffix.suffix < func.lower(literal(part + _LAST)))


def _categories(scope: Scope, resident_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The keys of the categories of each resident that has any, in the order of the alphabet."""
    query = (
        scope.select(ResidentCategory.resident_id, ResidentCategory.category)
        .where(among(ResidentCategory.resident_id, resident_ids))
        .order_by(ResidentCategory.category)
    )
    found: dict[int, tuple[str, ...]] = {}
    for resident_id, category in scope.db.execute(query):
        found[resident_id] = (*found.get(resident_id, ()), category)
    return found
