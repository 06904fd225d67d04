"""Importing a department's file: choosing it, looking at what was found in it, what became of it."""

from typing import Any

PARTS: tuple[str, ...] = ("choose", "file", "source", "run")
"""Modules of this folder, each with ``includeme(config)``."""


def includeme(config: Any) -> None:
    """Add the pages."""
    for part in PARTS:
        config.include(f"{__name__}.{part}")
