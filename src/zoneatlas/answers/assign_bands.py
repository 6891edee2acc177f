"""Along each stretch of an edge, the band in which a point's side is uncertain: nearer than the edge's accuracy.

The distance that counts is the geodesic one of `zoneatlas.space.position`. A buffer a little narrower than the accuracy
and one a little wider bracket it: points inside the one are near, points outside the other are not, and only points
between the two are measured.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, hypot, radians
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zoneatlas.space.grid_records import spread
from zoneatlas.space.measure import local_crs, project_all, to_degrees
from zoneatlas.space.position import Edges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zoneatlas.answers.shapes import Shape
    from zoneatlas.space.position import Edge

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

__all__ = ["Band", "Owner", "bands_of"]

#: Whose edge it is: what kind of thing, and its position among those.
Owner = tuple[str, int]

#: The buffers differ from the accuracy by this share, and this much more; simplifying them takes up to half of it.
_SHARE = 0.02
_MORE_M = 1.5
#: Edges are cut into pieces no longer than this before they are projected.
_PIECE_DEG = 0.04
_CIRCLE = 16
#: Nearer to the accuracy than this share and this much, the distance is measured one point at a time.
_EXACT_SHARE = 1e-5
_EXACT_M = 0.01


@dataclass(frozen=True)
class Band:
    """The band along the edges that have one accuracy and the same owners.

    ``surely`` and ``perhaps`` bracket the band (WGS 84 degrees).
    """

    owners: frozenset[Owner]
    accuracy_m: float
    surely: BaseGeometry = field(repr=False)
    perhaps: BaseGeometry = field(repr=False)
    edges: Edges = field(repr=False)
    crs: str = field(repr=False)
    reach_m: float = field(repr=False)
    _pieces: list[tuple[shapely.STRtree, Floats]] = field(default_factory=list, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what each process makes for itself."""
        return {**self.__dict__, "_pieces": []}

    def moved(self, lon: Floats, lat: Floats) -> NDArray[np.object_]:
        """Return points (WGS 84 degrees) in the plane in which the band's edges are found."""
        return project_all(_points(np.column_stack([lon, lat])), self.crs)

    def holds(self, lon: Floats, lat: Floats, points: NDArray[np.object_]) -> Bools:
        """Tell for each point whether it is nearer to one of the edges than their accuracy.

        Parameters
        ----------
        lon, lat
            WGS 84 degrees.
        points
            The same points as `moved` returns them.
        """
        away = self._away_m(lon, lat, points)
        near: Bools = away < self.accuracy_m
        close = np.abs(away - self.accuracy_m) <= _EXACT_M + _EXACT_SHARE * self.accuracy_m
        for point in np.flatnonzero(close).tolist():
            near[point] = self.edges.distance_m(float(lon[point]), float(lat[point])) < self.accuracy_m
        return near

    def _away_m(self, lon: Floats, lat: Floats, points: NDArray[np.object_]) -> Floats:
        """Return the distance to the nearest edge, inf beyond reach; in a plane about each point."""
        if not self._pieces:
            ends = np.array(self.edges.edges, dtype=np.float64)
            pieces, edge = _pieces(ends, self.crs)
            self._pieces.append((shapely.STRtree(pieces), ends[edge]))
        tree, edges = self._pieces[0]
        point, piece = tree.query(points, predicate="dwithin", distance=self.reach_m)
        away = np.full(len(lon), np.inf)
        np.minimum.at(away, point, _flat_m(lon[point], lat[point], edges[piece]))
        return away


def bands_of(shapes: Iterable[tuple[Owner, Shape]], position_accuracy_m: float = 0.0) -> list[Band]:
    """Return the bands along the edges of shapes, each stretch with its own accuracy.

    Parameters
    ----------
    shapes
        Owners and their shapes; edges whose accuracy nobody states have no band.
    position_accuracy_m
        How well the points' own positions are known; added to every accuracy.
    """
    shared: dict[tuple[Edge, float], set[Owner]] = {}
    for owner, shape in shapes:
        for accuracy_m, edges in shape.edges.items():
            reach_m = (accuracy_m or 0.0) + position_accuracy_m
            for edge in edges.edges if reach_m > 0 else ():
                shared.setdefault((min(edge, (*edge[2:], *edge[:2])), reach_m), set()).add(owner)
    groups: dict[tuple[float, frozenset[Owner]], list[Edge]] = {}
    for (edge, reach_m), owners in shared.items():
        groups.setdefault((reach_m, frozenset(owners)), []).append(edge)
    if not groups:
        return []
    frame = _frame(np.array([edge for edge, _ in shared], dtype=np.float64))
    return [_band(owners, reach_m, Edges(edges), frame) for (reach_m, owners), edges in groups.items()]


def _band(owners: frozenset[Owner], accuracy_m: float, edges: Edges, frame: tuple[str, float]) -> Band:
    crs, stretching = frame
    share = _SHARE + stretching
    ends = np.array(edges.edges, dtype=np.float64)
    pieces, _ = _pieces(ends, crs)
    lines = shapely.line_merge(shapely.union_all(pieces))  # long lines are buffered many times faster
    narrow, wide = accuracy_m * (1 - share) - _MORE_M, accuracy_m * (1 + share) + _MORE_M
    spare = (accuracy_m * _SHARE + _MORE_M) / 2
    surely = shapely.buffer(lines, narrow, quad_segs=_CIRCLE).simplify(spare) if narrow > 0 else shapely.Polygon()
    perhaps = shapely.buffer(lines, wide, quad_segs=_CIRCLE).simplify(spare)
    return Band(
        owners,
        accuracy_m,
        _area(to_degrees(surely, crs)),
        _area(to_degrees(perhaps, crs)),
        edges,
        crs,
        wide * (1 + share) + _MORE_M,
    )


def _frame(ends: Floats) -> tuple[str, float]:
    """Return an equal-area CRS about the middle of edges, and by which share lengths differ in it at the most."""
    west, south = ends.reshape(-1, 2).min(axis=0)
    east, north = ends.reshape(-1, 2).max(axis=0)
    half = hypot((east - west) * cos(radians((south + north) / 2)), north - south) / 2
    return local_crs(_points(ends.reshape(-1, 2))), radians(half) ** 2 / 8


def _pieces(ends: Floats, crs: str) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return edges (degrees) as short straight lines in metres, and which edge each piece belongs to."""
    span = np.maximum(np.abs(ends[:, 2] - ends[:, 0]), np.abs(ends[:, 3] - ends[:, 1]))
    counts = np.maximum(np.ceil(span / _PIECE_DEG), 1).astype(np.int64)
    edge, place = spread(np.zeros(len(ends), dtype=np.int64), counts - 1)
    low, high = place / counts[edge], (place + 1) / counts[edge]
    start, way = ends[edge, :2], ends[edge, 2:] - ends[edge, :2]
    corners = np.stack([start + way * low[:, None], start + way * high[:, None]], axis=1)
    lines = np.asarray(shapely.linestrings(corners), dtype=np.object_)
    return project_all(lines, crs), edge


def _points(positions: Floats) -> NDArray[np.object_]:
    return np.asarray(shapely.points(positions), dtype=np.object_)


def _area(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.is_valid:
        return geometry
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(geometry)))
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon"])


def _flat_m(lon: Floats, lat: Floats, ends: Floats) -> Floats:
    """Return each point's distance to its edge, a degree of longitude being as long as halfway between the two.

    The same reckoning as `zoneatlas.space.position`, for many points: within a millionth of a distance of some
    kilometres.
    """
    phi = np.radians(lat)
    w2 = 1 - _E2 * np.sin(phi) ** 2
    x_m = np.radians(1) * _A_M / np.sqrt(w2) * np.cos(phi)
    y_m = np.radians(1) * _A_M * (1 - _E2) / (w2 * np.sqrt(w2))
    low, high = ends[:, 1] - lat, ends[:, 3] - lat
    scale = x_m - x_m * np.tan(phi) * np.radians(1) / 4 * (low + high)
    x1, x2 = (ends[:, 0] - lon) * scale, (ends[:, 2] - lon) * scale
    y1, y2 = low * y_m, high * y_m
    dx, dy = x2 - x1, y2 - y1
    length2 = dx * dx + dy * dy
    along = np.divide(-(x1 * dx + y1 * dy), length2, out=np.zeros_like(dx), where=length2 > 0)
    along = np.clip(along, 0, 1)
    away: Floats = np.hypot(x1 + along * dx, y1 + along * dy)
    return away


_A_M = 6378137.0
_E2 = (2 - 1 / 298.257223563) / 298.257223563
