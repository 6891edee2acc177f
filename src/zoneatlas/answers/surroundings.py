"""A district, region, ring, road, base, port or any other place: what lies in it, near it and over it."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from zoneatlas.answers.lying import area_of, away_from, is_line, meets, shared_with
from zoneatlas.answers.places import Place, feature_place, place_named, zone_place
from zoneatlas.answers.shapes import shape_of_feature, stretches_layer_id
from zoneatlas.answers.where import InFeature, InRings, areas_at, rings_at
from zoneatlas.frozen import dataclass
from zoneatlas.space import geodesic
from zoneatlas.space.position import point_of

if TYPE_CHECKING:
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerData, LayerFeature, Zone

__all__ = ["Overlap", "PlacePortrait", "ZoneThere", "describe", "place_portrait"]

_NEAREST = 5
_BOUNDING_ROLES = ("districts", "regions")
#: Layers whose features are not listed as lying in a place: they bound it or run through it.
_NOT_IN = ("outline", "districts", "regions", "rings", "roads", "water")


@dataclass(frozen=True, slots=True)
class ZoneThere:
    """A zone and a place: km² shared and what share of the place that is (None for a line or a point), or the distance.

    ``distance_m`` is to the zone's edge, negative inside, 0 where the two meet; ``certain`` whether edges within their
    accuracies leave it so.
    """

    zone: Zone
    area_km2: float | None
    share: float | None
    distance_m: float
    certain: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """A district or region that a place with an extent shares land with."""

    role: str
    feature: LayerFeature
    key: str
    area_km2: float
    certain: bool


@dataclass(frozen=True)
class PlacePortrait:
    """A place, resolved.

    ``area_km2`` and ``length_m`` are geodesic, of what is drawn, None where they make no sense. ``zones`` lie over or
    in it, ``near`` are the nearest others. ``over`` are the districts and regions of a place with an extent, ``at``
    those of a point, as is ``rings``. ``holds`` are the features of other layers that lie in it, layer by layer.
    """

    place: Place
    area_km2: float | None
    length_m: float | None
    accuracy_m: float | None
    zones: tuple[ZoneThere, ...]
    near: tuple[ZoneThere, ...]
    over: tuple[Overlap, ...]
    at: tuple[InFeature, ...]
    rings: InRings | None
    holds: tuple[tuple[LayerData, tuple[Place, ...]], ...]


def describe(plan: Plan, name: str) -> PlacePortrait:
    """Describe a place by any name it goes by; a zone too, as a place.

    Raises
    ------
    PlanError
        If the name means nothing or several things, or a layer that is needed cannot be read.
    """
    return place_portrait(plan, place_named(plan, name))


def place_portrait(plan: Plan, place: Place) -> PlacePortrait:
    """Describe a place."""
    geometry = place.feature.geometry if place.feature is not None else None
    point = point_of(geometry)
    extent = place.located and not is_line(place) and (point is None or _radius_m(plan, place) > 0)
    there = [
        _zone_there(plan, zone, place, extent=extent)
        for zone in plan.zones
        if zone.geometry and place.located and zone is not place.zone
    ]
    inside = [one for one in there if (one.area_km2 or 0) > 0 or (not extent and one.distance_m <= 0)]
    others = [one for one in there if one not in inside and isfinite(one.distance_m)]
    return PlacePortrait(
        place=place,
        area_km2=_area_km2(plan, place) if extent else None,
        length_m=geodesic.length_m(geometry) if geometry is not None and is_line(place) else None,
        accuracy_m=_accuracy_m(plan, place),
        zones=tuple(sorted(inside, key=lambda one: -(one.area_km2 or 0.0))),
        near=tuple(sorted(others, key=lambda one: one.distance_m)[:_NEAREST]),
        over=tuple(_overlaps(plan, place)) if place.located and point is None else (),
        at=tuple(one for role in _BOUNDING_ROLES for one in areas_at(plan, role, *point)) if point else (),
        rings=rings_at(plan, *point) if point else None,
        holds=tuple(_held(plan, place)) if extent else (),
    )


def _zone_there(plan: Plan, zone: Zone, place: Place, *, extent: bool) -> ZoneThere:
    distance_m, accuracy_m = away_from(plan, zone, place)
    sure = abs(distance_m) >= accuracy_m
    if not extent:
        return ZoneThere(zone, None, None, distance_m, sure)
    if distance_m > 0:
        return ZoneThere(zone, None, None, distance_m, sure)
    found = shared_with(plan, zone_place(zone), place)
    whole_km2 = _area_km2(plan, place)
    return ZoneThere(zone, found.area_km2, found.area_km2 / whole_km2 if whole_km2 else None, distance_m, found.surely)


def _overlaps(plan: Plan, place: Place) -> list[Overlap]:
    """Return the districts and regions a place with an extent shares land with, or that a line runs through."""
    found = []
    for role in _BOUNDING_ROLES:
        layer = plan.role(role)
        for feature in layer.features if layer is not None else ():
            if layer is None or feature is place.feature or feature.geometry is None:
                continue
            other = feature_place(layer, feature)
            if is_line(place):
                if meets(plan, place, other):
                    found.append(Overlap(role, feature, other.id, 0.0, certain=True))
                continue
            both = shared_with(plan, place, other)
            if both.area_km2 > 0:
                found.append(Overlap(role, feature, other.id, both.area_km2, both.surely))
    return found


def _held(plan: Plan, place: Place) -> list[tuple[LayerData, tuple[Place, ...]]]:
    """Return the features of other layers whose point, or a point on whose surface, lies in a place."""
    plain = plan.measured(f"holds {place.key}", lambda: _held_places(plan, place))
    layers = [(plan.layer(layer_id), numbers) for layer_id, numbers in plain]
    return [
        (layer, tuple(feature_place(layer, layer.features[number]) for number in numbers))
        for layer, numbers in layers
        if layer is not None
    ]


def _held_places(plan: Plan, place: Place) -> list[tuple[str, list[int]]]:
    """Return the layers with features in a place, and which of their features these are."""
    from zoneatlas.space.share import holder

    holds = holder(area_of(plan, place))
    skipped = {plan.settings.roles.get(role) for role in _NOT_IN} | {stretches_layer_id(plan)}
    own = place.layer.layer.id if place.layer is not None else None
    found = []
    for entry in plan.catalogue:
        layer = plan.layer(entry.id) if entry.id not in skipped else None
        if layer is None:
            continue
        inside = [
            number
            for number, feature in enumerate(layer.features)
            if feature.geometry is not None and feature is not place.feature and holds(feature.geometry)
        ]
        if inside and not (entry.id == own and len(layer.features) == 1):
            found.append((entry.id, inside))
    return found


def _area_km2(plan: Plan, place: Place) -> float:
    return plan.measured(f"area {place.key}", lambda: _land_km2(plan, place))


def _land_km2(plan: Plan, place: Place) -> float:
    from zoneatlas.space.share import land_km2

    if place.sort == "rings" and place.outer is None:
        outline = plan.role("outline") or plan.role("districts")
        inner = sum(_area_km2(plan, zone_or_ring) for zone_or_ring in _inner(place))
        whole = sum(geodesic.area_km2(f.geometry) for f in outline.features if f.geometry) if outline else 0.0
        return max(0.0, whole - inner)
    return land_km2(area_of(plan, place))


def _inner(place: Place) -> list[Place]:
    return [Place(place.id, place.name, "rings", outer=place.inner)] if place.inner is not None else []


def _radius_m(plan: Plan, place: Place) -> float:
    if place.layer is None or place.feature is None:
        return 0.0
    return shape_of_feature(plan, place.layer, place.feature).radius_m


def _accuracy_m(plan: Plan, place: Place) -> float | None:
    if place.layer is None or place.feature is None or place.feature.geometry is None:
        return None
    return max((value or 0.0 for value in shape_of_feature(plan, place.layer, place.feature).edges), default=None)
