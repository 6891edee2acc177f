"""Geometries of a plan that one can ask for the distance from a point, each edge with its accuracy.

Made when first asked for and kept as long as the plan lives. Nothing here loads shapely, numpy or PROJ.
"""

from __future__ import annotations

import weakref
from functools import cached_property
from math import copysign, inf
from typing import TYPE_CHECKING, Any

from zoneatlas.frozen import dataclass
from zoneatlas.space.position import (
    Edges,
    Outline,
    box_distance_m,
    box_of,
    edges_of,
    outline_of,
    point_of,
    polygons_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerData, LayerFeature, Zone

    #: West, south, east and north in degrees.
    Box = tuple[float, float, float, float]

#: The reference layer of stretches with an accuracy of their own, where plan.toml gives the role to no other.
_STRETCHES_LAYER = "boundary_stretches"


@dataclass(frozen=True, slots=True)
class ToEdge:
    """How far a point is from an edge, and how sure the side is.

    ``distance_m`` is geodesic, to the nearest edge, negative inside, -0.0 on the edge. ``deciding_m`` (the same sign)
    and ``accuracy_m`` belong to the edge that decides whether the side is certain: the nearest one, unless only
    another, less accurate one lies nearer than its accuracy. ``accuracy_m`` is None where nothing states it.
    """

    distance_m: float
    deciding_m: float
    accuracy_m: float | None

    @property
    def inside(self) -> bool:
        """Whether the point is on the inner side as drawn, or on the edge."""
        return copysign(1.0, self.distance_m) < 0

    @property
    def certain(self) -> bool:
        """Whether no edge is nearer than its accuracy."""
        return self.accuracy_m is None or abs(self.deciding_m) >= self.accuracy_m


def stretches_layer_id(plan: Plan) -> str:
    """Return the id of the layer of stretches with an accuracy of their own; a plan need not have it."""
    return plan.settings.roles.get("stretches") or _STRETCHES_LAYER


def shape_of_zone(plan: Plan, zone: Zone) -> Shape:
    """Return a zone's shape."""
    return _kept(plan, ("zone", zone.file, zone.index), lambda: _make_zone(plan, zone))


def out_of_reach(plan: Plan, zone: Zone, lon: float, lat: float, margin_m: float = 0.0) -> bool:
    """Tell whether a point is surely outside a zone: farther from the box around it than any of its edges may be off.

    Parameters
    ----------
    plan, zone
        The zone and its plan.
    lon, lat
        The point, in degrees (WGS 84).
    margin_m
        What to allow besides the accuracies, in metres.
    """
    reach = reach_of(plan, zone)
    return reach is None or box_distance_m(reach.box, lon, lat) > margin_m + reach.accuracy_m


@dataclass(frozen=True, slots=True)
class Reach:
    """The boxes around a zone and each of its polygons, in degrees, and the worst accuracy of its edges in metres."""

    box: Box
    boxes: list[Box]
    accuracy_m: float


def reach_of(plan: Plan, zone: Zone) -> Reach | None:
    """Return how far a zone reaches; None when it has no geometry."""
    if zone.geometry is None:
        return None
    reaches: dict[tuple[str, int], Reach] = _once(plan, ("reaches",), lambda: _reaches(plan))
    return reaches[zone.file, zone.index]


def _reaches(plan: Plan) -> dict[tuple[str, int], Reach]:
    plain = plan.kept("reaches", lambda: [(zone.file, zone.index, *_reach(plan, zone)) for zone in plan.zones])
    return {(file, index): Reach(box, boxes, accuracy_m) for file, index, box, boxes, accuracy_m in plain}


def _reach(plan: Plan, zone: Zone) -> tuple[Box, list[Box], float]:
    geometry: Mapping[str, Any] = zone.geometry or {"type": "MultiPolygon", "coordinates": []}
    stated = [one.boundary_accuracy_m or 0.0 for one in plan.stretches if one.zone_id == zone.zone_id]
    boxes = [box_of({"type": "Polygon", "coordinates": rings}) for rings in polygons_of(geometry)]
    return box_of(geometry), boxes, max([zone.boundary_accuracy_m or 0.0, *stated])


def shape_of_feature(plan: Plan, layer: LayerData, feature: LayerFeature) -> Shape:
    """Return the shape of a reference layer's feature; a line holds nothing, a point its radius if it states one."""
    key = ("feature", feature.file, feature.index)
    return _kept(plan, key, lambda: _make_feature(plan, layer, feature, signed=False))


def shape_of_ring(plan: Plan, layer: LayerData, feature: LayerFeature) -> Shape:
    """Return the shape of the area that a closed line encloses."""
    key = ("ring", feature.file, feature.index)
    return _kept(plan, key, lambda: _make_feature(plan, layer, feature, signed=True))


def shape_of_outline(plan: Plan, layer: LayerData) -> Shape:
    """Return the shape of all areas of a layer together."""
    return _kept(plan, ("outline", layer.layer.id), lambda: _make_outline(plan, layer))


class Shape:
    """A geometry with the accuracy of each of its edges."""

    def __init__(self, outline: Outline, edges: Mapping[float | None, Edges], *, radius_m: float = 0.0) -> None:
        self.outline = outline
        self.edges = edges
        self.radius_m = radius_m

    def surely_inside(self, lon: float, lat: float, margin_m: float = 0.0) -> bool | None:
        """Return whether a point is inside when every edge is farther than its accuracy and a margin; else None.

        Much cheaper than `to_edge`, which says the same.
        """
        if self._joined.surely_beyond(lon, lat, self.worst_m + self.radius_m + margin_m):
            return False
        for accuracy_m, edges in self.edges.items():
            if edges.may_come_within(lon, lat, (accuracy_m or 0.0) + self.radius_m + margin_m):
                return None
        return self.outline.holds(lon, lat)

    def least_m(self, lon: float, lat: float) -> float:
        """Return metres that no edge is nearer than, from the box around them alone; never more than `to_edge` says."""
        return self._joined.least_m(lon, lat) - self.radius_m

    def away_m(self, lon: float, lat: float) -> float:
        """Return the distance to the nearest edge as `to_edge` does, without its sign and which edge decides."""
        return self._joined.distance_m(lon, lat) - self.radius_m

    @cached_property
    def _joined(self) -> Edges:
        return Edges.joined(self.edges.values())

    @cached_property
    def worst_m(self) -> float:
        """The worst accuracy of an edge, in metres; 0 where nothing states any."""
        return max((accuracy_m or 0.0 for accuracy_m in self.edges), default=0.0)

    def to_edge(self, lon: float, lat: float, *, sure: bool = False) -> ToEdge:
        """Return the distance to the nearest edge and to the one that decides.

        `sure` says that every edge is known to be farther than its accuracy, so that the nearest decides.
        """
        sign = -1.0 if self.outline.holds(lon, lat) else 1.0
        found: list[tuple[float, float | None]] = []
        nearest = inf
        groups = list(self.edges.items())
        if len(groups) > 1:  # the nearest first: the others are then measured only where they matter
            groups.sort(key=lambda group: group[1].bound_m(lon, lat))
        for accuracy_m, edges in groups:
            reach = (nearest if sure else max(nearest, accuracy_m or 0.0)) + self.radius_m
            away = edges.distance_m(lon, lat, within_m=reach)
            found.append((away, accuracy_m))
            nearest = min(nearest, away)
        if nearest == inf:
            return ToEdge(inf, inf, None)
        if self.radius_m:
            away, accuracy_m = min(found, key=lambda one: one[0])
            return ToEdge(away - self.radius_m, away - self.radius_m, accuracy_m)
        own = [one for one in found if one[0] == nearest]
        best = min(own, key=_slack_m)
        if _slack_m(best) >= 0:  # sure of the nearest edge: does a less accurate one reach the point?
            best = min([best, *(one for one in found if _slack_m(one) < 0)], key=_slack_m)
        return ToEdge(sign * nearest, sign * best[0], best[1])


def _slack_m(one: tuple[float, float | None]) -> float:
    away_m, accuracy_m = one
    return away_m - (accuracy_m or 0.0)


def _make_zone(plan: Plan, zone: Zone) -> Shape:
    from zoneatlas.answers.edges import accurate_edges

    if zone.geometry is None:
        return Shape(Outline(()), {})
    stretches = [
        (s.geometry, s.boundary_accuracy_m) for s in plan.stretches if s.zone_id == zone.zone_id and s.geometry
    ]
    outline = outline_of(zone.geometry)
    return Shape(outline, accurate_edges(outline.edges, zone.boundary_accuracy_m, stretches))


def _make_feature(plan: Plan, layer: LayerData, feature: LayerFeature, *, signed: bool) -> Shape:
    """Return a feature's shape; `signed` takes a closed line for the area it encloses."""
    from zoneatlas.answers.edges import accurate_edges, unsupported

    geometry = feature.geometry
    if geometry is None:
        return Shape(Outline(()), {})
    accuracy_m = _metres(feature.properties.get("accuracy_m"))
    if accuracy_m is None:
        accuracy_m = layer.layer.accuracy_m
    radius_m = _metres(feature.properties.get("radius_m")) if point_of(geometry) else None
    holds = signed or geometry["type"] in ("Polygon", "MultiPolygon")
    outline = outline_of(geometry) if holds else Outline(())
    stretches = [*_stretches_of(plan), *unsupported(geometry, feature.properties.get("unsupported"))]
    edges = accurate_edges(tuple(edges_of(geometry)), accuracy_m, stretches)
    return Shape(outline, edges, radius_m=radius_m or 0.0)


def _make_outline(plan: Plan, layer: LayerData) -> Shape:
    """Return the union of a layer's areas: the edges that only one of them has are its edge."""
    from zoneatlas.answers.edges import accurate_edges

    shapes = [outline_of(feature.geometry) for feature in layer.features if feature.geometry is not None]
    edges = [edge for shape in shapes for edge in shape.edges]
    seen: dict[tuple[tuple[float, float], tuple[float, float]], int] = {}
    for edge in edges:
        ends = _ends(edge)
        seen[ends] = seen.get(ends, 0) + 1
    outer = tuple(edge for edge in edges if seen[_ends(edge)] == 1)
    whole = Outline(tuple(rings for shape in shapes for rings in shape.polygons))
    return Shape(whole, accurate_edges(outer, layer.layer.accuracy_m, _stretches_of(plan)))


def _ends(edge: tuple[float, float, float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    start, end = (edge[0], edge[1]), (edge[2], edge[3])
    return (start, end) if start <= end else (end, start)


def _stretches_of(plan: Plan) -> list[tuple[Mapping[str, Any], float | None]]:
    """Return the stretches of reference layers with an accuracy of their own."""
    layer = plan.layer(stretches_layer_id(plan))
    return [
        (feature.geometry, _metres(feature.properties.get("boundary_accuracy_m")))
        for feature in (layer.features if layer is not None else ())
        if feature.geometry is not None
    ]


def _metres(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


class _Keep:
    """What was made from a plan's geometries, for as long as the plan lives."""

    def __init__(self) -> None:
        self.plans: dict[int, dict[tuple[object, ...], Any]] = {}

    def of(self, plan: Plan) -> dict[tuple[object, ...], Any]:
        """Return what is kept of a plan."""
        kept = self.plans.get(id(plan))
        if kept is None:
            kept = self.plans[id(plan)] = {}
            weakref.finalize(plan, self.plans.pop, id(plan), None)
        return kept


_KEEP = _Keep()


def _once(plan: Plan, key: tuple[object, ...], make: Callable[[], Any]) -> Any:  # noqa: ANN401  (what is made)
    kept = _KEEP.of(plan)
    if key not in kept:
        kept[key] = make()
    return kept[key]


def _kept(plan: Plan, key: tuple[object, ...], make: Callable[[], Shape]) -> Shape:
    name = " ".join(("shape", *map(str, key)))
    shape: Shape = _once(plan, key, lambda: plan.kept(name, make, _pack, _unpack))
    return shape


def _pack(shape: Shape) -> object:
    edges = [(accuracy_m, group.packed()) for accuracy_m, group in shape.edges.items()]
    return shape.outline.packed(), edges, shape.radius_m


def _unpack(plain: Any) -> Shape:  # noqa: ANN401  (what `_pack` made)
    outline, edges, radius_m = plain
    groups = {accuracy_m: Edges.unpacked(group) for accuracy_m, group in edges}
    return Shape(Outline.unpacked(outline), groups, radius_m=radius_m)
