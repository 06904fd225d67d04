"""What moving house looks like: find a home, then say into which household."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gridhall.web.request import Request
from gridhall_residents import labels
from gridhall_residents.fields import PLACE
from gridhall_residents.services.change.destination import NEW, Destination
from gridhall_residents.services.lists.homes import HomeLine
from gridhall_residents.services.show import pages
from gridhall_residents.services.show.search import homes_to_move_to
from gridhall_residents.words import _

from . import boxes, forms
from .household import HomeLink, home_link

TEMPLATE = "residents/move.jinja2"
UNKNOWN = "unknown"
"""``?home=unknown``: only the grid of the new home is known."""


@dataclass(frozen=True)
class FoundHome:
    """A home that a search found."""

    title: str
    code: str
    place: str
    people: str
    """How many live there, in words."""
    href: str
    """Where it is chosen."""


@dataclass(frozen=True, kw_only=True)
class MovePage:
    """``residents/move.jinja2``."""

    title: str
    now: str
    """Where they live now, in words."""
    here: str
    """This page without any choice."""
    back: str
    q: str
    found: list[FoundHome]
    more: bool
    """There are more homes than are shown."""
    is_chosen: bool
    """A home is chosen, or that it is not known: the form is shown."""
    action: str
    hidden: Mapping[str, str]
    home: HomeLink | None
    households: list[tuple[str, str]]
    """``(value, text)`` of the households that can be chosen."""
    relations: list[tuple[str, str]] | None
    """What one person can be to the head there; None: all keep what they are."""
    place: forms.PlaceChoice | None
    """Where the home is not known."""
    values: Mapping[str, str]
    """``household`` and ``relation``."""
    unknown_href: str
    leave_href: str | None
    """Where a person is deleted who has left the city."""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Mover:
    """Who moves."""

    route: str
    """``residents.person`` or ``residents.household``."""
    id: int
    version: int
    title: str
    now: str
    household_id: int | None
    """The household that they leave."""
    is_person: bool


def destination(request: Request) -> Destination:
    """What was chosen in the form."""
    given = forms.typed(request, ("household", PLACE))
    return Destination(forms.number(request.GET.get("home", "")), given["household"], given[PLACE])


def page(request: Request, mover: Mover, errors: Mapping[str, str] | None = None) -> MovePage:
    """The search, or the form once a home is chosen.

    :raises NotFound: the chosen home lies outside the reader's grids
    """
    here = request.route_path(f"{mover.route}.move", id=mover.id)
    chosen, words = request.GET.get("home", ""), request.words
    home_id = forms.number(chosen)
    found = pages.home(request.scope, home_id) if home_id is not None else None
    q = request.GET.get("q", "")
    lines, more = homes_to_move_to(request.scope, q) if found is None else ([], False)
    values = forms.typed(request, ("household", "relation", PLACE))
    own = (NEW, words(_("A household of their own")))
    others = [
        (str(each.household.id), boxes.household_title(request, each))
        for each in (found.households if found is not None else ())
        if each.household.id != mover.household_id
    ]
    none = [("", words(_("No household")))] if found is None and mover.is_person else []
    only = "" if others or none else NEW
    return MovePage(
        title=mover.title,
        now=mover.now,
        here=here,
        back=request.route_path(mover.route, id=mover.id),
        q=q,
        found=[_found(request, line, here) for line in lines],
        more=more,
        is_chosen=found is not None or chosen == UNKNOWN,
        action=f"{here}?home={home_id if home_id is not None else UNKNOWN}",
        hidden={"version": str(mover.version)},
        home=home_link(request, found.home) if found is not None else None,
        households=[*others, *none, own],
        relations=[(key, words(text)) for key, text in labels.RELATION.items()] if mover.is_person else None,
        place=None if found is not None else forms.place_choice(request, values[PLACE], searching=True),
        values={"household": values["household"] or only, "relation": values["relation"]},
        unknown_href=f"{here}?home={UNKNOWN}",
        leave_href=request.route_path("residents.person.delete", id=mover.id) if mover.is_person else None,
        errors=errors or {},
    )


def _found(request: Request, line: HomeLine, here: str) -> FoundHome:
    place = f"{line.place.above} › {line.place.name}" if line.place.above else line.place.name
    people = request.words.plural(_("{n} person lives here"), _("{n} people live here"), line.people)
    return FoundHome(line.address or line.code, line.code, place, people, f"{here}?home={line.id}")
