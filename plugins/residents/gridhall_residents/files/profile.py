"""What a department's file looks like, as a city writes it down in ``tenants/<slug>/sources/<key>.toml``."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from .header import ADDED
from .synonyms import HEADERS, SENSITIVE, VALUES, fields_of, header_key

Kind = Literal["resident", "dwelling"]


def _several(names: object) -> object:
    return (names,) if isinstance(names, str) else names


class SourceProfile(BaseModel):
    """One kind of file of one department."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """Unique within the city; the name of its TOML file."""
    title: dict[str, str]
    """What people call it, per language."""
    department: str
    """Who hands the file over, as a code: each value remembers it."""
    kind: Kind
    """What one row is."""
    category: str | None = None
    """What being in the file says of a resident, e.g. ``low_income``."""
    columns: dict[str, Annotated[tuple[str, ...], BeforeValidator(_several)]]
    """Header → the field or fields that it feeds. Of several headers of a field the first filled one counts.

    Headers that are named nowhere are not imported, but stand in the file of rejects.
    """
    drop: tuple[str, ...] = ()
    """Headers that are not ours to keep: not imported, and not in the file of rejects either.

    ``synonyms.SENSITIVE`` are dropped whether a profile says so or not.
    """
    values: dict[str, dict[str, str]] = {}
    """Field → what the department writes → the value of ours; for ``sex``, ``relation`` and ``use``."""

    @model_validator(mode="after")
    def _only_known_names(self) -> Self:
        allowed = set(HEADERS[self.kind])
        if unknown := {name for names in self.columns.values() for name in names} - allowed:
            raise ValueError(f"no fields of a {self.kind}: {sorted(unknown)}")
        if kept := {header for header in self.columns if header_key(header) in SENSITIVE}:
            raise ValueError(f"never ours to keep: {sorted(kept)}")
        for field, words in self.values.items():
            if unknown := set(words.values()) - set(VALUES.get(field, {}).values()):
                raise ValueError(f"no values of {field}: {sorted(unknown)}")
        return self

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read one from TOML.

        :raises ValueError: not TOML, not a profile, or the key is not the name of the file
        """
        profile = cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        if profile.key != path.stem:
            raise ValueError(f"{path}: key is {profile.key!r}, the file is named {path.stem!r}")
        return profile


def propose(columns: Sequence[str], *, key: str, department: str, kind: Kind | None = None) -> SourceProfile:
    """A first profile for an unknown file, from usual column names in Chinese, English and Arabic.

    A person should look at it: unknown columns are left out.

    :param columns: as ``Table.columns`` gives them
    :param kind: what one row is; None: what explains more columns
    """
    kinds: tuple[Kind, ...] = (kind,) if kind else ("resident", "dwelling")
    chosen = max(kinds, key=lambda each: len(_known(columns, each)))
    known = _known(columns, chosen)
    return SourceProfile(
        key=key,
        title={"en": key},
        department=department,
        kind=chosen,
        columns={column: (field,) for column, field in known.items()},
        drop=tuple(column for column in columns if header_key(column) in SENSITIVE),
        values={field: dict(VALUES[field]) for field in known.values() if field in VALUES},
    )


def _known(columns: Sequence[str], kind: Kind) -> dict[str, str]:
    fields = fields_of(kind)
    return {
        column: fields[header_key(column)]
        for column in columns
        if not column.startswith(ADDED) and header_key(column) in fields
    }
