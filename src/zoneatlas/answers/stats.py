"""Counts and sums of a table of points by zone and other dimensions, every row once in every total.

Low and high go with the accuracy of the edges of zones, districts, regions and rings, and with codes of industries that
are not deep enough: low leaves out the memberships that are uncertain, high adds the rows for which a zone is uncertain
and that lie outside of it as drawn. Figures below nought widen the range the other
way, so that low is never above high.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from zoneatlas.answers.stats_codes import CodePlace, digits_of, place_code
from zoneatlas.answers.stats_dimensions import DIMENSIONS, DOUBT, Key, dimension, industry_word
from zoneatlas.answers.stats_tally import Figure, Sums, Tally
from zoneatlas.plan.records import PlanError, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zoneatlas.answers.stats_dimensions import Dimension
    from zoneatlas.answers.stats_rows import Batch, Coded, Table
    from zoneatlas.plan.load import Plan

__all__ = ["Cell", "CodeReport", "Figure", "Stats", "StrayCode", "industry_column", "statistics"]

MOST_DIMENSIONS = 3
#: Distinct codes that are listed one by one; more are counted together.
MOST_LISTED = 1000
#: What people and programs write where there is no code.
_NOTHING = ("", "-", "nan", "null", "none", "na", "n/a", "#n/a", "无", "空", "不详")
#: Usual names of the column of industry codes, without case.
_INDUSTRY_NAMES = (
    "industry_code", "gbt4754_2002", "gbt4754", "gb_t_4754", "hydm", "industry", "行业代码", "行业小类代码",
    "国民经济行业代码", "行业分类代码", "行业小类", "行业",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """Figures of the rows that belong to one key of each dimension.

    ``sums`` go with the columns that were asked for. ``overlapping`` is how many of the rows lie in other zones too (in
    a total: in several zones of it), None when rows are not counted by zones.
    """

    keys: tuple[Key, ...]
    rows: Figure
    sums: tuple[Figure, ...]
    overlapping: int | None


@dataclass(frozen=True, slots=True)
class StrayCode:
    """A code that counts for no term: ``why`` is ``unknown`` or ``wider`` (than the terms in ``candidates``)."""

    code: str
    rows: int
    why: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeReport:
    """What became of the industry codes: the column, rows that a term covers, rows without a code, and stray codes.

    ``more`` counts the rows of stray codes beyond those listed. ``digits`` counts the rows by how many digits their
    codes have: three among codes of four are a sign of lost noughts.
    """

    column: str
    placed: int
    blank: int
    stray: tuple[StrayCode, ...]
    more: int
    digits: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Stats:
    """Figures of a table.

    ``whole`` is every row, ``in_zones`` those in a zone, ``problems`` the rows without a place by reason, ``uncertain``
    the rows with an uncertain zone. ``unsummed`` gives for each column of `sums` the rows without a figure and those
    with what is no number. ``doubtful`` counts, for each dimension of `by` of which that is known, the rows of which it
    is uncertain what they belong to.
    """

    file: str
    by: tuple[str, ...]
    sums: tuple[str, ...]
    whole: Cell
    in_zones: Cell
    uncertain: int
    problems: Mapping[str, int]
    cells: tuple[Cell, ...]
    codes: CodeReport | None
    unsummed: tuple[tuple[int, int], ...]
    remarks: tuple[Text, ...] = field(default=(), repr=False)
    doubtful: Mapping[str, int] = field(default_factory=dict)


def industry_column(table: Table, named: str | None = None) -> str | None:
    """Return the column of industry codes: that named by the user, else one with a usual name, else None.

    Raises
    ------
    PlanError
        If the named column is not there.
    """
    if named is not None:
        return table.need(named)
    plain = {name.strip().lstrip("\ufeff").casefold(): name for name in reversed(table.names)}
    return next((plain[word] for word in _INDUSTRY_NAMES if word in plain), None)


def statistics(  # noqa: PLR0913  (what to count, of what, how)
    plan: Plan,
    table: Table,
    by: Sequence[str] = ("zone",),
    *,
    sums: Sequence[str] = (),
    industry: str | None = None,
    told: Callable[[int, int | None], None] | None = None,
) -> Stats:
    """Count and sum the rows of a table.

    Parameters
    ----------
    plan
        The plan the points were assigned with.
    table
        The rows; see `zoneatlas.answers.stats_rows.open_table`.
    by
        One to three of `DIMENSIONS`, crossed.
    sums
        Columns of figures to sum, in double precision.
    industry
        The column of industry codes; one with a usual name by default.
    told
        Called after every batch with the rows done and the rows there are (None when not known).

    Returns
    -------
    Stats
        By one dimension every key of the plan (of industries those that occur); crossed, the cells that hold a row or
        may hold one.

    Raises
    ------
    PlanError
        If a dimension or column is unknown, or the table is not of this plan.
    """
    dimensions = _dimensions(plan, by, table)
    column = industry_column(table, industry)
    if "industry" in by and column is None:
        raise PlanError.about(
            f"{table.file}: no column of industry codes was recognised; name it with --industry.",
            f"{table.file}：认不出行业代码列；请用 --industry 指明。",
        )
    for name in sums:
        table.need(name)
    every = dimension(plan, "kind")
    wanted = dict.fromkeys(name for one in (every, *dimensions) for name in one.columns)
    reads = {name: column if name == "industry" and column else table.need(name) for name in wanted}
    codes = _Codes(plan, column) if column is not None else None
    tally = Tally(tuple(reads), tuple(dict.fromkeys(sums)))
    for batch in table.batches(tuple(dict.fromkeys((*reads.values(), *([column] if column else [])))), tally.figures):
        tally.add(_worded(batch, reads, codes))
        if told is not None:
            told(tally.rows, table.rows)
    return _stats(table, dimensions, every, tally, codes)


def _dimensions(plan: Plan, by: Sequence[str], table: Table) -> list[Dimension]:
    if not 1 <= len(by) <= MOST_DIMENSIONS or len(set(by)) < len(by):
        shown = ", ".join(DIMENSIONS)
        raise PlanError.about(
            f"Count by one to three different dimensions, of {shown}.", f"请按一至三个不同的维度统计，可用 {shown}。"
        )
    return [dimension(plan, name, table.names) for name in by]


def _unranged(dimensions: Sequence[Dimension]) -> tuple[Text, ...]:
    """Say of which dimensions the table does not tell what is uncertain."""
    lacking = ", ".join(f"{DOUBT}{one.name}" for one in dimensions if not one.ranged)
    if not lacking:
        return ()
    return (
        Text(
            f"表中没有 {lacking} 列，低值–高值不含这些边界的精度；请用 assign --ranges 重新归入",
            f"the table has no column {lacking}: low–high leaves out these edges' accuracy; assign --ranges adds it",
        ),
    )


def _worded(batch: Batch, reads: Mapping[str, str], codes: _Codes | None) -> Batch:
    """Return a batch with its columns under the names of the dimensions, codes as terms."""
    from zoneatlas.answers.stats_rows import Batch as Rows

    industries = codes.taken(batch.words[codes.column]) if codes is not None else None
    words = {
        name: industries if name == "industry" and industries is not None else batch.words[column]
        for name, column in reads.items()
    }
    return Rows(batch.rows, words, batch.figures)


class _Codes:
    """Takes codes to terms, and keeps count of those no term covers."""

    def __init__(self, plan: Plan, column: str) -> None:
        self.column = column
        self._vocabulary = plan.vocabulary
        self._known: dict[str, CodePlace] = {}
        self._stray: dict[str, int] = {}
        self._placed = self._blank = self._more = 0
        self._digits: Counter[int] = Counter()

    def _place(self, code: str) -> CodePlace:
        found = self._known.get(code)
        if found is None:
            found = place_code(self._vocabulary, code)
            if len(self._known) < 10 * MOST_LISTED:
                self._known[code] = found
        return found

    def taken(self, column: Coded) -> Coded:
        """Return a column of codes as terms, and count them."""
        column = column.renamed(lambda word: None if word.strip().casefold() in _NOTHING else word)
        places = [self._place(word) for word in column.words]
        for word, place, rows in zip(column.words, places, column.counts().tolist(), strict=True):
            self._digits[digits_of(word)] += rows
            if place.industry is not None:
                self._placed += rows
            elif word in self._stray or len(self._stray) < MOST_LISTED:
                self._stray[word] = self._stray.get(word, 0) + rows
            else:
                self._more += rows
        self._blank += int((column.index < 0).sum())
        terms = dict(zip(column.words, map(industry_word, places), strict=True))
        return column.renamed(terms.__getitem__)

    def report(self) -> CodeReport:
        """Return what became of the codes, those of most rows first."""
        order = sorted(self._stray.items(), key=lambda item: (-item[1], item[0]))
        stray = tuple(
            StrayCode(code, rows, place.why, place.candidates) for code, rows in order for place in (self._place(code),)
        )
        digits = {number: rows for number, rows in sorted(self._digits.items()) if number and rows}
        return CodeReport(self.column, self._placed, self._blank, stray, self._more, digits)


def _cell(keys: tuple[Key, ...], sums: Sums, *, ranged: bool, zoned: bool) -> Cell:
    rows, figures = sums.rows(ranged=ranged), range(len(sums.plain.above))
    return Cell(keys, rows, tuple(sums.figure(one, ranged=ranged) for one in figures), sums.shared if zoned else None)


def _stats(
    table: Table, dimensions: Sequence[Dimension], every: Dimension, tally: Tally, codes: _Codes | None
) -> Stats:
    cells: dict[tuple[Key, ...], Sums] = {}
    totals: dict[str, Sums] = {name: tally.sums() for name in ("whole", "plan")}
    problems: dict[str, int] = {}
    uncertain = 0
    doubtful = {one.name: 0 for one in dimensions if one.ranged}
    for words, amount in tally.groups.items():
        row = dict(zip(tally.words, words, strict=True))
        problem = row["problem"]
        if problem is not None:
            problems[problem] = problems.get(problem, 0) + amount.rows
        uncertain += amount.rows if row["uncertain"] and problem is None else 0
        totals["whole"].add((), amount)
        for member in every.members(row):
            if member.key.level == "plan":
                totals["plan"].add((member,), amount)
        belongs = [one.members(row) for one in dimensions]
        for one, members in zip(dimensions, belongs, strict=True):
            if one.ranged and not all(member.sure for member in members):
                doubtful[one.name] += amount.rows
        for members in product(*belongs):
            keys = tuple(member.key for member in members)
            found = cells.get(keys)
            if found is None:
                found = cells[keys] = tally.sums()
            found.add(members, amount)
    plan_key = next(key for key in tuple(every.keys()) if key.level == "plan")
    return Stats(
        file=table.file,
        by=tuple(one.name for one in dimensions),
        sums=tuple(tally.figures),
        whole=_cell((), totals["whole"], ranged=False, zoned=False),
        in_zones=_cell((plan_key,), totals["plan"], ranged=True, zoned=True),
        uncertain=uncertain,
        problems=dict(sorted(problems.items())),
        cells=_ordered(dimensions, cells, tally),
        codes=codes.report() if codes is not None else None,
        unsummed=tuple(zip(tally.missing, tally.faulty, strict=True)),
        remarks=(*table.remarks, *_unranged(dimensions)),
        doubtful=doubtful,
    )


def _ordered(dimensions: Sequence[Dimension], cells: Mapping[tuple[Key, ...], Sums], tally: Tally) -> tuple[Cell, ...]:
    """Return the cells in the order of the plan; by one dimension with the keys that hold nothing."""
    ranged = any(one.ranged for one in dimensions)
    zoned = any(one.name in ("zone", "kind", "park") for one in dimensions)
    order = [{key: place for place, key in enumerate(one.keys())} for one in dimensions]
    found = dict(cells)
    if len(dimensions) == 1 and dimensions[0].name != "industry":
        for key in order[0]:
            found.setdefault((key,), tally.sums())
    keys = sorted(found, key=lambda each: [places[key] for places, key in zip(order, each, strict=True)])
    return tuple(_cell(each, found[each], ranged=ranged, zoned=zoned) for each in keys)
