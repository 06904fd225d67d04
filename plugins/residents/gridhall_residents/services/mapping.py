"""What a person says of an unknown file: which column becomes what, and what the words in it mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from gridhall.access import Scope
from gridhall.errors import Invalid
from gridhall_residents.files.layout import Layout
from gridhall_residents.files.profile import Kind, SourceProfile, propose
from gridhall_residents.files.synonyms import HEADERS, SENSITIVE, VALUES, header_key
from gridhall_residents.files.table import Table
from gridhall_residents.files.text import clean, key, one_line
from gridhall_residents.words import _

from . import sources

NOT_OURS = "!"
"""In place of a field: never kept, and not in the file of rejects either."""
LOOKED_AT = 20_000
"""Rows in which the words of a column are looked for."""
MOST_WORDS = 40
LONGEST_TITLE = 80


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What is said so far."""

    kind: Kind
    title: str = ""
    department: str = ""
    category: str = ""
    """A key of the city's categories; "": being in the file says nothing of the kind."""
    columns: Mapping[str, str]
    """Header → field, ``NOT_OURS``, or "" for a column that is not imported."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field → what the department writes → our value, or "" where such rows are to be rejected."""


def proposed(table: Table, kind: Kind | None) -> Reading:
    """What usual column names suggest.

    :param kind: what one row is; None: what explains more columns
    """
    guess = propose(table.columns, key="guess", department="", kind=kind)
    return Reading(kind=guess.kind, columns=_columns(table, guess))


def of_profile(table: Table, profile: SourceProfile, language: str) -> Reading:
    """What was said of the source before."""
    return Reading(
        kind=profile.kind,
        title=profile.title.get(language) or next(iter(profile.title.values()), ""),
        department=profile.department,
        category=profile.category or "",
        columns=_columns(table, profile),
        words={name: dict(words) for name, words in profile.values.items()},
    )


def _columns(table: Table, profile: SourceProfile) -> dict[str, str]:
    layout = Layout.of(profile, table.columns)
    fields = {index: name for name, places in layout.places.items() for index in places}
    return {
        header: fields.get(index, "") if index in layout.kept else NOT_OURS
        for index, header in enumerate(table.columns)
    }


def is_never_ours(header: str) -> bool:
    """Whether a column holds what is never kept, whatever a person says."""
    return header_key(header) in SENSITIVE


def unknown_words(table: Table, reading: Reading) -> dict[str, list[str]]:
    """The words of a file that nobody has said the meaning of, by field, the first ones first."""
    asked = {header: name for header, name in reading.columns.items() if name in VALUES}
    places = {table.columns.index(header): name for header, name in asked.items() if header in table.columns}
    known = {name: {_folded(word) for word in _meanings(reading, name)} for name in asked.values()}
    found: dict[str, dict[str, str]] = {name: {} for name in asked.values()}
    for name, word in _words(table, places):
        if _folded(word) not in known[name] and len(found[name]) < MOST_WORDS:
            found[name].setdefault(_folded(word), word)
    return {name: list(words.values()) for name, words in found.items() if words}


def _words(table: Table, places: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    for _number, cells in islice(table.rows(), LOOKED_AT if places else 0):
        for index, name in places.items():
            if word := clean(cells[index]):
                yield name, word


def _meanings(reading: Reading, name: str) -> dict[str, str]:
    """The meaning of each word that is known; our own values mean themselves."""
    own = {value: value for value in VALUES[name].values()}
    return own | dict(VALUES[name]) | dict(reading.words.get(name, {}))


def _folded(word: str) -> str:
    return key(word).casefold()


def remember(scope: Scope, reading: Reading, *, language: str, known: SourceProfile | None) -> SourceProfile:
    """Keep what was said as a source of the city.

    :param language: that of the title
    :param known: the source that is said anew; None: a new one
    :raises Invalid: something is missing, or cannot be so
    :raises Conflict: how the source is read stands in the city's files
    """
    title, department = (one_line(text)[:LONGEST_TITLE] for text in (reading.title, reading.department))
    if not title:
        raise Invalid(_("Say what people call this file."), field="title")
    if not department:
        raise Invalid(_("Say which department it comes from."), field="department")
    kept = {
        header: name
        for header, name in reading.columns.items()
        if name in HEADERS[reading.kind] and not is_never_ours(header)
    }
    columns = {**_elsewhere(known, reading), **{header: (name,) for header, name in kept.items()}}
    profile = sources.checked(
        {
            "key": known.key if known else sources.new_key(scope, title),
            "title": {**(known.title if known else {}), language: title},
            "department": department,
            "kind": reading.kind,
            "category": (reading.category or None) if reading.kind == "resident" else None,
            "columns": columns,
            "drop": [header for header, name in reading.columns.items() if name == NOT_OURS],
            "values": {
                name: {word: value for word, value in _meanings(reading, name).items() if value}
                for name in {name for names in columns.values() for name in names} & set(VALUES)
            },
        }
    )
    _require_fields(profile, tuple(reading.columns))
    sources.remember(scope, profile)
    return profile


def _elsewhere(known: SourceProfile | None, reading: Reading) -> dict[str, tuple[str, ...]]:
    """What was said of headers that this file does not have."""
    if known is None or known.kind != reading.kind:
        return {}
    here = {header_key(header) for header in reading.columns}
    return {header: names for header, names in known.columns.items() if header_key(header) not in here}


def _require_fields(profile: SourceProfile, columns: tuple[str, ...]) -> None:
    if missing := Layout.of(profile, columns).missing():
        first = missing[0].partition("|")[0]
        messages = {
            "name": _("Say which column holds the name."),
            "code": _("Say which column holds the code of the home."),
            "village_code": _("Say which column holds the village: its code or its name."),
        }
        raise Invalid(messages[first], field="columns")


def answered(reading: Reading, words: Mapping[str, Mapping[str, str]]) -> Reading:
    """With what a person says of words."""
    both = {name: {**reading.words.get(name, {}), **said} for name, said in words.items()}
    return replace(reading, words={**reading.words, **both})
