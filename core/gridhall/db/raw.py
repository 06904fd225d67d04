"""psycopg below SQLAlchemy, for DDL: names are quoted by ``psycopg.sql``, never by formatting."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, LiteralString, TypeAlias, cast

from psycopg import Connection, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

Raw: TypeAlias = Connection[Any]

ADMIN_LOCK = 0x6772_6964  # "grid": one provisioning at a time in a database; catalog rows cannot be shared


@contextmanager
def provisioning(engine: Engine) -> Iterator[Raw]:
    """Open one transaction that provisions, alone; an error rolls all of it back."""
    with engine.begin() as connection:
        raw = cast("Raw", connection.connection.driver_connection)
        raw.execute("SELECT pg_advisory_xact_lock(%s)", [ADMIN_LOCK])
        yield raw


def run(raw: Raw, statement: LiteralString, **names: str) -> None:
    """Run one statement after filling its ``{places}`` with quoted names."""
    raw.execute(sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()}))


def ensure_role(raw: Raw, role: str) -> None:
    """Make a role without login or rights unless it is there, and let us act as it."""
    if raw.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
        run(raw, "CREATE ROLE {role} NOLOGIN NOINHERIT", role=role)
    _become_member(raw, role)


def ensure_login(raw: Raw, role: str, password: str, *, connections: int) -> None:
    """Give a role its login. The server, and its log, see the SCRAM verifier, not the password."""
    verifier = raw.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    raw.execute(
        sql.SQL("ALTER ROLE {} LOGIN CONNECTION LIMIT {} PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(connections), sql.Literal(verifier)
        )
    )


def set_defaults(raw: Raw, role: str, **settings: str) -> None:
    """Set what each session of a role begins with, in this database."""
    for name, value in settings.items():
        raw.execute(
            sql.SQL("ALTER ROLE {} IN DATABASE {} SET {} = {}").format(
                sql.Identifier(role),
                sql.Identifier(database_name(raw)),
                sql.Identifier(name),
                sql.Literal(value),
            )
        )


def database_name(raw: Raw) -> str:
    """Return the name of the database that we are in."""
    return raw.info.dbname


def _become_member(raw: Raw, role: str) -> None:
    """Let an administrator who is no superuser (managed servers) use SET ROLE."""
    if not is_superuser(raw):
        run(raw, "GRANT {role} TO CURRENT_USER", role=role)


def is_superuser(raw: Raw) -> bool:
    """Say whether we may do everything in this server."""
    row = raw.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return row is not None and bool(row[0])


def existing_roles(raw: Raw, *roles: str) -> list[str]:
    """Return those of the roles that exist, in the order given."""
    rows = raw.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(roles)]).fetchall()
    found = {row[0] for row in rows}
    return [role for role in roles if role in found]
