"""The roles that a city starts with; it may change what they hold, and add its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert

from gridhall.access import Scope
from gridhall.hookspecs import RoleDefault
from gridhall.models import Role, RolePermission
from gridhall.services import permissions as p
from gridhall.words import Domain, Message

_ = Domain("gridhall")


@dataclass(frozen=True)
class DefaultRole:
    """A role that comes with the platform."""

    key: str
    name: Message
    permissions: tuple[str, ...]
    """Of core; a plugin adds its own by ``RoleDefault``."""


DEFAULT_ROLES = (
    DefaultRole("grid_worker_full", _("Grid worker, full time"), (p.TREE_VIEW,)),
    DefaultRole("grid_worker_part", _("Grid worker, part time"), (p.TREE_VIEW,)),
    DefaultRole("grid_head", _("Grid head"), (p.TREE_VIEW, p.STAFF_VIEW)),
    DefaultRole("village_head", _("Village head"), (p.TREE_VIEW, p.STAFF_VIEW)),
    DefaultRole("town_officer", _("Town officer"), (p.TREE_VIEW, p.STAFF_VIEW, p.JOBS_VIEW)),
    DefaultRole("county_officer", _("County officer"), (p.TREE_VIEW, p.STAFF_VIEW, p.JOBS_VIEW)),
    DefaultRole("city_leader", _("City leader"), (p.TREE_VIEW, p.STAFF_VIEW)),
    DefaultRole("unit_handler", _("Unit handler"), (p.TREE_VIEW,)),
    DefaultRole("dispatcher", _("Dispatcher"), (p.TREE_VIEW, p.STAFF_VIEW)),
    DefaultRole("assessor", _("Assessor"), (p.TREE_VIEW, p.STAFF_VIEW)),
)


def ensure_default_roles(scope: Scope) -> None:
    """Add the default roles that the city has not; those it has stay as the city made them."""
    for role in DEFAULT_ROLES:
        statement = insert(Role).values(key=role.key, name=str(role.name), is_default=True)
        added = scope.db.scalar(statement.on_conflict_do_nothing(index_elements=["key"]).returning(Role.id))
        if added is not None:
            _grant(scope, added, role.permissions)


def grant_defaults(scope: Scope, defaults: Iterable[RoleDefault]) -> None:
    """Give the default roles what a plugin proposes for them; done when it is enabled for the first time."""
    keys = [default.role for default in defaults]
    rows = scope.db.execute(scope.select(Role.key, Role.id).where(Role.key.in_(keys)))
    ids = {key: role_id for key, role_id in rows}  # noqa: C416 - a Row is no pair to dict()
    for default in defaults:
        if default.role in ids:
            _grant(scope, ids[default.role], default.permissions)


def _grant(scope: Scope, role_id: int, names: tuple[str, ...]) -> None:
    if names:
        rows = [{"role_id": role_id, "permission": name} for name in names]
        scope.db.execute(insert(RolePermission).values(rows).on_conflict_do_nothing())
