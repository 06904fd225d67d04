"""What stands in the cells of an exported list: what its page shows, in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gridhall.access import Scope
from gridhall.words import Message, Words
from gridhall_residents import labels
from gridhall_residents.services import ages
from gridhall_residents.services.lists import HomesFilter, HouseholdsFilter, Listing, PeopleFilter
from gridhall_residents.services.lists.filters import Filter
from gridhall_residents.services.lists.homes import HOMES, HomeLine
from gridhall_residents.services.lists.households import HOUSEHOLDS, HouseholdLine
from gridhall_residents.services.lists.people import PEOPLE, PersonLine
from gridhall_residents.settings import categories
from gridhall_residents.words import _

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Reader:
    """Who will read the file."""

    words: Words
    today: date
    categories: Mapping[str, str]
    """The names of the city's categories."""

    @classmethod
    def of(cls, scope: Scope, words: Words) -> "Reader":
        """A reader of one city."""
        named = {each.key: each.title(words.language) for each in categories(scope.city)}
        return cls(words, scope.today, named)

    def label(self, texts: Mapping[str, Message], value: str | None) -> str | None:
        """What people call a value that is kept as a code."""
        return self.words(texts[value]) if value else None


@dataclass(frozen=True)
class Column:
    """One column of a file."""

    title: Message
    cell: Callable[[Any, Reader], Cell]
    width: int = 14
    """In characters, where the format has widths."""


def _person_categories(line: PersonLine, reader: Reader) -> str:
    return ", ".join(title for key, title in reader.categories.items() if key in line.categories)


def _identity(line: PersonLine, reader: Reader) -> str:
    return line.identity or reader.words(_("Not confirmed"))


def _age(line: PersonLine, reader: Reader) -> int | None:
    return None if line.birth_date is None else ages.age(line.birth_date, reader.today)


_AREA = Column(_("Area"), lambda line, _reader: line.place.title, 28)
_PEOPLE = Column(_("People"), lambda line, _reader: line.people, 10)
_DELETED = (
    Column(_("Deleted"), lambda line, _reader: line.deleted_at.date(), 12),
    Column(_("Why"), lambda line, reader: reader.words(labels.reason(line.deleted_reason or "")), 20),
)


def _of_people(line_columns: Sequence[Column] = ()) -> tuple[Column, ...]:
    return (
        Column(_("Name"), lambda line, _reader: line.name),
        Column(_("Sex"), lambda line, reader: reader.label(labels.SEX, line.sex), 8),
        Column(_("Age"), _age, 8),
        Column(_("Identity number"), _identity, 22),
        Column(_("Phone"), lambda line, _reader: line.phone, 18),
        Column(_("Home"), lambda line, _reader: line.lives_at, 40),
        _AREA,
        *(line_columns or (Column(_("Categories"), _person_categories, 24),)),
    )


def _of_homes(line_columns: Sequence[Column] = ()) -> tuple[Column, ...]:
    return (
        Column(_("Code"), lambda line, _reader: line.code, 20),
        Column(_("Address"), lambda line, _reader: line.address, 40),
        Column(_("Use"), lambda line, reader: reader.label(labels.USE, line.use), 20),
        _PEOPLE,
        Column(_("Households"), lambda line, _reader: line.households, 12),
        Column(_("Floor area (m²)"), _floor, 12),
        Column(_("Owner"), lambda line, _reader: line.owner_name),
        *(line_columns or (_AREA,)),
    )


def _floor(line: HomeLine, _reader: Reader) -> float | None:
    return None if line.area_m2 is None else float(line.area_m2)


def _of_households(line_columns: Sequence[Column] = ()) -> tuple[Column, ...]:
    return (
        Column(_("Code"), lambda line, _reader: line.code, 20),
        Column(_("Head of the household"), lambda line, _reader: line.head, 18),
        _PEOPLE,
        Column(_("Home"), _home, 40),
        *(line_columns or (_AREA,)),
    )


def _home(line: HouseholdLine, reader: Reader) -> str:
    return line.lives_at or reader.words(_("Without a home"))


@dataclass(frozen=True)
class Kind:
    """A list that can be exported."""

    listing: Listing[Any, Any]
    asked: type[Filter]
    columns: Callable[[Sequence[Column]], tuple[Column, ...]]

    def table(self, chosen: Filter) -> tuple[Column, ...]:
        """The columns; of deleted rows when and why, as the page shows it."""
        return self.columns(_DELETED if chosen.deleted else ())


KINDS: Mapping[str, Kind] = {
    "people": Kind(PEOPLE, PeopleFilter, _of_people),
    "homes": Kind(HOMES, HomesFilter, _of_homes),
    "households": Kind(HOUSEHOLDS, HouseholdsFilter, _of_households),
}
