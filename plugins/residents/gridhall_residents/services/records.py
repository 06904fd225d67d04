"""One record by its id, for those who may see it."""

from typing import TypeVar

from gridhall.access import Scope
from gridhall.errors import NotFound
from gridhall_residents.models import Dwelling, Household, Resident
from gridhall_residents.words import _

Found = TypeVar("Found", Resident, Household, Dwelling)


def get(scope: Scope, model: type[Found], record_id: int) -> Found:
    """The record, a deleted one too.

    :raises NotFound: there is none, or it lies outside the grids of the one who asks
    """
    found: Found | None = scope.db.scalars(scope.select(model).where(model.id == record_id)).one_or_none()
    if found is None:
        raise NotFound(_("There is no such record, or it lies outside your area."))
    return found
