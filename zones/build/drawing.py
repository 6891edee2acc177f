"""From cut lines to zone features: parts, the provenance of every edge, and vertices shared between neighbours.

A zone's first drawing is a list of parts; each part is a metric polygon whose edges lie on cuts (lines with method,
status, accuracy and sources) or, where no cut supports them, carry the part's own provenance. `assemble` rounds to the
stored 6 decimals, lets neighbours share every vertex on a common edge, and tags every edge of the result.
"""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from geodata.build.streets import Cut, LonLat, metres, to_degrees, to_metres
from shapely.geometry import LineString, MultiPolygon, Polygon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DECIMALS = 6
MATCH_M = 0.3
"""Vertices nearer than this to a neighbour's edge are put into that edge (6 decimals are about 0.1 m)."""
ON_CUT_M = 2.0
"""An edge whose middle lies this near to a cut was drawn along it."""


@dataclass(frozen=True)
class Part:
    """One real part of a zone: a metric polygon (or multipolygon), the cuts it was drawn along, and what holds elsewhere."""

    name: str
    polygon: Polygon | MultiPolygon
    cuts: tuple[Cut, ...] = ()
    method: str = "area-sized"
    status: str = "indicative"
    accuracy_m: float = 1000.0
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A zone's first drawing with the boundary fields of its feature (see zones/README.md)."""

    zone_id: str
    parts: tuple[Part, ...]
    method: str
    status: str
    basis: str
    sources: tuple[str, ...]
    published_area_km2: float | None
    as_of: int = 2006
    accuracy_m: float | None = None


@dataclass(frozen=True)
class Stretch:
    """A run of edges with one provenance: stored coordinates (degrees) and the zone fields that hold along it."""

    zone_id: str
    line: LineString
    name: str
    method: str
    status: str
    accuracy_m: float
    sources: tuple[str, ...]


def sized_disc(centre: LonLat, area_km2: float) -> Polygon:
    """Return a metric 32-gon of a given area around a position: the last resort for a part with no known extent."""
    radius = math.sqrt(area_km2 * 1e6 / (32 / 2 * math.sin(2 * math.pi / 32)))
    x, y = metres([centre])[0]
    turn = [2 * math.pi * step / 32 for step in range(32)]
    return Polygon([(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turn])


def rounded(polygon: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    """Return a metric polygon in degrees on the stored grid, valid, wound as RFC 7946 says."""
    return _on_grid(to_degrees(polygon))


def _on_grid(polygon: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    snapped = shapely.set_precision(polygon, 10.0**-DECIMALS)
    clean = shapely.transform(snapped, lambda xy: np.round(xy, DECIMALS))
    return shapely.orient_polygons(shapely.normalize(clean))


def _rings(polygon: Polygon | MultiPolygon) -> list[list[np.ndarray]]:
    return [[np.asarray(r.coords) for r in (p.exterior, *p.interiors)] for p in shapely.get_parts(polygon)]


def match_vertices(polygons: Sequence[Polygon | MultiPolygon]) -> list[Polygon | MultiPolygon]:
    """Insert every vertex that lies on another polygon's edge (within `MATCH_M`) into that edge; degrees in and out."""
    all_xy = np.unique(np.vstack([shapely.get_coordinates(p) for p in polygons]), axis=0)
    tree = shapely.STRtree(shapely.points(metres(all_xy)))

    def mended(ring: np.ndarray) -> np.ndarray:
        out: list[np.ndarray] = []
        for start, end in itertools.pairwise(ring):
            out.append(start)
            ends_m = metres([start, end])
            edge = LineString(ends_m)
            near = tree.query(edge, predicate="dwithin", distance=MATCH_M)
            along = [(edge.project(shapely.Point(metres([all_xy[i]])[0])), i) for i in near]
            for at, index in sorted(along):
                if 2 * MATCH_M < at < edge.length - 2 * MATCH_M:
                    out.append(all_xy[index])
        out.append(ring[-1])
        return np.array(out)

    result = []
    for polygon in polygons:
        parts = [Polygon(mended(rings[0]), [mended(r) for r in rings[1:]]) for rings in _rings(polygon)]
        whole = parts[0] if len(parts) == 1 else MultiPolygon(parts)
        result.append(whole if whole.is_valid else polygon)
    return result


def whole_of(drawing: Drawing) -> Polygon | MultiPolygon:
    """Return the union of a drawing's parts in stored degrees; parts that meet share vertices first, so no slit is left."""
    parts = match_vertices([rounded(part.polygon) for part in drawing.parts])
    return _on_grid(shapely.union_all(parts))


def _provenance(drawing: Drawing, middle: shapely.Point) -> tuple[str, str, str, float, tuple[str, ...]]:
    cuts = [
        (cut.line.distance(middle), number, cut) for number, cut in enumerate(c for p in drawing.parts for c in p.cuts)
    ]
    if cuts:
        distance, _, cut = min(cuts)
        if distance <= ON_CUT_M:
            return cut.name, cut.method, cut.status, cut.accuracy_m, cut.sources
    part = min(drawing.parts, key=lambda p: p.polygon.boundary.distance(middle))
    return part.name, part.method, part.status, part.accuracy_m, part.sources


def stretches_of(drawing: Drawing, polygon: Polygon | MultiPolygon) -> list[Stretch]:
    """Return the edges of a zone's stored polygon (degrees) as runs of one provenance, ring by ring."""
    found: list[Stretch] = []
    for rings in _rings(polygon):
        for ring in rings:
            middles = metres((ring[:-1] + ring[1:]) / 2)
            tags = [_provenance(drawing, shapely.Point(middle)) for middle in middles]
            start = 0
            for stop in range(1, len(tags) + 1):
                if stop == len(tags) or tags[stop] != tags[start]:
                    line = LineString(ring[start : stop + 1])
                    found.append(Stretch(drawing.zone_id, line, *tags[start]))
                    start = stop
    return found


def zone_accuracy_m(stretches: Iterable[Stretch], share: float = 0.9) -> float:
    """Return the accuracy that holds for a share of the edge length (the length-weighted quantile), metres."""
    weighted = sorted((stretch.accuracy_m, to_metres(stretch.line).length) for stretch in stretches)
    total, run = sum(length for _, length in weighted), 0.0
    for accuracy, length in weighted:
        run += length
        if run >= share * total:
            return accuracy
    return weighted[-1][0]


def assemble(drawings: Sequence[Drawing]) -> dict[str, tuple[dict[str, Any], list[Stretch]]]:
    """Return, by zone_id, the GeoJSON geometry with the boundary fields, and the stretches of its edge.

    Returns
    -------
    dict
        zone_id → ({"geometry": …, "boundary_method": … …}, list of `Stretch`).
    """
    matched = match_vertices([whole_of(drawing) for drawing in drawings])
    result: dict[str, tuple[dict[str, Any], list[Stretch]]] = {}
    for drawing, polygon in zip(drawings, matched, strict=True):
        runs = stretches_of(drawing, polygon)
        accuracy = drawing.accuracy_m if drawing.accuracy_m is not None else zone_accuracy_m(runs)
        fields = {
            "geometry": json.loads(shapely.to_geojson(polygon)),
            "boundary_method": drawing.method,
            "boundary_status": drawing.status,
            "boundary_accuracy_m": accuracy,
            "boundary_basis": drawing.basis,
            "sources": list(drawing.sources),
            "published_area_km2": drawing.published_area_km2,
            "as_of": drawing.as_of,
        }
        result[drawing.zone_id] = (fields, runs)
    return result


def describe(drawings: Sequence[Drawing]) -> str:
    """Return a table for looking at: zone, part, km² drawn, and edge length by cut with its accuracy."""
    lines = []
    for drawing in drawings:
        whole = shapely.union_all([part.polygon for part in drawing.parts])
        published = drawing.published_area_km2
        lines.append(f"{drawing.zone_id}: {whole.area / 1e6:.3f} km2, published {published}")
        lines += [f"    part {part.name}: {part.polygon.area / 1e6:.3f} km2" for part in drawing.parts]
        for run in stretches_of(drawing, rounded(whole)):
            length = to_metres(run.line).length
            lines.append(f"      {length:8.0f} m  {run.name}  {run.method} {run.status} ±{run.accuracy_m:.0f}")
    return "\n".join(lines)
