from __future__ import annotations

import base64
import os
import shutil
import signal
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import text

from gridhall.db import Databases, conninfo, drop_city, provision_city, provision_shard
from gridhall.settings import Database as Shard
from gridhall.settings import Settings

from .sites import MASTER, FakeCity

if TYPE_CHECKING:
    from collections.abc import Iterator

CITIES = [FakeCity(slug) for slug in ("one", "two", "three")]


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    """A deployment that configures no database, with three cities and two pools."""
    root = Path(tempfile.mkdtemp(dir="/tmp", prefix="gh-"))
    databases = Databases(Settings(root=root, var=root / "var"), most_pools=2)
    admin = databases.admin("main")
    provision_shard(admin, databases.master)
    for city in CITIES:
        provision_city(admin, city, databases.keys(city))
    yield databases
    for city in CITIES:
        drop_city(admin, city)
    databases.close()
    assert not (root / "var" / "postgres" / "postmaster.pid").exists()
    shutil.rmtree(root)


def who(databases: Databases, city: FakeCity) -> str:
    with databases.engine(city).connect() as connection:
        return str(connection.scalar(text("SELECT session_user")))


def sessions(databases: Databases) -> set[str]:
    with databases.admin("main").connect() as connection:
        return set(
            connection.scalars(text("SELECT usename FROM pg_stat_activity WHERE usename LIKE 'city%'"))
        )


def test_each_city_connects_as_itself_and_the_oldest_pool_is_closed(databases: Databases) -> None:
    assert [who(databases, city) for city in CITIES] == ["city_one", "city_two", "city_three"]
    assert who(databases, CITIES[1]) == "city_two"
    assert who(databases, CITIES[0]) == "city_one"
    assert sessions(databases) == {"city_two", "city_one"}


def test_each_database_keeps_as_many_pools_as_its_setting_says(tmp_path: Path) -> None:
    (tmp_path / "master.key").touch(mode=0o600)
    (tmp_path / "master.key").write_text(base64.b64encode(MASTER).decode(), encoding="ascii")
    shards = {
        name: Shard(url=f"postgresql://admin@{name}.invalid/gridhall", max_cities=most)
        for name, most in (("main", 2), ("east", 1))
    }
    databases = Databases(Settings(var=tmp_path, databases=shards))
    places = [*CITIES, FakeCity("four", "east"), FakeCity("five", "east")]
    made = [databases.engine(place) for place in places]
    again = [databases.engine(place) for place in (*places[1:3], places[4])]
    assert [each is old for each, old in zip(again, (*made[1:3], made[4]), strict=True)] == [True] * 3
    assert databases.engine(places[0]) is not made[0]
    assert databases.engine(places[3]) is not made[3]
    databases.close()


def test_a_pool_in_use_is_not_closed(databases: Databases) -> None:
    with databases.engine(CITIES[0]).connect() as connection:
        who(databases, CITIES[1])
        who(databases, CITIES[2])
        assert connection.scalar(text("SELECT session_user")) == "city_one"
        assert databases.engine(CITIES[0]) is connection.engine


def test_threads_never_get_another_citys_connection(databases: Databases) -> None:
    with ThreadPoolExecutor(8) as threads:
        asked = [CITIES[n % 3] for n in range(120)]
        answers = list(threads.map(lambda city: who(databases, city), asked))
    assert answers == [city.login_role for city in asked]


def test_the_worker_role_has_its_own_pool(databases: Databases) -> None:
    engine = databases.jobs_engine("main")
    assert databases.jobs_engine("main") is engine
    with engine.connect() as connection:
        shown = connection.execute(text("SELECT session_user, current_setting('search_path')")).one()
    assert tuple(shown) == ("gridhall_worker", "gridhall")


def test_values_are_not_in_the_text_of_errors(databases: Databases) -> None:
    with (
        pytest.raises(Exception, match="no_such") as failure,
        databases.engine(CITIES[0]).connect() as connection,
    ):
        connection.execute(text("SELECT * FROM no_such WHERE phone = :phone"), {"phone": "13800000000"})
    assert "13800000000" not in str(failure.value)


def test_requests_go_on_after_the_embedded_server_was_killed(databases: Databases) -> None:
    assert who(databases, CITIES[0]) == "city_one"
    folder = Path(str(databases.city_url(CITIES[0]).host))
    with psycopg.connect(conninfo(databases.worker_url("main")), autocommit=True) as witness:
        os.kill(int((folder / "postmaster.pid").read_text(encoding="ascii").splitlines()[0]), signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):  # its children notice a moment later
            witness.execute("SELECT pg_sleep(10)")
    assert who(databases, CITIES[0]) == "city_one"
