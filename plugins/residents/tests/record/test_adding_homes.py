"""Staff add homes and households: each has a code, and stands in a grid of their own area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from gridhall_residents.models import Dwelling, Household

from .reading import errors, facts, form, heading, links, members, today

if TYPE_CHECKING:
    from ..factories import Records
    from .conftest import Family, Town


def test_a_home_without_a_code_gets_one_of_its_grid(town: Town, records: Records) -> None:
    records.dwelling(town.one, "330101001001-0002")
    given = form(town.browser.get("/residents/homes/add"))
    given["place"], given["address"], given["area_m2"] = str(town.one.id), "2 Quay Street", "86,5"
    page = given.submit()
    assert errors(page) == {"area_m2": "The area is not a number"}
    given = form(page)
    given["area_m2"], given["use"] = "86.50", "rented"
    page = given.submit().follow()
    assert heading(page) == "2 Quay Street"
    assert "330101001001-0003" in page
    assert facts(page)["Floor area"] == ("86.5 m²", f"entered by Ann Lee on {today(town.city)}")
    assert given.submit().location == f"http://{town.city.host}{page.request.path}"
    with town.city.scope() as scope:
        assert scope.db.scalar(select(func.count(Dwelling.id))) == 2


def test_a_code_of_a_home_that_is_taken_is_refused(town: Town, family: Family, records: Records) -> None:
    records.dwelling(town.three, "H7")
    fields = {"place": str(town.one.id), "code": "h 1"}
    page = town.browser.post("/residents/homes/add", fields)
    assert errors(page) == {"code": "The code H1 is taken by another record."}
    assert f"/residents/homes/{family.home}" in links(page)
    page = town.browser.post("/residents/homes/add", {**fields, "code": "H7"})
    assert errors(page) == {"code": "The code H7 is taken by another record."}


def test_a_new_home_takes_in_the_household_that_was_reported_there(town: Town, records: Records) -> None:
    household = records.household(town.one, "H5", dwelling_code="H5")
    records.resident(town.one, "Zhao Min", household=household)
    page = town.browser.post("/residents/homes/add", {"place": str(town.one.id), "code": "H5"}).follow()
    assert members(page) == ["Zhao Min"]


def test_a_new_home_leaves_alone_a_household_of_another_area(town: Town, records: Records) -> None:
    records.household(town.three, "H5", dwelling_code="H5")
    page = town.browser.post("/residents/homes/add", {"place": str(town.one.id), "code": "H5"}).follow()
    assert members(page) == []
    with town.city.scope() as scope:
        assert scope.db.scalars(select(Household.dwelling_id)).one() is None


def test_a_household_is_added_in_a_home_or_in_a_grid(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/households/add?home={family.home}"))
    page = given.submit().follow()
    assert heading(page) == "Household H1-2"
    assert given.submit().location == f"http://{town.city.host}{page.request.path}"
    page = town.browser.post("/residents/households/add", {"place": str(town.two.id)}).follow()
    assert heading(page) == "Household 330101001002-H0001"


def test_where_there_are_many_grids_one_is_searched_without_scripts(town: Town) -> None:
    for number in range(50):
        town.city.node(f"Plot {number}", under=town.east)
    given = form(town.browser.get("/residents/homes/add"))
    given["address"], given["place_q"] = "2 Quay Street", "grid tw"
    page = given.submit("find")
    found = page.html.select(".place-found label")
    assert [each.get_text(strip=True) for each in found] == ["East › Grid two"]
    given = form(page)
    given["place"] = str(town.two.id)
    assert heading(given.submit().follow()) == "2 Quay Street"


def test_the_search_for_grids_finds_those_of_ones_own_area(town: Town) -> None:
    for number in range(50):
        town.city.node(f"Plot {number}", under=town.east)
    page = town.browser.post("/residents/places", {"place_q": "grid"})
    assert [each.get_text(strip=True) for each in page.html.select("label")] == [
        "East › Grid one",
        "East › Grid two",
    ]
