"""What the places in addresses stand for. A route whose place is not told here fails the walk."""

from __future__ import annotations

import re
from typing import NamedTuple

from gridhall.services.permissions import JOBS_VIEW

PLACE = re.compile(r"\{(\w+)(?::[^{}]*(?:\{[^{}]*\}[^{}]*)*)?\}|\*(\w+)")

KINDS: dict[tuple[str, str], str] = {
    ("account.session", "key"): "session",
    ("job", "id"): "run",
    ("role", "id"): "role",
    ("settings", "plugin"): "plugin",
    ("staff", "id"): "person",
    ("staff", "post"): "post",
    ("static", "path"): "file",
    ("tree", "id"): "node",
    ("tree.unit", "unit"): "unit",
}
"""The kind of thing by route (or the part before a dot of its name) and place."""

WITHOUT_GRID = {"role"}
"""Kinds that belong to the whole city: of them there is none in another grid."""

EVERYWHERE = {"plugin", "file"}
"""Kinds that are the same in every city."""

PRIVATE: dict[str, str | None] = {"session": None, "run": JOBS_VIEW}
"""Kinds that are somebody's, and who sees those of others; None: nobody."""

WHOLE_CITY = {
    *("tree.add", "tree.add_top", "tree.edit", "tree.close", "tree.import"),
    *("staff.rename",),
}
"""Routes whose service wants the right over the whole city, which the page cannot know before."""

FIELDS: dict[str, dict[str, str]] = {
    "account": {"scheme": "dark"},
    "language": {"lang": "ar"},
    "staff.administrator": {"kind": "audit"},
    "tree.unit": {"unit": "Civil affairs"},
}
"""What a form sends, where one without anything would be refused for that alone."""

QUERIES: dict[str, str] = {}
"""What an address needs after its path, likewise."""


class Unknown(Exception):
    """A place of a route that the table does not tell."""


class Place(NamedTuple):
    """A place in an address."""

    name: str
    kind: str


def places_of(route: str, pattern: str) -> list[Place]:
    """The places of a route's pattern, in order.

    :raises Unknown: one of them is not in the table
    """
    names = [found[1] or found[2] for found in PLACE.finditer(pattern)]
    return [Place(name, _kind(route, name)) for name in names]


def _kind(route: str, name: str) -> str:
    parts = route.split(".")
    for length in range(len(parts), 0, -1):
        kind = KINDS.get((".".join(parts[:length]), name))
        if kind is not None:
            return kind
    raise Unknown(f"tests/isolation/table.py does not say what {{{name}}} of the route {route} stands for")


def path_of(pattern: str, values: dict[str, str]) -> str:
    """The address with its places filled in."""
    return PLACE.sub(lambda found: values[found[1] or found[2]], pattern)
