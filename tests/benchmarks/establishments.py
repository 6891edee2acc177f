"""Synthetic establishments: points clustered as a city is, with industry codes and figures. No row is a real one.

``python -m tests.benchmarks.establishments ROWS FILE.parquet [--seed 0]`` writes a table. The same seed and rows give
the same table. Every file says in its metadata that it is synthetic, and every id begins with SYN.

Half of the points lie in clusters whose number falls off from the middle of the area, as streets and parks do; three
tenths fall off from the middle evenly; one in six is strewn over the whole area; the rest lie outside of it.
"""

# ruff: noqa: T201  (it says what it wrote)

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from zoneatlas.plan.load import Plan, load_plan
from zoneatlas.space.position import outline_of

Floats = NDArray[np.float64]

LABEL = {"synthetic": "yes: drawn at random for tests and benchmarks; no row is a real establishment"}
ROWS_AT_A_TIME = 1 << 20
_CLUSTERS = 900
#: Divisions of GB/T 4754-2002 that establishments have most, and how often.
_DIVISIONS = {
    "65": 22, "63": 14, "74": 16, "61": 8, "62": 5, "67": 6, "72": 5, "47": 4, "13": 2, "17": 1, "26": 1, "27": 1,
    "35": 2, "37": 2, "40": 2, "51": 2, "68": 1, "75": 2, "82": 1, "84": 1, "90": 1, "02": 1,
}  # fmt: skip


def area_of(plan: Plan) -> tuple[float, float, float, float]:
    """Return the bounds of a plan's districts: west, south, east, north in degrees."""
    layer = plan.role("outline") or plan.role("districts")
    assert layer is not None
    edges = [
        edge
        for feature in layer.features
        if feature.geometry is not None
        for edge in outline_of(feature.geometry).edges
    ]
    ends = np.array(edges)
    return float(ends[:, 0].min()), float(ends[:, 1].min()), float(ends[:, 0].max()), float(ends[:, 1].max())


def positions(rows: int, rng: np.random.Generator, bounds: tuple[float, float, float, float]) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes clustered as a city is."""
    west, south, east, north = bounds
    middle = np.array([(west + east) / 2, (south + north) / 2])
    half = np.array([(east - west) / 2, (north - south) / 2])
    city = np.random.default_rng(2006)  # the clusters themselves are always the same
    away = city.exponential(0.22, _CLUSTERS)
    turn = city.uniform(0, 2 * np.pi, _CLUSTERS)
    centres = middle + half * np.column_stack([away * np.cos(turn), away * np.sin(turn)])
    widths = city.lognormal(np.log(0.006), 0.7, _CLUSTERS)
    weights = city.pareto(1.2, _CLUSTERS) + 0.2
    kind = rng.random(rows)
    cluster = rng.choice(_CLUSTERS, rows, p=weights / weights.sum())
    points = centres[cluster] + half * rng.normal(0, 1, (rows, 2)) * widths[cluster, None]
    around = kind > 0.5
    points[around] = middle + half * rng.normal(0, 0.2, (int(around.sum()), 2))
    strewn = kind > 0.8
    points[strewn] = middle + half * rng.uniform(-1, 1, (int(strewn.sum()), 2))
    outside = kind > 0.97
    points[outside] = middle + half * rng.uniform(-1.3, 1.3, (int(outside.sum()), 2))
    points = np.round(points, 6)
    return points[:, 0].copy(), points[:, 1].copy()


def establishments(rows: int, seed: int, bounds: tuple[float, float, float, float], first: int = 0) -> pa.Table:
    """Return a table of synthetic establishments, their ids counted from `first`."""
    rng = np.random.default_rng((seed, first))
    lon, lat = positions(rows, rng, bounds)
    shares = np.array(list(_DIVISIONS.values()), dtype=np.float64)
    division = rng.choice(len(shares), rows, p=shares / shares.sum())
    codes = [f"{division}{group}{one}" for division in _DIVISIONS for group in range(1, 5) for one in range(5)]
    code = division * 20 + rng.integers(0, 20, rows)
    staff = np.maximum(rng.lognormal(2.0, 1.3, rows), 1).astype(np.int32)
    revenue = np.round(staff * rng.lognormal(3.4, 1.1, rows), 2)
    ids = pa.array(np.char.add("SYN", np.char.zfill((first + np.arange(rows)).astype(str), 10)))
    return pa.table(
        {
            "id": ids,
            "lon": lon,
            "lat": lat,
            "industry": pa.array(codes).take(pa.array(code)),
            "staff": staff,
            "revenue_10k_yuan": revenue,
            "opened": rng.integers(1978, 2011, rows).astype(np.int16),
        }
    ).replace_schema_metadata(LABEL)


def write_establishments(path: Path, rows: int, seed: int, plan: Plan, first: int = 0) -> None:
    """Write a table of synthetic establishments, a million rows at a time."""
    bounds = area_of(plan)
    with pq.ParquetWriter(path, establishments(1, seed, bounds).schema) as writer:
        for start in range(0, rows, ROWS_AT_A_TIME):
            count = min(ROWS_AT_A_TIME, rows - start)
            writer.write_table(establishments(count, seed, bounds, first + start))


def main() -> None:
    """Write the table the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("rows", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    write_establishments(asked.file, asked.rows, asked.seed, load_plan())
    print(f"{asked.file}: {asked.rows:,} synthetic rows")


if __name__ == "__main__":
    main()
