"""Staff change what is known; nobody overwrites unseen what somebody else has changed meanwhile."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from gridhall_residents.models import (
    Dwelling,
    Household,
    NameSuffix,
    Resident,
    ResidentCategory,
    Statement,
)

from .reading import errors, facts, flashes, form, heading, links, person, said, text

if TYPE_CHECKING:
    from ..factories import Records
    from .conftest import Family, Town


def test_a_change_is_kept_as_what_staff_have_said(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/{family.head}/edit"))
    given["name"], given["birth_date"], given["note"] = "Li  Leilei", "19800102", "Rings twice\nand waits"
    page = given.submit().follow()
    assert (heading(page), flashes(page)) == ("Li Leilei", ["Saved."])
    known = facts(page)
    assert known["Date of birth"][0] == "Jan 2, 1980"
    assert known["Date of birth"][1].startswith("entered by Ann Lee on ")
    assert known["Sex"] == ("Male", "Register, May 1, 2021")
    assert said(town.city, "resident", family.head)[1:] == [
        ("Ann Lee", ["birth_date", "name", "name_key", "note"])
    ]


def test_the_index_of_names_follows_the_name(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/{family.head}/edit"))
    given["name"] = "Zo"
    given.submit()
    with town.city.scope() as scope:
        suffixes = select(NameSuffix.suffix).where(NameSuffix.resident_id == family.head)
        assert list(scope.db.scalars(suffixes)) == ["zo"]


def test_a_form_sent_unchanged_says_nothing(town: Town, family: Family) -> None:
    page = form(town.browser.get(f"/residents/{family.head}/edit")).submit().follow()
    assert flashes(page) == ["Nothing was changed."]
    assert len(said(town.city, "resident", family.head)) == 1
    assert person(town.city, family.head).version == 1


def test_an_earlier_value_stays_to_be_opened(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/{family.head}/edit"))
    given["sex"] = "female"
    page = given.submit().follow()
    row = next(row for row in page.html.select(".record-facts > div") if text(row.dt) == "Sex")
    assert text(row.select_one("details ul")) == "Male Register, May 1, 2021"


def test_a_phone_is_typed_anew_or_taken_back_but_never_shown(town: Town, records: Records) -> None:
    phone = records.new_phone()
    known = records.resident(town.one, "Zhao Min", phone=phone)
    page = town.browser.get(f"/residents/{known}/edit")
    assert phone not in page
    given = form(page)
    assert given["phone"].value == ""
    given["note"] = "Deaf"
    given.submit()
    assert person(town.city, known).phone_enc is not None
    given = form(town.browser.get(f"/residents/{known}/edit"))
    given["phone.remove"] = True
    page = given.submit().follow()
    assert facts(page)["Phone"][0] == "–"
    assert (person(town.city, known).phone_enc, person(town.city, known).phone_ix) == (None, None)
    older = next(row for row in page.html.select(".record-facts > div") if text(row.dt) == "Phone")
    assert text(older.select_one("details li span")) == f"{phone[:6]}••••{phone[-4:]}"


def test_ticks_of_categories_are_said_both_ways(town: Town, records: Records) -> None:
    known = records.resident(town.one, "Zhao Min", categories=["low_income"])
    given = form(town.browser.get(f"/residents/{known}/edit"))
    given["category.low_income"], given["category.elderly_alone"] = False, True
    given.submit()
    with town.city.scope() as scope:
        member_of = select(ResidentCategory.category).where(ResidentCategory.resident_id == known)
        assert list(scope.db.scalars(member_of)) == ["elderly_alone"]
        newest = select(Statement.values).order_by(Statement.id.desc()).limit(1)
        assert scope.db.scalars(newest).one() == {
            "category.low_income": False,
            "category.elderly_alone": True,
        }


def test_a_new_number_brings_birth_date_and_sex_along(town: Town, family: Family, records: Records) -> None:
    given = form(town.browser.get(f"/residents/{family.spouse}/edit"))
    given["identity_number"] = records.new_identity(date(1981, 5, 6), "female")
    given.submit()
    known = person(town.city, family.spouse)
    assert (known.confirmed, known.birth_date) == (True, date(1981, 5, 6))


def test_a_new_number_that_contradicts_what_is_known_is_refused(
    town: Town, family: Family, records: Records
) -> None:
    given = form(town.browser.get(f"/residents/{family.spouse}/edit"))
    given["identity_number"] = records.new_identity(date(1981, 5, 6), "male")
    assert errors(given.submit()) == {"sex": "The identity number says male."}


def test_a_contradiction_of_a_department_does_not_hinder_other_changes(town: Town, records: Records) -> None:
    number = records.new_identity(date(1981, 5, 6), "male")
    known = records.resident(town.one, "Zhao Min", identity=number, sex="female", birth_date=date(1981, 5, 6))
    given = form(town.browser.get(f"/residents/{known}/edit"))
    given["note"] = "Deaf"
    assert flashes(given.submit().follow()) == ["Saved."]


def test_somebody_elses_number_is_refused(town: Town, family: Family, records: Records) -> None:
    number = records.new_identity(date(1981, 5, 6), "male")
    known = records.resident(town.two, "Zhao Min", identity=number)
    given = form(town.browser.get(f"/residents/{family.head}/edit"))
    given["identity_number"] = number
    page = given.submit()
    assert errors(page) == {"identity_number": "This number is recorded already: Zhao Min has it."}
    assert f"/residents/{known}" in links(page)


def test_a_form_that_is_out_of_date_shows_what_changed_and_keeps_what_was_typed(
    town: Town, family: Family
) -> None:
    mine = form(town.browser.get(f"/residents/{family.head}/edit"))
    theirs = form(town.browser.get(f"/residents/{family.head}/edit"))
    theirs["address"], theirs["note"] = "2 Quay Street", "Moved in May"
    theirs.submit()
    mine["note"], mine["birth_date"] = "Deaf", "1980-01-02"
    page = mine.submit(status=409)
    assert list(errors(page)) == [""]
    changes = [text(each) for each in page.html.select(".notice-warn li")]
    assert changes == ["Address: 2 Quay Street", "Note: Moved in May"]
    again = form(page)
    shown = {key: again[key].value.strip() for key in ("address", "note", "birth_date")}
    assert shown == {"address": "2 Quay Street", "note": "Deaf", "birth_date": "1980-01-02"}
    assert flashes(again.submit().follow()) == ["Saved."]
    known = person(town.city, family.head)
    assert (known.address, known.note, known.birth_date) == ("2 Quay Street", "Deaf", date(1980, 1, 2))


def test_the_same_change_sent_twice_is_no_conflict(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/{family.head}/edit"))
    given["note"] = "Deaf"
    given.submit()
    assert given.submit().follow().status_int == 200
    assert len(said(town.city, "resident", family.head)) == 2


def test_a_deleted_person_is_not_changed(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/{family.head}/edit"))
    given["note"] = "Deaf"
    town.browser.post(f"/residents/{family.head}/delete", {"reason": "died"})
    assert "deleted meanwhile" in given.submit(status=409)


def test_a_home_is_changed_and_its_people_follow_it_into_another_grid(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/homes/{family.home}/edit"))
    given["place"], given["area_m2"], given["code"] = str(town.two.id), "70", "h2"
    page = given.submit().follow()
    known = facts(page)
    assert (known["Grid"][0], known["Floor area"][0]) == ("East › Grid two", "70 m²")
    with town.city.scope() as scope:
        people = select(Resident.grid_id).order_by(Resident.id)
        assert list(scope.db.scalars(people)) == [town.two.id, town.two.id]
        household = scope.db.execute(select(Household.grid_id, Household.code, Household.dwelling_code)).one()
        assert tuple(household) == (town.two.id, "H1", "H2")
    assert said(town.city, "resident", family.head)[1:] == [("Ann Lee", ["place"])]
    assert said(town.city, "dwelling", family.home)[1:] == [("Ann Lee", ["area_m2", "code", "place"])]


def test_a_home_stays_where_it_is_while_somebody_of_it_is_recorded_elsewhere(
    town: Town, family: Family, records: Records
) -> None:
    records.resident(town.three, "Zhao Min", household=family.household)
    given = form(town.browser.get(f"/residents/homes/{family.home}/edit"))
    given["place"] = str(town.two.id)
    page = given.submit()
    assert list(errors(page)) == [""]
    assert "Zhao Min" not in page
    with town.city.scope() as scope:
        assert set(scope.db.scalars(select(Dwelling.grid_id))) == {town.one.id}


def test_a_record_of_a_larger_area_is_changed_without_choosing_a_grid(town: Town, records: Records) -> None:
    chief = town.city.staff("Chen Wu", role="town_officer", at=town.hill)
    home = records.dwelling(town.hill, "H9")
    given = form(town.portal.as_(chief).get(f"/residents/homes/{home}/edit"))
    given["address"] = "9 Quay Street"
    assert flashes(given.submit().follow()) == ["Saved."]
    with town.city.scope() as scope:
        assert scope.db.get_one(Dwelling, home).grid_id == town.hill.id


def test_a_home_that_changed_meanwhile_is_shown_as_it_is(town: Town, family: Family) -> None:
    mine = form(town.browser.get(f"/residents/homes/{family.home}/edit"))
    theirs = form(town.browser.get(f"/residents/homes/{family.home}/edit"))
    theirs["use"], theirs["place"] = "rented", str(town.two.id)
    theirs.submit()
    mine["address"] = "3 Quay Street"
    page = mine.submit(status=409)
    assert [text(each) for each in page.html.select(".notice-warn li")] == [
        "Use: Rented out",
        "Grid: East › Grid two",
    ]
    again = form(page)
    assert (again["use"].value, again["address"].value) == ("rented", "3 Quay Street")


def test_relations_of_a_household_are_said_at_once(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/households/{family.household}/edit"))
    given[f"relation.{family.head}"], given[f"relation.{family.spouse}"] = "spouse", "head"
    page = given.submit().follow()
    assert heading(page) == "Household of Han Mei"
    assert said(town.city, "resident", family.head)[1:] == [("Ann Lee", ["relation"])]


def test_a_household_has_no_two_heads(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/households/{family.household}/edit"))
    given[f"relation.{family.spouse}"] = "head"
    page = given.submit()
    assert list(errors(page)) == [f"relation.{family.spouse}"]
    assert form(page)[f"relation.{family.spouse}"].value == "head"
    assert person(town.city, family.spouse).relation == "spouse"


def test_a_household_without_a_home_is_put_into_a_grid_with_its_people(town: Town, records: Records) -> None:
    household = records.household(town.one, "H7", dwelling_code="H7")
    known = records.resident(town.one, "Zhao Min", household=household)
    given = form(town.browser.get(f"/residents/households/{household}/edit"))
    given["place"] = str(town.two.id)
    given.submit()
    assert person(town.city, known).grid_id == town.two.id


def test_relations_that_changed_meanwhile_are_shown(town: Town, family: Family) -> None:
    mine = form(town.browser.get(f"/residents/households/{family.household}/edit"))
    theirs = form(town.browser.get(f"/residents/households/{family.household}/edit"))
    theirs[f"relation.{family.spouse}"] = "mother"
    theirs.submit()
    mine[f"relation.{family.head}"] = "son"
    again = form(mine.submit(status=409))
    assert (again[f"relation.{family.head}"].value, again[f"relation.{family.spouse}"].value) == (
        "son",
        "mother",
    )


def test_a_relation_said_on_a_persons_own_page_is_not_overwritten_unseen(town: Town, family: Family) -> None:
    mine = form(town.browser.get(f"/residents/households/{family.household}/edit"))
    theirs = form(town.browser.get(f"/residents/{family.spouse}/edit"))
    theirs["relation"] = "mother"
    theirs.submit()
    mine[f"relation.{family.spouse}"] = "daughter"
    again = form(mine.submit(status=409))
    assert again[f"relation.{family.spouse}"].value == "daughter"
    assert person(town.city, family.spouse).relation == "mother"


def test_what_is_audited_names_fields_and_no_values(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/{family.head}/edit"))
    given["note"] = "Deaf"
    given.submit()
    assert town.city.audited()[-1] == ("Ann Lee", "residents.change", f"resident:{family.head}")
    with town.city.scope() as scope:
        assert scope.db.scalar(select(func.count(Statement.id)).where(Statement.said_by == "Ann Lee")) == 1
