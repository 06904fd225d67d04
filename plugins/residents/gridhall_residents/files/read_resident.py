"""A row about a resident."""

from dataclasses import dataclass
from datetime import date

from .dates import past_date
from .identity import birth_date_of, sex_of
from .phones import e164
from .row import FieldRefusedError, Row
from .text import clean, key


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentValues:
    """What a row says of a resident; None where it says nothing."""

    identity_number: str | None
    """18 characters, valid."""
    name: str
    """As written, rare characters kept; no blanks between Chinese characters."""
    name_key: str
    """NFKC, blanks removed: who has no number is matched by it."""
    sex: str | None
    """``male`` or ``female``; from the number where the row does not say."""
    birth_date: date | None
    """From the number where the row does not say."""
    phone: str | None
    """E.164."""
    village_id: int
    address: str | None
    household_code: str | None
    """Also the code of the dwelling that the household lives in."""
    relation: str | None
    """To the head of the household: ``head``, ``spouse``, ..."""
    note: str | None
    """Text as written, even where a spreadsheet would run it: who exports it uses ``text.harmless``."""


def read_resident(row: Row) -> ResidentValues:
    """The values of a row.

    :raises FieldRefusedError: for the first field that breaks a rule; the number is looked at first
    """
    number = row.identity("identity_number")
    name = row.line("name")
    if name is None:
        raise FieldRefusedError("name_missing", "name")
    village_id = row.village_id()
    sex = row.choice("sex")
    birth_date = row.read("birth_date", lambda cell: past_date(cell, row.today))
    return ResidentValues(
        identity_number=number,
        name=name,
        name_key=key(name),
        sex=sex_of(number) if number and sex is None else sex,
        birth_date=birth_date_of(number) if number and birth_date is None else birth_date,
        phone=row.read("phone", lambda cell: e164(cell, row.country_code)),
        village_id=village_id,
        address=row.line("address"),
        household_code=row.code("household_code"),
        relation=row.choice("relation"),
        note=row.read("note", clean),
    )
