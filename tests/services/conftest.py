"""Cities of the folder in the run's server. What a test does in ``scope`` is rolled back."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gridhall.access import Principal, Scope, open_session
from gridhall.db import as_owner
from gridhall.plugins import PluginHost
from gridhall.services.cities import founding
from gridhall.settings import Settings
from gridhall.tenancy import Cities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.db import Databases
    from gridhall.tenancy import City
    from gridhall.testing import Deployment

TENANT = """\
slug = "{slug}"
name = {{ en = "{slug}" }}
levels = [
    {{ key = "city", name = {{ en = "City", zh_Hans = "市" }} }},
    {{ key = "county", name = {{ en = "County", zh_Hans = "县区" }} }},
    {{ key = "town", name = {{ en = "Town", zh_Hans = "乡镇街道" }} }},
    {{ key = "village", name = {{ en = "Village", zh_Hans = "村社区" }} }},
    {{ key = "grid", name = {{ en = "Grid", zh_Hans = "网格" }} }},
]
"""
WHO = Principal.deployment("test")

sys.path.insert(0, str(Path(__file__).parents[1] / "web" / "plugins"))


@pytest.fixture(scope="session")
def plugin_host() -> PluginHost:
    """For the fixtures of ``gridhall.testing``: a small plugin of the tests."""
    host: PluginHost = import_module("gridhall_lantern.host").lantern_host()
    return host


@dataclass(frozen=True)
class Site:
    """A deployment without plugins."""

    settings: Settings
    databases: Databases
    host: PluginHost
    cities: Cities

    @property
    def north(self) -> City:
        """The city that was founded."""
        return self.cities.by_slug("north")

    @property
    def south(self) -> City:
        """A city that has only its file."""
        return self.cities.by_slug("south")


@pytest.fixture(scope="session")
def site(deployment: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("services")
    for slug in ("north", "south"):
        folder = root / "tenants" / slug
        folder.mkdir(parents=True)
        (folder / "tenant.toml").write_text(TENANT.format(slug=slug), encoding="utf-8")
    settings = Settings(root=root)
    site = Site(settings, deployment.databases, PluginHost({}), Cities.load(settings))
    with founding(site.databases, site.host, site.north, who=WHO):
        pass
    return site


@pytest.fixture
def scope(site: Site) -> Iterator[Scope]:
    """The city as a command of the deployment sees it."""
    with open_session(site.databases.engine(site.north), WHO) as db:
        yield Scope(site.north, WHO, db, site.host.hooks_for(frozenset()), site.databases.keys(site.north))


@pytest.fixture
def owned(site: Site) -> Iterator[Scope]:
    """The city through its owner role, which may do what the portal's role may not."""
    with (
        as_owner(site.databases.admin("main"), site.north) as connection,
        open_session(connection, WHO) as db,  # type: ignore[arg-type]
    ):
        yield Scope(site.north, WHO, db, site.host.hooks_for(frozenset()), site.databases.keys(site.north))
        db.rollback()
        connection.rollback()
