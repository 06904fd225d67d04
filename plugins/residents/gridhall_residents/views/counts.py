"""How many there are, part by part of the tree; each number opens its list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from gridhall.errors import NotFound
from gridhall.services.permissions import TREE_VIEW
from gridhall.services.tree import Levels
from gridhall.web.request import Request
from gridhall_residents import labels, permissions
from gridhall_residents.services import counts
from gridhall_residents.services.ages import BANDS, UNKNOWN
from gridhall_residents.services.counts import Counts, Figures
from gridhall_residents.services.lists import HomesFilter, HouseholdsFilter, PeopleFilter
from gridhall_residents.services.lists.areas import Area
from gridhall_residents.services.lists.filters import Filter
from gridhall_residents.words import _

from . import choices

TITLES = {
    "category": _("By category"),
    "age": _("By age"),
    "sex": _("By sex"),
    "confirmed": _("By identity"),
}
ROUTES = {
    PeopleFilter: "residents.people",
    HomesFilter: "residents.homes",
    HouseholdsFilter: "residents.households",
}


@dataclass(frozen=True)
class Number:
    """A number, and the list that it is the total of."""

    n: int
    href: str


@dataclass(frozen=True)
class Tally:
    """A value and how many residents have it."""

    label: str
    number: Number
    share: float
    """Of all residents, from 0 to 1."""


@dataclass(frozen=True)
class PartRow:
    """A line of the table."""

    name: str
    href: str | None
    """The counts of that part; None: these are them."""
    numbers: list[Number]


@dataclass(frozen=True)
class CountsPage:
    """``residents/counts.jinja2``."""

    name: str
    level: str
    trail: list[tuple[str, str]]
    """``(name, href)`` of the areas above, from the top."""
    area_href: str | None
    """The area's own page."""
    residents: Number
    households: Number
    homes: Number
    tallies: list[tuple[str, list[Tally]]]
    """``(title, values)`` of each way to divide the residents."""
    tabs: list[tuple[str, str, bool]]
    """``(title, href, is shown)`` of the ways to divide the table."""
    columns: list[str]
    rows: list[PartRow]
    """The areas right below; empty at the lowest level."""


@view_config(
    route_name="residents.counts",
    permission=permissions.VIEW,
    request_method="GET",
    renderer="residents/counts.jinja2",
)
def show(request: Request) -> CountsPage:
    """A part of the tree, counted; without one where the reader's area begins."""
    by = request.GET.get("by") or "category"
    if by not in TITLES:
        raise NotFound(_("There is no such list. Choose its filters again."))
    asked = PeopleFilter.read({"node": request.GET.get("node", "")})
    return _Shown(request, counts.counts(request.scope, asked.node_id)).page(by)


class _Shown:
    """Turns what was counted into numbers that lead to their lists."""

    def __init__(self, request: Request, found: Counts) -> None:
        self._request = request
        self._found = found
        self._values = _values(request, found)

    def page(self, by: str) -> CountsPage:
        request, found = self._request, self._found
        words, here = request.words, found.here
        whole = self._row(here.name, None, found.total, by, node_id=here.id)
        return CountsPage(
            name=here.name,
            level=Levels.of(request.city).name(here.level, words.language),
            trail=[(area.name, self._counts(area)) for area in found.above],
            area_href=request.route_path("tree.node", id=here.id) if request.scope.can(TREE_VIEW) else None,
            residents=whole.numbers[0],
            households=whole.numbers[-2],
            homes=whole.numbers[-1],
            tallies=[(words(title), self._tallies(kind)) for kind, title in TITLES.items()],
            tabs=[(words(title), self._counts(here, by=kind), kind == by) for kind, title in TITLES.items()],
            columns=[
                words(_("Residents")),
                *self._values[by].values(),
                words(_("Households")),
                words(_("Dwellings")),
            ],
            rows=self._rows(by, whole),
        )

    def _rows(self, by: str, whole: PartRow) -> list[PartRow]:
        found = self._found
        if not found.parts:
            return []
        rows = [
            self._row(area.name, self._counts(area, by=by), figures, by, node_id=area.id)
            for area, figures in found.parts
        ]
        own = found.itself
        if own.residents or own.households or own.dwellings:
            name = self._request.words(_("{area} itself"), area=found.here.name)
            rows.append(self._row(name, None, own, by, node_id=found.here.id, direct=True))
        return [*rows, PartRow(self._request.words(_("All")), None, whole.numbers)]

    def _row(self, name: str, href: str | None, figures: Figures, by: str, **where: Any) -> PartRow:
        people = PeopleFilter(**where)
        values = self._values[by]
        return PartRow(
            name,
            href,
            [
                self._number(figures.residents, people),
                *(self._number(figures.by[by][key], people.but(**{by: key})) for key in values),
                self._number(figures.households, HouseholdsFilter(**where)),
                self._number(figures.dwellings, HomesFilter(**where)),
            ],
        )

    def _tallies(self, kind: str) -> list[Tally]:
        total = self._found.total
        chosen = PeopleFilter(node_id=self._found.here.id)
        return [
            Tally(
                label,
                self._number(total.by[kind][key], chosen.but(**{kind: key})),
                total.by[kind][key] / (total.residents or 1),
            )
            for key, label in self._values[kind].items()
        ]

    def _number(self, n: int, chosen: Filter) -> Number:
        return Number(n, self._request.route_path(ROUTES[type(chosen)], _query=chosen.written()))

    def _counts(self, area: Area, *, by: str = "category") -> str:
        query = {"node": str(area.id)} | ({"by": by} if by != "category" else {})
        return self._request.route_path("residents.counts", _query=query)


def _values(request: Request, found: Counts) -> Mapping[str, Mapping[str, str]]:
    """The values of each way to divide, with their labels; "not known" only where there is somebody."""
    words, by = request.words, found.total.by
    named = choices.category_titles(request)
    sexes = {key: words(text) for key, text in labels.SEX.items()}
    bands = {band.key: choices.age(request, band.key) for band in BANDS}
    unknown = {UNKNOWN: words(choices.NOT_KNOWN)}
    return {
        "category": named | {key: key for key in sorted(by["category"]) if key not in named},
        "age": bands | (unknown if by["age"][UNKNOWN] else {}),
        "sex": sexes | (unknown if by["sex"][UNKNOWN] else {}),
        "confirmed": {key: words(text) for key, text in choices.CONFIRMED.items()},
    }


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route("residents.counts", "/residents/counts")
    config.scan(__name__)
