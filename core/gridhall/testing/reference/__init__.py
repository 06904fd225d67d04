"""Writes ``docs/reference.md`` from what is installed: ``make reference``.

``python -m gridhall.testing.reference FOLDER`` writes it elsewhere, e.g. with a vendor's own plugins. A test
says when the page no longer fits the code.
"""

from gridhall.plugins import PluginHost
from gridhall.testing.reference.commands import told_commands
from gridhall.testing.reference.declared import DECLARED, told_declared
from gridhall.testing.reference.rights import told_permissions, told_settings
from gridhall.testing.reference.templates import told_templates

__all__ = ["DECLARED", "page"]

HEAD = """\
# Reference

Made from the code by `make reference`; change the code, not this page. What it is all for is said in
[operators.md](operators.md) and [vendors.md](vendors.md).
"""


def page(host: PluginHost) -> str:
    """The whole page."""
    parts = (
        HEAD,
        told_commands(),
        told_permissions(host),
        told_settings(host),
        told_declared(),
        told_templates(),
    )
    return "\n".join(part.rstrip() + "\n" for part in parts)
