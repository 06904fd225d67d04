"""Two cities in one embedded server, and what tests ask of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select, text

from gridhall.access import Principal
from gridhall.jobs import CityScopes
from gridhall.services import runs
from gridhall.services.cities import open_scope

from .counting import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from uuid import UUID

    from gridhall.access import Scope
    from gridhall.db import Databases
    from gridhall.models import JobRun
    from gridhall.plugins import PluginHost
    from gridhall.settings import Settings
    from gridhall.tenancy import City

T = TypeVar("T")
COMMAND = Principal.deployment("test")


@dataclass(frozen=True)
class Site:
    """A city with the plugin of the tests."""

    city: City
    databases: Databases
    host: PluginHost
    settings: Settings

    def scope(self, principal: Principal = COMMAND) -> AbstractContextManager[Scope]:
        return open_scope(self.databases, self.host, self.city, principal)

    @property
    def scopes(self) -> CityScopes:
        return CityScopes(self.city, self.databases, self.host, self.settings.var)

    def ask(self, job: str, *, by: Principal = COMMAND, key: str | None = None, **arguments: Any) -> UUID:
        with self.scope(by) as scope:
            return runs.enqueue(scope, f"counting.{job}", title="t", arguments=arguments, key=key)

    def run(self, run_id: UUID) -> JobRun:
        with self.scope() as scope:
            return runs.get(scope, run_id)

    def rows(self) -> list[tuple[str, int]]:
        """What the jobs wrote, in the order in which they did."""
        with self.scope() as scope:
            ordered = select(ROWS.c.label, ROWS.c.n).order_by(ROWS.c.seq)
            return [(label, n) for label, n in scope.db.execute(ordered)]

    def queue(self) -> list[str]:
        """The runs that wait or are being done."""
        query = text(
            "SELECT args ->> 'run' FROM gridhall.procrastinate_jobs WHERE args ->> 'city' = :slug ORDER BY id"
        )
        with self.databases.admin("main").connect() as connection:
            return list(connection.scalars(query, {"slug": self.city.slug}))

    def wait(self, run_id: UUID, *states: str, seconds: float = 30) -> JobRun:
        over = {*states, "done", "failed", "cancelled"}
        run = wait_until(lambda: self.run(run_id), lambda run: run.state in over, seconds)
        assert run.state in states, run.reason
        return run


def wait_until(look: Callable[[], T], good: Callable[[T], bool], seconds: float = 30) -> T:
    deadline = time.monotonic() + seconds
    while not good(found := look()):
        assert time.monotonic() < deadline, vars(found) if hasattr(found, "__dict__") else found
        time.sleep(0.05)
    return found


@dataclass
class Workers:
    """Starts real worker processes; those that still run are killed after the test."""

    config: Path
    logs: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, places: int = 2) -> subprocess.Popen[bytes]:
        script = Path(__file__).parent / "worker_process.py"
        with (self.logs / f"worker-{len(self.started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, str(script), str(self.config), str(places)], stdout=log, stderr=log
            )
        self.started.append(process)
        return process

    def log(self) -> str:
        return "".join(path.read_text() for path in sorted(self.logs.glob("worker-*.log")))

    def kill(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()


def kill_server(folder: str) -> None:
    """Kill the embedded server as a power cut would; who connects next starts it again."""
    postmaster = int((Path(folder) / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
