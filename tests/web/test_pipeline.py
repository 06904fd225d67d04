"""Host, person, permission, transaction: what a request passes on its way."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from gridhall.models import Account, PluginSetting, PluginSwitch, Post

if TYPE_CHECKING:
    from gridhall.testing import Browser, Portal, SampleCity


@pytest.fixture
def browser(city: SampleCity, portal: Portal) -> Browser:
    """Somebody with every right over lanterns."""
    return portal.as_(city.staff("Ann Lee", role="grid_head", at=city.node("Northport")))


def written(city: SampleCity) -> list[str]:
    with city.scope() as scope:
        return sorted(scope.db.scalars(scope.select(PluginSetting.key)))


def h1(page: object) -> str:
    return str(page.html.select_one("h1").text)  # type: ignore[attr-defined]


def lanterns(browser: Browser) -> list[str]:
    """Where the plugin shows on the start page."""
    shown = browser.get("/").html.select(".menu-link, .day-head")
    return [each["class"][0] for each in shown if "Lanterns" in each.text]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("{slug}.localhost", 303),
        ("{SLUG}.localhost:6543", 303),
        ("{slug}.localhost.evil.example", 404),
        ("evil.{slug}.localhost", 404),
        ("{slug}", 404),
        ("", 404),
    ],
)
def test_a_city_has_its_exact_hosts(portal: Portal, city: SampleCity, host: str, status: int) -> None:
    host = host.format(slug=city.slug, SLUG=city.slug.upper())
    assert portal.at(host).get("/", status=status).status_int == status


def test_an_unknown_host_has_no_city_and_no_page(portal: Portal) -> None:
    stranger = portal.at("unknown.example")
    for path in ("/", "/sign-in", "/lanterns", "/account", "/nowhere"):
        page = stranger.get(path, status=404)
        assert (h1(page), page.html.title.text) == (
            "This page does not exist",
            "This page does not exist – Gridhall",
        )


def test_the_bare_address_of_a_demo_lists_the_cities(
    portal: Portal, city: SampleCity, other_city: SampleCity
) -> None:
    page = portal.at("localhost:6543").get("/")
    links = [(link.get_text(strip=True), link["href"]) for link in page.html.select("main .links a")]
    cities = [(each.slug.capitalize(), f"http://{each.host}:6543/") for each in (city, other_city)]
    assert links == cities


def test_a_stranger_is_led_to_the_sign_in_and_back(city: SampleCity, portal: Portal) -> None:
    answer = portal.stranger().get("/lanterns?q=a%26b", status=303)
    assert answer.location == f"http://{city.host}/sign-in?next=%2Flanterns%3Fq%3Da%2526b"
    assert portal.stranger().get("/", status=303).location == f"http://{city.host}/sign-in"


def test_a_fragment_leads_the_whole_page_there(portal: Portal) -> None:
    answer = portal.stranger().fragment("/lanterns", status=401)
    assert (answer.headers["HX-Redirect"], answer.text) == ("/sign-in", "")


def test_a_session_of_one_city_is_none_in_another(
    city: SampleCity, other_city: SampleCity, portal: Portal
) -> None:
    city.staff("Ann Lee", role="grid_head", at=city.node("Northport"))
    other_city.staff("Ann Lee", role="grid_head", at=other_city.node("Southport"))
    token = other_city.session("ann.lee")
    stranger = portal.stranger()
    stranger.app.set_cookie("gridhall", token)
    assert stranger.get("/lanterns", status=303).location.endswith("/sign-in?next=%2Flanterns")


def test_who_lacks_the_permission_is_refused(city: SampleCity, portal: Portal) -> None:
    top = city.node("Northport")
    page = portal.as_(city.staff("Bo Chen", role="dispatcher", at=top)).get("/lanterns", status=403)
    assert h1(page) == "You may not do this"
    assert portal.as_(city.administrator("system")).get("/lanterns/tune").status_int == 200
    assert portal.as_(city.administrator("audit")).get("/lanterns/tune", status=403)


def test_a_revoked_post_and_a_disabled_account_count_at_the_next_request(
    city: SampleCity, browser: Browser
) -> None:
    browser.get("/lanterns")
    with city.scope() as scope:
        scope.db.scalars(scope.select(Post)).one().until = scope.today
    browser.get("/lanterns", status=403)
    with city.scope() as scope:
        scope.db.scalars(scope.select(Account)).one().disabled_at = scope.now
    browser.get("/lanterns", status=303)


def test_a_plugin_that_is_off_is_not_there(city: SampleCity, browser: Browser, portal: Portal) -> None:
    surfaces = ["/lanterns", "/lanterns/tune", "/lanterns/partial", "/static/lantern/lamp.css"]
    browser.get("/lanterns/partial")
    assert lanterns(browser) == ["menu-link", "day-head"]
    with city.scope() as scope:
        scope.db.get_one(PluginSwitch, "lantern").enabled = False
    for path in surfaces:
        browser.get(path, status=404)
        portal.stranger().get(path, status=404)
        browser.fragment(path, status=404)
    browser.post("/lanterns/write", {"key": "a"}, status=404)
    assert lanterns(browser) == []
    assert written(city) == []


def test_a_plugin_off_in_one_city_is_on_in_another(
    city: SampleCity, other_city: SampleCity, browser: Browser, portal: Portal
) -> None:
    with other_city.scope() as scope:
        scope.db.get_one(PluginSwitch, "lantern").enabled = False
    browser.get("/lanterns")
    portal.at(other_city.host).get("/lanterns", status=404)
    assert city.slug != other_city.slug


@pytest.mark.parametrize("error", [None, "missing", "refused", "conflict", "invalid", "broken"])
def test_returned_is_kept_and_raised_is_undone(city: SampleCity, browser: Browser, error: str | None) -> None:
    status = {"missing": 404, "refused": 403, "conflict": 409, "invalid": 422, "broken": 500}
    fields = {"key": "a", **({"error": error} if error else {})}
    browser.post("/lanterns/write", fields, status=status.get(error or "", 200))
    assert written(city) == ([] if error else ["a"])


@pytest.mark.parametrize(("times", "status", "tried"), [(0, 200, 1), (2, 200, 3), (3, 500, 3)])
def test_a_deadlock_is_tried_again_and_not_for_ever(
    city: SampleCity, browser: Browser, times: int, status: int, tried: int
) -> None:
    attempts = sys.modules["gridhall_lantern.views"].attempts
    attempts.clear()
    browser.post("/lanterns/deadlock", {"key": "a", "times": str(times)}, status=status)
    assert (len(attempts), written(city)) == (tried, ["a"] if status == 200 else [])


@pytest.mark.parametrize("path", ["/sign-out", "/sign-out-everywhere", "/account", "/password", "/language"])
def test_a_form_without_its_token_is_refused(browser: Browser, path: str) -> None:
    stale = "This form is out of date"
    assert h1(browser.app.post(path, {"lang": "ar"}, status=400)) == stale
    assert h1(browser.post(path, {"csrf_token": "0" * 64}, status=400)) == stale
    assert browser.get("/lanterns").status_int == 200


def test_the_token_of_another_session_is_refused(city: SampleCity, portal: Portal, browser: Browser) -> None:
    city.staff("Bo Chen")
    other = portal.as_("bo.chen")
    browser.post("/sign-out", {"csrf_token": other.csrf}, status=400)
    browser.app.post("/sign-out", headers={"X-CSRF-Token": browser.csrf}, status=303)


def test_a_visitors_token_belongs_to_their_cookie(portal: Portal) -> None:
    one, other = portal.stranger(), portal.stranger()
    token = one.get("/sign-in").forms[0]["csrf_token"].value
    other.get("/sign-in")
    fields = {"csrf_token": token, "lang": "ar"}
    other.app.post("/language", fields, status=400)
    one.app.post("/language", fields, status=303)


def test_every_response_carries_the_headers(browser: Browser, portal: Portal) -> None:
    pages = [
        browser.get("/"),
        browser.get("/nowhere", status=404),
        browser.get("/lanterns/fail/broken", status=500),
        browser.fragment("/lanterns/fail/conflict", status=409),
        portal.stranger().get("/sign-in"),
        portal.at("unknown.example").get("/", status=404),
    ]
    for page in pages:
        csp = dict(rule.split(" ", 1) for rule in page.headers["Content-Security-Policy"].split("; "))
        assert {key: csp[key] for key in ("default-src", "form-action", "frame-ancestors", "base-uri")} == {
            "default-src": "'self'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "base-uri": "'none'",
        }
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert page.headers["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in page.headers


def test_a_message_is_shown_once_and_escaped(city: SampleCity, portal: Portal) -> None:
    browser = portal.as_(city.administrator("system"))
    city.staff("Bo Chen")
    other = portal.as_("bo.chen")
    browser.get("/lanterns/tune")
    shown = [page.html.select(".flashes p") for page in (other.get("/"), browser.get("/"), browser.get("/"))]
    assert [[each.text for each in flashes] for flashes in shown] == [[], ["Tuned to <A>."], []]


def test_a_page_takes_few_queries_whatever_one_holds(city: SampleCity, portal: Portal) -> None:
    top = city.node("Northport")
    login = city.staff("Ann Lee", role="grid_head", at=top)
    city.staff("Bo Chen")
    counts = []
    for posts in (0, 12):
        for number in range(posts):
            city.post(login, role="town_officer", at=city.node(f"County {number}", under=top))
        browser = portal.as_(login)
        browser.get("/lanterns")
        with city.queries() as sent:
            browser.get("/lanterns")
        counts.append(len(sent))
    assert counts == [4, 4]  # the switches, the session, the posts, the titles of the roles
