"""Which server a city's database is on: those of ``gridhall.toml``, or the embedded one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, make_url

from gridhall.db.embedded import EmbeddedServer
from gridhall.db.keys import derive_password, ensure_master_key, read_master_key
from gridhall.errors import ConfigError

if TYPE_CHECKING:
    from gridhall.settings import Settings


def master_key(settings: Settings) -> bytes:
    """Return the master key of this deployment; made once where the database is embedded.

    :raises ConfigError: the file is missing or unsafe
    """
    if settings.master_key_file is not None:
        return read_master_key(settings.master_key_file)
    if settings.databases:
        return read_master_key(settings.var / "master.key")
    return ensure_master_key(settings.var / "master.key")


def conninfo(url: URL) -> str:
    """Return a URL as libpq's connection string, for procrastinate, ``pg_dump`` and psycopg itself.

    It holds the password: never log it, and give it to a program by the environment.
    """
    return make_conninfo(
        host=url.host,
        port=url.port,
        user=url.username,
        password=url.password,
        dbname=url.database,
        **{key: value for key, value in url.query.items() if isinstance(value, str)},
    )


class Servers:
    """The database servers of one deployment."""

    def __init__(self, settings: Settings, master: bytes) -> None:
        self._settings = settings
        self._embedded: EmbeddedServer | None = None
        if not settings.databases:
            self._embedded = EmbeddedServer(
                settings.var / "postgres", derive_password(master, "embedded superuser")
            )

    def admin_url(self, name: str) -> URL:
        """Return the administrator's URL of a database.

        :raises ConfigError: ``gridhall.toml`` names no such database
        """
        if self._embedded is not None:
            return self._embedded.url()
        database = self._settings.databases.get(name)
        if database is None:
            raise ConfigError(
                self._settings.root / "gridhall.toml",
                f"databases.{name}",
                "is named by a city and configured nowhere",
                f"Known are: {', '.join(sorted(self._settings.databases))}.",
            )
        url = make_url(database.url).set(drivername="postgresql+psycopg")
        variable = database.password_variable
        if variable is None:
            return url
        if variable not in os.environ:
            raise ConfigError(
                self._settings.root / "gridhall.toml",
                f"databases.{name}.password_variable",
                f"the environment has no {variable}",
                "Set it to that account's password.",
            )
        return url.set(password=os.environ[variable])

    def revive(self) -> None:
        """Start the embedded server, where that is ours and does not run."""
        if self._embedded is not None:
            self._embedded.ensure_running()

    def release(self) -> None:
        """Leave the embedded server; the last process to leave stops it."""
        if self._embedded is not None:
            self._embedded.release()
