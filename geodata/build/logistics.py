"""The plan's logistics system: five bases on the 6th ring, three ports of entry, three bonded centres.

    python -m geodata.build.logistics

Polygons where a zone's part is drawn for the base, else points with a radius.
"""

from __future__ import annotations

from geodata.build.layer import write_layer
from geodata.build.parks import rows, site

LAYER = "logistics"
KEY = "logistics_id"
CLAUSES = ["三（一）2（2）"]


def build() -> None:
    """Write geodata/logistics.geojson."""
    features = []
    for row in rows(LAYER):
        ring = int(row["ring"]) if row["ring"] else None
        features.append(site(row, KEY, {"kind": row["kind"], "ring": ring, "clauses": CLAUSES}))
    write_layer(LAYER, features)


if __name__ == "__main__":
    build()
