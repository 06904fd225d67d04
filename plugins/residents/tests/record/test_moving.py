"""People and households move house, within the grids of those who say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from gridhall_residents.models import Household

from .reading import errors, flashes, form, heading, links, members, person, said, text

if TYPE_CHECKING:
    from ..factories import Records
    from .conftest import Family, Town


def test_a_person_moves_into_a_household_of_another_home(
    town: Town, family: Family, records: Records
) -> None:
    home = records.dwelling(town.two, "H2", address="2 Quay Street")
    household = records.household(town.two, "H2", dwelling=home)
    records.resident(town.two, "Zhao Min", household=household, relation="head")
    page = town.browser.get(f"/residents/{family.spouse}/move?q=H2")
    choice = page.html.select_one(".panel .links a")
    assert text(choice) == "2 Quay Street H2 · East › Grid two · 1 person lives here"
    given = form(page.click(href=choice["href"].replace("?", r"\?")))
    given["household"], given["relation"] = str(household), "not_related"
    page = given.submit().follow()
    assert flashes(page) == ["Moved."]
    moved = person(town.city, family.spouse)
    assert (moved.grid_id, moved.address, moved.relation) == (town.two.id, "2 Quay Street", "not_related")
    assert members(town.browser.get(f"/residents/homes/{home}")) == ["Zhao Min", "Han Mei"]
    assert said(town.city, "resident", family.spouse)[1:] == [
        ("Ann Lee", ["address", "household_code", "place", "relation"])
    ]
    assert town.city.audited()[-1] == ("Ann Lee", "residents.move", f"resident:{family.spouse}")


def test_a_person_moves_into_a_household_of_their_own(town: Town, family: Family, records: Records) -> None:
    home = records.dwelling(town.two, "H2")
    given = form(town.browser.get(f"/residents/{family.spouse}/move?home={home}"))
    given["relation"] = "head"
    given.submit()
    page = town.browser.get(f"/residents/homes/{home}")
    assert [text(each) for each in page.html.select(".household-head h2")] == ["Household of Han Mei"]


def test_the_household_that_the_last_person_leaves_is_deleted(
    town: Town, family: Family, records: Records
) -> None:
    home = records.dwelling(town.two, "H2")
    move = f"/residents/{family.head}/move?home={home}", f"/residents/{family.spouse}/move?home={home}"
    form(town.browser.get(move[0])).submit()
    given = form(town.browser.get(move[1]))
    given["household"] = "new"
    page = given.submit().follow()
    assert flashes(page) == ["Moved.", "Nobody is left in the old household, so it was deleted."]
    with town.city.scope() as scope:
        gone = scope.db.get_one(Household, family.household)
        assert (gone.deleted_reason, gone.deleted_by) == ("empty", "Ann Lee")


def test_a_person_whose_new_home_is_not_known_is_put_into_a_grid(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/{family.spouse}/move?home=unknown"))
    given["place"] = str(town.two.id)
    given.submit()
    moved = person(town.city, family.spouse)
    assert (moved.grid_id, moved.household_id) == (town.two.id, None)


def test_all_people_of_a_household_move_together(town: Town, family: Family, records: Records) -> None:
    home = records.dwelling(town.two, "H2", address="2 Quay Street")
    page = form(town.browser.get(f"/residents/households/{family.household}/move?home={home}")).submit()
    page = page.follow()
    assert heading(page) == "Household of Li Lei"
    assert "H2" in page
    assert members(page) == ["Li Lei", "Han Mei"]
    assert {person(town.city, each).grid_id for each in (family.head, family.spouse)} == {town.two.id}
    assert members(town.browser.get(f"/residents/homes/{family.home}")) == []


def test_a_household_that_joins_another_one_has_its_relations_said_anew(
    town: Town, family: Family, records: Records
) -> None:
    home = records.dwelling(town.two, "H2")
    household = records.household(town.two, "H2", dwelling=home)
    records.resident(town.two, "Zhao Min", household=household, relation="head")
    given = form(town.browser.get(f"/residents/households/{family.household}/move?home={home}"))
    given["household"] = str(household)
    page = given.submit().follow()
    assert heading(page) == "Household of Zhao Min"
    assert person(town.city, family.head).relation is None


def test_homes_of_other_areas_are_not_found(town: Town, family: Family, records: Records) -> None:
    home = records.dwelling(town.three, "H3", address="1 Quay Street West")
    page = town.browser.get(f"/residents/{family.head}/move?q=Quay+Street")
    assert text(page.html.select_one(".panel .links a")).startswith("1 Quay Street H1")
    assert not any(f"home={home}" in link for link in links(page))
    town.browser.get(f"/residents/{family.head}/move?home={home}", status=404)


def test_nobody_is_moved_out_of_ones_own_area(town: Town, family: Family, records: Records) -> None:
    home = records.dwelling(town.three, "H3")
    household = records.household(town.three, "H3", dwelling=home)
    page = town.browser.get(f"/residents/{family.head}/move?home=unknown")
    version = form(page)["version"].value
    for where in (
        {"household": str(household)},
        {"household": "", "place": str(town.three.id)},
        {"household": "new", "place": str(town.three.id)},
    ):
        page = town.browser.post(f"/residents/{family.head}/move?home=unknown", {"version": version, **where})
        assert len(errors(page)) == 1
    town.browser.post(f"/residents/{family.head}/move?home={home}", {"household": "new"}, status=404)
    assert person(town.city, family.head).grid_id == town.one.id


def test_where_one_sees_but_may_not_change_nobody_is_moved_to(
    town: Town, family: Family, records: Records
) -> None:
    home = records.dwelling(town.three, "H3")
    role = town.city.role("Looker", ["residents.view"])
    town.city.post(town.ann, role=role, at=town.three)
    page = form(town.browser.get(f"/residents/{family.head}/move?home={home}")).submit()
    assert list(errors(page)) == [""]


def test_a_move_after_somebody_elses_change_is_asked_for_once_more(
    town: Town, family: Family, records: Records
) -> None:
    home = records.dwelling(town.two, "H2")
    mine = form(town.browser.get(f"/residents/{family.spouse}/move?home={home}"))
    theirs = form(town.browser.get(f"/residents/{family.spouse}/edit"))
    theirs["note"] = "Deaf"
    theirs.submit()
    mine["relation"] = "head"
    again = form(mine.submit(status=409))
    assert again["relation"].value == "head"
    assert again.submit().follow().status_int == 200


def test_the_same_move_sent_twice_moves_once(town: Town, family: Family, records: Records) -> None:
    home = records.dwelling(town.two, "H2")
    given = form(town.browser.get(f"/residents/{family.spouse}/move?home={home}"))
    given.submit()
    given.submit(status=409)
    with town.city.scope() as scope:
        codes = select(Household.code).where(Household.deleted_at.is_(None)).order_by(Household.code)
        assert list(scope.db.scalars(codes)) == ["H1", "H2"]


def test_a_household_with_people_outside_ones_area_is_not_moved(
    town: Town, family: Family, records: Records
) -> None:
    records.resident(town.three, "Zhao Min", household=family.household)
    home = records.dwelling(town.two, "H2")
    page = form(town.browser.get(f"/residents/households/{family.household}/move?home={home}")).submit()
    assert list(errors(page)) == [""]
    assert person(town.city, family.head).grid_id == town.one.id
