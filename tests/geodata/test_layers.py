"""The reference layers: every catalogued file, and five of them against known facts."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from shapely.geometry import Polygon, shape

from zoneatlas.space.measure import area_km2, length_m

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GEODATA = Path(__file__).resolve().parents[2] / "geodata"
CATALOG: list[dict[str, Any]] = tomllib.loads((GEODATA / "catalog.toml").read_text(encoding="utf-8"))["layers"]
WEST, SOUTH, EAST, NORTH = 115.3, 39.3, 117.6, 41.2
OFFICIAL_KM2 = {
    "东城区": 25.34, "西城区": 31.62, "崇文区": 16.52, "宣武区": 18.91, "朝阳区": 455.08, "丰台区": 305.80,
    "石景山区": 84.32, "海淀区": 430.73, "门头沟区": 1450.70, "房山区": 1989.54, "通州区": 906.28, "顺义区": 1019.89,
    "昌平区": 1343.54, "大兴区": 1036.32, "怀柔区": 2122.62, "平谷区": 950.13, "密云县": 2229.45, "延庆县": 1993.75,
}  # fmt: skip
REGIONS = {
    "首都功能核心区": {"东城区", "西城区", "崇文区", "宣武区"},
    "城市功能拓展区": {"朝阳区", "丰台区", "石景山区", "海淀区"},
    "城市发展新区": {"房山区", "通州区", "顺义区", "昌平区", "大兴区"},
    "生态涵养发展区": {"门头沟区", "怀柔区", "平谷区", "密云县", "延庆县"},
}
RING_KM = {2: 32.7, 3: 48.3, 4: 65.3, 5: 98.58, 6: 187.6}
FAR_PLACES = {"binhai-new-area"}
"""Places the plan names although they lie far outside the city."""
every_layer = pytest.mark.parametrize("entry", CATALOG, ids=lambda entry: entry["id"])


def features(layer_id: str) -> list[dict[str, Any]]:
    """Return a layer's features."""
    text = (GEODATA / f"{layer_id}.geojson").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)["features"]
    return found


def by_name(layer_id: str) -> dict[str, BaseGeometry]:
    """Return a layer's geometries by their Chinese names."""
    return {item["properties"]["name_zh"]: shape(item["geometry"]) for item in features(layer_id)}


def rings() -> dict[int, dict[str, Any]]:
    """Return the ring roads by number."""
    return {item["properties"]["ring"]: item for item in features("ring_roads")}


# -- every catalogued layer -------------------------------------------------------------------------------------------


def test_the_catalogue_and_the_files_agree() -> None:
    listed = [entry["file"] for entry in CATALOG]
    assert len(listed) == len(set(listed))
    assert set(listed) == {path.name for path in GEODATA.glob("*.geojson")}


@every_layer
def test_a_layer_says_where_it_comes_from(entry: dict[str, Any]) -> None:
    for key in ("title_zh", "title_en", "source", "licence", "attribution", "vintage", "datum", "built_by"):
        assert entry[key].strip(), key
    assert entry["accuracy_m"] > 0
    assert (GEODATA.parent / Path(*entry["built_by"].split(".")).with_suffix(".py")).is_file()


@every_layer
def test_a_layer_is_wgs_84_inside_the_region_with_six_decimals(entry: dict[str, Any]) -> None:
    text = (GEODATA / entry["file"]).read_text(encoding="utf-8")
    assert "crs" not in json.loads(text)
    assert not re.search(r"[\[,]-?\d+\.\d{7,}[\],]", text)
    for item in json.loads(text)["features"]:
        if item["geometry"] is not None and item["properties"].get("place_id") not in FAR_PLACES:
            west, south, east, north = shape(item["geometry"]).bounds
            assert west >= WEST, item["properties"]
            assert south >= SOUTH, item["properties"]
            assert east <= EAST, item["properties"]
            assert north <= NORTH, item["properties"]


@every_layer
def test_a_layers_features_are_named_in_both_languages(entry: dict[str, Any]) -> None:
    found = features(entry["id"])
    assert found
    for item in found:
        assert item["properties"]["name_zh"].strip(), item["properties"]
        assert item["properties"]["name_en"].strip(), item["properties"]


@every_layer
def test_a_layers_geometries_are_valid_and_wound_as_rfc_7946_says(entry: dict[str, Any]) -> None:
    for item in features(entry["id"]):
        if item["geometry"] is None:
            continue
        geometry = shape(item["geometry"])
        assert not geometry.is_empty
        assert geometry.is_valid, item["properties"]
        for part in shapely.get_parts(geometry):
            if isinstance(part, Polygon):
                assert part.exterior.is_ccw, item["properties"]
                assert not any(hole.is_ccw for hole in part.interiors), item["properties"]


# -- districts and regions --------------------------------------------------------------------------------------------


def test_the_districts_are_the_eighteen_of_2006() -> None:
    assert set(by_name("districts")) == set(OFFICIAL_KM2)
    assert len(features("districts")) == 18


@pytest.mark.parametrize("layer_id", ["districts", "functional_regions"])
def test_polygons_are_a_coverage(layer_id: str) -> None:
    shapes = list(by_name(layer_id).values())
    assert shapely.coverage_is_valid(shapes)
    union = shapely.union_all(shapes)
    assert isinstance(union, Polygon)
    assert not union.interiors
    assert sum(item.area for item in shapes) == pytest.approx(union.area, rel=1e-9)


def test_no_vertex_lies_inside_a_neighbours_edge() -> None:
    shapes = list(by_name("districts").values())
    for number, one in enumerate(shapes):
        vertices = set(map(tuple, shapely.get_coordinates(one).tolist()))
        for other in shapes[:number]:
            shared = shapely.intersection(one.boundary, other.boundary)
            on_shared = set(map(tuple, shapely.get_coordinates(shared).tolist()))
            assert on_shared <= vertices
            assert on_shared <= set(map(tuple, shapely.get_coordinates(other).tolist()))


@pytest.mark.parametrize(("name", "official"), OFFICIAL_KM2.items())
def test_a_districts_area_is_near_the_official_one(name: str, official: float) -> None:
    assert area_km2(by_name("districts")[name]) == pytest.approx(official, rel=0.025)


def test_the_municipality_has_its_official_area() -> None:
    assert sum(OFFICIAL_KM2.values()) == pytest.approx(16410.54)
    assert sum(map(area_km2, by_name("districts").values())) == pytest.approx(16410.54, rel=0.001)


def test_the_regions_are_the_unions_of_their_members() -> None:
    districts, regions = by_name("districts"), by_name("functional_regions")
    assert set(regions) == set(REGIONS)
    rows = [item["properties"] for item in features("functional_regions")]
    listed = {row["name_zh"]: set(row["districts"]) for row in rows}
    assert listed == REGIONS
    for name, members in REGIONS.items():
        union = shapely.union_all([districts[member] for member in members])
        assert shapely.symmetric_difference(union, regions[name]).area == 0
    known = {tuple(xy) for item in districts.values() for xy in shapely.get_coordinates(item).tolist()}
    assert {tuple(xy) for item in regions.values() for xy in shapely.get_coordinates(item).tolist()} <= known


# -- rings and expressways --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ring", "published_km"), RING_KM.items())
def test_a_ring_is_one_closed_line_of_its_published_length(ring: int, published_km: float) -> None:
    item = rings()[ring]
    line = shape(item["geometry"])
    assert line.geom_type == "LineString"
    assert line.is_ring
    assert length_m(line) / 1000 == pytest.approx(published_km, rel=0.01)
    assert item["properties"]["length_km"] == pytest.approx(length_m(line) / 1000, abs=0.006)
    assert item["properties"]["published_length_km"] == published_km
    assert 10 <= item["properties"]["accuracy_m"] <= 100
    assert bool(item["properties"]["unsupported"]) == (item["properties"]["unsupported_km"] > 0)


def test_each_ring_lies_inside_the_next() -> None:
    areas = {ring: Polygon(shape(item["geometry"]).coords) for ring, item in rings().items()}
    assert sorted(areas) == [2, 3, 4, 5, 6]
    for ring in (2, 3, 4, 5):
        assert areas[ring + 1].contains_properly(areas[ring])
    assert areas[2].contains(shapely.Point(116.3913, 39.9073))
    assert area_km2(areas[2]) == pytest.approx(62.5, rel=0.03)


def test_rings_are_ordered_along_the_road() -> None:
    for item in rings().values():
        xy = shapely.get_coordinates(shape(item["geometry"]))
        steps = ((xy[1:] - xy[:-1]) ** 2).sum(axis=1) ** 0.5
        assert steps.max() < 0.03


def test_the_expressways_the_plan_names_are_marked_and_dated() -> None:
    rows = {item["properties"]["expressway_id"]: item for item in features("expressways")}
    named = {key for key, item in rows.items() if item["properties"]["named_in_plan"]}
    assert named == {"jingcheng-2", "jingping", "west-sixth-ring", "jingjintang"}
    assert all(item["properties"]["clauses"] for key, item in rows.items() if key in named)
    assert rows["jingcheng-2"]["properties"]["opened"] == "2006-09-28"
    assert rows["jingping"]["properties"]["opened"] == "2008-06"
    assert rows["west-sixth-ring"]["properties"]["opened"] == "2009-09-12"
    assert len(rows) >= 10


def test_expressways_stay_inside_the_municipality_and_keep_their_lengths() -> None:
    municipality = shapely.union_all(list(by_name("districts").values())).buffer(0.0005)
    for item in features("expressways"):
        line, properties = shape(item["geometry"]), item["properties"]
        assert line.geom_type == "LineString"
        assert line.is_simple, properties["expressway_id"]
        assert municipality.contains(line), properties["expressway_id"]
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", properties["opened"])
        assert length_m(line) / 1000 == pytest.approx(properties["length_km"], abs=0.006)
        if properties["published_length_km"]:
            assert properties["length_km"] == pytest.approx(properties["published_length_km"], rel=0.08)


def test_sections_of_one_expressway_join() -> None:
    rows = {item["properties"]["expressway_id"]: shape(item["geometry"]) for item in features("expressways")}
    for one, other in (("jingcheng-1", "jingcheng-2"), ("jingcheng-2", "jingcheng-3"), ("airport-south", "jingping")):
        assert rows[one].coords[-1] == rows[other].coords[0]


# -- water ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "km2"), [("密云水库", 106.6), ("官厅水库", 55.5)])
def test_a_reservoir_has_the_area_of_its_source(name: str, km2: float) -> None:
    assert area_km2(by_name("water")[name]) == pytest.approx(km2, rel=0.005)


def test_rivers_run_where_they_are_known_to() -> None:
    water = by_name("water")
    assert {"北运河", "温榆河", "凉水河", "永定河", "潮白河", "通惠河", "京密引水渠"} <= set(water)
    known = {"永定河": (116.2120, 39.8520), "通惠河": (116.4700, 39.9035), "温榆河": (116.6380, 39.9370)}
    for name, place in known.items():
        assert water[name].distance(shapely.Point(place)) < 0.004, name
    for item in features("water"):
        assert item["properties"]["kind"] in {"reservoir", "river", "canal"}
        assert item["properties"]["accuracy_m"] >= 50
