"""The pages of the plugin. Each module adds its own routes, and calls one service a page."""

from typing import Any

PARTS: tuple[str, ...] = (
    "people",
    "homes",
    "households",
    "counts",
    "exports",
    "record",
    "importing",
    "review",
)
"""Modules of this folder, each with ``includeme(config)``."""


def includeme(config: Any) -> None:
    """Add all pages."""
    for part in PARTS:
        config.include(f"{__name__}.{part}")
