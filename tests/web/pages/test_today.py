"""My Day: what waits, what one asked for, and where one works."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from gridhall.models import Account, JobRun, Post, Unit

from .test_tree import Places

if TYPE_CHECKING:
    from gridhall.testing import Portal, SampleCity

NOW = datetime.now(UTC)


@pytest.fixture
def places(city: SampleCity) -> Places:
    return Places(city)


def job(city: SampleCity, login: str, title: str, state: str, *, ago: timedelta) -> None:
    with city.scope() as scope:
        asker = scope.db.scalars(select(Account.id).where(Account.login == login)).one()
        run = JobRun(id=uuid4(), name="lantern.light", title=title, arguments={}, state=state)
        run.account_id, run.created_at = asker, NOW - ago
        scope.db.add(run)


def lines(page: Any, heading: str) -> list[tuple[str, ...]]:
    """The lines of a panel, each as its title and what is noted beside it."""
    panel = next(each for each in page.html.select(".panel") if each.h2.text == heading)
    parts = (line.select(".links-title, .links-note") for line in panel.select("li"))
    return [tuple(part.get_text(" ", strip=True) for part in line) for line in parts]


def test_ones_posts_of_today_lead_to_their_areas(portal: Portal, city: SampleCity, places: Places) -> None:
    login = city.staff("Ann", role="grid_worker_full", at=places.grid)
    city.post(login, role="grid_head", at=places.west)
    city.post(login, role="grid_head", at=places.far, until=NOW.date() - timedelta(days=2))
    city.staff("Ben", role="grid_head", at=places.east)
    page = portal.as_(login).get("/")
    assert lines(page, "Where you work") == [("Grid One", "Grid worker, full time"), ("West", "Grid head")]
    paths = [f"/tree/{places.grid.id}", f"/tree/{places.west.id}"]
    assert [a["href"] for a in page.html.select("div.stack > .panel a")] == paths


def test_a_unit_stands_beside_the_role(portal: Portal, city: SampleCity, places: Places) -> None:
    login = city.staff("Ann")
    post = city.post(login, role="grid_head", at=places.east)
    with city.scope() as scope:
        unit = Unit(node_id=places.east.id, name="Civil affairs")
        scope.db.add(unit)
        scope.db.flush()
        scope.db.execute(update(Post).where(Post.id == post).values(unit_id=unit.id))
    assert lines(portal.as_(login).get("/"), "Where you work") == [("East", "Grid head · Civil affairs")]


def test_who_may_not_see_the_tree_is_told_the_area_without_a_link(
    portal: Portal, city: SampleCity, places: Places
) -> None:
    login = city.staff("Ann", role=city.role("Reader", ["core.jobs_view"]), at=places.east)
    page = portal.as_(login).get("/")
    assert lines(page, "Where you work") == [("East", "Reader")]
    assert page.html.select(".links a") == []


def test_ones_own_jobs_of_today_are_shown_and_nobody_elses(portal: Portal, city: SampleCity) -> None:
    login, other = city.staff("Ann"), city.staff("Ben")
    job(city, login, "old and done", "done", ago=timedelta(days=2))
    job(city, login, "old and waiting", "waiting", ago=timedelta(days=2))
    job(city, login, "just failed", "failed", ago=timedelta(hours=1))
    job(city, other, "not mine", "running", ago=timedelta())
    page = portal.as_(login).get("/")
    assert lines(page, "Background jobs") == [("just failed", "Failed"), ("old and waiting", "Waiting")]
    assert page.html.select(".quiet-line") == []


def test_where_nothing_waits_it_says_so(portal: Portal, city: SampleCity) -> None:
    page = portal.as_(city.administrator("system")).get("/")
    assert page.html.select_one(".quiet-line").text.strip() == "Nothing waits for you."
    assert page.html.select(".panel") == []


def test_the_pages_of_the_menu_are_a_tap_away(portal: Portal, city: SampleCity) -> None:
    page = portal.as_(city.administrator("system")).get("/")
    menu = [a["href"] for a in page.html.select(".menu a")]
    assert [a["href"] for a in page.html.select(".shortcuts a")] == menu[1:]
    assert "/settings" in menu
