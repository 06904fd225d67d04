"""Moving house: a person, or a whole household."""

from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall.web.urls import number_of, see_other
from gridhall_residents import permissions
from gridhall_residents.models import Household, Resident
from gridhall_residents.services import records
from gridhall_residents.services.change import moving
from gridhall_residents.services.show import pages
from gridhall_residents.services.show.shown import Shown
from gridhall_residents.words import _

from . import boxes, forms, move


@view_config(
    route_name="residents.person.move",
    permission=permissions.EDIT,
    request_method="GET",
    renderer=move.TEMPLATE,
)
def ask_person(request: Request) -> move.MovePage:
    """Ask where to."""
    return move.page(request, _person(request))


@view_config(
    route_name="residents.person.move",
    permission=permissions.EDIT,
    request_method="POST",
    renderer=move.TEMPLATE,
)
def move_person(request: Request) -> Any:
    """Let a person live elsewhere."""
    person_id, emptied = number_of(request, "id"), False
    if forms.is_search(request):
        return move.page(request, _person(request))
    with forms.saving(request) as saved:
        emptied = moving.move_person(
            request.scope,
            person_id,
            move.destination(request),
            relation=request.POST.get("relation", ""),
            version=forms.version(request),
        )
    if not saved.done:
        return move.page(request, _person(request), saved.errors)
    request.flash("good", request.words(_("Moved.")))
    if emptied:
        request.flash("info", request.words(_("Nobody is left in the old household, so it was deleted.")))
    return see_other(request.route_path("residents.person", id=person_id))


@view_config(
    route_name="residents.household.move",
    permission=permissions.EDIT,
    request_method="GET",
    renderer=move.TEMPLATE,
)
def ask_household(request: Request) -> move.MovePage:
    """Ask where to."""
    return move.page(request, _household(request))


@view_config(
    route_name="residents.household.move",
    permission=permissions.EDIT,
    request_method="POST",
    renderer=move.TEMPLATE,
)
def move_household(request: Request) -> Any:
    """Let all people of a household live elsewhere."""
    household_id, there = number_of(request, "id"), 0
    if forms.is_search(request):
        return move.page(request, _household(request))
    where = move.destination(request)
    with forms.saving(request) as saved:
        there = moving.move_household(request.scope, household_id, where, version=forms.version(request))
    if not saved.done:
        return move.page(request, _household(request), saved.errors)
    request.flash("good", request.words(_("Moved.")))
    return see_other(request.route_path("residents.household", id=there))


def _person(request: Request) -> move.Mover:
    records.to_change(request.scope, Resident, number_of(request, "id"))
    found = pages.person(request.scope, number_of(request, "id"))
    return move.Mover(
        route="residents.person",
        id=found.person.id,
        version=found.person.version,
        title=request.words(_("{name} moves house"), name=found.person.name),
        now=_now(request, found.home, found.household, found.person),
        household_id=found.person.belongs_to,
        is_person=True,
    )


def _household(request: Request) -> move.Mover:
    records.to_change(request.scope, Household, number_of(request, "id"))
    found, home = pages.household(request.scope, number_of(request, "id"))
    return move.Mover(
        route="residents.household",
        id=found.household.id,
        version=found.household.version,
        title=request.words(_("{name} moves house"), name=boxes.household_title(request, found)),
        now=_now(request, home, None, found.household),
        household_id=found.household.id,
        is_person=False,
    )


def _now(request: Request, home: Shown | None, household: pages.HouseholdShown | None, itself: Shown) -> str:
    where = str(home.now["address"] or home.now["code"]) if home is not None else itself.place.name
    parts = [where, boxes.household_title(request, household) if household is not None else None]
    return request.words(_("Lives now at: {place}"), place=" · ".join(part for part in parts if part))


def includeme(config: Any) -> None:
    """Add the pages."""
    config.add_route("residents.person.move", r"/residents/{id:\d+}/move")
    config.add_route("residents.household.move", r"/residents/households/{id:\d+}/move")
    config.scan(__name__)
