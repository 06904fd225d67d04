"""Two cities that hold what could leak: everything twice in the one, and once more in the other.

In the city of those who ask, people hold their posts in East; West is not theirs. Whatever stands in West or
in the other city is named so that a page which shows it gives itself away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import inspect, select
from sqlalchemy import text as sql

from gridhall.db import as_owner
from gridhall.models import Account, Role, Staff
from gridhall.services import runs, units
from gridhall.services.permissions import STAFF_VIEW, TREE_VIEW

if TYPE_CHECKING:
    from pathlib import Path

    from gridhall.models import GridNode
    from gridhall.testing import SampleCity

OWN = "own"
OTHER_GRID = "other grid"
OTHER_CITY = "other city"
RANDOM = "random"
TARGETS = (OWN, OTHER_GRID, OTHER_CITY, RANDOM)

FOREIGN_MARK = "Outlandish"
"""In every name and code of the other city."""
FIRST_FOREIGN_ID = 500_001
"""Ids of the other city begin here, so that none of them is one of ours."""
RANDOM_ID = "987654"


class Mark(NamedTuple):
    """A word in the names of what stands in West."""

    word: str
    permission: str
    """Who holds it over the whole city may see the word."""


MARKS = [Mark("Westerly", TREE_VIEW), Mark("Westerner", STAFF_VIEW)]
"""Core's; each plugin of the table adds its own."""


@dataclass
class Side:
    """One part of the world: a village with a grid, somebody who works there, and what plugins add."""

    name: str
    city: SampleCity
    village: GridNode
    grid: GridNode
    login: str
    """Of the one who works there."""
    ids: dict[str, str] = field(default_factory=dict)
    """By kind, as an address has it."""
    files: dict[Path, str] = field(default_factory=dict)
    """What lies in the city's folder; no transaction brings back a file that was removed."""


@dataclass
class World:
    """What there is."""

    city: SampleCity
    top: GridNode
    sides: dict[str, Side]

    def write_files(self) -> None:
        """Put the files where they belong, those that were removed, too."""
        for side in self.sides.values():
            for path, text in side.files.items():
                path.write_text(text, encoding="utf-8")

    def id_of(self, kind: str, target: str) -> str:
        """The id of a thing of that kind, as an address has it."""
        return RANDOM_ID if target == RANDOM else self.sides[target].ids[kind]


def build(city: SampleCity, other_city: SampleCity) -> World:
    """Make the world, but for plugins' things and those who ask."""
    _begin_ids_at(other_city, FIRST_FOREIGN_ID)
    top, far = city.node("Northport"), other_city.node(f"{FOREIGN_MARK} Southport", code=FOREIGN_MARK)
    town = city.node("Hill Town", under=top, level="town")
    sides = {
        OWN: _side(city, town, "Easter", "East village", "east"),
        OTHER_GRID: _side(city, town, "Westerner", "Westerly village", "Westerly"),
        OTHER_CITY: _side(other_city, far, FOREIGN_MARK, f"{FOREIGN_MARK} village", f"{FOREIGN_MARK}9"),
    }
    return World(city, top, sides)


def _side(city: SampleCity, above: GridNode, person: str, village: str, code: str) -> Side:
    place = city.node(village, under=above, level="village", code=f"{code}1")
    grid = city.node(f"{village} grid", under=place, code=f"{code}11")
    login = city.staff(f"{person} head", role="grid_head", at=grid)
    side = Side(person, city, place, grid, login)
    post = city.post(login, role="grid_worker_full", at=grid)
    with city.scope() as scope:
        unit = units.add(scope, grid.id, name=f"{village} unit")
        staff_id = scope.db.scalars(select(Staff.id).join(Account).where(Account.login == login)).one()
        role = Role(key=f"own_{code}", name="A role", is_default=False)  # of the whole city
        scope.db.add(role)
        scope.db.flush()
        role_id = role.id
    with city.scope(login) as scope:
        run = runs.enqueue(scope, some_job(city), title=f"{person}.csv", arguments={})
    side.ids = {
        "node": str(grid.id),
        "person": str(staff_id),
        "post": str(post),
        "unit": str(unit),
        "role": str(role_id),
        "run": str(run),
        "session": hash_of(city, login),
        "plugin": next(iter(city.platform.host.manifests)),
        "file": "css/base.css",
    }
    return side


def hash_of(city: SampleCity, login: str) -> str:
    """The key of a new session of somebody, as their own account page has it."""
    from gridhall.services.sessions import hash_token

    return hash_token(city.session(login)).hex()


def some_job(city: SampleCity) -> str:
    """The name of a job of a plugin that the city uses."""
    jobs = [job for manifest in city.platform.host.manifests.values() for job in manifest.jobs]
    return jobs[0].name


def _begin_ids_at(city: SampleCity, first: int) -> None:
    """Let every id of a city be one that no other city has."""
    admin = city.platform.databases.admin(city.city.database)
    with as_owner(admin, city.city) as connection:
        for name in inspect(connection).get_sequence_names(schema=city.city.schema):
            connection.execute(sql("SELECT setval(:name, :first, false)"), {"name": name, "first": first})
