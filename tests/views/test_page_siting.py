"""The siting verdict in the page: the same answers as `zoneatlas site`, at seeded points and by clicking."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from dataclasses import dataclass
from math import cos, isclose, pi, sin
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.views.conftest import SIZES, Opened

from zoneatlas import load_plan
from zoneatlas.answers.shapes import shape_of_feature, shape_of_outline, shape_of_ring, shape_of_zone
from zoneatlas.answers.site import Siting
from zoneatlas.answers.where import feature_key, ring_features, ring_number
from zoneatlas.plan.rule_areas import Area, Combined, Ground
from zoneatlas.plan.rules import COLUMNS
from zoneatlas.space.geodesic import metres_per_degree
from zoneatlas.views.mapdata import map_data
from zoneatlas.views.mapsiting import siting
from zoneatlas.views.siting import site_json
from zoneatlas.views.webmap import write_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoneatlas.answers.shapes import Shape
    from zoneatlas.plan.load import Plan

    #: Longitude, latitude, industry, whether of what stands already.
    Question = tuple[float, float, str, bool]

ROOT = Path(__file__).parents[2]
SEED = 20060101
#: The share of the questions that is of an industry the edge decides about.
SPOKEN = 0.8
#: A point this near to an edge lies on it, on whichever side the last digits of a distance put it.
ON_EDGE_M = 1e-3
#: The rarest verdict is asked for more often.
OFTEN = 5
VERDICTS = {"prohibited", "restricted", "encouraged", "silent", "cannot-say", "outside"}
ASK = """(questions) => questions.map(([lon, lat, industry, existing]) =>
    zoneatlas.verdict(lon, lat, industry, {existing}))"""
MOST_ADDED_BYTES = 100_000
#: One of every kind of ground, on the second plan.
RULES = (
    "own,encourage,strict,both,designated,in own-designation,,,2,,Zones host what they designate.",
    "no-brewing,prohibit,strict,new,brewing,in district 'North Arden',,,3.1,,No brewing in the north.",
    "harbour,restrict,in-principle,new,maritime,near places old-crane within 6 km,,it floats,3.2,,Keep the harbour.",
    "coal,restrict,strict,both,coal-handling,outside ring 1,,,3.3,,Coal leaves.",
    "old-coal,encourage,strict,existing,coal-handling,in zone tidewater;nowhere,,,3.4,老煤场可留。,Old coal may stay.",
    "southern-food,encourage,strict,both,food,in district 'South Arden' and not along ring 1 within 300 m,,,3.5,,Food.",
    "tram-food,direct,strict,new,food,along tramlines/'Line 1' within 500 m,,,3.6,,Along the tram.",
    "belt,restrict,strict,both,food;ship-repair,between ring 1 and ring 2,,,3.7,,The belt.",
    "lost,prohibit,strict,both,*,in layer docks or near places lost-inn within 1 km or inside ring 9,,,3.8,,Nowhere.",
    'said,encourage,strict,both,*,near layer landmarks within 3 km,,,3.9,,"<img src=x onerror=""window.owned=1"">"',
)
RING = (
    '{{"type":"Feature","properties":{{"name_en":"Ring {0}","ring":{0},"accuracy_m":{1}{2}}},'
    '"geometry":{{"type":"LineString","coordinates":{3}}}}}'
)
RING_1 = [[10.24, 55.06], [10.36, 55.06], [10.36, 55.14], [10.24, 55.14], [10.24, 55.06]]
RING_2 = [[10.2, 55.02], [10.4, 55.02], [10.4, 55.18], [10.2, 55.18], [10.2, 55.02]]


def grounds(area: Area) -> Iterator[Ground]:
    if isinstance(area, Combined):
        for part in area.parts:
            yield from grounds(part)
    else:
        yield area


@dataclass(frozen=True)
class Line:
    """Edges that decide something about some industries, new or standing, or the line at a distance from them."""

    shape: Shape
    within_m: float
    industries: tuple[str, ...]
    standing: tuple[bool, ...] = (False, True)


def lines_that_decide(plan: Plan) -> list[list[Line]]:
    """Return what each zone and each rule is decided by; the outline for a rule that holds everywhere."""
    known = tuple(plan.vocabulary.industries)
    layer = plan.role("outline") or plan.role("districts")
    assert layer is not None
    outline = (shape_of_outline(plan, layer), 0.0)
    found = [
        [Line(shape_of_zone(plan, zone), 0.0, (*zone.industries, *zone.supporting_industries))]
        for zone in plan.zones
        if zone.geometry
    ]
    for rule in plan.rules.rules:
        spoken = tuple(one for one in rule.industries if one in plan.vocabulary) or known
        standing = tuple(existing for existing in (False, True) if rule.asks(existing=existing))
        shapes = [pair for ground in grounds(rule.area) for pair in shapes_of(plan, ground)] or [outline]
        often = OFTEN if rule.effect == "prohibit" else 1
        found += [[Line(shape, within_m, spoken, standing) for shape, within_m in shapes]] * often
    return found


def shapes_of(plan: Plan, ground: Ground) -> Iterator[tuple[Shape, float]]:
    rings = plan.role("rings")
    if ground.source == "ring" and rings is not None:
        numbered = [ring for ring in ring_features(rings) if ring_number(ring) == float(ground.keys[0])]
        yield from ((shape_of_ring(plan, rings, ring), 0.0) for ring in numbered)
    if ground.source == "zone":
        yield from ((shape_of_zone(plan, zone), 0.0) for zone in plan.zones if zone.zone_id in ground.keys)
    layer = plan.role(ground.name) if ground.source == "role" else plan.layer(ground.name)
    if ground.source in ("role", "layer") and layer is not None:
        for feature in layer.features:
            said = feature.properties
            named = {feature_key(feature), feature.name.en, said.get("kind"), str(said.get("ring"))}
            named |= {key for key in ground.keys if said.get(key) is True}
            if feature.geometry and (not ground.keys or not named.isdisjoint(ground.keys)):
                yield shape_of_feature(plan, layer, feature), ground.within_m or 0.0


def moved(lon: float, lat: float, distance_m: float, turn: float) -> tuple[float, float]:
    x_m, y_m = metres_per_degree(lat)
    return lon + distance_m * cos(turn) / x_m, lat + distance_m * sin(turn) / y_m


def near_an_edge(rng: random.Random, line: Line) -> tuple[float, float]:
    """Return a point that the edge, or the line at a distance from it, is nearer to than twice its accuracy."""
    while True:
        accuracy_m, edges = rng.choice(list(line.shape.edges.items()))
        band_m = 2 * (accuracy_m or 5.0)
        west, south, east, north = rng.choice(edges.edges)
        share = rng.random()
        away_m = abs(line.within_m + line.shape.radius_m + rng.uniform(-band_m, band_m))
        lon, lat = moved(west + share * (east - west), south + share * (north - south), away_m, rng.uniform(0, 2 * pi))
        if ON_EDGE_M < abs(abs(line.shape.to_edge(lon, lat).distance_m) - line.within_m) <= band_m:
            return lon, lat


def among(rng: random.Random, line: Line) -> tuple[float, float]:
    """Return a point between two edges of a shape, or less than the distance from there, but not on an edge itself."""
    edges = [edge for group in line.shape.edges.values() for edge in group.edges]
    while True:
        one, other, share = rng.choice(edges), rng.choice(edges), rng.random()
        lon, lat = one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])
        lon, lat = moved(lon, lat, rng.uniform(0, line.within_m + line.shape.radius_m + 1), rng.uniform(0, 2 * pi))
        if abs(line.shape.to_edge(lon, lat).distance_m) > ON_EDGE_M:
            return lon, lat


def questions(plan: Plan, count: int) -> list[Question]:
    """Return seeded questions, half of them near an edge, of the industry it decides about; the rest anywhere."""
    rng = random.Random(SEED)  # noqa: S311  (points, no secrets)
    lines = lines_that_decide(plan)
    known = tuple(plan.vocabulary.industries)
    (south, west), (north, east) = map_data(plan, "en")["bounds"]
    asked: list[Question] = []
    for number in range(count):
        line = rng.choice(lines[number // 4 % len(lines)])
        if number % 2:
            lon, lat = near_an_edge(rng, line)
        else:
            lon, lat = among(rng, line) if number % 4 else (rng.uniform(west, east), rng.uniform(south, north))
        industry = rng.choice(line.industries if rng.random() < SPOKEN else known)
        asked.append((lon, lat, industry, rng.choice(line.standing)))
    return asked


def answers(plan: Plan, asked: list[Question]) -> list[dict[str, Any]]:
    sitings: dict[tuple[str, bool], Siting] = {}
    made = []
    for lon, lat, industry, existing in asked:
        if (industry, existing) not in sitings:
            sitings[industry, existing] = Siting(plan, industry, existing=existing, digest="-")
        answer = site_json(sitings[industry, existing].at(lon, lat))
        del answer["receipt"]
        made.append(answer)
    return made


def rules_in(found: list[dict[str, Any]]) -> set[str | None]:
    return {reason["rule"] for answer in found for reason in answer["reasons"]}


def same(one: object, other: object) -> bool:
    """Tell whether two answers are the same, distances to a metre."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=0, abs_tol=1.0)
    return one == other


def assert_same(asked: list[Question], expected: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    differing = [
        (question, one, other)
        for question, one, other in zip(asked, expected, found, strict=True)
        if not same(one, other)
    ]
    assert not differing, json.dumps(differing[:2], ensure_ascii=False)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "zones.html"
    write_map(load_plan(ROOT), path, lang="zh")
    return path


@pytest.fixture
def ruled(second_plan: Path) -> Plan:
    """Return the second plan with rules, with rings, and with a layer that the map does not draw."""
    table = "\n".join([",".join(COLUMNS), *RULES]) + "\n"
    (second_plan / "zones" / "rules.csv").write_text(table, encoding="utf-8")
    rings = [
        RING.format(2, 40, "", json.dumps(RING_2)),
        RING.format(1, 25, ',"unsupported":["10.24,55.06 10.36,55.06 ±250 m"]', json.dumps(RING_1)),
    ]
    collection = '{"type":"FeatureCollection","features":[\n' + ",\n".join(rings) + "\n]}\n"
    (second_plan / "geodata" / "beltways.geojson").write_text(collection, encoding="utf-8")
    with (second_plan / "geodata" / "catalog.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write('\n[[layers]]\nid = "beltways"\nfile = "beltways.geojson"\ntitle_en = "Beltways"\n')
        catalogue.write('source = "invented"\nlicence = "CC0-1.0"\n')
    toml = second_plan / "zones" / "plan.toml"
    text = toml.read_text("utf-8").replace("[roles]", '[roles]\nrings = "beltways"')
    toml.write_text(text.replace('id = "tramlines"', 'id = "not-drawn"'), encoding="utf-8")
    return load_plan(second_plan)


def test_a_thousand_points_have_the_same_answer_in_the_page(shipped: Path, open_page: Callable[..., Opened]) -> None:
    plan = load_plan(ROOT)
    asked = questions(plan, 1000)
    expected = answers(plan, asked)
    counts = Counter(answer["verdict"] for answer in expected)
    assert set(counts) == VERDICTS, counts
    assert {verdict for answer in expected for verdict in answer["between"] or ()} == VERDICTS - {"cannot-say"}
    assert {rule.rule_id for rule in plan.rules.rules} <= rules_in(expected)
    opened = open_page(shipped)
    assert_same(asked, expected, opened.page.evaluate(ASK, asked))
    assert opened.errors == []


def test_another_plan_with_one_of_every_kind_of_ground(
    ruled: Plan, tmp_path: Path, open_page: Callable[..., Opened]
) -> None:
    asked = questions(ruled, 400)
    expected = answers(ruled, asked)
    assert {answer["verdict"] for answer in expected} == VERDICTS
    write_map(ruled, tmp_path / "map.html", lang="en")
    opened = open_page(tmp_path / "map.html")
    assert_same(asked, expected, opened.page.evaluate(ASK, asked))
    assert {rule.rule_id for rule in ruled.rules.rules} - rules_in(expected) == {"lost"}
    assert opened.errors == []


def test_without_rules_the_page_has_no_verdict(tmp_path: Path, open_page: Callable[..., Opened]) -> None:
    plan = load_plan(ROOT / "tests" / "second_plan")
    assert siting(plan, []) is None
    write_map(plan, tmp_path / "map.html", lang="en")
    opened = open_page(tmp_path / "map.html")
    assert opened.page.evaluate("typeof zoneatlas.verdict") == "undefined"
    opened.page.evaluate("zoneatlas.askPlace([10.3, 55.1], true)")
    assert opened.page.locator("select.asked").count() == 0
    assert opened.errors == []


def test_a_table_of_rules_that_cannot_be_read_leaves_the_map_without_a_verdict(ruled: Plan) -> None:
    (ruled.root / "zones" / "rules.csv").write_text("rule_id\nx\n", encoding="utf-8")
    assert siting(load_plan(ruled.root), []) is None


def test_what_is_no_question_has_no_verdict(shipped: Path, open_page: Callable[..., Opened]) -> None:
    opened = open_page(shipped)
    odd = [
        (200, 40, "finance", False),
        (116, "x", "finance", False),
        (116, 40, "__proto__", False),
        (116, 40, "", True),
    ]
    assert opened.page.evaluate(ASK, odd) == [None] * 4


def test_the_rules_add_little_to_the_page() -> None:
    plan = load_plan(ROOT)
    data = map_data(plan, "zh")["siting"]
    size = len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
    pages = Path(ROOT / "src" / "zoneatlas" / "views" / "page").glob("siting*.js")
    assert size + sum(page.stat().st_size for page in pages) <= MOST_ADDED_BYTES


@pytest.mark.parametrize("size", SIZES)
def test_a_click_with_an_industry_chosen_reads_the_verdict(
    shipped: Path, open_page: Callable[..., Opened], size: str
) -> None:
    opened, plan = open_page(shipped, size), load_plan(ROOT)
    page = opened.page
    with (ROOT / "zones" / "rules.csv").open(encoding="utf-8", newline="") as table:
        rule = next(row for row in csv.DictReader(table) if row["effect"] == "prohibit" and row["strength"] == "strict")
    industry = rule["industries"].split(";")[0]
    question = next(
        one for one in inner_questions(plan, industry) if answers(plan, [one])[0]["verdict"] == "prohibited"
    )
    click(opened, question)
    page.select_option("select.asked", industry)
    lon, lat = page.evaluate("zoneatlas.at")
    for existing in (False, True):
        page.set_checked("input.existing", existing)
        for lang in ("zh", "en"):
            page.evaluate("(lang) => zoneatlas.setLanguage(lang)", lang)
            (answer,) = answers(plan, [(lon, lat, industry, existing)])
            text = page.inner_text("div.verdict")
            assert page.locator(f"div.verdict strong.verdict-{answer['verdict']}").count() == 1
            for reason in answer["reasons"]:
                assert reason["text_zh" if lang == "zh" else "text"] in text
                assert reason["clause"] in text
                assert reason["accuracy_m"] is None or f"±{reason['accuracy_m']:,.0f}" in text
            assert page.locator("ul.nearest li").count() == len(answer["nearest"])
    assert opened.errors == []


def inner_questions(plan: Plan, industry: str) -> Iterator[Question]:
    return ((lon, lat, industry, False) for lon, lat, *_ in questions(plan, 400))


def click(opened: Opened, question: Question) -> None:
    """Click the map at a question's point."""
    at = opened.page.evaluate(
        """([lon, lat]) => { const {map} = zoneatlas; map.setView([lat, lon], 14, {animate: false});
        const p = map.latLngToContainerPoint([lat, lon]); const box = map.getContainer().getBoundingClientRect();
        return [p.x + box.left, p.y + box.top]; }""",
        question[:2],
    )
    opened.page.mouse.click(*at)
    opened.page.wait_for_selector("aside.details:not([hidden])")
    if opened.page.locator("select.asked").count() == 0:
        opened.page.click("#tab-here")


def test_a_rule_s_words_reach_the_page_as_text(ruled: Plan, tmp_path: Path, open_page: Callable[..., Opened]) -> None:
    write_map(ruled, tmp_path / "map.html", lang="en")
    opened = open_page(tmp_path / "map.html")
    click(opened, (10.305, 55.105, "food", False))
    opened.page.select_option("select.asked", "food")
    assert "<img src=x" in opened.page.inner_text("div.verdict")
    assert opened.page.evaluate("window.owned") is None
    assert opened.errors == []
