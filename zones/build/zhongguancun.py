"""First drawing of Zhongguancun's park and of the four clusters that stand on its parks."""

from __future__ import annotations

from zones.build import zhongguancun_parks as parks
from zones.build.drawing import Drawing, Part
from zones.build.outer_east import yizhuang_park
from zones.build.outer_south import daxing_biomedical_base


def electronics_parts() -> tuple[Part, ...]:
    """Return 电子城, east and west: the cluster's parts, and a park of Zhongguancun."""
    return (parks.dianzicheng_east(), parks.dianzicheng_west())


def fengtai_parts() -> tuple[Part, ...]:
    """Return 丰台园, east and west."""
    return (parks.fengtai_east(), parks.fengtai_west())


def shijingshan_parts() -> tuple[Part, ...]:
    """Return 石景山园 in its three pieces."""
    return (parks.shijingshan_north_2(), parks.shijingshan_north_1(), parks.shijingshan_south())


def _zhongguancun() -> Drawing:
    haidian = (parks.core(), parks.desheng(), parks.shangdi(), parks.software_park(), parks.yongfeng())
    others = (
        *electronics_parts(), parks.jianxiang(), *fengtai_parts(), parks.changping(), parks.life_science(),
        *shijingshan_parts(), parks.yonghe(), parks.opto_mechatronics(), yizhuang_park(), daxing_biomedical_base(),
    )  # fmt: skip
    return Drawing(
        "zhongguancun", (*haidian, *others), "park-union", "digitised",
        ("Core by its published four bounds, 北五环, 八达岭高速, 西直门外大街 and 京密引水渠 (S37), closed between 马"
         "甸 and 西直门 along 德胜门外大街 and 北二环 (our reading); 上地, 中关村软件园, 永丰, 电子城, 丰台园东区, 昌"
         "平园, 生命科学园 and 光机电基地 by the streets of each park (recalled); 丰台园西区, 雍和园, 健翔园, 亦庄园 "
         "and two pieces of 石景山园, whose bounds no source gives, as discs of their published, recalled or marker "
         "size."),
        ("PLAN", "OSM", "DISTRICTS", "S37", "S38", "S40", "S44", "S45", "S52", "RECALLED"), 233.0,
    )  # fmt: skip


def _electronics_city() -> Drawing:
    return Drawing(
        "electronics-city", electronics_parts(), "street-block", "indicative",
        ("酒仙桥 between 酒仙桥北路, 东五环, 将台路, 酒仙桥东路, 坝河, 东四环北路 and 京密路; 望京 between 北五环, 京"
         "密路, 宏泰东街, 宏泰西街, 湖光北街 and 望京西路: bounds recalled, digitised along the streets; no published "
         "bounds were found."),
        ("PLAN", "OSM", "S36", "RECALLED"), 10.5,
    )  # fmt: skip


def _fengtai_headquarters() -> Drawing:
    return Drawing(
        "fengtai-headquarters", fengtai_parts(), "street-block", "digitised",
        ("East: 丰台南路, 科怡路, 南四环西路, 樊羊路, 六圈路, 外环西路, 富丰路 and 西四环南路 (recalled, digitised "
         "along the streets); west: a disc of the published 4.17 km² (S40) about its recalled place, its bounds being "
         "a gap."),
        ("PLAN", "OSM", "S40", "S42", "RECALLED"), 8.18,
    )  # fmt: skip


def _badachu() -> Drawing:
    drawn = (parks.badachu_park(), *shijingshan_parts(), parks.amusement_park(), parks.shougang())
    return Drawing(
        "badachu", drawn, "street-block", "indicative",
        ("The three areas the plan names, each by what stands for it: 主题娱乐区, the block of 石景山游乐园; 创意高新"
         "区, 石景山园 (its 北II区 by streets, 北I区 by S44 and S45, 南区 recalled, the last two as discs); 休闲度假区"
         ", 八大处公园 as a disc of its recalled area; with the main works of 首钢 by streets and 永定河 (recalled). "
         "No bounds of the whole were found."),
        ("PLAN", "OSM", "OSM-POI", "DISTRICTS", "S43", "S44", "S45", "RECALLED"), None,
    )  # fmt: skip


def _shahe() -> Drawing:
    drawn = (parks.shahe_universities(), parks.life_science(), parks.changping())
    return Drawing(
        "shahe", drawn, "street-block", "digitised",
        ("沙河高教园区: 六环路 and 八达岭高速 (S50), its south and east where its own streets end, at 百沙路 and 南丰"
         "路; 生命科学园: 北清路 (recalled), 生命科学园西路, 玉河南路 and the eastern ends of its streets; 昌平园: its "
         "first site between 南环路, 白浮泉路, 八达岭高速 and 龙水路 (recalled), its other sites being a gap."),
        ("PLAN", "OSM", "S49", "S50", "S51", "RECALLED"), 21.28,
    )  # fmt: skip


def drawings() -> tuple[Drawing, ...]:
    """Return the first drawings of the five zones (metric); a park that is in two of them is the same polygon."""
    return (_zhongguancun(), _electronics_city(), _fengtai_headquarters(), _badachu(), _shahe())


WHY: dict[str, tuple[str, str]] = {
    "zhongguancun": (
        (
            "公布的 233 平方公里（另记 232.52）为十园总和，各园四至未找到：只画了核心区和街道可辨的园区，其余以示意小块表"
            "示；海淀园 133（回忆值）中约 58 平方公里、昌平园后来的地块、亦庄园和通州园的其余部分未画。核心区按四至量得约 "
            "67，公布约 75。"
        ),
        (
            "The published 233 km² (232.52 is recalled) sums ten parks whose bounds were not found: only the core and the "
            "parks whose streets can be told are drawn, the rest as small markers; about 58 of 海淀园's recalled 133, "
            "the later sites of 昌平园 and the rest of 亦庄园 and 通州园 are missing. The core measures 67 by its four "
            "bounds, published about 75."
        ),
    ),
    "electronics-city": (
        (
            "10.5 为 1999 年酒仙桥一带的规划面积；2006 年的 16.81 仅为回忆值。所画包括望京西区，街道均取中线；新增空间（"
            "北扩）未找到范围，未画。"
        ),
        (
            "10.5 is the area planned in 1999 about 酒仙桥; 16.81 for 2006 is only recalled. What is drawn includes 望京 "
            "in the west and runs to the middle of the streets; the 'newly added space' to the north has no known bounds "
            "and is not drawn."
        ),
    ),
    "fengtai-headquarters": (
        "西区按公布的 4.17 画圆；东区按街道中线量得约 4.9，公布 4.01 为规划用地，不含四环路、绿化带和区内住宅。",
        (
            "The west is a disc of the published 4.17; the east measures 4.9 along the streets, against a published 4.01 "
            "that is planning land without the fourth ring road, its green belts and the housing within."
        ),
    ),
    "badachu": (
        (
            "没有公布的总面积：3.45 仅为石景山园 [S43]，所画三块约 3.4，其中南区为标示用；其余为游乐园、八大处公园和首钢"
            "主厂区（回忆值 8.63，所画到永定河与燕堤大街，约 5.2）。"
        ),
        (
            "No area of the whole is published: 3.45 is 石景山园 alone (S43), drawn as three pieces of 3.4 of which the "
            "southern is a marker; the rest is the amusement park, 八大处 park and the main works of 首钢 (8.63 recalled; "
            "5.2 as drawn between the river and 燕堤大街)."
        ),
    ),
    "shahe": (
        (
            "21.28 为三园之和：7.31（S49）、2.49（S51）、11.48（昌平园，回忆值）。昌平园只画得出城南首期约 3.9；高教园按"
            "街道量得约 8.7，生命科学园约 2.0（东缘可再外移约 350 米到铁路）。"
        ),
        (
            "21.28 sums three parks: 7.31 (S49), 2.49 (S51) and 11.48 (昌平园, recalled). Of 昌平园 only the first site "
            "south of the town can be drawn, 3.9; the university park measures 8.7 along its streets, the life science "
            "park 2.0 (its edge may lie some 350 m further east, at the railway)."
        ),
    ),
}
"""Why the drawn area differs from the published one: zone_id → (zh, en)."""
