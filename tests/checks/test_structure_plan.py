"""The structure family on a plan: fields of zones, texts, tables, and files that cannot be read."""

# ruff: noqa: E501  (a row of a table is one line)

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas.checks.example import BASE
from zoneatlas.checks.registry import all_checks
from zoneatlas.checks.run import check_subject
from zoneatlas.checks.subject import subject_of_plan
from zoneatlas.plan.records import PlanError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoneatlas.checks.records import Finding

    Change = Callable[[dict[str, Any]], object]

STRUCTURE = tuple(item for item in all_checks() if item.family == "structure")
PARKS = "zones/parks.geojson"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return shutil.copytree(BASE, tmp_path / "plan")


def found(root: Path) -> list[Finding]:
    return list(check_subject(subject_of_plan(root), STRUCTURE).findings)


def ids(root: Path) -> list[str]:
    return [one.check for one in found(root)]


def edit(root: Path, change: Change, file: str = PARKS, number: int = 0) -> None:
    """Change one feature of a file, one feature a line."""
    content = json.loads((root / file).read_text(encoding="utf-8"))
    change(content["features"][number])
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in content["features"])
    (root / file).write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8")


def setting(field: str, value: object) -> Change:
    return lambda feature: feature["properties"].update({field: value})


def dropping(field: str) -> Change:
    return lambda feature: feature["properties"].pop(field)


FIELDS: list[tuple[str, Change, list[str]]] = [
    ("no zone_id", dropping("zone_id"), ["Z160"]),
    ("zone_id number", setting("zone_id", 7), ["Z160"]),
    ("zone_id blank", setting("zone_id", "  "), ["Z160"]),
    ("zone_id Chinese", setting("zone_id", "春谷"), ["Z161"]),
    ("zone_id full-width", setting("zone_id", "ｓｐｒｉｎｇ"), ["Z161", "Z185"]),
    ("zone_id of another", setting("zone_id", "river-port"), ["Z162"]),
    ("no names", lambda feature: feature["properties"].update(name_zh="", name_en=None), ["Z163"]),
    ("name of another", setting("name_zh", "河港 产业园"), ["Z164"]),
    ("name is a number", setting("name_en", 5), ["Z167"]),
    ("fields missing", lambda feature: [feature["properties"].pop(key) for key in ("clause", "as_of")], ["Z165"]),
    ("unknown field", setting("industires", []), ["Z166"]),
    ("nested object", setting("sources", {"a": 1}), ["Z167"]),
    ("number as text", setting("boundary_accuracy_m", "40"), ["Z167"]),
    ("number true", setting("boundary_accuracy_m", value=True), ["Z167"]),
    ("negative area", setting("published_area_km2", -1), ["Z167"]),
    ("date as text", setting("as_of", "2020-05"), ["Z167"]),
    ("number in a list", setting("anchors", ["old-kiln", 5]), ["Z167"]),
    ("list as text", setting("sources", "B1"), ["Z168"]),
    ("list as QGIS writes it", setting("districts", '[ "溪西区" ]'), ["Z168"]),
    ("repeated source", setting("sources", ["B1", "B1"]), ["Z169"]),
    ("empty anchor", setting("anchors", ["old-kiln", ""]), ["Z169"]),
    ("unknown kind", setting("kind", "park"), ["Z170"]),
    ("no kind", dropping("kind"), ["Z170"]),
    ("kind of another file", setting("kind", "green-belt"), ["Z171"]),
    ("half-width clause", setting("clause", "(2.1)"), ["Z172"]),
    ("unknown industry", setting("industries", ["ceramic"]), ["Z174"]),
    ("unknown industry in a text", setting("industries", "ceramics;glas"), ["Z168", "Z174"]),
    ("unknown method", setting("boundary_method", "guess"), ["Z175"]),
    ("markup anywhere", setting("boundary_basis", "<img src=x onerror=alert(1)>"), ["Z180"]),
    ("markup in a list", setting("districts", ["溪西区", "<b>"]), ["Z180"]),
    ("traditional", setting("name_zh", "春谷產業園"), ["Z190"]),
    ("no-break space", setting("name_en", "Spring\u00a0Valley"), ["Z183"]),
    ("zero-width space", setting("name_zh", "春谷\u200b产业园"), ["Z183"]),
    ("full-width space", setting("name_zh", "春谷\u3000产业园"), ["Z189"]),
    ("full-width letter", setting("name_zh", "春谷产业园Ａ"), ["Z185"]),
    ("mark of direction", setting("name_en", "Spring\u200e Valley"), ["Z183"]),
    ("override of direction", setting("name_en", "Spring\u202e Valley"), ["Z184"]),
    ("joiners of Persian", setting("name_en", "می\u200cخواهم"), []),
    ("id outside", lambda feature: feature.update(id="x"), ["Z138"]),
    ("a point", lambda feature: feature.update(geometry={"type": "Point", "coordinates": [105.1, 34.1]}), ["Z148"]),
    ("null properties", lambda feature: feature.update(properties=None), ["Z160"]),
    ("null geometry", lambda feature: feature.update(geometry=None), ["Z135"]),
]


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in FIELDS], ids=[row[0] for row in FIELDS])
def test_a_faulty_field_is_told(plan: Path, change: Change, expected: list[str]) -> None:
    edit(plan, change)
    assert sorted(ids(plan)) == expected


def test_a_finding_stands_at_the_value(plan: Path) -> None:
    edit(plan, setting("industries", ["ceramics", "potery"]))
    (one,) = found(plan)
    line = (plan / PARKS).read_text(encoding="utf-8").splitlines()[one.line - 1]
    assert line[one.column - 1 :].startswith('"potery"')
    assert (one.check, one.feature, one.file) == ("Z174", "spring-valley", PARKS)
    assert "pottery" in one.message
    assert "pottery" in one.message_zh


def test_more_fields_and_forms_are_rows_of_the_plan(plan: Path) -> None:
    edit(plan, setting("phase", "two"))
    edit(plan, setting("phase", 2), number=1)
    toml = plan / "zones" / "plan.toml"
    text = toml.read_text(encoding="utf-8")
    assert ids(plan) == ["Z166", "Z166"]
    toml.write_text(
        text.replace("[fields]\n", '[fields]\nextra = ["phase"]\nphase_pattern = "one"\n'), encoding="utf-8"
    )
    assert ids(plan) == ["Z172"]


UNREADABLE: list[tuple[str, str, bytes, list[str]]] = [
    ("zones no JSON", PARKS, b"[", ["Z110"]),
    ("zones GBK", PARKS, '{"type":"产业"}'.encode("gbk"), ["Z105", "Z127"]),
    ("zones no collection", PARKS, b'{"type":"Point","coordinates":[105,34]}', ["Z139"]),
    ("plan.toml broken", "zones/plan.toml", b"[plan\n", ["Z195"]),
    ("plan.toml empty", "zones/plan.toml", b"", ["Z195"]),
    ("plan.toml without kinds", "zones/plan.toml", b'[plan]\nid = "x"\n', ["Z195"]),
    ("plan.toml of wrong types", "zones/plan.toml", b'kinds = 5\n[plan]\nid = "x"\n', ["Z195"]),
    ("industries without columns", "zones/industries.csv", b"a,b\n1,2\n", ["Z196"]),
    ("sources GBK", "zones/sources.csv", "source_id\n溪\n".encode("gbk"), ["Z196"]),
    ("rules GBK", "zones/rules.csv", "rule\n产业\n".encode("gbk"), ["Z196"]),
    ("catalogue broken", "geodata/catalog.toml", b"[[layers]\n", ["Z196"]),
    ("catalogue of a wrong type", "geodata/catalog.toml", b"layers = 5\n", ["Z196"]),
    ("layer broken", "geodata/roads.geojson", b'{"type":', ["Z110"]),
    ("stretches broken", "zones/boundary_stretches.geojson", b"{", ["Z110"]),
    ("vocabulary row", "zones/industries.csv", b"industry_id,zh,en,parent,synonyms_zh,synonyms_en,clauses,stance,gbt4754_2002\nceramics,,ceramics,x,,,,,\npottery,,pottery,,,,,,\nboatbuilding,,boats,,,,,,\nforestry,,forestry,,,,,,\n", ["Z197"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "data", "expected"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE]
)
def test_what_cannot_be_read_is_a_finding_and_every_check_still_runs(
    plan: Path, file: str, data: bytes, expected: list[str]
) -> None:
    (plan / file).write_bytes(data)
    assert ids(plan) == expected
    assert {one.file for one in found(plan)} <= {file}
    check_subject(subject_of_plan(plan), all_checks())


@pytest.mark.parametrize("file", [PARKS, "zones/plan.toml", "zones/industries.csv", "geodata/catalog.toml"])
def test_a_missing_file_stops_nothing(plan: Path, file: str) -> None:
    (plan / file).unlink()
    check_subject(subject_of_plan(plan), all_checks())


def test_a_folder_in_place_of_a_file_stops_nothing(plan: Path) -> None:
    (plan / PARKS).unlink()
    (plan / PARKS).mkdir()
    assert ids(plan) == ["Z101"]


def test_only_a_missing_plan_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError):
        subject_of_plan(tmp_path / "nowhere")
    (tmp_path / "zones").mkdir()
    assert ids(tmp_path) == ["Z195"]


def test_a_layer_may_leave_out_a_place_when_it_says_why(plan: Path) -> None:
    places = "geodata/places.geojson"
    edit(plan, lambda feature: feature.update(geometry=None), places)
    assert ids(plan) == ["Z135"]
    edit(plan, setting("reason_en", "lost"), places)
    assert ids(plan) == []


def test_names_in_a_layer_are_looked_at(plan: Path) -> None:
    edit(plan, setting("name_en", "<b>Kiln</b>"), "geodata/places.geojson")
    assert ids(plan) == ["Z180"]


HEADER = "check,feature,reason_zh,reason_en,until\n"


def with_exceptions(plan: Path, rows: str) -> tuple[list[str], list[str]]:
    edit(plan, setting("name_en", "Spring `Valley`"))
    (plan / "zones" / "exceptions.csv").write_text(HEADER + rows, encoding="utf-8")
    checks = tuple(item for item in all_checks() if item.family == "structure" or item.id.startswith("Z39"))
    report = check_subject(subject_of_plan(plan), checks)
    return [one.check for one in report.findings], [one.check for one in report.accepted]


EXCEPTIONS: list[tuple[str, str, list[str], list[str]]] = [
    ("accepted by id", "Z181,spring-valley,名称,,\n", [], ["Z181"]),
    ("accepted by name", "template-in-text,spring-valley,,the name,2999-01-01\n", [], ["Z181"]),
    ("of another feature", "Z181,river-port,,x,\n", ["Z390", "Z181"], []),
    ("expired", "Z181,spring-valley,,x,2020-01-01\n", ["Z391", "Z181"], []),
    ("no date", "Z181,spring-valley,,x,soon\n", ["Z391", "Z181"], []),
    ("no reason", "Z181,spring-valley,,,\n", ["Z392", "Z181"], []),
    ("unknown check", "Z999,spring-valley,,x,\n", ["Z393", "Z181"], []),
    ("of a check that did not run", "Z310,spring-valley,,x,\n", ["Z181"], []),
]


@pytest.mark.parametrize(
    ("rows", "findings", "accepted"), [row[1:] for row in EXCEPTIONS], ids=[row[0] for row in EXCEPTIONS]
)
def test_exceptions(plan: Path, rows: str, findings: list[str], accepted: list[str]) -> None:
    assert with_exceptions(plan, rows) == (findings, accepted)


def test_a_faulty_table_of_exceptions_is_told_and_accepts_nothing(plan: Path) -> None:
    edit(plan, setting("name_en", "Spring `Valley`"))
    (plan / "zones" / "exceptions.csv").write_text("a,b\n", encoding="utf-8")
    assert ids(plan) == ["Z196", "Z181"]
