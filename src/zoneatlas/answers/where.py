"""Where a point lies: in which zones, districts, regions and between which rings, and how sure that is.

Every edge has an accuracy: that of its stretch where one states its own, else that of its zone, feature or layer. An
answer is certain when no edge lies nearer than its accuracy. Nothing here loads shapely, numpy or PROJ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.answers.shapes import ToEdge, shape_of_feature, shape_of_outline, shape_of_ring, shape_of_zone
from zoneatlas.frozen import dataclass
from zoneatlas.space.position import outline_of

if TYPE_CHECKING:
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerData, LayerFeature, Zone

__all__ = [
    "InFeature",
    "InRings",
    "InZone",
    "Situation",
    "Spot",
    "ToEdge",
    "areas_at",
    "distance_to_feature",
    "feature_key",
    "locate",
    "ring_features",
    "ring_number",
    "rings_at",
    "to_feature",
    "to_outline",
    "to_zone",
]


@dataclass(frozen=True, slots=True)
class Spot:
    """A position: longitude and latitude in degrees, WGS 84."""

    lon: float
    lat: float


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
    return shape_of_zone(plan, zone).to_edge(lon, lat)


def to_outline(plan: Plan, lon: float, lat: float) -> ToEdge | None:
    """Return how far a point is from the edge of the plan's area, negative inside; None without one."""
    layer = plan.role("outline") or plan.role("districts")
    return None if layer is None else shape_of_outline(plan, layer).to_edge(lon, lat)


def areas_at(plan: Plan, role: str, lon: float, lat: float) -> tuple[InFeature, ...]:
    """Return the areas of the layer with a role that hold a point, then those that may (WGS 84 degrees in)."""
    layer = plan.role(role)
    found = [] if layer is None else [to_feature(plan, layer, feature, lon, lat) for feature in layer.features]
    near = [one for one in found if one is not None and (one.edge.inside or not one.edge.certain)]
    return tuple(sorted(near, key=lambda one: one.edge.distance_m))


def rings_at(plan: Plan, lon: float, lat: float) -> InRings:
    """Return which ring roads a point lies between (WGS 84 degrees in)."""
    layer = plan.role("rings")
    if layer is None:
        return InRings("", (), None)
    rings = [
        InFeature(feature, feature_key(feature), shape_of_ring(plan, layer, feature).to_edge(lon, lat))
        for feature in sorted(ring_features(layer), key=ring_number)
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
    return InFeature(feature, feature_key(feature), shape_of_feature(plan, layer, feature).to_edge(lon, lat))


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


def _margin_m(edge: ToEdge) -> float:
    return abs(edge.deciding_m) - (edge.accuracy_m or 0.0)
