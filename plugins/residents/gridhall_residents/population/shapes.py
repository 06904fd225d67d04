"""What the generator gives."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A made-up resident."""

    name: str
    sex: str
    """``male`` or ``female``."""
    birth_date: date
    relation: str
    """To the head: ``head`` (itself), ``spouse``, ``son``, ``daughter``, ``father``, ``mother`` or
    ``other_relative``."""
    phone: str | None
    """E.164, in a range that no operator has been given."""
    identity_number: str | None
    """18 characters, valid by GB 11643, with the county code 98 that no county has; only in Chinese."""
    categories: tuple[str, ...]
    """Keys as in ``tenant.toml``, in alphabetical order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Who lives together; the first member is the head."""

    code: str
    members: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dwelling:
    """A home or a shop in a grid, with whoever lives in it."""

    grid_code: str
    code: str
    """The grid's code, ``-``, and a number; the first household in it has the same code."""
    address: str
    use: str
    """``owner_occupied``, ``rented``, ``vacant``, ``commercial`` or ``other``."""
    area_m2: Decimal
    """Floor area in square metres, to a tenth."""
    owner_name: str
    households: tuple[Household, ...]
    """Empty where it is vacant or a shop; two where rooms are let singly."""
