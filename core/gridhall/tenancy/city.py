"""A city: a tenant with its own hosts, schema and database roles."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from gridhall.settings import Tenant


@dataclass(frozen=True)
class City:
    """What the platform needs of a city at each request."""

    tenant: Tenant

    @property
    def slug(self) -> str:
        """The short name, unique in the deployment."""
        return self.tenant.slug

    @property
    def hosts(self) -> tuple[str, ...]:
        """Exact host names, without port."""
        return (f"{self.slug}.localhost", *self.tenant.hosts)

    @property
    def database(self) -> str:
        """The name of the shard in ``gridhall.toml``."""
        return self.tenant.database

    @property
    def schema(self) -> str:
        """The PostgreSQL schema."""
        return f"city_{self.slug}"

    @property
    def owner_role(self) -> str:
        """The role without login that owns the schema."""
        return f"gridhall_{self.slug}_owner"

    @property
    def login_role(self) -> str:
        """The role that the portal connects as."""
        return f"gridhall_{self.slug}"

    @property
    def languages(self) -> tuple[str, ...]:
        """The first is the default."""
        return self.tenant.languages

    @property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return self.tenant.zone

    @property
    def folder(self) -> Path:
        """``tenants/<slug>``."""
        return self.tenant.folder
