"""Makes one file of one list."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from gridhall.access import Scope
from gridhall.errors import NotFound
from gridhall.words import DIRECTIONS, Catalogues, Words
from gridhall_residents import permissions
from gridhall_residents.services.lists.filters import Filter
from gridhall_residents.words import _

from .sheets import WRITERS
from .tables import KINDS, Cell, Column, Kind, Reader

LOCALE = Path(__file__).parents[1] / "locale"
TOLD_EVERY = 1_000
"""Rows between two words on how far it is."""


@dataclass(frozen=True)
class Order:
    """A file that is wanted."""

    kind: str
    """``people``, ``homes`` or ``households``."""
    chosen: Filter
    """Which rows; settled."""
    format: str
    """``xlsx`` or ``csv``."""
    language: str

    @classmethod
    def read(cls, scope: Scope, given: Mapping[str, str], language: str) -> "Order":
        """Read a form: ``list``, ``format`` and the filters of the list's address.

        :raises NotFound: there is no such list or format
        """
        kind, form = given.get("list", ""), given.get("format", "")
        if kind not in KINDS or form not in WRITERS:
            raise NotFound(_("There is no such list. Choose its filters again."))
        chosen = KINDS[kind].listing.settle(scope, KINDS[kind].asked.read(given))
        return cls(kind, chosen, form, language)

    @property
    def of(self) -> Kind:
        """The list."""
        return KINDS[self.kind]

    def total(self, scope: Scope) -> int:
        """How many rows the file would have."""
        return self.of.listing.total(scope, self.chosen, also=permissions.EXPORT)

    def detail(self) -> dict[str, Any]:
        """What the audit log keeps: how it was filtered, and nothing of what was looked for."""
        written = self.chosen.written()
        written.pop("q", None)
        searched = written.pop("as", "")
        found_by = {"searched_by": searched or "text"} if self.chosen.text else {}
        return {"format": self.format, **found_by, **written}


def make(
    scope: Scope, order: Order, stream: BinaryIO, *, told: Callable[[int], None] = lambda _n: None
) -> int:
    """Write a file and what the audit log keeps of it; return how many rows it has.

    :param told: how many rows are written, now and then
    """
    reader = Reader.of(scope, words_of(scope, order.language))
    columns = order.of.table(order.chosen)
    head = [(reader.words(column.title), column.width) for column in columns]
    rows = _rows(scope, order, columns, reader, told)
    right_to_left = DIRECTIONS[order.language] == "rtl"
    count = WRITERS[order.format](stream, head, rows, right_to_left=right_to_left)
    scope.audit("residents.export", f"list:{order.kind}", rows=count, **order.detail())
    return count


def words_of(scope: Scope, language: str) -> Words:
    """The plugin's words in a language, the city's own first: a job has no reader who brings them."""
    catalogues = Catalogues({_.name: LOCALE, "gridhall": LOCALE})
    return catalogues.words(language, scope.city.folder / "locale")


def _rows(
    scope: Scope,
    order: Order,
    columns: Sequence[Column],
    reader: Reader,
    told: Callable[[int], None],
) -> Iterator[Sequence[Cell]]:
    lines = order.of.listing.stream(scope, order.chosen, also=permissions.EXPORT)
    for count, line in enumerate(lines, start=1):
        yield [column.cell(line, reader) for column in columns]
        if count % TOLD_EVERY == 0:
            told(count)
