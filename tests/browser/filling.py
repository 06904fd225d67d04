"""A city in which every page has something to show, also what is hard to show: long names, many scripts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select, update

from gridhall.models import Account, GridNode, JobRun, Staff
from gridhall.services import units

from . import files

if TYPE_CHECKING:
    from gridhall.access import Scope
    from gridhall.testing import Portal, SampleCity

SOURCES = Path(__file__).parents[2] / "tenants" / "zhoushan" / "sources"
CATEGORIES = """
[[residents.categories]]
key = "low_income"
name = { en = "Low income", zh_Hans = "低保", ar = "ذوو الدخل المنخفض" }

[[residents.categories]]
key = "elderly_alone"
name = { en = "Elderly living alone", zh_Hans = "独居老人", ar = "مسنون يعيشون بمفردهم" }
"""
TENANT_FILES = (
    ("tenant.toml", CATEGORIES),
    *((f"sources/{path.name}", path.read_text("utf-8")) for path in sorted(SOURCES.glob("*.toml"))),
)
LONG = "Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh-Cholmondeley"
FILE = "housing_department_of_the_district_second_half_of_the_year_final_version_2.xlsx"
COAST = [[122.0, 29.9], [122.2, 29.8], [122.3, 30.0], [122.1, 30.1], [122.0, 29.9]]
STATES = ("waiting", "running", "done", "failed", "cancelled")
REASON = {"domain": "gridhall", "msgid": "The file is empty.", "params": {}}


def fill(city: SampleCity, portal: Portal) -> None:
    """Areas, staff, runs in each state, records in the grids, files that were brought."""
    top = city.node("Northport", code="3309")
    county = city.node("定海区", under=top, code="330902")
    town = city.node("Saint Bartholomew's Upper Harbour Town", under=county, code="330902010")
    village = city.node("قرية الميناء", under=town, code="330902010211")
    for number in (1, 2):
        city.node(f"Grid {number}", under=village, code=f"33090201021100{number}")
    closed = city.node("Old Quay", under=village, code="330902010211003")
    city.staff("Hanna Head", role="grid_head", at=village)
    city.staff("Wei", role="grid_worker_full", at=village)
    city.staff(LONG, role="city_leader", at=top)
    city.role("Harbour watch", ["core.tree_view"])
    with city.scope() as scope:
        _set(scope, closed, valid_until=date(2022, 1, 1))
        _set(scope, top, boundary={"type": "Polygon", "coordinates": [COAST]})
        scope.db.execute(update(Account).where(Account.login == "wei").values(disabled_at=scope.now))
        scope.db.add(Staff(name="李娜"))
        units.add(scope, village.id, name="Civil affairs")
        for asker in ("hanna.head", None):
            _add_runs(scope, asker)
        scope.hooks.demo(scope, lambda _done, _total: None)
    files.bring(city, portal)


def closed_area(city: SampleCity) -> str:
    """The address of the area that was closed; no page leads to it."""
    with city.scope() as scope:
        return f"/tree/{scope.db.scalars(select(GridNode.id).where(GridNode.valid_until.is_not(None))).one()}"


def _set(scope: Scope, node: GridNode, **values: object) -> None:
    scope.db.execute(update(GridNode).where(GridNode.id == node.id).values(values))


def _add_runs(scope: Scope, asker: str | None) -> None:
    """One in each state; no worker looks at them, and a page asks for progress as long as it is open."""
    account = scope.db.scalar(select(Account.id).where(Account.login == asker))
    began = datetime.now(UTC) - timedelta(minutes=5)
    for state in STATES:
        run = JobRun(id=uuid4(), name="residents.import", title=FILE, arguments={}, state=state)
        run.account_id = account
        if state != "waiting":
            run.done, run.failed, run.total = 12_400, 37, 32_000
            run.started_at, run.progressed_at = began, began + timedelta(minutes=4)
        if state in {"done", "failed", "cancelled"}:
            run.finished_at = began + timedelta(minutes=4)
        run.reason = REASON if state == "failed" else None
        scope.db.add(run)
