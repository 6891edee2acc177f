"""The sources checks on the shared example plan."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoneatlas.checks.example import BASE
from zoneatlas.checks.registry import selected
from zoneatlas.checks.run import run_checks
from zoneatlas.checks.subject import subject_of_plan

if TYPE_CHECKING:
    from zoneatlas.checks.records import Finding

CHECKS = selected(["Z5"])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "plan"))


def change(plan: Path, name: str, old: str, new: str) -> None:
    path = plan / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def found(plan: Path) -> list[Finding]:
    return run_checks(subject_of_plan(plan), CHECKS)


def ids(plan: Path) -> list[str]:
    return [one.check for one in found(plan)]


def test_no_table_of_sources_is_no_fault(plan: Path) -> None:
    (plan / "zones" / "sources.csv").unlink()
    assert not found(plan)


def test_no_catalogue_leaves_its_layers_unlisted_where_plan_toml_names_none(plan: Path) -> None:
    (plan / "geodata" / "catalog.toml").unlink()
    assert not found(plan)  # that the catalogue is missing is the one finding, of another family
    toml = plan / "zones" / "plan.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text[: text.index("[roles]")], encoding="utf-8")
    assert set(ids(plan)) == {"Z523"}


@pytest.mark.parametrize("key", ["source", "licence", "attribution", "vintage", "datum", "accuracy_m", "title_zh"])
def test_each_statement_of_the_catalogue_is_asked_for(plan: Path, key: str) -> None:
    path = plan / "geodata" / "catalog.toml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(index for index, line in enumerate(lines) if line.startswith(f"{key} = "))
    path.write_text("".join(lines[:first] + lines[first + 1 :]), encoding="utf-8")
    asked = [] if key == "title_zh" else ["Z520"]  # a title in one language is a title
    assert ids(plan) == asked
    assert all(key in one.message and key in one.message_zh and one.feature == "districts" for one in found(plan))


def test_the_finding_stands_at_the_entry(plan: Path) -> None:
    change(plan, "geodata/catalog.toml", "places.geojson", "plaices.geojson")
    (one,) = [one for one in found(plan) if one.check == "Z521"]
    line = (plan / one.file).read_text(encoding="utf-8").splitlines()[one.line - 1]
    assert line[one.column - 1 :] == '"plaices.geojson"'


def test_a_byte_changed_in_a_layer_is_found(plan: Path) -> None:
    change(plan, "geodata/roads.geojson", "Kiln South Road", "Kiln South Raod")
    assert ids(plan) == ["Z522"]


@pytest.mark.parametrize(
    ("accuracy", "check"),
    [("null", "Z510"), ("0", "Z511"), ("-3", None), ("60000", "Z511"), ("4.9", "Z511"), ("5", None), ("50000", None)],
)
def test_accuracies_are_believable_or_found(plan: Path, accuracy: str, check: str | None) -> None:
    change(plan, "zones/parks.geojson", '"boundary_accuracy_m":40', f'"boundary_accuracy_m":{accuracy}')
    assert set(ids(plan)) == ({check} if check else set())  # a negative one is no number: the structure tells it


def test_the_plan_may_say_how_fine_a_method_can_be(plan: Path) -> None:
    with (plan / "zones" / "plan.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n[tolerances]\nfinest_street_block_m = 60\n")
    assert ids(plan) == ["Z511", "Z511"]


def test_a_union_of_districts_is_no_surer_than_the_districts(plan: Path) -> None:
    change(plan, "zones/belts.geojson", '"boundary_method":"terrain"', '"boundary_method":"district-union"')
    assert not found(plan)
    change(plan, "zones/belts.geojson", '"boundary_accuracy_m":100', '"boundary_accuracy_m":29')
    assert ids(plan) == ["Z511"]  # the districts are ±30 m


def test_a_reference_feature_may_not_claim_to_be_exact(plan: Path) -> None:
    change(
        plan,
        "geodata/places.geojson",
        '"accuracy_m":50},"geometry":{"type":"Point","coordinates":[105.1012',
        '"accuracy_m":0},"geometry":{"type":"Point","coordinates":[105.1012',
    )
    assert [one.feature for one in found(plan) if one.check == "Z511"] == ["old-kiln"]


def test_an_unknown_source_names_the_likest_at_its_place(plan: Path) -> None:
    change(plan, "zones/belts.geojson", '"sources":["B1"]', '"sources":["B1","B11"]')
    (one,) = found(plan)
    assert (one.check, one.feature) == ("Z504", "northern-hills")
    assert "B1." in one.message
    line = (plan / one.file).read_text(encoding="utf-8").splitlines()[one.line - 1]
    assert line[one.column - 1 :].startswith('"B11"')


@pytest.mark.parametrize("text", ["", "[[layers]\n", "layers = 3\n", '[[layers]]\nfile = "a"\n', "\x00"])
def test_a_broken_catalogue_never_raises(plan: Path, text: str) -> None:
    (plan / "geodata" / "catalog.toml").write_text(text, encoding="utf-8")
    assert set(ids(plan)) <= {"Z523"}


def test_all_faults_of_a_plan_come_in_one_pass(plan: Path) -> None:
    change(plan, "zones/parks.geojson", '"sources":["B1"]', '"sources":[]')
    change(plan, "zones/belts.geojson", '"boundary_accuracy_m":100', '"boundary_accuracy_m":null')
    change(plan, "geodata/catalog.toml", 'datum = "WGS 84"', 'datum = ""')
    assert sorted(ids(plan)) == ["Z503", "Z503", "Z510", "Z520", "Z520", "Z520"]
