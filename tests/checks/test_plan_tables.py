"""The tables of a plan: every way they can be wrong is one finding at its place, and hides or repeats nothing."""

# ruff: noqa: E501, PTH100, PTH118  (a row of a table is one line; functions of `os` are what is replaced)

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas.answers import indicators_definitions, targets
from zoneatlas.checks.example import BASE
from zoneatlas.checks.plan_rules import table_rows
from zoneatlas.checks.plan_tables import TABLE_COLUMNS
from zoneatlas.checks.registry import all_checks
from zoneatlas.checks.run import check_subject
from zoneatlas.checks.subject import subject_of_plan
from zoneatlas.plan.records import PlanError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Change = Callable[[Path], object]

CHECKS = all_checks()
TARGETS = ",".join(TABLE_COLUMNS["targets.csv"]) + "\n"
RULES = ",".join(TABLE_COLUMNS["rules.csv"]) + "\n"
RULE = "no-pottery,prohibit,strict,new,pottery,everywhere,,,1.1,不得,none\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return shutil.copytree(BASE, tmp_path / "plan")


def told(root: Path) -> list[tuple[str, str, int]]:
    found = check_subject(subject_of_plan(root), CHECKS).findings
    return [(one.check, one.file, one.line) for one in found]


def writing(name: str, text: str | bytes) -> Change:
    raw = text.encode() if isinstance(text, str) else text
    return lambda root: (root / name).write_bytes(raw)


def changing(name: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def without(name: str) -> Change:
    return lambda root: shutil.rmtree(root / name) if (root / name).is_dir() else (root / name).unlink()


def target(row: str) -> Change:
    return writing("zones/targets.csv", TARGETS + row + "\n")


def zone(change: Callable[[dict[str, Any]], object]) -> Change:
    def apply(root: Path) -> None:
        path = root / "zones" / "parks.geojson"
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content["features"][0])
        lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in content["features"])
        path.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8")

    return apply


CASES: list[tuple[str, Change, list[tuple[str, str, int]]]] = [
    ("a target that is no number", target("a,甲,a,≥,ten,,吨,t,2025,,,1.1,,,"), [("Z332", "zones/targets.csv", 2)]),
    ("a target without value", target("a,甲,a,≥,,,吨,t,2025,,,1.1,,,"), [("Z332", "zones/targets.csv", 2)]),
    ("a comparator that is none", target("a,甲,a,>,1,,吨,t,2025,,,1.1,,,"), [("Z332", "zones/targets.csv", 2)]),
    ("a range of one value", target("a,甲,a,range,1,,吨,t,2025,,,1.1,,,"), [("Z332", "zones/targets.csv", 2)]),
    ("a range upside down", target("a,甲,a,range,9,2,吨,t,2025,,,1.1,,,"), [("Z332", "zones/targets.csv", 2)]),
    ("a year and a half", target("a,甲,a,≥,1,,吨,t,2025.5,,,1.1,,,"), [("Z332", "zones/targets.csv", 2)]),
    ("a target twice", target("a,甲,a,≥,1,,吨,t,2025,,,1.1,,,\na,甲,a,≥,1,,吨,t,2025,,,1.1,,,"), [("Z332", "zones/targets.csv", 3)]),
    ("targets without a column", writing("zones/targets.csv", "target_id,value\na,1\n"), [("Z196", "zones/targets.csv", 1)]),
    ("cells parted by semicolons", writing("zones/targets.csv", TARGETS.replace(",", ";")), [("Z196", "zones/targets.csv", 1)]),
    ("an unknown effect", writing("zones/rules.csv", RULES + RULE.replace("prohibit", "forbid")), [("Z332", "zones/rules.csv", 2)]),
    ("ground nobody knows", writing("zones/rules.csv", RULES + RULE.replace("everywhere", "here and there")), [("Z332", "zones/rules.csv", 2)]),
    ("a rule of an unknown industry is told once", writing("zones/rules.csv", RULES + RULE.replace("pottery,every", "potery,every")), [("Z330", "zones/rules.csv", 2)]),
    ("rules without a column", writing("zones/rules.csv", "rule_id,effect\na,prohibit\n"), [("Z196", "zones/rules.csv", 1)]),
    ("a quote not closed", writing("zones/rules.csv", RULES + RULE.replace("none", '"none')), [("Z196", "zones/rules.csv", 2)]),
    ("a quote that swallows rows", writing("zones/rules.csv", RULES + RULE.replace("不得", '"不得') + RULE.replace("none", '"none"')), [("Z196", "zones/rules.csv", 2)]),
    ("a cell too many", writing("zones/rules.csv", RULES + RULE.replace("none", "none, at all")), [("Z198", "zones/rules.csv", 2)]),
    ("cells too few", writing("zones/rules.csv", RULES + RULE.replace(",不得,none", ",不得")), [("Z198", "zones/rules.csv", 2)]),
    ("a column twice", writing("zones/rules.csv", RULES.replace("\n", ",where\n") + RULE.replace("\n", ",x\n")), [("Z198", "zones/rules.csv", 1)]),
    ("a conflict", writing("zones/sources.csv", (BASE / "zones/sources.csv").read_text(encoding="utf-8") + "<<<<<<< HEAD\n"), [("Z198", "zones/sources.csv", 3), ("Z198", "zones/sources.csv", 3), ("Z505", "zones/sources.csv", 3), ("Z506", "zones/sources.csv", 3)]),
    ("a zero byte in the vocabulary", changing("zones/industries.csv", "ceramics,陶", "cera\x00mics,陶"), [("Z198", "zones/industries.csv", 2)]),
    ("a quote in the vocabulary", changing("zones/industries.csv", "陶艺", '"陶艺'), [("Z196", "zones/industries.csv", 3)]),
    ("no vocabulary", without("zones/industries.csv"), [("Z199", "zones/industries.csv", 1)]),
    ("no sources", without("zones/sources.csv"), [("Z199", "zones/sources.csv", 1)]),
    ("no catalogue", without("geodata/catalog.toml"), [("Z199", "geodata/catalog.toml", 1)]),
    ("no geodata", without("geodata"), [("Z199", "geodata/catalog.toml", 1)]),
    ("the catalogue broken", changing("geodata/catalog.toml", "[[layers]]", "[[layers]"), [("Z196", "geodata/catalog.toml", 3)]),
    ("plan.toml broken", changing("zones/plan.toml", "[plan]", "[plan"), [("Z195", "zones/plan.toml", 3)]),
    ("plan.toml without kinds", writing("zones/plan.toml", '[plan]\nid = "x"\n'), [("Z195", "zones/plan.toml", 1)]),
    ("a pattern that is none", changing("zones/plan.toml", "'[0-9](", "'[0-9]((("), [("Z195", "zones/plan.toml", 35)]),
    ("a colour that is none", changing("zones/plan.toml", "count = 2", 'count = 2\ncolour = "#12345"'), [("Z195", "zones/plan.toml", 19)]),
    ("a language nobody speaks", changing("zones/plan.toml", '"zh"', '"fr"'), [("Z195", "zones/plan.toml", 8)]),
    ("a role without layer", changing("zones/plan.toml", 'places = "places"', 'places = "plces"'), [("Z330", "zones/plan.toml", 31)]),
    ("a kind twice", changing("zones/plan.toml", "count = 1", 'count = 1\n[[kinds]]\nkind = "green-belt"\nfile = "belts.geojson"'), [("Z195", "zones/plan.toml", 13)]),
    ("a file of zones broken", writing("zones/parks.geojson", "["), [("Z110", "zones/parks.geojson", 1)]),
    ("a file of zones gone", without("zones/parks.geojson"), [("Z101", "zones/parks.geojson", 1)]),
    ("a file of zones cut within a character", lambda root: (root / "zones/parks.geojson").write_bytes((root / "zones/parks.geojson").read_bytes()[:90]), [("Z110", "zones/parks.geojson", 2)]),
    ("a layer broken", writing("geodata/districts.geojson", '{"type":'), [("Z110", "geodata/districts.geojson", 1)]),
    ("a zone without geometry", zone(lambda feature: feature.pop("geometry")), [("Z134", "zones/parks.geojson", 2)]),
    ("a zone without type", zone(lambda feature: feature.pop("type")), [("Z125", "zones/parks.geojson", 2)]),
    ("a zone without zone_id", zone(lambda feature: feature["properties"].pop("zone_id")), [("Z160", "zones/parks.geojson", 2)]),
    ("a zone without properties", zone(lambda feature: feature.update(properties=None)), [("Z160", "zones/parks.geojson", 2)]),
    ("an empty English name", zone(lambda feature: feature["properties"].update(name_en=None)), [("Z163", "zones/parks.geojson", 2)]),
    ("a name that says there is none", zone(lambda feature: feature["properties"].update(name_en="nan")), [("Z176", "zones/parks.geojson", 2)]),
    ("a kind that is a number", zone(lambda feature: feature["properties"].update(kind=7)), [("Z167", "zones/parks.geojson", 2)]),
    ("industries as an object", zone(lambda feature: feature["properties"].update(industries={})), [("Z167", "zones/parks.geojson", 2)]),
    ("industries as null in a list", zone(lambda feature: feature["properties"].update(industries=[None])), [("Z167", "zones/parks.geojson", 2)]),
    ("no industries member", zone(lambda feature: feature["properties"].pop("industries")), [("Z165", "zones/parks.geojson", 2)]),
    ("an industry mistyped", zone(lambda feature: feature["properties"].update(industries=["ceramic"])), [("Z174", "zones/parks.geojson", 2)]),
    ("sources as a number", zone(lambda feature: feature["properties"].update(sources=7)), [("Z167", "zones/parks.geojson", 2)]),
    ("a blank source", zone(lambda feature: feature["properties"].update(sources=["B1", " "])), [("Z169", "zones/parks.geojson", 2)]),
    ("a blank district", zone(lambda feature: feature["properties"].update(districts=["溪西区", " "])), [("Z169", "zones/parks.geojson", 2)]),
    ("a basis that is no text", zone(lambda feature: feature["properties"].update(boundary_basis=[])), [("Z167", "zones/parks.geojson", 2)]),
    ("a negative accuracy", zone(lambda feature: feature["properties"].update(boundary_accuracy_m=-1)), [("Z167", "zones/parks.geojson", 2)]),
    ("no accuracy member", zone(lambda feature: feature["properties"].pop("boundary_accuracy_m")), [("Z165", "zones/parks.geojson", 2)]),
    ("a year of nine digits", zone(lambda feature: feature["properties"].update(as_of=202005010)), [("Z167", "zones/parks.geojson", 2)]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_a_faulty_table_is_told_alone(plan: Path, change: Change, expected: list[tuple[str, str, int]]) -> None:
    change(plan)
    assert told(plan) == expected


def test_the_checks_know_the_tables_as_their_readers_do() -> None:
    assert TABLE_COLUMNS["targets.csv"] == targets.COLUMNS
    assert TABLE_COLUMNS["indicators.csv"] == indicators_definitions.COLUMNS
    assert table_rows.COMPARATORS == targets.COMPARATORS


def with_exception(plan: Path, feature: str) -> None:
    text = f"check,feature,reason_zh,reason_en,until\nZ310,{feature},理由,a reason,\n"
    (plan / "zones" / "exceptions.csv").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("change", ["geometry", "zone_id", "type"])
def test_an_exception_is_not_called_unused_when_its_zone_cannot_be_judged(plan: Path, change: str) -> None:
    with_exception(plan, "spring-valley")
    assert [check for check, _, _ in told(plan)] == ["Z390"]
    zone(lambda feature: (feature["properties"] if change == "zone_id" else feature).pop(change))(plan)
    assert "Z390" not in [check for check, _, _ in told(plan)]


def test_an_exception_of_a_lost_zone_says_so(plan: Path) -> None:
    with_exception(plan, "spring-vally")
    (one,) = check_subject(subject_of_plan(plan), CHECKS).findings
    assert one.message.startswith("There is no feature 'spring-vally' (nearest: spring-valley")


def test_an_id_missed_many_times_is_told_once_a_file(plan: Path) -> None:
    rows = "".join(f"far-{number},,x,x,1.1\n" for number in "ab") + "far-a,,x,x,1.1\n" * 3
    (plan / "zones" / "notes.csv").write_text("zone_id,a,b,c,d\n" + rows, encoding="utf-8")
    found = check_subject(subject_of_plan(plan), CHECKS).findings
    assert [(one.check, one.line) for one in found] == [("Z330", 2), ("Z330", 3)]
    assert found[0].message.endswith("(3 more in this file.)")
    assert found[0].message_zh.endswith("（本文件另有 3 处。）")


@pytest.mark.parametrize("folder", ["zones", "geodata", "."])
def test_a_folder_that_may_not_be_entered_is_refused_in_words(
    plan: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    closed = os.path.realpath(plan / folder)
    real_stat, real_list = os.stat, os.listdir

    def closed_to(path: object) -> bool:
        return isinstance(path, str | os.PathLike) and os.path.abspath(os.fspath(path)).startswith(closed + os.sep)

    def stat(path: Any, **options: Any) -> Any:  # noqa: ANN401
        if closed_to(path):
            raise PermissionError(13, "Permission denied", str(path))
        return real_stat(path, **options)

    def listing(path: Any = ".") -> Any:  # noqa: ANN401
        if closed_to(os.path.join(path, "x")):
            raise PermissionError(13, "Permission denied", str(path))
        return real_list(path)

    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setattr(os, "listdir", listing)
    with pytest.raises(PlanError, match="Permission denied"):
        subject_of_plan(plan)


HARD_NAMES = [
    "p" * 300 + ".geojson",
    "a\\u0000b.geojson",
    "../../nowhere.geojson",
    "C:\\\\x.geojson",
    "/nowhere.geojson",
]


@pytest.mark.parametrize("name", HARD_NAMES, ids=["long", "zero", "upwards", "Windows", "absolute"])
@pytest.mark.parametrize(
    ("table", "old"), [("zones/plan.toml", "belts.geojson"), ("geodata/catalog.toml", "roads.geojson")]
)
def test_a_name_no_disk_can_hold_is_a_finding(plan: Path, table: str, old: str, name: str) -> None:
    changing(table, old, name)(plan)
    checks = {check for check, _, _ in told(plan)}
    assert checks & {"Z101", "Z521"}


def test_a_link_to_itself_and_a_folder_in_place_of_a_table_are_findings(plan: Path) -> None:
    sources = plan / "zones" / "sources.csv"
    sources.unlink()
    sources.symlink_to("sources.csv")
    assert told(plan) == [("Z199", "zones/sources.csv", 1)]
    sources.unlink()
    sources.mkdir()
    assert told(plan) == [("Z196", "zones/sources.csv", 1)]
