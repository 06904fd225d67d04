"""Records are deleted with a reason and restored, and a number that was given away stays given away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridhall_residents.models import Household

from .reading import errors, flashes, form, heading, links, members, person, text

if TYPE_CHECKING:
    from webtest import TestResponse

    from ..factories import Records
    from .conftest import Family, Town


def delete(town: Town, path: str, reason: str = "mistake") -> TestResponse:
    return town.browser.post(f"{path}/delete", {"reason": reason}).follow()


def test_a_deleted_person_leaves_the_home_and_is_restored_into_it(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/{family.spouse}/delete"))
    assert errors(given.submit()) == {"reason": "Choose a reason."}
    given["reason"] = "moved_away"
    page = given.submit().follow()
    assert flashes(page) == ["Deleted. It can be restored here."]
    notice = text(page.html.select_one(".record-deleted p"))
    assert notice.endswith("by Ann Lee. Reason: Moved away from the city.")
    assert members(town.browser.get(f"/residents/homes/{family.home}")) == ["Li Lei"]
    page = town.browser.post(f"/residents/{family.spouse}/restore").follow()
    assert flashes(page) == ["Restored."]
    assert members(town.browser.get(f"/residents/homes/{family.home}")) == ["Li Lei", "Han Mei"]
    assert [action for _who, action, _what in town.city.audited()[-2:]] == [
        "residents.delete",
        "residents.restore",
    ]


def test_a_reason_in_ones_own_words_needs_words(town: Town, family: Family) -> None:
    given = form(town.browser.get(f"/residents/{family.spouse}/delete"))
    given["reason"] = "other"
    page = given.submit()
    assert errors(page) == {"words": "Say the reason in your own words."}
    given["words"] = "Lives in two homes"
    page = given.submit().follow()
    assert text(page.html.select_one(".record-deleted p")).endswith("Reason: Lives in two homes.")


def test_a_deleted_person_is_seen_only_by_those_who_may_restore_them(town: Town, family: Family) -> None:
    delete(town, f"/residents/{family.spouse}")
    assert heading(town.browser.get(f"/residents/{family.spouse}")) == "Han Mei"
    town.who("view").get(f"/residents/{family.spouse}", status=404)


def test_the_last_person_takes_the_household_along_and_brings_it_back(town: Town, family: Family) -> None:
    delete(town, f"/residents/{family.head}", "died")
    delete(town, f"/residents/{family.spouse}", "died")
    page = town.browser.get(f"/residents/homes/{family.home}")
    assert page.html.select(".household-head") == []
    town.browser.post(f"/residents/{family.spouse}/restore")
    page = town.browser.get(f"/residents/homes/{family.home}")
    assert members(page) == ["Han Mei"]


def test_who_is_restored_after_the_household_was_founded_anew_joins_it(
    town: Town, family: Family, records: Records
) -> None:
    delete(town, f"/residents/{family.head}", "died")
    delete(town, f"/residents/{family.spouse}", "died")
    household = records.household(town.one, "H1", dwelling=family.home)
    town.browser.post(f"/residents/{family.spouse}/restore")
    assert person(town.city, family.spouse).household_id == household


def test_nobody_is_restored_whose_number_belongs_to_somebody_else_by_now(
    town: Town, records: Records
) -> None:
    number = records.new_identity()
    gone = records.resident(town.one, "Zhao Min", identity=number)
    delete(town, f"/residents/{gone}")
    records.resident(town.three, "Zhao Wei", identity=number)
    page = town.browser.post(f"/residents/{gone}/restore").follow()
    assert flashes(page) == ["This number is recorded already elsewhere in the city."]
    assert person(town.city, gone).deleted_at is not None


def test_a_home_in_which_people_live_is_not_deleted(town: Town, family: Family) -> None:
    page = town.browser.post(f"/residents/homes/{family.home}/delete", {"reason": "demolished"})
    assert list(errors(page)) == [""]
    page = town.browser.post(f"/residents/households/{family.household}/delete", {"reason": "mistake"})
    assert list(errors(page)) == [""]


def test_a_home_with_people_outside_ones_area_is_not_deleted_either(town: Town, records: Records) -> None:
    home = records.dwelling(town.one, "H5")
    records.household(town.three, "H5", dwelling=home)
    page = town.browser.post(f"/residents/homes/{home}/delete", {"reason": "demolished"})
    assert list(errors(page)) == [""]


def test_a_home_is_restored_with_the_households_that_wait_for_it(town: Town, records: Records) -> None:
    home = records.dwelling(town.one, "H5")
    assert f"/residents/homes/{home}/restore" in links(delete(town, f"/residents/homes/{home}"))
    household = records.household(town.one, "H5", dwelling_code="H5")
    records.resident(town.one, "Zhao Min", household=household)
    town.browser.post(f"/residents/homes/{home}/restore")
    assert members(town.browser.get(f"/residents/homes/{home}")) == ["Zhao Min"]


def test_a_home_whose_code_is_taken_by_now_is_not_restored(town: Town, records: Records) -> None:
    home = records.dwelling(town.one, "H5")
    delete(town, f"/residents/homes/{home}")
    records.dwelling(town.two, "H5")
    page = town.browser.post(f"/residents/homes/{home}/restore").follow()
    assert flashes(page) == ["The code H5 is taken by another record."]


def test_an_empty_household_is_deleted_and_restored_without_a_home_that_is_gone(
    town: Town, records: Records
) -> None:
    home = records.dwelling(town.one, "H5")
    household = records.household(town.one, "H5", dwelling=home)
    delete(town, f"/residents/households/{household}", "empty")
    delete(town, f"/residents/homes/{home}")
    page = town.browser.post(f"/residents/households/{household}/restore").follow()
    assert flashes(page) == ["Restored."]
    assert f"/residents/homes/{home}" not in links(page)


def test_deleting_and_restoring_twice_does_it_once(town: Town, family: Family) -> None:
    delete(town, f"/residents/{family.head}", "died")
    delete(town, f"/residents/{family.head}", "mistake")
    assert person(town.city, family.head).deleted_reason == "died"
    for _number in range(2):
        town.browser.post(f"/residents/{family.head}/restore")
    assert person(town.city, family.head).version == 3


def test_the_last_person_is_deleted_from_a_household_of_another_area(town: Town, records: Records) -> None:
    household = records.household(town.three, "H7")
    known = records.resident(town.one, "Zhao Min", household=household)
    delete(town, f"/residents/{known}")
    with town.city.scope() as scope:
        assert scope.db.get_one(Household, household).deleted_at is None
