"""The grid answers as shapely does, for every point."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from zoneatlas.plan.load import load_plan
from zoneatlas.space import grid_build
from zoneatlas.space.grid import ZoneIndex
from zoneatlas.space.measure import as_geometry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]


def by_shapely(polygons: Sequence[BaseGeometry], x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Return one row of answers a polygon; polygons are prepared copies only where they are valid."""
    found = []
    for polygon in polygons:
        copy = shapely.from_wkb(shapely.to_wkb(polygon))
        if copy.is_valid:
            shapely.prepare(copy)
        found.append(shapely.intersects_xy(copy, x, y))
    return np.array(found)


def assert_equal(polygons: Sequence[BaseGeometry], x: Floats, y: Floats, threads: int = 1) -> None:
    held = ZoneIndex(polygons).assign(x, y, threads=threads)
    expected = by_shapely(polygons, x, y)
    for number, row in enumerate(expected):
        np.testing.assert_array_equal(held.within(number), row)


def telling_points(polygons: Sequence[BaseGeometry], seed: int) -> tuple[Floats, Floats]:
    """Return vertices, points on edges, points a rounding error beside them, and points anywhere."""
    rng = np.random.default_rng(seed)
    corners = shapely.get_coordinates(polygons)
    if not len(corners):
        corners = np.zeros((1, 2))
    other = np.roll(corners, -1, axis=0)
    along = corners + (other - corners) * rng.random((len(corners), 1))
    middle = (corners + other) / 2
    edge = np.concatenate([corners, along, middle])
    beside = [np.nextafter(edge, np.inf), np.nextafter(edge, -np.inf), edge + rng.normal(0, 1e-9, edge.shape)]
    low, high = corners.min(axis=0) - 0.1, corners.max(axis=0) + 0.1
    anywhere = low + (high - low) * rng.random((400, 2))
    points = np.concatenate([edge, *beside, anywhere])
    return points[:, 0], points[:, 1]


coarse = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda xy: (float(xy[0]), float(xy[1])))
fine = st.tuples(st.floats(116.0, 116.5), st.floats(39.7, 40.1))
near = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda xy: (116 + xy[0] * 1e-6, 39.9 + xy[1] * 1e-6))


@st.composite
def layouts(draw: st.DrawFn) -> Sequence[BaseGeometry]:
    """Draw polygons that overlap, share edges, have holes and several parts, on whole numbers or anywhere."""
    corner = draw(st.sampled_from([coarse, fine, near]))
    polygons = []
    for corners in draw(st.lists(st.lists(corner, min_size=3, max_size=9), min_size=1, max_size=5)):
        polygon = shapely.make_valid(shapely.Polygon([*corners, corners[0]]))
        parts = [part for part in shapely.get_parts(polygon) if part.geom_type in ("Polygon", "MultiPolygon")]
        if parts:
            polygons.append(shapely.union_all(parts))
    return polygons or [shapely.box(0, 0, 1, 1)]


@settings(max_examples=150)
@given(layouts(), st.integers(0, 1000))
def test_every_point_is_answered_as_shapely_does(polygons: Sequence[BaseGeometry], seed: int) -> None:
    assert_equal(polygons, *telling_points(polygons, seed))


@settings(max_examples=40)
@given(st.lists(st.lists(coarse, min_size=4, max_size=8), min_size=1, max_size=3), st.integers(0, 1000))
def test_polygons_that_are_not_valid_are_answered_as_shapely_does(
    rings: list[list[tuple[float, float]]], seed: int
) -> None:
    polygons = [shapely.Polygon([*ring, ring[0]]) for ring in rings]
    assert_equal(polygons, *telling_points(polygons, seed))


@settings(max_examples=60)
@given(layouts(), st.floats(0.05, 0.95), st.integers(0, 1000))
def test_vertices_in_the_middle_of_straight_edges_change_nothing(
    polygons: Sequence[BaseGeometry], share: float, seed: int
) -> None:
    longest = max(shapely.length(polygons)) or 1.0
    cut = [shapely.make_valid(shapely.segmentize(polygon, share * longest)) for polygon in polygons]
    areas = [one for one in cut if one.geom_type in ("Polygon", "MultiPolygon")]
    assert_equal(areas or [shapely.box(0, 0, 1, 1)], *telling_points(areas or [shapely.box(0, 0, 1, 1)], seed))


def test_a_vertex_at_which_an_edge_goes_straight_on() -> None:
    sliver = shapely.Polygon([(42 / 11, 7), (2, 12), (4, 7), (6, 1)])
    rng = np.random.default_rng(2)
    x, y = telling_points([sliver], 229)
    assert_equal([sliver], np.r_[x, rng.uniform(1.9, 6.1, 100_000)], np.r_[y, rng.uniform(0.9, 12.1, 100_000)])


def test_two_million_points_of_the_shipped_plan_with_its_edges() -> None:
    plan = load_plan()
    polygons = [as_geometry(zone.geometry) for zone in plan.zones if zone.geometry is not None]
    rng = np.random.default_rng(2006)
    west, south, east, north = shapely.total_bounds(polygons)
    half = 1_000_000
    x = np.r_[rng.uniform(west - 0.1, east + 0.1, half), rng.normal((west + east) / 2, 0.15, half)]
    y = np.r_[rng.uniform(south - 0.1, north + 0.1, half), rng.normal((south + north) / 2, 0.15, half)]
    edge_x, edge_y = telling_points(polygons, 1)
    assert_equal(polygons, np.r_[x, edge_x], np.r_[y, edge_y], threads=2)


def test_a_block_beside_a_country() -> None:
    blocks = [shapely.box(116.4 + i * 2e-3, 39.9, 116.401 + i * 2e-3, 39.901) for i in range(20)]
    country = shapely.Point(105, 35).buffer(20)
    rng = np.random.default_rng(1)
    x = np.r_[rng.uniform(80, 130, 20_000), rng.uniform(116.39, 116.45, 20_000)]
    y = np.r_[rng.uniform(10, 60, 20_000), rng.uniform(39.899, 39.902, 20_000)]
    assert_equal([country, *blocks], x, y)


def test_thousands_of_polygons_with_common_edges() -> None:
    rng = np.random.default_rng(3)
    seeds = shapely.MultiPoint(np.column_stack([rng.uniform(115.5, 117.4, 2000), rng.uniform(39.5, 41, 2000)]))
    cells = [cell for cell in shapely.voronoi_polygons(seeds).geoms]  # noqa: C416
    x, y = rng.uniform(115.5, 117.4, 20_000), rng.uniform(39.5, 41, 20_000)
    corners = shapely.get_coordinates(cells)
    x, y = np.r_[x, corners[:, 0]], np.r_[y, corners[:, 1]]
    held = ZoneIndex(cells).assign(x, y)
    point, polygon = shapely.STRtree(cells).query(shapely.points(x, y), predicate="intersects")
    order = np.lexsort((polygon, point))
    found = held.pairs()
    np.testing.assert_array_equal(found[0], point[order])
    np.testing.assert_array_equal(found[1], polygon[order])


def test_lines_that_all_but_coincide_do_not_cut_the_grid_to_dust() -> None:
    circle = shapely.Point(0, 0).buffer(1, quad_segs=64)
    other = shapely.transform(circle, lambda xy: xy * (1 + 1e-12))
    index = ZoneIndex([circle, other])
    assert index.blocks <= 6 * 2 * shapely.get_num_coordinates(circle)
    assert_equal([circle, other], *telling_points([circle, other], 4))


def test_an_edge_on_the_grid_s_own_lines_is_not_mistaken() -> None:
    frame = grid_build.frame_of(np.array([0.0, 0.0, 10.0, 10.0]), 5)
    columns = frame.west + np.array([7, 9, 15]) / frame.per_x
    rows = frame.south + np.array([8.5, 9.5, 15.5]) / frame.per_y
    stairs = [(columns[0], rows[0]), (columns[2], rows[0]), (columns[2], rows[2]), (columns[1], rows[1])]
    polygons = [shapely.box(0, 0, 10, 10), shapely.Polygon(stairs), shapely.box(columns[0], 0, columns[1], rows[1])]
    assert_equal(polygons, *telling_points(polygons, 5))


def test_points_nowhere_lie_in_nothing() -> None:
    index = ZoneIndex([shapely.box(0, 0, 1, 1)], ["a"])
    held = index.assign([0.5, np.nan, np.inf, -np.inf, 0.5, 1e300, 2], [0.5, 0.5, 0.5, np.nan, np.inf, -1e300, 0.5])
    assert held.codes.tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert held.names(0) == ("a",)
    assert held.names(1) == ()


def test_shapes_empty_polygons_and_copies() -> None:
    index = ZoneIndex([None, shapely.Polygon(), {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 0]]]}])
    again = pickle.loads(pickle.dumps(index))  # noqa: S301  (our own)
    for one in (index, again):
        held = one.assign(np.array([[1.0, 5.0], [1.5, 0.0]]), np.array([[0.5, 5.0], [1.5, 2.0]]))
        assert held.codes.shape == (2, 2)
        assert held.within(2).tolist() == [[True, False], [True, False]]
    assert not ZoneIndex([]).assign([1.0], [1.0]).codes.any()
    assert not ZoneIndex([None]).assign([], []).codes.size


def test_what_is_no_polygon_is_refused() -> None:
    with pytest.raises(TypeError, match="LineString"):
        ZoneIndex([shapely.LineString([(0, 0), (1, 1)])])
    with pytest.raises(ValueError, match="keys"):
        ZoneIndex([shapely.box(0, 0, 1, 1)], [])
    with pytest.raises(ValueError, match="finite"):
        ZoneIndex([{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [np.inf, 1], [0, 0]]]}])
    with pytest.raises(ValueError, match="shape"):
        ZoneIndex([None]).assign([1.0], [1.0, 2.0])
