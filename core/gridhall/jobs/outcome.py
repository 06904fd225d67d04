"""How an attempt ended, from what the job raised, and what of that is kept for people and in the log."""

import traceback
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from gridhall.errors import GridhallError
from gridhall.jobs.stops import Cancelled, Interrupted, Superseded
from gridhall.words import Domain

_ = Domain("gridhall")
log = structlog.get_logger()

PASSING = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300", "25P03"})
"""SQLSTATEs that go away by themselves: serialization, deadlock, lock time-out, a server that restarts
or has no connection left, a transaction that was idle too long. Class 08 (connection) does, too."""
MOST_IDLE_ATTEMPTS = 10
"""So many attempts in a row without any progress, and the run has failed."""
LONGEST_DELAY_S = 60.0

State = Literal["done", "failed", "cancelled"]


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended."""

    state: State | None
    """None: it goes on in another attempt, or has been taken over."""
    reason: GridhallError | None = None
    again_after: float | None = None
    """Seconds until the next attempt; None: there is none."""


def of(error: BaseException | None, *, run_id: UUID, job: str, city: str, idle_attempts: int) -> Outcome:
    """What follows from what a job raised (None: nothing), with an entry in the log."""
    entry = log.bind(run=str(run_id), job=job, city=city)
    match error:
        case None:
            entry.info("job done")
            return Outcome("done")
        case Cancelled():
            entry.info("job cancelled")
            return Outcome("cancelled")
        case Interrupted():
            entry.info("job interrupted")
            return Outcome(None, again_after=0)
        case Superseded():
            entry.warning("job taken over by another worker")
            return Outcome(None)
    if passes(error):
        wait = delay(idle_attempts)
        entry.warning("job tries again", error=type(error).__name__, wait_s=wait, frames=frames(error)[-6:])
        return Outcome(None, again_after=wait)
    return Outcome("failed", _failure(error, run_id, entry))


def _failure(error: BaseException, run_id: UUID, entry: Any) -> GridhallError:
    if isinstance(error, GridhallError):
        entry.info("job refused", reason=error.message, frames=frames(error))  # who asked is told
        return error
    entry.error("job failed", error=type(error).__name__, frames=frames(error))
    text = _("Something went wrong inside the platform. Your system administrator finds {run} in its log.")
    return GridhallError(text, run=str(run_id))


def given_up() -> GridhallError:
    """Why a run is not begun again and again."""
    return GridhallError(
        _("This was begun {n} times and came no further. Try again later or tell your system administrator."),
        n=MOST_IDLE_ATTEMPTS,
    )


def delay(idle_attempts: int) -> float:
    """Seconds to wait before the next attempt: doubled each time nothing was done."""
    return float(min(0.5 * 2**idle_attempts, LONGEST_DELAY_S))


def passes(error: BaseException) -> bool:
    """Whether an error comes from the database's circumstances, not from what was asked of it."""
    if isinstance(error, PoolExhausted):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or (error.orig is not None and passes(error.orig))
    if not isinstance(error, psycopg.Error):
        return False
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError)
    return error.sqlstate in PASSING or error.sqlstate.startswith("08")


def frames(error: BaseException) -> list[str]:
    """Where an error arose, innermost last. Without its message, which may quote a person's data."""
    found = []
    at: BaseException | None = error
    while at is not None:
        found.append(type(at).__name__)
        found += [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(at.__traceback__)]
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return found
