"""Showing a sensitive value whole: for a purpose, and with a trace."""

from collections.abc import Mapping

from gridhall.access import Scope
from gridhall.errors import Invalid, NotFound
from gridhall_residents import labels, permissions
from gridhall_residents.files.text import one_line
from gridhall_residents.models import Dwelling, Resident
from gridhall_residents.models.record import Record
from gridhall_residents.words import _

from . import records

ACTION = "residents.reveal"
OTHER = "other"
"""The purpose that asks for words."""
MOST_LETTERS = 200
COLUMNS: Mapping[type[Record], Mapping[str, str]] = {
    Resident: {"identity_number": "identity_enc", "phone": "phone_enc"},
    Dwelling: {"owner_identity_number": "owner_identity_enc"},
}
_NAMES = {Resident: "resident", Dwelling: "dwelling"}


def reveal(
    scope: Scope,
    model: type[Resident] | type[Dwelling],
    record_id: int,
    *,
    field: str,
    purpose: str,
    words: str,
) -> str:
    """The whole value; that it was shown is written to the audit log first, or it is not shown.

    :param field: a key of ``fields.py``
    :param purpose: a key of ``labels.PURPOSE``
    :param words: the purpose in one's own words, where it is ``other``
    :raises NotFound: there is no such record within one's grids, or it has no such value
    :raises Forbidden: the record may be seen, but not its sensitive values
    :raises Invalid: there is no purpose
    """
    row: Resident | Dwelling = records.get(scope, model, record_id)
    column = COLUMNS[model].get(field)
    stored: bytes | None = getattr(row, column) if column else None
    if stored is None:
        raise NotFound(_("Nothing is recorded here."))
    scope.require(permissions.REVEAL, row.grid_id)
    detail = {"field": field, "purpose": purpose} | _in_words(purpose, words)
    scope.audit(ACTION, f"{_NAMES[model]}:{row.id}", **detail)
    return scope.keys.decrypt(stored)


def _in_words(purpose: str, words: str) -> dict[str, str]:
    """The purpose in words, where the list has none that fits.

    :raises Invalid: there is no purpose
    """
    if purpose not in labels.PURPOSE:
        raise Invalid(_("Say what you need it for."), field="purpose")
    own = one_line(words)[:MOST_LETTERS]
    if purpose == OTHER and not own:
        raise Invalid(_("Say in your own words what you need it for."), field="purpose")
    return {"words": own} if purpose == OTHER else {}
