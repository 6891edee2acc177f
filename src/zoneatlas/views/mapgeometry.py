"""Geometry as the page holds it: whole millionths of a degree, each position as its step from the one before.

The page turns them back into the very numbers of the files (a millionth is the files' last decimal), in less than half
the space that GeoJSON text would take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["packed", "packed_position"]

_PER_DEGREE = 1_000_000
_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def packed_position(position: Sequence[float]) -> list[int]:
    """Return a position (degrees) in whole millionths of a degree; a height is dropped."""
    return [round(position[0] * _PER_DEGREE), round(position[1] * _PER_DEGREE)]


def _steps(line: Iterable[Sequence[float]]) -> list[int]:
    flat: list[int] = []
    x = y = 0
    for position in line:
        next_x, next_y = packed_position(position)
        flat += (next_x - x, next_y - y)
        x, y = next_x, next_y
    return flat


def _nested(coordinates: Any, depth: int) -> list[Any]:  # noqa: ANN401  (nested lists of numbers)
    if depth == 0:
        return packed_position(coordinates)
    if depth == 1:
        return _steps(coordinates)
    return [_nested(item, depth - 1) for item in coordinates]


def packed(geometry: Mapping[str, Any] | None) -> list[Any] | None:
    """Pack a GeoJSON geometry (WGS 84 degrees).

    Parameters
    ----------
    geometry
        Any geometry, or None.

    Returns
    -------
    list or None
        ``[type, coordinates]`` with lines and rings as flat lists of steps ``[x, y, dx, dy, …]`` in millionths of a
        degree; ``["GeometryCollection", [packed, …]]`` for a collection.
    """
    if geometry is None:
        return None
    kind: str = geometry["type"]
    if kind == "GeometryCollection":
        return [kind, [packed(part) for part in geometry["geometries"]]]
    return [kind, _nested(geometry["coordinates"], _DEPTH[kind])]
