"""How much, at least and at most, the zones cover, when each edge may lie as far off as its accuracy says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.answers.coverage_units import Ground

__all__ = ["Range", "covered_ranges"]

#: A stretch speaks for the drawn edge within this distance of it, metres.
_ALONG_M = 5.0


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that may be covered, km²."""

    low_km2: float
    high_km2: float


def covered_ranges(ground: Ground) -> dict[str, Range]:
    """Return the range of each kind's covered area in the municipality, and under an empty name that of all zones.

    Every edge is moved inwards, then outwards, by its accuracy along its whole length: by that of its stretches
    where they pass, else by the zone's. Edges are not all off the same way, so the truth lies well within; a part
    smaller than its accuracy counts nothing in the low figure. Areas as in `zoneatlas.space.overlay`.
    """
    bands = {key: _band(ground, key) for key in ground.zones}
    found = {"": _range(ground, ground.zones, bands)}
    for kind in ground.plan.settings.kinds:
        found[kind.kind] = _range(ground, ground.of_kind(kind.kind), bands)
    return found


def _band(ground: Ground, zone: str) -> BaseGeometry:
    """Return the land (metric) in which the true edge of a zone may lie."""
    import shapely

    edge, line = ground.edges[zone], ground.metric_zones[zone].boundary
    near = shapely.union_all([stretch.buffer(_ALONG_M, quad_segs=2) for stretch, _ in edge.stretches])
    parts = [shapely.difference(line, near).buffer(edge.usual_m, quad_segs=4)] if edge.usual_m else []
    parts += [stretch.buffer(accuracy_m, quad_segs=4) for stretch, accuracy_m in edge.stretches]
    return shapely.union_all(parts)


def _range(ground: Ground, zones: Iterable[str], bands: dict[str, BaseGeometry]) -> Range:
    import shapely

    keys = list(zones)
    areas = [ground.metric_zones[key] for key in keys]
    low = [shapely.difference(area, bands[key]) for key, area in zip(keys, areas, strict=True)]
    high = [shapely.union(area, bands[key]) for key, area in zip(keys, areas, strict=True)]
    return Range(_km2(ground, low), _km2(ground, high))


def _km2(ground: Ground, areas: list[BaseGeometry]) -> float:
    import shapely

    from zoneatlas.space.measure import to_degrees
    from zoneatlas.space.overlay import exact_area_km2, polygonal, united

    land = polygonal(to_degrees(united(areas), ground.crs))
    return exact_area_km2(shapely.intersection(land, ground.municipality))
