"""Where the zones stand: inside the municipality, and in the districts they state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.plan_rules.ground import STANDS, drawn_zones, ground_of, length, zone_finding
from zoneatlas.checks.records import Measure
from zoneatlas.checks.registry import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.checks.plan_rules.ground import Site
    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check(
    "Z304",
    "outside-municipality",
    family="plan",
    severity="error",
    source="plan.toml, [roles] outline",
    requires=STANDS,
    needs_plan=True,
)
def outside_municipality(subject: Subject) -> Iterator[Finding]:
    """A zone reaches out of the municipality farther than the accuracies explain.

    What it means
        Part of the zone lies outside, farther than the accuracy of its edge there and that of the municipal line
        together.
    Why it matters
        The plan has no say there: the zone was moved, its axes swapped, or traced from another map.
    How to fix
        Draw the edge along the municipal line; where the line itself is wrong, mend the layer or state its accuracy.

    中文
    功能区超出市界，超出的距离不能用精度解释。

    含义
        功能区有一部分在市界之外，比该处边界精度与市界精度之和还远。
    为什么
        规划管不到那里：多半是整体移位、经纬颠倒或描错了底图。
    怎么改
        把边界画到市界上；若是市界图层有误，则改图层或写明其精度。
    """
    import shapely

    from zoneatlas.space.overlay import farthest_m

    for ground, zone, area, edge in drawn_zones(subject):
        if ground.outline is None or ground.outline[0].covers(area):
            continue
        outline, line = ground.outline
        outside = shapely.difference(area, outline)
        if outside.is_empty:
            continue
        out_m, position = farthest_m(outside, outline)
        point = shapely.Point(position)
        allowed_m = edge.accuracy_at(point) + line.accuracy_at(point)
        if out_m <= allowed_m:
            continue
        km2 = outside.area / 1e6
        yield zone_finding(
            "Z304", subject, zone, (),
            f"{zone.name.say('en')} reaches {length(out_m)} out of the municipality ({km2:.2f} km² outside); the "
            "accuracies "
            f"allow {length(allowed_m)}. Move it back, or draw its edge along the municipal line.",
            f"{zone.name.say('zh')}超出市界 {length(out_m, zh=True)}（界外 {km2:.2f} 平方公里），精度只允许 "
            f"{length(allowed_m, zh=True)}。请移回，或沿市界画边。",
            place=ground.place(outside),
            measure=Measure(round(out_m, 1), "m"),
        )  # fmt: skip


@check(
    "Z305",
    "district-not-stated",
    family="plan",
    severity="error",
    source="the zone's districts; plan.toml, [roles] districts",
    requires=("Z307", *STANDS),
    needs_plan=True,
)
def district_not_stated(subject: Subject) -> Iterator[Finding]:
    """A zone is drawn in a district that its ``districts`` do not list.

    What it means
        The zone reaches deeper into the district than the accuracies of its own edge and of the district line together.
        Slivers along the line, which better lines could remove, are not counted.
    Why it matters
        Either the list or the drawing is wrong; who looks the zone up by district does not find it.
    How to fix
        Add the district to ``districts``, or draw the edge back to the line.

    中文
    功能区画到了 districts 没有列出的区县里。

    含义
        功能区伸入该区县的深度超过自身边界精度与区界精度之和；沿界线、换条更准的线就会消失的细条不算。
    为什么
        不是列表错就是图错；按区县查找时会漏掉它。
    怎么改
        把该区县补进 districts，或把边界收回到界线。
    """
    import shapely

    from zoneatlas.space.overlay import reaches_deeper

    for ground, zone, area, edge in drawn_zones(subject):
        if not zone.districts:
            continue
        for site in ground.sites("districts"):
            if not set(site.names).isdisjoint(zone.districts) or not area.intersects(site.area):
                continue
            piece = shapely.intersection(area, site.area)
            allowed_m = _allowed_m(edge.accuracy_at(piece), site, piece)
            if piece.area > 0 and reaches_deeper(piece, site.area, allowed_m):
                yield zone_finding(
                    "Z305", subject, zone, ("districts",),
                    f"{zone.name.say('en')} has {piece.area / 1e6:.2f} km² in {site.feature.name.say('en')}, which its "
                    f"districts do not list; the accuracies explain {length(allowed_m)} along the line. Add the "
                    "district "
                    "or draw the edge back.",
                    f"{zone.name.say('zh')}有 {piece.area / 1e6:.2f} 平方公里在{site.feature.name.say('zh')}，"
                    "districts 未列；"
                    f"精度只能解释沿界 {length(allowed_m, zh=True)}。请补列或收回边界。",
                    place=ground.place(piece),
                    measure=Measure(round(piece.area / 1e6, 3), "km2"),
                )  # fmt: skip


@check(
    "Z306",
    "district-not-drawn",
    family="plan",
    severity="error",
    source="the zone's districts; plan.toml, [roles] districts",
    requires=STANDS,
    needs_plan=True,
)
def district_not_drawn(subject: Subject) -> Iterator[Finding]:
    """A zone lists a district in which nothing of it is drawn.

    What it means
        The drawn zone lies farther from the district than the two accuracies together.
    Why it matters
        A part of the zone is missing from the drawing, the zone was moved, or the list is wrong.
    How to fix
        Draw the missing part, move the zone back, or take the district off ``districts``.

    中文
    功能区列出的区县里什么也没画。

    含义
        所画范围到该区县的距离超过两者精度之和。
    为什么
        不是漏画了一部分、整体移位，就是列表有误。
    怎么改
        补画缺的部分，把功能区移回，或从 districts 中删去该区县。
    """
    for ground, zone, area, edge in drawn_zones(subject):
        sites = {name: site for site in ground.sites("districts") for name in site.names}
        for index, name in enumerate(zone.districts):
            site = sites.get(name)
            if site is None or area.intersects(site.area):
                continue
            away_m = float(area.distance(site.area))
            if away_m > edge.worst_m + site.edge.usual_m:
                yield zone_finding(
                    "Z306", subject, zone, ("districts", index),
                    f"{zone.name.say('en')} lists {site.feature.name.say('en')}, but is drawn {length(away_m)} "
                    "away from "
                    "it. Draw the missing part, move the zone back, or take the district off the list.",
                    f"{zone.name.say('zh')}列有{site.feature.name.say('zh')}，所画范围却在 "
                    f"{length(away_m, zh=True)} 之外。"
                    "请补画、移回，或从列表删去。",
                    measure=Measure(round(away_m, 1), "m"),
                )  # fmt: skip


@check(
    "Z307",
    "district-unknown",
    family="plan",
    severity="error",
    source="plan.toml, [roles] districts",
    needs_plan=True,
)
def district_unknown(subject: Subject) -> Iterator[Finding]:
    """A zone lists a district that the districts layer does not have.

    What it means
        The text is the name of no feature of the layer (in either language, in full).
    Why it matters
        The zone cannot be found by that district, and nothing about it can be checked.
    How to fix
        Write the name as the layer writes it; the finding names the likest.

    中文
    功能区列出的区县不在区县图层中。

    含义
        所写文字不是该图层任何要素的全名（中文或英文）。
    为什么
        按区县查不到该功能区，也无从检查。
    怎么改
        按图层的写法填全名；提示中给出最相近的名称。
    """
    import difflib

    ground = ground_of(subject)
    data = ground.layer("districts") if ground is not None else None
    if ground is None or data is None:
        return
    names = [name for feature in data.features for name in (feature.name.zh, feature.name.en) if name]
    for zone in ground.plan.zones:
        for index, name in enumerate(zone.districts):
            if name in names or not name.strip() or (zone.file, zone.index) in subject.blocked:
                continue
            near = difflib.get_close_matches(name, names, 2, 0.3)
            yield zone_finding(
                "Z307", subject, zone, ("districts", index),
                f"There is no district called '{name}'." + (f" Nearest: {', '.join(near)}." if near else ""),
                f"没有叫“{name}”的区县。" + (f"相近的有：{'、'.join(near)}。" if near else ""),
            )  # fmt: skip


def _allowed_m(own_m: float, site: Site, piece: BaseGeometry) -> float:
    return own_m + site.edge.accuracy_at(piece)
