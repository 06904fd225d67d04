"""The demo's cities: those of ``tenants/`` with a folder below ``demo/``."""

from dataclasses import dataclass
from pathlib import Path

from gridhall.cli.context import Deployment
from gridhall.errors import ConfigError
from gridhall.tenancy import City


@dataclass(frozen=True)
class Place:
    """A city of the demo and where its data are."""

    city: City
    folder: Path

    @property
    def divisions(self) -> Path:
        """Its tree, or the upper levels of it."""
        return self.folder / "divisions.csv"

    @property
    def staff(self) -> Path:
        """Who can sign in."""
        return self.folder / "staff.csv"


def demo_cities(here: Deployment) -> list[Place]:
    """The demo's cities, in the order of their slugs.

    :raises ConfigError: there are none, or the database is not the embedded one: everybody knows the
        demo's password, so it never enters a database that somebody works with
    """
    settings = here.settings
    if settings.databases:
        raise ConfigError(
            settings.root / "gridhall.toml",
            "databases",
            "names a server, and the demo's password is known to everybody",
            "Start the demo where no gridhall.toml names one.",
        )
    folder = settings.root / "demo"
    places = [Place(city, folder / city.slug) for city in here.cities]
    found = [place for place in places if place.divisions.exists() and place.staff.exists()]
    if not found:
        raise ConfigError(
            folder, "(folder)", "has no city", "Start the demo in the folder of a checkout of Gridhall."
        )
    return found
