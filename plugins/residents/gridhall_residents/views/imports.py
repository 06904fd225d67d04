"""Importing a department's file: choosing it, looking at what was found in it, what became of it."""

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from gridhall.web.request import Request
from gridhall_residents import permissions


@dataclass(frozen=True)
class ImportPage:
    """``residents/import.jinja2``."""


@view_config(
    route_name="residents.import",
    permission=permissions.IMPORT,
    request_method="GET",
    renderer="residents/import.jinja2",
)
def show(_request: Request) -> ImportPage:
    """The form for a file."""
    return ImportPage()


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.import", "/residents/import")
    config.scan(__name__)
