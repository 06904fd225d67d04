"""Who lives in a household, and which households in a home."""

from sqlalchemy import Table, func

from gridhall.access import Scope
from gridhall.errors import Conflict
from gridhall_residents import permissions
from gridhall_residents.models import Household, Resident
from gridhall_residents.words import _


def people(scope: Scope, household_id: int) -> list[Resident]:
    """All people of a household, to be changed by this transaction alone, in the order of their ids.

    :raises Conflict: some of them are recorded where one may not change them
    """
    query = (
        scope.select(Resident, permission=permissions.EDIT)
        .where(Resident.household_id == household_id, Resident.deleted_at.is_(None))
        .order_by(Resident.id)
        .with_for_update()
    )
    found = list(scope.db.scalars(query.execution_options(populate_existing=True)))
    if len(found) != count(scope, Resident, "household_id", household_id):
        raise _outside()
    return found


def households(scope: Scope, home_id: int) -> list[Household]:
    """All households of a home, likewise.

    :raises Conflict: some of them are recorded where one may not change them
    """
    query = (
        scope.select(Household, permission=permissions.EDIT)
        .where(Household.dwelling_id == home_id, Household.deleted_at.is_(None))
        .order_by(Household.id)
        .with_for_update()
    )
    found = list(scope.db.scalars(query.execution_options(populate_existing=True)))
    if len(found) != count(scope, Household, "dwelling_id", home_id):
        raise _outside()
    return found


def count(scope: Scope, model: type[Resident] | type[Household], column: str, record_id: int) -> int:
    """How many living records belong to another one, wherever in the city they stand."""
    table: Table = model.metadata.tables[model.__tablename__]
    same = (table.c[column] == record_id, table.c.deleted_at.is_(None))
    counted = scope.select(func.count()).select_from(table).where(*same)
    return scope.db.scalar(scope.whole_city(counted)) or 0


def _outside() -> Conflict:
    return Conflict(
        _("Some of the people who live there are recorded outside your area. Ask who is in charge there.")
    )
