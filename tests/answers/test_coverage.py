"""Coverage on a small plan whose figures can be worked by hand, on the second plan, and on the shipped one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zoneatlas.answers.coverage import BY, By, coverage
from zoneatlas.answers.coverage_named import clusters, strung
from zoneatlas.answers.coverage_range import covered_ranges
from zoneatlas.answers.coverage_summary import summary
from zoneatlas.answers.coverage_units import Ground
from zoneatlas.answers.principles import principles
from zoneatlas.plan.load import load_plan
from zoneatlas.plan.records import PlanError
from zoneatlas.space.overlay import enclosed, exact_area_km2, polygonal, sides

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# A made-up island on the equator: a square of 0.4° by 0.4°, so that areas are sums of cells of one size but for 10⁻⁴.
CELL_KM2 = 0.1 * 111.3195 * 0.1 * 110.5743  # 0.1° of longitude by 0.1° of latitude at the equator, GRS 80
TOML = """
[plan]
id = "island"
title_en = "Island plan"
measuring_crs = "EPSG:32631"

[[kinds]]
kind = "yard"
file = "yards.geojson"
title_en = "Yards"

[[kinds]]
kind = "wood"
file = "woods.geojson"
title_en = "Woods"

[roles]
districts = "quarters"
regions = "halves"
rings = "rings"
axis = "axis"
roads = "roads"
strung = "depots"
"""
CATALOGUE = """
[[layers]]
id = "{name}"
file = "{name}.geojson"
title_en = "{name}"
source = "invented"
licence = "CC0-1.0"
accuracy_m = {accuracy}
"""
INDUSTRIES = """industry_id,zh,en,parent,synonyms_zh,synonyms_en,clauses,stance,gbt4754_2002
crafts,,crafts,,,,,develop,
pottery,,pottery,crafts,,,,develop,
glass,,glass,crafts,,,,develop,
timber,,timber,,,,,develop,
sawing,,sawing,timber,,,,develop,
fishing,,fishing,,,,,develop,
whaling,,whaling,,,,,exit,
"""


def square(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def line(*positions: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(position) for position in positions]}


def write(path: Path, features: list[tuple[dict[str, Any], dict[str, Any] | None]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": said, "geometry": shape} for said, shape in features],
    }
    path.write_text(json.dumps(document), encoding="utf-8")


def zone(zone_id: str, kind: str, shape: dict[str, Any] | None, *industries: str) -> tuple[dict[str, Any], Any]:
    said = {
        "zone_id": zone_id, "name_en": zone_id, "kind": kind, "clause": "1", "industries": list(industries),
        "boundary_accuracy_m": 50, "as_of": 2020,
    }  # fmt: skip
    return said, shape


@pytest.fixture
def island(tmp_path: Path) -> Path:
    """Four quarters of 0.2° by 0.2° (four cells each); a ring road of 0.2° by 0.2° round the middle.

    Yards: A fills the south-western cell of the middle, B the same cell and the one east of it. Wood C fills the whole
    north-eastern quarter. So the yards cover 2 cells, the wood 4, and no two of them lie on one another but A on B.
    """
    zones, layers = tmp_path / "zones", tmp_path / "geodata"
    write(
        zones / "yards.geojson",
        [
            zone("a", "yard", square(0.1, -0.1, 0.2, 0.0), "pottery"),
            zone("b", "yard", square(0.1, -0.1, 0.3, 0.0), "timber"),
        ],
    )
    write(zones / "woods.geojson", [zone("c", "wood", square(0.2, 0.0, 0.4, 0.2), "timber")])
    (zones / "plan.toml").write_text(TOML, encoding="utf-8")
    (zones / "industries.csv").write_text(INDUSTRIES, encoding="utf-8")
    corners = {"sw": (0.0, -0.2), "se": (0.2, -0.2), "nw": (0.0, 0.0), "ne": (0.2, 0.0)}
    write(
        layers / "quarters.geojson",
        [
            ({"quarter_id": key, "name_en": key.upper()}, square(x, y, x + 0.2, y + 0.2))
            for key, (x, y) in corners.items()
        ],
    )
    halves = [("west", square(0, -0.2, 0.2, 0.2)), ("east", square(0.2, -0.2, 0.4, 0.2))]
    write(layers / "halves.geojson", [({"half_id": key, "name_en": key}, shape) for key, shape in halves])
    ring = [(0.1, -0.1), (0.3, -0.1), (0.3, 0.1), (0.1, 0.1), (0.1, -0.1)]
    write(layers / "rings.geojson", [({"ring_id": "r1", "ring": 1, "name_en": "Ring 1"}, line(*ring))])
    write(
        layers / "axis.geojson", [({"axis_id": "x", "name_en": "Axis", "kind": "axis"}, line((0.15, 0.0), (0.25, 0.0)))]
    )
    road = {"road_id": "coast", "name_en": "Coast Road", "clauses": ["1"]}
    write(layers / "roads.geojson", [(road, line((0.0, -0.15), (0.4, -0.15)))])
    depots = [("near", 0.32, 10), ("far", 0.39, 10), ("vague", 0.33, 3000), ("lost", None, 10)]
    write(
        layers / "depots.geojson",
        [
            (
                {"depot_id": key, "name_en": key, "ring": 1, "accuracy_m": accuracy},
                None if x is None else {"type": "Point", "coordinates": [x, 0.0]},
            )
            for key, x, accuracy in depots
        ],
    )
    text = "".join(
        CATALOGUE.format(name=name, accuracy=100) for name in ("quarters", "halves", "rings", "axis", "roads", "depots")
    )
    (layers / "catalog.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_land_under_two_zones_counts_once(island: Path) -> None:
    answer = coverage(load_plan(island))
    assert answer.municipality_km2 == pytest.approx(16 * CELL_KM2, rel=1e-4)
    assert answer.covered_km2 == pytest.approx(6 * CELL_KM2, rel=1e-4)
    assert [row.covered_km2 for row in answer.rows] == pytest.approx([2 * CELL_KM2, 4 * CELL_KM2], rel=1e-4)
    assert [round(row.share, 4) for row in answer.rows] == [0.125, 0.25]
    assert answer.outside_km2 == 0


def test_by_district(island: Path) -> None:
    answer = coverage(load_plan(island), "district")
    rows = {row.id: row for row in answer.rows}
    assert [round(rows[key].share, 3) for key in ("sw", "se", "nw", "ne")] == [0.25, 0.25, 0, 1]
    assert answer.without_zone == ("nw",)
    assert rows["sw"].zones == ("a", "b")
    assert rows["se"].zones == ("b",)  # A touches the quarter and has no piece of it
    assert [share.kind for share in rows["ne"].kinds if share.km2] == ["wood"]


def test_by_region(island: Path) -> None:
    rows = {row.id: row for row in coverage(load_plan(island), "region").rows}
    assert rows["west"].covered_km2 == pytest.approx(CELL_KM2, rel=1e-4)
    assert rows["east"].covered_km2 == pytest.approx(5 * CELL_KM2, rel=1e-4)


def test_by_ring(island: Path) -> None:
    inside, outside = coverage(load_plan(island), "ring").rows
    assert (inside.id, outside.id) == ("inside 1", "outside 1")
    assert inside.area_km2 == pytest.approx(4 * CELL_KM2, rel=1e-4)
    assert inside.covered_km2 == pytest.approx(3 * CELL_KM2, rel=1e-4)  # A∪B and one cell of C
    assert outside.covered_km2 == pytest.approx(3 * CELL_KM2, rel=1e-4)


def test_by_industry(island: Path) -> None:
    answer = coverage(load_plan(island), "industry")
    rows = {row.id: row for row in answer.rows}
    hosted = {key: row.role for key, row in rows.items()}
    assert hosted == {
        "crafts": "narrower", "pottery": "leading", "glass": "none",
        "timber": "leading", "sawing": "broader", "fishing": "none",
    }  # fmt: skip
    assert rows["timber"].zones == ("b", "c")
    assert rows["timber"].covered_km2 == pytest.approx(6 * CELL_KM2, rel=1e-4)
    assert answer.without_zone == ("glass", "fishing")


def test_a_sliver_the_accuracies_explain_is_doubtful(island: Path) -> None:
    """Wood C is pushed 0.001° (111 m) over the line into the north-western quarter: ±100 m and ±50 m explain it."""
    write(island / "zones" / "woods.geojson", [zone("c", "wood", square(0.199, 0.0, 0.4, 0.2), "timber")])
    rows = {row.id: row for row in coverage(load_plan(island), "district").rows}
    assert (rows["nw"].zones, rows["nw"].doubtful_zones) == ((), ("c",))
    write(island / "zones" / "woods.geojson", [zone("c", "wood", square(0.198, 0.0, 0.4, 0.2), "timber")])
    rows = {row.id: row for row in coverage(load_plan(island), "district").rows}
    assert (rows["nw"].zones, rows["nw"].doubtful_zones) == (("c",), ())


def test_what_lies_outside_is_told_apart(island: Path) -> None:
    write(island / "zones" / "woods.geojson", [zone("c", "wood", square(0.3, 0.1, 0.5, 0.2), "timber")])
    answer = coverage(load_plan(island))
    assert answer.outside_km2 == pytest.approx(CELL_KM2, rel=1e-4)
    assert answer.covered_km2 == pytest.approx(3 * CELL_KM2, rel=1e-4)


def test_a_bow_tie_counts_as_its_wings_and_a_missing_geometry_as_nothing(island: Path) -> None:
    bow = {"type": "Polygon", "coordinates": [[[0.2, 0.0], [0.4, 0.2], [0.4, 0.0], [0.2, 0.2], [0.2, 0.0]]]}
    write(island / "zones" / "woods.geojson", [zone("c", "wood", bow), zone("d", "wood", None)])
    answer = coverage(load_plan(island))
    assert answer.rows[1].covered_km2 == pytest.approx(2 * CELL_KM2, rel=1e-3)
    assert answer.undrawn == ("d",)


def test_balances_and_steps(island: Path) -> None:
    figures = principles(Ground(load_plan(island)))
    north_south = next(
        one for one in figures.balances if (one.axis, one.scope, one.kind) == ("north-south", "municipality", "all")
    )
    assert north_south.first_share == pytest.approx(4 / 6, rel=1e-3)  # the wood's four cells of six
    assert north_south.balance == pytest.approx(0.5, rel=1e-3)
    east_west = next(
        one for one in figures.balances if (one.axis, one.scope, one.kind) == ("east-west", "municipality", "yard")
    )
    assert east_west.first_share == pytest.approx(0.5, rel=1e-3)
    assert east_west.balance == pytest.approx(1, rel=1e-3)
    core = next(one for one in figures.steps if (one.id, one.kind) == ("inside 1", "yard"))
    assert core.part == pytest.approx(1)
    assert core.quotient == pytest.approx(4, rel=1e-3)


def test_the_range_moves_every_edge_by_its_accuracy(island: Path) -> None:
    """Wood C is 22.26 km by 22.11 km, ±50 m; outwards its two sides on the coast stay where they are."""
    ranges = covered_ranges(Ground(load_plan(island)))
    width_km, height_km = 0.2 * 111.3195, 0.2 * 110.5743
    assert ranges["wood"].low_km2 == pytest.approx((width_km - 0.1) * (height_km - 0.1), rel=2e-4)
    assert ranges["wood"].high_km2 == pytest.approx((width_km + 0.05) * (height_km + 0.05), rel=2e-4)
    assert ranges[""].low_km2 < coverage(load_plan(island)).covered_km2 < ranges[""].high_km2


def test_distances_to_roads(island: Path) -> None:
    figures = principles(Ground(load_plan(island)))
    assert [one.zone for one in figures.roads] == ["a", "b", "c"]
    assert figures.roads[0].distance_m == pytest.approx(0.05 * 110_574.3, rel=1e-3)
    assert figures.roads[0].accuracy_m == 150
    assert {(one.zone, one.road) for one in figures.leaning} == {("a", "coast"), ("b", "coast"), ("c", "coast")}


def test_things_strung_along_a_ring(island: Path) -> None:
    """0.02° from the ring is 2.2 km: along. 0.09° is 10 km: off. 0.03° ± 3.1 km against 3 km: cannot say."""
    found = {one.id: one for one in strung(Ground(load_plan(island)))}
    assert {key: one.verdict for key, one in found.items()} == {"near": "along", "far": "off", "vague": "cannot-say"}
    assert found["near"].distance_m == pytest.approx(0.02 * 111_319.5, rel=2e-3)


def test_clusters_with_and_without_a_polygon(island: Path) -> None:
    (island / "zones" / "named_clusters.csv").write_text(
        "cluster_id,name_zh,name_en,clause,features,note_zh,note_en\n"
        "wood,,The wood,2,zone:c,,\n"
        "depot,,The depot,2,depots:near,,\n"
        "lost,,The lost depot,2,depots:lost,,\n"
        "unnamed,,Some markets,2,,,\n",
        encoding="utf-8",
    )
    found = {one.id: one for one in clusters(Ground(load_plan(island)))}
    assert {key: one.drawn for key, one in found.items()} == {
        "wood": "polygon", "depot": "point", "lost": "none", "unnamed": "none",
    }  # fmt: skip
    assert found["wood"].area_km2 == pytest.approx(4 * CELL_KM2, rel=1e-4)
    assert found["depot"].zones == ("c",)


def test_a_plan_without_the_layer_is_told_so(second_plan: Path) -> None:
    with pytest.raises(PlanError) as refused:
        coverage(load_plan(second_plan), "ring")
    assert "rings" in refused.value.problem.message


def test_a_plan_with_few_roles_still_answers(second_plan: Path) -> None:
    plan = load_plan(second_plan)
    ground = Ground(plan)
    answer = coverage(plan, ground=ground)
    more = summary(ground, answer.by)
    assert answer.covered_km2 < sum(row.covered_km2 for row in answer.rows) + 1e-9
    assert more.principles is not None
    assert not more.principles.steps
    assert more.districts_without_zone == ()


@settings(max_examples=30)
@given(
    boxes=st.lists(
        st.tuples(*(st.integers(low, 400_000) for low in (0, -200_000, 1, 1))),
        min_size=1,
        max_size=6,
    ),
    cut=st.floats(-1, 1),
)
def test_parts_sum_to_the_whole(boxes: list[tuple[int, ...]], cut: float) -> None:
    import shapely

    def box(x: int, y: int, width: int, height: int) -> shapely.Polygon:
        return shapely.box(x / 1e6, y / 1e6, (x + width) / 1e6, (y + height) / 1e6)

    land = shapely.union_all([box(*numbers) for numbers in boxes])
    left, right = sides(land, [(0.1, -0.1), (0.3, -0.1 + 0.2 * cut)])
    assert exact_area_km2(left) + exact_area_km2(right) == pytest.approx(exact_area_km2(land), rel=1e-6)


@settings(max_examples=30)
@given(turn=st.integers(0, 3), at=st.floats(0.1, 0.9), backwards=st.booleans())
def test_area_does_not_depend_on_how_the_ring_is_written(turn: int, at: float, *, backwards: bool) -> None:
    """Turned, wound the other way, with a vertex more on an edge of 50 km along a parallel at 40° N."""
    ring = [[116.0, 40.0], [116.6, 40.0], [116.6, 40.3], [116.0, 40.3]]
    whole = exact_area_km2(polygonal({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}))
    more = [ring[0], [116.0 + 0.6 * at, 40.0], *ring[1:]]
    more = more[turn:] + more[:turn]
    more = more[::-1] if backwards else more
    assert exact_area_km2(polygonal({"type": "Polygon", "coordinates": [[*more, more[0]]]})) == pytest.approx(
        whole, rel=1e-6
    )


def test_an_open_line_encloses_nothing() -> None:
    assert enclosed(line((0, 0), (1, 0), (1, 1))).is_empty
    assert enclosed(None).is_empty


def test_json_has_the_documented_keys(run: Callable[..., Any]) -> None:
    ended = run("coverage", "--by", "district", "--format", "json")
    answer = json.loads(ended.out)
    assert ended.code == 0
    assert {"by", "rows", "municipality_km2", "covered_km2", "share", "kinds", "without_zone"} <= answer.keys()
    assert answer["by"] == "district"
    row = answer["rows"][0]
    assert set(row) == {
        "id", "name_zh", "name_en", "area_km2", "covered_km2", "share", "kinds", "zones", "doubtful_zones",
    }  # fmt: skip


@pytest.mark.parametrize("by", ["district", "industry"])
def test_every_format_has_the_same_rows(run: Callable[..., Any], by: str) -> None:
    rows = json.loads(run("coverage", "--by", by, "--format", "json").out)["rows"]
    lines = run("coverage", "--by", by, "--format", "csv").out.splitlines()
    places = json.loads(run("coverage", "--by", by, "--format", "geojson").out)
    assert [text.split(",")[0] for text in lines[1:]] == [row["id"] for row in rows]
    assert [feature["properties"]["id"] for feature in places["features"]] == [row["id"] for row in rows]
    assert len(lines[0].split(",")) >= 12


def test_a_layer_the_plan_lacks_is_bad_usage(run: Callable[..., Any]) -> None:
    ended = run("coverage", "--by", "ring", "--format", "json")
    assert ended.code == 2
    assert "rings" in json.loads(ended.out)["error"]["message"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_speaks_both_languages(run: Callable[..., Any], lang: str) -> None:
    out = run("coverage", lang=lang).out
    assert ("占全市" in out) == (lang == "zh")


@pytest.mark.parametrize("by", BY)
def test_the_shipped_plan_adds_up(checkout: Path, by: By) -> None:
    answer = coverage(load_plan(checkout), by)
    assert answer.rows
    if by != "industry":
        assert sum(row.area_km2 for row in answer.rows) == pytest.approx(answer.municipality_km2, rel=1e-4)
        assert sum(row.covered_km2 for row in answer.rows) == pytest.approx(answer.covered_km2, rel=1e-4)
