"""The leisure belt: the Great Wall's corridor and three groups of scenic areas, north-west, north-east and south-west.

The corridor follows the wall's towers; the groups are the ground around named scenic areas and tombs, what lies between
them where the gap is narrow, and where roads in the valleys close a block (云蒙山) or follow a river (拒马河), that.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from geodata.build.streets import Box, Cut, LonLat, extended, face, metres, named_points, street, through
from shapely.geometry import LineString, Polygon
from zones.build.belt_evidence import (
    Area,
    around,
    clipped,
    closed_up,
    district_cuts,
    named,
    polygons_only,
    scenic,
    scenic_points,
    strung,
    wall_towers,
    without_specks,
)
from zones.build.drawing import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

DISTRICTS = ("延庆县", "昌平区", "怀柔区", "密云县", "平谷区", "门头沟区", "房山区")
WALL_BOX = (115.40, 39.95, 117.55, 41.10)
WALL_REACH_M = 3000.0
"""The outer limit of the controlled zone on either side of the wall in the city's rule of 2003 (recalled)."""
WALL_ACCURACY_M = 1500.0
YANHE = "沿字"
"""The numbered towers of the pass 沿河口 in 门头沟, far apart on one line of defence: joined in their order."""
YANHE_ACCURACY_M = 3000.0
SCENIC_REACH_M = 2000.0
SCENIC_ACCURACY_M = 2000.0
GAP_M = 6000.0
"""Scenic areas of one group nearer than this to each other are joined: twice the corridor's width on one side."""
RIVER_REACH_M = 2000.0

NORTH_WEST = (115.90, 40.20, 116.36, 40.42)
NORTH_WEST_NAMES = (
    "八达岭关城", "岔道城", "八达岭水关长城", "居庸关关城", "上关城", "长陵", "定陵", "昭陵", "永陵", "德陵", "康陵",
    "泰陵", "裕陵", "庆陵", "明十三陵", "虎峪风景区", "银山塔林景区",
)  # fmt: skip
NORTH_EAST = (116.25, 40.34, 117.50, 40.72)
NORTH_EAST_NAMES = (
    "慕田峪长城旅游区", "黄花城水长城旅游区", "红螺寺", "雁栖湖公园", "神堂峪自然风景区", "青龙峡旅游风景区",
    "百泉山风景区", "石门山景区", "濂泉响谷自然风景区", "天池峡谷自然风景区", "云蒙山国家森林公园",
    "云蒙山长城遗址公园", "桃源仙谷旅游度假区", "黑龙潭自然风景区", "司马台长城旅游区", "云岫谷游猎自然风景区",
)  # fmt: skip
SOUTH_WEST = (115.40, 39.50, 116.00, 39.90)
SOUTH_WEST_NAMES = (
    "周口店北京人遗址", "周口店坡峰岭", "上方山", "石经山", "云居寺", "乐谷银滩", "孤山寨",
    "中国房山世界地质公园十渡", "龙湖湾", "东湖港", "仙西山", "石花洞", "银狐洞", "圣莲", "百花山",
)  # fmt: skip
"""The parks of the Fangshan geopark of 2006 (recalled): 周口店, 上方山–云居寺, 十渡, 石花洞, 圣莲山, 百花山–白草畔."""


def wall_corridor() -> Area:
    """Return the ground within `WALL_REACH_M` of the wall's towers, inside the belt's districts."""
    return without_specks(clipped(around(wall_towers(WALL_BOX), WALL_REACH_M, 150.0), DISTRICTS), 5.0, 5.0)


def yanhe_corridor() -> Area:
    """Return the ground within `WALL_REACH_M` of the line through the numbered towers of 沿河口."""
    towers = scenic_points(YANHE, WALL_BOX)
    line = LineString(towers[np.argsort(towers[:, 0])]).simplify(500.0)
    return clipped(line.buffer(WALL_REACH_M, quad_segs=6).simplify(150.0), DISTRICTS)


def _grounds(names: Sequence[str], box: Box) -> Area:
    return around(metres([scenic(name, box) for name in names]), SCENIC_REACH_M)


def _joined(area: Area) -> Area:
    """Join a group's grounds, and keep them inside the belt's districts."""
    return without_specks(clipped(closed_up(area, GAP_M, 150.0), DISTRICTS), 5.0, 20.0)


def _near(area: Area, box: Box) -> Area:
    west, south, east, north = box
    corners = metres(((west, south), (east, south), (east, north), (west, north)))
    return polygons_only(shapely.intersection(area, Polygon(corners)))


def north_west() -> Area:
    """Return the north-western historic group with the wall between 八达岭 and 居庸关."""
    return _joined(shapely.union(_grounds(NORTH_WEST_NAMES, NORTH_WEST), _near(wall_corridor(), NORTH_WEST)))


@functools.cache
def yunmeng_cuts() -> tuple[Cut, ...]:
    """Return the valley roads round the block of 云蒙山: west, north, east, and the mountain foot in the south."""
    west = street("京加路", (116.635, 40.43, 116.68, 40.605), knots=9, label="京加路（111 国道）琉璃庙以南")
    winding = named_points("琉辛路", (116.655, 40.555, 116.812, 40.63))
    north = through("琉辛路", strung(winding, (116.66, 40.60)), 500.0)
    east = street("密关路", (116.805, 40.475, 116.83, 40.557), knots=6)
    box = (116.65, 40.42, 116.83, 40.50)
    south = through(
        "云蒙山南麓线",
        [
            (116.660, 40.455), *(named(dam, box) for dam in ("大水峪水库", "青龙湖", "东山水库")), *_hebei_road(),
            (116.826, 40.477),
        ],
        1500.0, method="terrain", status="indicative",
    )  # fmt: skip
    as_terrain = {"method": "terrain", "status": "indicative", "accuracy_m": 1000.0}
    return (*(replace(cut, **as_terrain) for cut in (west, north, east)), south)


def _hebei_road() -> list[LonLat]:
    found = named_points("河北路", (116.74, 40.42, 116.82, 40.49))
    return [(float(lon), float(lat)) for lon, lat in found[np.argsort(found[:, 0])][::4]]


def north_east() -> Area:
    """Return the north-eastern resort group: scenic areas with the block of 云蒙山 between its valley roads."""
    block = face(yunmeng_cuts(), (116.72, 40.54), extend_m=2500.0)
    return _joined(shapely.union(_grounds(NORTH_EAST_NAMES, NORTH_EAST), block))


@functools.cache
def plain_edge() -> Cut:
    """Return the road along the foot of the mountains of 房山, from 张坊 to 周口店: the group ends there."""
    points = named_points("周张路", (115.68, 39.56, 115.95, 39.69))
    road = through("周张路", strung(points, (115.69, 39.575)), 1000.0, method="terrain", status="indicative")
    return replace(road, line=extended(road.line, 8000.0))


def juma_valley() -> Area:
    """Return the ground along the river 拒马河, by the points of the two roads in its valley."""
    points = np.vstack([
        named_points("涞宝路", (115.575, 39.56, 115.72, 39.665)),
        named_points("十大路", (115.48, 39.62, 115.60, 39.68)),
    ])  # fmt: skip
    return around(metres(points), RIVER_REACH_M)


def south_west() -> Area:
    """Return the south-western group, cut off at the road along the mountain foot."""
    found = np.vstack([scenic_points(name, SOUTH_WEST) for name in SOUTH_WEST_NAMES])
    group = _joined(shapely.union(around(found, SCENIC_REACH_M), juma_valley()))
    plain = Polygon([*plain_edge().line.coords, *map(tuple, metres(((116.2, 39.40), (115.6, 39.40))).tolist())])
    return without_specks(clipped(shapely.difference(group, plain), DISTRICTS), 5.0, 20.0)


def parts() -> tuple[Part, ...]:
    """Return the corridors and the three groups; holes of the whole too small to mean anything go to the north-east."""
    wall, yanhe, west, east, south = wall_corridor(), yanhe_corridor(), north_west(), north_east(), south_west()
    whole = shapely.union_all([wall, yanhe, west, east, south])
    pinholes = shapely.difference(without_specks(whole, 0.0, 5.0), whole).buffer(1.0, join_style="mitre")
    east = polygons_only(shapely.union(east, pinholes), 1.0e6)
    lines = district_cuts()
    of = ("OSM-POI", "OSM")
    return (
        Part("长城沿线", wall, lines, "corridor", "indicative", WALL_ACCURACY_M, ("OSM-POI", "RECALLED")),
        Part("沿河口长城", yanhe, lines, "corridor", "indicative", YANHE_ACCURACY_M, ("OSM-POI", "RECALLED")),
        Part("西北部", west, lines, "corridor", "indicative", SCENIC_ACCURACY_M, of),
        Part("东北部", east, (*lines, *yunmeng_cuts()), "corridor", "indicative", SCENIC_ACCURACY_M, of),
        Part("西南部", south, (*lines, plain_edge()), "corridor", "indicative", SCENIC_ACCURACY_M, of),
    )
