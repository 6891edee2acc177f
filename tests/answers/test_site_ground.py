"""What is not measured, being too far to matter, is what measuring would say; a batch says what one point says."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import pytest

from zoneatlas.answers.shapes import Shape, shape_of_feature, shape_of_outline, shape_of_ring, shape_of_zone
from zoneatlas.answers.site import Siting
from zoneatlas.answers.site_batch import site_file
from zoneatlas.answers.site_ground import Condition, Lookout, Node, deciding
from zoneatlas.answers.where import ring_features
from zoneatlas.plan.load import load_plan

if TYPE_CHECKING:
    from pathlib import Path

    from zoneatlas.plan.load import Plan

INDUSTRIES = ("biopharma", "automobiles", "finance", "wholesale", "旅游", "logistics", "software", "retail")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan()


def _points(count: int, seed: int) -> list[tuple[float, float]]:
    """Return points over and around the plan's area, two in three of them where its zones are dense (degrees)."""
    chance = random.Random(seed)  # noqa: S311  (the same points each time)
    dense, wide = (116.1, 116.75, 39.7, 40.2), (115.2, 117.7, 39.2, 41.3)
    boxes = [dense if number % 3 else wide for number in range(count)]
    return [
        (round(chance.uniform(west, east), 6), round(chance.uniform(south, north), 6))
        for west, east, south, north in boxes
    ]


def _shapes(plan: Plan) -> list[Shape]:
    shapes = [shape_of_zone(plan, zone) for zone in plan.zones]
    for entry in plan.catalogue:
        layer = plan.layer(entry.id)
        assert layer is not None
        shapes += [shape_of_feature(plan, layer, feature) for feature in layer.features[:12] if feature.geometry]
        shapes += [shape_of_ring(plan, layer, ring) for ring in ring_features(layer)]
        if entry.id == "districts":
            shapes.append(shape_of_outline(plan, layer))
    return shapes


@pytest.mark.parametrize("margin_m", [0.0, 15.0, 3000.0])
def test_what_is_surely_far_is_far_when_measured(plan: Plan, margin_m: float) -> None:
    seen = {True: 0, False: 0, None: 0}
    for lon, lat in _points(40, 1):
        for shape in _shapes(plan):
            edge = shape.to_edge(lon, lat)
            inside = shape.surely_inside(lon, lat, margin_m)
            seen[inside] += 1
            if inside is not None:
                assert inside is edge.inside
                assert abs(edge.distance_m) > margin_m + (edge.accuracy_m or 0.0)
                assert edge.deciding_m == edge.distance_m
                assert shape.to_edge(lon, lat, sure=True) == edge
            if not edge.inside:
                assert shape.least_m(lon, lat) <= edge.distance_m
    assert all(seen.values())


@pytest.mark.parametrize("doubt_m", [0.0, 15.0])
def test_a_condition_says_what_was_measured(plan: Plan, doubt_m: float) -> None:
    for lon, lat in _points(60, 2):
        lookout = Lookout(plan, lon, lat, doubt_m)
        for zone in plan.zones:
            found, edge = lookout.zone(zone), shape_of_zone(plan, zone).to_edge(lon, lat)
            assert found is not None
            accuracy_m = (edge.accuracy_m or 0.0) + doubt_m if doubt_m else edge.accuracy_m
            told = Condition(found.key, edge.distance_m, edge.deciding_m, accuracy_m, zone.zone_id)
            assert (found.holds, found.certain) == (told.holds, told.certain)
            assert (found.signed_m, found.deciding_m) == (told.signed_m, told.deciding_m)
            assert (found.accuracy_m, found.zone, found.ratio) == (told.accuracy_m, told.zone, told.ratio)
            assert found.least_ratio <= found.ratio


def test_of_far_alternatives_the_nearest_decides(plan: Plan) -> None:
    for lon, lat in _points(30, 3):
        found = [lookout for zone in plan.zones if (lookout := Lookout(plan, lon, lat).zone(zone)) is not None]
        far = tuple(one for one in found if one.certain and not one.holds)
        decided = deciding(Node("any", (), far))
        assert decided is min(far, key=lambda one: one.ratio)


def test_the_nearest_zones_come_in_the_order_of_their_distances(plan: Plan) -> None:
    for industry in INDUSTRIES:
        siting = Siting(plan, industry)
        for lon, lat in _points(12, 4):
            near = siting.at(lon, lat).nearest
            exact = {one.zone.zone_id: shape_of_zone(plan, one.zone).to_edge(lon, lat).distance_m for one in near}
            assert [one.distance_m for one in near] == sorted(exact.values()) == list(exact.values())
            hosts = [zone for zone, _ in siting._hosts if siting._welcomes(zone, _[0])]  # noqa: SLF001
            edges = sorted(shape_of_zone(plan, zone).to_edge(lon, lat).distance_m for zone in hosts)
            assert list(exact.values()) == [distance_m for distance_m in edges if distance_m >= 0][:5]


def test_a_batch_says_of_300_points_what_each_says_alone(plan: Plan, tmp_path: Path) -> None:
    asked = [(lon, lat, INDUSTRIES[number % len(INDUSTRIES)]) for number, (lon, lat) in enumerate(_points(300, 5))]
    with (tmp_path / "points.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("lon", "lat", "industry"), *asked])
    site_file(plan, tmp_path / "points.csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    verdicts = set()
    for (lon, lat, industry), row in zip(asked, rows, strict=True):
        answer = plan.site(lon, lat, industry)
        verdicts.add(answer.verdict)
        assert row["verdict"] == answer.verdict
        assert row["between"] == ";".join(answer.between or ())
        assert row["rules"] == ";".join(dict.fromkeys(reason.rule for reason in answer.reasons if reason.rule))
        assert row["zones"] == ";".join(match.zone.zone_id for match in answer.zones)
        assert row["nearest"] == ";".join(near.zone.zone_id for near in answer.nearest)
        assert row["nearest_m"] == (str(round(answer.nearest[0].distance_m, 1)) if answer.nearest else "")
        assert row["plan_sha256"] == answer.receipt.plan_sha256
    assert verdicts >= {"restricted", "encouraged", "silent", "cannot-say", "outside"}
