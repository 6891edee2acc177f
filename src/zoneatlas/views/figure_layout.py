"""Where things stand on a sheet, in millimetres from its lower left corner, and the frames that hold maps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

__all__ = ["Box", "Frame", "Layout", "crowded_window", "fit", "layout"]

_MM_PER_M = 1000.0
_MARGIN = 9.0
_GAP = 3.0
#: What a column beside the map takes of the width, and a band below it of the height.
_COLUMN, _BAND = 0.37, 0.31
#: An inset that magnifies less is not worth its room.
_LEAST_MAGNIFIED = 2.0
_MOST_MAGNIFIED = 8
#: Zones nearer to one another than this on the paper crowd; tried from wide to narrow, in mm.
_LINKS_MM = (26.0, 22.0, 18.0, 15.0, 12.0, 10.0, 8.0, 6.0, 5.0, 4.0, 3.0)
_LEAST_CROWD = 3
_WINDOW_PAD = 1.08


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the paper, in mm."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y + self.height

    def meets(self, other: Box) -> bool:
        """Whether two boxes share more than an edge."""
        return self.x < other.right and other.x < self.right and self.y < other.top and other.y < self.top

    def holds(self, other: Box) -> bool:
        """Whether another box lies in this one."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.top <= self.top

    def shrunk(self, by: float) -> Box:
        """Return the box with `by` mm less on every side."""
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


@dataclass(frozen=True, slots=True)
class Frame:
    """A map on the paper: its box in mm, the point of the ground at its middle (metres of the CRS), 1:`scale`."""

    box: Box
    east_m: float
    north_m: float
    scale: int

    def to_paper(self, geometry: BaseGeometry) -> BaseGeometry:
        """Bring a geometry from metres of the ground to mm of the paper."""
        import shapely

        factor = _MM_PER_M / self.scale
        left, low = self.box.x + self.box.width / 2, self.box.y + self.box.height / 2
        return shapely.transform(geometry, lambda xy: (xy - (self.east_m, self.north_m)) * factor + (left, low))

    @property
    def window(self) -> tuple[float, float, float, float]:
        """The ground it shows: least east, least north, most east, most north in metres."""
        half_e, half_n = (side * self.scale / _MM_PER_M / 2 for side in (self.box.width, self.box.height))
        return self.east_m - half_e, self.north_m - half_n, self.east_m + half_e, self.north_m + half_n


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a sheet; ``grown`` is how much bigger its type is than on A4."""

    page: Box
    title: Box
    main: Box
    inset: Box
    legend: Box
    notes: Box
    grown: float


def layout(size_mm: tuple[float, float], *, inset: bool) -> Layout:
    """Divide a page: title above, notes below, the map with inset and legend beside it or (portrait) below it."""
    width, height = size_mm
    grown = math.sqrt(max(size_mm) / 297.0)
    title_high, notes_high = 13.0 * grown, 11.5 * grown
    inner = Box(_MARGIN, _MARGIN, width - 2 * _MARGIN, height - 2 * _MARGIN)
    title = Box(inner.x, inner.top - title_high, inner.width, title_high)
    notes = Box(inner.x, inner.y, inner.width, notes_high)
    low, high = notes.top + _GAP / 2, title.y
    if width >= height:
        column = inner.width * _COLUMN
        main = Box(inner.x, low, inner.width - column - _GAP, high - low)
        side = Box(main.right + _GAP, low, column, high - low)
        inset_high = side.height * 0.54 if inset else -_GAP
        above = Box(side.x, side.top - inset_high, side.width, inset_high)
        beside = Box(side.x, side.y, side.width, side.height - inset_high - _GAP)
    else:
        band = (high - low) * _BAND
        main = Box(inner.x, low + band + _GAP, inner.width, high - low - band - _GAP)
        inset_wide = inner.width * 0.46 if inset else -_GAP
        above = Box(inner.x, low, inset_wide, band)
        beside = Box(inner.x + inset_wide + _GAP, low, inner.width - inset_wide - _GAP, band)
    return Layout(Box(0, 0, width, height), title, main, above, beside, notes, grown)


def fit(box: Box, bounds_m: Sequence[float], pad_mm: float) -> Frame:
    """Return the frame that shows some ground (metres) in a box at a round scale, at least `pad_mm` from its edge."""
    west, south, east, north = bounds_m
    room = box.shrunk(pad_mm)
    needed = max((east - west) / room.width, (north - south) / room.height, 1e-3) * _MM_PER_M
    return Frame(box, (west + east) / 2, (south + north) / 2, _round_up(needed))


def _round_up(value: float) -> int:
    """Return the next number with two figures and zeros, or a 5 after the two."""
    step: int = max(10 ** max(math.floor(math.log10(value)) - 1, 0) // 2, 1)
    return int(math.ceil(value / step) * step)


def crowded_window(main: Frame, box: Box, anchors: Sequence[tuple[float, float, Box]]) -> Frame | None:
    """Return a frame for where zones crowd on the main map, or None where they do nowhere.

    Parameters
    ----------
    main
        The main map.
    box
        Where the inset would stand.
    anchors
        For each zone too small to be written into: the middle of its largest part, and that part's box; mm on paper.

    Returns
    -------
    Frame or None
        About the largest group of zones, each near to another one of it, that the inset magnifies at least twofold: how
        near is chosen so that the number of zones times the doublings of the scale is greatest.
    """
    best: tuple[float, Frame] | None = None
    for link in _LINKS_MM:
        group = max(_groups(anchors, link), key=len, default=[])
        if len(group) < _LEAST_CROWD:
            break
        boxes = [anchors[member][2] for member in group]
        left, low = min(b.x for b in boxes), min(b.y for b in boxes)
        right, high = max(b.right for b in boxes), max(b.top for b in boxes)
        needed = max((right - left) / box.width, (high - low) / box.height) * _WINDOW_PAD * main.scale
        if needed * _LEAST_MAGNIFIED <= main.scale:
            per_mm = main.scale / _MM_PER_M
            middle = (main.box.x + main.box.width / 2, main.box.y + main.box.height / 2)
            east = main.east_m + ((left + right) / 2 - middle[0]) * per_mm
            north = main.north_m + ((low + high) / 2 - middle[1]) * per_mm
            frame = Frame(box, east, north, _round_up(max(needed, main.scale / _MOST_MAGNIFIED)))
            gain = len(group) * math.log2(main.scale / frame.scale)
            if best is None or gain > best[0]:
                best = gain, frame
    return None if best is None else best[1]


def _groups(anchors: Sequence[tuple[float, float, Box]], link: float) -> list[list[int]]:
    """Part anchors into groups in which each is nearer than `link` to another one."""
    left = list(range(len(anchors)))
    groups = []
    while left:
        group = [left.pop(0)]
        for member in group:
            near = [n for n in left if math.dist(anchors[member][:2], anchors[n][:2]) <= link]
            group += near
            left = [n for n in left if n not in near]
        groups.append(group)
    return groups
