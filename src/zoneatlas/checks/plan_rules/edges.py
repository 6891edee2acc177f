"""How far the true edge may lie from the drawn one, at the place that decides: of zones and of reference layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import PlanError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerData, LayerFeature, Zone

__all__ = [
    "LINE_STRETCHES",
    "Edge",
    "edge_of",
    "edges_of",
    "feature_accuracy_m",
    "layer_or_none",
    "line_stretches",
    "stated_m",
]

#: The catalogue's id of the lines that say where a reference layer is less sure than its entry.
LINE_STRETCHES = "boundary_stretches"
#: A stretch is drawn along the edge it speaks of; this much of rounding lies between them, metres.
_ALONG_M = 5.0


@dataclass(frozen=True)
class Edge:
    """A drawn edge (metric coordinates): its usual accuracy, and stretches with one of their own."""

    usual_m: float
    stretches: tuple[tuple[BaseGeometry, float], ...] = ()
    along_m: float = _ALONG_M

    def accuracy_at(self, place: BaseGeometry) -> float:
        """Return the accuracy (m) at a metric place: of the stretches that pass there the worst, else the usual one."""
        near = [accuracy for line, accuracy in self.stretches if line.distance(place) <= self.along_m]
        return max(near) if near else self.usual_m

    @property
    def worst_m(self) -> float:
        """The accuracy (m) at the least sure place."""
        return max([self.usual_m, *(accuracy for _, accuracy in self.stretches)])


def edges_of(plan: Plan, crs: str) -> dict[str, tuple[tuple[BaseGeometry, float], ...]]:
    """Return the stretches (metric) of the zones' edges that have an accuracy (m) of their own, by zone_id."""
    from zoneatlas.space.overlay import metric_all

    try:
        stretches = [one for one in plan.stretches if one.geometry is not None and one.boundary_accuracy_m]
    except PlanError:
        return {}
    found: dict[str, tuple[tuple[BaseGeometry, float], ...]] = {}
    lines = metric_all([one.geometry for one in stretches if one.geometry is not None], crs)
    for one, line in zip(stretches, lines, strict=True):
        found[one.zone_id] = (*found.get(one.zone_id, ()), (line, one.boundary_accuracy_m or 0.0))
    return found


def edge_of(zone: Zone, stretches: Mapping[str, tuple[tuple[BaseGeometry, float], ...]]) -> Edge:
    """Return a zone's edge; an accuracy that is not stated counts as 0 m (that is another check's finding)."""
    return Edge(zone.boundary_accuracy_m or 0.0, stretches.get(zone.zone_id, ()))


def line_stretches(plan: Plan, layer_id: str, crs: str) -> tuple[tuple[BaseGeometry, float], ...]:
    """Return the stretches (metric) of a reference layer's lines that are less sure, each with its accuracy (m)."""
    from zoneatlas.space.overlay import metric

    data = layer_or_none(plan, LINE_STRETCHES)
    found = []
    for feature in data.features if data is not None else ():
        accuracy_m = stated_m(feature.properties, "boundary_accuracy_m")
        if feature.properties.get("layer") == layer_id and feature.geometry is not None and accuracy_m:
            found.append((metric(feature.geometry, crs), accuracy_m))
    return tuple(found)


def feature_accuracy_m(data: LayerData, feature: LayerFeature) -> float:
    """Return a reference feature's own accuracy, else its layer's, else 0, in metres."""
    own = stated_m(feature.properties, "accuracy_m")
    return own if own is not None else (data.layer.accuracy_m or 0.0)


def stated_m(properties: Mapping[str, Any], key: str) -> float | None:
    """Return a number of metres a feature states, or None."""
    value = properties.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None


def layer_or_none(plan: Plan, layer_id: str) -> LayerData | None:
    """Return a reference layer, or None where the plan has none or it cannot be read (another check says so)."""
    try:
        return plan.layer(layer_id)
    except PlanError:
        return None
