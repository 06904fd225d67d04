"""The plugin's migration tree against its models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

import gridhall_residents.models
from gridhall.db import Base, MigrationTree, differences, downgrade, drop_city, provision_city, upgrade
from gridhall.services.cities import trees_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from gridhall.testing import Deployment, Stage


@dataclass(frozen=True)
class Ground:
    """A schema with roles of its own, which no test city uses."""

    slug: str = "moving"
    database: str = "main"
    schema: str = "city_moving"
    owner_role: str = "city_moving_owner"
    login_role: str = "city_moving"


@dataclass(frozen=True)
class Site:
    admin: Engine
    city: Ground
    trees: list[MigrationTree]

    def tables(self) -> list[str]:
        query = text("SELECT tablename FROM pg_tables WHERE schemaname = :schema ORDER BY 1")
        with self.admin.connect() as connection:
            found = connection.scalars(query, {"schema": self.city.schema})
            return [name for name in found if name.startswith("residents_")]


@pytest.fixture
def site(deployment: Deployment, stage: Stage) -> Iterator[Site]:
    city, admin = Ground(), deployment.databases.admin("main")
    provision_city(admin, city, stage.platform.databases.keys(stage.platform.cities.by_slug("northport")))
    yield Site(admin, city, trees_of(stage.host, ["residents"]))
    drop_city(admin, city)


def is_ours(name: str) -> bool:
    return name.startswith("residents_")


def test_the_tree_goes_up_down_and_up_again_and_holds_what_the_models_say(site: Site) -> None:
    assert gridhall_residents.models.__all__
    ours = sorted(name for name in Base.metadata.tables if is_ours(name))
    upgrade(site.admin, site.city, site.trees)
    assert (site.tables(), differences(site.admin, site.city, Base.metadata, tables=is_ours)) == (ours, [])
    assert downgrade(site.admin, site.city, site.trees[-1]) is None
    assert site.tables() == []
    upgrade(site.admin, site.city, site.trees)
    assert (site.tables(), differences(site.admin, site.city, Base.metadata, tables=is_ours)) == (ours, [])


def test_the_citys_role_can_neither_change_nor_remove_a_statement(site: Site) -> None:
    upgrade(site.admin, site.city, site.trees)
    query = text(
        "SELECT privilege_type FROM information_schema.table_privileges WHERE grantee = :role"
        " AND table_schema = :schema AND table_name = 'residents_statement' ORDER BY 1"
    )
    with site.admin.connect() as connection:
        found = connection.scalars(query, {"role": site.city.login_role, "schema": site.city.schema})
        assert list(found) == ["INSERT", "SELECT"]
