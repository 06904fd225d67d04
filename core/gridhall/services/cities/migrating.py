"""Brings cities up to date, each by itself: one that fails stays where it was and the others go on."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

import gridhall.models
from gridhall.db import Databases, Failure, MigrationTree, Ok, provision_city, provision_shard, upgrade_all
from gridhall.plugins import PluginHost
from gridhall.services import plugins
from gridhall.services.cities.opening import enabled_plugins
from gridhall.services.cities.state import require_ready
from gridhall.tenancy import City

CORE = MigrationTree("core", Path(gridhall.models.__file__).parent / "migrations" / "versions")


def trees_of(host: PluginHost, names: Iterable[str]) -> list[MigrationTree]:
    """The migrations that a city runs: core's, then those of its plugins that have tables."""
    return [CORE, *(tree for name in sorted(names) for tree in plugins.trees_of(host.manifests[name]))]


def migrate(databases: Databases, host: PluginHost, cities: Iterable[City]) -> dict[str, Ok | Failure]:
    """Bring cities up to date, with their grants and queues; return what became of each, by slug."""
    shards: set[str] = set()

    def prepare(city: City) -> list[MigrationTree]:
        admin = databases.admin(city.database)
        require_ready(databases, city)
        if city.database not in shards:
            provision_shard(admin, databases.master)
            shards.add(city.database)
        provision_city(admin, city, databases.keys(city))
        return trees_of(host, _plugins(databases, city) & host.manifests.keys())

    chosen = list(cities)
    by_slug = {city.slug: city for city in chosen}
    return upgrade_all(databases.admin, chosen, lambda place: prepare(by_slug[place.slug]))


def _plugins(databases: Databases, city: City) -> frozenset[str]:
    with Session(databases.engine(city)) as db:
        return enabled_plugins(db, city)
