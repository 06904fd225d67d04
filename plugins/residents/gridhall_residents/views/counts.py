"""How many there are, part by part of the tree."""

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall_residents import permissions
from gridhall_residents.services import counts


@dataclass(frozen=True)
class CountsPage:
    """``residents/counts.jinja2``."""

    totals: counts.Totals


@view_config(
    route_name="residents.counts",
    permission=permissions.VIEW,
    request_method="GET",
    renderer="residents/counts.jinja2",
)
def show(request: Request) -> CountsPage:
    """What the reader may see, counted."""
    return CountsPage(counts.totals(request.scope))


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.counts", "/residents/counts")
    config.scan(__name__)
