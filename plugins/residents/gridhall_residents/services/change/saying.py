"""What staff say of records, kept as statements of the source ``staff``.

Of all sources the newest that said something new of a field holds. What is typed in a form is new, even
where staff had said the same before a department said otherwise; so each key that is given counts as changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.dialects.postgresql import distinct_on

from gridhall.access import Scope
from gridhall_residents.importing.sources import ensure_source
from gridhall_residents.models import Statement

STAFF = "staff"
"""The key of the source; people read ``said_by`` and not its title."""
_TITLE = {"en": "Staff"}


@dataclass
class Said:
    """What is said of one record, as statements keep it."""

    values: dict[str, object] = field(default_factory=dict)
    """By the keys of ``fields.py``; None takes a value back."""
    secrets: dict[str, object] = field(default_factory=dict)
    """Sensitive values, encrypted, in base64."""


def names_of(said: Said) -> list[str]:
    """The fields that are spoken of, for the audit log: which category it is says too much of somebody."""
    return sorted({key.partition(".")[0] for key in said.values})


def staff_source(scope: Scope) -> int:
    """The id of the source."""
    return ensure_source(scope, STAFF, _TITLE, "")


def say(scope: Scope, kind: str, said: Mapping[int, Said]) -> None:
    """Keep what is said now of records of one kind, by their ids; of those without values nothing."""
    said = {record_id: each for record_id, each in said.items() if each.values}
    source_id, before = staff_source(scope), _before(scope, kind, list(said))
    scope.db.add_all(
        Statement(
            kind=kind,
            record_id=record_id,
            source_id=source_id,
            at=scope.now,
            said_by=scope.principal.name,
            values=before.get(record_id, {}) | each.values,
            secrets=each.secrets,
            changed=sorted(each.values),
        )
        for record_id, each in said.items()
    )


def _before(scope: Scope, kind: str, ids: list[int]) -> dict[int, dict[str, object]]:
    """All that staff have said of each so far."""
    last = (
        scope.select(Statement.record_id, Statement.values)
        .where(
            Statement.kind == kind,
            Statement.record_id.in_(ids),
            Statement.source_id == staff_source(scope),
        )
        .ext(distinct_on(Statement.record_id))
        .order_by(Statement.record_id, Statement.at.desc(), Statement.id.desc())
    )
    return {row.record_id: row[1] for row in scope.db.execute(last)}
