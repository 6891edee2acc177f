"""Points by the million: the zones, the district, the region and the ring interval of each, and what is uncertain.

The answers are those of `zoneatlas.answers.where` for one point, except that a point exactly on an edge counts as
inside, as in `shapely.intersects`.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zoneatlas.answers.assign_bands import bands_of
from zoneatlas.answers.assign_parks import parks_of
from zoneatlas.answers.shapes import shape_of_feature, shape_of_outline, shape_of_ring, shape_of_zone
from zoneatlas.answers.where import feature_key, ring_features, ring_number
from zoneatlas.space.grid import ZoneIndex
from zoneatlas.space.position import outline_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    from zoneatlas.answers.assign_bands import Owner
    from zoneatlas.answers.shapes import Shape
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerFeature

    #: Zones, district, region, ring and parks as drawn, and whose edges are nearer than their accuracy.
    Drawn = tuple[tuple[int, ...], int, int, int, tuple[int, ...], frozenset[Owner]]
    Codes = NDArray[np.int32]
    Floats = NDArray[np.float64]

__all__ = ["NOWHERE", "Answer", "Assigned", "Assigner", "zone_index"]

#: The code of a point without usable coordinates.
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a point lies in: positions in the lists of names of an `Assigner`, -1 for none.

    ``zones`` and ``uncertain`` are positions of zones in the plan's order, ascending; a zone is uncertain when an edge
    of it is nearer than that edge's accuracy, whether the point is inside as drawn or not. ``may_district``,
    ``may_region`` and ``may_ring`` are what the point may lie in where an edge is nearer than its accuracy, the one as
    drawn among them, -1 for outside of all; empty where it is sure. ``parks`` and ``may_park`` are as zones and
    uncertain.
    """

    zones: tuple[int, ...]
    district: int
    region: int
    ring: int
    uncertain: tuple[int, ...]
    may_district: tuple[int, ...] = ()
    may_region: tuple[int, ...] = ()
    may_ring: tuple[int, ...] = ()
    parks: tuple[int, ...] = ()
    may_park: tuple[int, ...] = ()


@dataclass(frozen=True)
class Assigned:
    """The answers for some points.

    Attributes
    ----------
    codes : ndarray of int32, shape (n,)
        A code for each point; `NOWHERE` (-1) for a point whose coordinates are not finite.
    answers : sequence of Answer
        What each code stands for.
    """

    codes: Codes
    answers: Sequence[Answer] = field(repr=False)


def zone_index(plan: Plan) -> ZoneIndex:
    """Return the zones of a plan, ready to be asked about millions of points.

    Parameters
    ----------
    plan
        The plan. Zones without a usable geometry hold no point.

    Returns
    -------
    ZoneIndex
        One polygon a zone, in the plan's order, named by zone_id; see `ZoneIndex.assign` for shapes, types, the CRS
        (WGS 84 degrees) and points on an edge.
    """
    return ZoneIndex((zone.geometry for zone in plan.zones), (zone.zone_id for zone in plan.zones))


class Assigner:
    """A plan ready to be asked about millions of points.

    Parameters
    ----------
    plan
        The plan. Its layers with the roles ``districts``, ``regions`` and ``rings`` are used.
    position_accuracy_m
        How well the points' own positions are known; added to the accuracy of every edge.
    ranges
        Whether to tell, besides the zones that are uncertain, which districts, regions and ring intervals a point may
        lie in, and the parks (the layer with the role ``parks``). It takes about twice the work.

    Attributes
    ----------
    zones : tuple of str
        The zone_ids, in the plan's order.
    kinds : tuple of (str, tuple of int)
        Each kind, with the positions of its zones.
    districts, regions, rings : tuple of str
        Names by position; `rings` are the intervals, from the innermost on (``inside 2``, ``2-3``, ``outside 3``).
    parks : tuple of str
        Names by position; empty without ``ranges``.

    Raises
    ------
    PlanError
        If a layer that plays a part cannot be read.
    """

    def __init__(self, plan: Plan, *, position_accuracy_m: float = 0.0, ranges: bool = False) -> None:
        self.ranges = ranges
        self.zones = tuple(zone.zone_id for zone in plan.zones)
        self.kinds = tuple(
            (kind.kind, tuple(number for number, zone in enumerate(plan.zones) if zone.kind == kind.kind))
            for kind in plan.settings.kinds
        )
        districts, regions, rings = _features(plan, "districts"), _features(plan, "regions"), _rings(plan)
        self.districts = tuple(map(feature_key, districts))
        self.regions = tuple(map(feature_key, regions))
        self.rings = _intervals([f"{ring_number(ring):g}" for ring in rings])
        parks = parks_of(plan) if ranges else []
        self.parks = tuple(park.key for park in parks)
        shapes = list(_zone_shapes(plan))
        if ranges:
            shapes += _area_shapes(plan, districts, regions, rings)
            shapes += [(("park", number), park.shape) for number, park in enumerate(parks)]
        self._bands = bands_of(shapes, position_accuracy_m)
        parts: list[list[Any]] = [
            [zone.geometry for zone in plan.zones],
            [district.geometry for district in districts],
            [region.geometry for region in regions],
            [_inside(ring.geometry) for ring in rings if ring.geometry is not None],
            [park.area for park in parks],
            [band.surely for band in self._bands],
            [band.perhaps for band in self._bands],
        ]
        self._ends = np.cumsum([len(part) for part in parts]).tolist()
        self._index = ZoneIndex(area for part in parts for area in part)
        self.answers: list[Answer] = []
        self._drawn: list[Drawn] = []
        self._numbers: dict[Drawn, int] = {}
        self._nearer: dict[tuple[int, int], int] = {}
        self._answer_of: list[int] = []
        self._doubts: dict[int, tuple[int, ...]] = {}
        self._lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the lock, which no other process shares."""
        return {key: value for key, value in self.__dict__.items() if key != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take a new lock."""
        self.__dict__.update(state)
        self._lock = threading.Lock()

    def assign(self, lon: ArrayLike, lat: ArrayLike, *, threads: int = 1) -> Assigned:
        """Say what each point lies in.

        Parameters
        ----------
        lon, lat : array_like of float, shape (n,)
            WGS 84 longitudes and latitudes in degrees.
        threads : int
            How many cores to use.

        Returns
        -------
        Assigned
            A point on an edge lies inside, as in `shapely.intersects` on the stored coordinates; of two districts that
            share the edge, in the first.
        """
        x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        held = self._index.assign(x, y, threads=threads)
        with self._lock:
            self._learn(held.sets)
            codes = np.array(self._answer_of, dtype=np.int32).take(held.codes)
            self._measure(held.codes, x, y, codes)
        nowhere = ~(np.isfinite(x) & np.isfinite(y))
        if nowhere.any():
            codes[nowhere] = NOWHERE
        return Assigned(codes, self.answers)

    def _learn(self, sets: Sequence[tuple[int, ...]]) -> None:
        """Give every new set of polygons its answer, as far as it can be told without measuring."""
        for code in range(len(self._answer_of), len(sets)):
            drawn, doubts = self._spelt(sets[code])
            self._answer_of.append(self._number(drawn))
            if doubts:
                self._doubts[code] = doubts

    def _spelt(self, members: tuple[int, ...]) -> tuple[Drawn, tuple[int, ...]]:
        """Return what a set stands for, and the bands that its points may or may not lie in."""
        parts: list[list[int]] = [[] for _ in self._ends]
        for one in members:
            part = next(number for number, end in enumerate(self._ends) if one < end)
            parts[part].append(one - (self._ends[part - 1] if part else 0))
        zones, districts, regions, rings, parks, surely, perhaps = parts
        near = frozenset(owner for band in surely for owner in self._bands[band].owners)
        doubts = tuple(band for band in perhaps if not self._bands[band].owners <= near)
        ring = (rings[0] if rings else len(self.rings) - 1) if self.rings else -1
        district, region = districts[0] if districts else -1, regions[0] if regions else -1
        return (tuple(zones), district, region, ring, tuple(parks), near), doubts

    def _number(self, drawn: Drawn) -> int:
        number = self._numbers.setdefault(drawn, len(self.answers))
        if number == len(self.answers):
            self._drawn.append(drawn)
            self.answers.append(_answer(*drawn))
        return number

    def _measure(self, held: Codes, x: Floats, y: Floats, codes: Codes) -> None:
        """Measure the points that lie between the two limits of a band, and correct their codes."""
        if not self._doubts:
            return
        doubtful = np.zeros(len(self._answer_of), dtype=bool)
        doubtful[list(self._doubts)] = True
        at = np.flatnonzero(doubtful.take(held))
        if not len(at):
            return
        at = at[np.argsort(held[at], kind="stable")]
        starts = np.flatnonzero(np.r_[True, np.diff(held[at]) != 0][: len(at)]).tolist()
        by_band: dict[int, list[slice]] = {}
        for start, end in zip(starts, [*starts[1:], len(at)], strict=True):
            for band in self._doubts[int(held[at[start]])]:
                by_band.setdefault(band, []).append(slice(start, end))
        moved = self._bands[0].moved(x[at], y[at])  # all bands have one CRS
        for band, slices in by_band.items():
            some = np.concatenate([np.arange(part.start, part.stop) for part in slices])
            points = at[some]
            near = points[self._bands[band].holds(x[points], y[points], moved[some])]
            numbers, which = np.unique(codes[near], return_inverse=True)
            codes[near] = np.array([self._also(number, band) for number in numbers.tolist()], dtype=np.int32)[which]

    def _also(self, number: int, band: int) -> int:
        """Return the code of an answer for points that lie in a band, too."""
        found = self._nearer.get((number, band))
        if found is None:
            drawn = self._drawn[number]
            found = self._number((*drawn[:-1], drawn[-1] | self._bands[band].owners))
            self._nearer[number, band] = found
        return found


def _answer(  # noqa: PLR0913, PLR0917  (the parts of what is drawn)
    zones: tuple[int, ...], district: int, region: int, ring: int, parks: tuple[int, ...], near: frozenset[Owner]
) -> Answer:
    """Return the answer where the edges of some owners are nearer than their accuracy."""

    def of(kind: str) -> list[int]:
        return sorted(number for one, number in near if one == kind)

    intervals = {side for number in of("ring") for side in (number, number + 1)}
    return Answer(
        zones,
        district,
        region,
        ring,
        tuple(of("zone")),
        _may(district, of("district")),
        _may(region, of("region")),
        tuple(sorted({ring, *intervals})) if intervals else (),
        parks,
        tuple(of("park")),
    )


def _may(drawn: int, near: list[int]) -> tuple[int, ...]:
    """Return the areas that a point may lie in; -1 is outside of all."""
    found = {drawn, *near}
    return tuple(sorted(found if len(found) > 1 else {drawn, -1})) if near else ()


def _zone_shapes(plan: Plan) -> Iterator[tuple[Owner, Shape]]:
    for number, zone in enumerate(plan.zones):
        if zone.geometry is not None:
            yield ("zone", number), shape_of_zone(plan, zone)


def _area_shapes(
    plan: Plan, districts: Sequence[LayerFeature], regions: Sequence[LayerFeature], rings: Sequence[LayerFeature]
) -> Iterator[tuple[Owner, Shape]]:
    """Yield the other things that have an edge; number -1 is the edge of all areas together."""
    for kind, features in (("district", districts), ("region", regions)):
        layer = plan.role(f"{kind}s")
        if layer is not None and features:
            yield (kind, -1), shape_of_outline(plan, layer)
            for number, feature in enumerate(features):
                yield (kind, number), shape_of_feature(plan, layer, feature)
    layer = plan.role("rings")
    for number, ring in enumerate(rings if layer is not None else ()):
        assert layer is not None  # noqa: S101  (for the type checker)
        yield ("ring", number), shape_of_ring(plan, layer, ring)


def _features(plan: Plan, role: str) -> list[LayerFeature]:
    """Return the areas of the layer with a role; features that are no area are left out."""
    layer = plan.role(role)
    return [
        feature
        for feature in (layer.features if layer is not None else ())
        if feature.geometry is not None and feature.geometry["type"] in ("Polygon", "MultiPolygon")
    ]


def _rings(plan: Plan) -> list[LayerFeature]:
    """Return the ring roads, from the innermost on."""
    layer = plan.role("rings")
    return sorted(ring_features(layer), key=ring_number) if layer is not None else []


def _intervals(numbers: Sequence[str]) -> tuple[str, ...]:
    """Return the intervals between rings, one more than there are rings."""
    if not numbers:
        return ()
    between = [f"{inner}-{outer}" for inner, outer in pairwise(numbers)]
    return (f"inside {numbers[0]}", *between, f"outside {numbers[-1]}")


def _inside(geometry: Mapping[str, Any]) -> BaseGeometry:
    polygons: Iterable[Any] = outline_of(geometry).polygons
    return shapely.union_all([shapely.Polygon(shell, holes) for shell, *holes in polygons])
