"""Areas, widths and places as findings and messages give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.space.overlap import Meeting

__all__ = ["area_text", "geojson", "place_of", "width_text"]

_LARGE_M2 = 100_000.0
_LARGE_M = 1_000.0
_DECIMALS_DEG = 1e-9


def area_text(area_m2: float) -> str:
    """Return an area with its unit: square metres, or square kilometres from a tenth of one on."""
    return f"{area_m2 / 1e6:,.3f} km²" if area_m2 >= _LARGE_M2 else f"{area_m2:,.1f} m²"


def width_text(width_m: float) -> str:
    """Return a width with its unit: metres, or kilometres from one on."""
    return f"{width_m / 1e3:,.2f} km" if width_m >= _LARGE_M else f"{width_m:,.2f} m"


def geojson(geometry: BaseGeometry) -> Mapping[str, Any] | None:
    """Return a geometry (degrees) as GeoJSON with nine decimals; None when it is empty."""
    import shapely

    if geometry.is_empty:
        return None
    rounded = shapely.transform(geometry, lambda xy: xy.round(9))
    parts = shapely.get_parts(rounded)
    return shapely.geometry.mapping(parts[0] if len(parts) == 1 else rounded)


def place_of(meeting: Meeting) -> Mapping[str, Any] | None:
    """Return where two zones meet, as GeoJSON."""
    return geojson(meeting.place)
