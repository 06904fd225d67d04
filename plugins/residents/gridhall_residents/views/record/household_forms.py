"""Adding a household; saying what its people are to the head, and in which grid it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall.web.urls import number_of, see_other
from gridhall_residents import labels, permissions
from gridhall_residents.fields import PLACE
from gridhall_residents.models import Household
from gridhall_residents.services import records
from gridhall_residents.services.change import households
from gridhall_residents.services.change.destination import Destination
from gridhall_residents.services.change.sent import Sent
from gridhall_residents.services.show import pages
from gridhall_residents.words import _

from . import boxes, forms
from .household import HomeLink, home_link

ADD = "residents/household_form.jinja2"
EDIT = "residents/relations.jinja2"


@dataclass(frozen=True, kw_only=True)
class HouseholdForm:
    """``residents/household_form.jinja2``: a new household."""

    action: str
    back: str
    hidden: Mapping[str, str]
    values: Mapping[str, str]
    """``code``."""
    home: HomeLink | None
    place: forms.PlaceChoice | None
    """None: the home says it."""
    errors: Mapping[str, str] = field(default_factory=dict)
    known: str | None = None
    """Where the household is shown that has the code already."""


@dataclass(frozen=True, kw_only=True)
class RelationsForm:
    """``residents/relations.jinja2``: who of a household is what to its head."""

    title: str
    action: str
    back: str
    hidden: Mapping[str, str]
    people: list[tuple[str, str]]
    """``(field, name)`` of each."""
    relations: list[tuple[str, str]]
    values: Mapping[str, str]
    place: forms.PlaceChoice | None
    """None: the home says it."""
    errors: Mapping[str, str] = field(default_factory=dict)


@view_config(
    route_name="residents.household.add", permission=permissions.EDIT, request_method="GET", renderer=ADD
)
def ask_add(request: Request) -> HouseholdForm:
    """The form."""
    return _add_form(request, {"code": "", PLACE: ""})


@view_config(
    route_name="residents.household.add", permission=permissions.EDIT, request_method="POST", renderer=ADD
)
def add(request: Request) -> Any:
    """Add it, and lead to it."""
    values, added = forms.typed(request, ("code", PLACE)), 0
    if forms.is_search(request):
        return _add_form(request, values)
    where = Destination(forms.number(request.GET.get("home", "")), "", values[PLACE])
    with forms.saving(request) as saved:
        added = households.add(request.scope, values, where, form_id=forms.form_id(request))
    if not saved.done:
        return _add_form(request, values, saved.errors, saved.known)
    request.flash("good", request.words(_("The household was added. Now add its people.")))
    return see_other(request.route_path("residents.household", id=added))


def _add_form(
    request: Request,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    known: int | None = None,
) -> HouseholdForm:
    path, home_id = request.route_path, forms.number(request.GET.get("home", ""))
    home = home_link(request, pages.home(request.scope, home_id).home) if home_id is not None else None
    return HouseholdForm(
        action=path("residents.household.add", _query={"home": home_id} if home_id is not None else {}),
        back=home.href if home is not None else path("residents.homes"),
        hidden={"form_id": request.POST.get("form_id") or str(uuid4())},
        values=values,
        home=home,
        place=None if home is not None else forms.place_choice(request, values[PLACE], searching=True),
        errors=errors or {},
        known=path("residents.household", id=known) if known is not None else None,
    )


@view_config(
    route_name="residents.household.edit", permission=permissions.EDIT, request_method="GET", renderer=EDIT
)
def ask_edit(request: Request) -> RelationsForm:
    """The form, filled."""
    return _edit_form(request, None)


@view_config(
    route_name="residents.household.edit", permission=permissions.EDIT, request_method="POST", renderer=EDIT
)
def edit(request: Request) -> Any:
    """Say what was changed; where somebody else was faster, show how it is and ask once more."""
    household_id = number_of(request, "id")
    given = forms.sent(
        request, [PLACE, *(key for key in request.POST if key.startswith(households.RELATION))]
    )
    if forms.is_search(request):
        return _edit_form(request, given)
    with forms.saving(request) as saved:
        households.save(request.scope, household_id, given)
    if saved.done:
        request.flash("good", request.words(_("Saved.")))
        return see_other(request.route_path("residents.household", id=household_id))
    return _edit_form(request, given, saved.errors, stale=saved.stale)


def _edit_form(
    request: Request, given: Sent | None, errors: Mapping[str, str] | None = None, *, stale: bool = False
) -> RelationsForm:
    path, words = request.route_path, request.words
    row = records.to_change(request.scope, Household, number_of(request, "id"))
    found, home = pages.household(request.scope, row.id)
    people = [(f"{households.RELATION}{each.id}", each) for each in found.people]
    now = {PLACE: str(row.grid_id), **{key: str(each.now["relation"] or "") for key, each in people}}
    shown = given or Sent(now, now, row.version)
    if stale:
        shown = Sent({key: shown.changed.get(key, text) for key, text in now.items()}, now, row.version)
    return RelationsForm(
        title=words(_("Change {name}"), name=boxes.household_title(request, found)),
        action=path("residents.household.edit", id=row.id),
        back=path("residents.household", id=row.id),
        hidden=forms.hidden(shown.was, now, version=shown.version),
        people=[(key, each.name) for key, each in people],
        relations=[(key, words(text)) for key, text in labels.RELATION.items()],
        values=dict.fromkeys(now, "") | dict(shown.typed),
        place=None if home is not None else forms.place_choice(request, shown.typed[PLACE], searching=True),
        errors=errors or {},
    )


def includeme(config: Any) -> None:
    """Add the pages."""
    config.add_route("residents.household.add", "/residents/households/add")
    config.add_route("residents.household.edit", r"/residents/households/{id:\d+}/edit")
    config.scan(__name__)
