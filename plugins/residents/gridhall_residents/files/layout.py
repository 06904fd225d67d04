"""Where in the rows of one file the fields of a profile stand."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from .profile import SourceProfile
from .synonyms import SENSITIVE, header_key
from .text import key

_REQUIRED = {
    "resident": (("name",), ("village_code", "village_name")),
    "dwelling": (("code",), ("village_code", "village_name")),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """A profile bound to the columns of one file; made once a file."""

    profile: SourceProfile
    columns: tuple[str, ...]
    """As ``Table.columns``."""
    places: Mapping[str, tuple[int, ...]]
    """Field → indexes of the columns that feed it, in the order of the file."""
    kept: tuple[int, ...]
    """Indexes of the columns that are ours to keep, imported or not."""
    values: Mapping[str, Mapping[str, str]]
    """Field → ``text.key`` of what is written, small → value of ours; also each value of ours itself."""

    @classmethod
    def of(cls, profile: SourceProfile, columns: Sequence[str]) -> Self:
        """Bind; headers are compared without blanks, case, punctuation and units."""
        fields = {header_key(header): names for header, names in profile.columns.items()}
        dropped = SENSITIVE | {header_key(header) for header in profile.drop}
        places: dict[str, tuple[int, ...]] = {}
        for index, column in enumerate(columns):
            for name in fields.get(header_key(column), ()):
                places[name] = (*places.get(name, ()), index)
        kept = tuple(index for index, column in enumerate(columns) if header_key(column) not in dropped)
        values = {
            field: {key(word).casefold(): value for word, value in words.items()}
            | {value: value for value in words.values()}
            for field, words in profile.values.items()
        }
        return cls(profile, tuple(columns), places, kept, values)

    def missing(self) -> tuple[str, ...]:
        """The fields without which each row would be rejected; either of two is written ``a|b``."""
        wanted = _REQUIRED[self.profile.kind]
        return tuple("|".join(names) for names in wanted if not any(name in self.places for name in names))

    def cell(self, cells: Sequence[str], field: str) -> str:
        """The first filled cell for a field, as written; empty where there is none."""
        for index in self.places.get(field, ()):
            if cells[index] and not cells[index].isspace():
                return cells[index]
        return ""

    def column(self, cells: Sequence[str], field: str) -> str:
        """The header of the cell that ``cell`` gives, of the first where all are empty; empty for none."""
        indexes = self.places.get(field, ())
        filled = (index for index in indexes if cells[index] and not cells[index].isspace())
        index = next(filled, indexes[0] if indexes else None)
        return "" if index is None else self.columns[index]

    def digest(self, cells: Sequence[str]) -> int:
        """64 bits, signed (a ``bigint``), of the normalised row as far as kept; equal for repeated rows."""
        extra = cells[len(self.columns) :]
        text = "\x1f".join([*(key(cells[index]) for index in self.kept), *map(key, extra)])
        return int.from_bytes(hashlib.blake2b(text.upper().encode(), digest_size=8).digest(), signed=True)
