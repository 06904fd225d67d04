"""The world of the walk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from . import residents
from .world import build

if TYPE_CHECKING:
    from gridhall.testing import SampleCity, TenantFiles

    from .world import World

CATEGORIES = """
[[residents.categories]]
key = "low_income"
name = { en = "Low income" }

[[residents.categories]]
key = "elderly_alone"
name = { en = "Elderly living alone" }
"""


@pytest.fixture(scope="session")
def tenant_files() -> TenantFiles:
    """Each city has the sources and categories of a real one."""
    sources = Path(__file__).parents[2] / "tenants" / "zhoushan" / "sources"
    files = ((f"sources/{file.name}", file.read_text("utf-8")) for file in sorted(sources.glob("*.toml")))
    return (("tenant.toml", CATEGORIES), *files)


@pytest.fixture
def world(city: SampleCity, other_city: SampleCity) -> World:
    world = build(city, other_city)
    for target, side in world.sides.items():
        residents.fill(side, target)
        residents.bring(side, side.login, target)
    return world
