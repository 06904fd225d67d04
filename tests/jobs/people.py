"""People of a city, with as much as the tests of jobs need."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from gridhall.access import Grant, Principal
from gridhall.models import Account, GridNode, Post, Role, RolePermission, Staff

if TYPE_CHECKING:
    from .cities import Site


def person(account_id: int, *permissions: str) -> Principal:
    return Principal("somebody", (Grant(None, frozenset(permissions)),), account_id=account_id)


def account(site: Site, login: str) -> int:
    with site.scope() as scope:
        row = Account(login=f"{login}-{uuid4()}", password_hash="", must_change_password=False)
        scope.db.add(row)
        scope.db.flush()
        return row.id


def posts(site: Site, account_id: int, *permissions: str) -> list[int]:
    """Give an account one post for each permission; return the posts."""
    with site.scope() as scope:
        found = []
        staff = Staff(name="Ann", account_id=account_id)
        scope.db.add(staff)
        for permission in permissions:
            role = Role(key=str(uuid4()), name="r", is_default=False)
            node = GridNode(code=str(uuid4()), name="n", level="city", valid_since=scope.today)
            scope.db.add_all([role, node])
            scope.db.flush()
            scope.db.add(RolePermission(role_id=role.id, permission=permission))
            post = Post(staff_id=staff.id, role_id=role.id, node_id=node.id, since=scope.today)
            scope.db.add(post)
            scope.db.flush()
            found.append(post.id)
        return found


def revoke(site: Site, post_id: int) -> None:
    with site.scope() as scope:
        post = scope.db.scalars(select(Post).where(Post.id == post_id)).one()
        post.until = scope.today
