"""A plugin for tests: its jobs write rows that a test can count."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Identity, Integer, MetaData, Table, Text, insert

from gridhall.errors import Conflict
from gridhall.hookspecs import JobSpec, Manifest, Panel, hookimpl
from gridhall.models import JobRun
from gridhall.words import Domain

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall.jobs import Context

_ = Domain("counting")

ROWS = Table(
    "counting_row",
    MetaData(),
    Column("seq", Integer, Identity()),
    Column("label", Text),
    Column("n", Integer),
)
"""Without any constraint: what is written twice is there twice."""


def count(context: Context, *, rows: int, chunk: int, pause_s: float = 0) -> None:
    """Count rows chunk by chunk, each with its progress."""
    context.progress(total=rows)
    while context.done < rows:
        with context.scope() as scope:
            upto = min(context.done + chunk, rows)
            scope.db.execute(insert(ROWS), [{"label": "count", "n": n} for n in range(context.done, upto)])
            context.progress(done=upto, failed=1)
            time.sleep(pause_s)
    context.progress(result={"rows": context.done})


def note(context: Context, *, label: str, pause_s: float = 0) -> None:
    with context.scope() as scope:
        scope.db.execute(insert(ROWS), [{"label": label, "n": len(scope.principal.grants)}])
    time.sleep(pause_s)


def refuse(context: Context) -> None:
    with context.scope() as scope:
        scope.db.execute(insert(ROWS), [{"label": "refused", "n": 0}])
        raise Conflict(_("Sheet “{sheet}” is empty. Choose another one."), sheet="May")


def crash(context: Context) -> None:
    with context.scope():
        message = "the phone of Li Na is 13800138000"
        raise ValueError(message)


def wait_for_cancel(context: Context) -> None:
    for _each in range(1000):
        context.check_cancelled()
        time.sleep(0.02)


JOBS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("count", count),
    ("note", note),
    ("refuse", refuse),
    ("crash", crash),
    ("wait_for_cancel", wait_for_cancel),
)


@hookimpl
def gridhall_panel(place: str, subject: object) -> Panel | None:
    """The result of a run."""
    if place != "job.result" or not isinstance(subject, JobRun) or subject.result is None:
        return None
    return Panel(_("Counted"), f"{subject.result['rows']} rows of <{subject.title}>")


@hookimpl
def gridhall_manifest() -> Manifest:
    return Manifest(
        name="counting",
        title=_("Counting"),
        summary=_("Counts rows."),
        package=Path(__file__).parent / "counting",
        jobs=tuple(JobSpec(f"counting.{name}", _("Count"), run) for name, run in JOBS),
    )
