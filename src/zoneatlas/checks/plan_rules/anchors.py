"""Whether the places the plan names for a zone stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.plan_rules.ground import STANDS, drawn_zones, ground_of, length, zone_finding
from zoneatlas.checks.records import Measure
from zoneatlas.checks.registry import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check(
    "Z308",
    "anchor-outside",
    family="plan",
    severity="warning",
    source="the zone's anchors; plan.toml, [roles] places",
    requires=STANDS,
    needs_plan=True,
)
def anchor_outside(subject: Subject) -> Iterator[Finding]:
    """A place the plan names for a zone lies outside it, farther than the accuracies explain.

    What it means
        The anchor is farther from the zone than the accuracy of the place and that of the zone's nearest edge together.
        A place that could not be located (no geometry) is no fault.
    Why it matters
        The drawing misses what the plan says the zone stands on, or one of the two was moved.
    How to fix
        Draw the zone round the place, or mend the place; if the two are known to disagree, add a row with the reason to
        zones/exceptions.csv.

    中文
    规划写明的依托地点在功能区之外，距离不能用精度解释。

    含义
        地点到功能区的距离超过地点精度与最近边界精度之和；没有定位（无几何）的地点不算。
    为什么
        图没有画到规划所依托的地方，或两者之一被移动。
    怎么改
        把该地点画进去，或改正地点；确知不一致的，在 zones/exceptions.csv 加一行并写明理由。
    """
    import shapely

    for ground, zone, area, edge in drawn_zones(subject):
        for index, anchor in enumerate(zone.anchors):
            found = ground.anchors.get(anchor)
            if found is None or found.point is None:
                continue
            point = found.point
            away_m = float(area.distance(point))
            if away_m == 0:
                continue
            allowed_m = found.accuracy_m + edge.accuracy_at(shapely.shortest_line(area, point).boundary.geoms[0])
            if away_m > allowed_m:
                yield zone_finding(
                    "Z308", subject, zone, ("anchors", index),
                    f"{found.name.say('en')} ({anchor}) lies {length(away_m)} outside {zone.name.say('en')}; the "
                    "accuracies allow "
                    f"{length(allowed_m)}. Draw the zone round it, mend the place, or state why in exceptions.csv.",
                    f"{found.name.say('zh')}（{anchor}）在{zone.name.say('zh')}之外 {length(away_m, zh=True)}，"
                    "精度只允许 "
                    f"{length(allowed_m, zh=True)}。请画进去、改正地点，或在 exceptions.csv 写明理由。",
                    place=ground.place(point),
                    measure=Measure(round(away_m, 1), "m"),
                )  # fmt: skip


@check(
    "Z309",
    "anchor-unknown",
    family="plan",
    severity="error",
    source="plan.toml, [roles] places",
    needs_plan=True,
)
def anchor_unknown(subject: Subject) -> Iterator[Finding]:
    """A zone's anchor is no place of the places layer.

    What it means
        ``anchors`` holds an id that no feature of the layer has.
    Why it matters
        The link between the zone and the place the plan names is lost.
    How to fix
        Write the ``place_id``; the finding names the likest ones.

    中文
    功能区的依托地点不在地点图层中。

    含义
        anchors 中的标识不属于该图层任何要素。
    为什么
        功能区与规划所列地点失去了联系。
    怎么改
        写该地点的 place_id；提示中给出最相近的。
    """
    import difflib

    ground = ground_of(subject)
    if ground is None or ground.layer("places") is None:
        return
    known = ground.anchors
    for zone in ground.plan.zones:
        for index, anchor in enumerate(zone.anchors):
            if anchor in known or not anchor.strip() or (zone.file, zone.index) in subject.blocked:
                continue
            near = difflib.get_close_matches(anchor, list(known), 2, 0.5)
            yield zone_finding(
                "Z309", subject, zone, ("anchors", index),
                f"No place has the id '{anchor}'." + (f" Nearest: {', '.join(near)}." if near else ""),
                f"没有标识为“{anchor}”的地点。" + (f"相近的有：{'、'.join(near)}。" if near else ""),
            )  # fmt: skip
