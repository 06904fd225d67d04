"""Where somebody lives, or is to live: a home and a household in it, a household alone, or a grid."""

from dataclasses import dataclass

from gridhall.access import Scope
from gridhall.errors import Conflict, Forbidden, Invalid, NotFound
from gridhall_residents.fields import HOUSEHOLD, PLACE
from gridhall_residents.models import Dwelling, Household
from gridhall_residents.services import records
from gridhall_residents.words import _

from . import codes, places, unique
from .saying import Said, say

NEW = "new"
"""A household of one's own."""
_LONGEST = len("2147483647")


@dataclass(frozen=True)
class Destination:
    """As it was chosen in a form."""

    home_id: int | None = None
    household: str = ""
    """The id of a household, ``new``, or empty for none."""
    place: str = ""
    """The id of a grid, where neither a home nor a household says it."""


@dataclass(frozen=True)
class Found:
    """What was chosen, ready to be lived in."""

    grid_id: int
    home: Dwelling | None
    household: Household | None

    def said(self) -> Said:
        """What is said of somebody who lives there; the address follows the home where it has one."""
        values: dict[str, object] = {
            PLACE: self.grid_id,
            HOUSEHOLD: self.household.code if self.household else None,
        }
        if self.home is not None and self.home.address:
            values["address"] = self.home.address
        return Said(values)


def find(scope: Scope, chosen: Destination) -> Found:
    """Find what was chosen, within the grids in which one may change records; add a new household.

    :raises Invalid: nothing was chosen, or something that is not there
    """
    if chosen.household.isascii() and chosen.household.isdigit() and len(chosen.household) < _LONGEST:
        return _existing(scope, chosen, int(chosen.household))
    if chosen.household not in ("", NEW) or (chosen.home_id is not None and not chosen.household):
        raise Invalid(_("Choose a household."), field="household")
    home, grid_id = find_home(scope, chosen)
    household = add_household(scope, home, grid_id) if chosen.household == NEW else None
    return Found(grid_id, home, household)


def find_home(scope: Scope, chosen: Destination) -> tuple[Dwelling | None, int]:
    """The chosen home and its grid, or None and the grid that was chosen.

    :raises Invalid: nothing was chosen, or something that is not there
    """
    if chosen.home_id is None:
        return None, places.require(scope, chosen.place)
    home = _own(scope, Dwelling, chosen.home_id, "")
    return home, home.grid_id


def _existing(scope: Scope, chosen: Destination, household_id: int) -> Found:
    household = _own(scope, Household, household_id, "household")
    if chosen.home_id not in (None, household.dwelling_id):
        raise Conflict(_("This household has moved meanwhile. Choose again."))
    home = _own(scope, Dwelling, household.dwelling_id, "") if household.dwelling_id is not None else None
    return Found(home.grid_id if home is not None else household.grid_id, home, household)


def _own(scope: Scope, model: type[records.Found], record_id: int, field: str) -> records.Found:
    try:
        return records.locked(scope, model, record_id)
    except (NotFound, Forbidden):
        raise Invalid(_("Choose a home and a household of your own area."), field=field) from None


def add_household(scope: Scope, home: Dwelling | None, grid_id: int, code: str | None = None) -> Household:
    """Add a household, with a code of its own where none is given."""
    row = Household(
        code=code or codes.of_household(scope, home, grid_id),
        grid_id=grid_id,
        dwelling_id=home and home.id,
        dwelling_code=home and home.code,
        version=1,
    )
    scope.db.add(row)
    unique.flush(scope)
    say(
        scope,
        "household",
        {row.id: Said({"code": row.code, "dwelling_code": row.dwelling_code, PLACE: grid_id})},
    )
    scope.audit("residents.add", f"household:{row.id}")
    return row
