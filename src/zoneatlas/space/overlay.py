"""Laying areas over one another: parts that sum to the whole, depths and reaches in metres.

Overlays are made in longitude and latitude, where the straight edges of RFC 7946 are straight: a vertex put into an
edge
changes nothing. Areas are geodesic, of the result with its edges cut to at most `EDGE_MOST_DEG`, so that the geodesics
between vertices lie within 2 cm of those edges (0.7 per million of a city's area) and the parts sum to the whole.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zoneatlas.space import measure
from zoneatlas.space.building import build_geometries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

__all__ = [
    "EDGE_MOST_DEG",
    "enclosed",
    "exact_area_km2",
    "farthest_m",
    "geojson",
    "local_metric_crs",
    "metric",
    "metric_all",
    "polygonal",
    "polygonal_all",
    "reaches_deeper",
    "sides",
    "united",
]

#: Longest edge of an area that is measured, degrees: about 1 km.
EDGE_MOST_DEG = 0.01
_EDGE_MOST_M = 500.0
_DECIMALS = 6
_METRES_PER_DEGREE = 111_320.0
_AREAS = (int(shapely.GeometryType.POLYGON), int(shapely.GeometryType.MULTIPOLYGON))


def polygonal(geometry: BaseGeometry | Mapping[str, Any] | None) -> BaseGeometry:
    """Return the valid polygons of a geometry, empty where it has none; a bow-tie becomes its two wings."""
    if geometry is None:
        return shapely.MultiPolygon()
    shape = measure.as_geometry(geometry)
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    parts = [
        part for part in shapely.get_parts(shape, return_index=False) if part.geom_type in {"Polygon", "MultiPolygon"}
    ]
    return shapely.union_all(parts) if parts else shapely.MultiPolygon()


def united(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """Return the union of areas in degrees; what they share counts once."""
    parts = [geometry for geometry in geometries if not geometry.is_empty]
    return shapely.union_all(parts) if parts else shapely.MultiPolygon()


def exact_area_km2(geometry: BaseGeometry) -> float:
    """Geodesic area in km² of an area in degrees, its edges being straight in longitude and latitude (RFC 7946)."""
    if geometry.is_empty:
        return 0.0
    return measure.area_km2(shapely.segmentize(polygonal(geometry), EDGE_MOST_DEG))


def enclosed(line: BaseGeometry | Mapping[str, Any] | None) -> BaseGeometry:
    """Return the area inside closed lines (or polygons), in their own coordinates; empty where nothing closes."""
    if line is None:
        return shapely.MultiPolygon()
    shape = measure.as_geometry(line)
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return polygonal(shape)
    return shapely.union_all(shapely.get_parts(shapely.polygonize([shapely.node(shape)])))


def geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a geometry in degrees as GeoJSON with six decimals and the winding of RFC 7946."""
    rounded = shapely.transform(shapely.orient_polygons(geometry), lambda xy: xy.round(_DECIMALS))
    mapped: dict[str, Any] = shapely.geometry.mapping(rounded)
    return mapped


def local_metric_crs(geometry: BaseGeometry) -> str:
    """Return a Lambert azimuthal equal-area CRS about the middle of an area in degrees."""
    west, south, east, north = geometry.bounds
    return f"+proj=laea +lat_0={(south + north) / 2:.4f} +lon_0={(west + east) / 2:.4f} +datum=WGS84 +units=m"


def metric(geometry: BaseGeometry | Mapping[str, Any], measuring_crs: str) -> BaseGeometry:
    """Project a geometry (degrees) to metres with its edges cut to about 500 m first, so that no chord matters."""
    shape = measure.as_geometry(geometry)
    if shape.is_empty:
        return shape
    return measure.to_metric(shapely.segmentize(shape, _EDGE_MOST_M / _METRES_PER_DEGREE), measuring_crs)


def metric_all(geometries: Sequence[BaseGeometry | Mapping[str, Any]], measuring_crs: str) -> list[BaseGeometry]:
    """Project many geometries as `metric` does one, in one call; mappings must have no fault of shape."""
    built = np.empty(len(geometries), dtype=object)
    built[:] = [None if isinstance(geometry, Mapping) else geometry for geometry in geometries]
    mapped = [row for row, geometry in enumerate(geometries) if isinstance(geometry, Mapping)]
    built[mapped] = build_geometries([one for one in geometries if isinstance(one, Mapping)])
    return list(measure.project_all(shapely.segmentize(built, _EDGE_MOST_M / _METRES_PER_DEGREE), measuring_crs))


def polygonal_all(geometries: Sequence[Mapping[str, Any] | None]) -> list[BaseGeometry]:
    """Return the valid polygons of many geometry mappings as `polygonal` does of one; None gives an empty one."""
    built = np.full(len(geometries), shapely.MultiPolygon(), dtype=object)
    mapped = [row for row, geometry in enumerate(geometries) if geometry is not None]
    built[mapped] = build_geometries([geometry for geometry in geometries if geometry is not None])
    areas = np.isin(shapely.get_type_id(built), _AREAS) & shapely.is_valid(built)
    return [shape if good else polygonal(shape) for shape, good in zip(built, areas, strict=True)]


def reaches_deeper(piece: BaseGeometry, area: BaseGeometry, depth_m: float) -> bool:
    """Whether a piece of an area reaches farther than `depth_m` from the area's edge inwards (both in metres).

    Where it does not, moving the edges by `depth_m` could make the piece vanish.
    """
    return bool(shapely.intersects(piece, shapely.buffer(area, -depth_m, quad_segs=4)))


def farthest_m(piece: BaseGeometry, other: BaseGeometry) -> tuple[float, tuple[float, float]]:
    """Return how far the farthest vertex of a geometry lies from another, and that vertex (metric coordinates)."""
    positions = shapely.get_coordinates(piece)
    distances = shapely.distance(shapely.get_parts(shapely.MultiPoint(positions)), other)
    worst = int(np.argmax(distances))
    return float(distances[worst]), (float(positions[worst, 0]), float(positions[worst, 1]))


def sides(area: BaseGeometry, line: Sequence[tuple[float, float]]) -> tuple[BaseGeometry, BaseGeometry]:
    """Cut an area in two along a line that is carried on straight beyond both its ends.

    Parameters
    ----------
    area : Polygon or MultiPolygon
        Longitude and latitude in degrees.
    line : sequence of positions
        The cutting line in degrees; beyond its ends it follows the direction from its first to its last position.

    Returns
    -------
    tuple of geometry
        What lies to the left of the line's direction, and to its right.
    """
    (x_first, y_first), (x_last, y_last) = line[0], line[-1]
    length = math.hypot(x_last - x_first, y_last - y_first)
    if length == 0:
        raise ValueError("the line starts where it ends")
    ux, uy = (x_last - x_first) / length, (y_last - y_first) / length
    west, south, east, north = area.bounds
    reach = 2 * math.hypot(east - west, north - south) + length + math.hypot(x_first - west, y_first - south)
    start = (x_first - reach * ux, y_first - reach * uy)
    end = (x_last + reach * ux, y_last + reach * uy)
    left_of = (-uy * reach, ux * reach)
    half = shapely.Polygon(
        [start, *line, end, (end[0] + left_of[0], end[1] + left_of[1]), (start[0] + left_of[0], start[1] + left_of[1])]
    )
    left = polygonal(half)
    return shapely.intersection(area, left), shapely.difference(area, left)
