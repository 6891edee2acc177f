"""The development zones of the 2006 directory: three national, sixteen municipal.

    python -m geodata.build.development_zones

The municipal names are recalled (S59 gives their number); polygons where a zone's part is drawn, else points.
"""

from __future__ import annotations

from geodata.build.layer import write_layer
from geodata.build.parks import rows, site

LAYER = "development_zones"
KEY = "development_zone_id"


def build() -> None:
    """Write geodata/development_zones.geojson."""
    write_layer(LAYER, [site(row, KEY, {"level": row["level"]}) for row in rows(LAYER)])


if __name__ == "__main__":
    build()
