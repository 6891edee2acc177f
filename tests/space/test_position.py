"""Plain-Python containment, distance and area against shapely and PROJ."""

from __future__ import annotations

from math import cos, nextafter, sin

import pyproj
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from zoneatlas.space import geodesic
from zoneatlas.space.position import Edge, Edges, edges_of, outline_of, point_of, polygons_of

GEOD = pyproj.Geod(ellps="WGS84")
lons, lats = st.floats(-179, 179), st.floats(-80, 80)


@st.composite
def stars(draw: st.DrawFn) -> shapely.Polygon:
    """Draw a star-shaped polygon of 3 to 40 corners, up to some 40 km wide."""
    lon, lat = draw(st.floats(-170, 170)), draw(st.floats(-70, 70))
    size = draw(st.floats(0.001, 0.2))
    radii = draw(st.lists(st.floats(0.2, 1), min_size=3, max_size=40))
    turns = [6.283185307 * index / len(radii) for index in range(len(radii))]
    corners = [(lon + size * r * cos(t), lat + size * r * sin(t)) for r, t in zip(radii, turns, strict=True)]
    return shapely.Polygon(corners)


@given(lons, lats, lons, lats)
def test_distance_equals_projs(lon1: float, lat1: float, lon2: float, lat2: float) -> None:
    expected = GEOD.inv(lon1, lat1, lon2, lat2)[2]
    assume(expected < 19_000_000)  # nearly antipodal: stated otherwise
    assert geodesic.distance_m(lon1, lat1, lon2, lat2) == pytest.approx(expected, abs=1e-3)


def test_nearly_antipodal_positions_end_in_a_distance() -> None:
    expected = GEOD.inv(0, 0, 179.7, 0.3)[2]
    assert geodesic.distance_m(0, 0, 179.7, 0.3) == pytest.approx(expected, rel=0.006)
    with pytest.raises(ValueError, match="finite"):
        geodesic.distance_m(0, 0, float("nan"), 0)


@given(stars(), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_containment_equals_shapelys(star: shapely.Polygon, dx: float, dy: float) -> None:
    lon, lat = star.centroid.x + dx * 0.3, star.centroid.y + dy * 0.3
    point = shapely.Point(lon, lat)
    assume(star.exterior.distance(point) > 1e-9)
    assert outline_of(shapely.geometry.mapping(star)).holds(lon, lat) == star.contains(point)


@given(stars(), st.floats(-3, 3), st.floats(-3, 3))
def test_distance_to_edges_equals_a_fine_search(star: shapely.Polygon, dx: float, dy: float) -> None:
    lon, lat = star.centroid.x + dx, max(-79.0, min(79.0, star.centroid.y + dy))
    found = Edges(edges_of(shapely.geometry.mapping(star))).distance_m(lon, lat)
    expected = min(_searched_m((lon, lat), edge) for edge in edges_of(shapely.geometry.mapping(star)))
    assert found == pytest.approx(expected, rel=5e-4, abs=2e-3)


def _searched_m(spot: tuple[float, float], edge: Edge) -> float:
    """Return the least geodesic distance to points along an edge, narrowing in on it."""
    lon1, lat1, lon2, lat2 = edge

    def away(along: float) -> float:
        return float(GEOD.inv(*spot, lon1 + along * (lon2 - lon1), lat1 + along * (lat2 - lat1))[2])

    low, high = 0.0, 1.0
    for _ in range(60):
        third = (high - low) / 3
        if away(low + third) <= away(high - third):
            high -= third
        else:
            low += third
    return min(away((low + high) / 2), away(0), away(1))


@given(stars())
def test_area_and_length_equal_projs(star: shapely.Polygon) -> None:
    area_m2, perimeter_m = GEOD.geometry_area_perimeter(shapely.orient_polygons(star))
    mapping = shapely.geometry.mapping(star)
    assert geodesic.area_km2(mapping) == pytest.approx(area_m2 / 1e6, rel=2e-6, abs=1e-6)
    assert geodesic.length_m(mapping) == pytest.approx(perimeter_m, rel=1e-9, abs=1e-3)


@given(stars(), st.integers(0, 39), st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 0.7, 1.0]), st.integers(-2, 2))
def test_on_edges_and_beside_them_containment_equals_shapelys(
    star: shapely.Polygon, number: int, share: float, steps: int
) -> None:
    star = shapely.set_precision(star, 1e-9)  # GEOS itself errs on corners such as 2e-218
    assume(star.geom_type == "Polygon" and not star.is_empty)
    corners = list(star.exterior.coords)
    (lon1, lat1), (lon2, lat2) = corners[number % (len(corners) - 1)], corners[number % (len(corners) - 1) + 1]
    lon, lat = lon1 + share * (lon2 - lon1), lat1 + share * (lat2 - lat1)
    assume(abs(lat) > 1e-6)  # a step from 0, at 5e-324, GEOS itself errs
    for _ in range(abs(steps)):
        lat = nextafter(lat, 90.0 if steps > 0 else -90.0)
    outline = outline_of(shapely.geometry.mapping(star))
    assert outline.holds(lon, lat) == shapely.intersects(star, shapely.Point(lon, lat))


@given(st.integers(0, 6), st.integers(0, 6), st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3))
def test_on_a_lattice_containment_equals_shapelys(x: int, y: int, corners: list[tuple[int, int]]) -> None:
    polygon = shapely.Polygon(corners)
    assume(polygon.is_valid)
    outline = outline_of(shapely.geometry.mapping(polygon))
    assert outline.holds(x, y) == shapely.intersects(polygon, shapely.Point(x, y))


def test_holes_and_parts() -> None:
    hole = [[1.0, 1.0], [1.0, 2.0], [2.0, 2.0], [2.0, 1.0], [1.0, 1.0]]
    shell = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]
    island = [[9.0, 0.0], [10.0, 0.0], [10.0, 1.0], [9.0, 0.0]]
    outline = outline_of({"type": "MultiPolygon", "coordinates": [[shell, hole], [island]]})
    assert [outline.holds(*spot) for spot in ((0.5, 0.5), (1.5, 1.5), (3, 3), (9.8, 0.5), (6, 0.5))] == [
        True, False, True, True, False,
    ]  # fmt: skip
    reversed_hole = {"type": "Polygon", "coordinates": [shell, hole[::-1]]}
    assert geodesic.area_km2(reversed_hole) == geodesic.area_km2({"type": "Polygon", "coordinates": [shell, hole]})


def test_lines_points_and_nothing() -> None:
    ring = {"type": "LineString", "coordinates": [[0, 0], [1, 0], [1, 1], [0, 0]]}
    assert len(polygons_of(ring)) == 1
    assert polygons_of({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}) == ()
    assert point_of({"type": "Point", "coordinates": [3, 4, 5]}) == (3, 4)
    assert point_of(ring) is None
    assert Edges([]).distance_m(0, 0) == float("inf")
    assert list(edges_of({"type": "Point", "coordinates": [3, 4]})) == [(3, 4, 3, 4)]
    both = {"type": "GeometryCollection", "geometries": [ring, {"type": "MultiPoint", "coordinates": [[7, 7]]}]}
    assert len(list(edges_of(both))) == 4
    assert Edges(edges_of({"type": "Point", "coordinates": [0, 0]})).distance_m(0, 1) == pytest.approx(
        110574.4, abs=0.1
    )


def test_what_lies_farther_than_asked_may_be_passed_over() -> None:
    edges = Edges(edges_of({"type": "Point", "coordinates": [0, 0]}))
    assert edges.distance_m(0, 1, within_m=1000) == float("inf")
