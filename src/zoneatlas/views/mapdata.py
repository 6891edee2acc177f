"""What the web map embeds: the plan as one JSON object, shared by the map, the search, the filters and the panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneatlas.answers.shapes import shape_of_zone
from zoneatlas.space.measure import area_km2, as_geometry, label_position
from zoneatlas.views import mapchecks
from zoneatlas.views.edges import edge_runs
from zoneatlas.views.mapgeometry import packed, packed_position
from zoneatlas.views.maplayers import drawn_layer, quiet_layer
from zoneatlas.views.mapsiting import siting
from zoneatlas.views.terms import BOUNDARY_TERMS, CHECK_TERMS, FEATURE_TERMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Kind, Text, Zone
    from zoneatlas.views.basemaps import Basemap

__all__ = ["map_data"]

#: Roles the page needs a layer for, whether the map draws it or not.
_ROLES = ("outline", "districts", "regions", "rings", "places")
#: Fills beside the colours, for those who cannot tell these apart: one a kind, or one a zone where each has a colour.
_KIND_FILLS = ("plain", "dots", "rising", "grid")
_ZONE_FILLS = ("rising", "level", "falling", "dots", "grid", "upright")


def _pair(text: Text) -> list[str]:
    return [text.zh, text.en]


def _short_names(names: Sequence[str]) -> list[str]:
    """Return names without the ending they all share (of two characters at least), for labels."""
    shortest = min((len(name) for name in names), default=0)
    endings = (names[0][-length:] for length in range(shortest - 1, 1, -1))
    shared = next((end for end in endings if all(name.endswith(end) for name in names)), "")
    if len(names) == 1 or not shared:
        return list(names)
    return [name[: -len(shared)].rstrip() for name in names]


def _zone(plan: Plan, zone: Zone, short: list[str], colour: str, fill: str) -> dict[str, Any]:
    stretches = [stretch for stretch in plan.stretches if stretch.zone_id == zone.zone_id]
    worst_m = max((s.boundary_accuracy_m for s in stretches if s.boundary_accuracy_m is not None), default=None)
    return {
        "id": zone.zone_id,
        "kind": zone.kind,
        "name": [zone.name_zh, zone.name_en],
        "short": short,
        "colour": colour,
        "fill": fill,
        "clause": zone.clause,
        "districts": list(zone.districts),
        "industries": list(zone.industries),
        "supporting_industries": list(zone.supporting_industries),
        "anchors": mapchecks.anchors_of(plan, zone),
        "area_km2": None if zone.geometry is None else round(area_km2(zone.geometry), 3),
        "published_area_km2": zone.published_area_km2,
        "as_of": zone.as_of,
        "accuracy_m": zone.boundary_accuracy_m,
        "worst_accuracy_m": worst_m,
        "method": zone.boundary_method,
        "status": zone.boundary_status,
        "basis": _pair(zone.basis),
        "sources": list(zone.sources),
        "label_at": None if zone.geometry is None else packed_position(label_position(zone.geometry)),
        "geometry": packed(zone.geometry),
        "edges": edge_runs(zone, stretches, shape_of_zone(plan, zone)),
    }


def _zones(plan: Plan, kinds: Sequence[Kind]) -> list[dict[str, Any]]:
    """Return the zones big to small, so that a small one is drawn, and clicked, above a big one."""
    order = {kind.kind: number for number, kind in enumerate(kinds)}
    rows: list[dict[str, Any]] = []
    for number, kind in enumerate(kinds):
        members = [zone for zone in plan.zones if zone.kind == kind.kind]
        zh, en = (_short_names([name.say(lang) for name in (zone.name for zone in members)]) for lang in ("zh", "en"))
        for place, (zone, short_zh, short_en) in enumerate(zip(members, zh, en, strict=True)):
            colour, fill = kind.colour, _KIND_FILLS[number % len(_KIND_FILLS)]
            if kind.zone_colours:
                colour = kind.zone_colours[place % len(kind.zone_colours)]
                fill = _ZONE_FILLS[place % len(_ZONE_FILLS)]
            rows.append(_zone(plan, zone, [short_zh, short_en], colour, fill))
    rows.sort(key=lambda row: (-(row["area_km2"] or 0.0), row["id"]))
    for row in rows:
        row["rank"] = order[row["kind"]] * 1000 - min(row["area_km2"] or 0.0, 999.0)
    return rows


def _vocabulary(plan: Plan) -> dict[str, list[Any]]:
    """Return the industries by id: ``[zh, en, parent, synonyms, clauses]``, in the order of their table."""
    return {
        item.industry_id: [
            item.zh, item.en, item.parent, [*item.synonyms_zh, *item.synonyms_en], list(item.clauses)
        ]
        for item in plan.vocabulary
    }  # fmt: skip


def _bounds(rows: Iterable[Mapping[str, Any] | None]) -> list[list[float]]:
    """Return [[south, west], [north, east]] of geometries, as Leaflet wants it; the whole world for none."""
    boxes = [as_geometry(row).bounds for row in rows if row is not None]
    if not boxes:
        return [[-60.0, -180.0], [75.0, 180.0]]
    west, south, east, north = (pick(box[i] for box in boxes) for i, pick in enumerate((min, min, max, max)))
    return [[south, west], [north, east]]


def _basemap(basemap: Basemap | None) -> dict[str, Any] | None:
    if basemap is None:
        return None
    return {
        "name": basemap.name,
        "urls": list(basemap.urls),
        "datum": basemap.datum,
        "attribution": basemap.attribution,
        "max_zoom": basemap.max_zoom,
    }


def map_data(plan: Plan, lang: str, basemap: Basemap | None = None) -> dict[str, Any]:
    """Return everything the page shows, ready for JSON.

    Parameters
    ----------
    plan : Plan
        The plan; its reference layers are read here, the checks run, overlaps and coverage worked out.
    lang : {"zh", "en"}
        The language the page opens in.
    basemap : Basemap, optional
        Tiles to lie under the map.

    Returns
    -------
    dict
        Geometries are packed (WGS 84, see `packed`), areas km², accuracies m.
    """
    settings = plan.settings
    zones = _zones(plan, settings.kinds)
    drawn = [layer for layer in (drawn_layer(plan, usage) for usage in settings.layers) if layer is not None]
    seen = {layer["id"] for layer in drawn}
    roles = {role: settings.roles[role] for role in _ROLES if role in settings.roles}
    quiet = [quiet_layer(plan, layer_id) for layer_id in dict.fromkeys(roles.values()) if layer_id not in seen]
    outline = plan.role("districts")
    extent = [f.geometry for f in outline.features] if outline else [z.geometry for z in plan.zones]
    districts = (
        {str(f.properties.get("name_zh") or f.name.en): _pair(f.name) for f in outline.features} if outline else {}
    )
    return {
        "lang": lang,
        "plan": {
            "id": settings.plan_id,
            "title": _pair(settings.title),
            "publisher": _pair(settings.publisher),
            "period": settings.period,
            "attribution": [_pair(text) for text in settings.attribution],
        },
        "about": mapchecks.about(plan),
        "bounds": _bounds(extent),
        "basemap": _basemap(basemap),
        "kinds": [
            {
                "id": kind.kind,
                "title": _pair(kind.title),
                "colour": kind.colour,
                "ink": kind.ink,
                "fill": _KIND_FILLS[number % len(_KIND_FILLS)],
                "own_colours": bool(kind.zone_colours),
                "zones": [zone.zone_id for zone in plan.zones if zone.kind == kind.kind],
                "drawn": sum(row["kind"] == kind.kind for row in zones),
            }
            for number, kind in enumerate(settings.kinds)
        ],
        "zones": zones,
        "layers": drawn,
        "quiet": [layer for layer in quiet if layer is not None],
        "roles": roles,
        "vocabulary": _vocabulary(plan),
        "affixes": [[affix.kind, affix.text] for affix in plan.vocabulary.affixes],
        "districts": districts,
        "overlaps": mapchecks.overlapping(plan),
        "coverage": mapchecks.covered(plan),
        "checked": mapchecks.checked(plan),
        "siting": siting(plan, [layer for layer in (*drawn, *quiet) if layer is not None]),
        "terms": {code: _pair(text) for code, text in (FEATURE_TERMS | BOUNDARY_TERMS | CHECK_TERMS).items()},
        "sources": {
            source.source_id: {
                "title": _pair(source.title),
                "publisher": source.publisher,
                "date": source.date,
                "address": source.address,
                "licence": source.licence,
            }
            for source in plan.sources
        },
    }
