"""The web map as a file, and as a planner meets it in a browser with no network."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from tests.views.conftest import ROOT, SECOND, SIZES, Opened, data_of

from zoneatlas.plan.load import load_plan
from zoneatlas.views.webmap import map_html, write_map

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def zone_paths(opened: Opened) -> int:
    return int(opened.page.evaluate("document.querySelectorAll('.leaflet-zones-pane path.leaflet-interactive').length"))


def test_the_file_is_small_and_the_same_when_built_twice(shipped: Path) -> None:
    once, again = (map_html(load_plan(SECOND), lang="zh") for _ in range(2))
    assert once == again
    once, again = (map_html(load_plan(ROOT), lang="zh") for _ in range(2))
    assert once == again
    assert shipped.stat().st_size <= 1_000_000


def test_names_stand_in_the_page_as_utf8(shipped: Path) -> None:
    text = shipped.read_text("utf-8")
    for zone in load_plan(ROOT).zones:
        assert zone.name_zh in text
        assert zone.name_en in text
    assert re.search(r"\\u[4-9][0-9a-f]{3}", text.split('id="plan-data">')[1]) is None


def test_the_policy_allows_the_inline_scripts_and_nothing_else(shipped: Path) -> None:
    text = shipped.read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    rules = html.unescape(policy[1])
    assert "default-src 'none'" in rules
    script_rule = next(rule for rule in rules.split(";") if rule.strip().startswith("script-src"))
    assert "unsafe" not in script_rule
    assert len(re.findall(r"'sha256-", script_rule)) == len(re.findall(r"<script>", text))
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=", text)


@pytest.mark.parametrize("size", SIZES)
def test_opens_without_a_request_or_an_error_and_draws_every_zone(
    shipped: Path, open_page: Callable[..., Opened], size: str
) -> None:
    opened = open_page(shipped, size)
    data = data_of(shipped)
    drawn = [zone for zone in data["zones"] if zone["geometry"]]
    assert len(drawn) == len(load_plan(ROOT).zones)
    assert zone_paths(opened) >= len(drawn)
    assert opened.requests == []
    assert opened.errors == []


def test_districts_are_interactive_paths_from_the_start(shipped: Path, open_page: Callable[..., Opened]) -> None:
    opened = open_page(shipped)
    districts = next(layer for layer in data_of(shipped)["layers"] if layer["id"] == "districts")
    paths = opened.page.evaluate("document.querySelectorAll('.leaflet-base-pane path.leaflet-interactive').length")
    assert paths >= len(districts["features"])


def test_big_zones_lie_below_small_ones_also_after_a_kind_was_off_and_on(
    shipped: Path, open_page: Callable[..., Opened]
) -> None:
    opened = open_page(shipped)
    order = """() => { const svg = document.querySelector('.leaflet-zones-pane svg g');
        return zoneatlas.data.zones.filter((z) => z.geometry).map((z) => {
            const path = zoneatlas.paths.get(z.id).getLayers()[0].getElement();
            return [...svg.children].indexOf(path); }); }"""
    before = opened.page.evaluate(order)
    assert before == sorted(before)
    first = opened.page.locator("aside.panel input[type=checkbox]").first
    first.uncheck()
    first.check()
    after = opened.page.evaluate(order)
    assert after == sorted(after)


def test_every_zone_opens_a_popup_that_names_its_clause_industries_area_basis_and_accuracy(
    shipped: Path, open_page: Callable[..., Opened]
) -> None:
    opened = open_page(shipped)
    data = data_of(shipped)
    for zone in data["zones"]:
        text = opened.page.evaluate(
            """(id) => { const z = zoneatlas.data.zones.find((item) => item.id === id);
            const map = Object.values(window).find((v) => v instanceof L.Map);
            zoneatlas.openZone(map, L.latLng(z.label_at[1], z.label_at[0]), z);
            return [...document.querySelectorAll('.leaflet-popup')].at(-1).textContent; }""",
            zone["id"],
        )
        assert zone["name"][0] in text
        assert zone["name"][1] in text
        assert zone["clause"] in text
        assert zone["basis"][0] in text
        assert f"±{zone['accuracy_m']:,.0f}" in text
        for industry in (*zone["industries"], *zone["supporting_industries"]):
            assert data["vocabulary"][industry][0] in text


def test_a_click_on_the_map_opens_the_smallest_zone_there(shipped: Path, open_page: Callable[..., Opened]) -> None:
    opened = open_page(shipped)
    smallest = data_of(shipped)["zones"][-1]
    point = opened.page.evaluate(
        """() => { const map = Object.values(window).find((v) => v instanceof L.Map);
        const at = zoneatlas.data.zones.at(-1).label_at;
        map.setView([at[1], at[0]], 14, {animate: false});
        const p = map.latLngToContainerPoint([at[1], at[0]]); const box = map.getContainer().getBoundingClientRect();
        return [p.x + box.left, p.y + box.top]; }"""
    )
    opened.page.mouse.click(*point)
    opened.page.wait_for_selector(".leaflet-popup h2")
    assert smallest["name"][0] in opened.page.inner_text(".leaflet-popup h2")


def test_a_tap_on_a_phone_opens_the_sheet_and_the_panel_gives_way(
    shipped: Path, open_page: Callable[..., Opened]
) -> None:
    opened = open_page(shipped, "phone")
    opened.page.locator("button.open-panel").tap()
    assert opened.page.locator("aside.panel").is_visible()
    opened.page.touchscreen.tap(195, 120)
    assert opened.page.locator("aside.panel").is_hidden()
    opened.page.touchscreen.tap(195, 320)
    opened.page.wait_for_selector("aside.details .sheet")
    box = opened.page.locator("aside.details").bounding_box()
    assert box
    assert box["width"] == 390
    assert 250 < box["y"] < 600
    opened.page.locator(".close-details").tap()
    assert opened.page.locator("aside.details").is_hidden()
    assert opened.errors == []


def test_layers_switch_off_and_on_and_the_language_changes(shipped: Path, open_page: Callable[..., Opened]) -> None:
    opened = open_page(shipped)
    data = data_of(shipped)
    whole = zone_paths(opened)
    box = opened.page.locator(f"input[data-layer='{data['kinds'][0]['id']}']")
    box.uncheck()
    assert zone_paths(opened) < whole
    box.check()
    assert zone_paths(opened) == whole
    opened.page.locator("button.language").click()
    assert data["plan"]["title"][1] in opened.page.inner_text("aside.panel h1")
    assert opened.page.evaluate("document.documentElement.lang") == "en"


def test_the_legend_names_every_layer_and_the_attribution_is_shown(
    shipped: Path, open_page: Callable[..., Opened]
) -> None:
    opened = open_page(shipped)
    data = data_of(shipped)
    panel = opened.page.inner_text("aside.panel")
    for item in (*data["kinds"], *data["layers"]):
        assert item["title"][0] in panel
    assert "OpenStreetMap" in opened.page.inner_text(".leaflet-control-attribution")


def test_another_plan_draws_with_its_own_kinds(tmp_path: Path, open_page: Callable[..., Opened]) -> None:
    plan = load_plan(SECOND)
    write_map(plan, tmp_path / "map.html", lang="en")
    opened = open_page(tmp_path / "map.html")
    panel = opened.page.inner_text("aside.panel")
    for kind in plan.settings.kinds:
        assert kind.title.say("en") in panel
    assert opened.errors == []
