"""Brings files through the portal: one with rows taken, waiting and not taken; a trial; an unknown one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from gridhall.jobs import runner
from gridhall.jobs.scopes import CityScopes

if TYPE_CHECKING:
    from gridhall.testing import Browser, SampleCity

SOURCE = "grassroots_survey"
HEADER = "村居代码,姓名,出生日期,手机,备注"


def bring(city: SampleCity, browser: Browser, *, village: str, namesake: str, born: str) -> None:
    """Bring them all.

    :param namesake: a name that several people of that birth date have
    """
    rows = (f"{village},Νίκος,1971-02-03,,", f"{village},{namesake},{born},,", f"{village},,1971-02-03,,")
    text = "\n".join((HEADER, *rows, ""))
    for action in ("import", "try"):
        address = _uploaded(browser, "1.csv", text)
        answer = browser.post(address, {"source": SOURCE, "action": action}, status=303)
        _do(city, UUID(str(answer.location).rpartition("/")[2]))
    _uploaded(browser, "2.csv", "Όνομα;Οδός\nΝίκος;Ερμού\n")


def _uploaded(browser: Browser, name: str, text: str) -> str:
    files = [("file", name, text.encode())]
    return str(browser.post("/residents/import", upload_files=files, status=303).location)


def _do(city: SampleCity, run_id: UUID) -> None:
    """Do a job as a worker would."""
    platform = city.platform
    scopes = CityScopes(city.city, platform.databases, platform.host, platform.settings.var)
    assert runner.do(scopes, run_id) is None
