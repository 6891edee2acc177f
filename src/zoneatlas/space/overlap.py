"""Which polygons overlap, by how much, and whether an overlap is real or only an effect of drawing or projecting.

Whether two polygons overlap is decided in longitude and latitude, where their edges are straight (RFC 7946, 3.1.1).
What they have in common is densified before it is projected and measured, so that no chord of a long edge becomes an
overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from zoneatlas.space.edges import Edges, Unmatched, edges_of, unmatched_vertices
from zoneatlas.space.measure import project_all
from zoneatlas.space.validity import is_valid

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "ROUNDING_M",
    "Cause",
    "Meeting",
    "Tolerances",
    "common_parts",
    "greatest_widths_m",
    "meetings",
    "overlapping_pairs",
]

Cause = Literal["real", "unmatched-vertex", "chord", "rounding", "touching"]

#: How far apart two drawings of one edge may lie when each vertex was rounded to six decimals of a degree.
ROUNDING_M = 0.2
#: Longest piece of an edge when densified (about 500 m): a chord then strays less than 5 mm.
_PIECE_DEG = 0.005
_PAIRS_AT_ONCE = 20_000
_BATCH = 100_000
_WIDTH_RATIO = 1.02
_INTERIORS_MEET = "T********"


@dataclass(frozen=True, slots=True)
class Tolerances:
    """``area_m2``: what is smaller is rounding; ``width_m``: two vertices nearer than this are meant to be one."""

    area_m2: float = ROUNDING_M**2
    width_m: float = ROUNDING_M


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two polygons that have at least a point in common.

    ``first`` and ``second`` are rows. ``area_m2`` is what they have in common, ``width_m`` the diameter of the largest
    circle that fits into it, ``chord_m2`` what would be read as common after projecting vertex by vertex.
    ``first_within`` tells that nothing of the first wider than the tolerance lies outside the second;
    ``second_within`` likewise. ``place`` is the common part in degrees (a point or line where they only touch).
    ``unmatched`` are the positions of vertices on the other's edge that the other lacks.
    """

    first: int
    second: int
    cause: Cause
    area_m2: float
    width_m: float
    chord_m2: float
    share_first: float
    share_second: float
    first_within: bool
    second_within: bool
    place: BaseGeometry
    unmatched: tuple[tuple[float, float], ...]


def overlapping_pairs(
    geometries: NDArray[np.object_], edges: Edges | None = None, most: int | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of every two polygons whose insides meet, however little; containment counts.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Polygons and multipolygons in degrees; rows of other types and invalid ones meet nothing.
    edges : Edges, optional
        Those of the geometries, where they are known already.
    most : int, optional
        Once so many pairs are found no more are looked for.

    Returns
    -------
    tuple of ndarray
        First and second row of each pair, first < second, in order.

    Notes
    -----
    How many polygons lie over a place changes only across an edge that no neighbour shares. So wherever polygons
    overlap, a pair does of which one has such an edge; these are looked at first, and from each pair found on to its
    neighbours. In a clean coverage that leaves the polygons along its outer edge.
    """
    rows = _usable(geometries)
    chosen = geometries[rows]
    if edges is None or len(rows) != len(geometries):
        edges = edges_of(chosen)
    one, other = shapely.STRtree(chosen).query(chosen)
    one, other = one[one < other], other[one < other]
    found, tested = np.zeros(len(one), bool), np.zeros(len(one), bool)
    near = np.bincount(edges.owner, minlength=len(chosen)) > 0
    while True:
        batch = np.flatnonzero((near[one] | near[other]) & ~tested)
        if not len(batch):
            break
        tested[batch] = True
        for begin in range(0, len(batch), _BATCH):
            piece = batch[begin : begin + _BATCH]
            found[piece] = _insides_meet(chosen, one[piece], other[piece])
            if most is not None and found.sum() >= most:
                return _ordered(rows[one[found]], rows[other[found]])
        new = batch[found[batch]]
        met = np.zeros(len(chosen), bool)
        met[one[new]] = met[other[new]] = True
        near = met.copy()
        near[one[met[other]]] = True
        near[other[met[one]]] = True
    return _ordered(rows[one[found]], rows[other[found]])


def _insides_meet(chosen: NDArray[np.object_], one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell of which pairs the insides meet; the polygon with more vertices is prepared, once for all its pairs."""
    sizes = shapely.get_num_coordinates(chosen)
    larger = np.where(sizes[one] >= sizes[other], one, other)
    smaller = one + other - larger
    order = np.argsort(larger, kind="stable")
    found = np.zeros(len(one), bool)
    for begin in range(0, len(order), _PAIRS_AT_ONCE):
        piece = order[begin : begin + _PAIRS_AT_ONCE]
        prepared = chosen[np.unique(larger[piece])]
        shapely.prepare(prepared)
        found[piece] = shapely.relate_pattern(chosen[larger[piece]], chosen[smaller[piece]], _INTERIORS_MEET)
        shapely.destroy_prepared(prepared)
    return found


def _usable(geometries: NDArray[np.object_]) -> NDArray[np.int64]:
    kinds = shapely.get_type_id(geometries)
    return np.flatnonzero(np.isin(kinds, (3, 6)) & is_valid(geometries) & ~shapely.is_empty(geometries))


def _ordered(one: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    first, second = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((second, first))
    return first[order], second[order]


def _areal(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Keep the polygons of each geometry, as one multipolygon."""
    parts, row = shapely.get_parts(geometries, return_index=True)
    polygons = shapely.get_type_id(parts) == 3  # noqa: PLR2004  (polygon)
    made = np.full(len(geometries), shapely.MultiPolygon(), dtype=object)
    shapely.multipolygons(parts[polygons], indices=row[polygons], out=made)
    return made


def common_parts(
    geometries: NDArray[np.object_], first: NDArray[np.int64], second: NDArray[np.int64], measuring_crs: str
) -> tuple[NDArray[np.object_], NDArray[np.object_], NDArray[np.float64]]:
    """Return what pairs have in common, in degrees and in the measuring CRS, and its area in square metres.

    Parameters
    ----------
    geometries : ndarray of object
        Valid polygons and multipolygons in degrees.
    first, second : ndarray of int
        Rows of the pairs.
    measuring_crs : str
        Any name PROJ knows, in metres.
    """
    common = _areal(shapely.intersection(geometries[first], geometries[second]))
    metric = projected(common, measuring_crs)
    return common, metric, shapely.area(metric)


def projected(geometries: NDArray[np.object_], measuring_crs: str) -> NDArray[np.object_]:
    """Project geometries (degrees) to the measuring CRS (metres) after densifying their long edges."""
    return project_all(shapely.segmentize(geometries, _PIECE_DEG), measuring_crs)


def greatest_widths_m(metric: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the diameter of the largest circle inside each area, to about a fiftieth of itself.

    Found by halving between the bounds of `_width_bounds_m`.

    Parameters
    ----------
    metric : ndarray of object
        Polygons or multipolygons in metres.
    """
    low, high = _width_bounds_m(metric)
    while True:
        rows = np.flatnonzero(high > _WIDTH_RATIO * low)
        if not len(rows):
            return np.sqrt(low * high)
        middle = np.sqrt(low[rows] * high[rows])
        fits = _circle_fits(metric[rows], middle)
        low[rows] = np.where(fits, middle, low[rows])
        high[rows] = np.where(fits, high[rows], middle)


def exceeds(metric: NDArray[np.object_], width_m: float) -> NDArray[np.bool_]:
    """Tell which areas (metres) are somewhere wider than that."""
    low, high = _width_bounds_m(metric)
    wide = low > width_m
    doubtful = np.flatnonzero(~wide & (high > width_m))
    wide[doubtful] = _circle_fits(metric[doubtful], np.full(len(doubtful), width_m))
    return wide


def _width_bounds_m(metric: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bound the widths: twice the area over the perimeter (of the widest part), and the circle of the same area."""
    parts, row = shapely.get_parts(metric, return_index=True)
    area, perimeter = shapely.area(parts), shapely.length(parts)
    low, high = np.zeros(len(metric)), np.zeros(len(metric))
    np.maximum.at(low, row, np.divide(2.0 * area, perimeter, out=np.zeros_like(area), where=perimeter > 0))
    np.maximum.at(high, row, 2.0 * np.sqrt(area / np.pi))
    return low, high


def _circle_fits(metric: NDArray[np.object_], width_m: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell in which areas (metres) a circle of that diameter fits: shrinking them by half of it leaves something."""
    result: NDArray[np.bool_] = ~shapely.is_empty(shapely.buffer(metric, -width_m / 2.0, quad_segs=2))
    return result


def meetings(geometries: NDArray[np.object_], measuring_crs: str, tolerances: Tolerances) -> list[Meeting]:
    """Describe every two polygons that meet, in order of their rows.

    The cause is ``real`` where the common part is wider than ``width_m`` and larger than ``area_m2``. Else the two are
    meant only to touch, and the cause says why it looks otherwise: a vertex of one on the other's edge that the other
    lacks (``unmatched-vertex``; ``chord`` where that makes an overlap only once projected), ``rounding``, or nothing
    (``touching``).

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        In degrees. Rows that are no valid polygon or multipolygon meet nothing.
    measuring_crs : str
        Any name PROJ knows, in metres.
    tolerances : Tolerances
        What counts as rounding and as one vertex.
    """
    rows = _usable(geometries)
    one, other = shapely.STRtree(geometries[rows]).query(geometries[rows], predicate="intersects")
    first, second = _ordered(rows[one[one < other]], rows[other[one < other]])
    if not len(first):
        return []
    unmatched = _by_pair(unmatched_vertices(edges_of(geometries), tolerances.width_m))
    common, metric, areas = common_parts(geometries, first, second, measuring_crs)
    widths = greatest_widths_m(metric)
    whole = shapely.area(projected(geometries, measuring_crs))
    flat = project_all(geometries, measuring_crs)
    real = (areas >= tolerances.area_m2) & exceeds(metric, tolerances.width_m)
    inside = [
        real & _within(geometries, *pair, measuring_crs, tolerances.width_m)
        for pair in ((first, second), (second, first))
    ]
    found = []
    for row, (a, b) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        vertices = unmatched.get((a, b), ())
        area, width = float(areas[row]), float(widths[row])
        chord = float(shapely.intersection(flat[a], flat[b]).area) if vertices and not real[row] else area
        cause = "real" if real[row] else _cause(area, width, chord, vertices, tolerances)
        place = common[row] if area > 0 else shapely.intersection(geometries[a], geometries[b])
        found.append(
            Meeting(
                first=a,
                second=b,
                cause=cause,
                area_m2=area,
                width_m=width,
                chord_m2=chord,
                share_first=area / float(whole[a]) if whole[a] else 0.0,
                share_second=area / float(whole[b]) if whole[b] else 0.0,
                first_within=bool(inside[0][row]),
                second_within=bool(inside[1][row]),
                place=place,
                unmatched=vertices,
            )
        )
    return found


def _within(
    geometries: NDArray[np.object_],
    rows: NDArray[np.int64],
    others: NDArray[np.int64],
    measuring_crs: str,
    width_m: float,
) -> NDArray[np.bool_]:
    """Tell which polygons have nothing wider than `width_m` outside their others."""
    rest = _areal(shapely.difference(geometries[rows], geometries[others]))
    return ~exceeds(projected(rest, measuring_crs), width_m)


def _cause(
    area_m2: float, width_m: float, chord_m2: float, vertices: tuple[tuple[float, float], ...], tolerances: Tolerances
) -> Cause:
    if vertices:
        return "chord" if area_m2 < tolerances.area_m2 <= chord_m2 else "unmatched-vertex"
    if area_m2 > 0:
        return "unmatched-vertex" if width_m > ROUNDING_M and area_m2 >= tolerances.area_m2 else "rounding"
    return "touching"


def _by_pair(found: Unmatched) -> dict[tuple[int, int], tuple[tuple[float, float], ...]]:
    grouped: dict[tuple[int, int], list[tuple[float, float]]] = {}
    rows = zip(found.vertex_owner.tolist(), found.edge_owner.tolist(), found.position.tolist(), strict=True)
    for one, other, (lon, lat) in rows:
        grouped.setdefault((min(one, other), max(one, other)), []).append((lon, lat))
    return {pair: tuple(positions) for pair, positions in grouped.items()}
