"""Finding by place, distance, position and overlap; places, targets and industries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas import Plan, PlanError, find, load_plan
from zoneatlas.answers.find import ask
from zoneatlas.answers.industries import industry_tree, policy_of
from zoneatlas.answers.places import find_places, place_named
from zoneatlas.answers.ring_words import RingPhrase, read_ring_phrase
from zoneatlas.answers.surroundings import describe
from zoneatlas.answers.targets import targets
from zoneatlas.space.geodesic import distance_m

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def plan(second_plan: Path) -> Plan:
    """Return the second plan."""
    return load_plan(second_plan)


@pytest.fixture(scope="module")
def shipped() -> Plan:
    """Return the shipped plan."""
    return load_plan()


def ids(plan: Plan, **conditions: Any) -> list[str]:  # noqa: ANN401  (whatever find takes)
    """Return the ids of the zones found."""
    return [match.zone.zone_id for match in find(plan, **conditions)]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("四环以内", RingPhrase("inside", 4)),
        ("第四环路内", RingPhrase("inside", 4)),
        ("４环之内的区域", RingPhrase("inside", 4)),
        ("Inside the 4th Ring Road", RingPhrase("inside", 4)),
        ("within the fourth ring", RingPhrase("inside", 4)),
        ("inside ring 4", RingPhrase("inside", 4)),
        ("inside 4", RingPhrase("inside", 4)),
        ("六环外", RingPhrase("outside", 6)),
        ("outside ring 6", RingPhrase("outside", 6)),
        ("beyond the sixth ring road", RingPhrase("outside", 6)),
        ("二三环之间", RingPhrase("between", 2, 3)),
        ("三环与二环之间", RingPhrase("between", 2, 3)),
        ("二环到三环", RingPhrase("between", 2, 3)),
        ("2-3", RingPhrase("between", 2, 3)),
        ("between ring 2 and ring 3", RingPhrase("between", 2, 3)),
        ("between the 2nd and the 3rd ring road", RingPhrase("between", 2, 3)),
        ("between rings 2 and 3", RingPhrase("between", 2, 3)),
        ("四环", RingPhrase("on", 4)),
        ("ring 4", RingPhrase("on", 4)),
        ("inside", None),
        ("4", None),
        ("between ring 2 and ring 2", None),
        ("ring and ring", None),
        ("spring 4", None),
        ("循环", None),
    ],
)
def test_phrases_about_rings(text: str, phrase: RingPhrase | None) -> None:
    assert read_ring_phrase(text) == phrase


def test_in_a_district_of_the_second_plan(plan: Plan) -> None:
    north, south = ids(plan, inside="North Arden"), ids(plan, inside="south arden")
    assert "shipwrights" in north
    assert "regatta" in south
    assert "shipwrights" not in south  # it only touches the line between them
    assert ids(plan, inside="North") == north
    assert set(ids(plan)) == {*north, *south}


def test_in_rings_on_roads_and_in_a_disc(shipped: Plan) -> None:
    inside = {number: set(ids(shipped, inside=f"inside ring {number}")) for number in (2, 3, 4, 5, 6)}
    assert inside[2] <= inside[3] <= inside[4] <= inside[5] <= inside[6]
    assert "financial-street" in inside[2]
    bare = ask(shipped, inside="四环")
    assert {match.zone.zone_id for match in bare.matches} == inside[4]
    assert bare.remarks
    assert "central-business" in ids(shipped, inside="三四环之间") + ids(shipped, inside="二三环之间")
    crossing = ids(shipped, inside="京承高速公路二期")
    assert "eco-industry" in crossing
    assert "financial-street" not in crossing
    assert "grand-canal" in ids(shipped, inside="通州新城")


def test_doubtful_zones_are_left_out_and_said(shipped: Plan) -> None:
    answer = ask(shipped, inside="朝阳区")
    found = {match.zone.zone_id for match in answer.matches}
    doubtful = {one.zone.zone_id for one in answer.doubtful}
    assert not found & doubtful
    assert "yizhuang" in doubtful
    assert all((one.area_km2 or 0) > 0 for one in answer.doubtful)
    assert ask(shipped, inside="朝阳区", industry="real estate").doubtful == ()


def test_near_a_position_measures_to_the_edge(plan: Plan) -> None:
    zone = plan.zone("tidewater")
    assert zone is not None
    lon, lat = 10.38, 55.1  # east of its eastern edge at 10.375
    expected = distance_m(lon, lat, 10.375, lat)
    (match,) = find(plan, near=f"{lon},{lat}", within_km=0.5)
    assert match.zone is zone
    assert match.distance_m == pytest.approx(expected, abs=0.05)
    assert ids(plan, near=(lon, lat), within_km=expected / 1000 - 0.001) == []
    assert ids(plan, near=(lon, lat), within_km=expected / 1000 + 0.001) == ["tidewater"]
    assert find(plan, near="10.37,55.1", within_km=0)[0].distance_m < 0  # type: ignore[operator]


def test_near_a_place_a_zone_and_a_road(shipped: Plan) -> None:
    assert ids(shipped, near="天坛", within_km=0)[:1] == ["imperial-city"]
    neighbours = ids(shipped, near="financial-street", within_km=1)
    assert "financial-street" not in neighbours
    assert "wangfujing-xidan" in neighbours
    distances = [match.distance_m or 0 for match in find(shipped, near="financial-street", within_km=30)]
    assert distances == sorted(distances)
    assert "eco-industry" in ids(shipped, near="京承高速公路二期", within_km=0)


@pytest.mark.parametrize(
    "conditions",
    [{"near": "Old Crane"}, {"within_km": 3.0}, {"near": "Old Crane", "within_km": -1.0},
     {"near": "Old Crane", "within_km": float("nan")}, {"near": "Lost Inn", "within_km": 3.0}, {"inside": "Lost Inn"},
     {"inside": "nowhere at all"}, {"inside": ""}, {"inside": "Arden"}, {"overlapping": "no such zone"}, {"at": "here"},
     {"kind": ""}],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_both_languages(plan: Plan, conditions: dict[str, Any]) -> None:
    with pytest.raises(PlanError) as raised:
        find(plan, **conditions)
    assert raised.value.problem.message_zh


def test_an_ambiguous_place_lists_its_candidates(plan: Plan) -> None:
    with pytest.raises(PlanError) as raised:
        find(plan, inside="Arden")
    assert {near.en for near in raised.value.suggestions} == {"North Arden", "South Arden"}


def test_overlapping_leaves_out_the_zone_itself_and_those_that_touch(shipped: Plan) -> None:
    for zone in shipped.zones:
        found = ids(shipped, overlapping=zone.zone_id)
        assert zone.zone_id not in found
        for other in found:  # overlap goes both ways
            assert zone.zone_id in ids(shipped, overlapping=other)
    assert "zhongguancun" in ids(shipped, overlapping="electronics-city")


def test_conditions_of_every_sort_combine(shipped: Plan) -> None:
    both = ids(shipped, industry="物流", inside="六环以外", kind="集聚区")
    assert set(both) == set(ids(shipped, industry="物流")) & set(ids(shipped, inside="六环以外")) & set(
        ids(shipped, kind="specialty-cluster")
    )
    assert both


def test_a_word_that_is_like_none_is_answered_with_the_main_branches(shipped: Plan) -> None:
    with pytest.raises(PlanError) as raised:
        find(shipped, industry="xyz")
    assert raised.value.suggestions


@pytest.mark.parametrize("kind", ["functional-zone", "Functional Zones", "高端产业功能区", "belts", "产业发展带"])
def test_kinds_by_any_name(shipped: Plan, kind: str) -> None:
    assert ids(shipped, kind=kind)


def test_points_near_an_edge_in_a_coarse_datum_are_uncertain(plan: Plan) -> None:
    sure = find(plan, at="10.305,55.1002")  # 22 m inside an edge known to 15 m
    (match,) = [one for one in sure if one.zone.zone_id == "shipwrights"]
    assert match.certain
    assert match.distance_m is not None
    from zoneatlas.answers.coordinates import Position

    (coarse,) = [
        one for one in find(plan, at=Position(10.305, 55.1002, accuracy_m=15.0)) if one.zone.zone_id == "shipwrights"
    ]
    assert not coarse.certain


def test_frames_and_notebook_tables(shipped: Plan) -> None:
    frame = shipped.to_geodataframe("functional-zone")
    assert frame.crs.to_epsg() == 4326
    assert isinstance(frame.industries.iloc[0], list)
    assert list(frame.zone_id) == [zone.zone_id for zone in shipped.zones if zone.kind == "functional-zone"]
    assert len(shipped.to_geodataframe()) == len(shipped.zones)
    places = shipped.role("places")
    assert places is not None
    assert len(shipped.to_geodataframe("places")) == len(places.features)
    with pytest.raises(PlanError):
        shipped.to_geodataframe("nothing")
    assert shipped.find(industry="finance") == find(shipped, industry="finance")


def test_a_zones_table_is_escaped(second_plan: Path) -> None:
    path = second_plan / "zones" / "quarters.geojson"
    hostile = json.dumps("<script>alert(1)</script>")[1:-1]
    path.write_text(path.read_text(encoding="utf-8").replace("Shipwrights' Quarter", hostile), encoding="utf-8")
    zone = load_plan(second_plan).zone("shipwrights")
    assert zone is not None
    assert "<script>" not in zone._repr_html_()
    assert "&lt;script&gt;" in zone._repr_html_()


def test_places_are_found_by_a_part_of_their_name(shipped: Plan) -> None:
    every = find_places(shipped)
    assert len(every) >= 150
    assert {place.id for place in find_places(shipped, "物流")} >= {"airport-logistics-base", "daxing-logistics-base"}
    assert find_places(shipped, "no such place") == ()
    assert place_named(shipped, "Chaoyang").id == "chaoyang"
    assert place_named(shipped, "朝阳").remark is not None
    assert place_named(shipped, "yizhuang").zone is not None


def test_a_district_is_described(shipped: Plan) -> None:
    portrait = describe(shipped, "西城区")
    assert portrait.area_km2 == pytest.approx(31.62, rel=0.025)
    assert {there.zone.zone_id for there in portrait.zones if there.certain} >= {"financial-street"}
    assert not {there.zone.zone_id for there in portrait.near} & {there.zone.zone_id for there in portrait.zones}
    held = {layer.layer.id: {place.id for place in places} for layer, places in portrait.holds}
    assert "financial-street" in held["finance"]


@pytest.mark.parametrize(
    ("name", "kind"), [("空港物流基地", "base"), ("马驹桥陆路口岸", "port"), ("平谷保税物流中心", "bonded-centre")]
)
def test_bases_and_ports_are_described(shipped: Plan, name: str, kind: str) -> None:
    portrait = describe(shipped, name)
    assert portrait.place.feature is not None
    assert portrait.place.feature.properties["kind"] == kind
    assert portrait.near or portrait.zones


def test_a_ring_is_a_line_and_what_lies_in_it_an_area(shipped: Plan) -> None:
    ring, land = describe(shipped, "ring 4"), describe(shipped, "四环以内")
    assert ring.area_km2 is None
    assert ring.length_m == pytest.approx(65300, rel=0.01)
    assert land.area_km2 == pytest.approx(302, abs=5)
    parts = [describe(shipped, name).area_km2 or 0 for name in ("inside 2", "2-3", "3-4")]
    assert sum(parts) == pytest.approx(land.area_km2, rel=1e-6)
    point = describe(shipped, "天坛")
    assert point.rings is not None
    assert point.rings.interval == "inside 2"
    assert {one.key for one in point.at} == {"chongwen", "capital-core"}


def test_the_targets_of_the_plan(shipped: Plan) -> None:
    found = {target.target_id: target for target in targets(shipped)}
    assert (found["gdp"].comparator, found["gdp"].value, found["gdp"].baseline_2005) == ("≥", 10000, 6814.5)
    assert (found["tertiary-value-added"].value, found["tertiary-value-added"].baseline_2005) == (7500, 4616.3)
    assert (found["tertiary-growth"].value, found["tertiary-growth"].value_high) == (9, 10)
    assert found["secondary-value-added"].baseline_2005 is None  # the figure of 2005 is industry's alone
    assert (found["secondary-share"].value, found["secondary-share"].baseline_2005) == (27, 30.9)
    assert (found["primary-value-added"].value, found["primary-value-added"].baseline_2005) == (100, 97.7)
    assert (found["unemployment"].comparator, found["unemployment"].value) == ("≤", 3.5)
    assert (found["work-safety-deaths"].comparator, found["work-safety-deaths"].value) == ("≤", 0.38)
    assert (found["car-output"].value, found["car-output"].unit.zh, found["car-output"].clause) == (
        130, "万辆", "三（三）1（1）",
    )  # fmt: skip
    assert {target.year for target in found.values()} == {2010}
    clauses = {target.clause for target in found.values()}
    assert clauses >= {f"二（二）{number}" for number in range(1, 6)}


def test_a_faulty_target_is_refused_with_its_line(second_plan: Path) -> None:
    assert targets(load_plan(second_plan)) == ()
    shipped = load_plan().root / "zones" / "targets.csv"
    text = shipped.read_text(encoding="utf-8").replace("≥,10000,", "≥,many,")
    (second_plan / "zones" / "targets.csv").write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as raised:
        targets(load_plan(second_plan))
    assert (raised.value.problem.file, raised.value.problem.line) == ("zones/targets.csv", 2)


def test_the_tree_holds_every_term_once_below_its_parent(shipped: Plan) -> None:
    nodes = industry_tree(shipped)
    assert len(nodes) == len(shipped.vocabulary)
    depth = {node.industry.industry_id: node.depth for node in nodes}
    assert len(depth) == len(nodes)
    for node in nodes:
        parent = node.industry.parent
        assert node.depth == (depth[parent] + 1 if parent in depth else 0)
    branch = [node.industry.industry_id for node in industry_tree(shipped, "finance")]
    assert {"services", "modern-services", "finance", "banking"} <= set(branch)
    assert "commerce" not in branch


def test_what_the_plan_does_with_an_industry(shipped: Plan) -> None:
    wholesale = policy_of(shipped, "wholesale-markets")
    assert wholesale is not None
    assert "exit" in wholesale.stance
    banking = policy_of(shipped, "banking")
    assert banking is not None
    assert "pillar" in banking.stance
    assert policy_of(shipped, "no-such-term") is None
