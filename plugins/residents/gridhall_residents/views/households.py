"""The list of households."""

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall_residents import permissions
from gridhall_residents.services.lists import HouseholdsFilter
from gridhall_residents.services.lists.households import HOUSEHOLDS, HouseholdLine

from . import choices
from .listing import ListPage, list_page


@dataclass(frozen=True)
class HouseholdRow:
    """A household, in the reader's language."""

    code: str
    href: str
    head: str | None
    people: int
    home: str | None
    """The address or code of its home; the code as reported, where the city knows no such home."""
    home_href: str | None
    place: str
    deleted: str | None
    """When and why; None: is there."""


@view_config(
    route_name="residents.households",
    permission=permissions.VIEW,
    request_method="GET",
    renderer="residents/households.jinja2",
)
def show(request: Request) -> ListPage[HouseholdRow]:
    """Those that the address asks for."""

    def row(line: HouseholdLine) -> HouseholdRow:
        return _row(request, line)

    own = choices.of_households
    return list_page(request, "residents.households", HOUSEHOLDS, HouseholdsFilter, own, row)


def _row(request: Request, line: HouseholdLine) -> HouseholdRow:
    home = line.dwelling_id
    return HouseholdRow(
        code=line.code,
        href=request.route_path("residents.household", id=line.id),
        head=line.head,
        people=line.people,
        home=line.lives_at,
        home_href=None if home is None else request.route_path("residents.home", id=home),
        place=line.place.title,
        deleted=choices.deletion(request, line.deleted_at, line.deleted_reason),
    )


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.households", "/residents/households")
    config.scan(__name__)
