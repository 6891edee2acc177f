"""The south city and the city centre as areas, and the Chang'an Avenue axis as a line fitted to its streets.

The plan draws none of these; each feature says the definition it was drawn by and whether the siting rules use it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import shapely
from geodata.build.layer import feature, read_layer, write_layer
from geodata.build.sources import NamedPoint  # noqa: TC002
from geodata.build.streets import HALF_ROAD_M, Box, Cut, metres, named_points, street, to_degrees

DISTRICTS_ACCURACY_M = 320.0
"""90 % of the district lines lie within this of finer ones."""
OLD_SOUTH = ("崇文区", "宣武区")
SOUTH_PROGRAMME = (*OLD_SOUTH, "丰台区", "大兴区", "房山区")
CORE = ("东城区", "西城区", "崇文区", "宣武区")
AXIS, AVENUE = "Chang'an axis", "Chang'an Avenue"
AXIS_BOX: Box = (116.14, 39.895, 116.6722, 39.915)
AVENUE_BOX: Box = (116.3525, 39.9, 116.43, 39.912)
AVENUE_STREETS = ("复兴门内大街", "西长安街", "东长安街", "建国门内大街")
WEST_STREETS = ("石景山路", "复兴路", "复兴门外大街")
EAST_STREETS = ("建国门外大街", "建国路", "京通快速路", "新华西街", "新华东街")
AXIS_STREETS = (*WEST_STREETS, *AVENUE_STREETS, *EAST_STREETS)
"""From the eastern gate of the Shougang works to the canal at Tongzhou, west to east."""
MAIN_ROAD_TAGS = {"trunk", "primary", "motorway", "secondary"}
SIDE_ROADS_DEG = (116.469, 116.481)
"""Between these longitudes 建国路 has points on its side roads only (both sides), which are used there."""


def _districts() -> dict[str, shapely.Geometry]:
    return {item["properties"]["name_zh"]: shapely.geometry.shape(item["geometry"]) for item in read_layer("districts")}


def _union(names: tuple[str, ...]) -> shapely.Geometry:
    shapes = _districts()
    return shapely.union_all([shapes[name] for name in names])


def _inside_ring(ring: int) -> tuple[shapely.Geometry, float]:
    for item in read_layer("ring_roads"):
        if item["properties"]["ring"] == ring:
            return shapely.Polygon(item["geometry"]["coordinates"]), float(item["properties"]["accuracy_m"])
    msg = f"no ring {ring}"
    raise ValueError(msg)


def _area(
    key: str,
    names: tuple[str, str],
    kind: str,
    definition: tuple[str, str],
    *,
    rules: bool,
    accuracy_m: float,
    source: str,
) -> dict[str, Any]:
    layer_key, value = key.split("=")
    return {
        layer_key: value,
        "name_zh": names[0],
        "name_en": names[1],
        "kind": kind,
        "used_by_rules": rules,
        "definition_zh": definition[0],
        "definition_en": definition[1],
        "accuracy_m": accuracy_m,
        "source": source,
    }


def _south_city() -> list[dict[str, Any]]:
    narrow = _area(
        "south_city_id=south-city", ("南城", "South city"), "narrow",
        ("按习惯的狭义：崇文区、宣武区全境；规划未给范围。",
         "The customary narrow sense: Chongwen and Xuanwu Districts; the plan gives no extent."),
        rules=True, accuracy_m=DISTRICTS_ACCURACY_M, source="DISTRICTS;RECALLED",
    )  # fmt: skip
    wide = _area(
        "south_city_id=south-city-wide", ("南城（广义）", "South city (wide sense)"), "wide",
        ("广义：崇文、宣武、丰台、大兴、房山五区，即 2009 年城南行动计划所及（据常识）；晚于本规划，只供对照。",
         ("The wide sense: Chongwen, Xuanwu, Fengtai, Daxing and Fangshan, those of the south city programme of 2009 "
         "(from general knowledge); later than the plan, for comparison only.")),
        rules=False, accuracy_m=DISTRICTS_ACCURACY_M, source="DISTRICTS;RECALLED",
    )  # fmt: skip
    return [feature(_union(OLD_SOUTH), narrow), feature(_union(SOUTH_PROGRAMME), wide)]


def _on_axis(point: NamedPoint) -> bool:
    west, east = SIDE_ROADS_DEG
    return point.tag in MAIN_ROAD_TAGS or (point.name == "建国路" and west < point.lon < east)


def _worst(cut: Cut) -> Cut:
    """Let a long line's accuracy be that of its worst point, not of nine in ten."""
    names, box = (AXIS_STREETS, AXIS_BOX) if cut.name == AXIS else (AVENUE_STREETS, AVENUE_BOX)
    points = shapely.points(metres(named_points(names, box, _on_axis)))
    worst = float(shapely.distance(cut.line, points).max()) + HALF_ROAD_M
    return replace(cut, accuracy_m=5.0 * math.ceil(worst / 5.0))


def axis() -> Cut:
    """Return the Chang'an Avenue axis from the Shougang works to Tongzhou, as one fitted polyline."""
    return _worst(street(AXIS_STREETS, AXIS_BOX, knots=60, keep=_on_axis, label=AXIS))


def avenue() -> Cut:
    """Return Chang'an Avenue proper, between Fuxingmen and Jianguomen, as one fitted polyline."""
    return _worst(street(AVENUE_STREETS, AVENUE_BOX, knots=10, keep=_on_axis, label=AVENUE))


def _line(key: str, names: tuple[str, str], definition: tuple[str, str], cut: Cut) -> dict[str, Any]:
    found = _area(key, names, "axis", definition, rules=True, accuracy_m=cut.accuracy_m, source="OSM")
    return feature(to_degrees(cut.line), found)


def _city_centre() -> list[dict[str, Any]]:
    inside, accuracy_m = _inside_ring(2)
    narrow = _area(
        "city_centre_id=city-core", ("城市核心区（二环以内）", "City core (inside ring 2)"), "narrow",
        ("二环路以内，如规划三（五）自注“城市核心区（二环以内）”；“城市中心区”规划未注，亦按此从严理解。",
         ("Inside ring 2, as the plan itself glosses the city core in its chapter on declining trades; "
         "the city centre, which it does not gloss, is read the same, strict way.")),
        rules=True, accuracy_m=accuracy_m, source="OSM;PLAN",
    )  # fmt: skip
    wide = _area(
        "city_centre_id=core-districts",
        ("城市中心区（首都功能核心区四区）", "City centre (the four core districts)"), "wide",
        ("较宽的理解：首都功能核心区，即东城、西城、崇文、宣武四区。",
         "A wider reading: the capital functional core region, that is Dongcheng, Xicheng, Chongwen and Xuanwu."),
        rules=False, accuracy_m=DISTRICTS_ACCURACY_M, source="DISTRICTS;PLAN",
    )  # fmt: skip
    axis_zh = "按道路中线点拟合：自首钢厂东门经石景山路、复兴路、长安街、建国路、京通快速路、新华大街至通州。"
    axis_en = (
        "Fitted to the points of the streets from the Shougang works along Shijingshan Road, Fuxing Road, "
        "Chang'an Avenue, Jianguo Road, the Jingtong expressway and Xinhua Street to Tongzhou."
    )
    avenue_zh = "按道路中线点拟合：复兴门至建国门。"
    avenue_en = "Fitted to the points of its streets, from Fuxingmen to Jianguomen."
    return [
        feature(inside, narrow),
        feature(_union(CORE), wide),
        _line(
            "city_centre_id=changan-axis",
            ("长安街及其延长线", "Chang'an Avenue and its extensions"),
            (axis_zh, axis_en),
            axis(),
        ),
        _line("city_centre_id=changan-avenue", ("长安街", "Chang'an Avenue"), (avenue_zh, avenue_en), avenue()),
    ]


def build() -> None:
    """Write south_city.geojson and city_centre.geojson."""
    write_layer("south_city", _south_city())
    write_layer("city_centre", _city_centre())


if __name__ == "__main__":
    build()
