"""Spots where one geometry is amiss: rings and lines of no extent, repeated vertices, spikes, slivers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from zoneatlas.checks.few import few
from zoneatlas.checks.registry import check
from zoneatlas.checks.topology.ground import ground_of, point, tolerances_of
from zoneatlas.checks.topology.rings import SFS, ring_en, ring_zh
from zoneatlas.plan.records import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject
    from zoneatlas.checks.topology.ground import Ground
    from zoneatlas.plan.records import Severity
    from zoneatlas.space.rings import Rings
    from zoneatlas.space.validity import Spot

#: A part of a multipolygon that is smaller than this share of the whole, and this thin, is a leftover.
_LEFTOVER_SHARE = 1e-4
_LEFTOVER_THINNESS = 0.02
_ROWS_AT_ONCE = 5_000
#: What needs metres, and so cannot be asked of positions that are no longitude and latitude.
_IN_METRES = ("spikes", "thin", "leftover")
_HEIGHT = 2


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
                spots = (replace(spot, row=spot.row + begin) for spot in find(rings))
                found[name] += [
                    (ground, spot) for spot in spots if name not in _IN_METRES or spot.row not in ground.strange
                ]
    return found


def _said_of(ground: Ground, spot: Spot) -> tuple[str, str]:
    """Return what messages call the ring of a spot, in Chinese and English."""
    part, ring = ground.part(spot.row, spot.part) + 1, ground.ring(spot.row, spot.part, spot.ring)
    return f"第 {part} 部分的{ring_zh(ring)}", f"{ring_en(ring).capitalize()} of part {part}"


def _heights(ring: object) -> list[float]:
    """Return the heights of a ring's positions as stored; empty where some have none."""
    positions = ring if isinstance(ring, list) else []
    found = [each[_HEIGHT] for each in positions if isinstance(each, list) and len(each) > _HEIGHT]
    return found if len(found) == len(positions) else []


@check("Z204", "zero-area-ring", family="topology", severity="error", source=SFS)
def zero_area_ring(subject: Subject) -> Iterator[Finding]:
    """A ring encloses no area: all its positions lie on one line.

    What it means
        The ring runs there and back, or stands at one place. A wall that stands upright (its heights differ) is a
        warning: it has an area in space, but none on a map.
    Why it matters
        A polygon without area covers nothing; programs drop it or fail on it.
    How to fix
        Draw the ring anew, or delete it; store a line as a LineString.

    中文
    环围不出面积：各点都在一条线上。

    含义
        环去而复返，或停在一处，所有位置在一条线上。竖立的面（各点高程不同）只算警告：它在空间里有面积，在地图上没有。
    为什么
        没有面积的多边形什么也不覆盖；程序或丢掉它，或出错。
    怎么改
        重画或删去这个环；本来是线的，存为 LineString。
    """
    for ground, spot in _spots(subject, "zero"):
        zh, en = _said_of(ground, spot)
        path = ground.vertex_path(spot.row, spot.part, spot.ring)
        upright = len(set(_heights(ground.stored(spot.row, path)))) > 1
        said = Text(f"{zh}不围成面积；请重画或删去。", f"{en} encloses no area; draw it anew or delete it.")
        severity: Severity | None = "warning" if upright else None
        yield ground.finding("Z204", spot.row, said, path=path, place=point(spot.position), severity=severity)


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
        kept = [
            spot
            for spot in spots
            if (id(ground), row, spot.part, spot.ring) not in empty and not _apart_in_height(ground, spot)
        ]
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


def _apart_in_height(ground: Ground, spot: Spot) -> bool:
    """Whether a vertex stands above or below the one before it."""
    ring = ground.stored(spot.row, ground.vertex_path(spot.row, spot.part, spot.ring))
    return len(set(_heights(ring[spot.vertex - 1 : spot.vertex + 1]))) > 1 if isinstance(ring, list) else False


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
    empty = {(id(ground), spot.row, spot.part, spot.ring) for ground, spot in _spots(subject, "zero")}
    yield from few(
        ((id(ground), spot.row), partial(_spike, ground, spot))
        for ground, spot in _spots(subject, "spikes")
        if (id(ground), spot.row, spot.part, spot.ring) not in empty
    )


def _spike(ground: Ground, spot: Spot) -> Finding:
    from zoneatlas.space.validity import is_valid

    lon, lat = spot.position
    said = Text(
        f"边在 {lon:.6f}, {lat:.6f} 伸出 {spot.size_m:,.1f} 米的尖刺又折回；请删去尖端的顶点。",
        f"The edge runs out {spot.size_m:,.1f} m to {lon:.6f}, {lat:.6f} and straight back; "
        "delete the vertex at the tip.",
    )
    path = ground.vertex_path(spot.row, spot.part, spot.ring, spot.vertex)
    severity: Severity | None = None if is_valid(ground.geometries[spot.row : spot.row + 1])[0] else "error"
    return ground.finding(
        "Z206", spot.row, said, path=path, place=point(spot.position), measure=(spot.size_m, "m"), severity=severity
    )


@check("Z207", "sliver", family="topology", severity="warning", source="tolerances sliver_m2 and edge_m of plan.toml")
def sliver(subject: Subject) -> Iterator[Finding]:
    """A part or hole is hair-thin, or a tiny shred beside the rest of its zone.

    What it means
        Its mean width is below ``edge_m`` (five times that where it is a thousand times as long as wide), or it is thin
        and holds less than a ten-thousandth of the zone's area.
    Why it matters
        Such slivers are what cutting and merging leave behind; they count as parts, and their holes as gaps.
    How to fix
        Delete the part or hole, or merge it with what it belongs to.

    中文
    有细如发丝的部分或洞，或与其余部分相比极小的碎片。

    含义
        平均宽度小于 ``edge_m``（长度为宽度一千倍以上的，小于其五倍）；或又细又小，不到全区面积的万分之一。
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
        zh, en = _said_of(ground, spot)
        said = Text(
            f"{zh}是细长碎片：平均宽 {spot.size_m:,.2f} 米，{spot.area_m2:,.1f} 平方米；请删去或并入。",
            f"{en} is a sliver: {spot.size_m:,.2f} m wide, {spot.area_m2:,.1f} m²; delete or merge it.",
        )
        path = ground.vertex_path(spot.row, spot.part, spot.ring)
        yield ground.finding(
            "Z207", spot.row, said, path=path, place=point(spot.position), measure=(spot.area_m2, "m2")
        )


@check(
    "Z214", "line-without-length", family="topology", severity="warning", source="RFC 7946, 3.1.4; OGC 06-103r4, 6.1.6"
)
def line_without_length(subject: Subject) -> Iterator[Finding]:
    """All positions of a line are the same.

    What it means
        The LineString (or a part of the MultiLineString) has two positions or more, but they stand at one place.
    Why it matters
        It shows as nothing on a map, and programs that ask for its direction or length fail.
    How to fix
        Delete it, draw the line anew, or store it as a Point.

    中文
    线的各点都在同一位置。

    含义
        LineString（或 MultiLineString 的一部分）有两个以上的位置，却都相同。
    为什么
        地图上看不见；要算方向或长度的程序会出错。
    怎么改
        删去或重画；本来是点的，存为 Point。
    """
    from zoneatlas.space.rings import zero_lines

    for ground in ground_of(subject):
        for row, part, position in zero_lines(ground.geometries):
            lon, lat = position
            said = Text(
                f"线的各点都在 {lon:.6f}, {lat:.6f}，没有长度；请删去或重画。",
                f"All positions of the line are {lon:.6f}, {lat:.6f}, so it has no length; delete it or draw it anew.",
            )
            many = isinstance(ground.stored(row, ("coordinates", 0, 0)), list)
            path = ("coordinates", part) if many else ("coordinates",)
            yield ground.finding("Z214", row, said, path=path, place=point(position))
