"""New towns, edge clusters and transport hubs: the geographies the plan's rules speak of that are known as points.

`city_points.csv` holds one row a point with the lookup that finds it (as in places.csv). A new town's radius is that of
a circle of its published area where one was found; the other radii are indicative, and say so.
"""

from __future__ import annotations

import math
from typing import Any

import shapely
from geodata.build.layer import feature, read_layer, write_layer
from geodata.build.places import locate, table
from geodata.build.streets import to_metres

KEYS = {"new_towns": "new_town_id", "edge_clusters": "edge_cluster_id", "transport_hubs": "transport_hub_id"}
DEFINITIONS = {
    "key-new-town": (
        "《北京城市总体规划（2004年—2020年）》11 个新城中的三个重点新城之一（据常识）；以建成区代表点加半径表示。",
        (
            "One of the three key new towns among the eleven of the master plan 2004–2020 (from general knowledge); "
            "a point of the town with a radius."
        ),
    ),
    "new-town": (
        "《北京城市总体规划（2004年—2020年）》确定的 11 个新城之一（据常识）；以建成区代表点加半径表示。",
        (
            "One of the eleven new towns of the master plan 2004–2020 (from general knowledge); "
            "a point of the town with a radius."
        ),
    ),
    "edge-cluster": (
        "城市总体规划中心城外围十个边缘集团之一（据常识）；以代表点加半径表示，未见各集团的规划界线。",
        (
            "One of the ten edge clusters around the central built-up area in the master plan (from general knowledge); "
            "a point of that name with a radius, as no bounds of the clusters were found."
        ),
    ),
    "railway-station": (
        "2006 年前后的铁路客运站，取站房位置。",
        "A railway passenger station of about 2006, at its building.",
    ),
    "airport": ("民用航空港，取航站楼位置。", "The civil airport, at a terminal."),
    "coach-station": ("2006 年前后的省际长途客运站。", "A long-distance coach station of about 2006."),
    "interchange": (
        "2006 年前后在用、在建或规划的公共交通换乘枢纽。",
        "A public transport interchange in use, being built or planned about 2006.",
    ),
}
"""What a point of each kind stands for (zh, en)."""


def _rings() -> list[tuple[int, shapely.Polygon]]:
    found = [
        (int(item["properties"]["ring"]), shapely.Polygon(item["geometry"]["coordinates"]))
        for item in read_layer("ring_roads")
    ]
    return sorted(found)


def ring_distance_m(lon: float, lat: float) -> float:
    """Return the distance in metres from a WGS 84 position to the nearest ring road."""
    point = to_metres(shapely.Point(lon, lat))
    return min(float(shapely.distance(to_metres(area).exterior, point)) for _, area in _rings())


def ring_side(lon: float, lat: float) -> str:
    """Return where a WGS 84 position lies among the ring roads: `inside 2`, `2-3` … `outside 6`."""
    rings = _rings()
    point = shapely.Point(lon, lat)
    inner = next((place for place, (_, area) in enumerate(rings) if shapely.contains(area, point)), None)
    if inner is None:
        return f"outside {rings[-1][0]}"
    if inner == 0:
        return f"inside {rings[0][0]}"
    return f"{rings[inner - 1][0]}-{rings[inner][0]}"


def _radius(row: dict[str, str]) -> dict[str, Any]:
    area_km2 = float(row["area_km2"]) if row["area_km2"] else None
    radius_m = float(row["radius_m"]) if area_km2 is None else 10.0 * round(math.sqrt(area_km2 / math.pi) * 100.0)
    return {
        "radius_m": radius_m,
        "radius_basis": "published-area" if area_km2 is not None else "indicative",
        "published_area_km2": area_km2,
    }


def _properties(row: dict[str, str], position: tuple[float, float]) -> dict[str, Any]:
    definition_zh, definition_en = DEFINITIONS[row["kind"]]
    found: dict[str, Any] = {
        KEYS[row["layer"]]: row["id"],
        "name_zh": row["name_zh"],
        "name_en": row["name_en"],
        "kind": row["kind"],
        "district": row["district"],
    }
    if row["layer"] == "new_towns":
        found["key"] = row["kind"] == "key-new-town"
    if row["layer"] == "transport_hubs":
        certain = ring_distance_m(*position) > float(row["accuracy_m"])
        found |= {"ring_side": ring_side(*position), "ring_side_certain": certain, "status_2006": row["status"]}
    else:
        found |= _radius(row)
    return found | {
        "definition_zh": definition_zh,
        "definition_en": definition_en,
        "accuracy_m": float(row["accuracy_m"]),
        "source": row["source"],
        "note_zh": row["note_zh"] or None,
        "note_en": row["note_en"] or None,
    }


def build() -> None:
    """Write new_towns.geojson, edge_clusters.geojson and transport_hubs.geojson."""
    rows = table("city_points")
    for layer_id in KEYS:
        features = []
        for row in rows:
            if row["layer"] != layer_id:
                continue
            position = locate(row)
            if position is None:
                msg = f"{row['id']}: not located"
                raise ValueError(msg)
            features.append(feature(shapely.Point(position), _properties(row, position)))
        write_layer(layer_id, features)


if __name__ == "__main__":
    build()
