"""One canonical text, nothing but layout changed, and never half a file."""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from zoneatlas.plan.canonical import canonical_text, format_file, number_text, write_atomically
from zoneatlas.plan.geojson import parse_features
from zoneatlas.plan.records import ZONE_FIELDS, PlanError

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.name for path in (GOLDEN / "input").iterdir())


def canonical(text: str) -> str:
    """Return the canonical text of a text."""
    return canonical_text(parse_features(text.encode(), "x"))


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes((GOLDEN / "input" / name).read_bytes())
    expected = (GOLDEN / "output" / name).read_bytes()
    assert not format_file(path, check=True)
    assert not format_file(path)
    assert path.read_bytes() == expected
    assert format_file(path)
    assert path.read_bytes() == expected


def test_the_second_plan_is_canonical(checkout: Path) -> None:
    files = sorted((checkout / "tests" / "second_plan").rglob("*.geojson"))
    assert files
    assert all(format_file(path, check=True) for path in files)


def test_zone_properties_come_in_their_order_and_others_keep_theirs() -> None:
    shuffled = {"z": 1, **dict.fromkeys(reversed(ZONE_FIELDS), None), "a": 2}
    text = canonical(json.dumps({"type": "Feature", "properties": shuffled, "geometry": None}))
    assert tuple(json.loads(text)["properties"]) == (*ZONE_FIELDS, "z", "a")
    other = canonical('{"type":"Feature","properties":{"z":1,"kind":2,"a":3},"geometry":null}')
    assert list(json.loads(other)["properties"]) == ["z", "kind", "a"]


@pytest.mark.parametrize(
    ("number", "text"),
    [(3, "3"), (3.0, "3"), (-0.0, "0"), (-0.0000001, "0"), (116.3, "116.3"), (0.1234567, "0.123457"), (1e-7, "0")],
)
def test_numbers(number: float, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize("fault", ["NaN", "1e999", '1,"a":2', '"\\ud800"', "1,"])
def test_a_file_that_cannot_be_read_wholly_is_refused_and_untouched(fault: str, tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    path.write_text('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":' + fault + "}}]}")
    before = path.read_bytes()
    with pytest.raises(PlanError) as raised:
        format_file(path)
    assert raised.value.problem.line == 1
    assert raised.value.problem.column > 70
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_faults_of_content_do_not_stop_formatting() -> None:
    assert "null,\n3" in canonical('{"type":"FeatureCollection","features":[null,3]}')


def test_deep_nesting_is_refused_not_raised() -> None:
    with pytest.raises(PlanError):
        canonical('{"type":"Feature","properties":{"a":' + "[" * 900 + "]" * 900 + '},"geometry":null}')


def test_writing_keeps_permissions_and_symbolic_links(tmp_path: Path) -> None:
    target = tmp_path / "real.geojson"
    target.write_text("old")
    target.chmod(0o640)
    link = tmp_path / "link.geojson"
    link.symlink_to(target)
    write_atomically(link, "新\n")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "新\n"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "zones.geojson"
    path.write_text("old")

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PlanError):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_gets_the_permissions_of_the_process(tmp_path: Path) -> None:
    write_atomically(tmp_path / "one", "x")
    (tmp_path / "two").write_text("x")
    assert (tmp_path / "one").stat().st_mode == (tmp_path / "two").stat().st_mode


COORDINATES = st.floats(-180, 180).map(lambda number: round(number, 7))
POSITIONS = st.tuples(COORDINATES, COORDINATES.map(lambda number: number / 2)).map(list)
RINGS = st.lists(POSITIONS, min_size=3, max_size=7).map(lambda ring: [*ring, ring[0]])
POLYGONS = st.lists(RINGS, min_size=1, max_size=3)
GEOMETRIES = st.one_of(
    POSITIONS.map(lambda position: {"type": "Point", "coordinates": position}),
    st.lists(POSITIONS, min_size=2).map(lambda line: {"type": "LineString", "coordinates": line}),
    POLYGONS.map(lambda rings: {"type": "Polygon", "coordinates": rings}),
    st.lists(POLYGONS, min_size=1, max_size=2).map(lambda parts: {"type": "MultiPolygon", "coordinates": parts}),
)
VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
PROPERTIES = st.dictionaries(
    st.text() | st.sampled_from(ZONE_FIELDS), VALUES | st.lists(VALUES, max_size=3), max_size=5
)


@given(PROPERTIES, GEOMETRIES, st.sampled_from([None, 2]))
def test_formatting_is_idempotent_and_keeps_everything(
    properties: dict[str, Any], geometry: dict[str, Any], indent: int | None
) -> None:
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    document = {"type": "FeatureCollection", "features": [feature], "kept": [1, "x"]}
    once = canonical(json.dumps(document, indent=indent))
    assert canonical(once) == once
    again = json.loads(once)
    assert again["kept"] == [1, "x"]
    assert again["features"][0]["properties"] == properties
    before, after = shapely.geometry.shape(geometry), shapely.geometry.shape(again["features"][0]["geometry"])
    assert after.geom_type == before.geom_type
    assert _corners(after) == _corners(before)


def _corners(geometry: shapely.Geometry) -> list[tuple[str, str]]:
    """Return a geometry's positions, rounded, in an order that winding does not change."""
    return sorted((number_text(x), number_text(y)) for x, y in shapely.get_coordinates(geometry).tolist())


@given(POLYGONS)
def test_rings_are_wound_as_rfc_7946_asks(rings: list[list[list[float]]]) -> None:
    text = canonical(json.dumps({"type": "Polygon", "coordinates": rings}))
    for index, ring in enumerate(json.loads(text)["coordinates"]):
        area = sum(
            round(ax * 1e6) * round(by * 1e6) - round(bx * 1e6) * round(ay * 1e6)
            for (ax, ay), (bx, by) in itertools.pairwise(ring)
        )
        assert area >= 0 if index == 0 else area <= 0
