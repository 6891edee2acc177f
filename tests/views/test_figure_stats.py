"""The printed sheet with statistics: classes, colours and figures as worked out by hand."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas.plan.records import PlanError
from zoneatlas.space.measure import area_km2
from zoneatlas.views.figure import draw_sheet
from zoneatlas.views.figure_stats import COLOURS, NONE, shading_of
from zoneatlas.views.mapstats import map_statistics

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoneatlas.plan.load import Plan

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def told(shipped_plan: Plan) -> dict[str, Any]:
    """Return statistics with 1, 2, 3 … rows per km² of the first ten zones, and none of the last."""
    cells = []
    for at, zone in enumerate(shipped_plan.zones[:-1]):
        rows = (1 + min(at, 9)) * area_km2(zone.geometry or {})
        figure = {"value": rows, "low": rows if at else 0, "high": rows}
        keys = {"zone": {"id": zone.zone_id, "level": "zone"}}
        cells.append({"keys": keys, "rows": figure, "sums": {"staff": {"value": 5, "low": 4, "high": 6}}})
    total = {"value": 95, "low": 90, "high": 99}
    cells.append({"keys": {"zone": {"id": "plan", "level": "plan"}}, "rows": total, "sums": {"staff": total}})
    whole = {"by": ["zone"], "sums": ["staff"], "cells": cells, "totals": {"in_zones": {"overlapping": 0}}}
    return map_statistics(shipped_plan, whole, "made.json")


def test_classes_hold_as_many_zones_each_and_equal_ones_together(shipped_plan: Plan, told: dict[str, Any]) -> None:
    shading = shading_of(shipped_plan, told)
    assert [colour for colour, _, _ in shading.classes] == list(COLOURS[: len(shading.classes)])
    # 19 zones: 1, 2, … 9 and ten times 10, which stay together
    found = [(round(least), round(most)) for _, least, most in shading.classes]
    assert found == [(1, 4), (5, 8), (9, 10)]
    tens = {shading.colours[zone.zone_id] for zone in shipped_plan.zones[9:-1]}
    assert tens == {COLOURS[2]}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_has_title_classes_figures_total_and_source(
    shipped_plan: Plan, told: dict[str, Any], lang: str
) -> None:
    drawn = draw_sheet(shipped_plan, "svg", lang=lang, shading=shading_of(shipped_plan, told))
    root = ET.fromstring(drawn.data)  # noqa: S314  (our own)
    written = "\n".join("".join(node.itertext()) for node in root.iter(f"{SVG}text"))
    flat = written.replace("\n", "")
    for said in {
        "zh": ("行数，每平方公里", "每行计一次", "95 (90–99)", "没有数字", "made.json", "低值–高值"),
        "en": ("rows per km²", "a row counts once", "95 (90–99)", "No figure", "made.json", "low–high", "lie inside."),
    }[lang]:
        assert said in flat
    paths = {
        node.get("id", ""): "".join(child.get("style", "") for child in node.iter()) for node in root.iter(f"{SVG}g")
    }
    last = shipped_plan.zones[-1]
    assert NONE in paths[f"zone-{last.zone_id}"]
    assert drawn.lang == lang


def test_a_measure_is_chosen_by_name(shipped_plan: Plan, told: dict[str, Any]) -> None:
    assert shading_of(shipped_plan, told, "staff").total == (95, 90, 99)
    with pytest.raises(PlanError, match="hold rows, staff") as refused:
        shading_of(shipped_plan, told, "profit")
    assert "profit" in refused.value.problem.message_zh


def test_the_command(run: Callable[..., Any], second_plan: Path) -> None:
    folder = second_plan.parent
    (folder / "a.csv").write_text("zones,uncertain,problem,staff\nshipwrights,,,3\n", encoding="utf-8")
    assert run("stats", "a.csv", "--sum", "staff", "--format", "json", "-o", "s.json").code == 0
    assert run("figure", "--stats", "s.json", "--measure", "staff", "-o", "f.svg").code == 0
    assert "staff per km²" in (folder / "f.svg").read_text(encoding="utf-8")
    assert run("figure", "--measure", "staff", "-o", "g.svg").code == 2
    assert run("figure", "--stats", "a.csv", "-o", "g.svg").code == 2
    assert run("figure", "--stats", "s.json", "--measure", "x", "-o", "g.svg").code == 2
    assert not (folder / "g.svg").exists()
    json.loads((folder / "s.json").read_text(encoding="utf-8"))
