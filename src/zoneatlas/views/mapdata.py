"""What the web map embeds: the plan as one JSON object, coordinates at 5 decimals, shared by map, labels and panel."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zoneatlas.space.measure import area_km2, as_geometry, label_position
from zoneatlas.views.edges import edge_runs
from zoneatlas.views.terms import BOUNDARY_TERMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Kind, LayerFeature, MapLayer, Stretch, Text, Zone

__all__ = ["map_data"]

_DECIMALS = 5
#: Facts of a reference feature that its popup shows, in this order, where the feature has them.
_FACTS = (
    "kind", "level", "ring", "district", "clauses", "opened", "official_area_km2", "published_area_km2", "length_km",
    "published_length_km", "radius_m", "accuracy_m", "source",
)  # fmt: skip
_PAIRS = ("definition", "note", "reason")


def _pair(text: Text) -> list[str]:
    return [text.zh, text.en]


def _rounded(coordinates: Any) -> Any:  # noqa: ANN401  (nested lists of numbers)
    if isinstance(coordinates, (int, float)):
        return round(float(coordinates), _DECIMALS)
    return [_rounded(item) for item in coordinates]


def _geometry(geometry: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if geometry is None:
        return None
    if geometry["type"] == "GeometryCollection":
        return {"type": geometry["type"], "geometries": [_geometry(item) for item in geometry["geometries"]]}
    return {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}


def _position(geometry: Mapping[str, Any] | None) -> list[float] | None:
    return None if geometry is None else _rounded(label_position(geometry))


def _short_names(names: Sequence[str]) -> list[str]:
    """Return names without the ending they all share (of two characters at least), for labels."""
    shortest = min((len(name) for name in names), default=0)
    endings = (names[0][-length:] for length in range(shortest - 1, 1, -1))
    shared = next((end for end in endings if all(name.endswith(end) for name in names)), "")
    if len(names) == 1 or not shared:
        return list(names)
    return [name[: -len(shared)].rstrip() for name in names]


def _zone(zone: Zone, short: list[str], stretches: Sequence[Stretch], colour: str) -> dict[str, Any]:
    worst_m = max((s.boundary_accuracy_m for s in stretches if s.boundary_accuracy_m is not None), default=None)
    return {
        "id": zone.zone_id,
        "kind": zone.kind,
        "name": [zone.name_zh, zone.name_en],
        "short": short,
        "colour": colour,
        "clause": zone.clause,
        "districts": list(zone.districts),
        "industries": list(zone.industries),
        "supporting_industries": list(zone.supporting_industries),
        "area_km2": None if zone.geometry is None else round(area_km2(zone.geometry), 3),
        "published_area_km2": zone.published_area_km2,
        "accuracy_m": zone.boundary_accuracy_m,
        "worst_accuracy_m": worst_m,
        "method": zone.boundary_method,
        "status": zone.boundary_status,
        "basis": _pair(zone.basis),
        "sources": list(zone.sources),
        "label_at": _position(zone.geometry),
        "geometry": _geometry(zone.geometry),
        "edges": edge_runs(zone, stretches),
    }


def _zones(plan: Plan, kinds: Sequence[Kind]) -> list[dict[str, Any]]:
    """Return the zones big to small, so that a small one is drawn, and clicked, above a big one."""
    order = {kind.kind: number for number, kind in enumerate(kinds)}
    rows: list[dict[str, Any]] = []
    for kind in kinds:
        members = [zone for zone in plan.zones if zone.kind == kind.kind]
        zh, en = (_short_names([name.say(lang) for name in (zone.name for zone in members)]) for lang in ("zh", "en"))
        for place, (zone, short_zh, short_en) in enumerate(zip(members, zh, en, strict=True)):
            colour = kind.zone_colours[place % len(kind.zone_colours)] if kind.zone_colours else kind.colour
            stretches = [stretch for stretch in plan.stretches if stretch.zone_id == zone.zone_id]
            rows.append(_zone(zone, [short_zh, short_en], stretches, colour))
    rows.sort(key=lambda row: (-(row["area_km2"] or 0.0), row["id"]))
    for row in rows:
        row["rank"] = order[row["kind"]] * 1000 - min(row["area_km2"] or 0.0, 999.0)
    return rows


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


def _feature(feature: LayerFeature, usual: Mapping[str, Any]) -> dict[str, Any]:
    said, facts = feature.properties, _facts(feature)
    own = {key: facts.get(key) for key in _FACTS if facts.get(key) != usual.get(key)}
    row: dict[str, Any] = {"name": _pair(feature.name)}
    if own:
        row["facts"] = own
    for key in _PAIRS:
        pair = [str(said.get(f"{key}_zh") or ""), str(said.get(f"{key}_en") or "")]
        if any(pair):
            row[key] = pair
    geometry = feature.geometry
    if geometry is not None and geometry["type"] != "Point" and any(row["name"]):
        row["label_at"] = _position(geometry)
    row["geometry"] = _geometry(geometry)
    return row


def _layer(plan: Plan, usage: MapLayer) -> dict[str, Any] | None:
    data = plan.layer(usage.layer_id)
    if data is None:
        return None
    usual = _usual_facts(data.features)
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
    return {
        "id": usage.layer_id,
        "group": _pair(usage.group),
        "title": _pair(data.layer.title),
        "shape": _shape(data.features),
        "show": usage.show,
        "style": style,
        "label_zoom": usage.label_zoom,
        "attribution": data.layer.attribution,
        "licence": data.layer.licence,
        "usual": usual,
        "features": [_feature(feature, usual) for feature in data.features],
    }


def _names_used(plan: Plan) -> dict[str, list[str]]:
    used = {name for zone in plan.zones for name in (*zone.industries, *zone.supporting_industries)}
    rows = ((name, plan.vocabulary.get(name)) for name in sorted(used))
    return {name: [row.zh, row.en] for name, row in rows if row is not None}


def _bounds(rows: Iterable[Mapping[str, Any] | None]) -> list[list[float]]:
    """Return [[south, west], [north, east]] of geometries, as Leaflet wants it; the whole world for none."""
    boxes = [as_geometry(row).bounds for row in rows if row is not None]
    if not boxes:
        return [[-60.0, -180.0], [75.0, 180.0]]
    west, south, east, north = (pick(box[i] for box in boxes) for i, pick in enumerate((min, min, max, max)))
    return [[south, west], [north, east]]


def map_data(plan: Plan, lang: str) -> dict[str, Any]:
    """Return everything the page shows, ready for JSON.

    Parameters
    ----------
    plan : Plan
        The plan; its reference layers are read here.
    lang : {"zh", "en"}
        The language the page opens in.

    Returns
    -------
    dict
        Coordinates are WGS 84 longitude and latitude in degrees at 5 decimals (about 1 m), areas km², accuracies m.
    """
    settings = plan.settings
    zones = _zones(plan, settings.kinds)
    drawn = [layer for layer in (_layer(plan, usage) for usage in settings.layers) if layer is not None]
    outline = plan.layer(settings.roles["districts"]) if "districts" in settings.roles else None
    extent = [f.geometry for f in outline.features] if outline else [z.geometry for z in plan.zones]
    districts = (
        {str(f.properties.get("name_zh") or f.name.en): _pair(f.name) for f in outline.features} if outline else {}
    )
    return {
        "lang": lang,
        "plan": {
            "id": settings.plan_id,
            "title": _pair(settings.title),
            "period": settings.period,
            "attribution": [_pair(text) for text in settings.attribution],
        },
        "bounds": _bounds(extent),
        "kinds": [
            {
                "id": kind.kind,
                "title": _pair(kind.title),
                "colour": kind.colour,
                "ink": kind.ink,
                "zones": [zone.zone_id for zone in plan.zones if zone.kind == kind.kind],
                "drawn": sum(row["kind"] == kind.kind for row in zones),
            }
            for kind in settings.kinds
        ],
        "zones": zones,
        "layers": drawn,
        "industries": _names_used(plan),
        "districts": districts,
        "terms": {code: _pair(text) for code, text in BOUNDARY_TERMS.items()},
        "sources": {source.source_id: _pair(source.title) for source in plan.sources},
    }
