"""A city whose records are all in Greek letters, with something on every page of core."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import update

from gridhall.models import Account, GridNode, JobRun, Staff
from gridhall.plugins import PluginHost
from gridhall.services import units

from . import sundial

if TYPE_CHECKING:
    from gridhall.access import Scope
    from gridhall.testing import SampleCity

STATES = ("waiting", "running", "done", "failed", "cancelled")


@pytest.fixture(scope="session")
def plugin_host() -> PluginHost:
    return PluginHost({"sundial": sundial})


@pytest.fixture
def filled(city: SampleCity) -> SampleCity:
    top = city.node("Αθήνα", code="1")
    town = city.node("Πλάκα", under=top, code="11")
    closed = city.node("Κολωνός", under=top, code="12")
    city.staff("Ηρώ", role="grid_head", at=town)
    city.post("ηρώ", role="grid_worker_full", at=town, until=date(2021, 1, 1))
    city.role("Κηπουρός", ["core.tree_view", "sundial.turn"])
    city.staff("Λέανδρος", role="city_leader", at=top)
    city.staff("Όμηρος")
    with city.scope() as scope:
        scope.db.execute(
            update(GridNode).where(GridNode.id == closed.id).values(valid_until=date(2022, 1, 1))
        )
        scope.db.execute(update(Account).where(Account.login == "όμηρος").values(disabled_at=scope.now))
        scope.db.add(Staff(name="Θαλής"))
        units.add(scope, town.id, name="Φρουρά")
        _add_runs(scope)
    return city


def _add_runs(scope: Scope) -> None:
    """One in each state."""
    began = datetime.now(UTC) - timedelta(minutes=5)
    reason = {"domain": "gridhall", "msgid": "The file is empty.", "params": {}}
    for state in STATES:
        run = JobRun(id=uuid4(), name="sundial.turn", title="Ήλιος", arguments={}, state=state)
        run.done, run.failed, run.total = (7, 2, 10) if state != "waiting" else (0, 0, None)
        run.started_at = None if state == "waiting" else began
        run.progressed_at = None if state == "waiting" else began + timedelta(minutes=4)
        run.finished_at = began + timedelta(minutes=4) if state in {"done", "failed", "cancelled"} else None
        run.reason = reason if state == "failed" else None
        scope.db.add(run)
