"""Runs migrations in one city, or in all of them; a city that fails does not stop the others.

Each tree (core, and each plugin) has its own version table in the city's schema and runs in its
own transaction as the city's owner role: a tree arrives whole or not at all.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql

from gridhall.errors import GridhallError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Engine

    from gridhall.db.place import Place
    from gridhall.db.raw import Raw

LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "15min"
_alembic = threading.Lock()  # alembic's `op` is one for the whole process


class MigrationFailed(GridhallError):
    """A migration raised; its transaction was rolled back."""


@dataclass(frozen=True)
class MigrationTree:
    """The migrations of core or of one plugin."""

    name: str
    """Names the version table, e.g. ``diary`` for ``alembic_version_diary``."""
    location: Path
    """The folder of the revision files."""

    @property
    def version_table(self) -> str:
        """The table that holds this tree's revision."""
        return f"alembic_version_{self.name}"


@dataclass(frozen=True)
class Ok:
    """A city that is up to date."""

    revisions: dict[str, str | None]
    """The revision by tree."""
    seconds: float


@dataclass(frozen=True)
class Failure:
    """A city that stays where it was; the trees before the failing one are up to date."""

    reason: str
    """Which tree failed and why, for the person who runs the platform."""
    seconds: float


def upgrade(admin: Engine, city: Place, trees: Iterable[MigrationTree]) -> dict[str, str | None]:
    """Bring each tree to its head, in the order given; return the revision by tree.

    :raises MigrationFailed: one raised; the trees before it are up to date
    """
    return {tree.name: _move(admin, city, tree, "head", command.upgrade) for tree in trees}


def downgrade(admin: Engine, city: Place, tree: MigrationTree, revision: str = "base") -> str | None:
    """Take one tree back to a revision; ``base`` removes its tables with their rows.

    :raises MigrationFailed: it raised, and nothing was changed
    """
    return _move(admin, city, tree, revision, command.downgrade)


def current(admin: Engine, city: Place, trees: Iterable[MigrationTree]) -> dict[str, str | None]:
    """Return the revision by tree; None for a tree that was never run."""
    with as_owner(admin, city) as connection:
        return {tree.name: _revision(connection, tree) for tree in trees}


def pending(admin: Engine, city: Place, trees: Iterable[MigrationTree]) -> list[str]:
    """Return the names of the trees that are not at their head."""
    with as_owner(admin, city) as connection:
        return [tree.name for tree in trees if not _is_at_head(connection, tree, _config(tree))]


def upgrade_all(
    admin_of: Callable[[str], Engine],
    cities: Iterable[Place],
    trees_of: Callable[[Place], Sequence[MigrationTree]],
) -> dict[str, Ok | Failure]:
    """Upgrade city after city; return what became of each, by slug.

    :param admin_of: gives the administrator's engine of a database, e.g. ``databases.admin``
    :param trees_of: the trees that a city runs: core, then its plugins
    """
    results: dict[str, Ok | Failure] = {}
    for city in cities:
        begun = time.monotonic()
        try:
            revisions = upgrade(admin_of(city.database), city, trees_of(city))
        except Exception as error:  # noqa: BLE001 - whatever a plugin's migration raises, the others go on
            results[city.slug] = Failure(str(error), time.monotonic() - begun)
        else:
            results[city.slug] = Ok(revisions, time.monotonic() - begun)
    return results


@contextmanager
def as_owner(admin: Engine, city: Place) -> Iterator[Connection]:
    """Open a transaction that acts as the city's owner role in the city's schema."""
    with admin.begin() as connection:
        raw = cast("Raw", connection.connection.driver_connection)
        raw.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(city.owner_role)))
        for name, value in (
            ("search_path", sql.Identifier(city.schema).as_string(raw)),
            ("lock_timeout", LOCK_TIMEOUT),
            ("statement_timeout", STATEMENT_TIMEOUT),
        ):
            raw.execute("SELECT set_config(%s, %s, true)", [name, value])
        yield connection


def _move(
    admin: Engine, city: Place, tree: MigrationTree, target: str, run: Callable[[Config, str], None]
) -> str | None:
    config = _config(tree)
    try:
        with _alembic, as_owner(admin, city) as connection:
            if target == "head" and _is_at_head(connection, tree, config):
                return _revision(connection, tree)
            config.attributes |= {"connection": connection, "version_table": tree.version_table}
            run(config, target)
            _protect_version_table(connection, city, tree)
            return _revision(connection, tree)
    except Exception as error:
        raise MigrationFailed(
            "Migrating {tree} in {city} to {target} failed: {reason}",
            tree=tree.name,
            city=city.slug,
            target=target,
            reason=str(error).strip(),
        ) from error


def _config(tree: MigrationTree) -> Config:
    config = Config()
    options = {
        "script_location": Path(__file__).parent / "migration_environment",
        "version_locations": tree.location,
        "path_separator": "newline",
    }
    for key, value in options.items():
        config.set_main_option(key, str(value).replace("%", "%%"))
    return config


def _is_at_head(connection: Connection, tree: MigrationTree, config: Config) -> bool:
    head = ScriptDirectory.from_config(config).get_current_head()
    return head is not None and head == _revision(connection, tree)


def _revision(connection: Connection, tree: MigrationTree) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": tree.version_table})
    return context.get_current_revision()


def _protect_version_table(connection: Connection, city: Place, tree: MigrationTree) -> None:
    """Let the login role read its version, and not pretend another."""
    raw = cast("Raw", connection.connection.driver_connection)
    raw.execute(
        sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}").format(
            sql.Identifier(tree.version_table), sql.Identifier(city.login_role)
        )
    )
