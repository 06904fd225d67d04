"""Founds a city: its roles and schema, tables, default roles and first three administrators."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gridhall.access import Principal
from gridhall.db import Databases, provision_city, provision_shard, upgrade
from gridhall.errors import Conflict
from gridhall.models import PluginSwitch
from gridhall.plugins import PluginHost
from gridhall.services.cities.first_people import FirstAccount, add_administrators
from gridhall.services.cities.migrating import trees_of
from gridhall.services.cities.offers import check_offers
from gridhall.services.cities.opening import open_scope
from gridhall.services.cities.state import State, state
from gridhall.services.roles_default import ensure_default_roles, grant_defaults
from gridhall.tenancy import City
from gridhall.words import Domain

_ = Domain("gridhall")


@dataclass(frozen=True)
class Founded:
    """A city that was just made."""

    slug: str
    plugins: tuple[str, ...]
    """Enabled from the start: all that its file offers."""
    accounts: tuple[FirstAccount, ...]


@contextmanager
def founding(databases: Databases, host: PluginHost, city: City, *, who: Principal) -> Iterator[Founded]:
    """Make a city, with its tree empty. One that was interrupted is taken up again.

    The block runs before the last commit: what tells the passwords to somebody belongs there, so that
    no account exists whose password nobody saw.

    :raises Conflict: the city is there; it is left as it is
    :raises ConfigError: its file offers a plugin that is not installed
    """
    check_offers([city], host)
    if state(databases, city) is State.READY:
        raise Conflict(
            _("{slug} exists already, and was left as it is. To update it: gridhall city migrate {slug}"),
            slug=city.slug,
        )
    admin = databases.admin(city.database)
    provision_shard(admin, databases.master)
    provision_city(admin, city, databases.keys(city))
    upgrade(admin, city, trees_of(host, city.tenant.plugins))
    with open_scope(databases, host, city, who) as scope:
        ensure_default_roles(scope)
        for name in city.tenant.plugins:
            scope.db.add(PluginSwitch(plugin=name, enabled=True))
            grant_defaults(scope, host.manifests[name].roles)
        accounts = add_administrators(scope)
        scope.audit("core.city_create", f"city:{city.slug}", plugins=city.tenant.plugins)
        yield Founded(city.slug, city.tenant.plugins, accounts)
