"""One record by its id, for those who may see or change it."""

from collections.abc import Iterable
from typing import TypeVar

from gridhall.access import Scope
from gridhall.errors import Conflict, NotFound
from gridhall.models import GridNode
from gridhall_residents import permissions
from gridhall_residents.models.record import Record
from gridhall_residents.words import _

Found = TypeVar("Found", bound=Record)


def get(scope: Scope, model: type[Found], record_id: int) -> Found:
    """The record; a deleted one only for those who may restore it.

    :raises NotFound: there is none, or it lies outside the grids of the one who asks
    """
    found: Found | None = scope.db.scalars(scope.select(model).where(model.id == record_id)).one_or_none()
    if found is None or (found.deleted_at is not None and not editable(scope, [found.grid_id])):
        raise NotFound(_("There is no such record, or it lies outside your area."))
    return found


def to_change(scope: Scope, model: type[Found], record_id: int, *, deleted: bool | None = False) -> Found:
    """The record, for a form that changes it.

    :param deleted: the state that it must be in; None: either
    :raises NotFound: as ``get`` does
    :raises Forbidden: it may be seen, but not changed
    :raises Conflict: it is deleted, or is not
    """
    found = get(scope, model, record_id)
    scope.require(permissions.EDIT, found.grid_id)
    if deleted is not None and (found.deleted_at is not None) != deleted:
        text = _("This record was deleted meanwhile.") if not deleted else _("This record is not deleted.")
        raise Conflict(text)
    return found


def locked(scope: Scope, model: type[Found], record_id: int, *, deleted: bool | None = False) -> Found:
    """The record as it is now, to be changed by this transaction alone; otherwise as ``to_change``."""
    lock = scope.select(model).where(model.id == record_id).with_for_update()
    scope.db.scalars(lock.execution_options(populate_existing=True)).one_or_none()
    return to_change(scope, model, record_id, deleted=deleted)


def editable(scope: Scope, grid_ids: Iterable[int]) -> frozenset[int]:
    """Those of the nodes in which records may be changed."""
    return covered(scope, permissions.EDIT, grid_ids)


def covered(scope: Scope, permission: str, grid_ids: Iterable[int]) -> frozenset[int]:
    """Those of the nodes at which a permission is held."""
    wanted = set(grid_ids)
    query = scope.select(GridNode.id).where(GridNode.id.in_(wanted), scope.covers(GridNode.id, permission))
    return frozenset(scope.db.scalars(query)) if wanted else frozenset()
