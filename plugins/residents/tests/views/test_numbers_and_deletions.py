"""Rows that wait though they have a number: their record was deleted, or several without one may be meant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gridhall_residents.models import Resident
from gridhall_residents.services.change import removal

from .conftest import cells, options, stats, table, text, waiting_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..factories import Records
    from .conftest import Office

BORN = date(1990, 1, 31)


def register(office: Office, *rows: dict[str, str]) -> dict[str, str]:
    """Import rows of the police; the figures."""
    job = office.done(office.ann, "a.csv", table(*rows))
    return stats(office.ann.get(f"/jobs/{job}"))


@pytest.fixture
def gone(office: Office, records: Records) -> dict[str, str]:
    """A row of somebody whose record was deleted here, with news of them."""
    row = office.row(records.new_identity(), 户籍地址="old")
    register(office, row)
    with office.city.scope() as scope:
        person = scope.db.scalars(scope.select(Resident.id)).one()
        removal.delete(scope, Resident, person, reason="moved_away")
    assert register(office, row)["Known already"] == "1"
    row["户籍地址"] = "new"
    assert register(office, row)["To be decided"] == "1"
    return row


def addresses(office: Office) -> Iterable[tuple[str | None, bool]]:
    with office.city.scope() as scope:
        query = scope.select(Resident.address, Resident.deleted_at)
        return [(address, deleted is None) for address, deleted in scope.db.execute(query)]


def test_a_deleted_record_is_restored_with_what_the_file_says(office: Office, gone: dict[str, str]) -> None:
    path = waiting_path(office)
    page = office.ann.get(path)
    assert options(page) == ["restored", "kept"]
    assert "Moved away from the city" in text(page)
    assert {row[0]: row[1:] for row in cells(page)}["Address"] == ["new", "old Differs"]
    office.ann.post(path, {"decision": "restored"}, status=303)
    assert addresses(office) == [("new", True)]
    assert register(office, gone)["Known already"] == "1"


def test_a_deleted_record_is_kept_and_asked_about_only_when_there_are_news(
    office: Office, gone: dict[str, str]
) -> None:
    office.ann.post(waiting_path(office), {"decision": "kept"}, status=303)
    assert addresses(office) == [("old", False)]
    told = register(office, gone)
    assert (told["Known already"], told["To be decided"]) == ("1", "0")
    gone["户籍地址"] = "newer"
    assert register(office, gone)["To be decided"] == "1"


def test_a_record_cannot_be_restored_once_somebody_else_has_its_number(
    office: Office, gone: dict[str, str], records: Records
) -> None:
    records.resident(office.places.e1, "Li Fang", identity=gone["公民身份号码"])
    page = office.ann.post(waiting_path(office), {"decision": "restored"}, status=200)
    assert "This number is recorded already" in page.html.select_one(".error-summary").text
    assert addresses(office) == [("old", False), (None, True)]


def test_a_row_with_a_number_gives_it_to_the_one_who_is_meant(office: Office, records: Records) -> None:
    known = [records.resident(grid, "李芳", birth_date=BORN) for grid in (office.places.e1, office.places.e2)]
    number = records.new_identity(BORN)
    row = office.row(number, "李芳", 出生日期="1990-01-31")
    assert register(office, row)["To be decided"] == "1"
    office.ann.post(waiting_path(office), {"decision": f"same-{known[0]}"}, status=303)
    with office.city.scope() as scope:
        found = scope.db.get_one(Resident, known[0])
        assert (found.confirmed, scope.keys.decrypt(found.identity_enc or b"")) == (True, number)
    assert register(office, row)["Known already"] == "1"


def test_a_number_that_was_given_meanwhile_is_not_given_twice(office: Office, records: Records) -> None:
    known = [records.resident(grid, "李芳", birth_date=BORN) for grid in (office.places.e1, office.places.e2)]
    number = records.new_identity(BORN)
    register(office, office.row(number, "李芳", 出生日期="1990-01-31"))
    records.resident(office.places.e1, "李芳", identity=number)
    path = waiting_path(office)
    for decision in (f"same-{known[0]}", "new"):
        page = office.ann.post(path, {"decision": decision}, status=200)
        assert "recorded already" in page.html.select_one(".error-summary").text
