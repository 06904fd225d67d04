"""The rows that wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyramid.view import view_config

from gridhall.settings.tenant import word
from gridhall.web.request import Request
from gridhall.web.urls import page_number
from gridhall.words import Message
from gridhall_residents import labels, permissions
from gridhall_residents.services import review
from gridhall_residents.words import _

ROUTE = "residents.review"
WHY: Mapping[str, Message] = {
    "several": _("Several people may be meant"),
    "deleted": _("The record was deleted here"),
}


@dataclass(frozen=True)
class Row:
    """A row that waits."""

    title: str
    href: str
    why: str
    source: str
    at: str
    """Where in the file it stands."""
    place: str
    since: datetime


@dataclass(frozen=True)
class ReviewPage:
    """``residents/review/list.jinja2``."""

    total: int
    rows: list[Row]
    previous: str | None
    next: str | None


@view_config(
    route_name=ROUTE,
    permission=permissions.EDIT,
    request_method="GET",
    renderer="residents/review/list.jinja2",
)
def show(request: Request) -> ReviewPage:
    """Those that wait within the reader's area."""
    number = page_number(request)
    found = review.waiting(request.scope, page=number)
    return ReviewPage(
        total=review.count(request.scope),
        rows=[_row(request, line) for line in found[: review.PAGE]],
        previous=request.route_path(ROUTE, _query={"page": number - 1}) if number > 1 else None,
        next=request.route_path(ROUTE, _query={"page": number + 1}) if len(found) > review.PAGE else None,
    )


def _row(request: Request, line: review.Line) -> Row:
    words, number = request.words, request.formats.number
    return Row(
        title=line.title or words(labels.HOME),
        href=request.route_path("residents.review.row", id=line.id),
        why=words(WHY[line.reason]),
        source=word(line.source, words.language),
        at=words(_("{file}, row {n}"), file=line.file_name, n=number(line.row_number)),
        place=line.place.title if line.place else "",
        since=line.created_at,
    )


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route(ROUTE, "/residents/review")
    config.scan(__name__)
