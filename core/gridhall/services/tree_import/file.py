"""Takes a file of nodes apart: its encoding, its delimiter, its columns."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from gridhall.errors import Invalid
from gridhall.words import Domain

_ = Domain("gridhall")

NEEDED = ("code", "name", "parent_code", "level")
POSSIBLE = (*NEEDED, "type", "boundary")
DELIMITERS = ",;\t"
csv.field_size_limit(16 * 1024 * 1024)  # the boundary of a county is longer than the 128 KiB of the default


class RawRow(NamedTuple):
    """One row as it stands in the file, without spaces around; "" for what it does not say."""

    number: int
    """As a spreadsheet counts: the header is row 1."""
    code: str
    name: str
    parent_code: str
    level: str
    type: str
    boundary: str


def read_rows(data: bytes) -> Iterator[RawRow]:
    """The rows of a CSV file; empty ones are left out.

    :param data: UTF-8 with or without a byte order mark, UTF-16 with one, or GB18030
    :raises Invalid: it is no text, lacks a column, or a row cannot be taken apart
    """
    text = _decode(data)
    head = text.lstrip("\r\n").partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=head.count), strict=True)
    places: dict[str, int] | None = None
    try:
        for number, cells in enumerate(lines, start=1):
            values = [cell.strip() for cell in cells]
            if not any(values):
                continue
            if places is None:
                places = _places(values)
                continue
            yield RawRow(number, *(_cell(values, places.get(name)) for name in POSSIBLE))
    except csv.Error as error:
        raise Invalid(
            _("Line {line} of the file cannot be read as CSV: {reason}."), line=lines.line_num, reason=error
        ) from error
    if places is None:
        raise Invalid(_("The file is empty."))


def _decode(data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Invalid(_("The file is neither UTF-8 nor GB18030 text. Save it as CSV in UTF-8."))


def _places(header: list[str]) -> dict[str, int]:
    names = [name.casefold() for name in header]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Invalid(
            _("The file has no column {missing}. Its first row must name the columns {needed}."),
            missing=", ".join(missing),
            needed=", ".join(NEEDED),
        )
    return {name: names.index(name) for name in POSSIBLE if name in names}


def _cell(values: list[str], place: int | None) -> str:
    return values[place] if place is not None and place < len(values) else ""
