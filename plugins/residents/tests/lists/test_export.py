"""A file holds what its list shows, within what one may export, and leaves a trace."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from gridhall.models import AuditEntry
from gridhall_residents.exporting import sheets

from ..factories import DELETED
from .test_lists import cells, total

if TYPE_CHECKING:
    from webtest import TestResponse

    from gridhall.testing import Browser, Portal, SampleCity

    from ..factories import Records
    from ..places import Places


def rows_of(response: TestResponse) -> list[list[Any]]:
    """The cells of a file, its head first."""
    if response.content_type == "text/csv":
        return list(csv.reader(io.StringIO(response.body.decode("utf-8-sig"))))
    return CalamineWorkbook.from_filelike(io.BytesIO(response.body)).get_sheet_by_index(0).to_python()


def traces(city: SampleCity) -> list[tuple[str, dict[str, Any]]]:
    """Subject and detail of each export in the audit log."""
    with city.scope() as scope:
        query = select(AuditEntry.subject, AuditEntry.detail).where(AuditEntry.action == "residents.export")
        return [(row.subject, row.detail) for row in scope.db.execute(query.order_by(AuditEntry.seq))]


@pytest.fixture
def people(records: Records, other_records: Records, places: Places, other_places: Places) -> None:
    """Two in the east, of whom one would be a formula, and what must not be in any file."""
    home = records.household(
        places.e1, "F1", dwelling=records.dwelling(places.e1, "H1", address="人民路44号")
    )
    records.resident(
        places.e1,
        "张丽华",
        identity="330998198001020028",
        phone="+8616600554061",
        sex="female",
        birth_date=date(1980, 1, 2),
        household=home,
        categories=["low_income", "elderly_alone"],
    )
    records.resident(places.e2, "=HYPERLINK(1)", address="@home")
    records.resident(places.w1, "Foreign")
    records.resident(places.e1, "Gone", deleted=DELETED)
    other_records.resident(other_places.e1, "Other")


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_holds_the_rows_of_the_list_masked_and_harmless(
    head: Browser, city: SampleCity, form: str
) -> None:
    response = head.post("/residents/export", {"list": "people", "format": form})
    with city.scope() as scope:
        years = scope.today.year - 1980 - ((scope.today.month, scope.today.day) < (1, 2))
    number = str if form == "csv" else float
    assert rows_of(response) == [
        ["Name", "Sex", "Age", "Identity number", "Phone", "Home", "Area", "Categories"],
        ["'=HYPERLINK(1)", "", "", "Not confirmed", "", "'@home", "East Village › East 2", ""],
        [
            *("张丽华", "Female", number(years), "330•••••••••••0028", "'+86166••••4061", "人民路44号"),
            *("East Village › East 1", "Low income, Elderly living alone"),
        ],
    ]
    disposition = response.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="people-{scope.today}.{form}"'
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("people")
def test_a_workbook_holds_no_formula(head: Browser) -> None:
    response = head.post("/residents/export", {"list": "people", "format": "xlsx"})
    sheet = zipfile.ZipFile(io.BytesIO(response.body)).read("xl/worksheets/sheet1.xml")
    assert (b"<f>" in sheet, b"HYPERLINK(1)" in sheet) == (False, True)


@pytest.mark.usefixtures("people")
def test_a_csv_begins_with_the_mark_by_which_spreadsheets_know_utf_8(head: Browser) -> None:
    response = head.post("/residents/export", {"list": "people", "format": "csv"})
    assert response.body.startswith(b"\xef\xbb\xbfName,")


def test_homes_and_households_are_exported_as_their_lists_show_them(
    head: Browser, records: Records, places: Places
) -> None:
    home = records.dwelling(
        places.e1, "H1", address="人民路44号", use="rented", area_m2=Decimal("80.50"), owner_name="王大海"
    )
    records.resident(
        places.e1, "李雷", relation="head", household=records.household(places.e1, "F1", dwelling=home)
    )
    records.dwelling(places.w1, "HW")
    records.household(places.w1, "FW")
    place = "East Village › East 1"
    homes = rows_of(head.post("/residents/export", {"list": "homes", "format": "csv"}))
    households = rows_of(head.post("/residents/export", {"list": "households", "format": "csv"}))
    assert (homes, households) == (
        [
            ["Code", "Address", "Use", "People", "Households", "Floor area (m²)", "Owner", "Area"],
            ["H1", "人民路44号", "Rented out", "1", "1", "80.5", "王大海", place],
        ],
        [
            ["Code", "Head of the household", "People", "Home", "Area"],
            ["F1", "李雷", "1", "人民路44号", place],
        ],
    )


@pytest.mark.usefixtures("people")
def test_the_button_of_a_list_exports_exactly_what_it_shows(head: Browser) -> None:
    for query in ("", "?sex=female", "?confirmed=no", "?q=F1", "?q=none", "?deleted=yes"):
        page = head.get(f"/residents{query}")
        form = page.forms[next((i for i, f in page.forms.items() if f.action == "/residents/export"), 0)]
        names = [row[0] for row in cells(page)]
        if not names:
            assert form.action != "/residents/export"
            continue
        exported = rows_of(form.submit("format", value="csv"))
        assert [row[0].removeprefix("'") for row in exported[1:]] == names


@pytest.mark.usefixtures("people")
def test_the_trace_says_how_many_and_how_filtered_but_not_what_was_looked_for(
    head: Browser, city: SampleCity, places: Places
) -> None:
    head.post("/residents/export", {"list": "people", "format": "csv", "q": "张丽华", "node": places.e1.id})
    head.post("/residents/export", {"list": "people", "format": "xlsx", "sex": "male"})
    where = str(places.e1.id)
    assert traces(city) == [
        ("list:people", {"rows": 1, "format": "csv", "searched_by": "name", "node": where}),
        ("list:people", {"rows": 0, "format": "xlsx", "sex": "male"}),
    ]


@pytest.mark.usefixtures("people")
def test_who_may_see_more_than_export_gets_only_what_they_may_export(
    city: SampleCity, portal: Portal, places: Places, records: Records
) -> None:
    records.household(places.e2, "F2")
    see = city.role("Reader", ["residents.view"])
    login = city.staff("Ben Li", role=see, at=places.town)
    city.post(login, role=city.role("Clerk", ["residents.export"]), at=places.e2)
    city.post(login, role=city.role("Clerk elsewhere", ["residents.export"]), at=places.w1)
    browser = portal.as_(login)
    page = browser.get("/residents")
    note = " ".join(page.html.select_one("#export-partly").text.split())
    exported = rows_of(browser.post("/residents/export", {"list": "people", "format": "csv"}))
    assert (total(page), note, [row[0] for row in exported[1:]]) == (
        "3 people",
        "The file holds 2 rows; the rest lies where you may not export.",
        ["'=HYPERLINK(1)", "Foreign"],
    )


@pytest.mark.usefixtures("people")
def test_export_alone_shows_nothing(city: SampleCity, portal: Portal, places: Places) -> None:
    login = city.staff("Ben Li", role=city.role("Clerk", ["residents.export"]), at=places.top)
    exported = rows_of(portal.as_(login).post("/residents/export", {"list": "people", "format": "csv"}))
    assert exported[1:] == []


@pytest.mark.usefixtures("people")
def test_who_may_not_export_has_no_button_and_gets_no_file(
    city: SampleCity, portal: Portal, places: Places
) -> None:
    browser = portal.as_(city.staff("Ben Li", role="city_leader", at=places.top))
    assert browser.get("/residents").html.select(".list-export") == []
    browser.post("/residents/export", {"list": "people", "format": "csv"}, status=403)
    assert traces(city) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"list": "people"},
        {"format": "csv"},
        {"list": "staff", "format": "csv"},
        {"list": "people", "format": "pdf"},
        {"list": "people", "format": "csv", "sex": "x"},
    ],
)
def test_a_list_or_format_that_does_not_exist_gives_no_file(head: Browser, fields: dict[str, str]) -> None:
    head.post("/residents/export", fields, status=404)


def test_a_file_is_not_given_to_a_link(head: Browser) -> None:
    head.get("/residents/export?list=people&format=csv", status=404)
    head.app.post("/residents/export", {"list": "people", "format": "csv"}, status=400)


@pytest.mark.usefixtures("people")
def test_a_file_speaks_the_readers_language(head: Browser) -> None:
    head.post("/language", {"lang": "ar", "next": "/residents"})
    response = head.post("/residents/export", {"list": "people", "format": "xlsx"})
    sheet = zipfile.ZipFile(io.BytesIO(response.body)).read("xl/worksheets/sheet1.xml")
    assert (rows_of(response)[0][0], b'rightToLeft="1"' in sheet) == ("الاسم", True)


def test_what_one_sheet_cannot_hold_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    stream = io.BytesIO()
    rows = [[str(number)] for number in range(5)]
    assert sheets.write_xlsx(stream, [("No.", 8)], rows, right_to_left=False) == 5
    book = CalamineWorkbook.from_filelike(io.BytesIO(stream.getvalue()))
    assert [book.get_sheet_by_name(name).to_python() for name in book.sheet_names] == [
        [["No."], ["0"], ["1"]],
        [["No."], ["2"], ["3"]],
        [["No."], ["4"]],
    ]
