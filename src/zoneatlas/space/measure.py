"""Measuring in metres: geodesic areas and lengths, and moving geometries between degrees and a metric frame."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "area_km2",
    "as_geometry",
    "distance_m",
    "is_metric_crs",
    "label_position",
    "length_m",
    "local_crs",
    "project_all",
    "to_degrees",
    "to_metric",
    "usable_crs",
]

_GEOGRAPHIC = "EPSG:4326"
_SQUARE_METRES_PER_KM2 = 1e6


@functools.cache
def _geod() -> pyproj.Geod:
    return pyproj.Geod(ellps="GRS80")


@functools.cache
def _transformer(source: str, target: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def as_geometry(geometry: BaseGeometry | Mapping[str, Any]) -> BaseGeometry:
    """Return a shapely geometry from a shapely geometry or a GeoJSON geometry mapping.

    Raises
    ------
    ValueError, TypeError, shapely.errors.GEOSException
        If the mapping is no GeoJSON geometry.
    """
    if isinstance(geometry, Mapping):
        return shapely.geometry.shape(dict(geometry))
    return geometry


def area_km2(geometry: BaseGeometry | Mapping[str, Any]) -> float:
    """Geodesic area on the GRS 80 ellipsoid, whatever the winding of the rings.

    Parameters
    ----------
    geometry : Polygon, MultiPolygon or GeoJSON geometry mapping
        Longitude and latitude in degrees (WGS 84).

    Returns
    -------
    float
        Square kilometres; 0.0 for points and lines.

    Notes
    -----
    Rings are oriented first: `pyproj.Geod` adds a hole that is wound like its shell.
    Source: Karney (2013), "Algorithms for geodesics", as implemented in PROJ.
    """
    oriented = shapely.orient_polygons(as_geometry(geometry))
    area_m2, _ = _geod().geometry_area_perimeter(oriented)
    return abs(float(area_m2)) / _SQUARE_METRES_PER_KM2


def length_m(geometry: BaseGeometry | Mapping[str, Any]) -> float:
    """Geodesic length of lines, or of all rings of polygons, in metres (WGS 84 degrees in)."""
    shape = as_geometry(geometry)
    lines = shape.boundary if shape.geom_type in {"Polygon", "MultiPolygon"} else shape
    return float(_geod().geometry_length(lines))


def distance_m(lon_a_deg: float, lat_a_deg: float, lon_b_deg: float, lat_b_deg: float) -> float:
    """Geodesic distance in metres between two positions (WGS 84 degrees)."""
    _, _, distance = _geod().inv(lon_a_deg, lat_a_deg, lon_b_deg, lat_b_deg)
    return float(distance)


def _moved(geometry: BaseGeometry, source: str, target: str) -> BaseGeometry:
    transformer = _transformer(source, target)

    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    return shapely.transform(geometry, move)


def to_metric(geometry: BaseGeometry | Mapping[str, Any], measuring_crs: str) -> BaseGeometry:
    """Project a WGS 84 geometry (degrees) to a plan's measuring CRS (metres), vertex by vertex.

    Straight edges stay straight between vertices: densify long edges first where chords matter.
    """
    return _moved(as_geometry(geometry), _GEOGRAPHIC, measuring_crs)


def to_degrees(geometry: BaseGeometry, measuring_crs: str) -> BaseGeometry:
    """Bring a geometry in the measuring CRS (metres) back to WGS 84 longitude and latitude (degrees)."""
    return _moved(geometry, measuring_crs, _GEOGRAPHIC)


def project_all(geometries: NDArray[np.object_], measuring_crs: str) -> NDArray[np.object_]:
    """Project an array of WGS 84 geometries (degrees) to the measuring CRS (metres), vertex by vertex, in one call."""
    transformer = _transformer(_GEOGRAPHIC, measuring_crs)
    moved: NDArray[np.object_] = shapely.transform(
        geometries, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
    )
    return moved


def is_metric_crs(name: str) -> bool:
    """Whether PROJ knows a CRS of that name and its axes are in metres."""
    try:
        crs = pyproj.CRS.from_user_input(name)
    except pyproj.exceptions.CRSError:
        return False
    return crs.is_projected and all(axis.unit_conversion_factor == 1.0 for axis in crs.axis_info)


def usable_crs(name: str, geometries: NDArray[np.object_]) -> str:
    """Return the name of a CRS if it is one in metres, else the `local_crs` of some geometries (WGS 84 degrees)."""
    return name if name and is_metric_crs(name) else local_crs(geometries)


def local_crs(geometries: NDArray[np.object_]) -> str:
    """Return a CRS in metres for data that comes with none: Lambert azimuthal equal-area about its middle.

    Parameters
    ----------
    geometries : ndarray of object
        WGS 84 longitude and latitude in degrees; may be empty.

    Returns
    -------
    str
        A PROJ string on the GRS 80 ellipsoid. Areas are true everywhere in it, lengths near its centre.
    """
    bounds = shapely.total_bounds(geometries) if len(geometries) else np.full(4, np.nan)
    west, south, east, north = bounds if np.isfinite(bounds).all() else (0.0, 0.0, 0.0, 0.0)
    lon, lat = round((west + east) / 2, 2), round((south + north) / 2, 2)
    return f"+proj=laea +lat_0={lat} +lon_0={lon} +ellps=GRS80 +units=m +no_defs"


def label_position(geometry: BaseGeometry | Mapping[str, Any]) -> tuple[float, float]:
    """Return a position well inside a geometry, for its label.

    The centre of the largest inscribed circle of the largest polygon, the middle of the longest line, or the point.

    Parameters
    ----------
    geometry : any geometry or GeoJSON geometry mapping
        Longitude and latitude in degrees; the circle is taken in degrees, which is good enough for a label.

    Returns
    -------
    tuple of float
        Longitude and latitude in degrees.
    """
    parts = shapely.get_parts(as_geometry(geometry))
    largest = max(parts, key=lambda part: (part.area, part.length))
    if largest.geom_type == "Polygon" and largest.is_valid:
        x, y = shapely.maximum_inscribed_circle(largest, tolerance=1e-4).coords[0]
        return float(x), float(y)
    middle = (
        largest.interpolate(0.5, normalized=True)
        if largest.geom_type == "LineString"
        else largest.representative_point()
    )
    return float(middle.x), float(middle.y)
