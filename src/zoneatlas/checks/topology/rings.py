"""Faults that keep one polygon from being valid: crossing edges, misplaced holes, overlapping parts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from zoneatlas.checks.few import few
from zoneatlas.checks.registry import check
from zoneatlas.checks.topology.ground import ground_of, points
from zoneatlas.plan.records import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject
    from zoneatlas.checks.topology.ground import Ground
    from zoneatlas.plan.records import Severity
    from zoneatlas.space.validity import RingFault

__all__ = ["SFS", "ring_en", "ring_zh"]

SFS = "OGC 06-103r4 (Simple Features), 6.1.11 and 6.1.14; RFC 7946, 1.4"
#: Of the places where a ring meets itself so many are named, and so many drawn.
_LISTED = 5
_MOST_PLACES = 99

_HOLES = (
    "hole-outside", "hole-crosses", "hole-is-shell", "hole-on-shell", "holes-overlap", "holes-share-edge", "holes-cut",
)  # fmt: skip
_SAID: Mapping[str, Text] = {
    "self-intersection": Text(
        "环在 {at}{more_zh} 与自身相交（{ring}）；请移动或删去此处的顶点，使边不再交叉。",
        "The ring meets itself at {at}{more} ({ring}); move or delete the vertices there so that no edges cross.",
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
    "hole-on-shell": Text(
        "洞与外环共用一段边（{ring}，{at}）；请把这一块从外环切去，或把洞移开。",
        "A hole shares an edge with its shell ({ring}, at {at}); cut it out of the shell, or move it off the edge.",
    ),
    "holes-share-edge": Text(
        "洞 {number} 与洞 {other} 共用一段边（{at}）；请合并为一个洞。",
        "Hole {number} shares an edge with hole {other} (at {at}); merge the two into one hole.",
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
    faults = (each for each in subject.once("topology.faults", _faults) if each[2].code in codes)
    yield from few(
        ((id(ground), row), partial(_finding, check_id, ground, row, fault)) for ground, row, fault in faults
    )


def _finding(check_id: str, ground: Ground, row: int, fault: RingFault) -> Finding:
    said = _text(ground, row, fault)
    path = ground.nearest_path(row, fault.part, fault.ring, fault.position)
    severity: Severity | None = "warning" if fault.code == "parts-share-edge" else None
    place = points([fault.position, *fault.more[:_MOST_PLACES]])
    return ground.finding(check_id, row, said, path=path, place=place, severity=severity)


def _text(ground: Ground, row: int, fault: RingFault) -> Text:
    part, ring = ground.part(row, fault.part) + 1, ground.ring(row, fault.part, fault.ring)
    between = fault.code in ("parts-overlap", "parts-share-edge")
    other = fault.other if between else ground.ring(row, fault.part, max(fault.other, 0))
    shown = "; ".join(f"{lon:.6f}, {lat:.6f}" for lon, lat in fault.more[: _LISTED - 1])
    count = len(fault.more)
    filled = {
        "at": f"{fault.position[0]:.6f}, {fault.position[1]:.6f}",
        "more": f" and {count} more place{'s' if count > 1 else ''} ({shown}{' …' if count >= _LISTED else ''})"
        if count
        else "",
        "more_zh": f"等 {count + 1} 处（另有 {shown}{' …' if count >= _LISTED else ''}）" if count else "",
        "reason": fault.reason,
        "number": ring,
        "other": other,
        "part": part,
        "other_part": ground.part(row, fault.other) + 1 if between else 0,
    }
    said = _SAID[fault.code]
    return Text(
        said.zh.format(ring=f"第 {part} 部分的{ring_zh(ring)}", **filled),
        said.en.format(ring=f"{ring_en(ring)} of part {part}", **filled),
    )


def ring_en(number: int) -> str:
    """Return what a message calls a ring."""
    return f"hole {number}" if number else "the shell"


def ring_zh(number: int) -> str:
    """Return what a Chinese message calls a ring."""
    return f"洞 {number}" if number else "外环"


@check("Z201", "self-crossing-polygon", family="topology", severity="error", source=SFS, requires=("Z204",))
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


@check("Z202", "misplaced-hole", family="topology", severity="error", source=SFS, requires=("Z204",))
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
    yield from _told(subject, "Z202", *_HOLES)


@check("Z203", "overlapping-parts", family="topology", severity="error", source=SFS, requires=("Z201", "Z202"))
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
