"""Two requests at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import func, select

from gridhall_residents.models import Dwelling, Household, Resident

if TYPE_CHECKING:
    from ..factories import Records
    from .conftest import Family, Town


def both(town: Town, path: str, *given: dict[str, str]) -> list[int]:
    """Send forms at once, each from a window of its own; the answers' statuses."""
    windows = [town.browser for _ in given]
    with ThreadPoolExecutor(len(given)) as pool:
        sent = [
            pool.submit(window.app.post, path, {"csrf_token": window.csrf, **fields}, status="*")
            for window, fields in zip(windows, given, strict=True)
        ]
        return sorted(each.result(60).status_int for each in sent)


def test_a_double_click_adds_one_person_and_one_household(town: Town, family: Family) -> None:
    fields = {"name": "Li Na", "household": "new", "form_id": str(uuid4())}
    assert both(town, f"/residents/add?home={family.home}", *[fields] * 4) == [303] * 4
    with town.city.scope() as scope:
        assert scope.db.scalar(select(func.count(Resident.id))) == 3
        assert scope.db.scalar(select(func.count(Household.id))) == 2


def test_of_two_who_give_the_same_number_one_is_told_that_it_is_taken(
    town: Town, family: Family, records: Records
) -> None:
    number = records.new_identity()
    fields = [{"name": f"P{each}", "identity_number": number, "form_id": str(uuid4())} for each in range(2)]
    assert both(town, f"/residents/add?household={family.household}", *fields) == [200, 303]
    with town.city.scope() as scope:
        assert scope.db.scalar(select(func.count(Resident.id))) == 3


def test_homes_that_are_added_at_once_get_codes_of_their_own(town: Town) -> None:
    fields = [{"place": str(town.one.id), "form_id": str(uuid4())} for _ in range(4)]
    assert both(town, "/residents/homes/add", *fields) == [303] * 4
    with town.city.scope() as scope:
        codes = sorted(scope.db.scalars(select(Dwelling.code)))
        assert codes == [f"330101001001-000{number}" for number in range(1, 5)]


def test_of_two_changes_at_once_the_later_is_shown_the_earlier(town: Town, family: Family) -> None:
    same = {"version": "1", "name": "Li Lei", "was.name": "Li Lei"}
    path = f"/residents/{family.head}/edit"
    assert both(town, path, {**same, "note": "Deaf"}, {**same, "note": "Blind"}) == [303, 409]
