"""How far an import has come, and the turns in which it reads a file.

Rows with an identity number come first, wherever they stand in the file, then those with a date of birth,
then the others: a row may mean somebody whom an earlier turn makes, and nobody whom its own makes, unless
it says the same of who it is. So it makes no difference how the file is cut into chunks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from gridhall_residents.files.layout import Layout
from gridhall_residents.files.table import Table
from gridhall_residents.files.text import clean
from gridhall_residents.models import ImportRun

Row = tuple[int, list[str]]
"""The row's number and its cells."""
Rows = list[Row]
Turn = Callable[[Sequence[str]], int]
LAST_TURN = 2


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
    turn = turns(layout)
    waiting = {after.turn}
    for number in range(after.turn, LAST_TURN + 1):
        if number not in waiting:
            continue
        begin = after.row if number == after.turn else 0
        rest = _rows(table, turn, number, begin, waiting)
        while chunk := list(islice(rest, size)):
            yield Place(number, chunk[-1][0]), chunk


def _rows(table: Table, turn: Turn, number: int, begin: int, waiting: set[int]) -> Iterator[Row]:
    """The rows of a turn after a row number; those turns to which other rows belong are noted."""
    for row in table.rows():
        whose = turn(row[1])
        waiting.add(whose)
        if whose == number and row[0] > begin:
            yield row


def turns(layout: Layout) -> Turn:
    """Tells whose turn a row is."""
    if layout.profile.kind == "dwelling":
        return lambda _cells: 0

    def turn(cells: Sequence[str]) -> int:
        fields = ("identity_number", "birth_date")
        filled = (clean(layout.cell(cells, field)) for field in fields)
        return next((number for number, cell in enumerate(filled) if cell), LAST_TURN)

    return turn
