"""What is unique in the city: identity numbers, codes, and the form that made a record.

It is asked of the tables, past the filter of the session: a number is taken wherever its owner lives. Who
asks learns more than that only of records within their own grids.
"""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Table, exists, func
from sqlalchemy.exc import IntegrityError

from gridhall.access import Scope
from gridhall.errors import Conflict, Invalid
from gridhall_residents.models import Dwelling, Household, Resident
from gridhall_residents.models.record import Record
from gridhall_residents.words import _

Model = type[Resident] | type[Dwelling] | type[Household]
Row = TypeVar("Row", bound=Record)
_LOCK = 0x466F_726D  # any number that no other lock of the schema has


class Taken(Invalid):
    """What was typed belongs to another record.

    :param record_id: that record, where the one who asks may see it
    """

    def __init__(self, message: str, *, field: str, record_id: int | None = None, **params: object) -> None:
        super().__init__(message, field=field, **params)
        self.record_id = record_id


def require_free_identity(scope: Scope, index: bytes, *, besides: int | None = None) -> None:
    """Refuse a number that somebody else has.

    :param index: its blind index
    :param besides: the one whose number it may be
    :raises Taken: naming the other one within one's own grids, or one that was deleted there
    """
    own = scope.select(Resident.id, Resident.name, Resident.deleted_at).where(
        Resident.identity_ix == index, Resident.id != (besides or 0)
    )
    known = scope.db.execute(own.order_by(Resident.deleted_at.desc().nulls_first()).limit(1)).one_or_none()
    field = "identity_number"
    if known is not None and known.deleted_at is None:
        text = _("This number is recorded already: {name} has it.")
        raise Taken(text, field=field, record_id=known.id, name=known.name)
    if is_taken(scope, Resident, "identity_ix", index, besides=besides):
        raise Taken(_("This number is recorded already elsewhere in the city."), field=field)
    if known is not None and besides is None:
        text = _("{name} has this number and was deleted. Restore that record instead.")
        raise Taken(text, field=field, record_id=known.id, name=known.name)


def require_free_code(
    scope: Scope, model: type[Dwelling] | type[Household], code: str, *, besides: int | None = None
) -> None:
    """Refuse a code that another home or household has.

    :raises Taken: naming the other one within one's own grids
    """
    if not is_taken(scope, model, "code", code, besides=besides):
        return
    own = scope.select(model.id).where(model.code == code, model.deleted_at.is_(None))
    text = _("The code {code} is taken by another record.")
    raise Taken(text, field="code", record_id=scope.db.scalar(own), code=code)


def is_taken(scope: Scope, model: Model, column: str, value: object, *, besides: int | None = None) -> bool:
    """Whether another living record of the city has a value."""
    table: Table = model.metadata.tables[model.__tablename__]
    same = (table.c[column] == value, table.c.id != (besides or 0), table.c.deleted_at.is_(None))
    return bool(scope.db.scalar(scope.whole_city(scope.select(exists().where(*same)))))


def made_by(scope: Scope, model: type[Row], form_id: UUID) -> Row | None:
    """The record that a form has made already; the same form sent twice at once waits here for the first.

    It need not be the one that is meant: who goes back in a browser may fill the old form for somebody else.
    """
    key = func.hashtext(func.concat(func.current_schema(), str(form_id)))
    scope.db.execute(scope.select(func.pg_advisory_xact_lock(_LOCK, key)))
    found: Row | None = scope.db.scalars(scope.select(model).where(model.form_id == form_id)).one_or_none()
    return found


def flush(scope: Scope) -> None:
    """Write what was changed.

    :raises Taken: somebody was faster with the same number or code
    :raises Conflict: what it refers to is gone
    """
    try:
        scope.db.flush()
    except IntegrityError as error:
        raise _as_taken(error) from error


def _as_taken(error: IntegrityError) -> Invalid | Conflict:
    diagnosis: Any = getattr(error.orig, "diag", None)
    constraint = str(getattr(diagnosis, "constraint_name", ""))
    if constraint.endswith("identity_ix"):
        return Taken(_("This number is recorded already elsewhere in the city."), field="identity_number")
    if constraint.endswith("_code"):
        return Taken(_("This code is taken by another record."), field="code")
    return Conflict(_("Somebody has changed what this belongs to. Load the page again."))
