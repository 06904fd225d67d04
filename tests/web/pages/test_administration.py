"""Roles, the audit log and settings, each for its own administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .test_tree import Places, names

if TYPE_CHECKING:
    from gridhall.testing import Portal, SampleCity


@pytest.fixture
def places(city: SampleCity) -> Places:
    return Places(city)


def role_path(portal: Portal, login: str, name: str) -> str:
    page = portal.as_(login).get("/roles")
    return next(str(a["href"]) for a in page.html.select("tbody a") if a.get_text() == name)


def test_what_a_role_holds_counts_at_the_next_request(
    portal: Portal, city: SampleCity, places: Places
) -> None:
    security = city.administrator("security")
    head = portal.as_(city.staff("Ann", role="grid_head", at=places.grid))
    path = role_path(portal, security, "Grid head")
    portal.as_(security).post(path, {"permission": "core.staff_view"})
    head.get("/tree", status=403)
    head.get("/staff")


def test_a_role_cannot_hold_what_belongs_to_an_administrator(portal: Portal, city: SampleCity) -> None:
    security = city.administrator("security")
    path = role_path(portal, security, "Grid head")
    page = portal.as_(security).post(path, {"permission": "core.audit_view"})
    assert "belongs to an administrator alone" in page.html.select_one(".error-summary").get_text()


def test_a_role_of_the_citys_own_comes_and_goes(portal: Portal, city: SampleCity) -> None:
    security = portal.as_(city.administrator("security"))
    page = security.post("/roles", {"name": "Harbour watch"}).follow()
    security.post(f"{page.request.path}/remove")
    assert "Harbour watch" not in names(security.get("/roles"))
    again = security.post("/roles", {"name": "Grid head"})
    assert again.html.select_one("#error-name") is not None


def test_only_security_changes_roles(portal: Portal, city: SampleCity, places: Places) -> None:
    path = role_path(portal, city.administrator("security"), "Grid head")
    for login in (city.administrator("system"), city.staff("Lee", role="city_leader", at=places.top)):
        browser = portal.as_(login)
        browser.get(path)
        browser.post(path, {"permission": "core.tree_view"}, status=403)
        browser.post("/roles", {"name": "x"}, status=403)


def test_the_log_shows_who_did_what_and_is_proved(portal: Portal, city: SampleCity, places: Places) -> None:
    portal.as_(city.administrator("system")).post(f"/tree/{places.grid.id}/edit", {"name": "Grid 1"})
    audit = portal.as_(city.administrator("audit"))
    page = audit.get("/audit?action=core.tree_rename")
    assert [cell.get_text(strip=True) for cell in page.html.select("tbody td:nth-of-type(2)")] == [
        "system administrator"
    ]
    proved = audit.post("/audit")
    assert "The log is whole" in proved.html.select_one(".notice-good").get_text()


def test_only_the_audit_administrator_reads_the_log(portal: Portal, city: SampleCity, places: Places) -> None:
    for login in (
        city.administrator("system"),
        city.administrator("security"),
        city.staff("Lee", role="city_leader", at=places.top),
    ):
        portal.as_(login).get("/audit", status=403)


def test_a_wrong_date_is_told_at_its_field(portal: Portal, city: SampleCity) -> None:
    page = portal.as_(city.administrator("audit")).get("/audit?since=yesterday")
    assert page.html.select_one("#error-since") is not None


def test_the_system_administrator_switches_a_plugin(portal: Portal, city: SampleCity) -> None:
    system = portal.as_(city.administrator("system"))
    name = city.city.tenant.plugins[0]
    off = system.post(f"/settings/plugins/{name}/switch").follow()
    assert [badge.get_text() for badge in off.html.select(".panel .badge")] == ["Off"]
    on = system.post(f"/settings/plugins/{name}/switch", {"enable": "1"}).follow()
    assert [badge.get_text() for badge in on.html.select(".panel .badge")] == ["On"]
    system.post("/settings/plugins/nosuch/switch", {"enable": "1"}, status=404)


def test_others_do_not_reach_the_settings(portal: Portal, city: SampleCity, places: Places) -> None:
    name = city.city.tenant.plugins[0]
    for login in (city.administrator("security"), city.staff("Lee", role="city_leader", at=places.top)):
        browser = portal.as_(login)
        browser.get("/settings", status=403)
        browser.post(f"/settings/plugins/{name}/switch", status=403)
