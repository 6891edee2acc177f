"""Geodesic distances on the WGS 84 ellipsoid in plain Python: for a few positions, where loading PROJ costs more."""

from __future__ import annotations

from math import atan, atan2, cos, degrees, isfinite, radians, sin, sqrt, tan

__all__ = ["distance_m", "metres_per_degree"]

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
