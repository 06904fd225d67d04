"""What a resident may be told: all that is held of them, who supplied it, and who looked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from gridhall.access import Scope
from gridhall.services import audit
from gridhall_residents import permissions
from gridhall_residents.models import Dwelling, Resident
from gridhall_residents.services import records
from gridhall_residents.services.reveal import ACTION

from .pages import PersonShown, person


@dataclass(frozen=True)
class Look:
    """That somebody was shown a sensitive value whole."""

    at: datetime
    by: str
    field: str
    """A key of ``fields.py``."""
    purpose: str
    """A key of ``labels.PURPOSE``."""
    words: str
    """The purpose in their own words, where the list had none that fitted."""


@dataclass(frozen=True)
class About:
    """All that a resident may be told."""

    found: PersonShown
    looks: tuple[Look, ...]
    """The latest first."""


def about(scope: Scope, person_id: int) -> About:
    """For those who may change the person: they are whom a resident asks.

    :raises NotFound: there is none, or they live outside the grids of the one who asks
    :raises Forbidden: they may be seen, but not changed
    """
    row = records.get(scope, Resident, person_id)
    scope.require(permissions.EDIT, row.grid_id)
    subjects = [f"resident:{row.id}", *(f"dwelling:{home_id}" for home_id in _owned(scope, row.identity_ix))]
    seen = audit.of_subjects(scope, subjects, action=ACTION)
    return About(person(scope, person_id), _looks(seen))


def _owned(scope: Scope, index: bytes | None) -> Collection[int]:
    """Homes that hold this person's number as the owner's, wherever they stand: it was seen there, too."""
    if index is None:
        return ()
    table = Dwelling.metadata.tables[Dwelling.__tablename__]
    homes = scope.select(table.c.id).where(table.c.owner_identity_ix == index)
    return scope.db.scalars(scope.whole_city(homes)).all()


def _looks(lines: Collection[audit.Line]) -> tuple[Look, ...]:
    return tuple(
        Look(
            line.at,
            line.actor,
            str(line.detail.get("field", "")),
            str(line.detail.get("purpose", "")),
            str(line.detail.get("words", "")),
        )
        for line in lines
    )
