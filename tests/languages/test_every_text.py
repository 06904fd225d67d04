"""Every text of core's pages is translated: none stands there as it was written in the code."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from pyramid.interfaces import IRoutesMapper
from sqlalchemy import select

from gridhall.app import configure
from gridhall.models import GridNode
from gridhall.testing.crawl import Crawl
from gridhall.testing.pseudo import LANGUAGE, pseudo_language, raw_texts
from gridhall.web.checks import views_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.testing import Portal, SampleCity, Stage

ADMINISTRATORS = ("system", "security", "audit")
STARTS = ("/", "/tree", "/tree/none", "/staff", "/roles", "/jobs", "/account", "/password", "/nowhere")
NOT_FOR_PEOPLE = {"healthz", "readyz", "metrics", "static", "theme", "cities"}


@pytest.fixture
def spoken(filled: SampleCity) -> Iterator[SampleCity]:
    with pseudo_language(filled):
        yield filled


def walk(city: SampleCity, portal: Portal, login: str | None) -> Crawl:
    browser = portal.as_(login) if login else portal.stranger()
    browser.app.set_cookie("gridhall_language", LANGUAGE)
    with city.scope() as scope:
        closed = scope.db.scalars(select(GridNode.id).where(GridNode.valid_until.is_not(None))).one()
    return Crawl(browser).follow(*(STARTS if login else ()), "/sign-in", "/nowhere", f"/tree/{closed}")


def untranslated(city: SampleCity, crawl: Crawl) -> dict[str, list[str]]:
    known = (city.slug.capitalize(), "test", *(f"{kind} administrator" for kind in ADMINISTRATORS))
    found = {where: raw_texts(markup, data=known) for where, markup in crawl.html.items()}
    return {where: texts for where, texts in found.items() if texts}


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", [*ADMINISTRATORS, "ηρώ", "λέανδρος", None])
def test_no_page_shows_a_text_as_it_stands_in_the_code(
    spoken: SampleCity, portal: Portal, who: str | None
) -> None:
    login = spoken.administrator(who) if who in ADMINISTRATORS else who
    crawl = walk(spoken, portal, login)
    assert untranslated(spoken, crawl) == {}
    assert untranslated(spoken, crawl.send_forms()) == {}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_walk_leads_to_every_page(stage: Stage, spoken: SampleCity, portal: Portal) -> None:
    config = configure(stage.platform)
    routes = config.registry.queryUtility(IRoutesMapper).get_routes()
    logins = [*(spoken.administrator(kind) for kind in ADMINISTRATORS), None]
    seen = [urlsplit(path).path for login in logins for path in walk(spoken, portal, login).pages]
    reached = {next((route.name for route in routes if route.match(path) is not None), None) for path in seen}
    pages = {view.route for view in views_of(config) if view.route and "POST" not in view.methods}
    assert pages - reached - NOT_FOR_PEOPLE == set()
