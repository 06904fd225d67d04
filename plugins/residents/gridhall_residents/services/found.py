"""What was found in a file, before any of it is imported."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from gridhall.access import Scope
from gridhall_residents.files.layout import Layout
from gridhall_residents.files.profile import SourceProfile, propose
from gridhall_residents.files.synonyms import SENSITIVE, header_key
from gridhall_residents.files.table import Table, open_table
from gridhall_residents.files.text import clean, digits_folded
from gridhall_residents.importing import faults

from . import masking, sources

Fate = Literal["imported", "left", "dropped"]
LOOKED_AT = 50
"""Rows of which the examples are taken."""
EXAMPLES = 3
LONGEST_EXAMPLE = 40
SECRETS = frozenset({"identity_number", "owner_identity_number", "phone"})
PLAIN = frozenset({"village_code", "code", "household_code"})
"""Long numbers that are nobody's secret."""
_LONG_NUMBER = re.compile(r"[0-9]{11,}[0-9X]?", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """A column of a file."""

    header: str
    fields: tuple[str, ...]
    """What it becomes; empty: it is not imported."""
    fate: Fate
    """``left``: not imported, but in the file of rejects; ``dropped``: never kept."""
    examples: tuple[str, ...]
    """Its first values, sensitive ones masked; none of what is dropped."""


@dataclass(frozen=True)
class Found:
    """A file as it would be read."""

    table: Table
    columns: tuple[Column, ...]
    profile: SourceProfile | None
    """None: no source of the city fits."""
    missing: tuple[str, ...]
    """Fields without which no row can be taken; either of two is written ``a|b``."""


def look(scope: Scope, file: Path, *, source: str | None = None, sheet: str | None = None) -> Found:
    """Look at a file as one source would have it read.

    :param source: its key; None: the one that fits best
    :param sheet: of a workbook; None: the first that is not empty
    :raises Invalid: the file cannot be read
    :raises NotFound: there is no such source
    """
    with faults.told():
        table = open_table(file, sheet=sheet)
        first = [cells for _number, cells in islice(table.rows(), LOOKED_AT)]
    profile = (
        sources.profile_of(scope, source)
        if source
        else sources.best_fit(sources.profiles(scope), table.columns)
    )
    guessed = propose(table.columns, key="guess", department="")
    layout = Layout.of(profile or guessed, table.columns)
    columns = _columns(table, layout, Layout.of(guessed, table.columns), first, imported=profile is not None)
    return Found(table, tuple(columns), profile, layout.missing() if profile else ())


def _columns(
    table: Table, layout: Layout, guessed: Layout, rows: Sequence[Sequence[str]], *, imported: bool
) -> Iterator[Column]:
    for index, header in enumerate(table.columns):
        fields = tuple(name for name, places in layout.places.items() if index in places)
        guess = {name for name, places in guessed.places.items() if index in places}
        dropped = index not in layout.kept or header_key(header) in SENSITIVE
        fate: Fate = "dropped" if dropped else "imported" if fields and imported else "left"
        values = (row[index] for row in rows)
        yield Column(
            header,
            fields if fate == "imported" else (),
            fate,
            () if dropped else tuple(_examples(values, guess | set(fields))),
        )


def _examples(values: Iterator[str], fields: set[str]) -> list[str]:
    found: list[str] = []
    for value in values:
        shown = _shown(clean(value), fields)
        if shown and shown not in found:
            found.append(shown)
        if len(found) == EXAMPLES:
            break
    return found


def _shown(value: str, fields: set[str]) -> str:
    if fields & SECRETS or (not fields & PLAIN and _LONG_NUMBER.search(digits_folded(value))):
        return masking.ending(value)
    return value if len(value) <= LONGEST_EXAMPLE else value[: LONGEST_EXAMPLE - 1] + "…"
