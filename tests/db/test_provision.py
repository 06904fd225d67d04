"""What one city's role can do to another city: nothing. Each attempt is a real connection's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import Engine, NullPool, create_engine, text

from gridhall.db import as_owner, drop_city, provision_city, provision_shard

from .sites import MASTER, FakeCity, Site

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall.db import EmbeddedServer


def furnish(found: Callable[[str], Site]) -> tuple[Site, Site]:
    """Two cities with a table each; the second holds what must not leak."""
    sites = found("alpha"), found("beta-2")
    for site in sites:
        with as_owner(site.admin, site.city) as connection:
            connection.execute(text("CREATE TABLE resident (id int GENERATED ALWAYS AS IDENTITY, name text)"))
            connection.execute(
                text("CREATE FUNCTION secret() RETURNS text LANGUAGE sql RETURN 'the city''s'")
            )
        with site.login.begin() as connection:
            connection.execute(text("INSERT INTO resident (name) VALUES (:name)"), {"name": site.city.slug})
    return sites


@pytest.fixture(scope="module")
def pair(found_once: Callable[[str], Site]) -> tuple[Site, Site]:
    """Two cities for all tests of this module; a test leaves them as they were."""
    return furnish(found_once)


def ask(engine: Engine, *statements: str) -> list[tuple[object, ...]]:
    """Run statements in one session and return the last one's rows."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        raw: psycopg.Connection[tuple[object, ...]] = connection.connection.driver_connection  # type: ignore[assignment]
        cursor = raw.cursor()
        for statement in statements:
            cursor.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def test_a_city_reads_and_writes_its_own_rows(pair: tuple[Site, Site]) -> None:
    alpha, _ = pair
    assert ask(alpha.login, "SELECT name FROM resident") == [("alpha",)]
    ask(alpha.login, "UPDATE resident SET name = name", "INSERT INTO resident (name) VALUES ('x')")
    assert ask(alpha.login, "DELETE FROM resident WHERE name = 'x' RETURNING name") == [("x",)]
    assert ask(alpha.login, "SELECT secret()") == [("the city's",)]


@pytest.mark.parametrize(
    "statements",
    [
        ['SELECT * FROM "city_beta-2".resident'],
        ['INSERT INTO "city_beta-2".resident (name) VALUES (1)'],
        ['SELECT "city_beta-2".secret()'],
        ["SELECT nextval('\"city_beta-2\".resident_id_seq')"],
        ['SET ROLE "city_beta-2"'],
        ['SET ROLE "city_beta-2_owner"'],
        ["SELECT set_config('role', 'city_beta-2', false)"],
        ['SET SESSION AUTHORIZATION "city_beta-2"'],
        ['GRANT "city_beta-2" TO city_alpha'],
        ["SET ROLE city_alpha_owner"],
        ["SET ROLE gridhall_owner"],
        ["SET ROLE gridhall_worker"],
        ["SET ROLE postgres"],
        ["RESET ROLE", "RESET SESSION AUTHORIZATION", 'SELECT * FROM "city_beta-2".resident'],
        ["CREATE TABLE mine (id int)"],
        ["CREATE TABLE public.mine (id int)"],
        ["CREATE TEMPORARY TABLE mine (id int)"],
        ["CREATE SCHEMA mine"],
        ["CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1"],
        ["CREATE VIEW v AS SELECT 1"],
        ["ALTER TABLE resident ADD COLUMN x int"],
        ["DROP TABLE resident"],
        ["TRUNCATE resident"],
        ["CREATE ROLE mine"],
        ["CREATE DATABASE mine"],
        ["SELECT lo_create(0)"],
        ["SELECT lo_creat(-1)"],
        ["SELECT lo_from_bytea(0, 'x')"],
        ["SELECT lo_import('/etc/passwd')"],
        ["SELECT pg_read_file('/etc/passwd')"],
        ["COPY resident TO PROGRAM 'id'"],
        ["COPY resident FROM '/etc/passwd'"],
        ["SELECT rolpassword FROM pg_authid"],
        ["SELECT * FROM gridhall.procrastinate_jobs"],
        ["SELECT * FROM gridhall.city"],
        ["""SELECT gridhall.procrastinate_cancel_job_v1(1, true, true)"""],
    ],
    ids=lambda statements: statements[-1][:60],
)
def test_a_citys_role_cannot(pair: tuple[Site, Site], statements: list[str]) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        ask(pair[0].login, *statements)
    assert ask(pair[1].login, "SELECT name FROM resident") == [("beta-2",)]


def test_another_citys_search_path_finds_none_of_its_tables(pair: tuple[Site, Site]) -> None:
    widen = "SELECT set_config('search_path', '\"city_beta-2\"', false)"
    assert ask(pair[0].login, widen, "SELECT to_regclass('resident')") == [(None,)]
    with pytest.raises(errors.UndefinedTable):
        ask(pair[0].login, widen, "SELECT * FROM resident")


def test_a_city_lists_its_own_tables_only(pair: tuple[Site, Site]) -> None:
    listed = ask(
        pair[0].login,
        "SELECT table_schema, table_name FROM information_schema.tables"
        " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')",
    )
    assert listed == [("city_alpha", "resident")]


def test_a_city_sees_no_statistics_and_no_queries_of_another(pair: tuple[Site, Site]) -> None:
    alpha, beta = pair
    with as_owner(beta.admin, beta.city) as connection:
        connection.execute(text("ANALYZE resident"))
    with beta.login.connect() as connection:
        connection.execute(text("SELECT 'private words'"))
        seen = ask(
            alpha.login, "SELECT count(query) FROM pg_stat_activity WHERE query LIKE '%private ' || 'words%'"
        )
    assert seen == [(0,)]
    statistics = "SELECT DISTINCT tablename FROM pg_stats WHERE schemaname LIKE 'city%'"
    assert [ask(site.login, statistics) for site in pair] == [[], [("resident",)]]


def test_a_role_needs_its_own_password(server: EmbeddedServer, pair: tuple[Site, Site]) -> None:
    alpha, beta = pair
    for password in ("", "wrong", beta.keys.role_password()):
        engine = create_engine(server.url(alpha.city.login_role, password), poolclass=NullPool)
        with pytest.raises(Exception, match=r"password|no password supplied"):
            engine.connect()


def test_a_role_finds_no_other_database(server: EmbeddedServer, pair: tuple[Site, Site]) -> None:
    alpha = pair[0]
    url = server.url(alpha.city.login_role, alpha.keys.role_password(), database="postgres")
    with pytest.raises(Exception, match=r"no pg_hba\.conf entry"):
        create_engine(url, poolclass=NullPool).connect()


def test_the_owner_role_cannot_log_in(server: EmbeddedServer, pair: tuple[Site, Site]) -> None:
    url = server.url(pair[0].city.owner_role, pair[0].keys.role_password())
    with pytest.raises(Exception, match="password authentication failed"):
        create_engine(url, poolclass=NullPool).connect()


def test_sessions_begin_in_the_citys_schema_with_time_limits(pair: tuple[Site, Site]) -> None:
    shown = [
        ask(pair[1].login, f"SHOW {name}")[0][0]
        for name in (
            "search_path",
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
        )
    ]
    assert shown == ['"city_beta-2"', "30s", "5s", "1min"]


def test_provisioning_again_changes_nothing(admin: Engine, pair: tuple[Site, Site]) -> None:
    provision_shard(admin, MASTER)
    provision_city(admin, pair[0].city, pair[0].keys)
    assert ask(pair[0].login, "SELECT name FROM resident") == [("alpha",)]


def test_a_dropped_city_leaves_nothing_and_the_others_stay(
    admin: Engine, found: Callable[[str], Site]
) -> None:
    alpha, beta = found("gone"), found("stays")
    ask(alpha.login, "SELECT gridhall.enqueue('task', '{}')")
    session = alpha.login.connect()
    drop_city(admin, alpha.city)
    drop_city(admin, alpha.city)
    left = ask(
        admin,
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'city_gone%'"
        " UNION ALL SELECT nspname FROM pg_namespace WHERE nspname = 'city_gone'"
        " UNION ALL SELECT slug FROM gridhall.city WHERE slug = 'gone'"
        " UNION ALL SELECT args ->> 'city' FROM gridhall.procrastinate_jobs WHERE args ->> 'city' = 'gone'",
    )
    assert left == []
    assert ask(beta.login, "SELECT session_user") == [("city_stays",)]
    with pytest.raises(Exception, match=r"terminat|closed"):
        session.execute(text("SELECT 1"))
    session.invalidate()
    session.close()


@pytest.mark.usefixtures("admin")
def test_a_role_has_no_login_before_it_is_provisioned(server: EmbeddedServer) -> None:
    city = FakeCity("never")
    with pytest.raises(Exception, match="password authentication failed"):
        create_engine(server.url(city.login_role, "x"), poolclass=NullPool).connect()
