"""Overlaps within a GeoJSON file of any origin, in bulk: only what is amiss is looked at one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zoneatlas.space.edges import Edges
    from zoneatlas.space.overlap import Tolerances

__all__ = ["Crossing", "Lacking", "Sheet", "lay_out"]

#: From this share of polygons that share an edge with another on, a file is taken for areas that lie side by side.
_TILED_SHARE = 0.5
#: So many overlaps in a file that is not tiled are its nature: they are counted and not measured.
_MANY_PAIRS = 2_000
_MOST_PAIRS = 20_000
#: … and of a polygon that overlaps so many others there no vertices are compared.
_BUSY = 50
_SAME_SHARE = 0.95
_AREAS = (3, 6)
#: A polygon of which this share lies in another lies within it.
_WITHIN_SHARE = 0.999
#: A common part is a sliver when it is at least this many times as long as wide …
_SLIVER_LENGTH = 10.0
#: … and holds at most this share of the smaller polygon.
_SLIVER_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two polygons with more in common than rounding makes: rows, area in square metres, place in degrees.

    ``within``: one of the two lies in the other.
    """

    first: int
    second: int
    kind: Literal["same", "sliver", "overlap"]
    area_m2: float
    place: BaseGeometry
    within: bool = False


@dataclass(frozen=True, slots=True)
class Lacking:
    """Two polygons along whose common edge one has vertices that the other lacks; the first of them in degrees."""

    first: int
    second: int
    count: int
    position: tuple[float, float]
    offset_m: float


@dataclass(frozen=True)
class Sheet:
    """What was found among some polygons. ``unmeasured`` counts overlaps beyond those measured (then all of them)."""

    tiled: bool
    crossings: tuple[Crossing, ...]
    lacking: tuple[Lacking, ...]
    unmeasured: int
    edges: Edges


def lay_out(geometries: NDArray[np.object_], measuring_crs: str, tolerances: Tolerances) -> Sheet:
    """Find what overlaps and what lacks a vertex among polygons.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        In degrees; rows that are no valid polygon are passed over.
    measuring_crs : str
        Any name PROJ knows, in metres.
    tolerances : Tolerances
        What counts as rounding, and as one vertex.
    """
    import numpy as np

    from zoneatlas.space.edges import edges_of, unmatched_vertices
    from zoneatlas.space.overlap import overlapping_pairs

    copied, copy = _copies(geometries)
    single = geometries.copy()
    single[copy] = None  # what lies about a copy is told of the one it is a copy of
    edges = edges_of(single)
    tiled = _is_tiled(edges)
    first, second = overlapping_pairs(single, edges, None if tiled else _MOST_PAIRS)
    many = len(first) > _MANY_PAIRS and not tiled
    real = set(zip(first.tolist(), second.tolist(), strict=True)) if many else set()
    compared = edges
    if many:
        busy = np.bincount(np.concatenate([first, second]), minlength=len(geometries)) > _BUSY
        compared = edges.only(~busy)
    unmeasured = len(first) if many else 0
    if many:
        first, second = copied[:0], copied[:0]
    first, second = np.concatenate([first, copied]), np.concatenate([second, copy])
    order = np.lexsort((second, first))
    crossings = tuple(_crossings(geometries, first[order], second[order], measuring_crs, tolerances))
    real |= {(crossing.first, crossing.second) for crossing in crossings}
    found = unmatched_vertices(compared, tolerances.width_m)
    grouped: dict[tuple[int, int], list[int]] = {}
    for number, (one, other) in enumerate(zip(found.vertex_owner.tolist(), found.edge_owner.tolist(), strict=True)):
        grouped.setdefault((min(one, other), max(one, other)), []).append(number)
    lacking = tuple(
        Lacking(*pair, len(rows), tuple(found.position[rows[0]].tolist()), float(found.offset_m[rows].max()))
        for pair, rows in sorted(grouped.items())
        if pair not in real
    )
    return Sheet(tiled, crossings, lacking, unmeasured, edges)


def _copies(geometries: NDArray[np.object_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of polygons that an earlier one equals, wherever their rings begin: the first such, and each."""
    import numpy as np
    import shapely

    known = np.flatnonzero(np.isin(shapely.get_type_id(geometries), _AREAS) & ~shapely.is_empty(geometries))
    size = shapely.get_num_coordinates(geometries[known])[:, None]
    _, like, count = np.unique(
        np.hstack([shapely.bounds(geometries[known]), size]), axis=0, return_inverse=True, return_counts=True
    )
    alike = known[count[like.ravel()] > 1]
    first: dict[bytes, int] = {}
    pairs = [
        (first.setdefault(text, row), row)
        for row, text in zip(alike.tolist(), shapely.to_wkb(shapely.normalize(geometries[alike])), strict=True)
    ]
    found = np.array([pair for pair in pairs if pair[0] != pair[1]], dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _is_tiled(edges: Edges) -> bool:
    import numpy as np

    neighbours = edges.shared > 0
    areas = neighbours | (np.bincount(edges.owner, minlength=len(edges.shared)) > 0)
    return bool(neighbours.any()) and bool(neighbours.sum() >= _TILED_SHARE * areas.sum())


def _crossings(
    geometries: NDArray[np.object_],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    measuring_crs: str,
    tolerances: Tolerances,
) -> Iterator[Crossing]:
    import numpy as np
    import shapely

    from zoneatlas.space.overlap import common_parts, exceeds, projected

    if not len(first):
        return
    common, metric, area = common_parts(geometries, first, second, measuring_crs)
    real = (area >= tolerances.area_m2) & exceeds(metric, tolerances.width_m)
    first, second, common, metric, area = first[real], second[real], common[real], metric[real], area[real]
    rows, where = np.unique(np.concatenate([first, second]), return_inverse=True)
    whole = shapely.area(projected(geometries[rows], measuring_crs))[where].reshape(2, -1)
    thin = _SLIVER_LENGTH * 4.0 * area < shapely.length(metric) ** 2
    small = area <= _SLIVER_SHARE * whole.min(axis=0)
    within = area >= _WITHIN_SHARE * whole.min(axis=0)
    same = area >= _SAME_SHARE * (whole.sum(axis=0) - area)
    for number in range(len(first)):
        kind: Literal["same", "sliver", "overlap"] = "same" if same[number] else "overlap"
        if thin[number] and small[number]:
            kind = "sliver"
        yield Crossing(
            int(first[number]), int(second[number]), kind, float(area[number]), common[number], bool(within[number])
        )
