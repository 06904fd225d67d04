"""The entries of the menu stand in one order for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from gridhall.testing import Portal, SampleCity


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("grid_head", ["Residents", "Homes", "Counts", "Import", "To be decided"]),
        ("grid_worker_full", ["Residents", "Homes", "Counts", "To be decided"]),
        ("city_leader", ["Residents", "Homes", "Counts"]),
    ],
)
def test_what_one_may_not_open_leaves_the_order_of_the_rest(
    city: SampleCity, portal: Portal, role: str, titles: list[str]
) -> None:
    page = portal.as_(city.staff("Ann Lee", role=role, at=city.node("Northport"))).get("/")
    found = page.html.select('.menu a[href^="/residents"]')
    assert [entry.get_text(strip=True) for entry in found] == titles
