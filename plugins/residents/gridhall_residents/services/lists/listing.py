"""What every list does: settle what was typed, count, give a page, stream all rows for a file.

All of it comes from :meth:`Listing.conditions`, so a list, its total and its export hold the same rows.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import ColumnElement, ScalarSelect, Select, false, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from gridhall.access import Scope
from gridhall_residents import permissions
from gridhall_residents.models import Dwelling, Household, Resident
from gridhall_residents.settings import phone_country

from .filters import Filter
from .reading import Reading, as_code, readings

PAGE = 50
BEGINNING = 4
"""So many characters of a code can stand for all that begin with them."""
AT_ONCE = 500
"""Rows of a file that are fetched together."""

Chosen = TypeVar("Chosen", bound=Filter)
Line = TypeVar("Line")


@dataclass(frozen=True)
class Page(Generic[Line]):
    """A page of a list."""

    lines: Sequence[Line]
    total: int
    number: int
    """1 is the first."""

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max(1, -(-self.total // PAGE))

    @property
    def first(self) -> int:
        """The place of its first line in the whole list, from 1; 0 where it has none."""
        return (self.number - 1) * PAGE + 1 if self.lines else 0

    @property
    def last(self) -> int:
        """The place of its last line."""
        return self.first + len(self.lines) - 1 if self.lines else 0


def coded(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Whether a code is what was typed, or begins with it where that is long enough."""
    code = as_code(text)
    return column.startswith(code, autoescape=True) if len(code) >= BEGINNING else column == code


class Listing(ABC, Generic[Chosen, Line]):
    """One kind of list."""

    model: ClassVar[type[Resident] | type[Dwelling] | type[Household]]
    reads: ClassVar[tuple[Reading, ...]]
    """What a typed text can be here."""

    @abstractmethod
    def columns(self) -> tuple[Any, ...]:
        """What the query fetches: no more than the lines need."""

    @abstractmethod
    def order(self) -> tuple[Any, ...]:
        """The same each time: it ends with the id."""

    @abstractmethod
    def narrowed(self, scope: Scope, chosen: Chosen) -> list[ColumnElement[bool]]:
        """What the list's own filters ask for."""

    @abstractmethod
    def matching(self, scope: Scope, chosen: Chosen) -> ColumnElement[bool]:
        """Whether a row is meant by what was typed; the reading is one of :attr:`reads`."""

    @abstractmethod
    def lines(self, scope: Scope, rows: Sequence[Any], *, also: str | None) -> list[Line]:
        """The lines for some rows, with what stands in other tables, in a fixed number of queries.

        :param also: a permission that must be held over those other rows too
        """

    def settle(self, scope: Scope, chosen: Chosen) -> Chosen:
        """Decide what the text is: of what it can be by its form, the first that finds something.

        What looks like a name is looked for among addresses only if somebody asks: that reads all of them.
        """
        if not chosen.text or chosen.reading is not None:
            return chosen
        possible = self.possible(scope, chosen.text)
        if Reading.NAME in possible:
            possible = possible[: possible.index(Reading.NAME) + 1]
        tries = [chosen.but(reading=reading) for reading in possible]
        if len(tries) > 1:
            return next((tried for tried in tries if self._any(scope, tried)), tries[0])
        return tries[0] if tries else chosen

    def possible(self, scope: Scope, text: str) -> list[Reading]:
        """What the text can be in this list, the likeliest first."""
        found = readings(text, today=scope.today, phone_country=phone_country(scope.city))
        return [reading for reading in found if reading in self.reads]

    def total(self, scope: Scope, chosen: Chosen, *, also: str | None = None) -> int:
        """How many rows there are."""
        return scope.db.scalar(scope.select(self.counted(scope, chosen, also=also))) or 0

    def counted(self, scope: Scope, chosen: Chosen, *, also: str | None = None) -> ScalarSelect[int]:
        """The total as a part of another query."""
        query = select(func.count()).select_from(self.model)
        return query.where(*self.conditions(scope, chosen, also=also)).scalar_subquery()

    def page(self, scope: Scope, chosen: Chosen, number: int) -> Page[Line]:
        """A page of a settled filter; one beyond the last is the last."""
        total = self.total(scope, chosen)
        number = min(number, max(1, -(-total // PAGE)))
        query = self._rows(scope, chosen, also=None).limit(PAGE).offset((number - 1) * PAGE)
        rows = scope.db.execute(query).all() if total else []
        return Page(self.lines(scope, rows, also=None) if rows else [], total, number)

    def stream(self, scope: Scope, chosen: Chosen, *, also: str) -> Iterator[Line]:
        """All rows of a settled filter, in bounded memory.

        :param also: a permission that must be held beside that of reading, e.g. to export
        """
        query = self._rows(scope, chosen, also=also).execution_options(yield_per=AT_ONCE)
        with scope.db.execute(query) as found:
            for rows in found.partitions():
                yield from self.lines(scope, rows, also=also)

    def conditions(
        self, scope: Scope, chosen: Chosen, *, also: str | None = None
    ) -> list[ColumnElement[bool]]:
        """What a row must fulfil. That it may be seen at all is the session's to say."""
        model = self.model
        found = [self.kept(chosen)]
        if chosen.deleted:  # shown to be restored, which only who may change them can
            found.append(scope.covers(model.grid_id, permissions.EDIT))
        if also is not None:
            found.append(scope.covers(model.grid_id, also))
        if chosen.node_id is not None and chosen.direct:
            found.append(model.grid_id == chosen.node_id)
        elif chosen.node_id is not None:
            found.append(scope.below(model.grid_id, chosen.node_id))
        if chosen.text:
            found.append(self.matching(scope, chosen) if chosen.reading in self.reads else false())
        return found + self.narrowed(scope, chosen)

    def kept(self, chosen: Chosen) -> ColumnElement[bool]:
        """Whether a row is there, or (as was asked for) was deleted."""
        at = self.model.deleted_at
        return at.is_not(None) if chosen.deleted else at.is_(None)

    def _rows(self, scope: Scope, chosen: Chosen, *, also: str | None) -> Select[Any]:
        query = scope.select(*self.columns()).where(*self.conditions(scope, chosen, also=also))
        return query.order_by(*self.order())

    def _any(self, scope: Scope, chosen: Chosen) -> bool:
        row = select(literal(1)).select_from(self.model).where(*self.conditions(scope, chosen))
        return bool(scope.db.scalar(scope.select(row.exists())))
