"""One home, one file: a dwelling, its households and all who live there."""

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from gridhall.web.panels import PanelView, panels
from gridhall.web.request import Request
from gridhall.web.urls import number_of
from gridhall_residents import permissions
from gridhall_residents.fields import PLACE
from gridhall_residents.services.show import pages
from gridhall_residents.words import _

from . import boxes
from .facts import Fact, Teller

FIELDS = (PLACE, "address", "use", "area_m2", "owner_name", "owner_identity_number")


@dataclass(frozen=True)
class HomePage:
    """``residents/home.jinja2``."""

    title: str
    """Its address, or its code."""
    code: str
    place: str
    place_href: str
    facts: list[Fact]
    owner: tuple[str, str] | None
    """``(name, href)`` of the owner where that is a known person."""
    households: list[boxes.HouseholdBox]
    people: str
    """How many, in words."""
    sources: list[str]
    """Those that ``Fact.mark`` numbers, from 1."""
    purposes: list[tuple[str, str]]
    deleted: boxes.DeletedBox | None
    add_href: str | None
    """Where somebody is added who lives here; None for who may not."""
    add_household_href: str | None
    edit_href: str | None
    delete_href: str | None
    panels: list[PanelView]
    """What plugins show: place ``residents.home.side``, subject the service's ``HomeShown``."""


@view_config(
    route_name="residents.home",
    permission=permissions.VIEW,
    request_method="GET",
    renderer="residents/home.jinja2",
)
def show(request: Request) -> HomePage:
    """One home."""
    found = pages.home(request.scope, number_of(request, "id"))
    home, teller, path = found.home, Teller(request), request.route_path
    may = home.may_edit and home.deletion is None
    count = sum(len(each.people) for each in found.households)
    facts = teller.facts(home, FIELDS, path("residents.home.reveal", id=home.id))
    return HomePage(
        title=str(home.now["address"] or home.now["code"]),
        code=str(home.now["code"]),
        place=facts[0].text or "",
        place_href=path("tree.node", id=home.place.id),
        facts=facts,
        owner=(found.owner[1], path("residents.person", id=found.owner[0])) if found.owner else None,
        households=[boxes.household(request, teller, each, home.now["address"]) for each in found.households],
        people=request.words.plural(_("{n} person lives here"), _("{n} people live here"), count),
        sources=teller.sources,
        purposes=boxes.purposes(request),
        deleted=boxes.deleted(request, home, "residents.home"),
        add_href=path("residents.person.add", _query={"home": home.id}) if may else None,
        add_household_href=path("residents.household.add", _query={"home": home.id}) if may else None,
        edit_href=path("residents.home.edit", id=home.id) if may else None,
        delete_href=path("residents.home.delete", id=home.id) if may else None,
        panels=panels(request, "residents.home.side", found),
    )


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.home", r"/residents/homes/{id:\d+}")
    config.scan(__name__)
