"""Edges of polygons, matched by their end points: what neighbours share, and where one lacks a vertex of the other.

Everything is planar in longitude and latitude, where an edge between two positions is straight (RFC 7946, 3.1.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import shapely

from zoneatlas.space.rings import metres_per_degree, rings_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Edges", "Unmatched", "edges_of", "unmatched_vertices"]

#: Two positions that agree in this many parts of a degree are one (0.1 mm): saving with 15 decimals changes nothing.
_GRID_PER_DEG = 1e9
_SAME_M = 1e-4
_STRIP_EDGES = 1_000_000
#: Two edges run together when they lie within the tolerance of each other for at least this many times the tolerance.
_RUN_TOLERANCES = 4.0


@dataclass(frozen=True)
class Edges:
    """The edges of some polygons, one row each.

    ``start`` and ``end`` (shape (e, 2), degrees) run with the polygon's inside on the left, whatever the stored
    winding; ``owner`` is the row of the geometry, ``polygon`` its polygon counted over all; ``twin`` is the row of the
    one edge that runs the other way between the same positions, -1 where there is none or more than one.
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    owner: NDArray[np.int64]
    polygon: NDArray[np.int64]
    twin: NDArray[np.int64]

    @property
    def single(self) -> NDArray[np.int64]:
        """The rows of edges without a twin."""
        return np.flatnonzero(self.twin < 0)


@dataclass(frozen=True)
class Unmatched:
    """Vertices of one geometry on the edge of another that has no vertex there, one row each.

    ``vertex_owner`` and ``edge_owner`` are rows of the geometries, ``position`` (shape (n, 2)) is the vertex in
    degrees, ``offset_m`` how far it lies from the other's edge, ``edge`` (shape (n, 2, 2)) that edge in degrees.
    """

    vertex_owner: NDArray[np.int64]
    edge_owner: NDArray[np.int64]
    position: NDArray[np.float64]
    offset_m: NDArray[np.float64]
    edge: NDArray[np.float64]


def edges_of(geometries: NDArray[np.object_]) -> Edges:
    """Return the edges of polygons and multipolygons, each matched with its twin; other geometries have none.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        In degrees; need not be valid. Edges of no length are left out.
    """
    rings = rings_of(geometries)
    begin = rings.begin
    ring = rings.ring[begin]
    start, end = rings.coordinates[begin], rings.coordinates[begin + 1]
    origin = rings.coordinates[rings.offsets[:-1]][ring]
    doubled_area = np.bincount(ring, _cross(start - origin, end - origin), len(rings.owner))
    backward = ((doubled_area < 0) == (rings.number == 0))[ring]
    start, end = np.where(backward[:, None], end, start), np.where(backward[:, None], start, end)
    real = np.flatnonzero(np.any(start != end, axis=1))
    start, end, ring = start[real], end[real], ring[real]
    return Edges(start, end, rings.owner[ring], rings.polygon[ring], _twins(start, end))


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    product: NDArray[np.float64] = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return product


def _hash(positions: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Hash positions on the grid, well mixed (the finaliser of splitmix64, Steele et al. 2014)."""
    cells = np.rint(positions * _GRID_PER_DEG).astype(np.int64).view(np.uint64)
    mixed = cells[:, 0] * np.uint64(0x9E3779B97F4A7C15) + cells[:, 1]
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def _twins(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.int64]:
    """Match each edge with the one that runs back; an edge that occurs thrice, or twice the same way, has none."""
    head, tail = _hash(start), _hash(end)
    forward = head < tail
    key = np.where(forward, head * np.uint64(3) + tail, tail * np.uint64(3) + head)
    order = np.argsort(key, kind="stable")
    same = key[order[1:]] == key[order[:-1]]
    alone_before = np.r_[True, ~same[:-1]] if len(same) else same
    alone_after = np.r_[~same[1:], True] if len(same) else same
    pair = np.flatnonzero(same & alone_before & alone_after)
    one, other = order[pair], order[pair + 1]
    opposite = (head[one] == tail[other]) & (tail[one] == head[other])
    twin = np.full(len(start), -1, np.int64)
    twin[one[opposite]] = other[opposite]
    twin[other[opposite]] = one[opposite]
    return twin


def unmatched_vertices(edges: Edges, tolerance_m: float) -> Unmatched:
    """Find vertices that lie on another geometry's edge where that one has no vertex, along edges that run together.

    Only edges without a twin can be concerned, so a clean coverage costs next to nothing.

    Parameters
    ----------
    edges : Edges
        Of the geometries in question.
    tolerance_m : float
        How far a vertex may lie from the other's edge, in metres, and still be meant to lie on it.
    """
    rows = edges.single
    found = [np.zeros((0, 3), np.int64)]
    if len(rows):
        scale = metres_per_degree(float(np.median(edges.start[rows, 1])))
        for strip, points in _strips(edges.start[rows] * scale, edges.end[rows] * scale, tolerance_m):
            found.append(_in_strip(edges, rows[strip], rows[points], scale, tolerance_m))
    hits = np.unique(np.vstack(found), axis=0)
    vertex, side, edge = hits.T
    position = np.where(side[:, None] == 0, edges.start[vertex], edges.end[vertex])
    scale = metres_per_degree(float(np.median(edges.start[rows, 1])) if len(rows) else 0.0)
    offset, _ = _offset(position * scale, edges.start[edge] * scale, edges.end[edge] * scale)
    record = Unmatched(
        edges.owner[vertex],
        edges.owner[edge],
        position,
        offset,
        np.stack([edges.start[edge], edges.end[edge]], axis=1),
    )
    return _once(record)


def _once(found: Unmatched) -> Unmatched:
    """Keep one row for each vertex and other geometry."""
    identity = np.column_stack([found.vertex_owner, found.edge_owner, found.position])
    _, keep = np.unique(identity, axis=0, return_index=True)
    return Unmatched(
        found.vertex_owner[keep], found.edge_owner[keep], found.position[keep], found.offset_m[keep], found.edge[keep]
    )


def _strips(
    start: NDArray[np.float64], end: NDArray[np.float64], tolerance_m: float
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Cut edges into strips from west to east, each with the edges whose ends may lie on one of the strip's."""
    west, east = np.minimum(start[:, 0], end[:, 0]), np.maximum(start[:, 0], end[:, 0])
    order = np.argsort(west, kind="stable")
    strips = []
    for first in range(0, len(order), _STRIP_EDGES):
        strip = order[first : first + _STRIP_EDGES]
        low, high = west[strip].min() - tolerance_m, east[strip].max() + tolerance_m
        strips.append((strip, np.flatnonzero((east >= low) & (west <= high))))
    return strips


def _in_strip(
    edges: Edges, strip: NDArray[np.int64], near: NDArray[np.int64], scale: NDArray[np.float64], tolerance_m: float
) -> NDArray[np.int64]:
    """Return rows (edge with the vertex, 0 for its start or 1 for its end, other edge)."""
    ends = np.stack([edges.start[strip], edges.end[strip]], axis=1) * scale
    tree = shapely.STRtree(cast("NDArray[np.object_]", shapely.linestrings(ends)))
    found = []
    for side, tips in enumerate((edges.start[near], edges.end[near])):
        boxes = _boxes(tips * scale, tolerance_m)
        vertex, edge = tree.query(boxes)
        vertex, edge = near[vertex], strip[edge]
        foreign = edges.owner[vertex] != edges.owner[edge]
        vertex, edge = vertex[foreign], edge[foreign]
        point, far = (edges.start, edges.end) if side == 0 else (edges.end, edges.start)
        other = np.stack([edges.start[edge], edges.end[edge]], axis=1) * scale
        kept = _lies_on(point[vertex] * scale, far[vertex] * scale, other, tolerance_m)
        found.append(np.column_stack([vertex[kept], np.full(kept.sum(), side), edge[kept]]))
    return np.vstack(found)


def _boxes(points: NDArray[np.float64], reach_m: float) -> NDArray[np.object_]:
    made: NDArray[np.object_] = shapely.box(
        points[:, 0] - reach_m, points[:, 1] - reach_m, points[:, 0] + reach_m, points[:, 1] + reach_m
    )
    return made


def _offset(
    point: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far points lie from segments, and where along them (0 to 1), all in metres."""
    along = end - start
    length2 = np.maximum((along**2).sum(axis=1), 1e-18)
    t = np.clip(((point - start) * along).sum(axis=1) / length2, 0.0, 1.0)
    return np.hypot(*(point - start - along * t[:, None]).T), t


def _lies_on(
    point: NDArray[np.float64], far: NDArray[np.float64], edge: NDArray[np.float64], tolerance_m: float
) -> NDArray[np.bool_]:
    """Tell which vertices lie on the other edge but at no vertex of it, with their own edge running along it."""
    start, end = edge[:, 0], edge[:, 1]
    offset, _ = _offset(point, start, end)
    nearest_end = np.minimum(np.hypot(*(point - start).T), np.hypot(*(point - end).T))
    same = nearest_end <= _SAME_M
    on = (offset <= tolerance_m) & ~same
    # where the two part: the far end of the vertex's edge, or the other edge's end that comes first
    far_offset, _ = _offset(far, start, end)
    ahead = np.where((((end - start) * (far - point)).sum(axis=1) > 0)[:, None], end, start)
    ahead_offset, _ = _offset(ahead, point, far)
    reached = np.minimum(np.hypot(*(far - point).T), np.hypot(*(ahead - point).T))
    together = np.minimum(far_offset, ahead_offset) <= tolerance_m
    result: NDArray[np.bool_] = on & together & (reached >= _RUN_TOLERANCES * tolerance_m)
    return result
