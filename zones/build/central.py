"""First drawing of the seven central zones: street blocks between the lines of `central_streets`.

A part is a ring of cuts in order around it. Each of its edges keeps the provenance of the cut it was drawn along; where
a street had to be carried on beyond its points, the part's own (wider) accuracy holds. Once drawn, the files under
zones/ are the truth; this module shows how the first drawing was made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import shapely
from geodata.build.streets import Cut, ring
from shapely.geometry import LineString
from zones.build.central_streets import STREETS, along, made
from zones.build.central_texts import BASIS, WHY
from zones.build.drawing import Drawing, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["WHY", "drawings"]

CARRY_ON_M = 800.0
"""How far a street may be carried on straight beyond its points to meet the next."""
CROSSING_M = 5.0
"""A shorter piece is a cut crossing the boundary, not running along it."""
RECALLED = "RECALLED"


def _bound(key: str, source: str, status: str, floor_m: float) -> Cut:
    """Return a line as the bound a source names: a published bound, or (RECALLED) a street block's edge."""
    cut = along(key) if key in STREETS else made(key)
    method = "street-block" if source == RECALLED else "gazetted-bounds"
    kept = status if cut.status == "digitised" else cut.status
    accuracy = max(cut.accuracy_m, floor_m)
    return replace(cut, method=method, status=kept, accuracy_m=accuracy, sources=(*cut.sources, source))


def _pieces(cuts: Sequence[Cut], boundary: shapely.Geometry) -> tuple[Cut, ...]:
    """Clip cuts to the boundary they bound, so that a stretch carried on beyond the points does not pass for fitted."""
    unique = {cut.name: cut for cut in cuts}.values()
    near = shapely.buffer(boundary, 0.5)
    return tuple(
        replace(cut, line=part)
        for cut in unique
        for part in shapely.get_parts(cut.line.intersection(near))
        if isinstance(part, LineString) and part.length > CROSSING_M
    )


def _part(
    name: str, bounds: Sequence[str], source: str, *, recalled: Sequence[str] = (), status: str = "digitised",
    floor_m: float = 0.0, carried_m: float = 75.0,
) -> Part:  # fmt: skip
    """Draw one part from its bounds in order around it, all named by `source` but the `recalled` ones.

    Parameters
    ----------
    status : str
        Of the edges along streets with points; lines made by hand keep their own.
    floor_m : float
        The extent itself is not known better than this, however well the streets are.
    carried_m : float
        Accuracy where a street is carried on straight beyond its points.
    """
    cuts = [
        _bound(key, RECALLED, "digitised", floor_m) if key in recalled else _bound(key, source, status, floor_m)
        for key in bounds
    ]
    polygon = ring(cuts, extend_m=CARRY_ON_M)
    method = "street-block" if source == RECALLED else "gazetted-bounds"
    carried = "indicative" if status == "indicative" else "digitised"
    accuracy = max(carried_m, floor_m)
    return Part(name, polygon, _pieces(cuts, polygon.boundary), method, carried, accuracy, ("OSM", source))


def _drawing(zone_id: str, parts: Sequence[Part], method: str, published_km2: float | None, *more: str) -> Drawing:
    """Make the zone's drawing; its sources are the plan's and those of all its parts and cuts."""
    named = {source for part in parts for cut in part.cuts for source in cut.sources} | set(more)
    named |= {source for part in parts for source in part.sources}
    return Drawing(zone_id, tuple(parts), method, "digitised", BASIS[zone_id], ("PLAN", *sorted(named)), published_km2)


def _central_business() -> Drawing:
    cbd = _part("CBD", ("朝阳路", "西大望路", "通惠河", "东大桥路"), "S09", recalled=("朝阳路", "东大桥路"))
    yansha = _part(
        "燕莎国际商圈",
        ("霄云路", "天泽路-麦子店街-朝阳公园西路", "农展馆南路", "东三环北路", "亮马河", "燕莎西界", "东三环北路"),
        RECALLED,
        status="indicative",
        floor_m=300.0,
    )
    return _drawing("central-business", (cbd, yansha), "street-block", 3.99, "S11", "S12")


def _olympic() -> Drawing:
    park = _part(
        "奥林匹克公园",
        ("清河", "安立路", "科荟路", "北辰东路", "北辰东路南延", "北土城路", "北辰西路", "科荟路", "林萃路"),
        "S17",
    )
    centre = _part("北京国际会议中心街区", ("慧忠路", "安立路南段", "北四环中路", "北辰东路"), RECALLED)
    return _drawing("olympic", (park, centre), "gazetted-bounds", 11.59)


def _financial_street() -> Drawing:
    """Draw Financial Street; its eastern edge carries ±100 m.

    太平桥大街's southern run can be read two ways about 200 m apart (see WHY): the published 1.18 km² and 1,700 by 600 m both fit
    the one drawn (1.17), not the other (1.37).
    """
    part = _part("金融街", ("阜成门内大街", "太平桥大街-闹市口北街", "长安街", "西二环"), "S13")
    doubtful = "太平桥大街-闹市口北街"
    cuts = tuple(replace(cut, accuracy_m=100.0) if cut.name == doubtful else cut for cut in part.cuts)
    part = replace(part, cuts=cuts)
    return _drawing("financial-street", (part,), "gazetted-bounds", 1.18, "S15")


def _wangfujing_xidan() -> Drawing:
    wangfujing = _part(
        "王府井", ("五四大街-东四西大街", "东单北大街-东四南大街", "长安街", "东黄城根"), RECALLED, floor_m=50.0
    )
    xidan = _part(
        "西单",
        ("辟才胡同-灵境胡同", "西单横二条-油坊胡同", "宣武门东西大街", "华远街-参政胡同"),
        RECALLED,
        status="indicative",
        floor_m=100.0,
    )
    return _drawing("wangfujing-xidan", (wangfujing, xidan), "street-block", None, "S25", "S27")


def _xuannan() -> Drawing:
    dashilan = _part(
        "大栅栏椿树",
        ("西河沿西段", "前门西河沿街", "前门大街-天桥南大街", "珠市口西大街-骡马市大街", "宣武门外大街"),
        "S29",
    )
    tianqiao = _part(
        "天桥",
        ("珠市口西大街-骡马市大街", "前门大街-天桥南大街", "永定门内大街", "永定门西街", "虎坊路-太平街"),
        RECALLED,
        floor_m=60.0,
    )
    return _drawing("xuannan", (dashilan, tianqiao), "street-block", None, "S28")


def _longtan_lake() -> Drawing:
    bounds = ("体育馆路-光明路", "东南护城河东段", "东南角", "东南护城河南段", "天坛东路")
    return _drawing("longtan-lake", (_part("龙潭湖体育产业园", bounds, "S30"),), "gazetted-bounds", 2.4)


def _imperial_city() -> Drawing:
    parts = (
        _part(
            "皇城",
            ("平安大街", "东黄城根", "长安街", "府右街", "辟才胡同-灵境胡同", "西黄城根"),
            "S32",
            status="gazetted",
            carried_m=100.0,
        ),
        _part("什刹海", ("北二环", "鼓楼西大街", "地安门外大街", "平安大街", "新街口南北大街"), "S34"),
        _part(
            "钟鼓楼",
            ("豆腐池胡同", "草厂胡同", "鼓楼东大街", "鼓楼西大街", "旧鼓楼大街"),
            RECALLED,
            status="indicative",
            floor_m=80.0,
        ),
        _part(
            "国子监–雍和宫",
            ("北二环", "藏经馆胡同", "戏楼胡同", "雍和宫大街", "方家胡同", "安定门内大街"),
            RECALLED,
            floor_m=60.0,
        ),
        _part(
            "白塔寺–历代帝王庙",
            ("受壁街-西四北四条", "西四南北大街", "阜成门内大街", "西二环"),
            RECALLED,
            floor_m=60.0,
        ),
        _part("天坛", ("天坛路", "天坛东路", "永定门东街", "永定门内大街", "前门大街-天桥南大街"), RECALLED),
    )
    return _drawing("imperial-city", parts, "gazetted-bounds", 6.8, "S33")


def drawings() -> tuple[Drawing, ...]:
    """Return the first drawings of the seven central zones (metric), neighbours built from the same cuts."""
    return (
        _central_business(),
        _olympic(),
        _financial_street(),
        _wangfujing_xidan(),
        _xuannan(),
        _longtan_lake(),
        _imperial_city(),
    )
