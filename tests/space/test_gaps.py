"""Gaps of every form, the ones that GEOS's gap_width misses first (libgeos/geos#1251)."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.benchmarks.synthetic import polygons
from tests.space.shapes import METRE_DEG, array

from zoneatlas.space.edges import edges_of
from zoneatlas.space.gaps import Gap, enclosed_gaps, missing_from, open_gaps
from zoneatlas.space.measure import local_crs
from zoneatlas.space.overlap import Tolerances

TOLERANCES = Tolerances(1.0, 1.0)


def enclosed(*shapes: str | shapely.Polygon) -> list[Gap]:
    areas = array(*shapes)
    return enclosed_gaps(areas, edges_of(areas), local_crs(areas), TOLERANCES)


def opened(reach_m: float, *shapes: str | shapely.Polygon) -> list[Gap]:
    areas = array(*shapes)
    return open_gaps(areas, edges_of(areas), local_crs(areas), TOLERANCES, reach_m)


def scaled(text: str, unit_m: float) -> shapely.Polygon:
    moved = shapely.transform(shapely.from_wkt(text), lambda xy: xy * unit_m * METRE_DEG)
    assert isinstance(moved, shapely.Polygon)
    return moved


@pytest.mark.parametrize("unit_m", [10.0, 1_000.0])
def test_a_triangular_gap(unit_m: float) -> None:
    left = scaled("POLYGON((0 0,10 0,10 20,0 20,0 0))", unit_m)
    right = scaled("POLYGON((10 0,20 0,20 20,10 20,11 10,10 0))", unit_m)
    (gap,) = enclosed(left, right)
    assert gap.area_m2 == pytest.approx(10 * unit_m**2, rel=0.01)
    assert gap.between == (0, 1)


def test_a_square_gap_of_six_by_six() -> None:
    around = ["POLYGON((0 0,6 0,12 0,12 3,9 3,3 3,0 3,0 0))", "POLYGON((0 3,3 3,3 9,0 9,0 3))",
              "POLYGON((9 3,12 3,12 9,9 9,9 3))", "POLYGON((0 9,3 9,9 9,12 9,12 12,0 12,0 9))"]  # fmt: skip
    shapes = [scaled(text, 100.0) for text in around]
    assert shapely.coverage_is_valid(shapes, gap_width=700.0 * METRE_DEG)  # so GEOS says
    (gap,) = enclosed(*shapes)
    assert gap.area_m2 == pytest.approx(360_000, rel=0.01)
    assert gap.between == (0, 1, 2, 3)


def test_a_hole_nothing_fills_and_one_that_is_filled() -> None:
    around = "POLYGON((0 0,1 0,1 1,0 1,0 0),(0.2 0.2,0.2 0.4,0.4 0.4,0.4 0.2,0.2 0.2))"
    (gap,) = enclosed(around)
    assert gap.between == (0,)
    assert not enclosed(around, shapely.box(0.2, 0.2, 0.4, 0.4))


@settings(max_examples=30)
@given(st.integers(0, 99), st.floats(5.0, 300.0))
def test_a_seeded_gap_is_found(cell: int, depth_m: float) -> None:
    areas = polygons(100, 3)
    inner = cell % 10 not in (0, 9) and cell // 10 not in (0, 9)
    areas[cell] = areas[cell].buffer(-depth_m * METRE_DEG)
    gaps = enclosed_gaps(areas, edges_of(areas), local_crs(areas), TOLERANCES)
    assert len(gaps) == (1 if inner else 0)
    if inner:
        assert cell in gaps[0].between


def test_a_coverage_has_none() -> None:
    areas = polygons(400, 3)
    edges = edges_of(areas)
    assert not enclosed_gaps(areas, edges, local_crs(areas), TOLERANCES)
    assert not open_gaps(areas, edges, local_crs(areas), TOLERANCES, 50.0)


def test_a_cleft_open_to_the_outside() -> None:
    left = scaled("POLYGON((0 0,10 0,10 10,10 20,0 20,0 0))", 100.0)
    right = scaled("POLYGON((10.3 0,20 0,20 20,10 20,10 10,10.3 0))", 100.0)
    assert not enclosed(left, right)
    (gap,) = opened(50.0, left, right)
    assert gap.area_m2 == pytest.approx(15_000, rel=0.02)
    assert gap.between == (0, 1)
    assert not opened(5.0, left, right)


def test_a_slit_between_two_squares() -> None:
    (gap,) = opened(
        50.0,
        scaled("POLYGON((0 0,10 0,10 10,0 10,0 0))", 100.0),
        scaled("POLYGON((10.2 0,20 0,20 10,10.2 10,10.2 0))", 100.0),
    )
    assert gap.area_m2 == pytest.approx(20_000, rel=0.02)


def test_what_is_missing_from_an_outline() -> None:
    outline = array(shapely.box(0, 0, 1, 1))
    left = array(shapely.box(0, 0, 0.4, 1), shapely.box(0.5, 0, 1, 1))
    (gap,) = missing_from(outline, left, local_crs(outline), TOLERANCES)
    assert gap.place.bounds == pytest.approx((0.4, 0.0, 0.5, 1.0))
    assert gap.between == (0, 1)
    assert not missing_from(outline, outline, local_crs(outline), TOLERANCES)
