"""What plugins add to pages that are not their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gridhall.testing import Portal, SampleCity


def test_a_panel_whose_template_fails_is_left_out_and_the_page_stands(
    city: SampleCity, portal: Portal
) -> None:
    top = city.node("Northport")
    good, broken = city.node("Lantern Hill", under=top), city.node("Dark Hill", under=top)
    browser = portal.as_(city.staff("Ann Lee", role="grid_head", at=top))

    def panels(node_id: int) -> list[str]:
        return [each.text for each in browser.get(f"/tree/{node_id}").html.select(".panel h2")]

    assert panels(good.id) == ["Lanterns", *panels(broken.id)]
