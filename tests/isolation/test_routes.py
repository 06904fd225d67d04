"""Every route, for everybody, for what is theirs and what is not. See ``table.py`` for a new route."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gridhall.models import PluginSwitch
from gridhall.web.security import PUBLIC

from .asking import Asker, undone
from .people import EVERYTHING, PEOPLE, STRANGER
from .table import WHOLE_CITY, Unknown, path_of, places_of
from .walking import Way, leaks, ways
from .world import OWN, RANDOM

if TYPE_CHECKING:
    from gridhall.testing import Portal, SampleCity, Stage

    from .world import World

pytestmark = pytest.mark.slow

BROKEN = 500
CLOSED = {403, 404}


@pytest.fixture(params=PEOPLE)
def asker(request: pytest.FixtureRequest, world: World, portal: Portal) -> Asker:
    return Asker(request.param, world, portal)


def audited(world: World) -> list[Any]:
    """What people did, in all cities: each change of anything is in it."""
    return [entry for side in world.sides.values() for entry in side.city.audited()]


def fault(asker: Asker, way: Way, target: str, answer: Any) -> str | None:
    """What is wrong with an answer, if anything is."""
    status = answer.status_int
    found = list(leaks(answer.text, asker.principal))
    if found:
        return f"shows {found}"
    if status >= BROKEN:
        return f"is broken ({status})"
    if way.is_open(asker.principal, target):
        refused = status in {400, *CLOSED} and not (status in CLOSED and may_be_closed(asker, way))
        return f"is closed ({status})" if refused else None
    if asker.who == STRANGER and not way.may(None):
        is_led = status == 303 and "/sign-in" in answer.location
        return None if is_led else f"does not lead to the sign-in ({status})"
    return None if status in CLOSED else f"is open ({status})"


def may_be_closed(asker: Asker, way: Way) -> bool:
    """Who holds the right over East alone learns from the service that it takes the whole city."""
    return asker.who == EVERYTHING and way.route in WHOLE_CITY


def walk(asker: Asker, method: str, stage: Stage, *, open_ones: bool) -> list[str]:
    """Ask for everything; tell what is wrong."""
    faults = []
    for way in ways(stage):
        if way.method != method:
            continue
        statuses = {}
        for target in reversed(way.targets):
            if way.is_open(asker.principal, target) != open_ones:
                continue
            answer = asker.ask(way, target)
            statuses[target] = answer.status_int
            wrong = fault(asker, way, target, answer)
            if wrong is None and statuses[target] != statuses.get(RANDOM, statuses[target]):
                wrong = f"is told apart from what is not there ({statuses})"
            if wrong:
                faults.append(f"{way.method} {way.route}, {target}: {wrong}")
    return faults


def test_pages_show_what_is_ones_own(asker: Asker, stage: Stage) -> None:
    with undone():
        assert walk(asker, "GET", stage, open_ones=True) == []


def test_pages_show_nothing_else(asker: Asker, stage: Stage) -> None:
    before = audited(asker.world)
    assert walk(asker, "GET", stage, open_ones=False) == []
    assert audited(asker.world) == before


def test_forms_change_what_is_ones_own(asker: Asker, stage: Stage) -> None:
    with undone():
        assert walk(asker, "POST", stage, open_ones=True) == []


def test_forms_change_nothing_else(asker: Asker, stage: Stage) -> None:
    before = audited(asker.world)
    assert walk(asker, "POST", stage, open_ones=False) == []
    assert audited(asker.world) == before


def test_no_form_is_taken_without_its_token(asker: Asker, stage: Stage) -> None:
    before, faults = audited(asker.world), []
    for way in ways(stage):
        if way.method != "POST":
            continue
        answer = asker.ask_without_token(way, OWN)
        expected = 400 if way.may(asker.principal) else 303 if asker.who == STRANGER else 403
        if answer.status_int != expected:
            faults.append(f"{way.route}: {answer.status_int} instead of {expected}")
    assert faults == []
    assert audited(asker.world) == before


@pytest.mark.parametrize("who", [EVERYTHING, "system", STRANGER])
def test_a_plugin_that_is_off_has_no_route_for_anybody(
    who: str, world: World, portal: Portal, stage: Stage, other_city: SampleCity
) -> None:
    asker = Asker(who, world, portal)
    with world.city.scope() as scope:
        for switch in scope.db.scalars(scope.select(PluginSwitch)):
            switch.enabled = False
    plugins = [way for way in ways(stage) if way.plugin]
    assert len(plugins) > 10
    for way in plugins:
        for target in way.targets:
            assert (way.route, target, asker.ask(way, target).status_int) == (way.route, target, 404)
        elsewhere = portal.at(other_city.host).get(way.path(world, OWN), status="*")
        assert elsewhere.status_int in ({303} if way.method == "GET" else {303, 404})


def test_other_methods_are_not_there(world: World, portal: Portal, stage: Stage) -> None:
    browser = Asker(EVERYTHING, world, portal).browser.app
    methods: dict[str, set[str]] = {}
    for way in ways(stage):
        methods.setdefault(way.path(world, OWN), set()).add(way.method)
    for path, known in methods.items():
        for method in {"PUT", "PATCH", "DELETE", "POST", "GET"} - known:
            answer = browser.request(path, method=method, status="*")
            assert (path, method, answer.status_int) == (path, method, 404)


def test_a_fragment_for_a_stranger_is_none(world: World, portal: Portal, stage: Stage) -> None:
    stranger = Asker(STRANGER, world, portal).browser
    for way in ways(stage):
        if way.method == "GET" and way.view.permission != PUBLIC:
            answer = stranger.fragment(way.path(world, OWN), status=401)
            assert (way.route, answer.text) == (way.route, "")


def test_a_route_that_the_table_does_not_know_fails() -> None:
    with pytest.raises(Unknown, match=r"what \{id\} of the route lantern.show stands for"):
        places_of("lantern.show", r"/lanterns/{id:\d{1,9}}")
    with pytest.raises(Unknown, match=r"what \{slug\} of the route tree.node"):
        places_of("tree.node", "/tree/{slug}")
    places = places_of("staff.end_post", r"/staff/{id:\d+}/posts/{post:\d{1,9}}/end")
    assert [(place.name, place.kind) for place in places] == [("id", "person"), ("post", "post")]
    assert (
        path_of(r"/staff/{id:\d+}/posts/{post:\d{1,9}}/end", {"id": "1", "post": "2"})
        == "/staff/1/posts/2/end"
    )
