"""Checks of geometries that keep them from being used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.structure.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check("Z140", "geometry-not-object", family="structure", severity="error", source="RFC 7946, 3.1")
def geometry_not_object(subject: Subject) -> Iterator[Finding]:
    """A geometry is no object.

    What it means
        Where a geometry belongs stands a text, a number or an array (WKT, or bare coordinates).
    Why it matters
        The feature cannot be drawn.
    How to fix
        Write {"type":"Polygon","coordinates":[…]}.

    中文
    几何图形不是对象。

    含义
        应有几何图形的地方是文字、数或数组（WKT 或单独的坐标）。
    为什么
        这个要素画不出来。
    怎么改
        写成 {"type":"Polygon","coordinates":[…]}。
    """
    yield from told(subject, "Z140", "geometry-not-object")


@check("Z141", "coordinates-missing", family="structure", severity="error", source="RFC 7946, 3.1")
def coordinates_missing(subject: Subject) -> Iterator[Finding]:
    """A geometry has no coordinates.

    What it means
        The member coordinates (in a GeometryCollection: geometries) is absent.
    Why it matters
        The feature cannot be drawn.
    How to fix
        Add the member, or make the geometry null.

    中文
    几何图形没有 coordinates。

    含义
        缺少 coordinates 成员（GeometryCollection 为 geometries）。
    为什么
        这个要素画不出来。
    怎么改
        补上，或把 geometry 改为 null。
    """
    yield from told(subject, "Z141", "coordinates-missing")


@check("Z142", "coordinates-nesting", family="structure", severity="error", source="RFC 7946, 3.1.2 to 3.1.7")
def coordinates_nesting(subject: Subject) -> Iterator[Finding]:
    """Coordinates are nested too deeply or too little.

    What it means
        A Polygon is an array of rings of positions, a MultiPolygon an array of those; the arrays here do not fit the
        type.
    Why it matters
        The feature cannot be drawn; the type was often changed without the brackets.
    How to fix
        Add or take away a level of brackets, or correct the type.

    中文
    坐标数组的层数不对。

    含义
        Polygon 是环的数组、环是位置的数组，MultiPolygon 再多一层；这里的层数与类型不符。
    为什么
        这个要素画不出来；多半是改了类型而没有改括号。
    怎么改
        加或减一层括号，或改正类型。
    """
    yield from told(subject, "Z142", "coordinates-shape")


@check("Z143", "empty-geometry", family="structure", severity="warning", source="RFC 7946, 3.1")
def empty_geometry(subject: Subject) -> Iterator[Finding]:
    """A geometry has no positions.

    What it means
        An array of coordinates, rings or geometries is empty; RFC 7946 lets readers take it for null.
    Why it matters
        There is nothing to draw, and some programs crash on it.
    How to fix
        Draw it, delete the empty part, or make the geometry null.

    中文
    几何图形是空的。

    含义
        坐标、环或 geometries 的数组是空的；RFC 7946 允许当作 null。
    为什么
        没有东西可画，有的程序会因此崩溃。
    怎么改
        补画、删去空的部分，或把 geometry 改为 null。
    """
    yield from told(subject, "Z143", "empty-geometry")


@check("Z144", "bad-position", family="structure", severity="error", source="RFC 7946, 3.1.1")
def bad_position(subject: Subject) -> Iterator[Finding]:
    """A position is not longitude and latitude.

    What it means
        It has fewer than two values, or one that is no number (a text, null, true).
    Why it matters
        The whole geometry cannot be used.
    How to fix
        Write two numbers: [longitude, latitude].

    中文
    位置不是经度和纬度。

    含义
        它不足两个值，或有的不是数（文字、null、true）。
    为什么
        整个几何图形都不能用。
    怎么改
        写两个数：[经度, 纬度]。
    """
    yield from told(subject, "Z144", "position")


@check("Z145", "short-line", family="structure", severity="error", source="RFC 7946, 3.1.4")
def short_line(subject: Subject) -> Iterator[Finding]:
    """A line has only one position.

    What it means
        A LineString needs two or more.
    Why it matters
        It cannot be drawn, and many libraries refuse it.
    How to fix
        Add the other positions, or make it a Point.

    中文
    线只有一个点。

    含义
        LineString 至少要两个点。
    为什么
        画不出来，许多程序库会拒绝它。
    怎么改
        补上其余的点，或改为 Point。
    """
    yield from told(subject, "Z145", "line-short")


@check("Z146", "short-ring", family="structure", severity="error", source="RFC 7946, 3.1.6")
def short_ring(subject: Subject) -> Iterator[Finding]:
    """A ring has fewer than four positions.

    What it means
        The smallest ring is a triangle: three corners and the first one again.
    Why it matters
        It bounds no area; libraries refuse the whole polygon.
    How to fix
        Add the missing corners, or delete the ring.

    中文
    环不足四个点。

    含义
        最小的环是三角形：三个角，再加上首点。
    为什么
        它围不出面积，程序库会拒绝整个面。
    怎么改
        补上缺的角，或删去这个环。
    """
    yield from told(subject, "Z146", "ring-short")


@check("Z147", "open-ring", family="structure", severity="error", source="RFC 7946, 3.1.6")
def open_ring(subject: Subject) -> Iterator[Finding]:
    """A ring is not closed.

    What it means
        Its last position is not exactly its first.
    Why it matters
        Readers refuse the polygon or close it by a line that nobody drew.
    How to fix
        Repeat the first position as the last.

    中文
    环没有闭合。

    含义
        末点与首点不完全相同。
    为什么
        程序会拒绝这个面，或补上一条谁也没画的边。
    怎么改
        把首点再写一次放在最后。
    """
    yield from told(subject, "Z147", "ring-open")


@check("Z148", "zone-not-polygon", family="structure", severity="error", source="the fields of a zone", needs_plan=True)
def zone_not_polygon(subject: Subject) -> Iterator[Finding]:
    """A zone is no area.

    What it means
        Its geometry is a point, a line or a GeometryCollection, while a zone is a Polygon or a MultiPolygon.
    Why it matters
        Nothing can lie inside it; it is left out of the map and of every answer.
    How to fix
        Draw its area.

    中文
    功能区不是面。

    含义
        它的几何图形是点、线或 GeometryCollection，
        而功能区应是 Polygon 或 MultiPolygon。
    为什么
        没有东西能在它里面；地图和查询都用不上它。
    怎么改
        画出它的范围。
    """
    yield from told(subject, "Z148", "zone-geometry")


@check("Z149", "out-of-range", family="structure", severity="error", source="RFC 7946, 4", requires=("Z401", "Z402"))
def out_of_range(subject: Subject) -> Iterator[Finding]:
    """Some positions of a geometry are no longitude and latitude.

    What it means
        A position lies beyond ±180° or ±90°: a digit too many, a lost decimal point. (A longitude from 180° to 360° is
        a warning: some programs write so across the antimeridian. Coordinates in metres or in the wrong order are told
        as such by the datum checks, and not here again.)
    Why it matters
        The shape cannot be drawn or measured.
    How to fix
        Correct the position shown.

    中文
    有的位置不是经纬度。

    含义
        有的点超出 ±180° 或 ±90°：多打了一位数，或丢了小数点。（经度在 180° 到 360° 之间只是警告：
        有的软件这样表示跨 180° 经线。坐标是米或经纬写反的，由基准类检查说明，这里不再重复。）
    为什么
        图形画不了，也量不了。
    怎么改
        改正所示的位置。
    """
    yield from told(subject, "Z149", "stray-position")
