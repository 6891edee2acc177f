"""What the plan checks share, worked out once: zones with records and areas in metres, and reference areas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.plan_rules.edges import Edge, edge_of, edges_of, feature_accuracy_m, layer_or_none, line_stretches
from zoneatlas.checks.records import Finding, Measure
from zoneatlas.plan.load import CATALOGUE_FILE
from zoneatlas.plan.locate import GEODATA
from zoneatlas.plan.records import PlanError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.geojson import FeatureRecord
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerData, LayerFeature, Zone

__all__ = [
    "STANDS",
    "Anchor",
    "Ground",
    "Site",
    "catalogue_lost",
    "cell",
    "drawn_zones",
    "ground_of",
    "length",
    "percent",
    "table_text",
    "told_of",
    "zone_finding",
]

#: What must be clean of a zone before it is worth asking what lies in it: that it stands where it was drawn.
STANDS = ("Z401", "Z402", "Z403", "Z404", "Z406")
Path = tuple[str | int, ...]
_LONG_M = 10_000.0
_LISTS = frozenset(("districts", "industries", "supporting_industries", "anchors", "sources"))


@dataclass(frozen=True)
class Site:
    """A reference area: its feature, its area and its edge in metres."""

    feature: LayerFeature
    area: BaseGeometry
    edge: Edge

    @property
    def names(self) -> tuple[str, ...]:
        """The names it goes by."""
        return tuple(name for name in (self.feature.name.zh, self.feature.name.en) if name)


@dataclass(frozen=True)
class Anchor:
    """A place zones may name: where it is in metres (None where it was not located), how surely, and its names."""

    point: BaseGeometry | None
    accuracy_m: float
    name: Text


@dataclass(frozen=True)
class Ground:
    """A plan laid out for checking; everything is in metres of `crs`."""

    plan: Plan
    crs: str
    records: Mapping[tuple[str, int], FeatureRecord]

    @cached_property
    def areas(self) -> Mapping[tuple[str, int], BaseGeometry]:
        """The zones' areas (made valid) by file and index; those without a usable one are left out."""
        from zoneatlas.space.overlay import metric_all

        return dict(zip(self.shapes, metric_all(list(self.shapes.values()), self.crs), strict=True))

    @cached_property
    def shapes(self) -> Mapping[tuple[str, int], BaseGeometry]:
        """The zones' areas in degrees (made valid) by file and index."""
        from zoneatlas.space.overlay import polygonal_all

        shapes = polygonal_all([zone.geometry for zone in self.plan.zones])
        pairs = zip(self.plan.zones, shapes, strict=True)
        return {(zone.file, zone.index): shape for zone, shape in pairs if not shape.is_empty}

    @cached_property
    def edges(self) -> Mapping[tuple[str, int], Edge]:
        """The zones' edges by file and index."""
        stretches = edges_of(self.plan, self.crs)
        return {(zone.file, zone.index): edge_of(zone, stretches) for zone in self.plan.zones}

    def layer(self, role: str) -> LayerData | None:
        """Return the layer with a role, or None where there is none or it cannot be read."""
        layer_id = self.plan.settings.roles.get(role)
        return layer_or_none(self.plan, layer_id) if layer_id else None

    def sites(self, role: str) -> tuple[Site, ...]:
        """Return the areas of the layer with a role; empty where there is none."""
        return self._sites[role] if role in self._sites else self._sites.setdefault(role, self._read_sites(role))

    @cached_property
    def _sites(self) -> dict[str, tuple[Site, ...]]:
        return {}

    def _read_sites(self, role: str) -> tuple[Site, ...]:
        from zoneatlas.space.overlay import metric_all, polygonal_all

        data = self.layer(role)
        if data is None:
            return ()
        shapes = polygonal_all([feature.geometry for feature in data.features])
        areas = metric_all(shapes, self.crs)
        stretches = line_stretches(self.plan, data.layer.id, self.crs)
        return tuple(
            Site(feature, area, _line(feature_accuracy_m(data, feature), stretches))
            for feature, area in zip(data.features, areas, strict=True)
            if not area.is_empty
        )

    @cached_property
    def outline(self) -> tuple[BaseGeometry, Edge] | None:
        """The municipality and its edge: the layer with the role ``outline``, else the districts; None without."""
        from zoneatlas.space.overlay import united

        for role in ("outline", "districts"):
            sites = self.sites(role)
            if sites:
                return united(site.area for site in sites), sites[0].edge
        return None

    @cached_property
    def anchors(self) -> Mapping[str, Anchor]:
        """The places of the layer with the role ``places``, by their id, else by their name."""
        from zoneatlas.space.overlay import metric_all

        data = self.layer("places")
        features = data.features if data is not None else ()
        placed = [feature for feature in features if feature.geometry is not None]
        shapes = metric_all([feature.geometry for feature in placed if feature.geometry is not None], self.crs)
        points = {feature.index: shape for feature, shape in zip(placed, shapes, strict=True)}
        found: dict[str, Anchor] = {}
        for feature in features:
            point = points.get(feature.index)
            ids = [value for key, value in feature.properties.items() if key.endswith("_id") and isinstance(value, str)]
            accuracy_m = feature_accuracy_m(data, feature) if data is not None else 0.0
            found.setdefault((ids or [feature.name.say("en")])[0], Anchor(point, accuracy_m, feature.name))
        return found

    def place(self, geometry: BaseGeometry) -> dict[str, Any]:
        """Return a metric geometry as GeoJSON in degrees, six decimals."""
        from zoneatlas.space.measure import to_degrees
        from zoneatlas.space.overlay import geojson

        return geojson(to_degrees(geometry, self.crs))


def _line(usual_m: float, stretches: tuple[tuple[BaseGeometry, float], ...]) -> Edge:
    """Return a reference line's edge; a less sure stretch speaks for all that lies within its own accuracy of it."""
    reach_m = max((accuracy for _, accuracy in stretches), default=0.0)
    return Edge(usual_m, stretches, max(reach_m, 5.0))


def ground_of(subject: Subject) -> Ground | None:
    """Return the plan laid out for checking, made once; None where there is no plan."""
    if subject.plan is None:
        return None
    return subject.once("plan_rules.ground", _made)


def _made(subject: Subject) -> Ground:
    if subject.plan is None:  # `ground_of` asks only where there is one
        raise ValueError("no plan")
    records = {(file.file, record.index): record for file in subject.files for record in file.features}
    return Ground(subject.plan, subject.measuring_crs, records)


def catalogue_lost(subject: Subject) -> bool:
    """Whether catalog.toml cannot be read or is missed, so that nobody knows which layers there are."""
    return any(problem.file == f"{GEODATA}/{CATALOGUE_FILE}" for problem in subject.problems)


def drawn_zones(subject: Subject) -> Iterator[tuple[Ground, Zone, BaseGeometry, Edge]]:
    """Yield the zones that have an area and that no required check found faulty."""
    ground = ground_of(subject)
    if ground is None:
        return
    for zone in ground.plan.zones:
        key = (zone.file, zone.index)
        if key not in subject.blocked and key in ground.areas:
            yield ground, zone, ground.areas[key], ground.edges[key]


def zone_finding(  # noqa: PLR0913, PLR0917  (a finding has this many parts)
    check: str,
    subject: Subject,
    zone: Zone,
    path: Path,
    en: str,
    zh: str,
    *,
    place: Mapping[str, Any] | None = None,
    measure: Measure | None = None,
) -> Finding:
    """Make a finding about a zone at a property of it; without the property, at the feature's start."""
    ground = ground_of(subject)
    record = ground.records.get((zone.file, zone.index)) if ground is not None else None
    line, column = record.locate(("properties", *path)) if record is not None else (zone.line, zone.column)
    return Finding(check, en, zh, zone.file, line, column, zone.zone_id, place, measure)


def told_of(zone: Zone, field: str) -> bool:
    """Whether a field is missing or of the wrong type: the structure tells it, and what follows is not told again."""
    if field not in zone.properties:
        return True
    value = zone.properties[field]
    if value is None:
        return False
    if field in _LISTS:
        return not isinstance(value, list) or not all(isinstance(item, str) for item in value)
    return not isinstance(value, str)


def length(metres: float, *, zh: bool = False) -> str:
    """Return a length for a sentence: whole metres, from 10 km on kilometres."""
    if metres >= _LONG_M:
        return f"{metres / 1000:.1f} {'公里' if zh else 'km'}"
    return f"{metres:,.0f} {'米' if zh else 'm'}"


def percent(part: float) -> str:
    """Return a ratio as a percentage with one decimal and its sign."""
    return f"{100 * part:+.1f} %"


def cell(text: str, line: int, value: str) -> int:
    """Return the column (from 1) at which a value stands in a line of a table's text, 1 when it does not."""
    lines = text.splitlines()
    found = lines[line - 1].find(value) if value and 0 < line <= len(lines) else -1
    return found + 1 if found >= 0 else 1


def table_text(plan: Plan, name: str) -> str:
    """Return the text of a table of the plan, empty where it cannot be read."""
    from zoneatlas.plan.tables import read_text

    try:
        return read_text(plan.root / name, name)
    except PlanError:
        return ""
