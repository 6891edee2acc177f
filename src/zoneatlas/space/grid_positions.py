"""Positions of a table in another CRS, brought to WGS 84."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["positions_to_wgs84", "projjson"]


def positions_to_wgs84(x: Floats, y: Floats, crs: Any) -> tuple[Floats, Floats]:  # noqa: ANN401  (anything PROJ takes)
    """Return longitudes and latitudes in degrees (WGS 84) of positions in another CRS; NaN where there are none.

    Parameters
    ----------
    x, y : ndarray of float64
        Easting and northing, or longitude and latitude, in the CRS's own units.
    crs
        Anything PROJ takes: "EPSG:…", WKT, PROJJSON.

    Raises
    ------
    ValueError
        If PROJ does not know the CRS.
    """
    try:
        transformer = pyproj.Transformer.from_crs(pyproj.CRS.from_user_input(crs), "EPSG:4326", always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise ValueError(str(error)) from error
    lon, lat = transformer.transform(x, y)
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    bad = ~(np.isfinite(lon) & np.isfinite(lat))
    return np.where(bad, np.nan, lon), np.where(bad, np.nan, lat)


def projjson(crs: str) -> dict[str, Any] | None:
    """Return a CRS as PROJJSON, None when PROJ does not know it."""
    try:
        found: dict[str, Any] = pyproj.CRS.from_user_input(crs).to_json_dict()
    except pyproj.exceptions.ProjError:
        return None
    return found
