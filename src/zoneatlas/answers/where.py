"""Where a point lies: in which zones, districts, regions and between which rings, and how sure that is.

Every edge has an accuracy: that of its stretch where one states its own, else that of its zone, feature or layer. An
answer is certain when no edge lies nearer than its accuracy. Nothing here loads shapely, numpy or PROJ.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

from zoneatlas.answers.edges import accurate_edges
from zoneatlas.space.position import Edges, Outline, edges_of, outline_of, point_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerData, LayerFeature, Zone

#: The reference layer of stretches with an accuracy of their own, where plan.toml gives the role to no other.
_STRETCHES_LAYER = "boundary_stretches"


@dataclass(frozen=True, slots=True)
class Spot:
    """A position: longitude and latitude in degrees, WGS 84."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class ToEdge:
    """How far a point is from an edge, and how sure the side is.

    ``distance_m`` is geodesic, to the nearest edge, negative inside. ``deciding_m`` (the same sign) and ``accuracy_m``
    belong to the edge that decides whether the side is certain: the nearest one, unless only another, less accurate
    one lies nearer than its accuracy. ``accuracy_m`` is None where nothing states it.
    """

    distance_m: float
    deciding_m: float
    accuracy_m: float | None

    @property
    def inside(self) -> bool:
        """Whether the point is on the inner side as drawn."""
        return self.distance_m < 0

    @property
    def certain(self) -> bool:
        """Whether no edge is nearer than its accuracy."""
        return self.accuracy_m is None or abs(self.deciding_m) >= self.accuracy_m


@dataclass(frozen=True, slots=True)
class InZone:
    """A point and a zone; see `ToEdge` for the figures."""

    zone: Zone
    edge: ToEdge

    @property
    def distance_m(self) -> float:
        """Geodesic metres to the zone's edge, negative inside."""
        return self.edge.distance_m

    @property
    def accuracy_m(self) -> float | None:
        """Accuracy of the deciding edge, in metres."""
        return self.edge.accuracy_m

    @property
    def certain(self) -> bool:
        """Whether no edge is nearer than its accuracy."""
        return self.edge.certain


@dataclass(frozen=True, slots=True)
class InFeature:
    """A point and a feature of a reference layer; see `ToEdge` for the figures."""

    feature: LayerFeature
    key: str
    edge: ToEdge


@dataclass(frozen=True, slots=True)
class InRings:
    """Which ring roads a point lies between.

    ``interval`` is ``inside 2``, ``2-3``, … ``outside 6`` as drawn, empty when the plan has no rings; ``deciding`` is
    the ring whose accuracy decides (None without rings), ``certain`` whether no ring is nearer than its accuracy.
    ``rings`` holds every ring with the distance to it, negative inside, from the innermost on.
    """

    interval: str
    rings: tuple[InFeature, ...]
    deciding: InFeature | None

    @property
    def certain(self) -> bool:
        """Whether no ring is nearer than its accuracy."""
        return all(ring.edge.certain for ring in self.rings)


@dataclass(frozen=True, slots=True)
class Situation:
    """What a point lies in.

    ``zones`` are all zones with a geometry, in the plan's order; ``districts`` and ``regions`` those that hold the
    point as drawn, then those it may lie in because their edge is nearer than its accuracy. ``outside`` is whether it
    lies outside the plan's area as drawn, ``outline`` the distance to that area's edge (negative inside); None when the
    plan has no such layer.
    """

    spot: Spot
    zones: tuple[InZone, ...]
    districts: tuple[InFeature, ...]
    regions: tuple[InFeature, ...]
    rings: InRings
    outside: bool
    outline: ToEdge | None


def locate(plan: Plan, lon: float, lat: float) -> Situation:
    """Say where a point lies.

    Parameters
    ----------
    plan
        The plan.
    lon, lat
        Longitude and latitude in degrees, WGS 84.

    Raises
    ------
    PlanError
        If a layer that plays a part cannot be read.
    """
    outline = to_outline(plan, lon, lat)
    return Situation(
        spot=Spot(lon, lat),
        zones=tuple(InZone(zone, to_zone(plan, zone, lon, lat)) for zone in plan.zones if zone.geometry is not None),
        districts=areas_at(plan, "districts", lon, lat),
        regions=areas_at(plan, "regions", lon, lat),
        rings=rings_at(plan, lon, lat),
        outside=outline is not None and not outline.inside,
        outline=outline,
    )


def to_zone(plan: Plan, zone: Zone, lon: float, lat: float) -> ToEdge:
    """Return how far a point is from a zone's edge, negative inside (WGS 84 degrees in)."""
    return _kept(plan, ("zone", zone.index, zone.file), lambda: _zone_shape(plan, zone)).to_edge(lon, lat)


def to_outline(plan: Plan, lon: float, lat: float) -> ToEdge | None:
    """Return how far a point is from the edge of the plan's area, negative inside; None without one."""
    layer = plan.role("outline") or plan.role("districts")
    if layer is None:
        return None
    shape = _kept(plan, ("outline", layer.layer.id), lambda: _outline_shape(plan, layer))
    return shape.to_edge(lon, lat)


def areas_at(plan: Plan, role: str, lon: float, lat: float) -> tuple[InFeature, ...]:
    """Return the areas of the layer with a role that hold a point, then those that may (WGS 84 degrees in)."""
    layer = plan.role(role)
    found = [] if layer is None else [to_feature(plan, layer, feature, lon, lat) for feature in layer.features]
    near = [one for one in found if one is not None and (one.edge.inside or not one.edge.certain)]
    return tuple(sorted(near, key=lambda one: one.edge.distance_m))


def rings_at(plan: Plan, lon: float, lat: float) -> InRings:
    """Return which ring roads a point lies between (WGS 84 degrees in)."""
    layer = plan.role("rings")
    features = sorted(ring_features(layer), key=ring_number) if layer is not None else []
    rings = [
        InFeature(feature, feature_key(feature), _kept_feature(plan, feature, signed=True).to_edge(lon, lat))
        for feature in features
    ]
    if not rings:
        return InRings("", (), None)
    numbers = [f"{ring_number(ring.feature):g}" for ring in rings]
    first = next((index for index, ring in enumerate(rings) if ring.edge.inside), None)
    if first is None:
        interval = f"outside {numbers[-1]}"
    else:
        interval = f"{numbers[first - 1]}-{numbers[first]}" if first else f"inside {numbers[0]}"
    return InRings(interval, tuple(rings), min(rings, key=lambda ring: _margin_m(ring.edge)))


def distance_to_feature(plan: Plan, layer_id: str, key: str, lon: float, lat: float) -> InFeature | None:
    """Return how far a point is from one feature of a reference layer.

    Parameters
    ----------
    plan
        The plan.
    layer_id
        An id of catalog.toml.
    key
        The feature's own id, or its name in either language.
    lon, lat
        Longitude and latitude in degrees, WGS 84.

    Returns
    -------
    InFeature or None
        Negative inside an area, or inside the radius that a point states; never negative for a line or a bare point.
        None when there is no such layer, or no such feature with a geometry.
    """
    layer = plan.layer(layer_id)
    for feature in layer.features if layer is not None else ():
        if key in (feature_key(feature), feature.name.zh, feature.name.en) and layer is not None:
            return to_feature(plan, layer, feature, lon, lat)
    return None


def to_feature(plan: Plan, layer: LayerData, feature: LayerFeature, lon: float, lat: float) -> InFeature | None:
    """Return how far a point is from a feature of `layer`; None when it has no geometry."""
    if feature.geometry is None:
        return None
    key = ("feature", feature.file, feature.index)
    shape = _kept(plan, key, lambda: _feature_shape(plan, layer, feature, signed=False))
    return InFeature(feature, feature_key(feature), shape.to_edge(lon, lat))


def feature_key(feature: LayerFeature) -> str:
    """Return a feature's own id: its first property that ends in ``_id``, else its name, else its index."""
    for name, value in feature.properties.items():
        if (name == "id" or name.endswith("_id")) and isinstance(value, str) and value:
            return value
    return feature.name.en or feature.name.zh or str(feature.index)


def ring_features(layer: LayerData) -> list[LayerFeature]:
    """Return the features of a layer that are rings: with a number as ``ring`` and a closed line or an area."""
    return [
        feature
        for feature in layer.features
        if feature.geometry is not None
        and isinstance(feature.properties.get("ring"), int | float)
        and outline_of(feature.geometry).polygons
    ]


def ring_number(feature: LayerFeature) -> float:
    """Return which ring a ring is."""
    return float(feature.properties["ring"])


class _Shape:
    """A geometry with the accuracy of each of its edges."""

    def __init__(self, outline: Outline, edges: Mapping[float | None, Edges], *, radius_m: float = 0.0) -> None:
        self.outline = outline
        self.edges = edges
        self.radius_m = radius_m

    def to_edge(self, lon: float, lat: float) -> ToEdge:
        """Return the distance to the nearest edge and to the one that decides."""
        sign = -1.0 if self.outline.holds(lon, lat) else 1.0
        found: list[tuple[float, float | None]] = []
        nearest = inf
        for accuracy_m, edges in self.edges.items():
            reach = max(nearest, accuracy_m or 0.0) + self.radius_m
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


def _margin_m(edge: ToEdge) -> float:
    return abs(edge.deciding_m) - (edge.accuracy_m or 0.0)


def _zone_shape(plan: Plan, zone: Zone) -> _Shape:
    if zone.geometry is None:
        return _Shape(Outline(()), {})
    stretches = [
        (s.geometry, s.boundary_accuracy_m) for s in plan.stretches if s.zone_id == zone.zone_id and s.geometry
    ]
    outline = outline_of(zone.geometry)
    return _Shape(outline, accurate_edges(outline.edges, zone.boundary_accuracy_m, stretches))


def _feature_shape(plan: Plan, layer: LayerData, feature: LayerFeature, *, signed: bool) -> _Shape:
    """Return a feature's shape; `signed` takes a closed line for the area it encloses."""
    geometry = feature.geometry
    if geometry is None:
        return _Shape(Outline(()), {})
    accuracy_m = _metres(feature.properties.get("accuracy_m"))
    if accuracy_m is None:
        accuracy_m = layer.layer.accuracy_m
    radius_m = _metres(feature.properties.get("radius_m")) if point_of(geometry) else None
    holds = signed or geometry["type"] in ("Polygon", "MultiPolygon")
    outline = outline_of(geometry) if holds else Outline(())
    edges = accurate_edges(tuple(edges_of(geometry)), accuracy_m, _stretches_of(plan))
    return _Shape(outline, edges, radius_m=radius_m or 0.0)


def _kept_feature(plan: Plan, feature: LayerFeature, *, signed: bool) -> _Shape:
    layer = plan.role("rings")
    assert layer is not None  # noqa: S101  (the feature comes from it)
    key = ("ring", feature.file, feature.index)
    return _kept(plan, key, lambda: _feature_shape(plan, layer, feature, signed=signed))


def _outline_shape(plan: Plan, layer: LayerData) -> _Shape:
    """Return the union of a layer's areas: the edges that only one of them has are its edge."""
    shapes = [outline_of(feature.geometry) for feature in layer.features if feature.geometry is not None]
    edges = [edge for shape in shapes for edge in shape.edges]
    seen: dict[tuple[tuple[float, float], tuple[float, float]], int] = {}
    for edge in edges:
        ends = _ends(edge)
        seen[ends] = seen.get(ends, 0) + 1
    outer = tuple(edge for edge in edges if seen[_ends(edge)] == 1)
    whole = Outline(tuple(rings for shape in shapes for rings in shape.polygons))
    return _Shape(whole, accurate_edges(outer, layer.layer.accuracy_m, _stretches_of(plan)))


def _ends(edge: tuple[float, float, float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    start, end = (edge[0], edge[1]), (edge[2], edge[3])
    return (start, end) if start <= end else (end, start)


def _stretches_of(plan: Plan) -> list[tuple[Mapping[str, Any], float | None]]:
    """Return the stretches of reference layers with an accuracy of their own."""
    layer = plan.layer(plan.settings.roles.get("stretches") or _STRETCHES_LAYER)
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


def _kept(plan: Plan, key: tuple[object, ...], make: Callable[[], _Shape]) -> _Shape:
    kept = _KEEP.of(plan)
    if key not in kept:
        kept[key] = make()
    shape: _Shape = kept[key]
    return shape
