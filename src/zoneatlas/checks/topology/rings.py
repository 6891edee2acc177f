"""Faults of one polygon: crossing edges, misplaced holes, overlapping parts, empty rings, repeated vertices, spikes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.topology.ground import ground_of, point, tolerances_of
from zoneatlas.plan.records import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject
    from zoneatlas.checks.topology.ground import Ground
    from zoneatlas.plan.records import Severity
    from zoneatlas.space.rings import Rings
    from zoneatlas.space.validity import RingFault, Spot

_SFS = "OGC 06-103r4 (Simple Features), 6.1.11 and 6.1.14; RFC 7946, 1.4"
#: A part of a multipolygon that is smaller than this share of the whole, and this thin, is a leftover.
_LEFTOVER_SHARE = 1e-4
_LEFTOVER_THINNESS = 0.02
_ROWS_AT_ONCE = 5_000

_SAID: Mapping[str, Text] = {
    "self-intersection": Text(
        "环在 {at} 与自身相交（{ring}）；请移动或删去此处的顶点，使边不再交叉。",
        "The ring meets itself at {at} ({ring}); move or delete the vertices there so that no edges cross.",
    ),
    "other": Text(
        "多边形在 {at} 无效（{reason}）；请改正此处的顶点。",
        "The polygon is not valid at {at} ({reason}); correct the vertices there.",
    ),
    "hole-outside": Text(
        "洞在外环之外（{ring}，{at}）；请删去它，或改为另一部分。",
        "A hole lies outside its shell ({ring}, at {at}); delete it or make it a part of its own.",
    ),
    "hole-crosses": Text(
        "洞越出外环（{ring}，{at}）；请把洞收进外环之内，或从外环切去。",
        "A hole crosses its shell ({ring}, at {at}); pull it inside, or cut it out of the shell.",
    ),
    "hole-is-shell": Text(
        "洞与外环相同（{ring}），多边形什么也不剩；请删去这个洞。",
        "A hole is the same as its shell ({ring}), so that nothing is left; delete the hole.",
    ),
    "holes-overlap": Text(
        "洞 {number} 与洞 {other} 重叠或嵌套（{at}）；请合并，或删去里面的一个。",
        "Hole {number} overlaps or lies in hole {other} (at {at}); merge them, or delete the inner one.",
    ),
    "holes-cut": Text(
        "洞与外环相接处把多边形切成几块（{at}）；请改为几个部分。",
        "Where holes touch the shell or one another they cut the polygon in pieces (at {at}); make them parts.",
    ),
    "parts-overlap": Text(
        "第 {part} 部分与第 {other_part} 部分重叠（{at}）；请合并这两部分，或移开其一。",
        "Part {part} overlaps part {other_part} (at {at}); merge the two, or move one off the other.",
    ),
    "parts-share-edge": Text(
        "第 {part} 部分与第 {other_part} 部分共边（{at}）；请合并为一个部分。",
        "Part {part} shares an edge with part {other_part} (at {at}); merge the two into one part.",
    ),
}


def _faults(subject: Subject) -> list[tuple[Ground, int, RingFault]]:
    from zoneatlas.space.validity import invalid_rows, ring_faults

    return [
        (ground, int(row), fault)
        for ground in ground_of(subject)
        for row in invalid_rows(ground.geometries)
        for fault in ring_faults(ground.geometries[row])
    ]


def _told(subject: Subject, check_id: str, *codes: str) -> Iterator[Finding]:
    for ground, row, fault in subject.once("topology.faults", _faults):
        if fault.code not in codes:
            continue
        lon, lat = fault.position
        filled = {
            "at": f"{lon:.6f}, {lat:.6f}",
            "reason": fault.reason,
            "number": fault.ring,
            "other": fault.other,
            "part": fault.part + 1,
            "other_part": fault.other + 1,
        }
        said = _SAID[fault.code]
        zh = said.zh.format(ring=f"第 {fault.part + 1} 部分的{_ring_zh(fault.ring)}", **filled)
        en = said.en.format(ring=f"{_ring(fault.ring)} of part {fault.part + 1}", **filled)
        path = ground.nearest_path(row, fault.part, fault.ring, fault.position)
        severity: Severity | None = "warning" if fault.code == "parts-share-edge" else None
        yield ground.finding(check_id, row, Text(zh, en), path=path, place=point(fault.position), severity=severity)


def _ring(number: int) -> str:
    return f"hole {number}" if number else "the shell"


def _ring_zh(number: int) -> str:
    return f"洞 {number}" if number else "外环"


@check("Z201", "self-crossing-polygon", family="topology", severity="error", source=_SFS, requires=("Z204",))
def self_crossing_polygon(subject: Subject) -> Iterator[Finding]:
    """A ring of a polygon crosses or touches itself.

    What it means
        Two edges of one ring meet elsewhere than at the vertex they share: a bow-tie, a loop, a ring that touches
        itself.
    Why it matters
        Inside and outside are then undefined: area, overlap and "is this point in it" give different answers in
        different programs, or none.
    How to fix
        Go to the position named, and move or delete the vertex that makes the edges cross. In QGIS: Vector › Geometry
        Tools › Check Validity shows the same point.

    中文
    面的一个环与自身相交或相接。

    含义
        一个环的两条边在共有顶点以外的地方相遇：蝴蝶结、打圈，或环与自身相接。
    为什么
        这时内外无法确定：面积、重叠和“点是否在内”在不同程序里答案不同，或没有答案。
    怎么改
        到所指位置，移动或删去使边交叉的顶点。QGIS 的“矢量 › 几何工具 › 检查有效性”指出同一点。
    """
    yield from _told(subject, "Z201", "self-intersection", "other")


@check("Z202", "misplaced-hole", family="topology", severity="error", source=_SFS, requires=("Z204",))
def misplaced_hole(subject: Subject) -> Iterator[Finding]:
    """A hole lies outside its shell, crosses it, covers it, or lies over another hole.

    What it means
        The rings after the first of a polygon are holes; they must lie inside the first and apart from one another.
    Why it matters
        A misplaced hole takes away area that is not there, or leaves none; the polygon is not valid.
    How to fix
        Delete the hole, pull it inside its shell, or make it a part of its own where it was meant as one.

    中文
    洞在外环之外、与外环相交、盖住外环，或压着另一个洞。

    含义
        多边形第一个环之后的环是洞；洞必须在外环之内，彼此分开。
    为什么
        位置不对的洞会减去并不存在的面积，或使多边形什么也不剩；多边形无效。
    怎么改
        删去这个洞，或收进外环之内；本来是另一部分的，改为一个部分。
    """
    yield from _told(subject, "Z202", "hole-outside", "hole-crosses", "hole-is-shell", "holes-overlap", "holes-cut")


@check("Z203", "overlapping-parts", family="topology", severity="error", source=_SFS, requires=("Z201", "Z202"))
def overlapping_parts(subject: Subject) -> Iterator[Finding]:
    """Two parts of one MultiPolygon lie over each other, or (a warning) share an edge.

    What it means
        The parts of a MultiPolygon may touch in points only.
    Why it matters
        What lies in two parts is counted twice, and the geometry is not valid.
    How to fix
        Merge the parts into one (QGIS: Merge Selected Features, or Dissolve), or move one off the other.

    中文
    同一 MultiPolygon 的两部分重叠，或（警告）共用一条边。

    含义
        MultiPolygon 的各部分只能在点上相接。
    为什么
        落在两个部分里的面积会算两次，几何图形也无效。
    怎么改
        把两部分合并为一（QGIS：合并所选要素，或融合），或移开其一。
    """
    yield from _told(subject, "Z203", "parts-overlap", "parts-share-edge")


def _spots(subject: Subject, name: str) -> list[tuple[Ground, Spot]]:
    """Return the spots a function of `zoneatlas.space.validity` finds in everything."""
    return subject.once("topology.spots", _all_spots)[name]


def _all_spots(subject: Subject) -> dict[str, list[tuple[Ground, Spot]]]:
    """Look at the rings of everything once, for all checks."""
    from zoneatlas.space import validity
    from zoneatlas.space.rings import rings_of

    width_m = tolerances_of(subject).width_m
    finders: dict[str, Callable[[Rings], list[Spot]]] = {
        "zero": validity.zero_rings,
        "repeated": validity.repeated_vertices,
        "spikes": partial(validity.spikes, width_m=width_m),
        "thin": partial(validity.thin_rings, width_m=width_m),
        "leftover": partial(validity.leftover_parts, share=_LEFTOVER_SHARE, thinness=_LEFTOVER_THINNESS),
    }
    found: dict[str, list[tuple[Ground, Spot]]] = {name: [] for name in finders}
    for ground in ground_of(subject):
        for begin in range(0, len(ground.geometries), _ROWS_AT_ONCE):
            rings = rings_of(ground.geometries[begin : begin + _ROWS_AT_ONCE])
            for name, find in finders.items():
                found[name] += [(ground, replace(spot, row=spot.row + begin)) for spot in find(rings)]
    return found


@check("Z204", "zero-area-ring", family="topology", severity="error", source=_SFS)
def zero_area_ring(subject: Subject) -> Iterator[Finding]:
    """A ring encloses no area: all its positions lie on one line.

    What it means
        The ring runs there and back, or stands at one place.
    Why it matters
        A polygon without area covers nothing; programs drop it or fail on it.
    How to fix
        Draw the ring anew, or delete it; store a line as a LineString.

    中文
    环围不出面积：各点都在一条线上。

    含义
        环去而复返，或停在一处，所有位置在一条线上。
    为什么
        没有面积的多边形什么也不覆盖；程序或丢掉它，或出错。
    怎么改
        重画或删去这个环；本来是线的，存为 LineString。
    """
    for ground, spot in _spots(subject, "zero"):
        said = Text(
            f"第 {spot.part + 1} 部分的{_ring_zh(spot.ring)}不围成面积；请重画或删去。",
            f"{_ring(spot.ring).capitalize()} of part {spot.part + 1} encloses no area; draw it anew or delete it.",
        )
        path = ground.vertex_path(spot.row, spot.part, spot.ring)
        yield ground.finding("Z204", spot.row, said, path=path, place=point(spot.position))


@check("Z205", "repeated-vertex", family="topology", severity="warning", source="XPlanung conformity 2.2.2.1")
def repeated_vertex(subject: Subject) -> Iterator[Finding]:
    """A vertex stands at the very position of the one before it.

    What it means
        The ring holds the same position twice in a row.
    Why it matters
        It adds nothing, hides edges of no length, and moves apart the next time the line is edited.
    How to fix
        Delete one of the two (QGIS: Remove Duplicate Vertices).

    中文
    一个顶点与前一个顶点位置相同。

    含义
        环里连续两次写了同一个位置。
    为什么
        多余的顶点形成长度为零的边，下次编辑时容易拉开。
    怎么改
        删去其中一个（QGIS：移除重复顶点）。
    """
    grouped: dict[tuple[int, int], list[Spot]] = {}
    grounds = ground_of(subject)
    for ground, spot in _spots(subject, "repeated"):
        number = next(index for index, known in enumerate(grounds) if known is ground)
        grouped.setdefault((number, spot.row), []).append(spot)
    empty = {(id(ground), spot.row, spot.part, spot.ring) for ground, spot in _spots(subject, "zero")}
    for (number, row), spots in grouped.items():
        ground = grounds[number]
        kept = [spot for spot in spots if (id(ground), row, spot.part, spot.ring) not in empty]
        if not kept:
            continue
        first, more = kept[0], len(kept) - 1
        lon, lat = first.position
        said = Text(
            f"顶点在 {lon:.6f}, {lat:.6f} 连续重复" + (f"，另有 {more} 处" if more else "") + "；请删去多余的。",
            f"The vertex at {lon:.6f}, {lat:.6f} is repeated" + (f", and {more} others" if more else "")
            + "; delete the surplus.",
        )  # fmt: skip
        path = ground.vertex_path(row, first.part, first.ring, first.vertex)
        yield ground.finding(
            "Z205", row, said, path=path, place=point(first.position), measure=(float(len(kept)), "count")
        )


@check("Z206", "spike", family="topology", severity="warning", source="QGIS geometry checker; ring angles below 1°")
def spike(subject: Subject) -> Iterator[Finding]:
    """The edge of a polygon runs out to a vertex and straight back.

    What it means
        Before and after the vertex the edge encloses an angle of less than one degree and a strip thinner than
        ``edge_m``: a slip of the mouse, or what an overlay left. An exact return makes the polygon invalid, and is an
        error.
    Why it matters
        A spike adds length and reach but no area; distances to the zone's edge are wrong, and it may enter a neighbour.
    How to fix
        Delete the vertex at the tip.

    中文
    面的边伸到一个顶点又原路折回。

    含义
        边伸到一个顶点又原路折回：夹角小于一度，宽度小于 ``edge_m``；多半是误点或叠加分析的残留。
        完全重合的折返使多边形无效，属于错误。
    为什么
        尖刺不增加面积，却增加长度并伸向别处；到边界的距离会算错，还可能伸进相邻的区。
    怎么改
        删去尖端的顶点。
    """
    from zoneatlas.space.validity import is_valid

    empty = {(id(ground), spot.row, spot.part, spot.ring) for ground, spot in _spots(subject, "zero")}
    for ground, spot in _spots(subject, "spikes"):
        if (id(ground), spot.row, spot.part, spot.ring) in empty:
            continue
        lon, lat = spot.position
        said = Text(
            f"边在 {lon:.6f}, {lat:.6f} 伸出 {spot.size_m:,.1f} 米的尖刺又折回；请删去尖端的顶点。",
            f"The edge runs out {spot.size_m:,.1f} m to {lon:.6f}, {lat:.6f} and straight back; "
            "delete the vertex at the tip.",
        )
        path = ground.vertex_path(spot.row, spot.part, spot.ring, spot.vertex)
        severity: Severity | None = None if is_valid(ground.geometries[spot.row : spot.row + 1])[0] else "error"
        yield ground.finding(
            "Z206", spot.row, said, path=path, place=point(spot.position), measure=(spot.size_m, "m"), severity=severity
        )


@check("Z207", "sliver", family="topology", severity="warning", source="tolerances sliver_m2 and edge_m of plan.toml")
def sliver(subject: Subject) -> Iterator[Finding]:
    """A part or hole is hair-thin, or a tiny shred beside the rest of its zone.

    What it means
        Its mean width is below ``edge_m``, or it is thin and holds less than a ten-thousandth of the zone's area.
    Why it matters
        Such slivers are what cutting and merging leave behind; they count as parts, and their holes as gaps.
    How to fix
        Delete the part or hole, or merge it with what it belongs to.

    中文
    有细如发丝的部分或洞，或与其余部分相比极小的碎片。

    含义
        平均宽度小于 ``edge_m``；或又细又小，不到全区面积的万分之一。
    为什么
        这多半是切割、合并留下的碎片，会被当成一个部分或一个空洞。
    怎么改
        删去这个部分或洞，或并入它所属的部分。
    """
    seen = set()
    for ground, spot in (*_spots(subject, "thin"), *_spots(subject, "leftover")):
        place = (id(ground), spot.row, spot.part, spot.ring)
        if place in seen:
            continue
        seen.add(place)
        said = Text(
            f"第 {spot.part + 1} 部分的{_ring_zh(spot.ring)}是细长碎片：平均宽 {spot.size_m:,.2f} 米，"
            f"{spot.area_m2:,.1f} 平方米；请删去或并入。",
            f"{_ring(spot.ring).capitalize()} of part {spot.part + 1} is a sliver: {spot.size_m:,.2f} m wide, "
            f"{spot.area_m2:,.1f} m²; delete or merge it.",
        )
        path = ground.vertex_path(spot.row, spot.part, spot.ring)
        yield ground.finding(
            "Z207", spot.row, said, path=path, place=point(spot.position), measure=(spot.area_m2, "m2")
        )
