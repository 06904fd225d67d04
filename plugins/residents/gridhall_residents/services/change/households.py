"""Households: added, placed in a grid, and who of them is what to the head."""

from collections.abc import Mapping
from uuid import UUID

from gridhall.access import Scope
from gridhall.errors import Invalid
from gridhall_residents import labels, permissions
from gridhall_residents.fields import PLACE
from gridhall_residents.models import Household, Resident
from gridhall_residents.services import records
from gridhall_residents.words import _

from . import living, places, unique
from .destination import Destination, add_household, find_home
from .following import follow, touch
from .homes import place
from .saying import Said, say
from .sent import Sent, Stale
from .typed import read

RELATION = "relation."
"""``relation.17``: what the resident 17 is to the head."""


def add(scope: Scope, typed: Mapping[str, str], where: Destination, *, form_id: UUID) -> int:
    """Add a household, in a home or in a grid; return the id. Sent again, the id of the first time.

    :param typed: ``code``, empty where one is to be made
    :raises Invalid: a value cannot be used, or the code is taken (:class:`unique.Taken`)
    """
    found = read(scope, {"code": typed.get("code", "")})
    if found.faults:
        raise Invalid(found.faults["code"], field="code")
    code = found.values["code"]
    made = unique.made_by(scope, Household, form_id)
    if made is not None and made.dwelling_id == where.home_id and code in (None, made.code):
        return made.id
    if code is not None:
        unique.require_free_code(scope, Household, str(code))
    row = add_household(scope, *find_home(scope, where), str(code) if code is not None else None)
    if made is None:
        row.form_id = form_id
        scope.db.flush()
    return row.id


def texts(people: list[Resident], household: Household) -> dict[str, str]:
    """What the form holds: ``place``, and ``relation.ID`` of each."""
    relations = {f"{RELATION}{each.id}": each.relation or "" for each in people}
    return {PLACE: str(household.grid_id), **relations}


def save(scope: Scope, household_id: int, sent: Sent) -> bool:
    """Change relations, and the grid of a household without a home; say whether anything was new.

    :raises Stale: somebody else has changed the household since the form was opened
    :raises Invalid: there are two heads
    """
    row = records.locked(scope, Household, household_id)
    people = living.people(scope, row.id)
    now = texts(people, row)
    new = {key: text for key, text in sent.changed.items() if key in now and text != now[key]}
    if row.dwelling_id is not None:
        new.pop(PLACE, None)
    if not new:
        return False
    if row.version != sent.version or any(now[key] != sent.was.get(key, "") for key in new):
        raise Stale  # the second: somebody's own page says the relation, too
    if PLACE in new:
        place(scope, row, places.require(scope, new.pop(PLACE)))
    _relate(scope, people, new)
    touch(scope, row)
    fields = sorted({key.partition(".")[0] for key in sent.changed})
    scope.audit("residents.change", f"household:{row.id}", fields=fields)
    return True


def _relate(scope: Scope, people: list[Resident], new: Mapping[str, str]) -> None:
    """Say what people are to the head.

    :raises Invalid: there are two heads
    """
    said: dict[int, Said] = {}
    for person in people:
        text = new.get(f"{RELATION}{person.id}")
        if text is not None:
            if text and text not in labels.RELATION:
                raise Invalid(_("Choose one of the list."), field=f"{RELATION}{person.id}")
            said[person.id] = Said({"relation": text or None})
            follow(scope, person, said[person.id])
    heads = [person for person in people if person.relation == "head"]
    if len(heads) > 1 and said.keys() & {person.id for person in heads}:
        raise Invalid(_("A household has one head only."), field=f"{RELATION}{heads[-1].id}")
    scope.db.flush()
    say(scope, "resident", said)


def close_if_empty(scope: Scope, household_id: int | None) -> bool:
    """Delete a household that its last person has left, where one may; say whether it was so."""
    if household_id is None or living.count(scope, Resident, "household_id", household_id):
        return False
    own = scope.select(Household, permission=permissions.EDIT).where(Household.id == household_id)
    row = scope.db.scalars(own.with_for_update()).one_or_none()
    if row is None or row.deleted_at is not None:
        return False
    row.deleted_at, row.deleted_by, row.deleted_reason = scope.now, scope.principal.name, "empty"
    touch(scope, row)
    scope.audit("residents.delete", f"household:{row.id}", reason="empty")
    return True
