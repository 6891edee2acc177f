"""The parts of Zhongguancun's park and of the clusters that stand on its parks: one function a part.

Every part is drawn once here and used again wherever it belongs (the zone of all parks, the cluster of one, the layer
of parks), so that all of them share its vertices. Bounds marked `recalled` come from general knowledge, not from a
page; their cuts carry the accuracy and status that this deserves, whatever the street's own fit.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from geodata.build.streets import Box, Cut, LonLat, parallel, ring, street, through
from shapely.geometry import Polygon
from zones.build.drawing import Part, sized_disc
from zones.build.outer_lines import district

if TYPE_CHECKING:
    from geodata.build.sources import NamedPoint


_BADALING = "八达岭高速（京藏高速）"


def _motorway(point: NamedPoint) -> bool:
    return point.tag in {"motorway", "trunk"}


def weaker(cut: Cut, accuracy_m: float, *, status: str = "digitised", method: str = "street-block") -> Cut:
    """Return a cut whose bound is less certain than its street: `accuracy_m`, or its own fit if that is worse."""
    sources = tuple(dict.fromkeys((*cut.sources, "RECALLED")))
    return replace(cut, accuracy_m=max(cut.accuracy_m, accuracy_m), status=status, method=method, sources=sources)


def published(cut: Cut, source: str) -> Cut:
    """Return a cut along a bound that a source names."""
    return replace(cut, method="gazetted-bounds", sources=tuple(dict.fromkeys((*cut.sources, source))))


def _within(polygon: Polygon, name_zh: str) -> Polygon:
    """Cut a metric polygon off at the line of a district of 2006."""
    cut = polygon.intersection(district(name_zh))
    if not isinstance(cut, Polygon):
        message = f"a part falls into pieces at the line of {name_zh}"
        raise TypeError(message)
    return cut


def _block(
    name: str, cuts: tuple[Cut, ...], accuracy_m: float, status: str = "digitised", *, inside: str = "",
    extend_m: float = 900.0,
) -> Part:  # fmt: skip
    sources = tuple(dict.fromkeys(source for cut in cuts for source in cut.sources))
    polygon = ring(cuts, extend_m=extend_m)
    if inside:
        polygon, sources = _within(polygon, inside), (*sources, "DISTRICTS")
    return Part(name, polygon, cuts, cuts[0].method, status, accuracy_m, sources)


def _disc(
    name: str, centre: LonLat, area_km2: float, accuracy_m: float, sources: tuple[str, ...], *, inside: str
) -> Part:
    """Return a part whose place is known to `accuracy_m` and whose shape is not, cut off at its district's line."""
    polygon = _within(sized_disc(centre, area_km2), inside)
    return Part(name, polygon, (), "area-sized", "indicative", accuracy_m, sources)


# --- the core and the parks of 海淀 and 西城 ---


@functools.cache
def _second_ring_north() -> Cut:
    return street("北二环", (116.3494, 39.94, 116.3995, 39.949), knots=7, keep=_motorway)


@functools.cache
def _deshengmen_street() -> Cut:
    return street("德胜门外大街", (116.370, 39.9495, 116.377, 39.9668), knots=4)


@functools.cache
def _madian() -> Cut:
    return street("北三环", (116.362, 39.964, 116.392, 39.969), knots=3, keep=_motorway, label="北三环（马甸桥）")


def _canal() -> tuple[Cut, Cut]:
    """Return 京密引水渠 in two stretches: past 昆明湖 by its few points, and 昆玉 between the roads on both banks."""
    lake = through(
        "京密引水渠（青龙桥—昆明湖段）",
        [(116.2640, 40.0065), (116.2625, 40.0015), (116.2611, 39.9921), (116.2736, 39.9802), (116.2762, 39.9768)],
        250.0,
        method="gazetted-bounds",
        sources=("OSM", "S37"),
        note="安河桥, the canal's own point, 玉带桥, 绣漪桥 and the north end of 蓝靛厂北路",
    )
    banks = street(
        ("蓝靛厂北路", "蓝靛厂南路"), (116.274, 39.9405, 116.293, 39.9768), knots=9, keep=_motorway,
        label="京密引水渠（昆玉段，沿两岸蓝靛厂南北路之中）",
    )  # fmt: skip
    return lake, replace(published(banks, "S37"), accuracy_m=max(banks.accuracy_m, 80.0))


@functools.cache
def core() -> Part:
    """中关村核心区 by its published four bounds [S37]; the south-eastern corner between two of them is our reading."""
    lake, banks = _canal()
    north = street("北五环", (116.255, 39.995, 116.36, 40.03), knots=18, keep=_motorway)
    east = street("京藏高速", (116.340, 39.966, 116.377, 40.03), knots=8, keep=_motorway, label=_BADALING)
    south = street(
        ("紫竹院路", "西直门外大街"), (116.288, 39.935, 116.3499, 39.948), knots=12, keep=_motorway,
        label="西直门外大街及其西延紫竹院路",
    )  # fmt: skip
    read = (_madian(), _deshengmen_street(), _second_ring_north())
    closing = [weaker(cut, 1500.0, status="indicative") for cut in read]
    bounds = [published(cut, "S37") for cut in (north, east, south)]
    north_cut = replace(bounds[0], accuracy_m=max(bounds[0].accuracy_m, 200.0))  # 2.3 km without a point by 肖家河
    cuts = (north_cut, bounds[1], *closing, bounds[2], banks, lake)
    return _block("中关村核心区", cuts, 250.0)


@functools.cache
def desheng() -> Part:
    """德胜园: 德外 between the second and third rings [recalled]; its own bounds are a gap."""
    cuts = (
        _madian(),
        street("鼓楼外大街", (116.386, 39.947, 116.391, 39.968), knots=3),
        _second_ring_north(),
        street("新街口外大街", (116.362, 39.947, 116.367, 39.967), knots=3),
    )
    loose = tuple(weaker(cut, 700.0, status="indicative") for cut in cuts)
    return _block("德胜园", loose, 700.0, "indicative", inside="西城区")


@functools.cache
def _shangdi_west_street() -> Cut:
    """上地西路, the edge that 上地 and 软件园 share."""
    return weaker(street("上地西路", (116.285, 40.028, 116.315, 40.058), knots=8), 150.0)


@functools.cache
def shangdi() -> Part:
    """上地信息产业基地 by the streets that carry its name [recalled]."""
    box: Box = (116.285, 40.028, 116.315, 40.058)
    ninth = street("上地九街", box)
    south = through(
        "上地二街一线", [(116.3004, 40.0322), (116.3017, 40.0323), (116.3104, 40.0320)], 250.0,
        sources=("OSM", "RECALLED"),
    )  # fmt: skip
    cuts = (
        weaker(parallel(ninth, (116.2962, 40.0515), 200.0, "上地十街"), 200.0),
        weaker(street("上地东路", box, knots=6), 150.0),
        south,
        _shangdi_west_street(),
    )
    return _block("上地信息产业基地", cuts, 200.0)


@functools.cache
def software_park() -> Part:
    """中关村软件园, its first part and the second the plan speaks of, by the streets around them [recalled]."""
    box: Box = (116.264, 40.035, 116.300, 40.057)
    second = street("软件园二号路", box)
    cuts = (
        weaker(street("后厂村路", box, knots=4), 150.0),
        _shangdi_west_street(),
        weaker(parallel(second, (116.2878, 40.0419), 200.0, "东北旺路北段"), 200.0),
        weaker(street("东北旺西路", (116.278, 40.0385, 116.282, 40.0445), knots=2), 150.0),
        weaker(street("软件园南街", box), 150.0),
        weaker(street("旺科西路", box), 200.0),
    )
    return _block("中关村软件园", cuts, 200.0)


@functools.cache
def yongfeng() -> Part:
    """永丰产业基地 with 用友软件园: the outermost streets of its grid of 永… and 丰… names [recalled]."""
    cuts = (
        street(("丰润中路", "丰润东路"), (116.22, 40.078, 116.243, 40.085), knots=3, label="丰润路"),
        street(("永泽北路", "永泽南路"), (116.244, 40.064, 116.254, 40.083), knots=2, label="永泽路"),
        street(("丰滢西路", "丰滢东路"), (116.226, 40.062, 116.248, 40.069), knots=3, label="丰滢路"),
        street(("永澄北路", "永澄南路"), (116.218, 40.062, 116.229, 40.079), knots=3, label="永澄路"),
    )
    return _block("永丰产业基地", tuple(weaker(cut, 300.0) for cut in cuts), 300.0)


# --- 电子城, 丰台园, 昌平园, 生命科学园 and 沙河高教园区 ---


@functools.cache
def dianzicheng_east() -> Part:
    """电子城东区 (酒仙桥): the bounds recalled for it, read stepwise in the east."""
    box: Box = (116.455, 39.950, 116.520, 40.005)
    airport = street("京密路", (116.458, 39.966, 116.487, 39.9915), knots=5, label="京密路（京顺路）")
    river = through(
        "坝河", [(116.4755, 39.9655), (116.4884, 39.9665), (116.4940, 39.9668)], 500.0, status="indicative",
        sources=("OSM", "RECALLED"), note="one point of the river; its direction is that of 坝河北路",
    )  # fmt: skip
    cuts = (
        street("酒仙桥北路", (116.4825, 39.9855, 116.5015, 39.988), knots=3),
        street("东五环", (116.499, 39.972, 116.517, 39.993), knots=3, keep=_motorway),
        street("将台路", (116.484, 39.969, 116.511, 39.976), knots=5),
        street("酒仙桥东路", box),
        river,
        street("东四环北路", (116.462, 39.954, 116.483, 39.9705), knots=4, keep=_motorway),
        airport,
    )
    loose = tuple(weaker(cut, 600.0, status="indicative") for cut in cuts)
    return _block("电子城东区（酒仙桥）", loose, 600.0, "indicative")


@functools.cache
def dianzicheng_west() -> Part:
    """电子城西区 (望京): the bounds recalled for it."""
    fifth_ring = through(
        "北五环", [(116.4470, 40.0157), (116.4525, 40.0142), (116.4606, 40.0139), (116.4644, 40.0138),
                   (116.4763, 40.01305), (116.4856, 40.0065), (116.4875, 40.0045), (116.4903, 40.0015),
                   (116.4910, 40.0007)], 60.0,
        note="the road's own points at its bends: a fit swings out where 900 m hold none",
    )  # fmt: skip
    cuts = (
        fifth_ring,
        street("京密路", (116.4815, 39.986, 116.4995, 40.005), knots=3, label="京密路（京顺路）"),
        street("宏泰东街", (116.478, 39.992, 116.4835, 40.0), knots=5),
        street(("湖光北街", "宏泰西街"), (116.451, 39.999, 116.4755, 40.0015), knots=4, label="湖光北街—宏泰西街"),
        street(("望京西路", "望京北路"), (116.4508, 39.9965, 116.4525, 40.0075), knots=2, label="望京西路"),
    )
    return _block("电子城西区（望京）", tuple(weaker(c, 600.0, status="indicative") for c in cuts), 600.0, "indicative")


@functools.cache
def fengtai_east() -> Part:
    """丰台园东区: recalled bounds, by the park's own ring streets and the fourth ring."""
    west = through(
        "外环西路—外环南路", [(116.2722, 39.8184), (116.2726, 39.8203), (116.2739, 39.8234), (116.2740, 39.8281),
                              (116.2747, 39.8347)], 200.0, sources=("OSM", "RECALLED"),
    )  # fmt: skip
    cuts = (
        street("丰台南路", (116.283, 39.839, 116.2925, 39.842), knots=3),
        street("科怡路", (116.290, 39.829, 116.292, 39.8412), knots=3),
        street("南四环西路", (116.2845, 39.8285, 116.3125, 39.8302), knots=3),
        street("樊羊路", (116.306, 39.815, 116.308, 39.831), knots=2),
        street(("六圈路", "六圈西路"), (116.2722, 39.8175, 116.3095, 39.819), knots=4, label="六圈路"),
        west,
        street("富丰路", (116.2715, 39.8340, 116.2812, 39.8353)),
        street("西四环南路", (116.2775, 39.8335, 116.2825, 39.8425), knots=4),
    )
    return _block("丰台园东区", tuple(weaker(cut, 250.0) for cut in cuts), 250.0)


def fengtai_west() -> Part:
    """丰台园西区: 4.17 km² [S40] somewhere about 长辛店 and 王佐 [recalled]."""
    return _disc("丰台园西区", (116.165, 39.835), 4.17, 2500.0, ("S40", "RECALLED"), inside="丰台区")


@functools.cache
def changping() -> Part:
    """昌平园's first site south of the town, by its streets [recalled]; its other sites are a gap."""
    beside = street("昌盛路", (116.244, 40.202, 116.246, 40.210))
    east = parallel(beside, (116.2525, 40.2093), 500.0, "龙水路及其南延", status="indicative")
    cuts = (
        weaker(street(("南环路", "南环西路"), (116.215, 40.2105, 116.256, 40.213), knots=4, label="南环路"), 200.0),
        weaker(east, 500.0, status="indicative"),
        weaker(street(("白浮泉路", "水南路"), (116.2215, 40.197, 116.243, 40.200), knots=3, label="白浮泉路"), 200.0),
        weaker(street("京藏高速", (116.216, 40.196, 116.226, 40.213), knots=3, label=_BADALING), 150.0),
    )
    return _block("昌平园", cuts, 300.0, extend_m=1500.0)


@functools.cache
def life_science() -> Part:
    """生命科学园: 北清路 in the south [recalled] and the streets around the park."""
    east = through(
        "科学园路—医疗园路东端",
        [(116.2738, 40.0880), (116.2738, 40.0902), (116.2739, 40.0952), (116.2728, 40.0985), (116.2716, 40.1024),
         (116.2712, 40.1070)], 350.0, sources=("OSM", "RECALLED"),
    )  # fmt: skip
    cuts = (
        weaker(street("玉河南路", (116.255, 40.100, 116.270, 40.108)), 250.0),
        east,
        weaker(street("北清路", (116.262, 40.082, 116.280, 40.091), knots=4), 150.0),
        weaker(street("生命科学园西路", (116.252, 40.0935, 116.263, 40.101), knots=3), 250.0),
    )
    return _block("生命科学园", cuts, 300.0, extend_m=1500.0)


@functools.cache
def shahe_universities() -> Part:
    """沙河高教园区: 六环 and 八达岭高速 [S50]; south and east where its own grid of streets ends."""
    cuts = (
        published(street("六环路", (116.243, 40.168, 116.283, 40.177), knots=4, keep=_motorway), "S50"),
        weaker(street("南丰路", (116.2695, 40.1475, 116.282, 40.1745), knots=5), 500.0),
        weaker(street("百沙路", (116.2555, 40.1405, 116.282, 40.1482), knots=4), 500.0),
        published(
            street(("京藏高速", "G6辅路"), (116.2335, 40.1405, 116.2562, 40.180), knots=8, label=_BADALING),
            "S50",
        ),
    )
    return _block("沙河高教园区", cuts, 300.0)


# --- the other parks: 雍和, 健翔, 通州 ---


def yonghe() -> Part:
    """雍和园: no bounds found; 2.9 km² and the place recalled."""
    return _disc("雍和园", (116.417, 39.945), 2.9, 1000.0, ("RECALLED",), inside="东城区")


def jianxiang() -> Part:
    """健翔园: neither bounds nor area found; a marker of half a square kilometre north-east of 健翔桥 [recalled]."""
    return _disc("健翔园", (116.3775, 39.9930), 0.5, 1500.0, ("RECALLED",), inside="朝阳区")


@functools.cache
def opto_mechatronics() -> Part:
    """通州园's 光机电一体化产业基地: the streets named 嘉创 and 兴光 and 通马路 [recalled]."""
    west = through(
        "兴光街西端一线", [(116.5415, 39.8262), (116.5413, 39.8238), (116.5450, 39.8178), (116.5454, 39.8140)], 300.0,
        sources=("OSM", "RECALLED"),
    )  # fmt: skip
    east = through(
        "嘉创三路—兴光五街东端", [(116.5571, 39.8262), (116.5571, 39.8256), (116.5664, 39.8094), (116.5668, 39.8088)],
        500.0, status="indicative", sources=("OSM", "RECALLED"),
    )  # fmt: skip
    cuts = (
        weaker(street(("兴光一街", "兴光二街"), (116.541, 39.825, 116.558, 39.826), label="兴光一、二街"), 300.0),
        east,
        weaker(street("通马路", (116.560, 39.804, 116.567, 39.8095)), 300.0),
        weaker(street("嘉创路", (116.545, 39.802, 116.564, 39.8145), knots=3), 300.0),
        west,
    )
    return _block("光机电一体化产业基地", cuts, 400.0)


# --- 石景山: the parts of 八大处文化休闲集聚区 ---


@functools.cache
def shijingshan_north_2() -> Part:
    """石景山园北II区 and the older park south of it: streets around 石景山科技园 and 北京保险产业园 [recalled]."""
    cuts = (
        street(("金府北路", "西下庄南路"), (116.1775, 39.943, 116.195, 39.945), knots=3, label="金府北路—西下庄南路"),
        street("八大处路", (116.1930, 39.930, 116.1946, 39.9455), knots=3),
        street("西井路", (116.181, 39.9325, 116.1945, 39.934)),
        street(("苹果园大街", "雍王府街"), (116.1765, 39.9335, 116.1776, 39.943), knots=2, label="苹果园大街—雍王府街"),
    )
    return _block("石景山园北II区", tuple(weaker(c, 500.0, status="indicative") for c in cuts), 500.0, "indicative")


def shijingshan_north_1() -> Part:
    """石景山园北I区: 900 mu = 0.6 km² [S45]; the park adjoins 法海寺 [S44], the exact place is not known."""
    return _disc("石景山园北I区", (116.163, 39.944), 0.6, 1200.0, ("S44", "S45", "RECALLED"), inside="石景山区")


def shijingshan_south() -> Part:
    """石景山园南区 about 八角 and 鲁谷 [recalled]: neither bounds nor area found; a marker of one square kilometre."""
    return _disc("石景山园南区", (116.220, 39.908), 1.0, 1200.0, ("RECALLED",), inside="石景山区")


@functools.cache
def amusement_park() -> Part:
    """石景山游乐园: the block of four streets around its point and gates."""
    cuts = (
        street("八角北路", (116.188, 39.915, 116.206, 39.917), knots=3),
        street("西五环", (116.2045, 39.904, 116.206, 39.918), knots=2, keep=_motorway),
        street("石景山路", (116.190, 39.9055, 116.212, 39.9066), knots=2),
        street("八角东街", (116.1985, 39.906, 116.2009, 39.9176), knots=4),
    )
    return _block("石景山游乐园", cuts, 60.0)


def badachu_park() -> Part:
    """八大处公园: 2.5 km² [recalled] about the named places inside it; its line through the hills is not known."""
    return _disc("八大处公园", (116.1764, 39.9575), 2.5, 900.0, ("OSM", "RECALLED"), inside="石景山区")


@functools.cache
def shougang() -> Part:
    """首钢主厂区: its gates, the streets east and south of it, 永定河 in the west [recalled]."""
    north = through(
        "首钢小西门—广宁路东端", [(116.1433, 39.9229), (116.1499, 39.9231), (116.1550, 39.9230)], 400.0,
        status="indicative", sources=("OSM", "RECALLED"),
    )  # fmt: skip
    river = through(
        "永定河", [(116.1433, 39.9229), (116.1430, 39.9085), (116.1478, 39.8989), (116.1681, 39.8844)], 400.0,
        status="indicative", sources=("OSM", "RECALLED"), note="小西门, between the bank roads, two river points",
    )  # fmt: skip
    cuts = (
        north,
        weaker(street("北辛安路", (116.154, 39.9055, 116.167, 39.9235), knots=4), 200.0, status="indicative"),
        weaker(street("燕堤大街", (116.1655, 39.894, 116.1685, 39.906), knots=3), 300.0, status="indicative"),
        weaker(street("莲石西路", (116.156, 39.8855, 116.1785, 39.8907), knots=4), 300.0, status="indicative"),
        river,
    )
    return _block("首钢主厂区", cuts, 400.0, "indicative", inside="石景山区", extend_m=1500.0)
