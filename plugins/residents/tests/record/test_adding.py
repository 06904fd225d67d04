"""Staff add people, homes and households; what they type is checked, and kept as theirs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from gridhall_residents.models import Household, NameSuffix, Resident, ResidentCategory

from .reading import errors, facts, flashes, form, heading, links, members, person, said, today

if TYPE_CHECKING:
    from gridhall.testing import SampleCity

    from ..factories import Records
    from .conftest import Family, Town


def test_a_person_is_added_into_a_household_of_a_home(town: Town, family: Family, records: Records) -> None:
    given = form(town.browser.get(f"/residents/add?household={family.household}"))
    assert given["address"].value == "1 Quay Street"
    given["name"] = " Li  Na "
    given["identity_number"] = records.new_identity(date(2015, 3, 4), "female")
    given["phone"] = "16600554061"
    given["relation"] = "daughter"
    given["category.low_income"] = True
    page = given.submit().follow()
    assert page.request.path == f"/residents/homes/{family.home}"
    assert flashes(page) == ["Li Na was added."]
    assert members(page) == ["Li Lei", "Han Mei", "Li Na"]


def test_what_was_added_is_said_by_staff(town: Town, family: Family, records: Records) -> None:
    number = records.new_identity(date(2015, 3, 4), "female")
    fields = {"name": "Li Na", "identity_number": number, "category.low_income": "1", "form_id": ""}
    town.browser.post(f"/residents/add?household={family.household}", fields)
    added = latest(town.city)
    assert (added.sex, added.birth_date, added.grid_id) == ("female", date(2015, 3, 4), town.one.id)
    assert said(town.city, "resident", added.id) == [
        (
            "Ann Lee",
            [
                *("address", "birth_date", "category.low_income", "household_code"),
                *("identity_number", "name", "name_key", "place", "sex"),
            ],
        )
    ]
    with town.city.scope() as scope:
        suffixes = select(NameSuffix.suffix).where(NameSuffix.resident_id == added.id)
        assert sorted(scope.db.scalars(suffixes)) == ["ina", "lina", "na"]
        member_of = select(ResidentCategory.category).where(ResidentCategory.resident_id == added.id)
        assert list(scope.db.scalars(member_of)) == ["low_income"]
    assert town.city.audited()[-1] == ("Ann Lee", "residents.add", f"resident:{added.id}")


def test_the_same_form_sent_twice_adds_one_person(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/add?home={family.home}"))
    given["name"], given["household"] = "Li Na", "new"
    first, second = given.submit(), given.submit()
    assert second.location == first.location
    assert members(second.follow()) == ["Li Lei", "Han Mei", "Li Na"]
    with town.city.scope() as scope:
        assert scope.db.scalar(select(func.count(Household.id))) == 2


def test_an_old_form_filled_for_somebody_else_adds_them(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/add?household={family.household}"))
    given["name"] = "Li Na"
    given.submit()
    given["name"] = "Li Mei"
    assert members(given.submit().follow()) == ["Li Lei", "Han Mei", "Li Na", "Li Mei"]
    given = form(town.browser.get("/residents/homes/add"))
    given["place"] = str(town.one.id)
    for address in ("2 Quay Street", "3 Quay Street"):
        given["address"] = address
        assert heading(given.submit().follow()) == address


def test_a_person_in_an_empty_home_gets_a_household_and_is_its_head(town: Town, records: Records) -> None:
    home = records.dwelling(town.two, "H9")
    given = form(town.browser.get(f"/residents/add?home={home}"))
    given["name"] = "Zhao Min"
    page = given.submit().follow()
    assert members(page) == ["Zhao Min"]
    assert latest(town.city).relation == "head"
    with town.city.scope() as scope:
        assert scope.db.scalars(select(Household.code)).one() == "H9"


def test_a_second_household_of_a_home_has_a_code_of_its_own(town: Town, family: Family) -> None:
    town.browser.post(f"/residents/add?home={family.home}", {"name": "Zhao Min", "household": "new"})
    with town.city.scope() as scope:
        assert sorted(scope.db.scalars(select(Household.code))) == ["H1", "H1-2"]


def test_a_person_without_a_home_needs_a_grid_of_ones_own_area(town: Town) -> None:
    page = town.browser.post("/residents/add", {"name": "Zhao Min"})
    assert errors(page) == {"place": "Choose the grid."}
    page = town.browser.post("/residents/add", {"name": "Zhao Min", "place": str(town.three.id)})
    assert errors(page) == {"place": "Choose a grid of your own area."}
    page = town.browser.post("/residents/add", {"name": "Zhao Min", "place": str(town.two.id)}).follow()
    assert heading(page) == "Zhao Min"
    assert facts(page)["Grid"] == ("East › Grid two", f"entered by Ann Lee on {today(town.city)}")


def test_all_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost(town: Town, family: Family) -> None:
    fields = {
        "name": "",
        "identity_number": "123",
        "birth_date": "31.2.1990",
        "phone": "12",
        "note": "Rings\r\ntwice",
    }
    page = town.browser.post(f"/residents/add?household={family.household}", fields)
    assert errors(page) == {
        "name": "The name is missing",
        "identity_number": "The identity number does not have 15 or 18 characters",
        "birth_date": "The date does not exist or lies in the future",
        "phone": "The phone number is not valid",
    }
    given = form(page)
    typed = {key: given[key].value.replace("\r\n", "\n") for key in fields}
    assert typed == {**fields, "note": "Rings\ntwice"}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"birth_date": "1990-01-03"}, {"birth_date": "The identity number says 1990-01-02."}),
        ({"sex": "male"}, {"sex": "The identity number says female."}),
        ({"birth_date": "1990-01-02", "sex": "female"}, {}),
    ],
)
def test_birth_date_and_sex_must_agree_with_the_identity_number(
    town: Town, family: Family, records: Records, typed: dict[str, str], wrong: dict[str, str]
) -> None:
    number = records.new_identity(date(1990, 1, 2), "female")
    fields = {"name": "Li Na", "identity_number": number, **typed}
    page = town.browser.post(f"/residents/add?household={family.household}", fields)
    assert (errors(page) if page.status_int == 200 else {}) == wrong


def test_a_number_that_is_taken_within_ones_area_leads_to_its_owner(
    town: Town, family: Family, records: Records
) -> None:
    number = records.new_identity()
    known = records.resident(town.two, "Zhao Min", identity=number)
    fields = {"name": "Li Na", "identity_number": number}
    page = town.browser.post(f"/residents/add?household={family.household}", fields)
    assert errors(page) == {"identity_number": "This number is recorded already: Zhao Min has it."}
    assert f"/residents/{known}" in links(page)


def test_of_a_number_that_is_taken_elsewhere_nothing_more_is_told(
    town: Town, family: Family, records: Records
) -> None:
    number = records.new_identity()
    known = records.resident(town.three, "Zhao Min", identity=number)
    fields = {"name": "Li Na", "identity_number": number}
    page = town.browser.post(f"/residents/add?household={family.household}", fields)
    assert errors(page) == {"identity_number": "This number is recorded already elsewhere in the city."}
    assert "Zhao Min" not in page
    assert f"/residents/{known}" not in links(page)


def test_a_number_of_somebody_who_was_deleted_here_leads_to_that_record(
    town: Town, family: Family, records: Records
) -> None:
    number = records.new_identity()
    gone = records.resident(town.two, "Zhao Min", identity=number)
    town.browser.post(f"/residents/{gone}/delete", {"reason": "moved_away"})
    fields = {"name": "Li Na", "identity_number": number}
    page = town.browser.post(f"/residents/add?household={family.household}", fields)
    assert errors(page) == {
        "identity_number": "Zhao Min has this number and was deleted. Restore that record instead."
    }
    assert f"/residents/{gone}" in links(page)


def test_who_may_be_recorded_already_is_asked_about_once(
    town: Town, family: Family, records: Records
) -> None:
    known = records.resident(town.two, "Zhao Min")
    records.resident(town.three, "Li Na")
    given = form(town.browser.get(f"/residents/add?household={family.household}"))
    given["name"] = "Zhao  Min"
    page = given.submit()
    assert errors(page) == {"name": "Zhao Min is recorded in this village already. Is it the same person?"}
    assert f"/residents/{known}" in links(page)
    given = form(page)
    given["is_namesake"] = True
    assert flashes(given.submit().follow()) == ["Zhao Min was added."]
    given = form(town.browser.get(f"/residents/add?household={family.household}"))
    given["name"] = "Li Na"
    assert flashes(given.submit().follow()) == ["Li Na was added."]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({"birth_date": "1980-01-02"}, True),
        ({"birth_date": "1990-01-02"}, False),
        ({"identity_number": "of their own"}, False),
        ({}, True),
    ],
)
def test_a_birth_date_or_two_numbers_tell_namesakes_apart(
    town: Town, family: Family, records: Records, typed: dict[str, str], *, asked: bool
) -> None:
    born = date(1980, 1, 2)
    records.resident(town.two, "Zhao Min", birth_date=born, identity=records.new_identity(born))
    if "identity_number" in typed:
        typed = {"identity_number": records.new_identity(born)}
    page = town.browser.post(f"/residents/add?household={family.household}", {"name": "Zhao Min", **typed})
    assert (page.status_int == 200) == asked


def test_a_household_has_one_head(town: Town, family: Family) -> None:
    fields = {"name": "Li Na", "relation": "head"}
    page = town.browser.post(f"/residents/add?household={family.household}", fields)
    assert list(errors(page)) == ["relation"]
    assert "Li Lei" in errors(page)["relation"]


def latest(city: SampleCity) -> Resident:
    with city.scope() as scope:
        newest = scope.db.scalar(select(func.max(Resident.id)))
    assert newest is not None
    return person(city, newest)
