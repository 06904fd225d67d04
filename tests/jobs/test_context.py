from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from gridhall.access import Principal
from gridhall.jobs import Cancelled, Context, Interrupted, Superseded, outcome, runner
from gridhall.jobs.attempt import Attempt, begin
from gridhall.services import runs

from .counting import ROWS
from .people import account

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from .cities import Site


class Boom(Exception):
    pass


def attempt(site: Site, run_id: UUID) -> Attempt:
    with site.scopes.short() as db:
        found = begin(db, run_id)
    assert found
    return found


@pytest.fixture
def run_id(alpha: Site) -> UUID:
    return alpha.ask("note", label="x")


@pytest.fixture
def context(alpha: Site, run_id: UUID) -> Context:
    return Context(attempt(alpha, run_id), alpha.scopes)


def write(context: Context, n: int) -> None:
    with context.scope() as scope:
        scope.db.execute(insert(ROWS), [{"label": "x", "n": n}])
        context.progress(done=n)


def test_progress_within_a_scope_is_kept_with_its_rows_or_not_at_all(
    alpha: Site, run_id: UUID, context: Context
) -> None:
    write(context, 1)
    with pytest.raises(Boom), context.scope() as scope:  # noqa: PT012 - what rolls back is the point
        scope.db.execute(insert(ROWS), [{"label": "x", "n": 2}])
        context.progress(done=2, failed=2)
        raise Boom
    run = alpha.run(run_id)
    assert (run.done, run.failed, alpha.rows()) == (1, 0, [("x", 1)])
    assert (context.done, context.failed) == (1, 0)


def test_progress_of_its_own_is_seen_at_once(alpha: Site, run_id: UUID, context: Context) -> None:
    context.progress(total=9)
    with pytest.raises(Boom), context.scope():  # noqa: PT012 - what rolls back is the point
        context.progress(done=4, result={"sheet": 1}, at_once=True)
        assert alpha.run(run_id).done == 4
        raise Boom
    run = alpha.run(run_id)
    assert (run.total, run.done, run.result) == (9, 4, {"sheet": 1})


def test_the_later_of_two_attempts_writes_and_the_earlier_does_not(
    alpha: Site, run_id: UUID, context: Context
) -> None:
    write(context, 1)
    with pytest.raises(Superseded), context.scope() as scope:  # noqa: PT012 - it ends at the commit
        scope.db.execute(insert(ROWS), [{"label": "early", "n": 2}])
        later = Context(attempt(alpha, run_id), alpha.scopes)
    assert later.done == 1
    for act in (context.check_cancelled, lambda: context.progress(done=7), lambda: write(context, 2)):
        with pytest.raises(Superseded):
            act()
    write(later, 2)
    assert alpha.rows() == [("x", 1), ("x", 2)]
    assert alpha.run(run_id).done == 2


def test_a_cancelled_run_ends_at_its_next_scope_or_check(alpha: Site, run_id: UUID, context: Context) -> None:
    with context.scope() as scope:
        scope.db.execute(insert(ROWS), [{"label": "kept", "n": 1}])
        with alpha.scope() as other:
            runs.cancel(other, run_id)
    with pytest.raises(Cancelled):
        context.check_cancelled()
    with pytest.raises(Cancelled):
        write(context, 2)
    assert alpha.rows() == [("kept", 1)]


def test_a_worker_that_ends_interrupts_its_jobs(alpha: Site, run_id: UUID) -> None:
    stopping: Iterator[bool] = iter([False, True, True])
    context = Context(attempt(alpha, run_id), alpha.scopes, stopping=lambda: next(stopping))
    write(context, 1)
    with pytest.raises(Interrupted):
        write(context, 2)
    with pytest.raises(Interrupted):
        context.check_cancelled()
    assert alpha.rows() == [("x", 1)]


def test_a_scope_is_of_who_asked(alpha: Site, context: Context) -> None:
    with context.scope() as scope:
        assert (scope.principal, scope.city) == (Principal.deployment("counting.note"), alpha.city)
    nobody = alpha.ask("note", by=Principal("Ann", (), account_id=account(alpha, "ann")), label="x")
    assert runner.do(alpha.scopes, nobody) is None
    run = alpha.run(nobody)
    assert (run.state, alpha.rows()) == ("failed", [])


def test_files_of_a_city_lie_apart_and_are_closed_to_others(alpha: Site, context: Context) -> None:
    assert context.files == alpha.settings.var / "files" / alpha.city.slug
    assert context.files.stat().st_mode & 0o777 == 0o700


def test_attempts_without_progress_are_given_up(alpha: Site, run_id: UUID) -> None:
    for _each in range(outcome.MOST_IDLE_ATTEMPTS):
        attempt(alpha, run_id)
    attempt_with_progress = alpha.ask("count", rows=1, chunk=1)
    for n in range(outcome.MOST_IDLE_ATTEMPTS + 2):
        Context(attempt(alpha, attempt_with_progress), alpha.scopes).progress(done=n + 1)
    assert runner.do(alpha.scopes, run_id) is None
    run = alpha.run(run_id)
    assert (run.state, alpha.rows()) == ("failed", [])
    assert str(runs.reason(run)).startswith("This was begun 10 times and came no further.")
    assert runner.do(alpha.scopes, attempt_with_progress) is None
    assert alpha.run(attempt_with_progress).state == "done"


def test_a_job_that_no_plugin_has_any_more_fails(alpha: Site) -> None:
    run_id = alpha.ask("gone")
    assert runner.do(alpha.scopes, run_id) is None
    assert str(runs.reason(alpha.run(run_id))) == "No installed function does “counting.gone” any more."
