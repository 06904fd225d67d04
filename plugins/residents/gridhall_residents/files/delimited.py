"""Rows of CSV and TSV files, one at a time."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .errors import UnreadableError

_DELIMITERS = ",\t;|"
_SAMPLE = 1 << 16
_LONGEST = 1 << 17
"""Of our own: the csv module's limit belongs to the whole process, and others raise it."""


def delimiter_of(path: Path, encoding: str) -> str:
    """The delimiter under which most rows of the beginning have one and the same number of cells, above one.

    A file of a single column has none; then it is the comma.

    :raises UnreadableError: ``field_too_long``
    """
    with path.open(encoding=encoding, newline="") as stream:
        sample = stream.read(_SAMPLE)
    return max(_DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: str, delimiter: str) -> tuple[int, int]:
    rows = _records(io.StringIO(sample, newline=""), delimiter)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0, 0
    width, times = widths.most_common(1)[0]
    return times, width


def records(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """All rows, empty ones too; a row with line breaks inside a field is one row, as a spreadsheet shows it.

    A field above 131,072 characters is refused: an unclosed quote must not swallow the file.

    :raises UnreadableError: ``field_too_long``
    """
    with path.open(encoding=encoding, newline="") as stream:
        yield from _records(stream, delimiter)


def _records(stream: io.TextIOBase, delimiter: str) -> Iterator[list[str]]:
    try:
        for row in csv.reader(stream, delimiter=delimiter):
            if any(len(cell) > _LONGEST for cell in row):
                raise UnreadableError("field_too_long")
            yield row
    except csv.Error as error:
        raise UnreadableError("field_too_long") from error
