"""Units: departments and teams at a node."""

from dataclasses import dataclass

from gridhall.access import Scope
from gridhall.errors import Invalid, NotFound
from gridhall.models import GridNode, Unit
from gridhall.services.permissions import STAFF_EDIT, TREE_VIEW
from gridhall.words import Domain

_ = Domain("gridhall")

LONGEST_NAME = 100


@dataclass(frozen=True)
class UnitLine:
    """One unit in a list."""

    id: int
    name: str


def at(scope: Scope, node_id: int) -> list[UnitLine]:
    """The units of a node that the principal may see."""
    query = (
        scope.select(Unit.id, Unit.name)
        .where(Unit.node_id == node_id, scope.covers(Unit.node_id, TREE_VIEW))
        .order_by(Unit.name, Unit.id)
    )
    return [UnitLine(unit_id, name) for unit_id, name in scope.db.execute(query)]


def add(scope: Scope, node_id: int, *, name: str) -> int:
    """Add a unit at a node; return its id.

    :raises Forbidden: the node lies elsewhere
    :raises NotFound: there is no such node, or it is closed
    :raises Invalid: the name is empty, too long or taken there
    """
    scope.require(STAFF_EDIT, node_id)
    open_node = scope.select(GridNode.id).where(GridNode.id == node_id, GridNode.valid_until.is_(None))
    if scope.db.scalar(open_node) is None:
        raise NotFound(_("There is no such area."))
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Invalid(_("Give a name of up to {most} characters."), field="name", most=LONGEST_NAME)
    if (
        scope.db.scalar(scope.select(Unit.id).where(Unit.node_id == node_id, Unit.name == cleaned))
        is not None
    ):
        raise Invalid(_("There is a unit of this name."), field="name")
    unit = Unit(node_id=node_id, name=cleaned)
    scope.db.add(unit)
    scope.db.flush()
    scope.audit("core.unit_added", f"unit:{unit.id}", node=node_id)
    return unit.id
