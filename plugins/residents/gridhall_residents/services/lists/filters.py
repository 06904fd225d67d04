"""What a list was asked for, as it stands in an address; a saved address finds the same again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from gridhall.errors import NotFound
from gridhall_residents.files.text import one_line
from gridhall_residents.labels import SEX, USE
from gridhall_residents.services.ages import BAND_OF_KEY, UNKNOWN
from gridhall_residents.words import _

from .reading import Reading

LONGEST = 100
"""So many characters of what was typed are looked for."""
MOST_ID = 2**31 - 1
YES, NO = "yes", "no"
LIVED_IN, VACANT, NOBODY = "lived_in", "vacant", "nobody"
"""States of a home: a household lives in it; none does and it is said to be vacant; none does, though."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What every list can be asked for."""

    text: str = ""
    """As typed into the search field."""
    reading: Reading | None = None
    """What the text is; None: found out by its form."""
    node_id: int | None = None
    """A part of the tree."""
    direct: bool = False
    """Only what stands at that node itself, and in none below it."""
    deleted: bool = False
    """Those that were deleted, instead of those that are there."""

    CHOICES: ClassVar[Mapping[str, frozenset[str] | None]] = {}
    """Further fields, each with the values that it can have; None: any."""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Read an address's query, a form or what :meth:`written` gave.

        :raises NotFound: there is no such value; a wider list would be a wrong answer
        """
        text = one_line(given.get("q", ""))[:LONGEST]
        reading = _one_of(given.get("as", ""), frozenset(Reading))
        choices: dict[str, Any] = {
            name: _one_of(given.get(name, ""), allowed) for name, allowed in cls.CHOICES.items()
        }
        return cls(
            text=text,
            reading=Reading(reading) if text and reading else None,
            node_id=_id(given.get("node", "")),
            direct=given.get("direct") == YES,
            deleted=given.get("deleted") == YES,
            **choices,
        )

    def written(self) -> dict[str, str]:
        """The query of the address that asks for the same."""
        parts = {
            "q": self.text,
            "as": self.reading or "",
            "node": "" if self.node_id is None else str(self.node_id),
            "direct": YES if self.direct else "",
            **{name: getattr(self, name) or "" for name in self.CHOICES},
            "deleted": YES if self.deleted else "",
        }
        return {key: value for key, value in parts.items() if value}

    @property
    def active(self) -> int:
        """How many filters are set, beside the search field."""
        return len(self.written().keys() - {"q", "as"})

    def but(self, **changes: Any) -> Self:
        """Another one that differs in this."""
        return replace(self, **changes)


@dataclass(frozen=True, kw_only=True)
class PeopleFilter(Filter):
    """Which people."""

    category: str | None = None
    sex: str | None = None
    """``male``, ``female`` or ``unknown``."""
    age: str | None = None
    """The key of a band, or ``unknown``."""
    confirmed: str | None = None
    """``yes``: with an identity number; ``no``: without."""

    CHOICES: ClassVar[Mapping[str, frozenset[str] | None]] = {
        "category": None,
        "sex": frozenset({*SEX, UNKNOWN}),
        "age": frozenset({*BAND_OF_KEY, UNKNOWN}),
        "confirmed": frozenset({YES, NO}),
    }


@dataclass(frozen=True, kw_only=True)
class HomesFilter(Filter):
    """Which homes."""

    use: str | None = None
    """A key of ``labels.USE``, or ``unknown``."""
    state: str | None = None
    """``lived_in``, ``vacant`` or ``nobody``."""

    CHOICES: ClassVar[Mapping[str, frozenset[str] | None]] = {
        "use": frozenset({*USE, UNKNOWN}),
        "state": frozenset({LIVED_IN, VACANT, NOBODY}),
    }


@dataclass(frozen=True, kw_only=True)
class HouseholdsFilter(Filter):
    """Which households."""

    home: str | None = None
    """``yes``: in a home that the city knows; ``no``: in none."""

    CHOICES: ClassVar[Mapping[str, frozenset[str] | None]] = {"home": frozenset({YES, NO})}


def _one_of(text: str, allowed: frozenset[str] | None) -> str | None:
    if text and allowed is not None and text not in allowed:
        raise NotFound(_("There is no such list. Choose its filters again."))
    return text or None


def _id(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > len(str(MOST_ID)) or int(text) > MOST_ID:
        raise NotFound(_("There is no such area, or it lies outside your posts."))
    return int(text)
