"""Changing what is known of a person."""

from collections.abc import Mapping
from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall.web.urls import number_of, see_other
from gridhall_residents import permissions
from gridhall_residents.fields import PLACE
from gridhall_residents.services.change import current, people
from gridhall_residents.services.change.current import Current
from gridhall_residents.services.change.sent import Sent
from gridhall_residents.words import _

from . import forms
from .person_form import FORM, PersonForm, choices, keys


@view_config(
    route_name="residents.person.edit", permission=permissions.EDIT, request_method="GET", renderer=FORM
)
def ask(request: Request) -> PersonForm:
    """The form, filled."""
    now = current.of_person(request.scope, number_of(request, "id"))
    return _form(request, now, Sent(now.texts, now.texts, now.version))


@view_config(
    route_name="residents.person.edit", permission=permissions.EDIT, request_method="POST", renderer=FORM
)
def edit(request: Request) -> Any:
    """Change what was changed; where somebody else was faster, show that and ask once more."""
    person_id, new = number_of(request, "id"), False
    given = forms.sent(request, (*keys(request), PLACE, *forms.take_backs()))
    if forms.is_search(request):
        return _form(request, current.of_person(request.scope, person_id), given)
    with forms.saving(request) as saved:
        new = people.save(request.scope, person_id, given)
    if saved.done:
        request.flash("good", request.words(_("Saved.") if new else _("Nothing was changed.")))
        return see_other(request.route_path("residents.person", id=person_id))
    now = current.of_person(request.scope, person_id)
    if saved.stale:
        return _form(request, now, forms.merged(given, now), saved.errors, was=given)
    return _form(request, now, given, saved.errors, known=saved.known)


def _form(
    request: Request,
    now: Current,
    given: Sent,
    errors: Mapping[str, str] | None = None,
    *,
    known: int | None = None,
    was: Sent | None = None,
) -> PersonForm:
    """The form.

    :param given: what it shows, and what it will remember as having been there
    :param was: what came back, where somebody else was faster
    """
    path, person_id = request.route_path, number_of(request, "id")
    has_place = now.household_id is None
    return PersonForm(
        title=request.words(_("Change {name}"), name=now.values["name"]),
        action=path("residents.person.edit", id=person_id),
        back=path("residents.person", id=person_id),
        is_new=False,
        hidden=forms.hidden(given.was, (*keys(request), PLACE), version=given.version),
        values=given.typed,
        place=forms.place_choice(request, given.typed.get(PLACE, ""), searching=forms.is_search(request))
        if has_place
        else None,
        kept=now.masked,
        errors=errors or {},
        known=path("residents.person", id=known) if known is not None else None,
        meanwhile=forms.meanwhile(request, was, now) if was is not None else [],
        choices=choices(request),
    )


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.person.edit", r"/residents/{id:\d+}/edit")
    config.scan(__name__)
