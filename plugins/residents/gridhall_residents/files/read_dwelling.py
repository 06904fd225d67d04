"""A row about a dwelling."""

from dataclasses import dataclass
from decimal import Decimal

from .areas import area_m2
from .row import FieldRefusedError, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class DwellingValues:
    """What a row says of a dwelling; None where it says nothing."""

    code: str
    """The same as the code of the household that lives in it."""
    address: str | None
    village_id: int
    owner_name: str | None
    owner_identity_number: str | None
    """18 characters, valid; an owner who is no known person makes no resident."""
    use: str | None
    """``owner_occupied``, ``rented``, ``vacant``, ``commercial`` or ``other``."""
    area_m2: Decimal | None
    """Floor area in square metres, above zero."""


def read_dwelling(row: Row) -> DwellingValues:
    """The values of a row.

    :raises FieldRefusedError: for the first field that breaks a rule
    """
    code = row.code("code")
    if code is None:
        raise FieldRefusedError("code_missing", "code")
    return DwellingValues(
        code=code,
        address=row.line("address"),
        village_id=row.village_id(),
        owner_name=row.line("owner_name"),
        owner_identity_number=row.identity("owner_identity_number"),
        use=row.choice("use"),
        area_m2=row.read("area_m2", area_m2),
    )
