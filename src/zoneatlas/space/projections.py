"""Telling from the numbers which projected grid some coordinates may be in: Web Mercator, UTM, Gauss–Krüger strips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Grid", "GridReading", "grid_readings"]

_MERCATOR_MOST_M = 20_037_509.0
_FALSE_EASTING_M = 500_000.0
#: A strip of a transverse Mercator grid is not used farther than this from its central meridian, metres.
_STRIP_MOST_M = 400_000.0
_NORTHING_MOST_M = 10_000_000.0
_STRIP = 1_000_000.0
#: China's numbering (CGCS2000): 3-degree strips 25–45 (central meridian 3n), 6-degree strips 13–23 (6n − 3).
_STRIPS_3_DEG = range(25, 46)
_STRIPS_6_DEG = range(13, 24)


@dataclass(frozen=True, slots=True)
class Grid:
    """A projected grid: its name and what PROJ calls it."""

    name: str
    definition: str


@dataclass(frozen=True)
class GridReading:
    """Coordinates read as a grid's: ``lonlat`` (n, 2; degrees). ``north_first``: stored as northing, easting."""

    grid: Grid
    north_first: bool
    lonlat: FloatArray


def grid_readings(points: FloatArray, near_lon_deg: float | None = None, crs: str = "") -> list[GridReading]:
    """List the grids in which coordinates make sense, likeliest first.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Coordinates as stored, presumably metres.
    near_lon_deg : float, optional
        The longitude about which they ought to lie, degrees; without it a grid without strip numbers cannot be told.
    crs : str, optional
        A CRS to try first, any name PROJ knows.

    Returns
    -------
    list of GridReading
        Empty when no grid known here takes such numbers.
    """
    readings = []
    for north_first in (False, True):
        ordered = points[:, ::-1] if north_first else points
        for grid in _grids(ordered, near_lon_deg, crs):
            lonlat = _to_lonlat(grid, ordered)
            if lonlat is not None:
                readings.append(GridReading(grid, north_first, lonlat))
    return readings


def _grids(points: FloatArray, near_lon_deg: float | None, crs: str) -> Iterator[Grid]:
    easting, northing = (float(value) for value in np.median(points, axis=0))
    strip, within = divmod(easting, _STRIP)
    strip_like = abs(within - _FALSE_EASTING_M) <= _STRIP_MOST_M and 0 < northing < _NORTHING_MOST_M
    if strip_like and crs and not strip:
        yield Grid(crs, crs)
    if strip_like and strip in _STRIPS_3_DEG:
        yield _gauss(3 * int(strip), 3, int(strip))
    if strip_like and strip in _STRIPS_6_DEG:
        yield _gauss(6 * int(strip) - 3, 6, int(strip))
    if strip_like and not strip and near_lon_deg is not None:
        utm = int((near_lon_deg + 180) // 6) + 1
        for meridian in dict.fromkeys(
            (3 * round(near_lon_deg / 3), 3 * int(near_lon_deg // 3), 3 * -int(-near_lon_deg // 3))
        ):
            yield _gauss(meridian, 3, 0)
        yield Grid(f"WGS 84 / UTM zone {utm}N", f"+proj=utm +zone={utm} +datum=WGS84")
    if max(abs(easting), abs(northing)) <= _MERCATOR_MOST_M:
        yield Grid("Web Mercator (Pseudo-Mercator)", "+proj=merc +a=6378137 +b=6378137 +units=m")


def _gauss(meridian: int, width_deg: int, strip: int) -> Grid:
    false_easting = strip * _STRIP + _FALSE_EASTING_M
    name = f"CGCS2000 / {width_deg}-degree Gauss-Kruger " + (f"zone {strip}" if strip else f"CM {meridian}E")
    return Grid(name, f"+proj=tmerc +lon_0={meridian} +k=1 +x_0={false_easting} +ellps=GRS80 +units=m")


def _to_lonlat(grid: Grid, points: FloatArray) -> FloatArray | None:
    import pyproj

    try:
        transformer = pyproj.Transformer.from_crs(grid.definition, "EPSG:4326", always_xy=True)
    except pyproj.exceptions.CRSError:
        return None
    lonlat = np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
    return lonlat if np.isfinite(lonlat).all() else None
