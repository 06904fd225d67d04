"""Staff, posts and administrators: nobody sees beyond their area, or gives more than they hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from gridhall.models import Role, Staff

from .test_tree import Places, names

if TYPE_CHECKING:
    from gridhall.testing import Portal, SampleCity

CLERK = ("core.tree_view", "core.staff_view", "core.staff_edit")


@pytest.fixture
def places(city: SampleCity) -> Places:
    return Places(city)


@pytest.fixture
def clerk(city: SampleCity, places: Places) -> str:
    """Somebody who manages the staff of East."""
    return city.staff("Kim", role=city.role("Personnel", CLERK), at=places.east)


def id_of(city: SampleCity, login: str) -> int:
    with city.scope() as scope:
        return int(scope.db.scalars(select(Staff.id).where(Staff.name == login)).one())


def role_of(city: SampleCity, key: str) -> int:
    with city.scope() as scope:
        return int(scope.db.scalars(select(Role.id).where(Role.key == key)).one())


def test_the_list_shows_those_with_posts_in_ones_area(
    portal: Portal, city: SampleCity, places: Places, clerk: str
) -> None:
    city.staff("Ann", role="grid_head", at=places.grid)
    city.staff("Bob", role="grid_head", at=places.far)
    city.staff("Cid")
    assert names(portal.as_(clerk).get("/staff")) == ["Ann", "Kim"]
    leader = portal.as_(city.staff("Lee", role="city_leader", at=places.top))
    assert names(leader.get("/staff")) == ["Ann", "Bob", "Cid", "Kim", "Lee"]
    assert names(leader.get(f"/staff?node={places.west.id}")) == ["Bob"]
    assert names(leader.get("/staff?q=b")) == ["Bob"]


def test_somebody_elsewhere_is_not_found(
    portal: Portal, city: SampleCity, places: Places, clerk: str
) -> None:
    city.staff("Bob", role="grid_head", at=places.far)
    portal.as_(clerk).get(f"/staff/{id_of(city, 'Bob')}", status=404)


def test_a_post_is_given_and_counts_at_the_next_request(
    portal: Portal, city: SampleCity, places: Places
) -> None:
    ann = portal.as_(city.staff("Ann"))
    ann.get(f"/tree/{places.grid.id}", status=403)
    security = portal.as_(city.administrator("security"))
    fields = {"role": role_of(city, "grid_head"), "node": places.grid.code}
    security.post(f"/staff/{id_of(city, 'Ann')}/posts/add", fields).follow()
    ann.get(f"/tree/{places.grid.id}")


def test_an_ended_post_is_gone_at_the_next_request(portal: Portal, city: SampleCity, places: Places) -> None:
    login = city.staff("Ann")
    post = city.post(login, role="grid_head", at=places.grid)
    ann, security = portal.as_(login), portal.as_(city.administrator("security"))
    ann.get(f"/tree/{places.grid.id}")
    security.post(f"/staff/{id_of(city, 'Ann')}/posts/{post}/end").follow()
    ann.get(f"/tree/{places.grid.id}", status=403)


def test_nobody_gives_more_than_they_hold(
    portal: Portal, city: SampleCity, places: Places, clerk: str
) -> None:
    city.staff("Ann", role="grid_worker_full", at=places.grid)
    kim, ann = portal.as_(clerk), id_of(city, "Ann")
    audited = city.role("More", [*CLERK, "core.jobs_view"])
    for role, node, status in (
        (city.role("Less", ["core.tree_view"]), places.grid, 303),
        (city.role("Elsewhere", ["core.tree_view"]), places.far, 200),
        (audited, places.grid, 403),
    ):
        fields = {"role": role_of(city, role), "node": node.code}
        kim.post(f"/staff/{ann}/posts/add", fields, status=status)


def test_a_clerk_cannot_end_a_post_elsewhere(
    portal: Portal, city: SampleCity, places: Places, clerk: str
) -> None:
    login = city.staff("Ann", role="grid_head", at=places.grid)
    elsewhere = city.post(login, role="grid_head", at=places.far)
    portal.as_(clerk).post(f"/staff/{id_of(city, 'Ann')}/posts/{elsewhere}/end", status=404)


def test_a_post_of_the_future_gives_nothing_yet(portal: Portal, city: SampleCity, places: Places) -> None:
    login = city.staff("Ann")
    city.post(login, role="grid_head", at=places.grid, since=datetime.now(UTC).date() + timedelta(days=2))
    portal.as_(login).get(f"/tree/{places.grid.id}", status=403)


def test_a_new_person_gets_a_password_that_is_shown_once(portal: Portal, city: SampleCity) -> None:
    security = portal.as_(city.administrator("security"))
    shown = security.post("/staff/add", {"name": "Zoe", "login": "Zoe.Q"})
    login, password = (item.get_text(strip=True) for item in shown.html.select(".facts dd"))
    assert (login, shown.headers["Cache-Control"].startswith("no-store")) == ("zoe.q", True)
    stranger = portal.stranger()
    form = stranger.get("/sign-in")
    fields = {
        "login": login,
        "password": password,
        "csrf_token": form.html.select_one("[name=csrf_token]")["value"],
    }
    answer = stranger.app.post("/sign-in", fields)
    assert answer.follow().request.path == "/password"


def test_a_refused_person_leaves_nothing_behind(portal: Portal, city: SampleCity) -> None:
    security = portal.as_(city.administrator("security"))
    page = security.post("/staff/add", {"name": "Zoe", "login": "security.administrator"})
    assert page.html.select_one("#error-login") is not None
    assert names(security.get("/staff")) == ["security administrator"]


def test_the_three_administrators_exclude_each_other(portal: Portal, city: SampleCity) -> None:
    security = portal.as_(city.administrator("security"))
    city.administrator("audit")
    person = id_of(city, "audit administrator")
    page = security.post(f"/staff/{person}/administrator", {"kind": "system"}).follow()
    assert "exclude each other" in page.html.select_one(".flashes").get_text()
    page = security.post(f"/staff/{person}/administrator", {"kind": ""}).follow()
    assert "Name another administrator of this kind first" in page.html.select_one(".flashes").get_text()


def test_only_the_security_administrator_touches_accounts(
    portal: Portal, city: SampleCity, places: Places, clerk: str
) -> None:
    city.staff("Ann", role="grid_head", at=places.grid)
    ann = id_of(city, "Ann")
    for login in (clerk, city.administrator("system"), city.administrator("audit")):
        browser = portal.as_(login)
        for rest in ("account/password", "account/switch", "administrator"):
            browser.post(f"/staff/{ann}/{rest}", {"kind": "system"}, status=403)


def test_a_disabled_account_is_out_at_once(portal: Portal, city: SampleCity, places: Places) -> None:
    login = city.staff("Ann", role="grid_head", at=places.grid)
    ann, security = portal.as_(login), portal.as_(city.administrator("security"))
    ann.get("/tree")
    security.post(f"/staff/{id_of(city, 'Ann')}/account/switch", {}).follow()
    assert "/sign-in" in ann.get("/tree", status=303).location


def test_ids_of_the_other_city_mean_nothing_here(
    portal: Portal, city: SampleCity, other_city: SampleCity, places: Places
) -> None:
    for number in range(20):
        other_city.staff(f"Foreigner {number}")
    leader = portal.as_(city.staff("Lee", role="city_leader", at=places.top))
    leader.get(f"/staff/{id_of(other_city, 'Foreigner 19')}", status=404)
    assert names(leader.get("/staff?q=Foreigner")) == []
