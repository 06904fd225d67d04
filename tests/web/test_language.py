"""Which language a page is in, and switching it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gridhall.testing import Browser, Portal, SampleCity


@pytest.fixture
def browser(city: SampleCity, portal: Portal) -> Browser:
    return portal.as_(city.staff("Ann Lee", role="grid_head", at=city.node("Northport")))


def lang(page: Any) -> str:
    return f"{page.html.html['lang']} {page.html.html['dir']}"


@pytest.mark.parametrize(
    ("accepted", "found"),
    [
        (None, "en ltr"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans ltr"),
        ("zh-TW,ar;q=0.5", "ar rtl"),
        ("ar-SA", "ar rtl"),
        ("fr, ar;q=0.1, en;q=0.2", "en ltr"),
        ("ar;q=0, zh-Hans;q=0.1", "zh-Hans ltr"),
        ("de", "en ltr"),
        ("*", "en ltr"),
        (";;;q=x", "en ltr"),
    ],
)
def test_a_visitor_gets_what_the_browser_asks_for(portal: Portal, accepted: str | None, found: str) -> None:
    headers = {"Accept-Language": accepted} if accepted else {}
    assert lang(portal.stranger().get("/sign-in", headers=headers)) == found


def test_account_before_cookie_before_browser(city: SampleCity, portal: Portal) -> None:
    city.staff("Ann Lee")
    stranger = portal.stranger()
    headers = {"Accept-Language": "zh-CN"}
    form = next(
        f for f in stranger.get("/sign-in", headers=headers).forms.values() if f.action == "/language"
    )
    form.submit("lang", value="ar", status=303)
    assert lang(stranger.get("/sign-in", headers=headers)) == "ar rtl"
    browser = portal.as_("ann.lee")
    browser.app.set_cookie("gridhall_language", "ar")
    assert lang(browser.get("/", headers=headers)) == "ar rtl"
    browser.post("/language", {"lang": "zh-Hans"}, status=303)
    browser.app.set_cookie("gridhall_language", "ar")
    assert lang(browser.get("/")) == "zh-Hans ltr"
    assert lang(portal.as_("ann.lee").get("/")) == "zh-Hans ltr"


def test_a_switch_keeps_the_page(city: SampleCity, browser: Browser) -> None:
    page = browser.get("/lanterns?q=a&sort=name")
    form = next(form for form in page.forms.values() if form.action == "/language")
    answer = form.submit("lang", value="ar", status=303)
    assert answer.location == f"http://{city.host}/lanterns?q=a&sort=name"
    assert lang(answer.follow()) == "ar rtl"


def test_a_switch_leads_nowhere_else_and_to_no_other_language(city: SampleCity, browser: Browser) -> None:
    answer = browser.post("/language", {"lang": "ar", "next": "//evil.example"}, status=303)
    assert answer.location == f"http://{city.host}/"
    browser.post("/language", {"lang": "fr", "next": "/"}, status=422)
    assert lang(browser.get("/")) == "ar rtl"


def catalogue(folder: Path, domain: str, words: dict[str, str]) -> None:
    target = folder / "ar" / "LC_MESSAGES" / f"{domain}.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Catalog(locale="ar")
    for msgid, text in words.items():
        made.add(msgid, text)
    with target.open("wb") as file:
        write_mo(file, made)


@pytest.fixture
def speaking(city: SampleCity) -> Iterator[Path]:
    """The city's own words, gone after the test."""
    folder = city.city.folder / "locale"
    yield folder
    for file in folder.rglob("*.mo"):
        file.unlink()


def test_each_template_speaks_with_its_own_domain_and_the_citys_words(
    browser: Browser, speaking: Path
) -> None:
    catalogue(
        speaking,
        "lantern",
        {"Save": "lantern-save", "Lanterns": "lantern-title", "Lit: %(count)s": "%(count)s lit"},
    )
    catalogue(speaking, "gridhall", {"Save": "core-save", "Skip to the content": "core-skip"})
    browser.post("/language", {"lang": "ar"}, status=303)
    page = browser.get("/lanterns")
    found = [page.html.select_one(each).text for each in ("#save", "h1", ".skip", "#trans", "#plural")]
    assert found == ["lantern-save", "lantern-title", "core-skip", "3 lit", "2 lanterns"]
    assert page.html.select_one(".menu a[href='/lanterns']").text.strip() == "lantern-title"
    catalogue(speaking, "lantern", {"Save": "changed meanwhile"})
    assert browser.get("/lanterns").html.select_one("#save").text == "changed meanwhile"


def test_what_a_plugin_adds_to_other_pages_speaks_with_its_own_words(
    city: SampleCity, portal: Portal, speaking: Path
) -> None:
    hill = city.node("Lantern Hill")
    browser = portal.as_(city.staff("Ann Lee", role="grid_head", at=hill))
    catalogue(speaking, "lantern", {"Save": "lantern-save", "{n} to light": "lantern-light {n}"})
    catalogue(speaking, "gridhall", {"Save": "core-save"})
    browser.post("/language", {"lang": "ar"}, status=303)
    page = browser.get(f"/tree/{hill.id}")
    assert page.html.select_one("#panel").text == "lantern-save <A>"
    assert [line.text for line in browser.get("/").html.select(".grid .links-title")] == ["lantern-light 3"]


@pytest.mark.parametrize(
    ("language", "when", "number"),
    [
        ("en", "3/6/26, 1:30\u202fAM", "1,234,567.5"),
        ("zh-Hans", "2026/3/6 01:30", "1,234,567.5"),
        ("ar", "6\u200f/3\u200f/2026، 1:30 ص", "1,234,567.5"),
    ],
)
def test_dates_and_numbers_are_of_the_language_and_the_citys_zone(
    browser: Browser, language: str, when: str, number: str
) -> None:
    browser.post("/language", {"lang": language}, status=303)
    page = browser.get("/lanterns")
    assert (page.html.select_one("#when").text, page.html.select_one("#number").text) == (when, number)
