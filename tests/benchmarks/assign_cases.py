"""What `tests.benchmarks.assign` measures: one function a case, each run as a process of its own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from tests.benchmarks.establishments import area_of, positions, write_establishments

from zoneatlas.plan.load import load_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_ROUNDS, _MANY_ROUNDS = 3, 15
_SEED = 1
FILES = 8


def zone_shapes() -> NDArray[np.object_]:
    """Return the shipped zones as shapely geometries."""
    return np.array([shapely.geometry.shape(dict(zone.geometry)) for zone in load_plan().zones if zone.geometry])


def best(work: Callable[[], Any], rounds: int = _ROUNDS) -> tuple[Any, float, float]:
    """Return what `work` returns, and its fewest seconds on the clock and of CPU."""
    clock, cpu = [], []
    found = None
    for _ in range(rounds):
        del found
        began, began_cpu = time.perf_counter(), time.process_time()
        found = work()
        clock.append(time.perf_counter() - began)
        cpu.append(time.process_time() - began_cpu)
    return found, min(clock), min(cpu)


def peak_mb() -> float:
    """Return the most memory this process ever held, in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def digest(point: NDArray[Any], zone: NDArray[Any]) -> str:
    """Return a digest of (point, zone) pairs, whatever their order."""
    pairs = np.sort(np.asarray(point, dtype=np.int64) << 16 | np.asarray(zone, dtype=np.int64))
    return hashlib.sha256(pairs.tobytes()).hexdigest()[:16]


def measured(rows: int, clock: float, cpu: float, pairs: tuple[Any, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what one engine's process reports."""
    return {
        "clock_s": clock,
        "cpu_s": cpu,
        "rate": rows / clock,
        "rate_cpu": rows / cpu,
        "pairs": len(pairs[0]),
        "digest": digest(*pairs),
        "peak_mb": peak_mb(),
        **more,
    }


def with_zoneatlas(rows: int, cores: int) -> dict[str, Any]:
    """Assign with a `ZoneIndex`: codes, then pairs."""
    from zoneatlas.space.grid import ZoneIndex

    lon, lat = positions(rows, np.random.default_rng(_SEED), area_of(load_plan()))
    shapes = zone_shapes()
    index, build, _ = best(lambda: ZoneIndex(shapes))
    _, codes_s, codes_cpu = best(lambda: index.assign(lon, lat, threads=cores))
    pairs, clock, cpu = best(lambda: index.assign(lon, lat, threads=cores).pairs())
    return measured(rows, clock, cpu, pairs, build_s=build, codes_rate=rows / codes_s, codes_rate_cpu=rows / codes_cpu)


def with_geopandas(rows: int, cores: int) -> dict[str, Any]:
    """Assign with `geopandas.sjoin`, which uses one core."""
    import geopandas

    del cores
    lon, lat = positions(rows, np.random.default_rng(_SEED), area_of(load_plan()))
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat), crs="EPSG:4326")
    zones = geopandas.GeoDataFrame(geometry=zone_shapes(), crs="EPSG:4326")
    found, clock, cpu = best(lambda: geopandas.sjoin(points, zones, predicate="intersects"))
    return measured(rows, clock, cpu, (found.index.to_numpy(), found["index_right"].to_numpy()))


def with_duckdb(rows: int, cores: int) -> dict[str, Any]:
    """Assign with DuckDB's spatial join."""
    import duckdb  # type: ignore[import-not-found,unused-ignore]
    import duckdb_extension_spatial  # type: ignore[import-not-found,unused-ignore]
    import pyarrow as pa

    folder = Path(str(duckdb_extension_spatial.__file__)).parent
    extension = next(folder.rglob("spatial.duckdb_extension"))
    base = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    base.execute(f"LOAD '{extension}'")
    base.execute(f"SET threads = {cores}")
    lon, lat = positions(rows, np.random.default_rng(_SEED), area_of(load_plan()))
    told = pa.table({"point": np.arange(rows), "lon": lon, "lat": lat})
    shapes = zone_shapes()
    drawn = pa.table({"zone": np.arange(len(shapes)), "wkb": pa.array(shapely.to_wkb(shapes).tolist(), pa.binary())})
    base.register("told", told)
    base.register("drawn", drawn)
    base.execute("CREATE TABLE points AS SELECT point, ST_Point(lon, lat) AS geom FROM told")
    base.execute("CREATE TABLE zones AS SELECT zone, ST_GeomFromWKB(wkb) AS geom FROM drawn")
    query = "SELECT p.point, z.zone FROM points p JOIN zones z ON ST_Intersects(p.geom, z.geom)"
    found, clock, cpu = best(lambda: base.execute(query).fetchnumpy())
    return measured(rows, clock, cpu, (found["point"], found["zone"]))


def with_sedonadb(rows: int, cores: int) -> dict[str, Any]:
    """Assign with SedonaDB's spatial join."""
    import pyarrow as pa
    import sedonadb  # type: ignore[import-not-found,unused-ignore]

    os.environ.setdefault("TOKIO_WORKER_THREADS", str(cores))
    context = sedonadb.connect()
    context.sql(f"SET datafusion.execution.target_partitions = {cores}").execute()
    lon, lat = positions(rows, np.random.default_rng(_SEED), area_of(load_plan()))
    told = pa.table({"point": np.arange(rows), "lon": lon, "lat": lat})
    shapes = zone_shapes()
    drawn = pa.table({"zone": np.arange(len(shapes)), "wkb": pa.array(shapely.to_wkb(shapes).tolist(), pa.binary())})
    context.create_data_frame(told).to_view("told", overwrite=True)
    context.create_data_frame(drawn).to_view("drawn", overwrite=True)
    context.sql("SELECT point, ST_Point(lon, lat) AS geom FROM told").to_memtable().to_view("points", overwrite=True)
    context.sql("SELECT zone, ST_GeomFromWKB(wkb) AS geom FROM drawn").to_memtable().to_view("zones", overwrite=True)
    query = "SELECT p.point, z.zone FROM points p JOIN zones z ON ST_Intersects(z.geom, p.geom)"
    found, clock, cpu = best(lambda: pa.table(context.sql(query)))
    return measured(rows, clock, cpu, (found["point"].to_numpy(), found["zone"].to_numpy()))


def many_polygons(count: int) -> NDArray[np.object_]:
    """Return about `count` polygons with winding common edges that cover the plan's area (synthetic)."""
    rng = np.random.default_rng(count)
    west, south, east, north = area_of(load_plan())
    seeds = np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])
    cells = np.array(shapely.voronoi_polygons(shapely.MultiPoint(seeds)).geoms)
    step = (east - west) / np.sqrt(count)
    lines = shapely.segmentize(shapely.get_parts(shapely.node(shapely.union_all(shapely.boundary(cells)))), step / 8)

    def wind(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        sway = np.column_stack([np.sin(xy[:, 1] * 7 / step), np.cos(xy[:, 0] * 5 / step)])
        wound: NDArray[np.float64] = np.round(xy + sway * step / 60, 6)
        return wound

    return np.array(shapely.get_parts(shapely.polygonize(shapely.transform(lines, wind))))


def with_polygons(rows: int, count: int) -> dict[str, Any]:
    """Assign to more and more polygons; a sample is compared with shapely's STRtree."""
    from zoneatlas.space.grid import ZoneIndex

    shapes = many_polygons(count)
    lon, lat = positions(rows, np.random.default_rng(_SEED), area_of(load_plan()))
    index, build, _ = best(lambda: ZoneIndex(shapes), 1)
    found, clock, cpu = best(lambda: index.assign(lon, lat), _MANY_ROUNDS)
    sample = slice(0, 50_000)
    held = index.assign(lon[sample], lat[sample]).pairs()
    point, polygon = shapely.STRtree(shapes).query(shapely.points(lon[sample], lat[sample]), predicate="intersects")
    return {
        "polygons": len(shapes),
        "corners": int(shapely.get_num_coordinates(shapes).sum()),
        "build_s": build,
        "rate": rows / clock,
        "rate_cpu": rows / cpu,
        "equal": digest(*held) == digest(point, polygon),
        "held": int((found.codes > 0).sum()),
        "peak_mb": peak_mb(),
    }


def with_parquet(rows: int, cores: int) -> dict[str, Any]:
    """Assign from file to file, and let pyarrow read the same and write the same columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from zoneatlas.answers.assign import Assigner
    from zoneatlas.answers.assign_files import AssignOptions, assign_file

    with tempfile.TemporaryDirectory() as folder:
        source, target, copy = (str(Path(folder) / f"{name}.parquet") for name in ("in", "out", "copy"))
        write_establishments(Path(source), rows, _SEED, load_plan())
        assigner, build, _ = best(lambda: Assigner(load_plan()), 1)
        options = AssignOptions(threads=cores)
        _, clock, cpu = best(lambda: assign_file(assigner, source, target, options))
        peak = peak_mb()
        table, read, read_cpu = best(lambda: pq.read_table(source))
        _, write, write_cpu = best(lambda: pq.write_table(table, copy))
        whole: pa.Table = pq.read_table(target)
        _, write_all, write_all_cpu = best(lambda: pq.write_table(whole, copy))
        lon, lat = table["lon"].to_numpy(), table["lat"].to_numpy()
        _, answer, answer_cpu = best(lambda: assigner.assign(lon, lat, threads=cores), 1)
    return {
        "clock_s": clock,
        "cpu_s": cpu,
        "build_s": build,
        "read_s": read,
        "write_in_s": write,
        "write_out_s": write_all,
        "cpu_read_write_in_s": read_cpu + write_cpu,
        "cpu_read_write_out_s": read_cpu + write_all_cpu,
        "answer_s": answer,
        "answer_cpu_s": answer_cpu,
        "rate": rows / clock,
        "peak_mb": peak,
    }


def with_memory(rows: int, cores: int) -> dict[str, Any]:
    """Assign a table far larger than what may be held in memory."""
    from zoneatlas.answers.assign import Assigner
    from zoneatlas.answers.assign_files import AssignOptions, assign_file

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        repeat = """import sys, pyarrow.parquet as pq
from tests.benchmarks.establishments import area_of, establishments
from zoneatlas.plan.load import load_plan
table = establishments(1_000_000, 1, area_of(load_plan()))
with pq.ParquetWriter(sys.argv[1], table.schema) as writer:
    for _ in range(int(sys.argv[2])):
        writer.write_table(table)
"""
        # The same million rows again and again: what counts here is how many pass, not what they are.
        subprocess.run([sys.executable, "-c", repeat, str(source), str(rows // 1_000_000)], check=True)
        assigner = Assigner(load_plan())
        summary, clock, cpu = best(
            lambda: assign_file(assigner, str(source), str(target), AssignOptions(threads=cores)), 1
        )
        size = (source.stat().st_size, target.stat().st_size)
    return {
        "rows": summary.rows,
        "clock_s": clock,
        "cpu_s": cpu,
        "rate": rows / clock,
        "in_mb": size[0] / 1e6,
        "out_mb": size[1] / 1e6,
        "peak_mb": peak_mb(),
    }


def with_dask(rows: int, workers: int) -> dict[str, Any]:
    """Assign a folder of files on some worker processes of one thread each."""
    import distributed as _distributed

    from zoneatlas.answers.assign import Assigner
    from zoneatlas.answers.assign_dask import assign_on_cluster
    from zoneatlas.answers.assign_files import AssignOptions
    from zoneatlas.answers.assign_folders import pairs_of

    distributed: Any = _distributed  # it has no types
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in").mkdir()
        for number in range(FILES):
            name = Path(folder) / "in" / f"{number}.parquet"
            write_establishments(name, rows // FILES, _SEED, load_plan(), number * rows // FILES)
        pairs = pairs_of(f"{folder}/in", f"{folder}/out")
        assigner = Assigner(load_plan())
        with (
            distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
            distributed.Client(cluster) as client,
        ):
            client.wait_for_workers(workers)
            address = cluster.scheduler_address
            _, clock, _ = best(lambda: assign_on_cluster(assigner, pairs, AssignOptions(), address))
        one = digest(*_zones_of(folder))
    return {"workers": workers, "clock_s": clock, "rate": rows / clock, "digest": one}


def _zones_of(folder: str) -> tuple[NDArray[Any], NDArray[Any]]:
    import pyarrow.dataset as ds

    table = ds.dataset(f"{folder}/out").to_table(columns=["id", "zones"]).sort_by("id")
    zones = table["zones"].to_pylist()
    names = {zone.zone_id: number for number, zone in enumerate(load_plan().zones)}
    found = [(row, names[zone]) for row, held in enumerate(zones) for zone in held or ()]
    return np.array([row for row, _ in found]), np.array([zone for _, zone in found])


CASES: dict[str, Callable[[int, int], dict[str, Any]]] = {
    "zoneatlas": with_zoneatlas,
    "geopandas": with_geopandas,
    "duckdb": with_duckdb,
    "sedonadb": with_sedonadb,
    "polygons": with_polygons,
    "parquet": with_parquet,
    "memory": with_memory,
    "dask": with_dask,
}
