"""Roles: sets of permissions, which the security administrator edits."""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, or_

from gridhall.access import Scope
from gridhall.errors import Conflict, Forbidden, Invalid, NotFound
from gridhall.models import Post, Role, RolePermission
from gridhall.services.permissions import ROLES_EDIT, STAFF_VIEW, Rights
from gridhall.words import Domain

_ = Domain("gridhall")

LONGEST_NAME = 60


@dataclass(frozen=True)
class RoleLine:
    """One role with what it holds."""

    id: int
    key: str
    name: str
    is_default: bool
    """Then ``name`` is a msgid of core."""
    permissions: frozenset[str]
    posts: int
    """How many posts give it, of today or later."""


def find(scope: Scope) -> list[RoleLine]:
    """All roles, the default ones first; three queries whatever their number.

    :raises Forbidden: the principal does not see staff anywhere
    """
    scope.require_somewhere(STAFF_VIEW)
    held: dict[int, set[str]] = defaultdict(set)
    for role_id, permission in scope.db.execute(
        scope.select(RolePermission.role_id, RolePermission.permission)
    ):
        held[role_id].add(permission)
    open_posts = scope.select(Post.role_id, func.count()).where(Post.until.is_(None)).group_by(Post.role_id)
    posts = {role_id: n for role_id, n in scope.db.execute(open_posts)}  # noqa: C416 - a Row is no pair to dict()
    roles = scope.db.scalars(scope.select(Role).order_by(Role.is_default.desc(), Role.id))
    return [
        RoleLine(
            role.id, role.key, role.name, role.is_default, frozenset(held[role.id]), posts.get(role.id, 0)
        )
        for role in roles
    ]


def get(scope: Scope, role_id: int) -> RoleLine:
    """One role.

    :raises NotFound: there is none
    """
    found = next((role for role in find(scope) if role.id == role_id), None)
    if found is None:
        raise NotFound(_("There is no such role."))
    return found


def add(scope: Scope, *, name: str) -> int:
    """Add a role that holds nothing yet; return its id.

    :raises Invalid: the name is empty, too long or taken
    """
    scope.require(ROLES_EDIT)
    role = Role(key=f"own_{secrets.token_hex(6)}", name=_clean(scope, name), is_default=False)
    scope.db.add(role)
    scope.db.flush()
    scope.audit("core.role_added", f"role:{role.id}", name=role.name)
    return role.id


def set_permissions(scope: Scope, role_id: int, names: Iterable[str], *, rights: Rights) -> None:
    """Say what a role holds; what it holds of plugins that are switched off stays.

    :raises Invalid: a permission is unknown, or an administrator's alone
    :raises Forbidden: the role is to hold more, and the principal has a post that gives it
    """
    scope.require(ROLES_EDIT)
    role, wanted = get(scope, role_id), frozenset(names)
    if not wanted <= rights.for_roles:
        raise Invalid(_("A role cannot hold this permission: it belongs to an administrator alone."))
    added = wanted - role.permissions
    if added:
        _require_not_own(scope, role_id)
    removed = (role.permissions & rights.for_roles) - wanted
    scope.db.execute(
        delete(RolePermission).where(
            RolePermission.role_id == role_id, RolePermission.permission.in_(removed)
        )
    )
    scope.db.add_all(RolePermission(role_id=role_id, permission=name) for name in added)
    scope.db.flush()
    scope.audit("core.role_changed", f"role:{role_id}", added=sorted(added), removed=sorted(removed))


def remove(scope: Scope, role_id: int) -> None:
    """Remove a role of the city's own.

    :raises Conflict: it came with the platform, or a post gives or gave it
    """
    scope.require(ROLES_EDIT)
    role = scope.db.get(Role, role_id)
    if role is None:
        raise NotFound(_("There is no such role."))
    if role.is_default:
        raise Conflict(_("This role came with the platform. Take its permissions away instead."))
    if scope.db.scalar(scope.select(func.count()).where(Post.role_id == role_id)):
        raise Conflict(_("Posts give this role, or did. Take its permissions away instead."))
    scope.db.delete(role)
    scope.audit("core.role_removed", f"role:{role_id}", name=role.name)


def _require_not_own(scope: Scope, role_id: int) -> None:
    """Nobody widens their own rights, not even by way of a role."""
    own = scope.select(Post.id).where(
        Post.role_id == role_id,
        Post.staff_id == scope.principal.staff_id,
        or_(Post.until.is_(None), Post.until > scope.today),
    )
    if scope.db.scalars(own).first() is not None:
        raise Forbidden(_("You hold this role yourself. Ask another security administrator to widen it."))


def _clean(scope: Scope, name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Invalid(_("Give a name of up to {most} characters."), field="name", most=LONGEST_NAME)
    if scope.db.scalar(scope.select(Role.id).where(func.lower(Role.name) == cleaned.lower())) is not None:
        raise Invalid(_("There is a role of this name."), field="name")
    return cleaned
