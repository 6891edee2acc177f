"""A road's points, the bridges that stand on it, and what to say about the line fitted through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from geodata.build.curves import (
    Array,
    Curve,
    Station,
    bridging_m,
    gaps,
    left_out_m,
    percentile_95_m,
    smoothest,
    stations,
)
from geodata.build.layer import DECIMALS
from geodata.build.sources import REGION_DEG, NamedPoint, osm_points
from geodata.build.streets import Box, degrees, metres, to_degrees
from shapely.geometry import LineString

if TYPE_CHECKING:
    from collections.abc import Collection

NEAR_M = 60.0
"""A bridge this near to the first fit may stand on the road."""
OWN_PRIOR, CROSSING_PRIOR = 0.5, 0.25
"""Weights of a bridge of the road's own class (it may still carry another road) and of one of another class, or its
traffic lights, whose middle is off the road's by its own extent."""
UNSUPPORTED_M = 1000.0
TOLERANCE_M = 1.5
"""Vertices that move the line by less than this are left out of the file."""


def road_points(names: Collection[str], tags: Collection[str], box: Box = REGION_DEG) -> Array:
    """Return the (n, 2) metres of the OSM road points with one of the exact names and tags inside a box (degrees)."""
    west, south, east, north = box
    rows = {
        (point.lon, point.lat)
        for point in osm_points()
        if point.name in names and point.category == "道路" and point.tag in tags
        and west <= point.lon <= east and south <= point.lat <= north
    }  # fmt: skip
    return metres(sorted(rows))


def _bridge(point: NamedPoint) -> bool:
    return point.name.endswith("桥") and (point.category == "道路" or point.tag == "traffic_signals")


def bridges(near: LineString, tags: Collection[str]) -> tuple[Array, Array]:
    """Return the metres and the weights of the bridges within `NEAR_M` of a line, its own and those across it."""
    west, south, east, north = shapely.buffer(to_degrees(near), 0.01).bounds
    found = sorted({
        (point.lon, point.lat, OWN_PRIOR if point.tag in tags else CROSSING_PRIOR)
        for point in osm_points()
        if west <= point.lon <= east and south <= point.lat <= north and _bridge(point)
    })  # fmt: skip
    if not found:
        return np.empty((0, 2)), np.empty(0)
    points = metres([row[:2] for row in found])
    kept = shapely.distance(near, shapely.points(points)) <= NEAR_M
    return points[kept], np.array([row[2] for row in found])[kept]


def fit_road(
    points: Array, first: LineString, tags: Collection[str], *, closed: bool, spacing_m: float = 60.0,
    share: float = 0.002,
) -> Curve:  # fmt: skip
    """Fit a road's line through its named points, then again with the bridges that stand on it."""
    alone = smoothest(points, first, closed=closed, spacing_m=spacing_m, share=share)
    more, weights = bridges(alone.line, tags)
    if not len(more):
        return alone
    together, prior = np.vstack([points, more]), np.concatenate([np.ones(len(points)), weights])
    _, once = np.unique(together, axis=0, return_index=True)
    once.sort()
    return smoothest(together[once], alone.line, closed=closed, spacing_m=spacing_m, prior=prior[once], share=share)


def stored(curve: Curve) -> LineString:
    """Return a curve's line in WGS 84 degrees, on the stored grid, without vertices that say nothing."""
    line = to_degrees(curve.line.simplify(TOLERANCE_M))
    return LineString(np.round(shapely.get_coordinates(line), DECIMALS))


def _place(curve: Curve, at_m: float) -> str:
    here = curve.line.interpolate(at_m * curve.length_m / curve.span_m)
    lon, lat = degrees([(here.x, here.y)])[0]
    return f"{lon:.4f},{lat:.4f}"


def listed_gaps(curve: Curve, found: list[Station], bare: list[tuple[float, float]]) -> dict[str, Any]:
    """Return `unsupported_km` and `unsupported`: stretches without points as "lon,lat lon,lat ±m".

    ±m is the 90th percentile of the errors made when stretches of that length are emptied elsewhere on the line ("±?"
    if the line is too short to tell).
    """
    listed, total = [], 0.0
    for start, end in bare:
        length = (end - start) % curve.span_m
        total += length
        error = bridging_m(curve, found, length)
        stated = "?" if np.isnan(error) else f"{5 * np.ceil(error / 5):.0f} m"
        listed.append(f"{_place(curve, start)} {_place(curve, end)} ±{stated}")
    return {"unsupported_km": round(total / 1000, 1), "unsupported": listed}


def trust(curve: Curve, within_m: tuple[float, float] | None = None) -> dict[str, Any]:
    """Return the properties that say how far to trust a line, among them its stretches over 1 km without points.

    `accuracy_m` is the 95th percentile of the distances of its stations (points within 100 m along the line) to the
    line refitted without them. `within_m` keeps to a part of the line, as metres along it.
    """
    found = stations(curve)
    low, high = within_m or (0.0, np.inf)
    bare = [
        (max(start, low), min(end, high))
        for start, end in gaps(curve, longer_than_m=UNSUPPORTED_M)
        if start < high - UNSUPPORTED_M / 2 and end > low + UNSUPPORTED_M / 2
    ]
    inside = [station for station in found if low <= station.place_m <= high]
    return {
        "accuracy_m": percentile_95_m(left_out_m(curve, inside)),
        "points": int(np.sum(curve.sound & (curve.places_m >= low) & (curve.places_m <= high))),
        **listed_gaps(curve, found, bare),
    }
