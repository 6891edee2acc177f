"""How long the structure and topology checks take, and how much memory, on synthetic files of growing size.

Run ``python -m tests.benchmarks.topology [COUNT…] [--large MEGABYTES]`` from the checkout. Each size runs
in processes of its own, so that each peak of memory is its own. `shapely.coverage_is_valid` and `geopandas.overlay`
(the file with itself) take their turn on the same polygons in the same process as the core: finding overlaps and
unmatched vertices.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

COUNTS = (100, 1_000, 10_000, 50_000)
_COLUMNS = (
    ("polygons", 9), ("vertices", 10), ("MB", 7), ("read s", 7), ("structure s", 11), ("topology s", 10),
    ("peak MB", 8), ("core s", 7), ("coverage_is_valid s", 19), ("core ratio", 10), ("overlay s", 9),
    ("overlay peak MB", 15),
)  # fmt: skip
_EMPTY_MB = 60.0
_RING_POSITIONS = 29


def timed(work: Callable[[], Any]) -> float:
    """Return how many seconds a piece of work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def peak_mb() -> float:
    """Return the greatest memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_checks_on(path: Path) -> dict[str, float]:
    """Read a file and check it, structure and topology apart."""
    from zoneatlas.checks.registry import selected
    from zoneatlas.checks.run import run_checks
    from zoneatlas.checks.subject import Subject, subject_of_files

    subjects: list[Subject] = []
    found: list[Any] = []
    result = {"read s": timed(lambda: subjects.append(subject_of_files([path])))}
    for family in ("structure", "topology"):
        checks = selected([family])
        begin = time.perf_counter()
        found += run_checks(subjects[0], checks)
        result[f"{family} s"] = time.perf_counter() - begin
    if found:
        raise AssertionError(found[0].message)
    return {**result, "peak MB": peak_mb()}


def run_rivals_on(count: int) -> dict[str, float]:
    """Time the core (overlaps and unmatched vertices) beside what else there is."""
    import geopandas
    import numpy as np
    import shapely
    from tests.benchmarks.synthetic import polygons

    from zoneatlas.space.edges import edges_of, unmatched_vertices
    from zoneatlas.space.overlap import overlapping_pairs

    areas = polygons(count)

    def core() -> None:
        edges = edges_of(areas)
        first, _ = overlapping_pairs(areas, edges)
        unmatched = unmatched_vertices(edges, 1.0)
        if len(first) or len(unmatched.position):
            raise AssertionError("the synthetic coverage is not clean")

    result = {"vertices": float(shapely.get_num_coordinates(areas).sum()), "core s": timed(core)}
    result["coverage_is_valid s"] = timed(lambda: shapely.coverage_is_valid(areas))
    result["core ratio"] = result["core s"] / result["coverage_is_valid s"]
    frame = geopandas.GeoDataFrame({"id": np.arange(len(areas))}, geometry=areas, crs="EPSG:4326")
    result["overlay s"] = timed(lambda: geopandas.overlay(frame, frame, how="intersection", keep_geom_type=True))
    return {**result, "overlay peak MB": peak_mb()}


def _in_process(*arguments: str) -> dict[str, float]:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.topology", *arguments], capture_output=True, check=True, text=True
    )
    measured: dict[str, float] = json.loads(ended.stdout)
    return measured


def _row(count: int, folder: Path) -> dict[str, float]:
    from tests.benchmarks.synthetic import write_coverage

    path = folder / f"coverage-{count}.geojson"
    size = write_coverage(path, count)
    row = {"polygons": float(round(count**0.5) ** 2), "MB": size / 1e6}
    row.update(_in_process("--check", str(path)))
    row.update(_in_process("--rivals", str(count)))
    path.unlink()
    return row


def _large(megabytes: float, decimals: int, folder: Path) -> None:
    from tests.benchmarks.synthetic import write_coverage

    path = folder / "large.geojson"
    position_bytes = 2 * decimals + 15
    count = int(megabytes * 1e6 / (position_bytes * _RING_POSITIONS))
    size = write_coverage(path, count, decimals=decimals)
    measured = _in_process("--check", str(path))
    path.unlink()
    per_mb = (measured["peak MB"] - _EMPTY_MB) / (size / 1e6)
    shown = ", ".join(f"{key} {value:,.1f}" for key, value in measured.items())
    need = f"{per_mb:.1f} MB for each MB, so 500 MB would need {per_mb * 0.5:.1f} GB"
    sys.stdout.write(f"a file of {size / 1e6:,.0f} MB with {decimals} decimals: {shown}; {need}\n")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int)
    parser.add_argument("--large", type=float, help="also check one file of so many megabytes")
    parser.add_argument("--check", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--rivals", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.check is not None or options.rivals is not None:
        measured = run_checks_on(options.check) if options.check is not None else run_rivals_on(options.rivals)
        sys.stdout.write(json.dumps(measured))
        return
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write("  ".join(f"{title:>{width}}" for title, width in _COLUMNS) + "\n")
        for count in options.counts or COUNTS:
            row = _row(count, Path(name))
            cells = (f"{row[title]:>{width},.{0 if row[title] >= 100 else 2}f}" for title, width in _COLUMNS)
            sys.stdout.write("  ".join(cells) + "\n")
            sys.stdout.flush()
        if options.large:
            for decimals in (6, 15):
                _large(options.large, decimals, Path(name))


if __name__ == "__main__":
    main()
