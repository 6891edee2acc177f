"""The agricultural belt's four parts: basin, plain and hills, north-western mountains, the reservoir and its shore.

Each is a county cut by a line read off the ground: through the outermost villages at the foot of the mountains, through
the dams that close the valleys where they leave the mountains, or at a distance from the reservoir's shore.
"""

from __future__ import annotations

import shapely
from geodata.build.streets import Cut, LonLat, extended, metres, to_degrees, to_metres
from shapely.geometry import LineString, Polygon
from shapely.ops import split
from zones.build.belt_evidence import Area, clipped, district_cuts, districts_deg, named, path, town_seat, water_body
from zones.build.drawing import Part

FOOT_ACCURACY_M = 1000.0
"""A village or a dam stands at the foot of the mountain, not on a line: fields and orchards climb past it."""
HILL_ACCURACY_M = 3000.0
"""The line between hills and high mountains of 平谷: the eight points are 4–8 km apart, and the change is gradual."""
SHORE_RADIUS_M = 5000.0
"""The least whole kilometre at which the ring holds the four towns on the shore: 溪翁庄, 石城, 不老屯 and 太师屯."""
SHORE_ACCURACY_M = 2000.0
"""The drawn water is 107 km², the fullest known 188 km²: the shore alone may lie a kilometre or two off."""

YANQING = (115.70, 40.30, 116.35, 40.66)
BASIN_NORTH = (
    "古崖居", "胡家营北", "佛峪口", "上板泉粮库", "延庆玉皇庙", "西羊坊", "野山峡景区", "应梦寺", "晏家堡村北",
    "旧小路西", "黄柏寺", "韩郝庄", "龙庆峡路口", "延庆古城北", "延庆白草洼", "烧窑峪", "北张庄", "黄峪口", "屈家窑",
    "黑峪口", "香营水库管理处", "新庄堡", "刘斌堡", "小观头",
)  # fmt: skip
"""Villages along the foot of the northern mountains, west to east."""
BASIN_SOUTH = (
    "河湾", "东灰岭", "西灰岭", "头司", "四司", "二司村", "柳沟", "延庆八家", "东红山", "北红门村", "刘家堡",
    "大泥河", "簸箕营", "小浮坨", "程家窑", "西拨子", "里炮村",
)  # fmt: skip
"""Villages along the foot of the southern mountains, east to west."""
BASIN_OUTSIDE: tuple[LonLat, ...] = ((115.87, 40.338), (115.65, 40.338), (115.65, 40.462))
"""Positions outside the county, west of the basin, that only close the ring: the county's line is the edge there."""

HUAIROU = (116.25, 40.20, 116.80, 40.60)
HUAIROU_FOOT = (
    "沙峪口水库", "苏峪口水库", "北宅水库", "七星湖/甘涧峪水库", "红螺镇水库", "北台上水库/雁栖湖", "西庄水库",
    "大水峪水库", "青龙湖", "东山水库",
)  # fmt: skip
"""Reservoirs whose dams close the valleys at the mountain foot, south-west to north-east; the last is in 密云."""

PINGGU = (116.94, 40.02, 117.42, 40.40)
PINGGU_WEST, PINGGU_EAST = (116.964, 40.308), (117.321, 40.247)
"""OSM points of the roads 密三路 (in 密云, west of the line) and 胡陡路 (in the valley of 将军关)."""


def basin_foot() -> Cut:
    """Return the line through the outermost villages of the Yanqing basin, from the county's west line round to it."""
    lonlat = [named(name, YANQING) for name in (*BASIN_NORTH, *BASIN_SOUTH)]
    return Cut("延庆盆地山麓线", path(lonlat), FOOT_ACCURACY_M, "terrain", "indicative", ("OSM",), len(lonlat))


def basin() -> Area:
    """Return the floor of the Yanqing basin within the county."""
    ring = [*basin_foot().line.coords, *map(tuple, metres(BASIN_OUTSIDE).tolist())]
    return clipped(Polygon(ring), ["延庆县"])


def huairou_foot() -> Cut:
    """Return the line where the mountains of 怀柔 meet its plain, from its south-western to its eastern line."""
    line = extended(path([named(name, HUAIROU) for name in HUAIROU_FOOT]), 4000.0)
    return Cut("怀柔山麓线", line, 1500.0, "terrain", "indicative", ("OSM",), len(HUAIROU_FOOT))


def pinggu_hills() -> Cut:
    """Return the line between the hills and the high mountains of 平谷, from its west line to its east line."""
    lonlat = [
        PINGGU_WEST,
        named("西峪水库", PINGGU),
        town_seat("熊儿寨", PINGGU),
        named("龙门湖", PINGGU),
        named("黄松峪水库", PINGGU),
        PINGGU_EAST,
    ]
    line = extended(path(lonlat), 4000.0)
    return Cut("平谷低山线", line, HILL_ACCURACY_M, "terrain", "indicative", ("OSM", "GEONAMES"), len(lonlat))


def piece(line: LineString, district: str, inside: LonLat) -> Area:
    """Return the piece of a district, cut by a metric line, that holds a WGS 84 position."""
    whole = districts_deg()[district]
    pieces = shapely.get_parts(split(whole, to_degrees(line)))
    return clipped(to_metres(next(p for p in pieces if p.contains(shapely.Point(inside)))), [district])


def huairou_plain() -> Area:
    """Return the plain of 怀柔: the piece of the district south-east of the foot line."""
    return piece(huairou_foot().line, "怀柔区", (116.65, 40.31))


def shore_ring() -> Area:
    """Return the reservoir of 密云 with the ground within `SHORE_RADIUS_M` of its shore, inside the county."""
    lake = water_body((116.93, 40.50))
    ring = lake.buffer(SHORE_RADIUS_M, quad_segs=6).simplify(60.0)
    return clipped(Polygon(ring.exterior), ["密云县"])


def parts() -> tuple[Part, ...]:
    """Return the four parts."""
    lines, foot, mountains, hills = district_cuts(), basin_foot(), huairou_foot(), pinggu_hills()
    return (
        Part("延庆盆地", basin(), (*lines, foot), "terrain", "indicative", foot.accuracy_m, foot.sources),
        Part(
            "平谷平原与丘陵", piece(hills.line, "平谷区", (117.10, 40.14)), (*lines, hills), "terrain", "indicative",
            hills.accuracy_m, hills.sources,
        ),
        Part(
            "怀柔西北山区", piece(mountains.line, "怀柔区", (116.56, 40.65)), (*lines, mountains), "terrain",
            "indicative", mountains.accuracy_m, mountains.sources,
        ),
        Part("密云水库及库滨", shore_ring(), lines, "corridor", "indicative", SHORE_ACCURACY_M, ("GSHHS", "GEONAMES")),
    )  # fmt: skip
