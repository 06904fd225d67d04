"""Which plugins a city uses, and switching them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import select

from gridhall.access import Scope
from gridhall.access.session import ScopedSession
from gridhall.db import Databases, MigrationTree, upgrade
from gridhall.errors import NotFound
from gridhall.hookspecs import Manifest
from gridhall.models import PluginSwitch
from gridhall.plugins import PluginHost
from gridhall.services.permissions import PLUGINS_EDIT
from gridhall.services.roles_default import grant_defaults
from gridhall.tenancy import City
from gridhall.words import Domain, Message

_ = Domain("gridhall")

MAX_AGE_S = 0.5
"""A switch acts in every process within a second: half of it here, half for the request under way."""

Migrate = Callable[[City, Manifest], None]
"""Brings a plugin's tables to a city. The city's own role may not make tables, so the process gives
its services this one thing that acts as the owner: see :class:`Migrator`."""


class Migrator:
    """Runs a plugin's migrations in a transaction of their own, as the city's owner role.

    It is the only way in which the portal uses the administrator's connection, and all that it can be
    asked for is an installed plugin's own migrations.
    """

    def __init__(self, databases: Databases) -> None:
        self._databases = databases

    def __call__(self, city: City, manifest: Manifest) -> None:
        """Bring the tables up to date; does nothing where they are.

        :raises gridhall.db.MigrationFailed: nothing was changed
        """
        upgrade(self._databases.admin(city.database), city, trees_of(manifest))


def trees_of(manifest: Manifest) -> tuple[MigrationTree, ...]:
    """The migrations of a plugin: one tree, or none where it has no tables."""
    folder = manifest.package / "migrations" / "versions"
    return (MigrationTree(manifest.name, folder),) if folder.is_dir() else ()


class EnabledPlugins:
    """What each city has enabled, as of half a second ago at most. Safe between threads."""

    def __init__(self, host: PluginHost, *, max_age_s: float = MAX_AGE_S) -> None:
        self._host = host
        self._max_age_s = max_age_s
        self._lock = Lock()
        self._known: dict[str, tuple[float, frozenset[str]]] = {}

    def of(self, city: City, db: ScopedSession) -> frozenset[str]:
        """The plugins that are enabled, installed, and offered to the city by its ``tenant.toml``.

        :param db: used only where what is known is too old
        """
        now = time.monotonic()
        with self._lock:
            read_at, known = self._known.get(city.slug, (float("-inf"), frozenset()))
        if now - read_at < self._max_age_s:
            return known
        found = frozenset(db.scalars(select(PluginSwitch.plugin).where(PluginSwitch.enabled)))
        enabled = found.intersection(self._host.manifests, city.tenant.plugins)
        with self._lock:
            self._known[city.slug] = (now, enabled)
        return enabled


@dataclass(frozen=True)
class Offer:
    """A plugin that the city may use."""

    name: str
    title: Message
    summary: Message
    enabled: bool


def offers(scope: Scope, host: PluginHost) -> list[Offer]:
    """The plugins offered to the city, in the order of its ``tenant.toml``.

    :raises Forbidden: the principal does not decide about plugins
    """
    scope.require(PLUGINS_EDIT)
    query = scope.select(PluginSwitch.plugin).where(PluginSwitch.enabled)
    enabled = set(scope.db.scalars(query))
    manifests = [host.manifests[name] for name in scope.city.tenant.plugins if name in host.manifests]
    return [Offer(found.name, found.title, found.summary, found.name in enabled) for found in manifests]


def switch(scope: Scope, name: str, *, enabled: bool, host: PluginHost, migrate: Migrate) -> None:
    """Enable or disable a plugin. Enabled for the first time, it gets its tables and default permissions.

    Disabled, all that it shows is gone and its data stay.

    :param migrate: a :class:`Migrator`
    :raises NotFound: it is not offered to this city, or not installed
    :raises gridhall.db.MigrationFailed: its tables could not be made; it stays disabled
    """
    scope.require(PLUGINS_EDIT)
    if name not in scope.city.tenant.plugins or name not in host.manifests:
        raise NotFound(_("This city is not offered a plugin “{name}”."), name=name)
    manifest = host.manifests[name]
    if enabled:
        migrate(scope.city, manifest)  # before we hold any lock that it might wait for
    known = scope.db.get(PluginSwitch, name)
    if known is None:
        scope.db.add(PluginSwitch(plugin=name, enabled=enabled))
        if enabled:
            grant_defaults(scope, manifest.roles)
    else:
        known.enabled = enabled
    scope.db.flush()
    scope.audit("core.plugin_enabled" if enabled else "core.plugin_disabled", f"plugin:{name}")
