"""A position well inside polygons, in plain Python."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from zoneatlas.space.position import polygons_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["inner_position"]

_SCAN_LINES = 7


def inner_position(geometry: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return a position inside the largest polygon of a geometry: the middle of its widest stretch along a parallel.

    Parameters
    ----------
    geometry
        A GeoJSON Polygon or MultiPolygon, longitude and latitude in degrees.

    Returns
    -------
    tuple of float or None
        Longitude and latitude in degrees; None when there is no polygon with an area.
    """
    polygons = polygons_of(geometry)
    if not polygons:
        return None
    rings = max(polygons, key=lambda polygon: abs(_doubled_area(polygon[0])))
    lats = [position[1] for position in rings[0]]
    south, north = min(lats), max(lats)
    widest, found = 0.0, None
    for line in range(1, _SCAN_LINES + 1):
        lat = south + (north - south) * line / (_SCAN_LINES + 1)
        crossings = _crossings(rings, lat)
        for west, east in zip(crossings[::2], crossings[1::2], strict=False):
            if east - west > widest:
                widest, found = east - west, ((west + east) / 2, lat)
    return found


def _doubled_area(ring: Sequence[Sequence[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def _crossings(rings: Sequence[Sequence[Sequence[float]]], lat: float) -> list[float]:
    """Return the longitudes at which the rings cross a parallel, from west to east."""
    return sorted(
        a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for ring in rings
        for a, b in pairwise(ring)
        if (a[1] > lat) != (b[1] > lat)
    )
