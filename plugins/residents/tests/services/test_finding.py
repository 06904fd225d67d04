"""What was typed finds whom it means, in one's own grids and among those who are there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gridhall_residents.services.lists import HomesFilter, HouseholdsFilter, PeopleFilter
from gridhall_residents.services.lists.homes import HOMES
from gridhall_residents.services.lists.households import HOUSEHOLDS
from gridhall_residents.services.lists.people import PEOPLE
from gridhall_residents.services.lists.reading import Reading

from ..factories import DELETED

if TYPE_CHECKING:
    from gridhall.models import GridNode
    from gridhall.testing import SampleCity

    from ..factories import Records
    from ..places import Places

IDENTITY = "330998198001020028"
PHONE = "+8616600554061"


@pytest.fixture
def worker(city: SampleCity, places: Places) -> str:
    """Somebody whose post is the east village."""
    return city.staff("Ann Lee", role="grid_worker_full", at=places.east)


@pytest.fixture
def everywhere(
    records: Records, other_records: Records, places: Places, other_places: Places, worker: str
) -> None:
    """The same person and home: here, deleted here, in another village, in another city."""
    del worker

    def fill(where: Records, grid: GridNode, code: str, **more: object) -> None:
        home = where.dwelling(
            grid, code, address="人民路44号6幢", owner_name="王大海", owner_identity=IDENTITY
        )
        household = where.household(grid, f"F{code}", dwelling=home)
        where.resident(grid, "张丽华", phone=PHONE, household=household, address="旧街9号", **more)  # type: ignore[arg-type]

    fill(records, places.e1, "H1", identity=IDENTITY)
    fill(records, places.w1, "H2")
    fill(other_records, other_places.e1, "H1", identity=IDENTITY)
    records.resident(places.e1, "张丽华", phone=PHONE, deleted=DELETED)
    records.resident(places.e1, "李明", address="新街1号")
    records.dwelling(places.e1, "H9", address="人民路44号6幢", deleted=DELETED)
    records.household(places.e1, "FH9", deleted=DELETED)


def people(city: SampleCity, login: str, text: str, **more: object) -> list[str]:
    """Name and grid of those whom a text finds."""
    with city.scope(login) as scope:
        chosen = PEOPLE.settle(scope, PeopleFilter(text=text, **more))  # type: ignore[arg-type]
        return [f"{line.name} {line.place.name}" for line in PEOPLE.page(scope, chosen, 1).lines]


@pytest.mark.parametrize(
    "text",
    [
        "张丽华",
        "丽华",
        "张丽",
        " 张 丽 华 ",
        "166 0055 4061",
        "+86-166-0055-4061",
        IDENTITY,
        "３３０９９８ 19800102 0028",
        "330998800102002",
        "H1",
        "fh1",
        "人民路44号",
        "旧街9号",
        "旧街",
    ],
)
@pytest.mark.usefixtures("everywhere")
def test_a_person_is_found_by_any_of_this(city: SampleCity, worker: str, text: str) -> None:
    assert people(city, worker, text) == ["张丽华 East 1"]


@pytest.mark.parametrize(
    "text", ["张", "华", "丽华张", "166 0055 4062", "H2", "海滨路", "%", "_丽", "' OR 1=1"]
)
@pytest.mark.usefixtures("everywhere")
def test_nobody_is_found_by_this(city: SampleCity, worker: str, text: str) -> None:
    assert people(city, worker, text) == []


def test_a_whole_short_name_is_found(city: SampleCity, records: Records, places: Places, worker: str) -> None:
    records.resident(places.e1, "雷")
    records.resident(places.e1, "雷明")
    assert people(city, worker, "雷") == ["雷 East 1"]


def test_capitals_and_the_order_of_words_do_not_matter(
    city: SampleCity, records: Records, places: Places, worker: str
) -> None:
    records.resident(places.e1, "Ann Marie Øster")
    records.resident(places.e1, "Anna Lee")
    assert people(city, worker, "øster ANN") == ["Ann Marie Øster East 1"]


def test_a_rare_character_is_found(city: SampleCity, records: Records, places: Places, worker: str) -> None:
    records.resident(places.e1, "王\U0002bac7钦")
    assert people(city, worker, "王\U0002bac7") == ["王\U0002bac7钦 East 1"]


def test_what_looks_like_a_name_is_looked_for_in_addresses_only_when_asked(
    city: SampleCity, records: Records, places: Places, worker: str
) -> None:
    records.resident(places.e1, "李明", address="阳光花园")
    assert people(city, worker, "阳光") == []
    assert people(city, worker, "阳光", reading=Reading.ADDRESS) == ["李明 East 1"]


def test_a_text_that_can_be_two_things_is_what_finds_something(
    city: SampleCity, records: Records, places: Places, worker: str
) -> None:
    household = records.household(places.e1, "16600554061")
    records.resident(places.e1, "李明", household=household)
    assert people(city, worker, "16600554061") == ["李明 East 1"]
    records.resident(places.e1, "张丽华", phone=PHONE)
    assert people(city, worker, "16600554061") == ["张丽华 East 1"]


def test_the_beginning_of_a_code_finds_all_that_begin_so_if_it_is_not_too_short(
    city: SampleCity, records: Records, places: Places, worker: str
) -> None:
    for code in ("H0100", "H0101", "H0200", "H01%0"):
        household = records.household(places.e1, f"F{code}", dwelling=records.dwelling(places.e1, code))
        records.resident(places.e1, code, household=household)
    texts = ("h010", "FH01", "H01", "H0100", "H01%")
    found = {text: [line.split()[0] for line in people(city, worker, text)] for text in texts}
    assert found == {
        "h010": ["H0100", "H0101"],
        "FH01": ["H01%0", "H0100", "H0101"],
        "H01": [],
        "H0100": ["H0100"],
        "H01%": [],
    }


@pytest.mark.usefixtures("everywhere")
def test_a_home_is_found_by_code_address_household_and_owner(city: SampleCity, worker: str) -> None:
    with city.scope(worker) as scope:
        found = {}
        for text in ("H1", "FH1", "人民路44号", "王大海", "大海", IDENTITY, "H2", "H9", "张丽华"):
            chosen = HOMES.settle(scope, HomesFilter(text=text))
            found[text] = [line.code for line in HOMES.page(scope, chosen, 1).lines]
    here = {key: ["H1"] for key in ("H1", "FH1", "人民路44号", "王大海", "大海", IDENTITY)}
    assert found == here | {key: [] for key in ("H2", "H9", "张丽华")}


@pytest.mark.usefixtures("everywhere")
def test_a_household_is_found_by_code_home_member_and_address(city: SampleCity, worker: str) -> None:
    with city.scope(worker) as scope:
        found = {}
        for text in ("FH1", "H1", "丽华", "人民路44号", "FH2", "FH9", "王大海"):
            chosen = HOUSEHOLDS.settle(scope, HouseholdsFilter(text=text))
            found[text] = [line.code for line in HOUSEHOLDS.page(scope, chosen, 1).lines]
    here = {key: ["FH1"] for key in ("FH1", "H1", "丽华", "人民路44号")}
    assert found == here | {key: [] for key in ("FH2", "FH9", "王大海")}


@pytest.mark.usefixtures("everywhere")
def test_a_revoked_post_finds_nobody_any_more(city: SampleCity, places: Places) -> None:
    login = city.staff("Old Lee")
    city.post(login, role="grid_worker_full", at=places.east, until=date(2022, 1, 1))
    city.post(login, role="grid_worker_full", at=places.e2)
    assert people(city, login, "张丽华") == []


@pytest.mark.usefixtures("everywhere")
def test_who_may_change_them_finds_the_deleted_ones_among_themselves(
    city: SampleCity, worker: str, places: Places
) -> None:
    reader = city.staff("Ben Li", role="city_leader", at=places.top)
    assert people(city, worker, "张丽华", deleted=True) == ["张丽华 East 1"]
    assert people(city, reader, "张丽华", deleted=True) == []
    assert people(city, reader, "张丽华") == ["张丽华 East 1", "张丽华 West 1"]


def test_a_home_of_another_village_is_not_told_of(
    city: SampleCity, records: Records, places: Places, worker: str
) -> None:
    elsewhere = records.dwelling(places.w1, "H2", address="秘密路1号")
    household = records.household(places.w1, "F2", dwelling=elsewhere)
    records.resident(places.e1, "李明", household=household)
    here = records.household(places.e1, "F1", dwelling=elsewhere)
    records.resident(places.e1, "王明", household=here)
    with city.scope(worker) as scope:
        lines = {line.name: line.home for line in PEOPLE.page(scope, PeopleFilter(), 1).lines}
        households = HOUSEHOLDS.page(scope, HouseholdsFilter(), 1).lines
        found = [
            PEOPLE.total(scope, PeopleFilter(text=text, reading=Reading.ADDRESS)) for text in ("秘密路",)
        ]
    assert (lines["李明"], lines["王明"] and lines["王明"].dwelling_id) == (None, None)
    assert [(line.code, line.dwelling_id, line.address) for line in households] == [("F1", None, None)]
    assert found == [0]
