"""``gridhall.toml``: where databases, cities and files are."""

import os
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

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
    """32 random bytes in base64; None: ``var/master.key``, made when missing where the database is embedded."""
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
        loaded = validate(cls, {"root": found.absolute().parent, **values}, found)
        return loaded.model_copy(update=loaded._absolute_paths())

    def _absolute_paths(self) -> dict[str, Path | None]:
        keyed = self.master_key_file
        return {
            "var": self.root / self.var,
            "tenants": self.root / self.tenants,
            "themes": self.root / self.themes,
            "master_key_file": self.root / keyed if keyed else None,
        }
