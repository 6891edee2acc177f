"""Running checks: in an order that lets required ones go first, each on the features those left clean."""

from __future__ import annotations

import graphlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zoneatlas.checks.consequences import ALSO_REQUIRED, held_back
from zoneatlas.checks.records import Check, CheckFaultError, Finding
from zoneatlas.checks.subject import FeatureKey, Subject, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["LAST", "Report", "check_subject", "run_checks"]

#: Checks that look at what the others found (`Subject.found`).
LAST = frozenset(("Z390",))
#: A table that cannot be read, which is the cause of much else; its file is told first.
_TABLES = frozenset(("Z195", "Z196", "Z199"))
#: What concerns a file as a whole (encoding, format, root): told before what is found in it.
_WHOLE = frozenset(("Z101", "Z102", "Z104", "Z105", "Z106", "Z107", "Z116", "Z122", "Z123", "Z124", *_TABLES))


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found, in the order of `in_order`. ``accepted``: what an exception row allows."""

    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    checks: tuple[Check, ...]

    def count(self, severity: str) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity == severity for finding in self.findings)


def check_subject(subject: Subject, checks: Iterable[Check]) -> Report:
    """Run checks on a subject and set aside what the plan's exceptions table accepts.

    Raises
    ------
    CheckFaultError
        If a check raises: a fault of ours, never of the data.
    """
    from zoneatlas.checks.exceptions import settle

    wanted = tuple(item for item in checks if subject.plan is not None or not item.needs_plan)
    kept, accepted = settle(subject, run_checks(subject, wanted))
    return Report(tuple(kept), tuple(accepted), wanted)


def _order(checks: Sequence[Check]) -> list[Check]:
    known = {item.id: item for item in checks}
    graph = {item.id: [name for name in _required(item) if name in known] for item in checks}
    ordered = [known[name] for name in graphlib.TopologicalSorter(graph).static_order()]
    return sorted(ordered, key=lambda item: item.id in LAST)


def _required(item: Check) -> tuple[str, ...]:
    return (*item.requires, *ALSO_REQUIRED.get(item.id, ()))


def _keys(subject: Subject) -> dict[tuple[str, str | int | None], set[FeatureKey]]:
    keys: dict[tuple[str, str | int | None], set[FeatureKey]] = {}
    for file in (*subject.files, *subject.layer_files.values()):
        whole = keys.setdefault((file.file, None), set())
        for record in file.features:
            keys.setdefault((file.file, key_of(record)), set()).add((file.file, record.index))
            whole.add((file.file, record.index))
    return keys


def _features(findings: list[Finding], subject: Subject) -> set[FeatureKey]:
    """Return the features that findings speak of: one of no feature speaks of all in its file."""
    told = [(one.file, one.feature) for one in findings]
    keys = subject.once("run.keys", _keys) if told else {}
    return {key for name in told for key in keys.get(name, ())}


def _findings(item: Check, subject: Subject) -> list[Finding]:
    try:
        found = list(item.function(subject))
    except Exception as error:
        raise CheckFaultError(item.id) from error
    return [one if one.severity else replace(one, severity=item.severity) for one in found]


def run_checks(subject: Subject, checks: Iterable[Check]) -> list[Finding]:
    """Run checks on a subject.

    A check that needs a plan is passed over where there is none. Features that a required check found faulty are left
    out of what the check looks at, the others are not.

    Returns
    -------
    list of Finding
        In the order of `in_order`; every severity filled in.

    Raises
    ------
    CheckFaultError
        If a check raises: a fault of ours, never of the data.
    """
    wanted = tuple(checks)
    by_check: dict[str, set[FeatureKey]] = {}
    found: list[Finding] = []
    idle = held_back(subject)
    needed = {name for item in wanted for name in _required(item)}
    for item in _order(wanted):
        if (item.needs_plan and subject.plan is None) or item.id.startswith(idle):
            continue
        blocked: set[FeatureKey] = set().union(*(by_check.get(name, set()) for name in _required(item)))
        seen = subject.without(blocked)
        if item.id in LAST:
            seen = replace(seen, found=tuple(found), ran=frozenset(by_check))
        new = _findings(item, seen)
        by_check[item.id] = _features(new, subject) if item.id in needed else set()
        found += new
    return in_order(found)


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Sort findings: tables that could not be read first, then file by file, what concerns a whole file first."""
    found = list(found)
    first = {one.file for one in found if one.check in _TABLES}

    def key(one: Finding) -> tuple[bool, str, bool, int, int, str, str, str]:
        whole = one.check in _WHOLE
        return (
            one.file not in first, one.file, not whole, one.line, one.column, one.check, str(one.feature), one.message
        )  # fmt: skip

    return sorted(found, key=key)
