"""What the checks found, in formats of others: GitHub annotations, GeoJSON for a GIS, SARIF 2.1.0."""

from __future__ import annotations

import math
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from zoneatlas.views.reports import message_of, names_of

if TYPE_CHECKING:
    from zoneatlas.checks.records import Check, Finding
    from zoneatlas.checks.run import Report
    from zoneatlas.views.reports import Shown

_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}
_SARIF = {"error": "error", "warning": "warning", "info": "note"}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def github_text(report: Report, lang: str, shown: Shown) -> str:
    """Return GitHub Actions workflow commands, one a finding; paths are taken from the repository's root."""
    names = names_of(report)
    return "\n".join(_annotation(one, names[one.check], lang, shown(one.file)) for one in report.findings)


def _annotation(one: Finding, name: str, lang: str, file: str) -> str:
    values = {
        "file": PurePath(file).as_posix(),
        "line": str(one.line),
        "col": str(one.column),
        "title": f"{one.check} {name}",
    }
    said = ",".join(f"{key}={_escaped(value, inside=True)}" for key, value in values.items())
    return f"::{_GITHUB[one.severity or 'error']} {said}::{_escaped(message_of(one, lang), inside=False)}"


def _escaped(text: str, *, inside: bool) -> str:
    """Escape the data of a workflow command, or (`inside`) the value of one of its properties."""
    for sign in "%\r\n" + (":," if inside else ""):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def report_geojson(report: Report) -> dict[str, Any]:
    """Return the places of the findings as a FeatureCollection (WGS 84), the rest as flat properties.

    A finding without a place is a feature without geometry, so that a GIS lists it all the same.
    """
    names = names_of(report)
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": _properties(one, names[one.check]), "geometry": one.place}
            for one in report.findings
        ],
    }


def _properties(one: Finding, name: str) -> dict[str, Any]:
    value = one.measure.value if one.measure is not None and math.isfinite(one.measure.value) else None
    return {
        "id": one.check,
        "name": name,
        "severity": one.severity,
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "feature": None if one.feature is None else str(one.feature),
        "message": one.message,
        "message_zh": one.message_zh,
        "value": value,
        "unit": one.measure.unit if one.measure is not None and value is not None else None,
    }


def report_sarif(report: Report, lang: str, shown: Shown) -> dict[str, Any]:
    """Return a SARIF 2.1.0 log of one run; accepted findings are results with a suppression."""
    from zoneatlas import __version__

    index = {item.id: number for number, item in enumerate(report.checks)}
    results = [_result(one, index, lang, shown, accepted=False) for one in report.findings]
    results += [_result(one, index, lang, shown, accepted=True) for one in report.accepted]
    driver = {
        "name": "zoneatlas",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(item, lang) for item in report.checks],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(item: Check, lang: str) -> dict[str, Any]:
    said = item.doc_zh if lang == "zh" else item.doc
    title, _, rest = said.partition("\n")
    return {
        "id": item.id,
        "name": item.name,
        "shortDescription": {"text": title.strip()},
        "fullDescription": {"text": title.strip()},
        "help": {"text": rest.strip() or title.strip()},
        "defaultConfiguration": {"level": _SARIF[item.severity]},
        "properties": {"tags": [item.family], "source": item.source},
    }


def _result(one: Finding, index: dict[str, int], lang: str, shown: Shown, *, accepted: bool) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(shown(one.file))},
            "region": {"startLine": one.line, "startColumn": one.column},
        }
    }
    if one.feature is not None:
        location["logicalLocations"] = [{"name": str(one.feature), "kind": "member"}]
    result: dict[str, Any] = {
        "ruleId": one.check,
        "ruleIndex": index[one.check],
        "level": _SARIF[one.severity or "error"],
        "message": {"text": message_of(one, lang)},
        "locations": [location],
    }
    if accepted:
        result["suppressions"] = [{"kind": "external", "justification": "zones/exceptions.csv"}]
    return result


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(PurePath(file).as_posix(), errors="backslashreplace")
