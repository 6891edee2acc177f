"""Geodesic distances, lengths and areas on the WGS 84 ellipsoid in plain Python, where loading PROJ would cost more."""

from __future__ import annotations

from itertools import pairwise
from math import asin, atan, atan2, atanh, cos, degrees, isfinite, radians, sin, sqrt, tan
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["area_km2", "distance_m", "length_m", "metres_per_degree"]

_A_M = 6378137.0
_F = 1 / 298.257223563
_B_M = _A_M * (1 - _F)
_E2 = _F * (2 - _F)
_CONVERGED_RAD = 1e-12
_MOST_STEPS = 100


def metres_per_degree(lat_deg: float) -> tuple[float, float]:
    """Return the length of a degree of longitude and of one of latitude, in metres, at a latitude.

    Notes
    -----
    The ellipsoid's radii of curvature in the prime vertical and in the meridian; exact for small distances.
    """
    phi = radians(lat_deg)
    w2 = 1 - _E2 * sin(phi) ** 2
    w = sqrt(w2)
    return radians(1) * _A_M / w * cos(phi), radians(1) * _A_M * (1 - _E2) / (w2 * w)


def distance_m(lon_a_deg: float, lat_a_deg: float, lon_b_deg: float, lat_b_deg: float) -> float:
    """Return the geodesic distance between two positions, in metres (WGS 84 degrees in).

    Exact to better than 1 mm, except for nearly antipodal positions, where it is within 0.6 % (the sphere's).

    Raises
    ------
    ValueError
        If a coordinate is not finite.

    Notes
    -----
    Source: Vincenty (1975), "Direct and inverse solutions of geodesics on the ellipsoid", Survey Review 23.
    """
    if not all(map(isfinite, (lon_a_deg, lat_a_deg, lon_b_deg, lat_b_deg))):
        msg = "a coordinate is not finite"
        raise ValueError(msg)
    if (lon_a_deg, lat_a_deg) == (lon_b_deg, lat_b_deg):
        return 0.0
    u_a, u_b = atan((1 - _F) * tan(radians(lat_a_deg))), atan((1 - _F) * tan(radians(lat_b_deg)))
    difference = radians((lon_b_deg - lon_a_deg + 180) % 360 - 180)
    found = _arc(u_a, u_b, difference)
    if found is None:
        return _sphere_m(lat_a_deg, lat_b_deg, degrees(difference))
    sigma, cos2_alpha, cos_2m = found
    u2 = cos2_alpha * (_A_M**2 - _B_M**2) / _B_M**2
    big_a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    big_b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    c2 = -1 + 2 * cos_2m**2
    third = big_b / 6 * cos_2m * (-3 + 4 * sin(sigma) ** 2) * (-3 + 4 * cos_2m**2)
    return _B_M * big_a * (sigma - big_b * sin(sigma) * (cos_2m + big_b / 4 * (cos(sigma) * c2 - third)))


def _arc(u_a: float, u_b: float, difference: float) -> tuple[float, float, float] | None:
    """Return the arc on the auxiliary sphere, cos² of the equatorial azimuth and cos 2σm; None if it never settles."""
    sin_a, cos_a, sin_b, cos_b = sin(u_a), cos(u_a), sin(u_b), cos(u_b)
    turn = difference
    for _ in range(_MOST_STEPS):
        sin_sigma = sqrt((cos_b * sin(turn)) ** 2 + (cos_a * sin_b - sin_a * cos_b * cos(turn)) ** 2)
        cos_sigma = sin_a * sin_b + cos_a * cos_b * cos(turn)
        if sin_sigma == 0:
            return (0.0, 1.0, 1.0) if cos_sigma > 0 else None
        sigma = atan2(sin_sigma, cos_sigma)
        sin_alpha = cos_a * cos_b * sin(turn) / sin_sigma
        cos2_alpha = 1 - sin_alpha**2
        cos_2m = cos_sigma - 2 * sin_a * sin_b / cos2_alpha if cos2_alpha else 0.0
        c = _F / 16 * cos2_alpha * (4 + _F * (4 - 3 * cos2_alpha))
        inner = cos_2m + c * cos_sigma * (-1 + 2 * cos_2m**2)
        before, turn = turn, difference + (1 - c) * _F * sin_alpha * (sigma + c * sin_sigma * inner)
        if abs(turn - before) < _CONVERGED_RAD:
            return sigma, cos2_alpha, cos_2m
    return None


def _sphere_m(lat_a_deg: float, lat_b_deg: float, difference_deg: float) -> float:
    a, b, turn = radians(lat_a_deg), radians(lat_b_deg), radians(difference_deg)
    across = sqrt((cos(b) * sin(turn)) ** 2 + (cos(a) * sin(b) - sin(a) * cos(b) * cos(turn)) ** 2)
    return (2 * _A_M + _B_M) / 3 * atan2(across, sin(a) * sin(b) + cos(a) * cos(b) * cos(turn))


def area_km2(geometry: Mapping[str, Any]) -> float:
    """Return the area of a GeoJSON Polygon or MultiPolygon on the ellipsoid, whatever the winding of its rings.

    Within a ten-millionth of Karney's geodesic area for edges up to 20 km; 0.0 for points and lines. No ring may
    hold a pole or run around the earth.

    Notes
    -----
    Edges are great circles on the authalic sphere, whose latitudes keep areas: Snyder (1987), "Map Projections: A
    Working Manual", equations 3-11 and 3-12.
    """
    found: Any = geometry.get("coordinates")
    polygons: list[Any] = {"Polygon": [found], "MultiPolygon": found}.get(geometry["type"], [])
    m2 = sum(abs(_ring_m2(ring)) * (-1 if index else 1) for polygon in polygons for index, ring in enumerate(polygon))
    return float(m2) / 1e6


def _ring_m2(ring: Sequence[Sequence[float]]) -> float:
    total = 0.0
    halves = [tan(asin(_q(position[1]) / _Q_POLE) / 2) for position in ring]
    for (start, end), (below, above) in zip(pairwise(ring), pairwise(halves), strict=True):
        turn = tan(radians(end[0] - start[0]) / 2)
        total += 2 * atan2(turn * (below + above), 1 + below * above)
    return total * _A_M**2 * _Q_POLE / 2


def _q(lat_deg: float) -> float:
    sine = sin(radians(lat_deg))
    return (1 - _E2) * (sine / (1 - _E2 * sine**2) + atanh(_E * sine) / _E)


_E = sqrt(_E2)
_Q_POLE = _q(90.0)


def length_m(geometry: Mapping[str, Any]) -> float:
    """Return the geodesic length of the lines of a GeoJSON geometry, in metres; of all rings of an area."""
    found: Any = geometry.get("coordinates")
    kind = geometry["type"]
    lines: list[Any] = [found] if kind == "LineString" else found if kind in ("MultiLineString", "Polygon") else []
    if kind == "MultiPolygon":
        lines = [ring for polygon in found for ring in polygon]
    return sum(distance_m(a[0], a[1], b[0], b[1]) for line in lines for a, b in pairwise(line))
