"""Finds the installed plugins, checks what they declare, and gives each city the hooks it enabled."""

import inspect
from functools import lru_cache
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any, Self

import pluggy

from gridhall.errors import ConfigError
from gridhall.hookspecs import JobSpec, Manifest, MenuItem, Permission, specs
from gridhall.plugins.facade import Hooks
from gridhall.plugins.order import in_order

GROUP = "gridhall.plugins"


class PluginHost:
    """All installed plugins. One of them for the whole process, unchanging."""

    def __init__(self, modules: dict[str, ModuleType]) -> None:
        self._pluggy = pluggy.PluginManager("gridhall")
        self._pluggy.add_hookspecs(specs)
        for name, module in sorted(modules.items()):
            self._pluggy.register(module, name=name)
        self._pluggy.check_pending()
        self.manifests = {name: _manifest(name, module) for name, module in sorted(modules.items())}
        self.hooks_for = lru_cache(maxsize=256)(self._hooks_for)
        """The hooks of a set of enabled plugins: ``hooks_for(frozenset[str]) -> Hooks``."""

    @classmethod
    def discover(cls) -> Self:
        """Load what pip installed under the entry point ``gridhall.plugins``.

        :raises ConfigError: a plugin declares what does not fit
        """
        return cls({point.name: point.load() for point in entry_points(group=GROUP)})

    def menu(self, enabled: frozenset[str]) -> list[MenuItem]:
        """The menu entries of enabled plugins, ordered by what they declare."""
        entries = {item.route: item for name in sorted(enabled) for item in self._of(name).menu}
        return in_order(entries, lambda item: item.after)

    def searches(self, enabled: frozenset[str]) -> list[MenuItem]:
        """The entries of the menu that lead to the search pages of enabled plugins, in the menu's order."""
        routes = {self._of(name).search for name in enabled}
        return [item for item in self.menu(enabled) if item.route in routes]

    def permissions(self, enabled: frozenset[str]) -> list[Permission]:
        """The permissions of enabled plugins."""
        return [permission for name in sorted(enabled) for permission in self._of(name).permissions]

    def job(self, name: str) -> JobSpec | None:
        """The job of that name, of any installed plugin."""
        specs = (spec for manifest in self.manifests.values() for spec in manifest.jobs)
        return next((spec for spec in specs if spec.name == name), None)

    def add_routes(self, config: Any) -> None:
        """Let every installed plugin add its pages; what it raises stops the start.

        Each has a configurator of its own, so that what it adds is known as its own, whatever its code is.

        :param config: a ``pyramid.config.Configurator``
        """
        for call in self._pluggy.hook.gridhall_routes.get_hookimpls():
            call.function(config.with_package(call.plugin))

    def plugin_of(self, package: str) -> str | None:
        """The plugin that a Python module belongs to, None for core."""
        for name, module in self._pluggy.list_name_plugin():
            if (
                inspect.ismodule(module)
                and package.split(".", maxsplit=1)[0] == module.__name__.split(".")[0]
            ):
                return name
        return None

    def _of(self, name: str) -> Manifest:
        return self.manifests[name]

    def _hooks_for(self, enabled: frozenset[str]) -> Hooks:
        return Hooks(self._pluggy, enabled & frozenset(self.manifests))


def _manifest(name: str, module: ModuleType) -> Manifest:
    declare = getattr(module, "gridhall_manifest", None)
    if declare is None:
        raise ConfigError(module.__name__, "gridhall_manifest", "is missing", "Declare a Manifest.")
    manifest: Manifest = declare()
    if manifest.name != name:
        raise ConfigError(
            module.__name__, "name", f"is {manifest.name!r}", f"Write {name!r}, as its entry point."
        )
    for permission in manifest.permissions:
        if not permission.name.startswith(f"{name}."):
            raise ConfigError(
                module.__name__, permission.name, "is outside the plugin", f"Begin it with {name}."
            )
    if manifest.search is not None and manifest.search not in {item.route for item in manifest.menu}:
        raise ConfigError(
            module.__name__, "search", f"{manifest.search!r} is no route of the menu", "Name one that is."
        )
    return manifest
