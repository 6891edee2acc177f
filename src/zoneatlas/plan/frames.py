"""Zones and reference layers as GeoDataFrames, for those who work with geopandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError, Suggestion

if TYPE_CHECKING:
    from zoneatlas.plan.load import Plan

__all__ = ["to_geodataframe"]

_ZONES = "zones"
_WGS84 = "EPSG:4326"


def to_geodataframe(plan: Plan, layer: str = _ZONES) -> Any:  # noqa: ANN401  (geopandas is loaded here only)
    """Return zones or a reference layer as a GeoDataFrame.

    Parameters
    ----------
    plan
        The plan.
    layer
        ``zones`` for all of them, the id of a kind of zone, or the id of a reference layer.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a feature, in the file's order, in EPSG:4326 (longitude, latitude). Columns are the features' own
        properties, lists kept as lists.

    Raises
    ------
    PlanError
        If there is no such layer; with the known ones.
    """
    rows = _rows(plan, layer)
    import geopandas as gpd

    if not rows:
        return gpd.GeoDataFrame({"geometry": []}, geometry="geometry", crs=_WGS84)
    features = [
        {"type": "Feature", "properties": dict(properties), "geometry": geometry} for properties, geometry in rows
    ]
    return gpd.GeoDataFrame.from_features(features, crs=_WGS84)


def _rows(plan: Plan, layer: str) -> list[tuple[Any, Any]]:
    if layer == _ZONES:
        return [(zone.properties, zone.geometry) for zone in plan.zones]
    if plan.kind(layer) is not None:
        return [(zone.properties, zone.geometry) for zone in plan.zones if zone.kind == layer]
    data = plan.layer(layer)
    if data is None:
        known = [Suggestion(_ZONES, "全部功能区", "all zones")]
        known += [Suggestion(kind.kind, kind.title.zh, kind.title.en) for kind in plan.settings.kinds]
        known += [Suggestion(entry.id, entry.title.zh, entry.title.en) for entry in plan.catalogue]
        shown = printable(layer)
        raise PlanError.about(
            f"This plan has no layer '{shown}'.", f"本规划没有图层“{shown}”。", suggestions=tuple(known)
        )
    return [(feature.properties, feature.geometry) for feature in data.features]
