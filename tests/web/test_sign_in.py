"""Signing in, out, and changing one's password, as a browser does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gridhall.app import make_portal
from gridhall.models import Account
from gridhall.services import accounts
from gridhall.testing import PASSWORD, Portal

if TYPE_CHECKING:
    from gridhall.testing import Browser, SampleCity, Stage

NEW = "four quiet lanterns glow"
WRONG = "User name and password do not fit. Check both and try again."


def sign_in(
    browser: Browser,
    login: str,
    password: str = PASSWORD,
    *,
    status: int = 200,
    next: str = "",  # noqa: A002
) -> Any:
    form = browser.get(f"/sign-in?next={next}").forms[0]
    form["login"], form["password"] = login, password
    return form.submit(status=status)


def notice(page: Any) -> str | None:
    found = page.html.select_one(".notice-bad p")
    return found.text if found else None


def test_who_signs_in_goes_on_where_they_wanted(city: SampleCity, portal: Portal) -> None:
    city.staff("Ann Lee", role="grid_head", at=city.node("Northport"))
    browser = portal.stranger()
    answer = sign_in(browser, "  ANN.lee ", status=303, next="/lanterns%3Fq=1")
    assert answer.location == f"http://{city.host}/lanterns?q=1"
    assert browser.get("/lanterns").html.select_one(".me a").text.startswith("Ann Lee")
    assert browser.get("/sign-in?next=/account", status=303).location == f"http://{city.host}/account"
    assert city.audited() == [("Ann Lee", "core.sign_in", "account:1")]


@pytest.mark.parametrize(
    "url",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil",
        "javascript:alert(1)",
        "/%0d%0aX: y",
    ],
)
def test_nobody_is_sent_elsewhere(city: SampleCity, portal: Portal, url: str) -> None:
    city.staff("Ann Lee")
    assert sign_in(portal.stranger(), "ann.lee", status=303, next=url).location == f"http://{city.host}/"


def test_a_wrong_password_and_an_unknown_name_look_alike(city: SampleCity, portal: Portal) -> None:
    city.staff("Ann Lee")
    city.staff("Bo Chen")
    with city.scope(city.administrator("security")) as scope:
        bo = scope.db.scalars(scope.select(Account.id).where(Account.login == "bo.chen")).one()
        accounts.disable(scope, bo)
    tries = [("ann.lee", "wrong"), ("nobody", PASSWORD), ("bo.chen", PASSWORD), ("", "")]
    pages = [sign_in(portal.stranger(), *each) for each in tries]
    assert [notice(page) for page in pages] == [WRONG] * 4
    assert [page.forms[0]["login"].value for page in pages] == [login for login, _ in tries]
    failures = [entry for entry in city.audited() if entry[1] == "core.sign_in_failed"]
    assert failures == [
        ("", "core.sign_in_failed", subject) for subject in ("account:1", "", f"account:{bo}", "")
    ]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(city: SampleCity, portal: Portal) -> None:
    city.staff("Ann Lee")
    answer = sign_in(portal.stranger(), "ann.lee", status=303)
    session, device = answer.headers.getall("Set-Cookie")
    assert session.split("; ")[1:] == ["Path=/", "HttpOnly", "SameSite=Lax"]
    assert device.startswith("gridhall_device_")
    assert "ann" not in device
    assert device.endswith("; HttpOnly; SameSite=Lax")


def test_under_https_cookies_are_bound_to_the_host(stage: Stage, city: SampleCity) -> None:
    city.staff("Ann Lee")
    web = stage.settings.web.model_copy(update={"https": True})
    settings = stage.settings.model_copy(update={"web": web})
    secure = make_portal(_replaced(stage, settings))
    browser = Portal(secure, city).stranger()
    answer = sign_in(browser, "ann.lee", status=303)
    for cookie in answer.headers.getall("Set-Cookie"):
        assert cookie.startswith("__Host-")
        assert "; secure" in cookie
        assert "domain" not in cookie.lower()
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"
    assert answer.location == f"https://{city.host}/"


def _replaced(stage: Stage, settings: object) -> Any:
    from dataclasses import replace

    return replace(stage.platform, settings=settings)  # type: ignore[arg-type]


def test_each_sign_in_is_a_new_session_and_ends_the_one_before(city: SampleCity, portal: Portal) -> None:
    city.staff("Ann Lee")
    city.staff("Bo Chen")
    browser = portal.stranger()
    sign_in(browser, "ann.lee", status=303)
    old = browser.app.cookies["gridhall"]
    form = portal.stranger().get("/sign-in").forms[0]
    fields = {"login": "bo.chen", "password": PASSWORD, "next": "/"}
    token = browser.get("/account").forms[0]["csrf_token"].value
    browser.app.post("/sign-in", {**fields, "csrf_token": token}, status=303)
    assert form["csrf_token"].value != token
    thief = portal.stranger()
    thief.app.set_cookie("gridhall", old)
    thief.get("/account", status=303)
    assert browser.get("/account").html.h1.text == "Bo Chen"


def test_guessing_is_stopped_but_not_for_the_owner(city: SampleCity, portal: Portal) -> None:
    city.staff("Ann Lee")
    home = portal.stranger()
    sign_in(home, "ann.lee", status=303)
    home.post("/sign-out", {"csrf_token": home.get("/account").forms[0]["csrf_token"].value}, status=303)
    thief = portal.stranger()
    for _ in range(5):
        assert notice(sign_in(thief, "ann.lee", "guess")) == WRONG
    page = sign_in(thief, "ann.lee", PASSWORD, status=429)
    assert page.html.h1.text == "Please wait"
    assert 1 <= int(page.headers["Retry-After"]) <= 2
    sign_in(home, "ann.lee", status=303)


def test_a_failure_counts_though_its_request_is_rolled_back(
    city: SampleCity, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.staff("Ann Lee")
    thief = portal.stranger()

    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("gridhall.services.sign_in.attempt", broken)
    for _ in range(5):
        sign_in(thief, "ann.lee", "guess", status=500)
    sign_in(thief, "ann.lee", "guess", status=429)


def test_signing_out_ends_the_session(city: SampleCity, portal: Portal) -> None:
    browser = portal.as_(city.staff("Ann Lee"))
    token = browser.app.cookies["gridhall"]
    answer = browser.post("/sign-out", status=303)
    assert answer.location == f"http://{city.host}/sign-in"
    assert "gridhall" not in browser.app.cookies
    browser.app.set_cookie("gridhall", token)
    browser.get("/account", status=303)


def test_signing_out_everywhere(city: SampleCity, portal: Portal) -> None:
    city.staff("Ann Lee")
    city.staff("Bo Chen")
    here, there, other = portal.as_("ann.lee"), portal.as_("ann.lee"), portal.as_("bo.chen")
    here.post("/sign-out-everywhere", status=303)
    there.get("/account", status=303)
    other.get("/account")


def test_an_initial_password_has_to_be_changed_first(city: SampleCity, portal: Portal) -> None:
    with city.scope(city.administrator("security")) as scope:
        _account, password = accounts.create(scope, "ann")
    browser = portal.stranger()
    assert sign_in(browser, "ann", password, status=303).location == f"http://{city.host}/password"
    for path in ("/", "/account", "/lanterns"):
        assert browser.get(path, status=303).location == f"http://{city.host}/password"
    assert browser.fragment("/account", status=401).headers["HX-Redirect"] == "/password"
    page = browser.get("/password")
    assert page.html.select(".menu a") == []
    languages = next(form for form in page.forms.values() if form.action == "/language")
    assert languages.submit("lang", value="ar").location == f"http://{city.host}/password"
    change = next(form for form in browser.get("/password").forms.values() if form.action == "/password")
    old = browser.app.cookies["gridhall"]
    change["current"], change["new"], change["again"] = password, NEW, NEW
    assert change.submit(status=303).location == f"http://{city.host}/"
    assert browser.app.cookies["gridhall"] != old
    browser.get("/")
    browser.app.set_cookie("gridhall", old)
    browser.get("/", status=303)


def test_a_refused_password_changes_nothing_and_says_why(city: SampleCity, portal: Portal) -> None:
    browser = portal.as_(city.staff("Ann Lee"))
    page = browser.post("/password", {"current": PASSWORD, "new": "short", "again": "short"})
    assert page.html.select_one("#error-new").text.strip() == "Take at least 12 characters."
    browser.get("/account")
    sign_in(portal.stranger(), "ann.lee", status=303)


def test_the_current_password_cannot_be_guessed_from_a_stolen_session(
    city: SampleCity, portal: Portal
) -> None:
    browser = portal.as_(city.staff("Ann Lee"))
    fields = {"current": "guess", "new": NEW, "again": NEW}
    for _ in range(5):
        page = browser.post("/password", fields)
        assert page.html.select_one("#error-current").text.strip() == "This is not your current password."
    browser.post("/password", {**fields, "current": PASSWORD}, status=429)


def test_the_account_page_lists_and_ends_sessions(city: SampleCity, portal: Portal) -> None:
    city.staff("Ann Lee")
    city.staff("Bo Chen")
    here, there, other = portal.as_("ann.lee"), portal.as_("ann.lee"), portal.as_("bo.chen")
    page = here.get("/account")
    ends = [form for form in page.forms.values() if form.action.startswith("/account/sessions/")]
    assert (len(page.html.select("tbody tr")), len(ends)) == (2, 1)
    assert ends[0].submit(status=303).location == f"http://{city.host}/account"
    assert here.get("/account").html.select_one(".flashes p").text == "That device is signed out."
    there.get("/account", status=303)
    other.get("/account")


def test_light_or_dark_is_kept(city: SampleCity, portal: Portal) -> None:
    browser = portal.as_(city.staff("Ann Lee"))
    form = next(form for form in browser.get("/account").forms.values() if form.action == "/account")
    form["scheme"] = "dark"
    page = form.submit(status=303).follow()
    assert (page.html.html["data-scheme"], page.html.select_one("[name=scheme][checked]")["value"]) == (
        "dark",
        "dark",
    )
