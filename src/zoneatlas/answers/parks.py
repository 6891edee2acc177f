"""Which features of the layer with the role ``parks`` say which ground they cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneatlas.plan.records import LayerFeature

__all__ = ["AREAS", "ROLE", "is_park", "metres"]

ROLE = "parks"
AREAS = ("Polygon", "MultiPolygon")


def is_park(feature: LayerFeature) -> bool:
    """Tell whether a feature says which ground it covers: an area, or a point with a radius."""
    geometry = feature.geometry
    return geometry is not None and (
        geometry["type"] in AREAS or (geometry["type"] == "Point" and metres(feature, "radius_m") > 0)
    )


def metres(feature: LayerFeature, name: str) -> float:
    """Return a property in metres, 0 where the feature states none."""
    value = feature.properties.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
