"""What this room needs to know of a city; ``gridhall.tenancy.City`` fits."""

from __future__ import annotations

from typing import Protocol


class Place(Protocol):
    """Where a city lives in its database."""

    @property
    def slug(self) -> str:
        """The short name, e.g. ``zhoushan``."""
        ...

    @property
    def database(self) -> str:
        """The name of the shard in ``gridhall.toml``."""
        ...

    @property
    def schema(self) -> str:
        """The schema, e.g. ``city_zhoushan``."""
        ...

    @property
    def owner_role(self) -> str:
        """The role without login that owns the schema and runs migrations."""
        ...

    @property
    def login_role(self) -> str:
        """The role that requests and jobs log in as; it may only read and write rows."""
        ...
