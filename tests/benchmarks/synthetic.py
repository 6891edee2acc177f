"""Synthetic coverages: cells of a bent grid whose neighbours share every vertex."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

#: Edges on each side of a cell; a cell then has 4 × 7 + 1 = 29 positions.
PIECES = 7
_CELL_DEG = 0.01
_WEST_DEG, _SOUTH_DEG = 115.0, 38.0


def coverage(count: int, pieces: int = PIECES, seed: int = 1) -> NDArray[np.float64]:
    """Return the rings of about `count` polygons that tile a square.

    Parameters
    ----------
    count
        How many polygons; rounded to a square number.
    pieces
        Edges on each side of a polygon.
    seed
        Of the random bends.

    Returns
    -------
    ndarray, shape (n, 4 * pieces + 1, 2)
        Closed rings, counterclockwise, in degrees with six decimals.
    """
    side = max(1, round(count**0.5))
    random = np.random.default_rng(seed)
    corners = np.stack(np.meshgrid(np.arange(side + 1.0), np.arange(side + 1.0)), axis=-1)
    corners += random.uniform(-0.2, 0.2, corners.shape)
    steps = (np.arange(pieces) / pieces)[:, None]

    def bent(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
        line = start[..., None, :] + (end - start)[..., None, :] * steps
        bends = random.uniform(-0.3 / pieces, 0.3 / pieces, line.shape)
        bends[..., 0, :] = 0.0
        return np.concatenate([line + bends, end[..., None, :]], axis=-2)

    across, up = bent(corners[:, :-1], corners[:, 1:]), bent(corners[:-1], corners[1:])
    rings = np.concatenate(
        [
            across[:-1, :, :-1],
            up[:, 1:, :-1],
            across[1:, :, ::-1][..., :-1, :],
            up[:, :-1, ::-1],
        ],
        axis=-2,
    )
    placed = rings.reshape(side * side, -1, 2) * _CELL_DEG + np.array([_WEST_DEG, _SOUTH_DEG])
    rounded: NDArray[np.float64] = placed.round(6)
    return rounded


def polygons(count: int, pieces: int = PIECES) -> NDArray[np.object_]:
    """Return the same as shapely polygons."""
    made: NDArray[np.object_] = np.atleast_1d(np.asarray(shapely.polygons(coverage(count, pieces)), dtype=object))
    return made


def write_coverage(path: Path, count: int, pieces: int = PIECES, decimals: int = 6) -> int:
    """Write the same as a GeoJSON file, one feature a line, and return its size in bytes."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        for number, ring in enumerate(coverage(count, pieces)):
            positions = ",".join(f"[{lon:.{decimals}f},{lat:.{decimals}f}]" for lon, lat in ring.tolist())
            file.write(
                (",\n" if number else "")
                + f'{{"type":"Feature","properties":{{"plot_id":"plot-{number}"}},'
                + f'"geometry":{{"type":"Polygon","coordinates":[[{positions}]]}}}}'
            )
        file.write("\n]}\n")
    return path.stat().st_size
