"""Somebody who works in the east village, and how many queries a page takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall.testing import Browser, Portal, SampleCity

    from ..places import Places


@pytest.fixture
def head(city: SampleCity, portal: Portal, places: Places) -> Browser:
    """The browser of the head of the east village."""
    return portal.as_(city.staff("Ann Lee", role="village_head", at=places.east))


@pytest.fixture
def queries(city: SampleCity) -> Callable[[Callable[[], object]], int]:
    """How many statements something sends to the database, once it has been done before."""

    def count(act: Callable[[], object]) -> int:
        act()
        with city.queries() as sent:
            act()
        return len(sent)

    return count
