"""Files that a grid head brings: one was imported, with rows refused and rows to be decided; two wait."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from gridhall.jobs import CityScopes, runner
from gridhall_residents.population.numbers import IdentityNumbers

if TYPE_CHECKING:
    from gridhall.testing import Browser, Portal, SampleCity

VILLAGE = "330902010211"
POLICE = (
    "姓名",
    "性别",
    "公民身份号码",
    "出生日期",
    "户号",
    "与户主关系",
    "户籍地址",
    "村居代码",
    "联系电话",
)
SURVEY = ("村居代码", "姓名", "出生日期", "手机", "备注")
BORN = date(1950, 3, 5)
TWINS = "王秀英"
"""Two people of one name and one day of birth, between whom a file without numbers cannot tell."""


def bring(city: SampleCity, portal: Portal) -> None:
    """Bring them, as hanna.head."""
    browser = portal.as_("hanna.head")
    done(city, imported(browser, "registered_residents.csv", police(), "public_security_residents"))
    done(city, imported(browser, "survey.csv", survey(), "grassroots_survey"))
    done(city, imported(browser, "survey_again.csv", survey(), "grassroots_survey", action="try"))
    uploaded(browser, "unknown.csv", table([("Name", "Where"), ("Ann", "Here")]))


def uploaded(browser: Browser, name: str, data: bytes) -> str:
    """The address of the page about an uploaded file."""
    answer = browser.post("/residents/import", upload_files=[("file", name, data)], status=303)
    return str(answer.location)


def imported(browser: Browser, name: str, data: bytes, source: str, *, action: str = "import") -> UUID:
    """The run of the job that imports a file."""
    answer = browser.post(uploaded(browser, name, data), {"source": source, "action": action}, status=303)
    return UUID(str(answer.location).rpartition("/")[2])


def done(city: SampleCity, run_id: UUID) -> None:
    """Do a job as a worker would."""
    assert runner.do(scopes(city), run_id) is None


def scopes(city: SampleCity) -> CityScopes:
    """What a worker opens a city with."""
    platform = city.platform
    return CityScopes(city.city, platform.databases, platform.host, platform.settings.var)


def police() -> bytes:
    """Two of one name, and somebody whose number is wrong."""
    numbers = IdentityNumbers()
    codes = ("330902010211-901", "330902010211-902")
    rows = [registered(TWINS, numbers.take(BORN, "female"), code) for code in codes]
    return table([POLICE, *rows, registered("李强", "330999195003050000", "")])


def registered(name: str, number: str, household: str, phone: str = "") -> tuple[str, ...]:
    """A row of the police: a woman who was born on ``BORN`` and heads a household."""
    return (name, "女", number, f"{BORN:%Y%m%d}", household, "户主", "港务路1号", VILLAGE, phone)


def survey() -> bytes:
    """One of the two, and somebody new."""
    return table(
        [SURVEY, (VILLAGE, TWINS, BORN.isoformat(), "", ""), (VILLAGE, "赵敏", "1980-01-02", "", "")]
    )


def table(rows: list[tuple[str, ...]]) -> bytes:
    """Rows as a CSV in UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
