"""The 18 districts and counts of 2006, and the boundary stretches that are known to be worse than the layer.

Source: echarts 2.2.1-amd-beta1 (BSD-3), which ships the 18 polygons on the GCJ-02 datum; its own source is not stated.
"""

from __future__ import annotations

import json

import numpy as np
import shapely
from geodata.build.layer import feature, write_layer
from geodata.build.sources import ROOT, member

from zoneatlas.space.datum import gcj02_to_wgs84

INNER = "package/util/mapData/rawData/geoJson/bei_jing_geo.json"
LOBE_DEG = (115.916, 39.866, 115.993, 39.919)
"""West, south, east, north of the 房山/门头沟 lobe: 21.6 km², up to about 3 km off; no shippable evidence mends it."""
LOBE_ACCURACY_M = 3000.0


def _table() -> list[dict[str, str]]:
    import csv

    with (ROOT / "geodata" / "build" / "districts.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _to_wgs84(xy: np.ndarray) -> np.ndarray:
    return np.column_stack(gcj02_to_wgs84(xy[:, 0], xy[:, 1]))


def polygons() -> dict[str, shapely.Geometry]:
    """Return the districts by Chinese name, WGS 84 degrees on the stored 6-decimal grid."""
    raw = json.loads(member("echarts", INNER))
    found = {}
    for item in raw["features"]:
        shape = shapely.transform(shapely.geometry.shape(item["geometry"]), _to_wgs84)
        found[item["properties"]["name"]] = shapely.transform(shape, lambda xy: np.round(xy, 6))
    return found


def build() -> None:
    """Write districts.geojson and boundary_stretches.geojson."""
    shapes = polygons()
    rows = _table()
    write_layer(
        "districts",
        (
            feature(shapes[row["name_zh"]], {**row, "official_area_km2": float(row["official_area_km2"])})
            for row in rows
        ),
    )
    shared = shapely.intersection(shapes["房山区"].boundary, shapes["门头沟区"].boundary)
    lobe = shapely.line_merge(shapely.intersection(shared, shapely.box(*LOBE_DEG)))
    write_layer("boundary_stretches", [feature(lobe, {
        "stretch_id": "fangshan-mentougou-lobe",
        "name_zh": "房山区与门头沟区界线 39.87°N 段", "name_en": "Fangshan–Mentougou line near 39.87°N",
        "layer": "districts", "boundary_status": "indicative", "boundary_accuracy_m": LOBE_ACCURACY_M,
        "note_zh": "该段界线较可靠界线偏离可达约 3 公里，涉及约 21.6 平方公里；未找到可发布的更好依据。",
        "note_en": "The line may be up to about 3 km off here, over about 21.6 km²; no better evidence that may be shipped was found.",
    })])  # fmt: skip


if __name__ == "__main__":
    build()
