"""Shapes the tests of this room draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from zoneatlas.space.measure import local_crs
from zoneatlas.space.overlap import Meeting, Tolerances, meetings

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

METRE_DEG = 1.0 / 111_320.0


def array(*shapes: str | BaseGeometry) -> NDArray[np.object_]:
    """Return shapes, or texts of WKT, as an array."""
    made = np.empty(len(shapes), dtype=object)
    made[:] = [shapely.from_wkt(shape) if isinstance(shape, str) else shape for shape in shapes]
    return made


def met(geometries: NDArray[np.object_], tolerances: Tolerances | None = None) -> list[Meeting]:
    """Return the meetings of shapes, measured in a CRS about them."""
    return meetings(geometries, local_crs(geometries), tolerances or Tolerances(1.0, 1.0))
