"""Who lives in a household, and which households in a home."""

from typing import TypeVar

from sqlalchemy import Table, func

from gridhall.access import Scope
from gridhall.errors import Conflict
from gridhall_residents import permissions
from gridhall_residents.models import Household, Resident
from gridhall_residents.words import _

Member = TypeVar("Member", Resident, Household)


def people(scope: Scope, household_id: int) -> list[Resident]:
    """All people of a household, to be changed by this transaction alone, in the order of their ids.

    :raises Conflict: some of them are recorded where one may not change them
    """
    return _all_of(scope, Resident, "household_id", household_id)


def households(scope: Scope, home_id: int) -> list[Household]:
    """All households of a home, likewise.

    :raises Conflict: some of them are recorded where one may not change them
    """
    return _all_of(scope, Household, "dwelling_id", home_id)


def count(scope: Scope, model: type[Resident] | type[Household], column: str, record_id: int) -> int:
    """How many living records belong to another one, wherever in the city they stand."""
    table: Table = model.metadata.tables[model.__tablename__]
    same = (table.c[column] == record_id, table.c.deleted_at.is_(None))
    counted = scope.select(func.count()).select_from(table).where(*same)
    return scope.db.scalar(scope.whole_city(counted)) or 0


def _all_of(scope: Scope, model: type[Member], column: str, record_id: int) -> list[Member]:
    query = (
        scope.select(model, permission=permissions.EDIT)
        .where(getattr(model, column) == record_id, model.deleted_at.is_(None))
        .order_by(model.id)
        .with_for_update()
    )
    found = list(scope.db.scalars(query.execution_options(populate_existing=True)))
    if len(found) != count(scope, model, column, record_id):
        raise Conflict(
            _("Some of the people who live there are recorded outside your area. Ask who is in charge there.")
        )
    return found
