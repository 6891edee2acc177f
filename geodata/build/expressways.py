"""Expressways of the plan's years: one line a section, from the city outwards, cut at the municipal boundary.

Each road is a smoothing principal curve (see curves.py) through the OSM points of its present names; expressways.csv
says which names and where its sections begin and end. Opening dates are those of the sources named there (RECALLED:
general knowledge). The western 6th ring is a piece of the ring_roads layer.
"""

from __future__ import annotations

import csv
from typing import Any

import numpy as np
import shapely
from geodata.build.curves import Curve, by_tree
from geodata.build.layer import DECIMALS, feature, read_layer, write_layer
from geodata.build.roads import TOLERANCE_M, fit_road, road_points, trust
from geodata.build.sources import ROOT
from geodata.build.streets import metres, to_degrees, to_metres
from shapely.geometry import LineString, shape
from shapely.ops import substring

from zoneatlas.space.measure import length_m

CITY_M = metres([(116.3913, 39.9073)])[0]
TAGS = ("motorway",)
OUTLIERS = 0.05
"""Share of a road's points that may be outliers: present names also stand on a few spurs."""
RING = "ring-6"
Row = dict[str, str]


def _floats(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(","))


def _point(text: str) -> shapely.Point:
    lon, lat = _floats(text)
    return shapely.Point(metres([(lon, lat)])[0])


def _curve(row: Row) -> Curve:
    points = road_points(row["names"].split("|"), TAGS, _floats(row["box"]))  # type: ignore[arg-type]
    for west, south, east, north in (_floats(box) for box in row["drop"].split("|") if box):
        corner = metres([(west, south), (east, north)])
        points = points[~((points > corner[0]) & (points < corner[1])).all(axis=1)]
    if row["extra"]:
        points = np.vstack([points, metres([_floats(row["extra"])])])  # type: ignore[list-item]
    first = by_tree(points)
    ends = [np.hypot(*(np.asarray(first.coords[end]) - CITY_M)) for end in (0, -1)]
    return fit_road(points, first if ends[0] < ends[1] else first.reverse(), TAGS, closed=False, share=OUTLIERS)


def _municipality() -> shapely.Geometry:
    shapes = [shape(item["geometry"]) for item in read_layer("districts")]
    return shapely.segmentize(to_metres(shapely.coverage_union_all(shapes)), 1000.0)


def _inside(line: LineString, area: shapely.Geometry) -> LineString:
    """Return the longest piece of a line inside an area."""
    return max(shapely.get_parts(shapely.intersection(line, area)), key=lambda part: part.length)


def _cut(line: LineString, row: Row, ends: dict[str, float], lines: dict[str, LineString]) -> tuple[float, float]:
    """Return where a section starts and ends on a line, metres along it.

    An end is a length from the start ("47.3 km"), the end of a section before, the crossing with another line, or,
    where nothing is said, the end of the line.
    """

    def along(text: str, otherwise: float) -> float:
        if not text:
            return otherwise
        return ends[text] if text in ends else line.project(shapely.intersection(line, lines[text]).centroid)

    start = along(row["start"], 0.0)
    if row["end"].endswith(" km"):
        return start, start + 1000 * float(row["end"].removesuffix(" km"))
    return start, along(row["end"], line.length)


def _of_ring(line: LineString) -> dict[str, Any]:
    ring = next(item["properties"] for item in read_layer("ring_roads") if item["properties"]["ring_id"] == RING)
    near = [
        text for text in ring["unsupported"]
        if all(line.distance(_point(place)) < 60.0 for place in text.split()[:2])
    ]  # fmt: skip
    spans = [[line.project(_point(place)) for place in text.split()[:2]] for text in near]
    bare = sum(abs(a - b) for a, b in spans)
    return {"accuracy_m": ring["accuracy_m"], "unsupported_km": round(bare / 1000, 1), "unsupported": near}


def _properties(row: Row, line: LineString, said: dict[str, Any]) -> dict[str, Any]:
    published = row["published_length_km"]
    return {
        **{key: row[key] for key in ("expressway_id", "name_zh", "name_en", "section_zh", "section_en", "opened")},
        "named_in_plan": row["named_in_plan"] == "true",
        "clauses": row["clauses"].split(";") if row["clauses"] else [],
        "published_length_km": float(published) if published else None,
        "length_km": round(length_m(line) / 1000, 2),
        **{key: said[key] for key in ("accuracy_m", "unsupported_km", "unsupported")},
        "source": row["sources"],
        "note_zh": row["note_zh"] or None,
        "note_en": row["note_en"] or None,
    }


def build() -> None:
    """Write expressways.geojson."""
    with (ROOT / "geodata" / "build" / "expressways.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    curves = {row["line"]: _curve(row) for row in rows if row["names"]}
    area = _municipality()
    ring = next(item for item in read_layer("ring_roads") if item["properties"]["ring_id"] == RING)
    lines = {name: _inside(curve.line, area) for name, curve in curves.items()}
    lines[RING] = to_metres(shape(ring["geometry"]))
    ends: dict[str, float] = {}
    features = []
    for row in rows:
        curve, whole = curves.get(row["line"]), lines[row["line"]]
        start, end = _cut(whole, row, ends, lines)
        if row["start"] in ends or row["end"]:
            ends[row["expressway_id"]] = end
        piece = substring(whole, start, end)
        offset = curve.line.project(shapely.Point(whole.coords[0])) if curve else 0.0
        said = trust(curve, (start + offset, end + offset)) if curve else _of_ring(piece)
        line = shapely.transform(to_degrees(piece.simplify(TOLERANCE_M)), lambda xy: np.round(xy, DECIMALS))
        features.append(feature(line, _properties(row, line, said)))
        _report(features[-1]["properties"], curve)
    write_layer("expressways", features)


def _report(said: dict[str, Any], curve: Curve | None) -> None:
    print(f"{said['expressway_id']}: {said['length_km']} km (published {said['published_length_km']})")
    if curve:
        outliers = int((~curve.sound).sum())
        print(f"    bandwidth {curve.bandwidth_m:.0f} m, {outliers} of {len(curve.points)} points are outliers")
    print(f"    ±{said['accuracy_m']} m, {said['unsupported_km']} km without points")


if __name__ == "__main__":
    build()
