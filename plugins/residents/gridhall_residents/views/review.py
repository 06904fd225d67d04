"""Rows of files that wait for a person's decision."""

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall_residents import permissions


@dataclass(frozen=True)
class ReviewPage:
    """``residents/review.jinja2``."""


@view_config(
    route_name="residents.review",
    permission=permissions.EDIT,
    request_method="GET",
    renderer="residents/review.jinja2",
)
def show(_request: Request) -> ReviewPage:
    """Those that wait."""
    return ReviewPage()


def includeme(config: Any) -> None:
    """Add the pages."""
    config.add_route("residents.review", "/residents/review")
    config.scan(__name__)
