"""One embedded server for the whole folder, and cities made in it."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import NullPool, create_engine

from gridhall.db import CityKeys, EmbeddedServer, drop_city, provision_city, provision_shard

from .sites import MASTER, FakeCity, Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """One server in a short path: a unix socket's is limited to 107 bytes."""
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="gh-"))
    server = EmbeddedServer(folder / "postgres", "superuser's password")
    server.ensure_running()
    yield server
    server.stop()
    server.release()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def admin(server: EmbeddedServer) -> Engine:
    """The superuser, with the shard provisioned."""
    engine = create_engine(server.url(), poolclass=NullPool)
    provision_shard(engine, MASTER)
    return engine


@contextmanager
def founding(server: EmbeddedServer, admin: Engine) -> Iterator[Callable[[str], Site]]:
    made: list[FakeCity] = []

    def found_city(slug: str) -> Site:
        city, keys = FakeCity(slug), CityKeys(MASTER, slug)
        provision_city(admin, city, keys)
        made.append(city)
        login = create_engine(server.url(city.login_role, keys.role_password()), poolclass=NullPool)
        return Site(city, keys, admin, login)

    yield found_city
    for city in made:
        drop_city(admin, city)


@pytest.fixture
def found(server: EmbeddedServer, admin: Engine) -> Iterator[Callable[[str], Site]]:
    """Makes cities by slug, dropped after the test."""
    with founding(server, admin) as found_city:
        yield found_city


@pytest.fixture(scope="module")
def found_once(server: EmbeddedServer, admin: Engine) -> Iterator[Callable[[str], Site]]:
    """Makes cities by slug, dropped after the module."""
    with founding(server, admin) as found_city:
        yield found_city
