"""What the pages of lists have in common: search, filters, pages, ways to a file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from gridhall.web.request import Request
from gridhall.web.urls import page_number
from gridhall_residents import permissions
from gridhall_residents.services.lists import Listing, Page
from gridhall_residents.services.lists.areas import Surroundings, surroundings
from gridhall_residents.services.lists.filters import Filter
from gridhall_residents.services.lists.reading import Reading
from gridhall_residents.words import _

from . import choices
from .choices import Choice

Chosen = TypeVar("Chosen", bound=Filter)
Row = TypeVar("Row")

FOUND_BY = {
    Reading.IDENTITY: _("Found by identity number."),
    Reading.PHONE: _("Found by phone."),
    Reading.CODE: _("Found by the code of a home or household."),
    Reading.NAME: _("Found by name."),
    Reading.ADDRESS: _("Found by address."),
}
LOOK_FOR = {
    Reading.IDENTITY: _("Look among identity numbers"),
    Reading.PHONE: _("Look among phones"),
    Reading.CODE: _("Look among codes"),
    Reading.NAME: _("Look among names"),
    Reading.ADDRESS: _("Look among addresses"),
}


@dataclass(frozen=True)
class Export:
    """The form that asks for a file of what is shown."""

    action: str
    fields: dict[str, str]
    """The list and its filters."""
    partly: int | None
    """How many rows the file holds where that is fewer than the list; None: all of them."""


@dataclass(frozen=True)
class ListPage(Generic[Row]):
    """A list: ``people``, ``homes`` or ``households`` ``.jinja2``."""

    path: str
    """The list without any filter."""
    q: str
    how: str
    """What was typed was found by; "" where nothing was typed."""
    instead: list[tuple[str, str]]
    """``(text, href)``: other things that it may be."""
    choices: list[Choice]
    chips: list[tuple[str, str]]
    """``(text, href without it)`` of each filter that is set."""
    hidden: dict[str, str]
    """Filters that have no field."""
    rows: list[Row]
    total: int
    shown: str
    """e.g. "1–50 of 3,204"."""
    previous: str | None
    next: str | None
    deleted: bool
    may_add: bool
    export: Export | None
    """None: one may export nothing."""


def list_page(
    request: Request,
    route: str,
    listing: Listing[Chosen, Any],
    asked: type[Chosen],
    own: Callable[[Request, Chosen], list[Choice]],
    row: Callable[[Any], Row],
) -> ListPage[Row]:
    """One page of a list, as the address asks for it.

    :param route: of the list
    :param asked: how its address is read
    :param own: the filters that it alone has
    :param row: a line of the service as the template shows it
    """
    scope = request.scope
    given = asked.read(request.GET)
    around = surroundings(scope, given.node_id)
    chosen = listing.settle(scope, given)
    page = listing.page(scope, chosen, page_number(request))
    fields = _choices(request, chosen, around, own(request, chosen))

    def address(other: Filter, number: int = 1) -> str:
        query = other.written() | ({"page": str(number)} if number > 1 else {})
        return request.route_path(route, _query=query)

    return ListPage(
        path=request.route_path(route),
        q=chosen.text,
        how=request.words(FOUND_BY[chosen.reading]) if chosen.reading else "",
        instead=[
            (request.words(LOOK_FOR[other]), address(chosen.but(reading=other)))
            for other in (listing.possible(scope, chosen.text) if chosen.text else ())
            if other != chosen.reading
        ],
        choices=fields,
        chips=_chips(request, chosen, fields, around, address),
        hidden={"direct": "yes"} if chosen.direct else {},
        rows=[row(line) for line in page.lines],
        total=page.total,
        shown=_shown(request, page),
        previous=address(chosen, page.number - 1) if page.number > 1 else None,
        next=address(chosen, page.number + 1) if page.number < page.pages else None,
        deleted=chosen.deleted,
        may_add=scope.can(permissions.EDIT),
        export=_export(request, route, listing, chosen, page.total),
    )


def _choices(request: Request, chosen: Filter, around: Surroundings, own: list[Choice]) -> list[Choice]:
    found = [choices.area(request, chosen, around), *own]
    return [*found, choices.kept(request, chosen)] if request.scope.can(permissions.EDIT) else found


def _chips(
    request: Request,
    chosen: Filter,
    fields: list[Choice],
    around: Surroundings,
    address: Callable[[Filter], str],
) -> list[tuple[str, str]]:
    """Each filter that is set, with the list without it."""
    found = []
    if chosen.node_id is not None:
        name = around.here.name
        if chosen.direct:
            name = request.words(_("{area} itself"), area=name)
        found.append((name, address(chosen.but(node_id=None, direct=False))))
    for field in fields[1:]:
        if field.value:
            text = request.words(_("{filter}: {value}"), filter=field.label, value=field.chosen)
            blank = False if field.name == "deleted" else None
            found.append((text, address(chosen.but(**{field.name: blank}))))
    return found


def _shown(request: Request, page: Page[Any]) -> str:
    number = request.formats.number
    if not page.lines:
        return ""
    return request.words(
        _("{first}–{last} of {total}"),
        first=number(page.first),
        last=number(page.last),
        total=number(page.total),
    )


def _export(
    request: Request, route: str, listing: Listing[Chosen, Any], chosen: Chosen, total: int
) -> Export | None:
    scope = request.scope
    if not total or not scope.can(permissions.EXPORT):
        return None
    seen, given = (set(scope.principal.tops(p) or ()) for p in (permissions.VIEW, permissions.EXPORT))
    everything = scope.principal.tops(permissions.EXPORT) is None
    n = total if everything or seen == given else listing.total(scope, chosen, also=permissions.EXPORT)
    if not n:
        return None
    kind = route.rpartition(".")[2]
    return Export(
        request.route_path("residents.export"), {"list": kind, **chosen.written()}, n if n < total else None
    )
