"""Which zones lie over or beside one another, by how much, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.topology.classified import OverlapClass, classify
from zoneatlas.plan.overlap_rows import read_overlaps
from zoneatlas.plan.records import Problem, Relation, Text, Zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoneatlas.plan.load import Plan

__all__ = ["Overlap", "overlaps", "table_problems"]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two zones that meet.

    Attributes
    ----------
    zone_a, zone_b
        In the plan's order.
    overlap_class
        ``declared`` (zones/overlaps.csv says so and has not expired), ``undeclared``; or, where the zones are only
        meant to touch: ``unmatched-vertex``, ``chord`` (an overlap only once projected vertex by vertex),
        ``rounding``, ``touching``.
    relation
        How zone_a stands to zone_b: within, contains, overlaps or touches.
    area_m2, width_m
        The common area in the plan's measuring CRS, and the diameter of the largest circle that fits into it.
    chord_area_m2
        What would seem common after projecting vertex by vertex; equal to ``area_m2`` unless the class is ``chord`` or
        ``unmatched-vertex``.
    share_a, share_b
        The common area's share of each zone, 0 to 1.
    unmatched_vertices
        How many vertices one zone has on the other's edge that the other lacks.
    reason, clause_or_source
        What the table says, empty where it says nothing.
    place
        GeoJSON geometry (WGS 84 degrees): the common area, or the point or line where the zones touch.
    """

    zone_a: Zone
    zone_b: Zone
    overlap_class: OverlapClass
    relation: Relation
    area_m2: float
    width_m: float
    chord_area_m2: float
    share_a: float
    share_b: float
    unmatched_vertices: int
    reason: Text
    clause_or_source: str
    until: dt.date | None
    place: Mapping[str, Any] | None


def overlaps(plan: Plan, today: dt.date | None = None) -> tuple[Overlap, ...]:
    """Return every two zones of a plan that meet, within and across kinds, in the plan's order.

    Zones without a valid geometry meet nothing.

    Parameters
    ----------
    plan
        The plan.
    today
        The day on which a declaration may have expired; today by default.

    Raises
    ------
    PlanError
        If zones/overlaps.csv is there and cannot be read at all.
    """
    from zoneatlas.checks.topology.shapes_text import place_of
    from zoneatlas.space.building import build_geometries
    from zoneatlas.space.measure import usable_crs
    from zoneatlas.space.overlap import Tolerances

    zones = [zone for zone in plan.zones if zone.geometry is not None]
    geometries = build_geometries([zone.geometry for zone in zones if zone.geometry is not None])
    stated, usual = plan.settings.tolerances, Tolerances()
    rows, _ = read_overlaps(plan.root)
    pairs = classify(
        [zone.zone_id for zone in zones],
        geometries,
        rows or (),
        measuring_crs=usable_crs(plan.settings.measuring_crs, geometries),
        tolerances=Tolerances(stated.get("sliver_m2", usual.area_m2), stated.get("edge_m", usual.width_m)),
        today=today or dt.date.today(),  # noqa: DTZ011  (a day of the reader's calendar)
    )
    return tuple(
        Overlap(
            zone_a=zones[pair.meeting.first],
            zone_b=zones[pair.meeting.second],
            overlap_class=pair.overlap_class,
            relation=pair.relation,
            area_m2=pair.meeting.area_m2,
            width_m=pair.meeting.width_m,
            chord_area_m2=pair.meeting.chord_m2,
            share_a=pair.meeting.share_first,
            share_b=pair.meeting.share_second,
            unmatched_vertices=len(pair.meeting.unmatched),
            reason=pair.row.reason if pair.row is not None else Text("", ""),
            clause_or_source=pair.row.clause_or_source if pair.row is not None else "",
            until=pair.row.until if pair.row is not None else None,
            place=place_of(pair.meeting),
        )
        for pair in pairs
    )


def table_problems(plan: Plan) -> tuple[Problem, ...]:
    """Return what is wrong with single rows of zones/overlaps.csv; such a row declares nothing."""
    return read_overlaps(plan.root)[1]
