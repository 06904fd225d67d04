"""Rows as they are stored: sensitive values encrypted, each value under the key of its field."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gridhall.db import CityKeys
from gridhall_residents.fields import CATEGORY, HOUSEHOLD, PLACE, bits
from gridhall_residents.files.read_dwelling import DwellingValues
from gridhall_residents.files.read_resident import ResidentValues

Json = dict[str, object]


@dataclass(slots=True, kw_only=True)
class Draft:
    """What one or several rows of a chunk say of one record."""

    row_numbers: list[int]
    digests: list[int]
    match_key: int
    """Equal for rows that speak of the same record by their own words."""
    place: int
    values: Json
    secrets: Json
    identity_ix: bytes | None = None
    name_key: str | None = None
    birth_date: date | None = None
    code: str | None = None

    @property
    def fields(self) -> int:
        """A bit for each field that is filled."""
        return bits(self.values)

    def join(self, later: "Draft") -> None:
        """Take in a later row: of each field the first row that fills it counts."""
        self.row_numbers += later.row_numbers
        self.digests += later.digests
        self.secrets = {
            key: secret for key, secret in later.secrets.items() if key not in self.values
        } | self.secrets
        self.values = later.values | self.values


class Drafter:
    """Makes drafts for one city and source.

    :param category: what being in the file says of a resident
    """

    def __init__(self, keys: CityKeys, category: str | None) -> None:
        self._keys = keys
        self._category = category

    def draft(self, row_number: int, digest: int, row: ResidentValues | DwellingValues) -> Draft:
        """The draft of one row."""
        return (
            self._resident(row_number, digest, row)
            if isinstance(row, ResidentValues)
            else self._dwelling(row_number, digest, row)
        )

    def _resident(self, row_number: int, digest: int, row: ResidentValues) -> Draft:
        said: Json = {
            "name": row.name,
            "name_key": row.name_key,
            "sex": row.sex,
            "birth_date": row.birth_date and row.birth_date.isoformat(),
            "address": row.address,
            "relation": row.relation,
            "note": row.note,
            PLACE: row.village_id,
            HOUSEHOLD: row.household_code,
        }
        if self._category:
            said[CATEGORY + self._category] = True
        values = {key: value for key, value in said.items() if value is not None}
        secrets: Json = {}
        identity = seal(self._keys, "identity_number", row.identity_number, values, secrets)
        seal(self._keys, "phone", row.phone, values, secrets)
        return Draft(
            row_numbers=[row_number],
            digests=[digest],
            match_key=_short(identity)
            if identity
            else match_key(row.name_key, row.birth_date, row.village_id),
            place=row.village_id,
            values=values,
            secrets=secrets,
            identity_ix=identity,
            name_key=row.name_key,
            birth_date=row.birth_date,
        )

    def _dwelling(self, row_number: int, digest: int, row: DwellingValues) -> Draft:
        said: Json = {
            "address": row.address,
            "use": row.use,
            "area_m2": None if row.area_m2 is None else f"{row.area_m2.normalize():f}",
            "owner_name": row.owner_name,
            PLACE: row.village_id,
        }
        values = {key: value for key, value in said.items() if value is not None}
        secrets: Json = {}
        seal(self._keys, "owner_identity_number", row.owner_identity_number, values, secrets)
        return Draft(
            row_numbers=[row_number],
            digests=[digest],
            match_key=match_key(row.code),
            place=row.village_id,
            values=values,
            secrets=secrets,
            code=row.code,
        )


INDEX_KINDS = {"identity_number": "identity", "owner_identity_number": "identity", "phone": "phone"}
"""Sensitive field → kind of its blind index: an owner is found among residents by the same number."""


def seal(keys: CityKeys, field: str, value: str | None, values: Json, secrets: Json) -> bytes | None:
    """Put a sensitive value among values and secrets; return its blind index, None for no value."""
    if value is None:
        return None
    index = keys.blind_index(INDEX_KINDS[field], value)
    values[field] = index.hex()
    secrets[field] = base64.b64encode(keys.encrypt(value)).decode()
    return index


def match_key(*parts: object) -> int:
    """64 bits, signed, of what a row says of whom it means."""
    text = "\x1f".join(map(str, parts))
    return _short(hashlib.blake2b(text.encode(), digest_size=8).digest())


def _short(index: bytes) -> int:
    return int.from_bytes(index[:8], signed=True)


def joined(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, those of the same record made one, in the order of the first rows."""
    found: dict[int, Draft] = {}
    for draft in drafts:
        known = found.get(draft.match_key)
        if known is None:
            found[draft.match_key] = draft
        else:
            known.join(draft)
    return list(found.values())
