"""The file of rejected rows, to be mended in a spreadsheet and imported again."""

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from .check import Rejected
from .header import ADDED
from .layout import Layout
from .text import quoted


class RejectsWriter:
    """Writes one row at a time; used with ``with``.

    CSV, UTF-8 with a byte order mark. Three columns stand before those of the file: row number, reason,
    column at fault; ``open_table`` takes them away again. Dropped columns (ethnicity) are left out. Cells
    that a spreadsheet would run or round begin with an apostrophe, which ``open_table`` takes away too.

    :param path: where; an existing file is replaced
    :param layout: of the file that the rows come from
    :raises OSError: the file cannot be written
    """

    def __init__(self, path: Path, layout: Layout) -> None:
        self._layout = layout
        self._stream = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._stream)
        added = [f"{ADDED}{name}" for name in ("row", "reason", "column")]
        self._csv.writerow(added + self._kept(layout.columns))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def add(self, row_number: int, cells: Sequence[str], rejected: Rejected) -> None:
        """Write one row as ``Table.rows`` gave it."""
        self._csv.writerow([row_number, rejected.reason, quoted(rejected.column), *self._kept(cells)])

    def _kept(self, cells: Sequence[str]) -> list[str]:
        extra = cells[len(self._layout.columns) :]
        return [quoted(cell) for cell in (*(cells[index] for index in self._layout.kept), *extra)]
