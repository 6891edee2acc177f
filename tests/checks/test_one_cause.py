"""A zone that does not stand where it was drawn is told once, not again for everything that follows from it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zoneatlas.checks.registry import all_checks
from zoneatlas.checks.run import check_subject
from zoneatlas.checks.subject import subject_of_plan
from zoneatlas.space.shift import SHIFTS

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
ZONE = "olympic"


def _shifted(position: list[float]) -> list[float]:
    lon, lat = (float(value[0]) for value in SHIFTS[0].redo(*np.array([position]).T))
    return [round(lon, 6), round(lat, 6)]


CHANGES: dict[str, tuple[Callable[[list[float]], list[float]], str]] = {
    "swapped": (lambda position: position[::-1], "Z401"),
    "in metres": (lambda position: [position[0] * 111_319, position[1] * 125_000], "Z402"),
    "in another province": (lambda position: [round(position[0] + 10, 6), position[1]], "Z403"),
    "on a shifted map": (_shifted, "Z404"),
    "dragged": (lambda position: [round(position[0] + 0.1, 6), position[1]], "Z406"),
}


def _each(value: Any, change: Callable[[list[float]], list[float]]) -> Any:  # noqa: ANN401
    return [_each(part, change) for part in value] if isinstance(value[0], list) else change(value)


#: Zones taken to another province all together were moved from their stretches by one and the same.
TOGETHER = {"in another province": "Z406"}
CASES = [(name, only) for name in CHANGES for only in (ZONE, "")]


@pytest.mark.parametrize(("name", "only"), CASES)
def test_a_displaced_zone_is_told_once(tmp_path: Path, name: str, only: str) -> None:
    change, expected = CHANGES[name]
    expected = expected if only else TOGETHER.get(name, expected)
    for folder in ("zones", "geodata"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("build"))
    for path in (tmp_path / "zones").glob("*.geojson"):
        if path.name == "boundary_stretches.geojson":
            continue
        collection = json.loads(path.read_text("utf-8"))
        for feature in collection["features"]:
            if only in ("", feature["properties"]["zone_id"]):
                feature["geometry"]["coordinates"] = _each(feature["geometry"]["coordinates"], change)
        path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    found = check_subject(subject_of_plan(tmp_path), all_checks()).findings
    assert {one.check for one in found if one.severity != "info"} == {expected}
    assert not only or len([one for one in found if one.check == expected]) == 1


@pytest.mark.parametrize(
    ("bounds", "expected"), [(",", []), ("-30,", []), ("-20,-15", []), ("-10,0", ["Z310"]), ("0,-20", ["Z310", "Z394"])]
)
def test_an_exception_accepts_what_lies_within_its_bounds(tmp_path: Path, bounds: str, expected: list[str]) -> None:
    """Spring Valley Park is drawn 18.4 % smaller than published."""
    example = ROOT / "src" / "zoneatlas" / "checks" / "examples"
    shutil.copytree(example / "base", tmp_path, dirs_exist_ok=True)
    shutil.copytree(example / "Z310" / "bad", tmp_path, dirs_exist_ok=True)
    row = f"Z310,spring-valley,,The figure is for another area,,{bounds}\n"
    header = "check,feature,reason_zh,reason_en,until,at_least,at_most\n"
    (tmp_path / "zones" / "exceptions.csv").write_text(header + row, encoding="utf-8")
    report = check_subject(subject_of_plan(tmp_path), all_checks())
    assert sorted(one.check for one in report.findings) == expected
    assert [one.check for one in report.accepted] == ([] if expected else ["Z310"])
