"""The grids that a search finds, while somebody types."""

from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall_residents import permissions

from . import forms


@view_config(
    route_name="residents.places",
    permission=permissions.EDIT,
    request_method="POST",
    renderer="residents/places.jinja2",
)
def find(request: Request) -> dict[str, object]:
    """A part of a form: what was found, with the one that is chosen."""
    chosen = request.POST.get("place", "")
    return {"choice": forms.place_choice(request, chosen, searching=True)}


def includeme(config: Any) -> None:
    """Add it."""
    config.add_route("residents.places", "/residents/places")
    config.scan(__name__)
