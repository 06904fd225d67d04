"""Whom a row means, rule by rule of ``docs/decisions/matching.md``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gridhall_residents.models import Resident

from ..factories import Deleted
from .desk import profile

if TYPE_CHECKING:
    from ..factories import Records
    from ..places import Places
    from .desk import Desk, Row

BORN = date(1990, 1, 31)
SURVEY = profile("survey")


@pytest.fixture
def li(places: Places) -> Row:
    """A row without a number."""
    return {"name": "李 芳", "birth_date": "1990-01-31", "village_code": places.east.code}


def test_a_number_decides_whatever_else_the_row_says(desk: Desk, records: Records, places: Places) -> None:
    number = records.new_identity()
    known = records.resident(places.w1, "Somebody Else", identity=number)
    told = desk.bring(
        {"name": "Li Fang", "identity_number": number.lower(), "village_code": places.east.code}
    )
    assert (told["created"], told["updated"], told["matched"]) == (0, 1, 1)
    assert desk.person() == {
        "name": "Li Fang",
        "identity_number": number,
        "sex": "female",
        "birth_date": "1980-01-02",
        "place": "East Village",
    }
    assert [each.record_id for each in desk.statements()] == [known, known]


def test_a_number_of_15_digits_is_the_same_as_its_long_form(
    desk: Desk, records: Records, places: Places
) -> None:
    number = records.new_identity()
    short = number[:6] + number[8:17]
    records.resident(places.e1, "Li Fang", identity=number)
    told = desk.bring({"name": "Li Fang", "identity_number": short, "village_code": places.east.code})
    assert (told["created"], told["matched"], len(desk.people())) == (0, 1, 1)


def test_a_number_that_nobody_has_makes_somebody_new_beside_a_namesake(
    desk: Desk, records: Records, places: Places, li: Row
) -> None:
    other, number = records.new_identity(BORN), records.new_identity(BORN)
    records.resident(places.e1, "李芳", identity=other, birth_date=BORN)
    assert desk.bring(li | {"identity_number": number})["created"] == 1
    assert sorted(each["identity_number"] for each in desk.people()) == sorted([other, number])


@pytest.mark.parametrize("written", ["李芳", "李 芳", "\u3000李芳 "])
def test_without_a_number_name_birth_date_and_village_decide(
    desk: Desk, records: Records, places: Places, li: Row, written: str
) -> None:
    number = records.new_identity(BORN)
    records.resident(places.e1, "李芳", identity=number, birth_date=BORN)
    told = desk.bring(li | {"name": written, "phone": "166-0055-4061"}, source=SURVEY)
    assert (told["matched"], told["updated"], told["created"]) == (1, 1, 0)
    assert desk.person() == {
        "name": "李芳",
        "identity_number": number,
        "birth_date": "1990-01-31",
        "phone": "+8616600554061",
        "place": "East 1",
    }


@pytest.mark.parametrize(
    "other", [{"name": "李芬"}, {"birth_date": "1990-02-01"}, {"village_code": "west"}, {"birth_date": ""}]
)
def test_who_differs_in_one_of_the_three_is_somebody_new_and_unconfirmed(
    desk: Desk, records: Records, places: Places, li: Row, other: Row
) -> None:
    records.resident(places.e1, "李芳", identity=records.new_identity(BORN), birth_date=BORN)
    if "village_code" in other:
        other = {"village_code": places.west.code}
    told = desk.bring(li | other, source=SURVEY)
    if other == {"birth_date": ""}:  # a namesake who has a birth date may be meant
        assert (told["for_review"], told["created"]) == (1, 0)
        return
    assert (told["created"], told["matched"]) == (1, 0)
    assert ["identity_number" in each for each in desk.people()] == [False, True]


def test_several_who_may_be_meant_are_left_to_a_person(
    desk: Desk, records: Records, places: Places, li: Row
) -> None:
    known = [records.resident(grid, "李芳", birth_date=BORN) for grid in (places.e1, places.e2)]
    records.resident(places.w1, "李芳", birth_date=BORN)
    before = desk.people()
    told = desk.bring(li | {"phone": "16600554061"}, source=SURVEY)
    assert (told["accepted"], told["for_review"], told["created"], told["matched"]) == (1, 1, 0, 0)
    (waiting,) = desk.reviews()
    assert (waiting.reason, waiting.candidates, waiting.row_number) == ("several", known, 2)
    assert (waiting.grid_id, waiting.values["name"]) == (places.east.id, "李芳")
    assert desk.people() == before
    assert "16600554061" not in str((waiting.values, waiting.secrets))
    assert desk.bring(li | {"phone": "16600554061"}, source=SURVEY)["for_review"] == 1
    assert len(desk.reviews()) == 1


def test_a_row_with_a_number_means_the_one_who_is_known_without(
    desk: Desk, records: Records, places: Places, li: Row
) -> None:
    records.resident(places.e1, "李芳", birth_date=BORN, note="seen")
    number = records.new_identity(BORN)
    told = desk.bring(li | {"identity_number": number})
    assert (told["updated"], told["created"]) == (1, 0)
    assert (desk.person()["identity_number"], desk.person()["note"]) == (number, "seen")


def test_a_row_with_a_number_may_mean_several_who_are_known_without(
    desk: Desk, records: Records, places: Places, li: Row
) -> None:
    for grid in (places.e1, places.e2):
        records.resident(grid, "李芳", birth_date=BORN)
    told = desk.bring(li | {"identity_number": records.new_identity(BORN)})
    assert (told["for_review"], told["created"]) == (1, 0)


def test_without_birth_dates_a_namesake_in_the_village_is_the_same(
    desk: Desk, records: Records, places: Places, li: Row
) -> None:
    records.resident(places.e1, "李芳")
    del li["birth_date"]
    assert desk.bring(li, source=SURVEY)["matched"] == 1
    records.resident(places.e1, "王伟", birth_date=BORN)
    assert desk.bring(li | {"name": "王伟"}, source=SURVEY)["for_review"] == 1


def test_a_row_that_meant_somebody_means_the_same_again_after_they_moved(
    desk: Desk, records: Records, places: Places, li: Row
) -> None:
    assert desk.bring(li, source=SURVEY)["created"] == 1
    elsewhere = {"name": "李芳", "birth_date": "1990-01-31", "village_code": places.west.code}
    number = records.new_identity(BORN)
    desk.bring(li | {"identity_number": number})
    desk.bring(elsewhere | {"identity_number": number})
    assert desk.person()["place"] == "West Village"
    records.resident(places.e1, "李芳", birth_date=BORN)
    told = desk.bring(li, source=SURVEY)
    assert (told["unchanged"], told["created"], told["for_review"]) == (1, 0, 0)
    told = desk.bring(li, source=profile("another"))
    assert told["matched"] == 1


def test_rows_of_one_file_mean_each_other(desk: Desk, records: Records, li: Row) -> None:
    number = records.new_identity(BORN)
    told = desk.bring(
        li | {"note": "a"}, li | {"identity_number": number, "note": "b"}, li | {"phone": "16600554061"}
    )
    assert (told["rows"], told["created"], told["updated"], told["unchanged"]) == (3, 1, 1, 1)
    assert desk.person() == {
        "name": "李芳",
        "identity_number": number,
        "sex": "female",
        "birth_date": "1990-01-31",
        "phone": "+8616600554061",
        "note": "b",
        "place": "East Village",
    }


def test_a_deleted_record_stays_deleted_and_news_of_it_are_left_to_a_person(
    desk: Desk, records: Records, places: Places
) -> None:
    number = records.new_identity()
    row = {"name": "Li Fang", "identity_number": number, "village_code": places.east.code}
    assert desk.bring(row)["created"] == 1
    with desk.city.scope() as scope:
        gone = scope.db.scalars(scope.select(Resident)).one()
        gone.deleted_at = scope.now
    told = desk.bring(row)
    assert (told["unchanged"], told["for_review"], desk.people()) == (1, 0, [])
    told = desk.bring(row | {"address": "1 Quay Street"})
    assert (told["for_review"], told["created"], desk.people()) == (1, 0, [])
    (waiting,) = desk.reviews()
    assert (waiting.reason, waiting.candidates) == ("deleted", [gone.id])
    assert len(desk.people(deleted=True)) == 1


def test_a_living_record_comes_before_a_deleted_one(desk: Desk, records: Records, places: Places) -> None:
    number = records.new_identity()
    records.resident(places.e1, "Old", identity=number, deleted=Deleted())
    records.resident(places.e1, "New", identity=number)
    told = desk.bring({"name": "New", "identity_number": number, "village_code": places.east.code})
    assert (told["matched"], told["for_review"]) == (1, 0)


def test_homes_are_known_by_their_codes_and_owners_make_no_residents(
    desk: Desk, records: Records, places: Places
) -> None:
    number = records.new_identity()
    homes = profile("housing", kind="dwelling")
    row = {
        "code": "h 01",
        "village_code": places.east.code,
        "address": "1 Quay Street",
        "use": "出租",
        "area_m2": "1,000.50",
        "owner_name": "Li Fang",
        "owner_identity_number": number,
    }
    assert desk.bring(row, source=homes)["created"] == 1
    told = desk.bring(row | {"code": "H01", "address": "2 Quay Street"}, source=homes)
    assert (told["created"], told["updated"]) == (0, 1)
    (home,) = desk.homes()
    assert str(home.pop("area_m2")) == "1000.5"
    assert home == {
        "code": "H01",
        "address": "2 Quay Street",
        "use": "rented",
        "owner": "Li Fang",
        "owner_number": number,
    }
    assert desk.people() == []


@pytest.mark.parametrize("order", [1, -1])
def test_a_household_moves_into_the_home_of_its_code_whichever_file_comes_first(
    desk: Desk, records: Records, places: Places, order: int
) -> None:
    person = {
        "name": "Li Fang",
        "identity_number": records.new_identity(),
        "village_code": places.east.code,
        "household_code": "h01",
        "relation": "户主",
    }
    home = {"code": "H01", "village_code": places.east.code}
    files = [(person, profile()), (home, profile("housing", kind="dwelling"))]
    for row, source in files[::order]:
        desk.bring(row, source=source)
    assert (desk.person()["household"], desk.person()["relation"]) == ("H01", "head")
    assert [each["households"] for each in desk.homes()] == [["H01"]]


def test_a_grid_is_not_given_up_for_the_village_around_it(
    desk: Desk, records: Records, places: Places
) -> None:
    number = records.new_identity()
    records.resident(places.e1, "Li Fang", identity=number)
    desk.bring({"name": "Li Fang", "identity_number": number, "village_code": places.east.code})
    assert desk.person()["place"] == "East 1"
    desk.bring({"name": "Li Fang", "identity_number": number, "village_code": places.west.code})
    assert desk.person()["place"] == "West Village"


def test_names_are_found_by_any_part_also_after_they_changed(
    desk: Desk, records: Records, places: Places
) -> None:
    number = records.new_identity()
    row = {"name": "欧阳海燕", "identity_number": number, "village_code": places.east.code}
    desk.bring(row)
    assert [desk.found_by(part) for part in ("欧阳", "海燕", "阳海")] == [["欧阳海燕"]] * 3
    desk.bring(row | {"name": "欧阳海"})
    assert (desk.found_by("海燕"), desk.found_by("阳海")) == ([], ["欧阳海"])
