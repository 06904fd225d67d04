"""Adding a person: into a household, into a home, or where only the grid is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall.web.urls import see_other
from gridhall_residents import permissions
from gridhall_residents.fields import PLACE
from gridhall_residents.services.change import people
from gridhall_residents.services.change.destination import NEW, Destination
from gridhall_residents.services.change.namesakes import ANOTHER, Namesake
from gridhall_residents.services.show import pages
from gridhall_residents.services.show.shown import Shown
from gridhall_residents.words import _

from . import boxes, forms
from .person_form import FORM, PersonForm, choices, keys

HOUSEHOLD = "household"


@dataclass(frozen=True)
class Target:
    """Where a new person is to live, as far as the link to the form has said it."""

    home: Shown | None = None
    household: pages.HouseholdShown | None = None
    others: tuple[pages.HouseholdShown, ...] = ()
    """The households of the home, where none is chosen yet."""

    @property
    def query(self) -> dict[str, int]:
        """As it stands in the address of the form."""
        if self.household is not None:
            return {"household": self.household.household.id}
        return {"home": self.home.id} if self.home is not None else {}


@view_config(
    route_name="residents.person.add", permission=permissions.EDIT, request_method="GET", renderer=FORM
)
def ask(request: Request) -> PersonForm:
    """The form."""
    target = _target(request)
    values = {"address": str((target.home and target.home.now["address"]) or "")}
    if target.home is not None and target.household is None:
        alone = {HOUSEHOLD: NEW, "relation": "head"}
        only = {HOUSEHOLD: str(target.others[0].household.id)} if len(target.others) == 1 else {}
        values |= only if target.others else alone
    return _form(request, target, values)


@view_config(
    route_name="residents.person.add", permission=permissions.EDIT, request_method="POST", renderer=FORM
)
def add(request: Request) -> Any:
    """Add them, and lead back to where they live."""
    target, values = _target(request), forms.typed(request, (*keys(request), PLACE, HOUSEHOLD))
    if forms.is_search(request):
        return _form(request, target, values)
    person_id = 0
    with forms.saving(request) as saved:
        person_id = people.add(
            request.scope,
            values,
            _destination(target, values),
            form_id=forms.form_id(request),
            is_namesake=bool(request.POST.get(ANOTHER)),
        )
    if not saved.done:
        namesake = isinstance(saved.taken, Namesake)
        return _form(request, target, values, saved.errors, saved.known, namesake=namesake)
    request.flash("good", request.words(_("{name} was added."), name=values["name"]))
    return see_other(_home(request, target) or request.route_path("residents.person", id=person_id))


def _target(request: Request) -> Target:
    """What the address says.

    :raises NotFound: there is no such home or household within the reader's grids
    """
    household_id = forms.number(request.GET.get("household", ""))
    if household_id is not None:
        household, home = pages.household(request.scope, household_id)
        return Target(home, household)
    home_id = forms.number(request.GET.get("home", ""))
    if home_id is None:
        return Target()
    found = pages.home(request.scope, home_id)
    return Target(found.home, None, found.households)


def _destination(target: Target, values: Mapping[str, str]) -> Destination:
    chosen = str(target.household.household.id) if target.household is not None else values[HOUSEHOLD]
    return Destination(target.home.id if target.home is not None else None, chosen, values[PLACE])


def _home(request: Request, target: Target) -> str | None:
    if target.home is not None:
        return request.route_path("residents.home", id=target.home.id)
    if target.household is not None:
        return request.route_path("residents.household", id=target.household.household.id)
    return None


def _form(
    request: Request,
    target: Target,
    values: dict[str, str],
    errors: Mapping[str, str] | None = None,
    known: int | None = None,
    *,
    namesake: bool = False,
) -> PersonForm:
    words, path = request.words, request.route_path
    settled = target.household is not None or target.home is not None
    own = (NEW, words(_("A household of their own")))
    choice = [(str(each.household.id), boxes.household_title(request, each)) for each in target.others]
    unknown = [] if settled else [("", words(_("Not known")))]
    return PersonForm(
        title=words(_("New person")),
        action=path("residents.person.add", _query=target.query),
        back=_home(request, target) or path("residents.people"),
        is_new=True,
        hidden={"form_id": request.POST.get("form_id") or str(uuid4())},
        values=dict.fromkeys((*keys(request), HOUSEHOLD), "") | values,
        where=_where(request, target),
        households=[*choice, *unknown, own] if target.household is None else [],
        place=None if settled else forms.place_choice(request, values.get(PLACE, ""), searching=True),
        errors=errors or {},
        known=path("residents.person", id=known) if known is not None else None,
        asks_namesake=namesake,
        choices=choices(request),
    )


def _where(request: Request, target: Target) -> str | None:
    home = str(target.home.now["address"] or target.home.now["code"]) if target.home is not None else None
    household = boxes.household_title(request, target.household) if target.household is not None else None
    return " · ".join(part for part in (home, household) if part) or None


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.person.add", "/residents/add")
    config.scan(__name__)
