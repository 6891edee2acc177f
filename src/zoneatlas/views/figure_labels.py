"""Placing labels on paper so that no two collide. All lengths in millimetres; nothing here draws."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoneatlas.views.figure_layout import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["Candidate", "Placed", "along", "around", "inside", "place", "wrapped"]

Point = tuple[float, float]

_DIRECTIONS = 24
_AWAY_MM = (0.8, 2.0, 3.5, 5.0, 7.0, 9.0, 12.0, 15.0, 19.0, 24.0, 30.0)
#: A label farther than this from its thing gets a leader.
_LEADER_FROM_MM = 1.6
#: What a mm² of hidden zone costs, in mm of leader.
_HIDING = 1.6
#: What a mm of hidden edge costs.
_CROSSING = 0.25
#: An area at least so many times as big as its label has room for it; what leaving it costs.
_ROOMY, _LEAVING = 3.0, 9.0
#: The leader goes to the middle of an area smaller than this, and to the near edge of a larger one.
_POINTED_AT_MM2 = 120.0
_OFF_CENTRE = 0.04
_ROUNDS = 3
#: Room between labels.
_AIR_MM = 0.35
_CLOSERS = "，。、；：）】》”’…·–-"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place for a label: its box, which of its wordings, what it costs, and the leader from box to thing, if any."""

    box: Box
    variant: int
    cost: float
    leader: tuple[Point, Point] | None = None


#: A label placed is the candidate that was chosen.
Placed = Candidate


def wrapped(text: str, most_lines: int, measure: Callable[[str], float]) -> list[tuple[str, ...]]:
    """Return a text broken into one, two … lines, each time as evenly as its words allow."""
    pieces = _pieces(text)
    result: list[tuple[str, ...]] = []
    for lines in range(1, min(most_lines, len(pieces)) + 1):
        width = measure(text) / lines
        broken = _filled(pieces, width, measure)
        while len(broken) > lines:
            width *= 1.04
            broken = _filled(pieces, width, measure)
        if len(broken) == lines:
            result.append(broken)
    return result


def _pieces(text: str) -> list[str]:
    """Return what a line may hold whole: a word with the space after it, a Chinese character with its punctuation."""
    pieces: list[str] = []
    for sign in text:
        wide = ord(sign) > 0x2E7F  # noqa: PLR2004  (where the CJK blocks begin)
        breaks = not pieces or wide or pieces[-1][-1] in " –-/" or ord(pieces[-1][-1]) > 0x2E7F  # noqa: PLR2004
        if breaks and sign not in _CLOSERS and sign != " ":
            pieces.append(sign)
        elif pieces:
            pieces[-1] += sign
    return pieces


def _filled(pieces: Sequence[str], width: float, measure: Callable[[str], float]) -> tuple[str, ...]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and measure((lines[-1] + piece).rstrip()) > width:
            lines.append(piece)
        else:
            lines[-1] += piece
    return tuple(line.strip() for line in lines)


def around(  # noqa: PLR0913, PLR0917  (what a place around a thing depends on)
    thing: BaseGeometry, at: Point, sizes: Sequence[tuple[float, float]], costs: Sequence[float],
    frame: Box, hidden: BaseGeometry, edges: BaseGeometry,
) -> list[Candidate]:  # fmt: skip
    """Return places in and around a thing, cheapest first.

    Parameters
    ----------
    thing
        The area named.
    at
        A point well inside it, where a leader ends.
    sizes, costs
        Width and height of each wording, and what choosing it costs.
    frame
        Labels stay in it.
    hidden
        Areas too small to be written over.
    edges
        Lines better left free.
    """
    import numpy as np
    import shapely

    part = max(shapely.get_parts(thing), key=lambda one: one.area)
    tried = [
        (Box(x - width / 2, y - height / 2, width, height), variant)
        for variant, (width, height) in enumerate(sizes)
        for x, y in (*_middles_inside(part, at), *_middles_around(at, part.bounds, width, height))
    ]
    tried = [(box, variant) for box, variant in tried if frame.holds(box)]
    if not tried:
        return []
    boxes = shapely.box(*np.array([(box.x, box.y, box.right, box.top) for box, _ in tried]).T)
    away = shapely.distance(boxes, part)
    ends = [at if part.area < _POINTED_AT_MM2 else _nearest(part, box) for box in boxes]
    leaders = [
        (_nearest_on(box, end), end) if far > _LEADER_FROM_MM else None
        for (box, _), end, far in zip(tried, ends, away, strict=True)
    ]
    lines = np.array([None if leader is None else shapely.LineString(leader) for leader in leaders], dtype=object)
    cost = (
        np.array([costs[variant] + (leader is not None) for (_, variant), leader in zip(tried, leaders, strict=True)])
        + away
        + shapely.area(shapely.intersection(boxes, hidden)) * _HIDING
        + shapely.length(shapely.intersection(boxes, edges)) * _CROSSING
        + np.nan_to_num(shapely.length(shapely.intersection(lines, shapely.difference(hidden, thing)))) * _CROSSING
        + _out_of(part, boxes)
        + [math.dist(at, (box.x + box.width / 2, box.y + box.height / 2)) * _OFF_CENTRE for box, _ in tried]
    )
    found = zip(tried, cost, leaders, strict=True)
    ranked = [Candidate(box, variant, float(dear), leader) for (box, variant), dear, leader in found]
    return sorted(ranked, key=lambda c: round(c.cost, 6))


def _out_of(part: BaseGeometry, boxes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return what it costs a label to leave an area that has room for it."""
    import numpy as np
    import shapely

    sizes = shapely.area(boxes)
    outside: NDArray[np.float64] = 1 - shapely.area(shapely.intersection(boxes, part)) / sizes
    return np.where(part.area > _ROOMY * sizes, outside * _LEAVING, 0.0)


def _nearest(part: BaseGeometry, box: BaseGeometry) -> Point:
    """Return the point of a large area to which a leader from a box goes: a little inside its nearest edge."""
    import shapely

    inner = part.buffer(-1.0)
    x, y = shapely.shortest_line(part if inner.is_empty else inner, box).coords[0]
    return float(x), float(y)


def _middles_inside(part: BaseGeometry, at: Point) -> Iterator[Point]:
    """Yield the middle of an area, and of a large one the points of a grid."""
    import numpy as np
    import shapely

    yield at
    if part.area < _POINTED_AT_MM2:
        return
    west, south, east, north = part.bounds
    shapely.prepare(part)
    for x in np.arange(west, east, 3.5):
        for y in np.arange(south, north, 3.5):
            if shapely.contains_xy(part, x, y):
                yield float(x), float(y)


def _middles_around(at: Point, reach: Sequence[float], width: float, height: float) -> Iterator[Point]:
    for step in range(_DIRECTIONS):
        angle = 2 * math.pi * step / _DIRECTIONS
        dx, dy = math.cos(angle), math.sin(angle)
        edge = min(
            (reach[2] - at[0]) / dx if dx > 1e-9 else (reach[0] - at[0]) / dx if dx < -1e-9 else math.inf,  # noqa: PLR2004
            (reach[3] - at[1]) / dy if dy > 1e-9 else (reach[1] - at[1]) / dy if dy < -1e-9 else math.inf,  # noqa: PLR2004
        )
        half = min(
            width / 2 / abs(dx) if abs(dx) > 1e-9 else math.inf,  # noqa: PLR2004
            height / 2 / abs(dy) if abs(dy) > 1e-9 else math.inf,  # noqa: PLR2004
        )
        for away in _AWAY_MM:
            yield at[0] + dx * (edge + away + half), at[1] + dy * (edge + away + half)


def _nearest_on(box: Box, at: Point) -> Point:
    return min(max(at[0], box.x), box.right), min(max(at[1], box.y), box.top)


def inside(area: BaseGeometry, sizes: Sequence[tuple[float, float]], frame: Box, step: float = 3.0) -> list[Candidate]:
    """Return places for a name wholly inside an area, nearest to its middle first; none where it does not fit."""
    import numpy as np
    import shapely

    if area.is_empty:
        return []
    largest = max(shapely.get_parts(area), key=lambda part: part.area)
    if largest.geom_type != "Polygon" or largest.area == 0:
        return []
    at = shapely.maximum_inscribed_circle(largest, tolerance=0.1).coords[0]
    west, south, east, north = largest.bounds
    grid = [at, *((x, y) for x in np.arange(west, east, step) for y in np.arange(south, north, step))]
    room = largest.buffer(0.4)
    shapely.prepare(room)
    found = []
    for variant, (width, height) in enumerate(sizes):
        for x, y in grid:
            box = Box(float(x) - width / 2, float(y) - height / 2, width, height)
            if frame.holds(box) and room.contains(shapely.box(box.x, box.y, box.right, box.top)):
                found.append(Candidate(box, variant, math.dist(at, (x, y)) + 4.0 * variant))
    return sorted(found, key=lambda c: round(c.cost, 6))


def along(line: BaseGeometry, size: tuple[float, float], frame: Box) -> list[Candidate]:
    """Return places for a name on a line inside a frame, from its middle outwards."""
    import shapely

    shown = line.intersection(shapely.box(frame.x, frame.y, frame.right, frame.top))
    parts = [part for part in shapely.get_parts(shown) if part.geom_type == "LineString"]
    if not parts:
        return []
    longest = max(parts, key=lambda part: part.length)
    if longest.length < size[0]:
        return []
    found = []
    for step in range(1, 20):
        middle = longest.interpolate(step / 20, normalized=True)
        box = Box(middle.x - size[0] / 2, middle.y - size[1] / 2, *size)
        if frame.holds(box):
            found.append(Candidate(box, 0, abs(step - 10)))
    return sorted(found, key=lambda c: c.cost)


def place(wishes: Sequence[Sequence[Candidate]], taken: Iterable[Placed] = ()) -> list[Placed | None]:
    """Choose for each label the cheapest place that collides with no other label or leader.

    Parameters
    ----------
    wishes
        For each label its places, cheapest first. Those with the fewest come first in the choosing, and all are chosen
        again in the light of the others.
    taken
        What stands already.

    Returns
    -------
    list
        For each label its place, or None where there is none.
    """
    fixed = list(taken)
    chosen: list[Placed | None] = [None] * len(wishes)
    order = sorted(range(len(wishes)), key=lambda n: (-_crowding(n, wishes), n))
    for _ in range(_ROUNDS):
        for number in order:
            others = [*fixed, *(c for n, c in enumerate(chosen) if c is not None and n != number)]
            chosen[number] = next((c for c in wishes[number] if not any(_collide(c, o) for o in others)), None)
    return chosen


def _crowding(number: int, wishes: Sequence[Sequence[Candidate]]) -> int:
    """Return how many others would like to stand where a label would like to stand."""
    if not wishes[number]:
        return -1
    best = wishes[number][0].box
    around_it = Box(best.x - best.width, best.y - best.height * 3, best.width * 3, best.height * 7)
    return sum(bool(other) and other[0].box.meets(around_it) for other in wishes)


def _collide(one: Candidate, other: Candidate) -> bool:
    if one.box.shrunk(-_AIR_MM).meets(other.box):
        return True
    return (
        (one.leader is not None and _enters(one.leader, other.box))
        or (other.leader is not None and _enters(other.leader, one.box))
        or (one.leader is not None and other.leader is not None and _cross(one.leader, other.leader))
    )


def _enters(line: tuple[Point, Point], box: Box) -> bool:
    """Whether a line meets a box (Liang and Barsky's clipping)."""
    (x1, y1), (x2, y2) = line
    low, high = 0.0, 1.0
    for start, step, least, most in ((x1, x2 - x1, box.x, box.right), (y1, y2 - y1, box.y, box.top)):
        if step == 0:
            if not least <= start <= most:
                return False
            continue
        one, two = sorted(((least - start) / step, (most - start) / step))
        low, high = max(low, one), min(high, two)
    return low <= high


def _cross(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return side(*one, two[0]) * side(*one, two[1]) < 0 and side(*two, one[0]) * side(*two, one[1]) < 0
