"""Checks of what RFC 7946 allows or bears with, but what makes trouble between programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.structure.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check(
    "Z150", "winding-order", family="structure", severity="warning", source="RFC 7946, 3.1.6", requires=("Z401", "Z402")
)
def winding_order(subject: Subject) -> Iterator[Finding]:
    """A ring runs the wrong way round.

    What it means
        Exterior rings run counter-clockwise and holes clockwise; readers should accept either.
    Why it matters
        Some globes and databases take the rest of the earth for the area.
    How to fix
        Run zoneatlas fmt.

    中文
    环的方向反了。

    含义
        外环应逆时针、内环顺时针；读取程序应当都接受。
    为什么
        有的地球软件和数据库会把地球其余的部分当作这个面。
    怎么改
        运行 zoneatlas fmt。
    """
    yield from told(subject, "Z150", "winding")


@check("Z151", "needless-collection", family="structure", severity="warning", source="RFC 7946, 3.1.8")
def needless_collection(subject: Subject) -> Iterator[Finding]:
    """A GeometryCollection is nested, single or of one type.

    What it means
        It holds another collection, only one geometry, or geometries of one type that a Multi type could hold.
    Why it matters
        RFC 7946 says to avoid it; QGIS and Shapefiles cannot edit it.
    How to fix
        Use the geometry itself, or the Multi type.

    中文
    GeometryCollection 嵌套、单一或全是一种类型。

    含义
        它里面还有集合，或只有一个几何图形，或全是可用 Multi 类型表示的同类图形。
    为什么
        RFC 7946 说应避免；QGIS 和 Shapefile 不能编辑它。
    怎么改
        直接用那个几何图形，或 Multi 类型。
    """
    yield from told(subject, "Z151", "collection")


@check("Z152", "extra-dimensions", family="structure", severity="warning", source="RFC 7946, 3.1.1")
def extra_dimensions(subject: Subject) -> Iterator[Finding]:
    """Positions have more than longitude and latitude.

    What it means
        A third number is a height in metres; a fourth has no meaning, and some positions may have one and others not.
    Why it matters
        A plan has no heights: they bloat the file, and programs treat them unlike.
    How to fix
        Drop all numbers but the first two (QGIS: geometry type without Z and M on export).

    中文
    位置不止经度和纬度。

    含义
        第三个数是高程（米），第四个没有含义；也可能有的点有、有的没有。
    为什么
        平面规划没有高程：它让文件变大，各程序处理也不一样。
    怎么改
        只留前两个数（QGIS 导出时几何类型不选 Z、M）。
    """
    yield from told(subject, "Z152", "dimensions")


@check(
    "Z153", "antimeridian", family="structure", severity="warning", source="RFC 7946, 3.1.9", requires=("Z401", "Z402")
)
def antimeridian(subject: Subject) -> Iterator[Finding]:
    """An edge crosses the antimeridian.

    What it means
        Two neighbouring positions are more than 180° of longitude apart.
    Why it matters
        Most programs draw it the long way round the earth.
    How to fix
        Cut the geometry at 180° into a Multi type; if that was not meant, correct the longitude's sign.

    中文
    有一段跨过 180° 经线。

    含义
        相邻两点的经度相差超过 180°。
    为什么
        多数程序会绕地球另一边画过去。
    怎么改
        在 180° 处切开成 Multi 类型；若不是本意，请改正经度的正负号。
    """
    yield from told(subject, "Z153", "antimeridian")


@check(
    "Z154",
    "excess-precision",
    family="structure",
    severity="warning",
    source="RFC 7946, 11.2",
    requires=("Z401", "Z402"),
)
def excess_precision(subject: Subject) -> Iterator[Finding]:
    """Coordinates have more than six decimals.

    What it means
        Six decimals are about 0.1 m; QGIS writes fifteen.
    Why it matters
        The rest is noise that makes files larger and hides real edits in a comparison.
    How to fix
        Run zoneatlas fmt, or export with a coordinate precision of 6.

    中文
    坐标的小数多于六位。

    含义
        六位小数约 0.1 米；QGIS 会写十五位。
    为什么
        多出的是噪声，让文件变大，比较时把真正的改动淹没。
    怎么改
        运行 zoneatlas fmt，或导出时坐标精度选 6。
    """
    yield from told(subject, "Z154", "precision")


@check(
    "Z155",
    "coarse-coordinates",
    family="structure",
    severity="warning",
    source="boundary_accuracy_m of the zone",
    needs_plan=True,
)
def coarse_coordinates(subject: Subject) -> Iterator[Finding]:
    """A zone's coordinates have at most one decimal.

    What it means
        One decimal is a grid of about 11 km, while boundary_accuracy_m claims to be finer.
    Why it matters
        The zone was rounded away from its true edge.
    How to fix
        Restore the coordinates, and export with six decimals.

    中文
    功能区的坐标至多一位小数。

    含义
        一位小数是约 11 千米一格，boundary_accuracy_m 却说更精确。
    为什么
        功能区被四舍五入到离真实边界很远的地方。
    怎么改
        恢复原坐标，导出时保留六位小数。
    """
    yield from told(subject, "Z155", "coarse")


@check("Z156", "malformed-bbox", family="structure", severity="error", source="RFC 7946, 5")
def malformed_bbox(subject: Subject) -> Iterator[Finding]:
    """A bbox is not four or six numbers.

    What it means
        It is no array, has another length, or holds something that is no number.
    Why it matters
        Readers that use it to find things lose the feature.
    How to fix
        Write [west, south, east, north], or delete it: GeoJSON needs none.

    中文
    bbox 不是四个或六个数。

    含义
        它不是数组、长度不对，或有的不是数。
    为什么
        靠它查找的程序会找不到这个要素。
    怎么改
        写成 [西, 南, 东, 北]，或删去：GeoJSON 不需要它。
    """
    yield from told(subject, "Z156", "bbox-malformed")


@check("Z157", "bbox-order", family="structure", severity="error", source="RFC 7946, 5")
def bbox_order(subject: Subject) -> Iterator[Finding]:
    """A bbox has south above north.

    What it means
        Its order is west, south, east, north; here the second value is greater than the last. (West greater than east
        is allowed: it crosses the antimeridian.)
    Why it matters
        Readers take it for an empty box.
    How to fix
        Put the values in order, or delete the bbox.

    中文
    bbox 的南在北之上。

    含义
        顺序应为西、南、东、北；这里第二个数大于最后一个。（西大于东是允许的，表示跨 180° 经线。）
    为什么
        程序会当作空的范围。
    怎么改
        按顺序改正，或删去 bbox。
    """
    yield from told(subject, "Z157", "bbox-order")


@check("Z158", "stale-bbox", family="structure", severity="warning", source="RFC 7946, 5")
def stale_bbox(subject: Subject) -> Iterator[Finding]:
    """A bbox does not fit the coordinates.

    What it means
        The coordinates reach further, or not as far, as it says, usually after an edit; or it has heights and they
        have none (or the other way round). One of the whole earth is not looked at, nor the end at a pole of one that
        goes round all longitudes.
    Why it matters
        Programs that trust it zoom to the wrong place or miss the feature.
    How to fix
        Write the range given, or delete the bbox.

    中文
    bbox 与坐标不符。

    含义
        坐标的范围比它大或小，多半是编辑之后没有更新；或它有高程而坐标没有（或相反）。
        全球的 bbox 不看；绕地球一圈的 bbox，在极点的一端也不看。
    为什么
        相信它的程序会缩放到错的地方，或漏掉要素。
    怎么改
        改为给出的范围，或删去 bbox。
    """
    yield from told(subject, "Z158", "bbox-stale")


@check("Z159", "crs-member", family="structure", severity="warning", source="RFC 7946, 4 and appendix B.1")
def crs_member(subject: Subject) -> Iterator[Finding]:
    """There is a crs member.

    What it means
        It belongs to the GeoJSON of 2008. RFC 7946 removed it: coordinates are always WGS 84.
    Why it matters
        Programs that follow RFC 7946 ignore it; if it names another system the coordinates will be taken for degrees.
    How to fix
        Delete it (zoneatlas fmt does, if it says WGS 84); transform the coordinates first if it names another system.

    中文
    有 crs 成员。

    含义
        它是 2008 年旧格式的成员，RFC 7946 已取消：坐标总是 WGS 84。
    为什么
        遵循 RFC 7946 的程序不看它；若它说的是别的坐标系，坐标会被当成经纬度。
    怎么改
        删去（若是 WGS 84，zoneatlas fmt 会删）；若是别的坐标系，先转换坐标。
    """
    yield from told(subject, "Z159", "crs")
