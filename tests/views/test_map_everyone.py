"""The map for anyone: axe, keyboard, the language of every label, print; edges, scale, layers.

Each at both sizes and in both languages.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from tests.views.conftest import Opened, lang_of, name_in, narrow, open_panel

if TYPE_CHECKING:
    from zoneatlas.plan.load import Plan

_STATES = {
    "open": "() => {}",
    "zone": "() => zoneatlas.select({type: 'zone', id: 'yizhuang'}, {at: L.latLng(39.79, 116.51), popup: true})",
    "place": "() => { zoneatlas.askPlace([116.31, 39.985], true); "
    "const asked = document.querySelector('select.asked'); asked.value = 'finance'; "
    "asked.dispatchEvent(new Event('change')); }",
    "overlap": "() => zoneatlas.select({type: 'overlap', key: zoneatlas.data.overlaps[0].zones.join('+')})",
    "search": "() => { zoneatlas.select(null); const box = document.querySelector('#find'); box.focus(); "
    "box.value = 'a'; box.dispatchEvent(new Event('input')); box.dispatchEvent(new KeyboardEvent('keydown', "
    "{key: 'ArrowDown'})); }",
    "nothing found": "() => { const box = document.querySelector('#find'); box.value = 'qqqzzz'; "
    "box.dispatchEvent(new Event('input')); }",
    "measure": "() => { zoneatlas.setMeasuring(true); zoneatlas.addMeasured(L.latLng(39.9, 116.4)); "
    "zoneatlas.addMeasured(L.latLng(39.8, 116.4)); }",
    "panel": "() => { zoneatlas.setMeasuring(false); zoneatlas.setFilter({industry: 'finance'}); "
    "document.querySelectorAll('aside.panel details').forEach((one) => { one.open = true; }); "
    "zoneatlas.setPanel(true); }",
}


@pytest.mark.parametrize("state", _STATES)
def test_axe_finds_no_serious_fault(tour: Opened, state: str) -> None:
    if not tour.ask("() => typeof axe === 'object'"):
        tour.ask((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    if state == "nothing found":
        tour.page.locator("#find").focus()
    tour.ask(_STATES[state])
    tour.page.wait_for_timeout(30)
    found = tour.ask("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [
        (one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")
    ] == []
    tour.ask("() => document.querySelectorAll('aside.panel details').forEach((one) => { one.open = false; })")


# --- keyboard ---

_FOCUS = """() => { const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e);
    return { name: e.id || e.dataset.tool || e.dataset.layer || e.className || e.tagName,
        ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
        seen: b.bottom > 0 && b.right > 0 && b.top < innerHeight && b.left < innerWidth }; }"""


def _tab(tour: Opened, most: int, until: str) -> list[str]:
    """Press Tab until something has the focus; each stop on the way must show that it has."""
    names: list[str] = []
    for _ in range(most):
        tour.page.keyboard.press("Tab")
        told = tour.ask(_FOCUS)
        names.append(told["name"])
        assert told["ring"], told
        assert told["seen"], told
        if until in told["name"]:
            return names
    pytest.fail(f"{until} is not reached: {names}")


def test_every_control_is_reached_by_keyboard_and_shows_it(tour: Opened) -> None:
    page = tour.page
    page.locator("#find").focus()
    if narrow(tour):
        _tab(tour, 2, "open-panel")
        page.keyboard.press("Enter")
        assert page.locator("aside.panel").is_visible()
        assert page.locator(".open-panel").get_attribute("aria-expanded") == "true"
    _tab(tour, 8, "language")
    _tab(tour, 3, "measure")
    _tab(tour, 200, "findings")
    page.keyboard.press("Space")
    assert tour.ask("() => zoneatlas.shown.has('findings')")
    if narrow(tour):
        page.keyboard.press("Escape")
        assert page.locator("aside.panel").is_hidden()
        assert page.locator(".open-panel").get_attribute("aria-expanded") == "false"
        assert tour.ask("() => document.activeElement.className") == "open-panel"
    page.locator("div.folium-map").focus()
    before = tour.ask("() => zoneatlas.map.getCenter().lng")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => zoneatlas.map.getCenter().lng > before", arg=before)


def test_the_tabs_of_the_side_panel_work_by_arrows_and_escape_closes(tour: Opened) -> None:
    page = tour.page
    tour.ask("() => zoneatlas.select({type: 'zone', id: 'yizhuang'}, {at: L.latLng(39.79, 116.51)})")
    page.locator("#tab-item").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#tab-here").get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowLeft")
    assert tour.ask("() => document.activeElement.id") == "tab-item"
    page.keyboard.press("Escape")
    assert page.locator("aside.details").is_hidden()


def test_every_label_of_a_control_is_in_the_page_s_language(tour: Opened) -> None:
    tour.ask("() => zoneatlas.askPlace([116.31, 39.985], true)")
    told = tour.ask(
        """() => [...document.querySelectorAll('[aria-label], [placeholder], [title]')].filter((e) =>
        !e.closest('.leaflet-popup')).flatMap((e) => ['aria-label', 'placeholder', 'title'].map((key) =>
        e.getAttribute(key)).filter(Boolean))"""
    )
    wide = [any("\u2e80" <= letter <= "\u9fff" for letter in text) for text in told]
    assert len(told) > 10
    assert all(wide) if lang_of(tour) == "zh" else not any(wide), told
    assert tour.ask("() => document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[lang_of(tour)]
    assert tour.page.locator("button.language").get_attribute("lang") == {"zh": "en", "en": "zh-CN"}[lang_of(tour)]


# --- print ---


@pytest.mark.parametrize(("paper", "points"), [("A4", (842, 595)), ("A3", (1191, 842))])
def test_it_prints_on_one_sheet_with_legend_scale_and_sources(
    tour: Opened, shipped_plan: Plan, paper: str, points: tuple[int, int]
) -> None:
    tour.ask(
        """(paper) => { zoneatlas.setPaper(paper); window.addEventListener('beforeprint', () => {
        const sheet = document.querySelector('.print-sheet'), size = zoneatlas.map.getSize();
        window.sheet = [sheet.innerText, sheet.getBoundingClientRect().bottom, size.x, size.y,
            [...document.querySelectorAll('.label.zone')].length]; }, {once: true}); }""",
        paper,
    )
    pdf = tour.page.pdf(prefer_css_page_size=True, print_background=True)
    sizes = [tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[([\d. ]+)\]", pdf)]
    assert len(sizes) == 1
    assert sizes[0][2:] == pytest.approx(points, abs=1)
    text, bottom, wide, high, labels = tour.ask("() => window.sheet")
    settings, lang = shipped_plan.settings, lang_of(tour)
    for said in (settings.title, *(kind.title for kind in settings.kinds[:2]), *settings.attribution):
        assert said.say(lang) in text
    assert ("图例" in text) == (lang == "zh")
    assert ("Legend" in text) == (lang == "en")
    assert re.search(r"1:[\d,]+", text)
    assert bottom <= (points[1] - 2 * 10 * 72 / 25.4) * 96 / 72
    assert wide * high > 0.5 * points[0] * points[1] * (96 / 72) ** 2
    assert labels >= 3
    assert tour.ask("() => document.body.classList.contains('printing')") is False


# --- edges, scale, layers ---


def test_indicative_edges_are_dashed_and_firm_ones_are_not(tour: Opened) -> None:
    drawn, told = tour.ask(
        """() => [[...document.querySelectorAll('.leaflet-edges-pane path')].map((e) =>
            e.hasAttribute('stroke-dasharray')),
        zoneatlas.data.zones.map((z) => { const all = z.edges.flat().map((run) => run[1] === 'indicative');
            return [all.includes(true), all.includes(false)]; })]"""
    )
    assert drawn.count(True) == sum(dashed for dashed, _ in told) > 0
    assert drawn.count(False) == sum(firm for _, firm in told) > 0


def test_the_scale_bar_is_as_long_as_it_says(tour: Opened) -> None:
    for zoom in (9, 13):
        tour.ask("(zoom) => { zoneatlas.map.setView([39.92, 116.38], zoom, {animate: false}); }", zoom)
        bar = tour.page.locator(".leaflet-control-scale-line")
        said = re.fullmatch(r"(\d+) (km|m)", bar.inner_text())
        assert said
        metres = int(said[1]) * (1000 if said[2] == "km" else 1)
        drawn_m = bar.evaluate(
            """(e) => { const size = zoneatlas.map.getSize(), y = size.y / 2;
            const ends = [0, parseFloat(e.style.width)].map((x) => zoneatlas.map.containerPointToLatLng([x, y]));
            return zoneatlas.distanceM(...ends.map((at) => [at.lng, at.lat])); }"""
        )
        assert drawn_m == pytest.approx(metres, rel=0.02)


def test_a_district_without_a_zone_and_an_anchor_outside_are_clickable(tour: Opened) -> None:
    open_panel(tour)
    for layer in ("uncovered", "anchors-outside"):
        tour.page.locator(f"input[data-layer='{layer}']").check()
        count = int(tour.page.locator(f"label:has(input[data-layer='{layer}']) .count").inner_text())
        drawn = tour.ask(
            "(layer) => zoneatlas.groups[layer].getLayers().filter((one) => one.options.interactive)", layer
        )
        assert len(drawn) >= count
        if count:
            tour.ask(
                """(layer) => { const path = zoneatlas.groups[layer].getLayers().find((one) => one.options.interactive);
                path.fire('click', {latlng: path.getCenter ? path.getCenter() : path.getLatLng()}); }""",
                layer,
            )
            assert tour.page.locator("aside.details .sheet h2").inner_text()
            tour.ask("() => zoneatlas.select(null)")
            open_panel(tour)


def test_the_reference_layers_make_the_base_map_and_no_tiles_are_asked_for(tour: Opened, shipped_plan: Plan) -> None:
    shown = [layer.layer_id for layer in shipped_plan.settings.layers if layer.show]
    assert set(tour.ask("() => [...zoneatlas.shown]")) >= set(shown)
    drawn = tour.ask("(ids) => ids.map((id) => zoneatlas.groups[id].getLayers().length)", shown)
    assert all(drawn)
    assert tour.page.locator(".leaflet-tile").count() == 0


def test_the_mouse_names_what_lies_under_it(tour: Opened, shipped_plan: Plan) -> None:
    tour.ask("() => { zoneatlas.map.setView([39.985, 116.31], 12, {animate: false}); }")
    box = tour.page.locator("div.folium-map").bounding_box()
    assert box
    tour.page.wait_for_timeout(750)  # after a click of the test before
    tour.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tour.page.mouse.move(box["x"] + box["width"] / 2 + 3, box["y"] + box["height"] / 2 + 3)
    assert name_in(tour, shipped_plan, "zhongguancun") in tour.page.locator(".leaflet-tooltip").inner_text()
    tour.page.mouse.move(box["x"] + 2, box["y"] + 2)
