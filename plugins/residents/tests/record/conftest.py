"""A town with two villages, and people who work in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from gridhall.models import GridNode
    from gridhall.testing import Portal, SampleCity
    from gridhall.testing.browser import Browser

    from ..factories import Records


@dataclass
class Town:
    """Grids one and two lie in the east, where Ann works; grid three lies in the west."""

    city: SampleCity
    portal: Portal
    hill: GridNode
    """What lies around east and west."""
    east: GridNode
    one: GridNode
    two: GridNode
    three: GridNode
    ann: str
    """Head of the east: may do everything there."""

    @property
    def browser(self) -> Browser:
        """Ann's."""
        return self.portal.as_(self.ann)

    def who(self, *permissions: str, at: GridNode | None = None) -> Browser:
        """Somebody with these permissions of the plugin in the east, or at a node."""
        name = f"Bo {len(permissions)}"
        role = self.city.role(name, [f"residents.{each}" for each in permissions])
        return self.portal.as_(self.city.staff(name, role=role, at=at or self.east))


@pytest.fixture
def town(city: SampleCity, portal: Portal) -> Town:
    top = city.node("Northport", code="33")
    place = city.node("Hill", under=city.node("Ford", under=top, code="3301"), code="330101")
    east = city.node("East", under=place, code="330101001")
    west = city.node("West", under=place, code="330101002")
    return Town(
        city,
        portal,
        place,
        east,
        one=city.node("Grid one", under=east, code="330101001001"),
        two=city.node("Grid two", under=east, code="330101001002"),
        three=city.node("Grid three", under=west, code="330101002001"),
        ann=city.staff("Ann Lee", role="village_head", at=east),
    )


@dataclass
class Family:
    """A home in grid one with a household of two."""

    home: int
    household: int
    head: int
    spouse: int


@pytest.fixture
def family(town: Town, records: Records) -> Family:
    home = records.dwelling(town.one, "H1", address="1 Quay Street")
    household = records.household(town.one, "H1", dwelling=home)
    return Family(
        home,
        household,
        head=records.resident(town.one, "Li Lei", household=household, relation="head", sex="male"),
        spouse=records.resident(town.one, "Han Mei", household=household, relation="spouse", sex="female"),
    )
