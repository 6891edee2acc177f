"""Every way in which rings can be wrong, by name and place."""

from __future__ import annotations

import pytest
import shapely
from tests.space.shapes import array

from zoneatlas.space.rings import rings_of
from zoneatlas.space.validity import (
    invalid_rows,
    leftover_parts,
    repeated_vertices,
    ring_faults,
    spikes,
    thin_rings,
    zero_rings,
)

FAULTS = {
    "POLYGON((0 0,2 2,2 0,0 2,0 0))": [("self-intersection", (1.0, 1.0))],
    "POLYGON((0 0,4 0,2 2,4 4,0 4,2 2,0 0))": [("self-intersection", (2.0, 2.0))],
    "POLYGON((0 0,1 0,1 1,0 1,0 0),(3 3,4 3,4 4,3 3))": [("hole-outside", (3.0, 3.0))],
    "POLYGON((0 0,2 0,2 2,0 2,0 0),(1 1,3 1,3 1.5,1 1.5,1 1))": [("hole-crosses", (2.5, 1.25))],
    "POLYGON((0 0,1 0,1 1,0 1,0 0),(1 1,0 1,0 0,1 0,1 1))": [("hole-is-shell", (1.0, 1.0))],
    "POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,8 1,8 8,1 8,1 1),(2 2,3 2,3 3,2 3,2 2))": [("holes-overlap", (2.5, 2.5))],
    "POLYGON((0 0,4 0,4 4,0 4,0 0),(2 0,3 2,2 4,1 2,2 0))": [("holes-cut", (2.0, 4.0))],
    "MULTIPOLYGON(((0 0,2 0,2 2,0 2,0 0)),((1 1,3 1,3 3,1 3,1 1)))": [("parts-overlap", (1.5, 1.5))],
    "MULTIPOLYGON(((0 0,2 0,2 2,0 2,0 0)),((2 0,3 0,3 2,2 2,2 0)))": [("parts-share-edge", (2.0, 0.0))],
    "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0)),((1 1,2 1,2 2,1 2,1 1)))": [("parts-overlap", (1.5, 1.5))],
    # three faults, three findings: the shell's crossing hides no hole that lies beyond all of it
    "POLYGON((0 0,2 2,2 0,0 2,0 0),(5 5,6 5,6 6,5 5),(5 5,6 6,5 6,6 5,5 5))": [
        ("self-intersection", (1.0, 1.0)),
        ("self-intersection", (5.5, 5.5)),
        ("hole-outside", (5.0, 5.0)),
    ],
    # holes along an edge
    "POLYGON((0 0,9 0,9 9,0 9,0 0),(0 4,0 5,1 5,1 4,0 4))": [("hole-on-shell", (0.0, 4.5))],
    "POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,2 1,1 1),(2 1,2 2,3 2,3 1,2 1))": [("holes-share-edge", (2.0, 1.5))],
    # told by other checks
    "POLYGON((0 0,2 0,2 2,2 5,2 2,0 2,0 0))": [],
    "POLYGON((0 0,1 1,2 2,0 0))": [],
}


@pytest.mark.parametrize(("text", "expected"), FAULTS.items())
def test_faults_by_code_and_place(text: str, expected: list[tuple[str, tuple[float, float]]]) -> None:
    (shape,) = array(text)
    assert invalid_rows(array(text)).tolist() == [0]
    found = ring_faults(shape)
    assert [fault.code for fault in found] == [code for code, _ in expected]
    for fault, (_, position) in zip(found, expected, strict=True):
        assert fault.position == pytest.approx(position, abs=0.51)


def test_a_bow_tie_that_a_coverage_test_lets_pass() -> None:
    bow_tie = array("POLYGON((0 0,1 1,1 0,0 1,0 0))", "POLYGON((5 0,6 0,6 1,5 0))")
    assert shapely.coverage_is_valid(bow_tie)
    assert invalid_rows(bow_tie).tolist() == [0]


def test_spikes_repeated_vertices_and_rings_without_area() -> None:
    rings = rings_of(
        array(
            "POLYGON((0 0,2 0,2 2,2 5,2 2,0 2,0 0))",
            "POLYGON((0 0,1 1,2 2,0 0))",
            "POLYGON((0 0,1 0,1 0,1 1,0 0))",
            "POLYGON((0 0,1 0,1 0.5,1.5 0.500001,1 0.500002,1 1,0 1,0 0))",
            "POLYGON((0 0,2 2,2 0,0 2,0 0))",  # a figure of eight of no net area encloses two triangles
            "POLYGON((0 0,1 0,0 0.05,0 0))",  # sharp, but no spike
        )
    )
    assert [(spot.row, spot.position) for spot in spikes(rings, 1.0) if spot.row != 1] == [
        (0, (2.0, 5.0)),
        (3, (1.5, 0.500001)),
    ]
    assert [(spot.row, spot.vertex) for spot in repeated_vertices(rings)] == [(2, 2)]
    assert [spot.row for spot in zero_rings(rings)] == [1]


def test_slivers_and_leftovers() -> None:
    hair = "POLYGON((0 0,1 0,1 0.000001,0 0.000001,0 0))"
    leftover = "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((2 0,2.001 0,2.001 0.00001,2 0.00001,2 0)))"
    rings = rings_of(array(hair, leftover))
    assert [(spot.row, spot.part) for spot in thin_rings(rings, 1.0)] == [(0, 0)]
    assert [(spot.row, spot.part) for spot in leftover_parts(rings, 1e-4, 0.02)] == [(1, 1)]


def test_geometries_without_rings() -> None:
    rings = rings_of(array("POINT(1 2)", "GEOMETRYCOLLECTION EMPTY", "LINESTRING(0 0,1 1)"))
    assert len(rings.owner) == 0
    assert not spikes(rings, 1.0)
    assert not zero_rings(rings)


def test_parts_and_rings_are_counted_within_their_geometry() -> None:
    rings = rings_of(
        array(
            "POINT(0 0)",
            "MULTIPOLYGON(((0 0,9 0,9 9,0 0),(3 1,4 2,4 1,3 1)),((20 0,21 0,21 1,20 0)))",
            "GEOMETRYCOLLECTION(MULTIPOLYGON(((0 0,1 0,1 1,0 0))),POLYGON((5 5,6 5,6 6,5 5)))",
        )
    )
    assert rings.owner.tolist() == [1, 1, 1, 2, 2]
    assert rings.part.tolist() == [0, 0, 1, 0, 1]
    assert rings.number.tolist() == [0, 1, 0, 0, 0]
