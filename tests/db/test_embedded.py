"""The embedded server, one of its own: these tests kill it."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from gridhall.db import EmbeddedServer, conninfo
from gridhall.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(dir="/tmp", prefix="gh-"))
    yield path
    EmbeddedServer(path / "postgres", "pw").stop()
    shutil.rmtree(path)


@pytest.fixture
def own(folder: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(folder / "postgres", "pw")
    server.ensure_running()
    yield server
    server.release()


def ask(server: EmbeddedServer, query: str, password: str | None = None) -> object:
    with psycopg.connect(conninfo(server.url(password=password))) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def pid(server: EmbeddedServer) -> int:
    return int((server.folder / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])


def runs(server: EmbeddedServer) -> bool:
    return (server.folder / "postmaster.pid").exists()


def test_it_is_postgresql_18_with_our_settings(own: EmbeddedServer) -> None:
    shown = [
        ask(own, f"SHOW {name}")
        for name in (
            "max_connections",
            "shared_buffers",
            "synchronous_commit",
            "listen_addresses",
            "server_encoding",
            "TimeZone",
        )
    ]
    assert shown == ["200", "256MB", "on", "", "UTF8", "UTC"]
    assert str(ask(own, "SHOW server_version")).startswith("18.")
    assert stat.S_IMODE(own.folder.stat().st_mode) == 0o700


def test_the_superuser_needs_the_password_over_the_socket(own: EmbeddedServer) -> None:
    for wrong in ("", "guess"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            ask(own, "SELECT 1", wrong)
    rules = (own.folder / "pg_hba.conf").read_text(encoding="utf-8")
    assert "trust" not in rules


def test_another_master_key_is_told_apart_from_a_server_that_is_down(own: EmbeddedServer) -> None:
    with pytest.raises(ConfigError, match="not the key"):
        EmbeddedServer(own.folder, "another").ensure_running()


def test_a_killed_server_is_started_again_with_what_was_committed(own: EmbeddedServer) -> None:
    with psycopg.connect(conninfo(own.url())) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(pid(own), signal.SIGKILL)
    own.ensure_running()
    assert ask(own, "SELECT answer FROM kept") == 42


def test_a_pid_file_whose_number_another_program_has_is_no_obstacle(own: EmbeddedServer) -> None:
    first = pid(own)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        os.kill(first, signal.SIGKILL)
        path = own.folder / "postmaster.pid"
        lines = path.read_text(encoding="ascii").splitlines()
        path.write_text("\n".join([str(other.pid), *lines[1:]]) + "\n", encoding="ascii")
        own.ensure_running()
    finally:
        other.kill()
        other.wait()
    assert ask(own, "SELECT 1") == 1


def test_the_last_process_to_leave_stops_it(own: EmbeddedServer) -> None:
    program = (
        "import sys; from pathlib import Path; from gridhall.db import EmbeddedServer\n"
        "server = EmbeddedServer(Path(sys.argv[1]), 'pw')\n"
        "server.ensure_running(); print('in', flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(own.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"in\n"
    own.release()
    assert runs(own)
    own.ensure_running()
    other.kill()
    other.communicate()
    own.release()
    assert not runs(own)


def test_processes_that_start_together_get_one_server(own: EmbeddedServer) -> None:
    own.release()
    program = (
        "import sys; from pathlib import Path; from gridhall.db import EmbeddedServer\n"
        "server = EmbeddedServer(Path(sys.argv[1]), 'pw'); server.ensure_running()\n"
        "print((server.folder / 'postmaster.pid').read_text().splitlines()[0], flush=True)\n"
        "sys.stdin.read()\n"
    )
    others = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(own.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for _ in range(3)
    ]
    pids = {other.stdout.readline() for other in others if other.stdout}
    for other in others:
        other.communicate()
    assert len(pids) == 1


def test_a_path_too_long_for_a_socket_works(tmp_path: Path) -> None:
    deep = tmp_path / ("long-" * 20)
    server = EmbeddedServer(deep / "postgres", "pw")
    begun = time.monotonic()
    server.ensure_running()
    try:
        assert ask(server, "SELECT 1") == 1
        assert not str(server.url().host).startswith(str(tmp_path))
        assert time.monotonic() - begun < 20
    finally:
        server.release()
        shutil.rmtree(str(server.url().host))


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    if os.geteuid() == 0:
        os.chown(tmp_path / "postgres", 12345, -1)
        with pytest.raises(ConfigError, match="belongs to user 12345"):
            EmbeddedServer(tmp_path / "postgres", "pw").ensure_running()
