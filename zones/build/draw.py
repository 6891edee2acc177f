"""The first drawing of the zones, and how it compares with what is stored now.

    python -m zones.build.draw                  say, zone by zone, how the drawing differs from the stored file
    python -m zones.build.draw --write ID ...   put the drawing of these zones into the files, over what stands there
    python -m zones.build.draw --write all      the same for every zone

The stored files are the truth that staff edit: nothing is written without --write, and then only the geometry and the
boundary fields of the named zones; names, clauses and industries are never touched.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import shapely
from geodata.build.layer import write_features
from geodata.build.sources import ROOT
from zones.build import belts, central, outer, zhongguancun
from zones.build.basis_zh import BASIS_ZH
from zones.build.drawing import Drawing, Stretch, assemble

from zoneatlas.space.measure import area_km2

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ZONES = ROOT / "zones"
FILES = ("functional_zones.geojson", "specialty_clusters.geojson", "ecological_belts.geojson")
STRETCHES = "boundary_stretches.geojson"
BOUNDARY_FIELDS = (
    "boundary_method", "boundary_status", "boundary_accuracy_m", "boundary_basis", "sources", "published_area_km2", "as_of",
)  # fmt: skip


def _read(name: str) -> list[dict[str, Any]]:
    path = ZONES / name
    if not path.exists():
        return []
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def drawn() -> dict[str, tuple[dict[str, Any], list[Stretch]]]:
    """Return the first drawing of all zones by zone_id: boundary fields with geometry, and stretches."""
    groups = (central, zhongguancun, outer, belts)
    return assemble([_in_both_languages(drawing) for group in groups for drawing in group.drawings()])


def _in_both_languages(drawing: Drawing) -> Drawing:
    zh = BASIS_ZH.get(drawing.zone_id)
    return replace(drawing, basis=f"{zh} / {drawing.basis}") if zh else drawing


def _stretch_features(zone_id: str, fields: dict[str, Any], runs: Iterable[Stretch]) -> list[dict[str, Any]]:
    """Return the stretches that differ from the zone's own fields, joined by provenance, numbered along the edge."""
    own = (fields["boundary_method"], fields["boundary_status"], fields["boundary_accuracy_m"])
    joined: dict[tuple[str, str, str, float, tuple[str, ...]], list[shapely.LineString]] = {}
    for run in runs:
        if (run.method, run.status, run.accuracy_m) != own:
            joined.setdefault((run.name, run.method, run.status, run.accuracy_m, run.sources), []).append(run.line)
    features = []
    for number, ((name, method, status, accuracy_m, sources), lines) in enumerate(joined.items(), start=1):
        geometry = lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)
        properties = {
            "stretch_id": f"{zone_id}-{number:02}", "zone_id": zone_id, "along": name, "boundary_method": method,
            "boundary_status": status, "boundary_accuracy_m": accuracy_m, "sources": list(sources),
        }  # fmt: skip
        features.append(
            {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(geometry))}
        )
    return features


def _compare(stored: dict[str, Any], fields: dict[str, Any]) -> str:
    if stored["geometry"] is None:
        return "not drawn yet"
    old, new = shapely.geometry.shape(stored["geometry"]), shapely.geometry.shape(fields["geometry"])
    apart = area_km2(old.symmetric_difference(new))
    changed = [key for key in BOUNDARY_FIELDS if stored["properties"].get(key) != fields[key]]
    same = "same geometry" if apart < 1e-6 else f"{apart:.4f} km² apart"
    return same + (f"; differs in {', '.join(changed)}" if changed else "")


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare or write; see the module's own text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", nargs="+", default=[], metavar="ID")
    wanted = set(parser.parse_args(arguments).write)
    results = drawn()
    stretches = {key: [f for f in _read(STRETCHES) if f["properties"]["zone_id"] == key] for key in results}
    for name in FILES:
        features = _read(name)
        for feature in features:
            zone_id = feature["properties"]["zone_id"]
            fields, runs = results[zone_id]
            print(f"{zone_id}: {_compare(feature, fields)}")
            if wanted & {zone_id, "all"}:
                feature["geometry"] = fields["geometry"]
                feature["properties"].update({key: fields[key] for key in BOUNDARY_FIELDS})
                stretches[zone_id] = _stretch_features(zone_id, fields, runs)
        if wanted:
            write_features(ZONES / name, features)
    if wanted:
        write_features(ZONES / STRETCHES, [item for rows in stretches.values() for item in rows])


if __name__ == "__main__":
    main()
