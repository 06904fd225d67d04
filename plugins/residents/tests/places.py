"""A small tree for tests: two villages with grids."""

from dataclasses import dataclass

from gridhall.models import GridNode
from gridhall.testing import SampleCity


@dataclass(frozen=True)
class Places:
    """The nodes of a city from its top down; the fixture ``places`` makes them."""

    top: GridNode
    county: GridNode
    town: GridNode
    east: GridNode
    """A village with the grids ``e1`` and ``e2``."""
    west: GridNode
    """A village with the grid ``w1``."""
    e1: GridNode
    e2: GridNode
    w1: GridNode

    @property
    def all(self) -> list[GridNode]:
        """All of them."""
        return [self.top, self.county, self.town, self.east, self.west, self.e1, self.e2, self.w1]

    def below(self, node: GridNode) -> set[int]:
        """The ids of a node and of all below it."""
        parents = {each.id: each.parent_id for each in self.all}

        def stands_below(at: int | None) -> bool:
            return at is not None and (at == node.id or stands_below(parents[at]))

        return {each.id for each in self.all if stands_below(each.id)}


def make_places(city: SampleCity) -> Places:
    """Make them in a city."""
    top = city.node("Northport")
    county = city.node("Hill County", under=top)
    town = city.node("Mill Town", under=county)
    east, west = city.node("East Village", under=town), city.node("West Village", under=town)
    e1, e2 = city.node("East 1", under=east), city.node("East 2", under=east)
    return Places(top, county, town, east, west, e1, e2, city.node("West 1", under=west))
