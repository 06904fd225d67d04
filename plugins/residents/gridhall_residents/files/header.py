"""Which row names the columns, and which rows are not records."""

import re
from collections.abc import Sequence

from .errors import UnreadableError
from .synonyms import KNOWN_HEADERS, header_key
from .text import digits_folded, key

SEARCHED = 30
"""The header stands within so many rows."""
ADDED = "gridhall:"
"""How the columns that a file of rejects adds begin."""
_LEAST_KNOWN = 2
_LEAST_FILLED = 0.6
_NUMBER_OR_DATE = re.compile(r"[0-9][0-9.,:/年月日\- ]*X?", re.IGNORECASE)
_TOTAL = re.compile(
    r"(合计|总计|小计|共计|累计|grandtotal|subtotal|total|sum|المجموع|الإجمالي)[::]?[0-9.,]*[人户条套]?|共[0-9]+[人户条套]",
    re.IGNORECASE,
)


def header_index(rows: Sequence[Sequence[str]]) -> int:
    """The index of the row that names the columns.

    Known names decide. In a file of strange names it is the first row that is about as full as the others
    and holds neither a number nor a date.

    :param rows: the first rows of the file, at most ``SEARCHED``
    :raises UnreadableError: ``no_header``; guessing would make somebody's record a header
    """
    known = [sum(cell.startswith(ADDED) or header_key(cell) in KNOWN_HEADERS for cell in row) for row in rows]
    best = max(known, default=0)
    if best >= _LEAST_KNOWN:
        return known.index(best)
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    enough = max(_LEAST_KNOWN, _LEAST_FILLED * max(filled, default=0))
    for index, row in enumerate(rows):
        if filled[index] >= enough and not any(_is_number(cell) for cell in row):
            return index
    raise UnreadableError("no_header")


def _is_number(cell: str) -> bool:
    return _NUMBER_OR_DATE.fullmatch(digits_folded(cell)) is not None


def column_names(row: Sequence[str]) -> tuple[str, ...]:
    """Unique names: trimmed, nameless ones by their place (``column 3``), repeated ones counted (``名 (2)``).

    Nameless columns at the end are no columns.
    """
    cells = [" ".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name, count = cell or f"column {place}", 1
        while name in names:
            count += 1
            name = f"{cell} ({count})"
        names.append(name)
    return tuple(names)


def is_record(cells: Sequence[str]) -> bool:
    """Neither an empty row nor a row of totals.

    A row of totals begins with a word for it and is at most half full: a person called so has more cells.
    """
    filled = [cell for cell in cells if cell and not cell.isspace()]
    if not filled:
        return False
    return len(filled) > max(2, len(cells) // 2) or _TOTAL.fullmatch(key(filled[0])) is None
