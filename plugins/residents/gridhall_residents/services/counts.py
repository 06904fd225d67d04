"""How many there are, within what the scope may see."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from gridhall.access import Scope
from gridhall.models import GridClosure
from gridhall_residents.models import Dwelling, Household, Resident, ResidentCategory


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Living records, deleted ones left out."""

    residents: int
    dwellings: int
    households: int


def totals(
    scope: Scope, *, node_id: int | None = None, category: str | None = None, confirmed: bool | None = None
) -> Totals:
    """Count residents, dwellings and households in a part of the tree.

    :param node_id: its top; None: all that the scope may see
    :param category: counts residents of this category only; dwellings and households stay as they are
    :param confirmed: counts residents with (or without) an identity number only, likewise
    """
    people = below(Resident, node_id)
    if category is not None:
        members = select(ResidentCategory.resident_id).where(ResidentCategory.category == category)
        people.append(Resident.id.in_(members))
    if confirmed is not None:
        people.append(Resident.confirmed.is_(confirmed))
    return Totals(
        residents=_count(scope, Resident, people),
        dwellings=_count(scope, Dwelling, below(Dwelling, node_id)),
        households=_count(scope, Household, below(Household, node_id)),
    )


Kind = type[Resident] | type[Dwelling] | type[Household]


def below(model: Kind, node_id: int | None) -> list[ColumnElement[bool]]:
    """That a record lives, and stands in or below a node."""
    conditions: list[ColumnElement[bool]] = [model.deleted_at.is_(None)]
    if node_id is not None:
        nodes = select(GridClosure.descendant_id).where(
            GridClosure.ancestor_id == node_id, GridClosure.until.is_(None)
        )
        conditions.append(model.grid_id.in_(nodes))
    return conditions


def _count(scope: Scope, model: Kind, conditions: list[ColumnElement[bool]]) -> int:
    return scope.db.scalar(scope.select(func.count()).select_from(model).where(*conditions)) or 0
