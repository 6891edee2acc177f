"""What coverage is counted by: districts, regions, the intervals between ring roads; and the zones' own areas."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from zoneatlas.checks.plan_rules.edges import Edge, edge_of, edges_of, feature_accuracy_m, line_stretches
from zoneatlas.plan.records import PlanError, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerFeature, Zone

__all__ = ["Ground", "Unit", "feature_id", "rings_of", "units_by_ring", "units_of_role"]


@dataclass(frozen=True)
class Unit:
    """A part of the municipality: a district, a region, the land between two rings.

    ``area`` is in degrees; ``edge`` says how sure its line is, None where the unit is the municipality itself.
    """

    id: str
    name: Text
    area: BaseGeometry = field(repr=False)
    edge: Edge | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Ground:
    """What every answer about coverage starts from: the zones' areas and the municipality's, in degrees.

    ``crs`` is where metres are measured: the plan's measuring CRS, else an equal-area one about the data.
    """

    plan: Plan = field(repr=False)

    @cached_property
    def zones(self) -> Mapping[str, BaseGeometry]:
        """The zones' areas by zone_id, made valid; zones without a usable geometry are left out."""
        from zoneatlas.space.overlay import polygonal

        areas = {zone.zone_id: polygonal(zone.geometry) for zone in self.plan.zones if zone.geometry is not None}
        return {key: area for key, area in areas.items() if not area.is_empty}

    @cached_property
    def municipality(self) -> BaseGeometry:
        """The municipality: the union of the layer with the role ``outline``, else of the districts.

        Raises
        ------
        PlanError
            If the plan has neither.
        """
        from zoneatlas.space.overlay import polygonal, united

        for role in ("outline", "districts"):
            data = self.plan.role(role)
            if data is not None:
                area = united(polygonal(feature.geometry) for feature in data.features)
                if not area.is_empty:
                    return area
        raise _no_layer("outline")

    @cached_property
    def crs(self) -> str:
        """The CRS for metres."""
        from zoneatlas.space.measure import is_metric_crs
        from zoneatlas.space.overlay import local_metric_crs

        named = self.plan.settings.measuring_crs
        return named if named and is_metric_crs(named) else local_metric_crs(self.municipality)

    @cached_property
    def metric_zones(self) -> Mapping[str, BaseGeometry]:
        """The zones' areas in metres, by zone_id."""
        from zoneatlas.space.overlay import metric

        return {key: metric(area, self.crs) for key, area in self.zones.items()}

    @cached_property
    def edges(self) -> Mapping[str, Edge]:
        """The zones' edges with their accuracies, by zone_id."""
        stretches = edges_of(self.plan, self.crs)
        return {zone.zone_id: edge_of(zone, stretches) for zone in self.plan.zones}

    @cached_property
    def stated_districts(self) -> Mapping[str, tuple[str, ...]]:
        """The districts the zones state they lie in, by zone_id."""
        return {zone.zone_id: zone.districts for zone in self.plan.zones}

    @cached_property
    def lands(self) -> Mapping[str, BaseGeometry]:
        """The land (degrees) each kind of zone covers, counted once; under an empty name that of all zones."""
        from zoneatlas.space.overlay import united

        each = {kind.kind: united(self.of_kind(kind.kind).values()) for kind in self.plan.settings.kinds}
        return {"": united(self.zones.values()), **each}

    def of_kind(self, kind: str) -> dict[str, BaseGeometry]:
        """Return the areas of the zones of a kind, by zone_id."""
        return {zone.zone_id: self.zones[zone.zone_id] for zone in self._drawn() if zone.kind == kind}

    def _drawn(self) -> list[Zone]:
        return [zone for zone in self.plan.zones if zone.zone_id in self.zones]


def feature_id(feature: LayerFeature) -> str:
    """Return what a reference feature is called by programs: its first property that ends in ``_id``, else its name."""
    for key, value in feature.properties.items():
        if (key.endswith("_id") or key == "id") and isinstance(value, str) and value:
            return value
    return feature.name.en or feature.name.zh or str(feature.index)


def units_of_role(ground: Ground, role: str) -> tuple[Unit, ...]:
    """Return the areas of the layer with a role (``districts``, ``regions``), in its order.

    Raises
    ------
    PlanError
        If the plan has no such layer.
    """
    from zoneatlas.space.overlay import polygonal

    data = ground.plan.role(role)
    if data is None:
        raise _no_layer(role)
    stretches = line_stretches(ground.plan, data.layer.id, ground.crs)
    reach_m = max((accuracy for _, accuracy in stretches), default=0.0)
    return tuple(
        Unit(
            feature_id(feature),
            feature.name,
            polygonal(feature.geometry),
            Edge(feature_accuracy_m(data, feature), stretches, reach_m),
        )
        for feature in data.features
        if feature.geometry is not None
    )


def rings_of(ground: Ground) -> list[tuple[int | float, Text, BaseGeometry, float]]:
    """Return the ring roads from the innermost: number, name, the area inside (degrees), accuracy (m).

    Raises
    ------
    PlanError
        If the plan has no layer with the role ``rings``.
    """
    from zoneatlas.space.overlay import enclosed, united

    data = ground.plan.role("rings")
    if data is None:
        raise _no_layer("rings")
    numbered = [
        (number, feature)
        for feature in data.features
        if isinstance(number := feature.properties.get("ring"), int | float) and not isinstance(number, bool)
    ]
    rings: list[tuple[int | float, Text, BaseGeometry, float]] = []
    for number, feature in sorted(numbered, key=lambda pair: pair[0]):
        area = enclosed(feature.geometry)
        if rings and not area.is_empty:
            area = united([area, rings[-1][2]])  # where two rings share a road, the outer still holds the inner
        if not area.is_empty:
            rings.append((number, feature.name, area, feature_accuracy_m(data, feature)))
    return rings


def units_by_ring(ground: Ground) -> tuple[Unit, ...]:
    """Return the land inside the innermost ring, between each two, and outside the outermost, of the municipality."""
    import shapely

    rings = rings_of(ground)
    if not rings:
        return ()
    whole = ground.municipality
    first, last = rings[0], rings[-1]
    units = [
        Unit(
            f"inside {first[0]}",
            Text(f"{first[1].zh or first[1].en}以内", f"inside {first[1].en or first[1].zh}"),
            shapely.intersection(first[2], whole),
            Edge(first[3]),
        )
    ]
    for inner, outer in itertools.pairwise(rings):
        units.append(
            Unit(
                f"{inner[0]}-{outer[0]}",
                Text(f"{inner[1].zh or inner[1].en}至{outer[1].zh or outer[1].en}",
                     f"{inner[1].en or inner[1].zh} to {outer[1].en or outer[1].zh}"),
                shapely.intersection(shapely.difference(outer[2], inner[2]), whole),
                Edge(max(inner[3], outer[3])),
            )
        )  # fmt: skip
    units.append(
        Unit(
            f"outside {last[0]}",
            Text(f"{last[1].zh or last[1].en}以外", f"outside {last[1].en or last[1].zh}"),
            shapely.difference(whole, last[2]),
            Edge(last[3]),
        )
    )
    return tuple(units)


def _no_layer(role: str) -> PlanError:
    return PlanError.about(
        f'The plan has no layer for this: add {role} = "LAYER" to [roles] in plan.toml and the layer to catalog.toml.',
        f'规划没有所需图层：请在 plan.toml 的 [roles] 中写 {role} = "图层"，并在 catalog.toml 中列出该图层。',
        file="zones/plan.toml",
    )
