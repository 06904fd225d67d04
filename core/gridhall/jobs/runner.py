"""Does one run: begins an attempt, calls the plugin's function, keeps how it ended."""

from collections.abc import Callable
from uuid import UUID

import structlog

from gridhall.errors import Conflict
from gridhall.jobs import outcome
from gridhall.jobs.attempt import Attempt, begin
from gridhall.jobs.context import Context, Report
from gridhall.jobs.outcome import Outcome
from gridhall.jobs.scopes import CityScopes
from gridhall.jobs.stops import Cancelled, Stopped
from gridhall.words import Domain

_ = Domain("gridhall")
log = structlog.get_logger()


def do(
    scopes: CityScopes,
    run_id: UUID,
    *,
    stopping: Callable[[], bool] = lambda: False,
    report: Report = lambda _done, _failed, _total: None,
) -> float | None:
    """Make one attempt at a run.

    :return: in how many seconds to try again; None: it is over
    """
    try:
        with scopes.short() as db:
            attempt = begin(db, run_id)
    except Exception as error:
        if not outcome.passes(error):
            raise
        log.warning("job cannot begin", run=str(run_id), city=scopes.city.slug, error=type(error).__name__)
        return outcome.delay(2)
    if attempt is None:
        log.info("job is over already", run=str(run_id), city=scopes.city.slug)
        return None
    return finish(attempt, scopes, _outcome(attempt, scopes, stopping, report)).again_after


def _outcome(attempt: Attempt, scopes: CityScopes, stopping: Callable[[], bool], report: Report) -> Outcome:
    raised: BaseException | None = None
    try:
        _call(attempt, scopes, Context(attempt, scopes, stopping=stopping, report=report))
    except (Exception, Stopped) as error:  # noqa: BLE001 - a plugin may raise anything; it is kept
        raised = error
    return outcome.of(
        raised,
        run_id=attempt.run_id,
        job=attempt.name,
        city=scopes.city.slug,
        idle_attempts=attempt.idle_attempts,
    )


def finish(attempt: Attempt, scopes: CityScopes, ended: Outcome) -> Outcome:
    """Keep how an attempt ended; where the database is away just now, the run is done once more."""
    if ended.state is None:
        return ended
    try:
        with scopes.short() as db:
            attempt.end(db, ended.state, ended.reason)
    except Exception as error:
        if not outcome.passes(error):
            raise
        return Outcome(None, again_after=outcome.delay(2))
    return ended


def _call(attempt: Attempt, scopes: CityScopes, context: Context) -> None:
    if attempt.cancel_requested:
        raise Cancelled
    if attempt.idle_attempts >= outcome.MOST_IDLE_ATTEMPTS:
        raise outcome.given_up()
    spec = scopes.host.job(attempt.name)
    if spec is None:
        raise Conflict(_("No installed function does “{name}” any more."), name=attempt.name)
    with context.scope():  # refuses a disabled plugin and a revoked post before anything is done
        pass
    spec.run(context, **attempt.arguments)
