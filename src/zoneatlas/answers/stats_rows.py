"""The rows of a table of assigned points, batch by batch, only the columns that are asked for.

Columns of words come as the words that occur and each row's position among them; columns of figures as numbers. A table
without the columns that `zoneatlas.answers.assign` adds is assigned while it is read. Assigned CSV needs no pyarrow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, Any

import numpy as np

from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from zoneatlas.plan.load import Plan

    Index = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["ASSIGNED", "Batch", "Coded", "Figures", "PointOptions", "Table", "open_table"]

#: The columns by which an assigned table is known.
ASSIGNED = ("zones", "uncertain", "problem")
BATCH_ROWS = 1 << 18
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True)
class Coded:
    """A column of words: ``index`` (int64, shape (n,)) holds positions in ``words``, -1 for none."""

    index: Index
    words: Sequence[str]

    def renamed(self, name: Callable[[str], str | None]) -> Coded:
        """Return the column with every word exchanged for another; None for none."""
        known: dict[str, int] = {}
        turn = np.full(len(self.words) + 1, -1, dtype=np.int64)
        for place, word in enumerate(self.words):
            new = name(word)
            if new is not None:
                turn[place] = known.setdefault(new, len(known))
        return Coded(turn[self.index], tuple(known))

    def counts(self) -> Index:
        """Return how many rows have each word."""
        found: Index = np.bincount(self.index + 1, minlength=len(self.words) + 1)[1:]
        return found


@dataclass(frozen=True)
class Figures:
    """A column of figures: ``values`` (float64, shape (n,)), NaN for none; ``faulty`` rows hold no number."""

    values: Floats
    faulty: int


@dataclass(frozen=True)
class Batch:
    """Some rows: how many, and the columns asked for."""

    rows: int
    words: Mapping[str, Coded]
    figures: Mapping[str, Figures]


@dataclass(frozen=True, slots=True)
class PointOptions:
    """How to read points that are yet to be assigned: columns (both or neither), datum, cores, GeoPackage layer."""

    lon: str | None = None
    lat: str | None = None
    datum: str = "wgs84"
    threads: int = 1
    layer: str | None = None


@dataclass(frozen=True)
class Table:
    """A table with zones: its columns, and its rows.

    ``batches`` takes the names of columns of words and of figures. ``assigned`` is whether the file had the zones,
    ``rows`` about how many there are, None when not known.
    """

    file: str
    names: tuple[str, ...]
    assigned: bool
    batches: Callable[[Sequence[str], Sequence[str]], Iterator[Batch]]
    remarks: tuple[Text, ...] = ()
    rows: int | None = None

    def need(self, name: str) -> str:
        """Return the name of a column that must be there.

        Raises
        ------
        PlanError
            If it is not.
        """
        if name in self.names:
            return name
        shown = ", ".join(printable(one) for one in self.names)
        raise PlanError.about(
            f"{self.file}: there is no column '{printable(name)}'; the columns are {shown}.",
            f"{self.file}：没有列“{printable(name)}”；现有的列：{shown}。",
        )


def open_table(plan: Plan, path: str, options: PointOptions | None = None) -> Table:
    """Open a table of assigned points, or of points, which are then assigned while they are read.

    Parameters
    ----------
    plan
        The plan.
    path
        A Parquet, GeoParquet, CSV or GeoPackage file, or a folder of Parquet files with the same columns.
    options
        How to read points that are yet to be assigned.

    Raises
    ------
    PlanError
        If it cannot be read, or holds neither zones nor coordinates.
    """
    from zoneatlas.answers import stats_csv

    options = options or PointOptions()
    plain = stats_csv.open_plain(path) if options.layer is None else None
    if plain is not None and set(ASSIGNED) <= set(plain.names):
        return plain
    from zoneatlas.answers import stats_arrow
    from zoneatlas.answers.tables_io import need_pyarrow

    need_pyarrow()
    return stats_arrow.open_arrow(plan, path, options)


def coded(column: Sequence[str | None]) -> Coded:
    """Return words as a column; empty ones count as none."""
    known = {word: place for place, word in enumerate(dict.fromkeys(word for word in column if word))}
    places: dict[Any, int] = {**known, None: -1, "": -1}
    return Coded(np.fromiter(map(places.__getitem__, column), np.int64, len(column)), tuple(known))


def figures_of(column: Coded) -> Figures:
    """Return words as figures; one that is no plain decimal number is faulty."""
    numbers = np.array([_number(word) for word in column.words] + [np.nan], dtype=np.float64)
    bad = int(column.counts()[np.isnan(numbers[:-1])].sum())
    return Figures(numbers[column.index], bad)


def _number(word: str) -> float:
    text = word.strip()
    number = float(text) if _NUMBER.fullmatch(text) else nan
    return number if isfinite(number) else nan
