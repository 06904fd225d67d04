from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Uuid, func, select, update
from sqlalchemy.exc import ProgrammingError

from gridhall.access import Principal
from gridhall.errors import Conflict, Forbidden, NotFound
from gridhall.jobs.attempt import begin
from gridhall.models import JobRun, PluginSwitch
from gridhall.services import runs
from gridhall.words import Message

from .people import account, person

if TYPE_CHECKING:
    from .cities import Site


def test_a_run_and_its_job_are_committed_together(alpha: Site) -> None:
    run_id = alpha.ask("note", label="x")
    assert alpha.queue() == [str(run_id)]
    run = alpha.run(run_id)
    assert (run.state, run.name, run.arguments, run.account_id) == (
        "waiting",
        "counting.note",
        {"label": "x"},
        None,
    )


def test_a_rolled_back_change_leaves_neither_run_nor_job(alpha: Site) -> None:
    kept = alpha.ask("note", label="kept")
    with pytest.raises(Conflict), alpha.scope() as scope:  # noqa: PT012 - what rolls back is the point
        runs.enqueue(scope, "counting.note", title="t", arguments={"label": "gone"})
        runs.enqueue(scope, "other.job", title="t", arguments={})
    with alpha.scope() as scope:
        assert [run.id for run in runs.list_recent(scope)] == [kept]
    assert alpha.queue() == [str(kept)]


def test_another_city_neither_sees_nor_cancels_a_run(alpha: Site, beta: Site) -> None:
    run_id = alpha.ask("note", label="x")
    own = beta.ask("note", label="y")
    with beta.scope() as scope:
        assert [run.id for run in runs.list_recent(scope)] == [own]
        with pytest.raises(NotFound):
            runs.get(scope, run_id)
        with pytest.raises(NotFound):
            runs.cancel(scope, run_id)
    assert alpha.run(run_id).state == "waiting"


def test_a_citys_role_can_neither_read_the_queue_nor_fetch_from_it(alpha: Site, beta: Site) -> None:
    alpha.ask("note", label="x")
    theirs = Table("job_run", MetaData(), Column("id", Uuid), schema=alpha.city.schema)
    queue = Table("procrastinate_jobs", MetaData(), Column("id", Integer), schema="gridhall")
    for query in (
        select(queue),
        select(theirs),
        select(func.gridhall.fetch_fairly(1, 1)),
        select(func.gridhall.tell_of_free_place()),
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            beta.databases.engine(beta.city).connect() as connection,
        ):
            connection.execute(query)


def test_a_job_that_another_city_put_in_with_our_run_does_nothing(alpha: Site, beta: Site) -> None:
    run_id = alpha.ask("note", label="x")
    with beta.scopes.short() as db:
        assert begin(db, run_id) is None
    assert alpha.run(run_id).state == "waiting"


def test_a_key_waits_once_until_it_begins(alpha: Site, beta: Site) -> None:
    first = alpha.ask("note", key="daily", label="x")
    assert alpha.ask("note", key="daily", label="x") == first
    assert alpha.ask("count", key="daily", rows=1, chunk=1) != first
    assert beta.ask("note", key="daily", label="x") != first
    assert len(alpha.queue()) == 2
    with alpha.scopes.short() as db:
        begin(db, first)
    assert alpha.ask("note", key="daily", label="x") != first


def test_a_run_that_others_join_by_its_key_begins_after_their_change(alpha: Site) -> None:
    first = alpha.ask("note", key="daily", label="x")
    began: list[float] = []

    def work() -> None:
        with alpha.scopes.short() as db:
            begin(db, first)
        began.append(1)

    thread = Thread(target=work)
    with alpha.scope() as scope:
        runs.enqueue(scope, "counting.note", title="t", arguments={}, key="daily")
        thread.start()
        thread.join(0.3)
        assert not began
    thread.join()
    assert began


def test_a_plugin_that_is_switched_off_takes_no_jobs(alpha: Site) -> None:
    with alpha.scope() as scope, pytest.raises(Conflict, match="switched off"):
        runs.enqueue(scope, "other.job", title="t", arguments={})


def test_people_see_their_own_runs_and_all_with_the_permission(alpha: Site) -> None:
    ann, bob = account(alpha, "ann"), account(alpha, "bob")
    mine, others = alpha.ask("note", by=person(ann), label="a"), alpha.ask("note", by=person(bob), label="b")
    command = alpha.ask("note", label="c")
    with alpha.scope(person(ann)) as scope:
        assert [run.id for run in runs.list_recent(scope)] == [mine]
        with pytest.raises(NotFound):
            runs.get(scope, others)
    with alpha.scope(person(ann, "core.jobs_view")) as scope:
        assert [run.id for run in runs.list_recent(scope)] == [command, others, mine]
        with pytest.raises(Forbidden):
            runs.cancel(scope, others)
    with alpha.scope(person(ann, "core.jobs_view", "core.jobs_manage")) as scope:
        runs.cancel(scope, others)
    assert [alpha.run(run).state for run in (mine, others, command)] == ["waiting", "cancelled", "waiting"]


def test_somebody_without_account_owns_no_run_of_a_command(alpha: Site) -> None:
    run_id = alpha.ask("note", label="x")
    with alpha.scope(Principal("device", ())) as scope:
        assert runs.list_recent(scope) == []
        with pytest.raises(NotFound):
            runs.get(scope, run_id)


def test_a_waiting_run_is_cancelled_at_once_and_a_running_one_is_asked_to_end(alpha: Site) -> None:
    waiting, running = alpha.ask("note", label="w"), alpha.ask("note", label="r")
    with alpha.scopes.short() as db:
        begin(db, running)
    with alpha.scope() as scope:
        runs.cancel(scope, waiting)
        runs.cancel(scope, running)
    assert (alpha.run(waiting).state, alpha.run(waiting).finished_at is None) == ("cancelled", False)
    assert (alpha.run(running).state, alpha.run(running).cancel_requested) == ("running", True)
    with alpha.scope() as scope, pytest.raises(Conflict):
        runs.cancel(scope, waiting)


def test_only_what_failed_or_was_cancelled_is_tried_again(alpha: Site) -> None:
    run_id = alpha.ask("note", label="w")
    with alpha.scope() as scope, pytest.raises(Conflict):
        runs.retry(scope, run_id)
    with alpha.scope() as scope:
        runs.cancel(scope, run_id)
        runs.retry(scope, run_id)
    run = alpha.run(run_id)
    assert (run.state, run.cancel_requested, run.finished_at) == ("waiting", False, None)
    assert alpha.queue() == [str(run_id)] * 2


def test_a_run_of_a_disabled_plugin_waits_for_the_plugin(alpha: Site) -> None:
    run_id = alpha.ask("note", label="w")
    with alpha.scope() as scope:
        runs.cancel(scope, run_id)
        scope.db.execute(update(PluginSwitch).values(enabled=False))
    with alpha.scope() as scope, pytest.raises(Conflict):
        runs.retry(scope, run_id)


NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("done", "done_before", "total", "began_s", "told_s", "left_s"),
    [
        (25, 0, 100, 10, 0, 30),  # a quarter took 10 s
        (25, 0, 100, 10, 2, 22),  # it took 8 s, of which 2 have passed since it was told
        (50, 40, 100, 10, 0, 50),  # the first 40 were an earlier attempt's
        (100, 0, 100, 10, 0, 0),
        (25, 0, 100, 100, 90, 0),  # it should be done by now; never less than nothing
        (0, 0, 100, 10, 0, None),
        (40, 40, 100, 10, 0, None),
        (25, 0, None, 10, 0, None),
        (25, 0, 100, 0.5, 0, None),  # too early to tell
        (25, 0, 100, 10, None, None),
    ],
)
def test_time_left_follows_the_speed_of_the_latest_attempt(
    done: int, done_before: int, total: int | None, began_s: float, told_s: float | None, left_s: float | None
) -> None:
    run = JobRun(
        id=uuid4(),
        state="running",
        done=done,
        done_before=done_before,
        failed=3,
        total=total,
        started_at=NOW - timedelta(seconds=began_s),
        progressed_at=None if told_s is None else NOW - timedelta(seconds=told_s),
    )
    left = None if left_s is None else timedelta(seconds=left_s)
    assert runs.progress(run, now=NOW) == runs.Progress("running", done, 3, total, left)
    run.state = "done"
    assert runs.progress(run, now=NOW) == runs.Progress("done", done, 3, total, None)
    assert runs.progress(run, now=NOW).finished


def test_a_reason_keeps_its_words_for_each_language(alpha: Site) -> None:
    del alpha
    kept = runs.kept_reason(Conflict(runs._("Nine of {n} rows of {file}."), n=9, file="a.csv"))
    assert kept == {
        "domain": "gridhall",
        "msgid": "Nine of {n} rows of {file}.",
        "params": {"n": 9, "file": "a.csv"},
    }
    error = runs.reason(JobRun(reason=kept))
    assert error is not None
    assert isinstance(error.message, Message)
    assert (str(error), error.message.domain) == ("Nine of 9 rows of a.csv.", "gridhall")
