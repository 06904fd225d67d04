"""What the plugin shows on pages of core: who lives in an area, and where the search field leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..factories import DELETED
from .test_lists import total

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall.testing import Browser, Portal, SampleCity

    from ..factories import Records
    from ..places import Places


def tiles(browser: Browser, node_id: int) -> dict[str, str]:
    """The numbers of the plugin's panel."""
    panel = browser.get(f"/tree/{node_id}").html.find("h2", string="Residents and homes")
    found = panel.find_parent("section").select(".stat") if panel else []
    return {each.dt.text: each.dd.text.strip() for each in found}


def test_an_area_shows_who_lives_there(head: Browser, records: Records, places: Places) -> None:
    home = records.dwelling(places.e1)
    household = records.household(places.e1, dwelling=home)
    records.resident(places.e1, household=household, categories=["low_income", "given_up"])
    records.resident(places.e2)
    records.resident(places.e2, deleted=DELETED)
    records.resident(places.w1, categories=["elderly_alone"])
    assert tiles(head, places.east.id) == {
        "Residents": "2",
        "Households": "1",
        "Dwellings": "1",
        "Low income": "1",
    }
    assert tiles(head, places.e2.id) == {"Residents": "1", "Households": "0", "Dwellings": "0"}


def test_each_number_of_an_area_leads_to_its_list(head: Browser, records: Records, places: Places) -> None:
    records.resident(places.e1, household=records.household(places.e1), categories=["low_income"])
    links = head.get(f"/tree/{places.east.id}").html.select(".panel .stat a")
    assert [(link.text, total(head.get(link["href"])).split()[0]) for link in links] == [
        ("1", "1"), ("1", "1"), ("0", "0"), ("1", "1"),
    ]  # fmt: skip


def test_the_panel_takes_no_more_queries_for_more_rows(
    head: Browser, records: Records, places: Places, queries: Callable[[Callable[[], object]], int]
) -> None:
    path = f"/tree/{places.east.id}"
    few = queries(lambda: head.get(path))
    for _ in range(30):
        records.resident(places.e1, categories=["low_income"])
    assert queries(lambda: head.get(path)) == few


def test_an_area_of_which_one_may_see_nothing_or_only_a_part_shows_no_numbers(
    city: SampleCity, portal: Portal, places: Places
) -> None:
    role = city.role("Surveyor", ["core.tree_view"])
    login = city.staff("Ben Li", role=role, at=places.top)
    city.post(login, role="village_head", at=places.east)
    shown = {node.name for node in places.all if tiles(portal.as_(login), node.id)}
    assert shown == {"East Village", "East 1", "East 2"}


def test_the_search_field_of_the_menu_leads_to_the_people(
    head: Browser, records: Records, places: Places
) -> None:
    records.resident(places.e1, "张丽华")
    records.resident(places.e1, "李雷")
    page = head.get("/")
    form = page.forms[next(i for i, form in page.forms.items() if form.action == "/residents")]
    form["q"] = "丽华"
    found = form.submit()
    assert (total(found), page.html.select_one(".bar-search")["href"]) == ("1 person", "/residents")


def test_who_may_not_see_residents_has_no_search_field(
    city: SampleCity, portal: Portal, places: Places
) -> None:
    role = city.role("Surveyor", ["core.tree_view"])
    page = portal.as_(city.staff("Ben Li", role=role, at=places.top)).get("/")
    assert page.html.select(".side-search, .bar-search") == []
