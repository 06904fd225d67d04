"""Writes a table row by row, in bounded memory: XLSX and CSV."""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

import xlsxwriter

from gridhall_residents.files.text import harmless

from .tables import Cell

MOST_ROWS = 1_048_576
"""Of one sheet of a workbook, its head too."""
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}

Head = Sequence[tuple[str, int]]
"""``(title, width in characters)`` of each column."""
Rows = Iterable[Sequence[Cell]]


def write_csv(stream: BinaryIO, head: Head, rows: Rows, *, right_to_left: bool) -> int:
    """Write UTF-8 with a byte order mark, by which spreadsheets know it; return how many rows."""
    del right_to_left  # text has no direction of its own
    stream.write(codecs.BOM_UTF8)
    out = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    writer = csv.writer(out)
    writer.writerow([title for title, _width in head])
    count = 0
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
        count += 1
    out.detach()
    return count


def write_xlsx(stream: BinaryIO, head: Head, rows: Rows, *, right_to_left: bool) -> int:
    """Write a workbook; return how many rows. What one sheet cannot hold goes on in the next."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet, place, count = _new_sheet(book, head, right_to_left), 0, 0
    for row in rows:
        place += 1
        if place == MOST_ROWS:
            sheet, place = _new_sheet(book, head, right_to_left), 1
        for column, cell in enumerate(row):
            _write_cell(sheet, place, column, cell, day)
        count += 1
    book.close()
    return count


WRITERS: dict[str, Callable[..., int]] = {"xlsx": write_xlsx, "csv": write_csv}


def _new_sheet(book: Any, head: Head, right_to_left: bool) -> Any:  # noqa: FBT001 - passed on
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    if right_to_left:
        sheet.right_to_left()
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, (title, width) in enumerate(head):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    return sheet


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, day: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, harmless(cell))
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    else:
        sheet.write_number(row, column, cell)


def _safe(cell: Cell) -> str:
    return "" if cell is None else harmless(cell) if isinstance(cell, str) else str(cell)
