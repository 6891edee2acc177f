"""The members every GeoJSON object may have: its type, and the crs of the format of 2008."""

from __future__ import annotations

from typing import Any

from zoneatlas.checks.structure.notes import shown
from zoneatlas.plan.shapes import ANY_TYPE

TYPES = frozenset(("Feature", "FeatureCollection", *ANY_TYPE))
_BY_CASE = {name.casefold(): name for name in TYPES}
_WGS84 = ("CRS84", "4326")


def type_fault(value: dict[str, Any], example: str) -> tuple[str, str, str] | None:
    """Return code, zh, en when an object's type is missing, miswritten or unknown; None when it is one of the nine."""
    if "type" not in value:
        return (
            "type-missing",
            f"这个对象没有 type；请补上（如 {example}）。",
            f"This object has no type; add it (such as {example}).",
        )
    kind = value["type"]
    if isinstance(kind, str) and kind in TYPES:
        return None
    meant = _BY_CASE.get(kind.strip().casefold()) if isinstance(kind, str) else None
    said = shown(kind)
    if meant:
        return (
            "type-case",
            f'type {said} 应写作 "{meant}"（区分大小写）。',
            f'Write the type {said} as "{meant}": case counts.',
        )
    return (
        "type-unknown",
        f"GeoJSON 没有 {said} 这个类型；此处应为 {example}。",
        f"GeoJSON has no type {said}; a {example} is expected here.",
    )


def crs_fault(crs: object) -> tuple[str, str]:
    """Return zh, en for a crs member of the 2008 format."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    said = shown(name if name is not None else crs)
    if isinstance(name, str) and name.upper().endswith(_WGS84):
        return (
            f"crs 成员（{said}）是 2008 年旧格式的写法；GeoJSON 总是 WGS 84，请删去（可用 zoneatlas fmt）。",
            f"The crs member ({said}) is of the 2008 format; GeoJSON is always WGS 84. Delete it (or run fmt).",
        )
    return (
        f"crs 成员说坐标系是 {said}；GeoJSON 只用 WGS 84 经纬度，请核对坐标、转换后删去。",
        f"The crs member says {said}; GeoJSON is always WGS 84 longitude and latitude: transform, then delete it.",
    )
