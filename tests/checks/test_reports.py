"""Reports: the same findings as text, JSON, GitHub annotations, GeoJSON and SARIF."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.registry import all_checks, get_check
from zoneatlas.checks.run import Report
from zoneatlas.plan.geojson import parse_features
from zoneatlas.views.explaining import example_findings, explanation
from zoneatlas.views.reports import report_json, report_text, summary_line

CHECKS = tuple(item for item in all_checks() if item.id in ("Z147", "Z154", "Z181"))
PLACE = {"type": "Point", "coordinates": [105.1, 34.1]}
FINDINGS = (
    Finding("Z147", "open, 100 %: mend\nit", "没有闭合", "zones/a b.geojson", 2, 9, "brook", PLACE, None, "error"),
    Finding("Z154", "too fine", "太细", "zones/a b.geojson", 3, 1, 7, None, Measure(4, "count"), "warning"),
    Finding("Z181", "a\x1b[31m", "模板", "zones/c.geojson", 1, 1, None, None, Measure(float("nan"), "m"), "info"),
)
ACCEPTED = (Finding("Z181", "allowed", "接受", "zones/c.geojson", 5, 2, "mill", None, None, "warning"),)
REPORT = Report(FINDINGS, ACCEPTED, CHECKS)
CLEAN = Report((), (), CHECKS)
#: The schema of SARIF 2.1.0 as Microsoft's validator carries it (MIT licence, see sarif-2.1.0.licence.txt).
SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))


def shown(file: str) -> str:
    return f"../{file}"


def text(form: str, report: Report = REPORT, lang: str = "en", *, colour: bool = False) -> str:
    return report_text(form, report, Path("/plan"), lang, shown, colour=colour)


def test_the_text_is_grouped_by_file_and_editors_can_jump() -> None:
    assert text("text").splitlines() == [
        "../zones/a b.geojson",
        "../zones/a b.geojson:2:9: error Z147 open-ring: open, 100 %: mend\\nit",
        "../zones/a b.geojson:3:1: warning Z154 excess-precision: too fine",
        "",
        "../zones/c.geojson",
        "../zones/c.geojson:1:1: info Z181 template-in-text: a\\x1b[31m",
        "",
        "Accepted (zones/exceptions.csv)",
        "../zones/c.geojson:5:2: warning Z181 template-in-text: allowed",
        "",
        "1 error, 1 warning, 1 note; 3 checks; 1 accepted.",
    ]


def test_the_text_speaks_chinese() -> None:
    lines = text("text", lang="zh").splitlines()
    assert lines[1] == "../zones/a b.geojson:2:9: 错误 Z147 open-ring：没有闭合"
    assert lines[-1] == "1 个错误，1 个警告，1 个提示；3 项检查；另有 1 项已接受。"


def test_colours_only_when_asked_for() -> None:
    assert "\x1b" not in text("text")
    assert "\x1b[1;31m" in text("text", colour=True)


def test_a_clean_report_says_so() -> None:
    assert text("text", CLEAN) == "0 errors, 0 warnings, 0 notes; 3 checks."
    assert summary_line(CLEAN, "zh") == "0 个错误，0 个警告，0 个提示；3 项检查。"
    assert text("github", CLEAN) == ""
    assert "accepted" not in report_json(CLEAN, None)


def test_json_has_the_promised_keys() -> None:
    value = json.loads(text("json"))
    assert list(value) == ["root", "summary", "findings", "accepted"]
    assert value["root"] == "/plan"
    assert value["summary"] == {"error": 1, "warning": 1, "info": 1}
    assert value["findings"][0] == {
        "id": "Z147",
        "name": "open-ring",
        "severity": "error",
        "file": "zones/a b.geojson",
        "line": 2,
        "column": 9,
        "feature": "brook",
        "message": "open, 100 %: mend\nit",
        "message_zh": "没有闭合",
        "place": PLACE,
        "measure": None,
    }
    assert value["findings"][1]["measure"] == {"value": 4, "unit": "count"}
    assert value["findings"][1]["feature"] == 7
    assert value["findings"][2]["measure"] is None


def test_annotations_are_escaped() -> None:
    first, second, third = text("github").splitlines()
    assert first == ("::error file=../zones/a b.geojson,line=2,col=9,title=Z147 open-ring::open, 100 %25: mend%0Ait")
    assert second.startswith("::warning ")
    assert third.startswith("::notice ")


def test_geojson_is_clean_geojson_with_a_feature_a_finding() -> None:
    said = text("geojson")
    read = parse_features(said.encode(), "findings.geojson")
    assert not read.problems
    assert [record.value["geometry"] for record in read.features] == [PLACE, None, None]
    assert [record.value["properties"]["feature"] for record in read.features] == ["brook", "7", None]
    assert read.features[1].value["properties"]["value"] == 4


def sarif_faults(value: Any) -> list[str]:  # noqa: ANN401  (parsed JSON)
    """Return what the schema of SARIF 2.1.0 finds wrong with a log."""
    validator = jsonschema.Draft202012Validator(SARIF, format_checker=jsonschema.FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_is_valid_against_its_schema(lang: str) -> None:
    value = json.loads(text("sarif", lang=lang))
    assert sarif_faults(value) == []
    (run,) = value["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note", "warning"]
    assert ["suppressions" in result for result in run["results"]] == [False, False, False, True]
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "../zones/a%20b.geojson"
    assert location["region"] == {"startLine": 2, "startColumn": 9}


def test_sarif_of_everything_is_valid_too() -> None:
    value = json.loads(text("sarif", Report(FINDINGS, (), all_checks())))
    assert sarif_faults(value) == []
    value["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert sarif_faults(value) == [
        "$.runs[0].results[0].locations[0].physicalLocation.region.startLine: 0 is less than the minimum of 1"
    ]


def test_sarif_of_hard_names_is_valid() -> None:
    hard = [
        replace(FINDINGS[0], file=name)
        for name in ("分区 一.geojson", "a#b?c%.geojson", "C:\\x y.geojson", "\udcff.geojson", "/data/é.geojson")
    ]
    hard += [replace(FINDINGS[0], feature=feature) for feature in ("a\ud800", "", 0)]
    for lang in ("zh", "en"):
        said = report_text("sarif", Report(tuple(hard), (), CHECKS), None, lang, str)
        assert sarif_faults(json.loads(said)) == []


def test_an_explanation_says_all_and_shows_its_example() -> None:
    item = get_check("Z147")
    assert item is not None
    said = explanation(item, example_findings(item), "en")
    for part in ("What it means", "Why it matters", "How to fix", "Default severity: error", "RFC 7946, 3.1.6"):
        assert part in said
    assert "fields.geojson:2:139: error Z147 open-ring: The ring is not closed" in said
    assert "默认级别：错误" in explanation(item, [], "zh")
