"""Rows of a workbook sheet as text."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from .errors import UnreadableError

_LARGEST = 2 << 30
"""Bytes unpacked; a sheet is read whole, and a small archive may hold an endless one."""
_EXACT = 2**53
"""Up to here each whole number has a float of its own (IEEE 754 binary64)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, whole in memory: reading it takes far longer than looking at its rows."""

    name: str
    _sheet: CalamineSheet

    def records(self) -> Iterator[list[str]]:
        """All rows from row 1 on, empty ones too; may be called again."""
        for row in self._sheet.iter_rows():
            yield [as_text(value) for value in row]


def open_sheet(path: Path, wanted: str | None) -> tuple[Sheet | None, tuple[str, ...]]:
    """A visible sheet that holds anything, and the names of the others.

    :param wanted: its name; None: the first
    :return: None for the sheet where there is none
    :raises UnreadableError: ``broken``, ``password``, ``too_large``
    """
    chosen: Sheet | None = None
    others: list[str] = []
    with _opened(path) as book:
        for found in book.sheets_metadata:
            if found.visible != SheetVisibleEnum.Visible or found.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(found.name)
            if not sheet.height:
                continue
            if chosen is None and wanted in (None, found.name):
                chosen = Sheet(found.name, sheet)
            else:
                others.append(found.name)
    return chosen, tuple(others)


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
