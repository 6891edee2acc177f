"""The topology checks on single files: what they find, what they leave alone, and that re-saving changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.benchmarks.synthetic import coverage

from zoneatlas.checks.registry import selected
from zoneatlas.checks.run import run_checks
from zoneatlas.checks.subject import Subject
from zoneatlas.plan.geojson import parse_features

if TYPE_CHECKING:
    from zoneatlas.checks.records import Finding

TOPOLOGY = selected(["topology"])
Ring = list[list[float]]


def box(west: float, south: float, east: float, north: float) -> Ring:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: Ring) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [*rings]}


def text_of(*geometries: dict[str, Any], **members: object) -> str:
    features = [
        {"type": "Feature", "properties": {"name": f"p{number}"}, "geometry": geometry}
        for number, geometry in enumerate(geometries)
    ]
    return json.dumps({"type": "FeatureCollection", **members, "features": features})


def checked(text: str) -> list[Finding]:
    return run_checks(Subject((parse_features(text.encode(), "areas.geojson"),)), TOPOLOGY)


def found(*geometries: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(one.check, one.severity) for one in checked(text_of(*geometries))]


SQUARE = box(0, 0, 1, 1)
EAST = box(1, 0, 2, 1)
BOW_TIE = polygon([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]])
POINT = {"type": "Point", "coordinates": [0, 0]}
LINE = {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}
SPIKED = polygon([[0, 0], [1, 0], [1, 0.5], [1.5, 0.5], [1, 0.5], [1, 1], [0, 1], [0, 0]])
BENT = polygon([*EAST[:3], [1, 1], [1, 0.5], [1, 0]])
BULGED = polygon([*EAST[:3], [1, 1], [1.001, 0.5], [1, 0]])
CASES = {
    "side by side": ([polygon(SQUARE), polygon(box(1, 0, 2, 1))], []),
    "corner to corner": ([polygon(SQUARE), polygon(box(1, 1, 2, 2))], []),
    "island in a lake": ([polygon(SQUARE, box(0.2, 0.2, 0.4, 0.4)[::-1]), polygon(box(0.2, 0.2, 0.4, 0.4))], []),
    "lake": ([polygon(SQUARE, box(0.2, 0.2, 0.4, 0.4)[::-1])], []),
    "hole that touches": ([polygon(SQUARE, [[0, 0], [0.5, 0.6], [0.6, 0.5], [0, 0]])], []),
    "wound backwards": ([polygon(SQUARE[::-1]), polygon(box(1, 0, 2, 1))], []),
    "at the antimeridian": ([polygon(box(179, 0, 180, 1)), polygon(box(-180, 0, -179, 1))], []),
    "a point and a line": ([POINT, LINE], []),
    "overlap": ([polygon(SQUARE), polygon(box(0.5, 0, 2, 1))], [("Z213", "info")]),
    "contained": ([polygon(SQUARE), polygon(box(0.2, 0.2, 0.4, 0.4))], [("Z213", "info")]),
    "strip": ([polygon(SQUARE), polygon(box(0.999, 0, 2, 1))], [("Z211", "warning")]),
    "doubled": ([polygon(SQUARE), polygon(SQUARE[2:] + SQUARE[1:3])], [("Z208", "warning")]),
    "bow-tie": ([BOW_TIE], [("Z201", "error")]),
    "bow-tie beside another": ([BOW_TIE, polygon(SQUARE)], [("Z201", "error")]),
    "vertex too many": ([polygon(SQUARE), BENT], [("Z212", "warning")]),
    "lens of a gap": ([polygon(SQUARE), BULGED], [("Z220", "warning")]),
    "exact spike": ([SPIKED], [("Z206", "error")]),
    "no area": ([polygon([[0, 0], [1, 1], [2, 2], [0, 0]])], [("Z204", "error")]),
    "one place only": ([polygon([[1, 1], [1, 1], [1, 1], [1, 1]])], [("Z204", "error")]),
}  # fmt: skip


@pytest.mark.parametrize(("geometries", "expected"), CASES.values(), ids=list(CASES))
def test_single_files(geometries: list[dict[str, Any]], expected: list[tuple[str, str]]) -> None:
    assert found(*geometries) == expected


def test_a_missing_cell_of_a_grid_is_a_remark_and_an_overlap_a_warning() -> None:
    cells = [polygon(box(i / 100, j / 100, (i + 1) / 100, (j + 1) / 100)) for i in range(3) for j in range(3)]
    assert not found(*cells)
    assert found(*cells[:4], *cells[5:]) == [("Z220", "info")]
    assert ("Z213", "warning") in found(*cells, polygon(box(0.005, 0.005, 0.015, 0.025)))


def test_many_overlaps_are_counted_and_not_listed() -> None:
    squares = [polygon(box(number / 1000, 0, number / 1000 + 0.0505, 0.05)) for number in range(100)]
    (one,) = checked(text_of(*squares))
    assert (one.check, one.severity) == ("Z213", "info")
    assert one.measure is not None
    assert one.measure.value == sum(min(99 - number, 50) for number in range(99))


def test_a_finding_says_where_in_the_file_and_on_the_ground() -> None:
    text = text_of(polygon(SQUARE)).replace('"Feature"', '\n"Feature"')
    geometry = '{"type":"Polygon","coordinates":\n[[[0,0],\n[1,1],[1,0],[0,1],[0,0]]]}'
    bow_tie = f'{{"type":"Feature","properties":{{"plot_id":"b"}},"geometry":{geometry}}}'
    (one,) = checked(text.replace("[{", f"[\n{bow_tie},{{", 1))
    assert (one.check, one.feature, one.file) == ("Z201", "b", "areas.geojson")
    assert one.line == 3
    assert one.place == {"type": "Point", "coordinates": [0.5, 0.5]}
    assert "0.500000, 0.500000" in one.message
    assert "0.500000, 0.500000" in one.message_zh


def test_every_fault_of_a_file_comes_in_one_pass() -> None:
    bad = [
        polygon([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]),
        polygon(box(5, 5, 6, 6), box(7, 7, 8, 8)[::-1]),
        polygon([[10, 0], [11, 0], [11, 0], [11, 1], [10, 0]]),
        polygon(box(20, 0, 21, 1)),
        polygon(box(20.999, 0, 22, 1)),
    ]
    assert {check for check, _ in found(*bad)} == {"Z201", "Z202", "Z205", "Z211"}


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 1_000), st.randoms(use_true_random=False), st.booleans())
def test_a_clean_coverage_stays_clean_when_saved_again(seed: int, random: Any, backwards: bool) -> None:  # noqa: ANN401, FBT001
    """Saved as QGIS does: a crs member, 15 decimals, other key order, features and rings starting elsewhere."""
    rings = [ring.tolist() for ring in coverage(25, 2, seed=seed)]
    random.shuffle(rings)
    features = []
    for ring in rings:
        turn = random.randrange(len(ring) - 1)
        turned = ring[turn:-1] + ring[: turn + 1]
        written = [[f"{value:.15f}" for value in position] for position in (turned[::-1] if backwards else turned)]
        positions = ",".join(f"[{lon},{lat}]" for lon, lat in written)
        features.append(
            f'{{"geometry":{{"coordinates":[[{positions}]],"type":"Polygon"}},"type":"Feature","properties":{{}}}}'
        )
    crs = '{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}'
    text = f'{{"type":"FeatureCollection","name":"saved","crs":{crs},"features":[{",".join(features)}]}}'
    assert not checked(text)


def test_a_narrow_cleft_in_a_file_of_neighbours() -> None:
    """The western cells stand three metres off the middle ones along their two upper edges."""
    cells = [polygon(box(i / 100, j / 100, (i + 1) / 100, (j + 1) / 100)) for i in range(3) for j in range(3)]
    cells[2] = polygon([[0, 0.02], [0.01, 0.02], [0.00997, 0.03], [0, 0.03], [0, 0.02]])
    assert found(*cells) == [("Z221", "warning")]
