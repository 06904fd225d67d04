"""The pages of the lists: one's own rows, masked, filtered by the address, in a fixed number of queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from ..factories import DELETED

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestResponse

    from gridhall.testing import Browser, Portal, SampleCity

    from ..factories import Records
    from ..places import Places

LISTS = ("/residents", "/residents/homes", "/residents/households")


def cells(page: TestResponse) -> list[list[str]]:
    """The texts of each row."""
    rows = page.html.select("main table tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in rows]


def at(path: str) -> str:
    """An address as a browser sends it."""
    return quote(path, safe="/?&=")


def total(page: TestResponse) -> str:
    return str(page.html.select_one(".list-total strong").text)


def hrefs(page: TestResponse, selector: str) -> list[str]:
    return [link["href"] for link in page.html.select(selector)]


@pytest.fixture
def family(records: Records, other_records: Records, places: Places, other_places: Places) -> dict[str, int]:
    """A home with two people in the east, and what could leak: elsewhere, deleted, in another city."""
    home = records.dwelling(
        places.e1, "H1", address="人民路44号", use="vacant", area_m2=Decimal("80.50"), owner_name="王大海"
    )
    household = records.household(places.e1, "F1", dwelling=home)
    mother = records.resident(
        places.e1,
        "张丽华",
        identity="330998198001020028",
        phone="+8616600554061",
        sex="female",
        birth_date=date(1980, 1, 2),
        household=household,
        relation="head",
        categories=("elderly_alone", "low_income", "no_longer_ours"),
    )
    records.resident(places.e1, "李雷", household=household)
    records.resident(places.w1, "Foreign", household=records.household(places.w1, "FW"))
    records.dwelling(places.w1, "HW")
    records.resident(places.e1, "Deleted", deleted=DELETED)
    records.dwelling(places.e1, "HD", deleted=DELETED)
    records.household(places.e1, "FD", deleted=DELETED)
    other_records.resident(other_places.e1, "Other", household=other_records.household(other_places.e1, "FO"))
    other_records.dwelling(other_places.e1, "HO")
    return {"home": home, "household": household, "mother": mother}


def test_people_are_shown_masked_with_their_home_area_and_categories(
    head: Browser, family: dict[str, int], city: SampleCity
) -> None:
    page = head.get("/residents")
    with city.scope() as scope:
        years = scope.today.year - 1980 - ((scope.today.month, scope.today.day) < (1, 2))
    place = "East Village › East 1"
    assert cells(page) == [
        [
            *("张丽华", f"Female, {years}", "330•••••••••••0028", "+86166••••4061", "人民路44号", place),
            "Low income Elderly living alone",
        ],
        ["李雷", "", "Not confirmed", "", "人民路44号", place, ""],
    ]
    assert total(page) == "2 people"
    assert hrefs(page, "tbody tr:first-child a") == [
        f"/residents/{family['mother']}",
        f"/residents/homes/{family['home']}",
    ]


@pytest.mark.usefixtures("family")
def test_homes_are_shown_with_who_lives_there(head: Browser) -> None:
    page = head.get("/residents/homes")
    assert cells(page) == [["H1", "人民路44号", "Vacant", "2", "80.5", "王大海", "East Village › East 1"]]
    assert total(page) == "1 home"


@pytest.mark.usefixtures("family")
def test_households_are_shown_with_their_head_and_home(head: Browser) -> None:
    page = head.get("/residents/households")
    assert cells(page) == [["F1", "张丽华", "2", "人民路44号", "East Village › East 1"]]
    assert total(page) == "1 household"


@pytest.mark.usefixtures("family")
@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/residents?category=low_income", ["张丽华"]),
        ("/residents?category=none_such", []),
        ("/residents?sex=male", []),
        ("/residents?sex=unknown", ["李雷"]),
        ("/residents?age=35-59", ["张丽华"]),
        ("/residents?age=unknown", ["李雷"]),
        ("/residents?confirmed=no", ["李雷"]),
        ("/residents?confirmed=yes&age=35-59&sex=female", ["张丽华"]),
        ("/residents?q=丽华&confirmed=no", []),
        ("/residents?q=&node=&sex=&age=&category=&confirmed=&deleted=", ["张丽华", "李雷"]),
        ("/residents?deleted=yes", ["Deleted"]),
        ("/residents/homes?use=vacant", ["H1"]),
        ("/residents/homes?use=rented", []),
        ("/residents/homes?state=lived_in", ["H1"]),
        ("/residents/homes?state=vacant", []),
        ("/residents/homes?deleted=yes", ["HD"]),
        ("/residents/households?home=yes", ["F1"]),
        ("/residents/households?home=no", []),
        ("/residents/households?deleted=yes", ["FD"]),
    ],
)
def test_the_address_says_which_rows_are_shown(head: Browser, path: str, found: list[str]) -> None:
    assert [row[0] for row in cells(head.get(at(path)))] == found


@pytest.mark.usefixtures("family")
def test_an_area_holds_what_stands_below_it_or_only_in_itself(
    head: Browser, records: Records, places: Places
) -> None:
    records.resident(places.east, "王五")

    def names(**query: Any) -> list[str]:
        return [row[0] for row in cells(head.get("/residents", params=query))]

    assert names(node=places.east.id) == ["张丽华", "李雷", "王五"]
    assert names(node=places.east.id, direct="yes") == ["王五"]
    assert names(node=places.e2.id) == []
    assert names(node=places.town.id) == ["张丽华", "李雷", "王五"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query", ["sex=other", "age=0-200", "confirmed=1", "as=guess&q=x", "use=x", "state=x", "home=x"]
)
def test_a_filter_that_does_not_exist_is_no_wider_list(head: Browser, path: str, query: str) -> None:
    own = {"/residents": "sex age confirmed as", "/residents/homes": "use state as"}
    known = own.get(path, "home as").split()
    head.get(f"{path}?{query}", status=404 if query.partition("=")[0] in known else 200)


@pytest.mark.parametrize("path", [*LISTS, "/residents/counts"])
def test_an_area_that_is_not_ones_own_is_not_there(head: Browser, places: Places, path: str) -> None:
    for node in (str(places.w1.id), str(places.west.id), "999999", "-1", "x", "9" * 40):
        head.get(f"{path}?node={node}", status=404)


@pytest.mark.parametrize("path", LISTS)
def test_deleted_rows_are_offered_to_those_who_may_restore_them(
    city: SampleCity, portal: Portal, places: Places, path: str
) -> None:
    offered = {}
    for role in ("grid_worker_part", "city_leader"):
        login = city.staff(role.replace("_", " "), role=role, at=places.east)
        offered[role] = bool(portal.as_(login).get(path).html.select("select[name=deleted]"))
    assert offered == {"grid_worker_part": True, "city_leader": False}


def test_a_deleted_person_is_shown_with_when_and_why(head: Browser, records: Records, places: Places) -> None:
    records.resident(places.e1, "Ann", deleted=DELETED)
    assert cells(head.get("/residents?deleted=yes"))[0][-1] == "May 1, 2022 · Moved away from the city"


def test_a_page_holds_fifty_and_leads_to_the_others(head: Browser, records: Records, places: Places) -> None:
    for number in range(101):
        records.resident(places.e1, f"N{number:03}", sex="male")
    page = head.get("/residents?sex=male")
    assert (len(cells(page)), hrefs(page, "a[rel=prev]"), page.html.select_one(".pages p").text) == (
        50,
        [],
        "1–50 of 101",
    )
    second = head.get(hrefs(page, "a[rel=next]")[0])
    last = head.get(hrefs(second, "a[rel=next]")[0])
    assert [cells(last)[0][0], hrefs(last, "a[rel=next]")] == ["N100", []]
    assert cells(head.get("/residents?sex=male&page=99")) == cells(last)
    names = [row[0] for each in (page, second, last) for row in cells(each)]
    assert names == [f"N{number:03}" for number in range(101)]


@pytest.mark.parametrize("path", [*LISTS, "/residents/counts"])
def test_more_rows_take_no_more_queries(
    head: Browser,
    records: Records,
    places: Places,
    queries: Callable[[Callable[[], object]], int],
    path: str,
) -> None:
    def add(many: int) -> None:
        for _ in range(many):
            home = records.dwelling(places.e1)
            household = records.household(places.e1, dwelling=home)
            records.resident(places.e1, household=household, categories=["low_income"])

    add(5)
    few = queries(lambda: head.get(path))
    add(45)
    assert queries(lambda: head.get(path)) == few


@pytest.mark.usefixtures("family")
def test_each_filter_that_is_set_can_be_taken_back(head: Browser, places: Places) -> None:
    page = head.get(at(f"/residents?node={places.e1.id}&sex=female&q=丽华"))
    chips = page.html.select(".chip")
    assert [chip.span.text for chip in chips] == ["East 1", "Sex: Female"]
    without = parse_qs(urlsplit(chips[1]["href"]).query)
    assert without == {"q": ["丽华"], "as": ["name"], "node": [str(places.e1.id)]}


def test_the_areas_to_choose_are_those_on_the_way_and_right_below(
    head: Browser, city: SampleCity, portal: Portal, places: Places
) -> None:
    def areas(browser: Browser, path: str) -> list[str]:
        return [option.text.strip() for option in browser.get(path).html.select("select[name=node] option")][
            1:
        ]

    leader = portal.as_(city.staff("Ben Li", role="city_leader", at=places.top))
    assert areas(head, "/residents") == ["East 1", "East 2"]
    assert areas(head, f"/residents?node={places.e1.id}") == ["East Village", "East 1", "East 2"]
    assert areas(leader, "/residents") == ["Hill County"]
    assert areas(leader, f"/residents?node={places.east.id}") == [
        "Northport", "Hill County", "Mill Town", "East Village", "East 1", "East 2",
    ]  # fmt: skip


@pytest.mark.usefixtures("family")
def test_a_text_that_may_be_something_else_leads_there(head: Browser) -> None:
    page = head.get(at("/residents?q=人民"))
    assert (total(page), page.html.select_one(".empty h2").text) == ("0 people", "Nobody found")
    there = head.get(page.html.find("a", string="Look among addresses")["href"])
    assert [row[0] for row in cells(there)] == ["张丽华", "李雷"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/residents", "Nobody is recorded here yet"),
        ("/residents/homes", "No home is recorded here yet"),
        ("/residents/households", "No household is recorded here yet"),
        ("/residents?sex=male", "Nobody found"),
        ("/residents/homes?use=rented", "No home found"),
        ("/residents/households?home=no", "No household found"),
    ],
)
def test_a_list_says_why_it_is_empty(head: Browser, path: str, told: str) -> None:
    assert head.get(path).html.select_one(".empty h2").text == told


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("text", ["a\x00b", "'; DROP TABLE x; --", "%_\\", "😀" * 60, "[", "\u202e"])
def test_any_text_can_be_looked_for(head: Browser, path: str, text: str) -> None:
    head.get(path, params={"q": text}, status=200)
