"""Whether a parsed geometry has the shape RFC 7946 asks for: types, nesting, positions, rings. No measuring."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

Path = tuple[str | int, ...]

_RING_LEAST = 4
_LINE_LEAST = 2
_LONGITUDE_MOST_DEG = 180.0
_LATITUDE_MOST_DEG = 90.0

#: Every geometry type of RFC 7946 with coordinates.
ANY_TYPE = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")
)
POLYGON_TYPES = frozenset(("Polygon", "MultiPolygon"))
LINE_TYPES = frozenset(("LineString", "MultiLineString"))


@dataclass(frozen=True, slots=True)
class ShapeFault:
    """A fault of a geometry's structure; ``path`` leads to it from the geometry on."""

    code: str
    path: Path
    detail: str = ""


def geometry_faults(geometry: object, allowed: frozenset[str] = ANY_TYPE) -> tuple[ShapeFault, ...]:
    """List what keeps a geometry from being used, one fault of each code.

    Parameters
    ----------
    geometry
        The parsed ``geometry`` member (longitude and latitude in degrees); None has no faults here.
    allowed
        The geometry types that make sense where it stands.
    """
    if sound(geometry, allowed):
        return ()
    first: dict[str, ShapeFault] = {}
    for fault in _faults(geometry, allowed, ()):
        first.setdefault(fault.code, fault)
    return tuple(first.values())


def every_fault(geometry: object, allowed: frozenset[str] = ANY_TYPE) -> Iterator[ShapeFault]:
    """Yield every fault `geometry_faults` looks for, in the order of the geometry; there may be very many."""
    if not sound(geometry, allowed):
        yield from _faults(geometry, allowed, ())


def sound(geometry: object, allowed: frozenset[str] = ANY_TYPE) -> bool:
    """Whether a geometry with coordinates has no fault, at the speed of the interpreter's own loops.

    False for what needs a closer look: it may still have no fault.
    """
    if not isinstance(geometry, dict):
        return False
    kind, value = geometry.get("type"), geometry.get("coordinates")
    if not isinstance(kind, str) or kind not in allowed:
        return False
    if kind == "Polygon":
        return _sound_rings(value)
    if kind == "MultiPolygon":
        return type(value) is list and bool(value) and all(map(_sound_rings, value))
    if kind == "LineString":
        return type(value) is list and len(value) >= _LINE_LEAST and _sound_positions(value)
    return kind == "Point" and _sound_positions([value])


def _sound_rings(rings: object) -> bool:
    return (
        type(rings) is list
        and bool(rings)
        and all(
            type(ring) is list and len(ring) >= _RING_LEAST and ring[0] == ring[-1] and _sound_positions(ring)
            for ring in rings
        )
    )


def _sound_positions(positions: list[Any]) -> bool:
    if set(map(type, positions)) != {list} or min(map(len, positions)) < _LINE_LEAST:
        return False
    numbers = list(chain.from_iterable(positions))
    if not {*map(type, numbers)} <= {int, float}:
        return False
    try:
        finite = math.isfinite(sum(numbers))
    except OverflowError:
        return False
    lons, lats = [*map(itemgetter(0), positions)], [*map(itemgetter(1), positions)]
    return finite and max(map(abs, lons)) <= _LONGITUDE_MOST_DEG and max(map(abs, lats)) <= _LATITUDE_MOST_DEG


def _faults(geometry: object, allowed: frozenset[str], path: Path) -> Iterator[ShapeFault]:
    if geometry is None:
        return
    if not isinstance(geometry, Mapping):
        yield ShapeFault("geometry-not-object", path)
        return
    kind = geometry.get("type")
    if not isinstance(kind, str) or kind not in allowed:
        yield ShapeFault("geometry-type", (*path, "type"), f'"{kind}"' if isinstance(kind, str) else "—")
        return
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        if not isinstance(parts, list):
            yield ShapeFault("coordinates-shape", path)
            return
        simple = allowed - {"GeometryCollection"}
        for index, part in enumerate(parts):
            yield from _faults(part, simple, (*path, "geometries", index))
        return
    yield from _SHAPES[kind](geometry.get("coordinates"), (*path, "coordinates"))


def _position(value: object, path: Path) -> Iterator[ShapeFault]:
    if not isinstance(value, list) or len(value) < _LINE_LEAST or not all(_is_finite(number) for number in value):
        yield ShapeFault("position", path)
        return
    if abs(value[0]) > _LONGITUDE_MOST_DEG or abs(value[1]) > _LATITUDE_MOST_DEG:
        yield ShapeFault("out-of-range", path, f"{value[0]}, {value[1]}")


def _is_finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _many(inner: Callable[[object, Path], Iterator[ShapeFault]]) -> Callable[[object, Path], Iterator[ShapeFault]]:
    def of_each(value: object, path: Path) -> Iterator[ShapeFault]:
        if not isinstance(value, list):
            yield ShapeFault("coordinates-shape", path)
            return
        if not value:
            yield ShapeFault("empty-coordinates", path)
        for index, part in enumerate(value):
            yield from inner(part, (*path, index))

    return of_each


_positions = _many(_position)


def _line(value: object, path: Path) -> Iterator[ShapeFault]:
    yield from _positions(value, path)
    if isinstance(value, list) and 0 < len(value) < _LINE_LEAST:
        yield ShapeFault("line-short", path)


def _ring(value: object, path: Path) -> Iterator[ShapeFault]:
    yield from _positions(value, path)
    if not isinstance(value, list) or not value:
        return
    if value[0] != value[-1]:
        yield ShapeFault("ring-open", (*path, len(value) - 1))
    elif len(value) < _RING_LEAST:
        yield ShapeFault("ring-short", path)


_SHAPES: dict[str, Callable[[Any, Path], Iterator[ShapeFault]]] = {
    "Point": _position,
    "MultiPoint": _positions,
    "LineString": _line,
    "MultiLineString": _many(_line),
    "Polygon": _many(_ring),
    "MultiPolygon": _many(_many(_ring)),
}
