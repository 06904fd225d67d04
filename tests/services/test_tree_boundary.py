"""Boundaries are closed GeoJSON polygons in WGS 84."""

from __future__ import annotations

import pytest

from gridhall.errors import Invalid
from gridhall.services.tree import check_boundary

RING = [[122.0, 30.0], [122.1, 30.0], [122.1, 30.1], [122.0, 30.0]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
MULTI = {"type": "MultiPolygon", "coordinates": [[RING], [RING, RING]]}


@pytest.mark.parametrize("value", [POLYGON, MULTI])
def test_a_polygon_is_taken_as_it_is(value: dict[str, object]) -> None:
    assert check_boundary(value) == value


def test_a_feature_gives_its_geometry_without_heights_or_other_members() -> None:
    high = [[*position, 12.5] for position in RING]
    feature = {
        "type": "Feature",
        "properties": {"a": 1},
        "geometry": {**POLYGON, "coordinates": [high], "crs": 1},
    }
    assert check_boundary(feature) == POLYGON


@pytest.mark.parametrize(
    "value",
    [
        None,
        "Polygon",
        {"type": "Point", "coordinates": [122, 30]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": RING},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [RING[:-1]]},
        {"type": "Polygon", "coordinates": [[RING[0], RING[1], RING[0]]]},
        {"type": "Polygon", "coordinates": [[[181, 0], [0, 0], [0, 1], [181, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 91], [0, 0], [0, 1], [0, 91]]]},
        {"type": "Polygon", "coordinates": [[["0", 0], [0, 0], [0, 1], ["0", 0]]]},
        {"type": "Polygon", "coordinates": [[[True, 0], [0, 0], [0, 1], [True, 0]]]},
        {"type": "Polygon", "coordinates": [[[float("nan"), 0], [0, 0], [0, 1], [0, 0]]]},
        {"type": "MultiPolygon", "coordinates": [RING]},
    ],
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(Invalid) as refused:
        check_boundary(value)
    assert refused.value.field == "boundary"


def test_more_points_than_a_coast_has_are_refused() -> None:
    ring = [[0.0, 0.0], *([[0.0, 1.0]] * 100_000), [0.0, 0.0]]
    with pytest.raises(Invalid, match="100,000"):
        check_boundary({"type": "Polygon", "coordinates": [ring]})
