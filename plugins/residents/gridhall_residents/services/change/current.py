"""What a record says now, in the form that statements have, and as the fields of a form hold it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gridhall.access import Scope
from gridhall_residents.fields import CATEGORY, DWELLING, PLACE, RESIDENT
from gridhall_residents.importing.drafts import seal
from gridhall_residents.models import Dwelling, Resident, ResidentCategory
from gridhall_residents.services import masking, records
from gridhall_residents.settings import categories

from .saying import Said
from .typed import Value

SECRET = ("identity_number", "phone", "owner_identity_number")
"""Fields whose value a form never shows."""


def values_of(scope: Scope, row: Resident | Dwelling) -> dict[str, object]:
    """What holds now, by the keys of ``fields.py``."""
    fields = RESIDENT if isinstance(row, Resident) else DWELLING
    found = {field.key: as_said(getattr(row, field.column)) for field in fields}
    found[PLACE] = row.grid_id
    if isinstance(row, Dwelling):
        return {"code": row.code, **found}
    member_of = set(
        scope.db.scalars(
            scope.select(ResidentCategory.category).where(ResidentCategory.resident_id == row.id)
        )
    )
    return found | {CATEGORY + each.key: each.key in member_of for each in categories(scope.city)}


@dataclass(frozen=True)
class Current:
    """A record as a form opens it."""

    version: int
    values: dict[str, object]
    """See :func:`values_of`."""
    masked: dict[str, str]
    """Sensitive values that are known, as they may be shown."""
    household_id: int | None
    """A person's."""

    @property
    def texts(self) -> dict[str, str]:
        """As the fields of a form hold it."""
        return texts_of(self.values)


def of_person(scope: Scope, person_id: int) -> Current:
    """A person whom one may change, for a form.

    :raises NotFound: there is none, or they live outside the grids of the one who asks
    :raises Forbidden: they may be seen, but not changed
    :raises Conflict: the record is deleted
    """
    row = records.to_change(scope, Resident, person_id)
    masked = {
        "identity_number": masking.identity(scope.keys, row.identity_enc),
        "phone": masking.phone(scope.keys, row.phone_enc),
    }
    known = {key: text for key, text in masked.items() if text is not None}
    return Current(row.version, values_of(scope, row), known, row.household_id)


def of_home(scope: Scope, home_id: int) -> Current:
    """A home that one may change, likewise."""
    row = records.to_change(scope, Dwelling, home_id)
    number = masking.identity(scope.keys, row.owner_identity_enc)
    known = {"owner_identity_number": number} if number is not None else {}
    return Current(row.version, values_of(scope, row), known, None)


def texts_of(values: Mapping[str, object]) -> dict[str, str]:
    """The same as the fields of a form hold it; sensitive values are left empty."""
    return {
        key: "" if key in SECRET or value is None or value is False else "1" if value is True else str(value)
        for key, value in values.items()
    }


def as_said(value: bytes | Value) -> object:
    """A value of a column as a statement keeps it."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def said_of(scope: Scope, values: Mapping[str, Value]) -> Said:
    """What was read of a form as a statement keeps it: sensitive values encrypted."""
    said = Said()
    for key, value in values.items():
        if key in SECRET and value is not None:
            seal(scope.keys, key, str(value), said.values, said.secrets)
        else:
            said.values[key] = as_said(value)
    return said


def only_new(said: Said, now: Mapping[str, object]) -> Said:
    """Without what holds already."""
    new = {key: value for key, value in said.values.items() if value != now.get(key)}
    return Said(new, {key: secret for key, secret in said.secrets.items() if key in new})
