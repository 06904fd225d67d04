"""A file as rows of text, whatever form it came in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Literal

from . import delimited, workbook
from .encoding import encoding_of
from .errors import UnreadableError
from .header import ADDED, SEARCHED, column_names, header_index, is_record
from .text import unquoted

Form = Literal["csv", "tsv", "xlsx", "xls"]
Records = Callable[[], Iterator[list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table found in a file; made by ``open_table``."""

    form: Form
    """By content; a zipped workbook is ``xlsx``, the older binary one ``xls``."""
    encoding: str | None
    """As Python spells it, e.g. ``gb18030``; None for a spreadsheet."""
    delimiter: str | None
    """None for a spreadsheet."""
    sheet: str | None
    """The sheet read; None for a text file."""
    other_sheets: tuple[str, ...]
    """Visible sheets with something in them that are not read: tell people."""
    header_row: int
    """The row that names the columns, counted from 1."""
    columns: tuple[str, ...]
    """Unique names, without the columns that a file of rejects adds."""
    _records: Records = field(repr=False)
    _added: frozenset[int] = field(repr=False)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with its row number, as a spreadsheet shows it; may be called again.

        Cells are as many as ``columns``, and more where a row is too long. Empty rows and rows of totals are
        left out. A text file is read as one goes; a spreadsheet stands in memory.

        :raises UnreadableError: ``field_too_long``
        """
        width = len(self.columns)
        following = islice(self._records(), self.header_row, None)
        for number, record in enumerate(following, start=self.header_row + 1):
            cells = self._restored(record) if self._added else record
            if not is_record(cells):
                continue
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            yield number, cells + [""] * (width - len(cells))

    def _restored(self, record: list[str]) -> list[str]:
        """The cells of a file of rejects as they were before."""
        return [unquoted(cell) for place, cell in enumerate(record) if place not in self._added]


def open_table(path: Path, *, sheet: str | None = None) -> Table:
    """Find out form, encoding, delimiter and header row of a file. Content decides, not the ending.

    :param sheet: the sheet of a workbook; without it the first visible one that is not empty
    :raises UnreadableError: see ``errors.FileReason``
    :raises OSError: the file cannot be opened
    """
    with path.open("rb") as stream:
        start = stream.read(512)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _open_workbook(path, "xlsx" if start.startswith(b"PK") else "xls", sheet)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype", b"<table", b"<meta")):
        raise UnreadableError("html")
    return _open_text(path)


def _open_text(path: Path) -> Table:
    encoding = encoding_of(path)
    delimiter = delimited.delimiter_of(path, encoding)
    records = partial(delimited.records, path, encoding, delimiter)
    header_row, columns, added = _header(records)
    return Table(
        form="tsv" if delimiter == "\t" else "csv",
        encoding=encoding,
        delimiter=delimiter,
        sheet=None,
        other_sheets=(),
        header_row=header_row,
        columns=columns,
        _records=records,
        _added=added,
    )


def _open_workbook(path: Path, form: Form, sheet: str | None) -> Table:
    chosen, others = workbook.open_sheet(path, sheet)
    if chosen is None:
        raise UnreadableError("no_sheet")
    header_row, columns, added = _header(chosen.records)
    return Table(
        form=form,
        encoding=None,
        delimiter=None,
        sheet=chosen.name,
        other_sheets=others,
        header_row=header_row,
        columns=columns,
        _records=chosen.records,
        _added=added,
    )


def _header(records: Records) -> tuple[int, tuple[str, ...], frozenset[int]]:
    """The row number of the header, the columns, and the places of those that a file of rejects added."""
    rows = list(islice(records(), SEARCHED))
    index = header_index(rows)
    added = frozenset(place for place, cell in enumerate(rows[index]) if cell.startswith(ADDED))
    kept = [cell for place, cell in enumerate(rows[index]) if place not in added]
    return index + 1, column_names([unquoted(cell) for cell in kept] if added else kept), added
