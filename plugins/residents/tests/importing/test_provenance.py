"""Who said what, and which of it holds: rule by rule of ``docs/decisions/provenance.md``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from .desk import profile

if TYPE_CHECKING:
    from ..factories import Records
    from ..places import Places
    from .desk import Desk, Row

POLICE, HEALTH = profile("police"), profile("health", category="elderly_alone")
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture
def li(records: Records, places: Places) -> Row:
    return {"name": "Li Fang", "identity_number": records.new_identity(), "village_code": places.east.code}


def addresses(desk: Desk) -> list[object]:
    """What was said of the address, in the order in which it came in."""
    return [
        each.values["address"]
        for each in desk.statements()
        if each.changed is None or "address" in each.changed
    ]


def test_each_value_remembers_source_file_and_day(desk: Desk, li: Row) -> None:
    desk.bring(li | {"phone": "16600554061"}, source=POLICE, as_of=MARCH)
    (said,) = desk.statements()
    with desk.city.scope() as scope:
        from gridhall_residents.models import ImportRun, Source

        run = scope.db.get_one(ImportRun, said.run_id)
        source = scope.db.get_one(Source, said.source_id)
        assert (run.file_name, run.as_of, source.key, source.department) == (
            "file-1.csv",
            MARCH,
            "police",
            "police",
        )
        assert said.at.astimezone(desk.city.city.zone).date() == MARCH
    assert (said.kind, said.changed, set(said.secrets)) == ("resident", None, {"identity_number", "phone"})
    assert "16600554061" not in str((said.values, said.secrets))


def test_where_two_departments_disagree_the_newer_holds_and_the_older_is_kept(desk: Desk, li: Row) -> None:
    desk.bring(li | {"address": "old"}, source=POLICE, as_of=MARCH)
    desk.bring(li | {"address": "new"}, source=HEALTH, as_of=APRIL)
    assert desk.person()["address"] == "new"
    assert addresses(desk) == ["old", "new"]


def test_an_older_file_that_comes_later_does_not_overrule_a_newer_one(desk: Desk, li: Row) -> None:
    desk.bring(li | {"address": "new"}, source=HEALTH, as_of=APRIL)
    told = desk.bring(li | {"address": "old", "note": "seen"}, source=POLICE, as_of=MARCH)
    assert (desk.person()["address"], desk.person()["note"], told["updated"]) == ("new", "seen", 1)
    assert addresses(desk) == ["new", "old"]


def test_what_a_source_repeats_is_no_news_and_does_not_take_back_what_another_said_since(
    desk: Desk, li: Row
) -> None:
    desk.bring(li | {"address": "old"}, source=POLICE, as_of=MARCH)
    desk.bring(li | {"address": "new"}, source=HEALTH, as_of=APRIL)
    told = desk.bring(li | {"address": "old"}, source=POLICE, as_of=MAY)
    assert (told["unchanged"], told["updated"], desk.person()["address"]) == (1, 0, "new")
    assert len(desk.statements()) == 2


def test_what_a_source_says_anew_holds_again(desk: Desk, li: Row) -> None:
    desk.bring(li | {"address": "one"}, source=POLICE, as_of=MARCH)
    desk.bring(li | {"address": "two"}, source=HEALTH, as_of=APRIL)
    assert desk.bring(li | {"address": "three"}, source=POLICE, as_of=MAY)["updated"] == 1
    assert desk.person()["address"] == "three"
    last = desk.statements()[-1]
    assert (last.changed, last.values["name"]) == (["address"], "Li Fang")


def test_what_a_file_does_not_say_is_not_taken_away(desk: Desk, li: Row) -> None:
    desk.bring(li | {"address": "one", "phone": "16600554061"}, source=POLICE, as_of=MARCH)
    assert desk.bring(li, source=POLICE, as_of=APRIL)["unchanged"] == 1
    assert (desk.person()["address"], desk.person()["phone"]) == ("one", "+8616600554061")


def test_two_files_of_one_day_hold_in_the_order_in_which_they_came(desk: Desk, li: Row) -> None:
    desk.bring(li | {"address": "first"}, source=POLICE, as_of=MARCH)
    desk.bring(li | {"address": "second"}, source=HEALTH, as_of=MARCH)
    assert desk.person()["address"] == "second"


def test_of_a_file_that_contradicts_itself_the_first_row_counts(desk: Desk, li: Row) -> None:
    rows = [li | {"address": "one"}, li | {"address": "two", "note": "n"}, li | {"address": "three"}]
    assert desk.bring(*rows)["created"] == 1
    assert (desk.person()["address"], desk.person()["note"]) == ("one", "n")
    known = len(desk.statements())
    told = desk.bring(*rows)
    assert (told["unchanged"], told["updated"], len(desk.statements())) == (3, 0, known)


def test_being_in_a_file_is_a_statement_too(desk: Desk, li: Row) -> None:
    desk.bring(li, source=POLICE)
    assert desk.bring(li, source=HEALTH)["updated"] == 1
    assert desk.person()["categories"] == ["elderly_alone"]
    assert desk.statements()[-1].values["category.elderly_alone"] is True
    assert desk.bring(li, source=HEALTH)["unchanged"] == 1


def test_a_number_that_comes_later_is_said_by_who_brought_it(desk: Desk, li: Row) -> None:
    without = {name: value for name, value in li.items() if name != "identity_number"}
    without |= {"birth_date": "1980-01-02"}
    desk.bring(without, source=HEALTH)
    desk.bring(li, source=POLICE)
    assert desk.person()["identity_number"] == li["identity_number"]
    said = [sorted(each.secrets) for each in desk.statements()]
    assert said == [[], ["identity_number"]]


def test_a_phone_that_changed_is_found_by_the_new_number(desk: Desk, li: Row) -> None:
    desk.bring(li | {"phone": "16600554061"}, source=POLICE, as_of=MARCH)
    desk.bring(li | {"phone": "16600554062"}, source=POLICE, as_of=APRIL)
    assert desk.person()["phone"] == "+8616600554062"
    desk.bring(li | {"phone": "16600554063"}, source=HEALTH, as_of=MARCH)
    assert desk.person()["phone"] == "+8616600554062"
