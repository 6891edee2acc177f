"""Numbering the cells of a grid that boundaries cut, and telling which sets lie on which side of the lines in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoneatlas.space.grid_records import Boundaries, Cut, Grid, Leaves, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]
    Owners = tuple[list[frozenset[int]], Ints, dict[int, int]]

__all__ = ["FEW", "MARGIN", "numbered"]

#: As many lines in a cell are answered without shapely.
FEW = 2
#: A cell counts as cut by an edge this near to it, in cells of its own level: far above rounding, far below a cell.
MARGIN = 1e-6


def numbered(tables: Sequence[NDArray[np.int32]], found: Sequence[tuple[Leaves, Bools]], links: Ints, cut: Cut) -> Grid:
    """Give all levels' leaves their numbers, those cut by one line first, then two, and write these into the table.

    ``found`` holds each level's leaves and which were not cut again, ``links`` the place that each block hangs on.
    """
    table = np.concatenate(tables)
    one = [(level, np.flatnonzero(keep & (level.lines == 1))) for level, keep in found]
    two, hard = zip(*(_sorted_out(level, keep, cut.edges) for level, keep in found), strict=True)
    more = [
        (level, np.union1d(np.flatnonzero(keep & (level.lines % 3 == 0)), odd))
        for (level, keep), odd in zip(found, hard, strict=True)
    ]
    every = [*one, *zip((level for level, _ in found), two, strict=True), *more]
    where = np.concatenate([level.where[chosen] for level, chosen in every])
    codes = np.concatenate([level.codes[chosen] for level, chosen in every])
    table[where] = -1 - np.arange(len(where), dtype=np.int32)
    table[links[links >= 0]] = -1 - len(where) - np.flatnonzero(links >= 0).astype(np.int32)
    owners = _owners(cut.edges)
    start, tested = _tested(every, cut.edges)
    single = np.concatenate([_single(level, chosen, cut, owners) for level, chosen in one])
    double = np.concatenate([_double(level, chosen, cut, owners) for level, chosen in every[len(one) : 2 * len(one)]])
    return Grid(table, len(links), len(where), codes, start, tested, single, double)


def _tested(levels: Sequence[tuple[Leaves, Ints]], edges: Boundaries) -> tuple[Ints, NDArray[np.int32]]:
    """Return the polygons of the edges in each leaf, each once, and where each leaf's part of them starts."""
    leaves: list[Ints] = []
    polygons: list[Ints] = []
    number = 0
    for level, chosen in levels:
        leaf, position = spread(level.start[chosen], level.start[chosen] + level.count[chosen] - 1)
        leaves.append(leaf + number)
        polygons.append(edges.polygon[level.edge[position]])
        number += len(chosen)
    every = max((int(part.max(initial=0)) for part in polygons), default=0) + 1
    pairs = np.sort(np.concatenate(leaves) * every + np.concatenate(polygons))
    leaf, polygon = np.divmod(pairs[np.r_[True, pairs[1:] != pairs[:-1]][: len(pairs)]], every)
    return np.searchsorted(leaf, np.arange(number + 1)).astype(np.int64), polygon.astype(np.int32)


def _sorted_out(level: Leaves, keep: Bools, edges: Boundaries) -> tuple[Ints, Ints]:
    """Return the leaves that two lines cut, apart from those in which one of them ends without meeting the other.

    Leaves at whose very edge a line ends are among these.
    """
    found = np.flatnonzero(keep & (level.lines == FEW))
    first, last = _first_and_last(level, found)
    met = _met(level, found, edges)
    odd = np.zeros(len(found), dtype=bool)
    for which, edge in enumerate((first, last)):
        for end in (0, 1):
            out = _outside(level, found, (edge, np.full(len(edge), end)), edges)
            odd |= (out < 2 * MARGIN) & ((met[which] != end) | (out > MARGIN / 2))
    return found[~odd], found[odd]


def _outside(level: Leaves, chosen: Ints, ends: tuple[Ints, Ints], edges: Boundaries) -> Floats:
    """Return how far outside of leaves edges' ends lie, in leaves; 0 and less inside."""
    edge, end = ends
    u = np.where(end == 0, edges.u1[edge], edges.u2[edge]) * level.scale - level.u[chosen] - 0.5
    v = np.where(end == 0, edges.v1[edge], edges.v2[edge]) * level.scale - level.v[chosen] - 0.5
    found: Floats = np.maximum(np.abs(u), np.abs(v)) - 0.5
    return found


def _first_and_last(level: Leaves, chosen: Ints) -> tuple[Ints, Ints]:
    start = level.start[chosen]
    return level.edge[start], level.edge[start + level.count[chosen] - 1]


def _met(level: Leaves, chosen: Ints, edges: Boundaries) -> tuple[Ints, Ints]:
    """Return which end (0, 1) of a leaf's first and last edge is a vertex that both have, in the leaf; else -1."""
    first, last = _first_and_last(level, chosen)
    found = np.full((2, len(chosen)), -1, dtype=np.int64)
    for one, (u, v) in enumerate(((edges.u1, edges.v1), (edges.u2, edges.v2))):
        inside = _outside(level, chosen, (first, np.full(len(first), one)), edges) < MARGIN
        for other, (u_, v_) in enumerate(((edges.u1, edges.v1), (edges.u2, edges.v2))):
            same = inside & (u[first] == u_[last]) & (v[first] == v_[last])
            found[0, same], found[1, same] = one, other
    return found[0], found[1]


def _single(level: Leaves, chosen: Ints, cut: Cut, owners: Owners) -> NDArray[np.int32]:
    """Return the line that cuts each leaf, and the sets on its two sides; see `Grid`."""
    edge, here = _first_and_last(level, chosen)[0], level.codes[chosen]
    line = _line(level, chosen, edge, cut.edges)
    positive = _at_reference(line) > 0
    there = _beyond(here, edge, cut, owners)
    sets = np.column_stack([np.where(positive, here, there), np.where(positive, there, here)])
    return _packed(line, sets)


def _double(level: Leaves, chosen: Ints, cut: Cut, owners: Owners) -> NDArray[np.int32]:
    """Return the two lines that cut each leaf, and the sets in the four corners between them; see `Grid`.

    Lines that do not meet in the leaf run right through it. Where they meet at a vertex, each goes on from it on one
    side of the other only: going round the vertex from the reference's corner, a line is crossed there only.
    """
    first, last = _first_and_last(level, chosen)
    here = level.codes[chosen]
    lines = [_line(level, chosen, edge, cut.edges) for edge in (first, last)]
    negative = [_at_reference(line) < 0 for line in lines]
    meets = _met(level, chosen, cut.edges)
    apart = meets[0] < 0
    # Whether a line runs, from the vertex on, on the reference's side of the other one. One product decides for both:
    # lines that go straight on shall not contradict each other.
    turn = _turn(first, last, meets, cut.edges)
    here_1 = ((turn < 0) != (meets[1] == 1)) == negative[1]
    here_2 = ((turn >= 0) != (meets[0] == 1)) == negative[0]
    beyond = [_beyond(here, edge, cut, owners) for edge in (first, last)]
    both = _beyond(beyond[0], last, cut, owners)
    # Beyond the first line only, the second only, both of them; from the reference, through the first line to both.
    over_1 = np.where(apart | here_1, beyond[0], here)
    over_2 = np.where(apart | here_2, beyond[1], here)
    crossed_1, crossed_2 = apart | here_1, apart | ~here_2
    over_both = np.select(
        [crossed_1 & crossed_2, crossed_1, crossed_2], [both, beyond[0], beyond[1]], default=here
    ).astype(np.int32)
    by_side = np.stack([here, over_1, over_2, over_both])
    flip = negative[0].astype(np.int64) + 2 * negative[1]
    sets = np.column_stack([by_side[corner ^ flip, np.arange(len(here))] for corner in range(4)])
    return _packed(np.column_stack(lines), sets)


def _packed(lines: Floats, sets: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return single-precision figures and sets in rows of four-byte words, so that one fetch brings both."""
    return np.column_stack([lines.astype(np.float32).view(np.int32), sets.astype(np.int32)])


def _line(level: Leaves, chosen: Ints, edge: Ints, edges: Boundaries) -> Floats:
    """Return (a, b, c) of edges' lines: a x + b y + c is nought on it, where x and y go from 0 to 1 across the leaf.

    With |a| + |b| = 1, it is at most the distance from the line, in leaves.
    """
    u, v = edges.u1[edge] * level.scale - level.u[chosen], edges.v1[edge] * level.scale - level.v[chosen]
    du, dv = edges.u2[edge] - edges.u1[edge], edges.v2[edge] - edges.v1[edge]
    long = np.abs(du) + np.abs(dv)
    a, b = dv / long, -du / long
    return np.column_stack([a, b, -(a * u + b * v)])


def _at_reference(line: Floats) -> Floats:
    """Return a x + b y + c at the middle of the western side."""
    found: Floats = line[:, 1] / 2 + line[:, 2]
    return found


def _turn(first: Ints, last: Ints, meets: tuple[Ints, Ints], edges: Boundaries) -> Floats:
    """Return the cross product of the ways that two edges take from the vertex at which they meet."""
    ways = []
    for edge, end in zip((first, last), meets, strict=True):
        sign = np.where(end == 1, -1.0, 1.0)
        ways.append(((edges.u2[edge] - edges.u1[edge]) * sign, (edges.v2[edge] - edges.v1[edge]) * sign))
    (u, v), (u_, v_) = ways
    found: Floats = u * v_ - v * u_
    return found


def _beyond(codes: NDArray[np.int32], edge: Ints, cut: Cut, owners: Owners) -> NDArray[np.int32]:
    """Return the sets that crossing an edge's line leads to from the sets of some codes."""
    members, of_line, known = owners
    sets = cut.sets
    key, which = np.unique(codes.astype(np.int64) * len(members) + of_line[cut.edges.line[edge]], return_inverse=True)
    for one in key.tolist():
        if one not in known:
            code, line = divmod(one, len(members))
            known[one] = sets.code(members[line].symmetric_difference(sets.members[code]))
    found: NDArray[np.int32] = np.array([known[one] for one in key.tolist()], dtype=np.int32)[which]
    return found


def _owners(edges: Boundaries) -> Owners:
    """Return the sets of polygons that crossing a line enters or leaves, which of these each line has, and a memory."""
    order = np.lexsort((edges.polygon, edges.line))
    line, polygon = edges.line[order], edges.polygon[order]
    first = np.flatnonzero(np.r_[True, (line[1:] != line[:-1]) | (polygon[1:] != polygon[:-1])][: len(line)])
    odd = first[np.diff(np.r_[first, len(line)]) % 2 == 1]  # a line that a polygon has twice is no way in or out
    line, polygon = line[odd], polygon[odd]
    numbers: dict[tuple[int, ...], int] = {(): 0}
    of_line = np.zeros(int(edges.line.max(initial=-1)) + 1, dtype=np.int64)
    start = np.flatnonzero(np.r_[True, line[1:] != line[:-1]][: len(line)])
    ends = [*start[1:].tolist(), len(line)]
    members = polygon.tolist()
    found = [numbers.setdefault(tuple(members[a:b]), len(numbers)) for a, b in zip(start.tolist(), ends, strict=True)]
    of_line[line[start]] = found
    return [frozenset(one) for one in numbers], of_line, {}
