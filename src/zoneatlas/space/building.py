"""Building shapely geometries from parsed GeoJSON, many at once, exactly as stored."""

from __future__ import annotations

from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely import GeometryType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["build_geometries"]

#: How many levels of lists stand above the positions of a type.
_LEVELS = {
    "Point": (GeometryType.POINT, 0),
    "MultiPoint": (GeometryType.MULTIPOINT, 1),
    "LineString": (GeometryType.LINESTRING, 1),
    "MultiLineString": (GeometryType.MULTILINESTRING, 2),
    "Polygon": (GeometryType.POLYGON, 2),
    "MultiPolygon": (GeometryType.MULTIPOLYGON, 3),
}
_PLANE = 2
#: A tenth of a nanometre: what is nearer to zero is zero, for GEOS fails on products of such numbers.
_NOTHING_DEG = 1e-15


def build_geometries(geometries: Sequence[Mapping[str, Any]]) -> NDArray[np.object_]:
    """Build geometries from GeoJSON geometry objects, all of one type in one call.

    Nothing is repaired, re-ordered or rounded; only heights (a third number) are left out, since every question asked
    here is one of the plane.

    Parameters
    ----------
    geometries : sequence of mapping
        GeoJSON geometry objects in which `zoneatlas.plan.shapes.geometry_faults` finds nothing (rings are closed and
        have four positions or more), longitude and latitude in degrees.

    Returns
    -------
    ndarray of object, shape (n,)
        shapely geometries, row by row.
    """
    built: NDArray[np.object_] = np.empty(len(geometries), dtype=object)
    rows: dict[str, list[int]] = {}
    for row, geometry in enumerate(geometries):
        rows.setdefault(geometry["type"], []).append(row)
    for kind, members in rows.items():
        make: Callable[[str, list[Mapping[str, Any]]], NDArray[np.object_]] = (
            _collections if kind == "GeometryCollection" else _ragged
        )
        built[members] = make(kind, [geometries[row] for row in members])
    return built


def _ragged(kind: str, geometries: list[Mapping[str, Any]]) -> NDArray[np.object_]:
    geometry_type, levels = _LEVELS[kind]
    nested: list[Any] = [geometry["coordinates"] for geometry in geometries]
    offsets: list[NDArray[np.int64]] = []
    for _ in range(levels):
        offsets.append(np.fromiter(accumulate(map(len, nested), initial=0), np.int64, len(nested) + 1))
        nested = list(chain.from_iterable(nested))
    made: NDArray[np.object_] = shapely.from_ragged_array(
        geometry_type, _positions(nested), tuple(offsets[::-1]) or None
    )
    return made


def _positions(positions: list[list[float]]) -> NDArray[np.float64]:
    """Return positions as an array of shape (n, 2), heights left out."""
    if any(len(position) != _PLANE for position in positions):
        positions = [position[:_PLANE] for position in positions]
    flat = np.fromiter(chain.from_iterable(positions), np.float64, _PLANE * len(positions))
    flat[np.abs(flat) < _NOTHING_DEG] = 0.0
    return flat.reshape(-1, _PLANE)


def _collections(_kind: str, geometries: list[Mapping[str, Any]]) -> NDArray[np.object_]:
    parts = [[part for part in geometry["geometries"] if part is not None] for geometry in geometries]
    flat = build_geometries(list(chain.from_iterable(parts)))
    bounds = list(accumulate(map(len, parts), initial=0))
    made = np.empty(len(parts), dtype=object)
    for row, (start, end) in enumerate(pairwise(bounds)):
        made[row] = shapely.GeometryCollection(list(flat[start:end]))
    return made
