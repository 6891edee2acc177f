"""What a sheet draws, in metres of the plan's measuring CRS: zones with their look, the layers of the base map."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zoneatlas.answers.shapes import shape_of_zone
from zoneatlas.plan.records import PlanError
from zoneatlas.space.building import build_geometries
from zoneatlas.space.measure import to_metric, usable_crs
from zoneatlas.views.edges import edge_runs, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Kind, LayerData, LayerFeature, MapLayer, Zone
    from zoneatlas.views.figure_stats import Shading

__all__ = ["DrawnLayer", "DrawnZone", "Ground", "Line", "ground_of"]

Line = tuple[tuple[float, float], ...]

#: Marks besides the colours, for those who cannot tell these apart: one a kind, or one a zone where each has a colour.
_KIND_HATCHES = ("", "..", "//", "++")
_ZONE_HATCHES = ("//", "--", "\\\\", "..", "++", "||")
_INDICATIVE = "indicative"


@dataclass(frozen=True)
class DrawnZone:
    """A zone: its number on the sheet, its look, its area, and its edge parted into firm and indicative lines.

    ``fill`` is the colour that statistics give it, in place of a faint ground of its own with marks.
    """

    zone: Zone
    kind: Kind
    number: int
    colour: str
    hatch: str
    area: BaseGeometry = field(repr=False)
    firm: tuple[Line, ...] = field(repr=False)
    indicative: tuple[Line, ...] = field(repr=False)
    fill: str = ""


@dataclass(frozen=True)
class DrawnLayer:
    """A layer of the base map with how it looks."""

    usage: MapLayer
    data: LayerData
    features: tuple[tuple[LayerFeature, BaseGeometry], ...] = field(repr=False)


@dataclass(frozen=True)
class Ground:
    """Everything drawn; ``bounds`` are least east, least north, most east, most north in metres.

    ``shading`` is what zones are shaded by, where they are.
    """

    crs: str
    zones: tuple[DrawnZone, ...]
    layers: tuple[DrawnLayer, ...]
    bounds: tuple[float, float, float, float]
    shading: Shading | None = None


def ground_of(plan: Plan) -> Ground:
    """Bring a plan's zones and base map into its measuring CRS, vertex by vertex.

    Raises
    ------
    PlanError
        If a layer cannot be read, or the plan has nothing to draw.
    """
    import shapely

    stated = [zone.geometry for zone in plan.zones if zone.geometry is not None]
    outline = plan.role("outline") or plan.role("districts")
    extent = stated + [f.geometry for f in (outline.features if outline else ()) if f.geometry is not None]
    if not extent:
        raise PlanError.about("The plan has nothing to draw.", "规划里没有可画的内容。")
    built = build_geometries(extent)
    crs = usable_crs(plan.settings.measuring_crs, built)
    layers = []
    for usage in plan.settings.layers:
        data = plan.layer(usage.layer_id) if usage.base and usage.show else None
        if data is not None:
            drawn = [(f, to_metric(f.geometry, crs)) for f in data.features if f.geometry is not None]
            layers.append(DrawnLayer(usage, data, tuple(drawn)))
    west, south, east, north = shapely.total_bounds([to_metric(geometry, crs) for geometry in built])
    bounds = float(west), float(south), float(east), float(north)
    return Ground(crs, tuple(_zones(plan, crs)), tuple(layers), bounds)


def _zones(plan: Plan, crs: str) -> list[DrawnZone]:
    """Return the zones that have a geometry, numbered in the plan's order, those of a kind that is unknown left out."""
    rows: list[DrawnZone] = []
    for at, kind in enumerate(plan.settings.kinds):
        members = [zone for zone in plan.zones if zone.kind == kind.kind]
        for place, zone in enumerate(members):
            colour, hatch = kind.colour, _KIND_HATCHES[at % len(_KIND_HATCHES)]
            if kind.zone_colours:
                colour = kind.zone_colours[place % len(kind.zone_colours)]
                hatch = _ZONE_HATCHES[place % len(_ZONE_HATCHES)]
            if zone.geometry is not None:
                rows.append(_zone(plan, crs, zone, kind, len(rows) + 1, colour, hatch))
    return rows


def _zone(  # noqa: PLR0913, PLR0917  (a zone and its look)
    plan: Plan, crs: str, zone: Zone, kind: Kind, number: int, colour: str, hatch: str
) -> DrawnZone:
    import shapely

    geometry: Any = zone.geometry
    stretches = [stretch for stretch in plan.stretches if stretch.zone_id == zone.zone_id]
    runs = edge_runs(zone, stretches, shape_of_zone(plan, zone))
    moved = to_metric(geometry, crs)
    firm, indicative = _parted(shapely.geometry.mapping(moved), runs)
    return DrawnZone(zone, kind, number, colour, hatch, moved, firm, indicative)


def _parted(geometry: Any, runs: Sequence[Sequence[Sequence[Any]]]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:  # noqa: ANN401  (GeoJSON)
    """Cut every ring where its edge turns from firm to indicative."""
    firm: list[Line] = []
    indicative: list[Line] = []
    for ring, parts in zip(lines_of(geometry), runs, strict=True):
        at = 0
        for count, status, _ in parts:
            into = indicative if status == _INDICATIVE else firm
            piece = tuple((p[0], p[1]) for p in ring[at : at + count + 1])
            if into and into[-1][-1] == piece[0] and at:
                into[-1] += piece[1:]  # the same status with another accuracy: one line
            else:
                into.append(piece)
            at += count
    return tuple(firm), tuple(indicative)
