"""The three ecological belts: three different constructions; no bounds of any were published.

Agriculture is ground (a basin, hills, mountains, a reservoir's shore), industry is the development zones and the
corridors of three roads, leisure is the Great Wall and three groups of scenic areas. They overlap where the plan's own
places do.
"""

from __future__ import annotations

from zones.build import belt_agriculture, belt_industry, belt_leisure
from zones.build.drawing import Drawing

AGRICULTURE_BASIS = (
    "计划未公布范围：延庆盆地以山麓最外侧 41 个村庄连线（OSM）为界，平谷区以西峪水库、熊儿寨、黄松峪水库一线（"
    "OSM、GEONAMES）除去东北部高山，怀柔区以十座出山口水库连线（OSM）以北、以西为山区，密云水库取 GSHHS 岸线外 "
    "5 公里、限于密云县内（最大水面 188 平方公里，S70）；村庄与水库的取舍凭一般知识（RECALLED）；其余为区县界（"
    "DISTRICTS）。 / No bounds were published: the Yanqing basin inside the line through its 41 outermost "
    "villages (OSM), Pinggu without its high north-east beyond the line of two reservoirs and Xiong'erzhai "
    "(OSM, GEONAMES), Huairou north and west of the line through ten reservoirs at the valley mouths (OSM), "
    "Miyun reservoir with 5 km around its GSHHS shore inside the county (the fullest water is 188 km², S70); "
    "which villages and dams stand at the foot is RECALLED; elsewhere district lines (DISTRICTS)."
)
INDUSTRY_BASIS = (
    "计划未公布范围：取京承高速二期（怀柔、密云段，S64）、京平高速（平谷段，S65）、六环路西段（门头沟段，S61）"
    "两侧各 3 公里，并上石龙、雁栖、密云、兴谷、马坊、延庆、八达岭七个开发区（名称 RECALLED）企业与道路点位（"
    "OSM、OSM-POI）周围 2 公里；止于区县界（DISTRICTS）、怀柔山麓线、延庆盆地山麓线和门头沟建成地带边缘。 / No "
    "bounds were published: 3 km on either side of the Jingcheng Expressway's phase two (in Huairou and Miyun, "
    "S64), the Jingping Expressway (in Pinggu, S65) and the western Sixth Ring Road (in Mentougou, S61), with "
    "the ground within 2 km of the works and streets of seven development zones (names RECALLED; OSM, "
    "OSM-POI); it ends at district lines (DISTRICTS), at the mountain foot of Huairou and of the Yanqing "
    "basin, and at the edge of Mentougou's settled ground."
)
LEISURE_BASIS = (
    "计划未公布范围：长城敌台（OSM-POI）两侧各 3 公里（2003 年长城管控范围的外限，RECALLED），并上西北部（八达"
    "岭、居庸关、十三陵）、东北部（慕田峪、云蒙山、司马台）、西南部（周口店、上方山、云居寺、十渡、石花洞、圣莲"
    "山、百花山）景区点位周围 2 公里、彼此相距 6 公里以内者连片；云蒙山以四周谷地公路为界，西南部止于周张路（"
    "OSM）；其余为市界（DISTRICTS）。 / No bounds were published: 3 km on either side of the Great Wall's "
    "towers (OSM-POI; the outer limit of the controlled zone of 2003, RECALLED), with the ground within 2 km "
    "of the scenic areas of the north-west (Badaling, Juyongguan, Ming Tombs), north-east (Mutianyu, Yunmeng "
    "Mountain, Simatai) and south-west (Zhoukoudian, Shangfang Mountain, Yunju Temple, Shidu, Shihua Cave, "
    "Shenglian and Baihua Mountains), joined where less than 6 km apart; Yunmeng Mountain is closed by the "
    "valley roads around it, the south-west ends at Zhouzhang Road (OSM); elsewhere the municipal line "
    "(DISTRICTS)."
)

WHY = {
    "eco-agriculture": (
        ("计划只列地名，未公布面积与边界；所画为这些地名所指的盆地、平原丘陵、山区和库滨，精度 1–3 公里。"),
        (
            "The plan only names places and publishes neither area nor bounds; drawn are the basin, plain, "
            "hills, mountains and shore those names stand for, to 1–3 km."
        ),
    ),
    "eco-industry": (
        (
            "计划未公布面积与边界，各开发区 2006 年公告面积亦未查得；所画为三条公路沿线与七个开发区及其周边，宽"
            "度是假定，精度 1.5–2 公里。"
        ),
        (
            "The plan publishes neither area nor bounds, and the zones' hectares in the directory of 2006 were "
            "not found; drawn are the corridors of the three roads and the seven zones with their "
            "surroundings, of assumed width, to 1.5–2 km."
        ),
    ),
    "leisure-tourism": (
        (
            "计划未公布面积与边界；所画为北京段长城沿线与三片景区，宽度是假定，精度 1–3 公里。计划点名的周口店"
            "在房山区，居庸关、十三陵在昌平区，均在生态涵养发展区五区县之外。"
        ),
        (
            "The plan publishes neither area nor bounds; drawn are the Great Wall's corridor and three groups "
            "of scenic areas, of assumed width, to 1–3 km. Zhoukoudian, which the plan names, lies in "
            "Fangshan, Juyongguan and the Ming Tombs in Changping: outside the five districts of the "
            "ecological region."
        ),
    ),
}
"""Why each belt has the extent it has, zone_id → (zh, en): there is no published area to compare with."""


def drawings() -> tuple[Drawing, ...]:
    """Return the first drawings of the three belts."""
    return (
        Drawing(
            "eco-agriculture", belt_agriculture.parts(), "terrain", "indicative", AGRICULTURE_BASIS,
            ("PLAN", "OSM", "GSHHS", "GEONAMES", "DISTRICTS", "S70", "RECALLED"), None,
        ),
        Drawing(
            "eco-industry", belt_industry.parts(), "corridor", "indicative", INDUSTRY_BASIS,
            ("PLAN", "OSM", "OSM-POI", "DISTRICTS", "S61", "S64", "S65", "RECALLED"), None,
        ),
        Drawing(
            "leisure-tourism", belt_leisure.parts(), "corridor", "indicative", LEISURE_BASIS,
            ("PLAN", "OSM", "OSM-POI", "DISTRICTS", "RECALLED"), None,
        ),
    )  # fmt: skip
