"""Two cities with the plugin of these tests, an empty queue, and real worker processes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from gridhall.db import as_owner
from gridhall.plugins import PluginHost

from . import counting
from .cities import Site, Workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gridhall.testing import SampleCity, Stage


@pytest.fixture(scope="session")
def plugin_host() -> PluginHost:
    return PluginHost({"counting": counting})


@pytest.fixture
def alpha(stage: Stage, city: SampleCity) -> Site:
    return _site(stage, city)


@pytest.fixture
def beta(stage: Stage, other_city: SampleCity) -> Site:
    return _site(stage, other_city)


def _site(stage: Stage, sample: SampleCity) -> Site:
    admin = stage.databases.admin("main")
    with as_owner(admin, sample.city) as connection:
        counting.ROWS.create(connection, checkfirst=True)
        connection.execute(counting.ROWS.delete())  # the stage empties the tables of migrations only
    with admin.begin() as connection:
        connection.execute(text("TRUNCATE gridhall.procrastinate_jobs CASCADE"))
    return Site(sample.city, stage.databases, stage.host, stage.settings)


@pytest.fixture
def workers(stage: Stage, tmp_path: Path) -> Iterator[Workers]:
    config = tmp_path / "gridhall.toml"
    paths = {"var": stage.settings.var, "tenants": stage.settings.tenants}
    config.write_text("".join(f"{key} = {json.dumps(str(path))}\n" for key, path in paths.items()))
    workers = Workers(config, tmp_path)
    yield workers
    workers.kill()
