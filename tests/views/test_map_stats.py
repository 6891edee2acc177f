"""The map with statistics: zones shaded, every figure listed with its low and high; nothing of it without them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas.answers.stats import statistics
from zoneatlas.answers.stats_rows import open_table
from zoneatlas.plan.records import PlanError
from zoneatlas.views.mapstats import map_statistics, read_map_statistics
from zoneatlas.views.stats_listing import stats_json
from zoneatlas.views.webmap import write_map

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.views.conftest import Opened  # type: ignore[import-not-found,unused-ignore]

    from zoneatlas.plan.load import Plan

ROWS = [
    "zones,uncertain,problem,staff",
    "zhongguancun,,,10",
    "zhongguancun;shahe,shahe,,20",
    "financial-street,financial-street,,30",
    ",olympic,,40",
    ",,zero,50",
]


@pytest.fixture
def told(tmp_path: Path, shipped_plan: Plan) -> dict[str, Any]:
    """Return the statistics of five rows."""
    (tmp_path / "rows.csv").write_text("\n".join(ROWS), encoding="utf-8")
    return stats_json(statistics(shipped_plan, open_table(shipped_plan, str(tmp_path / "rows.csv")), sums=["staff"]))


def test_figures_by_zone(shipped_plan: Plan, told: dict[str, Any]) -> None:
    found = map_statistics(shipped_plan, told, "figures.json")
    assert found["measures"] == [["行数", "rows"], ["staff", "staff"]]
    assert found["zones"]["zhongguancun"] == [[2, 2, 2], [30, 30, 30]]
    assert found["zones"]["shahe"] == [[1, 0, 1], [20, 0, 20]]
    assert found["zones"]["olympic"] == [[0, 0, 1], [0, 0, 40]]
    assert (found["plan"], found["overlapping"]) == ([[3, 2, 4], [60, 30, 100]], 1)
    assert set(found["kinds"]) == {"functional-zone", "specialty-cluster", "ecological-belt"}


@pytest.mark.parametrize(
    "text", ["", "[]", '{"by": ["ring"]}', '{"by": ["zone"], "sums": []}', "[" * 100_000, '{"by": ["zone"], "sums": 1}']
)
def test_what_is_no_statistics_is_refused(shipped_plan: Plan, tmp_path: Path, text: str) -> None:
    (tmp_path / "s.json").write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as refused:
        read_map_statistics(shipped_plan, tmp_path / "s.json")
    assert "s.json" in refused.value.problem.message
    assert refused.value.problem.message_zh


def test_figures_of_another_plan_or_none_are_refused(shipped_plan: Plan, told: dict[str, Any]) -> None:
    cell = told["cells"][0]
    cell["rows"]["value"] = float("nan")
    with pytest.raises(PlanError):
        map_statistics(shipped_plan, told, "s.json")
    cell["rows"]["value"], cell["keys"]["zone"]["id"] = 1, "</script>"
    with pytest.raises(PlanError, match="another plan"):
        map_statistics(shipped_plan, told, "s.json")


def test_the_page_shades_and_lists(
    shipped_plan: Plan, told: dict[str, Any], tmp_path: Path, open_page: Callable[..., Opened]
) -> None:
    write_map(shipped_plan, tmp_path / "map.html", lang="en", stats=map_statistics(shipped_plan, told, "<b>figures"))
    opened = open_page(tmp_path / "map.html")
    block = opened.page.locator("details.statistics")
    assert "Statistics (<b>figures)" in block.inner_text()
    assert "all zones (a row counts once)\n3 (2–4)" in block.inner_text()
    shaded = "() => document.querySelectorAll('.leaflet-statistics-pane path').length"
    assert opened.ask(shaded) == 20
    opened.page.select_option("[data-stats=measure]", "1")
    assert "60 (30–100)" in block.inner_text()
    assert opened.ask("() => document.activeElement.dataset.stats") == "measure"
    opened.page.locator("[data-stats=shade]").click()
    assert opened.ask(shaded) == 0
    opened.page.locator("[data-stats=shade]").click()
    opened.page.locator("[data-layer=ecological-belt]").click()
    opened.page.wait_for_function(f"({shaded})() === 17")
    opened.page.locator("button.language").click()
    assert "全部功能区（每行计一次）" in block.inner_text()
    opened.calm()


def test_without_statistics_nothing_of_it_is_there(shipped: Path, open_page: Callable[..., Opened]) -> None:
    opened = open_page(shipped)
    assert opened.page.locator("details.statistics").count() == 0
    assert opened.page.locator(".leaflet-statistics-pane").count() == 0


def test_the_command_takes_a_file(shipped_plan: Plan, told: dict[str, Any], tmp_path: Path) -> None:
    from zoneatlas.cli import main

    (tmp_path / "s.json").write_text(json.dumps(told), encoding="utf-8")
    out = tmp_path / "map.html"
    assert main(["--plan", str(shipped_plan.root), "map", "-o", str(out), "--stats", str(tmp_path / "s.json")]) == 0
    assert '"stats":{"file":"s.json"' in out.read_text("utf-8")
    assert main(["--plan", str(shipped_plan.root), "map", "-o", str(out), "--stats", str(tmp_path / "no.json")]) == 2
