"""Makes and drops a city: two roles and a schema. Running it again repairs and changes nothing else.

What keeps cities apart is the role that is logged in, for neither ``SET ROLE`` nor ``search_path``
can widen it. The names of other schemas and tables remain visible in ``pg_catalog`` (PostgreSQL
shows its catalog to every role); their rows, statistics and running queries do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridhall.db import raw as db
from gridhall.db.shard import SHARD_SCHEMA, close_to_public

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from gridhall.db.keys import CityKeys
    from gridhall.db.place import Place
    from gridhall.db.raw import Raw

CITY_CONNECTIONS = 60
"""Most connections of one city at once, over all processes, so that it cannot use up the server's."""


def provision_city(admin: Engine, city: Place, keys: CityKeys) -> None:
    """Make a city's roles and schema; :func:`gridhall.db.shard.provision_shard` ran before.

    :param admin: a role that may make roles and schemas
    """
    with db.provisioning(admin) as raw:
        close_to_public(raw)
        db.ensure_role(raw, city.owner_role)
        db.ensure_role(raw, city.login_role)
        db.ensure_login(raw, city.login_role, keys.role_password(), connections=CITY_CONNECTIONS)
        db.run(
            raw,
            "CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {owner}",
            schema=city.schema,
            owner=city.owner_role,
        )
        _grant(raw, city)
        db.set_defaults(
            raw,
            city.login_role,
            search_path=city.schema,
            statement_timeout="30s",
            lock_timeout="5s",
            idle_in_transaction_session_timeout="60s",
        )
        raw.execute(
            "INSERT INTO gridhall.city (login_role, slug) VALUES (%s, %s)"
            " ON CONFLICT (login_role) DO UPDATE SET slug = excluded.slug",
            [city.login_role, city.slug],
        )


def _grant(raw: Raw, city: Place) -> None:
    """Rows for the login role, in tables that are there and in those that come; nothing for PUBLIC."""
    names = {"schema": city.schema, "owner": city.owner_role, "login": city.login_role}
    db.run(raw, "REVOKE ALL ON SCHEMA {schema} FROM PUBLIC", schema=city.schema)
    db.run(raw, "GRANT USAGE ON SCHEMA {schema} TO {login}", schema=city.schema, login=city.login_role)
    db.run(
        raw,
        "GRANT CONNECT ON DATABASE {database} TO {login}",
        database=db.database_name(raw),
        login=city.login_role,
    )
    db.run(
        raw,
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE ALL ON ROUTINES FROM PUBLIC",
        owner=city.owner_role,
    )
    db.run(
        raw,
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE ALL ON TYPES FROM PUBLIC",
        owner=city.owner_role,
    )
    for rights in (
        "SELECT, INSERT, UPDATE, DELETE ON TABLES",
        "USAGE, SELECT ON SEQUENCES",
        "EXECUTE ON ROUTINES",
        "USAGE ON TYPES",
    ):
        db.run(
            raw,
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT " + rights + " TO {login}",
            **names,
        )
    db.run(raw, "GRANT USAGE ON SCHEMA {shard} TO {login}", shard=SHARD_SCHEMA, login=city.login_role)
    db.run(
        raw,
        "GRANT EXECUTE ON FUNCTION {shard}.enqueue(text, jsonb, text) TO {login}",
        shard=SHARD_SCHEMA,
        login=city.login_role,
    )


def drop_city(admin: Engine, city: Place) -> None:
    """Delete a city for good: its sessions, waiting jobs, schema with all rows, and roles.

    Nothing happens where it is gone already.
    """
    with db.provisioning(admin) as raw:
        known = db.existing_roles(raw, city.login_role, city.owner_role)
        if city.login_role in known:
            db.run(raw, "ALTER ROLE {login} NOLOGIN", login=city.login_role)
    with db.provisioning(admin) as raw:
        raw.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = %s",
            [city.login_role],
        )
        raw.execute("SET LOCAL search_path = gridhall, pg_temp")  # procrastinate's triggers name no schema
        raw.execute(
            "DELETE FROM gridhall.procrastinate_jobs WHERE args ->> 'city' = %s AND status = 'todo'",
            [city.slug],
        )
        raw.execute("DELETE FROM gridhall.city WHERE login_role = %s", [city.login_role])
        db.run(raw, "DROP SCHEMA IF EXISTS {schema} CASCADE", schema=city.schema)
        for role in known:
            db.run(raw, "DROP OWNED BY {role} CASCADE", role=role)
            db.run(raw, "DROP ROLE {role}", role=role)
