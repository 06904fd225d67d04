"""Everybody who asks: a person of each default role, the three administrators, and some who have nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridhall.services.permissions import rights
from gridhall.services.roles_default import DEFAULT_ROLES

if TYPE_CHECKING:
    from gridhall.models import GridNode
    from gridhall.testing import SampleCity

ADMINISTRATORS = ("system", "security", "audit")
ROLES = tuple(role.key for role in DEFAULT_ROLES)
EVERYTHING = "everything"
"""A role that holds all that a role may hold: whoever asks too little is found out by it."""
NO_POST = "no_post"
REVOKED = "revoked"
"""Held everything, until today."""
STRANGER = "stranger"
"""Has not signed in."""
PEOPLE = (*ROLES, EVERYTHING, *ADMINISTRATORS, NO_POST, REVOKED, STRANGER)


def add_person(city: SampleCity, who: str, at: GridNode) -> str | None:
    """Add one of them; a role is held at a node. Return the login, or None for the stranger."""
    if who == STRANGER:
        return None
    if who in ADMINISTRATORS:
        return city.administrator(who)
    if who == NO_POST:
        return city.staff("Asker without post")
    if who in ROLES:
        return city.staff("Asker", role=who, at=at)
    known = rights(city.platform.host, frozenset(city.platform.host.manifests))
    role = city.role("Everything", sorted(known.for_roles))
    login = city.staff("Asker")
    with city.scope() as scope:
        today = scope.today
    city.post(login, role=role, at=at, until=today if who == REVOKED else None)
    return login
