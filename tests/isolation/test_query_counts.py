"""No page asks the database more often because there is more to show. A new page is among them by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .crowds import Crowd
from .people import EVERYTHING
from .table import PRIVATE, QUERIES, path_of
from .walking import Way, ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.testing import Portal, SampleCity, Stage

pytestmark = pytest.mark.slow

FEW, MANY = 5, 60
"""More than a page of any list."""
FETCHED = {"upload", "export"}
"""Files that somebody brought or asked for, one by one."""
FILES = {"residents.import.rejects"}
"""Routes of one file."""
SEARCHES = ("staff?q=Person", "tree?q=County", "residents?q=Resi", "residents/homes?q=Street", "jobs?page=2")
"""Besides each page as it stands."""


def paths(stage: Stage, crowd: Crowd) -> Iterator[tuple[str, Way, str]]:
    """Each page once for each of those who may see it: ``(login, way, path)``."""
    for who, login in crowd.logins.items():
        with crowd.city.scope(login) as scope:
            principal = scope.principal
        for way in ways(stage):
            kinds = {place.kind for place in way.places}
            is_page = way.method == "GET" and way.route not in FILES and not kinds & FETCHED
            seers = [PRIVATE[kind] for kind in kinds if kind in PRIVATE]
            if is_page and way.may(principal) and all(seer and principal.can(seer) for seer in seers):
                values = {place.name: crowd.ids[place.kind] for place in way.places}
                yield who, way, path_of(way.pattern, values) + QUERIES.get(way.route, "")


def counts(stage: Stage, portal: Portal, crowd: Crowd) -> dict[tuple[str, str], int]:
    """How many statements each page takes, by who asks and its route."""
    browsers = {who: portal.as_(login) for who, login in crowd.logins.items()}
    found = {}
    asked = [(who, way.route, path) for who, way, path in paths(stage, crowd)]
    asked += [(EVERYTHING, path, f"/{path}") for path in SEARCHES]
    asked += [("audit", "audit?action", "/audit?action=test.crowd")]
    for who, route, path in asked:
        with crowd.city.queries() as sent:
            answer = browsers[who].get(path, status="*")
        assert (route, answer.status_int) in ((route, 200), (route, 303)), (who, path)
        found[who, route] = len(sent)
    return found


def test_pages_take_as_many_queries_for_many_as_for_few(
    stage: Stage, portal: Portal, city: SampleCity
) -> None:
    few = counts(stage, portal, Crowd(city, FEW))
    many = counts(stage, portal, Crowd(stage.empty_city("northport"), MANY))
    assert len(few) > 60
    assert {key: (few[key], many[key]) for key in few if few[key] != many[key]} == {}


def test_no_page_takes_more_than_a_few_dozen(stage: Stage, portal: Portal, city: SampleCity) -> None:
    found = counts(stage, portal, Crowd(city, FEW))
    assert {key: n for key, n in found.items() if n > 20} == {}
