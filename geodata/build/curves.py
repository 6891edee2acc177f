"""One line through a road's or a river's scattered points: a smoothing principal curve, and how far it can be trusted.

The line is a chain of nodes at an even spacing. It minimises the weighted squares of the points' distances plus a
penalty on bending, ∫|x''(s)|² ds: it runs through the middle of the points where there are some and as a cubic spline
where there are none. Places along the line are found by projecting the points onto the last line (Hastie and
Stuetzle, 1989, "Principal curves"), first on a stiff line, then on ever softer ones. All coordinates are metres.
"""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString

if TYPE_CHECKING:
    from collections.abc import Sequence

Array = NDArray[np.float64]

OUTLIER_M = 15.0
"""Points farther than this from the line lose weight (Cauchy weights)."""
SOFTENING = (8.0, 4.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0)
"""Stiffness of the rounds of fitting, as multiples of the final bandwidth."""
MIN_SHARE = 0.2
"""Points that keep less than this share of their weight support nothing: they lie more than 30 m off the line."""
BANDWIDTHS_M = (120.0, 100.0, 80.0, 60.0)
"""Tried in this order by `smoothest`."""


@dataclass(frozen=True)
class Curve:
    """A fitted line (metres), the points' places along it and their weights.

    `nodes` is (m, 2); a closed curve does not repeat its first node. `normal` is the matrix of the last fit, from whose
    inverse leaving points out is computed.
    """

    nodes: Array
    closed: bool
    spacing_m: float
    points: Array
    places_m: Array
    weights: Array
    prior: Array
    bandwidth_m: float
    normal: Array = field(repr=False)

    @functools.cached_property
    def inverse(self) -> Array:
        """Inverse of the normal matrix."""
        return np.linalg.inv(self.normal)

    @functools.cached_property
    def line(self) -> LineString:
        """The line itself; closed lines end where they start."""
        return LineString(np.vstack([self.nodes, self.nodes[:1]]) if self.closed else self.nodes)

    @property
    def length_m(self) -> float:
        """Length of the line in the metric frame."""
        return float(self.line.length)

    @property
    def span_m(self) -> float:
        """Length in terms of `places_m` (nodes times spacing)."""
        return self.spacing_m * (len(self.nodes) if self.closed else len(self.nodes) - 1)

    @property
    def sound(self) -> NDArray[np.bool_]:
        """Which points support the line: those that are no outliers."""
        return self.weights >= MIN_SHARE * self.prior


@dataclass(frozen=True)
class Station:
    """The points that support one vertex: their indices, their weighted mean (metres) and its place along the line."""

    members: NDArray[np.int64]
    centre: Array
    place_m: float


def by_bearing(points: Array) -> LineString:
    """Return the first guess of a closed line: the points in the order of their bearing from their middle."""
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    order = np.argsort(np.arctan2(*(points - centre).T), kind="stable")
    ring = points[order]
    return LineString(np.vstack([ring, ring[:1]]))


def by_tree(points: Array) -> LineString:
    """Return the first guess of an open line: the longest path of the points' minimum spanning tree."""
    count = len(points)
    parent = np.full(count, -1)
    reach = np.full(count, np.inf)
    reach[0], done = 0.0, np.zeros(count, dtype=bool)
    links: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for _ in range(count):
        here = int(np.argmin(np.where(done, np.inf, reach)))
        done[here] = True
        if parent[here] >= 0:
            links[here].append((int(parent[here]), float(reach[here])))
            links[parent[here]].append((here, float(reach[here])))
        away = np.hypot(*(points - points[here]).T)
        nearer = ~done & (away < reach)
        reach[nearer], parent[nearer] = away[nearer], here
    end, _ = _farthest(links, 0)
    _, path = _farthest(links, end)
    return LineString(points[path])


def _farthest(links: list[list[tuple[int, float]]], start: int) -> tuple[int, list[int]]:
    best, stack = (0.0, start), [(start, -1, 0.0)]
    before = {start: -1}
    while stack:
        here, came, run = stack.pop()
        best = max(best, (run, here))
        for other, step in links[here]:
            if other != came:
                before[other] = here
                stack.append((other, here, run + step))
    path = [best[1]]
    while before[path[-1]] >= 0:
        path.append(before[path[-1]])
    return best[1], path


def _resampled(line: LineString, count: int, *, closed: bool) -> Array:
    places = np.linspace(0.0, line.length, count + 1 if closed else count)
    return shapely.get_coordinates(shapely.line_interpolate_point(line, places[:count]))


def _design(places: Array, count: int, spacing: float, *, closed: bool) -> tuple[NDArray[np.int64], Array]:
    """Return for each place the two nodes it lies between and its share of the second."""
    at = places / spacing
    low = np.floor(at).astype(np.int64)
    low = low % count if closed else np.clip(low, 0, count - 2)
    share = at - np.floor(at) if closed else np.clip(at - low, 0.0, 1.0)
    return np.column_stack([low, (low + 1) % count]), share


def _bending(count: int, *, closed: bool) -> Array:
    """Return the matrix of the sum of squared second differences."""
    rows = np.arange(count if closed else count - 2)
    matrix = np.zeros((count, count))
    stencil = list(enumerate((1.0, -2.0, 1.0)))
    for a, left in stencil:
        for b, right in stencil:
            np.add.at(matrix, ((rows + a) % count, (rows + b) % count), left * right)
    return matrix


def _squares(places: Array, weights: Array, count: int, spacing: float, *, closed: bool) -> Array:
    """Return the normal matrix of the points' weighted squares: basisᵀ · weights · basis."""
    nodes, share = _design(places, count, spacing, closed=closed)
    parts = np.column_stack([1.0 - share, share])
    matrix = np.zeros((count, count))
    for a in (0, 1):
        for b in (0, 1):
            np.add.at(matrix, (nodes[:, a], nodes[:, b]), weights * parts[:, a] * parts[:, b])
    return matrix


def _basis(places: Array, count: int, spacing: float, *, closed: bool) -> Array:
    nodes, share = _design(places, count, spacing, closed=closed)
    rows = np.arange(len(places))
    basis = np.zeros((len(places), count))
    basis[rows, nodes[:, 0]] += 1.0 - share
    basis[rows, nodes[:, 1]] += share
    return basis


def principal_curve(
    points: Array, first: LineString, *, closed: bool, spacing_m: float = 60.0, bandwidth_m: float = 120.0,
    prior: Array | None = None, outlier_m: float = OUTLIER_M,
) -> Curve:  # fmt: skip
    """Fit a smoothing principal curve.

    Parameters
    ----------
    points : (n, 2) array
        Metres.
    first : LineString
        The first guess: it settles the order along the line and, for an open line, roughly its ends.
    closed : bool
        Whether the line ends where it starts.
    spacing_m, bandwidth_m : float
        Distance of the nodes, and the length along the line over which the points are averaged.
    prior : (n,) array, optional
        Weights of the points before outliers lose theirs (1 where not given).
    outlier_m : float
        Distance at which a point loses half its weight.

    Returns
    -------
    Curve
    """
    prior = np.ones(len(points)) if prior is None else prior
    located = shapely.points(points)
    line, weights = first, prior.copy()
    for softening in SOFTENING:
        count = max(round(line.length / spacing_m) + (0 if closed else 1), 4)
        spacing = line.length / (count if closed else count - 1)
        line = _as_line(_resampled(line, count, closed=closed), closed=closed)
        places = shapely.line_locate_point(line, located) * (spacing * (count if closed else count - 1) / line.length)
        basis = _basis(places, count, spacing, closed=closed)
        density = prior.sum() / line.length
        stiffness = (softening * bandwidth_m) ** 4 * density / spacing**3
        bending = stiffness * _bending(count, closed=closed)
        normal = _squares(places, weights, count, spacing, closed=closed) + bending
        nodes = np.linalg.solve(normal, basis.T @ (points * weights[:, None]))
        line = _as_line(nodes, closed=closed)
        limit, used = outlier_m * softening**2, weights
        weights = prior / (1.0 + (shapely.distance(line, located) / limit) ** 2)
    return Curve(nodes, closed, spacing, points, places, used, prior, bandwidth_m, normal)


def _named_outliers(curve: Curve) -> int:
    return int(np.sum(~curve.sound & (curve.prior >= 1.0)))


def smoothest(
    points: Array, first: LineString, *, closed: bool, spacing_m: float = 60.0, prior: Array | None = None,
    share: float = 0.002,
) -> Curve:  # fmt: skip
    """Fit with the largest of `BANDWIDTHS_M` that makes hardly more points outliers than the smallest does.

    `share` is how many more, as a share of all points.
    """

    def fitted(bandwidth_m: float) -> Curve:
        return principal_curve(points, first, closed=closed, spacing_m=spacing_m, bandwidth_m=bandwidth_m, prior=prior)

    softest = fitted(BANDWIDTHS_M[-1])
    allowed = _named_outliers(softest) + share * len(points)
    for bandwidth in BANDWIDTHS_M[:-1]:
        curve = fitted(bandwidth)
        if _named_outliers(curve) <= allowed:
            return curve
    return softest


def _as_line(nodes: Array, *, closed: bool) -> LineString:
    return LineString(np.vstack([nodes, nodes[:1]]) if closed else nodes)


def stations(curve: Curve, *, span_m: float = 100.0) -> list[Station]:
    """Return the supporting points in groups at most `span_m` long, in the order of the line."""
    sound = np.flatnonzero(curve.sound)
    sound = sound[np.argsort(curve.places_m[sound], kind="stable")]
    groups: list[list[int]] = []
    for index in sound:
        if groups and curve.places_m[index] - curve.places_m[groups[-1][0]] <= span_m:
            groups[-1].append(int(index))
        else:
            groups.append([int(index)])
    found = []
    for group in groups:
        members = np.array(group)
        weight = curve.weights[members]
        centre = np.average(curve.points[members], axis=0, weights=weight)
        found.append(Station(members, centre, float(np.average(curve.places_m[members], weights=weight))))
    return found


def without(curve: Curve, members: NDArray[np.int64]) -> LineString:
    """Return the line refitted without some of its points (exactly, by the Woodbury identity; places kept)."""
    basis = _basis(curve.places_m[members], len(curve.nodes), curve.spacing_m, closed=curve.closed)
    spread = curve.inverse @ basis.T
    weights = curve.weights[members]
    inner = np.diag(1.0 / weights) - basis @ spread
    residual = curve.points[members] - basis @ curve.nodes
    nodes = curve.nodes - spread @ np.linalg.solve(inner, residual)
    return _as_line(nodes, closed=curve.closed)


def left_out_m(curve: Curve, found: Sequence[Station]) -> Array:
    """Return, for each station, its distance (metres) to the line refitted without it.

    The first and the last station of an open line are left in: without them the line only ends sooner.
    """
    found = found if curve.closed or len(found) < 3 else found[1:-1]
    lines = [without(curve, station.members) for station in found]
    centres = shapely.points([station.centre for station in found])
    return np.asarray(shapely.distance(lines, centres))


def bridging_m(curve: Curve, found: Sequence[Station], length_m: float) -> float:
    """Return how far the line strays where a stretch of a length has no points, metres.

    Every stretch of that length with points at both its ends and inside is emptied in turn and the line refitted; the
    farthest emptied station is the stretch's error, and the 90th percentile of all these is returned (nan if there
    is no such stretch).
    """
    places = np.array([station.place_m for station in found])
    errors = []
    for place in places:
        ahead = (places - place) % curve.span_m if curve.closed else places - place
        inside = np.flatnonzero((ahead >= 0) & (ahead < length_m))
        if len(inside) < 3 or (not curve.closed and place + length_m > places[-1]):
            continue
        refitted = without(curve, np.concatenate([found[i].members for i in inside]))
        centres = shapely.points([found[i].centre for i in inside])
        errors.append(float(shapely.distance(refitted, centres).max()))
    return float(np.quantile(errors, 0.9)) if errors else math.nan


def gaps(curve: Curve, *, longer_than_m: float = 1000.0) -> list[tuple[float, float]]:
    """Return the stretches (start and end, metres along the line) longer than a length in which no point supports it.

    On a closed line a stretch over the start has its end before its start.
    """
    places = np.sort(curve.places_m[curve.sound])
    total = curve.span_m
    found = [(float(a), float(b)) for a, b in itertools.pairwise(places) if b - a > longer_than_m]
    if curve.closed and places[0] + total - places[-1] > longer_than_m:
        found.append((float(places[-1]), float(places[0])))
    if not curve.closed and total - places[-1] > longer_than_m:
        found.append((float(places[-1]), total))
    if not curve.closed and places[0] > longer_than_m:
        found.insert(0, (0.0, float(places[0])))
    return found


def percentile_95_m(distances: Array) -> float:
    """Return the 95th percentile, rounded up to 5 m."""
    return 5.0 * math.ceil(float(np.quantile(distances, 0.95)) / 5.0)
