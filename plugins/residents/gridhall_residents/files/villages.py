"""The villages and communities that a city knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from .reasons import RefusedError
from .text import digits_folded, key


@dataclass(frozen=True, slots=True)
class KnownVillages:
    """Villages by code and by name."""

    ids_by_code: Mapping[str, int]
    ids_by_name: Mapping[str, tuple[int, ...]]
    """Names as ``text.key`` makes them; one name may belong to several."""

    @classmethod
    def of(cls, villages: Iterable[tuple[int, str, str]]) -> Self:
        """From id, code and name of each."""
        by_code: dict[str, int] = {}
        by_name: dict[str, tuple[int, ...]] = {}
        for id_, code, name in villages:
            by_code[code] = id_
            by_name[key(name)] = (*by_name.get(key(name), ()), id_)
        return cls(by_code, by_name)

    def find(self, code: str, name: str) -> int:
        """The id of one village; the code decides where there is one.

        :param code: a cell, or an empty text
        :param name: a cell, or an empty text
        :raises RefusedError: ``village_missing``, ``unknown_village``, ``ambiguous_village``
        """
        wanted = digits_folded(code)
        if wanted:
            ids: tuple[int, ...] = (self.ids_by_code[wanted],) if wanted in self.ids_by_code else ()
        elif named := key(name):
            ids = self.ids_by_name.get(named, ())
        else:
            raise RefusedError("village_missing")
        if not ids:
            raise RefusedError("unknown_village")
        if len(ids) > 1:
            raise RefusedError("ambiguous_village")
        return ids[0]
