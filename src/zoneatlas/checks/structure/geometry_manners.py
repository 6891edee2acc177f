"""What RFC 7946 allows in a geometry, or tells readers to bear with, but what makes trouble between programs."""

from __future__ import annotations

import math
from itertools import chain, pairwise, repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.records import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.structure.notes import Notes, Path
    from zoneatlas.plan.geojson import FeatureRecord

DECIMALS = 6
_HALF_TURN_DEG = 180
_VAST_DEG = 60
_PLANE = 2
_SPACE = 3
Line = tuple["Path", list[Any], str]
"""A run of positions: its path in the geometry, the positions, and `shell`, `hole`, `line`, `points` or `point`."""


def lines_of(kind: str, value: Any) -> Iterator[Line]:  # noqa: ANN401  (parsed JSON)
    """Yield the runs of positions of a geometry of some type, as far as there are arrays where they should be."""
    path: Path = ("coordinates",)
    if not isinstance(value, list):
        return
    if kind == "Point":
        yield path, [value], "point"
    elif kind in ("MultiPoint", "LineString"):
        yield path, value, "points" if kind == "MultiPoint" else "line"
    elif kind == "MultiLineString":
        for number, line in enumerate(value):
            yield (*path, number), line, "line"
    elif kind == "Polygon":
        yield from _rings(path, value)
    else:
        for number, rings in enumerate(value):
            yield from _rings((*path, number), rings)


def _rings(path: Path, rings: Any) -> Iterator[Line]:  # noqa: ANN401  (parsed JSON)
    for number, ring in enumerate(rings if isinstance(rings, list) else ()):
        yield (*path, number), ring, "hole" if number else "shell"


def _usable(line: Any) -> bool:  # noqa: ANN401  (parsed JSON)
    """Whether a run holds positions and nothing else, at the speed of the interpreter's loops."""
    if not isinstance(line, list) or set(map(type, line)) != {list} or min(map(len, line)) < _PLANE:
        return False
    numbers = list(chain.from_iterable(line))
    if not {*map(type, numbers)} <= {int, float}:
        return False
    try:
        return math.isfinite(sum(numbers))
    except OverflowError:
        return False


def survey_manners(record: FeatureRecord, kind: str, coordinates: Any, at: Path, notes: Notes) -> None:  # noqa: ANN401
    """Note what RFC 7946 allows, or tells readers to bear with, but what makes trouble; one note of each kind.

    Runs of positions that cannot be used are passed over.
    """
    lines = [each for each in lines_of(kind, coordinates) if _usable(each[1])]
    if not lines:
        return
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
        if role in ("point", "points") or max(lons) - min(lons) <= _HALF_TURN_DEG or _vast(line, role):
            continue
        for number, (one, two) in enumerate(pairwise(line)):
            at_the_line = abs(one[0]) == _HALF_TURN_DEG and abs(two[0]) == _HALF_TURN_DEG
            beyond = max(abs(one[0]), abs(two[0])) > _HALF_TURN_DEG  # which Z149 says
            if abs(one[0] - two[0]) > _HALF_TURN_DEG and not at_the_line and not beyond:
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


def _vast(line: list[Any], role: str) -> bool:
    """Whether a ring holds a good part of the earth as it stands: across the antimeridian it would run backwards."""
    lats = [*map(itemgetter(1), line)]
    return role == "shell" and max(lats) - min(lats) >= _VAST_DEG and _doubled_area(line) > 0


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
