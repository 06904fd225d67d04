"""Gives and ends posts. Nobody gives more than they hold themselves."""

from datetime import date

from sqlalchemy import or_

from gridhall.access import Scope
from gridhall.errors import Conflict, Forbidden, Invalid, NotFound
from gridhall.models import GridNode, Post, Role, RolePermission, Unit
from gridhall.services.permissions import ROLES_EDIT, STAFF_EDIT
from gridhall.services.staff import people
from gridhall.words import Domain

_ = Domain("gridhall")


def give(
    scope: Scope,
    staff_id: int,
    *,
    role_id: int,
    node_id: int,
    since: date | None = None,
    until: date | None = None,
    unit_id: int | None = None,
) -> int:
    """Give a member of staff a post; return its id.

    :param since: the first day; None: today
    :param until: the first day on which it is no longer held; None: open
    :raises Forbidden: the node lies elsewhere, or the role may do what the principal may not, or it is for
        the principal, whose posts would never end
    :raises NotFound: there is no such person within the principal's area
    :raises Invalid: a value does not fit
    :raises Conflict: they hold it already
    """
    scope.require(STAFF_EDIT, node_id)
    since = since or scope.today
    if until is not None and until <= since:
        raise Invalid(_("A post ends after it begins."), field="until")
    _require_open(scope, staff_id, node_id, unit_id)
    _require_no_more_than_own(scope, staff_id, role_id, node_id)
    _require_new(scope, staff_id, role_id, node_id, since)
    post = Post(
        staff_id=staff_id, role_id=role_id, node_id=node_id, unit_id=unit_id, since=since, until=until
    )
    scope.db.add(post)
    scope.db.flush()
    scope.audit("core.post_given", f"staff:{staff_id}", post=post.id, role=role_id, node=node_id)
    return post.id


def end(scope: Scope, staff_id: int, post_id: int) -> None:
    """End somebody's post today: it gives nothing from the next request on.

    :raises NotFound: they have no such post, or it lies elsewhere
    :raises Conflict: it has ended
    """
    theirs = scope.select(Post).where(Post.id == post_id, Post.staff_id == staff_id)
    post = scope.db.scalar(theirs.where(scope.covers(Post.node_id, STAFF_EDIT)))
    if not isinstance(post, Post):
        raise NotFound(_("There is no such post in your area."))
    if post.until is not None and post.until <= scope.today:
        raise Conflict(_("This post has ended already."))
    post.until = max(post.since, scope.today)
    scope.audit("core.post_ended", f"staff:{post.staff_id}", post=post.id)


def _require_open(scope: Scope, staff_id: int, node_id: int, unit_id: int | None) -> None:
    people.require_visible(scope, staff_id)
    node = scope.db.get(GridNode, node_id)
    if node is None or node.valid_until is not None:
        raise Invalid(_("Choose an area that is open."), field="node")
    if unit_id is not None:
        unit = scope.db.get(Unit, unit_id)
        if unit is None or unit.node_id != node_id:
            raise Invalid(_("Choose a unit of that area."), field="unit")


def _require_no_more_than_own(scope: Scope, staff_id: int, role_id: int, node_id: int) -> None:
    """A role that may do more than one may oneself there is given by the security administrator."""
    if scope.db.get(Role, role_id) is None:
        raise Invalid(_("Choose a role."), field="role")
    if staff_id == scope.principal.staff_id:
        raise Forbidden(_("Nobody gives a post to themselves. Ask another security administrator."))
    if scope.principal.tops(ROLES_EDIT) is None:
        return
    for permission in scope.db.scalars(
        scope.select(RolePermission.permission).where(RolePermission.role_id == role_id)
    ):
        scope.require(permission, node_id)


def _require_new(scope: Scope, staff_id: int, role_id: int, node_id: int, since: date) -> None:
    same = scope.select(Post.id).where(
        Post.staff_id == staff_id,
        Post.role_id == role_id,
        Post.node_id == node_id,
        or_(Post.until.is_(None), Post.until > since),
    )
    if scope.db.scalar(same) is not None:
        raise Conflict(_("This person holds that post already."))
