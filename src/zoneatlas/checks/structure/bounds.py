"""The bbox member: its form, its order, and whether it fits the coordinates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.structure.notes import shown
from zoneatlas.plan.shapes import geometry_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PLANE, _SPACE = 4, 6
_FINEST_DEG = 1e-6
_COARSE_DEG = 5e-3


def bbox_fault(bbox: Any, things: Iterable[Any]) -> tuple[str, str, str] | None:  # noqa: ANN401  (parsed JSON)
    """Return code, zh, en for what is wrong with a bbox, None when nothing is.

    Parameters
    ----------
    bbox
        The member's value.
    things
        The Features or geometries (parsed JSON) it is said to bound; degrees.
    """
    if not isinstance(bbox, list) or len(bbox) not in (_PLANE, _SPACE) or not all(map(_finite, bbox)):
        said = shown(bbox) if not isinstance(bbox, list) else f"[{len(bbox)}]"
        return (
            "bbox-malformed",
            f"bbox 应为 4 个数（有高程时 6 个），却是 {said}；请改正或删去。",
            f"A bbox must be 4 numbers (6 with heights), not {said}; mend or delete it.",
        )
    half = len(bbox) // 2
    west, south, east, north = bbox[0], bbox[1], bbox[half], bbox[half + 1]
    if south > north:
        return (
            "bbox-order",
            f"bbox 的顺序应为西、南、东、北，这里南 {south} 大于北 {north}。",
            f"A bbox goes west, south, east, north; here south ({south}) is greater than north ({north}).",
        )
    positions = list(_positions(things))
    if not positions:
        return None
    lons, lats = zip(*positions, strict=True)
    tolerance_deg = max(_FINEST_DEG, *(_step(number) for number in (west, south, east, north)))
    fits = abs(min(lats) - south) <= tolerance_deg and abs(max(lats) - north) <= tolerance_deg
    if west > east:
        fits = fits and all(lon >= west - tolerance_deg or lon <= east + tolerance_deg for lon in lons)
    else:
        fits = fits and abs(min(lons) - west) <= tolerance_deg and abs(max(lons) - east) <= tolerance_deg
    if fits:
        return None
    true = f"[{min(lons)}, {min(lats)}, {max(lons)}, {max(lats)}]"
    return (
        "bbox-stale",
        f"bbox 与坐标不符，坐标的范围是 {true}；请改正或删去。",
        f"The bbox does not fit the coordinates, which span {true}; mend or delete it.",
    )


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _step(number: float) -> float:
    """Return how far a number may be rounded, in degrees, judged by its decimals."""
    text = repr(float(number))
    if "e" in text or text.endswith(".0"):
        return _FINEST_DEG
    step = 10.0 ** -len(text.partition(".")[2])
    return step if step < _COARSE_DEG else step / 2


def _positions(things: Iterable[Any]) -> Iterator[tuple[float, float]]:
    """Yield longitude and latitude of everything that can be used; nothing at all when a part cannot."""
    found: list[tuple[float, float]] = []
    for thing in things:
        geometry = thing.get("geometry", thing) if isinstance(thing, dict) else None
        if geometry is None:
            continue
        if geometry_faults(geometry):
            return
        for part in geometry["geometries"] if geometry["type"] == "GeometryCollection" else (geometry,):
            found += _flat(part["coordinates"]) if isinstance(part, dict) else ()
    yield from found


def _flat(coordinates: list[Any]) -> list[tuple[float, float]]:
    level = [coordinates]
    while level and isinstance(level[0][0], list):
        level = [inner for outer in level for inner in outer]
    return [(position[0], position[1]) for position in level]
