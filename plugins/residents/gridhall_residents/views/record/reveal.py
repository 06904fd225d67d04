"""Showing a sensitive value whole: in its place by htmx, on a page of its own without scripts."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from pyramid.view import view_config

from gridhall.web.forms import attempt
from gridhall.web.request import Request
from gridhall.web.urls import is_fragment, number_of
from gridhall_residents import labels, permissions
from gridhall_residents.models import Dwelling, Resident
from gridhall_residents.services import masking, records
from gridhall_residents.services.reveal import COLUMNS, reveal

from . import boxes

UNPROCESSABLE = 422
CALLABLE = "phone"
"""A field that can be called."""


@dataclass(frozen=True)
class RevealPage:
    """``residents/reveal.jinja2``: the value, whole or (where the purpose is missing) still masked."""

    title: str
    label: str
    text: str | Markup
    back: str
    reveal: str | None
    """Where to ask again; None: it is shown."""
    purposes: list[tuple[str, str]]
    given: tuple[str, str]
    """The purpose that was given, and the words."""
    error: str | None
    is_fragment: bool


@view_config(
    route_name="residents.person.reveal",
    permission=permissions.REVEAL,
    request_method="POST",
    renderer="residents/reveal.jinja2",
)
def reveal_person(request: Request) -> RevealPage:
    """A value of a person."""
    return _reveal(request, Resident, "residents.person")


@view_config(
    route_name="residents.home.reveal",
    permission=permissions.REVEAL,
    request_method="POST",
    renderer="residents/reveal.jinja2",
)
def reveal_home(request: Request) -> RevealPage:
    """A value of a home."""
    return _reveal(request, Dwelling, "residents.home")


def _reveal(request: Request, model: type[Resident] | type[Dwelling], route: str) -> RevealPage:
    record_id, field = number_of(request, "id"), request.GET.get("field", "")
    given = (request.POST.get("purpose", ""), request.POST.get("words", ""))
    whole = ""
    with attempt(request) as tried:
        whole = reveal(request.scope, model, record_id, field=field, purpose=given[0], words=given[1])
    row: Any = records.get(request.scope, model, record_id)
    text: str | Markup = whole
    if not tried.done:
        request.response.status_int = UNPROCESSABLE
        mask = masking.phone if field == CALLABLE else masking.identity
        text = mask(request.scope.keys, getattr(row, COLUMNS[model][field])) or ""
    elif field == CALLABLE:
        text = Markup('<a href="tel:{0}">{0}</a>').format(whole)
    return RevealPage(
        title=row.name if model is Resident else row.address or row.code,
        label=request.words(labels.FIELD[field]),
        text=text,
        back=request.route_path(route, id=record_id),
        reveal=None if tried.done else request.path_qs,
        purposes=boxes.purposes(request),
        given=given,
        error=next(iter(tried.errors.values()), None),
        is_fragment=is_fragment(request),
    )


def includeme(config: Any) -> None:
    """Add the pages."""
    config.add_route("residents.person.reveal", r"/residents/{id:\d+}/reveal")
    config.add_route("residents.home.reveal", r"/residents/homes/{id:\d+}/reveal")
    config.scan(__name__)
