"""The page of counts: each number leads to a list of so many rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ..factories import DELETED
from .test_lists import cells, hrefs, total

if TYPE_CHECKING:
    from gridhall.testing import Browser, Portal, SampleCity

    from ..factories import Records
    from ..places import Places


@pytest.fixture
def people(records: Records, other_records: Records, places: Places, other_places: Places) -> None:
    """Some in each grid, one at the village itself, and what must not be counted."""
    home = records.household(places.e1, dwelling=records.dwelling(places.e1))
    for sex, born, categories in (
        ("female", date(1940, 1, 1), ["elderly_alone", "low_income"]),
        ("male", date(2020, 6, 1), []),
        (None, None, ["low_income"]),
    ):
        records.resident(
            places.e1, sex=sex, birth_date=born, categories=categories, household=home,
            identity=records.new_identity() if sex else None,
        )  # fmt: skip
    records.resident(places.e2, sex="male")
    records.resident(places.east, sex="female")
    records.resident(places.w1, sex="female")
    records.dwelling(places.e2, deleted=DELETED)
    records.resident(places.e2, deleted=DELETED)
    other_records.resident(other_places.e1)


@pytest.mark.usefixtures("people")
def test_the_areas_below_are_the_rows_and_what_stands_at_the_area_itself(head: Browser) -> None:
    page = head.get("/residents/counts")
    assert (page.html.h1.text, cells(page)) == (
        "Counts: East Village",
        [
            ["East 1", "3", "2", "1", "1", "1"],
            ["East 2", "1", "0", "0", "0", "0"],
            ["East Village itself", "1", "0", "0", "0", "0"],
            ["All", "5", "2", "1", "1", "1"],
        ],
    )


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("by", "heads", "whole"),
    [
        ("category", ["Low income", "Elderly living alone"], ["5", "2", "1", "1", "1"]),
        ("sex", ["Male", "Female", "Not known"], ["5", "2", "2", "1", "1", "1"]),
        (
            "age",
            ["0–5", "6–17", "18–34", "35–59", "60–79", "80 and older", "Not known"],
            ["5", "0", "1", "0", "0", "0", "1", "3", "1", "1"],
        ),
        ("confirmed", ["Confirmed", "Not confirmed"], ["5", "2", "3", "1", "1"]),
    ],
)
def test_the_table_is_divided_as_one_wants(
    head: Browser, by: str, heads: list[str], whole: list[str]
) -> None:
    page = head.get(f"/residents/counts?by={by}")
    shown = [head.text for head in page.html.select("main thead th")]
    assert (shown, cells(page)[-1]) == (
        ["Area", "Residents", *heads, "Households", "Dwellings"],
        ["All", *whole],
    )


@pytest.mark.usefixtures("people")
def test_each_number_leads_to_a_list_of_so_many_rows(head: Browser) -> None:
    wrong = {}
    seen = 0
    for by in ("category", "age", "sex", "confirmed"):
        page = head.get(f"/residents/counts?by={by}")
        for link in page.html.select(".stats a, .tallies a, .counts-table td a"):
            seen += 1
            found = total(head.get(link["href"])).split()[0]
            if found != link.text:
                wrong[link["href"]] = (link.text, found)
    assert (wrong, seen > 100) == ({}, True)


@pytest.mark.usefixtures("people")
def test_an_area_leads_down_and_up_and_to_its_own_page(
    city: SampleCity, portal: Portal, places: Places
) -> None:
    leader = portal.as_(city.staff("Ben Li", role="city_leader", at=places.top))
    page = leader.get(f"/residents/counts?node={places.east.id}")
    assert hrefs(page, "tbody th a") == [
        f"/residents/counts?node={each.id}" for each in (places.e1, places.e2)
    ]
    assert hrefs(page, ".crumbs a") == [
        f"/residents/counts?node={each.id}" for each in (places.top, places.county, places.town)
    ]
    assert hrefs(page, ".page-action a") == [f"/tree/{places.east.id}"]
    assert leader.get(f"/residents/counts?node={places.e1.id}").html.select("main table") == []


@pytest.mark.usefixtures("people")
def test_above_ones_posts_only_ones_own_are_counted(head: Browser, places: Places) -> None:
    page = head.get(f"/residents/counts?node={places.town.id}")
    assert cells(page) == [["East Village", "5", "2", "1", "1", "1"], ["All", "5", "2", "1", "1", "1"]]


def test_a_division_that_does_not_exist_is_not_there(head: Browser) -> None:
    head.get("/residents/counts?by=faith", status=404)


def test_a_category_that_the_city_gave_up_is_still_counted(
    head: Browser, records: Records, places: Places
) -> None:
    records.resident(places.e1, categories=["given_up"])
    shown = [
        each.text for each in head.get("/residents/counts").html.select(".tallies li > span:first-child")
    ]
    assert "given_up" in shown
