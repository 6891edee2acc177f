"""The streets that bound the seven central zones, each fitted once: neighbours that meet along one share its vertices.

`STREETS` is a table: the names a street carries in OSM along the stretch, the local box (WGS 84 degrees), the number of
vertices, and the category of point when it is not a road. Lines no run of points supports are made by hand in
`_made_by_hand`, each with the accuracy it deserves.
"""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from geodata.build.layer import read_layer
from geodata.build.sources import osm_pois
from geodata.build.streets import (
    HALF_ROAD_M,
    Box,
    Cut,
    LonLat,
    degrees,
    extended,
    metres,
    named_points,
    parallel,
    street,
    through,
)
from shapely.geometry import LineString

if TYPE_CHECKING:
    from collections.abc import Callable

FEW_POINTS = 5
FEW_POINTS_ACCURACY_M = 50.0
"""A line through fewer points than that fits them too well for its residuals to say anything."""


class Row(NamedTuple):
    """One street to fit: its names in OSM, the box of its points, vertices, category and tag ("" for any)."""

    names: tuple[str, ...]
    box: Box
    knots: int = 2
    category: str = "道路"
    tag: str = ""


STREETS: dict[str, Row] = {
    # 商务中心区、燕莎
    "朝阳路": Row(("朝阳路",), (116.444, 39.913, 116.473, 39.9215), 6),
    "东大桥路": Row(("东大桥路",), (116.443, 39.906, 116.446, 39.921)),
    "通惠河北路": Row(("通惠河北路",), (116.442, 39.9018, 116.474, 39.905), 4),
    "西大望路": Row(("西大望路",), (116.470, 39.9015, 116.473, 39.915), 3),
    "霄云路": Row(("霄云路",), (116.455, 39.955, 116.463, 39.961)),
    "天泽路-麦子店街-朝阳公园西路": Row(
        ("天泽路", "麦子店街", "朝阳公园西路"), (116.460, 39.936, 116.467, 39.958), 5
    ),
    "农展馆南路": Row(("农展馆南路",), (116.455, 39.932, 116.464, 39.933)),
    "东三环北路": Row(("东三环北路", "东三环"), (116.449, 39.931, 116.457, 39.9556), 8),
    "亮马河": Row(("亮马河", "亮马桥风情水岸"), (116.446, 39.944, 116.4575, 39.9475), 2, ""),
    # 奥林匹克公园
    "林萃路": Row(("林萃路",), (116.366, 39.999, 116.371, 40.030), 4),
    "北辰西路": Row(("北辰西路",), (116.379, 39.974, 116.383, 40.009), 3),
    "北辰东路": Row(("北辰东路",), (116.393, 39.987, 116.396, 40.009), 3),
    "科荟路": Row(("科荟路",), (116.366, 40.007, 116.410, 40.009), 3),
    "北土城路": Row(("北土城东路", "北土城西路"), (116.379, 39.975, 116.397, 39.976)),
    "安立路": Row(("安立路",), (116.400, 40.006, 116.408, 40.046), 6),
    "慧忠路": Row(("慧忠路",), (116.394, 39.992, 116.403, 39.994)),
    "北四环中路": Row(("北四环中路",), (116.393, 39.986, 116.402, 39.988)),
    "安立路南段": Row(("安立路", "安定路"), (116.400, 39.9875, 116.403, 39.998)),
    # 长安街、金融街、西单、王府井、皇城
    "长安街": Row(("复兴门内大街", "西长安街", "东长安街"), (116.350, 39.9055, 116.4125, 39.9075), 7),
    "西二环": Row(
        ("西二环", "复兴门北大街", "阜成门南大街", "阜成门北大街"), (116.349, 39.905, 116.352, 39.930), 4
    ),
    "阜成门内大街": Row(("阜成门内大街",), (116.350, 39.922, 116.368, 39.923)),
    "太平桥大街-闹市口北街": Row(
        ("太平桥大街", "闹市口北街"), (116.356, 39.905, 116.361, 39.9235), 5, "道路", "secondary"
    ),
    "辟才胡同-灵境胡同": Row(("辟才胡同", "灵境胡同"), (116.364, 39.9125, 116.376, 39.9138)),
    "西单横二条-油坊胡同": Row(("横二条", "油坊胡同"), (116.3695, 39.901, 116.3705, 39.910)),
    "西单北大街-宣武门内大街": Row(("西单北大街", "宣武门内大街"), (116.367, 39.898, 116.3685, 39.916)),
    "宣武门东西大街": Row(("宣武门东大街", "宣武门西大街", "前门西大街"), (116.363, 39.8978, 116.390, 39.899), 4),
    "五四大街-东四西大街": Row(("五四大街", "东四西大街"), (116.397, 39.922, 116.413, 39.9235), 3),
    "东单北大街-东四南大街": Row(("东单北大街", "东四南大街"), (116.411, 39.906, 116.4125, 39.922)),
    "东黄城根": Row(("东黄城根北街", "东黄城根南街", "晨光街"), (116.3995, 39.9065, 116.402, 39.933), 3),
    "西黄城根": Row(("西黄城根北街", "西黄城根南街"), (116.370, 39.912, 116.372, 39.932)),
    "府右街": Row(("府右街", "力学胡同"), (116.3745, 39.911, 116.376, 39.921), 2, ""),
    "平安大街": Row(
        ("平安里西大街", "地安门西大街", "地安门东大街"), (116.3675, 39.931, 116.403, 39.933), 4
    ),
    # 什刹海、钟鼓楼、国子监、白塔寺
    "新街口南北大街": Row(("新街口南大街", "新街口北大街"), (116.365, 39.930, 116.368, 39.947), 3),
    "北二环": Row(
        ("北二环", "德胜门西大街", "德胜门东大街", "安定门西大街", "安定门东大街"),
        (116.364, 39.946, 116.420, 39.949),
        7,
    ),
    "地安门外大街": Row(("地安门外大街",), (116.389, 39.932, 116.391, 39.940)),
    "旧鼓楼大街": Row(("旧鼓楼大街", "旧鼓楼外大街"), (116.387, 39.940, 116.388, 39.949)),
    "鼓楼西大街": Row(("鼓楼西大街",), (116.379, 39.9385, 116.390, 39.9445)),
    "草厂胡同": Row(("草厂胡同",), (116.392, 39.940, 116.394, 39.943)),
    "雍和宫大街": Row(("雍和宫大街",), (116.410, 39.940, 116.411, 39.948)),
    "安定门内大街": Row(("安定门内大街", "安定门桥", "安定门外大街"), (116.401, 39.942, 116.4028, 39.953)),
    "受壁街-西四北四条": Row(("受壁街", "西四北四条"), (116.349, 39.926, 116.368, 39.928)),
    "西四南北大街": Row(("西四南大街", "西四北大街"), (116.366, 39.919, 116.368, 39.930)),
    # 宣南、天坛、龙潭湖
    "前门西河沿街": Row(("前门西河沿街",), (116.380, 39.896, 116.392, 39.898)),
    "珠市口西大街-骡马市大街": Row(("珠市口西大街", "骡马市大街"), (116.3675, 39.8875, 116.392, 39.890), 5),
    "宣武门外大街": Row(("宣武门外大街",), (116.367, 39.887, 116.369, 39.896)),
    "前门大街-天桥南大街": Row(("前门大街", "天桥南大街"), (116.3915, 39.8797, 116.393, 39.8976), 3),
    "虎坊路-太平街": Row(("虎坊路", "太平街"), (116.378, 39.871, 116.382, 39.889), 5),
    "永定门西街": Row(("永定门西街", "永定门西街辅路"), (116.380, 39.870, 116.393, 39.8715)),
    "永定门东街": Row(("永定门东街",), (116.394, 39.871, 116.416, 39.8725)),
    "天坛路": Row(("天坛路",), (116.392, 39.8845, 116.4155, 39.8875), 6),
    "天坛东路": Row(("天坛东路",), (116.413, 39.872, 116.416, 39.885), 3),
    "体育馆路-光明路": Row(("体育馆路", "光明路"), (116.414, 39.882, 116.437, 39.8835), 3),
    "左安门西街": Row(("左安门西街",), (116.415, 39.870, 116.4335, 39.8725)),
    "左安门西滨河路": Row(("左安门西滨河路",), (116.415, 39.8685, 116.4335, 39.8700)),
    "东南角道路": Row(("东二环", "南二环", "左安门西滨河路"), (116.4345, 39.8690, 116.4387, 39.8738), 3),
}  # fmt: skip


@functools.cache
def along(key: str) -> Cut:
    """Return the fitted line of a street of the table (metric), its accuracy never better than its points allow."""
    row = STREETS[key]
    keep = (lambda point: point.tag == row.tag) if row.tag else None
    cut = street(row.names, row.box, knots=row.knots, category=row.category, label=key, keep=keep)
    if cut.points < FEW_POINTS:
        cut = replace(cut, accuracy_m=max(cut.accuracy_m, FEW_POINTS_ACCURACY_M))
    return cut


def position(name: str, box: Box, category: str = "道路") -> LonLat:
    """Return the mean position (degrees) of the OSM points of one name in a box."""
    found = named_points(name, box, category=category)
    if not len(found):
        msg = f"{name}: no point in {box}"
        raise ValueError(msg)
    lon, lat = found.mean(axis=0)
    return float(lon), float(lat)


def poi(name: str, box: Box) -> LonLat:
    """Return the position (degrees) of the first OSM point of interest with exactly this name in a box."""
    west, south, east, north = box
    return next(
        (row["lon"], row["lat"])
        for row in osm_pois("china_poi")
        if row["name"] == name and west <= row["lon"] <= east and south <= row["lat"] <= north
    )


def ring_corner(one: Cut, other: Cut) -> LonLat:
    """Return where two cuts, carried on straight, meet (degrees)."""
    met = extended(one.line, 600.0).intersection(extended(other.line, 600.0))
    lon, lat = degrees(shapely.get_coordinates(met)[:1])[0]
    return float(lon), float(lat)


def onward(cut: Cut, by_m: float, accuracy_m: float, name: str, *, from_start: bool = True) -> Cut:
    """Carry a cut on from one of its ends, straight along its whole run, as a line with an accuracy of its own."""
    xy = np.asarray(cut.line.coords)
    end, other = (xy[0], xy[-1]) if from_start else (xy[-1], xy[0])
    step = (end - other) / np.linalg.norm(end - other) * by_m
    note = f"{cut.name} carried on straight"
    return replace(
        cut, name=name, line=LineString([end, end + step]), accuracy_m=accuracy_m, status="indicative", points=0,
        residual_m=None, note=note,
    )  # fmt: skip


def midway(one: Cut, other: Cut, name: str, pieces: int = 4) -> Cut:
    """Return the line halfway between two roads on a river's banks, as good as half their distance and a road."""
    shares = [index / pieces for index in range(pieces + 1)]
    pairs = []
    for share in shares:
        start = one.line.interpolate(share, normalized=True)
        pairs.append((start, other.line.interpolate(other.line.project(start))))
    middle = LineString([((a.x + b.x) / 2, (a.y + b.y) / 2) for a, b in pairs])
    half_gap = max(a.distance(b) for a, b in pairs) / 2
    note = f"halfway between {one.name} and {other.name}"
    accuracy = 5.0 * round((half_gap + HALF_ROAD_M) / 5.0)
    return Cut(name, middle, accuracy, points=one.points + other.points, note=note)


def _yansha_west() -> Cut:
    """Draw the recalled limit: 500 m west of 东三环北路 at the 亮马河, straight north to the ring road's bend."""
    ring_road = along("东三环北路").line
    x, y = metres([ring_corner(along("东三环北路"), along("亮马河"))])[0]
    line = LineString([(x - 500.0, y), (x - 500.0, ring_road.bounds[3])])
    return Cut("东三环北路以西 500 m", line, 300.0, status="indicative", note="no street marks this limit")


def district_corner(name_zh: str, box: Box) -> LonLat:
    """Return the vertex of a district's stored outline inside a box (degrees); there must be just one."""
    west, south, east, north = box
    outlines = [f["geometry"] for f in read_layer("districts") if f["properties"]["name_zh"] == name_zh]
    xy = np.unique(shapely.get_coordinates(shapely.from_geojson([json.dumps(g) for g in outlines])), axis=0)
    inside = [(float(x), float(y)) for x, y in xy if west <= x <= east and south <= y <= north]
    if len(inside) != 1:
        msg = f"{name_zh}: {len(inside)} vertices in {box}, one expected"
        raise ValueError(msg)
    return inside[0]


def _qinghe() -> Cut:
    """Draw the 清河 through the few points on it and its bank road, west to east.

    Between them it bends south with the line of 朝阳区, whose corner there is taken for the river's.
    """
    at = [
        position("清河右岸巡河路", (116.363, 40.027, 116.367, 40.029)),
        district_corner("朝阳区", (116.384, 40.031, 116.387, 40.033)),
        position("清河路", (116.395, 40.036, 116.398, 40.038)),
        position("清河", (116.400, 40.038, 116.403, 40.041), "水系"),
        position("清河滨水慢行绿道", (116.4050, 40.045, 116.4066, 40.0461)),
    ]
    return through("清河", at, 200.0, sources=("OSM", "DISTRICTS"), note="points on the river, its bank road, a corner")


def _southeast_moat() -> Cut:
    """Draw the moat's eastern arm: under 光明桥, through its own point, between 龙潭东路 and the ring road."""
    inner = position("龙潭东路", (116.4370, 39.8740, 116.4390, 39.8760))
    outer = position("东二环", (116.4380, 39.8725, 116.4390, 39.8745))
    at = [
        ((inner[0] + outer[0]) / 2, (inner[1] + outer[1]) / 2),
        position("南护城河", (116.438, 39.876, 116.441, 39.880), "水系"),
        position("光明桥", (116.436, 39.882, 116.440, 39.884)),
    ]
    return through("东南护城河东段", at, 60.0)


def _drum_tower_street() -> Cut:
    """鼓楼东大街 from the head of 地安门外大街 through its only point."""
    head = ring_corner(along("地安门外大街"), along("鼓楼西大街"))
    return through(
        "鼓楼东大街", [head, position("鼓楼东大街", (116.39, 39.938, 116.40, 39.941))], FEW_POINTS_ACCURACY_M
    )


def _xidan_west() -> Cut:
    """Draw a line along 西单北大街 through the lanes nearest to the recalled limit, 250 m west."""
    box = (116.3645, 39.901, 116.366, 39.910)
    lanes = [position("华远街", box), position("参政胡同", box)]
    middle = ((lanes[0][0] + lanes[1][0]) / 2, (lanes[0][1] + lanes[1][1]) / 2)
    return parallel(along("西单北大街-宣武门内大街"), middle, 100.0, "华远街-参政胡同", status="indicative")


def _central_axis_south() -> Cut:
    """永定门内大街 has two carriageways some 200 m apart: the line between, from 天桥南大街 to the gate."""
    top = degrees(np.asarray(along("前门大街-天桥南大街").line.coords)[:1])[0]
    line = [(float(top[0]), float(top[1])), poi("永定门", (116.39, 39.87, 116.40, 39.88))]
    return through("永定门内大街", line, 125.0, sources=("OSM", "OSM-POI"), note="between its two carriageways")


@functools.cache
def made(key: str) -> Cut:
    """Return a line that no run of points of its own supports, with the accuracy it deserves (metric)."""
    box_yonghe = (116.403, 39.941, 116.418, 39.949)
    makers: dict[str, Callable[[], Cut]] = {
        "燕莎西界": _yansha_west,
        "通惠河": lambda: replace(along("通惠河北路"), name="通惠河（北岸通惠河北路）", accuracy_m=60.0),
        "东南角": lambda: replace(along("东南角道路"), name="东南护城河转角（外岸路）", accuracy_m=70.0),
        "华远街-参政胡同": _xidan_west,
        "清河": _qinghe,
        "北辰东路南延": lambda: onward(along("北辰东路"), 1700.0, 500.0, "北辰东路南延（四环以南）"),
        "东大桥路南延": lambda: onward(along("东大桥路"), 700.0, 75.0, "东大桥路南延（永安里）"),
        "东南护城河东段": _southeast_moat,
        "鼓楼东大街": _drum_tower_street,
        "东南护城河南段": lambda: midway(along("左安门西街"), along("左安门西滨河路"), "东南护城河南段"),
        "永定门内大街": _central_axis_south,
        "西河沿西段": lambda: parallel(
            along("宣武门东西大街"), _west_end("前门西河沿街"), 80.0, "西河沿西段", status="indicative"
        ),
        "豆腐池胡同": lambda: parallel(
            made("鼓楼东大街"), position("豆腐池胡同", (116.389, 39.941, 116.392, 39.943)), 80.0, "豆腐池胡同",
            status="indicative",
        ),
        "方家胡同": lambda: parallel(along("北二环"), position("方家胡同", box_yonghe), 60.0, "方家胡同"),
        "戏楼胡同": lambda: parallel(
            along("北二环"), position("戏楼胡同", box_yonghe), 80.0, "戏楼胡同", status="indicative"
        ),
        "藏经馆胡同": lambda: parallel(
            along("雍和宫大街"), position("藏经馆胡同", box_yonghe), 100.0, "藏经馆胡同", status="indicative"
        ),
    }  # fmt: skip
    return makers[key]()


def _west_end(key: str) -> LonLat:
    ends = degrees(np.asarray(along(key).line.coords))
    lon, lat = min((float(x), float(y)) for x, y in ends)
    return lon, lat
