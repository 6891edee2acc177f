"""What a reader would complain about: names away from their zones, an untrue legend, codes for words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.views.conftest import Opened, chosen, fade_count, lang_of, narrow, open_panel

if TYPE_CHECKING:
    from zoneatlas.plan.load import Plan


def test_a_zone_s_name_stands_upon_its_zone_or_right_beside_it(tour: Opened) -> None:
    for zoom in (9, 11, 12):
        tour.ask("(zoom) => { zoneatlas.map.setView([39.92, 116.38], zoom, {animate: false}); }", zoom)
        away = tour.ask(
            """() => { const z = zoneatlas, frame = z.map.getContainer().getBoundingClientRect();
            return [...document.querySelectorAll('.label.zone')].map((e) => {
                const zone = z.zoneById.get(e.dataset.of), b = e.getBoundingClientRect();
                const gaps = z.partsOf(zone.geometry).map((part) => { const box = z.boundsOf(part);
                    const a = z.map.latLngToContainerPoint(box.getNorthWest());
                    const c = z.map.latLngToContainerPoint(box.getSouthEast());
                    return Math.max(a.x + frame.left - b.right, b.left - c.x - frame.left, a.y + frame.top - b.bottom,
                        b.top - c.y - frame.top, 0); });
                return [zone.id, Math.min(...gaps)]; }); }"""
        )
        assert away
        assert [row for row in away if row[1] > 8] == []


def test_the_name_of_a_place_leaves_its_mark_free(tour: Opened) -> None:
    tour.ask(
        "() => { zoneatlas.toggle('places', true); zoneatlas.map.setView([39.98, 116.33], 13, {animate: false}); }"
    )
    covered = tour.ask(
        """() => { const z = zoneatlas, frame = z.map.getContainer().getBoundingClientRect();
        const marks = new Map(z.layerById.get('places').features.filter((one) => one.geometry?.type === 'Point')
            .map((one) => [z.say(one.name), one.geometry.coordinates]));
        return [...document.querySelectorAll('.label.reference')].flatMap((e) => { const name = e.textContent;
            if (!marks.has(name)) return [];
            const [lon, lat] = marks.get(name), at = z.map.latLngToContainerPoint([lat, lon]);
            const b = e.getBoundingClientRect(), x = at.x + frame.left, y = at.y + frame.top;
            return [[name, b.left < x && x < b.right && b.top < y && y < b.bottom]]; }); }"""
    )
    assert covered
    assert not any(hidden for _, hidden in covered)


def test_the_legend_shows_each_colour_of_a_kind_and_each_severity_on_the_map(tour: Opened) -> None:
    open_panel(tour)
    kinds = tour.ask(
        """() => zoneatlas.data.kinds.map((kind) => [kind.id, kind.own_colours
            ? new Set(kind.zones.map((id) => zoneatlas.zoneById.get(id).colour)).size : 1])"""
    )
    for kind, colours in kinds:
        marks = tour.page.locator(f"label.layer:has(input[data-layer='{kind}']) svg.swatch rect")
        assert len({mark.get_attribute("stroke") for mark in marks.all()}) == min(colours, 4)
    tour.ask("() => zoneatlas.toggle('findings', true)")
    drawn = tour.ask("() => zoneatlas.groups.findings.getLayers().map((path) => path.options.fillColor)")
    told = tour.ask("() => zoneatlas.findingLooks().map((look) => look.style.fill)")
    assert set(drawn) == set(told)


def test_an_accepted_finding_says_why_it_is_accepted(tour: Opened) -> None:
    accepted = [one for one in tour.ask("() => zoneatlas.data.checked.findings") if one["accepted"]]
    assert all(any(one["reason"]) for one in accepted)
    for one in accepted[:2]:
        if one["feature"]:
            tour.ask("(id) => zoneatlas.select({type: 'zone', id})", one["feature"])
            assert one["reason"][lang_of(tour) == "en"] in tour.page.inner_text("aside.details")


def test_kinds_of_places_are_words_of_the_page_s_language(tour: Opened) -> None:
    words = {"zh": "类别", "en": "Kind"}
    for key, told in (("university", True), ("watchtower", lang_of(tour) == "en")):
        found = tour.ask(
            """(kind) => { for (const layer of zoneatlas.data.layers) { const one = layer.features.find((feature) =>
            ({...layer.usual, ...feature.facts}).kind === kind);
            if (one) { zoneatlas.select({type: 'feature', layer: layer.id, key: one.key}); return true; } }
            return false; }""",
            key,
        )
        assert found
        rows = tour.page.locator("aside.details .row").all_inner_texts()
        kinds = [row for row in rows if row.startswith(words[lang_of(tour)])]
        assert bool(kinds) == told
        assert all(bool(re.search(r"[a-z]{4}", row[4:])) == (lang_of(tour) == "en") for row in kinds)


def test_small_areas_and_shares_are_never_told_as_none(tour: Opened) -> None:
    said = tour.ask("() => [zoneatlas.km2(0.001), zoneatlas.km2(0.0353), zoneatlas.percent(0.0002), zoneatlas.km2(0)]")
    assert said[0].startswith("< 0.01 ")
    assert said[1].startswith("0.04 ")
    assert said[2] == "< 0.1%"
    assert said[3].startswith("0 ")


def test_the_clause_of_a_place_leads_to_the_clause(tour: Opened, shipped_plan: Plan) -> None:
    clause = shipped_plan.zones[0].clause
    found = tour.ask(
        """(clause) => { for (const layer of zoneatlas.data.layers) { const one = layer.features.find((feature) =>
        (({...layer.usual, ...feature.facts}).clauses || []).includes(clause));
        if (one) { zoneatlas.select({type: 'feature', layer: layer.id, key: one.key}); return true; } }
        return false; }""",
        clause,
    )
    assert found
    tour.page.locator("aside.details .go", has_text=clause).first.click()
    assert chosen(tour) == {"type": "clause", "clause": clause}
    assert clause in tour.page.inner_text("aside.details h2")


def test_on_a_phone_language_filter_and_the_whole_sheet_are_at_hand(tour: Opened) -> None:
    page = tour.page
    if not narrow(tour):
        assert page.locator(".quick-language").is_hidden()
        assert page.locator(".size-details").count() == 0 or page.locator(".size-details").is_hidden()
        return
    before = lang_of(tour)
    page.locator(".quick-language").click()
    assert lang_of(tour) != before
    page.locator(".quick-language").click()
    assert lang_of(tour) == before
    assert page.locator(".filter-chip").is_hidden()
    tour.ask("() => zoneatlas.setFilter({industry: 'finance'})")
    assert fade_count(tour) > 0
    chip = page.locator(".filter-chip")
    assert "/" in chip.inner_text()
    chip.click()
    assert fade_count(tour) == 0
    assert chip.is_hidden()
    tour.ask("() => zoneatlas.select({type: 'zone', id: 'yizhuang'})")
    low = page.locator("aside.details").bounding_box()
    page.locator(".size-details").click()
    high = page.locator("aside.details").bounding_box()
    assert low
    assert high
    assert high["height"] > 1.5 * low["height"]
    page.locator(".size-details").click()


def test_about_is_a_click_away(tour: Opened) -> None:
    open_panel(tour)
    tour.page.locator(".tool").last.click()
    box = tour.page.locator("details.about summary").bounding_box()
    assert box
    assert 0 < box["y"] < tour.page.viewport_size["height"]  # type: ignore[index]
    assert tour.page.locator("details.about").get_attribute("open") is not None
