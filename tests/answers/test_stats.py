"""Twenty rows whose figures are worked out by hand; what totals must hold for any rows; every way in and out."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas.answers.indicators import indicators
from zoneatlas.answers.stats import Figure, Stats, statistics
from zoneatlas.answers.stats_rows import open_table
from zoneatlas.answers.stats_tally import tidy
from zoneatlas.plan.load import Plan, load_plan
from zoneatlas.plan.records import PlanError
from zoneatlas.views.stats_listing import stats_csv, stats_json, stats_text
from zoneatlas.views.stats_listing_indicators import indicators_json, indicators_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

HEADER = "编号,zones,district,region,ring,uncertain,problem,行业代码,staff,profit,value_added"
#: Zones, district, region, ring, uncertain, problem, code, staff, profit.
ROWS = [
    "zhongguancun,haidian,urban-extension,3-4,,,6212,10,1",
    "zhongguancun,haidian,urban-extension,4-5,zhongguancun,,62,20,2",
    "zhongguancun;shahe,changping,new-development,outside 6,,,7511,5,3",
    "zhongguancun;shahe,changping,new-development,outside 6,shahe,,M,6,4",
    "zhongguancun;electronics-city,chaoyang,urban-extension,4-5,zhongguancun;electronics-city,,4053,7,-5",
    ",haidian,urban-extension,4-5,zhongguancun,,6820,8,6",
    ",haidian,urban-extension,5-6,,,9999,9,7",
    "central-business,chaoyang,urban-extension,2-3,,,J,11,8",
    "central-business,chaoyang,urban-extension,2-3,,,7412,12,9",
    "financial-street,xicheng,capital-core,inside 2,financial-street,,68,13,10",
    "financial-street,xicheng,capital-core,inside 2,wangfujing-xidan,,6910,14,11",
    "wangfujing-xidan,dongcheng,capital-core,inside 2,,,6531,15,12",
    "eco-agriculture;leisure-tourism,yanqing,ecological-conservation,outside 6,,,0131,16,13",
    "eco-agriculture;eco-industry;leisure-tourism,huairou,ecological-conservation,outside 6,eco-industry,,13,17,14",
    "eco-industry,miyun,ecological-conservation,outside 6,eco-agriculture,,52,18,-15",
    ",pinggu,ecological-conservation,outside 6,eco-industry;leisure-tourism,,,19,16",
    "yizhuang,daxing,new-development,5-6,,,C3911,21,",
    ",,,outside 6,,,5110,22,18",
    ",,,,,no-coordinates,6212,23,19",
    ",,,,,swapped,软件,24,不详",
]
STAFF = 290


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return the shipped plan."""
    return load_plan()


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the twenty rows as CSV in GBK; value_added is the staff."""
    path = tmp_path_factory.mktemp("stats") / "twenty.csv"
    lines = [f"第{number}户,{row},{row.split(',')[-2]}" for number, row in enumerate(ROWS, 1)]
    path.write_bytes("\n".join([HEADER, *lines, ""]).encode("gb18030"))
    return path


def figures(stats: Stats, *, column: int | None = None) -> dict[Any, Any]:
    """Return the figures by key: of rows, or of a summed column."""

    def told(figure: Figure) -> tuple[float, float | None, float | None]:
        return figure.value, figure.low, figure.high

    return {
        tuple(key.id for key in cell.keys) if len(cell.keys) > 1 else cell.keys[0].id: told(
            cell.rows if column is None else cell.sums[column]
        )
        for cell in stats.cells
    }


def test_zones_kinds_and_plan_are_counted_as_by_hand(plan: Plan, twenty: Path) -> None:
    stats = statistics(plan, open_table(plan, str(twenty)), ["zone"], sums=["staff", "profit"])
    rows = figures(stats)
    filled = {
        "zhongguancun": (5, 3, 6),  # 1–5; 2 and 5 uncertain; 6 perhaps
        "central-business": (2, 2, 2),
        "financial-street": (2, 1, 2),
        "yizhuang": (1, 1, 1),
        "wangfujing-xidan": (1, 1, 2),  # 11 perhaps
        "electronics-city": (1, 0, 1),
        "shahe": (2, 1, 2),
        "eco-agriculture": (2, 2, 3),
        "eco-industry": (2, 1, 3),
        "leisure-tourism": (2, 2, 3),
        "functional-zone": (10, 7, 11),
        "specialty-cluster": (4, 2, 5),
        "ecological-belt": (3, 3, 4),
        "plan": (14, 11, 16),
        "none": (4, 2, 7),
        "no-place": (2, 2, 2),
    }
    assert {key: value for key, value in rows.items() if value != (0, 0, 0)} == filled
    assert len(rows) == 20 + 3 + 3  # every zone is there, with noughts too
    staff = figures(stats, column=0)
    assert staff["zhongguancun"] == (48, 21, 56)
    assert staff["functional-zone"] == (119, 79, 127)
    assert staff["specialty-cluster"] == (33, 20, 47)
    assert staff["ecological-belt"] == (51, 51, 70)
    assert staff["plan"] == (185, 145, 212)
    assert staff["none"] == (58, 31, 98)
    assert staff["no-place"] == (47, 47, 47)
    # 1+2+3+4−5; surely 1+3+4, perhaps a loss of 5; 2 and 6 perhaps
    assert figures(stats, column=1)["zhongguancun"] == (5, 3, 16)


def test_overlaps_uncertain_rows_and_problems_are_said(plan: Plan, twenty: Path) -> None:
    stats = statistics(plan, open_table(plan, str(twenty)), ["zone"], sums=["staff", "profit"])
    shared = {cell.keys[0].id: cell.overlapping for cell in stats.cells if cell.overlapping}
    assert shared == {
        "zhongguancun": 3, "electronics-city": 1, "shahe": 2, "eco-agriculture": 2, "eco-industry": 1,
        "leisure-tourism": 2, "ecological-belt": 2, "plan": 5,
    }  # fmt: skip
    assert (stats.whole.rows.value, stats.whole.sums[0].value, stats.uncertain) == (20, STAFF, 9)
    assert stats.problems == {"no-coordinates": 1, "swapped": 1}
    assert stats.unsummed == ((0, 0), (1, 1))  # row 17 has no profit, row 20 “不详”
    assert stats.in_zones.rows == Figure(14, 11, 16)


def test_places_are_counted_as_by_hand(plan: Plan, twenty: Path) -> None:
    table = open_table(plan, str(twenty))
    assert figures(statistics(plan, table, ["ring"], sums=["staff"])) == {
        "inside 2": (3, None, None), "2-3": (2, None, None), "3-4": (1, None, None), "4-5": (3, None, None),
        "5-6": (2, None, None), "outside 6": (7, None, None), "none": (0, None, None), "no-place": (2, None, None),
    }  # fmt: skip
    regions = {key: value[0] for key, value in figures(statistics(plan, table, ["region"])).items()}
    assert regions == {
        "capital-core": 3, "urban-extension": 7, "new-development": 3, "ecological-conservation": 4, "none": 1,
        "no-place": 2,
    }  # fmt: skip
    districts = {key: value[0] for key, value in figures(statistics(plan, table, ["district"])).items()}
    assert (districts["haidian"], districts["chaoyang"], districts["none"], districts["fengtai"]) == (4, 3, 1, 0)


def test_codes_of_any_depth_go_to_their_terms(plan: Plan, twenty: Path) -> None:
    stats = statistics(plan, open_table(plan, str(twenty)), ["industry"], sums=["staff"])
    rows = {key: value[0] for key, value in figures(stats).items()}
    assert rows["software"] == 4  # 6212, 62, 6212 and the word itself
    assert rows["r-and-d"] == 2  # 7511 and the section M
    assert rows["finance"] == 5  # J, 7412, 68, 6820, 6910
    assert (rows["banking"], rows["financial-markets"], rows["financial-asset-management"]) == (2, 1, 1)
    assert (rows["integrated-circuits"], rows["power-generation-equipment"], rows["specialty-fruit"]) == (1, 1, 1)
    assert (rows["unknown"], rows["no-code"]) == (3, 1)
    codes = stats.codes
    assert codes is not None
    assert (codes.column, codes.placed, codes.blank, codes.more) == ("行业代码", 16, 1, 0)
    assert [(one.code, one.rows, one.why, one.candidates) for one in codes.stray] == [
        ("5110", 1, "unknown", ()),
        ("52", 1, "wider", ("modern-logistics",)),
        ("9999", 1, "unknown", ()),
    ]


def test_three_dimensions_are_crossed(plan: Plan, twenty: Path) -> None:
    table = open_table(plan, str(twenty))
    crossed = statistics(plan, table, ["kind", "region", "industry"], sums=["staff"])
    rows, staff = figures(crossed), figures(crossed, column=0)
    assert rows["functional-zone", "capital-core", "banking"] == (1, 0, 1)
    assert rows["functional-zone", "capital-core", "finance"] == (2, 1, 2)
    assert staff["functional-zone", "capital-core", "finance"] == (27, 14, 27)
    assert rows["specialty-cluster", "capital-core", "financial-markets"] == (0, 0, 1)
    assert rows["plan", "urban-extension", "finance"] == (2, 2, 3)
    assert rows["none", "none", "unknown"] == (1, 1, 1)
    assert rows["no-place", "no-place", "software"] == (2, 2, 2)
    both = figures(statistics(plan, table, ["zone", "kind"]))
    assert both["zhongguancun", "specialty-cluster"] == (3, 1, 3)  # of its rows, those in a cluster too: 3, 4, 5


def test_indicators_are_those_worked_out_by_hand(plan: Plan, twenty: Path) -> None:
    found = indicators(plan, open_table(plan, str(twenty)))
    assert (found.rows, found.without_place, found.without_code) == (20, 2, 2)
    by_id = {one.target.target_id: one for one in found.indicators}

    def told(name: str) -> Any:  # noqa: ANN401  (three figures)
        value = by_id[name].value
        assert value is not None
        assert value.low is not None
        assert value.high is not None
        return round(value.value, 6), round(value.low, 6), round(value.high, 6)

    def shares(whole: int, *parts: int) -> tuple[float, ...]:
        return tuple(round(100 * part / whole, 6) for part in parts)

    # the rows without a place (23 + 24) may lie in the park
    assert told("zhongguancun-share") == shares(STAFF, 48, 21, 48 + 8 + 47)
    assert by_id["zhongguancun-share"].verdict == "cannot-say"
    distance = by_id["zhongguancun-share"].distance
    assert distance is not None
    assert round(distance, 6) == round(100 * 48 / STAFF - 20, 6)
    # services: rows 1–4, 6, 8–12, 15, 18, 19; of them in the two regions 1, 2, 6, 8–12, and perhaps 19
    assert told("centre-services-share") == shares(177, 103, 103, 126)
    assert by_id["centre-services-share"].verdict == "none"
    # industry: rows 5, 14, 17, of which 5 and 14 are uncertain
    assert told("zones-industry-share") == shares(45, 45, 21, 45)
    assert told("secondary-share") == shares(STAFF, 45, 45, 45)
    assert by_id["gdp"].missing is not None
    assert "增加值_亿元" in by_id["gdp"].missing.zh
    assert all((one.value is None) != (one.missing is None) for one in found.indicators)
    assert all(one.missing is None or (one.missing.zh and one.missing.en) for one in found.indicators)


def test_totals_in_a_unit_and_ranges(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(
        "zones,uncertain,problem,region,hydm,增加值_万元,重复用水量,用水总量\n"
        ",,,capital-core,6820,80000000,,\n,,,capital-core,3911,28500000,97,100\n,,,capital-core,0131,1000000,,\n",
        encoding="utf-8",
    )
    by_id = {one.target.target_id: one for one in indicators(plan, open_table(plan, str(path))).indicators}
    assert by_id["gdp"].value == Figure(10950, 10950, 10950)
    assert (by_id["gdp"].verdict, by_id["gdp"].distance) == ("met", 950)
    assert (by_id["tertiary-value-added"].verdict, by_id["secondary-value-added"].distance) == ("met", 50)
    assert (by_id["primary-value-added"].distance, by_id["primary-value-added"].verdict) == (0, "none")
    assert (by_id["industrial-water-reuse"].distance, by_id["industrial-water-reuse"].verdict) == (1, "met")
    assert by_id["enterprise-rd-intensity"].value is None


def test_every_target_has_a_definition(plan: Plan) -> None:
    with (plan.root / "zones" / "indicators.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with (plan.root / "zones" / "targets.csv").open(encoding="utf-8", newline="") as stream:
        known = [row["target_id"] for row in csv.DictReader(stream)]
    assert list(dict.fromkeys(row["target_id"] for row in rows)) == known
    assert all((row["note_zh"] and row["note_en"]) or (row["needs_zh"] and row["needs_en"]) for row in rows)


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("numerator_where", "region=nowhere"),
        ("numerator_where", "moon=1"),
        ("numerator_codes", "services"),
        ("factor", "x"),
    ],
)
def test_a_faulty_definition_is_refused_with_its_line(second_plan: Path, column: str, wrong: str) -> None:
    from zoneatlas.answers.indicators_definitions import COLUMNS, definitions

    row = {"target_id": "berths", "numerator_column": "*", column: wrong}
    lines = [",".join(COLUMNS), ",".join(row.get(name, "") for name in COLUMNS)]
    (second_plan / "zones" / "indicators.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(PlanError) as refused:
        definitions(load_plan(second_plan))
    assert (refused.value.problem.file, refused.value.problem.line) == ("zones/indicators.csv", 2)
    assert refused.value.problem.message_zh


def test_parquet_and_csv_say_the_same_and_csv_needs_no_pyarrow(
    plan: Plan, twenty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    with twenty.open(encoding="gb18030", newline="") as stream:
        rows = list(csv.DictReader(stream))
    several = pa.list_(pa.string())
    columns: dict[str, Any] = {
        name: pa.array([row[name].split(";") if row[name] else [] for row in rows], several)
        for name in ("zones", "uncertain")
    }
    for name in ("district", "region", "ring", "problem"):
        columns[name] = pa.array([row[name] or None for row in rows]).dictionary_encode()
    columns["行业代码"] = pa.array([row["行业代码"] or None for row in rows])
    columns["staff"] = pa.array([int(row["staff"]) for row in rows], pa.int32())
    pq.write_table(pa.table(columns), tmp_path / "twenty.parquet", row_group_size=7)
    by = ["zone", "ring", "industry"]
    stored = statistics(plan, open_table(plan, str(tmp_path / "twenty.parquet")), by, sums=["staff"])
    for name in ("pyarrow", "pyarrow.compute", "pyarrow.parquet", "pyarrow.csv"):
        monkeypatch.setitem(sys.modules, name, None)
    plain = statistics(plan, open_table(plan, str(twenty)), by, sums=["staff"])
    assert stored.cells == plain.cells
    assert stored.codes == plain.codes


def test_points_are_assigned_first(run: Run, second_plan: Path) -> None:
    lines = ["lng,lat,staff", "10.305,55.105,3", "10.305,55.1128,4", "10.25,55.02,5", ",,6", "10.5,55.5,7"]
    points = second_plan.parent / "points.csv"
    points.write_text("\n".join(lines), encoding="utf-8")
    assert run("assign", "points.csv", "-o", "assigned.csv", "--ranges").code == 0
    one = run("stats", "points.csv", "--by", "zone,district", "--sum", "staff", "--format", "json")
    two = run("stats", "assigned.csv", "--by", "zone", "--by", "district", "--sum", "staff", "--format", "json")
    assert (one.code, two.code, two.err) == (0, 0, "")
    assert "assigned first" in one.err
    first, second = json.loads(one.out), json.loads(two.out)
    assert {**first, "file": ""} == {**second, "file": ""}
    assert first["totals"]["table"]["rows"]["value"] == 5
    assert first["totals"]["problems"] == {"no-coordinates": 1}


def test_the_json_has_the_keys_users_script_against(plan: Plan, twenty: Path) -> None:
    table = open_table(plan, str(twenty))
    told = stats_json(statistics(plan, table, ["zone", "ring"], sums=["staff"]))
    assert list(told) == ["file", "by", "sums", "totals", "unsummed", "cells", "codes"]
    assert list(told["totals"]) == ["table", "in_zones", "uncertain", "without_place", "problems", "uncertain_by"]
    cell = told["cells"][0]
    assert cell == {
        "keys": {
            "zone": {
                "id": "zhongguancun",
                "level": "zone",
                "name_zh": "中关村科技园区",
                "name_en": "Zhongguancun Science Park",
            },
            "ring": {
                "id": "3-4",
                "level": "ring",
                "name_zh": "3–4 环之间",
                "name_en": "between rings 3 and 4",
            },
        },
        "rows": {"value": 1, "low": 1, "high": 1},
        "sums": {"staff": {"value": 10, "low": 10, "high": 10}},
        "overlapping": 0,
    }
    assert list(told["codes"]) == ["column", "placed", "blank", "stray", "more", "digits"]
    json.dumps(told, allow_nan=False)
    answer = indicators_json(indicators(plan, table))
    assert list(answer) == ["file", "rows", "without_place", "without_code", "indicators"]
    assert list(answer["indicators"][0]) == [
        "id", "zh", "en", "value", "low", "high", "unit", "unit_en", "comparator", "target", "target_high", "distance",
        "verdict", "clause", "numerator", "denominator", "missing_zh", "missing_en", "note_zh", "note_en",
    ]  # fmt: skip


def test_text_and_csv_say_it_in_both_languages(plan: Plan, twenty: Path) -> None:
    table = open_table(plan, str(twenty))
    stats = statistics(plan, table, ["kind"], sums=["staff"])
    zh, en = stats_text(stats, "zh"), stats_text(stats, "en")
    assert "14 (11–16)" in zh
    assert "5 行在不止一个功能区" in zh
    assert "5 of them in more than one" in en
    assert "52: 1 row, wider than modern-logistics" in en
    rows = list(csv.DictReader(stats_csv(stats).splitlines()))
    assert [rows[3][name] for name in ("kind", "kind_level", "rows", "rows_low", "rows_high", "staff")] == [
        "plan", "plan", "14", "11", "16", "185",
    ]  # fmt: skip
    shown = indicators_text(indicators(plan, table), "en")
    assert "cannot say" in shown
    assert "What this table cannot answer" in shown


def test_parquet_is_written_beside_first(run: Run, second_plan: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    (second_plan.parent / "a.csv").write_text("zones,uncertain,problem\nshipwrights,,\n", encoding="utf-8")
    assert run("stats", "a.csv", "--format", "parquet").code == 2
    assert run("stats", "a.csv", "--format", "parquet", "-o", "out.parquet").code == 0
    rows = pq.read_table(second_plan.parent / "out.parquet").to_pylist()
    assert rows[0]["zone"] == "shipwrights"
    assert (rows[0]["rows"], rows[0]["rows_low"], rows[0]["overlapping"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("zones,uncertain,problem\natlantis,,\n", (), "atlantis"),
        ("zones,uncertain,problem,district\n,,,Atlantis\n", ("--by", "district"), "Atlantis"),
        ("zones,uncertain,problem\n,,\n", ("--by", "ring"), "ring"),
        ("zones,uncertain,problem\n,,\n", ("--by", "moon"), "moon"),
        ("zones,uncertain,problem\n,,\n", ("--by", "zone,kind,district,industry"), "one to three"),
        ("zones,uncertain,problem\n,,\n", ("--by", "zone,zone"), "different"),
        ("zones,uncertain,problem\n,,\n", ("--by", "industry"), "--industry"),
        ("zones,uncertain,problem\n,,\n", ("--sum", "staff"), "'staff'"),
        ("zones,uncertain,problem\n,,\n", ("--by", "district"), "'district'"),
        ("zones,uncertain,problem\n,,,\n", (), "4 values"),
        ("name,code\na,1\n", (), "--lon"),
    ],
)
def test_what_cannot_be_counted_is_refused(
    run: Run, second_plan: Path, text: str, arguments: tuple[str, ...], said: str
) -> None:
    (second_plan.parent / "a.csv").write_text(text, encoding="utf-8")
    ended = run("stats", "a.csv", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_a_column_of_other_things_fills_no_memory(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    lines = [f",,,no code {number}" for number in range(3000)]
    path.write_text("\n".join(["zones,uncertain,problem,hydm", *lines]), encoding="utf-8")
    stats = statistics(plan, open_table(plan, str(path)), ["industry"])
    assert stats.codes is not None
    assert (len(stats.codes.stray), stats.codes.more) == (1000, 2000)
    assert figures(stats)["unknown"][0] == 3000


def test_a_folder_and_a_geopackage_are_read_too(run: Run, second_plan: Path) -> None:
    pytest.importorskip("pyarrow")
    folder = second_plan.parent
    lines = ["lng,lat,staff", "10.305,55.105,3", "10.305,55.1128,4", "10.5,55.5,7"]
    (folder / "points.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "many").mkdir()
    for target in ("a.gpkg", "many/1.parquet", "many/2.parquet"):
        assert run("assign", "points.csv", "-o", target).code == 0
    told = {
        name: json.loads(run("stats", name, "--sum", "staff", "--format", "json").out)["cells"]
        for name in ("points.csv", "a.gpkg", "many")
    }
    assert told["a.gpkg"] == told["points.csv"]
    assert [cell["sums"]["staff"]["high"] for cell in told["many"]] == [
        2 * cell["sums"]["staff"]["high"] for cell in told["points.csv"]
    ]
    (folder / "many" / "3.parquet").write_bytes(b"no parquet")
    assert run("stats", "many").code == 2


#: District, region, ring, what else each may be, problem, code, staff; zones: all in none but the sixth.
DOUBTFUL = [
    "haidian,urban-extension,4-5,,,,,6212,1",
    "haidian,urban-extension,4-5,changping;haidian,new-development;urban-extension,,,6212,2",
    "haidian,urban-extension,4-5,chaoyang;haidian,,4-5;5-6,,68,4",
    "daxing,new-development,outside 6,daxing;none,new-development;none,,,J,8",
    ",,outside 6,tongzhou;none,new-development;none,,,52,16",
    "xicheng,capital-core,inside 2,chaoyang;xicheng,capital-core;urban-extension,2-3;inside 2,,7412,-32",
    ",,,,,,zero,6212,64",
]
FINANCIAL = ",financial-street,financial-street,"


@pytest.fixture(scope="module")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return seven rows of which it is uncertain where they lie."""
    path = tmp_path_factory.mktemp("stats") / "seven.csv"
    header = (
        "district,region,ring,uncertain_district,uncertain_region,uncertain_ring,problem,hydm,staff,zones,uncertain,x"
    )
    lines = [f"{row}{FINANCIAL if at == 5 else ',,,'}" for at, row in enumerate(DOUBTFUL)]
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


def test_districts_regions_and_rings_have_their_range(plan: Plan, seven: Path) -> None:
    table = open_table(plan, str(seven))
    by_district = statistics(plan, table, ["district"], sums=["staff"])
    assert {key: value for key, value in figures(by_district).items() if value != (0, 0, 0)} == {
        "haidian": (3, 1, 3),  # 1; 2 and 3 perhaps not
        "changping": (0, 0, 1),  # 2 perhaps
        "chaoyang": (0, 0, 2),  # 3 and 6 perhaps
        "daxing": (1, 0, 1),
        "xicheng": (1, 0, 1),
        "tongzhou": (0, 0, 1),
        "none": (1, 0, 2),  # 5 as drawn, 4 perhaps
        "no-place": (1, 1, 1),
    }
    staff = figures(by_district, column=0)
    assert (staff["haidian"], staff["xicheng"], staff["chaoyang"]) == ((7, 1, 7), (-32, -32, 0), (0, -32, 4))
    assert by_district.doubtful == {"district": 5}
    assert all(cell.overlapping is None for cell in by_district.cells)
    regions, rings = (figures(statistics(plan, table, [name])) for name in ("region", "ring"))
    assert {key: value for key, value in regions.items() if value != (0, 0, 0)} == {
        "capital-core": (1, 0, 1), "urban-extension": (3, 2, 4), "new-development": (1, 0, 3), "none": (1, 0, 2),
        "no-place": (1, 1, 1),
    }  # fmt: skip
    assert {key: value for key, value in rings.items() if value != (0, 0, 0)} == {
        "inside 2": (1, 0, 1), "2-3": (0, 0, 1), "4-5": (3, 2, 3), "5-6": (0, 0, 1), "outside 6": (2, 2, 2),
        "no-place": (1, 1, 1),
    }  # fmt: skip


def test_a_code_that_is_not_deep_enough_has_its_range(plan: Plan, seven: Path) -> None:
    rows = figures(statistics(plan, open_table(plan, str(seven)), ["industry"], sums=["staff"]))
    assert rows["finance"] == (3, 3, 3)  # 3, 4, 6
    assert rows["banking"] == (1, 1, 2)  # 68 of row 3; J of row 4 perhaps
    assert rows["modern-logistics"] == (0, 0, 1)  # 52 of row 5 perhaps
    assert rows["unknown"] == (1, 0, 1)
    assert rows["software"] == (3, 3, 3)


def test_what_is_crossed_is_sure_only_where_all_of_it_is(plan: Plan, seven: Path) -> None:
    table = open_table(plan, str(seven))
    rows = figures(statistics(plan, table, ["district", "ring"]))
    assert rows["haidian", "4-5"] == (3, 1, 3)
    assert rows["haidian", "5-6"] == rows["chaoyang", "4-5"] == rows["chaoyang", "5-6"] == (0, 0, 1)
    assert rows["xicheng", "inside 2"] == (1, 0, 1)
    zones = statistics(plan, table, ["zone", "region"])
    assert figures(zones)["financial-street", "capital-core"] == (1, 0, 1)
    assert figures(zones)["financial-street", "urban-extension"] == (0, 0, 1)
    assert zones.doubtful == {"zone": 1, "region": 4}
    assert all(cell.overlapping is not None for cell in zones.cells)


def test_a_share_of_two_regions_is_sure_where_a_row_lies_in_one_or_the_other(plan: Plan, seven: Path) -> None:
    text = seven.read_text(encoding="utf-8").replace("staff", "value_added").replace(",-32,", ",32,")
    (seven.parent / "shares.csv").write_text(text, encoding="utf-8")
    found = indicators(plan, open_table(plan, str(seven.parent / "shares.csv")))
    share = next(one.value for one in found.indicators if one.target.target_id == "centre-services-share")
    assert share is not None
    # services are all rows: 127. In the two regions 1, 2, 3, 6; 2 perhaps not, 6 surely in one of both, 7 perhaps
    assert share == Figure(*(tidy(100 * part / 127) for part in (39, 37, 103)))


def test_a_table_assigned_without_these_columns_says_what_its_range_leaves_out(plan: Plan, twenty: Path) -> None:
    stats = statistics(plan, open_table(plan, str(twenty)), ["zone", "ring"])
    assert "uncertain_ring" in stats.remarks[-1].en
    assert "uncertain_ring" in stats.remarks[-1].zh


def test_parks_are_counted_and_industry_in_them_is_worked_out(plan: Plan, tmp_path: Path) -> None:
    rows = [
        "yanqi,,,3510,100",
        "yanqi;miyun,miyun,,3520,50",
        ",linhe,,3530,30",
        ",,,3540,20",
        "linhe,linhe,,6212,500",  # no industry
        ",,zero,3550,8",
    ]
    path = tmp_path / "parks.csv"
    header = "parks,uncertain_parks,problem,hydm,value_added,zones,uncertain"
    path.write_text("\n".join([header, *(f"{row},," for row in rows)]), encoding="utf-8")
    table = open_table(plan, str(path))
    stats = statistics(plan, table, ["park"], sums=["value_added"])
    assert {key: value for key, value in figures(stats).items() if value != (0, 0, 0)} == {
        "yanqi": (2, 2, 2), "miyun": (1, 0, 1), "linhe": (1, 0, 2), "parks": (3, 2, 4), "none": (2, 1, 3),
        "no-place": (1, 1, 1),
    }  # fmt: skip
    assert {cell.keys[0].id: cell.overlapping for cell in stats.cells if cell.overlapping} == {
        "yanqi": 1, "miyun": 1, "parks": 1,
    }  # fmt: skip
    found = {one.target.target_id: one for one in indicators(plan, table).indicators}
    # industry is 208: 150 in parks as drawn and surely, 30 more perhaps, 8 anywhere
    share = found["zones-industry-share"]
    assert share.value == Figure(*(tidy(100 * part / 208) for part in (150, 150, 188)))
    assert (share.verdict, "19" in share.note.en) == ("met", True)


def test_without_the_places_that_a_definition_asks_for_the_next_is_taken(plan: Plan, twenty: Path) -> None:
    found = {one.target.target_id: one for one in indicators(plan, open_table(plan, str(twenty))).indicators}
    assert "no column parks" in found["zones-industry-share"].note.en


#: A code as tables hold it, the term it counts for, and what else it may be of.
WRITTEN = [
    ("1310", "agri-product-processing"),
    ("1310.0", "agri-product-processing"),
    ("131", "agri-product-processing"),
    ("C1310", "agri-product-processing"),
    ("c13", "agri-product-processing"),
    (" １３１０ ", "agri-product-processing"),
    ("A1310", None),
    ("9999", None),
    ("1", None),
    ("软件", "software"),
]


def test_codes_as_tables_hold_them(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    nothing = ["", "-", "NaN", "NULL", "无"]
    lines = [f",,,{code}" for code in [*(code for code, _ in WRITTEN), *nothing]]
    path.write_text("\n".join(["zones,uncertain,problem,hydm", *lines]), encoding="utf-8")
    stats = statistics(plan, open_table(plan, str(path)), ["industry"])
    rows = {key: value[0] for key, value in figures(stats).items()}
    assert (rows["agri-product-processing"], rows["software"], rows["unknown"], rows["no-code"]) == (6, 1, 3, 5)
    assert stats.codes is not None
    assert (stats.codes.blank, stats.codes.digits) == (5, {1: 1, 2: 1, 3: 1, 4: 6})
    assert "131" in stats_text(stats, "en")
    assert "3 rows have one or three" not in stats_text(stats, "en")
    for lang, said in (("zh", "有 2 行是一位或三位"), ("en", "2 rows have one or three")):
        assert said in stats_text(stats, lang)


def test_numbers_of_any_type_are_codes_and_figures(plan: Plan, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    place = {name: pa.array([None] * 4, pa.string()) for name in ("zones", "uncertain", "problem")}
    for codes in (pa.array([1310, 6212, None, 13], pa.int32()), pa.array([1310.0, 6212.0, float("nan"), 13.0])):
        made = {**place, "hydm": codes, "staff": pa.array([1.5, float("nan"), float("inf"), None])}
        pq.write_table(pa.table(made), tmp_path / "a.parquet")
        stats = statistics(plan, open_table(plan, str(tmp_path / "a.parquet")), ["industry"], sums=["staff"])
        rows = {key: value[0] for key, value in figures(stats).items()}
        assert (rows["agri-product-processing"], rows["software"], rows["no-code"]) == (2, 1, 1)
        assert "unknown" not in rows
        assert stats.unsummed == ((2, 1),)
