"""A large file is made by a worker: for who asked, as long as their posts stay, for a day."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from gridhall.jobs import CityScopes, passing, runner
from gridhall.models import JobRun, Post
from gridhall_residents.exporting import asking, making, sheets

from ..factories import DELETED
from .test_export import rows_of, traces

if TYPE_CHECKING:
    from uuid import UUID

    from gridhall.testing import Browser, Portal, SampleCity, Stage

    from ..factories import Records
    from ..places import Places

LARGE = 3


@pytest.fixture(autouse=True)
def few_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", LARGE)
    monkeypatch.setattr(making, "TOLD_EVERY", 2)


@pytest.fixture(autouse=True)
def people(records: Records, places: Places) -> None:
    for number in range(LARGE + 2):
        records.resident(places.e1, f"Ann {number}", phone=records.new_phone())
    records.resident(places.w1, "Ann 9")
    records.resident(places.e1, "Ann 8", deleted=DELETED)


@pytest.fixture
def scopes(stage: Stage, city: SampleCity) -> CityScopes:
    found = CityScopes(city.city, stage.databases, stage.host, stage.settings.var)
    for file in found.passing_files.iterdir():  # of the test before
        file.unlink()
    return found


def ask(browser: Browser, **fields: str) -> str:
    """Ask for a file; the path of its run."""
    answer = browser.post("/residents/export", {"list": "people", "format": "csv", **fields}, status=303)
    return str(answer.location).partition(".localhost")[2]


def run_id(city: SampleCity) -> UUID:
    with city.scope() as scope:
        return scope.db.scalars(select(JobRun.id)).one()


def make(scopes: CityScopes, city: SampleCity) -> JobRun:
    """Let a worker make the one file that was asked for."""
    assert runner.do(scopes, run_id(city)) is None
    with scopes.short() as db:
        return db.scalars(select(JobRun)).one()


def link(browser: Browser, path: str) -> str:
    return str(browser.get(path).html.select_one(".panel a.button")["href"])


def test_who_asked_fetches_the_file(head: Browser, city: SampleCity, scopes: CityScopes) -> None:
    path = ask(head, q="ann")
    run = make(scopes, city)
    assert (run.title, run.state, run.done, run.total) == ("Residents: 5 rows", "done", 5, 5)
    page = head.get(path)
    assert "It holds 5 rows, masked as the list shows them." in " ".join(page.html.main.text.split())
    response = head.get(link(head, path))
    assert [row[0] for row in rows_of(response)[1:]] == [f"Ann {number}" for number in range(5)]
    with city.scope() as scope:
        assert response.headers["Content-Disposition"] == f'attachment; filename="people-{scope.today}.csv"'
    assert traces(city) == [("list:people", {"rows": 5, "format": "csv", "searched_by": "name"})]


def test_what_was_looked_for_is_kept_encrypted(head: Browser, scopes: CityScopes) -> None:
    ask(head, q="ann", sex="unknown")
    with scopes.short() as db:
        arguments = db.scalars(select(JobRun.arguments)).one()
    sealed = arguments.pop("sealed")
    assert (arguments["filters"], bool(sealed)) == ({"as": "name", "sex": "unknown"}, True)


def test_nobody_else_fetches_it(
    head: Browser, city: SampleCity, portal: Portal, places: Places, scopes: CityScopes
) -> None:
    path = ask(head)
    make(scopes, city)
    file = link(head, path)
    same_post = portal.as_(city.staff("Ben Li", role="village_head", at=places.east))
    same_post.get(file, status=404)
    watcher = city.administrator("system")
    city.post(watcher, role="village_head", at=places.east)
    page = portal.as_(watcher).get(path)
    assert "Only the person who asked for this file can fetch it." in page.html.main.text
    portal.as_(watcher).get(file, status=404)
    assert portal.stranger().get(file).status_int == 303


def test_another_post_than_at_the_time_closes_the_file(
    head: Browser, city: SampleCity, places: Places, scopes: CityScopes
) -> None:
    file = link(head, (ask(head), make(scopes, city))[0])
    head.get(file, status=200)
    with city.scope() as scope:
        scope.db.execute(update(Post).values(until=scope.today))
    city.post("ann.lee", role="village_head", at=places.west)
    head.get(file, status=404)


def test_a_day_later_it_is_gone(head: Browser, city: SampleCity, scopes: CityScopes) -> None:
    path = ask(head)
    make(scopes, city)
    file = link(head, path)
    [kept] = scopes.passing_files.iterdir()
    assert (kept.stat().st_mode & 0o077, passing.sweep(scopes)) == (0, 0)
    yesterday = time.time() - passing.KEPT.total_seconds() - 1
    os.utime(kept, (yesterday, yesterday))
    assert (passing.sweep(scopes), list(scopes.passing_files.iterdir())) == (1, [])
    head.get(file, status=404)
    with scopes.short() as db:
        db.execute(update(JobRun).values(finished_at=JobRun.finished_at - passing.KEPT))
    assert "The file was removed" in head.get(path).html.main.text


def test_begun_again_it_gives_the_same_file(head: Browser, city: SampleCity, scopes: CityScopes) -> None:
    path = ask(head)
    make(scopes, city)
    with scopes.short() as db:
        db.execute(update(JobRun).values(state="waiting"))
    make(scopes, city)
    assert len(rows_of(head.get(link(head, path)))) == LARGE + 3
    assert len(traces(city)) == 1


def test_cancelled_half_way_it_leaves_nothing(
    head: Browser, city: SampleCity, scopes: CityScopes, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(head)
    write = sheets.WRITERS["csv"]

    def cancelling(stream: object, columns: object, rows: object, **more: bool) -> int:
        with scopes.short() as db:
            db.execute(update(JobRun).values(cancel_requested=True))
        return write(stream, columns, rows, **more)

    monkeypatch.setitem(sheets.WRITERS, "csv", cancelling)
    run = make(scopes, city)
    assert (run.state, run.result, list(scopes.passing_files.iterdir()), traces(city)) == (
        "cancelled",
        None,
        [],
        [],
    )


def test_a_lost_post_ends_it(head: Browser, city: SampleCity, scopes: CityScopes) -> None:
    ask(head)
    with city.scope() as scope:
        scope.db.execute(update(Post).values(until=scope.today))
    run = make(scopes, city)
    assert (run.state, list(scopes.passing_files.iterdir())) == ("failed", [])


@pytest.mark.parametrize("run", ["1", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_file_that_nobody_made_is_not_there(head: Browser, run: str) -> None:
    head.get(f"/residents/export/{run}", status=404)
