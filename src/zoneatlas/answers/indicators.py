"""The plan's targets against a table of points: value, target, distance; and what is missing for the others.

Low and high take in the accuracy of the edges of zones, districts, regions and rings, and the rows without usable
coordinates: these count in the whole table, and perhaps in any zone or region.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zoneatlas.answers.indicators_definitions import COUNT, Definition, Side, definitions
from zoneatlas.answers.stats import industry_column
from zoneatlas.answers.stats_codes import code_under, plain_code
from zoneatlas.answers.stats_dimensions import Key, Member, dimension
from zoneatlas.answers.stats_rows import Batch
from zoneatlas.answers.stats_tally import Figure, Tally, tidy
from zoneatlas.answers.targets import Target, targets
from zoneatlas.plan.records import Text
from zoneatlas.plan.wording import is_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from zoneatlas.answers.stats_dimensions import Dimension
    from zoneatlas.answers.stats_rows import Table
    from zoneatlas.answers.stats_tally import Amount, Sums
    from zoneatlas.plan.load import Plan

__all__ = ["Indicator", "Indicators", "Part", "indicators"]

_SELECTION = "codes"
#: The columns of places that are not named like their dimension.
_PLACED = {"zone": "zones", "kind": "zones", "park": "parks"}
_KEY = Key("", "", Text("", ""))


@dataclass(frozen=True, slots=True)
class Part:
    """A numerator or denominator as found: its column (``*`` for rows), its figure, in the column's own unit."""

    column: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Indicator:
    """A target and what the table says of it.

    ``value`` is in the target's unit, None when it cannot be told; ``missing`` then says what would be needed.
    ``distance`` is the value less the target (for a range, less its nearer end, 0 within it); ``verdict`` is ``met``,
    ``missed``, ``cannot-say`` (low and high differ in it), or ``none`` for a target that is only approached (≈) or
    cannot be told.
    """

    target: Target
    value: Figure | None
    distance: float | None
    verdict: str
    numerator: Part | None
    denominator: Part | None
    missing: Text | None
    note: Text


@dataclass(frozen=True)
class Indicators:
    """Every target; ``without_place`` and ``without_code`` count rows that lack usable coordinates or a code."""

    file: str
    rows: int
    without_place: int
    without_code: int | None
    indicators: tuple[Indicator, ...]
    remarks: tuple[Text, ...] = field(default=(), repr=False)


def indicators(
    plan: Plan,
    table: Table,
    *,
    industry: str | None = None,
    told: Callable[[int, int | None], None] | None = None,
) -> Indicators:
    """Work out every target that the table can answer.

    Parameters
    ----------
    plan
        The plan, for its targets and their definitions.
    table
        The rows; see `zoneatlas.answers.stats_rows.open_table`.
    industry
        The column of industry codes; one with a usual name by default.
    told
        Called after every batch with the rows done and the rows there are (None when not known).

    Raises
    ------
    PlanError
        If a table of the plan is faulty, a column is unknown, or the rows are not of this plan.
    """
    column = industry_column(table, industry)
    rows = definitions(plan)
    chosen = {
        target.target_id: _chosen([row for row in rows if row.target_id == target.target_id], table, column)
        for target in targets(plan)
    }
    reckoner = _Reckoner(plan, [one for one in chosen.values() if isinstance(one, Definition)], table, column)
    reckoner.read(told)
    found = tuple(_indicator(target, chosen[target.target_id], reckoner) for target in targets(plan))
    return Indicators(
        table.file, reckoner.tally.rows, reckoner.without_place, reckoner.without_code, found, table.remarks
    )


def _chosen(rows: Sequence[Definition], table: Table, column: str | None) -> Definition | Text:
    """Return the first definition for which the table has the columns, else what is missing."""
    lacking: list[str] = []
    for row in rows:
        if row.numerator is None:
            return row.needs
        sides = [row.numerator] if row.denominator is None or row.same else [row.numerator, row.denominator]
        gone = [side.columns for side in sides if side.column(table.names) is None]
        gone += [places for side in sides if (places := _unplaced(side, table))]
        if not gone and column is None and any(side.codes for side in (row.numerator, row.denominator) if side):
            return Text("行业代码列；请用 --industry 指明", "a column of industry codes; name it with --industry")
        if not gone:
            return row
        lacking.append(" + ".join(" / ".join(names) for names in gone))
    if not lacking:
        return Text("indicators.csv 中没有定义", "a definition in indicators.csv")
    either = " / ".join(dict.fromkeys(lacking))
    return Text(f"列 {either}", f"a column {either}")


def _unplaced(side: Side, table: Table) -> tuple[str, ...]:
    """Return the first column of places that a side asks about and the table lacks."""
    wanted = (_PLACED.get(clause.dimension, clause.dimension) for clause in side.where)
    return next(((name,) for name in wanted if name not in table.names), ())


class _Reckoner:
    """Reads the table once for all definitions."""

    def __init__(self, plan: Plan, rows: Sequence[Definition], table: Table, column: str | None) -> None:
        sides = [side for row in rows for side in (row.numerator, row.denominator) if side is not None]
        self._table, self._column = table, column
        self._dimensions: dict[str, Dimension] = {
            name: dimension(plan, name, table.names)
            for name in dict.fromkeys(c.dimension for side in sides for c in side.where)
        }
        self._codes = tuple(dict.fromkeys(side.codes for side in sides if side.codes))
        places = ("problem", *(name for one in self._dimensions.values() for name in one.columns))
        self._places = tuple(table.need(name) for name in dict.fromkeys(places))
        figures = (_column(row, side, table) for row in rows for side in (row.numerator, row.denominator) if side)
        self.tally = Tally((*self._places, _SELECTION), tuple(dict.fromkeys(one for one in figures if one != COUNT)))
        self.without_place = 0
        self.without_code: int | None = None if column is None else 0

    def read(self, told: Callable[[int, int | None], None] | None) -> None:
        """Read the rows."""
        words = (*self._places, *([self._column] if self._column else []))
        for batch in self._table.batches(tuple(dict.fromkeys(words)), self.tally.figures):
            self.tally.add(self._selected(batch))
            if told is not None:
                told(self.tally.rows, self._table.rows)
        for key, amount in self.tally.groups.items():
            if key[0] is not None:
                self.without_place += amount.rows

    def _selected(self, batch: Batch) -> Batch:
        """Return a batch with each code as the selections it lies under, a digit a selection."""
        from zoneatlas.answers.stats_rows import coded

        words = {name: batch.words[name] for name in self._places}
        if self._column is None or self.without_code is None:
            return Batch(batch.rows, {**words, _SELECTION: coded([None] * batch.rows)}, batch.figures)
        codes = batch.words[self._column]
        counts = codes.counts().tolist()
        self.without_code += batch.rows - sum(counts)
        self.without_code += sum(
            rows for code, rows in zip(codes.words, counts, strict=True) if not is_code(plain_code(code))
        )
        selections = codes.renamed(lambda code: "".join("01"[code_under(code, one)] for one in self._codes) or None)
        return Batch(batch.rows, {**words, _SELECTION: selections}, batch.figures)

    def part(self, row: Definition, side: Side) -> Part:
        """Return what a side adds up to."""
        column = _column(row, side, self._table)
        sums = self.tally.sums()
        for row_words, amount in self._under(side):
            self._add(sums, side, row_words, amount)
        if column == COUNT:
            return Part(column, sums.rows(ranged=True))
        return Part(column, sums.figure(self.tally.figures.index(column), ranged=True))

    def _under(self, side: Side) -> Iterator[tuple[Mapping[str, str | None], Amount]]:
        at = self._codes.index(side.codes) if side.codes else -1
        for key, amount in self.tally.groups.items():
            row = dict(zip(self.tally.words, key, strict=True))
            selected = row[_SELECTION]
            if at < 0 or (selected is not None and selected[at] == "1"):
                yield row, amount

    def _add(self, sums: Sums, side: Side, row: Mapping[str, str | None], amount: Amount) -> None:
        members = []
        for clause in side.where:
            if row["problem"] is not None:
                members.append(Member(_KEY, sure=False, plain=False))
                continue
            found = self._dimensions[clause.dimension]
            every = found.members(row)
            one = [member for member in every if member.key.level == clause.dimension and member.key.id in clause.ids]
            if not one:
                return
            surely = any(each.sure for each in one) or (found.exclusive and len(one) == len(every))
            members.append(Member(_KEY, surely, any(each.plain for each in one)))
        sums.add(members, amount)


def _column(row: Definition, side: Side, table: Table) -> str:
    named = row.numerator if row.same and row.numerator is not None else side
    found = named.column(table.names)
    assert found is not None  # noqa: S101  (chosen because it is there)
    return found


def _indicator(target: Target, row: Definition | Text, reckoner: _Reckoner) -> Indicator:
    nothing = Text("", "")
    if isinstance(row, Text) or row.numerator is None:
        return Indicator(target, None, None, "none", None, None, row if isinstance(row, Text) else row.needs, nothing)
    above = reckoner.part(row, row.numerator)
    below = reckoner.part(row, row.denominator) if row.denominator is not None else None
    value = _ratio(above.figure, below.figure if below is not None else Figure(1.0, 1.0, 1.0), row.factor)
    if value is None:
        said = Text("分母为零或小于零", "a denominator above nought")
        return Indicator(target, None, None, "none", above, below, said, row.note)
    return Indicator(
        target, value, _distance(target, value.value), _verdict(target, value), above, below, None, row.note
    )


def _ratio(above: Figure, below: Figure, factor: float) -> Figure | None:
    """Return numerator over denominator; low and high are the least and most that both leave possible."""
    if below.value <= 0:
        return None
    value = tidy(above.value / below.value * factor)
    if None in (above.low, above.high, below.low, below.high) or not below.low:
        return Figure(value)
    assert above.low is not None  # noqa: S101  (for the type checker)
    assert above.high is not None  # noqa: S101
    assert below.high is not None  # noqa: S101
    ends = [tidy(top / bottom * factor) for top in (above.low, above.high) for bottom in (below.low, below.high)]
    return Figure(value, min(ends), max(ends))


def _distance(target: Target, value: float) -> float:
    if target.value_high is not None and value > target.value:
        return tidy(max(value - target.value_high, 0.0))
    return tidy(value - target.value)


def _verdict(target: Target, value: Figure) -> str:
    if target.comparator == "≈":
        return "none"
    ends = {_met(target, one) for one in (value.value, value.low, value.high) if one is not None}
    if target.value_high is not None and len(ends) == 1 and value.low is not None and value.high is not None:
        around = value.low < target.value and value.high > target.value_high  # the range spans the target's
        ends |= {True} if around else set()
    return "cannot-say" if len(ends) > 1 else "met" if ends == {True} else "missed"


def _met(target: Target, value: float) -> bool:
    if target.value_high is not None:
        return target.value <= value <= target.value_high
    return value >= target.value if target.comparator == "≥" else value <= target.value
