"""A household: its people, and its home where the city knows it."""

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall.web.urls import number_of
from gridhall_residents import permissions
from gridhall_residents.fields import PLACE
from gridhall_residents.services.show import pages
from gridhall_residents.services.show.shown import Shown

from . import boxes
from .facts import Fact, Teller


@dataclass(frozen=True)
class HomeLink:
    """A home, as other pages name it."""

    title: str
    """Its address, or its code."""
    code: str
    href: str


@dataclass(frozen=True)
class HouseholdPage:
    """``residents/household.jinja2``."""

    box: boxes.HouseholdBox
    home: HomeLink | None
    reported: str | None
    """The code of the home as it was reported, while the city knows none of that code."""
    place: Fact
    place_href: str
    sources: list[str]
    """Those that ``Fact.mark`` numbers, from 1."""
    purposes: list[tuple[str, str]]
    deleted: boxes.DeletedBox | None
    edit_href: str | None
    delete_href: str | None


@view_config(
    route_name="residents.household",
    permission=permissions.VIEW,
    request_method="GET",
    renderer="residents/household.jinja2",
)
def show(request: Request) -> HouseholdPage:
    """One household."""
    found, home = pages.household(request.scope, number_of(request, "id"))
    itself, teller, path = found.household, Teller(request), request.route_path
    box = boxes.household(request, teller, found, home.now["address"] if home is not None else None)
    may = itself.may_edit and itself.deletion is None
    return HouseholdPage(
        box=box,
        home=home_link(request, home) if home is not None else None,
        reported=str(itself.now["dwelling_code"]) if home is None and itself.now["dwelling_code"] else None,
        place=teller.fact(itself, PLACE),
        place_href=path("tree.node", id=itself.place.id),
        sources=teller.sources,
        purposes=boxes.purposes(request),
        deleted=boxes.deleted(request, itself, "residents.household"),
        edit_href=path("residents.household.edit", id=itself.id) if may else None,
        delete_href=path("residents.household.delete", id=itself.id) if may else None,
    )


def home_link(request: Request, home: Shown) -> HomeLink:
    """A link to a home."""
    code = str(home.now["code"])
    return HomeLink(str(home.now["address"] or code), code, request.route_path("residents.home", id=home.id))


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.household", r"/residents/households/{id:\d+}")
    config.scan(__name__)
