"""The layer `science_parks`: Zhongguancun's parks of 2006, polygons where bounds can be drawn, else points.

    python -m geodata.build.science_parks

The geometry is that of the zones' first drawing (`zones.build.zhongguancun_parks`), a feature a piece; what is
published for a whole park of several pieces stands in `park_area_km2`. A point carries `radius_m`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from geodata.build.layer import feature, write_layer
from geodata.build.streets import to_degrees
from shapely.geometry import MultiPolygon
from zones.build import zhongguancun_parks as parks
from zones.build.drawing import Drawing, Part, rounded, stretches_of, zone_accuracy_m
from zones.build.outer_east import yizhuang_park
from zones.build.outer_south import daxing_biomedical_base
from zones.build.zhongguancun import electronics_parts

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Park:
    """A piece of a park: names, the park it belongs to, published areas (km², None where none was found)."""

    park_id: str
    name_zh: str
    name_en: str
    of_zh: str
    of_en: str
    parts: tuple[Part, ...]
    area_km2: float | None
    park_area_km2: float | None
    area_source: str
    clauses: tuple[str, ...]


HAIDIAN = ("海淀园", "Haidian Park")
SHIJINGSHAN = ("石景山园", "Shijingshan Park")
FENGTAI = ("丰台园", "Fengtai Park")
ALL = "四（一）1"


def _northern() -> tuple[Park, ...]:
    return (
        Park("zhongguancun-core", "中关村核心区", "Zhongguancun core area", *HAIDIAN, (parks.core(),), 75.0, 133.06,
             "S37;RECALLED", (ALL,)),
        Park("shangdi-information-industry-base", "上地信息产业基地", "Shangdi Information Industry Base",
             *HAIDIAN, (parks.shangdi(),), None,
             133.06, "RECALLED", (ALL, "一（一）5", "三（二）1（1）", "三（二）2（2）")),
        Park("zhongguancun-software-park", "中关村软件园", "Zhongguancun Software Park", *HAIDIAN,
             (parks.software_park(),), None, 133.06, "RECALLED", (ALL, "一（一）5", "三（二）1（1）")),
        Park("yongfeng", "永丰产业基地", "Yongfeng Industrial Base", *HAIDIAN, (parks.yongfeng(),), None, 133.06,
             "RECALLED", (ALL, "三（二）1（1）")),
        Park("changping-park", "昌平园（城南首期）", "Changping Park (first site)", "昌平园", "Changping Park",
             (parks.changping(),), None, 11.48, "RECALLED", (ALL, "四（二）9")),
        Park("zhongguancun-life-science-park", "中关村生命科学园", "Zhongguancun Life Science Park", "昌平园",
             "Changping Park",
             (parks.life_science(),), 2.49, None, "S51", (ALL, "一（一）5", "四（二）9")),
    )  # fmt: skip


def _central() -> tuple[Park, ...]:
    return (
        Park("electronics-city-science-park", "电子城科技园", "Electronics City Park", "电子城科技园",
             "Electronics City Park",
             electronics_parts(), 10.5, 16.81, "S36;RECALLED", (ALL, "一（一）5", "四（二）5")),
        Park("jianxiang-park", "健翔园", "Jianxiang Park", "健翔园", "Jianxiang Park",
             (parks.jianxiang(),), None, None, "",
             (ALL,)),
        Park("desheng-park", "德胜园", "Desheng Park", "德胜园", "Desheng Park", (parks.desheng(),),
             None, None, "", (ALL,)),
        Park("yonghe-park", "雍和园", "Yonghe Park", "雍和园", "Yonghe Park", (parks.yonghe(),), None,
             2.9, "RECALLED",
             (ALL,)),
    )  # fmt: skip


def _southern() -> tuple[Park, ...]:
    return (
        Park("fengtai-park-east", "丰台园东区", "Fengtai Park, east zone", *FENGTAI,
             (parks.fengtai_east(),), 4.01, 8.18,
             "S40", (ALL, "四（二）6")),
        Park("fengtai-park-west", "丰台园西区", "Fengtai Park, west zone", *FENGTAI,
             (parks.fengtai_west(),), 4.17, 8.18,
             "S40", (ALL, "四（二）6")),
        Park("shijingshan-park-north-2", "石景山园北II区", "Shijingshan Park, north zone II", *SHIJINGSHAN,
             (parks.shijingshan_north_2(),), None, 3.45, "S43", (ALL, "四（二）7")),
        Park("shijingshan-park-north-1", "石景山园北I区", "Shijingshan Park, north zone I", *SHIJINGSHAN,
             (parks.shijingshan_north_1(),), 0.6, 3.45, "S43;S45", (ALL, "四（二）7")),
        Park("shijingshan-park-south", "石景山园南区", "Shijingshan Park, south zone", *SHIJINGSHAN,
             (parks.shijingshan_south(),), None, 3.45, "S43", (ALL, "四（二）7")),
        Park("optomechatronics-base", "光机电一体化产业基地", "Opto-mechatronics Industry Base", "通州园",
             "Tongzhou Park",
             (parks.opto_mechatronics(),), None, None, "", (ALL, "一（一）5")),
        Park("yizhuang-park", "亦庄园", "Yizhuang Park", "亦庄园", "Yizhuang Park", (yizhuang_park(),), None, 7.0,
             "RECALLED", (ALL, "四（一）5")),
        Park("daxing-biopharma-base", "大兴生物医药产业基地", "Daxing Biomedical Industry Base",
             "大兴生物医药产业基地",
             "Daxing Biomedical Industry Base", (daxing_biomedical_base(),), 13.4, None, "S52", (ALL, "四（二）10")),
    )  # fmt: skip


def _sources(parts: Sequence[Part], area_source: str) -> str:
    drawn = [source for part in parts for source in part.sources]
    return ";".join(dict.fromkeys([*drawn, *(area_source.split(";") if area_source else [])]))


def _feature(park: Park) -> dict[str, Any]:
    whole = MultiPolygon([piece for part in park.parts for piece in shapely.get_parts(part.polygon)])
    shown = all(part.method == "area-sized" for part in park.parts)
    drawing = Drawing(park.park_id, park.parts, "", "", "", (), None)
    shape = rounded(whole if len(whole.geoms) > 1 else whole.geoms[0])
    runs = stretches_of(drawing, shape)
    statuses = {part.status for part in park.parts}
    return feature(
        to_degrees(whole.centroid) if shown else shape,
        {
            "park_id": park.park_id,
            "name_zh": park.name_zh,
            "name_en": park.name_en,
            "of_park_zh": park.of_zh,
            "of_park_en": park.of_en,
            "status": "indicative" if "indicative" in statuses else "digitised",
            "published_area_km2": park.area_km2,
            "park_area_km2": park.park_area_km2,
            "radius_m": round(math.sqrt(whole.area / math.pi), -1) if shown else None,
            "accuracy_m": zone_accuracy_m(runs),
            "source": _sources(park.parts, park.area_source),
            "clauses": list(park.clauses),
        },
    )


def build() -> None:
    """Write geodata/science_parks.geojson and say what it holds."""
    features = [_feature(park) for park in (*_northern(), *_central(), *_southern())]
    path = write_layer("science_parks", features)
    kinds = [item["geometry"]["type"] for item in features]
    print(f"{path.name}: {len(kinds)} features, {kinds.count('Point')} of them points")


if __name__ == "__main__":
    build()
