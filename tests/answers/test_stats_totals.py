"""Whatever the rows: a row counts once in every total, parts make up the whole, low is never above high."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zoneatlas.answers.stats import Stats, statistics
from zoneatlas.answers.stats_codes import code_under, place_code
from zoneatlas.answers.stats_rows import Batch, Coded, Figures, Table, coded, figures_of
from zoneatlas.plan.load import load_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PLAN = load_plan()
ZONES = tuple(zone.zone_id for zone in PLAN.zones)
KIND = {zone.zone_id: zone.kind for zone in PLAN.zones}
RINGS = ("inside 2", "2-3", "3-4", "4-5", "5-6", "outside 6")
CODES = ("6212", "62", "J", "52", "9999", "0131", None)

some_zones = st.lists(st.sampled_from(ZONES), max_size=4, unique=True)
located = st.tuples(
    some_zones,
    some_zones,
    st.sampled_from(RINGS),
    st.none(),
    st.sampled_from(CODES),
    st.one_of(st.none(), st.integers(-50, 50)),
)
lost = st.tuples(st.just([]), st.just([]), st.none(), st.just("zero"), st.sampled_from(CODES), st.integers(-50, 50))
Row = tuple[list[str], list[str], str | None, str | None, str | None, int | None]
tables = st.lists(st.one_of(located, lost), max_size=40)


def table_of(rows: Sequence[Row], size: int = 1000) -> Table:
    """Return rows as a table that comes in batches of `size`."""

    def column(number: int, part: Sequence[Row]) -> Coded:
        said = [row[number] for row in part]
        return coded([";".join(one) if isinstance(one, list) else None if one is None else str(one) for one in said])

    def batches(words: Sequence[str], figures: Sequence[str]) -> Iterator[Batch]:
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            yield Batch(
                len(part),
                {name: column(names.index(name), part) for name in words},
                {name: figures_of(column(names.index(name), part)) for name in figures},
            )

    names = ("zones", "uncertain", "ring", "problem", "industry", "profit")
    return Table("made", names, assigned=True, batches=batches)


def by_id(stats: Stats) -> dict[tuple[str, ...], tuple[float, float | None, float | None]]:
    return {
        tuple(key.id for key in cell.keys): (cell.rows.value, cell.rows.low, cell.rows.high) for cell in stats.cells
    }


@given(tables)
def test_totals_count_a_row_once(rows: list[Row]) -> None:
    stats = statistics(PLAN, table_of(rows), ["zone"], sums=["profit"])
    found = {cell.keys[0]: cell for cell in stats.cells}
    for key, cell in found.items():
        if key.level in ("zone", "kind", "plan"):
            wanted = {one for one in ZONES if key.level == "plan" or key.id in (one, KIND[one])}
            plain = [row for row in rows if wanted & set(row[0])]
            sure = [row for row in rows if wanted & (set(row[0]) - set(row[1]))]
            high = [row for row in rows if wanted & (set(row[0]) | set(row[1]))]
            assert (cell.rows.value, cell.rows.low, cell.rows.high) == (len(plain), len(sure), len(high))
            assert cell.sums[0].value == sum(row[5] or 0 for row in plain)
            assert cell.overlapping == sum(
                len(row[0]) > 1 if key.level == "zone" else len(wanted & set(row[0])) > 1 for row in plain
            )
        for figure in (cell.rows, *cell.sums):
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low <= figure.value <= figure.high
    told = {key.id: cell.rows for key, cell in found.items()}
    assert told["plan"].value + told["none"].value + told["no-place"].value == len(rows) == stats.whole.rows.value
    least, most = told["plan"].low, told["none"].high
    assert least is not None
    assert most is not None
    assert least + most + told["no-place"].value == len(rows)
    kinds = [cell.rows.value for key, cell in found.items() if key.level == "kind"]
    assert max(kinds) <= told["plan"].value <= sum(kinds)


@given(tables)
def test_the_rings_and_the_topmost_industries_make_up_the_whole(rows: list[Row]) -> None:
    table = table_of(rows)
    rings = statistics(PLAN, table, ["ring"], sums=["profit"])
    assert sum(cell.rows.value for cell in rings.cells) == len(rows)
    assert sum(cell.sums[0].value for cell in rings.cells) == sum(row[5] or 0 for row in rows)
    tops = [
        cell
        for cell in statistics(PLAN, table, ["industry"]).cells
        if cell.keys[0].level != "industry" or not PLAN.vocabulary.industries[cell.keys[0].id].parent
    ]
    assert sum(cell.rows.value for cell in tops) == len(rows)


@given(tables)
def test_crossing_parts_the_figures_it_crosses(rows: list[Row]) -> None:
    table = table_of(rows)
    alone, crossed = by_id(statistics(PLAN, table, ["kind"])), by_id(statistics(PLAN, table, ["kind", "ring"]))
    for (kind,), figure in alone.items():
        parts = [value for key, value in crossed.items() if key[0] == kind]
        assert figure == tuple(sum(part[at] or 0 for part in parts) for at in range(3))


@given(tables, st.integers(1, 7))
def test_batches_make_no_difference(rows: list[Row], size: int) -> None:
    by = ["zone", "ring", "industry"]
    whole = statistics(PLAN, table_of(rows), by, sums=["profit"])
    pieces = statistics(PLAN, table_of(rows, size), by, sums=["profit"])
    assert replace(whole, file="") == replace(pieces, file="")


@given(st.sampled_from("ABCDEFGHIJKLMNOPQRST"), st.from_regex(r"[0-9]{2,4}", fullmatch=True))
def test_a_code_counts_only_for_a_term_that_covers_it(letter: str, digits: str) -> None:
    place = place_code(PLAN.vocabulary, digits)
    if place.industry is not None:
        item = PLAN.vocabulary.industries[place.industry]
        assert code_under(digits, item.gbt4754_2002)
    assert code_under(digits, (digits[:2],))
    assert not code_under("", (letter,))
    lettered = place_code(PLAN.vocabulary, letter + digits)
    assert lettered.industry in (None, place.industry)


def test_figures_that_are_none_are_told_from_those_that_are_missing() -> None:
    column = coded(["1", " 2.5 ", "", None, "1,000", "nan", "1e999", "0x10", "1_0", "-3"])
    found: Figures = figures_of(column)
    assert found.faulty == 5
    assert np.nansum(found.values) == 0.5
    assert int(np.isnan(found.values).sum()) == 7


def test_many_words_in_many_columns_stay_apart() -> None:
    from zoneatlas.answers.stats_tally import Tally

    rows = 2000
    words = {name: coded([f"{name}{number * step % 1999}" for number in range(rows)]) for name, step in
             (("a", 1), ("b", 3), ("c", 7), ("d", 11), ("e", 13), ("f", 17))}  # fmt: skip
    tally = Tally(tuple(words), ())
    tally.add(Batch(rows, words, {}))
    assert len(tally.groups) == 1999
    assert sum(amount.rows for amount in tally.groups.values()) == rows
    assert tally.groups["a5", "b15", "c35", "d55", "e65", "f85"].rows == 1
