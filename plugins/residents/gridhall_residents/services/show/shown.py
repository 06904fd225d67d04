"""Records as pages show them: values, who said them, and what the reader may do with them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gridhall.access import Scope
from gridhall_residents import permissions
from gridhall_residents.fields import CATEGORY, DWELLING, HOUSEHOLD, PLACE, RESIDENT
from gridhall_residents.models import Dwelling, Household, Resident, ResidentCategory
from gridhall_residents.services import masking
from gridhall_residents.services.change.current import as_said
from gridhall_residents.services.lists.areas import Place, places
from gridhall_residents.services.records import covered

from .telling import Telling, Tellings, tellings

Model = type[Resident] | type[Household] | type[Dwelling]
KINDS: Mapping[Model, str] = {Resident: "resident", Household: "household", Dwelling: "dwelling"}
_COMMON = "id grid_id version created_at updated_at deleted_at deleted_by deleted_reason".split()
_OWN: Mapping[Model, Sequence[str]] = {
    Resident: ("household_id", *(c for f in RESIDENT for c in (f.column, f.cipher_column) if c)),
    Household: ("code", "dwelling_id", "dwelling_code"),
    Dwelling: ("code", *(c for f in DWELLING for c in (f.column, f.cipher_column) if c)),
}


@dataclass(frozen=True)
class Deletion:
    """How a record was deleted."""

    at: datetime
    by: str
    reason: str
    """A key of ``labels.REASON``, or somebody's own words."""


@dataclass(frozen=True)
class Shown:
    """A record on a page."""

    kind: str
    """``resident``, ``household`` or ``dwelling``."""
    id: int
    version: int
    updated_at: datetime
    belongs_to: int | None
    """A person's household, a household's home."""
    now: Mapping[str, object]
    """What holds, by the keys of ``fields.py``, as statements keep it."""
    masked: Mapping[str, str | None]
    """Sensitive values, as they may be shown."""
    categories: Mapping[str, date]
    """The keys of the categories that a person belongs to, each with the day since when it is known."""
    places: Mapping[int, Place]
    """All grids that the page speaks of, by id."""
    telling: Telling
    deletion: Deletion | None
    may_edit: bool
    may_reveal: bool

    @property
    def name(self) -> str:
        """A person's name."""
        return str(self.now["name"])

    @property
    def place(self) -> Place:
        """Where the record stands."""
        return self.places[int(str(self.now[PLACE]))]


def rows(scope: Scope, model: Model, *conditions: Any) -> list[Any]:
    """The columns that :func:`dress` needs."""
    columns = [getattr(model, name) for name in (*_COMMON, *_OWN[model])]
    return list(scope.db.execute(scope.select(*columns).where(*conditions).order_by(model.id)))


def dress(scope: Scope, found: Mapping[Model, Sequence[Any]]) -> dict[Model, list[Shown]]:
    """Records with all that a page shows of them: five queries, whatever their number."""
    every = [row for rows in found.values() for row in rows]
    told = tellings(scope, {KINDS[model]: [row.id for row in rows] for model, rows in found.items()})
    member_of = _categories(scope, [row.id for row in found.get(Resident, ())])
    grids = {row.grid_id for row in every}
    named = places(scope, grids | _told_places(told))
    edit, reveal = (covered(scope, each, grids) for each in (permissions.EDIT, permissions.REVEAL))
    codes = {row.id: row.code for row in found.get(Household, ())}
    return {
        model: [
            Shown(
                kind=KINDS[model],
                id=row.id,
                version=row.version,
                updated_at=row.updated_at,
                belongs_to=getattr(row, "household_id", getattr(row, "dwelling_id", None)),
                now=_now(model, row, member_of, codes),
                masked=_masked(scope, model, row),
                categories=member_of.get(row.id, {}) if model is Resident else {},
                places=named,
                telling=told.get((KINDS[model], row.id), Telling()),
                deletion=_deletion(row),
                may_edit=row.grid_id in edit,
                may_reveal=row.grid_id in reveal,
            )
            for row in rows
        ]
        for model, rows in found.items()
    }


def _told_places(told: Tellings) -> set[int]:
    every = (each for telling in told.values() for each in telling.of(PLACE))
    return {each.value for each in every if isinstance(each.value, int)}


def _now(
    model: Model, row: Any, member_of: Mapping[int, Mapping[str, date]], codes: Mapping[int, str]
) -> dict[str, object]:
    """What holds, by the keys of ``fields.py``.

    :param codes: of the households on the page, by their ids
    """
    if model is Household:
        return {"code": row.code, "dwelling_code": row.dwelling_code, PLACE: row.grid_id}
    fields = RESIDENT if model is Resident else DWELLING
    found: dict[str, object] = {field.key: as_said(getattr(row, field.column)) for field in fields}
    found[PLACE] = row.grid_id
    if model is Dwelling:
        return {"code": row.code, **found}
    found[HOUSEHOLD] = codes.get(row.household_id)
    return found | {CATEGORY + key: True for key in member_of.get(row.id, {})}


def _masked(scope: Scope, model: Model, row: Any) -> dict[str, str | None]:
    if model is Resident:
        return {
            "identity_number": masking.identity(scope.keys, row.identity_enc),
            "phone": masking.phone(scope.keys, row.phone_enc),
        }
    if model is Dwelling:
        return {"owner_identity_number": masking.identity(scope.keys, row.owner_identity_enc)}
    return {}


def _deletion(row: Any) -> Deletion | None:
    if row.deleted_at is None:
        return None
    return Deletion(row.deleted_at, row.deleted_by or "", row.deleted_reason or "")


def _categories(scope: Scope, ids: Collection[int]) -> dict[int, dict[str, date]]:
    query = scope.select(
        ResidentCategory.resident_id, ResidentCategory.category, ResidentCategory.since
    ).where(ResidentCategory.resident_id.in_(ids))
    found: dict[int, dict[str, date]] = {}
    for resident_id, category, since in scope.db.execute(query.order_by(ResidentCategory.category)):
        found.setdefault(resident_id, {})[category] = since
    return found
