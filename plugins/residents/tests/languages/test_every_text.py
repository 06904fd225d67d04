"""Every text of the plugin's pages is translated: none stands there as it was written in the code."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from pyramid.interfaces import IRoutesMapper

from gridhall.app import configure
from gridhall.testing.crawl import Crawl
from gridhall.testing.pseudo import LANGUAGE, pseudo_language, raw_texts
from gridhall.web.checks import views_of

from ..factories import Deleted
from .files import bring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.models import GridNode
    from gridhall.testing import Portal, SampleCity, Stage

    from ..factories import Records

TWINS, BORN = "Κλειώ", date(1950, 3, 5)
LEADS = "village_head"
"""Sees every page."""
NO_PAGES = {"residents.export.file"}
"""What is no page, and needs a job."""
GONE = Deleted(by="Θαλής")
STARTS = (
    "/",
    "/residents",
    "/residents?deleted=yes",
    "/residents/homes?deleted=yes",
    "/residents/households?deleted=yes",
)


@pytest.fixture
def village(city: SampleCity, records: Records) -> GridNode:
    """In Greek letters: a home of a family, an empty one, what is known in part, what was deleted."""
    top = city.node("Αθήνα")
    county = city.node("Πειραιάς", under=top)
    town = city.node("Πλάκα", under=county)
    village = city.node("Θησείο", under=town)
    grid = city.node("Ψυρρή", under=village)
    city.node("Γκάζι", under=village)
    home = records.dwelling(
        grid, "801", address="Ερμού 1", use="rented", area_m2=Decimal("71.5"), owner_name="Όμηρος"
    )
    records.dwelling(grid, "802", address="Ερμού 2", use="vacant")
    records.dwelling(grid, "803", address="Ερμού 3", deleted=GONE)
    family = records.household(grid, "901", dwelling=home)
    records.household(grid, "902", dwelling_code="809")
    records.household(grid, "903", deleted=GONE)
    records.resident(
        grid,
        "Ηρώ",
        identity=records.new_identity(),
        phone=records.new_phone(),
        sex="female",
        birth_date=date(1980, 1, 2),
        household=family,
        relation="head",
        note="Γεια",
        categories=("low_income", "elderly_alone"),
    )
    records.resident(grid, "Λέανδρος", household=family, relation="spouse", sex="male")
    records.resident(grid, "Αίσωπος", address="Αγορά")
    for _twin in range(2):
        records.resident(grid, TWINS, birth_date=BORN)
    records.resident(grid, "Σοφία", deleted=GONE)
    return village


@pytest.fixture
def spoken(city: SampleCity) -> Iterator[SampleCity]:
    with pseudo_language(city):
        yield city


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("role", ["grid_worker_part", LEADS, "city_leader"])
def test_no_page_shows_a_text_as_it_stands_in_the_code(
    stage: Stage, spoken: SampleCity, portal: Portal, village: GridNode, role: str
) -> None:
    browser = portal.as_(spoken.staff("Πλάτων", role=role, at=village))
    browser.app.set_cookie("gridhall_language", LANGUAGE)
    if role == LEADS:
        bring(spoken, browser, village=village.code, namesake=TWINS, born=BORN.isoformat())
    crawl = Crawl(browser).follow(*STARTS)
    assert untranslated(spoken, crawl) == {}
    if role == LEADS:
        assert unseen(stage, crawl) == NO_PAGES
    assert untranslated(spoken, crawl.send_forms()) == {}


def untranslated(city: SampleCity, crawl: Crawl) -> dict[str, list[str]]:
    known = (city.slug.capitalize(), "CSV", "Excel", "csv", "XLSX", "TSV", "XLS", "UTF-8")
    found = {where: raw_texts(markup, data=known) for where, markup in crawl.html.items()}
    return {where: texts for where, texts in found.items() if texts}


def unseen(stage: Stage, crawl: Crawl) -> set[str]:
    """The plugin's routes that answer to GET and to which the walk did not come."""
    config = configure(stage.platform)
    routes = config.registry.queryUtility(IRoutesMapper).get_routes()
    seen = {
        route.name for route in routes for at in crawl.pages if route.match(urlsplit(at).path) is not None
    }
    asked = {view.route for view in views_of(config) if view.route and "POST" not in view.methods}
    return {route for route in asked - seen if route.startswith("residents.")}
