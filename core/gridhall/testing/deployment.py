"""A deployment for tests: one embedded server, and cities that are made once and emptied often."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import cast

from psycopg import Connection, sql
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import inspect

from gridhall.app import Wsgi, make_platform, make_portal
from gridhall.db import Databases, as_owner, provision_city, provision_shard, upgrade
from gridhall.plugins import PluginHost
from gridhall.services.cities import trees_of
from gridhall.services.plugins import EnabledPlugins
from gridhall.settings import Settings
from gridhall.tenancy import City
from gridhall.testing.sample_city import SampleCity
from gridhall.web.platform import Platform

THEMES = Path(__file__).parents[3] / "themes"
SLUGS = ("northport", "southport")
TenantFiles = tuple[tuple[str, str], ...]
"""``(path below the city's folder, text)``; what is given for ``tenant.toml`` is added to its end."""
KEPT = ("audit_head",)
"""Not emptied, but set back: the audit log begins anew."""

TENANT = """\
slug = "{slug}"
languages = ["en", "zh_Hans", "ar"]
timezone = "Asia/Shanghai"
theme = "plain"
plugins = [{plugins}]
name = {{ en = "{name}", zh_Hans = "{name}市", ar = "مدينة {name}" }}
levels = [
  {{ key = "city", name = {{ en = "City", zh_Hans = "市", ar = "مدينة" }} }},
  {{ key = "county", name = {{ en = "County", zh_Hans = "县", ar = "مقاطعة" }} }},
  {{ key = "town", name = {{ en = "Town", zh_Hans = "镇", ar = "بلدة" }} }},
  {{ key = "village", name = {{ en = "Village", zh_Hans = "村", ar = "قرية" }} }},
  {{ key = "grid", name = {{ en = "Grid", zh_Hans = "网格", ar = "شبكة" }} }},
]
"""


class Deployment:
    """One server in one folder; a :class:`Stage` for each set of plugins."""

    def __init__(self, root: Path) -> None:
        self._settings = Settings(
            root=root, var=root / "var", tenants=root / "tenants", themes=THEMES, demo=True
        )
        self.databases = Databases(self._settings)
        provision_shard(self.databases.admin("main"), self.databases.master)
        self._stages: dict[tuple[PluginHost, TenantFiles], Stage] = {}

    @classmethod
    @contextmanager
    def temporary(cls) -> Iterator["Deployment"]:
        """In a short path: a unix socket's is limited to 107 bytes."""
        root = Path(tempfile.mkdtemp(prefix="gh-", dir="/tmp"))
        deployment = cls(root)
        try:
            yield deployment
        finally:
            deployment.databases.close()
            shutil.rmtree(root)

    def stage(self, host: PluginHost, files: TenantFiles = ()) -> "Stage":
        """The cities with these plugins and these files of their own."""
        key = (host, files)
        if key not in self._stages:
            number = len(self._stages)
            tenants = self._settings.tenants / str(number)
            settings = self._settings.model_copy(update={"tenants": tenants})
            self._stages[key] = Stage(settings, self.databases, host, suffix=f"{number or ''}", files=files)
        return self._stages[key]


class Stage:
    """Two cities with the same plugins, and their portal."""

    def __init__(
        self, settings: Settings, databases: Databases, host: PluginHost, *, suffix: str, files: TenantFiles
    ) -> None:
        self.settings = settings
        self.databases = databases
        self.host = host
        self._suffix = suffix
        self._made: dict[str, SampleCity] = {}
        self._names: dict[str, tuple[list[str], list[str]]] = {}
        for slug in SLUGS:
            _write_tenant(settings.tenants / (slug + suffix), host, files)

    @cached_property
    def platform(self) -> Platform:
        """What the portal's requests share; a plugin's switch acts at once."""
        made = make_platform(self.settings, host=self.host, databases=self.databases)
        return replace(made, enabled=EnabledPlugins(self.host, max_age_s=0))

    @cached_property
    def app(self) -> Wsgi:
        """The portal."""
        return make_portal(self.platform)

    def empty_city(self, slug: str) -> SampleCity:
        """A city without rows but for the default roles and the plugins' switches."""
        slug += self._suffix
        city = self.platform.cities.by_slug(slug)
        if slug not in self._made:
            self._make(city)
            self._made[slug] = SampleCity(self.platform, city)
        self._empty(city)
        found = self._made[slug]
        found.begin()
        return found

    def _make(self, city: City) -> None:
        admin = self.databases.admin(city.database)
        provision_city(admin, city, self.databases.keys(city))
        upgrade(admin, city, trees_of(self.host, city.tenant.plugins))

    def _empty(self, city: City) -> None:
        """Delete all rows and files, as the owner: the login role may not touch the log.

        Far quicker than TRUNCATE.
        """
        with as_owner(self.databases.admin(city.database), city) as connection:
            if city.slug not in self._names:
                self._names[city.slug] = _names(connection, city.schema)
            tables, sequences = self._names[city.slug]
            raw = cast("Connection[object]", connection.connection.driver_connection)
            for name in tables:
                raw.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
            raw.execute("UPDATE audit_head SET seq = 0, hash = sha256('')")
            for name in sequences:
                raw.execute("SELECT setval(%s, 1, false)", [name])
        shutil.rmtree(self.settings.var / "files" / city.slug, ignore_errors=True)


def _names(connection: SqlConnection, schema: str) -> tuple[list[str], list[str]]:
    """The tables to be emptied, each before those it refers to, and the sequences that begin anew."""
    found = inspect(connection)
    ordered = [name for name, _keys in found.get_sorted_table_and_fkc_names(schema=schema) if name]
    tables = [name for name in reversed(ordered) if not name.startswith("alembic_") and name not in KEPT]
    return tables, found.get_sequence_names(schema=schema)


def _write_tenant(folder: Path, host: PluginHost, files: TenantFiles) -> None:
    folder.mkdir(parents=True)
    plugins = ", ".join(f'"{name}"' for name in host.manifests)
    text = TENANT.format(slug=folder.name, name=folder.name.capitalize(), plugins=plugins)
    (folder / "tenant.toml").write_text(text, encoding="utf-8")
    for path, more in files:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as opened:
            opened.write(more)
