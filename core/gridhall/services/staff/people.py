"""Finds, adds and renames members of staff."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_

from gridhall.access import Scope
from gridhall.errors import Invalid, NotFound
from gridhall.models import Account, Administrator, GridNode, Post, Role, Staff, Unit
from gridhall.services import accounts
from gridhall.services.permissions import STAFF_EDIT, STAFF_VIEW
from gridhall.services.principals import is_held
from gridhall.words import Domain

_ = Domain("gridhall")

PAGE = 50
LONGEST_NAME = 100


@dataclass(frozen=True)
class PostLine:
    """One post, as pages show it."""

    id: int
    role: str
    role_is_default: bool
    """Then ``role`` is a msgid of core."""
    node_id: int
    node: str
    unit: str | None
    since: date
    until: date | None


@dataclass(frozen=True)
class StaffLine:
    """One member of staff in a list."""

    id: int
    name: str
    login: str | None
    is_disabled: bool
    administrator: str | None
    """system, security, audit or None."""
    posts: tuple[PostLine, ...]
    """Held today, at nodes that the one who asks may see."""


@dataclass(frozen=True)
class StaffList:
    """A page of staff."""

    lines: tuple[StaffLine, ...]
    total: int
    page: int
    """1 is the first."""
    pages: int


def find(scope: Scope, *, q: str = "", node_id: int | None = None, page: int = 1) -> StaffList:
    """Staff whose posts today stand where the principal may see staff; all where that is the whole city.

    :param q: a part of the name or user name
    :param node_id: only those with a post at or below it
    """
    query = _visible(scope)
    if q.strip():
        query = query.where(
            or_(
                Staff.name.icontains(q.strip(), autoescape=True),
                Account.login.icontains(q.strip(), autoescape=True),
            )
        )
    if node_id is not None:
        query = query.where(_has_post(scope, below=node_id))
    total = scope.db.scalar(query.with_only_columns(func.count())) or 0
    rows = list(scope.db.execute(query.order_by(Staff.name, Staff.id).limit(PAGE).offset((page - 1) * PAGE)))
    posts = posts_of(scope, [row.id for row in rows])
    lines = tuple(_line(row, posts[row.id]) for row in rows)
    return StaffList(lines, total, page, max(1, -(-total // PAGE)))


def get(scope: Scope, staff_id: int) -> StaffLine:
    """One member of staff, with the posts of today and of the past.

    :raises NotFound: there is none, or not within the principal's area
    """
    row = scope.db.execute(_visible(scope).where(Staff.id == staff_id)).one_or_none()
    if row is None:
        raise NotFound(_("There is no such member of staff in your area."))
    return _line(row, posts_of(scope, [staff_id], ever=True)[staff_id])


def require_visible(scope: Scope, staff_id: int) -> None:
    """Refuse where the principal may not see the person.

    :raises NotFound: there is none, or not within the principal's area
    """
    if scope.db.scalar(_visible(scope).with_only_columns(Staff.id).where(Staff.id == staff_id)) is None:
        raise NotFound(_("There is no such member of staff in your area."))


def add(scope: Scope, *, name: str, login: str = "") -> tuple[int, str | None]:
    """Add a member of staff; return their id and, where a user name is given, the initial password.

    :raises Invalid: a value cannot be used
    """
    scope.require(STAFF_EDIT)
    staff = Staff(name=_clean(name))
    password = None
    if login.strip():
        account, password = accounts.create(scope, login)
        staff.account_id = account.id
    scope.db.add(staff)
    scope.db.flush()
    scope.audit("core.staff_added", f"staff:{staff.id}")
    return staff.id, password


def give_account(scope: Scope, staff_id: int, *, login: str) -> str:
    """Let a member of staff sign in; return the initial password.

    :raises Invalid: there is an account already, or the user name cannot be used
    """
    scope.require(STAFF_EDIT)
    staff = scope.db.get(Staff, staff_id)
    if staff is None:
        raise NotFound(_("There is no such member of staff in your area."))
    if staff.account_id is not None:
        raise Invalid(_("This person has a user name already."), field="login")
    account, password = accounts.create(scope, login)
    staff.account_id = account.id
    return password


def rename(scope: Scope, staff_id: int, *, name: str) -> None:
    """Correct a name.

    :raises Invalid: it is empty or too long
    """
    scope.require(STAFF_EDIT)
    staff = scope.db.get(Staff, staff_id)
    if staff is None:
        raise NotFound(_("There is no such member of staff in your area."))
    staff.name = _clean(name)
    scope.audit("core.staff_renamed", f"staff:{staff_id}")


def account_id(scope: Scope, staff_id: int) -> int:
    """The account of a member of staff.

    :raises NotFound: there is none
    """
    found = scope.db.scalar(scope.select(Staff.account_id).where(Staff.id == staff_id))
    if found is None:
        raise NotFound(_("This person has no user name."))
    return int(found)


def posts_of(scope: Scope, staff_ids: Iterable[int], *, ever: bool = False) -> dict[int, list[PostLine]]:
    """The posts of some staff at nodes that the principal may see; one query.

    :param ever: also those that ended or have not begun
    """
    query = _posts(scope).where(Post.staff_id.in_(list(staff_ids)), scope.covers(Post.node_id, STAFF_VIEW))
    found: dict[int, list[PostLine]] = defaultdict(list)
    for row in scope.db.execute(query if ever else query.where(*is_held(scope.today))):
        found[row.Post.staff_id].append(_post_line(row))
    return found


def own_posts(scope: Scope) -> list[PostLine]:
    """The posts that the principal holds today, also where they may not see other staff; one query."""
    own = Post.staff_id == scope.principal.staff_id
    return [_post_line(row) for row in scope.db.execute(_posts(scope).where(own, *is_held(scope.today)))]


def _posts(scope: Scope) -> Select[Any]:
    return (
        scope.select(Post, Role.name, Role.is_default, GridNode.name.label("node"), Unit.name.label("unit"))
        .join(Role, Role.id == Post.role_id)
        .join(GridNode, GridNode.id == Post.node_id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .order_by(Post.until.desc().nulls_first(), Post.since.desc(), Post.id)
    )


def _post_line(row: Any) -> PostLine:
    post, role, is_default, node, unit = row
    return PostLine(post.id, role, is_default, post.node_id, node, unit, post.since, post.until)


def _visible(scope: Scope) -> Select[Any]:
    query = (
        scope.select(Staff.id, Staff.name, Account.login, Account.disabled_at, Administrator.kind)
        .select_from(Staff)
        .outerjoin(Account, Account.id == Staff.account_id)
        .outerjoin(Administrator, Administrator.staff_id == Staff.id)
    )
    whole = scope.principal.tops(STAFF_VIEW) is None
    return query if whole else query.where(_has_post(scope))


def _has_post(scope: Scope, *, below: int | None = None) -> ColumnElement[bool]:
    held = exists().where(
        Post.staff_id == Staff.id, *is_held(scope.today), scope.covers(Post.node_id, STAFF_VIEW)
    )
    return held if below is None else held.where(scope.below(Post.node_id, below))


def _line(row: Any, posts: list[PostLine]) -> StaffLine:
    return StaffLine(row.id, row.name, row.login, row.disabled_at is not None, row.kind, tuple(posts))


def _clean(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Invalid(_("Give a name of up to {most} characters."), field="name", most=LONGEST_NAME)
    return cleaned
