"""The record of a run: begun, continued, finished."""

import hashlib
from datetime import datetime, time
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select

from gridhall.access import Scope
from gridhall.errors import Conflict, Forbidden, Invalid
from gridhall.models import JobRun
from gridhall.services.runs import UNFINISHED
from gridhall_residents import permissions
from gridhall_residents.models import ImportRun, RunReject, RunRow
from gridhall_residents.words import _

from .ground import area_of
from .order import Order
from .place import Place
from .report import Report
from .sources import ensure_source

PATIENCE = "10min"
"""How long one statement of an import may take, and wait for another import; a page has less."""


def be_patient(scope: Scope) -> None:
    """Give this transaction the time that an import needs."""
    for setting in ("statement_timeout", "lock_timeout"):
        scope.db.execute(select(func.set_config(setting, PATIENCE, True)))  # noqa: FBT003 - SQL's own


def begin(scope: Scope, order: Order, *, resume: bool) -> ImportRun:
    """The run for a file: the one of the same person that was killed, or a new one.

    :raises Forbidden: the scope may not import
    :raises Invalid: the file is said to be of a day to come
    :raises Conflict: another job of the same person is importing it
    """
    if not (scope.can(permissions.IMPORT) and scope.can(permissions.EDIT)):
        raise Forbidden(_("Importing needs the right to import and to change residents."))
    if order.as_of is not None and order.as_of > scope.today:
        raise Invalid(_("The day of the file lies in the future."), field="as_of")
    be_patient(scope)
    profile = order.profile
    source_id = ensure_source(scope, profile.key, profile.title, profile.department)
    run = ImportRun(
        id=uuid4(),
        source_id=source_id,
        file_name=order.file_name,
        sha256=_sha256(order.path),
        as_of=order.as_of,
        said_at=datetime.combine(order.as_of, time.min, scope.city.zone) if order.as_of else scope.now,
        who=scope.principal.name,
        account_id=scope.principal.account_id,
        area_id=area_of(scope),
        state="running",
        last_row=0,
        counts=Report().as_json(),
    )
    killed = _killed(scope, run) if resume else None
    if killed is None:
        scope.db.add(run)
    else:
        _refuse_busy(scope, killed, order.job_id)
    run = killed or run
    run.job_id = order.job_id
    scope.db.flush()
    return run


def _killed(scope: Scope, run: ImportRun) -> ImportRun | None:
    """An earlier run of the same file that did not come to its end.

    Of the same person: what lay outside another's area was refused, and would be missing from this one's.
    """
    statement = (
        scope.select(ImportRun)
        .where(
            ImportRun.source_id == run.source_id,
            ImportRun.sha256 == run.sha256,
            ImportRun.state == "running",
            ImportRun.as_of.is_not_distinct_from(run.as_of),
            ImportRun.account_id.is_not_distinct_from(run.account_id),
        )
        .order_by(ImportRun.started_at.desc())
        .limit(1)
        .with_for_update()
    )
    return scope.db.scalars(statement).first()


def _refuse_busy(scope: Scope, run: ImportRun, job_id: UUID | None) -> None:
    """Leave the run to its job where that is not over: a killed worker is followed by another attempt."""
    busy = scope.select(JobRun.id).where(
        JobRun.id == run.job_id, JobRun.queued, JobRun.state.in_(UNFINISHED), JobRun.id != job_id
    )
    if job_id is not None and scope.db.scalar(busy) is not None:
        raise Conflict(_("This file is being imported already. Wait until that import has ended."))


def held(scope: Scope, run_id: UUID, at: Place) -> ImportRun:
    """The run's row, locked for this transaction.

    :param at: where the one who asks left off
    :raises Conflict: another process has gone on with it meanwhile
    """
    statement = scope.select(ImportRun).where(ImportRun.id == run_id).with_for_update()
    run: ImportRun = scope.db.scalars(statement.execution_options(populate_existing=True)).one()
    if run.state != "running" or Place.of(run) != at:
        raise Conflict(_("This file is being imported already. Wait until that import has ended."))
    return run


def finish(scope: Scope, run: ImportRun, rejects_file: Path | None) -> None:
    """Close the run, and forget what only it needed."""
    run.state = "done"
    run.finished_at = scope.now
    run.rejects_file = rejects_file.name if rejects_file else None
    for kept in (RunRow, RunReject):
        scope.db.execute(delete(kept).where(kept.run_id == run.id))
    counts = {key: value for key, value in run.counts.items() if key != "rejected"}
    scope.audit("residents.import", f"import:{run.id}", file=run.file_name, **counts)


def _sha256(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
