"""Tables behind `scheme://`, several layers, what killed runs leave: nothing half-written is ever seen."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas.answers.assign import Assigner
from zoneatlas.answers.assign_files import AssignOptions, assign_file
from zoneatlas.answers.assign_folders import assign_here, pairs_of
from zoneatlas.plan.load import load_plan
from zoneatlas.plan.records import PlanError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Ended  # type: ignore[import-not-found,unused-ignore]

    Run = Callable[..., Ended]

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
fsspec = pytest.importorskip("fsspec")

ROOT = Path(__file__).resolve().parents[2]
POINTS: dict[str, list[float | None]] = {
    "lon": [10.305, 10.305, None],
    "lat": [55.105, 55.1128, 55.1],
    "staff": [1, 2, 4],
}


@pytest.fixture
def assigner(second_plan: Path) -> Assigner:
    """Return the second plan made ready."""
    return Assigner(load_plan(second_plan))


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return a file system in memory, and let temporary files be here."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    system = fsspec.filesystem("memory")
    system.store.clear()
    for name in ("a", "b"):
        with system.open(f"/in/{name}.parquet", "wb") as stream:
            pq.write_table(pa.table(POINTS), stream)
    with system.open("/in/points.csv", "wb") as stream:
        stream.write("经度,纬度,名\n10.305,55.105,甲\n".encode("gb18030"))
    yield system
    system.store.clear()


def test_a_folder_behind_a_scheme(assigner: Assigner, memory: Any, tmp_path: Path) -> None:  # noqa: ANN401
    summary = assign_here(assigner, pairs_of("memory://in", "memory://out"), AssignOptions())
    assert (summary.rows, summary.in_zones, summary.problems) == (6, 4, {"no-coordinates": 2})
    assert sorted(memory.ls("/out", detail=False)) == ["/out/a.parquet", "/out/b.parquet"]
    pq.write_table(pa.table(POINTS), tmp_path / "a.parquet")
    assign_file(assigner, str(tmp_path / "a.parquet"), str(tmp_path / "local.parquet"))
    assert memory.cat("/out/a.parquet") == (tmp_path / "local.parquet").read_bytes()
    assert not list((tmp_path / "scratch").iterdir())


def test_csv_goes_in_and_out_behind_a_scheme(run: Run, memory: Any) -> None:  # noqa: ANN401
    ended = run("assign", "memory://in/points.csv", "-o", "memory://out/points.csv")
    assert ended.code == 0, ended.err
    assert "GBK" in ended.err
    assert memory.cat("/out/points.csv").decode("gb18030").splitlines()[1].startswith("10.305,55.105,甲,shipwrights,")
    for source in ("memory://out/points.csv", "memory://in/points.csv"):
        assert '"in_zones"' in run("stats", source, "--format", "json").out
    assert run("stats", "memory://out/points.csv", "--format", "csv", "-o", "memory://out/stats.csv").code == 0
    assert memory.cat("/out/stats.csv").startswith(b"zone,zone_level,")


def test_a_run_that_fails_leaves_the_old_object(assigner: Assigner, memory: Any, tmp_path: Path) -> None:  # noqa: ANN401
    memory.pipe("/in/bad.csv", b"lon,lat\n10.305,55.105\n1,2,3\n")
    memory.pipe("/out/bad.csv", b"the old object")
    with pytest.raises(PlanError, match="3 values"):
        assign_file(assigner, "memory://in/bad.csv", "memory://out/bad.csv")
    assert memory.cat("/out/bad.csv") == b"the old object"
    assert not list((tmp_path / "scratch").iterdir())


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("memory://in/none.parquet", "memory://out/a.parquet", "cannot be read"),
        ("memory://none", "memory://out", "cannot be read"),
        ("nosuch://in/a.csv", "memory://out/a.csv", "cannot be read"),
        ("memory://in/points.csv", "nosuch://out/a.csv", "cannot be written"),
        ("memory://in/a.gpkg", "memory://out/a.csv", "local disk"),
    ],
)
@pytest.mark.usefixtures("memory")
def test_what_a_scheme_cannot_do_is_said(run: Run, source: str, target: str, said: str) -> None:
    ended = run("assign", source, "-o", target)
    assert ended.code == 2
    assert said in ended.err


def test_dask_behind_a_scheme_writes_the_same_bytes(assigner: Assigner, second_plan: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        pq.write_table(pa.table(POINTS), tmp_path / "in" / f"{name}.parquet")
    command = [sys.executable, "-m", "zoneatlas", "--plan", str(second_plan), "--lang", "en", "assign"]
    ended = subprocess.run(
        [*command, f"file://{tmp_path}/in", "-o", f"file://{tmp_path}/dask", "--engine", "dask"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    assign_here(assigner, pairs_of(str(tmp_path / "in"), str(tmp_path / "here")), AssignOptions(one_core=True))
    for name in ("a", "b"):
        assert (tmp_path / "dask" / f"{name}.parquet").read_bytes() == (
            tmp_path / "here" / f"{name}.parquet"
        ).read_bytes()


def test_the_next_run_clears_what_is_left_and_nothing_that_is_being_written(assigner: Assigner, tmp_path: Path) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.table(POINTS), source)
    with subprocess.Popen([sys.executable, "-c", "pass"]) as ended:
        ended.wait()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        left, live, elsewhere, another = (
            tmp_path / f".{stem}.{host}-{process}.part.parquet"
            for stem, host, process in (
                ("out", platform.node(), ended.pid),
                ("out", platform.node(), other.pid),
                ("out", "another-machine", ended.pid),
                ("other", platform.node(), ended.pid),
            )
        )
        for part in (left, live, elsewhere, another):
            part.write_bytes(b"half")
        assign_file(assigner, str(source), str(target))
        assert (left.exists(), live.exists(), elsewhere.exists(), another.exists()) == (False, True, True, True)
        other.communicate(b"\n")
    assign_file(assigner, str(source), str(target))
    assert not live.exists()
    assert pq.read_table(target).num_rows == len(POINTS["lon"])


def test_two_runs_at_once_both_end_whole(second_plan: Path, tmp_path: Path) -> None:
    table = pa.table({name: values[:2] * 50_000 for name, values in POINTS.items()})
    pq.write_table(table, tmp_path / "in.parquet")
    command = [
        sys.executable,
        "-m",
        "zoneatlas",
        "--plan",
        str(second_plan),
        "assign",
        "in.parquet",
        "-o",
        "out.parquet",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    runs = [subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, env=environment) for _ in range(2)]
    assert [(process.communicate()[1] and process.returncode) for process in runs] == [0, 0]
    assert pq.read_table(tmp_path / "out.parquet").num_rows == table.num_rows
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith((".", "out"))) == ["out.parquet"]


def test_a_layer_of_several_is_named(run: Run, second_plan: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    import geopandas
    import shapely

    folder = second_plan.parent
    for name, count in (("first", 1), ("second", 2)):
        points = [shapely.Point(10.305, 55.105)] * count
        frame = geopandas.GeoDataFrame({"staff": [3] * count}, geometry=points, crs="EPSG:4326")
        frame.to_file(folder / "two.gpkg", layer=name)
    assert [name for name, _ in pyogrio.list_layers(folder / "two.gpkg")] == ["first", "second"]
    one = run("assign", "two.gpkg", "-o", "out.csv")
    assert "1 rows" in one.err
    assert "layer first taken (there are also second; choose with --layer)" in one.err
    two = run("assign", "two.gpkg", "-o", "out.csv", "--layer", "second", lang="zh")
    assert "2 行" in two.err
    assert "取图层 second（另有 first）" in two.err
    told = run("stats", "two.gpkg", "--layer", "second", "--sum", "staff")
    assert "2 rows; in zones 2" in told.out
    assert "layer second taken" in told.err
    assert "there is no layer 'third'" in run("stats", "two.gpkg", "--layer", "third").err
    assert "only a GeoPackage has layers" in run("stats", "out.csv", "--layer", "a").err
