"""The rings of many polygons as plain arrays, with the place of each in its geometry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["Rings", "metres_per_degree", "ring_sizes", "rings_of", "zero_lines"]

_METRES_PER_DEGREE = 111_320.0
_POLYGON_ID = 3
_BLOCK_POSITIONS = 200_000


@dataclass(frozen=True)
class Rings:
    """The rings of some geometries.

    ``coordinates`` (shape (c, 2), degrees) are those of all rings one after another, as stored; ``offsets`` (r + 1) say
    where each ring starts. Of each ring: ``owner`` is the row of its geometry, ``polygon`` its polygon counted over all
    geometries, ``part`` its polygon within the geometry, ``number`` its place in the polygon (0 is the shell).
    """

    coordinates: NDArray[np.float64]
    offsets: NDArray[np.int64]
    owner: NDArray[np.int64]
    polygon: NDArray[np.int64]
    part: NDArray[np.int64]
    number: NDArray[np.int64]

    @property
    def ring(self) -> NDArray[np.int64]:
        """The ring of each position."""
        return np.repeat(np.arange(len(self.owner)), np.diff(self.offsets))

    @property
    def begin(self) -> NDArray[np.int64]:
        """The rows of positions at which an edge begins: all but the last of each ring."""
        last = np.zeros(len(self.coordinates), bool)
        last[self.offsets[1:] - 1] = True
        return np.flatnonzero(~last)


def rings_of(geometries: NDArray[np.object_]) -> Rings:
    """Return the rings of polygons and multipolygons, also those in collections; other geometries have none.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        In degrees; need not be valid.
    """
    parts, owner = _polygons(geometries)
    if not len(parts):
        none = np.zeros(0, np.int64)
        return Rings(np.zeros((0, 2)), np.zeros(1, np.int64), none, none, none, none)
    _, coordinates, (ring_offsets, polygons) = shapely.to_ragged_array(parts, include_z=False)
    offsets: NDArray[np.int64] = ring_offsets.astype(np.int64)
    polygon = np.repeat(np.arange(len(parts)), np.diff(polygons))
    number = np.arange(len(offsets) - 1) - polygons[:-1][polygon]
    part: NDArray[np.int64] = np.arange(len(parts)) - np.searchsorted(owner, owner)
    return Rings(coordinates, offsets, owner[polygon], polygon, part[polygon], number)


def ring_sizes(rings: Rings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the rough signed area (square metres, positive when counterclockwise) and length (metres) of each ring.

    Good for telling large from small and one way round from the other; each ring is flattened about its first position.
    """
    areas, lengths = np.zeros(len(rings.owner)), np.zeros(len(rings.owner))
    for first, last in _blocks(rings.offsets):
        at, to = rings.offsets[first], rings.offsets[last]
        ring = np.repeat(np.arange(last - first), np.diff(rings.offsets[first : last + 1]))
        origin = rings.coordinates[rings.offsets[first:last]]
        flat = (rings.coordinates[at:to] - origin[ring]) * metres_per_degree(origin[:, 1])[ring]
        inside = ring[1:] == ring[:-1]
        start, end, ring = flat[:-1][inside], flat[1:][inside], ring[1:][inside]
        crossed = start[:, 0] * end[:, 1] - start[:, 1] * end[:, 0]
        areas[first:last] = np.bincount(ring, crossed, last - first) / 2.0
        lengths[first:last] = np.bincount(ring, np.hypot(*(end - start).T), last - first)
    return areas, lengths


def _blocks(offsets: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Cut rings into blocks of about so many positions, so that working on them needs little memory."""
    first = 0
    while first < len(offsets) - 1:
        last = int(np.searchsorted(offsets, offsets[first] + _BLOCK_POSITIONS))
        last = min(max(last, first + 1), len(offsets) - 1)
        yield first, last
        first = last


def _polygons(geometries: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return the polygons of geometries, each with the row it comes from."""
    owner = np.arange(len(geometries))
    while np.any(shapely.get_type_id(geometries) > _POLYGON_ID):  # multipolygons, and collections of these
        geometries, inner = shapely.get_parts(geometries, return_index=True)
        owner = owner[inner]
    keep = (shapely.get_type_id(geometries) == _POLYGON_ID) & ~shapely.is_empty(geometries)
    return (geometries, owner) if keep.all() else (geometries[keep], owner[keep])


def metres_per_degree(latitude_deg: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Return roughly how many metres a degree of longitude and of latitude are: for tolerances, never for areas.

    Parameters
    ----------
    latitude_deg : float or ndarray, shape (n,)
        Where.

    Returns
    -------
    ndarray, shape (2,) or (n, 2)
        On a sphere of 6,378 km radius.
    """
    east = np.maximum(np.cos(np.radians(latitude_deg)), 1e-3)
    return np.stack([east, np.ones_like(east)], axis=-1) * _METRES_PER_DEGREE


def zero_lines(geometries: NDArray[np.object_]) -> list[tuple[int, int, tuple[float, float]]]:
    """Return the lines all of whose positions are the same: row, part of a multilinestring, position (degrees)."""
    rows = np.flatnonzero(np.isin(shapely.get_type_id(geometries), (1, 5)) & ~shapely.is_empty(geometries))
    parts, owner = shapely.get_parts(geometries[rows], return_index=True)
    number = np.arange(len(parts)) - np.searchsorted(owner, owner)
    nothing = np.flatnonzero(shapely.length(parts) == 0)
    return [(int(rows[owner[one]]), int(number[one]), _first(parts[one])) for one in nothing]


def _first(geometry: BaseGeometry) -> tuple[float, float]:
    lon, lat = shapely.get_coordinates(geometry)[0].tolist()
    return lon, lat
