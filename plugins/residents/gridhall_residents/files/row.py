"""One row while it is checked, and how each field of it is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from .identity import identity_number
from .layout import Layout
from .reasons import Reason, RefusedError
from .text import clean, key, one_line
from .villages import KnownVillages

T = TypeVar("T")


class FieldRefusedError(Exception):
    """A field that breaks a rule.

    :param reason: a code
    :param field: the name of the field
    """

    def __init__(self, reason: Reason, field: str) -> None:
        super().__init__(reason, field)
        self.reason: Reason = reason
        self.field = field


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row and what is needed to judge them."""

    layout: Layout
    cells: Sequence[str]
    villages: KnownVillages
    today: date
    country_code: str

    def read(self, field: str, reader: Callable[[str], T]) -> T | None:
        """What the reader makes of the field; None where the cell is empty.

        :raises FieldRefusedError: the reader refused
        """
        cell = self.layout.cell(self.cells, field)
        if not clean(cell):
            return None
        try:
            return reader(cell)
        except RefusedError as refused:
            raise FieldRefusedError(refused.reason, field) from refused

    def line(self, field: str) -> str | None:
        """A text on one line."""
        return self.read(field, one_line)

    def code(self, field: str) -> str | None:
        """A code: NFKC, without blanks, in capitals. Household and dwelling codes are compared so."""
        return self.read(field, lambda cell: key(cell).upper())

    def identity(self, field: str) -> str | None:
        """See ``identity.identity_number``."""
        return self.read(field, lambda cell: identity_number(cell, self.today))

    def choice(self, field: str) -> str | None:
        """One of our values, by the profile's map.

        :raises FieldRefusedError: ``value_unknown``
        """
        cell = self.read(field, lambda cell: key(cell).casefold())
        if cell is None:
            return None
        value = self.layout.values.get(field, {}).get(cell)
        if value is None:
            raise FieldRefusedError("value_unknown", field)
        return value

    def village_id(self) -> int:
        """See ``KnownVillages.find``.

        :raises FieldRefusedError: naming the code where there is one, else the name
        """
        code, name = (self.layout.cell(self.cells, field) for field in ("village_code", "village_name"))
        try:
            return self.villages.find(code, name)
        except RefusedError as refused:
            by_code = clean(code) or "village_name" not in self.layout.places
            raise FieldRefusedError(
                refused.reason, "village_code" if by_code else "village_name"
            ) from refused
