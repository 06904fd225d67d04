"""Adding a home, and changing what is known of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall.web.urls import number_of, see_other
from gridhall_residents import labels, permissions
from gridhall_residents.fields import PLACE
from gridhall_residents.services.change import current, homes
from gridhall_residents.services.change.current import Current
from gridhall_residents.services.change.sent import Sent
from gridhall_residents.words import _

from . import forms

FORM = "residents/home_form.jinja2"
OWN = ("code", "address", "use", "area_m2", "owner_name", "owner_identity_number", PLACE)
FIELDS = (*OWN, *forms.take_backs())


@dataclass(frozen=True, kw_only=True)
class HomeForm:
    """``residents/home_form.jinja2``."""

    title: str
    action: str
    back: str
    is_new: bool
    hidden: Mapping[str, str]
    """Fields that nobody sees: the form's id or the record's version, and what had stood in the form."""
    values: Mapping[str, str]
    place: forms.PlaceChoice
    kept: Mapping[str, str] = field(default_factory=dict)
    """Sensitive values that are known, masked: they stay where nothing is typed."""
    uses: list[tuple[str, str]]
    errors: Mapping[str, str] = field(default_factory=dict)
    known: str | None = None
    """Where the home is shown that has the code already."""
    meanwhile: list[forms.Meanwhile] = field(default_factory=list)


@view_config(
    route_name="residents.home.add", permission=permissions.EDIT, request_method="GET", renderer=FORM
)
def ask_add(request: Request) -> HomeForm:
    """The form for a new home."""
    return _add_form(request, dict.fromkeys(FIELDS, ""))


@view_config(
    route_name="residents.home.add", permission=permissions.EDIT, request_method="POST", renderer=FORM
)
def add(request: Request) -> Any:
    """Add it, and lead to it."""
    values, home_id = forms.typed(request, FIELDS), 0
    if forms.is_search(request):
        return _add_form(request, values)
    with forms.saving(request) as saved:
        home_id = homes.add(request.scope, values, form_id=forms.form_id(request))
    if not saved.done:
        return _add_form(request, values, saved.errors, saved.known)
    request.flash("good", request.words(_("The home was added.")))
    return see_other(request.route_path("residents.home", id=home_id))


@view_config(
    route_name="residents.home.edit", permission=permissions.EDIT, request_method="GET", renderer=FORM
)
def ask_edit(request: Request) -> HomeForm:
    """The form of a home that is known."""
    now = current.of_home(request.scope, number_of(request, "id"))
    return _edit_form(request, now, Sent(now.texts, now.texts, now.version))


@view_config(
    route_name="residents.home.edit", permission=permissions.EDIT, request_method="POST", renderer=FORM
)
def edit(request: Request) -> Any:
    """Change what was changed; where somebody else was faster, show that and ask once more."""
    home_id, new = number_of(request, "id"), False
    given = forms.sent(request, FIELDS)
    if forms.is_search(request):
        return _edit_form(request, current.of_home(request.scope, home_id), given)
    with forms.saving(request) as saved:
        new = homes.save(request.scope, home_id, given)
    if saved.done:
        request.flash("good", request.words(_("Saved.") if new else _("Nothing was changed.")))
        return see_other(request.route_path("residents.home", id=home_id))
    now = current.of_home(request.scope, home_id)
    if saved.stale:
        return _edit_form(request, now, forms.merged(given, now), saved.errors, was=given)
    return _edit_form(request, now, given, saved.errors, known=saved.known)


def _add_form(
    request: Request,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    known: int | None = None,
) -> HomeForm:
    path = request.route_path
    return HomeForm(
        title=request.words(_("New home")),
        action=path("residents.home.add"),
        back=path("residents.homes"),
        is_new=True,
        hidden={"form_id": request.POST.get("form_id") or str(uuid4())},
        values=values,
        place=forms.place_choice(request, values[PLACE], searching=True),
        uses=_uses(request),
        errors=errors or {},
        known=path("residents.home", id=known) if known is not None else None,
    )


def _edit_form(
    request: Request,
    now: Current,
    given: Sent,
    errors: Mapping[str, str] | None = None,
    *,
    known: int | None = None,
    was: Sent | None = None,
) -> HomeForm:
    """The form.

    :param given: what it shows, and what it will remember as having been there
    :param was: what came back, where somebody else was faster
    """
    path, home_id = request.route_path, number_of(request, "id")
    return HomeForm(
        title=request.words(_("Change {name}"), name=now.values["address"] or now.values["code"]),
        action=path("residents.home.edit", id=home_id),
        back=path("residents.home", id=home_id),
        is_new=False,
        hidden=forms.hidden(given.was, OWN, version=given.version),
        values=given.typed,
        place=forms.place_choice(request, given.typed.get(PLACE, ""), searching=forms.is_search(request)),
        kept=now.masked,
        uses=_uses(request),
        errors=errors or {},
        known=path("residents.home", id=known) if known is not None else None,
        meanwhile=forms.meanwhile(request, was, now) if was is not None else [],
    )


def _uses(request: Request) -> list[tuple[str, str]]:
    return [(key, request.words(text)) for key, text in labels.USE.items()]


def includeme(config: Any) -> None:
    """Add the pages."""
    config.add_route("residents.home.add", "/residents/homes/add")
    config.add_route("residents.home.edit", r"/residents/homes/{id:\d+}/edit")
    config.scan(__name__)
