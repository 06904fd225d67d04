"""Reads the audit log. :meth:`gridhall.access.Scope.audit` writes it, ``audit_chain`` proves it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from gridhall.access import Scope
from gridhall.models import AuditEntry
from gridhall.services.audit_chain import Noted, Report, verify
from gridhall.services.permissions import AUDIT_VIEW

__all__ = ["Entries", "Filters", "Line", "Noted", "Report", "actions", "entries", "of_subjects", "verify"]

PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What to show of the log; None shows all."""

    actor: str | None = None
    """The actor's name, whole."""
    action: str | None = None
    """An action, or all that begin with it, e.g. ``residents.``."""
    subject: str | None = None
    """What it was done to, whole, e.g. ``resident:17``."""
    since: date | None = None
    """The first day, in the city's time zone."""
    until: date | None = None
    """The last day, in the city's time zone."""


@dataclass(frozen=True)
class Line:
    """One entry as it is shown."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]


_SHOWN = (
    AuditEntry.seq,
    AuditEntry.at,
    AuditEntry.actor,
    AuditEntry.action,
    AuditEntry.subject,
    AuditEntry.detail,
)


@dataclass(frozen=True)
class Entries:
    """A page of the log, the latest first."""

    lines: tuple[Line, ...]
    before: int | None
    """Give it to :func:`entries` for the next page; None: this is the last."""


def entries(scope: Scope, filters: Filters, *, before: int | None = None, limit: int = PAGE) -> Entries:
    """A page of the log.

    :param before: only entries with smaller numbers
    :raises Forbidden: the principal does not read the log
    """
    scope.require(AUDIT_VIEW)
    query = scope.select(*_SHOWN).order_by(AuditEntry.seq.desc()).limit(limit + 1)
    if filters.actor:
        query = query.where(AuditEntry.actor == filters.actor)
    if filters.action:
        query = query.where(AuditEntry.action.startswith(filters.action, autoescape=True))
    if filters.subject:
        query = query.where(AuditEntry.subject == filters.subject)
    if filters.since:
        query = query.where(AuditEntry.at >= _midnight(scope, filters.since))
    if filters.until:
        query = query.where(
            AuditEntry.at < _midnight(scope, min(filters.until, scope.today) + timedelta(days=1))
        )
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    lines = tuple(Line(*row) for row in scope.db.execute(query))
    return Entries(lines[:limit], lines[limit - 1].seq if len(lines) > limit else None)


def of_subjects(scope: Scope, subjects: Collection[str], *, action: str) -> tuple[Line, ...]:
    """What was done to some subjects, the latest first; only the action, whole, that is asked for.

    For pages that tell a person who did something to a record of theirs. It does not ask for the right to
    read the log: the caller has made sure that these subjects are the reader's to know about.
    """
    about = scope.select(*_SHOWN).where(AuditEntry.subject.in_(subjects), AuditEntry.action == action)
    return tuple(Line(*row) for row in scope.db.execute(about.order_by(AuditEntry.seq.desc())))


def actions(scope: Scope) -> list[str]:
    """The actions that occur in the log, in alphabetical order.

    :raises Forbidden: the principal does not read the log
    """
    scope.require(AUDIT_VIEW)
    return list(scope.db.scalars(scope.select(AuditEntry.action).distinct().order_by(AuditEntry.action)))


def _midnight(scope: Scope, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=scope.city.zone)
