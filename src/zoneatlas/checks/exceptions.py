"""The table of accepted findings, zones/exceptions.csv: check, feature, reason_zh, reason_en, until.

Two more columns may bound what a row accepts: ``at_least`` and ``at_most``, in the unit of the check's own measure.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoneatlas.plan.locate import ZONES
from zoneatlas.plan.records import PlanError
from zoneatlas.plan.tables import read_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject

EXCEPTIONS_FILE = "exceptions.csv"
COLUMNS = ("check", "feature", "reason_zh", "reason_en", "until")
BOUNDS = ("at_least", "at_most")


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """A finding that is known and accepted: of which check, on which feature (empty: on none), why, until when.

    ``at_least`` and ``at_most`` are as written: numbers between which the finding's measure must lie, or empty.
    """

    check: str
    feature: str
    reason_zh: str
    reason_en: str
    until: str
    line: int
    at_least: str = ""
    at_most: str = ""

    @property
    def last_day(self) -> dt.date | None:
        """The last day it holds; None when no day is given or it is no date."""
        try:
            return dt.date.fromisoformat(self.until) if self.until else None
        except ValueError:
            return None

    def holds(self, today: dt.date) -> bool:
        """Whether it accepts anything: it has a reason, and its last day is not over."""
        dated = not self.until or (self.last_day is not None and self.last_day >= today)
        return bool(self.reason_zh or self.reason_en) and dated and self.bounds is not None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Between which numbers the measure must lie; None when a bound is no number, or they are the wrong way."""
        try:
            least = float(self.at_least) if self.at_least else -math.inf
            most = float(self.at_most) if self.at_most else math.inf
        except ValueError:
            return None
        return (least, most) if least <= most else None

    def accepts(self, finding: Finding, name: str) -> bool:
        """Whether it speaks of a finding, and that lies within its bounds; `name` is the check's name."""
        if not self.speaks_of(finding, name) or self.bounds is None:
            return False
        least, most = self.bounds
        return finding.measure is None or least <= finding.measure.value <= most

    def speaks_of(self, finding: Finding, name: str) -> bool:
        """Whether it is about that check and that feature, whatever the bounds; `name` is the check's name."""
        said = "" if finding.feature is None else str(finding.feature)
        return self.check in (finding.check, name) and self.feature == said


def exception_rows(subject: Subject) -> tuple[ExceptionRow, ...]:
    """Return the rows of the plan's exceptions table; none when it is absent or cannot be read."""
    return subject.once("exceptions", _read)


def _read(subject: Subject) -> tuple[ExceptionRow, ...]:
    if subject.root is None or not (subject.root / ZONES / EXCEPTIONS_FILE).exists():
        return ()
    try:
        rows = read_csv(subject.root / ZONES / EXCEPTIONS_FILE, f"{ZONES}/{EXCEPTIONS_FILE}", COLUMNS)
    except PlanError:
        return ()
    return tuple(
        ExceptionRow(
            line=line,
            **{column: row[column] for column in COLUMNS},
            **{column: row.get(column, "") for column in BOUNDS},
        )
        for line, row in rows
    )


def settle(subject: Subject, findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Part the findings into those that stand and those an exception accepts."""
    rows = [row for row in exception_rows(subject) if row.holds(subject.today)]
    names = _names() if rows else {}
    accepted = [one for one in findings if any(row.accepts(one, names.get(one.check, "")) for row in rows)]
    dropped = {id(one) for one in accepted}
    return [one for one in findings if id(one) not in dropped], accepted


def used_rows(rows: Iterable[ExceptionRow], findings: Sequence[Finding]) -> set[int]:
    """Return the lines of the rows that speak of at least one finding, within their bounds or beyond."""
    names = _names()
    return {row.line for row in rows if any(row.speaks_of(one, names.get(one.check, "")) for one in findings)}


def _names() -> dict[str, str]:
    from zoneatlas.checks.registry import all_checks

    return {item.id: item.name for item in all_checks()}
