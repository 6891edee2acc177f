"""On several worker processes the answers are the same, row for row, whatever dies meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zoneatlas.answers.assign import Assigner
from zoneatlas.answers.assign_files import AssignOptions
from zoneatlas.answers.assign_folders import assign_here, pairs_of
from zoneatlas.plan.load import load_plan
from zoneatlas.plan.records import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterator

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
distributed = pytest.importorskip("distributed")

ROOT = Path(__file__).resolve().parents[2]
FILES, ROWS = 8, 100_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of Parquet files of synthetic points, some without coordinates."""
    rng = np.random.default_rng(6)
    (tmp_path / "in").mkdir()
    for number in range(FILES):
        lon, lat = rng.uniform(10.15, 10.45, ROWS), rng.uniform(54.95, 55.2, ROWS)
        lon[rng.random(ROWS) < 0.01] = np.nan
        table = pa.table({"row": np.arange(ROWS) + number * ROWS, "lon": lon, "lat": lat})
        pq.write_table(table, tmp_path / "in" / f"part-{number:02}.parquet")
    (tmp_path / "in" / "_SUCCESS").touch()
    return tmp_path


@pytest.fixture
def scheduler() -> Iterator[str]:
    """Start a scheduler as a process of its own, without workers."""
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    with subprocess.Popen(
        [*command, "--no-dashboard", "--no-show"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stderr is not None
        address = ""
        for line in process.stderr:
            if "Scheduler at:" in line:
                address = line.split("Scheduler at:")[1].strip()
                break
        assert address
        yield address
        process.terminate()
        process.communicate()


def start_worker(scheduler: str, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "distributed.cli.dask_worker", scheduler, "--nthreads", "1", "--no-nanny"]
    return subprocess.Popen(
        [*command, "--no-dashboard", "--local-directory", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )


def assert_same(folder: Path, one: str, other: str) -> None:
    names = sorted(path.name for path in (folder / one).iterdir())
    assert names == sorted(path.name for path in (folder / other).iterdir())
    assert len(names) == FILES
    for name in names:
        assert (folder / one / name).read_bytes() == (folder / other / name).read_bytes()


def test_a_worker_killed_half_way_changes_nothing(folder: Path, scheduler: str) -> None:
    from zoneatlas.answers.assign_dask import assign_on_cluster

    assigner = Assigner(load_plan(ROOT / "tests" / "second_plan"))
    options = AssignOptions(batch_rows=25_000)
    here = assign_here(assigner, pairs_of(str(folder / "in"), str(folder / "local")), options)
    workers = [start_worker(scheduler, folder / "scratch") for _ in range(2)]
    killed: list[int] = []

    def told(rows: int, total: int | None) -> None:
        assert total == FILES * ROWS
        if rows >= 2 * ROWS and not killed:
            os.kill(workers[0].pid, signal.SIGKILL)
            killed.append(rows)

    try:
        with distributed.Client(scheduler) as client:
            client.wait_for_workers(2, timeout=60)
        pairs = pairs_of(str(folder / "in"), str(folder / "dask"))
        there = assign_on_cluster(assigner, pairs, options, scheduler, told)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    assert killed
    assert killed[0] < FILES * ROWS
    assert (there.rows, there.in_zones, there.problems) == (here.rows, here.in_zones, here.problems)
    for left in (folder / "dask").glob(".*"):
        left.unlink()  # what the killed worker was writing stands beside, under no name anyone reads
    assert_same(folder, "local", "dask")


def test_the_command_on_a_cluster_of_its_own(folder: Path) -> None:
    for path in sorted((folder / "in").glob("*.parquet"))[2:]:
        path.unlink()
    command = [sys.executable, "-m", "zoneatlas", "--plan", str(ROOT / "tests" / "second_plan"), "--lang", "en"]
    ended = subprocess.run(
        [*command, "assign", "in", "-o", "out", "--engine", "dask"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    assert f"{2 * ROWS:,} rows" in ended.stderr
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["part-00.parquet", "part-01.parquet"]


def test_an_error_of_a_file_comes_back_as_ours(folder: Path, scheduler: str) -> None:
    from zoneatlas.answers.assign_dask import assign_on_cluster

    table: Any = pa.table({"a": [1], "b": [2]})
    pq.write_table(table, folder / "in" / "part-00.parquet")
    worker = start_worker(scheduler, folder / "scratch")
    try:
        with pytest.raises(PlanError, match="no columns of coordinates"):
            assign_on_cluster(
                Assigner(load_plan(ROOT / "tests" / "second_plan")),
                pairs_of(str(folder / "in"), str(folder / "out"))[:1],
                AssignOptions(),
                scheduler,
            )
    finally:
        worker.kill()
        worker.wait()


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    from zoneatlas.answers import assign_dask

    monkeypatch.setattr(assign_dask, "_CONNECT_S", 1)
    assigner = Assigner(load_plan(ROOT / "tests" / "second_plan"))
    with pytest.raises(PlanError, match="No Dask scheduler"):
        assign_dask.assign_on_cluster(assigner, [], AssignOptions(), "tcp://127.0.0.1:9")


def test_a_folder_and_a_file_are_not_mixed_up(folder: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "file.csv").write_text("lon,lat\n")
    for source, target, said in (
        ("empty", "out", "no Parquet"),
        ("in", "file.csv", "is a file"),
        ("file.csv", "empty", "is a folder"),
    ):
        with pytest.raises(PlanError, match=said):
            pairs_of(str(folder / source), str(folder / target))
