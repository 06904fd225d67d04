"""The grid tree: find, add, rename and close nodes, and keep who stands below whom.

Start with :func:`add`. Files of nodes are read by ``gridhall.services.tree_import``; what the pages
show is gathered by ``gridhall.services.tree_pages``.
"""

from gridhall.services.tree.boundary import check_boundary
from gridhall.services.tree.changes import add, change_boundary, change_type, clean_name, close, rename
from gridhall.services.tree.levels import Levels
from gridhall.services.tree.lookup import by_code, by_id, lock, to_change

__all__ = [
    "Levels",
    "add",
    "by_code",
    "by_id",
    "change_boundary",
    "change_type",
    "check_boundary",
    "clean_name",
    "close",
    "lock",
    "rename",
    "to_change",
]
