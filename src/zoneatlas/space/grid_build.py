"""Building the grid of a `ZoneIndex`: which cells lie wholly inside or outside which polygons, which a boundary cuts.

The frame is in cells of the first level: u to the east, v to the north. A cell that boundaries cut is cut into 8 × 8
smaller ones, again and again, until at most two straight lines are left in it or a limit is reached.

Each cell has a reference point: the middle of its western side. The set of polygons at the references of a row of cells
follows from the set at the row's start by counting, along the row's middle line, the edges between; the row starts of
a smaller block follow from its parent's reference by counting along the block's western side. Wherever an edge passes
so near a reference that rounding could decide, the cell is not relied upon: its points are tested polygon by polygon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from zoneatlas.space.grid_leaves import FEW, MARGIN, numbered
from zoneatlas.space.grid_records import Blocks, Boundaries, Cut, Frame, Grid, Leaves, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zoneatlas.space.grid_sets import Sets

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

__all__ = ["SPLIT", "boundaries_of", "build_grid", "frame_of"]

#: Cells along a side of a block below the first level: a power of two, so that finer coordinates are exact.
SPLIT = 8
#: A reference point this near to an edge's line is not relied upon, in cells of its own level.
_UNSURE = 1e-7
_FINEST_SIDE, _COARSEST_SIDE = 4096, 32
_CELLS_PER_EDGE = 48
_DEEPEST = 4
#: Blocks below the first level, of 64 cells of four bytes each: 64 MB.
_MOST_BLOCKS = 250_000
#: … and no more than this for each edge: lines that all but coincide cannot be parted.
_BLOCKS_PER_EDGE = 5


def frame_of(bounds: Floats, edges: int) -> Frame:
    """Choose the first level for `edges` edges within `bounds` (west, south, east, north, in degrees)."""
    side = _COARSEST_SIDE
    while side < _FINEST_SIDE and side * side < _CELLS_PER_EDGE * edges:
        side *= 2
    west, south, east, north = (float(value) for value in bounds)
    usable = side - 3.0  # a cell of margin on either side, and none of the data in the outermost cells
    scale = max(abs(west), abs(south), abs(east), abs(north), 1e-300)
    wide, high = max(east - west, scale * 1e-9), max(north - south, scale * 1e-9)
    per_x, per_y = usable / wide, usable / high
    # An odd offset keeps grid lines away from the round coordinates that people write.
    return Frame(west - 1.372913 / per_x, south - 1.418371 / per_y, per_x, per_y, side)


def boundaries_of(polygons: NDArray[np.object_], frame: Frame) -> Boundaries:
    """Return the edges of polygons (WGS 84 degrees) in the frame's cells; edges without length are left out."""
    parts, part_polygon = shapely.get_parts(polygons, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    u, v = (xy[:, 0] - frame.west) * frame.per_x, (xy[:, 1] - frame.south) * frame.per_y
    same = ring[1:] == ring[:-1]
    moved = (xy[1:, 0] != xy[:-1, 0]) | (xy[1:, 1] != xy[:-1, 1])
    start = np.flatnonzero(same & moved)
    polygon = part_polygon[ring_part[ring[start]]]
    ends = np.column_stack([xy[start], xy[start + 1]])
    flip = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[flip] = ends[flip][:, [2, 3, 0, 1]]
    line = _grouped(ends)
    first, second = np.where(flip, start + 1, start), np.where(flip, start, start + 1)
    return Boundaries(u[first], v[first], u[second], v[second], polygon.astype(np.int64), line)


def _grouped(rows: Floats) -> Ints:
    """Give equal rows the same number."""
    if not len(rows):
        return np.empty(0, dtype=np.int64)
    order = np.lexsort(rows.T)
    ordered = rows[order]
    new = np.r_[False, (ordered[1:] != ordered[:-1]).any(axis=1)]
    numbers = np.empty(len(rows), dtype=np.int64)
    numbers[order] = np.cumsum(new)
    return numbers


def build_grid(edges: Boundaries, frame: Frame, sets: Sets) -> Grid:
    """Cut the frame level by level, and number the cells that stay cut by a boundary."""
    blocks, side, scale = _root(edges), frame.side, 1.0
    tables: list[NDArray[np.int32]] = []
    leaves: list[Leaves] = []
    kept: list[Bools] = []
    parents = np.empty(0, dtype=np.int64)
    links: list[Ints] = []
    base = 0
    for depth in range(_DEEPEST + 1):
        table, level, refused = _refine(blocks, Cut(edges, sets, side, scale, base))
        if depth:
            links.append(np.where(refused, -1, leaves[-1].where[parents]))
            kept[-1][parents[~refused]] = False
        tables.append(table)
        leaves.append(level)
        kept.append(np.ones(len(level.where), dtype=bool))
        base += len(table)
        room = min(_MOST_BLOCKS, _BLOCKS_PER_EDGE * len(edges.u1)) - sum(len(link) for link in links)
        parents = _chosen(level, room)
        if depth == _DEEPEST or not len(parents):
            break
        blocks, side, scale = _below(level, parents), SPLIT, scale * SPLIT
    hung = np.concatenate([np.empty(0, dtype=np.int64), *links])
    return numbered(tables, [*zip(leaves, kept, strict=True)], hung, Cut(edges, sets, side, scale, base))


def _root(edges: Boundaries) -> Blocks:
    """Return the one block of the first level: all of the frame, no polygon at its reference."""
    count = len(edges.u1)
    zero = np.zeros(1, dtype=np.int64)
    return Blocks(zero, zero, np.zeros(1, np.int32), np.zeros(count, np.int64), np.arange(count, dtype=np.int64))


def _chosen(level: Leaves, room: int) -> Ints:
    """Return which leaves to cut again: as many as there is room for, those with the most edges first."""
    found = np.flatnonzero(level.lines > FEW)
    if len(found) <= room:
        return found
    most = np.argsort(-level.count[found], kind="stable")[: max(room, 0)]
    return np.sort(found[most])


def _below(level: Leaves, chosen: Ints) -> Blocks:
    start, count = level.start[chosen], level.count[chosen]
    block, position = spread(start, start + count - 1)
    return Blocks(level.u[chosen] * SPLIT, level.v[chosen] * SPLIT, level.codes[chosen], block, level.edge[position])


def _refine(blocks: Blocks, cut: Cut) -> tuple[NDArray[np.int32], Leaves, Bools]:
    """Cut blocks; return the table, the cells a boundary cuts, and which blocks are refused.

    A block is refused where an edge passes too near the reference of one of its rows.
    """
    edges, side, scale = cut.edges, cut.side, cut.scale
    at_u, at_v = blocks.u[blocks.pair_block], blocks.v[blocks.pair_block]
    u1, v1, u2, v2 = (ends[blocks.pair_edge] * scale for ends in (edges.u1, edges.v1, edges.u2, edges.v2))
    local = [u1 - at_u, v1 - at_v, u2 - at_u, v2 - at_v]
    pair, row = _rows_touched(local, side)
    cell_pair, cell_row, cell_col = _cells_touched([ends[pair] for ends in local], pair, row, side)
    unsure = _near_reference([ends[cell_pair] for ends in local], cell_row, cell_col)
    refused = np.zeros(len(blocks.u), dtype=bool)
    refused[blocks.pair_block[cell_pair[unsure & (cell_col == 0)]]] = True
    crossed = _row_events(local, (pair, row), blocks, cut)
    begun = _start_events(local, blocks, cut)
    events = [np.concatenate(both) for both in zip(crossed, begun, strict=True)]
    table = _table(events, blocks, side, cut.sets)
    cell = (blocks.pair_block[cell_pair] * side + cell_row) * side + cell_col
    kept = ~refused[blocks.pair_block[cell_pair]]
    line = edges.line[blocks.pair_edge[cell_pair]]
    order = np.flatnonzero(kept)[np.lexsort((line[kept], cell[kept]))]
    cells = (cell[order], blocks.pair_edge[cell_pair[order]], unsure[order])
    return table, _leaves(table, cells, blocks, cut), refused


def _rows_touched(local: Sequence[Floats], side: int) -> tuple[Ints, Ints]:
    """Return (pair, row) for every row of cells that an edge comes near."""
    low, high = np.minimum(local[1], local[3]), np.maximum(local[1], local[3])
    first = np.clip(np.floor(low - MARGIN), 0, side).astype(np.int64)
    last = np.clip(np.floor(high + MARGIN), -1, side - 1).astype(np.int64)
    return spread(first, last)


def _cells_touched(ends: Sequence[Floats], pair: Ints, row: Ints, side: int) -> tuple[Ints, Ints, Ints]:
    """Return (pair, row, column) for every cell that an edge comes near: where it runs within the row of cells."""
    u1, v1, u2, v2 = ends
    rise = v2 - v1
    flat = rise == 0
    slope = np.divide(u2 - u1, rise, out=np.zeros_like(rise), where=~flat)
    low = np.clip(row - MARGIN, np.minimum(v1, v2), np.maximum(v1, v2))
    high = np.clip(row + 1 + MARGIN, np.minimum(v1, v2), np.maximum(v1, v2))
    at_low, at_high = np.where(flat, u1, u1 + (low - v1) * slope), np.where(flat, u2, u1 + (high - v1) * slope)
    least, most = np.minimum(u1, u2), np.maximum(u1, u2)
    west = np.clip(np.minimum(at_low, at_high), least, most) - MARGIN
    east = np.clip(np.maximum(at_low, at_high), least, most) + MARGIN
    # A nearly level edge is not cut by the row with any accuracy: it may be anywhere along its length.
    level = np.abs(rise) < MARGIN
    west, east = np.where(level, least - MARGIN, west), np.where(level, most + MARGIN, east)
    first = np.clip(np.floor(west), 0, side).astype(np.int64)
    last = np.clip(np.floor(east), -1, side - 1).astype(np.int64)
    index, col = spread(first, last)
    return pair[index], row[index], col


def _near_reference(ends: Sequence[Floats], row: Ints, col: Ints) -> Bools:
    """Tell which edges' lines pass so near their cell's reference point that rounding could decide the side."""
    u1, v1, u2, v2 = ends
    du, dv = u2 - u1, v2 - v1
    side = (col - u1) * dv - (row + 0.5 - v1) * du
    return np.abs(side) <= _UNSURE * np.hypot(du, dv)


def _row_events(local: Sequence[Floats], touched: tuple[Ints, Ints], blocks: Blocks, cut: Cut) -> list[Ints]:
    """Return (place in the table, polygon) where the middle line of a row of cells crosses an edge."""
    (pair, row), side, edges = touched, cut.side, cut.edges
    u1, v1, u2, v2 = (values[pair] for values in local)
    middle = row + 0.5
    crosses = (v1 > middle) != (v2 > middle)
    u1, v1, u2, v2, middle = u1[crosses], v1[crosses], u2[crosses], v2[crosses], middle[crosses]
    at = np.clip(u1 + (middle - v1) * ((u2 - u1) / (v2 - v1)), np.minimum(u1, u2), np.maximum(u1, u2))
    within = (at > 0) & (at < side - 1)  # west of the block does not lie between, in the last cell changes nothing
    pair, row = pair[crosses][within], row[crosses][within]
    col = np.ceil(at[within]).astype(np.int64)
    block = blocks.pair_block[pair]
    return [(block * side + row) * side + col, edges.polygon[blocks.pair_edge[pair]]]


def _start_events(local: Sequence[Floats], blocks: Blocks, cut: Cut) -> list[Ints]:
    """Return (place in the table, polygon) where a block's western side crosses an edge between its middle and a row.

    The place is that of the row's first cell.
    """
    side, edges = cut.side, cut.edges
    u1, v1, u2, v2 = local
    pair = np.flatnonzero((u1 > 0) != (u2 > 0))
    u1, v1, u2, v2 = u1[pair], v1[pair], u2[pair], v2[pair]
    at = np.clip(v1 - u1 * ((v2 - v1) / (u2 - u1)), np.minimum(v1, v2), np.maximum(v1, v2))
    rows = np.arange(side) + 0.5
    between = (rows[None, :] > at[:, None]) != (side / 2 > at[:, None])
    which, row = np.nonzero(between)
    pair = pair[which]
    return [(blocks.pair_block[pair] * side + row) * side, edges.polygon[blocks.pair_edge[pair]]]


def _table(events: Sequence[Ints], blocks: Blocks, side: int, sets: Sets) -> NDArray[np.int32]:
    """Return the code of the set at each cell's reference."""
    places, polygons = events
    rows = len(blocks.u) * side
    starts = np.arange(rows, dtype=np.int64) * side
    place = np.concatenate([starts, places])
    polygon = np.concatenate([np.full(rows, -1, dtype=np.int64), polygons])
    order = np.argsort(place, kind="stable")  # a row's start comes before what happens in its first cell
    place, polygon = place[order], polygon[order]
    start_codes = np.repeat(blocks.codes, side)
    codes = sets.along(polygon, start_codes)
    lengths = np.diff(np.r_[place, rows * side])
    return np.repeat(codes, lengths)


def _leaves(table: NDArray[np.int32], touched: tuple[Ints, Ints, Bools], blocks: Blocks, cut: Cut) -> Leaves:
    """Return the cells of a level that edges touch, from (cell, edge, whether unsure) sorted by cell."""
    (cell, edge, unsure), side, edges = touched, cut.side, cut.edges
    start = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]][: len(cell)])
    where, count = cell[start], np.diff(np.r_[start, len(cell)])
    line = edges.line[edge]
    last = start + count - 1
    outer = (line == np.repeat(line[start], count)) | (line == np.repeat(line[last], count))
    lines = np.where(line[start] == line[last], 1, 2)
    if len(start):
        lines[~np.logical_and.reduceat(outer, start)] = 3
        lines[np.logical_or.reduceat(unsure, start)] = 0
    block, row, col = where // (side * side), where // side % side, where % side
    corner_u, corner_v = blocks.u[block] + col, blocks.v[block] + row
    codes = table[where]
    return Leaves(where + cut.base, codes, start, count, edge, corner_u, corner_v, cut.scale, lines)
