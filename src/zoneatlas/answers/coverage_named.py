"""What the plan names besides its zones: clusters with or without a polygon, and things strung along a road."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zoneatlas.answers.coverage_units import Ground, feature_id
from zoneatlas.checks.plan_rules.edges import feature_accuracy_m, layer_or_none
from zoneatlas.checks.plan_rules.layers import along_m
from zoneatlas.checks.plan_rules.tables import CLUSTER_COLUMNS, CLUSTERS_FILE
from zoneatlas.plan.locate import ZONES
from zoneatlas.plan.records import Text
from zoneatlas.plan.tables import read_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerFeature

__all__ = ["Cluster", "Strung", "clusters", "strung"]

#: Areas that share less than this part of the smaller one only touch.
_LEAST_PART = 0.01
Drawn = Literal["polygon", "point", "none"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster or base the plan names outside the clauses of its zones: a row of named_clusters.csv.

    ``drawn`` is ``polygon`` where one of its features has an area, ``point`` where one has a position, else ``none``;
    ``area_km2`` is that of its polygons; ``zones`` are those a position or area of it lies in.
    """

    id: str
    name: Text
    clause: str
    drawn: Drawn
    area_km2: float | None
    zones: tuple[str, ...]
    features: tuple[str, ...]
    note: Text


@dataclass(frozen=True, slots=True)
class Strung:
    """A thing the plan strings along a ring road, and how far from that line it stands.

    ``verdict`` is ``along`` when it surely stands within ``along_m`` of the line, ``off`` when it surely does not, and
    ``cannot-say`` when the two accuracies together leave it open.
    """

    id: str
    name: Text
    ring: int | float
    line: Text
    distance_m: float
    accuracy_m: float
    along_m: float
    verdict: Literal["along", "off", "cannot-say"]


def clusters(ground: Ground) -> tuple[Cluster, ...]:
    """Return the clusters of named_clusters.csv; none where the plan has no such table.

    Raises
    ------
    PlanError
        If the table is there and cannot be read.
    """
    plan = ground.plan
    path = plan.root / ZONES / CLUSTERS_FILE
    if not path.exists():
        return ()
    rows = read_csv(path, f"{ZONES}/{CLUSTERS_FILE}", CLUSTER_COLUMNS)
    return tuple(_cluster(ground, row) for _, row in rows)


def _cluster(ground: Ground, row: Mapping[str, str]) -> Cluster:
    from zoneatlas.space.overlay import exact_area_km2, polygonal, united

    words = tuple(word.strip() for word in row["features"].split(";") if word.strip())
    shapes = [shape for word in words if (shape := _shape(ground, word)) is not None]
    areas = [shape for shape in shapes if not polygonal(shape).is_empty]
    land = united(map(polygonal, areas))
    zones = tuple(key for key, area in ground.zones.items() if any(_lies_in(shape, area) for shape in areas or shapes))
    return Cluster(
        id=row["cluster_id"],
        name=Text(row["name_zh"], row["name_en"]),
        clause=row["clause"],
        drawn="polygon" if areas else "point" if shapes else "none",
        area_km2=exact_area_km2(land) if areas else None,
        zones=zones,
        features=words,
        note=Text(row["note_zh"], row["note_en"]),
    )


def _lies_in(shape: BaseGeometry, area: BaseGeometry) -> bool:
    """Whether a position stands in a zone, or an area shares more with it than a common edge's rounding."""
    if not shape.intersects(area):
        return False
    return shape.area == 0 or float(shape.intersection(area).area) > _LEAST_PART * min(shape.area, area.area)


def _shape(ground: Ground, word: str) -> BaseGeometry | None:
    """Return the geometry (degrees) of a zone or of a reference feature written ``layer:id``."""
    from zoneatlas.space.measure import as_geometry

    layer_id, _, key = word.rpartition(":")
    if layer_id in ("", "zone"):
        return ground.zones.get(key)
    feature = next((one for one in _features(ground.plan, layer_id) if feature_id(one) == key), None)
    return as_geometry(feature.geometry) if feature is not None and feature.geometry is not None else None


def _features(plan: Plan, layer_id: str) -> tuple[LayerFeature, ...]:
    data = layer_or_none(plan, layer_id)
    return data.features if data is not None else ()


def strung(ground: Ground) -> tuple[Strung, ...]:
    """Return the features of the layer with the role ``strung`` that name a ring, each with its distance to that ring.

    Features without a position are left out. The distance is from the point or the nearest edge of the polygon to the
    line (0 where it crosses); the accuracy is the feature's and the line's together.
    """
    return tuple(_strung(ground))


def _strung(ground: Ground) -> Iterator[Strung]:
    from zoneatlas.space.overlay import metric

    data, rings = ground.plan.role("strung"), ground.plan.role("rings")
    if data is None or rings is None:
        return
    lines = {line.properties.get("ring"): line for line in rings.features if line.geometry is not None}
    near_m = along_m(ground.plan.settings.tolerances)
    for feature in data.features:
        ring = feature.properties.get("ring")
        line = lines.get(ring) if ring is not None else None
        if feature.geometry is None or line is None or line.geometry is None or not isinstance(ring, int | float):
            continue
        away_m = float(metric(feature.geometry, ground.crs).distance(metric(line.geometry, ground.crs)))
        accuracy_m = feature_accuracy_m(data, feature) + feature_accuracy_m(rings, line)
        yield Strung(
            id=feature_id(feature),
            name=feature.name,
            ring=ring,
            line=line.name,
            distance_m=away_m,
            accuracy_m=accuracy_m,
            along_m=near_m,
            verdict="along"
            if away_m + accuracy_m <= near_m
            else "off"
            if away_m - accuracy_m > near_m
            else "cannot-say",
        )
