"""One pass over a geometry: first what keeps it from being used, then what only makes it awkward."""

from __future__ import annotations

import math
from itertools import chain, pairwise, repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.records import Measure
from zoneatlas.checks.structure.bounds import bbox_fault
from zoneatlas.checks.structure.notes import Notes, Path, shown
from zoneatlas.checks.structure.objects import crs_fault, type_fault
from zoneatlas.plan.shapes import ANY_TYPE, ShapeFault, geometry_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.plan.geojson import FeatureRecord

GEOMETRIES = ANY_TYPE
DECIMALS = 6
_HALF_TURN_DEG = 180
_DEPTHS = {"Point": 1, "MultiPoint": 2, "LineString": 2, "MultiLineString": 3, "Polygon": 3, "MultiPolygon": 4}
_PLANE = 2
_SPACE = 3
Line = tuple[Path, list[Any], str]
"""A run of positions: its path in the geometry, the positions, and `shell`, `hole`, `line` or `points`."""


def survey_geometry(record: FeatureRecord, geometry: Any, path: Path, notes: Notes) -> None:  # noqa: ANN401  (parsed JSON)
    """Note what is wrong with a geometry and the geometries inside it."""
    waiting: list[tuple[Any, Path]] = [(geometry, path)]
    while waiting:
        part, at = waiting.pop()
        if not _is_geometry(record, part, at, notes):
            continue
        _members(record, part, at, notes)
        if part["type"] == "GeometryCollection":
            waiting += reversed(_collection(record, part, at, notes))
        else:
            _simple(record, part, at, notes)


def _is_geometry(record: FeatureRecord, part: Any, at: Path, notes: Notes) -> bool:  # noqa: ANN401
    if not isinstance(part, dict):
        notes.at(
            record,
            "geometry-not-object",
            at,
            f"几何图形应为对象（要素的 geometry 也可为 null），却是 {shown(part)}。",
            f"A geometry must be an object (a Feature's geometry may be null), not {shown(part)}.",
        )
        return False
    fault = type_fault(part, "Polygon")
    if fault is None and part["type"] not in GEOMETRIES:
        said = shown(part["type"])
        fault = ("type-unknown", f"{said} 不是几何类型。", f"{said} is no geometry type; a geometry is expected here.")
    if fault is not None:
        notes.at(record, fault[0], (*at, "type"), *fault[1:])
    return fault is None


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


def _simple(record: FeatureRecord, part: dict[str, Any], at: Path, notes: Notes) -> None:
    if "coordinates" not in part:
        _missing(record, at, notes, part["type"], "coordinates")
        return
    if _depth(part["coordinates"]) not in (None, _DEPTHS[part["type"]]):
        _shape_fault(record, part, at, ShapeFault("coordinates-shape", ("coordinates",)), notes)
        return
    faults = geometry_faults(part)
    for fault in faults:
        _shape_fault(record, part, at, fault, notes)
    if all(fault.code == "out-of-range" for fault in faults):
        awkward(record, part, at, notes)


def _depth(value: Any) -> int | None:  # noqa: ANN401  (parsed JSON)
    """Return how many arrays stand around the first number; None when there is no number to be found so."""
    depth = 0
    while isinstance(value, list) and value:
        depth, value = depth + 1, value[0]
    return depth if depth and type(value) in (int, float) else None


def _shape_fault(record: FeatureRecord, part: dict[str, Any], at: Path, fault: ShapeFault, notes: Notes) -> None:
    value = _value_at(part, fault.path)
    kind = part["type"]
    path = (*at, *fault.path)
    place = None
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
        case "out-of-range":
            _stray(record, part, path, fault, notes)
            return
        case "line-short":
            zh, en = "线只有一个点，至少要两个。", "The line has one position; it needs at least two."
        case "ring-short":
            zh = f"环只有 {len(value)} 个点，至少要 4 个（首尾同点）。"
            en = f"The ring has {len(value)} positions; it needs at least 4, the last equal to the first."
            place = value[0]
        case "ring-open":
            place = value
            first = _value_at(part, (*fault.path[:-1], 0))
            if _not_finite(first) or _not_finite(value):
                return
            said = ", ".join(map(str, first)) if isinstance(first, list) else shown(first)
            zh = f"环没有闭合：末点应与首点 [{said}] 相同；请把首点再写一次放在最后。"
            en = f"The ring is not closed; repeat its first position, [{said}], as the last."
        case _:
            zh = f"这里数组的层数与几何类型 {kind} 不符。"
            en = f"The nesting of the arrays here is not what a {kind} asks for."
    notes.at(record, fault.code, path, zh, en, place=place)


def _not_finite(position: object) -> bool:
    """Whether a position holds NaN or infinity, which is told where the number stands."""
    return isinstance(position, list) and any(isinstance(each, float) and not math.isfinite(each) for each in position)


def _stray(record: FeatureRecord, part: dict[str, Any], path: Path, fault: ShapeFault, notes: Notes) -> None:
    """Note a position out of range, unless the whole geometry is in other units (which the datum checks say)."""
    positions = list(_positions(part["coordinates"]))
    fits = [abs(lon) <= _HALF_TURN_DEG and abs(lat) <= _HALF_TURN_DEG / 2 for lon, lat in positions]
    round_the_world = all(abs(lon) <= 2 * _HALF_TURN_DEG and abs(lat) <= _HALF_TURN_DEG / 2 for lon, lat in positions)
    if not any(fits) and not round_the_world:
        return
    notes.at(
        record,
        "stray-position",
        path,
        f"坐标 {fault.detail} 超出经纬度的范围（±180°、±90°）；请改正。",
        f"The position {fault.detail} is outside longitude and latitude (±180°, ±90°); correct it.",
        severity="warning" if round_the_world else None,
    )


def _positions(value: Any) -> Iterator[tuple[float, float]]:  # noqa: ANN401  (parsed JSON)
    """Yield longitude and latitude of every position that has both."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, list):
            continue
        if len(part) >= _PLANE and all(type(number) in (int, float) for number in part[:_PLANE]):
            yield part[0], part[1]
        else:
            waiting += part


def _value_at(part: Any, path: Path) -> Any:  # noqa: ANN401  (parsed JSON)
    for step in path:
        part = part[step]
    return part


def lines_of(part: dict[str, Any]) -> Iterator[Line]:
    """Yield the runs of positions of a geometry without faults of shape."""
    kind, value = part["type"], part["coordinates"]
    if kind == "Point":
        yield ("coordinates",), [value], "point"
    elif kind in ("MultiPoint", "LineString"):
        yield ("coordinates",), value, "points" if kind == "MultiPoint" else "line"
    elif kind == "MultiLineString":
        for number, line in enumerate(value):
            yield ("coordinates", number), line, "line"
    elif kind == "Polygon":
        yield from _rings(("coordinates",), value)
    else:
        for number, rings in enumerate(value):
            yield from _rings(("coordinates", number), rings)


def _rings(path: Path, rings: list[Any]) -> Iterator[Line]:
    for number, ring in enumerate(rings):
        yield (*path, number), ring, "hole" if number else "shell"


def awkward(record: FeatureRecord, part: dict[str, Any], at: Path, notes: Notes) -> None:
    """Note what RFC 7946 allows, or tells readers to bear with, but what makes trouble; one note of each kind."""
    lines = list(lines_of(part))
    _dimensions(record, lines, at, notes)
    _precision(record, lines, at, notes)
    crossing = _antimeridian(record, lines, at, notes)
    if not crossing:
        _winding(record, lines, at, notes)


def _dimensions(record: FeatureRecord, lines: list[Line], at: Path, notes: Notes) -> None:
    sizes = {size for _, line, _ in lines for size in set(map(len, line))}
    if sizes == {_PLANE}:
        return
    path, line, _ = next(each for each in lines if set(map(len, each[1])) != {_PLANE})
    number = next(n for n, position in enumerate(line) if len(position) != _PLANE)
    most = max(sizes)
    step = () if path == ("coordinates",) and len(lines) == 1 and lines[0][2] == "point" else (number,)
    zh = "位置有的有高程、有的没有" if len(sizes) > 1 else f"位置有 {most} 个数"
    en = "Some positions have a height and some do not" if len(sizes) > 1 else f"The positions have {most} numbers"
    if most > _SPACE:
        zh, en = f"位置有 {most} 个数，第四个起没有含义", f"Positions have {most} numbers; the fourth on means nothing"
    notes.at(
        record,
        "dimensions",
        (*at, *path, *step),
        f"{zh}；平面图只需经度、纬度，请去掉其余的数。",
        f"{en}; a plan needs longitude and latitude only, so drop the rest.",
        place=line[number],
    )


def _precision(record: FeatureRecord, lines: list[Line], at: Path, notes: Notes) -> None:
    if not any(map(_many_decimals, (line for _, line, _ in lines))):
        return
    count = 0
    first: tuple[Path, Any] | None = None
    for path, line, role in lines:
        for number, position in enumerate(line):
            for axis in (0, 1):
                if round(position[axis], DECIMALS) != position[axis]:
                    count += 1
                    if first is None:
                        first = ((*path, axis) if role == "point" else (*path, number, axis)), position
    if first is None:
        return
    notes.at(
        record,
        "precision",
        (*at, *first[0]),
        f"有 {count} 个坐标数的小数多于 6 位（6 位约 0.1 米）；可用 zoneatlas fmt 取整。",
        f"{count} coordinate numbers have more than 6 decimals (6 are about 0.1 m); zoneatlas fmt rounds them.",
        place=first[1],
        measure=Measure(count, "count"),
    )


def _many_decimals(line: list[Any]) -> bool:
    """Whether a run of positions has a number with more than six decimals, at the speed of the interpreter's loops."""
    numbers = list(chain.from_iterable(line))
    return list(map(round, numbers, repeat(DECIMALS))) != numbers


def _antimeridian(record: FeatureRecord, lines: list[Line], at: Path, notes: Notes) -> bool:
    for path, line, role in lines:
        lons = [*map(itemgetter(0), line)]
        if role in ("point", "points") or max(lons) - min(lons) <= _HALF_TURN_DEG:
            continue
        for number, (one, two) in enumerate(pairwise(line)):
            at_the_line = abs(one[0]) == _HALF_TURN_DEG and abs(two[0]) == _HALF_TURN_DEG
            if abs(one[0] - two[0]) > _HALF_TURN_DEG and not at_the_line:
                notes.at(
                    record,
                    "antimeridian",
                    (*at, *path, number + 1),
                    f"这一段从经度 {one[0]} 到 {two[0]}，跨了 180° 经线；请在 180° 处切开。",
                    f"This edge runs from longitude {one[0]} to {two[0]}, across the antimeridian; cut it at 180°.",
                    place=one,
                )
                return True
    return False


def _winding(record: FeatureRecord, lines: list[Line], at: Path, notes: Notes) -> None:
    wrong = [
        (path, ring, role)
        for path, ring, role in lines
        if role in ("shell", "hole") and (_doubled_area(ring) * (1 if role == "shell" else -1)) < 0
    ]
    if not wrong:
        return
    path, ring, role = wrong[0]
    zh = "外环应逆时针" if role == "shell" else "内环（洞）应顺时针"
    en = "An exterior ring runs counter-clockwise" if role == "shell" else "A hole runs clockwise"
    more_zh = f"；这个要素有 {len(wrong)} 个环方向相反" if len(wrong) > 1 else "；这个环方向相反"
    more_en = f"; {len(wrong)} rings here run the other way" if len(wrong) > 1 else "; this one runs the other way"
    notes.at(
        record,
        "winding",
        (*at, *path),
        f"{zh}{more_zh}。读取时两种都认，可用 zoneatlas fmt 改正。",
        f"{en}{more_en}. Readers accept both; zoneatlas fmt turns it round.",
        place=ring[0],
        measure=Measure(len(wrong), "count"),
    )


def _doubled_area(ring: list[Any]) -> float:
    """Return twice the signed area in square degrees, about the first position so that no digits are lost."""
    lon, lat = ring[0][:2]
    area = 0.0
    for one, two in pairwise(ring):
        area += (one[0] - lon) * (two[1] - lat) - (two[0] - lon) * (one[1] - lat)
    return area
