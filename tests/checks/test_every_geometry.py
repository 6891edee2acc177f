"""Every geometry is judged wherever it stands, and no fault hides another."""

from __future__ import annotations

import json
import time
from math import cos, sin
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas.checks.registry import all_checks
from zoneatlas.checks.run import run_checks
from zoneatlas.checks.subject import Subject
from zoneatlas.plan.geojson import parse_features

if TYPE_CHECKING:
    from zoneatlas.checks.records import Finding

CHECKS = tuple(item for item in all_checks() if not item.needs_plan)
Ring = list[list[float]]


def box(west: float, south: float, east: float, north: float) -> Ring:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: Ring) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [*rings]}


def parts(*polygons: list[Ring]) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": [*polygons]}


def gathered(*geometries: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"type": "GeometryCollection", "geometries": [*geometries]}


def feature(geometry: Any, **members: object) -> dict[str, Any]:  # noqa: ANN401
    return {"type": "Feature", "properties": {}, "geometry": geometry, **members}


def collection(*features: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"type": "FeatureCollection", "features": [*features]}


def findings(document: dict[str, Any]) -> list[Finding]:
    return run_checks(Subject((parse_features(json.dumps(document).encode(), "a.geojson"),)), CHECKS)


def told(document: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(one.check, one.severity) for one in findings(document)]


POINT = {"type": "Point", "coordinates": [0, 0]}
BOW_TIE: Ring = [[10, 10], [11, 11], [11, 10], [10, 11], [10, 10]]
SPIKED: Ring = [[0, 0], [1, 0], [1, 0.5], [1.5, 0.5], [1, 0.5], [1, 1], [0, 1], [0, 0]]
BAD = {
    "bow-tie": (polygon(BOW_TIE), ("Z201", "error")),
    "hole outside": (polygon(box(0, 0, 1, 1), box(2, 2, 3, 3)[::-1]), ("Z202", "error")),
    "parts over one another": (parts([box(0, 0, 2, 2)], [box(1, 1, 3, 3)]), ("Z203", "error")),
    "no area": (polygon([[0, 0], [1, 1], [2, 2], [0, 0]]), ("Z204", "error")),
    "spike": (polygon(SPIKED), ("Z206", "error")),
    "out of range": ({"type": "LineString", "coordinates": [[0, 0], [0, 95]]}, ("Z149", "error")),
    "metres": ({"type": "Point", "coordinates": [12958000.0, 4852000.0]}, ("Z402", "error")),
    "swapped": ({"type": "Point", "coordinates": [39.9, 116.4]}, ("Z401", "error")),
    "no length": ({"type": "LineString", "coordinates": [[1, 1], [1, 1], [1, 1]]}, ("Z214", "warning")),
}


@pytest.mark.parametrize(("geometry", "expected"), BAD.values(), ids=list(BAD))
def test_a_fault_is_told_wherever_the_geometry_stands(geometry: dict[str, Any], expected: tuple[str, str]) -> None:
    assert told(feature(geometry)) == [expected]
    assert told(collection(feature(geometry))) == [expected]
    assert told(geometry) == [expected]
    assert set(told(collection(geometry))) == {("Z131", "error"), expected}
    if expected[0] in ("Z401", "Z402"):  # a feature's own, not a member's
        return
    assert told(gathered(POINT, geometry)) == [expected]
    assert told(feature(gathered(POINT, geometry))) == [expected]
    assert set(told(gathered(gathered(geometry, POINT), POINT))) == {("Z151", "warning"), expected}


def test_places_in_a_nested_collection_are_exact() -> None:
    document = json.dumps(gathered(POINT, gathered(POINT, polygon(BOW_TIE))))
    text = document.replace("[[[10, 10]", "[[\n[10, 10]")
    read = parse_features(text.encode(), "a.geojson")
    (one,) = (each for each in run_checks(Subject((read,)), CHECKS) if each.check == "Z201")
    assert (one.line, one.column, one.place) == (2, 1, {"type": "Point", "coordinates": [10.5, 10.5]})


def test_members_of_a_collection_are_told_apart() -> None:
    (one,) = findings(gathered(POINT, polygon(box(0, 0, 1, 1)), polygon(box(0, 0, 1, 1))))
    assert one.check == "Z208"
    assert "#1.geometries[2] is nearly the same polygon as #1.geometries[1]" in one.message


@pytest.mark.parametrize(
    "broken", [box(0, 0, 1, 1)[:-1], [[0, 0], [1, 1]], [[0, 0], [0, 0]], [["0", 0], *box(0, 0, 1, 1)[1:]], "x", [], 5]
)
def test_a_broken_part_hides_no_fault_of_the_others(broken: Any) -> None:  # noqa: ANN401
    found = findings(parts([broken], [BOW_TIE], [box(20, 0, 21, 1), box(22, 2, 23, 3)[::-1]]))
    assert {"Z201", "Z202"} < {one.check for one in found}
    (crossing,) = (one for one in found if one.check == "Z201")
    (hole,) = (one for one in found if one.check == "Z202")
    assert "part 2" in crossing.message
    assert "第 2 部分" in crossing.message_zh
    assert "hole 1 of part 3" in hole.message


def test_a_broken_ring_hides_no_fault_of_the_others() -> None:
    found = findings(polygon(box(0, 0, 9, 9), [[1, 1], [2, 2]], box(20, 1, 21, 2)[::-1]))
    assert [one.check for one in found] == ["Z146", "Z202"]
    assert "hole 2 of part 1" in found[1].message


def test_every_open_ring_is_told() -> None:
    found = findings(polygon(box(0, 0, 9, 9)[:-1], box(1, 1, 2, 2)[::-1][:-1]))
    assert [one.check for one in found] == ["Z147", "Z147"]


@pytest.mark.parametrize("name", ["polygon", "POLYGON", " Polygon"])
def test_a_type_in_the_wrong_case_is_judged_as_meant(name: str) -> None:
    geometry = {"type": name, "coordinates": [BOW_TIE, box(12, 0, 13, 1)[::-1][:-1]]}
    for document in (feature(geometry), geometry, gathered(POINT, geometry)):
        assert sorted(told(document)) == [(each, "error") for each in ("Z126", "Z147", "Z201", "Z202")]


def test_more_than_twenty_of_a_kind_are_counted() -> None:
    found = findings({"type": "LineString", "coordinates": [["a", 1]] * 60})
    assert len(found) == 20
    assert "40 more" in found[-1].message
    assert "40 处" in found[-1].message_zh
    assert not any("more like this" in one.message for one in found[:-1])


def test_every_place_where_a_ring_meets_itself_is_told() -> None:
    wave: Ring = [[0, 0], [1, 1], [2, 0], [3, 1], [4, 0], [4, 1], [3, 0], [2, 1], [1, 0], [0, 1], [0, 0]]
    (one,) = findings(polygon(wave))
    assert one.place == {"type": "MultiPoint", "coordinates": [[0.5, 0.5], [1.5, 0.5], [2.5, 0.5], [3.5, 0.5]]}
    assert "0.500000, 0.500000 and 3 more places" in one.message
    assert "等 4 处" in one.message_zh


def test_a_shell_that_crosses_itself_hides_neither_holes_nor_parts() -> None:
    found = told(parts([BOW_TIE, box(0, 0, 1, 1)[::-1]], [box(10, 10, 11, 11)]))
    assert sorted(check for check, _ in found) == ["Z201", "Z202", "Z203"]


HOLES = {
    "two holes along an edge": (
        polygon(box(0, 0, 10, 10), box(1, 1, 2, 2)[::-1], box(2, 1, 3, 2)[::-1]),
        "Hole 2 shares an edge with hole 1",
        2.0,
    ),
    "a hole along the shell": (polygon(box(0, 0, 10, 10), box(0, 4, 1, 5)[::-1]), "shares an edge with its shell", 0.0),
}


@pytest.mark.parametrize(("geometry", "said", "lon"), HOLES.values(), ids=list(HOLES))
def test_shared_edges_of_holes_are_named_where_they_are(geometry: dict[str, Any], said: str, lon: float) -> None:
    (one,) = findings(geometry)
    assert (one.check, one.severity) == ("Z202", "error")
    assert said in one.message
    assert one.place is not None
    assert one.place["coordinates"][0] == lon
    assert json.dumps(geometry)[one.column - 1 :].startswith(f"[{int(lon)}, ")


def test_a_needle_is_a_sliver() -> None:
    needle: Ring = [[0, 0], [0.0764, 0], [0.0764, 0.000002], [0, 0.000002], [0, 0]]
    assert told(polygon(needle)) == [("Z207", "warning")]
    path: Ring = [[0, 0], [0.002, 0], [0.002, 0.000004], [0, 0.000004], [0, 0]]  # 220 m by 0.44 m: a hedge
    assert told(polygon(path)) == []


def test_an_upright_wall_is_no_error() -> None:
    wall = [[1, 1, 0], [2, 2, 0], [2, 2, 9], [1, 1, 9], [1, 1, 0]]
    assert sorted(told({"type": "Polygon", "coordinates": [wall]})) == [("Z152", "warning"), ("Z204", "warning")]


def test_a_number_no_map_can_hold_is_an_error_of_a_bare_geometry_too() -> None:
    for number in ("1e999", "9" * 400, "9" * 300):
        text = f'{{"type":"LineString","coordinates":[[1,2],[{number},3],[4,5]]}}'
        found = run_checks(Subject((parse_features(text.encode(), "a.geojson"),)), CHECKS)
        assert [one.severity for one in found] == ["error"]
        assert len(found[0].message) < 200


def test_what_is_swapped_or_in_metres_is_told_once() -> None:
    """Neither its range, nor its winding, nor its decimals, nor an edge across the antimeridian besides."""
    near = [[116.3123456789, 39.9], [116.4, 39.9], [116.4, 40.0], [116.3123456789, 39.9]]
    swapped = polygon([[lat, lon] for lon, lat in near])
    metres = polygon([[lon * 111_319, lat * 125_000] for lon, lat in near[::-1]])
    assert told(collection(feature(swapped))) == [("Z401", "error")]
    assert told(collection(feature(swapped), feature(swapped))) == [("Z401", "error")]
    assert told(collection(feature(metres))) == [("Z402", "error")]
    assert [check for check, _ in told(collection(feature(metres), feature(polygon(near[::-1]))))] == [
        "Z402",
        "Z150",
        "Z154",
    ]


def test_a_collection_among_the_features_is_judged_within() -> None:
    inner = collection(feature(polygon(BOW_TIE)), feature({"type": "Point", "coordinates": [0, 95]}), {})
    found = findings(collection(inner, feature(POINT)))
    assert sorted(one.check for one in found) == ["Z131", "Z149", "Z201"]


def test_a_ring_closed_but_for_its_height_is_told_once() -> None:
    ring = [[0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 0, 2]]
    assert sorted(told({"type": "Polygon", "coordinates": [ring]})) == [("Z147", "error"), ("Z152", "warning")]


@pytest.mark.parametrize(
    ("coordinates", "column"),
    [([[box(0, 0, 1, 1)], box(2, 2, 3, 3)], 87), ([[box(0, 0, 1, 1), [0, 0]]], 85), ([[box(0, 0, 1, 1)], [5, 5]], 86)],
)
def test_one_part_of_the_wrong_depth_is_told_once(coordinates: Any, column: int) -> None:  # noqa: ANN401
    (one,) = findings({"type": "MultiPolygon", "coordinates": coordinates})
    assert (one.check, abs(one.column - column) < 2) == ("Z142", True)


def test_many_faults_take_no_time_of_their_own() -> None:
    began = time.process_time()
    found = findings({"type": "LineString", "coordinates": [["x", 1]] * 10_000})
    assert len(found) == 20
    assert "9,980 more" in found[-1].message
    assert time.process_time() - began < 10  # it was eighty seconds


def test_one_region_in_another_is_a_remark_in_a_file_of_neighbours() -> None:
    quarters = [box(0, 0, 2, 2), box(2, 0, 4, 2), box(0, 2, 2, 4), box(2, 2, 4, 4)]
    found = told(collection(*(feature(polygon(ring)) for ring in (box(0, 0, 4, 4), *quarters))))
    assert found == [("Z213", "info")] * 4


def test_an_enclosed_gap_is_not_told_again_as_an_open_one() -> None:
    above: Ring = [[0, 1], [1, 1.00002], [2, 1], [2, 2], [0, 2], [0, 1]]
    squares = (feature(polygon(ring)) for ring in (box(0, 0, 1, 1), box(1, 0, 2, 1), above))
    assert told(collection(*squares)) == [("Z220", "warning")]


ALLOWED = {
    "most of the earth": polygon(box(-170, -80, 170, 80)),
    "the whole earth": polygon(box(-180, -90, 180, 90)),
    "about the south pole": polygon([[-180, -90], [180, -90], [180, -70], [0, -66], [-180, -70], [-180, -90]]),
    "cut at the antimeridian": parts([box(170, 0, 180, 10)], [box(-180, 0, -170, 10)]),
    "a hole that touches its shell": polygon(box(0, 0, 10, 10), [[0, 5], [2, 6], [2, 4], [0, 5]]),
    "holes that touch": polygon(box(0, 0, 10, 10), box(1, 1, 2, 2)[::-1], box(2, 2, 3, 3)[::-1]),
    "parts that touch": parts([box(0, 0, 1, 1)], [box(1, 1, 2, 2)]),
    "an island in a lake": parts([box(0, 0, 9, 9), box(2, 2, 7, 7)[::-1]], [box(3, 3, 5, 5)]),
    "a metre wide": polygon([[116.4, 39.9], [116.40001, 39.9], [116.40001, 39.90001], [116.4, 39.9]]),
    "a line that crosses itself": {"type": "LineString", "coordinates": [[0, 0], [1, 1], [1, 0], [0, 1]]},
    "a closed line": {"type": "LineString", "coordinates": [[0, 0], [1, 0], [1, 1], [0, 0]]},
    "a point twice": {"type": "MultiPoint", "coordinates": [[1, 2], [1, 2]]},
    "a box rounded outwards": {**polygon(box(16.1234, 9.6543, 16.3, 9.8)), "bbox": [16.12, 9.65, 16.3, 9.8]},
}  # fmt: skip


@pytest.mark.parametrize("geometry", ALLOWED.values(), ids=list(ALLOWED))
def test_what_the_standard_allows_is_told_nothing(geometry: dict[str, Any]) -> None:
    assert told(geometry) == []
    assert told(collection(feature(geometry))) == []
    assert told(gathered(POINT, geometry)) == []


@pytest.mark.parametrize("kind", ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"])
def test_empty_coordinates_are_no_error(kind: str) -> None:
    assert told({"type": kind, "coordinates": []}) == [("Z143", "warning")]
    assert told(feature({"type": kind, "coordinates": []})) == [("Z143", "warning")]


def test_an_edge_across_the_antimeridian_is_told() -> None:
    assert told(polygon([[170, 0], [-170, 0], [-170, 10], [170, 10], [170, 0]])) == [("Z153", "warning")]
    assert told({"type": "LineString", "coordinates": [[179, 0], [-179, 0]]}) == [("Z153", "warning")]


def test_faults_by_the_thousand_are_counted_in_little_time() -> None:
    turns = [(cos(number / 300), sin(number / 300)) for number in range(1_800)]
    spiky = [[round(factor * x, 6), round(factor * y, 6)] for x, y in turns for factor in (1, 1.1, 1)]
    doubled = [[round(x, 6), round(y, 6)] for x, y in turns for _ in range(5)]
    scribble = [[number * 7919 % 10007 / 1e4, number * 104_729 % 9973 / 1e4] for number in range(3_000)]
    began = time.process_time()
    found = findings(polygon([*spiky, spiky[0]]))
    assert [one.check for one in found if one.check != "Z205"] == ["Z206"] * 20
    assert "more like this" in found[-1].message
    assert "Z201" in {one.check for one in findings(polygon([*doubled, [2, 2], [2, 0], [0, 2], doubled[0]]))}
    assert "Z201" in {one.check for one in findings(parts([[*scribble, scribble[0]]], [box(0, 0, 1, 1)]))}
    over = findings(parts(*([box(0, 0, round(1 + number / 1_000, 3), 1)] for number in range(150))))
    assert [one.check for one in over] == ["Z203"] * 20
    assert time.process_time() - began < 20  # it was minutes
