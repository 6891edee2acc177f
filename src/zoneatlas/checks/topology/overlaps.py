"""Overlaps that need no table to be suspicious: doubled polygons, slivers, vertices that a neighbour lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.registry import check
from zoneatlas.checks.topology.declared import drawn_twice, kind_of, pairs_of, same_kind, survey_of
from zoneatlas.checks.topology.flat import lay_out
from zoneatlas.checks.topology.ground import Ground, layer_ground, point, tolerances_of, zone_ground
from zoneatlas.checks.topology.shapes_text import area_text, geojson, place_of
from zoneatlas.plan.records import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.subject import Subject
    from zoneatlas.checks.topology.flat import Crossing, Lacking, Sheet
    from zoneatlas.plan.records import Severity

_REQUIRES = ("Z201", "Z202", "Z203", "Z204")
_CHORDS = "RFC 7946, 3.1.1: edges are straight in longitude and latitude"


class Laid(NamedTuple):
    """A ground with what was found on it.

    ``strict``: plan.toml says that its areas lie side by side; ``fills``: and that together they are the outline.
    """

    ground: Ground
    sheet: Sheet
    strict: bool
    fills: bool = False


def sheets(subject: Subject) -> tuple[Laid, ...]:
    """Return every file to be looked at by itself: single files, or of a plan the layers that should tile."""
    return subject.once("topology.sheets", _sheets)


def _sheets(subject: Subject) -> tuple[Laid, ...]:
    import numpy as np

    laid = []
    tolerances = tolerances_of(subject)
    if subject.plan is None:
        whole = zone_ground(subject)
        places = {id(file): number for number, file in enumerate(subject.files)}
        numbers = np.array([places[id(file)] for file in whole.files], dtype=np.int64)
        for number in range(len(subject.files)):
            ground = whole.taken(np.flatnonzero(numbers == number))
            laid.append(Laid(ground, lay_out(ground.geometries, subject.measuring_crs, tolerances), strict=False))
        return tuple(laid)
    for layer_id in subject.plan.settings.tiling:
        layer = layer_ground(subject, layer_id)
        if layer is not None:
            laid.append(
                Laid(layer, lay_out(layer.geometries, subject.measuring_crs, tolerances), strict=True, fills=True)
            )
        elif subject.plan.kind(layer_id) is not None:
            zones = _zones_of_kind(subject, layer_id)
            sheet = lay_out(zones.geometries, subject.measuring_crs, tolerances)
            laid.append(Laid(zones, replace(sheet, crossings=(), lacking=()), strict=True))
    return tuple(laid)


def _zones_of_kind(subject: Subject, kind: str) -> Ground:
    """Return the zones of a kind; their overlaps are looked at with those of all zones."""
    import numpy as np

    ground = zone_ground(subject)
    return ground.taken(np.flatnonzero([kind_of(ground, row) == kind for row in range(len(ground.records))]))


def _crossing(check_id: str, ground: Ground, found: Crossing, said: Text, severity: Severity | None = None) -> Finding:
    return ground.finding(
        check_id, found.second, said, place=geojson(found.place), measure=(found.area_m2, "m2"), severity=severity
    )


@check(
    "Z208",
    "doubled-polygon",
    family="topology",
    severity="warning",
    source="planning.data.gov.uk duplicate_geometry_check: 95 % of the common area",
    requires=_REQUIRES,
)
def doubled_polygon(subject: Subject) -> Iterator[Finding]:
    """Two features of one file, or two zones of one kind, are the same polygon or nearly so.

    What it means
        They share 95 % or more of the area they cover together. In a plan that is an error.
    Why it matters
        A feature was copied and not moved, or two editors drew the same zone; areas are counted twice.
    How to fix
        Delete one of the two, or give it its own boundary.

    中文
    同一文件的两个要素，或同类的两个功能区，是（几乎）同一个面。

    含义
        两者共有的面积占合起来面积的 95% 以上。在规划里算错误。
    为什么
        多半是复制后没有移开，或两人画了同一个区；面积会重复计算。
    怎么改
        删去其一，或画上它自己的边界。
    """
    for laid in sheets(subject):
        for found in laid.sheet.crossings:
            if found.kind == "same":
                yield _crossing("Z208", laid.ground, found, _doubled(laid.ground, found.first, found.second))
    if subject.plan is None:
        return
    survey = survey_of(subject)
    for pair in pairs_of(subject):
        if pair.overlap_class == "undeclared" and same_kind(survey.ground, pair) and drawn_twice(pair):
            meeting = pair.meeting
            said = _doubled(survey.ground, meeting.first, meeting.second)
            yield survey.ground.finding(
                "Z208",
                meeting.second,
                said,
                place=place_of(meeting),
                measure=(meeting.area_m2, "m2"),
                severity="error",
            )


def _doubled(ground: Ground, first: int, second: int) -> Text:
    one, other = ground.name(first), ground.name(second)
    return Text(
        f"{other} 与 {one} 几乎是同一个多边形；请删去其一，或画上它自己的边界。",
        f"{other} is nearly the same polygon as {one}; delete one of the two, or give it its own boundary.",
    )


@check(
    "Z211",
    "sliver-overlap",
    family="topology",
    severity="warning",
    source="QGIS topology checker: must not overlap; tolerances of plan.toml",
    requires=_REQUIRES,
)
def sliver_overlap(subject: Subject) -> Iterator[Finding]:
    """Two polygons overlap in a long thin strip along their edges.

    What it means
        What they have in common is ten times as long as wide or more, and at most a fiftieth of the smaller one: edges
        that were meant to be one were drawn twice. (In a plan with an overlaps.csv any overlap must be declared
        instead.)
    Why it matters
        The strip is counted twice, and a point in it is in two polygons.
    How to fix
        Snap the edge of one polygon to the vertices of the other.

    中文
    两个面沿边有一条细长的重叠。

    含义
        公共部分长宽之比在十倍以上，且不到较小者的五十分之一：本应是一条的边画成了两条。（有 overlaps.csv 的规划，
        凡重叠都须声明。）
    为什么
        这一条会重复计算，落在其中的点同时属于两个多边形。
    怎么改
        把一个多边形的边捕捉到另一个的顶点上。
    """
    for laid in sheets(subject):
        for found in laid.sheet.crossings:
            if found.kind != "sliver":
                continue
            one, other = laid.ground.name(found.first), laid.ground.name(found.second)
            said = Text(
                f"{other} 与 {one} 沿边重叠一条 {area_text(found.area_m2)} 的窄条；请捕捉到同一组顶点。",
                f"{other} and {one} overlap in a strip of {area_text(found.area_m2)} along their edges; "
                "snap the edge of one to the vertices of the other.",
            )
            yield _crossing("Z211", laid.ground, found, said, "error" if laid.strict else None)


@check("Z212", "unmatched-vertex", family="topology", severity="warning", source=_CHORDS, requires=_REQUIRES)
def unmatched_vertex(subject: Subject) -> Iterator[Finding]:
    """Along an edge that two polygons share, one has a vertex that the other lacks, or has elsewhere.

    What it means
        The vertex lies within ``edge_m`` of the other's edge, and the two edges run together from there. One finding
        stands for all such vertices of a pair.
    Why it matters
        As stored the polygons may fit; once projected, simplified or moved they overlap or gape. On an edge of 8.5 km
        along a parallel, one vertex too many makes an overlap of 5,000 m².
    How to fix
        Add the vertex to the other polygon at the very same position (QGIS: topological editing, snapping).

    中文
    两个面共用的边上，一个有顶点，另一个没有或位置不同。

    含义
        这个顶点离对方的边不到 ``edge_m``，两边从这里起并行。一对多边形只报一次，代表其间所有这样的顶点。
    为什么
        按存储的经纬度或许吻合；一旦投影、化简或移动，就会重叠或裂开。沿纬线 8.5 公里的一条边，多一个顶点就生出 5000
        平方米的重叠。
    怎么改
        在另一个多边形的同一位置加上这个顶点（QGIS：拓扑编辑、捕捉）。
    """
    for laid in sheets(subject):
        for found in laid.sheet.lacking:
            yield _unmatched(laid.ground, found)
    if subject.plan is None:
        return
    survey = survey_of(subject)
    for pair in pairs_of(subject):
        meeting = pair.meeting
        if pair.overlap_class == "undeclared" or not meeting.unmatched:
            continue
        said = _lacks(survey.ground, meeting.first, meeting.second, len(meeting.unmatched), meeting.unmatched[0])
        if pair.overlap_class == "chord":
            area = area_text(meeting.chord_m2)
            said = Text(
                said.zh + f"（逐点投影后会误读出 {area} 的重叠。）",
                said.en + f" (Projected vertex by vertex, the two would seem to overlap by {area}.)",
            )
        place = point(meeting.unmatched[0])
        yield survey.ground.finding(
            "Z212", meeting.second, said, place=place, measure=(float(len(meeting.unmatched)), "count")
        )


def _unmatched(ground: Ground, found: Lacking) -> Finding:
    said = _lacks(ground, found.first, found.second, found.count, found.position)
    return ground.finding(
        "Z212", found.second, said, place=point(found.position), measure=(float(found.count), "count")
    )


def _lacks(ground: Ground, first: int, second: int, count: int, position: tuple[float, float]) -> Text:
    one, other = ground.name(first), ground.name(second)
    at = f"{position[0]:.6f}, {position[1]:.6f}"
    more, more_zh = (f" and {count - 1} more", f"等 {count} 处") if count > 1 else ("", "")
    return Text(
        f"{other} 与 {one} 的公共边上，{at}{more_zh} 的顶点只有一方有；请在另一方的同一位置加上。",
        f"On the edge {other} shares with {one} only one of them has the vertex at {at}{more}; "
        "add it to the other at the same position.",
    )


@check(
    "Z213",
    "overlapping-features",
    family="topology",
    severity="warning",
    source="INSPIRE technical-guidelines#200: whether overlaps are allowed is for the data to say",
    requires=_REQUIRES,
)
def overlapping_features(subject: Subject) -> Iterator[Finding]:
    """Two polygons of a file, or of a layer that should tile, lie over each other.

    What it means
        They have more in common than drawing and rounding explain. Where half the polygons of a file or more share
        edges with their neighbours, areas are meant to lie side by side, and this is a warning; in other files, and
        where one lies wholly within the other (a district in its province), it is a remark, for RFC 7946 lets features
        overlap. In a layer that plan.toml says tiles it is an error.
    Why it matters
        Areas are counted twice, and a point may be in several.
    How to fix
        Move the edge of one of them, if they were not meant to overlap.

    中文
    同一文件的两个面，或应当拼合的图层的两个面，互相重叠。

    含义
        公共部分超出绘制和取整所能解释的程度。文件中半数以上多边形与邻者共边时，各区应当并列，这算警告；
        其他文件，或一个整个在另一个之内（如区县在省内）时，只作提示，因为 RFC 7946 允许要素重叠。
        plan.toml 说应当拼满的图层，则是错误。
    为什么
        面积重复计算，一个点可能同时属于几个区。
    怎么改
        若本不应重叠，移动其中一个的边界。
    """
    for laid in sheets(subject):
        usual: Severity | None = "error" if laid.strict else None if laid.sheet.tiled else "info"
        for found in laid.sheet.crossings:
            if found.kind != "overlap":
                continue
            severity: Severity | None = "info" if found.within and not laid.strict else usual
            one, other = laid.ground.name(found.first), laid.ground.name(found.second)
            area = area_text(found.area_m2)
            said = Text(
                f"{other} 与 {one} 重叠 {area}；若非有意，请移动边界。",
                f"{other} and {one} overlap by {area}; move the edge if that is not meant.",
            )
            yield _crossing("Z213", laid.ground, found, said, severity)
        if laid.sheet.unmeasured:
            count = laid.sheet.unmeasured
            yield Finding(
                "Z213",
                f"{count:,} pairs of polygons overlap; so many are taken for the nature of the data and not listed.",
                f"有 {count:,} 对多边形重叠；数量之多，当属数据本意，不一一列出。",
                laid.ground.files[0].file,
                measure=Measure(float(count), "count"),
                severity="info",
            )
