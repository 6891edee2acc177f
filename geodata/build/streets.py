"""Digitising from named points: one fitted line a street, and blocks as faces between such lines.

A street in OpenStreetMap's names is a run of points along its centre line. `street` fits one continuous polyline through
the points of given names inside a box, robustly; `through` strings a line through given positions. Lines are then
extended, noded and polygonized (`face`) or met one after another (`ring`), so that neighbours built from the same line
share its vertices.
All work is done in a metric frame (EPSG:4548, CGCS2000 3-degree zone 117E).
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely
from geodata.build.sources import NamedPoint, osm_points
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import polygonize, substring

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""West, south, east, north in WGS 84 degrees."""
LonLat = tuple[float, float]

_TO_M = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:4548", always_xy=True)
_TO_DEG = pyproj.Transformer.from_crs("EPSG:4548", "EPSG:4326", always_xy=True)
HALF_ROAD_M = 15.0
"""Added to every fitted street's accuracy: the text does not say which kerb the bound follows."""


def metres(lonlat: Sequence[LonLat] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return an (n, 2) array of metres from (n, 2) WGS 84 degrees."""
    array = np.asarray(lonlat, dtype=float).reshape(-1, 2)
    return np.column_stack(_TO_M.transform(array[:, 0], array[:, 1]))


def degrees(xy_m: Sequence[LonLat] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return an (n, 2) array of WGS 84 degrees from (n, 2) metres."""
    array = np.asarray(xy_m, dtype=float).reshape(-1, 2)
    return np.column_stack(_TO_DEG.transform(array[:, 0], array[:, 1]))


def to_metres(geometry: shapely.Geometry) -> shapely.Geometry:
    """Project a WGS 84 geometry to the metric frame."""
    return shapely.transform(geometry, metres)


def to_degrees(geometry: shapely.Geometry) -> shapely.Geometry:
    """Bring a metric geometry back to WGS 84."""
    return shapely.transform(geometry, degrees)


@dataclass(frozen=True)
class Cut:
    """A line that bounds something, with its provenance.

    `line` is metric; `residual_m` holds the median and the 90th percentile of the distances of the used points to the
    line (None where no points were fitted); `method` and `status` are the zone fields of the edges drawn along it.
    """

    name: str
    line: LineString
    accuracy_m: float
    method: str = "street-block"
    status: str = "digitised"
    sources: tuple[str, ...] = ("OSM",)
    points: int = 0
    residual_m: tuple[float, float] | None = None
    note: str = ""


def named_points(
    names: str | Sequence[str], box: Box, keep: Callable[[NamedPoint], bool] | None = None, *, category: str = "道路"
) -> NDArray[np.float64]:
    """Return the (n, 2) WGS 84 degrees of the OSM points with one of the exact names, of one category, inside a box."""
    wanted = {names} if isinstance(names, str) else set(names)
    west, south, east, north = box
    rows = [
        (point.lon, point.lat)
        for point in osm_points()
        if point.name in wanted
        and (not category or point.category == category)
        and west <= point.lon <= east
        and south <= point.lat <= north
        and (keep is None or keep(point))
    ]
    return np.array(sorted(set(rows))).reshape(-1, 2)


def search(text: str, box: Box) -> list[NamedPoint]:
    """Return every OSM point inside a box whose name contains a text: for looking around by hand."""
    west, south, east, north = box
    return [p for p in osm_points() if text in p.name and west <= p.lon <= east and south <= p.lat <= north]


def _hat_matrix(u: NDArray[np.float64], knots: NDArray[np.float64]) -> NDArray[np.float64]:
    columns = np.zeros((len(u), len(knots)))
    for column in range(len(knots)):
        unit = np.zeros(len(knots))
        unit[column] = 1.0
        columns[:, column] = np.interp(u, knots, unit)
    return columns


def _fit_spline(u: NDArray[np.float64], v: NDArray[np.float64], knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Least squares for the values at the knots, reweighted against outliers, with a weak pull towards straightness."""
    design = _hat_matrix(u, knots)
    bend = np.zeros((max(len(knots) - 2, 0), len(knots)))
    for row in range(len(bend)):
        bend[row, row : row + 3] = (1.0, -2.0, 1.0)
    weights = np.ones(len(u))
    values = np.zeros(len(knots))
    for _ in range(12):
        left = np.vstack([design * weights[:, None], 0.15 * bend])
        right = np.concatenate([v * weights, np.zeros(len(bend))])
        values = np.linalg.lstsq(left, right, rcond=None)[0]
        off = np.abs(v - design @ values)
        weights = 1.0 / np.sqrt(1.0 + (off / 15.0) ** 2)
    return values


@functools.cache
def _fitted(points: tuple[LonLat, ...], knots: int) -> tuple[LineString, tuple[float, float]]:
    xy = metres(points)
    centre = np.median(xy, axis=0)
    axis = np.linalg.svd(xy - centre)[2][0]
    axis = axis * math.copysign(1.0, max(axis, key=abs))
    across = np.array([-axis[1], axis[0]])
    u, v = (xy - centre) @ axis, (xy - centre) @ across
    places = np.quantile(u, np.linspace(0, 1, max(knots, 2)))
    places = places[np.concatenate([[True], np.diff(places) > 1.0])]
    values = _fit_spline(u, v, places)
    line = LineString(centre + np.outer(places, axis) + np.outer(values, across))
    off = shapely.distance(line, shapely.points(xy))
    return line, (float(np.median(off)), float(np.quantile(off, 0.9)))


def street(
    names: str | Sequence[str],
    box: Box,
    *,
    knots: int = 2,
    keep: Callable[[NamedPoint], bool] | None = None,
    category: str = "道路",
    extra: Sequence[LonLat] = (),
    label: str = "",
    sources: tuple[str, ...] = ("OSM",),
) -> Cut:
    """Fit one polyline through a street's named points inside a box.

    Parameters
    ----------
    names : str or sequence of str
        Exact names in OSM; several where a street changes its name.
    box : Box
        WGS 84 degrees; keep it local: a name can hold several branches.
    knots : int
        Number of vertices of the polyline (2 is a straight line), spread over the points' quantiles along the
        street's principal axis. The street must be single-valued over that axis.
    keep : callable, optional
        A further condition on each point (its tag, its place).
    extra : sequence of (lon, lat)
        Further control points, with the named ones.

    Returns
    -------
    Cut
        Its `accuracy_m` is the 90th percentile of the residuals plus half a road's width, rounded up to 5 m.

    Raises
    ------
    ValueError
        If fewer than two points remain; see `through` and `parallel` for those.
    """
    found = named_points(names, box, keep, category=category)
    points = [*map(tuple, found.tolist()), *extra]
    title = label or (names if isinstance(names, str) else "/".join(names))
    if len(points) < 2:
        msg = f"{title}: {len(points)} point(s) in {box}; two are needed to fit a line"
        raise ValueError(msg)
    line, residual = _fitted(tuple(points), min(knots, len(points)))
    accuracy = 5.0 * math.ceil((residual[1] + HALF_ROAD_M) / 5.0)
    return Cut(title, line, accuracy, sources=sources, points=len(points), residual_m=residual)


def through(
    name: str, lonlat: Sequence[LonLat], accuracy_m: float, *, method: str = "street-block", status: str = "digitised",
    sources: tuple[str, ...] = ("OSM",), note: str = "",
) -> Cut:  # fmt: skip
    """Make a cut through given WGS 84 positions, in order, with a stated accuracy."""
    return Cut(name, LineString(metres(lonlat)), accuracy_m, method, status, sources, len(lonlat), None, note)


def parallel(cut: Cut, through_point: LonLat, accuracy_m: float, name: str, *, status: str = "digitised") -> Cut:
    """Shift a cut sideways so that it runs through one position: for a street with a single point."""
    target = Point(metres([through_point])[0])
    nearest = cut.line.interpolate(cut.line.project(target))
    moved = shapely.transform(cut.line, lambda xy: xy + np.array([target.x - nearest.x, target.y - nearest.y]))
    note = f"parallel to {cut.name} through one position"
    return replace(cut, name=name, line=moved, accuracy_m=accuracy_m, status=status, note=note, residual_m=None)


def extended(line: LineString, by_m: float) -> LineString:
    """Return a line lengthened straight at both ends by a number of metres."""
    xy = np.asarray(line.coords)
    head, tail = xy[0] - xy[1], xy[-1] - xy[-2]
    first = xy[0] + head / np.linalg.norm(head) * by_m
    last = xy[-1] + tail / np.linalg.norm(tail) * by_m
    return LineString(np.vstack([first, xy, last]))


def face(cuts: Sequence[Cut], inside: LonLat, *, extend_m: float = 600.0) -> Polygon:
    """Return the face (metric polygon) between cuts that holds a WGS 84 position.

    Each cut is extended at both ends, all are noded, the faces polygonized.

    Raises
    ------
    ValueError
        If no bounded face holds the position.
    """
    network = shapely.union_all([extended(cut.line, extend_m) for cut in cuts])
    anchor = Point(metres([inside])[0])
    for polygon in polygonize(network):
        if polygon.contains(anchor):
            return polygon
    msg = f"no face between {[cut.name for cut in cuts]} holds {inside}"
    raise ValueError(msg)


def _corner(one: Cut, other: Cut, extend_m: float) -> Point:
    met = extended(one.line, extend_m).intersection(extended(other.line, extend_m))
    points = [part for part in shapely.get_parts(met) if part.geom_type == "Point"]
    if not points:
        msg = f"{one.name} and {other.name} do not meet, even extended by {extend_m:g} m"
        raise ValueError(msg)
    return min(points, key=lambda p: (one.line.distance(p) + other.line.distance(p), p.x, p.y))


def ring(cuts: Sequence[Cut], *, extend_m: float = 600.0) -> Polygon:
    """Return the block bounded by cuts given in order around it (metric polygon): corner to corner along each cut.

    Each cut is met with the next (extended straight where needed); of several crossings the one nearest to both lines
    as fitted is the corner. Vertices of a cut, its own ends included, stay in the ring.

    Raises
    ------
    ValueError
        If two neighbouring cuts do not meet, or the ring crosses itself.
    """
    corners = [_corner(cut, cuts[(index + 1) % len(cuts)], extend_m) for index, cut in enumerate(cuts)]
    path: list[tuple[float, float]] = []
    for index, cut in enumerate(cuts):
        line = extended(cut.line, extend_m)
        piece = substring(line, line.project(corners[index - 1]), line.project(corners[index]))
        path += [(x, y) for x, y in list(piece.coords)[:-1]]
    polygon = Polygon(path)
    if not polygon.is_valid:
        msg = f"the ring of {[cut.name for cut in cuts]} crosses itself: {shapely.is_valid_reason(polygon)}"
        raise ValueError(msg)
    return polygon
