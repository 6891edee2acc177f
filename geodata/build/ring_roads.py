"""The 2nd to 6th ring roads as closed lines, ordered along the road (clockwise from the south).

Each is a smoothing principal curve (see curves.py) through the OSM points that carry the ring's name, of the class of
road its main carriageways have; ramps, frontage roads and bus stops are left out. Nothing is fitted to a published
length. The eastern 6th ring has since moved into a tunnel: its surface road of the plan's years is tagged
`construction` in the source and is the one used.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from geodata.build.curves import by_bearing
from geodata.build.layer import feature, write_layer
from geodata.build.roads import fit_road, road_points, stored, trust
from geodata.build.sources import ROOT

from zoneatlas.space.measure import length_m

if TYPE_CHECKING:
    from geodata.build.streets import Box

RINGS_BOX_DEG: Box = (115.9, 39.5, 117.0, 40.4)
"""Other cities of the region have ring roads of the same names."""
NODES = 2000
"""At most this many nodes a ring."""


def build() -> None:
    """Write ring_roads.geojson."""
    features = []
    with (ROOT / "geodata" / "build" / "ring_roads.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        tags = row["tags"].split("|")
        points = road_points(row["names"].split("|"), tags, RINGS_BOX_DEG)
        first = by_bearing(points)
        curve = fit_road(points, first, tags, closed=True, spacing_m=max(60.0, first.length / NODES))
        line = stored(curve)
        properties = {
            "ring_id": row["ring_id"],
            "ring": int(row["ring"]),
            "name_zh": row["name_zh"],
            "name_en": row["name_en"],
            "published_length_km": float(row["published_length_km"]),
            "length_km": round(length_m(line) / 1000, 2),
            **trust(curve),
            "source": f"OSM;{row['published_source']}",
        }
        features.append(feature(line, properties))
        off = 100 * (properties["length_km"] / properties["published_length_km"] - 1)
        print(f"ring {row['ring']}: {properties['length_km']} km ({off:+.2f} %), bandwidth {curve.bandwidth_m:.0f} m")
        print(f"    ±{properties['accuracy_m']} m, {properties['unsupported_km']} km without points")
    write_layer("ring_roads", features)


if __name__ == "__main__":
    build()
