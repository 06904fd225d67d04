"""Adding homes, and changing what is known of them."""

from collections.abc import Mapping
from uuid import UUID

from gridhall.access import Scope
from gridhall.errors import Invalid
from gridhall_residents import permissions
from gridhall_residents.fields import PLACE
from gridhall_residents.models import Dwelling, Household
from gridhall_residents.services import records

from . import codes, living, places, unique
from .current import only_new, said_of, values_of
from .following import follow, touch
from .saying import Said, names_of, say
from .sent import Sent, Stale
from .typed import Reading, Value, read


def add(scope: Scope, typed: Mapping[str, str], *, form_id: UUID) -> int:
    """Add a home; return the id. The same form sent again gives the id of the first time.

    :param typed: by the keys of ``fields.py``, with ``place``; without ``code`` one is made
    :raises Invalid: a value cannot be used, or the code is taken (:class:`unique.Taken`)
    """
    values = _checked(read(scope, typed))
    grid_id = places.require(scope, typed.get(PLACE, ""))
    code = values.pop("code", None)
    made = unique.made_by(scope, Dwelling, form_id)
    if made is not None and made.address == values.get("address") and code in (None, made.code):
        return made.id
    code = code or codes.of_home(scope, grid_id)
    unique.require_free_code(scope, Dwelling, str(code))
    said = said_of(scope, {key: value for key, value in values.items() if value is not None})
    said.values[PLACE] = grid_id
    row = Dwelling(code=code, form_id=form_id if made is None else None)
    follow(scope, row, said)
    scope.db.add(row)
    unique.flush(scope)
    said.values["code"] = code
    say(scope, "dwelling", {row.id: said})
    scope.audit("residents.add", f"dwelling:{row.id}")
    take_in(scope, row)
    return row.id


def take_in(scope: Scope, home: Dwelling) -> None:
    """Join a home with the households that were reported to live in it, as an import does."""
    waiting = scope.select(Household, permission=permissions.EDIT).where(
        Household.dwelling_code == home.code, Household.dwelling_id.is_(None), Household.deleted_at.is_(None)
    )
    for household in scope.db.scalars(waiting.order_by(Household.id).with_for_update()):
        household.dwelling_id = home.id
        touch(scope, household)


def save(scope: Scope, home_id: int, sent: Sent) -> bool:
    """Change what was changed in a form; say whether anything was new. Who lives there moves with its grid.

    :raises Stale: somebody else has changed the home since the form was opened
    :raises Invalid: a value cannot be used, or the code is taken (:class:`unique.Taken`)
    :raises Conflict: its grid cannot be changed, since people live there whom one may not change
    """
    row = records.locked(scope, Dwelling, home_id)
    found = read(scope, sent.changed)
    for key in sent.take_backs():
        found.values[key] = None
    values = _checked(found)
    if "code" in values and values["code"] is None:
        del values["code"]
    if sent.changed.get(PLACE):
        values[PLACE] = places.require(scope, sent.changed[PLACE])
    said = only_new(said_of(scope, values), values_of(scope, row))
    if not said.values:
        return False
    if row.version != sent.version:
        raise Stale
    if "code" in said.values:
        _recode(scope, row, str(said.values["code"]))
    if PLACE in said.values:
        for household in living.households(scope, row.id):
            place(scope, household, int(str(said.values[PLACE])))
    follow(scope, row, said)
    unique.flush(scope)
    say(scope, "dwelling", {row.id: said})
    scope.audit("residents.change", f"dwelling:{row.id}", fields=names_of(said))
    return True


def place(scope: Scope, household: Household, grid_id: int) -> None:
    """Put a household and its people into another grid.

    :raises Conflict: some of the people are recorded where one may not change them
    """
    household.grid_id = grid_id
    touch(scope, household)
    moving = {each.id: each for each in living.people(scope, household.id) if each.grid_id != grid_id}
    said = {person_id: Said({PLACE: grid_id}) for person_id in moving}
    for person_id, person in moving.items():
        follow(scope, person, said[person_id])
    scope.db.flush()
    say(scope, "resident", said)
    say(scope, "household", {household.id: Said({PLACE: grid_id})})


def _recode(scope: Scope, home: Dwelling, code: str) -> None:
    """Give a home another code; its households are reported with it from now on."""
    unique.require_free_code(scope, Dwelling, code, besides=home.id)
    home.code = code
    for household in living.households(scope, home.id):
        household.dwelling_code = code
        touch(scope, household)


def _checked(found: Reading) -> dict[str, Value]:
    if found.faults:
        raise Invalid.all_of([Invalid(text, field=key) for key, text in found.faults.items()])
    return found.values
