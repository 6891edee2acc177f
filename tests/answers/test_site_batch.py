"""A file of points: nothing is lost, every bad row says why, the output is whole or not there."""

from __future__ import annotations

import csv
import io
import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas import Plan, PlanError, load_plan
from zoneatlas.answers.site_batch import ADDED, COLUMN_NAMES, Outcome, columns_of, site_file
from zoneatlas.answers.site_tables import Row, Table, read_table
from zoneatlas.plan.rules import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ended

RULE = "no-brewing,prohibit,strict,new,brewing,in district 'North Arden',,,3.1,不得,No brewing in the north."
OWN = "own,encourage,strict,both,designated,in own-designation,,,2,,Zones host what they designate."


@pytest.fixture
def plan(second_plan: Path) -> Plan:
    """Return the second plan with two rules."""
    text = "\n".join([",".join(COLUMNS), RULE, OWN]) + "\n"
    (second_plan / "zones" / "rules.csv").write_text(text, encoding="utf-8")
    return load_plan(second_plan)


def answered(  # choices are those of site_file
    plan: Plan,
    path: Path,
    data: str | bytes,
    **choices: Any,  # noqa: ANN401
) -> tuple[Outcome, list[dict[str, str]]]:
    """Ask of a CSV file; return what became of it and the rows written."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    output = path.with_name("out.csv")
    outcome = site_file(plan, path, output, **choices)
    return outcome, list(csv.DictReader(io.StringIO(output.read_text("utf-8"))))


def test_rows_are_answered_and_kept_in_order(plan: Plan, tmp_path: Path) -> None:
    said = "name,lon,lat,industry,existing\n"
    said += "a,10.25,55.17,brewing,\nb,10.25,55.17,brewing,yes\nc,10.305,55.107,shipyards,\n"
    outcome, rows = answered(plan, tmp_path / "in.csv", said)
    assert [row["verdict"] for row in rows] == ["prohibited", "silent", "encouraged"]
    assert list(rows[0]) == ["name", "lon", "lat", "industry", "existing", *ADDED]
    assert (rows[0]["rules"], rows[0]["clauses"], rows[2]["zones"]) == ("no-brewing", "3.1", "shipwrights")
    assert {row["plan_sha256"] for row in rows} == {outcome.plan_sha256}
    assert (outcome.rows, outcome.problems) == (3, ())
    assert sum(outcome.verdicts.values()) == 3


BAD = (
    ("x,,55.1,brewing", "missing"),
    ("x,10.3,,brewing", "missing"),
    ("x,ten,55.1,brewing", "no position"),
    ("x,nan,55.1,brewing", "no position"),
    ("x,inf,55.1,brewing", "no position"),
    ("x,1e999,55.1,brewing", "no position"),
    ("x,110.3,95,brewing", "no position"),
    ("x,500000,6100000,brewing", "no position"),
    ("x,55.1,116.3,brewing", "swapped"),
    ("x,10.3,55.1,flying", "no industry"),
    ("x,10.3,55.1,ship", "ship"),
    ("x,10.3,55.1,", "industry is missing"),
    ("x,10.3,55.1,brewing,more,and more", "cells"),
    ("x", "missing"),
    ('x,10.3,55.1,"brew" ing', "quotes"),
)


@pytest.mark.parametrize(("bad", "named"), BAD)
def test_a_bad_row_is_kept_says_why_and_spoils_no_other(plan: Plan, tmp_path: Path, bad: str, named: str) -> None:
    said = f"name,lon,lat,industry\nfirst,10.25,55.17,brewing\n{bad}\nlast,10.25,55.17,brewing\n"
    outcome, rows = answered(plan, tmp_path / "in.csv", said)
    assert [row["verdict"] for row in rows] == ["prohibited", "", "prohibited"]
    assert named in rows[1]["problem"]
    assert [problem.line for problem in outcome.problems] == [3]
    assert outcome.problems[0].message_zh
    for value in bad.split(",") if '"' not in bad else [bad]:
        assert value in rows[1].values()


def test_a_quote_that_is_never_closed_costs_its_own_line_only(plan: Plan, tmp_path: Path) -> None:
    said = (
        'name,lon,lat,industry\n"two\nlines",10.25,55.17,brewing\n"open,10.25,55.17,brewing\nlast,10.25,55.17,brewing\n'
    )
    outcome, rows = answered(plan, tmp_path / "in.csv", said)
    assert [row["verdict"] for row in rows] == ["prohibited", "", "prohibited"]
    assert rows[0]["name"] == "two\nlines"
    assert rows[1]["name"] == '"open,10.25,55.17,brewing'
    assert [problem.line for problem in outcome.problems] == [4]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("经度,纬度,产业", "10.25,55.17,brewing"),
        ("纬度,经度,行业名称", "55.17,10.25,brewing"),
        ("LNG;Lat;Sector", "10.25;55.17;brewing"),
        ("Longitude\tLATITUDE\tindustry_id", "10.25\t55.17\tbrewing"),
        ("坐标,产业", '"10.25,55.17",brewing'),
        ("x,y,产业类型,现有", "10.25,55.17,brewing,否"),
        ("经度,纬度,产业,坐标系", "10.25,55.17,brewing,WGS84"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_columns_are_found_by_their_usual_names(
    plan: Plan, tmp_path: Path, header: str, row: str, encoding: str
) -> None:
    (tmp_path / "in.csv").write_bytes(f"{header}\r\n{row}\r\n".encode(encoding))
    found: list[str] = []
    outcome = site_file(
        plan, tmp_path / "in.csv", tmp_path / "out.csv", columns_found=lambda text: found.append(text.en)
    )
    assert outcome.verdicts["prohibited"] == 1, outcome.problems
    assert header.replace(";", ",").replace("\t", ",").split(",")[0] in found[-1]


def test_a_datum_moves_the_points_and_an_unknown_one_is_a_problem(plan: Plan, tmp_path: Path) -> None:
    said = "lon,lat,industry,datum\n10.25,55.17,brewing,gcj02\n10.25,55.17,brewing,mars 2000\n"
    outcome, rows = answered(plan, tmp_path / "in.csv", said, datum="bd09")
    assert rows[0]["verdict"] in ("prohibited", "outside", "cannot-say")
    assert "datum" in rows[1]["problem"]
    assert len(outcome.problems) == 1


def test_names_that_are_taken_are_not_overwritten(plan: Plan, tmp_path: Path) -> None:
    _, rows = answered(
        plan, tmp_path / "in.csv", "lon,lat,verdict,verdict,\n10.25,55.17,mine,too,x\n", industry="brewing"
    )
    assert (rows[0]["verdict"], rows[0]["verdict_2"], rows[0]["column_5"]) == ("mine", "too", "x")
    assert rows[0]["verdict_3"] == "prohibited"


@pytest.mark.parametrize(
    ("name", "data", "choices"),
    [
        ("in.csv", "", {}),
        ("in.csv", "name,industry\nx,brewing\n", {}),
        ("in.csv", "lon,lat\n10.25,55.17\n", {}),
        ("in.csv", "lon,lat\n10.25,55.17\n", {"industry": "flying"}),
        ("in.csv", b"\xff\xfe\x00\x01", {"industry": "brewing"}),
        ("in.xlsx", "lon,lat\n", {"industry": "brewing"}),
        ("in.geojson", "{", {"industry": "brewing"}),
        ("in.parquet", "PAR1 not", {"industry": "brewing"}),
        ("none.csv", None, {"industry": "brewing"}),
    ],
)
def test_a_file_of_which_nothing_can_be_read_is_refused_and_nothing_is_written(
    plan: Plan, tmp_path: Path, name: str, data: str | bytes | None, choices: dict[str, Any]
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(PlanError):
        site_file(plan, path, path.with_name("out" + path.suffix), **choices)
    assert sorted(tmp_path.iterdir()) == before


def test_the_output_is_neither_the_input_nor_of_another_kind_nor_nowhere(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("lon,lat\n10.25,55.17\n", encoding="utf-8")
    for output in (path, tmp_path / "out.geojson", tmp_path / "none" / "out.csv"):
        with pytest.raises(PlanError):
            site_file(plan, path, output, industry="brewing")
    assert path.read_text("utf-8") == "lon,lat\n10.25,55.17\n"


def test_a_file_without_rows_gives_a_file_without_rows(plan: Plan, tmp_path: Path) -> None:
    outcome, rows = answered(plan, tmp_path / "in.csv", "lon,lat\n", industry="brewing")
    assert (outcome.rows, rows) == (0, [])


def feature(geometry: object, **properties: object) -> dict[str, Any]:
    """Return a feature."""
    return {"type": "Feature", "id": 7, "properties": properties, "geometry": geometry}


def test_geojson_keeps_every_feature_and_member(plan: Plan, tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [10.25, 55.17, 3.0]}
    features: list[dict[str, Any]] = [
        feature(point, industry="brewing", n=1, kept=[1, {"a": None}]),
        feature(None, industry="brewing", n=2),
        feature({"type": "LineString", "coordinates": [[10, 55], [11, 55]]}, industry="brewing", n=3),
        feature({"type": "MultiPoint", "coordinates": [[10.25, 55.17]]}, industry="brewing", n=4),
        feature({"type": "Point", "coordinates": []}, industry="brewing", n=5),
        feature(point, n=6),
        {"type": "Feature", "properties": None, "geometry": point},
    ]
    document = {"type": "FeatureCollection", "name": "sites", "features": features}
    path, output = tmp_path / "in.geojson", tmp_path / "out.geojson"
    path.write_text(json.dumps(document).replace('{"type": "Feature",', '\n{"type": "Feature",'), encoding="utf-8")
    outcome = site_file(plan, path, output)
    written = json.loads(output.read_text("utf-8"))
    assert written["name"] == "sites"
    verdicts = [one["properties"]["verdict"] for one in written["features"]]
    assert verdicts == ["prohibited", None, None, "prohibited", None, None, None]
    for before, after in zip(features, written["features"], strict=True):
        own = before["properties"] or {}
        assert {**after, "properties": None} == {**before, "properties": None}
        assert {key: after["properties"][key] for key in own} == own
        assert (after["properties"]["verdict"] is None) is bool(after["properties"]["problem"])
    assert [problem.line for problem in outcome.problems] == [3, 4, 6, 7, 8]
    assert written["features"][0]["properties"]["rules"] == ["no-brewing"]


def test_parquet_keeps_its_columns_and_types(plan: Plan, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    frame = pa.table({
        "n": pa.array([1, 2, 3], pa.int16()),
        "经度": pa.array([10.25, None, 10.305]),
        "纬度": pa.array([55.17, 55.1, 55.107]),
        "产业": ["brewing", "brewing", "shipyards"],
    })  # fmt: skip
    parquet.write_table(frame, tmp_path / "in.parquet")
    outcome = site_file(plan, tmp_path / "in.parquet", tmp_path / "out.parquet")
    written = parquet.read_table(tmp_path / "out.parquet")
    assert written.select(frame.column_names).equals(frame)
    assert written["verdict"].to_pylist() == ["prohibited", None, "encouraged"]
    assert written["zones"].to_pylist()[2] == ["shipwrights"]
    assert len(outcome.problems) == 1


@pytest.mark.parametrize("order", ["<", ">"])
def test_parquet_points_in_well_known_binary_are_read(plan: Plan, tmp_path: Path, order: str) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    def wkb(kind: int) -> bytes:
        return struct.pack(f"{order}BIdd", order == "<", kind, 10.25, 55.17)

    frame = pa.table({"geometry": pa.array([wkb(1), wkb(2), None], pa.binary())})
    parquet.write_table(frame, tmp_path / "in.parquet")
    outcome = site_file(plan, tmp_path / "in.parquet", tmp_path / "out.parquet", industry="brewing")
    assert (outcome.verdicts["prohibited"], len(outcome.problems)) == (1, 2)


def test_progress_is_told_from_nothing_to_all(plan: Plan, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    said = "lon,lat\n" + "10.25,55.17\n" * 45
    answered(
        plan, tmp_path / "in.csv", said, industry="brewing", progress=lambda done, total: told.append((done, total))
    )
    assert told[0] == (0, 45)
    assert told[-1] == (45, 45)
    assert told == sorted(told)


@pytest.mark.parametrize("what", COLUMN_NAMES)
def test_every_usual_name_is_found_whatever_its_case_and_signs(what: str) -> None:
    for name in COLUMN_NAMES[what]:
        written = name.upper().replace("_", " ") + " "
        given = {"at": "at", what: written} if what != "at" else {"at": written}
        table = Table("csv", ("备注", *given.values()), (Row({}, 2),))
        assert getattr(columns_of(table, Path("x.csv")), what) == written


def test_a_table_remembers_the_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n"1\n2",3\n\n4,5\n', encoding="utf-8")
    assert [row.line for row in read_table(tmp_path / "a.csv").rows] == [2, 5]


def test_the_command_says_columns_problems_and_a_summary(plan: Plan, tmp_path: Path, run: Callable[..., Ended]) -> None:
    assert plan
    (tmp_path / "in.csv").write_text("经度,纬度\n10.25,55.17\n,55\n", encoding="utf-8")
    ended = run("site", "in.csv", "--industry", "brewing", "-o", "out.csv")
    assert ended.code == 0
    assert "lon = 经度, lat = 纬度" in ended.err
    assert "in.csv:3:1: warning: The longitude or the latitude is missing." in ended.err
    assert ended.out == "out.csv: 2 rows: prohibited 1, with a problem 1\n"
    told = json.loads(run("site", "in.csv", "--industry", "brewing", "-o", "out.csv", "--format", "json").out)
    assert (told["rows"], told["verdicts"]["prohibited"], told["problems"][0]["line"]) == (2, 1, 3)
    assert "共 2 行：禁止 1、有问题 1" in run("site", "in.csv", "--industry", "brewing", "-o", "out.csv", lang="zh").out
