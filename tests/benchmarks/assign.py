"""How fast points are assigned, beside other libraries, on synthetic establishments; every answer compared.

    python3 -m venv /tmp/zoneatlas-bench
    /tmp/zoneatlas-bench/bin/pip install -e ".[cluster]" duckdb==1.5.5 duckdb-extension-spatial==1.5.5 sedonadb==0.5.0
    /tmp/zoneatlas-bench/bin/python -m tests.benchmarks.assign [--rows 1000000] [--only PART …]

prints the tables. Parts: ``engines`` (all libraries on the same points and the shipped zones), ``polygons`` (20 to
20,000), ``parquet`` (file to file against what pyarrow needs to read and write), ``dask`` (two processes against one),
``memory`` (100 million rows; 9 GB of disk, and minutes; only when asked for).

Every measurement is a process of its own: its peak memory is the process's, its best of three rounds counts. Points and
zones are in memory before the clock starts, as each library likes them best (GeoDataFrame, GEOMETRY columns, columns of
numbers); it stops when every (point, zone) pair stands in memory. Seconds of CPU are given beside seconds on the
clock: on a machine that others use too, they are the steadier figure.
"""

# ruff: noqa: T201  (it prints tables)

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from tests.benchmarks.assign_cases import CASES, FILES, zone_shapes

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = ("engines", "polygons", "parquet", "dask", "memory")
POLYGONS = (20, 200, 2_000, 20_000)
PASSES = 2
ENGINES = (
    ("geopandas", 1), ("duckdb", 1), ("duckdb", 2), ("sedonadb", 1), ("sedonadb", 2), ("zoneatlas", 1),
    ("zoneatlas", 2),
)  # fmt: skip


def alone(case: str, rows: int, number: int) -> dict[str, Any]:
    """Run a case as a process of its own; where a library is missing, say so."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.assign", "--case", case, str(rows), str(number)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", os.environ.get("PYTHONPATH", "")])},
    )
    if ended.returncode:
        return {"failed": ended.stderr.strip().splitlines()[-1]}
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return found


def version(package: str) -> str:
    """Return a package's version, empty when it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS[:-1])
    parser.add_argument("--case", nargs=3)
    asked = parser.parse_args()
    if asked.case:
        case, rows, number = asked.case
        print(json.dumps(CASES[case](int(rows), int(number))))
        return
    names = ("numpy", "shapely", "geopandas", "pyarrow", "duckdb", "duckdb-extension-spatial", "sedonadb", "dask")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(", ".join(f"{name} {version(name) or '-'}" for name in names))
    for part in asked.only:
        PRINTERS[part](asked.rows)


def print_engines(rows: int) -> None:
    """Print every library on the same points."""
    print(f"\n{rows:,} synthetic points, the {len(zone_shapes())} shipped zones; M points/s")
    print(f"{'engine':<12}{'cores':>6}{'clock':>9}{'CPU':>9}{'of geopandas':>14}{'peak MB':>9}{'pairs':>11}  digest")
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for engine, cores in ENGINES:
        one = found[engine, cores] = alone(engine, rows, cores)
        if "failed" in one:
            print(f"{engine:<12}{cores:>6}  {one['failed']}")
            continue
        ratio = one["rate"] / found["geopandas", 1].get("rate", float("nan"))
        print(
            f"{engine:<12}{cores:>6}{one['rate'] / 1e6:>9.2f}{one['rate_cpu'] / 1e6:>9.2f}{ratio:>14.1f}"
            f"{one['peak_mb']:>9.0f}{one['pairs']:>11,}  {one['digest']}"
        )
    ours = found["zoneatlas", 1]
    print(
        f"zoneatlas builds in {ours['build_s']:.3f} s; codes alone {ours['codes_rate'] / 1e6:.1f} M/s on the clock, "
        f"{ours['codes_rate_cpu'] / 1e6:.1f} M/s of CPU"
    )
    told = {one["digest"] for one in found.values() if "digest" in one}
    print("all answers equal" if len(told) == 1 else f"ANSWERS DIFFER: {told}")


def print_polygons(rows: int) -> None:
    """Print the rate with more and more polygons, the best of several passes over all counts in turn."""
    print(f"\n{rows:,} synthetic points, synthetic polygons that cover the area; one core, M points/s")
    print(f"{'polygons':>9}{'corners':>10}{'build s':>9}{'clock':>8}{'CPU':>8}{'peak MB':>9}  equal to shapely")
    passes = [{count: alone("polygons", rows, count) for count in POLYGONS} for _ in range(PASSES)]
    rates = []
    for count in POLYGONS:
        each = [one[count] for one in passes]
        if "failed" in each[0] or "failed" in each[-1]:
            print(f"{count:>9}  {each[0].get('failed', '')}{each[-1].get('failed', '')}")
            continue
        one = max(each, key=lambda found: found["rate_cpu"])
        one["rate"], one["build_s"] = max(of["rate"] for of in each), min(of["build_s"] for of in each)
        one["equal"] = all(of["equal"] for of in each)
        rates.append(one["rate_cpu"])
        print(
            f"{one['polygons']:>9,}{one['corners']:>10,}{one['build_s']:>9.2f}{one['rate'] / 1e6:>8.1f}"
            f"{one['rate_cpu'] / 1e6:>8.1f}{one['peak_mb']:>9.0f}  {one['equal']}"
        )
    if len(rates) == len(POLYGONS):
        print(f"the rate by CPU falls by {rates[0] / rates[-1]:.2f} from first to last")


def print_parquet(rows: int) -> None:
    """Print file to file against reading and writing alone."""
    rows *= 10
    one = alone("parquet", rows, os.cpu_count() or 1)
    print(f"\nParquet to Parquet, {rows:,} rows; seconds on the clock, of CPU: {one.get('failed', '')}")
    if "failed" in one:
        return
    own, same = one["read_s"] + one["write_in_s"], one["read_s"] + one["write_out_s"]
    for what, clock, cpu in (
        (f"zoneatlas assign ({one['peak_mb']:.0f} MB)", one["clock_s"], one["cpu_s"]),
        ("pyarrow reads the input, writes the same columns", same, one["cpu_read_write_out_s"]),
        ("pyarrow reads the input, writes the input", own, one["cpu_read_write_in_s"]),
        ("of it, the answers alone", one["answer_s"], one["answer_cpu_s"]),
        ("the plan made ready, once", one["build_s"], float("nan")),
    ):
        print(f"  {what:<52}{clock:>8.2f}{cpu:>8.2f}{one['clock_s'] / clock:>8.2f}×")


def print_dask(rows: int) -> None:
    """Print two worker processes against one."""
    rows *= 8
    one, two = (alone("dask", rows, workers) for workers in (1, 2))
    print(f"\nDask, {rows:,} rows in {FILES} files: {one.get('failed', '')}{two.get('failed', '')}")
    if "failed" not in one | two:
        ratio = one["clock_s"] / two["clock_s"]
        print(f"  1 process {one['clock_s']:.2f} s, 2 processes {two['clock_s']:.2f} s: {ratio:.2f}×")
        print("  answers equal" if one["digest"] == two["digest"] else "  ANSWERS DIFFER")
        print(f"  (two processes that only count do {control():.2f}× the work of one on this machine just now)")


def control() -> float:
    """Return how much more two processes do than one when neither waits for anything but a core."""
    count = [sys.executable, "-c", "for _ in range(60_000_000): pass"]
    spent = []
    for processes in (1, 2):
        began = time.perf_counter()
        for running in [subprocess.Popen(count) for _ in range(processes)]:
            running.wait()
        spent.append(time.perf_counter() - began)
    return 2 * spent[0] / spent[1]


def print_memory(rows: int) -> None:
    """Print the peak memory of a hundred times the rows."""
    rows *= 100
    one = alone("memory", rows, os.cpu_count() or 1)
    print(f"\nMemory, {rows:,} rows: {one.get('failed', '')}")
    if "failed" not in one:
        clock, cpu = one["clock_s"], one["cpu_s"]
        print(f"  peak {one['peak_mb']:.0f} MB; {clock:.0f} s ({cpu:.0f} s CPU), {one['rate'] / 1e6:.2f} M rows/s")
        print(f"  {one['in_mb']:.0f} MB read, {one['out_mb']:.0f} MB written")


PRINTERS: dict[str, Callable[[int], None]] = {
    "engines": print_engines,
    "polygons": print_polygons,
    "parquet": print_parquet,
    "dask": print_dask,
    "memory": print_memory,
}


if __name__ == "__main__":
    main()
