"""A person: what is known, who said it, where and with whom they live."""

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from gridhall.web.panels import PanelView, panels
from gridhall.web.request import Request
from gridhall.web.urls import number_of
from gridhall_residents import permissions
from gridhall_residents.fields import CATEGORY, HOUSEHOLD, PLACE
from gridhall_residents.services.show import pages
from gridhall_residents.services.show.shown import Shown

from . import boxes
from .facts import Fact, Teller, is_code, rank
from .household import HomeLink, home_link

FIELDS = (
    "name",
    "identity_number",
    "sex",
    "birth_date",
    "phone",
    "address",
    "relation",
    HOUSEHOLD,
    PLACE,
    "note",
)


@dataclass(frozen=True)
class ToldLine:
    """What was said of one field."""

    label: str
    text: str
    is_code: bool
    """It keeps its direction in Arabic."""


@dataclass(frozen=True)
class EventLine:
    """What one source said at one time."""

    source: str
    told: tuple[ToldLine, ...]
    """The fields that were new."""


@dataclass(frozen=True)
class Housemate:
    """Somebody of the same household."""

    name: str
    href: str
    about: str
    """Relation and age in words."""
    is_this: bool
    """It is the person of the page."""


@dataclass(frozen=True)
class HouseholdLink:
    """The household of a person."""

    title: str
    href: str
    people: tuple[Housemate, ...]


@dataclass(frozen=True)
class PersonPage:
    """``residents/person.jinja2``."""

    name: str
    lead: str
    """Sex and age in words."""
    place: str
    place_href: str
    is_confirmed: bool
    """Has an identity number."""
    categories: list[str]
    facts: list[Fact]
    home: HomeLink | None
    household: HouseholdLink | None
    owns: list[tuple[str, str]]
    """``(title, href)`` of the homes that are theirs."""
    events: list[EventLine]
    """All that was ever said, the latest first."""
    purposes: list[tuple[str, str]]
    deleted: boxes.DeletedBox | None
    edit_href: str | None
    move_href: str | None
    delete_href: str | None
    about_href: str | None
    panels: list[PanelView]
    """What plugins show: place ``residents.person.side``, subject the service's ``PersonShown``."""


@view_config(
    route_name="residents.person",
    permission=permissions.VIEW,
    request_method="GET",
    renderer="residents/person.jinja2",
)
def show(request: Request) -> PersonPage:
    """One person."""
    found = pages.person(request.scope, number_of(request, "id"))
    person, teller, path = found.person, Teller(request), request.route_path
    may = person.may_edit and person.deletion is None
    keys = (*FIELDS, *(CATEGORY + key for key in person.categories))
    facts = teller.facts(person, keys, path("residents.person.reveal", id=person.id))
    sex = teller.fact(person, "sex").text
    return PersonPage(
        name=person.name,
        lead=" · ".join(part for part in (sex, boxes.age_of(request, person)) if part),
        place=next(fact.text or "" for fact in facts if fact.key == PLACE),
        place_href=path("tree.node", id=person.place.id),
        is_confirmed=person.now["identity_number"] is not None,
        categories=[teller.label(CATEGORY + key) for key in person.categories],
        facts=[fact for fact in facts if fact.text is not None or fact.older or fact.key != "note"],
        home=home_link(request, found.home) if found.home is not None else None,
        household=_household_link(teller, found.household, person.id) if found.household else None,
        owns=[(title, path("residents.home", id=home_id)) for home_id, title in found.owns],
        events=events(teller, person),
        purposes=boxes.purposes(request),
        deleted=boxes.deleted(request, person, "residents.person"),
        edit_href=path("residents.person.edit", id=person.id) if may else None,
        move_href=path("residents.person.move", id=person.id) if may else None,
        delete_href=path("residents.person.delete", id=person.id) if may else None,
        about_href=path("residents.person.about", id=person.id) if person.may_edit else None,
        panels=panels(request, "residents.person.side", found),
    )


def _household_link(teller: Teller, found: pages.HouseholdShown, person_id: int) -> HouseholdLink:
    path = teller.request.route_path
    return HouseholdLink(
        boxes.household_title(teller.request, found),
        path("residents.household", id=found.household.id),
        tuple(
            Housemate(
                each.name,
                path("residents.person", id=each.id),
                boxes.about(teller, each),
                each.id == person_id,
            )
            for each in found.people
        ),
    )


def events(teller: Teller, shown: Shown) -> list[EventLine]:
    """All that was said of a record, the latest first."""
    return [
        EventLine(
            teller.origin(event.origin),
            tuple(
                ToldLine(teller.label(told.key), teller.told(shown, told), is_code(told))
                for told in sorted(event.told, key=lambda told: rank(told.key))
                if told.key != "name_key"
            ),
        )
        for event in shown.telling.events
    ]


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.person", r"/residents/{id:\d+}")
    config.scan(__name__)
