"""Rows that agree in every word asked for, counted and summed together; memory grows with these, not with rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from zoneatlas.answers.stats_dimensions import Member
    from zoneatlas.answers.stats_rows import Batch, Coded

    Words = tuple[str | None, ...]

__all__ = ["Amount", "Figure", "Sums", "Tally", "tidy"]

_MOST_CODES = 2**62


@dataclass(slots=True)
class Amount:
    """What some rows add up to: how many, and of each figure what is above and what is below nought."""

    rows: int = 0
    above: list[float] = field(default_factory=list)
    below: list[float] = field(default_factory=list)

    def add(self, other: Amount) -> None:
        """Add other rows."""
        self.rows += other.rows
        self.above = [one + two for one, two in zip(self.above, other.above, strict=True)]
        self.below = [one + two for one, two in zip(self.below, other.below, strict=True)]


@dataclass(frozen=True, slots=True)
class Figure:
    """A count or a sum as drawn, and between what it lies: None where no zone is in question."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(slots=True)
class Sums:
    """What the rows of a cell add up to: surely, as drawn, and what is uncertain; ``shared`` as in `Member`."""

    sure: Amount
    plain: Amount
    maybe: Amount
    shared: int = 0

    def add(self, members: Iterable[Member], amount: Amount) -> None:
        """Add rows that belong to the cell by `members`, one a dimension."""
        sure = plain = True
        shared = False
        for member in members:
            sure, plain, shared = sure and member.sure, plain and member.plain, shared or member.shared
        if sure:
            self.sure.add(amount)
        if plain:
            self.plain.add(amount)
            self.shared += amount.rows if shared else 0
        if not sure:
            self.maybe.add(amount)

    def rows(self, *, ranged: bool) -> Figure:
        """Return how many rows."""
        if not ranged:
            return Figure(self.plain.rows)
        return Figure(self.plain.rows, self.sure.rows, self.sure.rows + self.maybe.rows)

    def figure(self, number: int, *, ranged: bool) -> Figure:
        """Return the sum of a column; a figure below nought that is uncertain lowers the low one."""
        value = tidy(self.plain.above[number] + self.plain.below[number])
        if not ranged:
            return Figure(value)
        sure = self.sure.above[number] + self.sure.below[number]
        return Figure(value, tidy(sure + self.maybe.below[number]), tidy(sure + self.maybe.above[number]))


def tidy(value: float) -> float:
    """Return a sum without the last digit, which adding in binary leaves astray."""
    return float(f"{value:.15g}")


@dataclass
class Tally:
    """Groups of rows.

    ``words`` and ``figures`` name the columns; ``groups`` holds what the rows add up to by their words; ``missing`` and
    ``faulty`` count, for each figure, the rows without one and with what is no number.
    """

    words: Sequence[str]
    figures: Sequence[str]
    groups: dict[Words, Amount] = field(default_factory=dict)
    rows: int = 0
    missing: list[int] = field(default_factory=list)
    faulty: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start at nought."""
        self.missing, self.faulty = [0] * len(self.figures), [0] * len(self.figures)

    def nothing(self) -> Amount:
        """Return what no rows add up to."""
        return Amount(0, [0.0] * len(self.figures), [0.0] * len(self.figures))

    def sums(self) -> Sums:
        """Return an empty cell."""
        return Sums(self.nothing(), self.nothing(), self.nothing())

    def add(self, batch: Batch) -> None:
        """Count a batch."""
        self.rows += batch.rows
        columns = [batch.words[name] for name in self.words]
        first, group = _groups(columns, batch.rows)
        counts = np.bincount(group, minlength=len(first))
        sums = [self._sums(number, batch, group, len(first)) for number in range(len(self.figures))]
        for place, row in enumerate(first.tolist()):
            key = tuple(column.words[at] if (at := int(column.index[row])) >= 0 else None for column in columns)
            found = self.groups.get(key)
            if found is None:
                found = self.groups[key] = self.nothing()
            found.add(
                Amount(int(counts[place]), [above[place] for above, _ in sums], [below[place] for _, below in sums])
            )

    def _sums(self, number: int, batch: Batch, group: NDArray[np.int64], size: int) -> tuple[list[float], list[float]]:
        column = batch.figures[self.figures[number]]
        nothing = np.isnan(column.values)
        self.faulty[number] += column.faulty
        self.missing[number] += int(nothing.sum()) - column.faulty
        values = np.where(nothing, 0.0, column.values)
        above = np.bincount(group, np.maximum(values, 0.0), size)
        below = np.bincount(group, np.minimum(values, 0.0), size)
        return above.tolist(), below.tolist()


def _groups(columns: Sequence[Coded], rows: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first row of each group, and each row's group."""
    whole, size = np.zeros(rows, dtype=np.int64), 1
    for column in columns:
        width = len(column.words) + 1
        if size * width > _MOST_CODES:
            _, whole = np.unique(whole, return_inverse=True)
            size = rows
        whole = whole * width + (column.index + 1)
        size *= width
    _, first, group = np.unique(whole, return_index=True, return_inverse=True)
    return first, group
