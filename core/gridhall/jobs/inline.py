"""Does a job in this process, for a command line: same run, same context, no queue."""

import time
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from gridhall.errors import Conflict
from gridhall.jobs import runner
from gridhall.jobs.attempt import begin
from gridhall.jobs.outcome import Outcome
from gridhall.jobs.scopes import CityScopes
from gridhall.models import JobRun
from gridhall.services import runs
from gridhall.words import Domain

_ = Domain("gridhall")


def do_now(
    scopes: CityScopes,
    name: str,
    *,
    title: str,
    arguments: Mapping[str, Any],
    report: Callable[[runs.Progress], None],
) -> JobRun:
    """Do a job now, as a command of the deployment. People see the run on the page of jobs and can cancel it.

    Where the database goes away in the middle, it is waited for.

    :param name: ``<plugin>.<what>``
    :param title: what it works on, e.g. a file's name; no personal data
    :param report: called after each commit of progress, e.g. to draw a bar
    :return: the run as it ended: done, or cancelled by somebody
    :raises GridhallError: what the job refused, or why it failed
    :raises KeyboardInterrupt: Ctrl-C; the run is cancelled, and what was committed stays
    """
    run_id = _add(scopes, name, title, arguments)
    again: float | None = 0.0
    while again is not None:
        time.sleep(again)
        again = _try(scopes, run_id, report)
    run = _read(scopes, run_id)
    reason = runs.reason(run)
    if reason is not None:
        raise reason
    return run


def _try(scopes: CityScopes, run_id: UUID, report: Callable[[runs.Progress], None]) -> float | None:
    """One attempt: in how many seconds to try again, or None."""

    def tell(_done: int, _failed: int, _total: int | None) -> None:
        report(runs.progress(_read(scopes, run_id)))

    try:
        return runner.do(scopes, run_id, report=tell)
    except KeyboardInterrupt:
        with scopes.short() as db:
            attempt = begin(db, run_id)
        if attempt is not None:
            runner.finish(attempt, scopes, Outcome("cancelled"))
        raise


def _add(scopes: CityScopes, name: str, title: str, arguments: Mapping[str, Any]) -> UUID:
    if scopes.host.job(name) is None:
        raise Conflict(_("No installed function does “{name}” any more."), name=name)
    values = {"id": uuid4(), "name": name, "title": title, "arguments": dict(arguments), "queued": False}
    with scopes.short() as db:
        run_id: UUID = db.execute(insert(JobRun).values(values).returning(JobRun.id)).scalar_one()
    return run_id


def _read(scopes: CityScopes, run_id: UUID) -> JobRun:
    with scopes.short() as db:
        return db.execute(select(JobRun).where(JobRun.id == run_id)).scalar_one()
