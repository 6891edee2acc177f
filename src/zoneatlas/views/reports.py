"""What the checks found: text for a terminal, JSON for scripts, and the door to the other formats."""

from __future__ import annotations

import json
import math
from itertools import groupby
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import Text
from zoneatlas.views.text import SEVERITIES, printable_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.run import Report

    Shown = Callable[[str], str]
    """From a file's name in a finding to a path the reader can open from where they are."""

_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[33m", "info": "\x1b[36m"}
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_COUNTED = {
    "error": (Text("个错误", "error"), "errors"),
    "warning": (Text("个警告", "warning"), "warnings"),
    "info": (Text("个提示", "note"), "notes"),
}


def report_text(  # noqa: PLR0913  (a format has this many sides)
    form: str, report: Report, root: Path | None, lang: str, shown: Shown, *, colour: bool = False
) -> str:
    """Return a report in a format.

    Parameters
    ----------
    form
        ``text``, ``json``, ``github``, ``geojson`` or ``sarif``.
    report
        What the checks found.
    root
        The plan's folder, None for single files.
    lang
        ``zh`` or ``en``; JSON and GeoJSON carry both.
    shown
        How a file is named in text, annotations and SARIF.
    colour
        Whether the text goes to a terminal that shows colours.

    Returns
    -------
    str
        Without a final newline.
    """
    from zoneatlas.views import reports_formats as formats

    match form:
        case "json":
            return as_json(report_json(report, root))
        case "github":
            return formats.github_text(report, lang, shown)
        case "geojson":
            return as_json(formats.report_geojson(report))
        case "sarif":
            return as_json(formats.report_sarif(report, lang, shown))
        case _:
            return _terminal_text(report, lang, shown, colour=colour)


def as_json(value: dict[str, Any]) -> str:
    """Return a JSON object as text, in UTF-8's characters."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)


def names_of(report: Report) -> dict[str, str]:
    """Return the name of each check that ran, by id."""
    return {item.id: item.name for item in report.checks}


def message_of(finding: Finding, lang: str) -> str:
    """Return a finding's message in a language."""
    return Text(finding.message_zh, finding.message).say(lang)


def finding_line(finding: Finding, name: str, lang: str, file: str) -> str:
    """Return a finding as ``file:line:column: severity ID name: message``, as editors can jump to."""
    severity = SEVERITIES[finding.severity or "error"].say(lang)
    colon = "：" if lang == "zh" else ": "
    place = f"{file}:{finding.line}:{finding.column}"
    return printable_cell(f"{place}: {severity} {finding.check} {name}{colon}{message_of(finding, lang)}")


def _terminal_text(report: Report, lang: str, shown: Shown, *, colour: bool) -> str:
    names = names_of(report)
    blocks = [_block(list(group), names, lang, shown(file), colour) for file, group in _by_file(report.findings)]
    if report.accepted:
        title = Text("已接受（zones/exceptions.csv）", "Accepted (zones/exceptions.csv)").say(lang)
        lines = [finding_line(one, names[one.check], lang, shown(one.file)) for one in report.accepted]
        blocks.append([_painted(title, _DIM, colour), *(_painted(line, _DIM, colour) for line in lines)])
    blocks.append([summary_line(report, lang)])
    return "\n\n".join("\n".join(block) for block in blocks)


def _by_file(findings: Sequence[Finding]) -> groupby[str, Finding]:
    return groupby(findings, key=lambda one: one.file)


def _block(findings: list[Finding], names: dict[str, str], lang: str, file: str, colour: bool) -> list[str]:  # noqa: FBT001
    lines = [_painted(printable_cell(file), _BOLD, colour)]
    for one in findings:
        line = finding_line(one, names[one.check], lang, file)
        lines.append(_painted(line, _COLOURS[one.severity or "error"], colour))
    return lines


def _painted(text: str, code: str, colour: bool) -> str:  # noqa: FBT001
    return f"{code}{text}{_PLAIN}" if colour else text


def summary_line(report: Report, lang: str) -> str:
    """Return how many findings of each severity there are, and how many are accepted."""
    counts = {name: report.count(name) for name in SEVERITIES}
    accepted = len(report.accepted)
    if lang == "zh":
        said = "，".join(f"{count} {_COUNTED[name][0].zh}" for name, count in counts.items())
        text = f"{said}；{len(report.checks)} 项检查"
        return text + (f"；另有 {accepted} 项已接受。" if accepted else "。")
    said = ", ".join(
        f"{count} {_COUNTED[name][0].en if count == 1 else _COUNTED[name][1]}" for name, count in counts.items()
    )
    return f"{said}; {len(report.checks)} checks" + (f"; {accepted} accepted." if accepted else ".")


def report_json(report: Report, root: Path | None) -> dict[str, Any]:
    """Return a report as the JSON object that programs read; ``accepted`` only where something is."""
    names = names_of(report)
    accepted = [_finding_json(one, names[one.check]) for one in report.accepted]
    return {
        "root": None if root is None else str(root),
        "summary": {name: report.count(name) for name in SEVERITIES},
        "findings": [_finding_json(one, names[one.check]) for one in report.findings],
        **({"accepted": accepted} if accepted else {}),
    }


def _finding_json(one: Finding, name: str) -> dict[str, Any]:
    measure = one.measure
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
        "measure": {"value": measure.value, "unit": measure.unit}
        if measure is not None and math.isfinite(measure.value)
        else None,
    }
