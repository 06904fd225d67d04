"""The homes of some households, as lists name them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select

from gridhall.access import Scope
from gridhall_residents.models import Dwelling, Household, Resident

from .ids import among

Kind = type[Resident] | type[Dwelling] | type[Household]


@dataclass(frozen=True)
class HomeOf:
    """Where a household lives."""

    household_id: int
    household_code: str
    dwelling_id: int | None
    """None: in no home that the city knows, or that one may see."""
    dwelling_code: str | None
    address: str | None


def homes_of(scope: Scope, household_ids: Collection[int | None], *, also: str | None) -> dict[int, HomeOf]:
    """The homes of households that are there, by the household's id.

    :param also: a permission that must be held over household and home too
    """
    joined = and_(Dwelling.id == Household.dwelling_id, *there(scope, Dwelling, also))
    query = (
        scope.select(Household.id, Household.code, Dwelling.id, Dwelling.code, Dwelling.address)
        .outerjoin(Dwelling, joined)
        .where(among(Household.id, household_ids), *there(scope, Household, also))
    )
    return {row[0]: HomeOf(*row) for row in scope.db.execute(query)}


def households_in(home: ColumnElement[bool]) -> Select[int]:
    """The ids of the households in homes that are there and fulfil a condition."""
    query = select(Household.id).join(Dwelling, Dwelling.id == Household.dwelling_id)
    return query.where(home, Dwelling.deleted_at.is_(None))


def there(scope: Scope, model: Kind, also: str | None = None) -> list[ColumnElement[bool]]:
    """That a record was not deleted, and stands where a further permission is held."""
    conditions: list[ColumnElement[bool]] = [model.deleted_at.is_(None)]
    return conditions if also is None else [*conditions, scope.covers(model.grid_id, also)]
