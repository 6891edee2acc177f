"""From what readers and surveys noted to findings of checks, by the code of the fault."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoneatlas.checks.records import Finding
from zoneatlas.checks.structure.document_survey import survey_document
from zoneatlas.checks.structure.fields_survey import survey_fields
from zoneatlas.checks.structure.notes import Notebook, Notes, first_position, point
from zoneatlas.checks.structure.text_survey import survey_texts
from zoneatlas.checks.subject import TABLE_MISSING, key_of
from zoneatlas.plan.locate import PLAN_FILE, ZONES
from zoneatlas.plan.table_form import TABLE_FORM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.geojson import FeatureFile, FeatureRecord
    from zoneatlas.plan.records import Problem


def told(subject: Subject, check_id: str, *codes: str) -> Iterator[Finding]:
    """Yield what was noted under some codes as findings of a check, but of features that a required check found faulty.

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
    blocked = _blocked(subject) if subject.blocked else frozenset()
    for code in codes:
        for finding in everything.get(code, ()):
            if (finding.file, finding.feature) not in blocked:
                yield replace(finding, check=check_id)


def _blocked(subject: Subject) -> frozenset[tuple[str, str | int | None]]:
    """Return the features left out because a required check found them faulty, as findings call them."""
    return frozenset(
        (file.file, key_of(record))
        for file in (*subject.files, *subject.layer_files.values())
        for record in file.features
        if (file.file, record.index) in subject.blocked
    )


def _collect(subject: Subject) -> Notebook:
    found: Notebook = {}
    for read in subject.files:
        survey_document(read, Notes(read, found, zones=subject.plan is not None))
        _reader(read, found)
    for read in subject.layer_files.values():
        survey_document(read, Notes(read, found))
        if not any(problem.code == "not-found" for problem in read.problems):  # the catalogue's own check says it
            _reader(read, found)
    survey_fields(subject, found)
    survey_texts(subject, found)
    for problem in subject.problems:
        code = _table_code(problem)
        own = problem.severity if code == TABLE_MISSING else None
        found.setdefault(code, []).append(replace(_finding(problem), severity=own))
    return found


def _table_code(problem: Problem) -> str:
    if problem.code in (TABLE_FORM, TABLE_MISSING):
        return problem.code
    if problem.file == f"{ZONES}/{PLAN_FILE}":
        return "settings"
    return "vocabulary" if problem.severity == "warning" else "table"


def _finding(problem: Problem) -> Finding:
    return Finding("", problem.message, problem.message_zh, problem.file, problem.line, problem.column, problem.feature)


def _reader(read: FeatureFile, found: Notebook) -> None:
    """Take over what the reader noted, with the feature's own key; a number too large is worse in a coordinate."""
    records = {record.index: record for record in read.features} if read.problems else {}
    for problem in read.problems:
        finding = _finding(problem)
        record = records.get(problem.feature) if isinstance(problem.feature, int) else None
        if record is not None:
            finding = replace(finding, feature=key_of(record), place=point(first_position(record.value)))
        within = record or next((each for each in read.features if each.value is read.members), None)
        if problem.code == "overflow" and within is not None and _in_coordinates(problem, read, within):
            finding = replace(finding, severity="error")
        found.setdefault(problem.code, []).append(finding)


def _in_coordinates(problem: Problem, read: FeatureFile, record: FeatureRecord) -> bool:
    """Whether the last key before a problem is ``coordinates``."""
    start = at = record.start if record.mended is None else record.mended.origin(record.start)
    for _ in range(problem.line - record.line):
        at = read.text.find("\n", at) + 1
    at += problem.column - (record.column if problem.line == record.line else 1)
    before = read.text[start:at]
    return before.rfind('"coordinates"') > max(before.rfind('"properties"'), before.rfind("}"))
