"""What is held about a person, who supplied it and who looked: to be printed and handed over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall.web.urls import number_of
from gridhall_residents import labels, permissions
from gridhall_residents.fields import CATEGORY
from gridhall_residents.services.show.about import Look, about
from gridhall_residents.words import _

from . import boxes
from .facts import Fact, Teller
from .person import FIELDS, EventLine, events


@dataclass(frozen=True)
class LookLine:
    """That somebody was shown a value whole."""

    at: datetime
    by: str
    what: str
    purpose: str


@dataclass(frozen=True)
class AboutPage:
    """``residents/about.jinja2``."""

    name: str
    today: str
    back: str
    facts: list[Fact]
    """Every field, also where nothing is held."""
    household: list[tuple[str, str]]
    """``(name, relation and age)`` of those who are recorded in the same household."""
    homes: list[tuple[str, str]]
    """``(title, what it is to the person)``."""
    events: list[EventLine]
    looks: list[LookLine]
    deleted: boxes.DeletedBox | None


@view_config(
    route_name="residents.person.about",
    permission=permissions.EDIT,
    request_method="GET",
    renderer="residents/about.jinja2",
)
def show(request: Request) -> AboutPage:
    """All of it; sensitive values stay masked, since the person knows them."""
    told = about(request.scope, number_of(request, "id"))
    found, teller, words = told.found, Teller(request), request.words
    person = found.person
    keys = (*FIELDS, *(CATEGORY + key for key in person.categories))
    people = found.household.people if found.household is not None else ()
    homes = [(title, words(_("Owned by this person"))) for _id, title in found.owns]
    if found.home is not None:
        now = found.home.now
        homes.insert(0, (str(now["address"] or now["code"]), words(_("Lives here"))))
    return AboutPage(
        name=person.name,
        today=request.formats.date(request.scope.today, "long"),
        back=request.route_path("residents.person", id=person.id),
        facts=teller.facts(person, keys),
        household=[(each.name, boxes.about(teller, each)) for each in people if each.id != person.id],
        homes=homes,
        events=events(teller, person),
        looks=[_look(request, look) for look in told.looks],
        deleted=boxes.deleted(request, person, "residents.person"),
    )


def _look(request: Request, look: Look) -> LookLine:
    words = request.words
    what = words(labels.FIELD[look.field]) if look.field in labels.FIELD else look.field
    purpose = words(labels.PURPOSE[look.purpose]) if look.purpose in labels.PURPOSE else look.purpose
    return LookLine(look.at, look.by, what, look.words or purpose)


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.person.about", r"/residents/{id:\d+}/about")
    config.scan(__name__)
