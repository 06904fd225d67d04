"""Test cities with categories, and with the profiles of Zhoushan's sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .factories import Records
from .places import Places, make_places

if TYPE_CHECKING:
    from gridhall.testing import SampleCity, TenantFiles

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "tenants" / "zhoushan" / "sources"

CATEGORIES = """
[[residents.categories]]
key = "low_income"
name = { en = "Low income", zh_Hans = "低保", ar = "ذوو الدخل المنخفض" }

[[residents.categories]]
key = "elderly_alone"
name = { en = "Elderly living alone", zh_Hans = "独居老人", ar = "مسنون يعيشون بمفردهم" }
"""


@pytest.fixture(scope="session")
def tenant_files() -> TenantFiles:
    profiles = ((f"sources/{path.name}", path.read_text("utf-8")) for path in sorted(SOURCES.glob("*.toml")))
    return (("tenant.toml", CATEGORIES), *profiles)


@pytest.fixture
def records(city: SampleCity) -> Records:
    """Fills ``city``."""
    return Records(city)


@pytest.fixture
def other_records(other_city: SampleCity) -> Records:
    """Fills the city in which what could leak stands."""
    return Records(other_city)


@pytest.fixture
def places(city: SampleCity) -> Places:
    """Two villages with grids in ``city``."""
    return make_places(city)


@pytest.fixture
def other_places(other_city: SampleCity) -> Places:
    """Likewise in the other city."""
    return make_places(other_city)
