"""Draws a boundary: GeoJSON becomes the path of a small SVG."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Any

WIDTH, HEIGHT = 320.0, 200.0
"""The box that an outline fits into."""
EDGE = 4.0
"""Left free around it, for the stroke."""
HALF_WAY_ROUND = 180.0

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Outline:
    """What the template draws."""

    width: int
    height: int
    path: str
    """The attribute ``d``; holes by the rule ``evenodd``."""


def outline(boundary: dict[str, Any] | None) -> Outline | None:
    """The outline of an area, north above; None where there is nothing to be seen.

    Longitudes are drawn shorter by the cosine of the latitude, which is right enough for a city.

    :param boundary: a checked Polygon or MultiPolygon in WGS 84
    """
    if boundary is None:
        return None
    rings = _level(_rings(boundary))
    xs, ys = [x for ring in rings for x, _y in ring], [y for ring in rings for _x, y in ring]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if wide <= 0 or high <= 0:
        return None
    scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)
    left, top = min(xs), min(ys)
    drawn = (_drawn((EDGE + (x - left) * scale, EDGE + (y - top) * scale) for x, y in ring) for ring in rings)
    size = round(wide * scale + 2 * EDGE), round(high * scale + 2 * EDGE)
    return Outline(*size, "".join(path for path in drawn if path))


def _rings(boundary: dict[str, Any]) -> list[Ring]:
    polygons = boundary["coordinates"] if boundary["type"] == "MultiPolygon" else [boundary["coordinates"]]
    rings = [[(x, y) for x, y in ring] for polygon in polygons for ring in polygon]
    longitudes = [x for ring in rings for x, _y in ring]
    if max(longitudes) - min(longitudes) > HALF_WAY_ROUND:  # cut where the date changes; put it together
        rings = [[(x + 360 if x < 0 else x, y) for x, y in ring] for ring in rings]
    return rings


def _level(rings: list[Ring]) -> list[Ring]:
    """Degrees as they lie on paper, south down."""
    latitudes = [y for ring in rings for _x, y in ring]
    shrink = cos(radians((min(latitudes) + max(latitudes)) / 2))
    return [[(x * shrink, -y) for x, y in ring] for ring in rings]


def _drawn(points: Iterable[Point]) -> str:
    """A ring as a path, in tenths of a pixel; points that fall together are drawn once."""
    places = list(_apart((round(x, 1), round(y, 1)) for x, y in points))
    if len(places) < 4:  # noqa: PLR2004 - a triangle, and its first corner again
        return ""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in places[:-1]) + "Z"


def _apart(points: Iterable[Point]) -> Iterator[Point]:
    kept = list(points)
    yield kept[0]
    for before, point in pairwise(kept):
        if point != before:
            yield point
