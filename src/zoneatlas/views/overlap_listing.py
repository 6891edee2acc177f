"""Overlaps as a table for a terminal, and as JSON, CSV and GeoJSON for programs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import Text
from zoneatlas.views.text import number, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zoneatlas.answers.overlaps import Overlap

__all__ = ["overlaps_csv", "overlaps_geojson", "overlaps_json", "overlaps_text"]

_CLASSES: Mapping[str, Text] = {
    "declared": Text("已声明", "declared"),
    "undeclared": Text("未声明", "undeclared"),
    "unmatched-vertex": Text("顶点不对应", "unmatched vertex"),
    "chord": Text("投影弦", "chord"),
    "rounding": Text("取整", "rounding"),
    "touching": Text("仅相接", "touching"),
}
_RELATIONS: Mapping[str, Text] = {
    "within": Text("在其内", "within"),
    "contains": Text("包含", "contains"),
    "overlaps": Text("部分重叠", "overlaps"),
    "touches": Text("相接", "touches"),
}
_HEADER = (
    Text("功能区", "zone"),
    Text("关系", "relation"),
    Text("功能区", "zone"),
    Text("类别", "class"),
    Text("面积 km²", "area km²"),
    Text("占前者", "of first"),
    Text("占后者", "of second"),
    Text("最宽 m", "width m"),
    Text("理由", "reason"),
)
_M2_PER_KM2 = 1e6


def overlaps_text(found: Sequence[Overlap], lang: str) -> str:
    """Return overlaps as an aligned table; areas in km², widths in metres."""
    if not found:
        return Text("没有相接或重叠的功能区。", "No two zones meet.").say(lang)
    rows = [
        [
            one.zone_a.zone_id,
            _RELATIONS[one.relation].say(lang),
            one.zone_b.zone_id,
            _CLASSES[one.overlap_class].say(lang),
            _area(one.area_m2),
            f"{one.share_a:.1%}" if one.area_m2 else "",
            f"{one.share_b:.1%}" if one.area_m2 else "",
            number(one.width_m) if one.area_m2 else "",
            one.reason.say(lang),
        ]
        for one in found
    ]
    return table([title.say(lang) for title in _HEADER], rows)


def _area(area_m2: float) -> str:
    return f"{area_m2 / _M2_PER_KM2:,.4f}" if area_m2 else ""


def _values(one: Overlap) -> dict[str, Any]:
    return {
        "zone_a": one.zone_a.zone_id,
        "zone_b": one.zone_b.zone_id,
        "relation": one.relation,
        "class": one.overlap_class,
        "area_m2": round(one.area_m2, 3),
        "share_a": round(one.share_a, 6),
        "share_b": round(one.share_b, 6),
        "width_m": round(one.width_m, 3),
        "chord_area_m2": round(one.chord_area_m2, 3),
        "unmatched_vertices": one.unmatched_vertices,
        "reason_zh": one.reason.zh,
        "reason_en": one.reason.en,
        "clause_or_source": one.clause_or_source,
        "until": None if one.until is None else one.until.isoformat(),
    }


def overlaps_json(found: Sequence[Overlap]) -> dict[str, Any]:
    """Return overlaps as one JSON object: areas in m², widths in metres, shares from 0 to 1, ``place`` as GeoJSON."""
    return {"overlaps": [{**_values(one), "place": one.place} for one in found]}


def overlaps_geojson(found: Sequence[Overlap]) -> str:
    """Return overlaps as a GeoJSON FeatureCollection of their places."""
    features = [{"type": "Feature", "properties": _values(one), "geometry": one.place} for one in found]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def overlaps_csv(found: Sequence[Overlap]) -> str:
    """Return overlaps as CSV, without their places."""
    out = io.StringIO()
    columns = list(_values(found[0])) if found else ["zone_a", "zone_b"]
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_values(one) for one in found)
    return out.getvalue().rstrip("\n")
