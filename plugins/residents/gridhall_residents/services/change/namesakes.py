"""Whether somebody who is to be added may be recorded already, as an import would ask."""

from datetime import date

from sqlalchemy import or_

from gridhall.access import Scope
from gridhall.models import GridClosure, GridNode
from gridhall_residents.models import Resident
from gridhall_residents.settings import village_level
from gridhall_residents.words import _

from .saying import Said
from .unique import Taken

ANOTHER = "is_namesake"
"""The box of a form that says: it is somebody else."""


class Namesake(Taken):
    """Somebody of the same name lives in the same village, and may be meant."""


def require_no_namesake(scope: Scope, said: Said, grid_id: int) -> None:
    """Refuse, unless name, birth date or identity number tell the two apart.

    :raises Namesake: naming the other one, within one's own grids
    """
    born, number = said.values.get("birth_date"), said.values.get("identity_number")
    same = [Resident.name_key == said.values["name_key"], Resident.deleted_at.is_(None)]
    if born is not None:
        day = date.fromisoformat(str(born))
        same.append(or_(Resident.birth_date.is_(None), Resident.birth_date == day))
    if number is not None:
        same.append(Resident.identity_ix.is_(None))
    village = _village(scope, grid_id)
    query = scope.select(Resident.id, Resident.name).where(*same, scope.below(Resident.grid_id, village))
    known = scope.db.execute(query.order_by(Resident.id).limit(1)).one_or_none()
    if known is not None:
        text = _("{name} is recorded in this village already. Is it the same person?")
        raise Namesake(text, field="name", record_id=known.id, name=known.name)


def _village(scope: Scope, grid_id: int) -> int:
    """The village that a grid belongs to; the grid itself where it belongs to none."""
    above = (
        scope.select(GridNode.id)
        .join(GridClosure, GridClosure.ancestor_id == GridNode.id)
        .where(
            GridClosure.descendant_id == grid_id,
            GridClosure.until.is_(None),
            GridNode.level == village_level(scope.city),
        )
    )
    found: int | None = scope.db.scalar(above)
    return grid_id if found is None else found
