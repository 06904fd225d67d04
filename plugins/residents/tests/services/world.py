"""A city filled at random, and what is true of it, to be counted by hand."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from gridhall_residents.services.ages import BANDS, UNKNOWN, age
from gridhall_residents.services.lists.filters import LIVED_IN, NO, NOBODY, VACANT, YES, Filter

from ..factories import DELETED

if TYPE_CHECKING:
    from gridhall.models import GridNode
    from gridhall.testing import SampleCity

    from ..factories import Records
    from ..places import Places

CATEGORIES = ("low_income", "elderly_alone")


@dataclass(frozen=True)
class Fact:
    """What is true of a row."""

    id: int
    node: int
    deleted: bool
    values: dict[str, Any]
    """By the fields of its filter; of ``category`` a set."""


@dataclass(frozen=True)
class World:
    """A filled city, and what is true of it."""

    city: SampleCity
    places: Places
    people: list[Fact]
    homes: list[Fact]
    households: list[Fact]
    logins: dict[str, tuple[GridNode, ...]]
    """Who may see and export where."""

    def here(self, login: str, facts: list[Fact], chosen: Filter) -> set[int]:
        """The ids that the person should see."""
        mine = {node for top in self.logins[login] for node in self.places.below(top)}
        if chosen.node_id is not None:
            node = next(each for each in self.places.all if each.id == chosen.node_id)
            mine &= {node.id} if chosen.direct else self.places.below(node)
        asked = {name: getattr(chosen, name) for name in chosen.CHOICES}
        return {
            fact.id
            for fact in facts
            if fact.node in mine
            and fact.deleted == chosen.deleted
            and all(value is None or value in fact.values[name] for name, value in asked.items())
        }


def band(born: date | None, today: date) -> str:
    if born is None:
        return UNKNOWN
    years = age(born, today)
    return next(b.key for b in BANDS if b.least <= years and (b.most is None or years <= b.most))


def make_world(seed: int, city: SampleCity, records: Records, places: Places) -> World:
    """Rows of every kind at every level, deleted ones too."""
    rng = random.Random(seed)
    with city.scope() as scope:
        today = scope.today
    homes = [_home(rng, records, places) for _ in range(16)]
    households = [_household(rng, records, places, homes) for _ in range(16)]
    people = [_person(rng, records, places, households, today) for _ in range(70)]
    lived_in = {fact.values["of"] for fact in households if not fact.deleted}
    done = [replace(fact, values=_state(fact, lived_in)) for fact in homes]
    there = {fact.id for fact in homes if not fact.deleted}
    housed = [
        replace(fact, values={"home": {YES if fact.values["of"] in there else NO}}) for fact in households
    ]
    logins = {
        city.staff("All Of It", role="county_officer", at=places.top): (places.top,),
        city.staff("East Side", role="grid_head", at=places.east): (places.east,),
        city.staff("Two Grids", role="grid_head", at=places.e1): (places.e1, places.w1),
        city.staff("No Body"): (),
    }
    city.post("two.grids", role="grid_head", at=places.w1)
    city.post("no.body", role="grid_head", at=places.e1, until=date(2022, 1, 1))
    return World(city, places, people, done, housed, logins)


def _home(rng: random.Random, records: Records, places: Places) -> Fact:
    node, use = rng.choice(places.all), rng.choice([None, "rented", "vacant"])
    deleted = rng.random() < 0.2
    made = records.dwelling(node, use=use, deleted=DELETED if deleted else None)
    return Fact(made, node.id, deleted, {"use": {use or UNKNOWN}})


def _state(fact: Fact, lived_in: set[int]) -> dict[str, Any]:
    nobody = VACANT if fact.values["use"] == {"vacant"} else NOBODY
    return fact.values | {"state": {LIVED_IN if fact.id in lived_in else nobody}}


def _household(rng: random.Random, records: Records, places: Places, homes: list[Fact]) -> Fact:
    """It stands where its home does, so that who sees one sees the other."""
    home = rng.choice([*homes, None])
    node = next(each for each in places.all if each.id == home.node) if home else rng.choice(places.all)
    deleted = rng.random() < 0.2
    made = records.household(node, dwelling=home.id if home else None, deleted=DELETED if deleted else None)
    return Fact(made, node.id, deleted, {"of": home.id if home else None})


def _person(
    rng: random.Random, records: Records, places: Places, households: list[Fact], today: date
) -> Fact:
    node, sex = rng.choice(places.all), rng.choice([None, "male", "female"])
    born = rng.choice([None, date(today.year - rng.randrange(100), rng.randint(1, 12), rng.randint(1, 28))])
    born = born if born is None or born <= today else today
    confirmed, deleted = rng.random() < 0.6, rng.random() < 0.2
    mine = [each for each in CATEGORIES if rng.random() < 0.3]
    made = records.resident(
        node,
        rng.choice(["李雷", "Ann Lee", "محمد"]),
        sex=sex,
        birth_date=born,
        identity=records.new_identity() if confirmed else None,
        household=rng.choice(households).id if households else None,
        categories=mine,
        deleted=DELETED if deleted else None,
    )
    values = {
        "sex": {sex or UNKNOWN},
        "age": {band(born, today)},
        "confirmed": {YES if confirmed else NO},
        "category": set(mine),
    }
    return Fact(made, node.id, deleted, values)
