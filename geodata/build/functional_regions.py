"""The four functional regions: unions of the districts, by the `region` column of districts.csv.

The union is a coverage union, so every vertex of a region is a vertex of the districts layer. Membership is that of
京发〔2005〕6 号 as recalled: a press report of January 2005 (S67) still left 房山区 out of 城市发展新区.
"""

from __future__ import annotations

import csv

import shapely
from geodata.build.layer import feature, read_layer, write_layer
from geodata.build.sources import ROOT
from shapely.geometry import shape

from zoneatlas.space.measure import area_km2

NOTE_ZH = "成员区县按京发〔2005〕6 号（据记忆）；2005 年 1 月的报道（S67）未将房山区列入城市发展新区。"
NOTE_EN = (
    "Membership as in the municipal document of May 2005 (recalled); "
    "a press report of January 2005 (S67) did not list Fangshan under the new development area."
)


def _regions() -> list[dict[str, str]]:
    path = ROOT / "geodata" / "build" / "functional_regions.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def build() -> None:
    """Write functional_regions.geojson."""
    districts = read_layer("districts")
    features = []
    for region in _regions():
        members = [item for item in districts if item["properties"]["region"] == region["region_id"]]
        whole = shapely.coverage_union_all([shape(item["geometry"]) for item in members])
        features.append(feature(shapely.normalize(whole), {
            **region,
            "districts": [item["properties"]["name_zh"] for item in members],
            "official_area_km2": round(sum(item["properties"]["official_area_km2"] for item in members), 2),
            "area_km2": round(area_km2(whole), 2),
            "accuracy_m": 320,
            "source": "DISTRICTS;S67;S69",
            "note_zh": NOTE_ZH,
            "note_en": NOTE_EN,
        }))  # fmt: skip
    write_layer("functional_regions", features)


if __name__ == "__main__":
    build()
