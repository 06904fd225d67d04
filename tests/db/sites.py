"""Stand-ins for cities, and what a provisioned one offers to a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from gridhall.db import CityKeys

MASTER = bytes(range(32))


@dataclass(frozen=True)
class FakeCity:
    """As much of a city as this room sees."""

    slug: str
    database: str = "main"

    @property
    def schema(self) -> str:
        return f"city_{self.slug}"

    @property
    def owner_role(self) -> str:
        return f"city_{self.slug}_owner"

    @property
    def login_role(self) -> str:
        return f"city_{self.slug}"


@dataclass(frozen=True)
class Site:
    """A provisioned city and ways to connect to it."""

    city: FakeCity
    keys: CityKeys
    admin: Engine
    login: Engine
    """Connects as the city's login role, anew each time."""
