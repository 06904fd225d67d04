"""A deployment for one run, with cities whose tree is that of a prefecture."""

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

from gridhall.db import as_owner
from gridhall.models import GridNode
from gridhall.plugins import PluginHost
from gridhall.services.tree_import import import_nodes
from gridhall.testing import Deployment, SampleCity, Stage

from . import people
from .child import Told, import_in_child
from .raw import Raw, driver

ROOT = Path(__file__).parents[1]
CATEGORIES = """
[[residents.categories]]
key = "low_income"
name = { en = "Low income" }

[[residents.categories]]
key = "elderly_alone"
name = { en = "Elderly living alone" }
"""
COUNTIES, TOWNS, VILLAGES, GRIDS = 4, 9, 12, 5
"""Below each node of the level above."""
SPREAD = """
UPDATE residents_resident SET grid_id = grids.id FROM (
    SELECT id, parent_id, row_number() OVER (PARTITION BY parent_id ORDER BY id) - 1 AS place
    FROM grid_node WHERE level = 'grid'
) AS grids WHERE grids.parent_id = residents_resident.grid_id AND grids.place = mod(residents_resident.id, %s)
"""


@dataclass(frozen=True)
class Ground:
    """What a run stands on."""

    stage: Stage
    folder: Path
    rows: int
    """People that are imported."""

    def city(self, slug: str) -> SampleCity:
        """A city that is empty but for its tree."""
        city = self.stage.empty_city(slug)
        with city.scope() as scope:
            report = import_nodes(scope, tree())
        assert not report.rejects
        return city

    @cached_property
    def file(self) -> Path:
        """The file with all people."""
        return people.write(self.folder / "people.csv", self.rows, villages())

    @cached_property
    def imported(self) -> tuple[SampleCity, Told]:
        """A city into which the file was imported, and how that went."""
        city = self.city("northport")
        told = import_in_child(self.stage.settings, city.slug, self.file)
        assert told.counts["created"] == self.rows
        return city, told

    @cached_property
    def filled(self) -> SampleCity:
        """The same, with the people spread over grids as staff would have done."""
        city, _told = self.imported
        with self.owner(city) as raw:
            raw.execute(SPREAD, [GRIDS])
            raw.execute("ANALYZE")
        return city

    @contextmanager
    def owner(self, city: SampleCity) -> Iterator[Raw]:
        """A connection that may make tables in the city's schema."""
        with as_owner(self.stage.databases.admin(city.city.database), city.city) as connection:
            raw = driver(connection)
            raw.execute("SET LOCAL statement_timeout = 0")
            yield raw

    def first(self, city: SampleCity, level: str) -> GridNode:
        """The first node of a level."""
        with city.scope() as scope:
            found = scope.select(GridNode).where(GridNode.level == level).order_by(GridNode.code)
            return cast("GridNode", scope.db.scalars(found.limit(1)).one())


@contextmanager
def ground(rows: int) -> Iterator[Ground]:
    """A temporary deployment, removed at the end."""
    with Deployment.temporary() as deployment, tempfile.TemporaryDirectory() as folder:
        stage = deployment.stage(PluginHost.discover(), (("tenant.toml", CATEGORIES),))
        yield Ground(stage, Path(folder), rows)


def tree() -> bytes:
    """The tree as CSV: codes like those of the national statistics."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("code", "name", "parent_code", "level"))
    writer.writerow(("3309", "City", "", "city"))
    writer.writerows((f"3309{n:02}", f"County {n}", "3309", "county") for n in range(1, COUNTIES + 1))
    for town in sorted({village[:9] for village in villages()}):
        writer.writerow((town, f"Town {town}", town[:6], "town"))
    for village in villages():
        writer.writerow((village, f"Village {village}", village[:9], "village"))
        writer.writerows((f"{village}{n:03}", f"Grid {n}", village, "grid") for n in range(1, GRIDS + 1))
    return out.getvalue().encode()


def villages() -> list[str]:
    """The codes of all villages."""
    counties, towns, numbers = (range(1, most + 1) for most in (COUNTIES, TOWNS, VILLAGES))
    return [f"3309{c:02}{t:03}{v:03}" for c in counties for t in towns for v in numbers]
