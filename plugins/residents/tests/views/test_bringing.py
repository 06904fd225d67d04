"""Bringing a file: who sees it, what was found in it, where it lies and how long."""

from __future__ import annotations

import io
import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import update

from gridhall.errors import Invalid
from gridhall.jobs import passing
from gridhall_residents.models import Upload
from gridhall_residents.services import uploads

from .conftest import TITLE, cells, table, text

if TYPE_CHECKING:
    from ..factories import Records
    from .conftest import Office

CSV = "Text with a row on each line (CSV)"
DEPARTMENTS = Path(__file__).parents[1] / "data" / "departments"


def test_a_file_lies_where_only_the_platform_reads_it_under_a_name_that_nobody_guesses(
    office: Office,
) -> None:
    path = office.bring(office.ann, "住户.csv", table(office.row()))
    (file,) = office.uploads()
    assert path == f"/residents/import/files/{file.name.removeprefix('upload-')}"
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)
    assert file.is_relative_to(office.stage.settings.var / "files" / office.city.slug)
    assert file.read_bytes() == table(office.row())
    assert "住户.csv" in text(office.ann.get(path))


def test_nobody_but_its_owner_sees_a_file(office: Office) -> None:
    path = office.bring(office.ann, "a.csv", table(office.row()))
    for other in (office.bo, office.cy):
        other.get(path, status=404)
        other.get(f"{path}/source", status=404)
        other.post(path, {"action": "import", "source": "public_security_residents"}, status=404)
        other.post(f"{path}/remove", status=404)
        assert "a.csv" not in text(other.get("/residents/import"))
    assert office.ann.get(path).status_int == 200
    office.ann.get("/residents/import/files/17", status=404)
    another = UUID(int=UUID(Path(path).name).int ^ 1)
    office.ann.get(f"/residents/import/files/{another}", status=404)


def test_the_source_is_chosen_by_the_columns_and_each_column_says_what_it_becomes(office: Office) -> None:
    row = office.row("330999199001310019", 民族="汉", 户籍地址="Quay Street 1 " * 9)
    page = office.ann.get(office.bring(office.ann, "a.csv", table(row)))
    assert page.html.select_one("select[name=source] option[selected]").text == TITLE
    assert cells(page) == [
        ["姓名", "Name", "Li Fang"],
        ["公民身份号码", "Identity number", "••••••••••••••0019"],
        ["出生日期", "Date of birth", ""],
        ["村居代码", "Village, by its code", office.places.east.code],
        ["户籍地址", "Address", "Quay Street 1 Quay Street 1 Quay Street…"],
        ["民族", "Never kept", ""],
    ]
    assert "汉" not in page.text
    assert "33099919900131" not in page.text


@pytest.mark.parametrize(
    ("name", "title", "facts"),
    [
        ("public_security_residents.csv", TITLE, [CSV, "GB18030", "Comma"]),
        (
            "health_elderly_alone.tsv",
            "Health: elderly people living alone",
            ["Text with tabs (TSV)", "Tab"],
        ),
        (
            "housing_dwellings.csv",
            "Housing: dwellings and owners",
            [CSV, "UTF-8", "Comma"],
        ),
        (
            "grassroots_survey.csv",
            "Grassroots survey",
            [CSV, "UTF-8", "Comma"],
        ),
        (
            "civil_affairs_low_income.xlsx",
            "Civil affairs: low-income residents",
            ["低保名单", "in row 3"],
        ),
    ],
)
def test_each_file_of_the_departments_is_known_and_nobodys_number_is_shown(
    office: Office, name: str, title: str, facts: list[str]
) -> None:
    content = (DEPARTMENTS / name).read_bytes()
    page = office.ann.get(office.bring(office.ann, name, content))
    assert page.html.select_one("select[name=source] option[selected]").text == title
    shown = [each.get_text(strip=True) for each in page.html.select(".facts dd")]
    assert [fact for fact in facts if fact in shown] == facts
    assert "330999" not in page.text
    assert "166" not in "".join(" ".join(row) for row in cells(page)).replace("330902", "")


def test_another_source_can_be_chosen_and_tells_what_the_file_lacks(office: Office) -> None:
    path = office.bring(office.ann, "a.csv", table(office.row()))
    answer = office.ann.post(path, {"action": "look", "source": "housing_dwellings"}, status=303)
    page = answer.follow()
    assert (
        page.html.select_one("select[name=source] option[selected]").text == "Housing: dwellings and owners"
    )
    assert "lacks a column that each row needs: Code." in text(page)
    assert page.html.select("button[value=import]") == []
    office.ann.post(path, {"action": "import", "source": "housing_dwellings"}, status=200)
    office.ann.post(path, {"action": "import", "source": "nobody"}, status=404)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"", "The file is empty."),
        ("a.html", b"<html><table></table>", "This is a web page, not a table."),
        ("a.xlsx", b"PK\x03\x04 broken", "The file is damaged."),
        ("a.csv", b"1,2\n3,4\n", "No row of the file names its columns."),
    ],
)
def test_a_file_that_cannot_be_used_says_why(office: Office, name: str, content: bytes, why: str) -> None:
    answer = office.send(office.ann, name, content)
    page = answer.follow() if answer.status_int == 303 else answer
    assert why in page.html.select_one(".error-summary, .notice-bad").get_text(" ", strip=True)
    assert page.html.select("button[value=import]") == []


def test_without_a_file_nothing_is_kept(office: Office) -> None:
    page = office.ann.post("/residents/import")
    assert page.html.select_one(".error-summary li").get_text(strip=True) == "Choose a file."
    assert office.uploads() == []


def test_a_file_that_is_too_large_is_refused_and_not_kept(office: Office) -> None:
    with office.city.scope("ann.lee") as scope:
        for most_mb, size in ((1, 1_000_001), (2, 4_000_000)):
            stream = io.BytesIO(b"x" * size)
            with pytest.raises(Invalid, match=f"larger than {most_mb} MB"):
                uploads.receive(scope, office.scopes.passing_files, stream, "a.csv", most_mb=most_mb)
    assert office.uploads() == []
    limit = office.ann.get("/residents/import").html.select_one("input[type=file]")["data-most-mb"]
    assert limit == str(office.stage.settings.web.upload_mb)


def test_too_many_files_do_not_pile_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_WAITING", 2)
    for _each in range(2):
        office.bring(office.ann, "a.csv", table(office.row()))
    answer = office.send(office.ann, "a.csv", b"x")
    assert "2 of your files wait already" in text(answer)
    office.bring(office.bo, "b.csv", table(office.row()))


def test_a_file_can_be_removed_and_is_gone_after_a_day(office: Office) -> None:
    removed, old = (office.bring(office.ann, name, table(office.row())) for name in ("a.csv", "b.csv"))
    assert "The file was removed." in text(office.ann.post(f"{removed}/remove", status=303).follow())
    office.ann.get(removed, status=404)
    (file,) = office.uploads()
    with office.city.scope() as scope:
        long_ago = scope.now - timedelta(days=1, minutes=1)
        scope.db.execute(update(Upload).values(uploaded_at=long_ago))
    os.utime(file, (long_ago.timestamp(), long_ago.timestamp()))
    assert passing.sweep(office.scopes) == 1
    office.ann.get(old, status=404)
    office.bring(office.ann, "c.csv", table(office.row()))
    with office.city.scope() as scope:
        assert [each.file_name for each in scope.db.scalars(scope.select(Upload))] == ["c.csv"]


def test_a_file_whose_request_failed_does_not_count(office: Office, records: Records) -> None:
    """As after a kill between the writing of the file and the commit."""
    del records
    path = office.bring(office.ann, "a.csv", table(office.row()))
    with office.city.scope() as scope:
        scope.db.delete(scope.db.scalars(scope.select(Upload)).one())
    office.ann.get(path, status=404)
    assert "a.csv" not in text(office.ann.get("/residents/import"))


def test_who_may_not_import_finds_no_form(office: Office) -> None:
    worker = office.portal.as_(office.city.staff("Di Qi", role="grid_worker_full", at=office.places.east))
    worker.get("/residents/import", status=403)
    assert worker.get("/").html.select(".menu a[href='/residents/import']") == []
    worker.post("/residents/import", status=403)


def test_names_of_files_are_shown_as_text(office: Office) -> None:
    path = office.bring(office.ann, "C:\\dir\\<b>\x07x.csv", table(office.row()))
    assert office.ann.get(path).html.h1.text == "<b>x.csv"
