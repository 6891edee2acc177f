"""The towers of the Great Wall within the municipality, as OpenStreetMap names them: a point each.

Rules of `great_wall.csv` (kept and dropped name patterns, curated by reading every named tower) choose among OSM's
towers north of the plain. The Wall's line itself is in no pinned package.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import shapely
from geodata.build.layer import feature, read_layer, write_layer
from geodata.build.places import table
from geodata.build.sources import osm_pois
from geodata.build.streets import metres

CLASSES = {"tower", "ruins", "castle", "fort"}
WALL_DEG = shapely.box(115.4, 39.98, 117.6, 41.2)
"""The Wall runs north and west of here; towers of parks and towns in the plain lie south."""
ACCURACY_M = 50.0
TWIN_M = 60.0
KINDS = (
    ("烽|燧|墩", "beacon", "beacon tower"),
    ("马面", "bastion", "bastion"),
    ("", "watchtower", "watchtower"),
)
"""Name pattern, kind and English word, the first that fits."""


def _chosen(name: str) -> bool:
    rules = table("great_wall")
    kept = any(re.search(row["pattern"], name) for row in rules if row["rule"] == "keep")
    return kept and not any(re.search(row["pattern"], name) for row in rules if row["rule"] == "drop")


def _towers() -> list[dict[str, Any]]:
    found = {}
    for row in osm_pois("china_poi"):
        name = str(row["name"] or "")
        if row["fclass"] not in CLASSES or not name or not _chosen(name):
            continue
        if row["fclass"] != "tower" and not re.search("烽火|烽燧|敌楼|战台|哨楼|西十.楼|绝壁楼", name):
            continue
        if shapely.contains_xy(WALL_DEG, row["lon"], row["lat"]):
            found[str(row["osm_id"])] = row
    return _apart([found[key] for key in sorted(found, key=int)])


def _apart(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out a tower mapped twice: the same name within `TWIN_M` of one kept before."""
    kept: list[dict[str, Any]] = []
    for row in rows:
        twins = [(other["lon"], other["lat"]) for other in kept if other["name"] == row["name"]]
        here = metres([(row["lon"], row["lat"])])
        if not twins or float(np.linalg.norm(metres(twins) - here, axis=1).min()) > TWIN_M:
            kept.append(row)
    return kept


def _properties(row: dict[str, Any], district: dict[str, Any]) -> dict[str, Any]:
    name = re.sub(r"\s+", "", str(row["name"]))
    kind, word = next((kind, word) for pattern, kind, word in KINDS if re.search(pattern, name))
    number = re.search(r"\d+", name)
    english = f"Great Wall {word}{' ' + number[0] if number else ''}, {district['name_en']}"
    return {
        "tower_id": f"osm-{row['osm_id']}",
        "name_zh": re.sub(r"^Tower(\d+)$", r"\1号敌台", name),
        "name_en": english,
        "kind": kind,
        "district": district["name_zh"],
        "accuracy_m": ACCURACY_M,
        "source": "OSM-POI",
    }


def build() -> None:
    """Write geodata/great_wall.geojson: the towers inside the municipality."""
    districts = [(shapely.geometry.shape(item["geometry"]), item["properties"]) for item in read_layer("districts")]
    features = []
    for row in _towers():
        point = shapely.Point(row["lon"], row["lat"])
        home = next((known for shape, known in districts if shapely.contains(shape, point)), None)
        if home is not None:
            features.append(feature(point, _properties(row, home)))
    write_layer("great_wall", features)


if __name__ == "__main__":
    build()
