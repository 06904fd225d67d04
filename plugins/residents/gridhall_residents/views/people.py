"""The list of people."""

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall_residents import permissions
from gridhall_residents.services import counts


@dataclass(frozen=True)
class PeoplePage:
    """``residents/people.jinja2``."""

    total: int


@view_config(
    route_name="residents.people",
    permission=permissions.VIEW,
    request_method="GET",
    renderer="residents/people.jinja2",
)
def show(request: Request) -> PeoplePage:
    """Everybody that the reader may see."""
    return PeoplePage(counts.totals(request.scope).residents)


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.people", "/residents")
    config.scan(__name__)
