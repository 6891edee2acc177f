"""The reference layers against what they say of themselves: figures, districts, the line a thing is strung along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneatlas.checks.plan_rules.edges import feature_accuracy_m, layer_or_none, stated_m
from zoneatlas.checks.plan_rules.ground import ground_of, length
from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.registry import check

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoneatlas.checks.plan_rules.ground import Ground
    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.records import LayerData, LayerFeature

_DRAWN_PERCENT = 0.5
_ALONG_M = 3000.0


def along_m(tolerances: Mapping[str, float]) -> float:
    """Return how near (m) a thing strung along a line must stand: ``[tolerances] along_line_m``, else 3 km."""
    return tolerances.get("along_line_m", _ALONG_M)


def _layers(ground: Ground) -> Iterator[LayerData]:
    for layer in ground.plan.catalogue:
        data = layer_or_none(ground.plan, layer.id)
        if data is not None:
            yield data


def _finding(  # noqa: PLR0913, PLR0917  (a finding has this many parts)
    check_id: str,
    subject: Subject,
    data: LayerData,
    feature: LayerFeature,
    key: str,
    en: str,
    zh: str,
    measure: Measure,
    place: Mapping[str, Any] | None = None,
) -> Finding:
    file = subject.layer_files.get(data.layer.id)
    record = next((record for record in file.features if record.index == feature.index), None) if file else None
    line, column = record.locate(("properties", key)) if record else (feature.line, feature.column)
    return Finding(check_id, en, zh, feature.file, line, column, feature_key(feature), place, measure)


def feature_key(feature: LayerFeature) -> str | int:
    """Return a reference feature's own key: its first property that ends in ``_id``, else its index."""
    keys = (
        value for name, value in feature.properties.items() if name.endswith("_id") and isinstance(value, str) and value
    )
    return next(keys, feature.index)


@check(
    "Z340",
    "layer-figure-differs",
    family="plan",
    severity="warning",
    source="the layer's own columns length_km, area_km2, official_area_km2",
    needs_plan=True,
)
def layer_figure_differs(subject: Subject) -> Iterator[Finding]:
    """A reference feature's geometry does not have the length or area the layer says it has.

    What it means
        ``length_km`` or ``area_km2`` (measured when the layer was built) is off the geometry by more than 0.5 %, or
        ``official_area_km2`` by more than ``district_area_percent`` of plan.toml.
    Why it matters
        The geometry was changed after it was measured: a boundary moved by hand moves every answer that leans on it.
    How to fix
        Restore the layer (``make geodata``), or, where the new geometry is right, measure the column again.

    中文
    参考图层要素的几何与它自己所记的长度或面积不符。

    含义
        建图层时量得的 length_km 或 area_km2 与几何相差超过 0.5 %，或 official_area_km2 相差超过 plan.toml 的
        district_area_percent。
    为什么
        几何在量过之后被改动：手工移动一条界线，依赖它的回答都会变。
    怎么改
        恢复图层（make geodata）；若新几何才对，则重新量该列。
    """
    ground = ground_of(subject)
    if ground is None:
        return
    official = ground.plan.settings.tolerances.get("district_area_percent")
    allowances = {"length_km": _DRAWN_PERCENT, "area_km2": _DRAWN_PERCENT, "official_area_km2": official}
    for data in _layers(ground):
        for feature in data.features:
            for key, allowed in allowances.items():
                stated = stated_m(feature.properties, key)
                drawn = _drawn(feature, key) if stated and allowed is not None else None
                if not stated or allowed is None or drawn is None:
                    continue
                off = 100 * (drawn / stated - 1)
                rounding = 50 / stated * 10 ** -_decimals(feature.properties[key])
                if abs(off) > allowed + rounding:
                    unit, unit_zh = ("km", "公里") if key == "length_km" else ("km²", "平方公里")
                    name = feature.name
                    yield _finding(
                        "Z340", subject, data, feature, key,
                        f"{name.say('en')} has {key} {stated:g}, but its geometry measures {drawn:.2f} {unit} "
                        f"({off:+.1f} %, "
                        f"allowed ±{allowed:g} %). Restore the layer, or measure the column again.",
                        f"{name.say('zh')}的 {key} 为 {stated:g}，几何量得 {drawn:.2f} {unit_zh}（{off:+.1f} %，容许 "
                        f"±{allowed:g} %）。请恢复图层，或重新量该列。",
                        Measure(round(off, 2), "percent"),
                    )  # fmt: skip


def _drawn(feature: LayerFeature, key: str) -> float | None:
    """Measure a feature's length or area in km or km²; None where its geometry has none."""
    from zoneatlas.space import measure
    from zoneatlas.space.overlay import polygonal

    kind = feature.geometry["type"] if feature.geometry is not None else ""
    if feature.geometry is None:
        return None
    if key == "length_km":
        return measure.length_m(feature.geometry) / 1000 if kind.endswith("LineString") else None
    return measure.area_km2(polygonal(feature.geometry)) if kind.endswith("Polygon") else None


def _decimals(value: object) -> int:
    text = f"{value}"
    return len(text.partition(".")[2]) if "." in text else 0


@check(
    "Z341",
    "feature-outside-its-district",
    family="plan",
    severity="warning",
    source="the layer's own column district; plan.toml, [roles] districts",
    needs_plan=True,
)
def feature_outside_its_district(subject: Subject) -> Iterator[Finding]:
    """A reference feature lies outside the district its layer puts it in, farther than the accuracies explain.

    What it means
        The feature's ``district`` names one or more districts, and it is farther from all of them than its own
        accuracy and
        that of the district line together.
    Why it matters
        The point was moved, or was found under the same name somewhere else.
    How to fix
        Mend the position, the ``district``, or the accuracy.

    中文
    参考要素不在其图层所写的区县里，距离不能用精度解释。

    含义
        要素的 district 写有区县，而它到这些区县的距离都超过自身精度与界线精度之和。
    为什么
        位置被移动，或认成了别处的同名地点。
    怎么改
        改正位置、district 或精度。
    """
    import numpy as np
    import shapely

    from zoneatlas.space.overlay import metric_all

    ground = ground_of(subject)
    sites = {name: site for site in ground.sites("districts") for name in site.names} if ground is not None else {}
    if ground is None or not sites:
        return
    for data in _layers(ground):
        rows = [
            (feature, near, feature.geometry)
            for feature in data.features
            if feature.geometry is not None and (near := [sites[name] for name in _names(feature) if name in sites])
        ]
        if not rows:
            continue
        shapes = metric_all([geometry for _, _, geometry in rows], ground.crs)
        apart = ~shapely.intersects(np.array(shapes), np.array([near[0].area for _, near, _ in rows]))
        for row in np.flatnonzero(apart):
            feature, near, _ = rows[row]
            shape = shapes[row]
            away = [(float(shape.distance(site.area)), site) for site in near]
            away_m, site = min(away, key=lambda pair: pair[0])
            allowed_m = feature_accuracy_m(data, feature) + site.edge.accuracy_at(shape)
            if away_m > allowed_m:
                yield _finding(
                    "Z341", subject, data, feature, "district",
                    f"{feature.name.say('en')} lies {length(away_m)} outside {site.feature.name.say('en')}, where "
                    "the layer puts "
                    f"it; the accuracies allow {length(allowed_m)}. Mend its position, district or accuracy.",
                    f"{feature.name.say('zh')}在{site.feature.name.say('zh')}之外 {length(away_m, zh=True)}，"
                    "精度只允许 "
                    f"{length(allowed_m, zh=True)}。请改正位置、district 或精度。",
                    Measure(round(away_m, 1), "m"),
                    ground.place(shape),
                )  # fmt: skip


def _names(feature: LayerFeature) -> list[str]:
    value = feature.properties.get("district")
    return [part.strip() for part in value.split(";") if part.strip()] if isinstance(value, str) else []


@check(
    "Z342",
    "off-its-line",
    family="plan",
    severity="warning",
    source="plan.toml, [roles] strung and rings; the column ring",
    needs_plan=True,
)
def off_its_line(subject: Subject) -> Iterator[Finding]:
    """A thing the plan strings along a ring road stands farther from it than the accuracies explain.

    What it means
        A feature of the layer with the role ``strung`` names a ring in its ``ring``; it stands farther from that
        line than
        ``along_line_m`` of plan.toml (3 km where it does not say), its own accuracy and the line's together.
    Why it matters
        The plan says where it is to be built: either the position is wrong, or it is another site of the same name.
    How to fix
        Mend the position, the ``ring`` or the accuracy; a known departure is a row in zones/exceptions.csv.

    中文
    规划沿某环路布置的设施离该环路太远，不能用精度解释。

    含义
        strung 图层的要素在 ring 列写了环号；它到该环的距离超过 along_line_m（未写时 3 公里）与两者精度之和。
    为什么
        规划说了建在哪里：不是位置错，就是认成了同名的别处。
    怎么改
        改正位置、ring 或精度；确知偏离的，在 zones/exceptions.csv 加一行。
    """
    ground = ground_of(subject)
    if ground is None:
        return
    data, rings = ground.layer("strung"), ground.layer("rings")
    if data is None or rings is None:
        return
    from zoneatlas.space.measure import to_metric
    from zoneatlas.space.overlay import metric

    lines = {ring.properties.get("ring"): ring for ring in rings.features if ring.geometry is not None}
    near_m = along_m(ground.plan.settings.tolerances)
    for feature in data.features:
        line = lines.get(feature.properties.get("ring"))
        if line is None or line.geometry is None or feature.geometry is None:
            continue
        shape = to_metric(feature.geometry, ground.crs)
        away_m = float(shape.distance(metric(line.geometry, ground.crs)))
        allowed_m = near_m + feature_accuracy_m(data, feature) + feature_accuracy_m(rings, line)
        if away_m > allowed_m:
            yield _finding(
                "Z342", subject, data, feature, "ring",
                f"{feature.name.say('en')} stands {length(away_m)} from the {line.name.say('en')}, along which "
                "the plan strings "
                f"it (at most {length(allowed_m)} with the accuracies). Mend its position, ring or accuracy.",
                f"{feature.name.say('zh')}距{line.name.say('zh')} {length(away_m, zh=True)}，"
                "规划却沿该环布置它（连同精度至多 "
                f"{length(allowed_m, zh=True)}）。请改正位置、ring 或精度。",
                Measure(round(away_m, 1), "m"),
                ground.place(shape),
            )  # fmt: skip
