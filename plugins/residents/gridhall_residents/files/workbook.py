"""Rows of a workbook sheet as text."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from .errors import UnreadableError

_LARGEST = 2 << 30
"""Bytes unpacked; a sheet is read whole, and a small archive may hold an endless one."""
_EXACT = 2**53
"""Up to here each whole number has a float of its own (IEEE 754 binary64)."""


def filled_sheets(path: Path) -> list[str]:
    """The names of the visible sheets that hold anything, in their order.

    :raises UnreadableError: ``broken``, ``password``, ``too_large``
    """
    with _opened(path) as book:
        wanted = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        return [name for name in wanted if book.get_sheet_by_name(name).height]


def records(path: Path, sheet: str) -> Iterator[list[str]]:
    """All rows from row 1 on, empty ones too.

    :raises UnreadableError: ``broken``, ``password``, ``too_large``
    """
    with _opened(path) as book:
        rows = book.get_sheet_by_name(sheet).iter_rows()
    for row in rows:
        yield [as_text(value) for value in row]


@contextmanager
def _opened(path: Path) -> Iterator[CalamineWorkbook]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if sum(member.file_size for member in archive.infolist()) > _LARGEST:
                    raise UnreadableError("too_large")
        with CalamineWorkbook.from_path(path) as book:
            yield book
    except PasswordError as error:
        raise UnreadableError("password") from error
    except (CalamineError, zipfile.BadZipFile) as error:
        raise UnreadableError("broken") from error


def as_text(value: object) -> str:
    """A cell as a person would have typed it.

    A whole number that a float holds exactly is written in full; one beyond that has lost digits, and is
    written with its exponent (``3.309992009090588E+17``) so that nobody takes it for what was typed.
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value)) if abs(value) <= _EXACT else repr(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
