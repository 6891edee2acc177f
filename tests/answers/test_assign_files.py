"""Tables of every format go in and come out with their zones, nothing else changed."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from zoneatlas.answers.assign import Assigner
from zoneatlas.answers.assign_columns import added_columns
from zoneatlas.answers.assign_files import AssignOptions, assign_file
from zoneatlas.answers.assign_points import coordinate_columns
from zoneatlas.plan.load import load_plan
from zoneatlas.plan.records import PlanError
from zoneatlas.space.datum import wgs84_to_gcj02

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ended  # type: ignore[import-not-found,unused-ignore]

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

ROOT = Path(__file__).resolve().parents[2]
DOUBTS = ("uncertain_district", "uncertain_region", "uncertain_ring")
ADDED = ("zones", "quarter", "green_ring", "district", "region", "ring", "uncertain", "problem", *DOUBTS)
INSIDE, ON_DOUBT, NOWHERE = (10.305, 55.105), (10.305, 55.1128), (10.5, 55.5)


@pytest.fixture(scope="module")
def assigner() -> Assigner:
    """Return the second plan made ready, with ranges."""
    return Assigner(load_plan(ROOT / "tests" / "second_plan"), ranges=True)


def rows_of(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


def test_the_columns_are_those_users_script_against(assigner: Assigner) -> None:
    assert added_columns(assigner) == ADDED
    assert added_columns(Assigner(load_plan(ROOT / "tests" / "second_plan"))) == ADDED[: -len(DOUBTS)]


def test_without_ranges_the_other_columns_are_the_same(assigner: Assigner, tmp_path: Path) -> None:
    lines = ["lon,lat", *(f"{10.2 + at / 500},{55.0 + at / 700}" for at in range(120)), ","]
    (tmp_path / "in.csv").write_text("\n".join(lines), encoding="utf-8")
    plain = Assigner(load_plan(ROOT / "tests" / "second_plan"))
    for name, one in (("plain", plain), ("ranged", assigner)):
        assign_file(one, str(tmp_path / "in.csv"), str(tmp_path / f"{name}.parquet"))
    found, ranged = (pq.read_table(tmp_path / f"{name}.parquet") for name in ("plain", "ranged"))
    assert found.column_names == ["lon", "lat", *ADDED[: -len(DOUBTS)]]
    assert found.equals(ranged.select(found.column_names))


def test_parquet_keeps_every_column_and_its_type(assigner: Assigner, tmp_path: Path) -> None:
    zone = dt.timezone(dt.timedelta(hours=8))
    table = pa.table(
        {
            "code": pa.array(["001", None, "003"], pa.dictionary(pa.int8(), pa.string())),
            "lng": pa.array([INSIDE[0], ON_DOUBT[0], None]),
            "lat": pa.array([INSIDE[1], ON_DOUBT[1], 55.1], pa.float64()),
            "staff": pa.array([3, None, 5], pa.int32()),
            "since": pa.array([dt.datetime(2006, 1, 1, tzinfo=zone)] * 3, pa.timestamp("ms", "Asia/Shanghai")),
            "tags": pa.array([["a"], [], None], pa.list_(pa.string())),
            "paid": pa.array([1, 2, 3], pa.decimal128(10, 2)),
        }
    ).replace_schema_metadata({"origin": "synthetic"})
    pq.write_table(table, tmp_path / "in.parquet")
    told: list[tuple[int, int | None]] = []
    summary = assign_file(
        assigner,
        str(tmp_path / "in.parquet"),
        str(tmp_path / "out.parquet"),
        AssignOptions(batch_rows=2),
        lambda rows, total: told.append((rows, total)),
    )
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.select(table.schema.names).cast(table.schema).equals(table)
    assert found.schema.field("code").type == table.schema.field("code").type
    assert found.schema.metadata[b"origin"] == b"synthetic"
    several = pa.list_(pa.string())
    assert [found.schema.field(name).type for name in ADDED] == [
        *[several] * 3,
        *[pa.string()] * 3,
        several,
        pa.string(),
        *[several] * 3,
    ]
    assert found.select(ADDED).to_pylist() == [
        dict(
            zip(
                ADDED,
                (["shipwrights"], ["shipwrights"], [], "North Arden", None, None, [], None, [], [], []),
                strict=True,
            )
        ),
        dict(
            zip(
                ADDED,
                (["shipwrights"], ["shipwrights"], [], "North Arden", None, None, ["shipwrights"], None, [], [], []),
                strict=True,
            )
        ),
        dict(zip(ADDED, (*[None] * 7, "no-coordinates", *[None] * 3), strict=True)),
    ]
    assert told == [(2, 3), (3, 3)]
    assert (summary.rows, summary.in_zones, summary.uncertain, summary.outside) == (3, 2, 1, 0)
    assert summary.problems == {"no-coordinates": 1}


BAD_ROWS = '''id,经度,纬度,note
1,10.305,55.105,fine
2,,55.1,
3,10.3,abc,
4,55.1,110.3,
5,300,55,
6,0,0,
7, １０．３０５ ,+55.105,"full, width"
8,NaN,55.1,"said ""no"""
9,1e400,55.1,
10,10.5,55.5,outside
11,"10,305","55,105",decimal commas
12,10°18′18″,55°6′18″,
13,10.305E,55.105N,
14,10.305°,55.105°,
15,inf,55.1,
16,NULL,55.1,
17,-,N/A,
18,无,无,
19,55.105,100.305,
'''
BAD_TOLD = [
    None,
    "no-coordinates",
    "not-a-number",
    "swapped",
    "out-of-range",
    "zero",
    None,
    "no-coordinates",
    "out-of-range",
    None,
    *["not-a-number"] * 4,
    "out-of-range",
    *["no-coordinates"] * 3,
    "swapped",
]


def test_every_kind_of_bad_row_is_kept_with_its_reason(assigner: Assigner, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.parquet"
    source.write_text(BAD_ROWS, encoding="utf-8")
    summary = assign_file(assigner, str(source), str(target))
    rows = rows_of(target)
    assert [row["problem"] for row in rows] == BAD_TOLD
    assert [row["zones"] for row in rows if row["problem"]] == [None] * 16
    assert [row["zones"] for row in rows if not row["problem"]] == [["shipwrights"], ["shipwrights"], []]
    assert (summary.rows, summary.in_zones, summary.outside) == (19, 2, 1)
    assert summary.problems == {
        "no-coordinates": 5, "not-a-number": 5, "out-of-range": 3, "swapped": 2, "zero": 1,
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_csv_comes_back_as_it_was(assigner: Assigner, tmp_path: Path, encoding: str, delimiter: str) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    lines = ["编号,名称,经度,纬度,数", '007,"甲""乙",10.305,55.1128,1.50', "008,,10.25,55.02,"]
    source.write_bytes("\n".join(lines).replace(",", delimiter).encode(encoding))
    assign_file(assigner, str(source), str(target))
    added = [
        ",".join(ADDED),
        "shipwrights,shipwrights,,North Arden,,,shipwrights,,,,",
        "meadow-ring,,meadow-ring,South Arden,,,,,,,",
    ]
    expected = [f"{line},{more}".replace(",", delimiter) for line, more in zip(lines, added, strict=True)]
    assert target.read_bytes() == ("\n".join(expected) + "\n").encode(encoding)


def test_lists_are_joined_with_semicolons_in_csv(second_plan: Path, tmp_path: Path) -> None:
    path = second_plan / "zones" / "quarters.geojson"
    lines = path.read_text(encoding="utf-8").replace("[10.25,55.05],[10.27,55.05]", "[10.2,55.0],[10.4,55.0]")
    path.write_text(lines.replace("[10.27,55.06],[10.25,55.06],[10.25,55.05]", "[10.4,55.02],[10.2,55.02],[10.2,55.0]"))
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("x,y\n10.3,55.015\n")
    assign_file(Assigner(load_plan(second_plan)), str(source), str(target))
    assert target.read_text().splitlines()[1].split(",")[2:5] == ["regatta;meadow-ring", "regatta", "meadow-ring"]


def test_a_line_with_too_many_values_is_named(assigner: Assigner, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("x,y\n10.3,55.1\n10.3,55.1,7\n")
    with pytest.raises(PlanError, match=r"in.csv:3: the row has 3 values, the header 2"):
        assign_file(assigner, str(source), str(tmp_path / "out.csv"))
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def geo(column: str, crs: object = None) -> dict[str, str]:
    said: dict[str, Any] = {"encoding": "WKB", "geometry_types": []}
    if crs is not None:
        said["crs"] = crs
    return {"geo": json.dumps({"version": "1.1.0", "primary_column": column, "columns": {column: said}})}


def test_geoparquet_with_good_and_bad_geometry(assigner: Assigner, tmp_path: Path) -> None:
    good = shapely.to_wkb(shapely.points([INSIDE, ON_DOUBT, NOWHERE])).tolist()
    odd = [None, b"\x01\x02", shapely.to_wkb(shapely.Point()), shapely.to_wkb(shapely.box(0, 0, 1, 1))]
    for name, wkb in (("good", good), ("odd", good + odd)):
        table = pa.table({"name": [str(n) for n in range(len(wkb))], "where": pa.array(wkb, pa.binary())})
        pq.write_table(table.replace_schema_metadata(geo("where")), tmp_path / f"{name}.parquet")
        assign_file(assigner, str(tmp_path / f"{name}.parquet"), str(tmp_path / f"{name}.out.parquet"))
        found = pq.read_table(tmp_path / f"{name}.out.parquet")
        assert found.column("where").to_pylist() == wkb
        assert found.schema.metadata[b"geo"].decode() == geo("where")["geo"]
        rows = found.to_pylist()
        assert [row["zones"] for row in rows[:3]] == [["shipwrights"], ["shipwrights"], []]
    assert [row["problem"] for row in rows[3:]] == ["no-geometry", "broken-geometry", "no-geometry", "not-a-point"]


def test_positions_in_another_crs_or_datum(assigner: Assigner, tmp_path: Path) -> None:
    import pyproj

    crs = pyproj.CRS("EPSG:25832")
    there = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(*INSIDE)
    table = pa.table({"geometry": pa.array([shapely.to_wkb(shapely.Point(there))], pa.binary())})
    pq.write_table(table.replace_schema_metadata(geo("geometry", crs.to_json_dict())), tmp_path / "a.parquet")
    summary = assign_file(assigner, str(tmp_path / "a.parquet"), str(tmp_path / "a.out.parquet"))
    assert rows_of(tmp_path / "a.out.parquet")[0]["zones"] == ["shipwrights"]
    assert "brought from its CRS" in summary.remarks[0].en
    lon, lat = wgs84_to_gcj02(*INSIDE)
    (tmp_path / "b.csv").write_text(f"lon,lat\n{float(lon)!r},{float(lat)!r}\n,\n")
    assign_file(assigner, str(tmp_path / "b.csv"), str(tmp_path / "b.parquet"), AssignOptions(datum="gcj02"))
    assert rows_of(tmp_path / "b.parquet")[0]["zones"] == ["shipwrights"]


def test_geopackage(assigner: Assigner, tmp_path: Path) -> None:
    import geopandas

    frame = geopandas.GeoDataFrame(
        {"name": ["一", "二", "三"], "staff": [1, 2, 3], "geometry": shapely.points([INSIDE, ON_DOUBT, NOWHERE])},
        crs="EPSG:4326",
    )
    frame.to_file(tmp_path / "in.gpkg", layer="census", engine="pyogrio")
    summary = assign_file(assigner, str(tmp_path / "in.gpkg"), str(tmp_path / "out.gpkg"))
    assert summary.rows == 3
    found = geopandas.read_file(tmp_path / "out.gpkg", layer="census", engine="pyogrio")
    assert found[["name", "staff"]].equals(frame[["name", "staff"]])
    assert found.geometry.geom_equals(frame.geometry).all()
    assert found.crs == frame.crs
    assert found["zones"].fillna("").tolist() == ["shipwrights", "shipwrights", ""]
    assign_file(assigner, str(tmp_path / "in.gpkg"), str(tmp_path / "out.parquet"))
    frame = geopandas.read_parquet(tmp_path / "out.parquet")
    assert [list(held) for held in frame["zones"]] == [["shipwrights"], ["shipwrights"], []]
    assert frame.crs.equals("OGC:CRS84")
    assert not list(tmp_path.glob(".*"))


def test_assigning_again_in_place_replaces_the_columns(assigner: Assigner, tmp_path: Path) -> None:
    path = tmp_path / "points.parquet"
    pq.write_table(pa.table({"lon": [INSIDE[0]], "lat": [INSIDE[1]], "zones": ["old"]}), path)
    summary = assign_file(assigner, str(path), str(path))
    assert rows_of(path)[0]["zones"] == ["shipwrights"]
    assert summary.remarks[-1].en == "the columns zones of the table are replaced"
    before = path.read_bytes()
    assign_file(assigner, str(path), str(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_table_without_rows(assigner: Assigner, tmp_path: Path, suffix: str) -> None:
    source = tmp_path / f"in{suffix}"
    if suffix == ".csv":
        source.write_text("lon,lat\n")
    else:
        pq.write_table(pa.table({"lon": pa.array([], pa.float64()), "lat": pa.array([], pa.float64())}), source)
    assert assign_file(assigner, str(source), str(tmp_path / "out.parquet")).rows == 0
    assert pq.read_table(tmp_path / "out.parquet").schema.names == ["lon", "lat", *ADDED]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["id", "Longitude", "LATITUDE"], ("Longitude", "LATITUDE")),
        (["经度", "纬度"], ("经度", "纬度")),
        (["经度(度)", "纬度（度）"], ("经度(度)", "纬度（度）")),
        (["gcj02_lng", "gcj02_lat"], ("gcj02_lng", "gcj02_lat")),
        (["百度经度", "百度纬度"], ("百度经度", "百度纬度")),
        (["x", "y", "lon", "lat"], ("lon", "lat")),
        (["lon", "width"], None),
    ],
)
def test_columns_known_by_their_usual_names(names: list[str], found: tuple[str, str] | None) -> None:
    assert coordinate_columns(names, None, None, "f") == found


def test_the_command(run: Callable[..., Ended], tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(BAD_ROWS, encoding="utf-8")
    ended = run("assign", str(source), "-o", str(tmp_path / "out.parquet"))
    assert (ended.code, ended.out) == (0, "")
    assert "longitude from '经度', latitude from '纬度'" in ended.err
    assert "19 rows, 2 in zones, 0 with uncertain zones, 1 outside every district" in ended.err
    assert "swapped: 2 " in ended.err
    ended = run("assign", str(source), "-o", str(tmp_path / "out.csv"), "--lon", "经度", "--lat", "纬度", lang="zh")
    assert ended.code == 0
    assert "19 行" in ended.err
    assert "swapped：2 行" in ended.err


def test_progress_is_shown_on_a_terminal_only(
    run: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from zoneatlas.cli import progress

    source = tmp_path / "in.csv"
    source.write_text("lon,lat\n" + "10.3,55.1\n" * 50)
    assigned = str(tmp_path / "out.csv")
    commands = [
        ("assign", str(source), "-o", assigned),
        ("stats", assigned),
        ("stats", str(source)),
        ("indicators", assigned),
    ]
    for arguments in commands:
        assert "\r" not in run(*arguments).err
    monkeypatch.setattr(progress, "_SECONDS", 0.0)
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda _: True, raising=False)
    for arguments in commands:
        for lang, words in (
            ("en", ("50 rows", "rows/s", "100%", "0 s left")),
            ("zh", ("50 行", "每秒", "100%", "还需 0 秒")),
        ):
            bar = run(*arguments, lang=lang).err.split("\r")[1]
            assert [word for word in words if word not in bar] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.csv", "-o", "out.csv"), "no such file"),
        (("in.csv", "-o", "out.xlsx"), "cannot tell the format"),
        (("in.csv", "-o", "out.csv", "--lon", "a"), "together"),
        (("in.csv", "-o", "out.csv", "--lon", "a", "--lat", "b"), "no column 'b'"),
        (("in.csv", "-o", "out.csv"), "no columns of coordinates"),
        (("in.csv", "-o", "out.csv", "--scheduler", "tcp://x"), "--engine dask"),
        (("broken.parquet", "-o", "out.csv"), "cannot be read"),
        (("empty.csv", "-o", "out.csv"), "no column names"),
        (("twice.csv", "-o", "out.csv"), "two columns"),
    ],
)
def test_what_cannot_be_done_is_said(run: Callable[..., Ended], arguments: tuple[str, ...], said: str) -> None:
    Path("in.csv").write_text("a,c\n1,2\n")
    Path("broken.parquet").write_bytes(b"PAR1 but not really")
    Path("empty.csv").write_text("")
    Path("twice.csv").write_text("lon,lat,lon\n1,2,3\n")
    ended = run("assign", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert not list(Path().glob("out*"))
    assert not list(Path().glob(".*"))


def test_without_pyarrow_it_says_how_to_install_it(run: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for lang in ("zh", "en"):
        ended = run("assign", "in.csv", "-o", "out.csv", lang=lang)
        assert ended.code == 2
        assert "pip install 'zoneatlas[cluster]'" in ended.err


def test_a_run_killed_half_way_leaves_the_old_file(second_plan: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    rows = 4_000_000
    table = pa.table({"lon": rng.uniform(10.2, 10.4, rows), "lat": rng.uniform(55.0, 55.2, rows)})
    pq.write_table(table, tmp_path / "in.parquet")
    (tmp_path / "out.parquet").write_bytes(b"the old file")
    with subprocess.Popen(
        [sys.executable, "-m", "zoneatlas", "--plan", str(second_plan), "assign", "in.parquet", "-o", "out.parquet"],
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    ) as process:
        until = time.monotonic() + 60
        while not [part for part in tmp_path.glob(".out.*.part.parquet") if part.stat().st_size > 1_000_000]:
            assert process.poll() is None, "it was done before it could be killed"
            assert time.monotonic() < until
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert (tmp_path / "out.parquet").read_bytes() == b"the old file"
    assert list(tmp_path.glob(".out.*.part.parquet"))
    pq.write_table(table.slice(0, 10), tmp_path / "in.parquet")
    assign_file(Assigner(load_plan(second_plan)), str(tmp_path / "in.parquet"), str(tmp_path / "out.parquet"))
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 10
    assert not list(tmp_path.glob(".*")), "the next run clears what the killed one left"
