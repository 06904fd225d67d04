"""Moving house: a person, or all people of a household.

A household is one at a home: departments report it by the home's code. So people who move together become
a new household there, or join one, and the one that they have left is deleted when nobody is left in it.
"""

from collections.abc import Sequence

from gridhall.access import Scope
from gridhall.errors import Conflict, Invalid
from gridhall_residents import labels
from gridhall_residents.models import Household, Resident
from gridhall_residents.services import records
from gridhall_residents.words import _

from . import living
from .destination import NEW, Destination, Found, find
from .following import follow
from .households import close_if_empty
from .people import require_one_head
from .saying import say
from .sent import Stale


def move_person(scope: Scope, person_id: int, where: Destination, *, relation: str, version: int) -> bool:
    """Let a person live elsewhere; say whether the household that they left is empty, and so deleted.

    :param relation: to the head of the household there; empty: not known
    :raises Stale: somebody else has changed the person since the form was opened
    :raises Invalid: there is no such place within one's own grids, or it has a head already
    """
    row = records.locked(scope, Resident, person_id)
    if row.version != version:
        raise Stale
    if relation and relation not in labels.RELATION:
        raise Invalid(_("Choose one of the list."), field="relation")
    there, left = find(scope, where), row.household_id
    if there.household is not None:
        _require_other(there, left)
        require_one_head(scope, there.household.id, relation)
    _settle(scope, [row], there, {row.id: relation or None})
    scope.audit("residents.move", f"resident:{row.id}", household=row.household_id)
    return close_if_empty(scope, left)


def move_household(scope: Scope, household_id: int, where: Destination, *, version: int) -> int:
    """Let all people of a household live elsewhere; return the household that they belong to now.

    :param where: with ``new`` they stay a household of their own and keep their relations; in another
        household what each is to its head has to be said anew
    :raises Stale: somebody else has changed the household since the form was opened
    :raises Invalid: there is no such place within one's own grids
    :raises Conflict: nobody lives in it, or some are recorded where one may not change them
    """
    left = records.locked(scope, Household, household_id)
    if left.version != version:
        raise Stale
    people = living.people(scope, left.id)
    if not people:
        raise Conflict(_("Nobody lives in this household."))
    there = find(scope, where)
    if there.household is None:
        raise Invalid(_("Choose a household."), field="household")
    _require_other(there, left.id)
    own = where.household == NEW
    _settle(scope, people, there, {each.id: each.relation if own else None for each in people})
    close_if_empty(scope, left.id)
    scope.audit("residents.move", f"household:{left.id}", household=there.household.id)
    return there.household.id


def _settle(scope: Scope, people: Sequence[Resident], there: Found, relations: dict[int, str | None]) -> None:
    """Let people live there; what they are to the head is given by their ids."""
    said = {each.id: there.said() for each in people}
    for each in people:
        each.household_id = there.household.id if there.household is not None else None
        said[each.id].values["relation"] = relations[each.id]
        follow(scope, each, said[each.id])
    scope.db.flush()
    say(scope, "resident", said)


def _require_other(there: Found, left: int | None) -> None:
    if there.household is not None and there.household.id == left:
        raise Invalid(_("They live in this household already."), field="household")
