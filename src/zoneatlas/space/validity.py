"""What is wrong with the rings of polygons: where they cross, where holes stand, what is doubled, spiked or hair-thin.

The rules are those of OGC Simple Features (06-103r4, 6.1.11 and 6.1.14), from which RFC 7946 takes its geometry types.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from zoneatlas.space.rings import Rings, metres_per_degree, ring_sizes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "RingFault",
    "Spot",
    "invalid_rows",
    "is_valid",
    "leftover_parts",
    "repeated_vertices",
    "ring_faults",
    "spikes",
    "thin_rings",
    "zero_rings",
]

Code = Literal[
    "self-intersection", "hole-outside", "hole-crosses", "hole-is-shell", "hole-on-shell", "holes-overlap",
    "holes-share-edge", "holes-cut", "parts-overlap", "parts-share-edge", "other",
]  # fmt: skip

_POINT = re.compile(r"\[([^\s\]]+) ([^\s\]]+)\]")
_SPIKE_SINE = float(np.sin(np.radians(1.0)))
_SPIKE_LEAST_M = 2.0
#: A ring whose area over its length is less than this many degrees (0.01 mm) encloses nothing.
_NOTHING_DEG = 1e-10
_NOTHING_M = 1e-5
#: So much wider than a hair a ring may be and still be a sliver, where it is a thousand times as long as wide.
_NEEDLE_WIDTHS = 5.0
_NEEDLE_LENGTH = 1000.0
_INTERIORS_MEET = "T********"
_RUN_TOGETHER = "1********"
_EDGES_MEET = "F***1****"
#: Of so many pairs of parts the very place is worked out; the rest are counted.
_MOST_PLACED = 100
#: Of a ring that crosses itself everywhere, so many pairs of edges are looked at, and of parts on others so many told.
_MOST_PAIRS = _MOST_FAULTS = 2_000
_EDGES_AT_ONCE = 256
#: A part that crosses itself oftener is not compared with the others: mending it takes minutes.
_MOST_CROSSINGS = 200


@dataclass(frozen=True, slots=True)
class RingFault:
    """A way in which one polygon or multipolygon is not valid, with the position (degrees) where it shows.

    ``part`` and ``ring`` say where in the geometry; ``other`` is the second part or ring concerned, -1 when there is
    none. ``more`` are further positions where the same ring meets itself.
    """

    code: Code
    position: tuple[float, float]
    part: int
    ring: int = 0
    other: int = -1
    reason: str = ""
    more: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A vertex or ring worth a look: its geometry's row, part, ring and vertex, its position, its size in metres."""

    row: int
    part: int
    ring: int
    vertex: int
    position: tuple[float, float]
    size_m: float
    area_m2: float = 0.0


def invalid_rows(geometries: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return the rows of polygons and multipolygons that are not valid."""
    areal = np.isin(shapely.get_type_id(geometries), (3, 6))
    return np.flatnonzero(areal & ~is_valid(geometries))


def is_valid(geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which geometries are valid; one on which GEOS itself fails is not."""
    try:
        valid: NDArray[np.bool_] = shapely.is_valid(geometries)
    except shapely.errors.GEOSException:
        if len(geometries) == 1:
            return np.zeros(1, bool)
        valid = np.concatenate([is_valid(geometries[row : row + 1]) for row in range(len(geometries))])
    return valid


def repeated_vertices(rings: Rings) -> list[Spot]:
    """Return the vertices that stand at the very position of the one before them in the ring."""
    begin = rings.begin
    same = np.all(rings.coordinates[begin] == rings.coordinates[begin + 1], axis=1)
    return list(_spots(rings, begin[same] + 1, np.zeros(int(same.sum()))))


def spikes(rings: Rings, width_m: float) -> list[Spot]:
    """Return the vertices at which a ring turns back on itself.

    There the edges before and after enclose less than one degree and lie within `width_m` of each other over the whole
    of the shorter one, which is two metres long or more; an exact return counts whatever its length. ``size_m`` is
    that length.

    Parameters
    ----------
    rings : Rings
        In degrees.
    width_m : float
        How wide a spike may be.
    """
    begin = rings.begin
    ring = rings.ring[begin]
    moved = np.any(rings.coordinates[begin] != rings.coordinates[begin + 1], axis=1)
    begin, ring = begin[moved], ring[moved]
    if not len(begin):
        return []
    first = np.r_[True, ring[1:] != ring[:-1]]
    last = np.r_[first[1:], True]
    before = np.arange(len(begin)) - 1
    before[first] = np.flatnonzero(last)
    here = rings.coordinates[begin]
    scale = metres_per_degree(here[:, 1])
    back = (here[before] - here) * scale
    ahead = (rings.coordinates[begin + 1] - here) * scale
    cross = np.abs(back[:, 0] * ahead[:, 1] - back[:, 1] * ahead[:, 0])
    shorter, longer = np.sort([np.hypot(*back.T), np.hypot(*ahead.T)], axis=0)
    returns = (back * ahead).sum(axis=1) > 0
    narrow = (cross <= _SPIKE_SINE * shorter * longer) & (cross <= width_m * longer) & (shorter >= _SPIKE_LEAST_M)
    exact = cross <= 1e-9 * shorter * longer
    hit = returns & (narrow | exact)
    return list(_spots(rings, begin[hit], shorter[hit]))


def _spots(rings: Rings, positions: NDArray[np.int64], sizes: NDArray[np.float64]) -> Iterator[Spot]:
    ring = np.searchsorted(rings.offsets, positions, side="right") - 1
    for row, size in zip(range(len(positions)), sizes.tolist(), strict=True):
        at, one = int(positions[row]), int(ring[row])
        lon, lat = rings.coordinates[at].tolist()
        vertex = at - int(rings.offsets[one])
        yield Spot(int(rings.owner[one]), int(rings.part[one]), int(rings.number[one]), vertex, (lon, lat), size)


def _areas(rings: Rings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    area, length = ring_sizes(rings)
    return np.abs(area), length


def zero_rings(rings: Rings) -> list[Spot]:
    """Return the rings that enclose no area: all positions on one line, or there and back."""
    area, length = _areas(rings)
    nothing = np.flatnonzero(~_enclosing(rings, area, length))
    return list(_spots(rings, rings.offsets[nothing], length[nothing]))


def _enclosing(rings: Rings, area: NDArray[np.float64], length: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which rings enclose something; the halves of a figure of eight cancel out, its hull does not."""
    something = area > _NOTHING_M * length
    for ring in np.flatnonzero(~something):
        positions = rings.coordinates[rings.offsets[ring] : rings.offsets[ring + 1]]
        hull = shapely.MultiPoint(positions).convex_hull
        something[ring] = hull.area > _NOTHING_DEG * hull.length
    return something


def thin_rings(rings: Rings, width_m: float) -> list[Spot]:
    """Return rings that enclose an area of a mean width (twice the area over the length) of less than `width_m`.

    Those up to five times as wide count too where they are a thousand times as long as wide. ``size_m`` is that width,
    ``area_m2`` the rough area. Rings of no area at all are `zero_rings`.
    """
    area, length = _areas(rings)
    hair = 2.0 * area < width_m * length
    needle = (2.0 * area < _NEEDLE_WIDTHS * width_m * length) & (4.0 * _NEEDLE_LENGTH * area < length**2)
    thin = np.flatnonzero((area > _NOTHING_M * length) & (hair | needle))
    return _sized(rings, thin, area, length)


def leftover_parts(rings: Rings, share: float, thinness: float) -> list[Spot]:
    """Return shells of multipolygons that are thin and hold less than a share of the area of all shells together.

    Parameters
    ----------
    rings : Rings
        In degrees.
    share : float
        Of the area of the geometry's shells.
    thinness : float
        Four times the area over the squared length: 0.79 for a square, 0.02 for a strip a hundred times as long as
        wide.
    """
    area, length = _areas(rings)
    shell = rings.number == 0
    whole = np.bincount(rings.owner, np.where(shell, area, 0.0))[rings.owner] if len(area) else area
    small = shell & (area < share * whole) & (4.0 * area < thinness * length**2)
    return _sized(rings, np.flatnonzero(small & (area > _NOTHING_M * length)), area, length)


def _sized(
    rings: Rings, chosen: NDArray[np.int64], area: NDArray[np.float64], length: NDArray[np.float64]
) -> list[Spot]:
    found = _spots(rings, rings.offsets[chosen], 2.0 * area[chosen] / length[chosen])
    return [replace(spot, area_m2=float(size)) for spot, size in zip(found, area[chosen], strict=True)]


def ring_faults(geometry: BaseGeometry) -> list[RingFault]:
    """Say everything that keeps a polygon or multipolygon from being valid, but spikes and rings without area.

    Parameters
    ----------
    geometry : Polygon or MultiPolygon
        In degrees, as stored.
    """
    try:
        return _ring_faults(geometry)
    except shapely.errors.GEOSException as error:
        return [RingFault("other", _corner(geometry), 0, reason=str(error).strip())]


def _ring_faults(geometry: BaseGeometry) -> list[RingFault]:
    faults: list[RingFault] = []
    parts: list[tuple[int, BaseGeometry, bool]] = []
    for number, part in enumerate(shapely.get_parts(geometry)):
        found, cleaned = _part_faults(part, number)
        faults += found
        if cleaned is not None and sum(len(fault.more) for fault in found) < _MOST_CROSSINGS:
            parts.append((number, cleaned, bool(cleaned.is_valid)))
    faults += _between_parts(parts)
    return faults


def _part_faults(part: BaseGeometry, number: int) -> tuple[list[RingFault], BaseGeometry | None]:
    """Return the faults of one polygon, and the polygon without its spikes, or None when it encloses nothing."""
    rings = [_cleaned(shapely.get_coordinates(ring)) for ring in shapely.get_rings(part)]
    faults, whole = [], {}
    for index, ring in enumerate(rings):
        if ring is None:
            continue
        polygon = shapely.Polygon(ring)
        if polygon.is_valid:
            whole[index] = polygon
        else:
            faults.append(_crossing(polygon, ring, number, index))
    if rings[0] is None:
        return faults, None
    faults += _hole_faults(whole, shapely.Polygon(rings[0]), number)
    cleaned = shapely.Polygon(rings[0], [ring for ring in rings[1:] if ring is not None])
    if not faults and not cleaned.is_valid:
        disconnected = "disconnected" in shapely.is_valid_reason(cleaned)
        faults.append(_by_reason("holes-cut" if disconnected else "other", cleaned, number, 0))
    return faults, cleaned


def _crossing(polygon: BaseGeometry, ring: NDArray[np.float64], part: int, number: int) -> RingFault:
    """Say where a ring meets itself: every place, in the order of its edges."""
    fault = _by_reason("self-intersection", polygon, part, number)
    edges: NDArray[np.object_] = np.asarray(shapely.linestrings(np.stack([ring[:-1], ring[1:]], axis=1)))
    tree = shapely.STRtree(edges)
    pairs: list[NDArray[np.int64]] = []
    for begin in range(0, len(edges), _EDGES_AT_ONCE):
        one, other = tree.query(edges[begin : begin + _EDGES_AT_ONCE], predicate="intersects")
        one += begin
        apart = (other > one + 1) & (other - one < len(edges) - 1)
        one, other = one[apart], other[apart]
        pairs.append(np.stack([one, other])[:, np.lexsort((other, one))])
        if sum(len(each[0]) for each in pairs) >= _MOST_PAIRS:
            break
    one, other = np.concatenate(pairs, axis=1)[:, :_MOST_PAIRS]
    shared: NDArray[np.object_] = np.asarray(shapely.intersection(edges[one], edges[other]), dtype=object)
    met = dict.fromkeys(_corner(place) for place in shared if not place.is_empty)
    return replace(fault, position=next(iter(met)), more=tuple(met)[1:]) if met else fault


def _hole_faults(whole: Mapping[int, BaseGeometry], outer: BaseGeometry, number: int) -> list[RingFault]:
    """Judge the holes; where the shell crosses itself only those that lie beyond all of it can be told."""
    shell = whole.get(0)
    holes = [index for index in whole if index]
    faults = []
    for index in holes:
        hole = whole[index]
        code = _hole_fault(hole, shell) if shell is not None else _beyond(hole, outer)
        if code == "hole-crosses" and shell is not None:
            faults.append(RingFault(code, _middle(hole.difference(shell)), number, index))
        elif code == "hole-on-shell" and shell is not None:
            shared = shapely.intersection(_outline(hole), _outline(shell))
            faults.append(RingFault(code, _middle(_lines(shared)), number, index))
        elif code is not None:
            faults.append(RingFault(code, _corner(hole), number, index))
    areas = np.array([whole[index] for index in holes], dtype=object)
    one, other = shapely.STRtree(areas).query(areas, predicate="intersects") if len(areas) else ([], [])
    for a, b in sorted((int(a), int(b)) for a, b in zip(one, other, strict=True) if a < b):
        if len(faults) >= _MOST_FAULTS:
            break
        if areas[a].relate_pattern(areas[b], _INTERIORS_MEET):
            place = _middle(areas[a].intersection(areas[b]))
            faults.append(RingFault("holes-overlap", place, number, holes[b], holes[a]))
        elif _outline(areas[a]).relate_pattern(_outline(areas[b]), _RUN_TOGETHER):
            place = _middle(_lines(shapely.intersection(_outline(areas[a]), _outline(areas[b]))))
            faults.append(RingFault("holes-share-edge", place, number, holes[b], holes[a]))
    return faults


def _hole_fault(hole: BaseGeometry, shell: BaseGeometry) -> Code | None:
    if hole.equals(shell):
        return "hole-is-shell"
    if not hole.relate_pattern(shell, _INTERIORS_MEET):
        return "hole-outside"
    if not shell.covers(hole):
        return "hole-crosses"
    return "hole-on-shell" if _outline(hole).relate_pattern(_outline(shell), _RUN_TOGETHER) else None


def _outline(polygon: BaseGeometry) -> BaseGeometry:
    return shapely.LinearRing(shapely.get_coordinates(polygon))


def _beyond(hole: BaseGeometry, outer: BaseGeometry) -> Code | None:
    return None if hole.relate_pattern(outer.convex_hull, _INTERIORS_MEET) else "hole-outside"


def _lines(shared: BaseGeometry) -> BaseGeometry:
    """Return the longest line of what two rings share."""
    longest: BaseGeometry = max(shapely.get_parts(shared), key=shapely.length)
    return longest


def _between_parts(parts: list[tuple[int, BaseGeometry, bool]]) -> list[RingFault]:
    if len(parts) < 2:  # noqa: PLR2004  (two parts make a pair)
        return []
    faults: list[RingFault] = []
    areas = np.array([part if sound else _mended(part) for _, part, sound in parts], dtype=object)
    one, other = shapely.STRtree(areas).query(areas, predicate="intersects")
    pairs = sorted((int(a), int(b)) for a, b in zip(one, other, strict=True) if a < b)
    for a, b in pairs:
        if len(faults) >= _MOST_FAULTS:
            break
        overlap = areas[a].relate_pattern(areas[b], _INTERIORS_MEET)
        if not overlap and not (parts[a][2] and parts[b][2] and areas[a].relate_pattern(areas[b], _EDGES_MEET)):
            continue
        place = _middle(areas[a].intersection(areas[b])) if len(faults) < _MOST_PLACED else _corner(areas[b])
        code: Code = "parts-overlap" if overlap else "parts-share-edge"
        faults.append(RingFault(code, place, parts[b][0], 0, parts[a][0]))
    return faults


def _mended(part: BaseGeometry) -> BaseGeometry:
    """Return what a polygon that crosses itself covers."""
    area: BaseGeometry = shapely.make_valid(part, method="structure", keep_collapsed=False)
    return area


def _cleaned(ring: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return a ring without repeated vertices and exact spikes, closed; None when nothing is left of it."""
    ring = ring[:-1]
    ring = ring[np.any(ring != np.roll(ring, 1, axis=0), axis=1)]
    while len(ring) > 2:  # noqa: PLR2004  (a triangle is the least)
        back, ahead = np.roll(ring, 1, axis=0) - ring, np.roll(ring, -1, axis=0) - ring
        size = np.hypot(*back.T) * np.hypot(*ahead.T)
        cross = np.abs(back[:, 0] * ahead[:, 1] - back[:, 1] * ahead[:, 0])
        drop = (size == 0) | ((cross <= 1e-12 * size) & ((back * ahead).sum(axis=1) > 0))
        if not drop.any():
            return np.vstack([ring, ring[:1]])
        alone = drop & ~np.roll(drop, 1)  # of neighbours the first: what it leaves may be none any more
        ring = ring[~alone] if alone.any() else ring[1:]
    return None


def _by_reason(code: Code, geometry: BaseGeometry, part: int, ring: int) -> RingFault:
    reason = shapely.is_valid_reason(geometry)
    point = _POINT.search(reason)
    position = (float(point[1]), float(point[2])) if point else _corner(geometry)
    return RingFault(code, position, part, ring, reason=_POINT.sub("", reason).strip())


def _corner(geometry: BaseGeometry) -> tuple[float, float]:
    lon, lat = shapely.get_coordinates(geometry)[0].tolist()
    return lon, lat


def _middle(geometry: BaseGeometry) -> tuple[float, float]:
    return _corner(geometry.representative_point())
