"""The tree's pages: people see what lies below their posts, and only an administrator changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from webtest import TestResponse

    from gridhall.models import GridNode
    from gridhall.testing import Portal, SampleCity


class Places:
    """A city with two villages of one grid each."""

    def __init__(self, city: SampleCity) -> None:
        self.top = city.node("Northport")
        self.town = city.node("Hill Town", under=self.top)
        self.east = city.node("East", under=self.town)
        self.west = city.node("West", under=self.town)
        self.grid = city.node("Grid One", under=self.east)
        self.far = city.node("Grid Two", under=self.west)


@pytest.fixture
def places(city: SampleCity) -> Places:
    return Places(city)


def names(page: TestResponse) -> list[str]:
    return [cell.get_text(strip=True) for cell in page.html.select("tbody .cell-main")]


def heading(page: TestResponse) -> str:
    return str(page.html.select_one("h1").get_text(strip=True))


def path(node: GridNode, rest: str = "") -> str:
    return f"/tree/{node.id}{rest}"


def test_the_tree_opens_where_ones_posts_begin(portal: Portal, city: SampleCity, places: Places) -> None:
    head = portal.as_(city.staff("Ann", role="grid_head", at=places.east))
    page = head.get("/tree").follow()
    assert (heading(page), names(page)) == ("East", ["Grid One"])


def test_above_ones_posts_only_the_way_is_seen(portal: Portal, city: SampleCity, places: Places) -> None:
    head = portal.as_(city.staff("Ann", role="grid_head", at=places.east))
    page = head.get(path(places.town))
    assert names(page) == ["East"]
    assert "West" not in page


def test_beside_ones_posts_there_is_nothing(portal: Portal, city: SampleCity, places: Places) -> None:
    head = portal.as_(city.staff("Ann", role="grid_head", at=places.east))
    for node in (places.west, places.far):
        head.get(path(node), status=404)
    assert names(head.get("/tree?q=Grid")) == ["Grid One"]


def test_an_id_beyond_all_ids_is_not_found(portal: Portal, city: SampleCity, places: Places) -> None:
    leader = portal.as_(city.staff("Lee", role="city_leader", at=places.top))
    leader.get("/tree/99999999999999999999", status=404)


def test_a_head_may_not_change_the_tree(portal: Portal, city: SampleCity, places: Places) -> None:
    head = portal.as_(city.staff("Ann", role="grid_head", at=places.east))
    for rest in ("/add", "/edit", "/close"):
        head.get(path(places.grid, rest), status=403)
        head.post(path(places.grid, rest), {"name": "x"}, status=403)


def test_the_system_administrator_adds_renames_and_closes(
    portal: Portal, city: SampleCity, places: Places
) -> None:
    admin = portal.as_(city.administrator("system"))
    added = admin.post(
        path(places.east, "/add"), {"code": "900", "name": "New Grid", "level": "grid"}
    ).follow()
    assert heading(added) == "New Grid"
    new = added.request.path
    assert heading(admin.post(f"{new}/edit", {"name": "Renamed", "type": "micro"}).follow()) == "Renamed"
    closed = admin.post(f"{new}/close").follow()
    assert (heading(closed), names(closed)) == ("East", ["Grid One"])


def test_a_used_code_is_refused_and_what_was_typed_stays(
    portal: Portal, city: SampleCity, places: Places
) -> None:
    admin = portal.as_(city.administrator("system"))
    page = admin.post(path(places.east, "/add"), {"code": places.grid.code, "name": "Twin", "level": "grid"})
    assert page.html.select_one("#field-name")["value"] == "Twin"
    assert places.grid.code in page.html.select_one(".error-summary").get_text()
    assert names(admin.get(path(places.east))) == ["Grid One"]


def test_a_node_that_holds_something_is_not_closed(portal: Portal, city: SampleCity, places: Places) -> None:
    admin = portal.as_(city.administrator("system"))
    page = admin.post(path(places.east, "/close"))
    assert "Areas stand below East still: 1" in page.html.select_one(".error-summary").get_text()


def test_a_boundary_that_is_no_polygon_is_refused_at_its_field(
    portal: Portal, city: SampleCity, places: Places
) -> None:
    admin = portal.as_(city.administrator("system"))
    for text in ("{", '{"type": "Point", "coordinates": [1, 2]}'):
        page = admin.post(path(places.grid, "/edit"), {"name": "Grid One", "boundary": text})
        assert page.html.select_one("#error-boundary") is not None


def test_a_file_is_read_and_told_about(portal: Portal, city: SampleCity, places: Places) -> None:
    admin = portal.as_(city.administrator("system"))
    data = (
        f"code,name,parent_code,level\n901,Grid Three,{places.east.code},grid\n902,,{places.east.code},grid\n"
    )
    page = admin.app.post(
        "/tree/import", {"csrf_token": admin.csrf}, upload_files=[("file", "x.csv", data.encode())]
    )
    figures = [cell.get_text(strip=True) for cell in page.html.select(".stat-value")]
    assert (figures, names(page)) == (["2", "1", "0", "0", "0", "1"], ["3"])
    assert "Grid Three" in names(admin.get(path(places.east)))


def test_no_file_is_asked_for_again(portal: Portal, city: SampleCity) -> None:
    admin = portal.as_(city.administrator("system"))
    assert admin.post("/tree/import").html.select_one("#error-file") is not None


def test_an_empty_tree_says_how_to_begin(portal: Portal, city: SampleCity) -> None:
    admin = portal.as_(city.administrator("system"))
    page = admin.get("/tree").follow()
    assert "The tree is empty" in page
    top = admin.post("/tree/add", {"code": "1", "name": "Northport", "level": "city"}).follow()
    assert heading(top) == "Northport"


def test_units_are_added_where_one_manages_staff(portal: Portal, city: SampleCity, places: Places) -> None:
    role = city.role("Personnel", ["core.tree_view", "core.staff_view", "core.staff_edit"])
    clerk = portal.as_(city.staff("Kim", role=role, at=places.east))
    page = clerk.post(path(places.east, "/units"), {"unit": "Team A"}).follow()
    assert [item.get_text() for item in page.html.select(".panel li")] == ["Team A"]
    clerk.post(path(places.west, "/units"), {"unit": "Team B"}, status=403)
