"""Which zones lie in a place, near it, or over another zone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from zoneatlas.answers.coordinates import Position
from zoneatlas.answers.find import Doubtful, Match
from zoneatlas.answers.places import Place, reason_of, zone_place
from zoneatlas.answers.shapes import Shape, shape_of_feature, shape_of_ring, shape_of_zone
from zoneatlas.frozen import replace
from zoneatlas.plan.records import PlanError
from zoneatlas.space.position import point_of
from zoneatlas.space.shared import Shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Zone
    from zoneatlas.space.position import Edge

__all__ = [
    "Judge",
    "area_of",
    "away_from",
    "is_line",
    "lying_in",
    "lying_near",
    "meets",
    "overlapping_with",
    "shapes_of",
    "shared_with",
]

#: Says whether a zone still in the running meets a condition: yes, perhaps, no.
Judge = Callable[[Match], Match | Doubtful | None]
_SLIVER_M2 = 1.0
_KM2_TO_M2 = 1e6
_NOWHERE = (inf, 0.0)


def lying_in(plan: Plan, place: Place) -> Judge:
    """Return the condition that a zone shares land with a place, holds it (a mere point), or is crossed by it (a line).

    A zone that names a district as its own lies in it. Otherwise, what it shares must be more than the accuracy of the
    edges could take away; a zone that shares less is doubtful.
    """
    _must_be_located(place)
    point = _bare_point(place)
    if point is not None:
        return _holding(plan, place, point)
    if is_line(place):
        return lambda match: (
            match if match.zone.geometry is not None and meets(plan, zone_place(match.zone), place) else None
        )

    def judge(match: Match) -> Match | Doubtful | None:
        if match.zone.geometry is None or match.zone is place.zone:
            return None
        found = shared_with(plan, zone_place(match.zone), place)
        named = _names_district(plan, match.zone, place)
        if found.surely or (named and found.area_km2 > 0):
            return replace(match, certain=match.certain and found.surely)
        if found.area_km2 * _KM2_TO_M2 <= _sliver_m2(plan):
            return None
        return Doubtful(match.zone, area_km2=found.area_km2)

    return judge


def overlapping_with(plan: Plan, other: Zone) -> Judge:
    """Return the condition that a zone shares land with another one; uncertain where edges could take that away."""
    place = zone_place(other)

    def judge(match: Match) -> Match | None:
        if match.zone.zone_id == other.zone_id or match.zone.geometry is None or other.geometry is None:
            return None
        found = shared_with(plan, zone_place(match.zone), place)
        if found.area_km2 * _KM2_TO_M2 <= _sliver_m2(plan):
            return None
        surely = found.surely or shared_with(plan, place, zone_place(match.zone)).surely
        return replace(match, certain=match.certain and surely)

    return judge


def lying_near(plan: Plan, place: Place | Position, within_m: float) -> Judge:
    """Return the condition that a zone's edge is at most so far from a place or position, in metres; 0 inside."""
    if isinstance(place, Place):
        _must_be_located(place)

    def judge(match: Match) -> Match | Doubtful | None:
        if match.zone.geometry is None or (isinstance(place, Place) and match.zone is place.zone):
            return None
        distance_m, accuracy_m = away_from(plan, match.zone, place)
        sure = abs(distance_m) >= accuracy_m and abs(distance_m - within_m) >= accuracy_m
        if distance_m <= within_m:
            return replace(match, distance_m=distance_m, certain=match.certain and sure)
        if distance_m - within_m < accuracy_m:
            return Doubtful(match.zone, distance_m, accuracy_m)
        return None

    return judge


def away_from(plan: Plan, zone: Zone, place: Place | Position) -> tuple[float, float]:
    """Return the distance between a zone's edge and a place, and how well it is known, both in metres.

    Negative when the zone holds the place's point; 0 when the two share a point; geodesic.
    """
    if isinstance(place, Position):
        edge = shape_of_zone(plan, zone).to_edge(place.lon, place.lat)
        return edge.distance_m, (edge.accuracy_m or 0.0) + place.accuracy_m
    point = _point(place)
    if point is not None and place.layer is not None and place.feature is not None:
        edge = shape_of_zone(plan, zone).to_edge(*point)
        own = shape_of_feature(plan, place.layer, place.feature)
        accuracy_m = (edge.accuracy_m or 0.0) + max((value or 0.0 for value in own.edges), default=0.0)
        reach = edge.distance_m - own.radius_m
        return (reach if not own.radius_m else max(0.0, reach)), accuracy_m
    if meets(plan, zone_place(zone), place):
        return 0.0, 0.0 if is_line(place) or shared_with(plan, zone_place(zone), place).surely else _worst_m(
            plan, zone, place
        )
    return plan.measured(
        f"apart {zone_place(zone).key} {place.key}",
        lambda: min((_between(shape_of_zone(plan, zone), other) for other in shapes_of(plan, place)), default=_NOWHERE),
    )


def shared_with(plan: Plan, one: Place, other: Place) -> Shared:
    """Return what two places that have an extent share; the share is of `one`."""

    def measure() -> tuple[float, float, bool]:
        found = _shared(plan, one, other)
        return float(found.area_km2), float(found.share), bool(found.surely)

    return Shared(*plan.measured(f"shared {one.key} {other.key}", measure))


def _shared(plan: Plan, one: Place, other: Place) -> Shared:
    from zoneatlas.space.share import shared

    shapes = [*shapes_of(plan, one), *shapes_of(plan, other)]
    edges: list[tuple[float | None, Sequence[Edge]]] = [
        (accuracy_m, group.edges) for shape in shapes for accuracy_m, group in shape.edges.items()
    ]
    for place in (one, other):
        edges += [
            (next(iter(shape.edges), None), _outer_edges(area_of(plan, place)))
            for shape in shapes_of(plan, place)
            if shape.radius_m
        ]
    return shared(area_of(plan, one), area_of(plan, other), edges)


def area_of(plan: Plan, place: Place) -> BaseGeometry:
    """Return the land of a place in degrees; a point's is the circle it states, a line's none."""
    from zoneatlas.space.share import area_between, disc, polygonal

    if place.sort == "rings":
        rings = [polygonal(ring.geometry) if ring and ring.geometry else None for ring in (place.outer, place.inner)]
        return area_between(rings[0], rings[1], None)
    thing = place.zone if place.zone is not None else place.feature
    geometry = thing.geometry if thing is not None else None
    point = _point(place)
    if point is not None and place.layer is not None and place.feature is not None:
        return disc(*point, shape_of_feature(plan, place.layer, place.feature).radius_m)
    return polygonal(geometry or {"type": "MultiPolygon", "coordinates": []})


def shapes_of(plan: Plan, place: Place) -> list[Shape]:
    """Return the shapes whose edges bound a place."""
    if place.zone is not None:
        return [shape_of_zone(plan, place.zone)]
    if place.sort == "rings":
        layer = plan.role("rings")
        rings = [ring for ring in (place.outer, place.inner) if ring is not None and layer is not None]
        return [shape_of_ring(plan, layer, ring) for ring in rings if layer is not None]
    if place.layer is None or place.feature is None:
        return []
    return [shape_of_feature(plan, place.layer, place.feature)]


def _holding(plan: Plan, place: Place, point: tuple[float, float]) -> Judge:
    own = shapes_of(plan, place)[0]
    accuracy_m = max((value or 0.0 for value in own.edges), default=0.0)

    def judge(match: Match) -> Match | Doubtful | None:
        edge = shape_of_zone(plan, match.zone).to_edge(*point)
        sure = abs(edge.deciding_m) >= (edge.accuracy_m or 0.0) + accuracy_m
        if edge.inside:
            return replace(match, distance_m=edge.distance_m, certain=match.certain and sure)
        return None if sure else Doubtful(match.zone, edge.deciding_m, (edge.accuracy_m or 0.0) + accuracy_m)

    return judge


def meets(plan: Plan, one: Place, other: Place) -> bool:
    """Tell whether two places have a point in common; lines count as lines."""

    def measure() -> bool:
        from zoneatlas.space.share import touch

        return touch(_whole(plan, one), _whole(plan, other))

    return plan.measured(f"meets {one.key} {other.key}", measure)


def _whole(plan: Plan, place: Place) -> BaseGeometry:
    if is_line(place) and place.feature is not None and place.feature.geometry is not None:
        from zoneatlas.space.share import lines

        return lines(place.feature.geometry)
    return area_of(plan, place)


def is_line(place: Place) -> bool:
    """Tell whether a place is a line."""
    geometry = place.feature.geometry if place.feature is not None else None
    return geometry is not None and "Line" in geometry["type"]


def _worst_m(plan: Plan, zone: Zone, place: Place) -> float:
    shapes = [shape_of_zone(plan, zone), *shapes_of(plan, place)]
    return max((value or 0.0 for shape in shapes for value in shape.edges), default=0.0)


def _between(one: Shape, other: Shape) -> tuple[float, float]:
    """Return the distance between two shapes that do not meet, from the corners of each to the edges of the other."""
    best, accuracy_m = inf, 0.0
    for corners, edges in ((one, other), (other, one)):
        for own_m, group in corners.edges.items():
            for lon, lat in dict.fromkeys((edge[0], edge[1]) for edge in group.edges):
                for other_m, against in edges.edges.items():
                    away = against.distance_m(lon, lat, within_m=best)
                    if away < best:
                        best, accuracy_m = away, (own_m or 0.0) + (other_m or 0.0)
    return best, accuracy_m


def _outer_edges(area: BaseGeometry) -> Sequence[Edge]:
    from zoneatlas.space.share import corners

    return [(*start, *end) for ring in corners(area) for start, end in pairwise(ring)]


def _point(place: Place) -> tuple[float, float] | None:
    return point_of(place.feature.geometry) if place.feature is not None else None


def _bare_point(place: Place) -> tuple[float, float] | None:
    point = _point(place)
    radius = place.feature.properties.get("radius_m") if place.feature is not None else None
    return None if isinstance(radius, int | float) and radius else point


def _names_district(plan: Plan, zone: Zone, place: Place) -> bool:
    layer = plan.role("districts")
    if layer is None or place.layer is None or place.layer.layer.id != layer.layer.id:
        return False
    return any(name and name in zone.districts for name in (place.id, place.name.zh, place.name.en))


def _sliver_m2(plan: Plan) -> float:
    return plan.settings.tolerances.get("sliver_m2", _SLIVER_M2)


def _must_be_located(place: Place) -> None:
    if place.located:
        return
    reason = reason_of(place)
    en, zh = place.name.en or place.name.zh, place.name.zh or place.name.en
    raise PlanError.about(
        f"{en} has no position in the layers. {reason.en}".strip(),
        f"图层中没有“{zh}”的位置。{reason.zh}",
    )
