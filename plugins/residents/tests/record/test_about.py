"""A resident is told what is held of them, who supplied it and who looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .reading import facts, heading, text

if TYPE_CHECKING:
    from webtest import TestResponse

    from ..factories import Records
    from .conftest import Family, Town


def looks(page: TestResponse) -> list[list[str]]:
    """What, who and what for of each look, the latest first."""
    return [[text(cell) for cell in row.select("th, td")[:3]] for row in page.html.select("tbody tr")]


def test_all_that_is_held_is_told_with_who_supplied_it(town: Town, family: Family, records: Records) -> None:
    number, phone = records.new_identity(), records.new_phone()
    known = records.resident(
        town.one,
        "Zhao Min",
        identity=number,
        phone=phone,
        household=family.household,
        categories=["low_income"],
    )
    page = town.browser.get(f"/residents/{known}/about")
    assert heading(page) == "What is held about Zhao Min"
    held = facts(page)
    register = "Register, May 1, 2021"
    assert held["Phone"] == (f"{phone[:6]}••••{phone[-4:]}", register)
    assert held["Low income"] == ("Yes", register)
    assert held["Note"] == ("–", "")
    assert number not in page
    assert "Li Lei" in page
    assert "1 Quay Street" in page


def test_who_looked_at_a_whole_number_is_told(town: Town, records: Records) -> None:
    number = records.new_identity()
    known = records.resident(town.one, "Zhao Min", identity=number)
    other = records.resident(town.one, "Zhao Wei", phone=records.new_phone())
    home = records.dwelling(town.three, owner_name="Zhao Min", owner_identity=number)
    assert looks(town.browser.get(f"/residents/{known}/about")) == []
    town.browser.post(f"/residents/{known}/reveal?field=identity_number", {"purpose": "application"})
    town.browser.post(f"/residents/{other}/reveal?field=phone", {"purpose": "visit"})
    clerk = town.who("view", "reveal", at=town.three)
    clerk.post(
        f"/residents/homes/{home}/reveal?field=owner_identity_number",
        {"purpose": "other", "words": "Water bill"},
    )
    assert looks(town.browser.get(f"/residents/{known}/about")) == [
        ["Owner's identity number", "Bo 2", "Water bill"],
        ["Identity number", "Ann Lee", "Help with an application"],
    ]


def test_it_is_told_by_those_who_may_change_the_record(town: Town, records: Records) -> None:
    known = records.resident(town.one, "Zhao Min")
    far = records.resident(town.three, "Zhao Wei")
    town.who("view", "reveal").get(f"/residents/{known}/about", status=403)
    town.browser.get(f"/residents/{far}/about", status=404)


def test_it_is_told_of_a_deleted_record_too(town: Town, records: Records) -> None:
    known = records.resident(town.one, "Zhao Min", address="2 Quay Street")
    town.browser.post(f"/residents/{known}/delete", {"reason": "moved_away"})
    page = town.browser.get(f"/residents/{known}/about")
    assert "Moved away from the city" in page
    assert facts(page)["Address"][0] == "2 Quay Street"
