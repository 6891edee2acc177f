"""Gaps between polygons that should lie side by side, enclosed or open to the outside.

Only edges that no neighbour shares can border a gap. GEOS's ``gap_width`` is not used: it misses most gaps
(libgeos/geos#1251).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zoneatlas.space.overlap import Tolerances, exceeds, projected
from zoneatlas.space.rings import metres_per_degree

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zoneatlas.space.edges import Edges

__all__ = ["Gap", "enclosed_gaps", "missing_from", "open_gaps"]

#: Two edges face each other when they run opposite ways within 30 degrees.
_FACING_COSINE = -float(np.cos(np.radians(30.0)))


@dataclass(frozen=True, slots=True)
class Gap:
    """An area no polygon covers: ``place`` in degrees, ``area_m2``, and the rows of the polygons it lies between."""

    place: BaseGeometry
    area_m2: float
    between: tuple[int, ...]


def enclosed_gaps(
    geometries: NDArray[np.object_], edges: Edges, measuring_crs: str, tolerances: Tolerances
) -> list[Gap]:
    """Return what the polygons together enclose and none covers, the holes of single polygons included.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Valid polygons and multipolygons in degrees.
    edges : Edges
        Theirs.
    measuring_crs : str
        Any name PROJ knows, in metres.
    tolerances : Tolerances
        What is narrower or smaller is rounding and left out.
    """
    if not len(edges.start):
        return []
    lines = shapely.linestrings(np.stack([edges.start, edges.end], axis=1))
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines)]))
    tree = shapely.STRtree(geometries)
    covered = np.zeros(len(faces), bool)
    covered[tree.query(shapely.point_on_surface(faces), predicate="intersects")[0]] = True
    return _gaps(faces[~covered], tree, measuring_crs, tolerances)


def missing_from(
    outline: NDArray[np.object_], geometries: NDArray[np.object_], measuring_crs: str, tolerances: Tolerances
) -> list[Gap]:
    """Return the parts of an outline (valid polygons in degrees) that no polygon covers."""
    rest = shapely.difference(shapely.union_all(outline), shapely.union_all(geometries))
    parts = shapely.get_parts(rest)
    areas = parts[shapely.get_dimensions(parts) == 2]  # noqa: PLR2004  (areas)
    return _gaps(areas, shapely.STRtree(geometries), measuring_crs, tolerances)


def _gaps(places: NDArray[np.object_], tree: shapely.STRtree, measuring_crs: str, tolerances: Tolerances) -> list[Gap]:
    metric = projected(places, measuring_crs)
    area = shapely.area(metric)
    real = np.flatnonzero((area >= tolerances.area_m2) & exceeds(metric, tolerances.width_m))
    beside: dict[int, list[int]] = {}
    for place, row in zip(*tree.query(places[real], predicate="intersects").tolist(), strict=True):
        beside.setdefault(place, []).append(row)
    return [
        Gap(places[place], float(area[place]), tuple(sorted(beside.get(number, ()))))
        for number, place in enumerate(real.tolist())
    ]


def open_gaps(
    geometries: NDArray[np.object_], edges: Edges, measuring_crs: str, tolerances: Tolerances, reach_m: float
) -> list[Gap]:
    """Return clefts between two polygons that open to the outside: their edges face each other within `reach_m`.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Valid polygons and multipolygons in degrees.
    edges : Edges
        Theirs.
    measuring_crs : str
        Any name PROJ knows, in metres.
    tolerances : Tolerances
        What is narrower or smaller is rounding and left out.
    reach_m : float
        How wide a cleft may be, in metres.
    """
    if not len(edges.start):
        return []
    scale = metres_per_degree(float(np.median(edges.start[:, 1])))
    one, other = _facing(edges.start * scale, edges.end * scale, edges.owner, reach_m)
    between: dict[tuple[int, int], list[BaseGeometry]] = {}
    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        corners = np.stack([edges.start[a], edges.end[a], edges.start[b], edges.end[b]])
        pair = (int(edges.owner[a]), int(edges.owner[b]))
        between.setdefault(pair, []).append(shapely.MultiPoint(corners).convex_hull)
    tree = shapely.STRtree(geometries)
    gaps: list[Gap] = []
    for pair, hulls in sorted(between.items()):
        hull = shapely.union_all(hulls)
        rest = hull.difference(shapely.union_all(geometries[tree.query(hull, predicate="intersects")]))
        parts = shapely.get_parts(rest)
        areas = parts[shapely.get_dimensions(parts) == 2]  # noqa: PLR2004  (areas)
        both = [gap for gap in _gaps(areas, tree, measuring_crs, tolerances) if set(pair) <= set(gap.between)]
        gaps += [gap for gap in both if not exceeds(projected(np.array([gap.place]), measuring_crs), reach_m)[0]]
    return gaps


def _facing(
    start: NDArray[np.float64], end: NDArray[np.float64], owner: NDArray[np.int64], reach_m: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of edges (metres) of different owners that look at each other across a cleft."""
    lines = shapely.linestrings(np.stack([start, end], axis=1))
    one, other = shapely.STRtree(np.asarray(lines)).query(lines, predicate="dwithin", distance=reach_m)
    foreign = owner[one] < owner[other]
    one, other = one[foreign], other[foreign]
    run = end - start
    length = np.maximum(np.hypot(*run.T), 1e-9)
    unit = run / length[:, None]
    opposite = (unit[one] * unit[other]).sum(axis=1) < _FACING_COSINE
    # inside is on the left of both, so that across a cleft each lies on the right of the other
    away = (start[other] + end[other] - start[one] - end[one]) / 2.0
    right = unit[one][:, 0] * away[:, 1] - unit[one][:, 1] * away[:, 0] < 0
    first = ((start[other] - start[one]) * unit[one]).sum(axis=1)
    last = ((end[other] - start[one]) * unit[one]).sum(axis=1)
    beside = (np.maximum(first, last) > 0) & (np.minimum(first, last) < length[one])
    chosen = opposite & right & beside
    return one[chosen], other[chosen]
