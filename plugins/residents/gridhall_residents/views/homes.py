"""The list of homes."""

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall_residents import permissions
from gridhall_residents.services import counts


@dataclass(frozen=True)
class HomesPage:
    """``residents/homes.jinja2``."""

    total: int


@view_config(
    route_name="residents.homes",
    permission=permissions.VIEW,
    request_method="GET",
    renderer="residents/homes.jinja2",
)
def show(request: Request) -> HomesPage:
    """All homes that the reader may see."""
    return HomesPage(counts.totals(request.scope).dwellings)


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.homes", "/residents/homes")
    config.scan(__name__)
