"""Checks a boundary: GeoJSON (RFC 7946), a Polygon or MultiPolygon in WGS 84."""

import math
from typing import Any

from gridhall.errors import Invalid
from gridhall.words import Domain, Message

_ = Domain("gridhall")

MOST_POSITIONS = 100_000
"""A county's coastline in full detail has some ten thousand."""
FEWEST_OF_A_RING = 4
"""Three corners, and the first again."""


def check_boundary(value: object) -> dict[str, Any]:
    """Give back a boundary with its type and coordinates only, each position as ``[longitude, latitude]``.

    :param value: the parsed GeoJSON: a geometry, or a Feature that holds one
    :raises Invalid: it is no such geometry, a ring is open, or a position is not in WGS 84
    """
    if isinstance(value, dict) and value.get("type") == "Feature":
        value = value.get("geometry")
    if not isinstance(value, dict) or value.get("type") not in {"Polygon", "MultiPolygon"}:
        raise _wrong(_("The boundary must be a GeoJSON Polygon or MultiPolygon."))
    coordinates = value.get("coordinates")
    multiple = value["type"] == "MultiPolygon"
    polygons = [_polygon(part) for part in _list(coordinates if multiple else [coordinates])]
    if sum(len(ring) for polygon in polygons for ring in polygon) > MOST_POSITIONS:
        raise _wrong(_("The boundary has more than 100,000 points. Simplify it first."))
    return {"type": value["type"], "coordinates": polygons if multiple else polygons[0]}


def _polygon(value: object) -> list[list[list[float]]]:
    return [_ring(ring) for ring in _list(value)]


def _ring(value: object) -> list[list[float]]:
    ring = [_position(position) for position in _list(value)]
    if len(ring) < FEWEST_OF_A_RING or ring[0] != ring[-1]:
        raise _wrong(
            _("The boundary is not closed: each ring ends where it began, after at least three corners.")
        )
    return ring


def _position(value: object) -> list[float]:
    match value:
        case [float() | int() as longitude, float() | int() as latitude, *_rest] if _within(
            longitude, 180
        ) and _within(latitude, 90):
            return [longitude, latitude]
    raise _wrong(_("A point of the boundary is not a longitude and latitude in WGS 84."))


def _within(value: float, limit: int) -> bool:
    return not isinstance(value, bool) and math.isfinite(value) and -limit <= value <= limit


def _list(value: object) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise _wrong(_("The boundary has no coordinates where some are needed."))
    return value


def _wrong(message: Message) -> Invalid:
    return Invalid(message, field="boundary")
