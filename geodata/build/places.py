"""Every place the plan names, located by name in pinned packages and checked against the districts.

`plan_names.csv` is the list of names read off the plan's text (as written there, with the clause), `places.csv` the
curated table: one row a place with the lookup that finds it. A name match is not an identity: every row was checked
by hand against its district, its neighbours and published coordinates; where the identity itself is general knowledge
the source says RECALLED. Left out of the list are countries, the municipality, and firms named without a site.

Lookups: `china_poi` (OSM, by exact name and osm_id), `siontiles` (OSM points of exact names, joined by `;`, within a
box; the median of each coordinate), `ourairports` (by ident), `geonames` (by geonameid), `manual` (given position),
`none` (not located, with the reason).
"""

from __future__ import annotations

import csv
import functools
from typing import Any

import numpy as np
import shapely
from geodata.build.layer import feature, write_layer
from geodata.build.sources import ROOT, airports, cities, osm_points, osm_pois
from geodata.build.streets import LonLat, metres

BUILD = ROOT / "geodata" / "build"


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of geodata/build."""
    with (BUILD / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@functools.cache
def _pois() -> dict[tuple[str, str], LonLat]:
    return {(str(row["osm_id"]), str(row["name"])): (row["lon"], row["lat"]) for row in osm_pois("china_poi")}


def _among_points(row: dict[str, str]) -> LonLat:
    west, south, east, north = (float(value) for value in row["box_deg"].split())
    names = set(row["lookup_name"].split(";"))
    found = sorted({
        (point.lon, point.lat)
        for point in osm_points()
        if point.name in names and west <= point.lon <= east and south <= point.lat <= north
    })  # fmt: skip
    if not found:
        msg = f"{row['place_id']}: no OSM point named {row['lookup_name']} in {row['box_deg']}"
        raise ValueError(msg)
    middle = np.median(np.array(found), axis=0)
    reach_m = np.quantile(np.linalg.norm(metres(found) - metres([tuple(middle)]), axis=1), 0.9)
    if reach_m > float(row["accuracy_m"]):
        msg = f"{row['place_id']}: its points reach {reach_m:.0f} m, more than the accuracy stated"
        raise ValueError(msg)
    return float(middle[0]), float(middle[1])


def _airfield(ident: str) -> LonLat:
    for airfield in airports("airports"):
        if airfield["ident"] == ident:
            return float(airfield["longitude_deg"]), float(airfield["latitude_deg"])
    msg = f"no airfield {ident}"
    raise ValueError(msg)


def _settlement(geonameid: str) -> LonLat:
    row = cities()[geonameid]
    return row["longitude"], row["latitude"]


def locate(row: dict[str, str]) -> LonLat | None:
    """Return the WGS 84 position of a row of places.csv or city_points.csv, or None where its lookup is `none`.

    Raises
    ------
    ValueError
        If the lookup finds nothing, or its points lie further apart than the accuracy stated.
    """
    match row["lookup"]:
        case "none":
            return None
        case "manual":
            return float(row["lon"]), float(row["lat"])
        case "geonames":
            return _settlement(row["lookup_name"])
        case "ourairports":
            return _airfield(row["lookup_name"])
        case "siontiles":
            return _among_points(row)
        case "china_poi":
            key = (row["osm_id"], row["lookup_name"])
            if key not in _pois():
                msg = f"{row['place_id']}: no OSM feature {key[0]} named {key[1]}"
                raise ValueError(msg)
            return _pois()[key]
    msg = f"{row['place_id']}: unknown lookup {row['lookup']}"
    raise ValueError(msg)


def clauses() -> dict[str, list[str]]:
    """Return, for each place_id, the clauses of the plan that name it, in the plan's order."""
    found: dict[str, list[str]] = {}
    for row in table("plan_names"):
        known = found.setdefault(row["place_id"], [])
        if row["clause"] not in known:
            known.append(row["clause"])
    return found


def _properties(row: dict[str, str], named: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "place_id": row["place_id"],
        "name_zh": row["name_zh"],
        "name_en": row["name_en"],
        "kind": row["kind"],
        "named_in_plan": row["place_id"] in named,
        "part_of": row["part_of"] or None,
        "clauses": named.get(row["place_id"]) or named[row["part_of"]],
        "district": row["district"] or None,
        "accuracy_m": float(row["accuracy_m"]) if row["accuracy_m"] else None,
        "source": row["source"] or "PLAN",
        "reason_zh": row["reason_zh"] or None,
        "reason_en": row["reason_en"] or None,
        "note_zh": row["note_zh"] or None,
        "note_en": row["note_en"] or None,
    }


def build() -> None:
    """Write geodata/places.geojson."""
    named = clauses()
    features = []
    for row in table("places"):
        position = locate(row)
        point = None if position is None else shapely.Point(position)
        features.append(feature(point, _properties(row, named)))
    write_layer("places", features)


if __name__ == "__main__":
    build()
