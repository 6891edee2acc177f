"""The self-test: known faults are put into a copy of the plan, one at a time, and the checks must find each.

A fault counts as caught when a check of the right family reports, as a warning or an error that the untouched plan
does not have, the zone (or layer, or file) that was broken. A finding that only says that a number of zones or a
checksum is wrong does not count.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.registry import all_checks
from zoneatlas.checks.run import run_checks
from zoneatlas.checks.selftest_copy import PlanCopy, plan_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from zoneatlas.checks.records import Check, Family, Finding
    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.records import Text

__all__ = ["DEFAULT_PLACEMENTS", "Fault", "Seeded", "SelfTestReport", "SelfTestRow", "run_self_test"]

#: How many places each fault is tried at when nobody says: about half a minute for twenty zones.
DEFAULT_PLACEMENTS = 3
#: Checks that notice that something was touched but not what is wrong with it.
HOLLOW_CHECKS = frozenset(("zone-count-differs", "layer-file-changed"))

_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Seeded:
    """Where a fault was put: a file, and which features a finding about it may name (none: the file itself)."""

    file: str
    features: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        """The place in words."""
        return " / ".join(sorted(self.features)) or self.file


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault.

    ``families`` are those that ought to find it; `seed` puts it into the copy, at random, and says where, or returns
    None when the plan has nothing it could be put into.
    """

    name: str
    title: Text
    families: tuple[Family, ...]
    seed: Callable[[PlanCopy, random.Random], Seeded | None]


@dataclass(frozen=True, slots=True)
class SelfTestRow:
    """What became of one kind of fault: where it was put, where it was missed, and which checks found it."""

    fault: str
    title: Text
    placements: int
    missed: tuple[str, ...]
    caught_by: tuple[tuple[str, int], ...]

    @property
    def caught(self) -> int:
        """In how many places it was found."""
        return self.placements - len(self.missed)


@dataclass(frozen=True, slots=True)
class SelfTestReport:
    """The outcome of a self-test."""

    root: str
    placements: int
    seed: int
    rows: tuple[SelfTestRow, ...] = field(default=())

    @property
    def complete(self) -> bool:
        """Whether every fault that could be placed was found wherever it was put."""
        return not any(row.missed for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        return {
            "root": self.root,
            "placements": self.placements,
            "seed": self.seed,
            "complete": self.complete,
            "faults": [
                {
                    "fault": row.fault,
                    "title": row.title.en,
                    "title_zh": row.title.zh,
                    "placed": row.placements,
                    "caught": row.caught,
                    "caught_by": dict(row.caught_by),
                    "missed": list(row.missed),
                }
                for row in self.rows
            ],
        }

    def lines(self, lang: str) -> Iterator[str]:
        """Yield the report line by line, in Chinese (``zh``) or English."""
        for row in self.rows:
            if not row.placements:
                yield (
                    f"–  {row.title.say(lang)}：此规划中无处可放"
                    if lang == "zh"
                    else (f"–  {row.title.say(lang)}: nowhere to put it in this plan")
                )
                continue
            by = ", ".join(f"{check} {number}" for check, number in row.caught_by)
            mark = "✗" if row.missed else "✓"
            yield f"{mark}  {row.title.say(lang)}: {row.caught}/{row.placements}" + (f" ({by})" if by else "")
            if row.missed:
                yield ("   未发现：" if lang == "zh" else "   missed: ") + ", ".join(dict.fromkeys(row.missed))
        tried, caught = sum(row.placements for row in self.rows), sum(row.caught for row in self.rows)
        yield f"{tried} 处错误，发现 {caught} 处。" if lang == "zh" else f"{caught} of {tried} faults were caught."


def run_self_test(
    root: Path, placements: int = DEFAULT_PLACEMENTS, seed: int = 0, faults: Iterable[str] = ()
) -> SelfTestReport:
    """Put known faults into a copy of a plan and see which the checks find.

    Parameters
    ----------
    root
        The plan's folder; nothing in it is written.
    placements
        At how many random places each fault is tried.
    seed
        Of the random places: the same seed tries the same places.
    faults
        Names of the faults to try; all by default.

    Returns
    -------
    SelfTestReport
        Faults the plan has no place for are rows without placements.

    Raises
    ------
    CheckFaultError
        If a check raises.
    """
    from zoneatlas.checks.selftest_faults import all_faults

    wanted = frozenset(faults)
    with plan_copy(root) as copy:
        rows = tuple(
            _row(copy, fault, placements, seed) for fault in all_faults() if not wanted or fault.name in wanted
        )
    return SelfTestReport(str(root), placements, seed, rows)


def _row(copy: PlanCopy, fault: Fault, placements: int, seed: int) -> SelfTestRow:
    checks = _checks_for(fault)
    counting = {item.id for item in checks if item.family in fault.families and item.name not in HOLLOW_CHECKS}
    before = _keys(copy.clean, checks)
    missed: list[str] = []
    caught_by: Counter[str] = Counter()
    placed = 0
    for number in range(placements):
        seeded = fault.seed(copy, random.Random(f"{seed} {fault.name} {number}"))  # noqa: S311  (places, no secrets)
        if seeded is not None:
            placed += 1
            caught = _caught(run_checks(copy.subject(), checks), seeded, before, counting)
            caught_by.update(caught)
            if not caught:
                missed.append(seeded.place)
        copy.restore()
    return SelfTestRow(fault.name, fault.title, placed, tuple(missed), tuple(caught_by.most_common()))


def _checks_for(fault: Fault) -> tuple[Check, ...]:
    """Return the checks of the fault's families, and those they require."""
    known = {item.id: item for item in all_checks()}
    wanted = [item.id for item in known.values() if item.family in fault.families]
    taken: dict[str, Check] = {}
    while wanted:
        item = known.get(wanted.pop())
        if item is not None and item.id not in taken:
            taken[item.id] = item
            wanted += item.requires
    return tuple(taken[key] for key in sorted(taken))


def _keys(subject: Subject, checks: tuple[Check, ...]) -> frozenset[_Key]:
    return frozenset(_key(finding) for finding in run_checks(subject, checks))


def _key(finding: Finding) -> _Key:
    return finding.check, finding.file, str(finding.feature), finding.message


def _caught(found: list[Finding], seeded: Seeded, before: frozenset[_Key], counting: set[str]) -> set[str]:
    """Return the checks that say where the fault is."""
    return {
        finding.check
        for finding in found
        if finding.check in counting
        and finding.severity != "info"
        and _key(finding) not in before
        and (str(finding.feature) in seeded.features if seeded.features else finding.file == seeded.file)
    }
