"""A number and its list are the same rows; so is the file. Compared with people who are counted by hand."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridhall.errors import NotFound
from gridhall_residents.exporting.making import Order, make
from gridhall_residents.services.ages import BANDS, UNKNOWN
from gridhall_residents.services.counts import Figures, Totals, by_category, counts, totals
from gridhall_residents.services.lists import HomesFilter, HouseholdsFilter, PeopleFilter
from gridhall_residents.services.lists.filters import LIVED_IN, NO, NOBODY, VACANT, YES, Filter
from gridhall_residents.services.lists.homes import HOMES
from gridhall_residents.services.lists.households import HOUSEHOLDS
from gridhall_residents.services.lists.people import PEOPLE

from .world import CATEGORIES, World, make_world

if TYPE_CHECKING:
    from gridhall.access import Scope
    from gridhall.models import GridNode
    from gridhall.testing import SampleCity
    from gridhall_residents.services.lists.areas import Area

    from ..factories import Records
    from ..places import Places

ONCE = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""The rows are made once for all examples: none changes them."""


@pytest.fixture(params=[1, 2])
def world(
    request: pytest.FixtureRequest,
    city: SampleCity,
    records: Records,
    other_records: Records,
    places: Places,
    other_places: Places,
) -> World:
    """A filled city, and some people in another one."""
    for node in other_places.all:
        other_records.resident(node, sex="male", categories=CATEGORIES)
    return make_world(request.param, city, records, places)


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
