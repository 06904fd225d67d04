"""Finds runs that nobody does any more: their job is gone from the queue, or their command was killed."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import func, select, tuple_, update

from gridhall.errors import GridhallError
from gridhall.jobs.scopes import CityScopes
from gridhall.models import JobRun
from gridhall.services import runs
from gridhall.words import Domain

_ = Domain("gridhall")
log = structlog.get_logger()

COMMAND_SILENT = timedelta(hours=1)
"""A command that told nothing for so long is taken for killed."""


Seen = set[tuple[UUID, int]]
"""Runs, each with the number of its attempt: one that went on since has another number."""


def unfinished(scopes: CityScopes) -> Seen:
    """The runs of a city that a worker should be doing. Read these before the queue."""
    with scopes.short() as db:
        query = select(JobRun.id, JobRun.attempt).where(JobRun.state.in_(runs.UNFINISHED), JobRun.queued)
        return {(run, attempt) for run, attempt in db.execute(query)}


def give_up(scopes: CityScopes, gone: Seen) -> int:
    """Mark runs as failed whose job is gone, and those of commands that fell silent; return how many."""
    silent_since = datetime.now(UTC) - COMMAND_SILENT
    last_heard = func.coalesce(JobRun.progressed_at, JobRun.started_at, JobRun.created_at)
    lost = _failed(_("This was lost from the queue before it was done. Try again.")).where(
        JobRun.queued, tuple_(JobRun.id, JobRun.attempt).in_(list(gone))
    )
    silent = _failed(_("The command that did this ended before it was done. Run it again.")).where(
        JobRun.queued.is_(False), last_heard < silent_since
    )
    with scopes.short() as db:
        found = [run for change in (lost, silent) for run in db.scalars(change.returning(JobRun.id))]
    for run in found:
        log.warning("run given up", run=str(run), city=scopes.city.slug)
    return len(found)


def _failed(why: str) -> Any:
    reason = runs.kept_reason(GridhallError(why))
    change = update(JobRun).where(JobRun.state.in_(runs.UNFINISHED))
    return change.values(state="failed", reason=reason, finished_at=func.now())
