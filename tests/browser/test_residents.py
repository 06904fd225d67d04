"""The main job in a real browser: import a file, find somebody, open the home, change, reveal."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from gridhall.jobs import runner
from gridhall.models import JobRun
from gridhall.testing.visitor import DESK, PHONE
from gridhall_residents.population.numbers import IdentityNumbers

from . import files

if TYPE_CHECKING:
    from gridhall.testing import Portal, SampleCity
    from gridhall.testing.visitor import Visitor

    from .conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [PHONE, DESK])]
NUMBERS = IdentityNumbers()
NUMBER = NUMBERS.take(files.BORN, "female")
HOME = "330902010211-77"
HOMES = (
    ("房屋编号", "坐落", "村居代码", "产权人", "产权人证件号码", "用途", "建筑面积（㎡）"),
    (HOME, "渔港路7号", files.VILLAGE, "欧阳秀英", NUMBER, "自住", "71.5"),
)
CHUNK, ROWS = 50, 120


@dataclass
class Worker:
    """Does one run in a thread, and waits after so many rows until it is let go on."""

    city: SampleCity
    run_id: UUID
    hold_at: int
    go_on: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        """Begin."""
        with self.city.scope() as scope:
            chunk = JobRun.arguments.op("||")({"chunk_rows": CHUNK})
            scope.db.execute(update(JobRun).where(JobRun.id == self.run_id).values(arguments=chunk))
        self._thread = threading.Thread(
            target=lambda: runner.do(files.scopes(self.city), self.run_id, report=self._told)
        )
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Let it end."""
        self.go_on.set()
        self._thread.join()

    def _told(self, done: int, _failed: int, _total: int | None) -> None:
        if done == self.hold_at:
            self.go_on.wait(60)


@pytest.fixture
def village(city: SampleCity, portal: Portal) -> SampleCity:
    """A village with one home on record, and Hanna Head, who works there."""
    above = None
    for code in ("3309", "330902", "330902010", files.VILLAGE):
        above = city.node(f"Area {code}", under=above, code=code)
    for number in (1, 2):
        city.node(f"Grid {number}", under=above, code=f"{files.VILLAGE}00{number}")
    city.staff("Hanna Head", role="grid_head", at=above)
    files.done(
        city,
        files.imported(portal.as_("hanna.head"), "homes.csv", files.table([*HOMES]), "housing_dwellings"),
    )
    return city


@pytest.fixture
def hanna(village: SampleCity, enter: Enter, width: int) -> Visitor:  # noqa: ARG001 - she works there
    """Hanna's browser."""
    return enter("hanna.head", width)


@pytest.fixture
def found(village: SampleCity, portal: Portal, hanna: Visitor) -> Visitor:
    """Hanna's browser, at the page of 欧阳秀英."""
    data = files.table([files.POLICE, files.registered("欧阳秀英", NUMBER, HOME, "13900000077")])
    browser = portal.as_("hanna.head")
    files.done(village, files.imported(browser, "register.csv", data, "public_security_residents"))
    hanna.open("/residents")
    hanna.page.locator("main [name=q]").fill("秀英")
    hanna.page.keyboard.press("Enter")
    hanna.page.wait_for_url("**/residents?q=*")
    assert hanna.page.locator("tbody .cell-main").all_inner_texts() == ["欧阳秀英"]
    assert hanna.findings() == []
    hanna.page.get_by_role("link", name="欧阳秀英").click()
    return hanna


def register() -> bytes:
    """The police's: 欧阳秀英 in the home, many others, and one whose number is wrong."""
    others = [files.registered(f"张{n:03}", NUMBERS.take(files.BORN, "female"), "") for n in range(ROWS - 2)]
    known = files.registered("欧阳秀英", NUMBER, HOME, "13900000077")
    return files.table([files.POLICE, known, *others, files.registered("李强", "330999195003050000", "")])


def menu(visitor: Visitor, name: str) -> None:
    """Go to a page by the menu, which is a drawer on a phone."""
    opener = visitor.page.locator("[data-menu-open]")
    if opener.is_visible():
        opener.click()
    visitor.page.locator(".menu").get_by_role("link", name=name, exact=True).click()


def test_a_file_is_imported_while_one_looks_on(village: SampleCity, hanna: Visitor) -> None:
    page = hanna.page
    hanna.open("/")
    menu(hanna, "Import")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "register.csv", "mimeType": "text/csv", "buffer": register()}
    )
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_label("What it is")).to_have_value("public_security_residents")
    assert hanna.findings() == []
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("It begins as soon as a worker is free.").wait_for()
    run_id = UUID(page.url.rpartition("/")[2])
    with Worker(village, run_id, hold_at=CHUNK) as worker:
        bar = page.get_by_role("progressbar")
        expect(bar).to_have_attribute("value", str(CHUNK))
        expect(bar).to_have_attribute("max", str(ROWS))
        expect(page.locator(".progress")).to_contain_text("50 of 120")
        assert hanna.findings() == []
        worker.go_on.set()
        page.get_by_role("link", name="Fetch the rows not taken").wait_for()
    tiles = dict(
        zip(
            page.locator(".stat dt").all_inner_texts(),
            page.locator(".stat-value").all_inner_texts(),
            strict=True,
        )
    )
    assert (tiles["Rows"], tiles["New"], tiles["Not taken"]) == ("120", "119", "1")
    assert hanna.findings() == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Fetch the rows not taken").click()
    assert "330999195003050000" in download.value.path().read_text("utf-8-sig")


def test_somebody_is_found_and_the_home_opened(found: Visitor) -> None:
    page = found.page
    page.locator("main").get_by_role("link", name="渔港路7号").first.click()
    expect(page.locator("h1")).to_have_text("渔港路7号")
    expect(page.locator(".member h3")).to_contain_text("欧阳秀英")
    assert found.findings() == []


def test_what_is_being_changed_survives_the_language_switch(found: Visitor, width: int) -> None:
    page = found.page
    page.get_by_role("link", name="Change", exact=True).click()
    page.wait_for_url("**/edit")
    address = page.url
    page.locator("[name=note]").fill("Speaks\nsign language")
    page.locator("[name=relation]").select_option("spouse")
    if width == PHONE:
        page.locator("[data-menu-open]").click()
    page.locator("form.languages button[value=ar]").click()
    page.wait_for_selector("html[lang=ar][dir=rtl]")
    assert page.url == address
    assert page.locator("[name=note]").input_value() == "Speaks\nsign language"
    assert page.locator("[name=relation]").input_value() == "spouse"
    assert found.findings() == []
    page.locator("main .actions .button-primary").click()
    page.locator(".notice-good").wait_for()
    expect(page.locator("main")).to_contain_text("sign language")
    assert found.findings() == []


def test_a_number_is_shown_whole_for_a_purpose(village: SampleCity, found: Visitor) -> None:
    page = found.page
    page.locator(".masked").first.wait_for()
    assert NUMBER not in page.content()
    masked = page.locator(".masked").first
    masked.locator("summary").click()
    masked.locator("select").select_option(index=0)
    masked.get_by_role("button", name="Show", exact=True).click()
    page.get_by_text(NUMBER).first.wait_for()
    assert found.findings() == []
    assert village.audited()[-1][:2] == ("Hanna Head", "residents.reveal")
