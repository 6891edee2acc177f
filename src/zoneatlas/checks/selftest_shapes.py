"""Faults of a zone's geometry, for the self-test."""

from __future__ import annotations

import json
from itertools import pairwise
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.selftest import Seeded
from zoneatlas.checks.selftest_copy import Feature, PlanCopy, Position, map_positions, rings_of
from zoneatlas.checks.selftest_faults import key_of_zone
from zoneatlas.plan.shapes import POLYGON_TYPES, geometry_faults

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

__all__ = [
    "axis_swap", "bd09", "bow_tie", "broken_edge", "gcj02", "metres", "moved_10_km", "new_overlap", "not_a_number",
    "open_ring", "spike",
]  # fmt: skip

_TEN_KM_M = 10_000.0
_DIGITS = 6
_TRIES = 60
_NAN = "NaN"
_QUAD = 4
_TORN_M = 2.5
_TWO = 2


def drawn(feature: Feature) -> bool:
    """Whether a feature is a zone with an id and a usable polygon."""
    geometry = feature.get("geometry")
    return bool(geometry) and bool(key_of_zone(feature)) and not geometry_faults(geometry, POLYGON_TYPES)


def moved_10_km(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Move a zone by 10 km in any direction."""
    from zoneatlas.space.geodesic import metres_per_degree

    angle = rng.random() * 2 * pi

    def move(position: Position) -> Position:
        x_m, y_m = metres_per_degree(position[1])
        lon, lat = position[0] + _TEN_KM_M * cos(angle) / x_m, position[1] + _TEN_KM_M * sin(angle) / y_m
        return [round(lon, _DIGITS), round(lat, _DIGITS)]

    return _everywhere(copy, rng, move)


def shift_of(name: str) -> Callable[[Position], Position]:
    """Return the move of a position by a datum shift, by its name."""
    import numpy as np

    from zoneatlas.space.shift import SHIFTS

    redo = next(shift.redo for shift in SHIFTS if shift.name == name)

    def move(position: Position) -> Position:
        lon, lat = redo(np.array(position[:1], dtype=float), np.array(position[1:2], dtype=float))
        return [round(float(lon[0]), _DIGITS), round(float(lat[0]), _DIGITS)]

    return move


def gcj02(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Store a zone in GCJ-02; nothing outside the region it is used in."""
    return _everywhere(copy, rng, shift_of("GCJ-02"), shifted_there)


def bd09(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Store a zone in BD-09; nothing outside the region it is used in."""
    return _everywhere(copy, rng, shift_of("BD-09"), shifted_there)


def shifted_there(feature: Feature) -> bool:
    """Whether China's datum shifts are used where a feature lies."""
    import numpy as np

    from zoneatlas.space.shift import in_shifted_region

    return in_shifted_region(np.array([position for ring in rings_of(feature) for position in ring])[:, :2])


def axis_swap(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Exchange longitude and latitude."""
    return _everywhere(copy, rng, lambda position: position[1::-1])


def metres(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Store a zone in the plan's measuring CRS."""
    from zoneatlas.space.measure import to_metric

    plan = copy.clean.plan
    if plan is None or not plan.settings.measuring_crs:
        return None

    def change(geometry: dict[str, Any], _: random.Random) -> None:
        geometry["coordinates"] = _lists(
            to_metric(geometry, plan.settings.measuring_crs).__geo_interface__["coordinates"]
        )

    return _geometry(copy, rng, change)


def open_ring(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Leave out the last position of a ring."""
    return _geometry(copy, rng, lambda geometry, random_: _any_ring(geometry, random_).pop())


def not_a_number(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Write NaN for a coordinate."""

    def change(geometry: dict[str, Any], random_: random.Random) -> None:
        random_.choice(_any_ring(geometry, random_))[random_.randrange(2)] = float(_NAN)

    return _geometry(copy, rng, change)


def spike(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Let a ring run out to a stray vertex and straight back."""

    def change(geometry: dict[str, Any], random_: random.Random) -> None:
        ring = _any_ring(geometry, random_)
        at = random_.randrange(len(ring) - 1)
        far, angle = random_.uniform(0.005, 0.05), random_.random() * 2 * pi
        foot = ring[at]
        tip = [round(foot[0] + far * cos(angle), _DIGITS), round(foot[1] + far * sin(angle), _DIGITS)]
        ring[at + 1 : at + 1] = [tip, list(foot)]

    return _geometry(copy, rng, change)


def bow_tie(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Exchange two vertices of a ring so that it crosses itself."""
    import shapely

    for _ in range(_TRIES):
        where = copy.any_zone(rng, drawn)
        if where is None:
            return None
        file, index = where
        features = copy.features(file)
        before = shapely.is_valid(shapely.geometry.shape(features[index]["geometry"]))
        ring = _any_ring(features[index]["geometry"], rng)
        if len(ring) <= _QUAD:
            continue
        at = rng.randrange(1, len(ring) - 2)
        ring[at], ring[at + 1] = ring[at + 1], ring[at]
        if before and not shapely.is_valid(shapely.geometry.shape(features[index]["geometry"])):
            return _written(copy, file, features, index)
    return None


def new_overlap(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Let a zone grow into one it has nothing to do with: a block of 200 m to 1 km inside the other is added to it."""
    import shapely

    shapes = copy.once("shapes", _zone_shapes)
    for _ in range(_TRIES):
        (file, index), zone = rng.choice(shapes)
        (other_file, number), other = rng.choice(shapes)
        features = copy.features(file)
        if zone.distance(other) == 0 or not other.is_valid:
            continue
        west, south, east, north = other.bounds
        half = rng.uniform(0.001, 0.005)
        middle = shapely.Point(rng.uniform(west, east), rng.uniform(south, north))
        block = shapely.set_precision(middle.buffer(half, cap_style="square"), 10.0**-_DIGITS)
        inside = block.intersection(other)
        if not other.contains(middle) or inside.area < block.area / 2 or block.distance(zone) == 0:
            continue
        geometry = features[index]["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        ring = _lists(list(shapely.orient_polygons(block).exterior.coords))
        features[index]["geometry"] = {"type": "MultiPolygon", "coordinates": [*polygons, [ring]]}
        seeded = _written(copy, file, features, index)
        return Seeded(file, seeded.features | {key_of_zone(copy.zones[other_file][number])})
    return None


def broken_edge(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Move an end of an edge that two neighbours share by 3 to 30 m, in one of them alone, not along the edge."""
    import shapely

    from zoneatlas.space.geodesic import metres_per_degree

    shared = copy.once("shared edges", _shared_edges)
    for _ in range(_TRIES) if shared else ():
        ends, both = rng.choice(shared)
        position = rng.choice(ends)
        file, index = rng.choice(both)
        far_m, angle = rng.uniform(3, 30), rng.random() * 2 * pi
        x_m, y_m = metres_per_degree(position[1])
        lon, lat = position[0] + far_m * cos(angle) / x_m, position[1] + far_m * sin(angle) / y_m
        features = copy.features(file)
        _put(features[index]["geometry"], position, [round(lon, _DIGITS), round(lat, _DIGITS)])
        edge = shapely.boundary(shapely.geometry.shape(features[index]["geometry"]))
        if edge.distance(shapely.Point(position)) * x_m >= _TORN_M:
            _written(copy, file, features, index)
            return Seeded(file, frozenset(key_of_zone(copy.zones[name][number]) for name, number in both))
    return None


def _put(geometry: dict[str, Any], old: tuple[float, ...], new: Position) -> None:
    """Put a vertex elsewhere, wherever it stands in a geometry."""
    geometry["coordinates"] = map_positions(
        geometry["coordinates"], lambda each: list(new) if tuple(each) == old else each
    )


_Edge = tuple[tuple[float, ...], ...]


def _shared_edges(copy: PlanCopy) -> list[tuple[_Edge, list[tuple[str, int]]]]:
    """Return the edges that exactly two zones have, which touch and do not overlap."""
    shapes = dict(_zone_shapes(copy))
    owners: dict[_Edge, set[tuple[str, int]]] = {}
    for file, index in shapes:
        for ring in rings_of(copy.zones[file][index]):
            for start, end in pairwise(ring):
                owners.setdefault(tuple(sorted((tuple(start), tuple(end)))), set()).add((file, index))
    pairs = {tuple(sorted(both)) for both in owners.values() if len(both) == _TWO}
    apart = {pair for pair in pairs if not shapes[pair[0]].overlaps(shapes[pair[1]]) and _touch(shapes, pair)}
    return [(edge, sorted(both)) for edge, both in sorted(owners.items()) if tuple(sorted(both)) in apart]


def _touch(shapes: dict[tuple[str, int], BaseGeometry], pair: tuple[tuple[str, int], ...]) -> bool:
    one, other = (shapes[each] for each in pair)
    return bool(one.is_valid and other.is_valid and one.touches(other))


def _zone_shapes(copy: PlanCopy) -> list[tuple[tuple[str, int], BaseGeometry]]:
    import shapely

    return [
        ((file, index), shapely.geometry.shape(feature["geometry"]))
        for file, features in copy.zones.items()
        for index, feature in enumerate(features)
        if drawn(feature)
    ]


def _any_ring(geometry: dict[str, Any], rng: random.Random) -> list[Position]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    ring: list[Position] = rng.choice(rng.choice(polygons))
    return ring


def _everywhere(
    copy: PlanCopy,
    rng: random.Random,
    move: Callable[[Position], Position],
    wanted: Callable[[Feature], bool] | None = None,
) -> Seeded | None:
    def change(geometry: dict[str, Any], _: random.Random) -> None:
        geometry["coordinates"] = map_positions(geometry["coordinates"], move)

    return _geometry(copy, rng, change, wanted)


def _geometry(
    copy: PlanCopy,
    rng: random.Random,
    change: Callable[[dict[str, Any], random.Random], object],
    wanted: Callable[[Feature], bool] | None = None,
) -> Seeded | None:
    """Change the geometry of a zone that fits, picked at random."""
    where = copy.any_zone(rng, lambda each: drawn(each) and (wanted is None or wanted(each)))
    if where is None:
        return None
    file, index = where
    features = copy.features(file)
    change(features[index]["geometry"], rng)
    return _written(copy, file, features, index)


def _written(copy: PlanCopy, file: str, features: list[Feature], index: int) -> Seeded:
    copy.write(file, features)
    return Seeded(file, frozenset((key_of_zone(features[index]),)))


def _lists(value: Any) -> Any:  # noqa: ANN401  (nested tuples of any depth)
    return json.loads(json.dumps(value))
