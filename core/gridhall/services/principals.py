"""Makes a :class:`Principal` of an account, as its posts stand today. Nothing is kept between requests.

Two queries: the account with its staff and administrator rows, then the permissions of its current
posts. A disabled account, an ended session or a revoked post therefore counts at the next request.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select

from gridhall.access import Grant, Principal, Scope
from gridhall.access.session import ScopedSession
from gridhall.models import Account, Administrator, GridNode, Post, Role, RolePermission, Staff, WebSession
from gridhall.services.permissions import ADMINISTRATOR_TITLES, Rights
from gridhall.services.sessions import Limits, hash_token, touch
from gridhall.tenancy import City


@dataclass(frozen=True)
class SignedIn:
    """Whom a session's token belongs to."""

    principal: Principal
    flashes: tuple[tuple[str, str], ...]
    """``(kind, text)`` of messages for the next page."""


def resume(
    db: ScopedSession, city: City, token: str, *, limits: Limits, rights: Rights, now: datetime
) -> SignedIn | None:
    """Whom a token belongs to; None where it is unknown, ended, timed out, or its account is disabled."""
    hashed = hash_token(token)
    query = (
        _accounts(WebSession.seen_at, WebSession.flashes)
        .join(WebSession, WebSession.account_id == Account.id)
        .where(
            WebSession.token_hash == hashed,
            WebSession.created_at > now - limits.absolute,
            WebSession.seen_at > now - limits.idle,
        )
    )
    row = db.execute(query).one_or_none()
    if row is None:
        return None
    touch(db, hashed, seen_at=row.seen_at, now=now)
    principal = _principal(db, city, row, rights, now, hashed)
    return SignedIn(principal, tuple((kind, text) for kind, text in row.flashes))


def of_account(
    db: ScopedSession, city: City, account_id: int, *, rights: Rights, now: datetime
) -> Principal | None:
    """The principal of an account outside a session, e.g. for a job; None where it is disabled or unknown."""
    row = db.execute(_accounts().where(Account.id == account_id)).one_or_none()
    return None if row is None else _principal(db, city, row, rights, now, None)


def role_titles(scope: Scope) -> list[tuple[str, bool]]:
    """``(name, is_default)`` of what the principal is today; a default's name is a msgid."""
    query = (
        scope.select(Administrator.kind, Role.name, Role.is_default)
        .distinct()
        .select_from(Staff)
        .outerjoin(Administrator, Administrator.staff_id == Staff.id)
        .outerjoin(Post, and_(Post.staff_id == Staff.id, *is_held(scope.today)))
        .outerjoin(Role, Role.id == Post.role_id)
        .where(Staff.id == scope.principal.staff_id)
        .order_by(Role.name)
    )
    rows = scope.db.execute(query).all()
    administrator = [(str(ADMINISTRATOR_TITLES[kind]), True) for kind, *_ in rows[:1] if kind]
    return [*administrator, *((name, is_default) for _kind, name, is_default in rows if name)]


def is_held(today: date) -> tuple[ColumnElement[bool], ...]:
    """The conditions for a post that is held on a day."""
    return (Post.since <= today, or_(Post.until.is_(None), Post.until > today))


def _accounts(*columns: Any) -> Select[Any]:
    return (
        select(
            Account.id,
            Account.login,
            Account.must_change_password,
            Account.language,
            Account.scheme,
            Staff.id.label("staff_id"),
            Staff.name,
            Administrator.kind,
            *columns,
        )
        .select_from(Account)
        .outerjoin(Staff, Staff.account_id == Account.id)
        .outerjoin(Administrator, Administrator.staff_id == Staff.id)
        .where(Account.disabled_at.is_(None))
    )


def _principal(
    db: ScopedSession, city: City, row: Any, rights: Rights, now: datetime, session: bytes | None
) -> Principal:
    grants = _grants(db, row.staff_id, rights, now.astimezone(city.zone).date()) if row.staff_id else ()
    if row.kind:
        grants = (Grant(None, rights.of_administrator(row.kind)), *grants)
    return Principal(
        name=row.name or row.login,
        grants=grants,
        account_id=row.id,
        staff_id=row.staff_id,
        session=session,
        must_change_password=row.must_change_password,
        language=row.language,
        scheme=row.scheme,
    )


def _grants(db: ScopedSession, staff_id: int, rights: Rights, today: date) -> tuple[Grant, ...]:
    """A grant for each node with a post; what no role may hold is left out."""
    query = (
        select(Post.node_id, func.array_agg(RolePermission.permission), _only_root(today).label("root"))
        .join(RolePermission, RolePermission.role_id == Post.role_id)
        .where(Post.staff_id == staff_id, *is_held(today))
        .group_by(Post.node_id)
        .order_by(Post.node_id)
    )
    allowed = rights.for_roles
    return tuple(
        Grant(None if node_id == root else node_id, frozenset(names) & allowed)
        for node_id, names, root in db.execute(query)
    )


def _only_root(today: date) -> ScalarSelect[int]:
    """The top of the tree where there is one only: a post there is one over the whole city."""
    stands = or_(GridNode.valid_until.is_(None), GridNode.valid_until > today)
    return (
        select(func.min(GridNode.id))
        .where(GridNode.parent_id.is_(None), stands)
        .having(func.count() == 1)
        .scalar_subquery()
    )
