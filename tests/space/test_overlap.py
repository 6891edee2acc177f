"""Overlaps are found wherever they are, and nothing else is taken for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.benchmarks.synthetic import coverage, polygons
from tests.space.shapes import METRE_DEG, array, met

from zoneatlas.space.edges import edges_of, unmatched_vertices
from zoneatlas.space.overlap import Tolerances, greatest_widths_m, meetings, overlapping_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A parallel at 40° north, cut by a vertex in the middle.
UPPER = "POLYGON((116 40, {middle} 40, {east} 40, {east} 40.1, 116 40.1, 116 40))"
LOWER = "POLYGON((116 39.9, {east} 39.9, {east} 40, 116 40, 116 39.9))"


def clean(geometries: NDArray[np.object_]) -> bool:
    """Whether nothing is found among polygons."""
    pairs, _ = overlapping_pairs(geometries)
    return not len(pairs) and not len(unmatched_vertices(edges_of(geometries), 1.0).position)


@pytest.mark.parametrize(("length_km", "chord_m2"), [(8.5, 5_116.0), (51.0, 1_100_000.0)])
def test_a_vertex_on_a_shared_parallel_is_a_chord_and_no_overlap(length_km: float, chord_m2: float) -> None:
    east = 116 + length_km / 85.28  # kilometres in a degree of longitude at 40° north
    shapes = [text.format(east=east, middle=(116 + east) / 2) for text in (UPPER, LOWER)]
    (found,) = meetings(array(*shapes), "EPSG:4548", Tolerances(1.0, 1.0))
    assert found.cause == "chord"
    assert found.area_m2 < 1e-3
    assert found.chord_m2 == pytest.approx(chord_m2, rel=0.02)
    assert found.unmatched == (((116 + east) / 2, 40.0),)


def test_the_same_edge_with_the_same_vertices_only_touches() -> None:
    shapes = [UPPER.format(east=117, middle=116.5), "POLYGON((116 39.9, 117 39.9, 117 40, 116.5 40, 116 40, 116 39.9))"]
    (found,) = met(array(*shapes))
    assert (found.cause, found.chord_m2, found.unmatched) == ("touching", 0.0, ())


@settings(max_examples=60)
@given(
    lon=st.floats(-179, 178),
    lat=st.floats(-75, 75),
    size_m=st.floats(30, 200_000),
    share=st.floats(0.0, 1.0),
    turn=st.integers(0, 3),
)
@example(lon=116.0, lat=40.0, size_m=200_000.0, share=0.0, turn=1)
def test_any_overlap_above_the_tolerance_is_found_anywhere(
    lon: float, lat: float, size_m: float, share: float, turn: int
) -> None:
    """The overlap is as deep as `share` says between three metres and the whole square."""
    size, depth_m = size_m * METRE_DEG, 3.0 + share * (size_m - 3.0)
    scale = np.cos(np.radians(lat))
    first = shapely.box(0, 0, size, size)
    second = shapely.box(size - depth_m * METRE_DEG, 0, 2 * size, size)
    placed = [
        shapely.transform(
            shapely.affinity.rotate(shape, 90 * turn, origin=(0, 0)),
            lambda xy: xy * [1 / scale, 1.0] + [lon, lat],
        )
        for shape in (first, second)
    ]
    inside = [bool(np.all(np.abs(shape.bounds) <= [180, 89, 180, 89])) for shape in placed]
    if not all(inside):
        return
    (found,) = met(array(*placed))
    assert found.cause == "real"
    assert found.area_m2 == pytest.approx(size_m * depth_m, rel=0.1)
    assert found.width_m == pytest.approx(min(size_m, depth_m), rel=0.1)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(0, 99), st.floats(5.0, 400.0))
def test_an_overlap_seeded_into_a_coverage_is_found_with_the_right_pair(seed: int, cell: int, depth_m: float) -> None:
    areas = polygons(100, 3)
    grown = areas[cell].buffer(depth_m * METRE_DEG)
    areas[cell] = grown
    first, second = overlapping_pairs(areas)
    expected = {row for row in range(len(areas)) if row != cell and areas[row].intersection(grown).area > 0}
    assert {*first.tolist(), *second.tolist()} == {cell, *expected}
    assert all(cell in pair for pair in zip(first.tolist(), second.tolist(), strict=True)), seed


def test_containment_and_doubles_are_overlaps() -> None:
    outer, inner = shapely.box(0, 0, 1, 1), shapely.box(0.2, 0.2, 0.4, 0.4)
    first, second = overlapping_pairs(array(outer, inner, outer))
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2)]
    found = {(one.first, one.second): one for one in met(array(outer, inner, outer))}
    assert (found[0, 1].first_within, found[0, 1].second_within) == (False, True)
    assert (found[0, 2].first_within, found[0, 2].second_within) == (True, True)


def test_an_invalid_polygon_stops_nothing() -> None:
    bow_tie = "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))"
    found = met(array(bow_tie, shapely.box(0, 0, 1, 1), shapely.box(0.5, 0, 2, 1)))
    assert [(one.first, one.second, one.cause) for one in found] == [(1, 2, "real")]


def test_an_enclave_in_its_hole_only_touches() -> None:
    enclave = shapely.box(0.2, 0.2, 0.4, 0.4)
    around = shapely.Polygon(shapely.box(0, 0, 1, 1).exterior, [list(enclave.exterior.coords)[::-1]])
    (found,) = met(array(around, enclave))
    assert found.cause == "touching"
    assert not len(edges_of(array(enclave)).shared.nonzero()[0])
    assert edges_of(array(around, enclave)).shared.tolist() == [4, 4]


def test_rounding_to_six_decimals_is_rounding() -> None:
    """A vertex on an oblique edge, rounded, lies off it by some centimetres."""
    corner, middle = (0.001235, 0.007654), (0.000412, 0.002551)
    first = shapely.Polygon([(0, 0), corner, (0.005, 0)])
    second = shapely.Polygon([(0, 0), (-0.005, 0.005), corner, middle])
    (found,) = met(array(first, second))
    assert found.cause == "unmatched-vertex"
    assert found.width_m < 0.2


@settings(max_examples=40)
@given(st.data())
def test_a_coverage_stays_clean_however_it_is_written(data: st.DataObject) -> None:
    """Rings rotated or wound the other way, features re-ordered, 15 decimals, vertices added on both sides."""
    rings = coverage(36, 2, seed=data.draw(st.integers(0, 1_000)))
    extra = data.draw(st.booleans())
    noise = data.draw(st.sampled_from([0.0, 1e-13]))
    written = []
    for ring in rings:
        open_ring = ring[:-1]
        if extra:
            following = np.roll(open_ring, -1, axis=0)
            middles = ((open_ring + following) / 2).round(7)
            open_ring = np.stack([open_ring, middles], axis=1).reshape(-1, 2)
        open_ring = np.roll(open_ring, data.draw(st.integers(0, len(open_ring))), axis=0)
        if data.draw(st.booleans()):
            open_ring = open_ring[::-1]
        written.append(shapely.Polygon(open_ring + noise))
    order = data.draw(st.permutations(range(len(written))))
    areas = array(*(written[row] for row in order))
    assert clean(areas)
    assert edges_of(areas).shared.min() > 0


def test_a_vertex_too_many_is_found_in_a_coverage() -> None:
    areas = polygons(25, 2)
    corners = shapely.get_coordinates(areas[12])
    middle = ((corners[2] + corners[3]) / 2).round(6)
    areas[12] = shapely.Polygon(np.insert(corners, 3, middle, axis=0))
    found = unmatched_vertices(edges_of(areas), 1.0)
    assert found.vertex_owner.tolist() == [12]
    assert found.position.tolist() == [middle.tolist()]
    assert found.offset_m[0] < 0.1


@pytest.mark.parametrize(
    ("shape", "width_m"),
    [
        (shapely.box(0, 0, 1000, 10), 10.0),
        (shapely.box(0, 0, 7, 7), 7.0),
        (shapely.Point(0, 0).buffer(50, quad_segs=64), 100.0),
        (shapely.union_all([shapely.box(0, 0, 10_000, 1), shapely.box(5_000, 0, 5_030, 30)]), 30.0),
    ],
)
def test_greatest_width(shape: shapely.Polygon, width_m: float) -> None:
    assert greatest_widths_m(array(shape))[0] == pytest.approx(width_m, rel=0.02)


def test_coverages_over_one_another_with_common_lines() -> None:
    """Every edge has its twin within its own grid; only the outer ones tell that the grids lie over each other."""
    fine = [shapely.box(i, j, i + 1, j + 1) for i in range(12) for j in range(12)]
    coarse = [shapely.box(i, j, i + 3, j + 3) for i in range(0, 12, 3) for j in range(0, 12, 3)]
    first, second = overlapping_pairs(array(*fine, *coarse))
    assert len(first) == len(fine)
    assert first.tolist() == list(range(len(fine)))
    assert second.min() == len(fine)


@settings(max_examples=40)
@given(st.integers(0, 1_000), st.data())
def test_pairs_are_those_found_one_by_one(seed: int, data: st.DataObject) -> None:
    areas = polygons(49, 2)
    other = polygons(36, 1)
    moved = shapely.transform(other, lambda xy: xy + data.draw(st.sampled_from([0.0, 0.003, 0.011, 0.05])))
    kept = data.draw(st.lists(st.integers(0, len(moved) - 1), max_size=10, unique=True))
    mixed = np.concatenate([areas, moved if seed % 2 else moved[kept]])
    slow = [
        (a, b)
        for a in range(len(mixed))
        for b in range(a + 1, len(mixed))
        if mixed[a].relate_pattern(mixed[b], "T********")
    ]
    first, second = overlapping_pairs(mixed)
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == slow
