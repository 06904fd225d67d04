"""``gridhall.toml``: where databases, cities and files are."""

import os
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gridhall.settings.reading import read_toml, validate

CONFIG_VARIABLE = "GRIDHALL_CONFIG"


class Database(BaseModel):
    """One shard: a PostgreSQL cluster that holds the jobs and the cities placed there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    """``postgresql://admin@host:port/name`` of a role that may create roles and schemas."""
    password_variable: str | None = None
    """The environment variable that holds that role's password."""
    max_cities: int = Field(default=50, ge=1)
    """How many cities' pools one process keeps open."""


class Web(BaseModel):
    """How the portal is served."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=6543, ge=1, le=65535)
    threads: int = Field(default=8, ge=1)
    https: bool = False
    """The portal is reached by https: cookies are Secure and named ``__Host-``."""
    proxy: str | None = None
    """The IP address that the reverse proxy connects from: it alone may say, in X-Forwarded-For, who asks."""
    upload_mb: int = Field(default=500, ge=1)
    """The largest file that the portal takes, in megabytes; the proxy must let it pass."""
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    """Where Prometheus reads what was counted, apart from the portal; None: nowhere."""
    metrics_host: str = "127.0.0.1"
    """The address that it listens at; one that only those who run the platform can reach."""
    session_idle_min: int = Field(default=60, ge=5)
    """A session ends after so many minutes without a request."""
    session_hours: int = Field(default=12, ge=1)
    """A session ends after so many hours in any case."""


class Settings(BaseModel):
    """A deployment. Every path is absolute once loaded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    root: Path = Path()
    """The folder that relative paths start from: that of ``gridhall.toml``."""
    var: Path = Path("var")
    """All that is written goes below here."""
    tenants: Path = Path("tenants")
    themes: Path = Path("themes")
    master_key_file: Path | None = None
    """32 random bytes in base64; None: ``var/master.key``, which the embedded database makes when missing."""
    databases: dict[str, Database] = {}
    """By name. None named: the embedded one, below ``var``, serves every city."""
    web: Web = Web()
    demo: bool = False
    """The bare address lists the cities."""

    @classmethod
    def load(cls, file: Path | None = None) -> Self:
        """Read the deployment's file.

        :param file: None: what ``GRIDHALL_CONFIG`` names, else ``gridhall.toml`` here where there is one,
            else the defaults with the embedded database
        :raises ConfigError: the file is wrong
        """
        named = file or (Path(os.environ[CONFIG_VARIABLE]) if os.environ.get(CONFIG_VARIABLE) else None)
        found = named or Path("gridhall.toml")
        values = read_toml(found) if named or found.exists() else {}
        return validate(cls, {"root": found.absolute().parent, **values}, found)

    @model_validator(mode="after")
    def _make_absolute(self) -> Self:
        names = ("var", "tenants", "themes", "master_key_file")
        given = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        self.__dict__.update({name: self.root / path for name, path in given.items()})
        return self
