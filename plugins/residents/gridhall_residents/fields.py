"""The fields that a source can speak of: their keys in statements, and the columns that they fill.

A key is never renamed: statements are kept for good.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Date, Numeric, func

from .models import Dwelling, Resident

PLACE = "place"
"""The id of a grid node: the village that a department reports, or the grid that staff chose."""
HOUSEHOLD = "household_code"
CATEGORY = "category."
"""``category.low_income``: true or false."""


@dataclass(frozen=True)
class Field:
    """A field that fills one column from the JSON of a statement."""

    key: str
    column: str
    kind: str = "text"
    """``text``, ``date``, ``numeric`` or ``secret`` (a blind index, with its ciphertext beside)."""
    cipher_column: str | None = None

    def value(self, values: ColumnElement[Any]) -> ColumnElement[Any]:
        """What the column becomes, from a JSON object that has the key."""
        text: ColumnElement[Any] = values.op("->>")(self.key)
        if self.kind == "date":
            return text.cast(Date)
        if self.kind == "numeric":
            return text.cast(Numeric)
        if self.kind == "secret":
            return func.decode(text, "hex")
        return text

    def cipher(self, secrets: ColumnElement[Any]) -> ColumnElement[Any]:
        """What the ciphertext's column becomes."""
        return func.decode(secrets.op("->>")(self.key), "base64")


RESIDENT = (
    Field("identity_number", "identity_ix", "secret", "identity_enc"),
    Field("name", "name"),
    Field("name_key", "name_key"),
    Field("sex", "sex"),
    Field("birth_date", "birth_date", "date"),
    Field("phone", "phone_ix", "secret", "phone_enc"),
    Field("address", "address"),
    Field("relation", "relation"),
    Field("note", "note"),
)
DWELLING = (
    Field("address", "address"),
    Field("use", "use"),
    Field("area_m2", "area_m2", "numeric"),
    Field("owner_name", "owner_name"),
    Field("owner_identity_number", "owner_identity_ix", "secret", "owner_identity_enc"),
)
OF_KIND: Mapping[str, tuple[Field, ...]] = {"resident": RESIDENT, "dwelling": DWELLING}
MODEL_OF_KIND: Mapping[str, type[Resident] | type[Dwelling]] = {"resident": Resident, "dwelling": Dwelling}

_IN_ORDER = (
    "identity_number name name_key sex birth_date phone address relation note "
    f"use area_m2 owner_name owner_identity_number {PLACE} {HOUSEHOLD}"
)
BITS = {key: 1 << place for place, key in enumerate(_IN_ORDER.split())}
"""A bit for each field, to remember in little room which fields a row filled."""


def bits(keys: Mapping[str, object]) -> int:
    """The bits of the keys of a statement's values; categories have none, as a file has one."""
    total = 0
    for key in keys:
        total |= BITS.get(key, 0)
    return total
