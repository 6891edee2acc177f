"""Pictures of the map at three zooms, judged by region: fonts may differ, what is drawn where may not."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.views.conftest import Opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

_JUDGE = (Path(__file__).parent / "judge.js").read_text("utf-8")
_ZOOMS = (8.5, 10.5, 13)


def _faults(tour: Opened) -> list[str]:
    raw = tour.page.locator("div.folium-map").screenshot()
    found: list[str] = tour.ask(_JUDGE[_JUDGE.index("async") :], base64.b64encode(raw).decode("ascii"))
    return found


def _go(tour: Opened, zoom: float) -> None:
    tour.ask("(zoom) => { zoneatlas.map.setView([39.92, 116.38], zoom, {animate: false}); }", zoom)


@pytest.mark.parametrize("zoom", _ZOOMS)
def test_a_picture_shows_every_zone_edge_line_and_label(tour: Opened, zoom: float) -> None:
    _go(tour, zoom)
    assert _faults(tour) == []


def test_a_layer_switched_off_and_on_again_hides_no_other(tour: Opened) -> None:
    _go(tour, 10.5)
    for layer in ("districts", "water"):
        tour.ask("(layer) => zoneatlas.toggle(layer, false)", layer)
        tour.page.wait_for_timeout(20)
        tour.ask("(layer) => zoneatlas.toggle(layer, true)", layer)
        tour.page.wait_for_timeout(20)
    assert _faults(tour) == []


#: What is taken away or spoilt (and put back), and what the judge must then say, at a zoom.
_SPOILT = {
    "a kind": ("zoneatlas.toggle('functional-zone', false)", "zoneatlas.toggle('functional-zone', true)",
               "fill of ", 10.5),
    "edges": ("zoneatlas.map.getPane('edges').style.display = 'none'",
              "zoneatlas.map.getPane('edges').style.display = ''", "edge of ", 10.5),
    "fills": ("zoneatlas.map.getPane('zones').style.display = 'none'",
              "zoneatlas.map.getPane('zones').style.display = ''", "fill of ", 10.5),
    "colours": ("zoneatlas.map.getPane('zones').style.filter = 'hue-rotate(120deg)'",
                "zoneatlas.map.getPane('zones').style.filter = ''", "fill of ", 10.5),
    "one zone": ("zoneatlas.paths.get('zhongguancun').getLayers()[0].getElement().style.display = 'none'",
                 "zoneatlas.paths.get('zhongguancun').getLayers()[0].getElement().style.display = ''",
                 "fill of zhongguancun", 10.5),
    "ink": ("document.querySelectorAll('.label').forEach((one) => { one.style.opacity = 0.05; })",
            "zoneatlas.drawLabels()", "label ", 10.5),
    "labels": ("zoneatlas.map.getPane('labels').replaceChildren()", "zoneatlas.drawLabels()", "labels: 0", 10.5),
    "districts": ("zoneatlas.toggle('districts', false)", "zoneatlas.toggle('districts', true)",
                  "layer districts", 10.5),
    "water": ("zoneatlas.toggle('water', false)", "zoneatlas.toggle('water', true)", "layer water", 10.5),
    "rings": ("zoneatlas.toggle('ring_roads', false)", "zoneatlas.toggle('ring_roads', true)",
              "layer ring_roads", 10.5),
    "background": ("document.querySelector('div.folium-map').style.filter = 'invert(1)'",
                   "document.querySelector('div.folium-map').style.filter = ''", "land around", 8.5),
}  # fmt: skip


@pytest.fixture(scope="module")
def untouched(browser: Browser, shipped: Path) -> Iterator[Opened]:
    """Open a page of its own to spoil."""
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    page.goto(shipped.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    yield Opened(page)
    page.close()


@pytest.mark.parametrize("spoilt", _SPOILT)
def test_the_judge_sees_what_is_missing(untouched: Opened, spoilt: str) -> None:
    take, give_back, said, zoom = _SPOILT[spoilt]
    _go(untouched, zoom)
    untouched.ask(f"() => {{ {take}; }}")
    untouched.page.wait_for_timeout(30)
    try:
        assert any(fault.startswith(said) for fault in _faults(untouched))
    finally:
        untouched.ask(f"() => {{ {give_back}; }}")
