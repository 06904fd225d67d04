"""An office in a village: people who bring files, and a worker that does what they ask for."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from gridhall.jobs import CityScopes, runner
from gridhall.services import runs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from webtest import TestResponse

    from gridhall.models import JobRun
    from gridhall.testing import Browser, Portal, SampleCity, Stage

    from ..places import Places

Row = dict[str, str]
COLUMNS = ("姓名", "公民身份号码", "出生日期", "村居代码", "户籍地址", "民族")
"""Of the files of public security, as far as the tests fill them."""
TITLE = "Public security: registered residents"


def table(*rows: Row, columns: Iterable[str] = COLUMNS) -> bytes:
    """A CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@dataclass
class Office:
    """Ann heads the east village, Bo the west; Cy works for the town."""

    stage: Stage
    city: SampleCity
    portal: Portal
    places: Places
    ann: Browser
    bo: Browser
    cy: Browser

    @property
    def scopes(self) -> CityScopes:
        """What a worker works with."""
        return CityScopes(self.city.city, self.stage.databases, self.stage.host, self.stage.settings.var)

    def row(self, number: str = "", name: str = "Li Fang", **more: str) -> Row:
        """A row about somebody of the east."""
        return {"姓名": name, "公民身份号码": number, "村居代码": self.places.east.code, **more}

    def bring(self, browser: Browser, name: str, content: bytes) -> str:
        """Choose a file; the path of the page to which that leads."""
        return self.path(self.send(browser, name, content))

    def send(self, browser: Browser, name: str, content: bytes) -> TestResponse:
        """Choose a file, as the form does."""
        files = [("file", name, content)]
        return browser.app.post("/residents/import", {"csrf_token": browser.csrf}, upload_files=files)

    def path(self, answer: TestResponse) -> str:
        """Where an answer leads."""
        assert answer.status_int == 303, text(answer)
        location: str = answer.location.removeprefix(f"http://{self.city.host}")
        return location

    def start(self, browser: Browser, path: str, **fields: str) -> UUID:
        """Import a file that was brought; the run of the job."""
        given = {"action": "import", "source": "public_security_residents", **fields}
        return UUID(self.path(browser.post(path, given)).removeprefix("/jobs/"))

    def work(self, run_id: UUID) -> JobRun:
        """Do a job, as a worker would."""
        assert runner.do(self.scopes, run_id) is None
        with self.city.scope() as scope:
            return runs.get(scope, run_id)

    def done(self, browser: Browser, name: str, content: bytes, **fields: str) -> UUID:
        """Bring a file and import it; the run of the job."""
        run_id = self.start(browser, self.bring(browser, name, content), **fields)
        assert self.work(run_id).state == "done"
        return run_id

    def uploads(self) -> list[Path]:
        """The files that lie in the folder."""
        return sorted(self.scopes.passing_files.glob("upload-*"))


@pytest.fixture
def office(stage: Stage, city: SampleCity, portal: Portal, places: Places) -> Office:
    people = [
        ("Ann Lee", "grid_head", places.east),
        ("Bo Wu", "grid_head", places.west),
        ("Cy Ma", "town_officer", places.town),
    ]
    ann, bo, cy = (portal.as_(city.staff(name, role=role, at=at)) for name, role, at in people)
    office = Office(stage, city, portal, places, ann, bo, cy)
    for file in office.uploads():
        file.unlink()
    return office


def text(page: TestResponse | Any) -> str:
    """What the main part of a page says."""
    found: str = page.html.select_one("#main").get_text(" ", strip=True)
    return found


def cells(page: TestResponse | Any, number: int = 0) -> list[list[str]]:
    """The rows of one of the page's tables."""
    body = page.html.select("table")[number].select("tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in body]


def stats(page: TestResponse | Any) -> dict[str, str]:
    """The tiles of figures."""
    return {
        tile.select_one("dt").get_text(strip=True): tile.select_one(".stat-value").get_text(strip=True)
        for tile in page.html.select(".stat")
    }


def waiting_path(office: Office) -> str:
    """The page of the row that has waited the longest."""
    return str(office.ann.get("/residents/review").html.select_one("a.button-primary")["href"])


def options(page: TestResponse | Any) -> list[str]:
    """What can be decided about a row."""
    return [each["value"] for each in page.html.select("input[name=decision]")]
