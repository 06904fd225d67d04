"""Rows of files that wait for a person's decision: the list, and one row beside those who may be meant."""

from typing import Any

PARTS: tuple[str, ...] = ("listing", "case")
"""Modules of this folder, each with ``includeme(config)``."""


def includeme(config: Any) -> None:
    """Add the pages."""
    for part in PARTS:
        config.include(f"{__name__}.{part}")
