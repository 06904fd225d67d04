"""One home, one file: all who live there, each value with who said it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from .reading import facts, heading, links, members, text

if TYPE_CHECKING:
    from gridhall.testing import SampleCity

    from ..factories import Records
    from .conftest import Family, Town


def test_a_home_shows_what_is_known_of_it_and_who_said_so(town: Town, records: Records) -> None:
    number = records.new_identity()
    home = records.dwelling(
        town.one, "H9", address="9 Quay Street", use="rented", area_m2=Decimal("71.50"), owner_identity=number
    )
    page = town.browser.get(f"/residents/homes/{home}")
    register = "Register, May 1, 2021"
    assert heading(page) == "9 Quay Street"
    assert facts(page) == {
        "Grid": ("East › Grid one", register),
        "Address": ("9 Quay Street", register),
        "Use": ("Rented out", register),
        "Floor area": ("71.5 m²", register),
        "Owner": ("–", ""),
        "Owner's identity number": (f"{number[:3]}{'•' * 11}{number[-4:]}", register),
    }
    assert number not in page


def test_an_owner_who_is_known_here_is_linked(town: Town, records: Records) -> None:
    near, far = records.new_identity(), records.new_identity()
    owner = records.resident(town.two, "Zhao Min", identity=near)
    stranger = records.resident(town.three, "Zhao Wei", identity=far)
    home = records.dwelling(town.one, owner_name="Zhao Min", owner_identity=near)
    page = town.browser.get(f"/residents/homes/{home}")
    assert text(page.html.select_one(".record-link")) == "Known here as Zhao Min"
    assert f"/residents/{owner}" in links(page)
    home = records.dwelling(town.one, owner_name="Zhao Wei", owner_identity=far)
    page = town.browser.get(f"/residents/homes/{home}")
    assert f"/residents/{stranger}" not in links(page)


def test_the_head_comes_first_then_the_nearest_then_the_eldest(town: Town, records: Records) -> None:
    home = records.dwelling(town.one)
    household = records.household(town.one, dwelling=home)
    for name, relation, born in (
        ("Cousin", "other_relative", date(1950, 1, 1)),
        ("Younger", "son", date(2012, 1, 1)),
        ("Unsaid", None, date(1940, 1, 1)),
        ("Elder", "son", date(2010, 1, 1)),
        ("Wife", "spouse", date(1981, 1, 1)),
        ("Head", "head", date(1980, 1, 1)),
    ):
        records.resident(town.one, name, household=household, relation=relation, birth_date=born)
    page = town.browser.get(f"/residents/homes/{home}")
    assert members(page) == ["Head", "Wife", "Elder", "Younger", "Cousin", "Unsaid"]


def test_a_member_is_shown_with_age_categories_and_masked_numbers(
    town: Town, family: Family, records: Records
) -> None:
    number, phone = records.new_identity(date(1980, 1, 2)), records.new_phone()
    records.resident(
        town.one,
        "Zhao Min",
        household=family.household,
        identity=number,
        phone=phone,
        sex="female",
        birth_date=date(1980, 1, 2),
        categories=["low_income"],
    )
    page = town.browser.get(f"/residents/homes/{family.home}")
    box = page.html.select(".member")[2]
    assert text(box.select_one(".badge")) == "Low income"
    for sup in box.select("sup, details"):
        sup.extract()
    told = [text(each) for each in box.select("dd")]
    with town.city.scope() as scope:
        years = scope.today.year - 1980 - ((scope.today.month, scope.today.day) < (1, 2))
    assert told == [
        f"Female {years} years old Jan 2, 1980",
        f"{number[:3]}{'•' * 11}{number[-4:]}",
        f"{phone[:6]}••••{phone[-4:]}",
    ]
    assert (number in page, phone in page) == (False, False)


def test_each_value_of_a_member_names_its_source(town: Town, family: Family) -> None:
    town.browser.post(
        f"/residents/{family.head}/edit",
        {"version": "1", "name": "Li Lei", "was.name": "Li Lei", "sex": "male", "was.sex": "male"}
        | {"relation": "head", "was.relation": "head", "birth_date": "1980-01-02"},
    )
    page = town.browser.get(f"/residents/homes/{family.home}")
    sources = dict(text(each).split(" ", 1) for each in page.html.select(".sources li"))
    marks = [text(each).removeprefix("source ") for each in page.html.select_one(".member").select(".mark")]
    named = [sources[mark].split(" on ")[0] for mark in marks]
    assert named == ["Register, May 1, 2021"] * 3 + ["entered by Ann Lee"]


def test_the_queries_of_a_home_do_not_grow_with_its_people(town: Town, records: Records) -> None:
    homes = []
    for people in (1, 12):
        home = records.dwelling(town.one, owner_identity=records.new_identity())
        for number in range(people):
            household = records.household(town.one, dwelling=home)
            identity, phone = records.new_identity(), records.new_phone()
            records.resident(
                town.one,
                f"P{number}",
                household=household,
                identity=identity,
                phone=phone,
                categories=["low_income"],
            )
        homes.append(home)
    browser = town.browser
    browser.get(f"/residents/homes/{homes[0]}")
    counts = []
    for home in homes:
        with town.city.queries() as seen:
            browser.get(f"/residents/homes/{home}")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] < 25


def test_another_grids_home_and_its_people_are_not_there(town: Town, records: Records) -> None:
    home = records.dwelling(town.three)
    household = records.household(town.three, dwelling=home)
    known = records.resident(town.three, "Zhao Min", household=household)
    for path in (f"/residents/homes/{home}", f"/residents/households/{household}", f"/residents/{known}"):
        town.browser.get(path, status=404)


def test_people_of_a_home_who_are_recorded_elsewhere_are_left_out(
    town: Town, family: Family, records: Records
) -> None:
    records.resident(town.three, "Zhao Min", household=family.household)
    assert members(town.browser.get(f"/residents/homes/{family.home}")) == ["Li Lei", "Han Mei"]


def test_another_citys_records_are_not_there(
    town: Town, other_city: SampleCity, other_records: Records
) -> None:
    top = other_city.node("Southport")
    homes = [other_records.dwelling(top) for _number in range(3)]
    people = [other_records.resident(top) for _number in range(3)]
    for path in (f"/residents/homes/{homes[-1]}", f"/residents/{people[-1]}"):
        town.browser.get(path, status=404)


def test_who_only_looks_sees_no_button_and_changes_nothing(town: Town, family: Family) -> None:
    looker = town.who("view")
    for path in (
        f"/residents/homes/{family.home}",
        f"/residents/households/{family.household}",
        f"/residents/{family.head}",
    ):
        page = looker.get(path)
        verbs = ("/add", "/edit", "/delete", "/move", "/restore", "/reveal", "/about")
        assert [link for link in links(page) if link.split("?")[0].endswith(verbs)] == []
    for path in (
        "/residents/add",
        "/residents/homes/add",
        "/residents/households/add",
        f"/residents/{family.head}/edit",
        f"/residents/{family.head}/move",
        f"/residents/{family.head}/delete",
        f"/residents/{family.head}/restore",
        f"/residents/homes/{family.home}/edit",
        f"/residents/homes/{family.home}/delete",
        f"/residents/homes/{family.home}/restore",
        f"/residents/households/{family.household}/edit",
        f"/residents/households/{family.household}/move",
        f"/residents/households/{family.household}/delete",
        f"/residents/households/{family.household}/restore",
    ):
        looker.post(path, {"name": "X", "reason": "mistake"}, status=403)


def test_where_one_only_looks_nothing_is_changed_by_what_one_holds_elsewhere(
    town: Town, records: Records
) -> None:
    known = records.resident(town.three, "Zhao Wei")
    home = records.dwelling(town.three)
    town.city.post(town.ann, role=town.city.role("Looker", ["residents.view"]), at=town.three)
    page = town.browser.get(f"/residents/{known}")
    assert heading(page) == "Zhao Wei"
    assert not [link for link in links(page) if link.endswith(("/edit", "/delete", "/move", "/about"))]
    for path in (f"/residents/{known}", f"/residents/homes/{home}"):
        town.browser.get(f"{path}/edit", status=403)
        town.browser.post(f"{path}/edit", {"version": "1", "address": "9 Far Street"}, status=403)
        town.browser.post(f"{path}/delete", {"reason": "mistake"}, status=403)
