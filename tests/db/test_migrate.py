from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from psycopg import errors
from sqlalchemy import Column, ForeignKey, Identity, Integer, MetaData, Table, Text, exc, text

from gridhall.db import (
    Failure,
    MigrationFailed,
    MigrationTree,
    Ok,
    as_owner,
    current,
    differences,
    downgrade,
    upgrade,
    upgrade_all,
)
from gridhall.db.base import NAMING_CONVENTION

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from .sites import Site

TREES = Path(__file__).parent / "trees"
CORE, DIARY, BROKEN = (MigrationTree(name, TREES / name) for name in ("core", "diary", "broken"))


def models() -> MetaData:
    """The tables that the two good trees make."""
    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    Table(
        "node",
        metadata,
        Column("id", Integer, Identity(), primary_key=True),
        Column("name", Text, nullable=False),
        Column("code", Text, unique=True),
    )
    Table(
        "diary_entry",
        metadata,
        Column("id", Integer, Identity(), primary_key=True),
        Column("node_id", ForeignKey("node.id"), nullable=False),
    )
    return metadata


def tables(site: Site) -> list[str]:
    """The names of the tables in the city's schema."""
    with site.login.connect() as connection:
        query = text("SELECT tablename FROM pg_tables WHERE schemaname = :schema ORDER BY 1")
        return list(connection.scalars(query, {"schema": site.city.schema}))


def test_trees_go_up_down_and_up_again(found: Callable[[str], Site]) -> None:
    site = found("gamma")
    up = {"core": "core_0002", "diary": "diary_0001"}
    assert current(site.admin, site.city, [CORE, DIARY]) == {"core": None, "diary": None}
    assert upgrade(site.admin, site.city, [CORE, DIARY]) == up
    assert tables(site) == ["alembic_version_core", "alembic_version_diary", "diary_entry", "node"]
    assert downgrade(site.admin, site.city, DIARY) is None
    assert downgrade(site.admin, site.city, CORE, "core_0001") == "core_0001"
    assert tables(site) == ["alembic_version_core", "alembic_version_diary", "node"]
    assert upgrade(site.admin, site.city, [CORE, DIARY]) == up
    assert upgrade(site.admin, site.city, [CORE, DIARY]) == up
    assert current(site.admin, site.city, [CORE, DIARY]) == up


def test_only_the_city_named_is_migrated(found: Callable[[str], Site]) -> None:
    gamma, delta = found("gamma"), found("delta")
    upgrade(gamma.admin, gamma.city, [CORE])
    assert tables(delta) == []
    assert current(delta.admin, delta.city, [CORE]) == {"core": None}


def test_tables_belong_to_the_owner_and_the_login_role_gets_rows_only(found: Callable[[str], Site]) -> None:
    site = found("gamma")
    upgrade(site.admin, site.city, [CORE])
    with site.login.begin() as connection:
        owners = set(
            connection.scalars(text("SELECT tableowner FROM pg_tables WHERE schemaname LIKE 'city%'"))
        )
        connection.execute(text("INSERT INTO node (name) VALUES ('a')"))
        assert connection.scalar(text("SELECT version_num FROM alembic_version_core")) == "core_0002"
    assert owners == {"city_gamma_owner"}
    for statement in ("DELETE FROM alembic_version_core", "ALTER TABLE node DROP COLUMN code"):
        with pytest.raises(exc.ProgrammingError) as refused, site.login.begin() as connection:
            connection.execute(text(statement))
        assert isinstance(refused.value.orig, errors.InsufficientPrivilege)


def test_a_city_that_fails_is_reported_and_the_others_go_on(
    found: Callable[[str], Site], admin: Engine
) -> None:
    sites = [found(slug) for slug in ("gamma", "delta", "epsilon")]
    with as_owner(admin, sites[1].city) as connection:
        connection.execute(text("CREATE TABLE trap (id int)"))
    results = upgrade_all(lambda _name: admin, [s.city for s in sites], lambda _city: [CORE, BROKEN])
    assert {slug: type(result) for slug, result in results.items()} == {
        "gamma": Ok,
        "delta": Failure,
        "epsilon": Ok,
    }
    failure = results["delta"]
    assert isinstance(failure, Failure)
    assert "broken in delta" in failure.reason
    assert '"trap" already exists' in failure.reason
    assert tables(sites[1]) == ["alembic_version_core", "node", "trap"]


def test_a_table_in_use_fails_the_migration_in_seconds(
    found: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridhall.db.migrate.LOCK_TIMEOUT", "200ms")
    site = found("gamma")
    upgrade(site.admin, site.city, [CORE])
    downgrade(site.admin, site.city, CORE, "core_0001")
    with site.login.begin() as connection:
        connection.execute(text("INSERT INTO node (name) VALUES ('a')"))
        with pytest.raises(MigrationFailed, match="lock timeout"):
            upgrade(site.admin, site.city, [CORE])
    assert upgrade(site.admin, site.city, [CORE]) == {"core": "core_0002"}


def test_models_and_migrations_that_agree_show_no_difference(found: Callable[[str], Site]) -> None:
    site = found("gamma")
    upgrade(site.admin, site.city, [CORE, DIARY])
    assert differences(site.admin, site.city, models()) == []


def test_a_forgotten_migration_shows(found: Callable[[str], Site]) -> None:
    site = found("gamma")
    upgrade(site.admin, site.city, [CORE, DIARY])
    metadata = models()
    metadata.tables["node"].append_column(Column("kind", Text))
    Table("event", metadata, Column("id", Integer, primary_key=True))
    assert sorted(change[0] for change in differences(site.admin, site.city, metadata)) == [
        "add_column",
        "add_table",
    ]
    only_diary = differences(site.admin, site.city, metadata, tables=lambda name: name.startswith("diary_"))
    assert only_diary == []


def test_a_leftover_table_shows_only_where_it_counts(found: Callable[[str], Site]) -> None:
    site = found("gamma")
    upgrade(site.admin, site.city, [CORE, DIARY])
    core_only = MetaData(naming_convention=NAMING_CONVENTION)
    models().tables["node"].to_metadata(core_only)
    assert [change[0] for change in differences(site.admin, site.city, core_only)] == ["remove_table"]
    assert differences(site.admin, site.city, core_only, tables=lambda name: name == "node") == []
