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
    Owners = tuple[list[tuple[int, ...]], Ints]

__all__ = ["FEW", "numbered"]

#: As many lines in a cell are answered without shapely.
FEW = 2


def numbered(tables: Sequence[NDArray[np.int32]], found: Sequence[tuple[Leaves, Bools]], links: Ints, cut: Cut) -> Grid:
    """Give all levels' leaves their numbers, those cut by one line first, then two, and write these into the table.

    ``found`` holds each level's leaves and which were not cut again, ``links`` the place that each block hangs on.
    """
    table = np.concatenate(tables)
    one = [(level, np.flatnonzero(keep & (level.lines == 1))) for level, keep in found]
    two = [(level, np.flatnonzero(keep & (level.lines == FEW))) for level, keep in found]
    more = [(level, np.flatnonzero(keep & (level.lines % 3 == 0))) for level, keep in found]
    every = [*one, *two, *more]
    where = np.concatenate([level.where[chosen] for level, chosen in every])
    codes = np.concatenate([level.codes[chosen] for level, chosen in every])
    table[where] = -1 - np.arange(len(where), dtype=np.int32)
    table[links[links >= 0]] = -1 - len(where) - np.flatnonzero(links >= 0).astype(np.int32)
    owners = _owners(cut.edges)
    start, tested = _tested(every, cut.edges)
    single, single_sets = _singles(one, cut, owners)
    double, double_sets, positive = _doubles(two, cut, owners)
    return Grid(table, len(links), len(where), codes, start, tested, single, single_sets, double, double_sets, positive)


def _tested(levels: Sequence[tuple[Leaves, Ints]], edges: Boundaries) -> tuple[Ints, Ints]:
    """Return the polygons of the edges in each leaf, each once, and where each leaf's part of them starts."""
    leaves: list[Ints] = []
    polygons: list[Ints] = []
    number = 0
    for level, chosen in levels:
        leaf, position = spread(level.start[chosen], level.start[chosen] + level.count[chosen] - 1)
        leaves.append(leaf + number)
        polygons.append(edges.polygon[level.edge[position]])
        number += len(chosen)
    leaf, polygon = np.concatenate(leaves), np.concatenate(polygons)
    order = np.lexsort((polygon, leaf))
    leaf, polygon = leaf[order], polygon[order]
    new = np.r_[True, (leaf[1:] != leaf[:-1]) | (polygon[1:] != polygon[:-1])][: len(leaf)]
    return np.searchsorted(leaf[new], np.arange(number + 1)), polygon[new]


def _singles(levels: Sequence[tuple[Leaves, Ints]], cut: Cut, owners: Owners) -> tuple[Floats, NDArray[np.int32]]:
    """Return the line that cuts each leaf, and the sets on its two sides; see `Grid`."""
    edge = np.concatenate([level.edge[level.start[chosen]] for level, chosen in levels])
    here = np.concatenate([level.codes[chosen] for level, chosen in levels])
    line, positive = _line(edge, _reference(levels), cut.edges)
    there = _beyond(here, edge, cut, owners)
    return line, np.column_stack([np.where(positive, here, there), np.where(positive, there, here)])


def _doubles(
    levels: Sequence[tuple[Leaves, Ints]], cut: Cut, owners: Owners
) -> tuple[Floats, NDArray[np.int32], Bools]:
    """Return the two lines that cut each leaf, and the sets beyond them; see `Grid`."""
    first = np.concatenate([level.edge[level.start[chosen]] for level, chosen in levels])
    last = np.concatenate([level.edge[level.start[chosen] + level.count[chosen] - 1] for level, chosen in levels])
    here = np.concatenate([level.codes[chosen] for level, chosen in levels])
    reference = _reference(levels)
    lines, positive = zip(*(_line(edge, reference, cut.edges) for edge in (first, last)), strict=True)
    beyond = _beyond(here, first, cut, owners)
    sets = [here, beyond, _beyond(here, last, cut, owners), _beyond(beyond, last, cut, owners)]
    return np.column_stack([*lines, reference]), np.column_stack(sets), np.column_stack(positive)


def _reference(levels: Sequence[tuple[Leaves, Ints]]) -> Floats:
    """Return the reference points of leaves, in cells of the first level."""
    return np.concatenate(
        [np.column_stack([level.u[chosen], level.v[chosen] + 0.5]) / level.scale for level, chosen in levels]
    )


def _line(edge: Ints, reference: Floats, edges: Boundaries) -> tuple[Floats, Bools]:
    """Return edges' starts and directions, and whether the cross product is positive at the reference."""
    line = np.column_stack([ends[edge] for ends in (edges.u1, edges.v1, edges.u2, edges.v2)])
    line[:, 2:] -= line[:, :2]
    u, v = reference.T
    return line, (u - line[:, 0]) * line[:, 3] > (v - line[:, 1]) * line[:, 2]


def _beyond(codes: NDArray[np.int32], edge: Ints, cut: Cut, owners: Owners) -> NDArray[np.int32]:
    """Return the sets that crossing an edge's line leads to from the sets of some codes."""
    members, of_line = owners
    sets = cut.sets
    key, which = np.unique(codes.astype(np.int64) * len(members) + of_line[cut.edges.line[edge]], return_inverse=True)
    far = [sets.code(set(sets.members[one // len(members)]) ^ set(members[one % len(members)])) for one in key.tolist()]
    found: NDArray[np.int32] = np.array(far, dtype=np.int32)[which]
    return found


def _owners(edges: Boundaries) -> Owners:
    """Return the sets of polygons that crossing a line enters or leaves, and which of these belongs to each line."""
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
    return list(numbers), of_line
