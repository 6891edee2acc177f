"""Geometries built in bulk are those shapely builds one by one."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from zoneatlas.space.building import build_geometries

SQUARE = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]
HOLE = [[1.0, 1.0], [1.0, 2.0], [2.0, 2.0], [1.0, 1.0]]
POINT = {"type": "Point", "coordinates": [1, 2]}
GEOMETRIES: list[dict[str, Any]] = [
    POINT,
    {"type": "Polygon", "coordinates": [SQUARE, HOLE]},
    {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [[[9, 9], [10, 9], [10, 10], [9, 9]]]]},
    {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
    {"type": "MultiPoint", "coordinates": [[0, 0], [1, 1]]},
    {"type": "MultiLineString", "coordinates": [[[0, 0], [1, 1]], [[3, 3], [4, 4], [5, 4]]]},
    {"type": "Polygon", "coordinates": [SQUARE]},
    {"type": "GeometryCollection", "geometries": [POINT, {"type": "Polygon", "coordinates": [SQUARE]}]},
    {"type": "GeometryCollection", "geometries": []},
]  # fmt: skip


def test_every_type_is_built_as_stored() -> None:
    built = build_geometries(GEOMETRIES)
    for geometry, made in zip(GEOMETRIES, built, strict=True):
        wanted = shapely.geometry.shape(geometry)
        assert made.geom_type == geometry["type"]
        assert shapely.get_coordinates(made).tolist() == shapely.get_coordinates(wanted).tolist()


def test_heights_are_left_out() -> None:
    (made,) = build_geometries([{"type": "LineString", "coordinates": [[0, 0, 5], [1, 1, 6, 7]]}])
    assert not made.has_z
    assert list(made.coords) == [(0.0, 0.0), (1.0, 1.0)]


def test_invalid_polygons_stay_invalid() -> None:
    (made,) = build_geometries([{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}])
    assert not made.is_valid


@pytest.mark.parametrize("count", [0, 1])
def test_few(count: int) -> None:
    assert len(build_geometries(GEOMETRIES[:count])) == count
