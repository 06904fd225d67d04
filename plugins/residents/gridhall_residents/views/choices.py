"""The filters of lists as a page shows them, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from gridhall.web.request import Request
from gridhall_residents import labels
from gridhall_residents.labels import SEX, USE
from gridhall_residents.services.ages import BAND_OF_KEY, BANDS, UNKNOWN
from gridhall_residents.services.lists.areas import Surroundings
from gridhall_residents.services.lists.filters import (
    LIVED_IN,
    NO,
    NOBODY,
    VACANT,
    YES,
    Filter,
    HomesFilter,
    HouseholdsFilter,
    PeopleFilter,
)
from gridhall_residents.settings import categories
from gridhall_residents.words import _

NOT_KNOWN = _("Not known")
CONFIRMED = {YES: _("Confirmed"), NO: _("Not confirmed")}
STATE = {LIVED_IN: _("Lived in"), VACANT: _("Vacant"), NOBODY: _("Without a household")}
IN_HOME = {YES: _("In a known home"), NO: _("Without a home")}


@dataclass(frozen=True)
class Choice:
    """One filter."""

    name: str
    label: str
    value: str
    """What is chosen; "": nothing."""
    blank: str
    """The option that chooses nothing."""
    options: list[tuple[str, str]]

    @property
    def chosen(self) -> str:
        """What is chosen, in words."""
        return dict(self.options).get(self.value, self.value)


def area(request: Request, chosen: Filter, around: Surroundings) -> Choice:
    """The part of the tree: the way to what is chosen, and what stands below or beside it."""
    way = []
    near = around.below
    if chosen.node_id is not None:
        way = [each for each in around.above if each.within]
        way += [around.here] if around.below else []
        near = around.below or around.beside
    options = [(str(each.id), _indented(each.name, depth)) for depth, each in enumerate(way)]
    options += [(str(each.id), _indented(each.name, len(way))) for each in near]
    return Choice(
        "node",
        request.words(_("Area")),
        "" if chosen.node_id is None else str(chosen.node_id),
        request.words(_("The whole area")),
        options,
    )


def of_people(request: Request, chosen: PeopleFilter) -> list[Choice]:
    """Category, sex, age, and whether confirmed."""
    words = request.words
    every = words(_("All"))
    named = [(each.key, each.title(words.language)) for each in categories(request.city)]
    ages = [(band.key, age(request, band.key)) for band in BANDS]
    return [
        Choice("category", words(_("Category")), chosen.category or "", every, named),
        Choice("sex", words(_("Sex")), chosen.sex or "", every, _options(request, SEX, unknown=True)),
        Choice("age", words(_("Age")), chosen.age or "", every, [*ages, (UNKNOWN, words(NOT_KNOWN))]),
        Choice(
            "confirmed", words(_("Identity")), chosen.confirmed or "", every, _options(request, CONFIRMED)
        ),
    ]


def of_homes(request: Request, chosen: HomesFilter) -> list[Choice]:
    """Use, and whether somebody lives there."""
    words = request.words
    every = words(_("All"))
    return [
        Choice("use", words(_("Use")), chosen.use or "", every, _options(request, USE, unknown=True)),
        Choice("state", words(_("Who lives there")), chosen.state or "", every, _options(request, STATE)),
    ]


def of_households(request: Request, chosen: HouseholdsFilter) -> list[Choice]:
    """Whether they live in a known home."""
    words = request.words
    options = _options(request, IN_HOME)
    return [Choice("home", words(_("Home")), chosen.home or "", words(_("All")), options)]


def kept(request: Request, chosen: Filter) -> Choice:
    """Those that are there, or those that were deleted."""
    words = request.words
    deleted = YES if chosen.deleted else ""
    return Choice(
        "deleted", words(_("Show")), deleted, words(_("What is there")), [(YES, words(_("Deleted")))]
    )


def age(request: Request, key: str) -> str:
    """A band of ages, e.g. "18–34"."""
    if key == UNKNOWN:
        return request.words(NOT_KNOWN)
    band, number = BAND_OF_KEY[key], request.formats.number
    if band.most is None:
        return request.words(_("{age} and older"), age=number(band.least))
    return request.words(_("{first}–{last}"), first=number(band.least), last=number(band.most))


def category_titles(request: Request) -> dict[str, str]:
    """The names of the city's categories, by their keys and in the city's order."""
    return {each.key: each.title(request.words.language) for each in categories(request.city)}


def deletion(request: Request, at: datetime | None, reason: str | None) -> str | None:
    """When and why a record was deleted; None: it was not."""
    if at is None:
        return None
    why = request.words(labels.reason(reason)) if reason else ""
    return " · ".join(part for part in (request.formats.date(at), why) if part)


def _options(request: Request, texts: Mapping[str, str], *, unknown: bool = False) -> list[tuple[str, str]]:
    more: Iterable[tuple[str, str]] = [(UNKNOWN, NOT_KNOWN)] if unknown else []
    return [(key, request.words(text)) for key, text in (*texts.items(), *more)]


def _indented(name: str, depth: int) -> str:
    return "\u2003" * depth + name
