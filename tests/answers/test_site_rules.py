"""Every row of the shipped rules.csv, alone: clearly inside, clearly outside, and nearer to the edge than its accuracy.

The ground of each row is built a second time here, with shapely in a projected plane, from the same layers; nothing
about places is written down, so the layers may be redrawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from zoneatlas import load_plan
from zoneatlas.answers import shapes
from zoneatlas.answers.find import matched_by
from zoneatlas.answers.site import SiteAnswer, Siting, site
from zoneatlas.plan.rule_areas import EVERYWHERE, OWN_DESIGNATION, Area, Ground
from zoneatlas.plan.rules import Rule, RuleTable
from zoneatlas.space.measure import to_degrees, to_metric

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from zoneatlas import Plan, Zone
    from zoneatlas.plan.records import LayerFeature

#: A plane's metres and the ellipsoid's differ by less than this.
MARGIN = 1.02
VERDICTS = {"prohibit": "prohibited", "restrict": "restricted", "encourage": "encouraged", "direct": "encouraged"}


@cache
def shipped() -> Plan:
    """Return the shipped plan."""
    return load_plan()


@dataclass(frozen=True)
class Land:
    """A ground as drawn, the part one is sure of, and the most it can be; in the plan's measuring CRS."""

    drawn: BaseGeometry
    sure: BaseGeometry
    most: BaseGeometry


NOTHING = shapely.Polygon()


@cache
def municipality() -> Land:
    plan = shipped()
    layer = plan.role("outline")
    assert layer is not None
    shape = shapes.shape_of_outline(plan, layer)
    crs = plan.settings.measuring_crs
    whole = shapely.union_all([to_metric(f.geometry, crs) for f in layer.features if f.geometry is not None])
    return banded(whole, shape)


def banded(area: BaseGeometry, shape: shapes.Shape) -> Land:
    """Return an area with the band of doubt along each of its edges."""
    band = shapely.union_all([edges.buffer(accuracy * MARGIN + 1) for accuracy, edges in lines(shape) if accuracy])
    return Land(area, area.difference(band), area.union(band))


def lines(shape: shapes.Shape) -> list[tuple[float, BaseGeometry]]:
    crs = shipped().settings.measuring_crs
    found = []
    for accuracy_m, edges in shape.edges.items():
        parts = shapely.multilinestrings([shapely.LineString([edge[:2], edge[2:]]) for edge in edges.edges])
        found.append((accuracy_m or 0.0, to_metric(parts, crs)))
    return found


def feature_land(ground: Ground, feature: LayerFeature) -> Land:
    plan = shipped()
    layer = plan.layer(ground.name) if ground.source == "layer" else plan.role(ground.name)
    assert layer is not None
    assert feature.geometry is not None
    line = to_metric(feature.geometry, plan.settings.measuring_crs)
    if ground.source == "ring":
        return banded(shapely.Polygon(line.coords), shapes.shape_of_ring(plan, layer, feature))
    shape = shapes.shape_of_feature(plan, layer, feature)
    if ground.within_m is None and line.geom_type.endswith("Polygon"):
        return banded(line, shape)
    reach = (ground.within_m or 0.0) + shape.radius_m
    accuracy = max(accuracy or 0.0 for accuracy in shape.edges) * MARGIN + 1
    most = line.buffer(reach * MARGIN + accuracy)
    return Land(
        line.buffer(reach), line.buffer(max(reach / MARGIN - accuracy, 0)) if reach > accuracy else NOTHING, most
    )


def meant(ground: Ground) -> list[LayerFeature]:
    plan = shipped()
    layer = plan.layer(ground.name) if ground.source == "layer" else plan.role(ground.name)
    assert layer is not None, ground
    found = []
    for feature in layer.features:
        said = feature.properties
        own = {value for key, value in said.items() if key.endswith("_id") or key in ("kind", "name_zh", "name_en")}
        own |= {f"{said['ring']:g}"} if isinstance(said.get("ring"), int) else set()
        own |= {key for key, value in said.items() if value is True}
        if feature.geometry is not None and (not ground.keys or own.intersection(ground.keys)):
            found.append(feature)
    assert found, f"{ground} means nothing"
    return found


def zone_land(zone: Zone) -> Land:
    return zone_lands()[zone.zone_id]


@cache
def zone_lands() -> dict[str, Land]:
    return {zone.zone_id: drawn_zone(zone) for zone in shipped().zones}


def drawn_zone(zone: Zone) -> Land:
    plan = shipped()
    assert zone.geometry is not None
    return banded(to_metric(zone.geometry, plan.settings.measuring_crs), shapes.shape_of_zone(plan, zone))


def land(area: Area, own: tuple[Zone, ...]) -> Land:  # noqa: PLR0911  (a kind of ground each)
    """Build a ground from its words."""
    whole = municipality().most
    if area == EVERYWHERE:
        return Land(whole, whole, whole)
    if area == OWN_DESIGNATION:
        return union([zone_land(zone) for zone in own])
    if isinstance(area, Ground):
        if area.source == "zone":
            return union([zone_land(zone) for zone in shipped().zones if zone.zone_id in area.keys])
        return union([feature_land(area, feature) for feature in meant(area)])
    found = [land(part, own) for part in area.parts]
    if area.kind == "any":
        return union(found)
    if area.kind == "all":
        return Land(*(shapely.intersection_all([getattr(one, k) for one in found]) for k in ("drawn", "sure", "most")))
    (inner,) = found
    return Land(whole.difference(inner.drawn), whole.difference(inner.most), whole.difference(inner.sure))


def union(found: list[Land]) -> Land:
    return Land(*(shapely.union_all([getattr(one, key) for one in found]) for key in ("drawn", "sure", "most")))


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Callable[[Rule], Plan]:
    """Let the plan have one rule only, for as long as the test runs."""

    def made(rule: Rule) -> Plan:
        monkeypatch.setitem(shipped().__dict__, "rules", RuleTable((rule,), (), "zones/rules.csv"))
        return shipped()

    return made


def asked_at(plan: Plan, point: shapely.Point, rule: Rule, industry: str) -> SiteAnswer:
    lon, lat = shapely.get_coordinates(to_degrees(point, plan.settings.measuring_crs))[0].tolist()
    return site(plan, lon, lat, industry, existing=rule.applies_to == "existing")


def middle(area: BaseGeometry) -> shapely.Point:
    """Return a point well inside the largest part."""
    parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    inner: shapely.Point = max(parts, key=lambda part: part.area).representative_point()
    return inner


RULES = [rule for rule in shipped().rules.rules if not rule.designated]
CASES = [(rule, rule.industries[0]) for rule in RULES] + [
    (rule, "automobiles") for rule in RULES if "own-designation" in rule.where
]


def own_zones(industry: str) -> tuple[Zone, ...]:
    plan = shipped()
    return tuple(zone for zone in plan.zones if any(one.via != "narrower" for one in matched_by(plan, zone, industry)))


@pytest.mark.parametrize(("rule", "industry"), CASES, ids=lambda value: getattr(value, "rule_id", value))
def test_a_row_holds_inside_its_ground_not_outside_and_doubtfully_at_the_edge(
    alone: Callable[[Rule], Plan], rule: Rule, industry: str
) -> None:
    ground = land(rule.area, own_zones(industry))
    plan, sure = alone(rule), municipality().sure
    expected = VERDICTS[rule.effect]

    inside = asked_at(plan, middle(ground.sure.intersection(sure)), rule, industry)
    assert (inside.verdict, inside.between) == (expected, None)
    (reason,) = inside.reasons
    assert (reason.rule, reason.effect, reason.clause) == (rule.rule_id, rule.effect, rule.clause)
    if reason.distance_m is not None:
        assert reason.distance_m < 0
        assert reason.accuracy_m is None or abs(reason.distance_m) >= reason.accuracy_m

    away = sure.difference(ground.most)
    if rule.area != EVERYWHERE:
        outside = asked_at(plan, middle(away), rule, industry)
        assert (outside.verdict, outside.reasons) == ("silent", ())

    if rule.area == EVERYWHERE:
        edge, other = municipality().drawn.boundary, "outside"
    else:
        areas = [part for part in shapely.get_parts(ground.drawn) if part.geom_type == "Polygon"]
        edge, other = shapely.MultiPolygon(areas).boundary.intersection(sure.buffer(-1000)), "silent"
    longest = max(shapely.get_parts(shapely.line_merge(edge)), key=lambda part: part.length)
    on_edge = longest.interpolate(0.5, normalized=True)
    for turn in range(8):
        angle = turn * math.pi / 4
        near = shapely.Point(on_edge.x + 4 * math.cos(angle), on_edge.y + 4 * math.sin(angle))
        answer = asked_at(plan, near, rule, industry)
        assert answer.verdict == "cannot-say"
        assert set(answer.between or ()) == {expected, other}
        assert all(
            one.accuracy_m is None or one.distance_m is None or abs(one.distance_m) < one.accuracy_m
            for one in answer.reasons
            if one.rule is None or rule.area != EVERYWHERE
        )


@pytest.mark.parametrize("zone", shipped().zones, ids=lambda zone: zone.zone_id)
def test_each_zone_encourages_what_it_designates(alone: Callable[[Rule], Plan], zone: Zone) -> None:
    (rule,) = (rule for rule in shipped().rules.rules if rule.designated)
    plan, sure = alone(rule), municipality().sure
    for industry in (*zone.industries, *zone.supporting_industries):
        hosts = [host for host in plan.zones if matched_by(plan, host, industry)]
        ground = union([zone_land(host) for host in hosts])
        own = zone_land(zone)
        answer = asked_at(plan, middle(own.sure.intersection(sure)), rule, industry)
        assert answer.verdict == "encouraged"
        assert zone.zone_id in {reason.zone for reason in answer.reasons}
        assert asked_at(plan, middle(sure.difference(ground.most)), rule, industry).verdict == "silent"
    edge = own.drawn.boundary.intersection(sure).difference(union([zone_land(h) for h in hosts if h is not zone]).most)
    if not edge.is_empty:
        longest = max(shapely.get_parts(shapely.line_merge(edge)), key=lambda part: part.length)
        answer = asked_at(plan, longest.interpolate(0.5, normalized=True), rule, industry)
        assert set(answer.between or ()) == {"encouraged", "silent"}


def test_no_row_names_what_the_plan_does_not_have() -> None:
    plan = shipped()
    assert plan.rules.problems == ()
    assert len(plan.rules.rules) >= 40
    for rule in RULES:
        answer = site(plan, 116.4, 39.9, rule.industries[0], existing=rule.applies_to == "existing")
        assert answer.problems == ()


def test_every_word_of_a_row_is_understood_as_that_industry() -> None:
    plan = shipped()
    for rule in RULES:
        for industry in rule.industries:
            assert industry in plan.vocabulary
            assert rule.text.zh
            assert rule.text.en


INDUSTRIES = ("finance", "automobiles", "stall-markets", "tract-housing", "tourism", "general-processing", "software")


@given(
    place=st.tuples(st.floats(115.4, 117.5), st.floats(39.4, 41.1))
    | st.tuples(st.floats(116.2, 116.6), st.floats(39.8, 40.0)),
    way=st.floats(0, 2 * math.pi),
    industry=st.sampled_from(INDUSTRIES),
    existing=st.booleans(),
)
def test_a_small_step_never_leads_from_one_sure_verdict_to_another(
    place: tuple[float, float],
    way: float,
    industry: str,
    existing: bool,  # noqa: FBT001
) -> None:
    """Every edge of the shipped plan is less accurate than the step of 8 m, so the doubtful band cannot be leapt."""
    lon, lat = place
    siting = sitings(industry, existing=existing)
    one = siting.at(lon, lat).verdict
    two = siting.at(lon + 8 * math.cos(way) / 85_000, lat + 8 * math.sin(way) / 111_000).verdict
    assert one == two or "cannot-say" in (one, two)


@cache
def sitings(industry: str, *, existing: bool) -> Siting:
    return Siting(shipped(), industry, existing=existing)


def test_the_note_lists_every_rule_with_its_clause(checkout: Path) -> None:
    listed = [
        line for line in (checkout / "docs" / "siting.md").read_text("utf-8").splitlines() if line.startswith("| `")
    ]
    for rule in shipped().rules.rules:
        (row,) = (line for line in listed if line.startswith(f"| `{rule.rule_id}` |"))
        assert row.endswith(f"| {rule.clause} |")
        assert f"| {rule.effect}" in row
