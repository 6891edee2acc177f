"""Sets of polygons under small numbers, so that an array of points is answered by an array of codes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["Sets"]

_SEED = 20061


class Sets:
    """Sets of polygon numbers, each known by a code; code 0 is the empty set. Codes are only ever added.

    Parameters
    ----------
    polygons
        How many polygons there are.
    """

    def __init__(self, polygons: int) -> None:
        self.members: list[tuple[int, ...]] = [()]
        self._codes: dict[tuple[int, ...], int] = {(): 0}
        self._lock = threading.Lock()
        marks = np.random.default_rng(_SEED).integers(1, 2**63, size=(2, polygons + 1), dtype=np.uint64)
        marks[:, -1] = 0  # polygon -1: the start of a row
        self._marks = marks

    def __getstate__(self) -> dict[str, object]:
        """Leave out the lock, which no other process shares."""
        return {key: value for key, value in self.__dict__.items() if key != "_lock"}

    def __setstate__(self, state: dict[str, object]) -> None:
        """Take a new lock."""
        self.__dict__.update(state)
        self._lock = threading.Lock()

    def code(self, members: Iterable[int]) -> int:
        """Return the code of a set, a new one for a set not met before. Safe in threads."""
        key = tuple(sorted(members))
        found = self._codes.get(key)
        if found is None:
            with self._lock:
                found = self._codes.get(key)
                if found is None:
                    found = len(self.members)
                    self.members.append(key)
                    self._codes[key] = found
        return found

    def along(self, polygon: NDArray[np.int64], start_codes: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the code after each step along rows of steps.

        Parameters
        ----------
        polygon
            The polygon whose boundary is crossed at each step, rows one after another; -1 begins a row.
        start_codes
            The set that each row begins with.

        Notes
        -----
        A set is recognised by the exclusive or of random marks of its members, then spelt out once; a second,
        independent mark shows that no two sets were taken for one.
        """
        if not len(polygon):
            return np.empty(0, dtype=np.int32)
        starts = np.flatnonzero(polygon < 0)
        row = np.cumsum(polygon < 0) - 1
        prints = [self._prints(marks, polygon, starts, row, start_codes) for marks in self._marks]
        _, first, inverse = np.unique(prints[0], return_index=True, return_inverse=True)
        if not np.array_equal(prints[1][first][inverse], prints[1]):
            msg = "two sets of polygons have the same mark"  # once in 10^19 pairs of sets
            raise RuntimeError(msg)
        codes = np.empty(len(first), dtype=np.int32)
        for index, at in enumerate(first.tolist()):
            begin = int(starts[row[at]])
            members = set(self.members[start_codes[row[at]]])
            for crossed in polygon[begin + 1 : at + 1].tolist():
                members ^= {crossed}
            codes[index] = self.code(members)
        found: NDArray[np.int32] = codes[inverse]
        return found

    def _prints(
        self,
        marks: NDArray[np.uint64],
        polygon: NDArray[np.int64],
        starts: NDArray[np.int64],
        row: NDArray[np.int64],
        start_codes: NDArray[np.int32],
    ) -> NDArray[np.uint64]:
        used, which = np.unique(start_codes, return_inverse=True)
        of_code = np.array([_exclusive(marks, self.members[code]) for code in used], dtype=np.uint64)
        running = np.bitwise_xor.accumulate(marks[polygon])
        before = np.where(starts > 0, running[np.maximum(starts - 1, 0)], np.uint64(0))
        found: NDArray[np.uint64] = running ^ (before ^ of_code[which])[row]
        return found


def _exclusive(marks: NDArray[np.uint64], members: tuple[int, ...]) -> np.uint64:
    return np.bitwise_xor.reduce(marks[list(members)]) if members else np.uint64(0)
