from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import insert

from gridhall.errors import Conflict
from gridhall.jobs import Context, do_now
from gridhall.services import runs

from .counting import ROWS

if TYPE_CHECKING:
    from gridhall.models import JobRun

    from .cities import Site


def test_a_command_does_a_job_at_once_and_hears_of_its_progress(alpha: Site) -> None:
    heard: list[tuple[int, int | None]] = []
    run = do_now(
        alpha.scopes,
        "counting.count",
        title="a.csv",
        arguments={"rows": 4, "chunk": 2},
        report=lambda progress: heard.append((progress.done, progress.total)),
    )
    assert heard == [(0, 4), (2, 4), (4, 4), (4, 4)]
    assert (run.state, run.done, run.queued, run.account_id) == ("done", 4, False, None)
    assert (alpha.queue(), len(alpha.rows())) == ([], 4)


def now(site: Site, job: str, **arguments: Any) -> JobRun:
    return do_now(
        site.scopes, f"counting.{job}", title="t", arguments=arguments, report=lambda _progress: None
    )


def test_a_command_is_told_what_the_job_refused(alpha: Site) -> None:
    with pytest.raises(Conflict, match="No installed function"):
        now(alpha, "gone")
    with pytest.raises(Exception, match="Sheet “May” is empty"):
        now(alpha, "refuse")
    with alpha.scope() as scope:
        assert [run.state for run in runs.list_recent(scope)] == ["failed"]


def test_a_command_that_is_broken_off_cancels_its_run(alpha: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupt)
    monkeypatch.setattr("gridhall.jobs.inline.time", _Time)
    with pytest.raises(KeyboardInterrupt):
        now(alpha, "count", rows=4, chunk=2)
    with alpha.scope() as scope:
        assert [run.state for run in runs.list_recent(scope)] == ["cancelled"]


class _Time:
    @staticmethod
    def sleep(seconds: float) -> None:
        assert seconds == 0


def test_a_command_tries_again_where_the_database_refused_for_the_moment(
    alpha: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    refusals = iter([psycopg.errors.SerializationFailure(), psycopg.errors.DeadlockDetected()])

    def flaky(context: Context, **_arguments: Any) -> None:
        with context.scope() as scope:
            scope.db.execute(insert(ROWS), [{"label": "x", "n": 1}])
            for refusal in refusals:
                raise refusal

    spec = alpha.host.job("counting.note")
    assert spec
    monkeypatch.setattr(alpha.host, "job", lambda _name: type(spec)(spec.name, spec.title, flaky))
    monkeypatch.setattr("gridhall.jobs.inline.time.sleep", waits.append)
    assert now(alpha, "note").state == "done"
    assert (waits, alpha.rows()) == ([0, 0.5, 1.0], [("x", 1)])
