"""What the checks found, as text and in the formats that programs read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zoneatlas.views.text import SEVERITIES, printable_cell

if TYPE_CHECKING:
    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.run import Report
    from zoneatlas.checks.subject import Subject


def report_text(form: str, report: Report, subject: Subject, lang: str) -> str:
    """Return a report in a format."""
    if form == "json":
        return json.dumps(report_json(report, subject), ensure_ascii=False, indent=2, allow_nan=False)
    names = {item.id: item.name for item in report.checks}
    lines = [
        f"{one.file}:{one.line}:{one.column}: {SEVERITIES[one.severity or 'error'].say(lang)} {one.check} "
        f"{names[one.check]}: {one.message_zh if lang == 'zh' else one.message}"
        for one in report.findings
    ]
    counts = ", ".join(f"{report.count(name)} {name}" for name in SEVERITIES)
    return "\n".join([*map(printable_cell, lines), counts])


def report_json(report: Report, subject: Subject) -> dict[str, Any]:
    """Return a report as the JSON object that programs read."""
    names = {item.id: item.name for item in report.checks}
    return {
        "root": None if subject.root is None else str(subject.root),
        "summary": {name: report.count(name) for name in ("error", "warning", "info")},
        "findings": [_finding_json(one, names[one.check]) for one in report.findings],
    }


def _finding_json(one: Finding, name: str) -> dict[str, Any]:
    return {
        "id": one.check,
        "name": name,
        "severity": one.severity,
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "feature": one.feature,
        "message": one.message,
        "message_zh": one.message_zh,
        "place": one.place,
        "measure": None if one.measure is None else {"value": one.measure.value, "unit": one.measure.unit},
    }
