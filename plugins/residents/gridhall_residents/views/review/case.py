"""One row beside those who may be meant, and the decision."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pyramid.view import view_config

from gridhall.settings.tenant import word
from gridhall.web.forms import attempt
from gridhall.web.request import Request
from gridhall.web.urls import number_of, see_other, whole_number
from gridhall_residents import labels, permissions
from gridhall_residents.fields import PLACE
from gridhall_residents.services import review
from gridhall_residents.services.review import DECISIONS, KEPT, NEW, NOBODY, RESTORED, SAME, Case
from gridhall_residents.services.show.shown import Shown
from gridhall_residents.views import choices
from gridhall_residents.views.importing.given import is_number
from gridhall_residents.views.record.facts import Teller, rank
from gridhall_residents.words import _

TEMPLATE = "residents/review/case.jinja2"
ROUTE = "residents.review.row"
LEAD = {
    "several": _("Several people on record may be meant by this row of a file."),
    "deleted": _("This record was deleted here, and the file says something new of it."),
}
DECIDED = {
    SAME: _("the same as somebody on record"),
    NEW: _("a new person"),
    NOBODY: _("nobody"),
    RESTORED: _("the record was restored"),
    KEPT: _("the record stays deleted"),
}
OPTIONS = {
    NEW: (_("A new person"), _("Nobody on record is meant.")),
    NOBODY: (_("Nobody"), _("The row is left out, now and whenever this file is imported again.")),
    RESTORED: (_("Restore the record"), _("It then holds what the file says.")),
    KEPT: (_("Keep it deleted"), _("You are asked again only when the file says something else.")),
}


@dataclass(frozen=True)
class Cell:
    """A value, and whether it differs from what the file says."""

    text: str
    differs: bool
    is_number: bool


@dataclass(frozen=True)
class Line:
    """A field: what the file says, and what is on record of each who may be meant."""

    label: str
    cells: list[Cell]
    """The first is the file's."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be meant."""

    heading: str
    link: str
    href: str
    deleted: str | None
    """When and why the record was deleted."""


@dataclass(frozen=True)
class CasePage:
    """``residents/review/case.jinja2``."""

    title: str
    lead: str
    action: str
    source: str
    place: str
    candidates: list[Candidate]
    lines: list[Line]
    elsewhere: int
    options: list[tuple[str, str, str]]
    """``(value, text, help)``."""
    chosen: str
    decided: str | None
    """Who decided what, and when."""
    decided_at: datetime | None
    errors: dict[str, str] = field(default_factory=dict)


@view_config(route_name=ROUTE, permission=permissions.EDIT, request_method="GET", renderer=TEMPLATE)
def show(request: Request) -> CasePage:
    """The row."""
    return _page(request, review.get(request.scope, number_of(request, "id")), "", {})


@view_config(route_name=ROUTE, permission=permissions.EDIT, request_method="POST", renderer=TEMPLATE)
def decide(request: Request) -> Any:
    """Decide, and go on to the next row."""
    scope, review_id = request.scope, number_of(request, "id")
    case = review.get(scope, review_id)
    chosen = request.POST.get("decision", "")
    decision, _dash, candidate = chosen.partition("-")
    with attempt(request) as tried:
        review.decide(scope, review_id, decision, whole_number(candidate))
    if not tried.done:
        return _page(request, review.get(scope, case.review.id), chosen, tried.errors)
    request.flash("good", request.words(_("Decided: {name}."), name=_title(request, case)))
    following = review.following(scope, review_id)
    if following is None:
        return see_other(request.route_path("residents.review"))
    return see_other(request.route_path(ROUTE, id=following))


def _title(request: Request, case: Case) -> str:
    return review.title(case.review.kind, case.review.values) or request.words(labels.HOME)


def _page(request: Request, case: Case, chosen: str, errors: dict[str, str]) -> CasePage:
    words, row, teller = request.words, case.review, Teller(request)
    number = request.formats.number
    return CasePage(
        title=_title(request, case),
        lead=words(LEAD[row.reason]),
        action=request.route_path(ROUTE, id=row.id),
        source=words(
            _("{source}: {file}, row {n}, {date}"),
            source=word(case.source, words.language),
            file=case.file_name,
            n=number(row.row_number),
            date=request.formats.date(case.said_at),
        ),
        place=case.place.title if case.place else "",
        candidates=[
            _candidate(request, shown, place) for place, shown in enumerate(case.candidates, start=1)
        ],
        lines=_lines(teller, case),
        elsewhere=case.elsewhere,
        options=_options(request, case),
        chosen=chosen,
        decided=_decided(request, case),
        decided_at=row.decided_at,
        errors=errors,
    )


def _candidate(request: Request, shown: Shown, place: int) -> Candidate:
    route = {"resident": "residents.person", "dwelling": "residents.home"}[shown.kind]
    deletion = shown.deletion
    return Candidate(
        heading=request.words(_("Record {n}"), n=request.formats.number(place)),
        link=request.words(_("Open record {n}"), n=request.formats.number(place)),
        href=request.route_path(route, id=shown.id),
        deleted=choices.deletion(request, deletion.at, deletion.reason) if deletion else None,
    )


def _lines(teller: Teller, case: Case) -> list[Line]:
    """Each field that the file or a record fills, in the order in which people read them."""
    said = case.review.values
    keys = {*said, *(key for each in case.candidates for key, value in each.now.items() if value)}
    return [
        Line(
            label=teller.label(key),
            cells=[
                _said(teller, case, key, said.get(key)),
                *(_cell(teller, case, key, each) for each in case.candidates),
            ],
        )
        for key in sorted(keys - {"name_key"}, key=lambda key: (rank(key), key))
    ]


def _cell(teller: Teller, case: Case, key: str, shown: Shown) -> Cell:
    now, said = shown.now.get(key), case.review.values.get(key)
    text = shown.masked.get(key) or teller.value(shown, key, now) or "–"
    # A grid below the village that the file names is no contradiction.
    differs = key != PLACE and said is not None and now is not None and said != now
    return Cell(text, differs, is_number(text))


def _said(teller: Teller, case: Case, key: str, value: object) -> Cell:
    text = case.masked.get(key) or teller.plain(key, value)
    if key == PLACE:
        text = case.place.title if case.place else None
    return Cell(text or "–", differs=False, is_number=is_number(text or ""))


def _options(request: Request, case: Case) -> list[tuple[str, str, str]]:
    words, number = request.words, request.formats.number
    found = []
    for place, shown in enumerate(case.candidates, start=1):
        if case.review.reason == "several":
            text = words(_("Record {n}"), n=number(place))
            found.append((f"{SAME}-{shown.id}", text, f"{shown.name} · {shown.place.title}"))
    for decision in DECISIONS[case.review.reason]:
        if decision in OPTIONS and (decision in (NEW, NOBODY) or case.candidates):
            text, help_text = OPTIONS[decision]
            found.append((decision, words(text), words(help_text)))
    return found


def _decided(request: Request, case: Case) -> str | None:
    row = case.review
    if row.decided_at is None:
        return None
    return request.words(
        _("{name} decided on {date}: {decision}."),
        name=row.decided_by or "–",
        date=request.formats.date(row.decided_at),
        decision=request.words(DECIDED[row.decision or NOBODY]),
    )


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route(ROUTE, r"/residents/review/{id:\d+}")
    config.scan(__name__)
