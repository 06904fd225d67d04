"""Makes the schema ``gridhall`` of a shard: the queue of jobs, and the one door that cities have to it.

The queue is procrastinate's own schema, applied from the installed package and followed by its
migrations when the package is newer. The worker logs in as ``gridhall_worker``; a city may only
execute ``gridhall.enqueue`` (see ``enqueue.sql``).
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

from procrastinate.schema import SchemaManager

from gridhall.db import raw as db
from gridhall.db.keys import derive_password

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from gridhall.db.raw import Raw

SHARD_SCHEMA = "gridhall"
SHARD_OWNER = "gridhall_owner"
WORKER_ROLE = "gridhall_worker"
WORKER_CONNECTIONS = 40


def worker_password(master: bytes) -> str:
    """Return the password of ``gridhall_worker``."""
    return derive_password(master, "shard", WORKER_ROLE)


def provision_shard(admin: Engine, master: bytes) -> None:
    """Make or update the schema ``gridhall`` of a database; safe to run at each start.

    :param admin: a role that may make roles and schemas
    :param master: the master key, from which the worker's password is derived
    """
    with db.provisioning(admin) as raw:
        close_to_public(raw)
        db.ensure_role(raw, SHARD_OWNER)
        db.ensure_role(raw, WORKER_ROLE)
        db.ensure_login(raw, WORKER_ROLE, worker_password(master), connections=WORKER_CONNECTIONS)
        db.run(
            raw,
            "CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {owner}",
            schema=SHARD_SCHEMA,
            owner=SHARD_OWNER,
        )
        db.run(raw, "SET LOCAL ROLE {owner}", owner=SHARD_OWNER)
        raw.execute("SET LOCAL search_path = gridhall, pg_temp")
        _bring_queue_up_to_date(raw)
        raw.execute(_read("enqueue.sql"))
        _grant_worker(raw)
        raw.execute("RESET ROLE")
        db.run(
            raw,
            "GRANT CONNECT ON DATABASE {database} TO {worker}",
            database=db.database_name(raw),
            worker=WORKER_ROLE,
        )
        db.set_defaults(raw, WORKER_ROLE, search_path=SHARD_SCHEMA, lock_timeout="5s")


def close_to_public(raw: Raw) -> None:
    """Take from PUBLIC what PostgreSQL gives it: to connect, to make temporary tables, to see ``public``.

    Large objects belong to no schema, so nobody makes any; where the administrator is no superuser (managed
    servers), a city's role still could, and no other role would see them.
    """
    db.run(raw, "REVOKE ALL ON DATABASE {database} FROM PUBLIC", database=db.database_name(raw))
    raw.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    if db.is_superuser(raw):
        raw.execute("REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid) FROM PUBLIC")
        raw.execute("REVOKE EXECUTE ON FUNCTION lo_from_bytea(oid, bytea) FROM PUBLIC")


def _bring_queue_up_to_date(raw: Raw) -> None:
    """Apply procrastinate's schema, or its migrations since the one that was recorded."""
    migrations = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    raw.execute("CREATE TABLE IF NOT EXISTS queue_migration (name text PRIMARY KEY)")
    row = raw.execute("SELECT max(name) FROM queue_migration").fetchone()
    recorded = row[0] if row else None
    if recorded is None:
        raw.execute(SchemaManager.get_schema())
    else:
        for path in migrations:
            if path.name > recorded:
                raw.execute(path.read_text(encoding="utf-8"))
    raw.execute("INSERT INTO queue_migration VALUES (%s) ON CONFLICT DO NOTHING", [migrations[-1].name])


def _grant_worker(raw: Raw) -> None:
    raw.execute("REVOKE ALL ON ALL TABLES IN SCHEMA gridhall FROM PUBLIC")
    raw.execute("REVOKE ALL ON ALL ROUTINES IN SCHEMA gridhall FROM PUBLIC")
    for statement in (
        "GRANT USAGE ON SCHEMA gridhall TO {worker}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA gridhall TO {worker}",
        "REVOKE INSERT, UPDATE, DELETE ON city, queue_migration FROM {worker}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA gridhall TO {worker}",
        "GRANT EXECUTE ON ALL ROUTINES IN SCHEMA gridhall TO {worker}",
    ):
        db.run(raw, statement, worker=WORKER_ROLE)


def _read(name: str) -> LiteralString:
    return (resources.files("gridhall.db") / name).read_text(encoding="utf-8")
