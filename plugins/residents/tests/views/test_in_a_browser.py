"""Bringing a file, saying what it is, deciding about a row: in a real browser, on a phone and at a desk."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from playwright.sync_api import expect

from gridhall.testing.visitor import DESK, PHONE, Visitor, options

from .conftest import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..factories import Records
    from .conftest import Office

pytestmark = pytest.mark.browser
BORN = date(1990, 1, 31)


@pytest.fixture(params=[PHONE, DESK])
def ann(request: pytest.FixtureRequest, chromium: Any, live: str, office: Office) -> Iterator[Visitor]:
    """The head of the east."""
    with chromium.new_context(**options(request.param)) as context:
        token = office.ann.app.cookies["gridhall"]
        context.add_cookies([{"name": "gridhall", "value": token, "url": live}])
        yield Visitor(context, live)


def pick(ann: Visitor, name: str, content: bytes) -> None:
    ann.page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content})


def bring(ann: Visitor, name: str, content: bytes) -> None:
    ann.open("/residents/import")
    pick(ann, name, content)
    ann.page.get_by_role("button", name="Look at the file").click()
    expect(ann.page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_file_is_brought_looked_at_and_imported_while_one_watches(
    ann: Visitor, office: Office, records: Records
) -> None:
    rows = [office.row(records.new_identity(), f"Person {n}") for n in range(30)]
    bring(ann, "a.csv", table(*rows, office.row("123", "Bad")))
    assert ann.findings() == []
    page = ann.page
    page.get_by_label("What it is").select_option("housing_dwellings")
    expect(page.get_by_text("lacks a column that each row needs")).to_be_visible()
    assert ann.findings() == []
    page.get_by_label("What it is").select_option("public_security_residents")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("It begins as soon as a worker is free.")).to_be_visible()
    run_id = UUID(page.url.rpartition("/")[2])
    worker = threading.Thread(target=office.work, args=(run_id,))
    worker.start()
    expect(page.get_by_text("What became of the rows")).to_be_visible(timeout=20_000)
    worker.join()
    expect(page.get_by_text("31 of 31")).to_be_visible()
    assert ann.findings() == []
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Fetch the rows not taken").click()
    assert fetched.value.suggested_filename == "a-rejects.csv"
    ann.open("/residents/import")
    expect(page.get_by_text("31 rows · 30 new · 1 not taken")).to_be_visible()
    assert ann.findings() == []


def test_a_file_that_is_too_large_is_told_before_it_is_sent(ann: Visitor, office: Office) -> None:
    ann.open("/residents/import")
    ann.page.evaluate("document.querySelector('input[type=file]').dataset.mostMb = '1'")
    pick(ann, "big.csv", b"x" * 1_000_001)
    expect(ann.page.get_by_role("alert")).to_contain_text("Split it")
    ann.page.get_by_role("button", name="Look at the file").click()
    expect(ann.page.get_by_role("heading", level=1)).to_have_text("Import")
    assert (office.uploads(), ann.findings()) == ([], [])
    pick(ann, "small.csv", b"x")
    expect(ann.page.get_by_role("alert")).to_be_hidden()


def test_an_unknown_file_is_described_and_known_from_then_on(ann: Visitor, office: Office) -> None:
    content = table(
        {"登记人": "Li Fang", "所在村": office.places.east.name}, columns=("登记人", "所在村", "宗教")
    )
    bring(ann, "veterans.csv", content)
    assert ann.findings() == []
    page = ann.page
    page.get_by_role("link", name="Describe this file").click()
    page.get_by_label("What people call this file").fill("Veterans")
    page.get_by_label("Department").fill("Veterans' office")
    page.get_by_label("登记人").select_option(label="Name")
    page.get_by_role("button", name="Remember this").click()
    expect(page.get_by_role("alert")).to_contain_text("Say which column holds the village")
    assert ann.findings() == []
    page.get_by_label("所在村").select_option(label="Village, by its name")
    page.get_by_role("button", name="Remember this").click()
    expect(page.get_by_label("What it is")).to_have_value("veterans")
    expect(page.get_by_role("button", name="Try it first")).to_have_class("button button-primary")


def test_a_row_is_decided_beside_those_who_may_be_meant(
    ann: Visitor, office: Office, records: Records
) -> None:
    for grid in (office.places.e1, office.places.e2):
        records.resident(grid, "李芳", birth_date=BORN)
    office.done(office.ann, "a.csv", table(office.row("", "李芳", 出生日期="1990-01-31", 户籍地址="x")))
    ann.open("/residents/review")
    assert ann.findings() == []
    page = ann.page
    page.get_by_role("link", name="Begin with the first").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("李芳")
    assert ann.findings() == []
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what is right.")
    assert ann.findings() == []
    page.get_by_label("Record 2", exact=False).check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Nothing waits for a decision")).to_be_visible()
    assert ann.findings() == []
