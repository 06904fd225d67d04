"""The list of people."""

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall_residents import labels, permissions
from gridhall_residents.services import ages
from gridhall_residents.services.lists import PeopleFilter
from gridhall_residents.services.lists.homes_of import HomeOf
from gridhall_residents.services.lists.people import PEOPLE, PersonLine
from gridhall_residents.words import _

from . import choices
from .listing import ListPage, list_page


@dataclass(frozen=True)
class PersonRow:
    """A person, in the reader's language."""

    name: str
    href: str
    about: str
    """e.g. "Female, 34"."""
    identity: str | None
    """Masked; None: not confirmed."""
    phone: str | None
    """Masked."""
    home: str | None
    """The address, or what else the home is known by."""
    home_href: str | None
    place: str
    categories: list[str]
    deleted: str | None
    """When and why; None: is there."""


@view_config(
    route_name="residents.people",
    permission=permissions.VIEW,
    request_method="GET",
    renderer="residents/people.jinja2",
)
def show(request: Request) -> ListPage[PersonRow]:
    """Those whom the address asks for."""
    titles = choices.category_titles(request)

    def row(line: PersonLine) -> PersonRow:
        return _row(request, line, titles)

    return list_page(request, "residents.people", PEOPLE, PeopleFilter, choices.of_people, row)


def _row(request: Request, line: PersonLine, titles: dict[str, str]) -> PersonRow:
    return PersonRow(
        name=line.name,
        href=request.route_path("residents.person", id=line.id),
        about=_about(request, line),
        identity=line.identity,
        phone=line.phone,
        home=line.lives_at,
        home_href=_home_href(request, line.home),
        place=line.place.title,
        categories=[title for key, title in titles.items() if key in line.categories],
        deleted=choices.deletion(request, line.deleted_at, line.deleted_reason),
    )


def _about(request: Request, line: PersonLine) -> str:
    words = request.words
    known = []
    if line.sex is not None:
        known.append(words(labels.SEX[line.sex]))
    if line.birth_date is not None:
        known.append(request.formats.number(ages.age(line.birth_date, request.scope.today)))
    return words(_("{sex}, {age}"), sex=known[0], age=known[1]) if len(known) > 1 else "".join(known)


def _home_href(request: Request, home: HomeOf | None) -> str | None:
    """The page of the home; where there is none, that of the household."""
    if home is None:
        return None
    if home.dwelling_id is None:
        return request.route_path("residents.household", id=home.household_id)
    return request.route_path("residents.home", id=home.dwelling_id)


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.people", "/residents")
    config.scan(__name__)
