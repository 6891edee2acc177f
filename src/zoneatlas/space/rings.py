"""The rings of many polygons as plain arrays, with the place of each in its geometry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Rings", "metres_per_degree", "rings_of"]

_METRES_PER_DEGREE = 111_320.0
_POLYGON_ID = 3


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
    parts, owner = shapely.get_parts(geometries, return_index=True)
    if np.any(shapely.get_type_id(parts) > _POLYGON_ID):  # a collection of multipolygons
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    keep = (shapely.get_type_id(parts) == _POLYGON_ID) & ~shapely.is_empty(parts)
    parts, owner = parts[keep], owner[keep]
    if not len(parts):
        none = np.zeros(0, np.int64)
        return Rings(np.zeros((0, 2)), np.zeros(1, np.int64), none, none, none, none)
    _, coordinates, (offsets, polygons) = shapely.to_ragged_array(parts, include_z=False)
    offsets = offsets.astype(np.int64)
    polygon = np.repeat(np.arange(len(parts)), np.diff(polygons))
    number = np.arange(len(offsets) - 1) - polygons[:-1][polygon]
    part = np.arange(len(parts)) - np.searchsorted(owner, owner)
    return Rings(coordinates, offsets, owner[polygon], polygon, part[polygon], number)


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
