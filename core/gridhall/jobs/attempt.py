"""One attempt at a run, as its row keeps it: beginning, telling how far it is, ending.

Each beginning takes the next number. All later writes of the attempt ask for that number, so of two
workers that believe they do the same run (one seemed dead, and was not) only the later one writes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from gridhall.errors import GridhallError
from gridhall.jobs.stops import Cancelled, Superseded
from gridhall.models import JobRun
from gridhall.services import runs


@dataclass(frozen=True)
class Attempt:
    """What was known of a run when this attempt began."""

    run_id: UUID
    name: str
    number: int
    account_id: int | None
    arguments: dict[str, Any]
    total: int | None
    done: int
    failed: int
    result: dict[str, Any] | None
    idle_attempts: int
    """How many attempts in a row, up to this one, followed one that did nothing."""
    cancel_requested: bool

    def check(self, session: Session) -> None:
        """Look whether to go on.

        :raises Superseded: another worker took the run over
        :raises Cancelled: somebody cancelled the run
        """
        cancelled = session.scalar(select(JobRun.cancel_requested).where(*self._mine()))
        if cancelled is None:
            raise Superseded
        if cancelled:
            raise Cancelled

    def hold(self, session: Session) -> None:
        """Keep other workers from taking the run over until the session's transaction ends.

        :raises Superseded: one has
        """
        query = select(JobRun.id).where(*self._mine()).with_for_update(read=True)
        if session.scalar(query) is None:
            raise Superseded

    def tell(self, session: Session, values: dict[str, Any]) -> None:
        """Keep how far it is, in the session's transaction; holds the run as :meth:`hold` does.

        :raises Superseded: another worker took the run over
        """
        change = update(JobRun).where(*self._mine()).values(**values, progressed_at=_now())
        if session.scalar(change.returning(JobRun.id)) is None:
            raise Superseded

    def end(self, session: Session, state: str, reason: GridhallError | None = None) -> None:
        """Keep how it ended; nothing where another worker took the run over."""
        kept = runs.kept_reason(reason) if reason else None
        session.execute(
            update(JobRun).where(*self._mine()).values(state=state, reason=kept, finished_at=_now())
        )

    def _mine(self) -> tuple[Any, ...]:
        return (
            JobRun.id == self.run_id,
            JobRun.attempt == self.number,
            JobRun.state == "running",
        )


def begin(session: Session, run_id: UUID) -> Attempt | None:
    """Begin the next attempt at a run; None where it is over, or never was."""
    idle = case(
        (JobRun.attempt == 0, 0), (JobRun.done > JobRun.done_before, 0), else_=JobRun.idle_attempts + 1
    )
    change = (
        update(JobRun)
        .where(JobRun.id == run_id, JobRun.state.in_(runs.UNFINISHED))
        .values(
            state="running",
            attempt=JobRun.attempt + 1,
            idle_attempts=idle,
            done_before=JobRun.done,
            started_at=func.now(),
            progressed_at=None,
        )
        .returning(
            JobRun.id,
            JobRun.name,
            JobRun.attempt,
            JobRun.account_id,
            JobRun.arguments,
            JobRun.total,
            JobRun.done,
            JobRun.failed,
            JobRun.result,
            JobRun.idle_attempts,
            JobRun.cancel_requested,
        )
    )
    row = session.execute(change).one_or_none()
    return Attempt(*row) if row else None


def _now() -> datetime:
    return datetime.now(UTC)
