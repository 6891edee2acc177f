"""Coordinates that are no longitude and latitude: swapped, in metres, or in another part of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.datum.places import Box, Place, crowd_of, extent_of, outline_of_plan, places_of
from zoneatlas.checks.datum.projected import Projected, projected_places, times_degrees
from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.registry import check
from zoneatlas.plan.records import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.records import Severity

__all__ = ["axis_order_swapped", "feature_outside_plan", "projected_coordinates", "swapped_places"]

_FAR_SHARE = 0.5
_NEAR_SHARE = 0.1
_ONE_KM_M = 1000.0
#: How far from the rest of a file a feature must lie to be called swapped where no plan says where it belongs.
_FAR_DEG = 2.0
_LATITUDE_MOST_DEG = 90.0
#: A lone position no farther beyond ±90° is taken for a slip, not for a longitude.
_SLIP_DEG = 5.0


@check("Z401", "axis-order-swapped", family="datum", severity="error", source="RFC 7946 §3.1.1")
def axis_order_swapped(subject: Subject) -> Iterator[Finding]:
    """Latitude and longitude stand in the wrong order.

    What it means
        A feature's positions give the latitude first. As stored it has latitudes beyond 90°, or lies far from the
        plan (from the other features of its file), and with the two numbers exchanged it lies where it belongs.
    Why it matters
        GeoJSON has longitude first. The feature is drawn in another part of the world, or not at all.
    How to fix
        Exchange the two numbers of each position (in QGIS: Swap X and Y coordinates), and see to the order when
        exporting.

    中文
    经纬度写反了。

    含义
        要素的每个位置先写了纬度。照现在的数，纬度超过 90°，或者远离规划范围（远离同一文件的其他要素）；
        两数对调后恰在应在之处。
    为什么
        GeoJSON 规定经度在前。写反的要素会画到世界的另一处，或者根本画不出。
    怎么改
        对调每个位置的两个数（QGIS 的“交换 X 和 Y 坐标”工具），导出时注意坐标次序。
    """
    swapped = swapped_places(subject)
    for file, places in places_of(subject).items():
        mine = [place for place in places if (file, place.record.index) in swapped]
        if len(mine) > 1 and len(mine) == len(places):
            names = ", ".join(str(place.key) for place in mine[:20])
            yield Finding(
                "Z401",
                f"All {len(mine)} features of the file have latitude first ({names}); "
                "exchange the numbers of each position.",
                f"文件的 {len(mine)} 个要素全部把纬度写在前面（{names}）；请对调每个位置的两个数。",
                file,
                place=_point(mine[0].box.swapped),
            )
            continue
        for place in mine:
            lon, lat = place.box.swapped.centre
            sure = swapped[file, place.record.index]
            yield Finding(
                "Z401",
                f"Latitude and longitude are exchanged: as {lon:.4f}, {lat:.4f} it lies where it belongs (confidence "
                f"{'high' if sure else 'medium'}). Exchange the two numbers of each position.",
                f"经纬度写反了：对调后为 {lon:.4f}, {lat:.4f}，恰在应在之处（可信度{'高' if sure else '中'}）。"
                "请对调每个位置的两个数。",
                file,
                *place.locate(),
                place.key,
                place=_point(place.box.swapped),
                severity=_severity(sure=sure),
            )


@check("Z402", "projected-coordinates", family="datum", severity="error", source="RFC 7946 §4")
def projected_coordinates(subject: Subject) -> Iterator[Finding]:
    """Coordinates are metres of a projected CRS, not degrees.

    What it means
        No position of the feature is in the range of degrees, and each has a number above a thousand: too big for
        longitudes and latitudes, like eastings and northings of Gauss–Krüger with or without the strip's number, UTM
        or Web Mercator. The message names the CRS that brings the feature to where it belongs. Numbers that could be
        several grids name all of them, and the confidence is medium.
    Why it matters
        GeoJSON is WGS 84 in degrees, always. Programs that believe the numbers draw nothing, or crash.
    How to fix
        Reproject the data from the CRS named to WGS 84 (EPSG:4326) and export again.

    中文
    坐标是投影坐标系的米，不是度。

    含义
        要素没有一个位置在经纬度范围内，每个位置都有大于一千的数，像是横坐标、纵坐标：
        带号或不带带号的高斯－克吕格、UTM、Web 墨卡托。
        消息写明哪个坐标系能把要素带到应在之处；若几种坐标系都说得通则一并列出，可信度为中。
    为什么
        GeoJSON 一律用 WGS 84 的度。照这些数画图，什么也画不出，程序还可能出错。
    怎么改
        把数据从所述坐标系转换为 WGS 84（EPSG:4326）后重新导出。
    """
    for file, found in projected_places(subject).items():
        whole = len(found) > 1 and len(found) == len(places_of(subject)[file])
        if whole and len({each.names for each in found}) == 1:
            yield _projected(
                found[0], f"All {len(found)} features of the file: ", f"文件的 {len(found)} 个要素：", whole=True
            )
        else:
            for each in found:
                yield _projected(each, "", "", whole=False)


def _projected(each: Projected, en: str, zh: str, *, whole: bool) -> Finding:
    place = each.place
    line, column = (1, 1) if whole else place.locate()
    feature = None if whole else place.key
    if each.lonlat is None:
        x, y = place.box.centre
        factor = times_degrees(place.box)
        scaled_en = f" They may be degrees times {factor:,}: divide by it." if factor else ""
        scaled_zh = f"可能是度乘以 {factor:,}，请除以它。" if factor else ""
        return Finding(
            "Z402",
            f"{en}The coordinates (about {x:.10g}, {y:.10g}) are no longitudes and latitudes, and no grid known "
            f"here fits them.{scaled_en} Find out the CRS of the source and reproject to WGS 84.",
            f"{zh}坐标（约 {x:.10g}, {y:.10g}）不是经纬度，也不合任何已知的投影坐标系。{scaled_zh}"
            "请查明来源的坐标系并转换为 WGS 84。",
            place.file,
            line,
            column,
            feature,
        )
    lon, lat = each.lonlat
    sure = len(each.names) == 1
    return Finding(
        "Z402",
        f"{en}The coordinates are metres, not degrees, most likely {' or '.join(each.names)} (then at {lon:.4f}, "
        f"{lat:.4f}; confidence {'high' if sure else 'medium'}). Reproject to WGS 84.",
        f"{zh}坐标是米而不是度，很可能是 {' 或 '.join(each.names)}（据此在 {lon:.4f}, {lat:.4f}；"
        f"可信度{'高' if sure else '中'}）。请转换为 WGS 84。",
        place.file,
        line,
        column,
        feature,
        place={"type": "Point", "coordinates": [lon, lat]} if Box(lon, lat, lon, lat).degrees else None,
    )


@check(
    "Z403",
    "feature-outside-plan",
    family="datum",
    severity="error",
    source="plan.toml [roles] outline",
    requires=("Z401", "Z402"),
    needs_plan=True,
)
def feature_outside_plan(subject: Subject) -> Iterator[Finding]:
    """A zone lies outside the plan's area entirely.

    What it means
        No part of the zone lies within the outline of the plan (the reference layer with the role outline, else
        districts; without either, where the rest of the plan lies), and it is neither swapped nor in metres.
    Why it matters
        It is in another city or province: a wrong digit, a feature of another project, or an unknown coordinate system.
    How to fix
        Compare the first digits of its coordinates with those of its neighbours, or draw it anew.

    中文
    功能区整个在规划范围之外。

    含义
        它没有任何部分落在规划范围（角色为 outline，否则为 districts 的参考图层）之内，也不是经纬度写反或以米为单位。
    为什么
        它跑到了别的城市或省份：可能错了一位数字、混入了别的项目的要素，或用了不明坐标系。
    怎么改
        与相邻功能区比对坐标的前几位，或者重画。
    """
    from zoneatlas.checks.datum.moved import moved_together

    extent = extent_of(subject)
    shapes = subject.shapes
    if extent is None or not len(shapes.geometries) or moved_together(subject):
        return
    area = subject.once("datum.outline", _outline_area) if outline_of_plan(subject) == extent else None
    if area is None:
        wide = extent.grown(_FAR_SHARE)
        area = _box_area(wide)
    import shapely

    outside = ~shapely.intersects(area, shapes.geometries) & ~shapely.is_empty(shapes.geometries)
    keys = {(place.file, place.record.index): place for places in places_of(subject).values() for place in places}
    for row in outside.nonzero()[0].tolist():
        place = keys[subject.files[shapes.files[row]].file, shapes.records[row].index]
        away_m = _away_m(shapes.geometries[row], area)
        yield Finding(
            "Z403",
            f"The zone lies outside the plan's area entirely, {away_m / _ONE_KM_M:.1f} km from it. Compare its "
            "coordinates with its neighbours', or draw it anew.",
            f"功能区整个在规划范围之外，相距 {away_m / _ONE_KM_M:.1f} 公里。请与相邻功能区比对坐标，或者重画。",
            place.file,
            *place.locate(),
            place.key,
            place=_point(place.box),
            measure=Measure(round(away_m, 1), "m"),
        )


def swapped_places(subject: Subject) -> Mapping[tuple[str, int], bool]:
    """Return the features with exchanged axes, by file and index, and whether that is sure; worked out once."""
    return subject.once("datum.swapped", _swapped)


def _swapped(subject: Subject) -> dict[tuple[str, int], bool]:
    extent = extent_of(subject)
    found = {}
    for file, places in places_of(subject).items():
        crowd = crowd_of(places) if extent is None else None
        for place in places:
            sure = _is_swapped(place, extent, crowd)
            if sure is not None:
                found[file, place.record.index] = sure
    return found


def _is_swapped(place: Place, extent: Box | None, crowd: Box | None) -> bool | None:
    """Return None when it is not swapped, else whether that is sure."""
    box = place.box
    if not box.swapped.degrees:
        return None
    if extent is not None:
        fits = box.apart(extent.grown(_FAR_SHARE)) and box.swapped.within(extent.grown(_NEAR_SHARE))
        return True if fits else None
    if box.degrees:
        lon, lat = box.centre
        far = (
            crowd is not None
            and (min(abs(lon - crowd.west), abs(lon - crowd.east)) > _FAR_DEG)
            and (min(abs(lat - crowd.south), abs(lat - crowd.north)) > _FAR_DEG)
        )
        return False if far and crowd is not None and box.apart(crowd) and box.swapped.within(crowd) else None
    # beyond ±90° with every latitude: nothing but longitudes can stand there, if it is not one slip of a few degrees
    slip = _SLIP_DEG if (box.west, box.south) == (box.east, box.north) else 0.0
    beyond = min(abs(box.south), abs(box.north)) > _LATITUDE_MOST_DEG + slip
    return True if beyond and box.south * box.north > 0 else None


def _outline_area(subject: Subject) -> BaseGeometry | None:
    import shapely

    from zoneatlas.space.building import build_geometries

    if subject.plan is None:
        return None
    for role in ("outline", "districts"):
        try:
            data = subject.plan.role(role)
        except PlanError:
            continue
        drawn = [feature.geometry for feature in (data.features if data is not None else ()) if feature.geometry]
        areas = [geometry for geometry in drawn if geometry["type"] in ("Polygon", "MultiPolygon")]
        if areas:
            area: BaseGeometry = shapely.MultiPolygon(list(shapely.get_parts(build_geometries(areas))))
            shapely.prepare(area)
            return area
    return None


def _box_area(box: Box) -> BaseGeometry:
    import shapely

    area: BaseGeometry = shapely.box(box.west, box.south, box.east, box.north)
    return area


def _away_m(geometry: BaseGeometry, area: BaseGeometry) -> float:
    import shapely

    from zoneatlas.space.measure import distance_m

    line = shapely.shortest_line(geometry, area)
    if line is None or line.is_empty:
        return 0.0
    (lon_a, lat_a), (lon_b, lat_b) = line.coords[0], line.coords[-1]
    return distance_m(lon_a, lat_a, lon_b, lat_b)


def _severity(*, sure: bool) -> Severity:
    return "error" if sure else "warning"


def _point(box: Box) -> dict[str, object]:
    return {"type": "Point", "coordinates": list(box.centre)}
