"""The table of declared overlaps, zones/overlaps.csv: which zones lie over one another, why, and within which bounds.

Columns: ``zone_a``, ``zone_b``, ``relation`` (zone_a stands so to zone_b: within, contains, overlaps or touches),
``reason_zh``, ``reason_en``, ``clause_or_source``, and, where wanted, ``min_km2``, ``max_km2`` and ``until`` (the last
day the declaration holds, as YYYY-MM-DD). An absent table declares nothing.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast, get_args

from zoneatlas.plan.faults import printable
from zoneatlas.plan.locate import ZONES
from zoneatlas.plan.records import Problem, Relation, Text
from zoneatlas.plan.tables import read_csv

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["COLUMNS", "OVERLAPS_FILE", "DeclaredOverlap", "read_overlaps"]

OVERLAPS_FILE = "overlaps.csv"
COLUMNS = ("zone_a", "zone_b", "relation", "reason_zh", "reason_en", "clause_or_source", "min_km2", "max_km2", "until")
_REVERSED: dict[Relation, Relation] = {"within": "contains", "contains": "within"}


@dataclass(frozen=True, slots=True)
class DeclaredOverlap:
    """A row of the table. ``until`` is the last day it holds, None without end; ``line`` its line in the file."""

    zone_a: str
    zone_b: str
    relation: Relation
    reason: Text
    clause_or_source: str
    min_km2: float | None
    max_km2: float | None
    until: dt.date | None
    line: int

    def expired(self, today: dt.date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and self.until < today

    def relation_of(self, zone_id: str) -> Relation:
        """Return how the zone of that id (one of the two) stands to the other."""
        return self.relation if zone_id == self.zone_a else _REVERSED.get(self.relation, self.relation)


def read_overlaps(root: Path) -> tuple[tuple[DeclaredOverlap, ...] | None, tuple[Problem, ...]]:
    """Read the table of a plan.

    Parameters
    ----------
    root
        The plan's folder.

    Returns
    -------
    tuple
        The rows that can be read, None when there is no table, and what was wrong with the others.

    Raises
    ------
    PlanError
        If the table is there and cannot be read at all, or lacks a column.
    """
    path, name = root / ZONES / OVERLAPS_FILE, f"{ZONES}/{OVERLAPS_FILE}"
    if not path.exists():
        return None, ()
    rows, problems = [], []
    for line, values in read_csv(path, name, COLUMNS):
        row, faults = _row(values, line)
        problems += [Problem(fault.en, fault.zh, name, line, 1, "error", code="overlap-row") for fault in faults]
        rows += [] if row is None else [row]
    return tuple(rows), tuple(problems)


def _row(values: dict[str, str], line: int) -> tuple[DeclaredOverlap | None, list[Text]]:
    faults: list[Text] = []
    relation = values["relation"]
    known = get_args(Relation)
    if relation not in known:
        shown = printable(relation)
        faults.append(
            Text(
                f"relation“{shown}”不是 {'、'.join(known)} 之一；请改正，否则这一行不起作用。",
                f"The relation '{shown}' is none of {', '.join(known)}; correct it, the row has no effect as it is.",
            )
        )
    if not values["zone_a"] or not values["zone_b"] or values["zone_a"] == values["zone_b"]:
        faults.append(Text("zone_a 和 zone_b 应是两个功能区的代号。", "zone_a and zone_b must be two zones' ids."))
    if not values["reason_zh"] and not values["reason_en"]:
        faults.append(
            Text("没有理由；请填 reason_zh 或 reason_en。", "There is no reason; fill in reason_en or reason_zh.")
        )
    bounds = {column: _number(values[column], column, faults) for column in ("min_km2", "max_km2")}
    until = _day(values["until"], faults)
    if faults:
        return None, faults
    row = DeclaredOverlap(
        zone_a=values["zone_a"],
        zone_b=values["zone_b"],
        relation=cast("Relation", relation),
        reason=Text(values["reason_zh"], values["reason_en"]),
        clause_or_source=values["clause_or_source"],
        until=until,
        line=line,
        **bounds,
    )
    return row, []


def _number(text: str, column: str, faults: list[Text]) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        shown = printable(text)
        faults.append(
            Text(
                f"{column} 应为平方公里数或空着，不是“{shown}”。",
                f"{column} must be a number of square kilometres or empty, not '{shown}'.",
            )
        )
        return None
    return value


def _day(text: str, faults: list[Text]) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        shown = printable(text)
        faults.append(
            Text(f"until 应为 YYYY-MM-DD 或空着，不是“{shown}”。", f"until must be YYYY-MM-DD or empty, not '{shown}'.")
        )
        return None
