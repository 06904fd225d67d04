"""Makes up the grids of a city whose divisions end above them."""

import csv
import io
from collections.abc import Iterator
from zlib import crc32

from gridhall.services.tree import Levels

FEWEST, MORE = 4, 4
"""Each place has 4 to 7 grids, always the same."""


def generated_grids(divisions: str, levels: Levels, language: str) -> bytes:
    """The rows of the lowest level below each node of the one above it that has none, as CSV in UTF-8.

    :param divisions: the text of the city's file
    :param language: of the names
    """
    rows = list(csv.DictReader(io.StringIO(divisions)))
    upper, lowest = levels.keys[-2:]
    inhabited = {row["parent_code"] for row in rows}
    word = levels.name(lowest, language)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("code", "name", "parent_code", "level"))
    for row in rows:
        if row["level"] == upper and row["code"] not in inhabited:
            writer.writerows(_below(row["code"], word, lowest, language))
    return out.getvalue().encode()


def _below(code: str, word: str, level: str, language: str) -> Iterator[tuple[str, str, str, str]]:
    for number in range(1, FEWEST + crc32(code.encode()) % MORE + 1):
        name = f"第{number}{word}" if language == "zh_Hans" else f"{word} {number}"
        yield f"{code}{number:03}", name, code, level
