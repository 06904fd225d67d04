"""All cities of a deployment, by slug and by host."""

from collections.abc import Iterator
from typing import Self

from gridhall.errors import ConfigError, NotFound
from gridhall.settings import Settings, Tenant
from gridhall.tenancy.city import City


class Cities:
    """The cities below ``tenants/``; hosts and slugs are unique."""

    def __init__(self, cities: tuple[City, ...]) -> None:
        self._by_slug = {city.slug: city for city in cities}
        self._by_host: dict[str, City] = {}
        for city in cities:
            for host in city.hosts:
                self._take(host.lower(), city)

    @classmethod
    def load(cls, settings: Settings) -> Self:
        """Read every ``tenants/<slug>/tenant.toml``.

        :raises ConfigError: a file is wrong, two cities claim one host, or a database is unknown
        """
        folders = sorted(file.parent for file in settings.tenants.glob("*/tenant.toml"))
        tenants = [Tenant.load(folder) for folder in folders]
        for tenant in tenants:
            if settings.databases and tenant.database not in settings.databases:
                raise ConfigError(
                    file=tenant.folder / "tenant.toml",
                    key="database",
                    problem=f"gridhall.toml has no database {tenant.database!r}",
                    remedy=f"Name one of: {', '.join(settings.databases)}",
                )
        return cls(tuple(City(tenant) for tenant in tenants))

    def __iter__(self) -> Iterator[City]:
        return iter(self._by_slug.values())

    def by_host(self, host: str) -> City | None:
        """The city that a host name belongs to, by exact match; None for a stranger's host."""
        return self._by_host.get(host.lower())

    def by_slug(self, slug: str) -> City:
        """The city of that slug.

        :raises NotFound: there is none
        """
        if slug not in self._by_slug:
            raise NotFound("There is no city “{slug}”. Create tenants/{slug}/tenant.toml first.", slug=slug)
        return self._by_slug[slug]

    def _take(self, host: str, city: City) -> None:
        other = self._by_host.setdefault(host, city)
        if other is not city:
            raise ConfigError(
                file=city.folder / "tenant.toml",
                key="hosts",
                problem=f"{host} belongs to {other.slug} already",
                remedy="Give each host to one city",
            )
