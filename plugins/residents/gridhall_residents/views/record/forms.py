"""What the forms of records have in common: what came back, what changed meanwhile, the choice of a grid."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from gridhall.access import Scope
from gridhall.web.forms import Tried, attempt
from gridhall.web.request import Request
from gridhall_residents.fields import CATEGORY, PLACE
from gridhall_residents.services.change import places
from gridhall_residents.services.change.current import SECRET, Current
from gridhall_residents.services.change.sent import TAKE_BACK, Sent, Stale
from gridhall_residents.services.change.unique import Taken
from gridhall_residents.services.lists.areas import places as area_names
from gridhall_residents.settings import categories
from gridhall_residents.words import _

from .facts import Teller

CONFLICT = 409
"""The status of a form that came back after somebody else was faster."""
FIND = "find"
"""The button that searches for a grid, and saves nothing."""


@dataclass
class Saved(Tried):
    """What became of an attempt to save a record."""

    taken: Taken | None = None
    """What it says to be unique belongs to another record."""
    stale: bool = False
    """Somebody else was faster."""

    @property
    def known(self) -> int | None:
        """The id of that other record, where the reader may see it."""
        return self.taken.record_id if self.taken is not None else None


@dataclass(frozen=True)
class PlaceChoice:
    """The choice of a grid: a list where there are few, else a search."""

    options: list[tuple[str, str]]
    """``(id, title)``: all, or what was found, with the chosen one."""
    q: str | None
    """What was searched; None: there is no need to search."""
    value: str


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else has changed while a form was open."""

    label: str
    text: str
    """What it is now."""


@contextmanager
def saving(request: Request) -> Iterator[Saved]:
    """As :func:`attempt`; tells also what was in the way, and answers 409 where somebody else was faster."""
    saved = Saved()
    with attempt(request) as tried:
        saved.errors = tried.errors
        try:
            yield saved
        except Taken as taken:
            saved.taken = taken
            raise
        except Stale:
            saved.stale = True
            request.response.status_int = CONFLICT
            raise


def typed(request: Request, keys: Iterable[str]) -> dict[str, str]:
    """What came back of a form."""
    return {key: _text(request.POST, key) for key in keys}


def sent(request: Request, keys: Iterable[str]) -> Sent:
    """The same of a form that changes a record, with what had stood there and the version."""
    keys = list(keys)
    was = {key: _text(request.POST, f"was.{key}") for key in keys}
    return Sent(typed(request, keys), was, version(request))


def version(request: Request) -> int:
    """The version of the record at the time when the form was opened; 0 where it says none."""
    return number(request.POST.get("version", "")) or 0


def _text(given: Any, key: str) -> str:
    return str(given.get(key, "")).replace("\r\n", "\n").strip()


def number(text: str) -> int | None:
    """A number of a form or an address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("2147483647") else None


def form_id(request: Request) -> UUID:
    """The id of the form that came back; a new one where it has none."""
    try:
        return UUID(request.POST.get("form_id", ""))
    except ValueError:
        return uuid4()


def take_backs() -> list[str]:
    """The boxes that take back a sensitive value."""
    return [key + TAKE_BACK for key in SECRET]


def hidden(was: Mapping[str, str], shown: Iterable[str], **others: object) -> dict[str, str]:
    """Fields that nobody sees."""
    return {
        **{key: str(value) for key, value in others.items()},
        **{f"was.{key}": was.get(key, "") for key in shown if was.get(key)},
    }


def merged(given: Sent, now: Current) -> Sent:
    """What a form shows after somebody else was faster: what was typed here, else what holds now."""
    shown = {
        key: text if key in given.changed else now.texts.get(key, "") for key, text in given.typed.items()
    }
    return Sent(shown, now.texts, now.version)


def meanwhile(request: Request, was: Sent, now: Current) -> list[Meanwhile]:
    """What somebody else has changed since a form was opened."""
    teller, found = Teller(request), []
    names = area_names(request.scope, {int(str(now.values[PLACE]))})
    for key, text in now.texts.items():
        if key in was.typed and text != was.was.get(key, "") and key not in SECRET:
            value = teller.plain(key, now.values[key], names)
            found.append(Meanwhile(teller.label(key), value or request.words(_("Taken back"))))
    return found


def place_choice(request: Request, value: str, *, searching: bool) -> PlaceChoice:
    """The grids among which one can choose.

    :param value: the id of the chosen one, or an empty text
    """
    scope, q = request.scope, request.POST.get("place_q", "")
    few = places.few(scope)
    chosen = _chosen(scope, value)
    if few is not None:
        first = few if not chosen or chosen[0] in few else [*chosen, *few]
        only = str(few[0].id) if len(few) == 1 else ""
        options = {str(each.id): each.title for each in first}
        return PlaceChoice(list(options.items()), q=None, value=value or only)
    found = places.search(scope, q) if searching else []
    options = {str(each.id): each.title for each in (*chosen, *found)}
    return PlaceChoice(list(options.items()), q=q, value=value)


def _chosen(scope: Scope, value: str) -> list[places.Place]:
    node_id = number(value)
    found = places.get(scope, node_id) if node_id is not None else None
    return [found] if found is not None else []


def category_choices(request: Request) -> list[tuple[str, str]]:
    """``(key of the field, title)`` of the city's categories."""
    language = request.words.language
    return [(CATEGORY + each.key, each.title(language)) for each in categories(request.city)]


def is_search(request: Request) -> bool:
    """Whether the form came back only to search for a grid."""
    return bool(request.POST.get(FIND))
