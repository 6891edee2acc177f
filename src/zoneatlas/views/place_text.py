"""A place and its surroundings as text for a terminal and as a JSON object for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneatlas.answers.places import reason_of
from zoneatlas.plan.records import Text
from zoneatlas.space.position import point_of
from zoneatlas.views.tables import place_json_of
from zoneatlas.views.text import number, printable_cell, width

if TYPE_CHECKING:
    from zoneatlas.answers.surroundings import PlacePortrait, ZoneThere
    from zoneatlas.answers.where import InFeature
    from zoneatlas.plan.load import Plan

_MOST_NAMED = 12
_UNSURE = Text("（存疑）", " (uncertain)")
_LABELS = {
    "layer": Text("图层", "layer"),
    "kind": Text("类型", "kind"),
    "clauses": Text("条款", "clauses"),
    "position": Text("位置", "position"),
    "area": Text("面积", "area"),
    "length": Text("长度", "length"),
    "accuracy": Text("精度", "accuracy"),
    "at": Text("所在", "lies in"),
    "zones": Text("功能区", "zones"),
    "near": Text("附近", "nearest"),
    "holds": Text("其中", "holds"),
    "note": Text("说明", "note"),
}


def place_portrait_text(plan: Plan, portrait: PlacePortrait, lang: str) -> str:
    """Return a place's portrait as text."""
    place = portrait.place
    other = place.name.en if lang == "zh" else place.name.zh
    first = place.name.say(lang)
    lines = [f"{first}  {other}  [{place.id}]" if other and other != first else f"{first}  [{place.id}]"]
    wide = max(width(label.say(lang)) for label in _LABELS.values())
    for key, values in _rows(plan, portrait, lang):
        label = _LABELS[key].say(lang)
        space = " " * (wide - width(label) + 2)
        lines += [f"  {label}{space}{values[0]}", *(" " * (wide + 4) + value for value in values[1:])]
    return "\n".join(printable_cell(line) for line in lines)


def _rows(plan: Plan, portrait: PlacePortrait, lang: str) -> list[tuple[str, list[str]]]:
    place = portrait.place
    said = place_json_of(place)
    point = point_of(place.feature.geometry) if place.feature is not None else None
    layer = place.layer.layer.title.say(lang) if place.layer is not None else ""
    comma = Text("；", "; ").say(lang)
    rows = [
        ("layer", [layer]),
        ("kind", [str(said["kind"] or "")]),
        ("clauses", [comma.join(said["clauses"])]),
        ("position", [f"{point[0]:.6f}, {point[1]:.6f}" if point else _unlocated(portrait, lang)]),
        ("area", [f"{number(portrait.area_km2)} km²" if portrait.area_km2 is not None else ""]),
        ("length", [f"{number(portrait.length_m / 1000)} km" if portrait.length_m is not None else ""]),
        ("accuracy", [f"± {portrait.accuracy_m:,.0f} m" if portrait.accuracy_m else ""]),
        ("at", [_at(plan, portrait, lang)]),
        ("zones", [_zone(there, lang) for there in portrait.zones]),
        ("near", [_zone(there, lang) for there in portrait.near]),
        ("holds", [_held(portrait, index, lang) for index in range(len(portrait.holds))]),
        ("note", [_note(portrait, lang)]),
    ]
    return [(key, values) for key, values in rows if any(values)]


def _unlocated(portrait: PlacePortrait, lang: str) -> str:
    if portrait.place.located:
        return ""
    return reason_of(portrait.place).say(lang) or Text("未定位", "not located").say(lang)


def _at(plan: Plan, portrait: PlacePortrait, lang: str) -> str:
    said = [_inside(one, lang) for one in portrait.at]
    for over in portrait.over:
        name = over.feature.name.say(lang)
        area = f" {number(over.area_km2)} km²" if over.area_km2 else ""
        said.append(name + area + ("" if over.certain else _UNSURE.say(lang)))
    if portrait.rings is not None and portrait.rings.interval:
        said.append(
            _interval(plan, portrait.rings.interval, lang) + ("" if portrait.rings.certain else _UNSURE.say(lang))
        )
    return Text("、", ", ").say(lang).join(said)


def _inside(one: InFeature, lang: str) -> str:
    perhaps = "" if one.edge.certain else _UNSURE.say(lang)
    return one.feature.name.say(lang) + perhaps


def _interval(plan: Plan, interval: str, lang: str) -> str:
    """Say which rings a point lies between, by the rings' own names."""
    layer = plan.role("rings")
    features = layer.features if layer is not None else ()
    names = {f"{feature.properties.get('ring')}": feature.name.say(lang) for feature in features}
    side, _, only = interval.partition(" ")
    if only:
        return Text(
            f"{names.get(only, only)}以{'内' if side == 'inside' else '外'}", f"{side} {names.get(only, only)}"
        ).say(lang)
    inner, _, outer = interval.partition("-")
    pair = names.get(inner, inner), names.get(outer, outer)
    return Text(f"{pair[0]}与{pair[1]}之间", f"between {pair[0]} and {pair[1]}").say(lang)


def _zone(there: ZoneThere, lang: str) -> str:
    said = f"{there.zone.zone_id}  {there.zone.name.say(lang)}  "
    if there.area_km2 is not None:
        share = "" if there.share is None else f" ({100 * there.share:.1f} %)"
        said += f"{number(there.area_km2)} km²{share}"
    else:
        said += f"{there.distance_m:,.0f} m"
    return said + ("" if there.certain else _UNSURE.say(lang))


def _held(portrait: PlacePortrait, index: int, lang: str) -> str:
    layer, places = portrait.holds[index]
    names = [place.name.say(lang) for place in places[:_MOST_NAMED]]
    more = Text(" 等", " …").say(lang) if len(places) > _MOST_NAMED else ""
    comma = Text("、", ", ").say(lang)
    return f"{layer.layer.title.say(lang)} ({len(places)}): {comma.join(names)}{more}"


def _note(portrait: PlacePortrait, lang: str) -> str:
    properties = portrait.place.feature.properties if portrait.place.feature is not None else {}
    said = [properties.get(f"{key}_{lang}") for key in ("definition", "note")]
    return " ".join(text for text in said if isinstance(text, str))


def place_json(portrait: PlacePortrait) -> dict[str, Any]:
    """Return a place's portrait as one JSON object; areas in km², lengths and distances in metres."""
    rings = portrait.rings
    return {
        **place_json_of(portrait.place),
        "area_km2": None if portrait.area_km2 is None else round(portrait.area_km2, 4),
        "length_m": None if portrait.length_m is None else round(portrait.length_m, 1),
        "accuracy_m": portrait.accuracy_m,
        "zones": [_zone_json(there) for there in portrait.zones],
        "near": [_zone_json(there) for there in portrait.near],
        "over": [
            {
                "role": over.role,
                "id": over.key,
                "name_zh": over.feature.name.zh,
                "name_en": over.feature.name.en,
                "area_km2": round(over.area_km2, 4),
                "certain": over.certain,
            }
            for over in portrait.over
        ],
        "at": [
            {
                "id": one.key,
                "name_zh": one.feature.name.zh,
                "name_en": one.feature.name.en,
                "distance_m": round(one.edge.distance_m, 1) + 0.0,
                "certain": one.edge.certain,
            }
            for one in portrait.at
        ],
        "ring": rings.interval if rings is not None and rings.interval else None,
        "holds": [
            {
                "layer": layer.layer.id,
                "places": [{"id": place.id, "name_zh": place.name.zh, "name_en": place.name.en} for place in places],
            }
            for layer, places in portrait.holds
        ],
    }


def _zone_json(there: ZoneThere) -> dict[str, Any]:
    return {
        "id": there.zone.zone_id,
        "name_zh": there.zone.name_zh,
        "name_en": there.zone.name_en,
        "area_km2": None if there.area_km2 is None else round(there.area_km2, 4),
        "share": None if there.share is None else round(there.share, 4),
        "distance_m": round(there.distance_m, 1) + 0.0,
        "certain": there.certain,
    }
