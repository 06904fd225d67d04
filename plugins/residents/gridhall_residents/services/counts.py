"""How many there are, within what the scope may see.

:func:`totals` are three numbers, :func:`counts` is the whole page: a node, what stands right below it, and
everybody by category, sex, age and identity number. Rows are first counted in each grid and then added up
along the closure, so a query reads each table once, whatever the size of the tree.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, literal, select, union_all

from gridhall.access import Scope
from gridhall.models import GridClosure, GridNode
from gridhall_residents.models import Dwelling, Household, Resident, ResidentCategory

from .ages import UNKNOWN, band_of
from .lists import HomesFilter, HouseholdsFilter, PeopleFilter
from .lists.areas import Area, surroundings
from .lists.filters import NO, YES
from .lists.homes import HOMES
from .lists.households import HOUSEHOLDS
from .lists.people import PEOPLE


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Living records, deleted ones left out."""

    residents: int
    dwellings: int
    households: int


@dataclass
class Figures:
    """What was counted in one part of the tree."""

    residents: int = 0
    dwellings: int = 0
    households: int = 0
    by: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Residents by ``category``, ``sex``, ``age`` and ``confirmed``, by the values of ``PeopleFilter``."""

    def add(self, other: "Figures") -> None:
        """Add those of another part."""
        self.residents += other.residents
        self.dwellings += other.dwellings
        self.households += other.households
        for kind, counted in other.by.items():
            self.by[kind] += counted


@dataclass(frozen=True)
class Counts:
    """A node, counted."""

    here: Area
    above: tuple[Area, ...]
    """The nodes above it, from the top, as far as one's posts reach."""
    total: Figures
    parts: tuple[tuple[Area, Figures], ...]
    """The nodes right below it."""
    itself: Figures
    """What stands at the node and in none below it, e.g. until somebody puts it into a grid."""


def totals(
    scope: Scope, *, node_id: int | None = None, category: str | None = None, confirmed: bool | None = None
) -> Totals:
    """Count residents, dwellings and households in a part of the tree.

    :param node_id: its top; None: all that the scope may see
    :param category: counts residents of this category only; dwellings and households stay as they are
    :param confirmed: counts residents with (or without) an identity number only, likewise
    """
    said = None if confirmed is None else YES if confirmed else NO
    people = PeopleFilter(node_id=node_id, category=category, confirmed=said)
    found = scope.select(
        PEOPLE.counted(scope, people).label("residents"),
        HOMES.counted(scope, HomesFilter(node_id=node_id)).label("dwellings"),
        HOUSEHOLDS.counted(scope, HouseholdsFilter(node_id=node_id)).label("households"),
    )
    row = scope.db.execute(found).one()
    return Totals(residents=row.residents, dwellings=row.dwellings, households=row.households)


def by_category(scope: Scope, node_id: int) -> Mapping[str, int]:
    """How many residents of a part of the tree belong to each category that anybody there belongs to."""
    query = (
        scope.select(ResidentCategory.category, func.count().label("n"))
        .join(Resident, Resident.id == ResidentCategory.resident_id)
        .where(*PEOPLE.conditions(scope, PeopleFilter(node_id=node_id)))
        .group_by(ResidentCategory.category)
    )
    return {row.category: row.n for row in scope.db.execute(query)}


def counts(scope: Scope, node_id: int | None = None) -> Counts:
    """Count a node and what stands right below it.

    :param node_id: None: where one's area begins
    :raises NotFound: there is no such node, it neither stands below one's posts nor leads to one, or one has
        no post at all
    """
    around = surroundings(scope, node_id)
    figures: dict[int, Figures] = defaultdict(Figures)
    for query, add in (
        (_people(scope, around.here.id), _add_people),
        (_members(scope, around.here.id), _add_members),
        (_homes(scope, around.here.id), _add_homes),
    ):
        for row in scope.db.execute(query):
            add(figures[row.area], row)
    total = Figures()
    for each in figures.values():
        total.add(each)
    parts = tuple((area, figures[area.id]) for area in around.below)
    return Counts(around.here, around.above, total, parts, figures[around.here.id])


def _parts(node_id: int) -> CompoundSelect[Any]:
    """Each node below another with the child of that one that it stands in; the top itself with itself."""
    children = select(GridNode.id).where(GridNode.parent_id == node_id)
    below = select(GridClosure.descendant_id.label("grid_id"), GridClosure.ancestor_id.label("area")).where(
        GridClosure.ancestor_id.in_(children), GridClosure.until.is_(None)
    )
    return union_all(below, select(literal(node_id), literal(node_id)))


def _people(scope: Scope, node_id: int) -> Select[Any]:
    """Residents by sex, band and whether they are confirmed, for each part."""
    values = (
        Resident.sex.label("sex"),
        band_of(Resident.birth_date, scope.today).label("age"),
        Resident.confirmed,
    )
    grids = (
        select(Resident.grid_id, *values, func.count().label("n"))
        .where(*PEOPLE.conditions(scope, PeopleFilter(node_id=node_id)))
        .group_by(Resident.grid_id, *values)
        .subquery()
    )
    return _added_up(scope, grids, node_id, grids.c.sex, grids.c.age, grids.c.confirmed)


def _members(scope: Scope, node_id: int) -> Select[Any]:
    """Residents by category, for each part."""
    grids = (
        select(Resident.grid_id, ResidentCategory.category, func.count().label("n"))
        .join(ResidentCategory, ResidentCategory.resident_id == Resident.id)
        .where(*PEOPLE.conditions(scope, PeopleFilter(node_id=node_id)))
        .group_by(Resident.grid_id, ResidentCategory.category)
        .subquery()
    )
    return _added_up(scope, grids, node_id, grids.c.category)


def _homes(scope: Scope, node_id: int) -> Select[Any]:
    """Dwellings and households, for each part."""
    dwellings = HOMES.conditions(scope, HomesFilter(node_id=node_id))
    households = HOUSEHOLDS.conditions(scope, HouseholdsFilter(node_id=node_id))
    each = (
        select(model.grid_id, literal(kind).label("kind"), func.count().label("n"))
        .where(*conditions)
        .group_by(model.grid_id)
        for kind, model, conditions in (
            ("dwellings", Dwelling, dwellings),
            ("households", Household, households),
        )
    )
    grids = union_all(*each).subquery()
    return _added_up(scope, grids, node_id, grids.c.kind)


def _added_up(scope: Scope, grids: Any, node_id: int, *by: Any) -> Select[Any]:
    """Counts of grids as counts of the parts of a node."""
    parts = _parts(node_id).subquery()
    return (
        scope.select(parts.c.area, *by, func.sum(grids.c.n).label("n"))
        .join_from(grids, parts, parts.c.grid_id == grids.c.grid_id)
        .group_by(parts.c.area, *by)
    )


def _add_people(figures: Figures, row: Any) -> None:
    n = int(row.n)
    figures.residents += n
    figures.by["sex"][row.sex or UNKNOWN] += n
    figures.by["age"][row.age] += n
    figures.by["confirmed"][YES if row.confirmed else NO] += n


def _add_members(figures: Figures, row: Any) -> None:
    figures.by["category"][row.category] += int(row.n)


def _add_homes(figures: Figures, row: Any) -> None:
    setattr(figures, row.kind, getattr(figures, row.kind) + int(row.n))
