"""The fixed words of a zone's boundary fields, in both languages."""

from __future__ import annotations

from zoneatlas.plan.records import Text

__all__ = ["BOUNDARY_TERMS"]

BOUNDARY_TERMS = {
    "gazetted-bounds": Text("公布四至", "gazetted bounds"),
    "street-block": Text("街区", "street block"),
    "park-union": Text("园区合并", "union of parks"),
    "district-union": Text("区县合并", "union of districts"),
    "corridor": Text("走廊", "corridor"),
    "terrain": Text("地形", "terrain"),
    "area-sized": Text("按面积示意", "sized by area"),
    "gazetted": Text("已公布", "gazetted"),
    "digitised": Text("数字化", "digitised"),
    "indicative": Text("示意", "indicative"),
}
