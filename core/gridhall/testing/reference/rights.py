"""Permissions, the roles that hold them at first, and the settings of plugins."""

from gridhall.hookspecs import Permission
from gridhall.plugins import PluginHost
from gridhall.services.permissions import ALSO_HELD, CORE
from gridhall.services.roles_default import DEFAULT_ROLES
from gridhall.testing.reference.markdown import code, table

HELD = """\
A role holds permissions, and a post gives its role over an area. Those of an administrator no role can hold.
The city's security administrator changes what roles hold; the default roles begin so:"""


def told_permissions(host: PluginHost) -> str:
    """Every permission with who holds it, and the default roles."""
    every = [*CORE, *(each for manifest in host.manifests.values() for each in manifest.permissions)]
    rows = [(code(each.name), str(each.title), _held_by(each, host)) for each in every]
    roles = [(code(role.key), str(role.name)) for role in DEFAULT_ROLES]
    head = ("permission", "lets one", "held by")
    told = ["## Permissions", "", HELD, "", *table(head, rows), "", *table(("role", "name"), roles)]
    return "\n".join(told)


def _held_by(permission: Permission, host: PluginHost) -> str:
    if permission.administrator:
        return f"the {permission.administrator} administrator"
    granted = [(role.key, role.permissions) for role in DEFAULT_ROLES]
    granted += [(d.role, d.permissions) for manifest in host.manifests.values() for d in manifest.roles]
    roles = [code(key) for key, names in granted if permission.name in names]
    others = [f"the {kind} administrator" for kind, names in ALSO_HELD.items() if permission.name in names]
    return ", ".join([*roles, *others]) or "nobody"


def told_settings(host: PluginHost) -> str:
    """Every setting of a plugin."""
    rows = [
        (code(name), code(spec.key), code(repr(spec.default)), f"{spec.title}. {spec.help}")
        for name, manifest in host.manifests.items()
        for spec in manifest.settings
    ]
    told = ["## Settings of plugins", "", "A city's system administrator sets them in the portal."]
    if not rows:
        return "\n".join([*told, "", "No plugin that comes along has any."])
    return "\n".join([*told, "", *table(("plugin", "setting", "default", "what it is"), rows)])
