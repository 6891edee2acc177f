"""The bbox member: its form, its order, and whether it fits the coordinates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.pieces import geometry_of
from zoneatlas.checks.structure.notes import shown
from zoneatlas.plan.shapes import geometry_faults

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLANE, _SPACE = 4, 6
_POLE_DEG = 90.0
_ROUND = (-180.0, 180.0)
_WORLD = (-180.0, -90.0, 180.0, 90.0)
_FINEST_DEG = 1e-6
_COARSE_DEG = 5e-3
#: What is rounded up lies less than a whole step off, which is twice what is rounded to the nearest.
_OUTWARD = 1.999


def bbox_fault(bbox: Any, things: Iterable[Any]) -> tuple[str, str, str] | None:  # noqa: ANN401  (parsed JSON)
    """Return code, zh, en for what is wrong with a bbox, None when nothing is.

    Parameters
    ----------
    bbox
        The member's value.
    things
        The Features or geometries (parsed JSON) it is said to bound; degrees.
    """
    if not isinstance(bbox, list) or len(bbox) < _PLANE or len(bbox) % 2 or not all(map(_finite, bbox)):
        return _malformed(bbox)
    half = len(bbox) // 2
    west, south, east, north = bbox[0], bbox[1], bbox[half], bbox[half + 1]
    positions, complete = _positions(things)
    sizes = {len(position) for position in positions}
    if len(bbox) not in (_PLANE, _SPACE) and half not in sizes:
        return _malformed(bbox)
    lons = [position[0] for position in positions]
    turned = (
        0 < west - east < _ROUND[1] and lons and min(lons) >= east - _FINEST_DEG and max(lons) <= west + _FINEST_DEG
    )
    if south > north or turned:
        return (
            _misordered(("南", "south", south), ("北", "north", north))
            if south > north
            else _misordered(("西", "west", west), ("东", "east", east))
        )
    if not positions or (west, south, east, north) == _WORLD:
        return None
    if half not in sizes and half != max(sizes):
        return _other_size(len(bbox), sizes)
    return None if _holds(bbox, positions, complete=complete) else _stale(half, positions)


def _holds(bbox: list[float], positions: list[list[float]], *, complete: bool) -> bool:
    """Whether a bbox of as many axes as the positions is theirs; where not all are known, whether it holds them."""
    half = len(bbox) // 2
    west, east = bbox[0], bbox[half]
    finest_deg = _tolerance(*bbox)
    for axis in range(half):
        known = [position[axis] for position in positions if len(position) > axis]
        low, high = bbox[axis], bbox[half + axis]
        if not axis and (west, east) == _ROUND:
            continue  # it goes round the earth, as about a pole
        if not axis and west > east:
            if not all(lon >= west - finest_deg or lon <= east + finest_deg for lon in known):
                return False
            continue
        about_a_pole = axis == 1 and (west, east) == _ROUND
        held = (
            not complete or (about_a_pole and low == -_POLE_DEG),
            not complete or (about_a_pole and high == _POLE_DEG),
        )
        if known and not _fits(low, high, known, held, finest_deg):
            return False
    return True


def _stale(half: int, positions: list[list[float]]) -> tuple[str, str, str]:
    axes = [[position[axis] for position in positions if len(position) > axis] for axis in range(half)]
    true = f"[{', '.join(str(pick(axis)) for pick in (min, max) for axis in axes if axis)}]"
    return (
        "bbox-stale",
        f"bbox 与坐标不符，坐标的范围是 {true}；请改正或删去。",
        f"The bbox does not fit the coordinates, which span {true}; mend or delete it.",
    )


def _misordered(low: tuple[str, str, float], high: tuple[str, str, float]) -> tuple[str, str, str]:
    return (
        "bbox-order",
        f"bbox 的顺序应为西、南、东、北，这里{low[0]} {low[2]} 大于{high[0]} {high[2]}。",
        f"A bbox goes west, south, east, north; here {low[1]} ({low[2]}) is greater than {high[1]} ({high[2]}).",
    )


def _malformed(bbox: Any) -> tuple[str, str, str]:  # noqa: ANN401  (parsed JSON)
    said = f"[{len(bbox)}]" if isinstance(bbox, list) else shown(bbox)
    return (
        "bbox-malformed",
        f"bbox 应为 4 个数（有高程时 6 个），却是 {said}；请改正或删去。",
        f"A bbox must be 4 numbers (6 with heights), not {said}; mend or delete it.",
    )


def _other_size(length: int, sizes: set[int]) -> tuple[str, str, str]:
    most = max(sizes)
    return (
        "bbox-stale",
        f"bbox 有 {length} 个数，而位置有 {most} 个数，应为 {2 * most} 个；请改正或删去。",
        f"The bbox has {length} numbers, but positions have {most}, so it needs {2 * most}; mend or delete it.",
    )


def _fits(low: float, high: float, values: list[float], held: tuple[bool, bool], tolerance: float) -> bool:
    """Whether a range is that of some values; at an end that is only `held` they may stay within it."""
    outward = _OUTWARD * tolerance if tolerance > _FINEST_DEG else tolerance  # rounded to hold what it bounds
    below, above = min(values) - low, high - max(values)
    return all(
        gap >= -tolerance and (within or gap <= outward) for gap, within in zip((below, above), held, strict=True)
    )


def _tolerance(*numbers: float) -> float:
    """Return how far the numbers of a bbox may be rounded, in degrees: all to as many decimals as the longest has."""
    decimals = [step for step in map(_step, numbers) if step is not None]
    return max(_FINEST_DEG, min(decimals, default=_FINEST_DEG))


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _step(number: float) -> float | None:
    """Return how far a number may be rounded, in degrees, judged by its decimals; None where it has none."""
    text = repr(float(number))
    if "e" in text or text.endswith(".0"):
        return None
    step = 10.0 ** -len(text.partition(".")[2])
    return step if step < _COARSE_DEG else step / 2


def _positions(things: Iterable[Any]) -> tuple[list[list[float]], bool]:
    """Return the positions of everything that can be used, and whether that is all there is."""
    found: list[list[float]] = []
    complete = True
    waiting = list(things)[::-1]
    while waiting:
        thing = waiting.pop()
        geometry = geometry_of(thing)[0]
        if isinstance(geometry, dict) and isinstance(geometry.get("geometries"), list):
            waiting += reversed(geometry["geometries"])
        elif isinstance(geometry, dict) and not geometry_faults(geometry):
            found += _flat(geometry["coordinates"])
        elif geometry is not None or not isinstance(thing, dict):
            complete = complete and isinstance(geometry, dict) and geometry.get("coordinates") == []
    return found, complete


def _flat(coordinates: list[Any]) -> list[list[float]]:
    level = [coordinates]
    while level and isinstance(level[0][0], list):
        level = [inner for outer in level for inner in outer]
    return level
