"""What one process of the portal holds: everything here is shared between requests and threads."""

from dataclasses import dataclass, field
from pathlib import Path

from gridhall.db import CityKeys, Databases
from gridhall.plugins import PluginHost
from gridhall.services.plugins import EnabledPlugins, Migrate
from gridhall.services.sessions import Limits
from gridhall.settings import Settings
from gridhall.tenancy import Cities, City
from gridhall.web.themes import Themes
from gridhall.words import Catalogues, Words

LOCALE = Path(__file__).parent.parent / "locale"


@dataclass(frozen=True)
class Platform:
    """Made by ``gridhall.app``; a view finds it as ``request.platform``."""

    settings: Settings
    cities: Cities
    databases: Databases
    host: PluginHost
    enabled: EnabledPlugins
    migrate: Migrate
    themes: Themes
    catalogues: Catalogues
    limits: Limits
    _keys: dict[str, CityKeys] = field(default_factory=dict)

    def keys(self, city: City) -> CityKeys:
        """The keys of a city, derived once."""
        if city.slug not in self._keys:
            self._keys[city.slug] = self.databases.keys(city)
        return self._keys[city.slug]

    def words(self, language: str, city: City | None) -> Words:
        """The words of a language, a city's own first; catalogues that changed are read again."""
        return self.catalogues.words(language, city.folder / "locale" if city else None)


def catalogue_folders(host: PluginHost) -> dict[str, Path]:
    """Where the catalogues of core and of each installed plugin lie."""
    return {
        "gridhall": LOCALE,
        **{name: manifest.package / "locale" for name, manifest in host.manifests.items()},
    }
