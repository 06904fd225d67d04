"""The card of My Day: rows of files that wait for a decision. One's imports stand there as jobs do."""

from gridhall.access import Scope
from gridhall.hookspecs import Card, Line
from gridhall.words import Words

from . import labels, permissions
from .services import review
from .words import _

REVIEW = "/residents/review"
"""A card is made without a request, which would know the address."""
MOST_LINES = 3


def card(scope: Scope, words: Words) -> Card | None:
    """The card, for those within whose area something waits."""
    waiting = review.count(scope) if scope.can(permissions.EDIT) else 0
    if not waiting:
        return None
    lines = (_line(words, row) for row in review.waiting(scope, limit=MOST_LINES)[:MOST_LINES])
    return Card(_("To be decided"), waiting, REVIEW, tuple(lines))


def _line(words: Words, row: review.Line) -> Line:
    parts = (row.title or words(labels.HOME), row.place.title if row.place else "")
    return Line(" · ".join(part for part in parts if part), f"{REVIEW}/{row.id}")
