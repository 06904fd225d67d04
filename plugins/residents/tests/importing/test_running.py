"""An import from its beginning to its end: reports, rejects, scope, breaking off and going on, trials."""

from __future__ import annotations

import csv
import stat
import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gridhall.errors import Conflict, Forbidden, Invalid
from gridhall_residents.files.table import open_table
from gridhall_residents.models import ImportRun, Resident

from .desk import Desk, profile

if TYPE_CHECKING:
    from gridhall_residents.importing.report import Report

    from ..factories import Records
    from ..places import Places
    from .desk import Row


@pytest.fixture
def rows(records: Records, places: Places) -> list[Row]:
    """Twenty people of the east."""
    return [
        {"name": f"Person {n}", "identity_number": records.new_identity(), "village_code": places.east.code}
        for n in range(20)
    ]


def runs(desk: Desk) -> list[ImportRun]:
    with desk.city.scope() as scope:
        return list(scope.db.scalars(scope.select(ImportRun).order_by(ImportRun.started_at)))


class Stop(Exception):
    """The process is gone."""


def stop_after(rows: int) -> Any:
    def stop(report: Report) -> None:
        if report.rows >= rows:
            raise Stop

    return stop


def test_a_report_counts_every_row_once(desk: Desk, rows: list[Row]) -> None:
    bad = [
        rows[0] | {"identity_number": "330102199001010000"},
        rows[1] | {"village_code": "999"},
        rows[2] | {"name": ""},
        rows[3] | {"phone": "12"},
    ]
    told = desk.bring(*rows, *bad, rows[5], rows[5], source=profile())
    assert told == {
        "rows": 24,
        "accepted": 20,
        "rejected": {"checksum": 1, "name_missing": 1, "phone_invalid": 1, "unknown_village": 1},
        "created": 20,
        "updated": 0,
        "unchanged": 0,
        "for_review": 0,
        "matched": 0,
        "repeated": 2,
    }
    assert desk.left_over() == 0
    (run,) = runs(desk)
    assert (run.state, run.counts, run.who) == ("done", told, "test")


def test_rejected_rows_can_be_mended_and_imported_again(desk: Desk, rows: list[Row]) -> None:
    wrong = [row | {"village_code": "999", "note": "=1+1"} for row in rows[:3]]
    outcome = desk.do(desk.order([*wrong, *rows[3:]], profile()))
    path = outcome.rejects_file
    assert path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8-sig", newline="") as stream:
        told = list(csv.DictReader(stream))
    assert [(each["gridhall:row"], each["gridhall:reason"]) for each in told] == [
        ("2", "unknown_village"),
        ("3", "unknown_village"),
        ("4", "unknown_village"),
    ]
    assert told[0]["note"] == "'=1+1"
    mended = path.with_name("mended.csv")
    mended.write_text(path.read_text("utf-8-sig").replace(",999,", f",{rows[3]['village_code']},"), "utf-8")
    assert open_table(mended).columns[0] == "identity_number"
    order = replace(desk.order([], profile()), path=mended)
    assert desk.do(order).report.as_json()["created"] == 3
    assert len(desk.people()) == 20


@pytest.mark.parametrize("chunk_rows", [1, 3, 100])
def test_an_import_that_was_broken_off_goes_on_and_tells_the_whole(
    desk: Desk, rows: list[Row], chunk_rows: int
) -> None:
    order = desk.order([*rows, rows[0], rows[1] | {"name": ""}], profile(), chunk_rows=chunk_rows)
    with pytest.raises(Stop):
        desk.do(order, progress=stop_after(7))
    stuck = len(desk.people())
    assert 7 <= stuck <= 20
    told = desk.do(order).report.as_json()
    assert (told["rows"], told["created"], told["rejected"], told["repeated"]) == (
        21,
        20,
        {"name_missing": 1},
        1,
    )
    assert (len(desk.people()), len(desk.statements()), desk.left_over()) == (20, 20, 0)
    assert [run.state for run in runs(desk)] == ["done"]


def test_rows_without_a_number_wait_for_the_others_also_after_a_break(
    desk: Desk, rows: list[Row], places: Places
) -> None:
    """Both namesakes are known before the row is looked at that may mean either."""
    namesakes = [row | {"name": "Li Fang", "birth_date": "1990-01-31"} for row in rows[:2]]
    unsure = {"name": "Li Fang", "birth_date": "1990-01-31", "village_code": places.east.code}
    order = desk.order([unsure, *namesakes, *rows[2:]], profile(), chunk_rows=2)
    with pytest.raises(Stop):
        desk.do(order, progress=stop_after(19))
    told = desk.do(order).report.as_json()
    assert (told["created"], told["for_review"]) == (20, 1)
    assert len(desk.reviews()) == 1


def test_a_file_that_is_imported_twice_at_once_is_imported_once(desk: Desk, rows: list[Row]) -> None:
    order = desk.order(rows, profile(), chunk_rows=4)

    def meanwhile(report: Report) -> None:
        if report.rows == 8:
            desk.do(order)

    with pytest.raises(Conflict, match="being imported already"):
        desk.do(order, progress=meanwhile)
    assert (len(desk.people()), len(desk.statements())) == (20, 20)


def test_what_somebody_else_broke_off_is_begun_anew(
    desk: Desk, rows: list[Row], places: Places, city_logins: list[str]
) -> None:
    """Else the rows of one's own area, which lay outside theirs, would be missing."""
    east, west = (Desk(desk.city, desk.folder, login) for login in city_logins)
    mixed = [row | {"village_code": (places.east, places.west)[n % 2].code} for n, row in enumerate(rows)]
    order = desk.order(mixed, profile(), chunk_rows=4)
    with pytest.raises(Stop):
        east.do(order, progress=stop_after(12))
    told = west.do(order).report.as_json()
    assert (told["created"], told["rejected"]) == (10, {"outside_scope": 10})
    told = east.do(order).report.as_json()
    assert (told["created"], told["rejected"]) == (10, {"outside_scope": 10})
    assert len(desk.people()) == 20


@pytest.fixture
def city_logins(desk: Desk, places: Places) -> list[str]:
    """The heads of the two villages."""
    return [
        desk.city.staff(name, role="grid_head", at=at)
        for name, at in (("Ann Lee", places.east), ("Bo Wu", places.west))
    ]


def test_rows_elsewhere_are_refused_and_tell_nothing(
    desk: Desk, rows: list[Row], records: Records, places: Places, city_logins: list[str]
) -> None:
    ann = Desk(desk.city, desk.folder, city_logins[0])
    number = records.new_identity()
    records.resident(places.w1, "Neighbour", identity=number)
    theirs = {"name": "X", "identity_number": number, "village_code": places.east.code}
    there = rows[0] | {"village_code": places.west.code}
    told = ann.bring(theirs, there, *rows[1:3])
    assert (told["created"], told["rejected"]) == (2, {"outside_scope": 2})
    assert [each["name"] for each in desk.people() if each["place"] != "East Village"] == ["Neighbour"]
    assert [run.area_id for run in runs(desk)] == [places.east.id]


def test_who_may_not_import_is_refused(desk: Desk, rows: list[Row], places: Places) -> None:
    worker = Desk(desk.city, desk.folder, desk.city.staff("Cy Ma", role="grid_worker_full", at=places.east))
    with pytest.raises(Forbidden):
        worker.bring(*rows)
    with pytest.raises(Forbidden):
        worker.attempt(worker.order(rows, profile()))
    assert (desk.people(), runs(desk)) == ([], [])


def test_the_area_of_an_import_covers_all_posts_of_who_imports(
    desk: Desk, rows: list[Row], places: Places
) -> None:
    login = desk.city.staff("Ann Lee", role="grid_head", at=places.east)
    desk.city.post(login, role="grid_head", at=places.west)
    Desk(desk.city, desk.folder, login).bring(*rows)
    leader = desk.city.staff("Di Qi", role="county_officer", at=places.top)
    Desk(desk.city, desk.folder, leader).bring(*rows)
    assert [run.area_id for run in runs(desk)] == [places.town.id, None]


def test_a_trial_tells_the_same_and_keeps_nothing(desk: Desk, rows: list[Row]) -> None:
    desk.bring(*rows[:5])
    mixed = [*rows[:4], rows[4] | {"note": "new"}, *rows[5:], rows[6] | {"name": ""}]
    order = desk.order(mixed, profile(), chunk_rows=3)
    before = (desk.people(), len(desk.statements()), [run.id for run in runs(desk)])
    tried = desk.attempt(order)
    assert (desk.people(), len(desk.statements()), [run.id for run in runs(desk)]) == before
    assert (tried.rejects_file, desk.left_over()) == (None, 0)
    assert tried.report.as_json() == desk.do(order).report.as_json()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,b\n1,2\n", "no column for name, village_code|village_name"),
        ("<html><table></table></html>", "web page"),
        ("1,2\n3,4\n", "names its columns"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(desk: Desk, text: str, why: str) -> None:
    order = desk.order([], profile())
    order.path.write_text(text)
    with pytest.raises(Invalid, match=why.replace("|", r"\|")):
        desk.do(order)


def test_a_cell_without_end_deep_in_the_file_ends_the_import_in_words(desk: Desk, rows: list[Row]) -> None:
    order = desk.order(rows, profile(), chunk_rows=2)
    with order.path.open("a") as stream:
        stream.write('"' + "x" * 200_000)
    with pytest.raises(Invalid, match="quotation mark"):
        desk.do(order)


def test_a_day_to_come_is_refused(desk: Desk, rows: list[Row]) -> None:
    with desk.city.scope() as scope:
        tomorrow = scope.today + timedelta(days=1)
    with pytest.raises(Invalid, match="future"):
        desk.bring(*rows, as_of=tomorrow)


def test_a_number_that_the_portal_records_meanwhile_is_found_at_the_second_look(
    desk: Desk, rows: list[Row], places: Places
) -> None:
    """The portal has not committed yet when the chunk looks, so its insert meets the unique index."""
    order = desk.order(rows[:1], profile())
    outcome: list[dict[str, Any]] = []
    bringing = threading.Thread(target=lambda: outcome.append(desk.do(order).report.as_json()))
    with desk.city.scope() as scope:
        number = rows[0]["identity_number"]
        scope.db.add(
            Resident(
                grid_id=places.e1.id,
                name="Person 0",
                name_key="Person0",
                identity_enc=scope.keys.encrypt(number),
                identity_ix=scope.keys.blind_index("identity", number),
            )
        )
        scope.db.flush()
        bringing.start()
        bringing.join(timeout=1.5)
        assert bringing.is_alive()
    bringing.join(timeout=20)
    assert [(told["created"], told["matched"]) for told in outcome] == [(0, 1)]
    assert desk.person()["place"] == "East 1"


def test_phones_are_read_as_the_city_writes_them(desk: Desk, rows: list[Row]) -> None:
    desk.bring(rows[0] | {"phone": "0580 2023 456"})
    assert desk.person()["phone"] == "+865802023456"
