"""Rows of sites that become features: a polygon where a zone's part is drawn for it, else a point with a radius."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import shapely
from geodata.build.layer import feature
from zones.build import outer_east, outer_south
from zones.build.drawing import Part, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from shapely.geometry import MultiPolygon, Polygon

HERE = Path(__file__).parent


def _zhongguancun() -> tuple[Part, ...]:
    from zones.build import zhongguancun

    return tuple(part for drawing in zhongguancun.drawings() for part in drawing.parts)


PARTS: dict[str, Callable[[], Iterable[Part]]] = {
    "zhongguancun": _zhongguancun,
    "yizhuang_parts": outer_east.yizhuang_parts,
    "linhe_zone": lambda: outer_east.linhe()[1:],
    "airport_logistics": lambda: (outer_east.airport_logistics(),),
    "daxing_industrial_zone": lambda: (outer_south.daxing_industrial_zone(),),
    "jingnan_logistics": lambda: (outer_south.jingnan_logistics(),),
    "liangxiang_logistics": lambda: (outer_south.liangxiang_logistics(),),
}


def rows(layer_id: str) -> list[dict[str, str]]:
    """Return the rows of geodata/build/<layer_id>.csv, in the file's order."""
    with (HERE / f"{layer_id}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _number(text: str) -> float | int | None:
    if not text:
        return None
    value = float(text)
    return int(value) if value.is_integer() else value


def site(row: Mapping[str, str], key: str, extra: Mapping[str, Any]) -> dict[str, Any]:
    """Return one site as a GeoJSON Feature (WGS 84); `extra` stands after the names.

    The geometry is the union of the part the row names, or the row's point, which then carries `radius_m`.

    Raises
    ------
    KeyError
        If the row names a part that is not in `PARTS`.
    """
    if row["part"]:
        polygons = [part.polygon for part in PARTS[row["part"]]()]
        geometry: shapely.Geometry = rounded(cast("Polygon | MultiPolygon", shapely.union_all(polygons)))
    else:
        geometry = shapely.Point(float(row["lon"]), float(row["lat"]))
    return feature(
        geometry,
        {
            key: row[key],
            "name_zh": row["name_zh"],
            "name_en": row["name_en"],
            **extra,
            "district": row["district"],
            "status": row["status"],
            "published_area_km2": _number(row["published_area_km2"]),
            "radius_m": _number(row["radius_m"]),
            "accuracy_m": _number(row["accuracy_m"]),
            "source": row["source"],
            "basis": row["basis"],
        },
    )
