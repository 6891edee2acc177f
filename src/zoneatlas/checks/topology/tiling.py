"""Gaps between areas that should lie side by side: layers that plan.toml says tile, and files that plainly do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.topology.ground import Ground, layer_ground, tolerances_of
from zoneatlas.checks.topology.overlaps import sheets
from zoneatlas.checks.topology.shapes_text import area_text, geojson
from zoneatlas.plan.records import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject
    from zoneatlas.checks.topology.overlaps import Laid
    from zoneatlas.plan.records import Severity
    from zoneatlas.space.edges import Edges
    from zoneatlas.space.gaps import Gap

_REQUIRES = ("Z201", "Z202", "Z203", "Z204")
_SOURCE = "[tiling] layers and tolerances of plan.toml; libgeos/geos#1251"
#: A gap that holds at most this share of the smallest polygon beside it is a slip of the editor in any file.
_SMALL_SHARE = 0.01
_OPEN_GAP_M = 50.0
_MODERATE_EDGES = 100_000
#: More places of the outline without an area than this are told as one: its line and the layer's differ.
_MANY_MISSING = 5


def _valid(laid: Laid) -> tuple[Ground, Edges]:
    """Return the valid areas and their edges."""
    from zoneatlas.space.edges import edges_of

    ground = laid.ground.valid()
    whole = len(ground.records) == len(laid.ground.records)
    return ground, laid.sheet.edges if whole else edges_of(ground.geometries)


def _said(ground: Ground, gap: Gap) -> Text:
    named = [ground.name(row) for row in gap.between]
    area = area_text(gap.area_m2)
    if len(named) == 1:
        return Text(
            f"{named[0]} 有一个 {area} 的空洞，没有别的区填上；请补上或填去。",
            f"{named[0]} has a hole of {area} that nothing fills; fill it, or let the area take it in.",
        )
    return Text(
        f"{'、'.join(named)} 之间有 {area} 的空隙；请把边捕捉到同一组顶点。",
        f"There is a gap of {area} between {', '.join(named)}; snap their edges to the same vertices.",
    )


def _finding(check_id: str, ground: Ground, gap: Gap, severity: Severity | None) -> Finding:
    said = _said(ground, gap)
    row = gap.between[0] if gap.between else 0
    return ground.finding(check_id, row, said, place=geojson(gap.place), measure=(gap.area_m2, "m2"), severity=severity)


@check("Z220", "enclosed-gap", family="topology", severity="warning", source=_SOURCE, requires=_REQUIRES)
def enclosed_gap(subject: Subject) -> Iterator[Finding]:
    """Areas that should lie side by side enclose a place that belongs to none of them.

    What it means
        In a layer that plan.toml lists under ``[tiling]`` any such place is an error. In a single file whose polygons
        lie side by side it is a warning where it is small (a hundredth of the smallest polygon beside it, or less),
        and a remark where it is larger and most polygons share edges; a hole in one polygon is no gap there.
    Why it matters
        A point in the gap is nowhere, and the areas do not add up to the whole.
    How to fix
        Snap the edges around it to the same vertices, or give the place to one of the areas.

    中文
    应当相邻的面之间围出一块不属于任何面的地方。

    含义
        plan.toml 的 ``[tiling]`` 所列图层里，这样的空隙一律是错误。多边形并列的单个文件里，
        空隙很小（不到旁边最小多边形的百分之一）时算警告；较大而多数多边形共边时只作提示；单个多边形自身的洞不算。
    为什么
        落在空隙里的点不属于任何区，各区面积之和也不等于全体。
    怎么改
        把周围的边捕捉到同一组顶点，或把这块地划给其中一个区。
    """
    import shapely

    for number, laid in enumerate(sheets(subject)):
        if not _side_by_side(laid):
            continue
        ground, _ = _valid(laid)
        for gap in _enclosed(subject, number):
            if laid.strict:
                yield _finding("Z220", ground, gap, "error")
            elif len(gap.between) > 1:
                beside = shapely.area(ground.geometries[list(gap.between)]).min()
                small = gap.place.area <= _SMALL_SHARE * beside
                if small or laid.sheet.tiled:
                    yield _finding("Z220", ground, gap, None if small else "info")


def _enclosed(subject: Subject, number: int) -> list[Gap]:
    """Return the enclosed gaps of one of the sheets, worked out once."""
    from zoneatlas.space.gaps import enclosed_gaps

    def make(known: Subject) -> list[Gap]:
        ground, edges = _valid(sheets(known)[number])
        return enclosed_gaps(ground.geometries, edges, known.measuring_crs, tolerances_of(known))

    return subject.once(f"topology.enclosed {number}", make)


def _side_by_side(laid: Laid) -> bool:
    """Whether gaps are worth looking for: the areas tile, or in a file of moderate size none overlaps another."""
    sheet = laid.sheet
    apart = not sheet.crossings and not sheet.unmeasured and len(sheet.edges.start) <= _MODERATE_EDGES
    return laid.strict or sheet.tiled or apart


@check("Z221", "open-gap", family="topology", severity="error", source=_SOURCE, requires=_REQUIRES)
def open_gap(subject: Subject) -> Iterator[Finding]:
    """Areas that should lie side by side leave a cleft open to the outside, or do not fill the plan's outline.

    What it means
        In a layer that plan.toml lists under ``[tiling]`` two areas face each other across a cleft of at most
        ``open_gap_m`` (50 m when plan.toml does not say), or a part of the layer with the role ``outline`` belongs to
        none. In a single file most of whose polygons share edges, a cleft of at most a hundredth of a polygon's breadth
        is a warning.
    Why it matters
        A point there is nowhere, and the areas do not add up to the whole.
    How to fix
        Snap the edges to the same vertices, or draw the area that is missing.

    中文
    应当相邻的面之间有通向外面的缝，或没有填满规划范围。

    含义
        plan.toml 的 ``[tiling]`` 所列图层里，两个区隔着不宽于 ``open_gap_m``（未写时为 50 米）的裂缝相对；或角色为
        ``outline`` 的图层有一部分不属于任何区。多数多边形共边的单个文件里，裂缝不宽于多边形的百分之一时算警告。
    为什么
        落在那里的点不属于任何区，各区面积之和也不等于全体。
    怎么改
        把边捕捉到同一组顶点，或补画缺少的区。
    """
    from zoneatlas.space.gaps import missing_from, open_gaps

    tolerances, crs = tolerances_of(subject), subject.measuring_crs
    outline = _outline(subject)
    for number, laid in enumerate(sheets(subject)):
        if not laid.strict and (not laid.sheet.tiled or len(laid.sheet.edges.start) > _MODERATE_EDGES):
            continue
        ground, edges = _valid(laid)
        if not len(ground.records):
            continue
        closed = [gap.place for gap in _enclosed(subject, number)]  # which Z220 says
        gaps = [
            gap
            for gap in open_gaps(ground.geometries, edges, crs, tolerances, _reach_m(subject, ground, laid))
            if not any(place.contains(gap.place.representative_point()) for place in closed)
        ]
        if outline is not None and laid.fills and outline.records[0] is not laid.ground.records[0]:
            missing = missing_from(outline.geometries, ground.geometries, crs, tolerances)
            if len(missing) > _MANY_MISSING:
                yield _ill_fitting(ground, outline, missing)
            else:
                gaps += missing
        for gap in gaps:
            yield _finding("Z221", ground, gap, None if laid.strict else "warning")


def _ill_fitting(ground: Ground, outline: Ground, missing: list[Gap]) -> Finding:
    """Say once that a layer leaves many places of the outline bare: the lines of the two are not the same."""
    largest = max(missing, key=lambda gap: gap.area_m2)
    area, most = area_text(sum(gap.area_m2 for gap in missing)), area_text(largest.area_m2)
    name = outline.files[0].file
    said = Text(
        f"{name} 的范围有 {len(missing)} 处（共 {area}，最大 {most}）不属于这个图层的任何区；"
        "两者的界线不一致，请对齐其一。",
        f"{len(missing)} places within {name} ({area} in all, the largest {most}) belong to no area of this layer: "
        "the lines of the two differ; snap one to the other.",
    )
    row = largest.between[0] if largest.between else 0
    place, area_m2 = geojson(largest.place), sum(gap.area_m2 for gap in missing)
    return ground.finding("Z221", row, said, place=place, measure=(area_m2, "m2"))


def _outline(subject: Subject) -> Ground | None:
    """Return the layer that is the plan's outline, if it is one of those that tile."""
    settings = subject.plan.settings if subject.plan is not None else None
    outline_id = settings.roles.get("outline", "") if settings is not None else ""
    if settings is None or outline_id not in settings.tiling:
        return None
    layer = layer_ground(subject, outline_id)
    return layer.valid() if layer is not None and len(layer.valid().records) else None


def _reach_m(subject: Subject, ground: Ground, laid: Laid) -> float:
    """Return how wide a cleft may be."""
    import numpy as np
    import shapely

    from zoneatlas.space.rings import metres_per_degree

    if laid.strict and subject.plan is not None:
        return subject.plan.settings.tolerances.get("open_gap_m", _OPEN_GAP_M)
    middle = float(np.mean(shapely.total_bounds(ground.geometries)[[1, 3]]))
    square_m2 = float(np.prod(metres_per_degree(middle)))
    breadth_m = float(np.sqrt(np.median(shapely.area(ground.geometries)) * square_m2))
    return min(_OPEN_GAP_M, _SMALL_SHARE * breadth_m)
