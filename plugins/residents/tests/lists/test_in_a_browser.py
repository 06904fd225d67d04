"""Finding somebody, narrowing a list and taking it away, in a real browser on a phone and at a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gridhall.testing.visitor import DESK, PHONE, Visitor, options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.testing import Portal, SampleCity

    from ..factories import Records
    from ..places import Places

pytestmark = pytest.mark.browser


@pytest.fixture(params=[PHONE, DESK])
def visitor(
    request: pytest.FixtureRequest, chromium: Any, live: str, portal: Portal, city: SampleCity, places: Places
) -> Iterator[Visitor]:
    """The head of the east village."""
    login = city.staff("Ann Lee", role="village_head", at=places.east)
    with chromium.new_context(**options(request.param)) as context:
        token = portal.as_(login).app.cookies["gridhall"]
        context.add_cookies([{"name": "gridhall", "value": token, "url": live}])
        yield Visitor(context, live)


@pytest.fixture(autouse=True)
def people(records: Records, places: Places) -> None:
    home = records.dwelling(places.e1, "H1", address="人民路44号6幢1368室")
    household = records.household(places.e1, "F1", dwelling=home)
    records.resident(
        places.e1, "张丽华", sex="female", identity=records.new_identity(), household=household,
        phone=records.new_phone(), categories=["low_income", "elderly_alone"],
    )  # fmt: skip
    records.resident(places.e2, "李雷", sex="male")
    records.resident(places.w1, "张丽丽", sex="female")


def names(visitor: Visitor) -> list[str]:
    return visitor.page.locator("tbody th").all_inner_texts()


def test_somebody_is_found_from_any_page_in_two_steps(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/")
    if page.locator(".side-search").is_visible():
        page.fill(".side-search input", "丽华")
        page.press(".side-search input", "Enter")
    else:
        page.click(".bar-search")
        page.fill(".filters input[name=q]", "丽华")
        page.press(".filters input[name=q]", "Enter")
    page.wait_for_selector(".list-total")
    assert (names(visitor), page.inner_text(".list-total strong")) == (["张丽华"], "1 person")
    assert visitor.findings() == []
    page.click("tbody th a")
    page.wait_for_selector("h1:has-text('张丽华')")


def test_a_list_is_narrowed_by_its_filters_and_widened_by_its_chips(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/residents")
    page.click(".filters-more > summary")
    page.select_option("select[name=node]", label="East 1")
    page.select_option("select[name=category]", "low_income")
    assert visitor.findings() == []
    page.click(".filters-fields button[type=submit]")
    page.wait_for_selector(".chip")
    assert (names(visitor), page.locator(".chip span").all_inner_texts()) == (
        ["张丽华"],
        ["East 1", "Category: Low income"],
    )
    assert visitor.findings() == []
    page.click(".chip-clear")
    page.wait_for_selector(".chip", state="detached")
    assert names(visitor) == ["张丽华", "李雷"]


def test_a_list_is_taken_away_as_a_file(visitor: Visitor) -> None:
    visitor.open("/residents?sex=female")
    with visitor.page.expect_download() as waiting:
        visitor.page.click("button[value=csv]")
    text = waiting.value.path().read_text("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()] == ["Name", "张丽华"]


def test_a_number_of_the_counts_opens_its_list(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/residents/counts")
    assert visitor.findings() == []
    page.click(".tallies li:has-text('Low income') a")
    page.wait_for_selector(".list-total")
    assert page.inner_text(".list-total strong") == "1 person"
