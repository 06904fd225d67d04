"""A boundary becomes a small drawing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridhall.web.outline import EDGE, HEIGHT, WIDTH, outline

Ring = list[list[float]]

SQUARE: Ring = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
HOLE: Ring = [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.4]]


def polygon(*rings: Ring) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def corners(path: str) -> list[list[tuple[float, float]]]:
    """The corners of each ring of a path."""
    rings = [re.findall(r"([\d.]+) ([\d.]+)", ring) for ring in path.split("M")[1:]]
    return [[(float(x), float(y)) for x, y in ring] for ring in rings]


def test_an_area_without_a_boundary_has_no_drawing() -> None:
    assert outline(None) is None


def test_north_is_above_and_the_box_is_filled() -> None:
    drawn = outline(polygon(SQUARE))
    assert drawn is not None
    assert (drawn.width, drawn.height) == (200, 200)
    assert drawn.path == "M4 196L196 196L196 4L4 4Z"


def test_far_north_a_degree_of_longitude_is_drawn_shorter() -> None:
    drawn = outline(polygon([[x, y + 59.5] for x, y in SQUARE]))
    assert drawn is not None
    assert (drawn.width, drawn.height) == (104, 200)


def test_a_hole_is_a_ring_of_its_own() -> None:
    drawn = outline(polygon(SQUARE, HOLE))
    assert drawn is not None
    assert [len(ring) for ring in corners(drawn.path)] == [4, 3]


def test_islands_are_drawn_together() -> None:
    other = [[x + 3, y] for x, y in SQUARE]
    drawn = outline({"type": "MultiPolygon", "coordinates": [[SQUARE], [other]]})
    assert drawn is not None
    assert [len(ring) for ring in corners(drawn.path)] == [4, 4]
    assert (drawn.width, drawn.height) == (320, 86)


def test_islands_on_both_sides_of_the_date_line_lie_side_by_side() -> None:
    east, west = [[x + 178.5, y] for x, y in SQUARE], [[x - 179.5, y] for x, y in SQUARE]
    drawn = outline({"type": "MultiPolygon", "coordinates": [[east], [west]]})
    assert drawn is not None
    assert (drawn.width, drawn.height) == (320, 112)


@pytest.mark.parametrize("ring", [[[1, 1]] * 4, [[0, 0], [1, 0], [2, 0], [0, 0]]])
def test_what_has_no_area_has_no_drawing(ring: Ring) -> None:
    assert outline(polygon(ring)) is None


def test_points_that_fall_together_are_drawn_once() -> None:
    fine = [[i / 100_000, 0.0] for i in range(100_000)] + SQUARE[1:]
    drawn = outline(polygon(fine))
    assert drawn is not None
    assert len(drawn.path) < 25_000


@given(
    st.lists(
        st.tuples(st.floats(-60, 60), st.floats(-89, 89)).map(list), min_size=3, max_size=30, unique_by=tuple
    )
)
def test_a_drawing_stays_in_its_box(points: Ring) -> None:
    drawn = outline(polygon([*points, points[0]]))
    if drawn is None:
        return
    assert drawn.width <= WIDTH
    assert drawn.height <= HEIGHT
    for x, y in (corner for ring in corners(drawn.path) for corner in ring):
        assert EDGE <= x <= WIDTH - EDGE
        assert EDGE <= y <= HEIGHT - EDGE
