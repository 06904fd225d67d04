"""The pages of records in a real browser: values are shown in place, grids are found while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gridhall.testing.visitor import DESK, PHONE, Visitor, options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..factories import Records
    from .conftest import Family, Town

pytestmark = pytest.mark.browser


@pytest.fixture
def enter(town: Town, chromium: Any, live: str) -> Iterator[Callable[..., Visitor]]:
    """Open a browser in which Ann has signed in."""
    contexts = []

    def open_(width: int = PHONE, *, scripts: bool = True) -> Visitor:
        context = chromium.new_context(**options(width), java_script_enabled=scripts)
        contexts.append(context)
        token = town.browser.app.cookies["gridhall"]
        context.add_cookies([{"name": "gridhall", "value": token, "url": live}])
        return Visitor(context, live)

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_phone_number_is_shown_in_its_place_and_can_be_called(
    town: Town, records: Records, family: Family, enter: Callable[..., Visitor], width: int
) -> None:
    phone = records.new_phone()
    records.resident(town.one, "Zhao Min", household=family.household, phone=phone)
    visitor = enter(width)
    visitor.open(f"/residents/homes/{family.home}")
    masked = visitor.page.locator(".member .masked").last
    masked.locator("summary").click()
    assert not masked.locator("[name=words]").is_visible()
    masked.locator("select").select_option("other")
    visitor.page.evaluate("scrollTo(0, 0)")  # or the bar lies over half of a link
    assert visitor.findings() == []
    masked.locator("button").click()
    masked.locator(".error").wait_for()
    masked.locator("[name=words]").fill("Her roof leaks")
    masked.locator("button").click()
    call = visitor.page.locator(f'.member a[href="tel:{phone}"]')
    call.wait_for()
    assert visitor.page.url.endswith(f"/residents/homes/{family.home}")
    assert town.city.audited()[-1][1] == "residents.reveal"


def test_a_number_is_shown_without_scripts_too(
    town: Town, records: Records, enter: Callable[..., Visitor]
) -> None:
    number = records.new_identity()
    known = records.resident(town.one, "Zhao Min", identity=number)
    visitor = enter(scripts=False)
    visitor.open(f"/residents/{known}")
    visitor.page.locator(".masked summary").click()
    visitor.page.locator(".masked button").click()
    assert number in visitor.page.content()
    visitor.page.get_by_role("link", name="Back").click()
    assert number not in visitor.page.content()


def test_a_grid_is_found_while_one_types(town: Town, enter: Callable[..., Visitor]) -> None:
    for number in range(50):
        town.city.node(f"Plot {number}", under=town.east)
    visitor = enter()
    visitor.open("/residents/homes/add")
    page = visitor.page
    page.locator("[name=place_q]").press_sequentially("grid tw")
    page.get_by_label("East › Grid two").check()
    assert visitor.findings() == []
    page.locator("[name=address]").fill("2 Quay Street")
    page.locator("[name=address]").press("Enter")
    page.get_by_role("heading", name="2 Quay Street").wait_for()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nothing_is_wrong_with_forms_that_come_back(
    family: Family, enter: Callable[..., Visitor], width: int
) -> None:
    visitor, other = enter(width), enter(width)
    visitor.open(f"/residents/add?household={family.household}")
    visitor.page.locator("[name=identity_number]").fill("123")
    visitor.page.locator("main .actions .button-primary").click()
    visitor.page.locator(".error-summary").wait_for()
    assert visitor.findings() == []
    visitor.open(f"/residents/{family.head}/edit")
    other.open(f"/residents/{family.head}/edit")
    for each, note in ((other, "Deaf"), (visitor, "Blind")):
        each.page.locator("[name=note]").fill(note)
        each.page.locator("main .actions .button-primary").click()
    visitor.page.locator(".notice-warn").wait_for()
    assert [found for found in visitor.findings() if "409" not in found] == []
    visitor.open(f"/residents/{family.head}/delete")
    assert not visitor.page.locator("[name=words]").is_visible()
    visitor.page.get_by_label("Another reason").check()
    assert visitor.page.locator("[name=words]").is_visible()
    assert visitor.findings() == []


def test_what_is_held_of_somebody_can_be_printed(family: Family, enter: Callable[..., Visitor]) -> None:
    visitor = enter(DESK)
    visitor.page.add_init_script("window.print = () => { document.title = 'printed' }")
    visitor.open(f"/residents/{family.head}/about")
    visitor.page.get_by_role("button", name="Print").click()
    assert visitor.page.title() == "printed"
    visitor.page.emulate_media(media="print")
    assert not visitor.page.locator(".side").is_visible()
    assert not visitor.page.get_by_role("button", name="Print").is_visible()
    assert visitor.page.get_by_role("heading", name="What is held about Li Lei").is_visible()
