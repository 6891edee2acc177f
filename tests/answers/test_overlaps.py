"""Which zones overlap, and how that is told."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import pytest

from zoneatlas.answers.overlaps import overlaps
from zoneatlas.checks.example import EXAMPLES, example_subject
from zoneatlas.plan.load import load_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

TABLE = (
    "zone_a,zone_b,relation,reason_zh,reason_en,clause_or_source,min_km2,max_km2,until\n"
    "{first},{second},touches,共边,They share an edge,2.1,,,\n"
)


def test_a_declared_overlap_comes_with_its_reason() -> None:
    with example_subject(EXAMPLES / "Z217" / "bad") as subject:
        plan = load_plan(subject.root)
        (before,) = overlaps(plan, dt.date(2021, 12, 31))
        (after,) = overlaps(plan, dt.date(2022, 1, 1))
    assert (before.zone_a.zone_id, before.zone_b.zone_id) == ("spring-valley", "northern-hills")
    assert (before.overlap_class, before.relation, after.overlap_class) == ("declared", "overlaps", "undeclared")
    assert before.reason.en.startswith("The belt follows the brook")
    assert before.area_m2 == pytest.approx(141_000, rel=0.02)
    assert before.share_a == pytest.approx(0.141 / 49.1, rel=0.05)
    assert 0 < before.width_m < 380
    assert before.place is not None
    assert before.place["type"] == "Polygon"


def test_every_pair_of_the_shipped_plan_is_declared_or_only_touches(checkout: Path) -> None:
    found = overlaps(load_plan(checkout))
    assert {one.overlap_class for one in found} <= {"declared", "touching"}
    pairs = {frozenset((one.zone_a.zone_id, one.zone_b.zone_id)): one for one in found}
    inside = pairs[frozenset(("zhongguancun", "electronics-city"))]
    assert (inside.relation, round(inside.share_b, 6)) == ("contains", 1.0)
    assert all(one.reason.zh and one.reason.en and one.clause_or_source for one in found if one.area_m2)


def test_the_command_in_every_format(run: Callable[..., Ended], second_plan: Path) -> None:
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((second_plan / "zones").glob("*.geojson"))]
    assert files
    none = run("overlaps")
    assert (none.code, none.out) == (0, "No two zones meet.\n")
    assert json.loads(run("overlaps", "--format", "json").out) == {"overlaps": []}
    path = second_plan / "zones" / "quarters.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    first, second = (feature["properties"]["zone_id"] for feature in data["features"][:2])
    data["features"][1]["geometry"] = {"type": "Polygon", "coordinates": [_beside(data["features"][0]["geometry"])]}
    path.write_text(json.dumps(data), encoding="utf-8")
    (one,) = json.loads(run("overlaps", "--format", "json").out)["overlaps"]
    assert (one["zone_a"], one["zone_b"], one["class"], one["relation"]) == (first, second, "undeclared", "overlaps")
    assert one["area_m2"] > 0
    assert one["place"]["type"] in ("Polygon", "MultiPolygon")
    (row,) = csv.DictReader(io.StringIO(run("overlaps", "--format", "csv").out))
    assert row["zone_b"] == second
    collection = json.loads(run("overlaps", "--format", "geojson").out)
    assert collection["features"][0]["geometry"] == one["place"]
    assert "未声明" in run("overlaps", lang="zh").out
    table = second_plan / "zones" / "overlaps.csv"
    table.write_text(TABLE.format(first=first, second=second).replace("touches", "near"), encoding="utf-8")
    assert "overlaps.csv:2:1" in run("overlaps").err
    table.write_text("zone_a\n", encoding="utf-8")
    assert run("overlaps").code == 2


def _beside(geometry: dict[str, object]) -> list[list[float]]:
    """Return a box over the eastern edge of a polygon."""
    coordinates = geometry["coordinates"]
    assert isinstance(coordinates, list)
    ring = coordinates[0] if geometry["type"] == "Polygon" else coordinates[0][0]
    east, south, north = max(x for x, _ in ring), min(y for _, y in ring), max(y for _, y in ring)
    west, east = east - 0.0005, east + 0.0005
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]
