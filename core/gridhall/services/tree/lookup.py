"""Finds nodes for those who change them. What a person may see of the tree: ``tree_pages``."""

from sqlalchemy import func

from gridhall.access import Scope
from gridhall.errors import NotFound
from gridhall.models import GridNode
from gridhall.services.permissions import TREE_EDIT
from gridhall.words import Domain

_ = Domain("gridhall")

TREE_LOCK = 0x7472_6565
"""With the city's schema, names the lock of its tree."""


def by_id(scope: Scope, node_id: int) -> GridNode:
    """The node of that id, closed ones too.

    :raises NotFound: there is none
    """
    node = scope.db.get(GridNode, node_id)
    if node is None:
        raise NotFound(_("There is no such area."))
    return node


def to_change(scope: Scope, node_id: int) -> GridNode:
    """The node of that id, for somebody who may change the tree.

    :raises NotFound: there is none
    :raises Forbidden: the principal may not change it
    """
    scope.require(TREE_EDIT)
    return by_id(scope, node_id)


def by_code(scope: Scope, code: str) -> GridNode:
    """The node of that code, closed ones too.

    :raises NotFound: there is none
    """
    node: GridNode | None = scope.db.scalar(scope.select(GridNode).where(GridNode.code == code))
    if node is None:
        raise NotFound(_("There is no area with the code {code}."), code=code)
    return node


def lock(scope: Scope) -> None:
    """Let one transaction at a time change the city's tree; freed at its end."""
    scope.db.execute(
        scope.select(func.pg_advisory_xact_lock(TREE_LOCK, func.hashtext(func.current_schema())))
    )
