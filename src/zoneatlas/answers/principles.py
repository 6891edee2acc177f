"""The plan's spatial principles as figures: balance across an axis, core and periphery, distance to expressways.

Every formula stands in docs/coverage.md under the name of its record here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.answers.coverage_units import Ground, feature_id, rings_of, units_by_ring
from zoneatlas.checks.plan_rules.edges import feature_accuracy_m
from zoneatlas.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.plan.records import LayerData, LayerFeature, Text

__all__ = ["Balance", "Leaning", "Principles", "Step", "ToRoad", "principles"]

ALL = "all"


@dataclass(frozen=True, slots=True)
class Balance:
    """How evenly the zones cover two sides of a line.

    ``axis`` is ``north-south`` (across the axis) or ``east-west`` (across the meridian of the centre); ``scope`` the
    municipality or the land inside the outermost ring; ``kind`` a kind of zone or ``all``. First is north or east,
    second south or west. ``balance`` is the smaller density over the larger, 1 when even, None when neither side has
    any.
    """

    axis: str
    scope: str
    kind: str
    first_km2: float
    second_km2: float
    first_area_km2: float
    second_area_km2: float

    @property
    def first_share(self) -> float | None:
        """The first side's share of what is covered on both."""
        total = self.first_km2 + self.second_km2
        return self.first_km2 / total if total else None

    @property
    def first_density(self) -> float:
        """The first side's covered area by its area."""
        return self.first_km2 / self.first_area_km2 if self.first_area_km2 else 0.0

    @property
    def second_density(self) -> float:
        """The second side's covered area by its area."""
        return self.second_km2 / self.second_area_km2 if self.second_area_km2 else 0.0

    @property
    def balance(self) -> float | None:
        """The smaller density over the larger."""
        high = max(self.first_density, self.second_density)
        return min(self.first_density, self.second_density) / high if high else None


@dataclass(frozen=True, slots=True)
class Step:
    """One step from the core to the periphery, for one kind of zone (or ``all``).

    ``share`` is how much of the land between the rings is covered, ``part`` how much of all covered land lies there,
    and ``quotient`` the part divided by the interval's part of the municipality: above 1 it has more than its land's
    due.
    """

    id: str
    name: Text
    kind: str
    km2: float
    share: float
    part: float | None
    quotient: float | None


@dataclass(frozen=True, slots=True)
class ToRoad:
    """A zone and the expressway nearest to it; ``distance_m`` is 0 where the road crosses or touches the zone."""

    zone: str
    road: str
    name: Text
    distance_m: float
    accuracy_m: float


@dataclass(frozen=True, slots=True)
class Leaning:
    """A zone and an expressway that the plan names in the zone's clause, or in the clause above it."""

    zone: str
    road: str
    name: Text
    clause: str
    distance_m: float
    accuracy_m: float


@dataclass(frozen=True, slots=True)
class Principles:
    """All figures; a part whose layer the plan does not have is empty."""

    balances: tuple[Balance, ...]
    steps: tuple[Step, ...]
    roads: tuple[ToRoad, ...]
    leaning: tuple[Leaning, ...]


def principles(ground: Ground) -> Principles:
    """Work out the plan's spatial principles.

    Parameters
    ----------
    ground
        The plan's areas. Its roles ``axis`` (features of kind ``axis``, the longest is taken), ``rings`` and
        ``roads`` say what to measure against; a role the plan does not have leaves its figures out.
    """
    rings = ground.plan.role("rings") is not None
    return Principles(
        balances=tuple(_balances(ground)),
        steps=tuple(_steps(ground)) if rings else (),
        roads=tuple(_nearest(ground)),
        leaning=tuple(_leaning(ground)),
    )


def _kinds(ground: Ground) -> list[tuple[str, BaseGeometry]]:
    """Return every kind's land (degrees), and that of all kinds together."""
    return [(kind or ALL, land) for kind, land in ground.lands.items()]


def _balances(ground: Ground) -> Iterator[Balance]:
    import shapely

    whole = ground.municipality
    scopes: list[tuple[str, BaseGeometry]] = [("municipality", whole)]
    if ground.plan.role("rings") is not None and (rings := rings_of(ground)):
        scopes.append((f"inside {rings[-1][0]}", shapely.intersection(rings[-1][2], whole)))
    for axis, line in _lines(ground, whole):
        for scope, land in scopes:
            first, second = _two_sides(axis, land, line)
            yield from _balance(ground, axis, scope, first, second)


def _balance(ground: Ground, axis: str, scope: str, first: BaseGeometry, second: BaseGeometry) -> Iterator[Balance]:
    import shapely

    from zoneatlas.space.overlay import exact_area_km2

    for kind, land in _kinds(ground):
        yield Balance(
            axis,
            scope,
            kind,
            *(exact_area_km2(shapely.intersection(land, side)) for side in (first, second)),
            *(exact_area_km2(side) for side in (first, second)),
        )


def _two_sides(axis: str, land: BaseGeometry, line: Sequence[tuple[float, float]]) -> tuple[BaseGeometry, BaseGeometry]:
    """Cut land into north and south, or east and west, of a line."""
    from zoneatlas.space.overlay import sides

    left, right = sides(land, line)
    runs_east = line[-1][0] > line[0][0]
    runs_north = line[-1][1] > line[0][1]
    left_is_first = runs_east if axis == "north-south" else not runs_north
    return (left, right) if left_is_first else (right, left)


def _lines(ground: Ground, whole: BaseGeometry) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    """Yield the axis (between north and south), and the meridian of the centre (between east and west)."""
    from zoneatlas.space.measure import length_m

    data = ground.plan.role("axis")
    axes = [one for one in data.features if _is_axis(one)] if data is not None else []
    if axes:
        longest = max(axes, key=lambda one: length_m(one.geometry or {}))
        positions = (longest.geometry or {})["coordinates"]
        yield "north-south", [(float(position[0]), float(position[1])) for position in positions]
    if ground.plan.role("rings") is not None and (rings := rings_of(ground)):
        centre = rings[0][2].centroid
        _, south, _, north = whole.bounds
        yield "east-west", [(centre.x, south), (centre.x, north)]


def _is_axis(feature: LayerFeature) -> bool:
    line = feature.geometry is not None and feature.geometry["type"] == "LineString"
    return line and feature.properties.get("kind") == "axis"


def _steps(ground: Ground) -> Iterator[Step]:
    import shapely

    from zoneatlas.space.overlay import exact_area_km2

    units = units_by_ring(ground)
    areas_km2 = [exact_area_km2(unit.area) for unit in units]
    for kind, land in _kinds(ground):
        covered_km2 = [exact_area_km2(shapely.intersection(land, unit.area)) for unit in units]
        total_km2, whole_km2 = sum(covered_km2), sum(areas_km2)
        for unit, area_km2, km2 in zip(units, areas_km2, covered_km2, strict=True):
            part = km2 / total_km2 if total_km2 else None
            quotient = part / (area_km2 / whole_km2) if part is not None and area_km2 and whole_km2 else None
            yield Step(unit.id, unit.name, kind, km2, km2 / area_km2 if area_km2 else 0.0, part, quotient)


def _roads(ground: Ground) -> tuple[LayerData | None, list[tuple[LayerFeature, BaseGeometry]]]:
    from zoneatlas.space.overlay import metric

    data = ground.plan.role("roads")
    features = data.features if data is not None else ()
    return data, [(one, metric(one.geometry, ground.crs)) for one in features if one.geometry is not None]


def _between(ground: Ground, data: LayerData, zone: str, road: LayerFeature, line: BaseGeometry) -> tuple[float, float]:
    """Return the distance (m) of a zone and a road, and the accuracy (m) of the edge and the road that decide it."""
    import shapely

    area = ground.metric_zones[zone]
    distance_m = float(area.distance(line))
    where = shapely.Point(shapely.get_coordinates(shapely.shortest_line(area, line))[0]) if distance_m else area
    return distance_m, feature_accuracy_m(data, road) + ground.edges[zone].accuracy_at(where)


def _nearest(ground: Ground) -> Iterator[ToRoad]:
    data, roads = _roads(ground)
    if data is None or not roads:
        return
    for zone, area in ground.metric_zones.items():
        road, line = min(roads, key=lambda pair: float(area.distance(pair[1])))
        yield ToRoad(zone, feature_id(road), road.name, *_between(ground, data, zone, road, line))


def _leaning(ground: Ground) -> Iterator[Leaning]:
    data, roads = _roads(ground)
    if data is None:
        return
    for zone in ground.plan.zones:
        for road, line in roads if zone.zone_id in ground.zones else ():
            clauses = road.properties.get("clauses")
            named = [one for one in clauses if isinstance(one, str)] if isinstance(clauses, list) else []
            clause = next((one for one in named if one and zone.clause.startswith(one)), None)
            if clause is not None:
                yield Leaning(
                    zone.zone_id, feature_id(road), road.name, clause, *_between(ground, data, zone.zone_id, road, line)
                )
