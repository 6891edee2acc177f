"""Traced on the wrong base map: zones and layers that lie in GCJ-02 or BD-09, or were unshifted twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from zoneatlas.checks.datum.alignment import Alignment, Node, alignment_of
from zoneatlas.checks.datum.retraced import retraced_zones
from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.registry import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.records import Severity

__all__ = ["layer_in_shifted_datum", "transform_of", "zone_in_shifted_datum"]

_HIGH = 8
_MOST_WITNESSES = 3


@check(
    "Z404",
    "zone-in-shifted-datum",
    family="datum",
    severity="error",
    source="GB 20263—2006; RFC 7946 §4",
    requires=("Z401", "Z402", "Z403"),
    needs_plan=True,
)
def zone_in_shifted_datum(subject: Subject) -> Iterator[Finding]:
    """A zone is stored in GCJ-02 or BD-09, or was converted from it twice.

    What it means
        As stored, the zone's vertices meet none of those they should share with its stretches, its neighbours and the
        reference layers; once the offset of GCJ-02 or BD-09 is taken away (or put back), they do, to within 2 m. The
        message counts them. Confidence is high from eight vertices on; a part that shares none with anything is
        judged by the rest of its zone or file.
    Why it matters
        Web maps of mainland China are drawn in GCJ-02 (or BD-09), several hundred metres off WGS 84. A zone traced
        on one looks right there and is wrong everywhere else.
    How to fix
        Convert the zone as the message says, with a tool that inverts the shift properly, and trace on a WGS 84 base
        map next time.

    中文
    功能区存的是 GCJ-02 或 BD-09 坐标，或者被纠偏了两次。

    含义
        按现在的坐标，它与自己的界线段、相邻功能区和参考图层本应共用的顶点一个都对不上；扣去（或加回）GCJ-02 或 BD-09
        的偏移后，便在 2 米内重合。消息里写明重合的顶点数：不少于八个为可信度高；与谁都不共用顶点的部分，
        依同一功能区或同一文件的其余部分判断。
    为什么
        中国大陆的网络地图采用 GCJ-02（或 BD-09），与 WGS 84 相差数百米。照着它描的功能区，在那张图上看着对，
        换到别处全错。
    怎么改
        按消息所说作坐标转换（用能精确反算偏移的工具）；以后请在 WGS 84 底图上描绘。
    """
    alignment = alignment_of(subject)
    by_file: dict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(alignment.nodes):
        if node.record is not None and (node.file, node.record.index) not in subject.blocked:
            by_file[node.file].append(number)
    for members in by_file.values():
        labels = {alignment.labels.get(number, 0) for number in members}
        names = {alignment.nodes[number].name for number in members}
        if len(names) > 1 and len(labels) == 1 and labels != {0}:
            yield _file_finding(alignment, members)
        else:
            yield from _zone_findings(alignment, members)
    for number, shift, fit_m, now_m in retraced_zones(subject, alignment):
        if alignment.nodes[number].record is not None:
            yield _retraced(alignment.nodes[number], shift, fit_m, now_m)


@check(
    "Z405",
    "layer-in-shifted-datum",
    family="datum",
    severity="error",
    source="GB 20263—2006; RFC 7946 §4",
    needs_plan=True,
)
def layer_in_shifted_datum(subject: Subject) -> Iterator[Finding]:
    """A reference layer, or the stretches of a zone's edge, are stored in GCJ-02 or BD-09, or were converted twice.

    What it means
        The layer's vertices meet those it should share with other layers and with zones only once the offset of
        GCJ-02 or BD-09 is taken away (or put back), while the others agree among themselves.
    Why it matters
        Everything measured against the layer is wrong by several hundred metres: which district a place is in, how far
        a zone is from a road.
    How to fix
        Rebuild or convert the layer as the message says; of stretches, copy the vertices of the zone's edge again.

    中文
    参考图层（或功能区的界线段）存的是 GCJ-02 或 BD-09 坐标，或者被纠偏了两次。

    含义
        只有扣去（或加回）GCJ-02 或 BD-09 的偏移，该图层才与其他图层、功能区共用的顶点重合，而其余各方彼此一致。
    为什么
        凡以该图层为准的量测都会差数百米：地点属于哪个区、功能区离道路多远。
    怎么改
        按消息所说重建或转换图层；界线段请重新照抄功能区边界的顶点。
    """
    alignment = alignment_of(subject)
    stretches: dict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(alignment.nodes):
        label = alignment.labels.get(number, 0)
        if node.role == "layer" and label:
            yield _layer_finding(alignment, [number], f"The layer {node.name}", f"图层 {node.name} ", node.name)
        elif node.role == "stretch":
            stretches[node.file].append(number)
    for members in stretches.values():
        yield from _stretch_findings(alignment, members)


def _stretch_findings(alignment: Alignment, members: list[int]) -> Iterator[Finding]:
    labels = {alignment.labels.get(number, 0) for number in members}
    names = [alignment.nodes[number].name for number in members]
    own = [number for number in members if alignment.labels.get(number) and not _follows_zone(alignment, number)]
    if len(members) > 1 and len(labels) == 1 and own:
        yield _layer_finding(alignment, members, f"The file of stretches ({', '.join(names)})", "界线段文件", None)
        return
    for number in own:
        name = alignment.nodes[number].name
        yield _layer_finding(alignment, [number], f"The line of the stretches of {name}", f"{name} 的界线段", name)


def _layer_finding(alignment: Alignment, members: list[int], what: str, what_zh: str, feature: str | None) -> Finding:
    node, label = alignment.nodes[members[0]], alignment.labels[members[0]]
    en, zh, high = _evidence(alignment, members)
    mend_en, mend_zh = transform_of(label)
    return Finding(
        "Z405",
        f"{what} {_state(label)[0]}: {en} Convert: {mend_en}.",
        f"{what_zh}{_state(label)[1]}：{zh}请转换：{mend_zh}。",
        node.file,
        feature=feature,
        place=_place(node),
        measure=Measure(_length_m(node, label), "m"),
        severity=_severity(high=high),
    )


def transform_of(label: int) -> tuple[str, str]:
    """Return the transform that mends a label of `Alignment`, in English and in Chinese."""
    from zoneatlas.space.shift import SHIFTS

    name = SHIFTS[abs(label) - 1].name
    if "/" in name:
        first, second = name.split("/")
        if label > 0:
            both = f"WGS 84 → {second}, {first} → WGS 84"
            return f"{both} (it was {first}, unshifted as {second})", f"{both}（原为 {first}，误按 {second} 纠偏）"
        both = f"WGS 84 → {first}, {second} → WGS 84"
        return f"{both} (it was {second}, unshifted as {first})", f"{both}（原为 {second}，误按 {first} 纠偏）"
    if label > 0:
        return f"{name} → WGS 84", f"{name} → WGS 84"
    return f"WGS 84 → {name} (it was unshifted once too often)", f"WGS 84 → {name}（多纠偏了一次）"


def _state(label: int) -> tuple[str, str]:
    from zoneatlas.space.shift import SHIFTS

    name = SHIFTS[abs(label) - 1].name
    if label > 0 and "/" not in name:
        return f"lies in {name}, not WGS 84", f"坐标是 {name}，不是 WGS 84"
    return f"lies off by the offset of {name}", f"偏了一个 {name} 偏移量"


def _zone_findings(alignment: Alignment, members: Iterable[int]) -> Iterator[Finding]:
    zones: dict[int, list[int]] = defaultdict(list)
    for number in members:
        record = alignment.nodes[number].record
        if record is not None:
            zones[record.index].append(number)
    for parts in zones.values():
        moved: dict[int, list[int]] = defaultdict(list)
        for number in parts:
            moved[alignment.labels.get(number, 0)].append(number)
        for label in sorted(moved):
            if label:
                yield _zone_finding(alignment, moved[label], label, whole=len(moved) == 1)


def _zone_finding(alignment: Alignment, members: list[int], label: int, *, whole: bool) -> Finding:
    node = alignment.nodes[members[0]]
    en, zh, high = _evidence(alignment, members)
    mend_en, mend_zh = transform_of(label)
    which = [alignment.nodes[number].part + 1 for number in members]
    listed = ", ".join(map(str, which))
    part_en = "" if whole else f" in its part{'s' if len(which) > 1 else ''} {listed}"
    part_zh = "" if whole else f"的第 {listed} 块"
    line, column = node.record.locate(("geometry",)) if node.record is not None else (1, 1)
    return Finding(
        "Z404",
        f"The zone{part_en} {_state(label)[0]}: {en} Convert: {mend_en}.",
        f"功能区{part_zh}{_state(label)[1]}：{zh}请转换：{mend_zh}。",
        node.file,
        line,
        column,
        feature=node.name if node.record is None or not node.name.isdigit() else node.record.index,
        place=_place(node),
        measure=Measure(_length_m(node, label), "m"),
        severity=_severity(high=high),
    )


def _file_finding(alignment: Alignment, members: list[int]) -> Finding:
    node = alignment.nodes[members[0]]
    label = alignment.labels[members[0]]
    en, zh, high = _evidence(alignment, members)
    mend_en, mend_zh = transform_of(label)
    names = list(dict.fromkeys(alignment.nodes[number].name for number in members))
    return Finding(
        "Z404",
        f"This file with all its {len(names)} zones ({', '.join(names)}) {_state(label)[0]}: {en} Convert: {mend_en}.",
        f"本文件的 {len(names)} 个功能区全部{_state(label)[1]}（{'、'.join(names)}）：{zh}请转换：{mend_zh}。",
        node.file,
        place=_place(node),
        measure=Measure(_length_m(node, label), "m"),
        severity=_severity(high=high),
    )


def _retraced(node: Node, label: int, fit_m: float, now_m: float) -> Finding:
    mend_en, mend_zh = transform_of(label)
    line, column = node.record.locate(("geometry",)) if node.record is not None else (1, 1)
    return Finding(
        "Z404",
        f"The zone seems drawn anew and {_state(label)[0]}: three quarters of its edge lie within {now_m:.0f} m "
        f"of its stretches as stored, and within {fit_m:.0f} m without that offset; confidence medium. "
        f"Convert: {mend_en}.",
        f"功能区像是重新描过，且{_state(label)[1]}：四分之三的边与其界线段相距现为 {now_m:.0f} 米以内，"
        f"扣去该偏移后为 {fit_m:.0f} 米以内；可信度中。请转换：{mend_zh}。",
        node.file,
        line,
        column,
        feature=node.name,
        place=_place(node),
        measure=Measure(_length_m(node, label), "m"),
        severity="warning",
    )


def _evidence(alignment: Alignment, members: list[int]) -> tuple[str, str, bool]:
    """Say how many vertices meet which witness, and whether that makes the confidence high."""
    found: dict[tuple[str, str], list[int]] = {}
    for relation, witness in alignment.evidence(members):
        entry = found.setdefault((witness.role, witness.name), [0, 0])
        entry[0] += relation.matched
        entry[1] += relation.as_stored
    best = sorted(found.items(), key=lambda item: -item[1][0])[:_MOST_WITNESSES]
    high = bool(best) and best[0][1][0] >= _HIGH
    if not best:
        return (
            "it shares no vertex itself, but moves with what does (confidence medium).",
            "它自身没有共用顶点，依与它同动的其余部分判断（可信度中）。",
            False,
        )
    en = ", ".join(f"{matched} with {_called(key)[0]} (as stored {stored})" for key, (matched, stored) in best)
    zh = "、".join(f"与{_called(key)[1]} {matched} 个（现状 {stored} 个）" for key, (matched, stored) in best)
    return (
        f"without that offset its vertices coincide within 2 m, {en}; confidence {'high' if high else 'medium'}.",
        f"扣去该偏移后顶点在 2 米内重合：{zh}；可信度{'高' if high else '中'}。",
        high,
    )


def _called(key: tuple[str, str]) -> tuple[str, str]:
    role, name = key
    named: Mapping[str, tuple[str, str]] = {
        "zone": (f"zone {name}", f"功能区 {name}"),
        "stretch": (f"the stretches of {name}", f"{name} 的界线段"),
        "layer": (f"the layer {name}", f"图层 {name}"),
    }
    return named[role]


def _follows_zone(alignment: Alignment, stretch: int) -> bool:
    """Whether stretches only moved along with their zone, which is reported itself."""
    node, label = alignment.nodes[stretch], alignment.labels.get(stretch)
    return any(
        each.role == "zone" and each.name == node.name and alignment.labels.get(number) == label
        for number, each in enumerate(alignment.nodes)
    )


def _severity(*, high: bool) -> Severity:
    return "error" if high else "warning"


def _place(node: Node) -> dict[str, object]:
    return {"type": "Point", "coordinates": [float(value) for value in node.points[0]]}


def _length_m(node: Node, label: int) -> float:
    from zoneatlas.space.shift import SHIFTS, shift_length_m

    lon, lat = node.points.mean(axis=0).tolist()
    return round(shift_length_m(SHIFTS[abs(label) - 1], lon, lat), 1)
