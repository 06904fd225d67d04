"""The start of an import: a form for a file, what waits, what is under way, what was imported before."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pyramid.view import view_config

from gridhall.errors import Invalid
from gridhall.services import runs
from gridhall.settings.tenant import word
from gridhall.web.forms import attempt
from gridhall.web.request import Request
from gridhall.web.urls import page_number, see_other
from gridhall_residents import permissions
from gridhall_residents.models import ImportRun, Upload
from gridhall_residents.services import imports, sources, uploads
from gridhall_residents.words import _

from . import given

TEMPLATE = "residents/import/choose.jinja2"
ROUTE = "residents.import"


@dataclass(frozen=True)
class Waiting:
    """A file of one's own that was not imported yet."""

    name: str
    href: str
    size: str
    at: datetime


@dataclass(frozen=True)
class Busy:
    """A job of one's own."""

    name: str
    href: str
    how_far: str


@dataclass(frozen=True)
class PastRow:
    """An import."""

    run: ImportRun
    href: str
    source: str
    result: str
    """The figures, those that are nought left out."""


@dataclass(frozen=True)
class SourceRow:
    """A source of the city."""

    title: str
    kind: str
    category: str


@dataclass(frozen=True)
class ChoosePage:
    """``residents/import/choose.jinja2``."""

    most_mb: int
    waiting: list[Waiting]
    busy: list[Busy]
    rows: list[PastRow]
    sources: list[SourceRow]
    previous: str | None
    next: str | None
    errors: dict[str, str] = field(default_factory=dict)


@view_config(route_name=ROUTE, permission=permissions.IMPORT, request_method="GET", renderer=TEMPLATE)
def show(request: Request) -> ChoosePage:
    """The form."""
    return _page(request, {})


@view_config(
    route_name=ROUTE, permission=permissions.IMPORT, request_method="POST", renderer=TEMPLATE, upload=True
)
def bring(request: Request) -> Any:
    """Keep a file, and go on to what was found in it."""
    upload: Upload
    with attempt(request) as tried:
        sent = request.POST.get("file")
        if sent is None or not hasattr(sent, "file"):
            raise Invalid(_("Choose a file."), field="file")
        upload = uploads.receive(
            request.scope, given.passing(request), sent.file, sent.filename, most_mb=_most_mb(request)
        )
    if not tried.done:
        return _page(request, tried.errors)
    return see_other(request.route_path("residents.import.file", upload=str(upload.id)))


def _most_mb(request: Request) -> int:
    return request.platform.settings.web.upload_mb


def _page(request: Request, errors: dict[str, str]) -> ChoosePage:
    scope, number = request.scope, page_number(request)
    found, more = imports.past(scope, page=number)
    return ChoosePage(
        most_mb=_most_mb(request),
        waiting=[
            Waiting(
                name=upload.file_name,
                href=request.route_path("residents.import.file", upload=str(upload.id)),
                size=given.size(request, upload.size),
                at=upload.uploaded_at,
            )
            for upload in uploads.waiting(scope, given.passing(request))
        ],
        busy=[_busy(request, run) for run in imports.under_way(scope)],
        rows=[_past(request, each) for each in found],
        sources=[
            SourceRow(
                title=word(profile.title, request.words.language),
                kind=request.words(given.KIND[profile.kind]),
                category=given.category_title(request, profile.category),
            )
            for profile in sources.profiles(scope)
        ],
        previous=request.route_path(ROUTE, _query={"page": number - 1}) if number > 1 else None,
        next=request.route_path(ROUTE, _query={"page": number + 1}) if more else None,
        errors=errors,
    )


def _busy(request: Request, run: Any) -> Busy:
    progress, number = runs.progress(run), request.formats.number
    how_far = request.words(_("It begins as soon as a worker is free."))
    if progress.total is not None:
        how_far = request.words(
            _("{done} of {total} rows"), done=number(progress.done), total=number(progress.total)
        )
    return Busy(run.title, request.route_path("job", id=str(run.id)), how_far)


def _past(request: Request, past: imports.Past) -> PastRow:
    return PastRow(
        run=past.run,
        href=request.route_path("residents.import.run", run=str(past.run.id)),
        source=word(past.source, request.words.language),
        result=" · ".join(_figures(request, past.run.counts)),
    )


def _figures(request: Request, counts: dict[str, Any]) -> Iterator[str]:
    words, rejected = request.words, sum(counts.get("rejected", {}).values())
    yield words.plural(_("{n} row"), _("{n} rows"), counts["rows"])
    told = (
        (_("{n} new"), counts["created"]),
        (_("{n} changed"), counts["updated"]),
        (_("{n} to be decided"), counts["for_review"]),
        (_("{n} not taken"), rejected),
    )
    for text, number in told:
        if number:
            yield words(text, n=request.formats.number(number))


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route(ROUTE, "/residents/import")
    config.scan(__name__)
