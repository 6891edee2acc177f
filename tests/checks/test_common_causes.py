"""One cause told once: copies, zones moved together, lines that differ, tables that are lost; files nobody names."""

from __future__ import annotations

import json
import math
import resource
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas.checks.registry import all_checks
from zoneatlas.checks.run import check_subject
from zoneatlas.checks.structure.bounds import bbox_fault
from zoneatlas.checks.subject import subject_of_files, subject_of_plan

if TYPE_CHECKING:
    from zoneatlas.checks.records import Finding

ROOT = Path(__file__).parents[2]
ZONE_FILES = ("functional_zones", "specialty_clusters", "ecological_belts")
DISC = [[116.4 + 0.05 * math.cos(k * math.pi / 20), 39.9 + 0.05 * math.sin(k * math.pi / 20)] for k in range(40)]
RING = [[round(lon, 6), round(lat, 6)] for lon, lat in [*DISC, DISC[0]]]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    for folder in ("zones", "geodata"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("build"))
    return tmp_path


def of_plan(root: Path) -> list[Finding]:
    found = check_subject(subject_of_plan(root), all_checks()).findings
    return [one for one in found if one.severity != "info"]


def of_file(folder: Path, *geometries: Any) -> list[Finding]:  # noqa: ANN401  (JSON)
    features = [
        {"type": "Feature", "properties": {"n": number}, "geometry": geometry}
        for number, geometry in enumerate(geometries)
    ]
    path = folder / "file.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return list(check_subject(subject_of_files([path]), all_checks()).findings)


def edit(path: Path, change: Any) -> None:  # noqa: ANN401  (a function)
    document = json.loads(path.read_text("utf-8"))
    for feature in document["features"]:
        change(feature)
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def moved(value: Any, east_deg: float) -> Any:  # noqa: ANN401  (JSON)
    if isinstance(value[0], list):
        return [moved(part, east_deg) for part in value]
    return [round(value[0] + east_deg, 6), value[1]]


def test_two_thousand_copies_are_told_one_by_one_in_little_memory(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = of_file(tmp_path, *[{"type": "Polygon", "coordinates": [RING]}] * 2000)
    assert [one.check for one in found] == ["Z208"] * 1999
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000  # kilobytes


def test_a_copy_hides_no_overlap_of_others(tmp_path: Path) -> None:
    aside = moved([RING], 0.05)
    polygons = [{"type": "Polygon", "coordinates": rings} for rings in ([RING], [RING], aside)]
    found = of_file(tmp_path, *polygons)
    assert sorted((one.check, one.feature) for one in found) == [("Z208", 1), ("Z213", 2)]


def test_equal_parts_and_holes_without_number_take_no_minutes(tmp_path: Path) -> None:
    outer = [[116, 39], [117, 39], [117, 40], [116, 40], [116, 39]]
    hole = [[lon, round(lat - 0.4, 6)] for lon, lat in RING[::-1]]
    found = of_file(
        tmp_path,
        {"type": "MultiPolygon", "coordinates": [[RING]] * 500},
        {"type": "Polygon", "coordinates": [outer, *[hole] * 500]},
    )
    assert {one.check for one in found if one.severity == "error"} == {"Z202", "Z203"}


@pytest.mark.parametrize("east_deg", [0.006, 0.1, 10.0])
def test_zones_moved_all_together_are_one_cause(plan: Path, east_deg: float) -> None:
    def change(feature: Any) -> None:  # noqa: ANN401  (JSON)
        feature["geometry"]["coordinates"] = moved(feature["geometry"]["coordinates"], east_deg)

    for name in ZONE_FILES:
        edit(plan / "zones" / f"{name}.geojson", change)
    found = of_plan(plan)
    assert [one.check for one in found] == ["Z406"] * 3
    assert "together" in found[0].message


@pytest.mark.parametrize("name", ["districts", "anchors", "boundary_method", "boundary_status", "clause", "as_of"])
@pytest.mark.parametrize("value", [None, []])
def test_a_field_the_other_zones_fill_is_not_left_empty_in_silence(plan: Path, name: str, value: Any) -> None:  # noqa: ANN401
    if value == [] and name not in ("districts", "anchors"):
        return

    def change(feature: Any) -> None:  # noqa: ANN401  (JSON)
        if feature["properties"]["zone_id"] == "olympic":
            feature["properties"][name] = value

    edit(plan / "zones" / "functional_zones.geojson", change)
    assert ("Z165", "olympic") in {(one.check, one.feature) for one in of_plan(plan)}


def test_a_table_of_exceptions_that_cannot_be_read_brings_nothing_back(plan: Path) -> None:
    (plan / "zones" / "exceptions.csv").write_bytes(b"")
    assert {one.check for one in of_plan(plan)} == {"Z196"}


def test_a_clause_far_beyond_the_others_is_one_gap(plan: Path) -> None:
    path = plan / "zones" / "functional_zones.geojson"
    path.write_text(path.read_text("utf-8").replace('"四（一）3"', '"四（一）99"'), encoding="utf-8")
    assert [one.check for one in of_plan(plan)].count("Z302") == 1


def test_a_file_of_zones_that_no_kind_names_is_told(plan: Path) -> None:
    shutil.copy(plan / "zones" / "functional_zones.geojson", plan / "zones" / "functional_zones (1).geojson")
    found = of_plan(plan)
    assert [(one.check, one.file) for one in found] == [("Z523", "zones/functional_zones (1).geojson")]


def test_a_second_entry_takes_no_layer_away(plan: Path) -> None:
    path = plan / "geodata" / "catalog.toml"
    text = path.read_text("utf-8").replace('id = "boundary_stretches"', 'id = "districts"')
    path.write_text(text, encoding="utf-8")
    found = {one.check for one in of_plan(plan)}
    assert "Z524" in found
    assert "Z307" not in found


def test_a_source_lost_is_told_once_for_all_stretches(plan: Path) -> None:
    path = plan / "zones" / "sources.csv"
    path.write_text(path.read_text("utf-8").replace("\nOSM,", "\nOSN,"), encoding="utf-8")
    assert [one.check for one in of_plan(plan) if one.file.endswith("stretches.geojson")] == ["Z504"]


@pytest.mark.parametrize(
    ("bbox", "code"),
    [
        ([116.6, 39.5, 116.5, 39.6], "bbox-order"),
        ([116.52, 39.5, 116.6, 39.6], "bbox-stale"),
        ([116.5, 39.5, 116.6, 39.6], None),
    ],
)
def test_a_bbox_is_judged_by_its_finest_number(bbox: list[float], code: str | None) -> None:
    ring = [[116.5, 39.5], [116.6, 39.5], [116.6, 39.6], [116.5, 39.6], [116.5, 39.5]]
    fault = bbox_fault(bbox, [{"type": "Polygon", "coordinates": [ring]}])
    assert (fault[0] if fault else None) == code


def test_a_bbox_across_the_antimeridian_stays_as_it_is() -> None:
    line = {"type": "MultiPoint", "coordinates": [[177.0, -20.0], [-178.0, -16.0]]}
    assert bbox_fault([177.0, -20.0, -178.0, -16.0], [line]) is None


def test_coordinates_that_are_no_array_are_told_as_such(tmp_path: Path) -> None:
    found = of_file(tmp_path, {"type": "Point", "coordinates": None})
    assert [one.check for one in found] == ["Z142"]


def test_positions_out_of_range_say_what_they_look_like(tmp_path: Path) -> None:
    near = {"type": "Point", "coordinates": [116.4, 39.9]}
    swapped = {"type": "LineString", "coordinates": [[39.9, 116.4], [39.95, 116.5]]}
    metres = {"type": "LineString", "coordinates": [[500000, 4400000], [501000, 4401000]]}
    for line, word in ((swapped, "exchange"), (metres, "reproject")):
        found = of_file(tmp_path, {"type": "GeometryCollection", "geometries": [near, line]})
        assert any(one.severity == "error" and word in one.message for one in found)


def test_a_file_given_twice_is_checked_once(tmp_path: Path) -> None:
    zone = {"type": "Feature", "properties": {"zone_id": "a", "kind": "b"}, "geometry": None}
    path = tmp_path / "twice.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [zone]}), encoding="utf-8")
    again = tmp_path / "." / "twice.geojson"
    found = check_subject(subject_of_files([path, again, path]), all_checks()).findings
    assert [one.check for one in found] == ["Z135"]


def test_zones_on_a_grid_were_not_moved(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src/zoneatlas/checks/examples/base", tmp_path / "plan")
    path = tmp_path / "plan" / "zones" / "parks.geojson"
    document = json.loads(path.read_text("utf-8"))
    model = json.dumps(document["features"][0])
    document["features"] = [json.loads(model) for _ in range(40)]
    for number, feature in enumerate(document["features"]):
        west, south = 105.06 + number % 8 * 0.02, 34.03 + number // 8 * 0.02
        east, north = west + 0.02, south + 0.02
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        feature["properties"]["zone_id"] = f"cell-{number}"
        feature["geometry"] = {"type": "Polygon", "coordinates": [[[round(x, 6), round(y, 6)] for x, y in ring]]}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert "Z406" not in {one.check for one in of_plan(tmp_path / "plan")}
