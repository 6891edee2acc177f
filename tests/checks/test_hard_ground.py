"""Files no reader should hang on, numbers no map can hold, and faults that must not be buried under what they cause."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoneatlas.checks.registry import all_checks
from zoneatlas.checks.run import check_subject
from zoneatlas.checks.subject import subject_of_files, subject_of_plan
from zoneatlas.plan.load import load_plan
from zoneatlas.views.webmap import map_html

if TYPE_CHECKING:
    from zoneatlas.checks.records import Finding

ROOT = Path(__file__).parents[2]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    for folder in ("zones", "geodata"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("build"))
    return tmp_path


def findings(root: Path) -> tuple[Finding, ...]:
    return check_subject(subject_of_plan(root), all_checks()).findings


def test_a_pipe_is_a_finding_and_no_hang(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.geojson"
    os.mkfifo(pipe)
    found = check_subject(subject_of_files([pipe]), all_checks()).findings
    assert [one.check for one in found] == ["Z101"]


@pytest.mark.parametrize("number", [1e13, 1e18, 1e100, -1e300])
def test_numbers_far_beyond_degrees_are_an_error(tmp_path: Path, number: float) -> None:
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [number, 39.9]}}
    path = tmp_path / "far.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [point]}), encoding="utf-8")
    found = check_subject(subject_of_files([path]), all_checks()).findings
    assert "error" in {one.severity for one in found}


def test_a_file_broken_off_is_not_buried_under_its_consequences(plan: Path) -> None:
    path = plan / "zones" / "functional_zones.geojson"
    path.write_text(path.read_text("utf-8")[:3000], encoding="utf-8")
    found = findings(plan)
    assert "Z110" in {one.check for one in found}
    assert not {"Z330", "Z390"} & {one.check for one in found}


@pytest.mark.parametrize("name", ["name_zh", "name_en"])
def test_one_missing_name_is_told(plan: Path, name: str) -> None:
    path = plan / "zones" / "specialty_clusters.geojson"
    collection = json.loads(path.read_text("utf-8"))
    del collection["features"][2]["properties"][name]
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    told = [one for one in findings(plan) if one.check == "Z165"]
    assert [one.feature for one in told] == ["longtan-lake"]
    assert name in told[0].message


def test_a_map_is_drawn_though_the_measuring_crs_is_unknown(plan: Path) -> None:
    settings = plan / "zones" / "plan.toml"
    settings.write_text(settings.read_text("utf-8").replace("EPSG:4548", "EPSG:99999"), encoding="utf-8")
    assert "plan-data" in map_html(load_plan(plan))


def test_a_map_is_drawn_though_a_table_is_a_folder(plan: Path) -> None:
    (plan / "zones" / "targets.csv").unlink()
    (plan / "zones" / "targets.csv").mkdir()
    assert "plan-data" in map_html(load_plan(plan))
