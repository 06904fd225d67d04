"""What staff have said and what departments say: of each field the newest that was new holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ..importing.desk import Desk, profile
from .reading import facts, form, heading, members, person, text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from webtest import TestResponse

    from ..factories import Records
    from .conftest import Town

POLICE, SURVEY = profile("police"), profile("survey")


@pytest.fixture
def desk(town: Town, tmp_path: Path) -> Desk:
    return Desk(town.city, tmp_path)


@pytest.fixture
def row(town: Town, records: Records) -> dict[str, str]:
    """As the police have it."""
    return {
        "name": "Li Lei",
        "identity_number": records.new_identity(),
        "phone": "16600554061",
        "address": "1 Quay Street",
        "household_code": "H1",
        "village_code": town.east.code,
    }


def day(town: Town, ago: int) -> date:
    with town.city.scope() as scope:
        return scope.today - timedelta(days=ago)


def change(town: Town, **typed: object) -> TestResponse:
    given = form(town.browser.get("/residents/1/edit"))
    for key, value in typed.items():
        given[key.replace("__", ".")] = value
    return given.submit().follow()


def shown(town: Town, label: str) -> tuple[str, str]:
    return facts(town.browser.get("/residents/1"))[label]


def test_an_older_file_does_not_override_what_staff_have_said(
    town: Town, desk: Desk, row: dict[str, str]
) -> None:
    desk.bring(row, source=POLICE, as_of=day(town, 9))
    change(town, address="2 Quay Street")
    desk.bring({**row, "address": "3 Quay Street"}, source=SURVEY, as_of=day(town, 2))
    value, source = shown(town, "Address")
    assert (value, source.split(" on ")[0]) == ("2 Quay Street", "entered by Ann Lee")
    page = town.browser.get("/residents/1")
    address = next(row for row in page.html.select(".record-facts > div") if text(row.dt) == "Address")
    assert [text(each).split(",")[0] for each in address.select("details li")] == [
        "3 Quay Street Survey",
        "1 Quay Street Police",
    ]


def test_a_file_that_repeats_itself_does_not_override_it_either(
    town: Town, desk: Desk, row: dict[str, str]
) -> None:
    desk.bring(row, source=POLICE, as_of=day(town, 9))
    change(town, address="2 Quay Street")
    desk.bring(row, source=POLICE)
    assert shown(town, "Address")[0] == "2 Quay Street"


def test_a_later_file_that_says_something_new_does(town: Town, desk: Desk, row: dict[str, str]) -> None:
    desk.bring(row, source=POLICE, as_of=day(town, 9))
    change(town, address="2 Quay Street", note="Deaf")
    desk.bring({**row, "address": "3 Quay Street"}, source=POLICE)
    value, source = shown(town, "Address")
    assert (value, source.split(",")[0]) == ("3 Quay Street", "Police")
    assert shown(town, "Note")[0] == "Deaf"


def test_what_staff_say_once_more_after_a_file_counts_as_new(
    town: Town, desk: Desk, row: dict[str, str]
) -> None:
    desk.bring(row, source=POLICE, as_of=day(town, 9))
    change(town, address="2 Quay Street")
    desk.bring({**row, "address": "3 Quay Street"}, source=POLICE)
    change(town, address="2 Quay Street")
    assert shown(town, "Address")[1].startswith("entered by Ann Lee")
    desk.bring({**row, "address": "3 Quay Street"}, source=POLICE)
    assert shown(town, "Address")[0] == "2 Quay Street"


def test_a_phone_that_staff_took_back_stays_away_until_another_one_is_reported(
    town: Town, desk: Desk, row: dict[str, str]
) -> None:
    desk.bring(row, source=POLICE, as_of=day(town, 9))
    change(town, phone__remove=True)
    desk.bring(row, source=POLICE)
    desk.bring({**row, "phone": "16600554099"}, source=SURVEY, as_of=day(town, 3))
    assert shown(town, "Phone")[0] == "–"
    assert person(town.city, 1).phone_ix is None
    desk.bring({**row, "phone": "16600554062"}, source=POLICE)
    assert shown(town, "Phone")[0] == "+86166••••4062"


def test_a_category_that_staff_unticked_stays_so(town: Town, desk: Desk, row: dict[str, str]) -> None:
    health = profile("health", category="low_income")
    desk.bring(row, source=health, as_of=day(town, 9))
    page = change(town, category__low_income=False)
    assert "Low income" not in facts(page)
    desk.bring(row, source=health)
    desk.bring(row, source=profile("aid", category="low_income"), as_of=day(town, 3))
    assert "Low income" not in facts(town.browser.get("/residents/1"))
    desk.bring(row, source=profile("relief", category="low_income"))
    assert facts(town.browser.get("/residents/1"))["Low income"][0] == "Yes"


def test_a_person_whom_staff_moved_stays_there_when_the_old_household_is_reported_again(
    town: Town, desk: Desk, row: dict[str, str], records: Records
) -> None:
    desk.bring(row, source=POLICE, as_of=day(town, 9))
    home = records.dwelling(town.two, "H2")
    form(town.browser.get(f"/residents/1/move?home={home}")).submit()
    desk.bring(row, source=POLICE)
    assert members(town.browser.get(f"/residents/homes/{home}")) == ["Li Lei"]
    assert person(town.city, 1).grid_id == town.two.id


def test_a_grid_that_staff_chose_is_kept_where_a_file_names_the_village_around_it(
    town: Town, desk: Desk, row: dict[str, str]
) -> None:
    del row["household_code"]
    desk.bring(row, source=POLICE, as_of=day(town, 9))
    assert shown(town, "Grid")[0] == "Hill › East"
    change(town, place=str(town.one.id))
    desk.bring(row, source=SURVEY)
    assert shown(town, "Grid")[0] == "East › Grid one"


def test_who_was_added_by_staff_is_found_again_by_a_file(town: Town, desk: Desk, row: dict[str, str]) -> None:
    fields = {"name": "Li Lei", "identity_number": row["identity_number"], "place": str(town.one.id)}
    town.browser.post("/residents/add", fields)
    told = desk.bring(row, source=POLICE)
    assert (told["created"], told["matched"]) == (0, 1)
    page = town.browser.get("/residents/1")
    assert heading(page) == "Li Lei"
    assert facts(page)["Phone"][1].startswith("Police, file of ")


def test_a_home_that_staff_changed_is_not_overridden_by_an_older_file(
    town: Town, desk: Desk, records: Records
) -> None:
    home = records.dwelling(town.one, "H1", address="1 Quay Street")
    housing = profile("housing", kind="dwelling")
    given = form(town.browser.get(f"/residents/homes/{home}/edit"))
    given["area_m2"] = "70"
    given.submit()
    line = {"code": "H1", "village_code": town.east.code, "area_m2": "80", "use": "rented"}
    desk.bring(line, source=housing, as_of=day(town, 3))
    known = facts(town.browser.get(f"/residents/homes/{home}"))
    assert (known["Floor area"][0], known["Use"][0]) == ("70 m²", "Rented out")
    desk.bring({**line, "area_m2": "90"}, source=housing)
    assert facts(town.browser.get(f"/residents/homes/{home}"))["Floor area"][0] == "90 m²"


def test_a_home_with_another_code_is_reported_by_that_from_now_on(
    town: Town, desk: Desk, records: Records
) -> None:
    records.dwelling(town.one, "330101001001-0001", address="1 Quay Street")
    given = form(town.browser.get("/residents/homes/1/edit"))
    given["code"] = "H1"
    given.submit()
    told = desk.bring(
        {"code": "H1", "village_code": town.east.code}, source=profile("housing", kind="dwelling")
    )
    assert (told["created"], told["matched"]) == (0, 1)
