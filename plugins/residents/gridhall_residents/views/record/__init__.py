"""The pages of one record. Each module adds its own routes; ``facts.py`` puts values into words."""

from typing import Any

PARTS = (
    "about",
    "home",
    "home_forms",
    "household",
    "household_forms",
    "moving",
    "person",
    "person_add",
    "person_edit",
    "places",
    "removal",
    "reveal",
)


def includeme(config: Any) -> None:
    """Add all of them."""
    for part in PARTS:
        config.include(f"{__name__}.{part}")
