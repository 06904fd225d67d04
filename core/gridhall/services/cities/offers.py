"""Checks that the plugins which a city's file offers are installed and understand what it says to them."""

from collections.abc import Iterable

from gridhall.errors import ConfigError
from gridhall.plugins import PluginHost
from gridhall.tenancy import City


def check_offers(cities: Iterable[City], host: PluginHost) -> None:
    """Check every city's file against the installed plugins.

    :raises ConfigError: a plugin is not installed, or refuses its table
    """
    for city in cities:
        for name in city.tenant.plugins:
            manifest = host.manifests.get(name)
            if manifest is None:
                installed = ", ".join(sorted(host.manifests)) or "none"
                raise ConfigError(
                    city.folder / "tenant.toml",
                    "plugins",
                    f"there is no plugin {name!r}",
                    f"Install it or remove it here; installed are: {installed}.",
                )
            if manifest.check_tenant is not None:
                manifest.check_tenant(city.tenant.plugin_table(name), city.folder)
