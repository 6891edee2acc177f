"""Edges of polygons, matched by their end points: what neighbours share, and where one lacks a vertex of the other.

Everything is planar in longitude and latitude, where an edge between two positions is straight (RFC 7946, 3.1.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import shapely

from zoneatlas.space.rings import Rings, metres_per_degree, ring_sizes, rings_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Edges", "Unmatched", "edges_of", "unmatched_vertices"]

#: Two positions that agree in this many parts of a degree are one (0.1 mm): saving with 15 decimals changes nothing.
_GRID_PER_DEG = 1e9
_SAME_M = 1e-4
_ROWS_AT_ONCE = 5_000
_STRIP_EDGES = 500_000
#: Two edges run together when they lie within the tolerance of each other for at least this many times the tolerance.
_RUN_TOLERANCES = 4.0


@dataclass(frozen=True)
class Edges:
    """The edges of some polygons that no neighbour shares, one row each; the others only counted.

    ``start`` and ``end`` (shape (e, 2), degrees) run with the polygon's inside on the left, whatever the stored
    winding; ``owner`` is the row of the geometry. ``shared`` counts, for each geometry, its edges that run the other
    way in exactly one other place: those are matched, and nothing can be amiss with them.
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    owner: NDArray[np.int64]
    shared: NDArray[np.int64]

    def only(self, rows: NDArray[np.bool_]) -> Edges:
        """Return the edges of some geometries, told by a mask of as many rows."""
        keep = rows[self.owner]
        return Edges(self.start[keep], self.end[keep], self.owner[keep], np.where(rows, self.shared, 0))


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
    """Match the edges of polygons and multipolygons by their end points; other geometries have none.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        In degrees; need not be valid. Edges of no length are left out.
    """
    starts = range(0, len(geometries), _ROWS_AT_ONCE)
    marked = [_marked(geometries[begin : begin + _ROWS_AT_ONCE]) for begin in starts]
    counts = [len(key) for key, _, _ in marked]
    key = np.concatenate([np.zeros(0, np.uint64), *(key for key, _, _ in marked)])
    forward = np.concatenate([np.zeros(0, bool), *(forward for _, forward, _ in marked)])
    total = np.concatenate([np.zeros(0, np.int64), *(total for _, _, total in marked)])
    del marked
    single = np.split(_without_twin(key, forward), np.cumsum(counts)[:-1]) if counts else []
    del key, forward
    pieces = [
        _drawn(geometries[begin : begin + _ROWS_AT_ONCE], alone, begin)
        for begin, alone in zip(starts, single, strict=True)
        if alone.any()
    ]
    start = np.concatenate([np.zeros((0, 2)), *(piece[0] for piece in pieces)])
    end = np.concatenate([np.zeros((0, 2)), *(piece[1] for piece in pieces)])
    owner = np.concatenate([np.zeros(0, np.int64), *(piece[2] for piece in pieces)])
    return Edges(start, end, owner, total - np.bincount(owner, minlength=len(geometries)))


def _real_edges(rings: Rings) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return where edges of some length begin, the ring of each, and which rings have the inside on their right."""
    begin = rings.begin
    begin = begin[np.any(rings.coordinates[begin] != rings.coordinates[begin + 1], axis=1)]
    ring = np.searchsorted(rings.offsets, begin, side="right") - 1
    signed_area, _ = ring_sizes(rings)
    return begin, ring, (signed_area < 0) == (rings.number == 0)


def _marked(geometries: NDArray[np.object_]) -> tuple[NDArray[np.uint64], NDArray[np.bool_], NDArray[np.int64]]:
    """Return of each edge a number that depends on its two ends alone, and which way it runs; and each row's edges."""
    rings = rings_of(geometries)
    begin, ring, backward = _real_edges(rings)
    mark = _hash(rings.coordinates)
    head, tail = mark[begin], mark[begin + 1]
    key = np.minimum(head, tail) * np.uint64(3) + (head ^ tail)
    return key, (head < tail) ^ backward[ring], np.bincount(rings.owner[ring], minlength=len(geometries))


def _drawn(
    geometries: NDArray[np.object_], chosen: NDArray[np.bool_], row: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return start, end and owner of chosen edges, with the inside on the left."""
    rings = rings_of(geometries)
    begin, ring, backward = _real_edges(rings)
    begin, ring = begin[chosen], ring[chosen]
    flip = backward[ring][:, None]
    start, end = rings.coordinates[begin], rings.coordinates[begin + 1]
    return np.where(flip, end, start), np.where(flip, start, end), rings.owner[ring] + row


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


def _without_twin(key: NDArray[np.uint64], forward: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which edges no other one runs back along; one that occurs thrice, or twice the same way, has no twin."""
    order = np.argsort(key)
    key = key[order]
    same = key[1:] == key[:-1]
    del key
    ends = np.zeros(len(order) + 1, bool)
    ends[1:-1] = same
    pair = np.flatnonzero(ends[1:-1] & ~ends[:-2] & ~ends[2:])
    one, other = order[pair], order[pair + 1]
    opposite = forward[one] != forward[other]
    single = np.ones(len(order), bool)
    single[one[opposite]] = False
    single[other[opposite]] = False
    return single


def unmatched_vertices(edges: Edges, tolerance_m: float) -> Unmatched:
    """Find vertices that lie on another geometry's edge where that one has no vertex, along edges that run together.

    Only edges that no neighbour shares can be concerned, so a clean coverage costs next to nothing.

    Parameters
    ----------
    edges : Edges
        Of the geometries in question.
    tolerance_m : float
        How far a vertex may lie from the other's edge, in metres, and still be meant to lie on it.
    """
    found = [np.zeros((0, 3), np.int64)]
    scale = metres_per_degree(float(np.median(edges.start[:, 1])) if len(edges.start) else 0.0)
    single, stacks = _stacked(edges)
    for strip, points in _strips(single.start * scale, single.end * scale, tolerance_m):
        found.append(_in_strip(single, strip, points, scale, tolerance_m))
    hits = np.unique(np.vstack(found), axis=0)
    vertex, side, edge = stacks.spread(edges, single, hits)
    position = np.where(side[:, None] == 0, edges.start[vertex], edges.end[vertex])
    offset, _ = _offset(position * scale, edges.start[edge] * scale, edges.end[edge] * scale)
    record = Unmatched(
        edges.owner[vertex],
        edges.owner[edge],
        position,
        offset,
        np.stack([edges.start[edge], edges.end[edge]], axis=1),
    )
    return _once(record)


@dataclass(frozen=True)
class _Stacks:
    """Which edges lie upon each other from end to end: ``order`` lists them stack by stack, from ``begin`` on."""

    order: NDArray[np.int64]
    begin: NDArray[np.int64]
    count: NDArray[np.int64]

    def spread(self, edges: Edges, single: Edges, hits: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return vertex, side and edge for every two edges of the stacks of which one hits the other."""
        vertex, side, edge = hits.T
        times = self.count[vertex] * self.count[edge]
        row = np.repeat(np.arange(len(hits)), times)
        number = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
        one = self.order[self.begin[vertex[row]] + number // self.count[edge[row]]]
        other = self.order[self.begin[edge[row]] + number % self.count[edge[row]]]
        turned = np.abs(edges.start[one] - single.start[vertex[row]]).max(axis=1, initial=0.0) * _GRID_PER_DEG > 1.0
        foreign = edges.owner[one] != edges.owner[other]
        return np.stack([one, side[row] ^ turned, other])[:, foreign]


def _stacked(edges: Edges) -> tuple[Edges, _Stacks]:
    """Return one edge of each stack of equal ones (its owner -1 where it has several), and the stacks."""
    head, tail = _hash(edges.start), _hash(edges.end)
    key = np.minimum(head, tail) * np.uint64(3) + (head ^ tail)
    order = np.argsort(key, kind="stable")
    new = np.ones(len(order), bool)
    new[1:] = key[order][1:] != key[order][:-1]
    begin = np.flatnonzero(new)
    count = np.diff(np.append(begin, len(order)))
    first = order[begin]
    owner = edges.owner[order]
    mixed = np.maximum.reduceat(owner, begin) != np.minimum.reduceat(owner, begin) if len(begin) else new
    single = Edges(edges.start[first], edges.end[first], np.where(mixed, -1, edges.owner[first]), edges.shared)
    return single, _Stacks(order, begin, count)


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
        foreign = (edges.owner[vertex] != edges.owner[edge]) | (edges.owner[vertex] < 0)
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
