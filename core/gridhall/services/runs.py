"""Background work: asking for it, following it, cancelling it. Start with :func:`enqueue`.

A run is a row of the city, its job a row of the shard's queue. Both are written in the transaction of
the change that causes them, so there is both or neither. ``gridhall.jobs`` does the work.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert

from gridhall.access import Scope, queue
from gridhall.errors import Conflict, Forbidden, GridhallError, NotFound
from gridhall.models import Account, Administrator, JobRun, Post, Staff
from gridhall.services.permissions import JOBS_MANAGE, JOBS_VIEW
from gridhall.services.principals import is_held
from gridhall.words import Domain, Message

_ = Domain("gridhall")

TASK = "run"
"""The one task of the queue: do the run that its arguments name."""
UNFINISHED = ("waiting", "running")
SURE_AFTER = timedelta(seconds=1)
"""How long an attempt has worked before its speed is worth telling."""


@dataclass(frozen=True)
class Progress:
    """How far a run has come."""

    state: str
    """waiting, running, done, failed or cancelled."""
    done: int
    failed: int
    """Of those done, how many could not be used."""
    total: int | None
    """None while it is unknown."""
    left: timedelta | None
    """How much longer it takes; None until it can be told, and once it is over."""

    @property
    def finished(self) -> bool:
        """Whether nothing more happens."""
        return self.state not in UNFINISHED


def enqueue(
    scope: Scope, name: str, *, title: str, arguments: Mapping[str, Any], key: str | None = None
) -> UUID:
    """Ask for a job; it begins once the scope's transaction has committed, and never if that rolls back.

    :param name: ``<plugin>.<what>``, as the plugin's manifest declares it
    :param title: what it works on, e.g. a file's name; no personal data
    :param arguments: given to the job's ``run`` by name; plain JSON
    :param key: where a run of this job with the same key waits already, that one is returned; it begins
        after this transaction and sees what it changed
    :return: the run's id
    :raises Conflict: the city does not use the plugin
    """
    _require_enabled(scope, name)
    new_id = uuid4()
    new = insert(JobRun).values(
        id=new_id,
        name=name,
        title=title,
        arguments=dict(arguments),
        key=key,
        account_id=scope.principal.account_id,
    )
    # Changing the row that is there locks it: it cannot begin before our transaction has ended.
    kept = new.on_conflict_do_update(
        index_elements=[JobRun.name, JobRun.key],
        # In a prepared statement a parameter would not be known to be the index's own condition.
        index_where=JobRun.state == literal("waiting", literal_execute=True),
        set_={"key": new.excluded.key},
    ).returning(JobRun.id)
    run_id: UUID = scope.db.execute(kept).scalar_one()
    if run_id == new_id:
        queue.enqueue(scope.db, TASK, {"run": str(run_id)})
    return run_id


def get(scope: Scope, run_id: UUID) -> JobRun:
    """One run, as it is now: one's own, or with ``core.jobs_view`` one that was asked for in one's area.

    :raises NotFound: there is none, or it is somebody else's
    """
    query = select(JobRun).where(JobRun.id == run_id, _visible(scope))
    run: JobRun | None = scope.db.scalar(query, execution_options={"populate_existing": True})
    if run is None:
        raise NotFound(_("There is no such job, or it is not yours."))
    return run


def list_recent(scope: Scope, *, limit: int = 50, offset: int = 0) -> list[JobRun]:
    """The latest runs first: those that the one who asks may see, as in :func:`get`."""
    query = select(JobRun).where(_visible(scope)).order_by(JobRun.created_at.desc(), JobRun.id)
    return list(scope.db.scalars(query.limit(limit).offset(offset)))


def list_own(scope: Scope, *, since: datetime, limit: int) -> list[JobRun]:
    """What one has asked for and that is not over, or was asked for since then; the latest first."""
    wanted = or_(JobRun.state.in_(UNFINISHED), JobRun.created_at >= since)
    query = select(JobRun).where(JobRun.account_id == scope.principal.account_id, wanted)
    return list(scope.db.scalars(query.order_by(JobRun.created_at.desc(), JobRun.id).limit(limit)))


def cancel(scope: Scope, run_id: UUID) -> None:
    """Cancel a run: one that waits at once, one that is being done after the rows it is at.

    :raises NotFound: there is none, or it is somebody else's
    :raises Forbidden: it is to be seen, but not to be cancelled, by the one who asks
    :raises Conflict: it is over
    """
    run = _changeable(scope, run_id)
    waiting = update(JobRun).where(JobRun.id == run.id, JobRun.state == "waiting")
    running = update(JobRun).where(JobRun.id == run.id, JobRun.state == "running")
    for change in (
        waiting.values(state="cancelled", cancel_requested=True, finished_at=scope.now),
        running.values(cancel_requested=True),
    ):
        if scope.db.scalar(change.returning(JobRun.id)) is not None:
            scope.audit("core.job_cancel", f"job:{run.id}")
            return
    raise Conflict(_("This job is over; there is nothing left to cancel."))


def retry(scope: Scope, run_id: UUID) -> None:
    """Go on with a run that failed or was cancelled, where it stopped, for the person who asked for it.

    :raises NotFound: there is none, or it is somebody else's
    :raises Forbidden: it is to be seen, but not to be retried, by the one who asks
    :raises Conflict: it did not fail, or the city does not use its plugin
    """
    run = _changeable(scope, run_id)
    _require_enabled(scope, run.name)
    change = (
        update(JobRun)
        .where(JobRun.id == run.id, JobRun.state.in_(("failed", "cancelled")))
        .values(
            state="waiting",
            key=None,
            queued=True,
            reason=None,
            cancel_requested=False,
            finished_at=None,
            attempt=JobRun.attempt + 1,
            idle_attempts=0,
            done_before=JobRun.done,
        )
    )
    if scope.db.scalar(change.returning(JobRun.id)) is None:
        raise Conflict(_("Only a job that failed or was cancelled can be tried again."))
    queue.enqueue(scope.db, TASK, {"run": str(run.id)})
    scope.audit("core.job_retry", f"job:{run.id}")


def askers(scope: Scope, shown: Iterable[JobRun]) -> dict[UUID, str]:
    """Who asked for each run, by name; a command's run is not in it."""
    accounts = {run.id: run.account_id for run in shown if run.account_id is not None}
    query = (
        select(Account.id, func.coalesce(Staff.name, Account.login))
        .outerjoin(Staff, Staff.account_id == Account.id)
        .where(Account.id.in_(set(accounts.values())))
    )
    names: dict[int, str] = {account_id: name for account_id, name in scope.db.execute(query)}  # noqa: C416
    return {run_id: names[account_id] for run_id, account_id in accounts.items()}


def may_change(scope: Scope, run: JobRun) -> bool:
    """Whether the one who asks may cancel and retry a run."""
    own = run.account_id is not None and run.account_id == scope.principal.account_id
    return own or scope.can(JOBS_MANAGE)


def progress(run: JobRun, *, now: datetime | None = None) -> Progress:
    """How far a run has come, from the speed of its latest attempt.

    :param now: with a time zone; None: this moment
    """
    left = _left(run, now or datetime.now(UTC)) if run.state == "running" else None
    return Progress(run.state, run.done, run.failed, run.total, left)


def reason(run: JobRun) -> GridhallError | None:
    """Why a run failed, to be translated as any error is."""
    if run.reason is None:
        return None
    message = Message(run.reason["msgid"], run.reason["domain"])
    return GridhallError(message, **run.reason["params"])


def kept_reason(error: GridhallError) -> dict[str, object]:
    """What ``job_run.reason`` keeps of an error."""
    domain = error.message.domain if isinstance(error.message, Message) else _.name
    params = {name: value if isinstance(value, int) else str(value) for name, value in error.params.items()}
    return {"domain": domain, "msgid": str(error.message), "params": params}


def _left(run: JobRun, now: datetime) -> timedelta | None:
    if run.total is None or run.started_at is None or run.progressed_at is None:
        return None
    done, took = run.done - run.done_before, run.progressed_at - run.started_at
    if done <= 0 or took < SURE_AFTER:
        return None
    left = max(run.total - run.done, 0) * took / done - (now - run.progressed_at)
    return max(left, timedelta())


def _require_enabled(scope: Scope, name: str) -> None:
    if name.partition(".")[0] not in scope.hooks.enabled:
        raise Conflict(_("This function is switched off in your city. Ask your system administrator."))


def _changeable(scope: Scope, run_id: UUID) -> JobRun:
    run = get(scope, run_id)
    if not may_change(scope, run):
        raise Forbidden(_("Somebody else asked for this job. Only they can change it."))
    return run


def _visible(scope: Scope) -> ColumnElement[bool]:
    if scope.principal.tops(JOBS_VIEW) is None:
        return true()
    account_id = scope.principal.account_id
    own = false() if account_id is None else JobRun.account_id == account_id
    return or_(own, _asked_within(scope)) if scope.can(JOBS_VIEW) else own


def _asked_within(scope: Scope) -> ColumnElement[bool]:
    """Whether all posts of the asker stand where the principal may see jobs: then so does the work."""
    asker = Staff.account_id == JobRun.account_id
    posts = select(Post.id).join(Staff, Staff.id == Post.staff_id).where(asker, *is_held(scope.today))
    inside = scope.covers(Post.node_id, JOBS_VIEW)
    whole = select(Administrator.staff_id).join(Staff, Staff.id == Administrator.staff_id).where(asker)
    return and_(posts.where(inside).exists(), ~posts.where(~inside).exists(), ~whole.exists())
