"""What is and what is not covered: of the municipality, each district and region, between the rings, by industry.

Where zones overlap their land counts once. Parts sum to the whole: see ``zoneatlas.space.overlay``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from zoneatlas.answers.coverage_industries import Hosting, hostings
from zoneatlas.answers.coverage_units import Ground, Unit, units_by_ring, units_of_role
from zoneatlas.plan.records import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.plan.load import Plan

__all__ = ["BY", "By", "Coverage", "Row", "Share", "coverage"]

By = Literal["kind", "district", "region", "ring", "industry"]
BY: tuple[By, ...] = ("district", "region", "ring", "industry")
#: A zone of which at least this much lies in a unit is in it, however small both are beside their accuracies.
_MOSTLY = 0.5
#: A piece smaller than this is not even a doubtful one.
_LEAST_M2 = 1000.0


@dataclass(frozen=True, slots=True)
class Share:
    """What one kind of zone covers of a unit: km², the share of the unit, the zones that do it."""

    kind: str
    km2: float
    share: float
    zones: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One unit (or kind, or industry) and what covers it.

    ``zones`` are those that surely lie in it; ``doubtful_zones`` those whose piece of it could vanish if both edges
    moved by their accuracies. ``share`` is of ``area_km2``: the unit's own area, or the municipality's for kinds and
    industries. ``covered`` is the land in degrees. ``role`` tells how an industry is hosted: leading, supporting,
    narrower, broader, none.
    """

    id: str
    name: Text
    area_km2: float
    covered_km2: float
    share: float
    kinds: tuple[Share, ...]
    zones: tuple[str, ...]
    doubtful_zones: tuple[str, ...]
    covered: BaseGeometry = field(repr=False)
    role: str = ""


@dataclass(frozen=True)
class Coverage:
    """An answer about coverage. ``rows`` tile the municipality when it is asked by district, region or ring."""

    by: By
    rows: tuple[Row, ...]
    municipality_km2: float
    covered_km2: float
    outside_km2: float
    kinds: tuple[Share, ...]
    undrawn: tuple[str, ...]

    @property
    def share(self) -> float:
        """How much of the municipality the zones cover, 0 to 1."""
        return self.covered_km2 / self.municipality_km2 if self.municipality_km2 else 0.0

    @property
    def without_zone(self) -> tuple[str, ...]:
        """The units no zone surely lies in; of industries, those no zone hosts."""
        return tuple(row.id for row in self.rows if not row.zones and row.role in ("", "none"))


def coverage(plan: Plan, by: By = "kind", *, ground: Ground | None = None) -> Coverage:
    """Work out what the zones cover.

    Parameters
    ----------
    plan
        The plan; its roles ``outline``, ``districts``, ``regions`` and ``rings`` say which layers to count by.
    by
        What the rows are.
    ground
        What was worked out for an earlier answer, to be used again.

    Raises
    ------
    PlanError
        If the plan has no layer to count by.
    """
    ground = ground or Ground(plan)
    whole = Unit("municipality", Text("全市", "municipality"), ground.municipality)
    total = _row(ground, whole)
    rows = _rows(ground, by, total)
    return Coverage(
        by=by,
        rows=rows,
        municipality_km2=total.area_km2,
        covered_km2=total.covered_km2,
        outside_km2=_outside_km2(ground),
        kinds=total.kinds,
        undrawn=tuple(zone.zone_id for zone in plan.zones if zone.zone_id not in ground.zones),
    )


def _rows(ground: Ground, by: By, total: Row) -> tuple[Row, ...]:
    if by == "kind":
        return tuple(_kind_row(ground, share, total) for share in total.kinds)
    if by == "industry":
        return tuple(_industry_row(ground, hosting, total.area_km2) for hosting in hostings(ground.plan))
    units = (
        units_by_ring(ground) if by == "ring" else units_of_role(ground, "districts" if by == "district" else "regions")
    )
    return tuple(_row(ground, unit) for unit in units)


def _outside_km2(ground: Ground) -> float:
    import shapely

    from zoneatlas.space.overlay import exact_area_km2, united

    return exact_area_km2(shapely.difference(united(ground.zones.values()), ground.municipality))


def _row(ground: Ground, unit: Unit) -> Row:
    import shapely

    from zoneatlas.space.overlay import exact_area_km2, united

    area_km2 = exact_area_km2(unit.area)
    pieces = {
        key: piece
        for key, area in ground.zones.items()
        if area.intersects(unit.area) and (piece := shapely.intersection(area, unit.area)).area > 0
    }
    sure, doubtful = _sorted_by_depth(ground, unit, pieces)
    shares = []
    for kind in ground.plan.settings.kinds:
        own = {key: pieces[key] for key in ground.of_kind(kind.kind) if key in pieces}
        km2 = exact_area_km2(united(own.values()))
        zones = tuple(key for key in own if key in sure)
        shares.append(Share(kind.kind, km2, km2 / area_km2 if area_km2 else 0.0, zones))
    covered = united(pieces.values())
    covered_km2 = exact_area_km2(covered)
    return Row(
        unit.id, unit.name, area_km2, covered_km2, covered_km2 / area_km2 if area_km2 else 0.0,
        tuple(shares), sure, doubtful, covered,
    )  # fmt: skip


def _sorted_by_depth(
    ground: Ground, unit: Unit, pieces: dict[str, BaseGeometry]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the zones with a piece in a unit into those surely in it and those the accuracies may explain."""
    from zoneatlas.space.overlay import exact_area_km2, metric, reaches_deeper

    if unit.edge is None:
        return tuple(pieces), ()
    unit_metric = metric(unit.area, ground.crs)
    sure, doubtful = [], []
    for key, piece in pieces.items():
        piece_metric = metric(piece, ground.crs)
        allowance_m = unit.edge.accuracy_at(piece_metric) + ground.edges[key].accuracy_at(piece_metric)
        surely = exact_area_km2(piece) >= _MOSTLY * exact_area_km2(ground.zones[key])
        surely = surely or not {unit.name.zh, unit.name.en, unit.id}.isdisjoint(ground.stated_districts[key])
        if piece_metric.area < _LEAST_M2:
            continue
        if surely or reaches_deeper(piece_metric, unit_metric, allowance_m):
            sure.append(key)
        else:
            doubtful.append(key)
    return tuple(sure), tuple(doubtful)


def _kind_row(ground: Ground, share: Share, total: Row) -> Row:
    from zoneatlas.space.overlay import united

    known = ground.plan.kind(share.kind)
    name = known.title if known else Text(share.kind, share.kind)
    land = united(ground.of_kind(share.kind).values())
    return Row(share.kind, name, total.area_km2, share.km2, share.share, (share,), share.zones, (), land)


def _industry_row(ground: Ground, hosting: Hosting, municipality_km2: float) -> Row:
    import shapely

    from zoneatlas.space.overlay import exact_area_km2, united

    def land(keys: Iterable[str]) -> BaseGeometry:
        area = united(ground.zones[key] for key in keys if key in ground.zones)
        return shapely.intersection(area, ground.municipality)

    shares = []
    for kind in ground.plan.settings.kinds:
        own = tuple(key for key in hosting.zones if key in ground.of_kind(kind.kind))
        km2 = exact_area_km2(land(own)) if own else 0.0
        shares.append(Share(kind.kind, km2, km2 / municipality_km2 if municipality_km2 else 0.0, own))
    covered = land(hosting.zones)
    km2 = exact_area_km2(covered)
    return Row(
        id=hosting.industry.industry_id,
        name=Text(hosting.industry.zh, hosting.industry.en),
        area_km2=municipality_km2,
        covered_km2=km2,
        share=km2 / municipality_km2 if municipality_km2 else 0.0,
        kinds=tuple(shares),
        zones=hosting.zones,
        doubtful_zones=(),
        covered=covered,
        role=hosting.role,
    )
