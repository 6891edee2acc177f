"""A million answers at once are the answers one gets one by one."""

from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from zoneatlas.answers.assign import NOWHERE, Assigner, zone_index
from zoneatlas.answers.shapes import shape_of_outline
from zoneatlas.answers.where import InRings, areas_at, locate, ring_number, to_feature
from zoneatlas.plan.load import Plan, load_plan

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@pytest.fixture(scope="module")
def shipped() -> tuple[Plan, Assigner]:
    """Return the shipped plan, and the same made ready, with ranges."""
    plan = load_plan()
    return plan, Assigner(plan, ranges=True)


def one_by_one(plan: Plan, lon: float, lat: float) -> tuple[object, ...]:
    """Return what `locate` says about a point, in the form of `told`."""
    spot = locate(plan, lon, lat)
    district = next((found.key for found in spot.districts if found.edge.inside), None)
    region = next((found.key for found in spot.regions if found.edge.inside), None)
    areas = tuple(
        may_lie_in(plan, role, drawn, lon, lat) for role, drawn in (("districts", district), ("regions", region))
    )
    held = tuple(found.zone.zone_id for found in spot.zones if found.edge.inside)
    doubtful = tuple(found.zone.zone_id for found in spot.zones if not found.edge.certain)
    return held, district, region, spot.rings.interval, doubtful, *areas, may_lie_between(spot.rings)


def may_lie_in(plan: Plan, role: str, drawn: str | None, lon: float, lat: float) -> set[str | None]:
    """Return the areas that hold a point or may hold it, None for outside of all; nothing where that is sure."""
    layer = plan.role(role)
    if layer is None:
        return set()
    near: set[str | None] = {found.key for found in areas_at(plan, role, lon, lat) if not found.edge.certain}
    if not shape_of_outline(plan, layer).to_edge(lon, lat).certain:
        near.add(None)
    found = near | {drawn}
    return (found if len(found) > 1 else {drawn, None}) if near else set()


def may_lie_between(rings: InRings) -> set[str | None]:
    """Return the intervals that a point may lie in; nothing where that is sure."""
    numbers = [f"{ring_number(ring.feature):g}" for ring in rings.rings]
    words = [f"inside {numbers[0]}", *map("-".join, pairwise(numbers)), f"outside {numbers[-1]}"] if numbers else []
    near = [at for at, ring in enumerate(rings.rings) if not ring.edge.certain]
    return {rings.interval, *(words[side] for at in near for side in (at, at + 1))} if near else set()


def told(assigner: Assigner, lon: Floats, lat: Floats) -> list[tuple[object, ...]]:
    found = assigner.assign(lon, lat, threads=2)

    def name(names: tuple[str, ...], at: int) -> str | None:
        return names[at] if at >= 0 else None

    return [
        (
            tuple(assigner.zones[one] for one in answer.zones),
            name(assigner.districts, answer.district),
            name(assigner.regions, answer.region),
            name(assigner.rings, answer.ring) or "",
            tuple(assigner.zones[one] for one in answer.uncertain),
            {name(assigner.districts, one) for one in answer.may_district},
            {name(assigner.regions, one) for one in answer.may_region},
            {name(assigner.rings, one) for one in answer.may_ring},
        )
        for answer in (found.answers[code] for code in found.codes.tolist())
    ]


def some_points(plan: Plan, count: int) -> tuple[Floats, Floats]:
    """Return points all over the plan, and near the zones' edges where it is uncertain which side they are on."""
    rng = np.random.default_rng(7)
    empty = plan.role("districts")
    assert empty is not None
    shapes = [shapely.geometry.shape(dict(zone.geometry)) for zone in plan.zones if zone.geometry]
    west, south, east, north = shapely.total_bounds(shapes)
    corners = shapely.get_coordinates(shapes)
    near = corners[rng.integers(0, len(corners), count)] + rng.normal(0, 0.004, (count, 2))
    anywhere = np.column_stack([rng.uniform(west, east, count // 2), rng.uniform(south, north, count // 2)])
    lines = [feature.geometry for role in ("districts", "rings") for feature in (plan.role(role) or empty).features]
    bends = shapely.get_coordinates([shapely.geometry.shape(dict(line)) for line in lines if line])
    beside = bends[rng.integers(0, len(bends), count)] + rng.normal(0, 0.002, (count, 2))
    points = np.concatenate([near, beside, anywhere])
    return points[:, 0].copy(), points[:, 1].copy()


def test_the_answers_are_those_for_single_points(shipped: tuple[Plan, Assigner]) -> None:
    plan, assigner = shipped
    lon, lat = some_points(plan, 200)
    assert told(assigner, lon, lat) == [one_by_one(plan, x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]


def test_parks_are_areas_and_circles_with_their_accuracy(shipped: tuple[Plan, Assigner]) -> None:
    plan, assigner = shipped
    layer = plan.role("parks")
    assert layer is not None
    rng = np.random.default_rng(11)
    middles = [shapely.geometry.shape(dict(one.geometry)).centroid for one in layer.features if one.geometry]
    near = np.repeat(shapely.get_coordinates(middles), 20, axis=0)
    lon, lat = (near + rng.normal(0, 0.012, near.shape)).T
    found = assigner.assign(lon, lat)
    for point, code in enumerate(found.codes.tolist()):
        there = [to_feature(plan, layer, one, float(lon[point]), float(lat[point])) for one in layer.features]
        held = tuple(at for at, one in enumerate(there) if one is not None and one.edge.inside)
        doubtful = tuple(at for at, one in enumerate(there) if one is not None and not one.edge.certain)
        assert (found.answers[code].parks, found.answers[code].may_park) == (held, doubtful)


def test_a_point_at_the_very_accuracy_of_an_edge(shipped: tuple[Plan, Assigner]) -> None:
    plan, assigner = shipped
    zone = plan.zones[3]
    lon, lat = [], []
    for turn in np.linspace(0, 2 * np.pi, 4):
        low, high = 0.0, 0.2
        at = shapely.geometry.shape(dict(zone.geometry or {})).representative_point()
        for _ in range(24):  # towards the point where the answer changes
            middle = (low + high) / 2
            x, y = at.x + middle * np.cos(turn), at.y + middle * np.sin(turn)
            near = zone.zone_id in (one_by_one(plan, x, y)[4])  # type: ignore[operator]
            low, high = (low, middle) if near == (zone.zone_id in one_by_one(plan, at.x, at.y)[4]) else (middle, high)  # type: ignore[operator]
        lon += [at.x + low * np.cos(turn), at.x + high * np.cos(turn)]
        lat += [at.y + low * np.sin(turn), at.y + high * np.sin(turn)]
    points = np.array(lon), np.array(lat)
    assert told(assigner, *points) == [one_by_one(plan, x, y) for x, y in zip(lon, lat, strict=True)]


def test_a_less_well_known_position_makes_more_uncertain(second_plan: Path) -> None:
    plan = load_plan(second_plan)
    lon, lat = np.array([10.305]), np.array([55.1003])  # 33 m inside an edge known to 15 m
    sure, unsure = Assigner(plan), Assigner(plan, position_accuracy_m=30)
    assert told(sure, lon, lat)[0][4] == ()
    assert told(unsure, lon, lat)[0][4] == ("shipwrights",)


def test_a_plan_without_rings_and_regions(second_plan: Path) -> None:
    plan = load_plan(second_plan)
    assigner = Assigner(plan)
    assert assigner.rings == assigner.regions == ()
    lon, lat = np.array([10.305, 10.305, 10.5, 10.25]), np.array([55.105, 55.1128, 55.5, 55.02])
    nothing: tuple[set[str], ...] = (set(), set(), set())
    assert told(assigner, lon, lat) == [
        (("shipwrights",), "North Arden", None, "", (), *nothing),
        (("shipwrights",), "North Arden", None, "", ("shipwrights",), *nothing),  # that stretch is known to 60 m only
        ((), None, None, "", (), *nothing),
        (("meadow-ring",), "South Arden", None, "", (), *nothing),
    ]


def test_a_point_on_an_edge_is_inside_and_of_two_districts_in_the_first(second_plan: Path) -> None:
    answer = told(Assigner(load_plan(second_plan)), np.array([10.35]), np.array([55.1]))[0]
    assert answer[1] == "North Arden"


def test_points_without_coordinates_have_no_answer(second_plan: Path) -> None:
    found = Assigner(load_plan(second_plan)).assign([np.nan, 10.305, 10.305], [55.1, np.inf, 55.105])
    assert found.codes.tolist()[:2] == [NOWHERE, NOWHERE]
    assert found.codes[2] >= 0


def test_a_zone_without_geometry_holds_nothing(second_plan: Path) -> None:
    plan = load_plan(second_plan)
    zones = tuple(replace(zone, geometry=None) if zone.zone_id == "shipwrights" else zone for zone in plan.zones)
    lame = Plan(plan.root, plan.settings, zones, plan.vocabulary, plan.problems)
    assert told(Assigner(lame), np.array([10.305]), np.array([55.105]))[0][0] == ()
    assert zone_index(lame).assign([10.305], [55.105]).names(0) == ()
    assert zone_index(plan).assign([10.305], [55.105]).names(0) == ("shipwrights",)


def test_it_can_be_sent_to_another_process(second_plan: Path) -> None:
    assigner = pickle.loads(pickle.dumps(Assigner(load_plan(second_plan))))  # noqa: S301  (our own)
    assert told(assigner, np.array([10.305]), np.array([55.1128]))[0][4] == ("shipwrights",)
