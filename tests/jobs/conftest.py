"""One embedded server with two cities for the whole folder; an empty queue for each test."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from gridhall.access import Principal
from gridhall.db import Databases, as_owner
from gridhall.plugins import PluginHost
from gridhall.services.cities import founding
from gridhall.settings import Settings
from gridhall.tenancy import Cities

from . import counting
from .cities import Site, Workers

if TYPE_CHECKING:
    from collections.abc import Iterator

TENANT = """\
slug = "{slug}"
name = {{en = "{slug}"}}
plugins = ["counting"]
levels = [{{key = "city", name = {{en = "City"}}}}]
"""


@dataclass(frozen=True)
class Deployment:
    config: Path
    settings: Settings
    sites: dict[str, Site]
    databases: Databases


@pytest.fixture(scope="session")
def deployment() -> Iterator[Deployment]:
    """In a short path: a unix socket's is limited to 107 bytes."""
    root = Path(tempfile.mkdtemp(dir="/tmp", prefix="gh-"))
    config = root / "gridhall.toml"
    config.write_text("")
    for slug in ("alpha", "beta"):
        (root / "tenants" / slug).mkdir(parents=True)
        (root / "tenants" / slug / "tenant.toml").write_text(TENANT.format(slug=slug))
    settings = Settings.load(config)
    databases, host = Databases(settings), PluginHost({"counting": counting})
    sites = {}
    for city in Cities.load(settings):
        with founding(databases, host, city, who=Principal.deployment("test")):
            pass
        with as_owner(databases.admin("main"), city) as connection:
            counting.ROWS.create(connection)
        sites[city.slug] = Site(city, databases, host, settings)
    yield Deployment(config, settings, sites, databases)
    databases.close()
    shutil.rmtree(root)


@pytest.fixture
def alpha(deployment: Deployment) -> Iterator[Site]:
    yield from emptied(deployment, "alpha")


@pytest.fixture
def beta(deployment: Deployment) -> Iterator[Site]:
    yield from emptied(deployment, "beta")


def emptied(deployment: Deployment, slug: str) -> Iterator[Site]:
    site = deployment.sites[slug]
    yield site
    site.forget()
    with deployment.databases.admin("main").begin() as connection:
        connection.execute(text("TRUNCATE gridhall.procrastinate_jobs CASCADE"))


@pytest.fixture
def workers(deployment: Deployment, tmp_path: Path) -> Iterator[Workers]:
    workers = Workers(deployment.config, tmp_path)
    for _each in workers.clean():
        yield workers
