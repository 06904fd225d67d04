"""Deleting a record with a reason, and restoring it."""

from collections.abc import Mapping

from gridhall.access import Scope
from gridhall.errors import Conflict, Invalid
from gridhall_residents import labels
from gridhall_residents.files.text import one_line
from gridhall_residents.models import Dwelling, Household, Resident
from gridhall_residents.models.record import Record
from gridhall_residents.services import records
from gridhall_residents.words import _

from . import living, unique
from .following import touch
from .homes import take_in
from .households import close_if_empty

REASONS: Mapping[type[Record], tuple[str, ...]] = {
    Resident: ("moved_away", "died", "duplicate", "mistake"),
    Household: ("empty", "duplicate", "mistake"),
    Dwelling: ("demolished", "duplicate", "mistake"),
}
"""Keys of ``labels.REASON`` that are offered for each; ``other`` asks for words."""
OTHER = "other"
_NAMES: Mapping[type[Record], str] = {Resident: "resident", Household: "household", Dwelling: "dwelling"}
_MOST_LETTERS = 300


def delete(scope: Scope, model: type[Record], record_id: int, *, reason: str, words: str = "") -> None:
    """Delete a record; it can be restored.

    :param reason: one of ``REASONS``, or ``other``
    :param words: the reason in one's own words
    :raises Invalid: there is no reason
    :raises Conflict: people live in the household, households in the home
    """
    row = records.locked(scope, model, record_id, deleted=None)
    kept = _reason(model, reason, words)
    if row.deleted_at is not None:  # by the same form, sent twice
        return
    _require_empty(scope, row)
    row.deleted_at, row.deleted_by, row.deleted_reason = scope.now, scope.principal.name, kept
    touch(scope, row)
    scope.db.flush()
    known = kept if kept in labels.REASON else OTHER
    scope.audit("residents.delete", f"{_NAMES[model]}:{row.id}", reason=known)
    if isinstance(row, Resident):
        close_if_empty(scope, row.household_id)


def _require_empty(scope: Scope, row: Record) -> None:
    if isinstance(row, Household) and living.count(scope, Resident, "household_id", row.id):
        raise Conflict(_("People live in this household. Let them move, or delete their records, first."))
    if isinstance(row, Dwelling) and living.count(scope, Household, "dwelling_id", row.id):
        raise Conflict(_("Households live in this home. Let them move, or delete their records, first."))


def _reason(model: type[Record], reason: str, words: str) -> str:
    if reason in REASONS[model]:
        return reason
    if reason != OTHER:
        raise Invalid(_("Choose a reason."), field="reason")
    own = one_line(words)[:_MOST_LETTERS]
    if not own:
        raise Invalid(_("Say the reason in your own words."), field="words")
    return own


def restore(scope: Scope, model: type[Record], record_id: int) -> None:
    """Restore a record as it was; a person with the household that was deleted when they left it.

    :raises unique.Taken: its number or code belongs to another record by now
    """
    row = records.locked(scope, model, record_id, deleted=None)
    if row.deleted_at is None:
        return
    if isinstance(row, Resident):
        if row.identity_ix is not None:
            unique.require_free_identity(scope, row.identity_ix, besides=row.id)
        _back_into_household(scope, row)
    elif isinstance(row, Household):
        unique.require_free_code(scope, Household, row.code, besides=row.id)
        _back_into_home(scope, row)
    elif isinstance(row, Dwelling):
        unique.require_free_code(scope, Dwelling, row.code, besides=row.id)
    _revive(scope, row)
    if isinstance(row, Dwelling):
        take_in(scope, row)
    scope.audit("residents.restore", f"{_NAMES[model]}:{row.id}")


def _revive(scope: Scope, row: Record) -> None:
    row.deleted_at = row.deleted_by = row.deleted_reason = None
    touch(scope, row)
    unique.flush(scope)


def _back_into_household(scope: Scope, person: Resident) -> None:
    """Into the one that lives under the same code; else theirs is restored, where that may be done."""
    if person.household_id is None:
        return
    known = scope.select(Household).where(Household.id == person.household_id)
    theirs = scope.db.scalars(known).one_or_none()
    if theirs is not None and theirs.deleted_at is None:
        return
    successor = theirs and scope.db.scalar(
        scope.select(Household.id).where(Household.code == theirs.code, Household.deleted_at.is_(None))
    )
    if successor:
        person.household_id = successor
    elif theirs is not None and records.editable(scope, [theirs.grid_id]):
        restore(scope, Household, theirs.id)
    else:
        person.household_id = None


def _back_into_home(scope: Scope, household: Household) -> None:
    """A home that was deleted meanwhile takes nobody in."""
    home = scope.select(Dwelling.id).where(
        Dwelling.id == household.dwelling_id, Dwelling.deleted_at.is_(None)
    )
    household.dwelling_id = scope.db.scalar(home)
