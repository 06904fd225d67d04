"""Real worker processes, killed, stopped and left without a database."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError

from gridhall.access import Principal
from gridhall.jobs import passing
from gridhall.models import JobRun, PluginSwitch
from gridhall.services import runs

from .cities import kill_server, wait_until
from .people import account, posts, revoke

if TYPE_CHECKING:
    from uuid import UUID

    from .cities import Site, Workers


def state_if_it_answers(site: Site, run_id: UUID) -> str | None:
    """A connection of ours may die under a question; that is not what the test is about."""
    try:
        return site.run(run_id).state
    except OperationalError:
        return None


def counted(site: Site) -> list[int]:
    return sorted(n for label, n in site.rows() if label == "count")


def test_a_worker_does_what_waits_and_what_comes(alpha: Site, workers: Workers) -> None:
    first = alpha.ask("count", rows=10, chunk=3)
    workers.start()
    run = alpha.wait(first, "done")
    assert (run.done, run.failed, run.total, run.result, run.attempt) == (10, 1, 10, {"rows": 10}, 1)
    assert run.started_at
    assert run.finished_at
    assert counted(alpha) == list(range(10))
    begun = time.monotonic()
    alpha.wait(alpha.ask("note", label="x"), "done")
    assert time.monotonic() - begun < 2
    wait_until(alpha.queue, lambda queue: queue == [])


@pytest.mark.slow
def test_a_run_killed_in_the_middle_counts_each_row_once(alpha: Site, workers: Workers) -> None:
    run_id = alpha.ask("count", rows=60, chunk=2, pause_s=0.05)
    first = workers.start()
    wait_until(lambda: alpha.run(run_id), lambda run: run.done >= 10)
    first.kill()
    first.wait()
    killed_at = time.monotonic()
    stuck = alpha.run(run_id)
    assert (stuck.state, stuck.done < 60) == ("running", True)
    workers.start()
    wait_until(lambda: alpha.run(run_id), lambda run: run.attempt == 2, 20)
    assert time.monotonic() - killed_at < 16
    run = alpha.wait(run_id, "done")
    assert (run.done, run.done_before, run.attempt) == (60, stuck.done, 2)
    assert counted(alpha) == list(range(60))


@pytest.mark.slow
def test_a_worker_that_only_seemed_dead_writes_nothing_more(alpha: Site, workers: Workers) -> None:
    run_id = alpha.ask("count", rows=40, chunk=1, pause_s=0.05)
    first = workers.start()
    wait_until(lambda: alpha.run(run_id), lambda run: run.done >= 3)
    first.send_signal(signal.SIGSTOP)
    workers.start()
    wait_until(lambda: alpha.run(run_id), lambda run: run.attempt >= 2 and run.done >= 6, 30)
    first.send_signal(signal.SIGCONT)
    alpha.wait(run_id, "done")
    time.sleep(0.5)
    assert counted(alpha) == list(range(40))
    wait_until(workers.log, lambda log: "taken over by another worker" in log, 5)


def test_a_worker_that_is_asked_to_stop_leaves_after_the_chunk(alpha: Site, workers: Workers) -> None:
    run_id = alpha.ask("count", rows=1000, chunk=1, pause_s=0.02)
    first = workers.start()
    wait_until(lambda: alpha.run(run_id), lambda run: run.done >= 3)
    first.send_signal(signal.SIGTERM)
    assert first.wait(5) == 0
    left = alpha.run(run_id)
    assert (left.state, left.done < 1000, alpha.queue()) == ("running", True, [str(run_id)])
    workers.start()
    wait_until(lambda: alpha.run(run_id), lambda run: run.done > left.done, 5)
    with alpha.scope() as scope:
        runs.cancel(scope, run_id)
    run = alpha.wait(run_id, "cancelled", seconds=5)
    assert counted(alpha) == list(range(run.done))


def test_a_run_is_cancelled_between_chunks_and_keeps_what_is_done(alpha: Site, workers: Workers) -> None:
    by_chunk, by_hand = alpha.ask("count", rows=1000, chunk=1, pause_s=0.02), alpha.ask("wait_for_cancel")
    workers.start(places=3)
    for run_id in (by_chunk, by_hand):
        alpha.wait(run_id, "running")
        with alpha.scope() as scope:
            runs.cancel(scope, run_id)
        assert alpha.wait(run_id, "cancelled", seconds=5).reason is None
    assert counted(alpha) == list(range(alpha.run(by_chunk).done))


def test_a_cancelled_run_never_begins(alpha: Site, workers: Workers) -> None:
    cancelled = alpha.ask("note", label="no")
    with alpha.scope() as scope:
        runs.cancel(scope, cancelled)
    workers.start()
    alpha.wait(alpha.ask("note", label="yes"), "done")
    wait_until(alpha.queue, lambda queue: queue == [])
    assert [label for label, _ in alpha.rows()] == ["yes"]


def test_a_disabled_plugins_job_is_kept_as_failed_and_tried_again_once_enabled(
    alpha: Site, workers: Workers
) -> None:
    run_id = alpha.ask("note", label="x")
    with alpha.scope() as scope:
        scope.db.execute(update(PluginSwitch).values(enabled=False))
    workers.start()
    try:
        run = alpha.wait(run_id, "failed")
        assert (
            str(runs.reason(run)) == "This function was switched off in your city. Once it is on, try again."
        )
        assert alpha.rows() == []
    finally:
        with alpha.scope() as scope:
            scope.db.execute(update(PluginSwitch).values(enabled=True))
    with alpha.scope() as scope:
        runs.retry(scope, run_id)
    assert alpha.wait(run_id, "done").reason is None
    assert [label for label, _ in alpha.rows()] == ["x"]


def test_a_failure_is_kept_with_its_reason_and_nothing_of_its_transaction(
    alpha: Site, workers: Workers
) -> None:
    refused, crashed = alpha.ask("refuse"), alpha.ask("crash")
    workers.start()
    assert alpha.wait(refused, "failed").reason == {
        "domain": "counting",
        "msgid": "Sheet “{sheet}” is empty. Choose another one.",
        "params": {"sheet": "May"},
    }
    reason = alpha.wait(crashed, "failed").reason
    assert reason
    assert reason["params"] == {"run": str(crashed)}
    assert alpha.rows() == []
    wait_until(workers.log, lambda log: str(crashed) in log and "counting.py" in log)
    assert "13800138000" not in workers.log()


@pytest.mark.slow
def test_a_city_with_many_waiting_jobs_does_not_hold_up_anothers_first(
    alpha: Site, beta: Site, workers: Workers
) -> None:
    many = [alpha.ask("note", label=str(n), pause_s=0.05) for n in range(100)]
    first = beta.ask("note", label="first")
    workers.start(places=1)
    beta.wait(first, "done")
    assert len(alpha.rows()) <= 3
    alpha.wait(many[-1], "done")
    assert [label for label, _ in alpha.rows()] == [str(n) for n in range(100)]


def test_a_city_with_long_jobs_does_not_hold_every_place(alpha: Site, beta: Site, workers: Workers) -> None:
    long = [alpha.ask("note", label="long", pause_s=4) for _ in range(3)]
    workers.start(places=2)
    alpha.wait(long[0], "running")
    first = beta.ask("note", label="first")
    beta.wait(first, "done", seconds=3)
    assert [alpha.run(run_id).state for run_id in long] == ["running", "waiting", "waiting"]


def test_a_revoked_post_stops_the_run(alpha: Site, workers: Workers) -> None:
    ann = account(alpha, "ann")
    kept, revoked = posts(alpha, ann, "core.tree_view", "core.staff_view")
    run_id = alpha.ask("count", by=Principal("Ann", (), account_id=ann), rows=1000, chunk=1, pause_s=0.02)
    workers.start()
    wait_until(lambda: alpha.run(run_id), lambda run: run.done >= 2)
    revoke(alpha, revoked)
    run = alpha.wait(run_id, "failed", seconds=5)
    assert str(runs.reason(run)).startswith("The posts of the person who asked")
    assert counted(alpha) == list(range(run.done))
    last = alpha.ask("note", by=Principal("Ann", (), account_id=ann), label="one post")
    alpha.wait(last, "done")
    revoke(alpha, kept)
    alpha.wait(alpha.ask("note", by=Principal("Ann", (), account_id=ann), label="none"), "failed")
    assert [row for row in alpha.rows() if row[0] != "count"] == [("one post", 1)]


@pytest.mark.slow
def test_a_restart_of_the_database_is_survived(alpha: Site, workers: Workers) -> None:
    run_id = alpha.ask("count", rows=100, chunk=1, pause_s=0.03)
    worker = workers.start()
    wait_until(lambda: alpha.run(run_id), lambda run: run.done >= 5)
    with alpha.databases.admin("main").connect() as connection:
        folder = connection.scalar(text("SHOW data_directory"))
    kill_server(str(folder))
    wait_until(lambda: state_if_it_answers(alpha, run_id), lambda state: state == "done", 60)
    assert alpha.run(run_id).attempt > 1
    assert counted(alpha) == list(range(100))
    assert worker.poll() is None
    alpha.wait(alpha.ask("note", label="after"), "done")


def test_files_that_were_kept_for_a_day_are_removed(alpha: Site, workers: Workers) -> None:
    folder = alpha.scopes.passing_files
    old, new = folder / "old.csv", folder / "new.csv"
    for file in (old, new):
        file.touch()
    yesterday = time.time() - passing.KEPT.total_seconds() - 1
    os.utime(old, (yesterday, yesterday))
    workers.start()
    wait_until(lambda: list(folder.iterdir()), lambda files: files == [new])
    new.unlink()


def test_a_run_whose_job_is_gone_is_given_up(alpha: Site, workers: Workers) -> None:
    lost, cancelled = alpha.ask("note", label="lost"), alpha.ask("note", label="kept")
    command = alpha.ask("note", label="command")
    with alpha.scope() as scope:
        runs.cancel(scope, cancelled)
        scope.db.execute(update(JobRun).where(JobRun.id == command).values(queued=False))
    with alpha.databases.admin("main").begin() as connection:
        connection.execute(text("SET LOCAL search_path = gridhall"))
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    waiting = alpha.ask("note", label="x")
    workers.start()
    run = alpha.wait(lost, "failed")
    assert str(runs.reason(run)) == "This was lost from the queue before it was done. Try again."
    alpha.wait(waiting, "done")
    assert [alpha.run(run_id).state for run_id in (cancelled, command)] == ["cancelled", "waiting"]
    with alpha.scope() as scope:
        runs.retry(scope, lost)
    alpha.wait(lost, "done")
