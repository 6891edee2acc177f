"""From what the reader noted to findings: everything the readers found in all files, by the code of the fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.records import Finding, Measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.geojson import FeatureFile
    from zoneatlas.plan.records import Problem

Told = dict[str, list["Problem"]]


def every_file(subject: Subject) -> tuple[FeatureFile, ...]:
    """Return the files of zones and those of the reference layers."""
    return (*subject.files, *subject.layer_files.values())


def told(subject: Subject, check_id: str, *codes: str) -> Iterator[Finding]:
    """Yield what was noted under some codes as findings of a check.

    Parameters
    ----------
    subject
        What is checked.
    check_id
        The check that asks.
    codes
        Codes of `zoneatlas.plan.faults.FAULTS`, or of the surveys of this package.
    """
    everything = subject.once("structure.told", _collect)
    for code in codes:
        for problem in everything.get(code, ()):
            yield finding_of(problem, check_id)


def finding_of(problem: Problem, check_id: str, measure: Measure | None = None) -> Finding:
    """Make a finding of a problem; its severity is the check's default."""
    return Finding(
        check_id,
        problem.message,
        problem.message_zh,
        problem.file,
        problem.line,
        problem.column,
        problem.feature,
        measure=measure,
    )


def _collect(subject: Subject) -> Told:
    found: Told = {}
    for read in every_file(subject):
        for problem in read.problems:
            found.setdefault(problem.code, []).append(problem)
    return found
