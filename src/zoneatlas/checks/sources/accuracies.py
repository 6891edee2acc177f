"""How far the true edge may lie from the drawn one: stated, and believable."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.plan_rules.edges import layer_or_none
from zoneatlas.checks.plan_rules.ground import zone_finding
from zoneatlas.checks.plan_rules.layers import feature_key
from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.registry import check
from zoneatlas.checks.sources.catalogue_text import CATALOGUE, entries_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerData

#: Farther than this from the true edge, a line says nothing about a city.
_MOST_M = 50_000.0
#: Finer than this a method cannot be, metres; ``[tolerances] finest_METHOD_m`` of plan.toml goes first.
_FINEST_M: Mapping[str, float] = {
    "gazetted-bounds": 1.0,
    "street-block": 5.0,
    "park-union": 5.0,
    "corridor": 10.0,
    "terrain": 20.0,
    "area-sized": 50.0,
}


@check(
    "Z510",
    "accuracy-missing",
    family="sources",
    severity="warning",
    source="the zone's boundary_accuracy_m",
    needs_plan=True,
)
def accuracy_missing(subject: Subject) -> Iterator[Finding]:
    """A zone does not say how far its true edge may lie from the drawn one.

    What it means
        ``boundary_accuracy_m`` is null or missing.
    Why it matters
        Every answer near the edge would pretend to be certain.
    How to fix
        State it in metres; where it differs along the edge, add stretches to boundary_stretches.geojson.

    中文
    功能区没有写边界精度。

    含义
        boundary_accuracy_m 为 null 或缺失。
    为什么
        边界附近的每个回答都会装作确定。
    怎么改
        以米写明；各段不同的，在 boundary_stretches.geojson 中分段写。
    """
    for zone in subject.plan.zones if subject.plan is not None else ():
        unstated = zone.properties.get("boundary_accuracy_m", "") is None
        if unstated and (zone.file, zone.index) not in subject.blocked:
            yield zone_finding(
                "Z510", subject, zone, ("boundary_accuracy_m",),
                f"{zone.name.say('en')} does not say how far its true edge may lie from the drawn one; state "
                "boundary_accuracy_m in metres.",
                f"{zone.name.say('zh')}没有写边界精度；请以米填写 boundary_accuracy_m。",
            )  # fmt: skip


@check(
    "Z511",
    "accuracy-absurd",
    family="sources",
    severity="warning",
    source="boundary_accuracy_m and accuracy_m; plan.toml, [tolerances] finest_METHOD_m",
    needs_plan=True,
)
def accuracy_absurd(subject: Subject) -> Iterator[Finding]:
    """An accuracy cannot be true: nothing or less, more than 50 km, or finer than the method can give.

    What it means
        The accuracy of a zone, a stretch, a reference feature or a layer is 0 or negative, over 50 km, or below what
        the
        zone's boundary_method can reach (gazetted bounds 1 m, street blocks and parks 5 m, corridors 10 m, terrain
        20 m,
        areas sized by a figure 50 m, unions of districts the districts layer's own accuracy).
    Why it matters
        False precision turns "cannot say" into a wrong yes or no.
    How to fix
        State how far the true edge may really lie from the drawn one.

    中文
    精度不可能属实：为零或负、超过 50 公里，或比绘制方法所能达到的还细。

    含义
        功能区、界线段、参考要素或图层的精度小于等于 0、大于 50 公里，或细于该绘制方法的极限（公布四至 1 米，街区、
        园区 5 米，走廊 10 米，地形
        20 米，按面积示意 50 米，区县合并为区县图层自身的精度）。
    为什么
        虚假的精度会把“无法判断”变成错误的是或否。
    怎么改
        写明真实边界可能偏离所画边界多远。
    """
    plan = subject.plan
    if plan is None:
        return
    for zone in plan.zones:
        if (zone.file, zone.index) in subject.blocked:
            continue
        fault = _fault(zone.properties.get("boundary_accuracy_m"), _finest_m(plan, zone.boundary_method), zone=True)
        if fault:
            yield zone_finding(
                "Z511", subject, zone, ("boundary_accuracy_m",),
                f"{zone.name.say('en')}: an accuracy of {fault[0]} m {fault[1]}. State how far the true edge may "
                "really lie.",
                f"{zone.name.say('zh')}：精度 {fault[0]} 米{fault[2]}。请写真实边界可能偏离多远。",
                measure=Measure(fault[0], "m"),
            )  # fmt: skip
    for stretch in plan.stretches:
        fault = _fault(stretch.properties.get("boundary_accuracy_m"), _finest_m(plan, stretch.boundary_method))
        if fault:
            yield Finding(
                "Z511", f"A stretch of '{stretch.zone_id}': an accuracy of {fault[0]} m {fault[1]}.",
                f"“{stretch.zone_id}”的一段：精度 {fault[0]} 米{fault[2]}。",
                stretch.file, stretch.line, stretch.column, stretch.zone_id, measure=Measure(fault[0], "m"),
            )  # fmt: skip
    yield from _layers(subject, plan)


def _layers(subject: Subject, plan: Plan) -> Iterator[Finding]:
    for layer, entry in zip(plan.catalogue, entries_of(plan), strict=False):
        fault = _fault(layer.accuracy_m, 0.0)
        if fault:
            yield Finding(
                "Z511", f"The layer '{layer.id}': an accuracy of {fault[0]} m {fault[1]}.",
                f"图层“{layer.id}”：精度 {fault[0]} 米{fault[2]}。",
                CATALOGUE, *entry.at("accuracy_m"), layer.id, measure=Measure(fault[0], "m"),
            )  # fmt: skip
        data = layer_or_none(plan, layer.id)
        if data is not None:
            yield from _features(subject, data)


def _features(subject: Subject, data: LayerData) -> Iterator[Finding]:
    for feature in data.features:
        fault = _fault(feature.properties.get("accuracy_m"), 0.0)
        if not fault:
            continue
        file = subject.layer_files.get(data.layer.id)
        record = next((one for one in file.features if one.index == feature.index), None) if file else None
        line, column = record.locate(("properties", "accuracy_m")) if record else (feature.line, feature.column)
        yield Finding(
            "Z511", f"{feature.name.say('en')}: an accuracy of {fault[0]} m {fault[1]}.",
            f"{feature.name.say('zh')}：精度 {fault[0]} 米{fault[2]}。",
            feature.file, line, column, feature_key(feature), measure=Measure(fault[0], "m"),
        )  # fmt: skip


def _fault(value: Any, finest_m: float, *, zone: bool = False) -> tuple[float, str, str] | None:  # noqa: ANN401  (parsed JSON)
    """Return an impossible accuracy with what is wrong with it; None when it is believable or no number at all."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return None
    if zone and value < 0:
        return None  # told as a field of the wrong type
    if value <= 0:
        return value, "cannot be: no edge is known exactly", "不可能：没有边界是完全准确的"
    if value > _MOST_M:
        return value, "says nothing about a city (more than 50 km)", "等于没说（超过 50 公里）"
    if value < finest_m:
        return (
            value,
            f"is finer than its method can give ({finest_m:g} m)",
            f"比其绘制方法所能达到的（{finest_m:g} 米）还细",
        )
    return None


def _finest_m(plan: Plan, method: str) -> float:
    stated = plan.settings.tolerances.get(f"finest_{method.replace('-', '_')}_m")
    if stated is not None:
        return stated
    if method == "district-union":
        layer_id = plan.settings.roles.get("districts")
        return next((layer.accuracy_m or 0.0 for layer in plan.catalogue if layer.id == layer_id), 0.0)
    return _FINEST_M.get(method, 0.0)
