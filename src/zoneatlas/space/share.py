"""What two areas share, and whether they would still share it if their edges lay elsewhere within their accuracies."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

import shapely

from zoneatlas.space import geodesic
from zoneatlas.space.shared import Shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.space.position import Edge

__all__ = ["Shared", "area_between", "corners", "disc", "holder", "land_km2", "lines", "polygonal", "shared", "touch"]

_CORNERS = 64
_BULK = 0.5


def polygonal(geometry: Mapping[str, Any]) -> BaseGeometry:
    """Return the area of a GeoJSON geometry (degrees) as valid polygons; a closed line encloses one."""
    if geometry["type"] == "LineString" and geometry["coordinates"][0] == geometry["coordinates"][-1]:
        geometry = {"type": "Polygon", "coordinates": [geometry["coordinates"]]}
    shape = shapely.geometry.shape(dict(geometry))
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    return _areas(shape)


def area_between(outer: BaseGeometry | None, inner: BaseGeometry | None, whole: BaseGeometry | None) -> BaseGeometry:
    """Return the area inside `outer` (None: all of `whole`, or of the earth) and outside `inner` (None: nothing)."""
    area = outer if outer is not None else whole if whole is not None else shapely.box(-180, -90, 180, 90)
    return area if inner is None else _areas(shapely.difference(area, inner))


def disc(lon_deg: float, lat_deg: float, radius_m: float) -> BaseGeometry:
    """Return a circle about a position as a polygon in degrees (WGS 84); its corners lie on the circle."""
    x_m, y_m = geodesic.metres_per_degree(lat_deg)
    turns = (2 * pi * corner / _CORNERS for corner in range(_CORNERS))
    return shapely.Polygon(
        [(lon_deg + radius_m / x_m * cos(turn), lat_deg + radius_m / y_m * sin(turn)) for turn in turns]
    )


def corners(area: BaseGeometry) -> list[list[tuple[float, float]]]:
    """Return the rings of an area as positions."""
    rings = [ring for part in shapely.get_parts(area) for ring in (part.exterior, *part.interiors)]
    return [[(x, y) for x, y, *_ in ring.coords] for ring in rings]


def lines(geometry: Mapping[str, Any]) -> BaseGeometry:
    """Return a GeoJSON geometry as it is, in degrees."""
    return shapely.geometry.shape(dict(geometry))


def holder(area: BaseGeometry) -> Callable[[Mapping[str, Any]], bool]:
    """Return a test of whether a GeoJSON geometry's point, or a point on its surface, lies in an area."""
    shapely.prepare(area)

    def holds(geometry: Mapping[str, Any]) -> bool:
        return bool(area.covers(lines(geometry).representative_point()))

    return holds


def land_km2(area: BaseGeometry) -> float:
    """Return the geodesic area of polygons in degrees, in km²."""
    return _area_km2(area)


def touch(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Tell whether two geometries have a point in common."""
    return bool(shapely.intersects(one, other))


def shared(one: BaseGeometry, other: BaseGeometry, edges: Iterable[tuple[float | None, Sequence[Edge]]]) -> Shared:
    """Measure what two areas share.

    Parameters
    ----------
    one, other
        Valid polygons, longitude and latitude in degrees (WGS 84).
    edges
        The edges of both, grouped by accuracy in metres (None counts as 0).

    Returns
    -------
    Shared
        ``surely`` when at least half of a part of `one` lies in `other`, or a part of what they share lies farther from
        every edge than that edge's accuracy.
    """
    piece = _areas(shapely.intersection(one, other))
    if piece.is_empty:
        return Shared(0.0, 0.0, surely=False)
    piece_km2 = _area_km2(piece)
    share = min(1.0, piece_km2 / whole_km2) if (whole_km2 := _area_km2(one)) else 0.0
    return Shared(piece_km2, share, surely=_bulk(one, other) or _stays(piece, edges))


def _bulk(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Tell whether at least half of a part of `one` lies in `other`."""
    return any(
        part.intersection(other).area >= _BULK * part.area > 0  # a ratio of areas at one latitude: degrees will do
        for part in shapely.get_parts(one)
        if part.intersects(other)
    )


def _stays(piece: BaseGeometry, edges: Iterable[tuple[float | None, Sequence[Edge]]]) -> bool:
    """Tell whether a part of a piece lies farther from every edge than its accuracy, in a plane about its middle."""
    west, south, east, north = piece.bounds
    x_m, y_m = geodesic.metres_per_degree((south + north) / 2)
    rest = _flat(piece, x_m, y_m)
    for accuracy_m, group in edges:
        if not accuracy_m:
            continue
        wide, high = accuracy_m / x_m, accuracy_m / y_m
        near = [
            shapely.LineString([edge[:2], edge[2:]])
            for edge in group
            if min(edge[0], edge[2]) <= east + wide
            and max(edge[0], edge[2]) >= west - wide
            and min(edge[1], edge[3]) <= north + high
            and max(edge[1], edge[3]) >= south - high
        ]
        if near:
            band = shapely.union_all(shapely.buffer([_flat(line, x_m, y_m) for line in near], accuracy_m))
            rest = shapely.difference(rest, band)
        if rest.is_empty:
            return False
    return True


def _flat(shape: BaseGeometry, x_m: float, y_m: float) -> BaseGeometry:
    return shapely.transform(shape, lambda xy: xy * (x_m, y_m))


def _area_km2(shape: BaseGeometry) -> float:
    return geodesic.area_km2(shapely.geometry.mapping(shape)) if not shape.is_empty else 0.0


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """Leave out what is no area."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    flat = [polygon for part in parts for polygon in shapely.get_parts(part)]
    return shapely.MultiPolygon(flat) if flat else shapely.MultiPolygon()
