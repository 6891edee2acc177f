"""A zone that was moved as a whole: the same shape as its recorded edge, in another place."""

from __future__ import annotations

from collections import defaultdict
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING

from zoneatlas.checks.datum.alignment import TOLERANCE_M, Alignment, Node, alignment_of
from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.registry import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from zoneatlas.checks.subject import Subject

    FloatArray = NDArray[np.float64]

__all__ = ["moved_together", "zone_moved"]

#: So many vertices, and this share of them, must be explained by one translation.
_LEAST_VERTICES = 4
_LEAST_SHARE = 0.5
#: Of a zone without stretches more vertices are asked for, and it stands where this share of them is another's, too.
_LEAST_STRANGE = 8
_STAYED = 0.1
_SAME_M = 15.0
#: A translation must be so many times the stated accuracy, which is a round figure.
_BEYOND = 1.1
#: A translation shorter than this is left to other checks whatever accuracy the zone states, metres.
_LEAST_MOVE_M = 50.0
#: Zones are moved together where so many, and this share of all, are off their edges, and nearly all of these alike.
_LEAST_TOGETHER = 3
_MOST_OF_ZONES = 0.5
_ALIKE = 0.9
_POINTS = (("east", "东"), ("north-east", "东北"), ("north", "北"), ("north-west", "西北"),
           ("west", "西"), ("south-west", "西南"), ("south", "南"), ("south-east", "东南"))  # fmt: skip


@check(
    "Z406",
    "zone-moved",
    family="datum",
    severity="error",
    source="zones/boundary_stretches.geojson: the same vertices as the zone's edge",
    requires=("Z401", "Z402", "Z403", "Z404"),
    needs_plan=True,
)
def zone_moved(subject: Subject) -> Iterator[Finding]:
    """A zone was moved as a whole, away from its recorded edge.

    What it means
        None of the zone's vertices lies on its stretches (or, where it has none, on a reference layer or a
        neighbour), but one translation brings at least half of them there, and it is longer than the accuracy the
        zone states. Where most zones were moved by the same, that is said once for each file, and nothing that follows
        from it is told.
    Why it matters
        A polygon dragged by mistake keeps its shape and area, so nothing else looks wrong about it.
    How to fix
        Move it back by what the message says, or restore it from version control. If it was moved on purpose, draw its
        stretches anew and say why in boundary_basis.

    中文
    功能区整体被移动，离开了它记录在案的界线。

    含义
        它没有顶点落在自己的界线段上（没有界线段时，指参考图层或相邻功能区），但同一个平移量能把至少一半顶点带回去，
        而且这个平移量大于它所注的精度。多数功能区平移量相同时，每个文件只说一次，由此引起的其他问题不再列出。
    为什么
        误拖的多边形形状和面积都不变，别处看不出毛病。
    怎么改
        按消息所说移回，或从版本库恢复；若确需移动，请重画界线段，并在 boundary_basis 里说明理由。
    """
    alignment = alignment_of(subject)
    together = subject.once("datum.moved together", _together)
    if together:
        yield from together
        return
    aligned = {number for each in alignment.relations if each.shift == 0 for number in (each.moved, each.base)}
    zones: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, node in enumerate(alignment.nodes):
        if node.record is not None and (node.file, node.record.index) not in subject.blocked:
            zones[node.file, node.record.index].append(number)
    strayed = {
        node.name
        for number, node in enumerate(alignment.nodes)
        if node.role == "stretch" and alignment.labels.get(number)
    }
    known = subject.plan.zones if subject.plan is not None else ()
    accuracy = {(zone.file, zone.index): zone.boundary_accuracy_m or 0.0 for zone in known}
    for key, members in zones.items():
        if alignment.nodes[members[0]].name in strayed:
            continue
        if not aligned & set(members) and not any(alignment.labels.get(number) for number in members):
            finding = _finding(alignment, members, max(_BEYOND * accuracy.get(key, 0.0), _LEAST_MOVE_M))
            if finding is not None:
                yield finding


def _together(subject: Subject) -> list[Finding]:
    """Return one finding a file where the plan's zones were moved all together; none when they were not.

    Most zones that have stretches must be off them by one and the same translation, and none may lie on its own.
    """
    import numpy as np

    from zoneatlas.space.shift import common_offset, to_plane

    alignment = alignment_of(subject)
    if any(alignment.labels.values()):
        return []
    zones = [node for node in alignment.nodes if node.role == "zone"]
    named: dict[str, list[FloatArray]] = defaultdict(list)
    for node in zones:
        named[node.name].append(node.points)
    if len(_settled(alignment)) > (1 - _MOST_OF_ZONES) * len(named):
        return []
    moves = []
    known = {node.name: node.points for node in alignment.nodes if node.role == "stretch"}
    lat = float(np.median(np.concatenate([node.points for node in zones])[:, 1])) if zones else 0.0
    for name, parts in named.items():
        points, own = np.concatenate(parts), known.get(name)
        found = common_offset(to_plane(points, lat), to_plane(own, lat), _SAME_M) if own is not None else None
        if found is not None and found[1] >= _LEAST_SHARE and found[1] * len(points) >= _LEAST_VERTICES:
            moves.append(found[0])
    if len(moves) < max(_LEAST_TOGETHER, _MOST_OF_ZONES * len(named)):
        return []
    east_m, north_m = np.median(moves, axis=0).tolist()
    alike = sum(hypot(east - east_m, north - north_m) <= _SAME_M for east, north in moves)
    length_m = hypot(east_m, north_m)
    if alike < _ALIKE * len(moves) or length_m <= _LEAST_MOVE_M:
        return []
    en, zh = _POINTS[round(degrees(atan2(north_m, east_m)) / 45) % 8]
    files = dict.fromkeys(node.file for node in zones)
    return [
        Finding(
            "Z406",
            f"All zones were moved together, {length_m:,.0f} m to the {en}: with that taken back, {alike} of the "
            f"{len(named)} lie on their recorded edges. Move them back, or draw the stretches anew.",
            f"全部功能区整体向{zh}移动了 {length_m:,.0f} 米：移回后 {len(named)} 个中有 {alike} 个落在记录的界线上。"
            "请移回，或重画界线段。",
            file,
            measure=Measure(round(length_m, 1), "m"),
        )
        for file in files
    ]


def _settled(alignment: Alignment) -> set[str]:
    """Return the zones that share vertices with their own stretches as both stand: these were not moved."""
    nodes = alignment.nodes
    pairs = [(nodes[each.moved], nodes[each.base]) for each in alignment.relations if each.shift == 0]
    return {
        one.name for one, other in pairs if one.name == other.name and {one.role, other.role} == {"zone", "stretch"}
    }


def moved_together(subject: Subject) -> bool:
    """Whether the plan's zones were moved all together: what else is told of where they lie only follows from it."""
    return bool(subject.once("datum.moved together", _together)) if subject.plan is not None else False


def _finding(alignment: Alignment, members: list[int], least_m: float) -> Finding | None:
    import numpy as np

    from zoneatlas.space.shift import common_offset, near_count, to_plane

    nodes = [alignment.nodes[number] for number in members]
    points = np.concatenate([node.points for node in nodes])
    own = any(node.role == "stretch" and node.name == nodes[0].name for node in alignment.nodes)
    least = _LEAST_VERTICES if own else _LEAST_STRANGE
    bases = _bases(alignment, nodes[0], len(points)) if len(points) >= least else []
    if not bases or (not own and near_count(points, np.concatenate(bases), TOLERANCE_M) >= _STAYED * len(points)):
        return None
    lat = float(np.median(points[:, 1]))
    found = common_offset(to_plane(points, lat), to_plane(np.concatenate(bases), lat), _SAME_M)
    if found is None:
        return None
    (east_m, north_m), share, _ = found
    length_m = hypot(east_m, north_m)
    if length_m <= least_m or share < _LEAST_SHARE or share * len(points) < least:
        return None
    en, zh = _POINTS[round(degrees(atan2(north_m, east_m)) / 45) % 8]
    node = nodes[0]
    line, column = node.record.locate(("geometry",)) if node.record is not None else (1, 1)
    return Finding(
        "Z406",
        f"The zone was moved {length_m:,.0f} m to the {en}: with that taken back, {share:.0%} of its {len(points)} "
        "vertices lie on its recorded edge, and none does now. Move it back, or draw its stretches anew.",
        f"功能区整体向{zh}移动了 {length_m:,.0f} 米：移回后 {share:.0%} 的顶点（共 {len(points)} 个）"
        "落在记录的界线上，现在一个也没有。请移回，或重画界线段。",
        node.file,
        line,
        column,
        feature=node.name,
        place={"type": "Point", "coordinates": points[0].tolist()},
        measure=Measure(round(length_m, 1), "m"),
    )


def _bases(alignment: Alignment, zone: Node, count: int) -> list[FloatArray]:
    """Return the vertices the zone should share: of its stretches, else of the layers and the other zones.

    Of the other zones those with as many vertices (`count`) are left out: of like shape, they are off by one
    translation wherever they stand.
    """
    own = [node.points for node in alignment.nodes if node.role == "stretch" and node.name == zone.name]
    if own:
        return own
    return [
        node.points
        for node in alignment.nodes
        if node.role == "layer" or (node.role == "zone" and node.name != zone.name and len(node.points) != count)
    ]
