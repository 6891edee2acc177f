"""What the grid of a `ZoneIndex` is made of; see `zoneatlas.space.grid_build`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zoneatlas.space.grid_sets import Sets

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

__all__ = ["Blocks", "Boundaries", "Cut", "Frame", "Grid", "Leaves", "spread"]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the first level lies: its south-western corner in degrees, cells a degree, and cells along each side."""

    west: float
    south: float
    per_x: float
    per_y: float
    side: int


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The edges of all polygons in the frame's cells (float64): ends, polygon and straight line each belongs to.

    Edges of several polygons with the same two ends are one line.
    """

    u1: Floats
    v1: Floats
    u2: Floats
    v2: Floats
    polygon: Ints
    line: Ints


@dataclass(frozen=True, slots=True)
class Blocks:
    """Cells to be cut: their south-western corners in cells of the level below, sets at their references, edges.

    ``pair_block`` and ``pair_edge`` list which edges touch which block, sorted by block.
    """

    u: Ints
    v: Ints
    codes: NDArray[np.int32]
    pair_block: Ints
    pair_edge: Ints


@dataclass(frozen=True, slots=True)
class Leaves:
    """Cells that a boundary cuts: sets at their references, the edges in them, and how many straight lines these make.

    ``where`` is the cell's place in the table; ``start`` and ``count`` delimit each cell's part of ``edge``; ``u`` and
    ``v`` are its south-western corner in cells of its level, ``scale`` of which a cell of the first level is wide.
    A cell's edges are sorted by line; ``lines`` is 1, 2, 3 for more, and 0 where a line is too near the reference.
    """

    where: Ints
    codes: NDArray[np.int32]
    start: Ints
    count: Ints
    edge: Ints
    u: Ints
    v: Ints
    scale: float
    lines: Ints


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything a question needs.

    In ``table`` (the first level row by row, then block after block) a code of a set is positive or zero; -1 - n stands
    for leaf n, or, from the number of leaves on, for the block of that number. ``reference`` is the set at a leaf's
    reference, ``tested`` (delimited by ``tested_start``) are the polygons whose boundary cuts its cell.
    The first leaves are cut by one line: a row of ``single`` holds a, b, c (single precision, as four-byte words) and
    the sets where a x + b y + c is positive and where it is negative; x and y go from 0 to 1 across the leaf, and
    |a| + |b| = 1. The next are cut by two: ``double`` holds a, b, c of both and the sets where both are positive,
    the first is negative, the second, both.
    """

    table: NDArray[np.int32]
    blocks: int
    leaves: int
    reference: NDArray[np.int32]
    tested_start: Ints
    tested: NDArray[np.int32]
    single: NDArray[np.int32]
    double: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Cut:
    """How blocks are cut into ``side`` × ``side`` cells, ``scale`` of which a cell of the first level is wide.

    ``base`` is the level's place among all tables; new sets are added to ``sets``.
    """

    edges: Boundaries
    sets: Sets
    side: int
    scale: float
    base: int


def spread(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Return index and number for every whole number from ``first`` to ``last``."""
    counts = np.maximum(last - first + 1, 0)
    index = np.repeat(np.arange(len(first), dtype=np.int64), counts)
    offset = np.arange(len(index), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    return index, first[index] + offset
