"""Reads a file of nodes into the tree. Start with :func:`import_nodes`.

``file`` finds encoding, delimiter and columns; ``rows`` checks each row by itself; ``plan`` decides
against the tree that is there; ``merge`` writes, by COPY. Nothing is moved or closed by a file, and
the same file again changes nothing.
"""

from gridhall.services.tree_import.merge import import_nodes
from gridhall.services.tree_import.report import REASONS, ImportReport, Reject

__all__ = ["REASONS", "ImportReport", "Reject", "import_nodes"]
