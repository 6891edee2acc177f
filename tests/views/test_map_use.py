"""What a planner does with the map: each thing at both sizes and in both languages, on one open page for each."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from tests.views.conftest import Opened, chosen, fade_count, lang_of, name_in, narrow, open_panel, type_in_box

from zoneatlas.answers.find import find

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from zoneatlas.plan.load import Plan

WORDS = {"zh": "生物医药", "en": "biopharma"}


# --- finds ---


def test_an_industry_typed_in_either_language_lists_the_zones_that_find_names(tour: Opened, shipped_plan: Plan) -> None:
    for word in WORDS.values():
        listed = type_in_box(tour, word)
        for match in find(shipped_plan, industry=word):
            assert name_in(tour, shipped_plan, match.zone.zone_id) in listed
        assert tour.page.locator("#find").get_attribute("aria-expanded") == "true"


def test_the_box_finds_zones_places_districts_clauses_features_and_coordinates(
    tour: Opened, shipped_plan: Plan
) -> None:
    zone = shipped_plan.zones[4]
    districts, places, regions = (shipped_plan.role(role) for role in ("districts", "places", "regions"))
    assert districts
    assert places
    assert regions
    for name in (zone.name, districts.features[3].name, places.features[7].name, regions.features[1].name):
        for word in (name.zh, name.en):
            assert name.say(lang_of(tour)) in type_in_box(tour, word)
    assert zone.clause in type_in_box(tour, zone.clause)
    for text in ("116.5, 39.8", "39.8N 116.5E", "39°48′N, 116°30′E", "39.8，116.5"):
        assert type_in_box(tour, text) == ["116.50000, 39.80000"]
    assert type_in_box(tour, "qqqqzzzz") == []
    assert tour.page.locator(".found-status.none").is_visible()


def test_arrows_choose_enter_flies_there_and_escape_closes(tour: Opened) -> None:
    page = tour.page
    before = tour.ask("() => zoneatlas.map.getBounds().toBBoxString()")
    type_in_box(tour, "yizhuang")
    page.keyboard.press("ArrowDown")
    active = page.locator("#find").get_attribute("aria-activedescendant")
    assert active
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert page.locator("#found").is_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert chosen(tour) == {"type": "zone", "id": "yizhuang"}
    assert tour.ask("() => zoneatlas.map.getBounds().toBBoxString()") != before
    inside = "() => zoneatlas.map.getBounds().contains(zoneatlas.paths.get('yizhuang').getBounds())"
    assert tour.ask(inside)


def test_keys_of_an_input_method_choose_nothing(tour: Opened) -> None:
    page = tour.page
    page.locator("#find").focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "jin", "selectionStart": 3, "selectionEnd": 3})
    page.evaluate(
        """() => { const box = document.querySelector('#find');
        box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}));
        box.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', keyCode: 229, bubbles: true})); }"""
    )
    assert chosen(tour) is None
    assert page.locator("#found").is_hidden()
    session.send("Input.insertText", {"text": "金融"})
    page.wait_for_selector("#found li")
    assert page.locator("#find").input_value() == "金融"
    page.keyboard.press("Enter")
    assert tour.ask("() => zoneatlas.filter.industry") == "finance"


# --- filters ---


def test_filters_fade_what_does_not_match_and_count_what_does(tour: Opened, shipped_plan: Plan) -> None:
    page = tour.page
    expected = {match.zone.zone_id for match in find(shipped_plan, industry="finance")}
    tour.ask("() => zoneatlas.setFilter({industry: 'finance'})")
    open_panel(tour)
    drawn = tour.ask(
        "() => zoneatlas.data.zones.filter((z) => !zoneatlas.paths.get(z.id).getLayers()[0].getElement()"
        ".classList.contains('faded')).map((z) => z.id)"
    )
    assert set(drawn) == expected
    assert f"{len(expected)}/{len(shipped_plan.zones)}" in page.locator("details.filter summary").inner_text()
    assert page.locator("[data-industry=finance] .count").inner_text() == str(len(expected))
    page.locator(f"[data-kind={shipped_plan.settings.kinds[1].kind}]").click()
    assert fade_count(tour) == len(shipped_plan.zones)
    page.locator("[data-clear]").click()
    assert fade_count(tour) == 0
    district = shipped_plan.zones[4].districts[0]
    page.locator("select.district").select_option(district)
    left = sum(district in zone.districts for zone in shipped_plan.zones)
    assert fade_count(tour) == len(shipped_plan.zones) - left


def test_the_industry_tree_opens_and_filters_from_the_keyboard(tour: Opened) -> None:
    page = tour.page
    open_panel(tour)
    if page.locator("details.filter").get_attribute("open") is None:
        page.locator("details.filter summary").click()
    twist = page.locator("button.twist[aria-expanded=false]").first
    name = twist.get_attribute("data-twist")
    twist.focus()
    page.keyboard.press("Enter")
    assert page.locator(f"button.twist[data-twist='{name}']").get_attribute("aria-expanded") == "true"
    page.locator(f"[data-industry='{name}']").focus()
    page.keyboard.press("Space")
    assert tour.ask("() => zoneatlas.filter.industry") == name
    assert page.evaluate("document.activeElement.dataset.industry") == name


# --- the address ---


def test_a_link_reopens_the_same_picture(tour: Opened, browser: Browser) -> None:
    tour.ask(
        """() => { zoneatlas.toggle('places', true); zoneatlas.toggle('water', false); zoneatlas.setBands(true);
        zoneatlas.setFilter({industry: 'finance', district: '海淀区'});
        zoneatlas.select({type: 'zone', id: 'zhongguancun'}, {at: L.latLng(39.98, 116.31)});
        zoneatlas.map.setView([39.97, 116.33], 11.5, {animate: false}); zoneatlas.writeAddress(); }"""
    )
    told = """() => ({ lang: zoneatlas.lang, shown: [...zoneatlas.shown].sort(), filter: zoneatlas.filter,
        selected: zoneatlas.selected, at: zoneatlas.at, bands: zoneatlas.bandsOn(), zoom: zoneatlas.map.getZoom(),
        centre: [zoneatlas.map.getCenter().lat.toFixed(3), zoneatlas.map.getCenter().lng.toFixed(3)] })"""
    before = tour.ask(told)
    assert before["selected"] == {"type": "zone", "id": "zhongguancun"}
    again = browser.new_page(viewport=tour.page.viewport_size)
    again.goto(tour.page.url)
    again.wait_for_selector("html[data-ready=true]")
    assert again.evaluate(told) == before
    again.close()


@pytest.mark.parametrize(
    "address",
    [
        "#view=9/999/x&layers=+nosuch,-,&sel=zone:<b>&at=1,2,3&industry=__proto__&kind=q&district=%00",
        "#sel=feature:constructor:toString&lang=fr&bands=7&view=NaN/1/2",
        "#%E0%A4%A",
        "#" + "x" * 100_000,
        "#sel=__proto__:x&layers=+__proto__,+constructor,-toString&kind=toString&district=__proto__&industry=constructor",
        "#sel=feature:districts&at=999,999&view=1e9/1/1",
        "#sel=feature:districts:%25E0%25A4%25A&at=Infinity,NaN&view=&layers=",
        "#&&==&=&sel=:&sel=zone:&at=,&lang=__proto__&bands=<script>",
    ],
)
def test_a_broken_address_is_ignored(tour: Opened, address: str) -> None:
    tour.ask("(address) => zoneatlas.readAddress(address)", address)
    assert chosen(tour) is None
    assert tour.ask("() => zoneatlas.filtering()") is False


# --- reads ---


def test_the_side_panel_tells_everything_of_a_zone(tour: Opened, shipped_plan: Plan) -> None:
    zone = shipped_plan.zone("yizhuang")
    assert zone
    tour.ask("() => zoneatlas.select({type: 'zone', id: 'yizhuang'}, {fly: true})")
    text = tour.page.inner_text("aside.details")
    lang = lang_of(tour)
    names = [shipped_plan.vocabulary.industries[one].zh for one in (*zone.industries, *zone.supporting_industries)]
    if lang == "en":
        names = [shipped_plan.vocabulary.industries[one].en for one in (*zone.industries, *zone.supporting_industries)]
    for said in (zone.name_zh, zone.name_en, zone.clause, zone.basis.say(lang), *names, *zone.sources):
        assert said in text
    pairs = tour.ask("() => zoneatlas.data.overlaps.filter((p) => p.zones.includes('yizhuang'))")
    assert pairs
    for pair in pairs:
        other = next(one for one in pair["zones"] if one != "yizhuang")
        assert name_in(tour, shipped_plan, other) in text
        assert pair["reason"][lang == "en"] in text
    assert tour.page.locator("aside.details a[href^=http]").count() > 0
    tour.page.locator("aside.details .close-details").click()
    assert tour.page.locator("aside.details").is_hidden()


def test_a_district_an_overlap_a_clause_and_a_place_have_panels_too(tour: Opened, shipped_plan: Plan) -> None:
    districts = shipped_plan.role("districts")
    assert districts
    name = districts.features[3].name
    tour.ask("(key) => zoneatlas.select({type: 'feature', layer: 'districts', key}, {fly: true})", name.zh)
    text = tour.page.inner_text("aside.details")
    assert name.zh in text
    assert "km²" in text or "平方公里" in text
    pair = tour.ask("() => zoneatlas.data.overlaps[0]")
    tour.ask("(key) => zoneatlas.select({type: 'overlap', key}, {fly: true})", "+".join(pair["zones"]))
    text = tour.page.inner_text("aside.details")
    for zone in pair["zones"]:
        assert name_in(tour, shipped_plan, zone) in text
    clause = shipped_plan.zones[0].clause
    tour.ask("(clause) => zoneatlas.select({type: 'clause', clause}, {fly: true})", clause)
    assert name_in(tour, shipped_plan, shipped_plan.zones[0].zone_id) in tour.page.inner_text("aside.details")


# --- asks a place ---


def test_a_click_anywhere_tells_what_is_there(tour: Opened, shipped_plan: Plan) -> None:
    at = tour.ask(
        """() => { zoneatlas.map.setView([39.985, 116.31], 12, {animate: false});
        const p = zoneatlas.map.latLngToContainerPoint([39.985, 116.31]);
        const box = zoneatlas.map.getContainer().getBoundingClientRect(); return [p.x + box.left, p.y + box.top]; }"""
    )
    tour.page.mouse.click(*at)
    tour.page.locator("#tab-here").click()
    text = tour.page.inner_text("aside.details")
    districts = shipped_plan.role("districts")
    assert districts
    haidian = next(one for one in districts.features if one.name.zh == "海淀区")
    for said in (
        name_in(tour, shipped_plan, "zhongguancun"),
        haidian.name.say(lang_of(tour)),
        *(f"{value:.5f}" for value in tour.ask("() => zoneatlas.at")),
    ):
        assert said in text
    assert tour.page.locator("aside.details .sure").count() >= 3


def test_a_typed_coordinate_is_asked_and_outside_the_plan_it_says_so(tour: Opened) -> None:
    type_in_box(tour, "116.9 39.2")
    tour.page.keyboard.press("Enter")
    assert tour.ask("() => zoneatlas.at") == [116.9, 39.2]
    assert tour.page.locator("aside.details .warn").is_visible()


_FREE = """() => { const box = zoneatlas.map.getContainer().getBoundingClientRect();
    const sheet = document.querySelector('aside.details').getBoundingClientRect();
    return { left: box.left, top: box.top, right: box.right, bottom: zoneatlas.narrow() ? sheet.top : box.bottom }; }"""


@pytest.mark.parametrize(("across", "down"), [(0.5, 0.93), (0.95, 0.5), (0.06, 0.7), (0.5, 0.5)])
def test_what_was_clicked_stays_in_sight(tour: Opened, across: float, down: float) -> None:
    box = tour.page.locator("div.folium-map").bounding_box()
    assert box
    tour.ask("() => { zoneatlas.map.setView([39.92, 116.38], 10.5, {animate: false}); }")
    tour.page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
    free = tour.ask(_FREE)
    pin = tour.page.locator(".leaflet-chosen-pane path[fill='#ffd400']").bounding_box()
    assert pin
    assert free["left"] <= pin["x"]
    assert pin["x"] + pin["width"] <= free["right"]
    assert free["top"] <= pin["y"]
    assert pin["y"] + pin["height"] <= free["bottom"]
    if narrow(tour):  # where the sheet says it all
        assert tour.page.locator(".leaflet-popup").count() == 0


def test_a_zone_that_is_clicked_lies_beside_the_sheet_and_the_card(tour: Opened) -> None:
    tour.ask("() => { zoneatlas.map.setView([39.9, 116.4], 11.5, {animate: false}); }")
    at = tour.ask(
        """() => { const box = zoneatlas.map.getContainer().getBoundingClientRect();
        zoneatlas.map.panBy([0, zoneatlas.map.latLngToContainerPoint(zoneatlas.paths.get('financial-street')
            .getBounds().getCenter()).y - box.height * 0.8], {animate: false});
        const p = zoneatlas.map.latLngToContainerPoint(zoneatlas.paths.get('financial-street').getBounds().getCenter());
        return [p.x + box.left, p.y + box.top]; }"""
    )
    tour.page.mouse.click(*at)
    assert chosen(tour) == {"type": "zone", "id": "financial-street"}
    free, zone = tour.ask(_FREE), tour.page.locator(".leaflet-halo-pane path").first.bounding_box()
    assert zone
    assert free["left"] <= zone["x"]
    assert zone["x"] + zone["width"] <= free["right"]
    assert free["top"] <= zone["y"]
    assert zone["y"] + zone["height"] <= free["bottom"]
    card = tour.page.locator(".leaflet-popup-content-wrapper")
    if not narrow(tour):
        above = card.bounding_box()
        assert above
        assert above["y"] + above["height"] <= zone["y"] + 1
    tour.page.keyboard.press("Escape")
    tour.page.keyboard.press("Escape")
    assert tour.page.locator("aside.details").is_hidden()
    assert card.count() == 0


def test_a_click_works_the_verdict_out_once(tour: Opened) -> None:
    tour.ask(
        """() => { const real = zoneatlas.verdict; window.asked = 0;
        Object.defineProperty(zoneatlas, 'verdict', {configurable: true, value: (...all) => { window.asked += 1;
            return real(...all); }});
        zoneatlas.askPlace([116.31, 39.985], true); }"""
    )
    tour.page.select_option("select.asked", "")  # what a test before may have asked
    tour.ask("() => { window.asked = 0; }")
    tour.page.select_option("select.asked", "finance")
    assert tour.ask("() => window.asked") == 1
    tour.ask("() => zoneatlas.askPlace([116.32, 39.985], true)")
    assert tour.ask("() => window.asked") == 2
    tour.page.set_checked("input.existing", checked=True)
    assert tour.ask("() => window.asked") == 3
    assert tour.page.locator("div.verdict .verdict-card").count() == 1
    tour.page.set_checked("input.existing", checked=False)
    tour.page.select_option("select.asked", "")
    assert tour.page.locator("div.verdict").is_hidden()


# --- trusts ---


def test_bands_are_as_wide_as_the_edges_may_be_off(tour: Opened) -> None:
    open_panel(tour)
    tour.page.locator("input[data-bands]").check()
    for zoom in (9, 13):
        wide = tour.ask(
            """(zoom) => { zoneatlas.map.setView([39.9, 116.4], zoom, {animate: false});
            return zoneatlas.data.zones.flatMap(zoneatlas.bandPaths).map((path) => { const a = path.middle;
            const one = zoneatlas.map.project([a, 116.4]), two = zoneatlas.map.project([a + 0.01, 116.4]);
            const perPixel = zoneatlas.distanceM([116.4, a], [116.4, a + 0.01]) / Math.abs(one.y - two.y);
            return [path.accuracy_m, Number(path.getElement().getAttribute('stroke-width')) * perPixel / 2]; }); }""",
            zoom,
        )
        assert wide
        for accuracy_m, drawn_m in wide:
            assert drawn_m == pytest.approx(accuracy_m, rel=0.006)
    open_panel(tour)
    tour.page.locator("input[data-bands]").uncheck()
    assert tour.ask("() => document.querySelectorAll('.leaflet-bands-pane path').length") == 0


def test_layers_of_overlaps_coverage_and_findings_can_be_clicked(tour: Opened) -> None:
    open_panel(tour)
    for layer in ("overlap:declared", "overlap:undeclared", "uncovered", "anchors-outside", "findings"):
        tour.page.locator(f"input[data-layer='{layer}']").check()
    drawn = tour.ask("() => document.querySelectorAll('.leaflet-checks-pane path.leaflet-interactive').length")
    expected = tour.ask("() => zoneatlas.data.overlaps.filter((p) => p.geometry).length")
    assert drawn >= expected > 0
    for layer, kind in (("overlap:declared", "overlap"), ("findings", "finding")):
        if tour.ask("(layer) => zoneatlas.groups[layer].getLayers().length", layer):
            tour.ask(
                """(layer) => { const path = zoneatlas.groups[layer].getLayers()[0]; path.fire('click', {latlng:
                path.getCenter ? path.getCenter() : path.getLatLng()}); }""",
                layer,
            )
            assert chosen(tour)["type"] == kind
            assert tour.page.locator("aside.details .sheet").is_visible()


def test_every_finding_stands_in_the_list_and_leads_to_its_place(tour: Opened) -> None:
    found = tour.ask("() => zoneatlas.data.checked.findings")
    open_panel(tour)
    tour.page.locator("details.zones:has(ul.findings) summary").click()
    tour.page.wait_for_selector("ul.findings li")
    text = tour.page.inner_text("ul.findings")
    for finding in found:
        assert finding["text"][lang_of(tour) == "en"] in text
    if any(finding["at"] for finding in found):
        tour.page.locator("ul.findings .go").first.click()
        assert chosen(tour)["type"] == "finding"
    open_panel(tour)
    tour.page.locator("details.zones:has(ul.findings) summary").click()


def test_about_names_sources_licences_version_date_and_checks(tour: Opened, shipped_plan: Plan) -> None:
    open_panel(tour)
    tour.page.locator("details.about summary").click()
    text = tour.page.inner_text("details.about")
    lang = lang_of(tour)
    for source in shipped_plan.sources[:2]:
        assert source.title.say(lang) in text
    for layer in shipped_plan.settings.layers[:3]:
        data = shipped_plan.layer(layer.layer_id)
        assert data
        assert data.layer.licence in text
    assert shipped_plan.settings.title.say(lang) in text
    assert "zoneatlas 0." in text
    assert "2006" in text
    checked = tour.ask("() => zoneatlas.data.checked")
    assert str(checked["run"]) in text
    tour.page.locator("details.about summary").click()


# --- shows others ---


def test_what_is_shown_is_downloaded_as_geojson_and_csv(tour: Opened, shipped_plan: Plan) -> None:
    tour.ask("() => { zoneatlas.setFilter({industry: 'finance'}); zoneatlas.toggle('finance', true); }")
    with tour.page.expect_download() as loading:
        tour.ask("() => zoneatlas.saveGeoJson()")
    saved = json.loads(loading.value.path().read_text("utf-8"))
    zones = {one["properties"]["zone_id"]: one for one in saved["features"] if "zone_id" in one["properties"]}
    expected = {match.zone.zone_id for match in find(shipped_plan, industry="finance")}
    assert set(zones) == expected
    for key, feature in zones.items():
        zone = shipped_plan.zone(key)
        assert zone
        assert zone.geometry
        assert feature["geometry"]["coordinates"] == zone.geometry["coordinates"]
    assert {one["properties"].get("layer") for one in saved["features"]} >= {None, "finance", "districts"}
    with tour.page.expect_download() as loading:
        tour.ask("() => zoneatlas.saveCsv()")
    assert loading.value.suggested_filename.endswith(".csv")
    rows = list(csv.DictReader(io.StringIO(loading.value.path().read_bytes().decode("utf-8-sig"))))
    assert {row["zone_id"] for row in rows} == expected


def test_the_link_is_copied(tour: Opened) -> None:
    tour.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tour.ask("() => zoneatlas.select({type: 'zone', id: 'airport'})")
    tour.ask("() => zoneatlas.copyLink()")
    assert "airport" in tour.page.url
    assert tour.page.locator(".toast.on").is_visible()


def test_measuring_by_clicks_and_from_the_keyboard(tour: Opened) -> None:
    tour.ask("() => zoneatlas.setMeasuring(true)")
    for x, y in ((0.3, 0.25), (0.6, 0.25), (0.6, 0.4)):
        box = tour.page.locator("div.folium-map").bounding_box()
        assert box
        tour.page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    said = tour.page.locator(".readout").inner_text()
    assert ("公里" in said) if lang_of(tour) == "zh" else ("km" in said)
    assert chosen(tour) is None
    tour.page.locator(".measure-box button").first.focus()
    tour.page.keyboard.press("Enter")
    assert tour.page.locator(".readout").inner_text() != said
    tour.page.keyboard.press("Escape")
    assert tour.page.locator(".measure-box").is_hidden()
    assert tour.ask("() => document.querySelectorAll('.leaflet-chosen-pane path').length") == 0


# --- anyone ---


def test_the_language_changes_everywhere_at_a_click(tour: Opened, shipped_plan: Plan) -> None:
    before = lang_of(tour)
    tour.ask("() => zoneatlas.select({type: 'zone', id: 'airport'})")
    if narrow(tour):
        tour.ask("() => zoneatlas.select(null)")
    open_panel(tour)
    tour.page.locator("button.language").click()
    after = lang_of(tour)
    assert after != before
    assert shipped_plan.settings.title.say(after) == tour.page.title()
    assert shipped_plan.settings.title.say(after) in tour.page.inner_text("aside.panel h1")
    assert tour.ask("() => document.documentElement.lang").startswith(after)
    labels = tour.page.locator(".label.zone").all_inner_texts()
    assert labels
    assert all(any(ord(letter) > 0x2E80 for letter in text) == (after == "zh") for text in labels)
    open_panel(tour)
    tour.page.locator("button.language").click()


def test_everything_is_reached_with_the_keyboard(tour: Opened) -> None:
    tour.page.locator("#find").focus()
    seen = ["find"]
    for _ in range(14):
        tour.page.keyboard.press("Tab")
        seen.append(
            tour.ask(
                "() => { const e = document.activeElement; return e.id || e.dataset.tool || e.className || e.tagName; }"
            )
        )
    assert any("open-panel" in one or "language" in one for one in seen)
    if not narrow(tour):
        assert "measure" in seen


def test_targets_are_big_enough_for_a_finger(tour: Opened) -> None:
    if not narrow(tour):
        return
    open_panel(tour)
    small = """() => [...document.querySelectorAll('button, select, summary, label.layer, #find, .leaflet-bar a')]
        .filter((e) => e.checkVisibility({visibilityProperty: true}))
        .map((e) => [e.className, e.textContent.slice(0, 20), e.getBoundingClientRect()])
        .map(([name, text, box]) => [name, text, box.width, box.height])
        .filter(([, , wide, high]) => wide && (high < 44 || wide < 44))"""
    assert tour.ask(small) == []
    tour.ask("() => { document.body.classList.remove('panel-open'); zoneatlas.askPlace([116.31, 39.985], true); }")
    assert tour.ask(small) == []


def test_zones_differ_by_pattern_too(tour: Opened) -> None:
    fills = tour.ask("() => Object.fromEntries(zoneatlas.planOrder.map((z) => [z.kind + z.colour, z.fill]))")
    assert len(set(fills.values())) == len(fills)


# --- layers and labels ---


def test_labels_do_not_collide_and_more_of_them_show_on_zooming_in(tour: Opened) -> None:
    boxes = """() => [...document.querySelectorAll('.label')].map((e) => { const b = e.getBoundingClientRect();
        return [b.left, b.top, b.right, b.bottom]; })"""
    inside = """() => { const view = zoneatlas.map.getBounds();
        return zoneatlas.data.zones.filter((z) => view.contains([z.label_at[1], z.label_at[0]])).length; }"""
    shares = []
    for zoom in (8.5, 10.5, 12):
        tour.ask("(zoom) => { zoneatlas.map.setView([39.92, 116.38], zoom, {animate: false}); }", zoom)
        found = tour.ask(boxes)
        for place, one in enumerate(found):
            for other in found[place + 1 :]:
                across = min(one[2], other[2]) - max(one[0], other[0])
                down = min(one[3], other[3]) - max(one[1], other[1])
                assert across <= 1 or down <= 1
        written = tour.ask("() => document.querySelectorAll('.label.zone').length")
        shares.append(written / max(tour.ask(inside), 1))
    assert shares[0] < shares[-1]


def test_labels_can_be_read_on_white(tour: Opened) -> None:
    tour.ask("() => zoneatlas.toggle('findings', true)")
    inks = tour.ask("() => [...document.querySelectorAll('.label')].map((e) => getComputedStyle(e).color)")
    assert inks
    for ink in inks:
        channels = [int(part) / 255 for part in re.findall(r"\d+", ink)[:3]]
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
        assert 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05) >= 4.5


def test_the_legend_marks_the_layers_that_are_on(tour: Opened) -> None:
    open_panel(tour)
    assert not tour.page.locator("label.layer:has(input[data-layer=places])").evaluate(
        "e => e.classList.contains('on')"
    )
    tour.page.locator("input[data-layer=places]").check()
    assert tour.page.locator("label.layer:has(input[data-layer=places])").evaluate("e => e.classList.contains('on')")
    group = tour.page.locator("fieldset.group").nth(1)
    group.locator("button.mini").nth(1).click()
    assert tour.ask("() => zoneatlas.shown.has('districts')") is False
    tour.page.locator("fieldset.group").nth(1).locator("button.mini").first.click()
    assert tour.ask("() => zoneatlas.shown.has('districts')") is True
