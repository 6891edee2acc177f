"""The reference layers as the map embeds them: facts that most features share once, geometry packed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zoneatlas.answers.shapes import shape_of_feature, shape_of_ring
from zoneatlas.space.measure import label_position
from zoneatlas.views.edges import accuracy_runs
from zoneatlas.views.mapgeometry import packed, packed_position

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerData, LayerFeature, MapLayer

__all__ = ["drawn_layer", "quiet_layer"]

#: Facts of a reference feature that the page shows, in this order, where the feature has them.
_FACTS = (
    "kind", "level", "ring", "district", "clauses", "opened", "official_area_km2", "published_area_km2", "length_km",
    "published_length_km", "radius_m", "accuracy_m", "source",
)  # fmt: skip
_PAIRS = ("definition", "note", "reason")
#: Parts a layer may play of which the page asks how far a place is from an edge.
_ASKED_ROLES = ("districts", "regions", "rings")


def _shape(features: Iterable[LayerFeature]) -> str:
    types = {feature.geometry["type"] for feature in features if feature.geometry is not None}
    if types & {"Polygon", "MultiPolygon"}:
        return "area"
    return "line" if types & {"LineString", "MultiLineString"} else "point"


def _facts(feature: LayerFeature) -> dict[str, Any]:
    return {key: feature.properties[key] for key in _FACTS if feature.properties.get(key) not in (None, "", [])}


def _usual_facts(features: Sequence[LayerFeature]) -> dict[str, Any]:
    """Return the facts that most features of a layer share, so that they are written once."""
    usual: dict[str, Any] = {}
    rows = [_facts(feature) for feature in features]
    for key in _FACTS:
        values = [json.dumps(row.get(key), ensure_ascii=False) for row in rows]
        commonest = max(set(values), key=lambda value: (values.count(value), value), default="null")
        if commonest != "null" and values.count(commonest) * 2 > len(values) > 1:
            usual[key] = json.loads(commonest)
    return usual


def _edges(plan: Plan, layer: LayerData, feature: LayerFeature, role: str) -> dict[str, Any]:
    """Return a feature's accuracy, one figure or runs of edges, as the answers about places use it."""
    make = shape_of_ring if role == "rings" else shape_of_feature
    runs = accuracy_runs(feature.geometry, make(plan, layer, feature))
    values = {value for line in runs for _, value in line}
    return {"edge_m": values.pop()} if len(values) == 1 else {"edge_runs": runs}


def _feature(
    plan: Plan, layer: LayerData, feature: LayerFeature, usual: Mapping[str, Any], role: str
) -> dict[str, Any]:
    said, facts = feature.properties, _facts(feature)
    own = {key: facts.get(key) for key in _FACTS if facts.get(key) != usual.get(key)}
    row: dict[str, Any] = {"name": [feature.name.zh, feature.name.en]}
    if own:
        row["facts"] = own
    for key in _PAIRS:
        pair = [str(said.get(f"{key}_zh") or ""), str(said.get(f"{key}_en") or "")]
        if any(pair):
            row[key] = pair
    geometry = feature.geometry
    if geometry is not None and geometry["type"] != "Point" and any(row["name"]):
        row["label_at"] = packed_position(label_position(geometry))
    row["geometry"] = packed(geometry)
    if role and geometry is not None:
        row |= _edges(plan, layer, feature, role)
    return row


def _role(plan: Plan, layer_id: str) -> str:
    return next((role for role in _ASKED_ROLES if plan.settings.roles.get(role) == layer_id), "")


def _rows(plan: Plan, data: LayerData) -> dict[str, Any]:
    usual, role = _usual_facts(data.features), _role(plan, data.layer.id)
    return {
        "id": data.layer.id,
        "title": [data.layer.title.zh, data.layer.title.en],
        "shape": _shape(data.features),
        "attribution": data.layer.attribution,
        "licence": data.layer.licence,
        "source": data.layer.source,
        "vintage": data.layer.vintage,
        "accuracy_m": data.layer.accuracy_m,
        "usual": usual,
        "features": [_feature(plan, data, feature, usual, role) for feature in data.features],
    }


def quiet_layer(plan: Plan, layer_id: str) -> dict[str, Any] | None:
    """Return a layer the map does not draw but is asked about; None when the plan has no such layer."""
    data = plan.layer(layer_id)
    return None if data is None else _rows(plan, data)


def drawn_layer(plan: Plan, usage: MapLayer) -> dict[str, Any] | None:
    """Return a layer with how it is drawn; None when the plan has no such layer."""
    rows = quiet_layer(plan, usage.layer_id)
    if rows is None:
        return None
    style = {
        "colour": usage.colour,
        "ink": usage.ink,
        "weight": usage.weight_px,
        "dash": usage.dash,
        "fill": usage.fill,
        "fill_opacity": usage.fill_opacity,
        "radius": usage.radius_px,
        "base": usage.base,
    }
    group = [usage.group.zh, usage.group.en]
    return rows | {"group": group, "show": usage.show, "style": style, "label_zoom": usage.label_zoom}
