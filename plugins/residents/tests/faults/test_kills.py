"""kill -9 of a worker, a command, the portal and the database in the middle of an import.

After the restart every row is there once, and the report is that of an undisturbed import.
"""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, text
from sqlalchemy.exc import OperationalError

from gridhall.jobs import CityScopes
from gridhall.services import runs
from gridhall_residents.importing.order import CHUNK_ROWS
from gridhall_residents.models import ImportRun, Resident, RunRow, Statement, Upload
from gridhall_residents.population.numbers import IdentityNumbers
from gridhall_residents.services import imports, uploads

from .processes import Processes, kill, kill_server, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from gridhall.models import JobRun
    from gridhall.testing import Portal, SampleCity, Stage

    from ..places import Places

ROWS = 1_500
CHUNK = 20
SOURCE = "public_security_residents"
BORN = date(1980, 1, 2)
WRONG = 7
"""Rows of a village that nobody knows."""


@dataclass
class Ground:
    """A village, a file about everybody in it, and what the database holds of them."""

    stage: Stage
    city: SampleCity
    login: str
    file: Path
    village: str
    numbers: IdentityNumbers
    rows: int = 0

    def write(self, rows: int) -> None:
        """A file about so many people."""
        self.rows = rows
        codes = ("999" if n < WRONG else self.village for n in range(rows))
        numbers = (self.numbers.take(BORN + timedelta(n % 9), "female") for n in range(rows))
        lines = (f"Person,{number},{code}" for number, code in zip(numbers, codes, strict=True))
        self.file.write_text("\n".join(("姓名,公民身份号码,村居代码", *lines)), "utf-8")

    @property
    def scopes(self) -> CityScopes:
        return CityScopes(self.city.city, self.stage.databases, self.stage.host, self.stage.settings.var)

    def ask(self) -> UUID:
        """Bring the file, and ask a worker to import it in small chunks."""
        with self.city.scope(self.login) as scope, self.file.open("rb") as stream:
            folder = self.scopes.passing_files
            upload = uploads.receive(scope, folder, stream, "a.csv", most_mb=1)
            path = f"{folder.name}/{uploads.name_of(upload.id)}"
            arguments = {"path": path, "file_name": "a.csv", "source": SOURCE, "chunk_rows": CHUNK}
            return runs.enqueue(scope, imports.IMPORT, title="a.csv", arguments=arguments)

    def run(self, run_id: UUID) -> JobRun:
        with self.city.scope() as scope:
            return runs.get(scope, run_id)

    def people(self) -> int:
        return self.count(Resident)

    def count(self, model: type[Any]) -> int:
        with self.city.scope() as scope:
            found: int = scope.db.scalars(scope.select(func.count()).select_from(model)).one()
            return found

    def check(self, report: dict[str, Any]) -> None:
        """Every row is there once, and the report says so."""
        good = self.rows - WRONG
        with self.city.scope() as scope:
            different = func.count(Resident.identity_ix.distinct())
            assert scope.db.scalar(scope.select(different)) == good
            assert [run.state for run in scope.db.scalars(scope.select(ImportRun))] == ["done"]
        assert (self.people(), self.count(Statement), self.count(RunRow)) == (good, good, 0)
        told = {name: report[name] for name in ("rows", "accepted", "created", "updated", "unchanged")}
        assert told == {"rows": self.rows, "accepted": good, "created": good, "updated": 0, "unchanged": 0}
        assert report["rejected"] == {"unknown_village": WRONG}


@pytest.fixture
def ground(stage: Stage, city: SampleCity, places: Places, tmp_path: Path) -> Ground:
    with stage.databases.admin("main").begin() as connection:
        connection.execute(text("TRUNCATE gridhall.procrastinate_jobs CASCADE"))
    login = city.staff("Ann Lee", role="grid_head", at=places.east)
    ground = Ground(stage, city, login, tmp_path / "a.csv", places.east.code, IdentityNumbers())
    ground.write(ROWS)
    return ground


@pytest.fixture
def processes(stage: Stage, tmp_path: Path) -> Iterator[Processes]:
    processes = Processes(stage, tmp_path)
    yield processes
    processes.kill_all()


@pytest.mark.slow
def test_a_worker_that_is_killed_is_followed_by_one_that_goes_on(
    ground: Ground, processes: Processes
) -> None:
    job = ground.ask()
    first = processes.start("worker")
    wait_until(lambda: ground.run(job), lambda run: run.done >= 10 * CHUNK)
    kill(first)
    stuck = ground.people()
    assert 10 * CHUNK - WRONG <= stuck < ROWS - WRONG
    processes.start("worker")
    run = wait_until(lambda: ground.run(job), lambda run: run.state not in runs.UNFINISHED)
    assert (run.state, run.attempt, run.done, run.failed, run.total) == ("done", 2, ROWS, WRONG, ROWS)
    assert run.done_before >= 10 * CHUNK
    ground.check(run.result or {})
    assert (ground.count(Upload), list(ground.scopes.passing_files.glob("upload-*"))) == (0, [])


@pytest.mark.slow
def test_a_database_that_is_killed_comes_back_and_the_import_goes_on(
    ground: Ground, processes: Processes
) -> None:
    job = ground.ask()
    worker = processes.start("worker")
    midway = wait_until(lambda: ground.run(job), lambda run: run.done >= 10 * CHUNK)
    assert midway.done < ROWS
    with ground.stage.databases.admin("main").connect() as connection:
        folder = connection.scalar(text("SHOW data_directory"))
    kill_server(str(folder))

    def state() -> str | None:
        try:
            return ground.run(job).state
        except OperationalError:  # our own connection died under the question
            return None

    wait_until(state, lambda found: found == "done")
    assert worker.poll() is None
    ground.check(ground.run(job).result or {})


@pytest.mark.slow
def test_a_command_that_is_killed_is_gone_on_with_by_the_same_command(
    ground: Ground, processes: Processes
) -> None:
    words = ("residents", "import", str(ground.file), "--city", ground.city.slug, "--source", SOURCE)
    ground.write(2 * CHUNK_ROWS + 500)
    first = processes.start(*words, "--json")
    wait_until(ground.people, lambda people: people > 0)
    kill(first)
    assert ground.people() < ground.rows - WRONG
    second = processes.start(*words, "--json")
    assert second.wait(60) == 0, processes.said(second)
    out, err = processes.said(second)
    ground.check(json.loads(out))
    assert len(out.splitlines()) == 1
    assert "a.csv" in err


def send(port: int, host: str, token: str, csrf: str, content: bytes, *, upto: int | None = None) -> str:
    """Send a file as a browser does, perhaps only its beginning; the first line of the answer."""
    boundary = "gridhall-test"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{csrf}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    ).encode()
    body += content + f"\r\n--{boundary}--\r\n".encode()
    head = (
        f"POST /residents/import HTTP/1.1\r\nHost: {host}\r\nCookie: gridhall={token}\r\n"
        f"Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head.encode() + body[:upto])
        if upto is not None:
            return ""
        return connection.makefile("rb").readline().decode()


@pytest.mark.slow
def test_of_a_portal_that_is_killed_only_whole_files_count(
    ground: Ground, processes: Processes, portal: Portal
) -> None:
    browser = portal.as_(ground.login)
    token = next(cookie.value for cookie in browser.app.cookiejar if cookie.name == "gridhall")
    given = (ground.city.host, token, browser.csrf, ground.file.read_bytes())
    process, port = processes.serve()
    assert send(port, *given, upto=20_000) == ""
    kill(process)
    assert (ground.count(Upload), list(ground.scopes.passing_files.glob("upload-*"))) == (0, [])
    process, port = processes.serve()
    assert " 303 " in send(port, *given)
    kill(process)
    (file,) = ground.scopes.passing_files.glob("upload-*")
    assert file.read_bytes() == ground.file.read_bytes()
    path = f"/residents/import/files/{file.name.removeprefix('upload-')}"
    assert browser.get(path).status_int == 200
    file.unlink()
