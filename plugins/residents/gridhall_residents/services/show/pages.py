"""A home, a household, a person: each with those it belongs together with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gridhall.access import Scope
from gridhall.errors import NotFound
from gridhall_residents.labels import RELATION
from gridhall_residents.models import Dwelling, Household, Resident
from gridhall_residents.words import _

from .shown import Shown, dress, rows


@dataclass(frozen=True)
class HouseholdShown:
    """A household with its people."""

    household: Shown
    people: tuple[Shown, ...]
    """The head first, then by what they are to the head, the older before the younger."""

    @property
    def head(self) -> Shown | None:
        """Whoever is said to be the head."""
        return next((each for each in self.people if each.now["relation"] == "head"), None)


@dataclass(frozen=True)
class HomeShown:
    """A home with all who live there."""

    home: Shown
    households: tuple[HouseholdShown, ...]
    owner: tuple[int, str] | None
    """Id and name of the resident who owns it, where the reader may see them."""


@dataclass(frozen=True)
class PersonShown:
    """A person with household and home."""

    person: Shown
    household: HouseholdShown | None
    """With the person among its people."""
    home: Shown | None
    owns: tuple[tuple[int, str], ...]
    """Id and name (the address, or else the code) of the homes that are theirs."""


def home(scope: Scope, home_id: int) -> HomeShown:
    """One home, one file.

    :raises NotFound: there is none, or it lies outside the grids of the one who asks
    """
    found = rows(scope, Dwelling, Dwelling.id == home_id)
    households = rows(scope, Household, Household.dwelling_id == home_id, Household.deleted_at.is_(None))
    people = _people(scope, [row.id for row in households])
    shown = dress(scope, {Dwelling: found, Household: households, Resident: people})
    (itself,) = _visible(shown[Dwelling])
    return HomeShown(
        itself,
        tuple(_household(each, shown[Resident]) for each in shown[Household]),
        _owner(scope, found[0].owner_identity_ix),
    )


def household(scope: Scope, household_id: int) -> tuple[HouseholdShown, Shown | None]:
    """A household, and its home where the city knows it.

    :raises NotFound: there is none, or it lies outside the grids of the one who asks
    """
    found = rows(scope, Household, Household.id == household_id)
    home_ids = [row.dwelling_id for row in found if row.dwelling_id]
    homes = rows(scope, Dwelling, Dwelling.id.in_(home_ids), Dwelling.deleted_at.is_(None))
    shown = dress(
        scope, {Household: found, Dwelling: homes, Resident: _people(scope, [row.id for row in found])}
    )
    (itself,) = _visible(shown[Household])
    return _household(itself, shown[Resident]), next(iter(shown[Dwelling]), None)


def person(scope: Scope, person_id: int) -> PersonShown:
    """A person.

    :raises NotFound: there is none, or they live outside the grids of the one who asks
    """
    found = rows(scope, Resident, Resident.id == person_id)
    households = rows(
        scope,
        Household,
        Household.id.in_([row.household_id for row in found if row.household_id]),
        Household.deleted_at.is_(None),
    )
    others = [each for each in _people(scope, [row.id for row in households]) if each.id != person_id]
    home_ids = [row.dwelling_id for row in households if row.dwelling_id]
    homes = rows(scope, Dwelling, Dwelling.id.in_(home_ids), Dwelling.deleted_at.is_(None))
    shown = dress(scope, {Resident: [*found, *others], Household: households, Dwelling: homes})
    itself = next(iter(_visible([each for each in shown[Resident] if each.id == person_id])))
    theirs = [each for each in shown[Resident] if each.deletion is None]
    return PersonShown(
        itself,
        next((_household(each, theirs) for each in shown[Household]), None),
        next(iter(shown[Dwelling]), None),
        _owns(scope, found[0].identity_ix),
    )


def _visible(found: Sequence[Shown]) -> Sequence[Shown]:
    """A deleted record is for those who may restore it."""
    if not found or (found[0].deletion is not None and not found[0].may_edit):
        raise NotFound(_("There is no such record, or it lies outside your area."))
    return found


def _people(scope: Scope, household_ids: Sequence[int]) -> list[Any]:
    return rows(scope, Resident, Resident.household_id.in_(household_ids), Resident.deleted_at.is_(None))


def _household(itself: Shown, people: Sequence[Shown]) -> HouseholdShown:
    own = [each for each in people if each.belongs_to == itself.id]
    return HouseholdShown(itself, tuple(sorted(own, key=_rank)))


def _rank(person: Shown) -> tuple[int, str, int]:
    relations = list(RELATION)
    relation = person.now["relation"]
    place = relations.index(str(relation)) if relation in relations else len(relations)
    return place, str(person.now["birth_date"] or "9999"), person.id


def _owner(scope: Scope, index: bytes | None) -> tuple[int, str] | None:
    if index is None:
        return None
    owner = scope.select(Resident.id, Resident.name).where(
        Resident.identity_ix == index, Resident.deleted_at.is_(None)
    )
    found = scope.db.execute(owner).one_or_none()
    return (found.id, found.name) if found else None


def _owns(scope: Scope, index: bytes | None) -> tuple[tuple[int, str], ...]:
    if index is None:
        return ()
    homes = scope.select(Dwelling.id, Dwelling.address, Dwelling.code).where(
        Dwelling.owner_identity_ix == index, Dwelling.deleted_at.is_(None)
    )
    return tuple((row.id, row.address or row.code) for row in scope.db.execute(homes.order_by(Dwelling.code)))
