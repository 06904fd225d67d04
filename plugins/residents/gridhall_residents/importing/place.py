"""How far an import has come, and the turns in which it reads a file.

Rows with an identity number come first, wherever they stand in the file: rows without one may mean the
people whom those make. So it makes no difference how the file is cut into chunks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from gridhall_residents.files.layout import Layout
from gridhall_residents.files.table import Table
from gridhall_residents.files.text import clean
from gridhall_residents.models import ImportRun

Rows = list[tuple[int, list[str]]]
"""Row numbers and cells."""
Turn = Callable[[Sequence[str]], bool]
"""Whether it is a row's turn."""


@dataclass(frozen=True, order=True)
class Place:
    """What is in: all rows of earlier turns, and those of this turn up to a row."""

    turn: int
    row: int

    @classmethod
    def of(cls, run: ImportRun) -> "Place":
        """Where a run is."""
        return cls(run.turn, run.last_row)


def chunks(table: Table, layout: Layout, size: int, *, after: Place) -> Iterator[tuple[Place, Rows]]:
    """The rows that are not in yet, in lists of at most ``size``, each with the place that it reaches."""
    for number, turn in enumerate(turns(layout)):
        if number < after.turn:
            continue
        begin = after.row if number == after.turn else 0
        rest = (row for row in table.rows() if row[0] > begin and turn(row[1]))
        while chunk := list(islice(rest, size)):
            yield Place(number, chunk[-1][0]), chunk


def turns(layout: Layout) -> tuple[Turn, ...]:
    """One for a file without numbers, otherwise two."""
    field = "identity_number"
    if field not in layout.places:
        return (lambda _cells: True,)

    def numbered(cells: Sequence[str]) -> bool:
        return bool(clean(layout.cell(cells, field)))

    return numbered, lambda cells: not numbered(cells)
