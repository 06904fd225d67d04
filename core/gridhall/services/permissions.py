"""Core's own permissions, and which of all permissions an administrator or a role can hold."""

from dataclasses import dataclass
from functools import lru_cache

from gridhall.hookspecs import Permission
from gridhall.hookspecs.manifest import Administrator
from gridhall.plugins import PluginHost
from gridhall.words import Domain

_ = Domain("gridhall")

TREE_VIEW = "core.tree_view"
TREE_EDIT = "core.tree_edit"
STAFF_VIEW = "core.staff_view"
STAFF_EDIT = "core.staff_edit"
ROLES_EDIT = "core.roles_edit"
ACCOUNTS_EDIT = "core.accounts_edit"
PLUGINS_EDIT = "core.plugins_edit"
SETTINGS_EDIT = "core.settings_edit"
AUDIT_VIEW = "core.audit_view"
JOBS_VIEW = "core.jobs_view"
JOBS_MANAGE = "core.jobs_manage"

CORE = (
    Permission(TREE_VIEW, _("See the grid tree")),
    Permission(TREE_EDIT, _("Change the grid tree")),
    Permission(STAFF_VIEW, _("See staff and their posts")),
    Permission(STAFF_EDIT, _("Change staff and their posts")),
    Permission(ROLES_EDIT, _("Change roles"), "security"),
    Permission(ACCOUNTS_EDIT, _("Change accounts and reset passwords"), "security"),
    Permission(PLUGINS_EDIT, _("Switch plugins on and off"), "system"),
    Permission(SETTINGS_EDIT, _("Change settings"), "system"),
    Permission(AUDIT_VIEW, _("Read the audit log"), "audit"),
    Permission(JOBS_VIEW, _("See background jobs")),
    Permission(JOBS_MANAGE, _("Cancel and retry background jobs of others"), "system"),
)

ALSO_HELD: dict[Administrator, frozenset[str]] = {
    "system": frozenset({TREE_VIEW, TREE_EDIT, STAFF_VIEW, JOBS_VIEW}),
    "security": frozenset({TREE_VIEW, STAFF_VIEW, STAFF_EDIT}),
    "audit": frozenset({TREE_VIEW, STAFF_VIEW}),
}
"""What each administrator needs besides what is theirs alone."""

ADMINISTRATOR_TITLES = {
    "system": _("System administrator"),
    "security": _("Security administrator"),
    "audit": _("Audit administrator"),
}


@dataclass(frozen=True)
class Rights:
    """The permissions that exist in a city: core's, and those of the plugins it has enabled."""

    known: tuple[Permission, ...]

    @property
    def for_roles(self) -> frozenset[str]:
        """Those that a role may hold; the others would be void if a role held them."""
        return frozenset(permission.name for permission in self.known if permission.administrator is None)

    def of_administrator(self, kind: str) -> frozenset[str]:
        """Those that an administrator holds over the whole city."""
        own = {permission.name for permission in self.known if permission.administrator == kind}
        also = next((names for key, names in ALSO_HELD.items() if key == kind), frozenset())
        return also | own


@lru_cache(maxsize=256)
def rights(host: PluginHost, enabled: frozenset[str]) -> Rights:
    """The permissions of a city that has enabled these plugins."""
    return Rights((*CORE, *host.permissions(enabled)))
