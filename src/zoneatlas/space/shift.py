"""Which sets of positions were moved against each other by one of China's datum shifts: evidence, no verdict.

Two drawings that share an edge share its vertices to the centimetre. When one of them was traced or converted in
another datum, those coincidences vanish, and taking the shift away brings them back. A vertex that falls on another
one by chance is rare (a tolerance of 2 m in a city whose maps hold a hundred vertices to the km² makes one in a
thousand), so a handful of recovered coincidences says more than any distance to a road.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zoneatlas.space import datum
from zoneatlas.space.geodesic import metres_per_degree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = [
    "SHIFTS",
    "Relation",
    "Shift",
    "common_offset",
    "in_shifted_region",
    "joined_by",
    "near_count",
    "relations",
    "shift_length_m",
    "to_plane",
]

#: Where GCJ-02 and BD-09 are in use: mainland China's bounding box, degrees (west, south, east, north).
_REGION_DEG = (72.0, 0.8, 138.0, 56.0)
_CORNERS = ((-1, -1), (-1, 1), (1, -1), (1, 1))
#: So many times more vertices must coincide under the best shift than under any other.
_CLEARLY = 3
#: Translations differ when they are so many tolerances apart.
_ELSEWHERE = 4
_ROW = np.int64(1) << np.int64(32)


@dataclass(frozen=True)
class Shift:
    """A datum shift: ``stored`` positions were in datum ``name``; ``undo`` brings them to WGS 84, ``redo`` back."""

    name: str
    undo: Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]
    redo: Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]


def _bd09_as_gcj02_undone(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    return datum.bd09_to_wgs84(*datum.wgs84_to_gcj02(lon, lat))


def _bd09_as_gcj02(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    return datum.gcj02_to_wgs84(*datum.wgs84_to_bd09(lon, lat))


#: What positions that should be WGS 84 may be in. The third were BD-09 and converted as if they had been GCJ-02.
SHIFTS = (
    Shift("GCJ-02", datum.gcj02_to_wgs84, datum.wgs84_to_gcj02),
    Shift("BD-09", datum.bd09_to_wgs84, datum.wgs84_to_bd09),
    Shift("BD-09/GCJ-02", _bd09_as_gcj02_undone, _bd09_as_gcj02),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """How the positions of one set lie to those of another.

    ``shift`` is 0 when they coincide as they stand, else 1 + the index in `SHIFTS` of the shift that, taken from
    `moved`, makes them coincide with `base`. ``matched`` vertices do; ``as_stored`` do so without the shift.
    """

    moved: int
    base: int
    shift: int
    matched: int
    as_stored: int


def in_shifted_region(points_deg: FloatArray) -> bool:
    """Whether all positions (n, 2; degrees) lie where GCJ-02 and BD-09 are in use."""
    west, south, east, north = _REGION_DEG
    if not len(points_deg):
        return False
    low, high = points_deg.min(axis=0), points_deg.max(axis=0)
    return bool(low[0] >= west and low[1] >= south and high[0] <= east and high[1] <= north)


def to_plane(points_deg: FloatArray, lat_deg: float) -> FloatArray:
    """Return positions (n, 2; degrees) as metres on a plane true at a latitude: good for differences of some km."""
    plane: FloatArray = points_deg * np.array(metres_per_degree(lat_deg))
    return plane


def shift_length_m(shift: Shift, lon_deg: float, lat_deg: float) -> float:
    """Return how far a shift moves a position (degrees), in metres."""
    lon, lat = shift.redo(np.array([lon_deg]), np.array([lat_deg]))
    x_m, y_m = metres_per_degree(lat_deg)
    return float(np.hypot((lon[0] - lon_deg) * x_m, (lat[0] - lat_deg) * y_m))


def relations(
    sets: Sequence[FloatArray], weights: Sequence[float], tolerance_m: float, least: int, share: float
) -> list[Relation]:
    """Find which sets of positions coincide, as they stand or once a datum shift is taken from one of them.

    Parameters
    ----------
    sets : sequence of ndarray, shape (n, 2)
        Distinct longitudes and latitudes in degrees.
    weights : sequence of float
        How much each set is to be trusted. The sets that hang together as they stand and weigh most are taken to be
        right among themselves, and shifts are tried on the others only.
    tolerance_m : float
        Two positions nearer than this are one, metres.
    least : int
        So many vertices must coincide;
    share : float
        in big sets one fewer, and beside them this share of the smaller set: what may coincide by chance.

    Returns
    -------
    list of Relation
        At most one of each pair of sets: the shift (or none) under which most vertices coincide, when that is three
        times as many as under the next best.
    """
    sizes = np.array([len(points) for points in sets], dtype=np.int64)
    if not sizes.sum():
        return []
    points = np.concatenate([points for points in sets if len(points)])
    owners = np.repeat(np.arange(len(sets)), sizes)
    lat = float(np.median(points[:, 1]))
    grid = _Grid(to_plane(points, lat), owners, tolerance_m)
    counts = {0: grid.coincidences(to_plane(points, lat), owners)}
    doubtful = np.isin(owners, _doubtful(counts[0], sizes, weights, least, share))
    lon_deg, lat_deg = points[doubtful].T
    for number, shift in enumerate(SHIFTS, start=1) if doubtful.any() else ():
        for label, change in ((number, shift.undo), (-number, shift.redo)):
            counts[label] = grid.coincidences(
                to_plane(np.column_stack(change(lon_deg, lat_deg)), lat), owners[doubtful]
            )
    return _best(counts, sizes, least, share)


Counts = dict[tuple[int, int], int]


def _enough(one: int, other: int, sizes: IntArray, least: int, share: float) -> float:
    return float(max(least, least - 1 + share * min(sizes[one], sizes[other])))


def _doubtful(stored: Counts, sizes: IntArray, weights: Sequence[float], least: int, share: float) -> list[int]:
    """Return the sets that do not hang together with the most trusted ones as they stand."""
    joined = joined_by(
        len(sizes), (pair for pair, count in stored.items() if count >= _enough(*pair, sizes, least, share))
    )
    trust: dict[int, tuple[float, int]] = {}
    for number, root in enumerate(joined):
        weight, members = trust.get(root, (0.0, 0))
        trust[root] = (weight + weights[number], members + 1)
    best = max(trust, key=lambda root: trust[root])
    return [number for number, root in enumerate(joined) if root != best]


def _best(counts: dict[int, Counts], sizes: IntArray, least: int, share: float) -> list[Relation]:
    """Pick, for each pair, the shift under which most vertices coincide; negative labels change the pair's order."""
    found = []
    for one, other in sorted({(min(pair), max(pair)) for count in counts.values() for pair in count}):
        stored = min(counts[0].get((one, other), 0), counts[0].get((other, one), 0))
        options = [(stored, 0, one, other)]
        for label, count in counts.items():
            for first, second in ((one, other), (other, one)) if label else ():
                moved, base = (first, second) if label > 0 else (second, first)
                options.append((count.get((first, second), 0), abs(label), moved, base))
        options.sort(reverse=True)
        matched, number, moved, base = options[0]
        second_best = max((each[0] for each in options if each[1:] != options[0][1:]), default=0)
        if matched >= _enough(one, other, sizes, least, share) and matched > _CLEARLY * second_best:
            found.append(Relation(moved, base, number, matched, stored))
    return found


def joined_by(number: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each of `number` things the least of those that pairs join it to, over any number of steps."""
    parent = list(range(number))

    def root(each: int) -> int:
        while parent[each] != each:
            parent[each] = parent[parent[each]]
            each = parent[each]
        return each

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return [root(each) for each in range(number)]


class _Grid:
    """Positions on a plane (metres), sorted by the cell they lie in; a cell is twice as wide as what counts as near."""

    def __init__(self, points: FloatArray, owners: IntArray, near_m: float) -> None:
        self.near_m = near_m
        keys = self._keys(points)
        order = np.argsort(keys, kind="stable")
        self.keys, self.points, self.owners = keys[order], points[order], owners[order]

    def _keys(self, points: FloatArray) -> IntArray:
        cells = np.floor(points / (2 * self.near_m)).astype(np.int64)
        keys: IntArray = cells[:, 0] * _ROW + cells[:, 1]
        return keys

    def coincidences(self, points: FloatArray, owners: IntArray) -> dict[tuple[int, int], int]:
        """Count, for each pair of sets, the points of the first that a point of the second is near."""
        pairs = []
        span = np.int64(max(owners.max(initial=0), self.owners.max(initial=0))) + 1
        for corner in _CORNERS:
            wanted = self._keys(points + np.array(corner) * self.near_m)
            start = np.searchsorted(self.keys, wanted, "left")
            number = np.searchsorted(self.keys, wanted, "right") - start
            asking = np.repeat(np.arange(len(points)), number)
            told = np.repeat(start - np.concatenate(([0], np.cumsum(number)[:-1])), number) + np.arange(number.sum())
            near = ((points[asking] - self.points[told]) ** 2).sum(axis=1) <= self.near_m**2
            near &= owners[asking] != self.owners[told]
            pairs.append(asking[near] * span + self.owners[told[near]])
        each = np.unique(np.concatenate(pairs))
        both, number = np.unique(owners[each // span] * span + each % span, return_counts=True)
        return {(int(pair // span), int(pair % span)): int(count) for pair, count in zip(both, number, strict=True)}


def distances_m(points_deg: FloatArray, lines: Sequence[BaseGeometry]) -> FloatArray:
    """Return how far positions (n, 2; degrees) lie from the nearest of some lines (degrees), metres on a plane."""
    lat = float(np.median(points_deg[:, 1]))
    together = shapely.transform(shapely.GeometryCollection(list(lines)), lambda xy: to_plane(xy, lat))
    tree = shapely.STRtree(shapely.get_parts(shapely.get_parts(together)))
    _, found = tree.query_nearest(shapely.points(to_plane(points_deg, lat)), return_distance=True, all_matches=False)
    distances: FloatArray = found
    return distances


def near_count(points_deg: FloatArray, known_deg: FloatArray, near_m: float) -> int:
    """Count the positions (n, 2; degrees) that lie within `near_m` metres of a known one (m, 2; degrees)."""
    if not len(points_deg) or not len(known_deg):
        return 0
    lat = float(np.median(known_deg[:, 1]))
    every = np.concatenate([known_deg, points_deg])
    owners = np.repeat(np.array([0, 1]), [len(known_deg), len(points_deg)])
    grid = _Grid(to_plane(every, lat), owners, near_m)
    return grid.coincidences(to_plane(points_deg, lat), np.ones(len(points_deg), dtype=np.int64)).get((1, 0), 0)


def common_offset(
    points: FloatArray, base: FloatArray, tolerance_m: float, most_pairs: int = 2_500_000
) -> tuple[tuple[float, float], float, float] | None:
    """Find the one translation that takes most points of a set onto points of another.

    Parameters
    ----------
    points, base : ndarray, shape (n, 2), (m, 2)
        Positions on a plane, metres.
    tolerance_m : float
        How far two vertices' translations may differ.
    most_pairs : int
        Points are thinned out until there are no more pairs than this.

    Returns
    -------
    tuple or None
        The translation from `base` to `points` (east, north; metres), the share of `points` it explains, and how many
        times more pairs it explains than the best translation elsewhere; None when there is nothing to compare.
    """
    if not len(points) or not len(base):
        return None
    step = max(1, -(-len(points) * len(base) // most_pairs))
    some = points[::step]
    offsets = (some[:, None, :] - base[None, :, :]).reshape(-1, 2)
    cells = np.floor(offsets / tolerance_m).astype(np.int64)
    keys = cells[:, 0] * _ROW + cells[:, 1]
    _, first, number = np.unique(keys, return_index=True, return_counts=True)
    at = offsets[first]
    peak = at[number.argmax()]
    elsewhere = number[(np.abs(at - peak) > _ELSEWHERE * tolerance_m).any(axis=1)].max(initial=1)
    clearness = float(number.max() / elsewhere)
    near = offsets[(np.abs(offsets - peak) <= 2 * tolerance_m).all(axis=1)]
    centre = np.median(near, axis=0)
    close = (np.abs(some[:, None, :] - base[None, :, :] - centre) <= tolerance_m).all(axis=2)
    return (float(centre[0]), float(centre[1])), float(close.any(axis=1).mean()), clearness
