"""Changes of single nodes. Each needs the right to change the tree, over the whole city."""

from datetime import date

from sqlalchemy import exists, func, insert, literal, or_, update

from gridhall.access import Scope
from gridhall.access.occupancy import occupied
from gridhall.errors import Conflict, Invalid
from gridhall.models import GridClosure, GridNode, Post
from gridhall.services.permissions import TREE_EDIT
from gridhall.services.tree.boundary import check_boundary
from gridhall.services.tree.levels import Levels
from gridhall.services.tree.lookup import lock
from gridhall.words import Domain

_ = Domain("gridhall")

TYPES = ("general", "dedicated", "micro")
LONGEST_NAME = 200
LONGEST_CODE = 64


def add(  # noqa: PLR0913 - a node has so many properties
    scope: Scope,
    parent: GridNode | None,
    *,
    code: str,
    name: str,
    level: str,
    type: str = "general",  # noqa: A002 - the model's own word
    boundary: object = None,
    since: date | None = None,
) -> GridNode:
    """Add a node below another, or (None) the top of an empty tree.

    :param boundary: parsed GeoJSON, or None
    :param since: its first day; None: today
    :raises Invalid: a value cannot be used, e.g. the level does not stand below the parent's
    :raises Conflict: the code was used before, the parent is closed, or there is a top already
    """
    scope.require(TREE_EDIT)
    lock(scope)
    Levels.of(scope.city).require(level, parent.level if parent else None)
    code = _code(code)
    if scope.db.scalar(scope.select(GridNode.id).where(GridNode.code == code)) is not None:
        raise Conflict(
            _("The code {code} was used before. Choose another: codes are never used again."), code=code
        )
    since = since or scope.today
    _require_place(scope, parent, since)
    node = GridNode(
        code=code,
        name=clean_name(name),
        level=level,
        type=_type(type),
        parent_id=parent.id if parent else None,
        boundary=None if boundary is None else check_boundary(boundary),
        valid_since=since,
    )
    scope.db.add(node)
    scope.db.flush()
    _enclose(scope, node, since)
    scope.audit("core.tree_add", f"node:{node.id}", code=code, level=level)
    return node


def rename(scope: Scope, node: GridNode, *, name: str) -> None:
    """Give a node another name.

    :raises Invalid: the name is empty or too long
    """
    scope.require(TREE_EDIT)
    old, node.name = node.name, clean_name(name)
    scope.audit("core.tree_rename", f"node:{node.id}", old=old, new=node.name)


def change_type(scope: Scope, node: GridNode, *, type: str) -> None:  # noqa: A002 - the model's own word
    """Make a node general, dedicated or micro.

    :raises Invalid: it is none of them
    """
    scope.require(TREE_EDIT)
    old, node.type = node.type, _type(type)
    scope.audit("core.tree_type", f"node:{node.id}", old=old, new=node.type)


def change_boundary(scope: Scope, node: GridNode, *, boundary: object) -> None:
    """Draw a node anew, or (None) leave it without a boundary.

    :param boundary: parsed GeoJSON
    :raises Invalid: it is no closed polygon in WGS 84
    """
    scope.require(TREE_EDIT)
    node.boundary = None if boundary is None else check_boundary(boundary)
    scope.audit("core.tree_boundary", f"node:{node.id}", drawn=boundary is not None)


def close(scope: Scope, node: GridNode, *, on: date | None = None) -> None:
    """Close a node. It stays for what was true before, and its code is never used again.

    :param on: the first day on which it is no longer; None: today
    :raises Conflict: it is closed, or something stands in it still: areas, posts or records
    :raises Invalid: the day lies before the node's first, or in the future
    """
    scope.require(TREE_EDIT)
    lock(scope)
    scope.db.refresh(node)
    on = on or scope.today
    if node.valid_until is not None:
        raise Conflict(_("{name} is closed already."), name=node.name)
    if not node.valid_since <= on <= scope.today:
        raise Invalid(_("Choose a day since the area began, and not after today."), field="on")
    _require_empty(scope, node, on)
    node.valid_until = on
    scope.db.flush()
    scope.db.execute(
        update(GridClosure)
        .where(GridClosure.descendant_id == node.id, GridClosure.until.is_(None))
        .values(until=on)
    )
    scope.audit("core.tree_close", f"node:{node.id}", code=node.code, on=on)


def clean_name(name: str) -> str:
    """A name without spaces around or doubled.

    :raises Invalid: it is empty or too long
    """
    cleaned = " ".join(name.split())
    if not cleaned:
        raise Invalid(_("Give it a name."), field="name")
    if len(cleaned) > LONGEST_NAME:
        raise Invalid(_("The name is longer than 200 characters."), field="name")
    return cleaned


def _code(code: str) -> str:
    if not code or len(code) > LONGEST_CODE or not code.isprintable() or any(map(str.isspace, code)):
        raise Invalid(_("Give it a code of at most 64 characters, without spaces."), field="code")
    return code


def _type(value: str) -> str:
    if value not in TYPES:
        raise Invalid(_("An area is general, dedicated or micro."), field="type")
    return value


def _require_place(scope: Scope, parent: GridNode | None, since: date) -> None:
    """Refuse a second top, and a place below something closed or later."""
    if parent is None:
        if scope.db.scalar(scope.select(exists().where(GridNode.parent_id.is_(None)))):
            raise Conflict(_("The tree has a top already. Choose the area that this one belongs to."))
        return
    scope.db.refresh(parent)
    if parent.valid_until is not None:
        raise Conflict(_("{name} is closed. Choose an area that is open."), name=parent.name)
    if since < parent.valid_since:
        raise Invalid(_("It cannot begin before the area above it did."), field="since")


def _enclose(scope: Scope, node: GridNode, since: date) -> None:
    """Write that the node stands below itself, its parent and all that the parent stands below."""
    scope.db.add(GridClosure(ancestor_id=node.id, descendant_id=node.id, depth=0, since=since))
    scope.db.flush()
    above = scope.select(
        GridClosure.ancestor_id, literal(node.id), GridClosure.depth + 1, literal(since)
    ).where(GridClosure.descendant_id == node.parent_id, GridClosure.until.is_(None))
    names = ["ancestor_id", "descendant_id", "depth", "since"]
    scope.db.execute(insert(GridClosure).from_select(names, above))


def _require_empty(scope: Scope, node: GridNode, on: date) -> None:
    below = scope.db.scalar(
        scope.select(func.count()).where(GridNode.parent_id == node.id, GridNode.valid_until.is_(None))
    )
    if below:
        raise Conflict(_("Areas stand below {name} still: {n}. Close them first."), name=node.name, n=below)
    posts = scope.db.scalar(
        scope.select(func.count()).where(Post.node_id == node.id, or_(Post.until.is_(None), Post.until > on))
    )
    if posts:
        raise Conflict(_("People hold posts in {name} still: {n}. End them first."), name=node.name, n=posts)
    if occupied(scope.db, node.id):
        raise Conflict(_("Records stand in {name} still. Move them to another area first."), name=node.name)
