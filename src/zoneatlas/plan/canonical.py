"""The one canonical text of a GeoJSON file, and writing it so that a crash never leaves half a file.

Canonical means: UTF-8, LF, a final newline; one feature a line and no spaces between tokens; a feature's members in the
order type, id, bbox, properties, geometry, then others; a zone's properties in the order of `ZONE_FIELDS`; coordinates
with at most 6 decimals (0.1 m) and no trailing zeros; whole numbers without a decimal point; exterior rings
counter-clockwise and holes clockwise (RFC 7946, 3.1.6). A ``crs`` member that says WGS 84 is dropped, as it says what
RFC 7946 says. Nothing else changes: no vertex is added, dropped or moved by more than the rounding, and members nobody
knows are kept.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from zoneatlas.plan.geojson import FeatureFile, read_features
from zoneatlas.plan.records import ZONE_FIELDS, PlanError, Problem

DECIMALS = 6
_FEATURE_ORDER = ("type", "id", "bbox", "properties", "geometry")
_GEOMETRY_ORDER = ("type", "bbox", "coordinates", "geometries")
_WGS84_NAMES = frozenset(
    (
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "urn:ogc:def:crs:EPSG::4326",
        "EPSG:4326",
        "OGC:CRS84",
    )
)
#: Faults of a file that writing it canonically mends.
_MENDED = frozenset(("byte-order-mark",))


def canonical_text(read: FeatureFile) -> str:
    """Return the canonical text of a file that was read wholly.

    Raises
    ------
    PlanError
        If the file could not be read wholly (rewriting it would lose something); the problem is the first one.
    """
    blocking = [problem for problem in read.problems if problem.code not in _MENDED]
    if blocking:
        raise PlanError(_as_error(blocking[0]), more=tuple(_as_error(problem) for problem in blocking[1:]))
    try:
        if read.root != "FeatureCollection":
            return _single(read.features[0].value) + "\n"
        return _collection(read)
    except RecursionError:
        problem = Problem("The brackets are nested too deep to be rewritten.", "括号嵌套太深，无法改写。", read.file)
        raise PlanError(_as_error(problem)) from None


def format_file(path: Path, name: str | None = None, *, check: bool = False) -> bool:
    """Bring a file into canonical form.

    Parameters
    ----------
    path
        A GeoJSON file.
    name
        What problems call it; the path by default.
    check
        Only look, change nothing.

    Returns
    -------
    bool
        Whether the file was canonical already.

    Raises
    ------
    PlanError
        If the file cannot be read wholly or written; it is left untouched.
    """
    read = read_features(path, name)
    text = canonical_text(read)
    canonical = text.encode("utf-8") == Path(path).read_bytes()
    if not canonical and not check:
        write_atomically(path, text)
    return canonical


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write text (as UTF-8) or bytes so that the file is at every moment either the old one or the new one.

    A temporary file in the same folder is written, synchronised and moved over the target. A symbolic link stays one
    (its target is replaced) and an existing file keeps its permissions.

    Raises
    ------
    PlanError
        If the file cannot be written; nothing is left behind.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        _write_synchronised(temporary, content.encode("utf-8") if isinstance(content, str) else content)
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        reason = error.strerror or str(error)
        raise PlanError.about(
            f"The file cannot be written ({reason}); nothing was changed.",
            f"无法写入文件（{reason}）；什么也没有改动。",
            file=str(path),
        ) from error


def _write_synchronised(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _as_error(problem: Problem) -> Problem:
    return Problem(
        f"{problem.message} Not formatted: the file is left as it is.",
        f"{problem.message_zh}（未整理，文件保持原样。）",
        problem.file,
        problem.line,
        problem.column,
        "error",
        problem.feature,
        problem.code,
    )


def _collection(read: FeatureFile) -> str:
    members = [
        f",{_dump(key)}:{_bbox(value) if key == 'bbox' else _dump(value)}"
        for key, value in read.members.items()
        if key != "type" and not (key == "crs" and is_wgs84(value))
    ]
    features = "".join(f"\n{feature_text(record.value)}," for record in read.features)
    return f'{{"type":"FeatureCollection"{"".join(members)},"features":[{features.rstrip(",")}\n]}}\n'


def _single(value: Mapping[str, Any]) -> str:
    kept = {key: member for key, member in value.items() if not (key == "crs" and is_wgs84(member))}
    return feature_text(kept) if kept.get("type") == "Feature" else geometry_text(kept)


def is_wgs84(crs: object) -> bool:
    """Whether a ``crs`` member (of GeoJSON 2008) names WGS 84, as QGIS writes it."""
    if not isinstance(crs, Mapping) or not isinstance(crs.get("properties"), Mapping):
        return False
    return crs["properties"].get("name") in _WGS84_NAMES


def feature_text(feature: object) -> str:
    """Return the canonical line of a feature (longitude and latitude in degrees)."""
    if not isinstance(feature, Mapping):
        return _dump(feature)
    parts = []
    for key in _ordered(feature, _FEATURE_ORDER):
        value = feature[key]
        if key == "geometry":
            text = geometry_text(value)
        elif key == "bbox":
            text = _bbox(value)
        elif key == "properties":
            text = _properties(value)
        else:
            text = _dump(value)
        parts.append(f"{_dump(key)}:{text}")
    return "{" + ",".join(parts) + "}"


def geometry_text(geometry: object) -> str:
    """Return the canonical text of a geometry: rounded to 6 decimals, rings wound as RFC 7946 asks."""
    if not isinstance(geometry, Mapping):
        return _dump(geometry)
    parts = []
    for key in _ordered(geometry, _GEOMETRY_ORDER):
        value = geometry[key]
        if key == "coordinates":
            text = _coordinates(_wound(geometry.get("type"), value))
        elif key == "geometries" and isinstance(value, list):
            text = "[" + ",".join(geometry_text(part) for part in value) + "]"
        else:
            text = _bbox(value) if key == "bbox" else _dump(value)
        parts.append(f"{_dump(key)}:{text}")
    return "{" + ",".join(parts) + "}"


def _properties(value: object) -> str:
    if not isinstance(value, Mapping):
        return _dump(value)
    order = ZONE_FIELDS if "zone_id" in value else ()
    return "{" + ",".join(f"{_dump(key)}:{_dump(value[key])}" for key in _ordered(value, order)) + "}"


def _ordered(members: Mapping[str, Any], order: Sequence[str]) -> list[str]:
    return [key for key in order if key in members] + [key for key in members if key not in order]


def _dump(value: object) -> str:
    return json.dumps(_whole(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _whole(value: object) -> object:
    """Turn whole floats into integers (3.0 to 3), as programs that know only floats leave them."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, list):
        return [_whole(part) for part in value]
    if isinstance(value, dict):
        return {key: _whole(part) for key, part in value.items()}
    return value


def _bbox(value: object) -> str:
    return _coordinates(value) if isinstance(value, list) else _dump(value)


def _coordinates(value: object) -> str:
    if isinstance(value, list):
        return "[" + ",".join(_coordinates(part) for part in value) + "]"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value)
    return _dump(value)


def number_text(value: float) -> str:
    """Return a coordinate with at most 6 decimals and no trailing zeros."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _wound(kind: object, coordinates: object) -> object:
    if kind == "Polygon":
        return _wound_rings(coordinates)
    if kind == "MultiPolygon" and isinstance(coordinates, list):
        return [_wound_rings(part) for part in coordinates]
    return coordinates


def _wound_rings(rings: object) -> object:
    """Wind the first ring counter-clockwise and the others clockwise; a ring without area is left alone."""
    if not isinstance(rings, list):
        return rings
    wound = []
    for index, ring in enumerate(rings):
        turn = _turn(ring)
        wound.append(ring[::-1] if (turn < 0 if index == 0 else turn > 0) else ring)
    return wound


def _turn(ring: object) -> int:
    """Return twice the signed area of a ring in exact integers of 1e-6 degrees; 0 where there is none."""
    if not isinstance(ring, list) or not all(_is_position(position) for position in ring):
        return 0
    points = [(_units(position[0]), _units(position[1])) for position in ring]
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True))


def _is_position(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) > 1
        and all(isinstance(number, int | float) and not isinstance(number, bool) for number in value[:2])
    )


def _units(number: float) -> int:
    """Return a coordinate in whole units of 1e-6 degrees, rounded exactly as `number_text` writes it."""
    whole, _, decimals = number_text(number).partition(".")
    return int(whole + decimals.ljust(DECIMALS, "0"))
