"""First drawing of the eastern outer zones: Yizhuang, the airport economy zone and the Grand Canal cluster."""

from __future__ import annotations

import functools
from dataclasses import replace

import shapely
from geodata.build.streets import Cut, street, through
from shapely.geometry import Polygon
from zones.build.drawing import Drawing, Part, sized_disc
from zones.build.outer_lines import block, district, jingjintang, sixth_ring_north_east, strung, tagged


@functools.cache
def liangshui() -> Cut:
    """Return the Liangshui river: its greenway on both banks, its own point, and the bridges at Majuqiao."""
    positions = [
        (116.46043, 39.80193), (116.47830, 39.78838), (116.48575, 39.78257), (116.49034, 39.77886),
        (116.49780, 39.77540), (116.50392, 39.77480), (116.50884, 39.77308), (116.51550, 39.76880),
        (116.52069, 39.76204), (116.53100, 39.76120), (116.53980, 39.76040), (116.54690, 39.76680),
        (116.55900, 39.77097),
    ]  # fmt: skip
    return through("凉水河", positions, 150.0, method="gazetted-bounds", note="riverside greenway and bridges")


@functools.cache
def yizhuang_parts() -> tuple[Part, ...]:
    """Return the three parts of the development area: phase one, east of the expressway, west of the river."""
    fifth = tagged(street("南五环", (116.455, 39.788, 116.506, 39.823), knots=8), "street-block", "digitised", 400.0)
    north = street("小羊坊中路", (116.50, 39.819, 116.527, 39.8222), label="小羊坊中路（大羊坊路旧线）")
    north = tagged(north, "gazetted-bounds", "indicative", 500.0)
    east = strung("嘉创路", (116.532, 39.802, 116.564, 39.828), (1.0, -1.0), "嘉创路（大羊坊路旧线）")
    east = tagged(east, "gazetted-bounds", "indicative", 500.0)
    tongma = through(
        "通马路（旧线）", [(116.5625, 39.8065), (116.5613, 39.8048), (116.56155, 39.80185), (116.5420, 39.7750)], 800.0,
        method="gazetted-bounds", status="indicative", note="remains of the old road, straight between them",
    )  # fmt: skip
    jiutou = street("博兴八路", (116.485, 39.745, 116.500, 39.775), knots=4, label="博兴八路（代旧头路）")
    jiutou = tagged(jiutou, "gazetted-bounds", "indicative", 1200.0)
    xinfeng = street("新凤河路", (116.480, 39.733, 116.520, 39.743), knots=2, label="新凤河（沿新凤河路）")
    xinfeng = tagged(xinfeng, "gazetted-bounds", "digitised", 250.0)
    majuqiao = street("漷马路", (116.5385, 39.744, 116.5405, 39.7620), knots=3, label="漷马路")
    majuqiao = tagged(majuqiao, "gazetted-bounds", "indicative", 600.0)
    first = (fifth, jingjintang(), liangshui())
    beyond = (jingjintang(), north, east, tongma)
    west = (liangshui(), majuqiao, xinfeng, jiutou)
    return (
        block("一期", first, 800, "street-block", "digitised", 400.0, ("OSM", "RECALLED")),
        block("路东区", beyond, 1300, "gazetted-bounds", "indicative", 500.0, ("S04", "OSM")),
        block("河西区", west, 2600, "gazetted-bounds", "indicative", 500.0, ("S04", "OSM")),
    )


def yizhuang_park() -> Part:
    """Return Zhongguancun's Yizhuang park: a disc inside phase one, for no source gives its bounds (area recalled)."""
    return Part(
        "亦庄园", sized_disc((116.5065, 39.7905), 7.0), (), "area-sized", "indicative", 1500.0, ("RECALLED", "OSM")
    )


@functools.cache
def shunping() -> Cut:
    """Return the Shunping road north of the airport."""
    return street("顺平路", (116.57, 40.1155, 116.62, 40.1175), knots=3)


def airport_ring() -> Part:
    """Return the block around the airport by the four bounds published for the zone's successor, inside its districts."""
    names = ("首都机场北线高速公路", "机场北线")
    north = street(names, (116.480, 40.113, 116.576, 40.124), knots=6, label="机场北线")
    step = street("京沈路", (116.562, 40.117, 116.602, 40.149), knots=4)
    south = strung("北京-平谷高速公路", (116.549, 40.020, 116.690, 40.040), (1.0, 0.0), "京平高速（机场南线）")
    west = strung("高白路", (116.485, 40.055, 116.5415, 40.125), (1.0, -1.0))
    cuts = tuple(
        tagged(cut, "street-block", "indicative", 1500.0) for cut in (north, step, sixth_ring_north_east(), south, west)
    )
    whole = block("首都机场周边", cuts, 4000, "street-block", "indicative", 1500.0, ("S20", "DISTRICTS"))
    exclave = min(shapely.get_parts(district("朝阳区")), key=lambda p: p.area)
    home = shapely.union_all([district("顺义区"), exclave], grid_size=0.01)
    inside = shapely.intersection(whole.polygon, home)
    kept = max(shapely.get_parts(inside), key=lambda p: p.area)
    return replace(whole, polygon=Polygon(kept.exterior))


def linhe() -> tuple[Part, Part]:
    """Return the car base (Hyundai's works) and the Linhe industrial zone as the blocks of streets their works fill."""
    shuanghe = street("双河大街", (116.62, 40.093, 116.695, 40.097), knots=3)
    airport_road = street("机场东路", (116.6225, 40.080, 116.6240, 40.110), knots=3)
    tongshun = street("通顺路", (116.650, 40.070, 116.660, 40.112), knots=4)
    shiyuan = street("石园南大街", (116.650, 40.106, 116.680, 40.109), knots=2)
    linhe_south = street("林河南大街", (116.653, 40.084, 116.695, 40.088), knots=3)
    shunkang = street("顺康路", (116.667, 40.084, 116.670, 40.118), knots=2)
    base = tuple(tagged(c, "street-block", "indicative", 700.0) for c in (shiyuan, tongshun, shuanghe, airport_road))
    zone = tuple(
        tagged(c, "street-block", "indicative", 700.0) for c in (shuanghe, shunkang, linhe_south, airport_road)
    )
    tags = ("street-block", "indicative", 700.0, ("OSM", "OSM-POI"))
    return (
        block("汽车产业基地", base, 3000, *tags),
        block("林河工业开发区", zone, 3000, *tags),
    )


def airport_logistics() -> Part:
    """Return the airport logistics base: the block of streets that holds the logistics parks north of the airport."""
    west = street("顺航路", (116.580, 40.122, 116.583, 40.130), knots=2)
    north = street("晨光四号路", (116.580, 40.131, 116.595, 40.135))
    east = street("南焦路", (116.600, 40.115, 116.607, 40.137), knots=2)
    cuts = tuple(tagged(cut, "street-block", "indicative", 600.0) for cut in (north, east, shunping(), west))
    return block("空港物流基地", cuts, 1500, "street-block", "indicative", 600.0, ("OSM", "OSM-POI"))


def canal_parts() -> tuple[Part, ...]:
    """Return the canal's business core (recalled bounds) and the culture and tourism area (published four bounds)."""
    core_sixth = strung(("六环路", "东六环"), (116.684, 39.884, 116.710, 39.930), (0.0, 1.0), "东六环")
    park_sixth = strung(("六环路", "东六环"), (116.684, 39.846, 116.710, 39.876), (0.0, 1.0), "东六环")
    tongyan = street("通燕高速", (116.630, 39.915, 116.712, 39.924), knots=5)
    streets = ("运河西大街", "运河东大街")
    south = strung(streets, (116.648, 39.890, 116.7065, 39.9018), (1.0, 0.2), "运河西大街–运河东大街")
    west = street(("新华北路", "新华南路"), (116.6485, 39.885, 116.655, 39.928), knots=3, label="新华北路–新华南路")
    core = tuple(tagged(cut, "corridor", "indicative", 700.0) for cut in (tongyan, core_sixth, south, west))
    wansheng = street(
        ("万盛南街", "群芳南街"), (116.629, 39.8605, 116.692, 39.8635), knots=3, label="万盛南街–群芳南街"
    )
    jingha = strung("京哈高速", (116.605, 39.830, 116.700, 39.864), (1.0, -0.3))
    tongma = street("通马路", (116.604, 39.846, 116.6205, 39.859), knots=2)
    park = tuple(tagged(cut, "gazetted-bounds", "digitised") for cut in (wansheng, park_sixth, jingha, tongma))
    return (
        block("运河核心区", core, 800, "corridor", "indicative", 700.0, ("RECALLED", "OSM")),
        block("文化旅游区", park, 2500, "gazetted-bounds", "digitised", 60.0, ("S47", "OSM")),
    )


def drawings() -> tuple[Drawing, ...]:
    """Return the drawings of yizhuang, airport and grand-canal (WGS 84 positions, metric polygons)."""
    yizhuang = Drawing(
        "yizhuang", yizhuang_parts(), "gazetted-bounds", "indicative",
        "Phase one: the block between the 5th ring road, the Beijing–Tianjin–Tanggu expressway and the Liangshui river "
        "(recalled). East and west parts: the bounds of letter S04 (2002) digitised along today's streets; of its old "
        "road names 大羊坊路 and 通马路 follow named remains; 旧头路 was not found, and 博兴八路, one of five roads compared with "
        "the letter's area of about 10 km² as a guide, stands for it.",
        ("S04", "S06", "OSM", "RECALLED"), 46.8,
    )  # fmt: skip
    airport = Drawing(
        "airport", (airport_ring(), *linhe()), "street-block", "indicative",
        "No four bounds of 2006 were found: the airport and the parks around it are drawn by the four bounds published "
        "for the zone's successor of 2019 (S20), cut at the line of the districts; the Linhe zone and the car base by "
        "the blocks of streets their works fill.",
        ("S19", "S20", "OSM", "OSM-POI", "DISTRICTS"), 178.0,
    )  # fmt: skip
    canal = Drawing(
        "grand-canal", canal_parts(), "corridor", "indicative",
        "The canal's business core on both banks from 北关 to 运河西大街 (recalled bounds along streets), and the culture "
        "and tourism area by its published four bounds (S47): 万盛南街, 京哈高速, 通马路, 东六环.",
        ("S47", "S48", "OSM", "RECALLED"), 28.05,
    )  # fmt: skip
    return (yizhuang, airport, canal)
