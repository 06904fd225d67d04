"""Homes that somebody can move to: those that one may change."""

from gridhall.access import Scope
from gridhall_residents.services.lists.filters import HomesFilter
from gridhall_residents.services.lists.homes import HOMES, HomeLine
from gridhall_residents.services.records import editable

MOST = 20


def homes_to_move_to(scope: Scope, words: str) -> tuple[list[HomeLine], bool]:
    """Homes by address, code or owner, and whether there are more than are given."""
    if not words.strip():
        return [], False
    found = HOMES.page(scope, HOMES.settle(scope, HomesFilter(text=words.strip())), 1)
    own = editable(scope, {line.place.id for line in found.lines})
    lines = [line for line in found.lines if line.place.id in own]
    return lines[:MOST], len(lines) > MOST or found.pages > 1
