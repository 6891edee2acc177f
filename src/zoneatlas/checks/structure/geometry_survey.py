"""One pass over a geometry: first what keeps it from being used, then what only makes it awkward."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.pieces import is_position, meant_type
from zoneatlas.checks.records import Measure
from zoneatlas.checks.structure.bounds import bbox_fault
from zoneatlas.checks.structure.geometry_manners import lines_of, survey_manners
from zoneatlas.checks.structure.notes import Notes, Path, shown
from zoneatlas.checks.structure.objects import crs_fault, type_fault
from zoneatlas.plan.faults import printable
from zoneatlas.plan.shapes import ShapeFault, every_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.plan.geojson import FeatureRecord

_HALF_TURN_DEG = 180
_DEPTHS = {"Point": 1, "MultiPoint": 2, "LineString": 2, "MultiLineString": 3, "Polygon": 3, "MultiPolygon": 4}
_PLANE = 2
_LATITUDE_MOST_DEG = 90
_METRES_LEAST = 1000.0
_THREE = "，也只有 3 个点（至少要 4 个）", ", and has 3 positions where it needs at least 4"
#: So many arrays are searched for a position to show on a map.
_NEAR = 100


def survey_geometry(record: FeatureRecord, geometry: Any, path: Path, notes: Notes) -> None:  # noqa: ANN401  (parsed JSON)
    """Note what is wrong with a geometry and the geometries inside it."""
    waiting: list[tuple[Any, Path]] = [(geometry, path)]
    while waiting:
        part, at = waiting.pop()
        kind = _kind(record, part, at, notes)
        if not kind:
            continue
        _members(record, part, at, notes)
        if kind == "GeometryCollection":
            waiting += reversed(_collection(record, part, at, notes))
        else:
            _simple(record, part, kind, at, notes)


def _kind(record: FeatureRecord, part: Any, at: Path, notes: Notes) -> str:  # noqa: ANN401
    """Return the geometry type that is meant, an empty text when there is none; what is wrong with it is noted."""
    if not isinstance(part, dict):
        notes.at(
            record,
            "geometry-not-object",
            at,
            f"几何图形应为对象（要素的 geometry 也可为 null），却是 {shown(part)}。",
            f"A geometry must be an object (a Feature's geometry may be null), not {shown(part)}.",
        )
        return ""
    fault = type_fault(part, "Polygon")
    kind = meant_type(part.get("type"))
    if fault is None and not kind:
        said = shown(part["type"])
        fault = ("type-unknown", f"{said} 不是几何类型。", f"{said} is no geometry type; a geometry is expected here.")
    if fault is not None:
        notes.at(record, fault[0], (*at, "type"), *fault[1:])
    return kind


def _members(record: FeatureRecord, part: dict[str, Any], at: Path, notes: Notes) -> None:
    for name in ("geometry", "properties", "features"):
        if name in part:
            notes.at(
                record,
                "changed-semantics",
                (*at, name),
                f"几何对象不能有成员 {name}（RFC 7946 第 7.1 节）；请移到要素里或删去。",
                f"A geometry must not have a member {name} (RFC 7946, 7.1); move it to the Feature or delete it.",
            )
    if "crs" in part:
        notes.at(record, "crs", (*at, "crs"), *crs_fault(part["crs"]))
    if "bbox" in part:
        fault = bbox_fault(part["bbox"], [part])
        if fault is not None:
            notes.at(record, fault[0], (*at, "bbox"), *fault[1:])


def _missing(record: FeatureRecord, at: Path, notes: Notes, kind: str, name: str) -> None:
    notes.at(
        record,
        "coordinates-missing",
        at,
        f"{kind} 没有 {name} 成员；请补上。",
        f"The {kind} has no {name} member; add it.",
    )


def _collection(record: FeatureRecord, part: dict[str, Any], at: Path, notes: Notes) -> list[tuple[Any, Path]]:
    inner = part.get("geometries")
    if "geometries" not in part:
        _missing(record, at, notes, "GeometryCollection", "geometries")
        return []
    at = (*at, "geometries")
    if not isinstance(inner, list):
        notes.at(record, "coordinates-shape", at, "geometries 应为数组。", "geometries must be an array.")
        return []
    if not inner:
        _empty(record, at, notes)
    kinds = [each.get("type") for each in inner if isinstance(each, dict)]
    said = None
    if "GeometryCollection" in kinds:
        said = "套着另一个 GeometryCollection", "holds another GeometryCollection"
    elif len(inner) == 1:
        said = "只有一个几何图形", "holds a single geometry"
    elif len(inner) > 1 and len(kinds) == len(inner) and len({str(kind) for kind in kinds}) == 1:
        said = f"里都是 {shown(kinds[0])}", f"holds nothing but {shown(kinds[0])}"
    if said:
        notes.at(
            record,
            "collection",
            at,
            f"GeometryCollection {said[0]}；请改用单个几何或 Multi 类型（RFC 7946 第 3.1.8 节）。",
            f"The GeometryCollection {said[1]}; use a single geometry or a Multi type (RFC 7946, 3.1.8).",
        )
    return [(each, (*at, number)) for number, each in enumerate(inner)]


def _empty(record: FeatureRecord, at: Path, notes: Notes) -> None:
    notes.at(
        record,
        "empty-geometry",
        at,
        "数组是空的，画不出东西；请补画，或把 geometry 改为 null。",
        "The array is empty, so there is nothing to draw; draw it, or make the geometry null.",
    )


def _simple(record: FeatureRecord, part: dict[str, Any], kind: str, at: Path, notes: Notes) -> None:
    if "coordinates" not in part:
        _missing(record, at, notes, kind, "coordinates")
        return
    value = part["coordinates"]
    if not isinstance(value, list) or (kind == "Point" and not value):
        _no_positions(record, value, (*at, "coordinates"), notes)
        return
    if _depth(value) not in (None, _DEPTHS[kind]):
        _shape_fault(record, part, at, ShapeFault("coordinates-shape", ("coordinates",)), notes)
        return
    stray: list[ShapeFault] = []
    misnested: list[Path] = []
    for number, fault in enumerate(every_fault({"type": kind, "coordinates": value})):
        if not number:
            misnested = list(_misnested(value, _DEPTHS[kind], ("coordinates",)))
            for path in misnested:
                _shape_fault(record, part, at, ShapeFault("coordinates-shape", path), notes)
        if any(fault.path[: len(path)] == path for path in misnested):
            continue
        if fault.code == "out-of-range":
            stray.append(fault)
        else:
            _shape_fault(record, part, at, fault, notes)
    if stray:
        _stray(record, (kind, value), at, stray, notes)
    survey_manners(record, kind, value, at, notes)


def _no_positions(record: FeatureRecord, value: Any, at: Path, notes: Notes) -> None:  # noqa: ANN401
    if isinstance(value, list):
        _empty(record, at, notes)
        return
    said = shown(value)
    zh, en = f"coordinates 应为数组，却是 {said}。", f"coordinates must be an array, not {said}."
    notes.at(record, "coordinates-shape", at, zh, en)


def _misnested(value: Any, depth: int, path: Path) -> Iterator[Path]:  # noqa: ANN401  (parsed JSON)
    """Yield the paths of rings, lines and parts with arrays one level too many or too few."""
    if depth > _DEPTHS["Point"] and _depth(value) not in (None, depth):
        yield path
    elif depth > _DEPTHS["LineString"] and isinstance(value, list):
        for number, part in enumerate(value):
            yield from _misnested(part, depth - 1, (*path, number))


def _depth(value: Any) -> int | None:  # noqa: ANN401  (parsed JSON)
    """Return how many arrays stand around the first number; None when there is no number to be found so."""
    depth = 0
    while isinstance(value, list) and value:
        depth, value = depth + 1, value[0]
    return depth if depth and type(value) in (int, float) else None


def _shape_fault(record: FeatureRecord, part: dict[str, Any], at: Path, fault: ShapeFault, notes: Notes) -> None:
    fault = _worse(fault)
    if notes.another(record, fault.code):
        return
    value = _value_at(part, fault.path)
    path = (*at, *fault.path)
    place = _nearby(part, fault.path)
    match fault.code:
        case "empty-coordinates":
            _empty(record, path, notes)
            return
        case "position":
            if _not_finite(value):
                return  # said where the number stands
            said = f"[{len(value)}]" if isinstance(value, list) and len(value) < _PLANE else shown(value)
            if isinstance(value, list) and len(value) >= _PLANE:
                bad = next(n for n, each in enumerate(value) if type(each) not in (int, float))
                said, path = shown(value[bad]), (*path, bad)
            zh = f"一个位置应是至少两个数（经度、纬度），这里却是 {said}。"
            en = f"A position must be at least two numbers (longitude, latitude); here stands {said}."
        case "line-short":
            zh, en = "线只有一个点，至少要两个。", "The line has one position; it needs at least two."
        case "ring-short":
            zh = f"环只有 {len(value)} 个点，至少要 4 个（首尾同点）。"
            en = f"The ring has {len(value)} positions; it needs at least 4, the last equal to the first."
        case "ring-open":
            first = _value_at(part, (*fault.path[:-1], 0))
            if _not_finite(first) or _not_finite(value):
                return
            said = ", ".join(map(str, first)) if isinstance(first, list) else shown(first)
            few_zh, few_en = _THREE if fault.path[-1] == _PLANE else ("", "")  # a triangle without its end
            zh = f"环没有闭合{few_zh}：末点应与首点 [{said}] 相同；请把首点再写一次放在最后。"
            en = f"The ring is not closed{few_en}; repeat its first position, [{said}], as the last."
        case _:
            kind = shown(part["type"])
            zh = f"这里数组的层数与几何类型 {kind} 不符。"
            en = f"The nesting of the arrays here is not what a {kind} asks for."
    notes.at(record, fault.code, path, zh, en, place=place)


def _worse(fault: ShapeFault) -> ShapeFault:
    """Return an open ring of two positions as one that is too short: closed, too, they would be too few."""
    two = fault.code == "ring-open" and fault.path[-1] == 1
    return ShapeFault("ring-short", fault.path[:-1]) if two else fault


def _not_finite(position: object) -> bool:
    """Whether a position holds NaN or infinity, which is told where the number stands."""
    return isinstance(position, list) and any(isinstance(each, float) and not math.isfinite(each) for each in position)


def _nearby(part: dict[str, Any], path: Path) -> Any:  # noqa: ANN401  (parsed JSON)
    """Return the first position that can be used in the innermost array about a path; None when none is near."""
    for length in range(len(path), 0, -1):
        waiting = [_value_at(part, path[:length])]
        for _ in range(_NEAR):
            value = waiting.pop() if waiting else None
            if is_position(value):
                return value
            waiting += reversed(value[:_NEAR]) if isinstance(value, list) else ()
    return None


def _stray(record: FeatureRecord, geometry: tuple[str, Any], at: Path, faults: list[ShapeFault], notes: Notes) -> None:
    """Note the positions out of range of a geometry, a warning where only longitudes go on beyond the antimeridian."""
    positions = [each for _, line, _ in lines_of(*geometry) if isinstance(line, list) for each in line]
    known = [each[:_PLANE] for each in positions if isinstance(each, list) and {*map(type, each)} <= {int, float}]
    beyond = all(abs(lon) <= 2 * _HALF_TURN_DEG and abs(lat) <= _LATITUDE_MOST_DEG for lon, lat in known)
    count = len(faults)
    more_zh, more_en = (f"（共 {count} 处）", f" (one of {count})") if count > 1 else ("", "")
    mend_zh, mend_en = _stray_hint(faults)
    if beyond:
        mend_zh = "跨 180° 经线的图形请在 180° 处切开，另一半写作负（正）的经度"
        mend_en = "a geometry that crosses the antimeridian is to be cut there, and the rest written from -180° on"
    said = printable(faults[0].detail, 60)
    notes.at(
        record,
        "stray-position",
        (*at, *faults[0].path),
        f"坐标 {said}{more_zh}超出经纬度的范围（±180°、±90°）；{mend_zh}。",
        f"The position {said}{more_en} is outside longitude and latitude (±180°, ±90°); {mend_en}.",
        place=_nearby({"coordinates": geometry[1]}, faults[0].path),
        measure=Measure(count, "count"),
        severity="warning" if beyond else None,
    )


def _stray_hint(faults: list[ShapeFault]) -> tuple[str, str]:
    """Say how to mend positions out of range, in Chinese and English: by what all of them look like."""
    try:
        pairs = [tuple(map(float, fault.detail.split(",")))[:_PLANE] for fault in faults]
    except ValueError:
        return "请改正", "correct it"
    if all(abs(x) <= _LATITUDE_MOST_DEG < abs(y) <= _HALF_TURN_DEG for x, y in pairs):
        return "经纬度可能写反了，请对调", "if latitude stands first here, exchange the two numbers"
    if all(min(abs(x), abs(y)) >= _METRES_LEAST for x, y in pairs):
        zh, en = "可能是投影坐标系的米，请转换为 WGS 84", "if they are metres of a projected CRS, reproject to WGS 84"
        return zh, en
    return "请改正", "correct it"


def _value_at(part: Any, path: Path) -> Any:  # noqa: ANN401  (parsed JSON)
    for step in path:
        part = part[step]
    return part
