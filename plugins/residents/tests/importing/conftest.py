"""A desk at which files are imported, and rows for its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from gridhall.testing import SampleCity

    from ..places import Places


@pytest.fixture
def desk(city: SampleCity, places: Places, tmp_path: Path) -> Desk:
    """The deployment's own, in a city with two villages."""
    del places
    return Desk(city, tmp_path)
