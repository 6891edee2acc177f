"""The rows of the plan's own tables: figures that are none, words that are none of the choices, ids used twice."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zoneatlas.checks.plan_rules.ground import cell, table_text
from zoneatlas.checks.plan_tables import INDICATORS_FILE, TABLE_COLUMNS, TARGETS_FILE
from zoneatlas.checks.records import Finding
from zoneatlas.checks.registry import check
from zoneatlas.plan.decoding import present
from zoneatlas.plan.faults import printable
from zoneatlas.plan.load import RULES_FILE
from zoneatlas.plan.locate import ZONES
from zoneatlas.plan.records import PlanError
from zoneatlas.plan.rules import read_rules
from zoneatlas.plan.tables import read_csv

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.load import Plan

#: The comparators of a target; a range has two values.
COMPARATORS = ("≥", "≤", "≈", "range")
#: Tables each row of which speaks of a thing of its own, and the column that names it.
_OWN_IDS = ((TARGETS_FILE, "target_id"), ("named_clusters.csv", "cluster_id"), ("area_notes.csv", "zone_id"))
_FIGURES = {
    TARGETS_FILE: ("value", "value_high", "year", "baseline_2005"),
    INDICATORS_FILE: ("factor",),
}

_Rows = list[tuple[int, dict[str, str]]]


@check(
    "Z332",
    "faulty-table-row",
    family="plan",
    severity="error",
    source="the tables of zones/; an absent table is no fault",
    needs_plan=True,
)
def faulty_table_row(subject: Subject) -> Iterator[Finding]:
    """A row of one of the plan's tables cannot be used as it stands.

    What it means
        A figure is no number, a word is none of the choices (the effect of a rule, the comparator of a target), a cell
        that must be filled is empty, or an id is used twice. Ids that nothing has are told by unknown-id-in-table.
    Why it matters
        The row is left out, or every answer that needs the table is refused.
    How to fix
        Mend the cell the finding names.

    中文
    规划的表中有一行不能用。

    含义
        该是数的不是数，词不在可选之列（规则的 effect、目标的 comparator），必填的格是空的，或标识用了两次。
        指向不存在之物的标识另由 unknown-id-in-table 报告。
    为什么
        这一行被略去，或者凡要用这张表的回答都给不出。
    怎么改
        改正所示的格。
    """
    plan = subject.plan
    if plan is None:
        return
    yield from _rules(plan)
    for name, column in _OWN_IDS:
        yield from _repeated(plan, name, column)
    for name, columns in _FIGURES.items():
        yield from _figures(plan, name, columns)
    yield from _comparators(plan)
    yield from _targets_of_indicators(plan)


def _rows(plan: Plan, name: str) -> _Rows:
    """Return the rows of a table; none where it is absent or cannot be read, which is told elsewhere."""
    path = plan.root / ZONES / name
    if not present(path):
        return []
    try:
        return read_csv(path, f"{ZONES}/{name}", TABLE_COLUMNS.get(name, ()))
    except PlanError:
        return []


def _finding(  # noqa: PLR0913, PLR0917  (a finding has this many parts)
    plan: Plan, name: str, line: int, value: str, en: str, zh: str
) -> Finding:
    file = f"{ZONES}/{name}"
    return Finding("Z332", en, zh, file, line, cell(table_text(plan, file), line, value))


class _Anything:
    """Every industry is known: those that are not are told by another check."""

    def __contains__(self, _word: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _rules(plan: Plan) -> Iterator[Finding]:
    path, name = plan.root / ZONES / RULES_FILE, f"{ZONES}/{RULES_FILE}"
    if not present(path):
        return
    try:
        table = read_rules(path, name, _Anything())
    except PlanError:
        return
    for problem in table.problems:
        yield Finding(
            "Z332", problem.message, problem.message_zh, name, problem.line, problem.column, problem.feature
        )  # fmt: skip


def _repeated(plan: Plan, name: str, column: str) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for line, row in _rows(plan, name):
        value = row.get(column, "")
        shown = printable(value, 40)
        if not value and any(row.values()):
            yield _finding(
                plan, name, line, "", f"The row has no {column}; fill it in.", f"这一行没有 {column}；请填上。"
            )
        elif value in first:
            yield _finding(
                plan, name, line, value, f"The {column} '{shown}' stands in line {first[value]} already; keep one row.",
                f"{column}“{shown}”在第 {first[value]} 行已有；请只留一行。",
            )  # fmt: skip
        first.setdefault(value, line)


def _figures(plan: Plan, name: str, columns: tuple[str, ...]) -> Iterator[Finding]:
    for line, row in _rows(plan, name):
        for column in columns:
            value = row[column]
            if value and not _is_number(value, whole=column == "year"):
                shown = printable(value, 40)
                yield _finding(
                    plan, name, line, value, f"{column} '{shown}' is no number; write it in digits.",
                    f"{column}“{shown}”不是数；请用数字写。",
                )  # fmt: skip


def _is_number(text: str, *, whole: bool) -> bool:
    try:
        value = float(text)
    except ValueError:
        return False
    return math.isfinite(value) and "_" not in text and (not whole or value.is_integer())


def _comparators(plan: Plan) -> Iterator[Finding]:
    for line, row in _rows(plan, TARGETS_FILE):
        comparator, shown = row["comparator"], printable(row["comparator"], 20)
        if comparator not in COMPARATORS:
            yield _finding(
                plan, TARGETS_FILE, line, comparator,
                f"'{shown}' is no comparator; use one of {' '.join(COMPARATORS)}.",
                f"comparator 不能是“{shown}”；可用：{' '.join(COMPARATORS)}。",
            )  # fmt: skip
        elif not row["value"] or (comparator == "range") != bool(row["value_high"]):
            yield _finding(
                plan, TARGETS_FILE, line, comparator,
                "A target needs a value; value_high goes with range, and only with it.",
                "目标须有 value；range 须写 value_high，其他的不写。",
            )  # fmt: skip
        elif (
            comparator == "range"
            and _is_number(row["value"], whole=False)
            and _is_number(row["value_high"], whole=False)
        ):
            yield from _order(plan, line, row)


def _order(plan: Plan, line: int, row: Mapping[str, str]) -> Iterator[Finding]:
    if float(row["value"]) > float(row["value_high"]):
        yield _finding(
            plan, TARGETS_FILE, line, row["value_high"],
            f"The range runs from {row['value']} down to {row['value_high']}; change them about.",
            f"范围从 {row['value']} 到 {row['value_high']}，写反了；请对调。",
        )  # fmt: skip


def _targets_of_indicators(plan: Plan) -> Iterator[Finding]:
    known: Container[str] = {row["target_id"] for _, row in _rows(plan, TARGETS_FILE)}
    for line, row in _rows(plan, INDICATORS_FILE) if known else ():
        value = row["target_id"]
        if value not in known:
            shown = printable(value, 40)
            yield _finding(
                plan, INDICATORS_FILE, line, value,
                f"There is no target '{shown}' in {ZONES}/{TARGETS_FILE}; mend the id or delete the row.",
                f"{ZONES}/{TARGETS_FILE} 中没有目标“{shown}”；请改正标识或删去该行。",
            )  # fmt: skip
