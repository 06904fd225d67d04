"""``python -m gridhall.testing.reference [FOLDER]``: FOLDER is ``docs`` unless it is given."""

import sys
from pathlib import Path

from gridhall.plugins import PluginHost
from gridhall.testing.reference import page

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
(folder / "reference.md").write_text(page(PluginHost.discover()), encoding="utf-8")
