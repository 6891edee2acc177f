"""The industrial belt's parts: the seven development zones with their surroundings, and the three roads' corridors.

Corridors run only where a named road crosses the ecological districts, and end at the district lines, at the mountain
foot of 怀柔 and the edge of 门头沟's settled ground, or where the road's section ends; each is a band, not a mapped
boundary.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from geodata.build.sources import osm_points
from geodata.build.streets import Box, Cut, metres, named_points, street
from zones.build.belt_agriculture import basin, basin_foot, huairou_foot, huairou_plain
from zones.build.belt_evidence import (
    Area,
    around,
    clipped,
    closed_up,
    district_cuts,
    named,
    polygons_only,
    without_specks,
    works,
)
from zones.build.drawing import Part

if TYPE_CHECKING:
    from shapely.geometry import Polygon

ROAD_REACH_M = 3000.0
ZONE_REACH_M = 2000.0
SETTLED_REACH_M = 700.0
SETTLED_BOX = (116.02, 39.86, 116.18, 40.06)
ROAD_ACCURACY_M = 2000.0
"""Half of what a corridor of 2–3 km a side could as well be, and as much again for what counts as 'along' a road."""
ZONE_ACCURACY_M = 1500.0


@dataclass(frozen=True)
class Base:
    """A development zone: its name, districts, and where its own streets, stops and works are looked for (degrees)."""

    name: str
    district: str
    box: Box
    streets: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()


BASES = (
    Base("石龙工业开发区", "门头沟区", (116.095, 39.885, 116.130, 39.912), (
        "石龙路", "石龙南路", "石龙西路",
    ), ("石龙工业区",)),
    Base("雁栖工业开发区", "怀柔区", (116.660, 40.334, 116.700, 40.376), (
        "雁栖南一街", "雁栖南二街", "雁栖南四街", "雁栖北一街", "雁栖北二街", "雁栖北三街", "雁栖东一路", "雁栖东二路",
        "雁栖西一路", "雁栖西二路",
    ), ("雁栖开发区管委会",)),
    Base("密云工业开发区", "密云县", (116.784, 40.339, 116.826, 40.365)),
    Base("兴谷工业开发区", "平谷区", (117.085, 40.145, 117.140, 40.172), (
        "兴谷路", "兴谷东路", "兴谷西路",
    ), ("兴谷路公交场站",)),
    Base("马坊工业园区", "平谷区", (116.980, 40.034, 117.020, 40.054), (
        "马坊南街", "马坊中街", "马坊北街",
    )),
    Base("延庆经济技术开发区", "延庆县", (115.966, 40.436, 115.985, 40.448), (
        "百莲街", "百莲路",
    ), ("南菜园经济开发区",)),
    Base("八达岭工业开发区", "延庆县", (115.900, 40.358, 115.928, 40.397)),
)  # fmt: skip
"""The seven municipal zones of the ecological districts (names recalled; their bounds were not found)."""


def base_ground(base: Base) -> Area:
    """Return the plain within `ZONE_REACH_M` of a zone's works, own streets and stops, in its district."""
    streets = metres(named_points(base.streets, base.box)) if base.streets else np.empty((0, 2))
    stops = metres([named(stop, base.box) for stop in base.stops]) if base.stops else np.empty((0, 2))
    evidence = np.vstack([works(base.box), streets, stops])
    return _off_the_mountains(clipped(around(evidence, ZONE_REACH_M), [base.district]), base.district)


def _off_the_mountains(area: Area, district: str) -> Area:
    """Cut an area of one district where its plain ends; 平谷 and 密云 have no such line and stay as they are."""
    ground = {"怀柔区": huairou_plain, "延庆县": basin, "门头沟区": settled}.get(district)
    if ground is not None:
        area = clipped(shapely.intersection(area, ground()), [district])
    return without_specks(area, 1.0, 1.0)


@functools.cache
def settled() -> Area:
    """Return the settled ground of eastern 门头沟: within `SETTLED_REACH_M` of a bus stop, gaps filled."""
    west, south, east, north = SETTLED_BOX
    stops = {
        (point.lon, point.lat)
        for point in osm_points()
        if point.tag == "bus_stop" and west <= point.lon <= east and south <= point.lat <= north
    }
    return closed_up(around(metres(sorted(stops)), SETTLED_REACH_M), 2 * SETTLED_REACH_M)


ROAD_SOURCES = {"京承高速二期": "S64", "京平高速": "S65", "六环路西段": "S61"}


def _band(line: shapely.Geometry, reach_m: float) -> Polygon:
    return line.buffer(reach_m, quad_segs=6, cap_style="flat").simplify(60.0)


def _motorway(names: tuple[str, ...], box: Box, knots: int) -> Cut:
    return street(names, box, knots=knots, keep=lambda point: point.tag == "motorway")


@functools.cache
def roads() -> dict[str, tuple[Cut, tuple[str, ...]]]:
    """Return the fitted line of each road's section and the districts its corridor lies in."""
    return {
        "京承高速二期": (
            _motorway(
                ("京承高速", "大广高速", "大广高速公路", "大庆-广州高速公路"),
                (116.56, 40.25, 116.895, 40.41),
                14,
            ),
            ("怀柔区", "密云县"),
        ),
        "京平高速": (_motorway(("京平高速", "北京-平谷高速公路"), (116.94, 40.04, 117.2, 40.14), 9), ("平谷区",)),
        "六环路西段": (_motorway(("六环", "六环路", "西六环"), (116.06, 39.86, 116.16, 40.03), 18), ("门头沟区",)),
    }


def corridor(name: str) -> Area:
    """Return a road's corridor: its band inside its districts, off the mountains."""
    cut, names = roads()[name]
    band = _band(cut.line, ROAD_REACH_M)
    pieces = [_off_the_mountains(clipped(band, [district]), district) for district in names]
    return polygons_only(shapely.union_all(pieces))


def parts() -> tuple[Part, ...]:
    """Return the corridors and the zones' grounds as parts."""
    cuts = (*district_cuts(), huairou_foot(), basin_foot())
    return (
        *(Part(name + "沿线", corridor(name), cuts, "corridor", "indicative", ROAD_ACCURACY_M, ("OSM", source))
          for name, source in ROAD_SOURCES.items()),
        *(Part(base.name, base_ground(base), cuts, "corridor", "indicative", ZONE_ACCURACY_M, ("OSM", "OSM-POI"))
          for base in BASES),
    )  # fmt: skip
