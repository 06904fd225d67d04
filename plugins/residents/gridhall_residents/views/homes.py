"""The list of homes."""

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall_residents import labels, permissions
from gridhall_residents.services.lists import HomesFilter
from gridhall_residents.services.lists.homes import HOMES, HomeLine

from . import choices
from .listing import ListPage, list_page


@dataclass(frozen=True)
class HomeRow:
    """A home, in the reader's language."""

    code: str
    href: str
    address: str | None
    use: str | None
    kind: str
    """Of the badge: "" or warn."""
    floor: str | None
    """The floor area in square metres."""
    owner: str | None
    place: str
    people: int
    households: int
    deleted: str | None
    """When and why; None: is there."""


@view_config(
    route_name="residents.homes",
    permission=permissions.VIEW,
    request_method="GET",
    renderer="residents/homes.jinja2",
)
def show(request: Request) -> ListPage[HomeRow]:
    """Those that the address asks for."""

    def row(line: HomeLine) -> HomeRow:
        return _row(request, line)

    return list_page(request, "residents.homes", HOMES, HomesFilter, choices.of_homes, row)


def _row(request: Request, line: HomeLine) -> HomeRow:
    words, number = request.words, request.formats.number
    return HomeRow(
        code=line.code,
        href=request.route_path("residents.home", id=line.id),
        address=line.address,
        use=words(labels.USE[line.use]) if line.use else None,
        kind="warn" if line.use == "vacant" and line.people else "",
        floor=None if line.area_m2 is None else number(line.area_m2),
        owner=line.owner_name,
        place=line.place.title,
        people=line.people,
        households=line.households,
        deleted=choices.deletion(request, line.deleted_at, line.deleted_reason),
    )


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.homes", "/residents/homes")
    config.scan(__name__)
