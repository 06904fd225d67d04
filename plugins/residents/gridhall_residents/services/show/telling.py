"""Who said what of records, and when: the statements of a page, read at once."""

import base64
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_

from gridhall.access import Scope
from gridhall_residents.models import Source, Statement
from gridhall_residents.services import masking


@dataclass(frozen=True)
class Origin:
    """Who said something, and when."""

    source: str
    """The key of the source; ``staff`` for people who work here."""
    titles: Mapping[str, str]
    """What people call the source, by language."""
    department: str
    said_by: str | None
    """Who it was, of staff."""
    at: datetime
    """When it was so: the date of a file, or the moment of a change."""
    from_file: bool


@dataclass(frozen=True)
class Told:
    """That a source said something of one field."""

    key: str
    """See ``fields.py``."""
    value: object
    """As the statement keeps it: of a sensitive one the blind index; None: it took its value back."""
    masked: str | None
    """A sensitive value as it may be shown."""
    origin: Origin


@dataclass(frozen=True)
class Event:
    """What a source said at one time."""

    origin: Origin
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Telling:
    """All that was said of one record."""

    events: tuple[Event, ...] = ()
    """The latest first."""

    def of(self, key: str) -> list[Told]:
        """All that was said of a field, the latest first."""
        return [told for event in self.events for told in event.told if told.key == key]

    def holding(self, key: str, now: object) -> Told | None:
        """What is the reason for the value that a field has: the latest that says it, else the latest."""
        told = self.of(key)
        return next((each for each in told if each.value == now), told[0] if told else None)

    def others(self, key: str, now: object) -> list[Told]:
        """What else was said of a field, the latest first."""
        holding = self.holding(key, now)
        return [each for each in self.of(key) if each is not holding]


Tellings = dict[tuple[str, int], Telling]
_COLUMNS = (
    Statement.kind,
    Statement.record_id,
    Statement.at,
    Statement.said_by,
    Statement.run_id,
    Statement.values,
    Statement.secrets,
    Statement.changed,
    Source.key,
    Source.title,
    Source.department,
)


def tellings(scope: Scope, records: Mapping[str, Collection[int]]) -> Tellings:
    """What was said of records, by kind and id; one query.

    :param records: ids by kind, of records that the one who asks may see
    """
    about = [
        and_(Statement.kind == kind, Statement.record_id.in_(ids)) for kind, ids in records.items() if ids
    ]
    if not about:
        return {}
    query = (
        scope.select(*_COLUMNS)
        .join(Source, Source.id == Statement.source_id)
        .where(or_(*about))
        .order_by(Statement.at.desc(), Statement.id.desc())
    )
    events: dict[tuple[str, int], list[Event]] = {}
    for row in scope.db.execute(query):
        events.setdefault((row.kind, row.record_id), []).append(_event(scope, row))
    return {record: Telling(tuple(found)) for record, found in events.items()}


def _event(scope: Scope, row: Any) -> Event:
    origin = Origin(row.key, row.title, row.department, row.said_by, row.at, row.run_id is not None)
    _, _, _, _, _, values, secrets, changed, *_ = row
    keys = [key for key in (values if changed is None else changed) if key in values]
    return Event(
        origin, tuple(Told(key, values[key], _masked(scope, key, secrets.get(key)), origin) for key in keys)
    )


def _masked(scope: Scope, key: str, secret: str | None) -> str | None:
    if secret is None:
        return None
    mask = masking.phone if key == "phone" else masking.identity
    return mask(scope.keys, base64.b64decode(secret))
