"""The plan's numeric targets: rows of zones/targets.csv."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoneatlas.plan.locate import ZONES
from zoneatlas.plan.records import PlanError, Problem, Text
from zoneatlas.plan.tables import read_csv

if TYPE_CHECKING:
    from zoneatlas.plan.load import Plan

__all__ = ["COMPARATORS", "Target", "targets"]

TARGETS_FILE = "targets.csv"
COLUMNS = (
    "target_id", "zh", "en", "comparator", "value", "value_high", "unit", "unit_en", "year",
    "baseline_2005", "baseline_unit", "clause", "baseline_clause", "note_zh", "note_en",
)  # fmt: skip
COMPARATORS = ("≥", "≤", "≈", "range")


@dataclass(frozen=True, slots=True)
class Target:
    """A figure the plan sets.

    ``comparator`` is one of `COMPARATORS`; a ``range`` runs from ``value`` to ``value_high``. ``baseline_2005`` is the
    plan's own figure at the start of its period, None where it gives none.
    """

    target_id: str
    name: Text
    comparator: str
    value: float
    value_high: float | None
    unit: Text
    year: int | None
    baseline_2005: float | None
    baseline_unit: str
    clause: str
    baseline_clause: str
    note: Text


def targets(plan: Plan) -> tuple[Target, ...]:
    """Return the plan's targets in the table's order; a plan without the table has none.

    Raises
    ------
    PlanError
        If the table cannot be read, or a figure in it is none; with its line.
    """
    path = plan.root / ZONES / TARGETS_FILE
    name = f"{ZONES}/{TARGETS_FILE}"
    if not path.exists():
        return ()
    return tuple(_target(name, line, row) for line, row in read_csv(path, name, COLUMNS))


def _target(file: str, line: int, row: dict[str, str]) -> Target:
    def figure(key: str) -> float | None:
        try:
            return float(row[key]) if row[key] else None
        except ValueError:
            raise _fault(file, line, f"{key} '{row[key]}' is no number.", f"{key}“{row[key]}”不是数。") from None

    value, high, year = figure("value"), figure("value_high"), figure("year")
    comparator = row["comparator"]
    if comparator not in COMPARATORS or value is None or (comparator == "range") != (high is not None):
        shown = " ".join(COMPARATORS)
        raise _fault(
            file,
            line,
            f"A target needs a value and one of {shown}; value_high goes with range only.",
            f"目标须有 value 和 {shown} 之一；只有 range 才写 value_high。",
        )
    return Target(
        target_id=row["target_id"],
        name=Text(row["zh"], row["en"]),
        comparator=comparator,
        value=value,
        value_high=high,
        unit=Text(row["unit"], row["unit_en"]),
        year=None if year is None else int(year),
        baseline_2005=figure("baseline_2005"),
        baseline_unit=row["baseline_unit"],
        clause=row["clause"],
        baseline_clause=row["baseline_clause"],
        note=Text(row["note_zh"], row["note_en"]),
    )


def _fault(file: str, line: int, en: str, zh: str) -> PlanError:
    return PlanError(Problem(en, zh, file, line, 1, "error"))
