"""Switching plugins on and off."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from gridhall.db import current, downgrade
from gridhall.errors import Forbidden, NotFound
from gridhall.models import GridNode, PluginSwitch, Role, RolePermission
from gridhall.services import plugins

if TYPE_CHECKING:
    from gridhall.hookspecs import Manifest
    from gridhall.tenancy import City
    from gridhall.testing import SampleCity


class Migrations:
    """Notes what it is asked for."""

    def __init__(self, error: Exception | None = None) -> None:
        self.done: list[tuple[str, str]] = []
        self._error = error

    def __call__(self, city: City, manifest: Manifest) -> None:
        if self._error:
            raise self._error
        self.done.append((city.slug, manifest.name))


def switch(city: SampleCity, *, on: bool, migrate: Migrations, kind: str = "system") -> None:
    with city.scope(f"{kind}.administrator") as scope:
        host = city.platform.host
        plugins.switch(scope, "lantern", enabled=on, host=host, migrate=migrate)


def enabled(city: SampleCity) -> list[str]:
    with city.scope() as scope:
        return [offer.name for offer in plugins.offers(scope, city.platform.host) if offer.enabled]


def forget(city: SampleCity) -> None:
    """As if it had never been enabled."""
    with city.scope() as scope:
        scope.db.delete(scope.db.get_one(PluginSwitch, "lantern"))
        for held in scope.db.scalars(scope.select(RolePermission)):
            if held.permission.startswith("lantern."):
                scope.db.delete(held)


def holders(city: SampleCity) -> list[str]:
    with city.scope() as scope:
        query = scope.select(Role.key).join(RolePermission, RolePermission.role_id == Role.id)
        return list(scope.db.scalars(query.where(RolePermission.permission == "lantern.view")))


def test_enabled_for_the_first_time_it_gets_tables_and_permissions(
    city: SampleCity, other_city: SampleCity
) -> None:
    city.administrator("system")
    forget(city)
    forget(other_city)
    migrate = Migrations()
    switch(city, on=True, migrate=migrate)
    assert migrate.done == [(city.slug, "lantern")]
    assert [enabled(each) for each in (city, other_city)] == [["lantern"], []]
    assert [holders(each) for each in (city, other_city)] == [["grid_head"], []]
    assert [entry[1:] for entry in city.audited()] == [("core.plugin_enabled", "plugin:lantern")]


def test_the_migrator_makes_the_tables_while_the_portal_reads(city: SampleCity) -> None:
    city.administrator("system")
    forget(city)
    databases, host = city.platform.databases, city.platform.host
    admin, (tree,) = databases.admin("main"), plugins.trees_of(host.manifests["lantern"])
    downgrade(admin, city.city, tree)
    with city.scope("system.administrator") as scope:
        scope.db.scalars(scope.select(GridNode)).all()
        plugins.switch(scope, "lantern", enabled=True, host=host, migrate=plugins.Migrator(databases))
    assert current(admin, city.city, [tree]) == {"lantern": "0001"}
    assert enabled(city) == ["lantern"]


def test_off_and_on_again_it_keeps_what_the_city_decided(city: SampleCity) -> None:
    city.administrator("system")
    migrate = Migrations()
    switch(city, on=False, migrate=migrate)
    assert (enabled(city), migrate.done) == ([], [])
    with city.scope() as scope:
        for held in scope.db.scalars(scope.select(RolePermission)):
            scope.db.delete(held)
    switch(city, on=True, migrate=migrate)
    assert (enabled(city), holders(city)) == (["lantern"], [])


def test_it_stays_off_where_its_tables_cannot_be_made(city: SampleCity) -> None:
    city.administrator("system")
    forget(city)
    with pytest.raises(RuntimeError):
        switch(city, on=True, migrate=Migrations(RuntimeError()))
    assert (enabled(city), holders(city)) == ([], [])


def test_only_the_system_administrator_may(city: SampleCity) -> None:
    for kind in ("security", "audit"):
        city.administrator(kind)
        with pytest.raises(Forbidden):
            switch(city, on=False, migrate=Migrations(), kind=kind)
    assert enabled(city) == ["lantern"]


def test_what_is_not_offered_cannot_be_switched(city: SampleCity) -> None:
    city.administrator("system")
    with city.scope("system.administrator") as scope, pytest.raises(NotFound):
        plugins.switch(scope, "sms", enabled=True, host=city.platform.host, migrate=Migrations())


def test_a_switch_is_seen_by_another_process_within_a_second(
    city: SampleCity, other_city: SampleCity
) -> None:
    city.administrator("system")
    known = plugins.EnabledPlugins(city.platform.host)
    with city.scope() as scope, other_city.scope() as elsewhere:
        assert known.of(city.city, scope.db) == {"lantern"}
        assert known.of(other_city.city, elsewhere.db) == {"lantern"}
    begun = time.monotonic()
    switch(city, on=False, migrate=Migrations())
    while True:
        with city.scope() as scope:
            if not known.of(city.city, scope.db):
                break
        time.sleep(0.02)
    assert time.monotonic() - begun < 1
    with other_city.scope() as elsewhere:
        assert known.of(other_city.city, elsewhere.db) == {"lantern"}
