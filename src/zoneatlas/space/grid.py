"""Which polygons hold which points, for very many points: exact, and mostly by looking up a table.

A grid's cells lie wholly inside or wholly outside most polygons; points there are answered from a table of sets. Where
one or two straight edges cut a cell, the side of these decides. Only points in the cells left over, or nearer to an
edge than rounding allows to decide, are put to shapely.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zoneatlas.space.grid_build import SPLIT, boundaries_of, build_grid, frame_of
from zoneatlas.space.grid_sets import Sets
from zoneatlas.space.measure import as_geometry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    from zoneatlas.space.grid_records import Grid

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]

__all__ = ["Membership", "ZoneIndex"]

#: Leaves with at most as many polygons keep the answer to each outcome.
_MASK_BITS = 20
#: Points answered at a time: their coordinates stay in a core's cache.
_CHUNK = 1 << 16
#: Nearer to a line than this, in leaves, single precision does not decide: four times what rounding can do.
_TOO_NEAR = 2e-6


@dataclass(frozen=True)
class Membership:
    """Which polygons hold each of some points.

    Attributes
    ----------
    codes : ndarray of int32
        A code for every point, of the shape that was asked.
    sets : sequence of tuple of int
        The polygons each code stands for: their positions in the index, ascending. Code 0 is none.
    keys : tuple of str
        The polygons' names, by position.
    """

    codes: NDArray[np.int32]
    sets: Sequence[tuple[int, ...]] = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)

    def within(self, polygon: int | str) -> NDArray[np.bool_]:
        """Tell for every point whether one polygon, by position or name, holds it."""
        at = self.keys.index(polygon) if isinstance(polygon, str) else polygon
        table = np.array([at in members for members in self.sets], dtype=bool)
        found: NDArray[np.bool_] = table[self.codes]
        return found

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (point, polygon) for every point in every polygon, sorted; points by their flat position."""
        sizes = np.array([len(members) for members in self.sets], dtype=np.int64)
        starts = np.cumsum(sizes) - sizes
        flat = np.fromiter((one for members in self.sets for one in members), dtype=np.int64, count=int(sizes.sum()))
        codes = self.codes.ravel()
        some = np.flatnonzero(codes)
        codes = codes[some]
        counts = sizes[codes]
        begin = np.cumsum(counts) - counts
        place = np.arange(int(counts.sum()), dtype=np.int64) + np.repeat(starts[codes] - begin, counts)
        return np.repeat(some, counts), flat[place]

    def names(self, point: int) -> tuple[str, ...]:
        """Return the names of the polygons that hold a point (by its flat position)."""
        return tuple(self.keys[one] for one in self.sets[int(self.codes.flat[point])])


class ZoneIndex:
    """Polygons made ready to be asked about millions of points.

    Parameters
    ----------
    polygons : iterable of Polygon, MultiPolygon, GeoJSON mapping or None
        In WGS 84 longitude and latitude, degrees, or in any other plane coordinates: edges are straight in them. They
        may overlap, share edges and have holes. None and empty polygons hold no point. Polygons that are not valid are
        answered by shapely alone, slowly and as `shapely.intersects` does.
    keys : iterable of str, optional
        Their names; "0", "1", … by default.

    Raises
    ------
    TypeError
        If a geometry is neither a polygon nor a multipolygon.
    ValueError
        If there are not as many keys as polygons, or a coordinate is not finite.

    Notes
    -----
    `assign` gives the answer of `shapely.intersects(polygon, point)` on the stored coordinates, for every point: a
    point on an edge or a vertex lies in the polygon, and in each of several that share the edge.
    """

    def __init__(
        self, polygons: Iterable[BaseGeometry | Mapping[str, Any] | None], keys: Iterable[str] | None = None
    ) -> None:
        shapes = [shapely.Polygon() if polygon is None else as_geometry(polygon) for polygon in polygons]
        for number, shape in enumerate(shapes):
            if shape.geom_type not in ("Polygon", "MultiPolygon"):
                msg = f"polygon {number} is a {shape.geom_type}"
                raise TypeError(msg)
        self.keys = tuple(str(number) for number in range(len(shapes))) if keys is None else tuple(keys)
        if len(self.keys) != len(shapes):
            msg = f"{len(self.keys)} keys for {len(shapes)} polygons"
            raise ValueError(msg)
        self.polygons = np.array([*shapes, None], dtype=object)[:-1]
        if not np.isfinite(shapely.get_coordinates(self.polygons)).all():
            msg = "a coordinate of a polygon is not finite"
            raise ValueError(msg)
        self.sets = Sets(len(shapes))
        self._build()

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what each process makes for itself."""
        return {key: value for key, value in self.__dict__.items() if key != "_prepared"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make the polygons ready again."""
        self.__dict__.update(state)
        self._prepare()

    @property
    def blocks(self) -> int:
        """How many cells of the grid were cut into smaller ones."""
        return 0 if self._grid is None else self._grid.blocks

    def assign(self, lon: ArrayLike, lat: ArrayLike, *, threads: int = 1) -> Membership:
        """Say which polygons hold each point.

        Parameters
        ----------
        lon, lat : array_like of float
            Longitudes and latitudes in degrees (or in the polygons' own coordinates), of one shape; converted to
            float64. A point with a coordinate that is not finite lies in no polygon.
        threads : int
            How many cores to use.

        Returns
        -------
        Membership
            With int32 codes of the same shape. Points on an edge lie in the polygon, as in `shapely.intersects`.

        Raises
        ------
        ValueError
            If the shapes differ.
        """
        x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        if x.shape != y.shape:
            msg = f"lon has the shape {x.shape}, lat {y.shape}"
            raise ValueError(msg)
        flat_x, flat_y = np.ascontiguousarray(x).ravel(), np.ascontiguousarray(y).ravel()
        codes = np.zeros(len(flat_x), dtype=np.int32)
        chunks = [slice(start, start + _CHUNK) for start in range(0, len(codes), _CHUNK)]

        def answer(chunk: slice) -> None:
            self._assign(flat_x[chunk], flat_y[chunk], codes[chunk])

        if threads > 1 and len(chunks) > 1:
            self._warm()
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(answer, chunks))
        else:
            for chunk in chunks:
                answer(chunk)
        return Membership(codes.reshape(x.shape), self.sets.members, self.keys)

    def _build(self) -> None:
        valid = shapely.is_valid(self.polygons)
        self._unsound = np.flatnonzero(~valid)
        bounds = shapely.bounds(self.polygons[self._unsound])
        pad = 1e-6 * (1 + np.abs(bounds).max(axis=1, initial=0.0))  # a polygon without area has a box without
        boxes = [shapely.box(w - by, s - by, e + by, n + by) for (w, s, e, n), by in zip(bounds, pad, strict=True)]
        self._unsound_boxes = ZoneIndex(boxes) if boxes else None
        sound = self.polygons.copy()
        sound[~valid] = shapely.Polygon()
        corners = shapely.get_coordinates(sound)
        self._prepare()
        self._grid: Grid | None = None
        if len(corners):
            self._frame = frame_of(np.r_[corners.min(axis=0), corners.max(axis=0)], len(corners))
            self._grid = build_grid(boundaries_of(sound, self._frame), self._frame, self.sets)
        self._resolved: dict[int, int] = {}

    def _prepare(self) -> None:
        """Let shapely index the polygons; those that are not valid stay as they are, for their own answers."""
        prepared = shapely.from_wkb(shapely.to_wkb(self.polygons, include_srid=False))  # the caller's stay untouched
        shapely.prepare(np.delete(prepared, self._unsound))
        self._prepared = prepared
        self._warmed = False

    def _warm(self) -> None:
        """Make every prepared polygon build its index before threads share it."""
        if not self._warmed:
            shapes = self._prepared[~shapely.is_empty(self._prepared)]
            bounds = shapely.bounds(shapes)
            shapely.intersects_xy(shapes, bounds[:, [0, 2]].mean(axis=1), bounds[:, [1, 3]].mean(axis=1))
            self._warmed = True

    def _assign(self, x: Floats, y: Floats, codes: Codes) -> None:
        """Write the codes of one chunk of points."""
        if self._grid is not None:
            self._look_up(self._grid, x, y, codes)
        if self._unsound_boxes is not None:
            self._add_unsound(self._unsound_boxes, x, y, codes)

    def _add_unsound(self, boxes: ZoneIndex, x: Floats, y: Floats, codes: Codes) -> None:
        """Add the polygons that are not valid: shapely is asked about every point in their bounding boxes."""
        point, box = boxes.assign(x, y).pairs()
        polygon = self._unsound[box]
        held = shapely.intersects_xy(self._prepared[polygon], x[point], y[point])
        for at, number in zip(point[held].tolist(), polygon[held].tolist(), strict=True):
            codes[at] = self.sets.code((*self.sets.members[codes[at]], number))

    def _look_up(self, grid: Grid, x: Floats, y: Floats, codes: Codes) -> None:
        frame = self._frame
        with np.errstate(over="ignore"):
            u, v = (x - frame.west) * frame.per_x, (y - frame.south) * frame.per_y
        most = frame.side - 0.5
        # The outermost cells hold nothing: whatever lies beyond, or is not a number, is looked up there.
        np.fmin(np.fmax(u, 0.0, out=u), most, out=u)
        np.fmin(np.fmax(v, 0.0, out=v), most, out=v)
        col, row = u.astype(np.int32), v.astype(np.int32)
        found = grid.table.take(row * np.int32(frame.side) + col)  # many times faster than indexing
        codes[:] = found
        at = np.flatnonzero(found < 0)
        if not len(at):
            return
        entry = -1 - found[at]
        part_u, part_v = u[at] - col[at], v[at] - row[at]
        leaf = self._descend(grid, entry, part_u, part_v)
        settled = leaf < 0
        codes[at[settled]] = -1 - leaf[settled]
        singles, doubles = len(grid.single), len(grid.single) + len(grid.double)
        one = np.flatnonzero(~settled & (leaf < singles))
        codes[at[one]], near_one = _beside_one(grid.single.take(leaf[one], axis=0), part_u[one], part_v[one])
        two = np.flatnonzero((leaf >= singles) & (leaf < doubles))
        codes[at[two]], near_two = _beside_two(grid.double.take(leaf[two] - singles, axis=0), part_u[two], part_v[two])
        left = np.concatenate([np.flatnonzero(leaf >= doubles), one[near_one], two[near_two]])
        if len(left):
            codes[at[left]] = self._test(grid, leaf[left], x[at[left]], y[at[left]])

    @staticmethod
    def _descend(grid: Grid, entry: Codes, part_u: Floats, part_v: Floats) -> Codes:
        """Follow entries down to leaves; a code found on the way is returned as -1 - code.

        ``part_u`` and ``part_v``, how far east and north in their cell points lie, become those in their leaf.
        """
        leaf = entry.copy()
        below = np.flatnonzero(entry >= grid.leaves)
        first = len(grid.table) - grid.blocks * SPLIT * SPLIT
        while len(below):
            u, v = part_u[below] * SPLIT, part_v[below] * SPLIT
            col, row = u.astype(np.int64), v.astype(np.int64)
            part_u[below], part_v[below] = u - col, v - row
            block = leaf[below].astype(np.int64) - grid.leaves
            found = grid.table.take(first + (block * SPLIT + row) * SPLIT + col)
            leaf[below] = -1 - found
            below = below[found < -grid.leaves]
        return leaf

    def _test(self, grid: Grid, leaf: Codes, x: Floats, y: Floats) -> Codes:
        """Put points to shapely, each with the polygons whose boundary cuts its leaf; return their codes."""
        start = grid.tested_start[leaf]
        counts = grid.tested_start[leaf + 1] - start
        point = np.repeat(np.arange(len(leaf)), counts)
        place = np.arange(len(point)) - np.repeat(np.cumsum(counts) - counts, counts)
        held = shapely.intersects_xy(self._prepared[grid.tested[start[point] + place]], x[point], y[point])
        codes = np.empty(len(leaf), dtype=np.int32)
        few = counts <= _MASK_BITS
        mask = np.bincount(point, weights=held * np.exp2(np.minimum(place, _MASK_BITS)), minlength=len(leaf))
        key = leaf[few].astype(np.int64) << _MASK_BITS | mask[few].astype(np.int64)
        used, which = np.unique(key, return_inverse=True)
        codes[few] = np.array([self._masked(grid, one) for one in used.tolist()], dtype=np.int32)[which]
        for one in np.flatnonzero(~few).tolist():
            tested = grid.tested[start[one] : start[one] + counts[one]]
            codes[one] = self._sum(grid, int(leaf[one]), tuple(tested[held[point == one]].tolist()))
        return codes

    def _masked(self, grid: Grid, key: int) -> int:
        code = self._resolved.get(key)
        if code is None:
            leaf, mask = key >> _MASK_BITS, key & ((1 << _MASK_BITS) - 1)
            tested = grid.tested[grid.tested_start[leaf] : grid.tested_start[leaf + 1]].tolist()
            code = self._sum(grid, leaf, tuple(one for bit, one in enumerate(tested) if mask >> bit & 1))
            self._resolved[key] = code
        return code

    def _sum(self, grid: Grid, leaf: int, held: tuple[int, ...]) -> int:
        tested = grid.tested[grid.tested_start[leaf] : grid.tested_start[leaf + 1]].tolist()
        return self.sets.code({*self.sets.members[grid.reference[leaf]]}.difference(tested).union(held))


def _beside_one(rows: Codes, u: Floats, v: Floats) -> tuple[Codes, NDArray[np.int64]]:
    """Return the codes of points in leaves that one line cuts, and which of them are too near it to tell.

    ``rows`` are the leaves' rows of `Grid.single`, u and v say how far east and north in the leaf the points lie.
    """
    words = rows.T.copy()
    side = _sides(words[:3], u.astype(np.float32), v.astype(np.float32))
    return np.where(side < 0, words[4], words[3]), np.flatnonzero(np.abs(side) <= _TOO_NEAR)


def _beside_two(rows: Codes, u: Floats, v: Floats) -> tuple[Codes, NDArray[np.int64]]:
    """Return the codes of points in leaves that two lines cut, and which of them are too near to tell."""
    words = rows.T.copy()
    u_, v_ = u.astype(np.float32), v.astype(np.float32)
    first, second = _sides(words[:3], u_, v_), _sides(words[3:6], u_, v_)
    one, two = first < 0, second < 0
    codes = np.where(two, np.where(one, words[9], words[8]), np.where(one, words[7], words[6]))
    return codes, np.flatnonzero(np.minimum(np.abs(first), np.abs(second)) <= _TOO_NEAR)


def _sides(line: Codes, u: NDArray[np.float32], v: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a u + b v + c: above nought on one side of a line, below on the other; right to 5e-7."""
    a, b, c = line.view(np.float32)
    found: NDArray[np.float32] = a * u + b * v + c
    return found
