"""Fills the records of a test city; each call commits what it makes. The fixture is ``records``."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import TypedDict, Unpack

from gridhall.access import Scope
from gridhall.models import GridNode
from gridhall.testing import SampleCity
from gridhall_residents.files.text import key
from gridhall_residents.importing.sources import ensure_source
from gridhall_residents.models import (
    Dwelling,
    Household,
    NameSuffix,
    Resident,
    ResidentCategory,
    Statement,
)
from gridhall_residents.population.numbers import IdentityNumbers, Phones

LONG_AGO = datetime(2021, 5, 1, tzinfo=UTC)
"""When the factories' source said what it says."""
TITLE = {"en": "Register", "zh_Hans": "登记册", "ar": "السجل"}


@dataclass(frozen=True, kw_only=True)
class Deleted:
    """How a record was deleted."""

    by: str = "Somebody"
    reason: str = "moved_away"
    at: datetime = datetime(2022, 5, 1, tzinfo=UTC)


DELETED = Deleted()


class ResidentGiven(TypedDict, total=False):
    """What may be given for a resident; without an identity number nobody is confirmed."""

    identity: str | None
    phone: str | None
    sex: str | None
    birth_date: date | None
    household: int | None
    relation: str | None
    address: str | None
    note: str | None
    categories: Sequence[str]
    deleted: Deleted | None


class DwellingGiven(TypedDict, total=False):
    """What may be given for a dwelling."""

    address: str | None
    use: str | None
    area_m2: Decimal | None
    owner_name: str | None
    owner_identity: str | None
    deleted: Deleted | None


class Records:
    """Factories for one city. Each gives the id of what it made.

    ``new_identity`` and ``new_phone`` give numbers that are valid and nobody's. What a record is made
    with was said by the source ``register``.
    """

    def __init__(self, city: SampleCity) -> None:
        self.city = city
        self._numbers = IdentityNumbers()
        self._phones = Phones()
        self._codes = count(1)

    def new_identity(self, birth_date: date = date(1980, 1, 2), sex: str = "female") -> str:
        """An identity number of 18 characters, another one each time."""
        return self._numbers.take(birth_date, sex)

    def new_phone(self) -> str:
        """A Chinese phone in E.164, another one each time."""
        return self._phones.take("zh_Hans")

    def new_code(self, letter: str = "H") -> str:
        """A code of a home or household, another one each time."""
        return f"{letter}{next(self._codes):04}"

    def resident(self, grid: GridNode, name: str = "李雷", **given: Unpack[ResidentGiven]) -> int:
        """Add a resident, found by every part of the name."""
        plain = {field: given.get(field) for field in ("sex", "birth_date", "relation", "address", "note")}
        with self.city.scope() as scope:
            row = Resident(
                grid_id=grid.id,
                name=name,
                name_key=key(name),
                household_id=given.get("household"),
                **plain,
                **sealed(scope, "identity", given.get("identity")),
                **sealed(scope, "phone", given.get("phone")),
                **_deletion(given.get("deleted")),
            )
            scope.db.add(row)
            scope.db.flush()
            scope.db.add_all(NameSuffix(suffix=part, resident_id=row.id) for part in endings(name))
            _put_into_categories(scope, row.id, given.get("categories", ()))
            home = scope.db.get(Household, row.household_id) if row.household_id else None
            said = {
                **plain,
                "name": name,
                "name_key": row.name_key,
                "birth_date": row.birth_date and row.birth_date.isoformat(),
                "household_code": home and home.code,
                **{f"category.{each}": True for each in given.get("categories", ())},
            }
            secret = {"identity_number": given.get("identity"), "phone": given.get("phone")}
            _say(scope, row, "resident", said, secret)
            return row.id

    def household(
        self,
        grid: GridNode,
        code: str | None = None,
        *,
        dwelling: int | None = None,
        dwelling_code: str | None = None,
        deleted: Deleted | None = None,
    ) -> int:
        """Add a household; without ``dwelling_code`` its dwelling is reported by the dwelling's own."""
        with self.city.scope() as scope:
            home = scope.db.get_one(Dwelling, dwelling) if dwelling else None
            row = Household(
                grid_id=grid.id,
                code=code or self.new_code("F"),
                dwelling_id=dwelling,
                dwelling_code=dwelling_code or (home and home.code),
                **_deletion(deleted),
            )
            scope.db.add(row)
            scope.db.flush()
            return row.id

    def dwelling(self, grid: GridNode, code: str | None = None, **given: Unpack[DwellingGiven]) -> int:
        """Add a dwelling."""
        area, owner = given.get("area_m2"), given.get("owner_identity")
        plain = {field: given.get(field) for field in ("address", "use", "owner_name")}
        with self.city.scope() as scope:
            row = Dwelling(
                grid_id=grid.id,
                code=code or self.new_code(),
                area_m2=area,
                **plain,
                **sealed(scope, "identity", owner, column="owner_identity"),
                **_deletion(given.get("deleted")),
            )
            scope.db.add(row)
            scope.db.flush()
            said = {**plain, "area_m2": None if area is None else f"{area.normalize():f}"}
            _say(scope, row, "dwelling", said, {"owner_identity_number": owner})
            return row.id


def sealed(
    scope: Scope, kind: str, value: str | None, *, column: str | None = None
) -> dict[str, bytes | None]:
    """A sensitive value as its two columns keep it.

    :param kind: of the blind index: ``identity`` or ``phone``
    :param column: what the two columns begin with; None: the kind
    """
    begin = column or kind
    if value is None:
        return {f"{begin}_enc": None, f"{begin}_ix": None}
    return {f"{begin}_enc": scope.keys.encrypt(value), f"{begin}_ix": scope.keys.blind_index(kind, value)}


def endings(name: str) -> list[str]:
    """What the index of names keeps of a name."""
    small = key(name).lower()
    return [small[start:] for start in range(max(len(small) - 1, 1))]


def _put_into_categories(scope: Scope, resident_id: int, categories: Sequence[str]) -> None:
    source, since = _source(scope), LONG_AGO.date()
    scope.db.add_all(
        ResidentCategory(resident_id=resident_id, category=each, since=since, source_id=source)
        for each in categories
    )


def _deletion(deleted: Deleted | None) -> dict[str, object]:
    if deleted is None:
        return {}
    return {"deleted_at": deleted.at, "deleted_by": deleted.by, "deleted_reason": deleted.reason}


def _source(scope: Scope) -> int:
    return ensure_source(scope, "register", TITLE, "Registry")


def _say(
    scope: Scope,
    row: Resident | Dwelling,
    kind: str,
    said: Mapping[str, object],
    secret: Mapping[str, str | None],
) -> None:
    """Keep who said it: the source ``register``."""
    given = {field: value for field, value in secret.items() if value is not None}
    index_kinds = {"phone": "phone"}
    values = {field: value for field, value in said.items() if value is not None}
    for field, value in given.items():
        values[field] = scope.keys.blind_index(index_kinds.get(field, "identity"), value).hex()
    scope.db.add(
        Statement(
            kind=kind,
            record_id=row.id,
            source_id=_source(scope),
            at=LONG_AGO,
            values={**values, "place": row.grid_id},
            secrets={f: base64.b64encode(scope.keys.encrypt(v)).decode() for f, v in given.items()},
        )
    )
