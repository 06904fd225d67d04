"""The frame of every page: the menu by keyboard and by thumb, both directions of writing, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gridhall.testing.visitor import DESK, PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from gridhall.testing import SampleCity

    from .conftest import Enter

pytestmark = pytest.mark.browser
FOCUSED = """(() => {
  const item = document.activeElement, icon = item.querySelector("[aria-label]");
  return item.innerText.trim().split("\\n")[0] || icon.getAttribute("aria-label");
})()"""
RING = """(() => {
  const item = document.activeElement, box = item.getBoundingClientRect(), ring = getComputedStyle(item);
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return seen && ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2;
})()"""


@pytest.fixture
def login(city: SampleCity) -> str:
    return city.staff("Ann Lee", role="grid_head", at=city.node("Northport"))


def tabs(page: Page, count: int) -> list[str]:
    """Where the focus goes, key by key."""
    found = []
    for _each in range(count):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found


def is_focus_seen(page: Page) -> bool:
    """Whether a ring stands around what has the focus, and it lies on the screen."""
    return bool(page.evaluate(RING))


def test_the_menu_is_walked_by_keyboard(city: SampleCity, enter: Enter) -> None:
    page = (visitor := enter(city.administrator("security"))).page
    visitor.open("/staff")
    assert tabs(page, 6) == ["Skip to the content", "N", "My Day", "Grid tree", "Staff", "Roles"]
    assert is_focus_seen(page)
    assert page.locator(".menu [aria-current=page]").inner_text() == "Staff"
    page.keyboard.press("Enter")
    page.wait_for_url("**/roles")


def test_the_skip_link_leads_past_the_menu(enter: Enter, login: str) -> None:
    page = (visitor := enter(login)).page
    visitor.open("/account")
    assert tabs(page, 1) == ["Skip to the content"]
    assert is_focus_seen(page)
    page.keyboard.press("Enter")
    assert tabs(page, 1) == ["Change password"]


def test_the_drawer_takes_the_focus_and_gives_it_back(enter: Enter, login: str) -> None:
    page = (visitor := enter(login, PHONE)).page
    visitor.open("/account")
    opener = page.get_by_role("button", name="Menu", exact=True)
    assert opener.get_attribute("aria-expanded") == "false"
    assert tabs(page, 2) == ["Skip to the content", "Menu"]
    page.keyboard.press("Enter")
    assert opener.get_attribute("aria-expanded") == "true"
    assert page.evaluate(FOCUSED) == "Close the menu"
    assert visitor.findings() == []
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)") is False
    page.keyboard.press("Escape")
    assert opener.get_attribute("aria-expanded") == "false"
    assert page.evaluate(FOCUSED) == "Menu"
    assert page.locator(".menu").is_hidden()


def test_a_touch_beside_the_drawer_closes_it(enter: Enter, login: str) -> None:
    page = (visitor := enter(login, PHONE)).page
    visitor.open("/tree")
    page.locator("[data-menu-open]").tap()
    page.locator(".menu").wait_for()
    page.touchscreen.tap(PHONE - 10, 400)
    page.locator(".menu").wait_for(state="hidden")
    page.locator("[data-menu-open]").tap()
    page.get_by_role("link", name="Grid tree").first.tap()
    page.wait_for_url("**/tree/*")


def test_without_scripts_the_menu_opens_too(enter: Enter, login: str) -> None:
    visitor = enter(login, PHONE)
    visitor.page.route("**/*.js*", lambda route: route.abort())
    visitor.open("/account")
    visitor.page.locator("[data-menu-open]").tap()
    visitor.page.locator(".menu").wait_for()
    visitor.page.get_by_role("link", name="My Day").tap()
    visitor.page.wait_for_url("**/")


@pytest.mark.parametrize(
    ("language", "direction", "side"), [("en", "ltr", [0, 240]), ("ar", "rtl", [1040, 1280])]
)
def test_the_menu_stands_where_a_line_begins(
    enter: Enter, login: str, language: str, direction: str, side: list[int]
) -> None:
    page = (visitor := enter(login, DESK, language)).page
    visitor.open("/account")
    assert page.locator("html").get_attribute("dir") == direction
    box = page.locator(".side").bounding_box()
    assert box is not None
    assert [box["x"], box["x"] + box["width"]] == side


def test_codes_keep_their_direction_in_arabic(city: SampleCity, enter: Enter) -> None:
    node = city.node("ميناء", code="NP-1")
    page = (visitor := enter(city.administrator("system"), PHONE, "ar")).page
    visitor.open(f"/tree/{node.id}")
    code = page.get_by_text("NP-1", exact=True)
    assert code.evaluate("item => getComputedStyle(item).direction") == "ltr"
    assert visitor.findings() == []


def test_a_question_is_asked_before_something_is_ended(city: SampleCity, enter: Enter) -> None:
    page = (visitor := enter(city.administrator("system"), PHONE)).page
    visitor.open("/settings")
    switch = page.get_by_role("button", name="Switch off")
    switch.click()
    question = page.get_by_role("dialog")
    question.wait_for()
    assert page.evaluate(FOCUSED) == "Cancel"
    assert visitor.findings() == []
    page.keyboard.press("Escape")
    question.wait_for(state="hidden")
    assert page.evaluate(FOCUSED) == "Switch off"
    page.keyboard.press("Enter")
    question.get_by_role("button", name="Cancel").click()
    visitor.open("/settings")
    assert switch.is_visible()


def test_a_plugin_that_is_switched_off_leaves_the_menu(city: SampleCity, enter: Enter, login: str) -> None:
    head, system = enter(login), enter(city.administrator("system"))
    head.open("/account")
    assert head.page.get_by_role("link", name="Residents", exact=True).count() == 1
    system.open("/settings")
    system.page.get_by_role("button", name="Switch off").click()
    system.page.get_by_role("button", name="Yes, go on").click()
    system.page.get_by_text("Residents is off. Its data stay.").wait_for()
    head.page.reload()
    assert head.page.get_by_role("link", name="Residents", exact=True).count() == 0
    answer = head.open("/residents")
    assert answer is not None
    assert answer.status == 404
    system.page.get_by_role("button", name="Switch on").click()
    system.page.get_by_text("Residents is on.").wait_for()
    head.open("/account")
    assert head.page.get_by_role("link", name="Residents", exact=True).count() == 1
