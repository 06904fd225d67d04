"""A number and its list are the same rows; so is the file. Compared with people who are counted by hand."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridhall.errors import NotFound
from gridhall_residents.exporting.making import Order, make
from gridhall_residents.services.ages import BANDS, UNKNOWN, age
from gridhall_residents.services.counts import Figures, Totals, by_category, counts, totals
from gridhall_residents.services.lists import HomesFilter, HouseholdsFilter, PeopleFilter
from gridhall_residents.services.lists.filters import LIVED_IN, NO, NOBODY, VACANT, YES, Filter
from gridhall_residents.services.lists.homes import HOMES
from gridhall_residents.services.lists.households import HOUSEHOLDS
from gridhall_residents.services.lists.people import PEOPLE

from ..factories import DELETED

if TYPE_CHECKING:
    from gridhall.access import Scope
    from gridhall.models import GridNode
    from gridhall.testing import SampleCity
    from gridhall_residents.services.lists.areas import Area

    from ..factories import Records
    from ..places import Places

CATEGORIES = ("low_income", "elderly_alone")
ONCE = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""The rows are made once for all examples: none changes them."""


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


@pytest.fixture(params=[1, 2])
def world(
    request: pytest.FixtureRequest,
    city: SampleCity,
    records: Records,
    other_records: Records,
    places: Places,
    other_places: Places,
) -> World:
    """Rows of every kind at every level, deleted ones too, and the same again in another city."""
    rng = random.Random(request.param)
    with city.scope() as scope:
        today = scope.today
    homes = [_home(rng, records, places) for _ in range(16)]
    households = [_household(rng, records, places, homes) for _ in range(16)]
    people = [_person(rng, records, places, households, today) for _ in range(70)]
    for _ in range(5):
        _person(rng, other_records, other_places, [], today)
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


def listed(scope: Scope, listing: Any, chosen: Filter) -> list[int]:
    """The ids on all pages."""
    pages = listing.page(scope, chosen, 1).pages
    return [line.id for number in range(1, pages + 1) for line in listing.page(scope, chosen, number).lines]


def exported(scope: Scope, kind: str, chosen: Filter) -> int:
    """How many rows a file has."""
    stream = io.BytesIO()
    make(scope, Order(kind, chosen, "csv", "en"), stream)
    return len(stream.getvalue().decode("utf-8-sig").splitlines()) - 1


LISTS: dict[str, tuple[Any, Any]] = {
    "people": (PEOPLE, PeopleFilter),
    "homes": (HOMES, HomesFilter),
    "households": (HOUSEHOLDS, HouseholdsFilter),
}


@ONCE
@given(data=st.data())
def test_list_total_and_file_hold_what_was_counted_by_hand(world: World, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(LISTS)))
    listing, asked = LISTS[kind]
    node = data.draw(st.sampled_from([None, *world.places.all]))
    given_ = {name: data.draw(st.sampled_from([None, *_values(name)])) for name in asked.CHOICES}
    chosen = asked(
        node_id=node and node.id,
        direct=data.draw(st.booleans()) and node is not None,
        deleted=data.draw(st.booleans()),
        **given_,
    )
    login = data.draw(st.sampled_from(sorted(world.logins)))
    expected = world.here(login, getattr(world, kind), chosen)
    with world.city.scope(login) as scope:
        found = listed(scope, listing, chosen)
        assert (set(found), len(found), listing.total(scope, chosen), exported(scope, kind, chosen)) == (
            expected,
            len(expected),
            len(expected),
            len(expected),
        )
    assert asked.read(chosen.written()) == chosen


def _values(name: str) -> list[str]:
    return {
        "category": [*CATEGORIES, "none_such"],
        "sex": ["male", "female", UNKNOWN],
        "age": [*(b.key for b in BANDS), UNKNOWN],
        "confirmed": [YES, NO],
        "use": ["rented", "vacant", "commercial", UNKNOWN],
        "state": [LIVED_IN, VACANT, NOBODY],
        "home": [YES, NO],
    }[name]


def test_each_number_of_the_counts_is_the_total_of_its_list(world: World) -> None:
    wrong = []
    for login, tops in world.logins.items():
        with world.city.scope(login) as scope:
            for node in world.places.all if tops else ():
                if not _is_near(world, login, node):
                    continue
                found = counts(scope, node.id)
                shown: list[tuple[GridNode | Area, bool, Figures]] = [
                    (node, False, found.total),
                    (node, True, found.itself),
                    *((area, False, figures) for area, figures in found.parts),
                ]
                for where, direct, figures in shown:
                    wrong += _wrong(world, login, figures, where.id, direct=direct)
    assert wrong == []


def _is_near(world: World, login: str, node: GridNode) -> bool:
    """Whether a node stands below a post or leads to one."""
    return any(
        node.id in world.places.below(top) or top.id in world.places.below(node)
        for top in world.logins[login]
    )


def _wrong(world: World, login: str, figures: Figures, node_id: int, *, direct: bool) -> list[str]:
    where: dict[str, Any] = {"node_id": node_id, "direct": direct}
    checks = [
        ("residents", figures.residents, world.people, PeopleFilter(**where)),
        ("dwellings", figures.dwellings, world.homes, HomesFilter(**where)),
        ("households", figures.households, world.households, HouseholdsFilter(**where)),
        *(
            (f"{by} {value}", figures.by[by][value], world.people, PeopleFilter(**where).but(**{by: value}))
            for by in PeopleFilter.CHOICES
            for value in _values(by)
        ),
    ]
    return [
        f"{login} {node_id} {direct} {what}: {n}"
        for what, n, facts, chosen in checks
        if n != len(world.here(login, facts, chosen))
    ]


def test_totals_and_categories_are_those_of_the_counts(world: World) -> None:
    for login in world.logins:
        with world.city.scope(login) as scope:
            node = world.places.east
            people = world.here(login, world.people, PeopleFilter(node_id=node.id))
            assert totals(scope, node_id=node.id) == Totals(
                residents=len(people),
                dwellings=len(world.here(login, world.homes, HomesFilter(node_id=node.id))),
                households=len(world.here(login, world.households, HouseholdsFilter(node_id=node.id))),
            )
            members = {
                key: len(world.here(login, world.people, PeopleFilter(node_id=node.id, category=key)))
                for key in CATEGORIES
            }
            assert by_category(scope, node.id) == {key: n for key, n in members.items() if n}


def test_counts_begin_where_all_of_ones_posts_stand(world: World) -> None:
    found = {}
    for login, tops in world.logins.items():
        if tops:
            with world.city.scope(login) as scope:
                found[login] = counts(scope).here.name
    assert found == {"all.of.it": "Northport", "east.side": "East Village", "two.grids": "Mill Town"}


def test_who_has_no_post_has_nothing_to_count(world: World) -> None:
    with world.city.scope("no.body") as scope, pytest.raises(NotFound):
        counts(scope)
