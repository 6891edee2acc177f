"""New towns, edge clusters, hubs, the south city, the city centre, the Wall's towers and the settlements."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyproj
import pytest
import shapely

GEODATA = Path(__file__).resolve().parents[2] / "geodata"
LAYERS = {
    "new_towns": "new_town_id",
    "edge_clusters": "edge_cluster_id",
    "transport_hubs": "transport_hub_id",
    "south_city": "south_city_id",
    "city_centre": "city_centre_id",
    "great_wall": "tower_id",
    "settlements": "settlement_id",
}
DEFINED = ("new_towns", "edge_clusters", "transport_hubs", "south_city", "city_centre")


def _layer(layer_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((GEODATA / f"{layer_id}.geojson").read_text(encoding="utf-8"))["features"]
    return found


def _shape(item: dict[str, Any]) -> shapely.Geometry:
    return shapely.from_geojson(json.dumps(item["geometry"]))


@pytest.mark.parametrize(("layer_id", "key"), LAYERS.items())
def test_features_have_their_key_both_names_an_accuracy_and_a_source(layer_id: str, key: str) -> None:
    features = _layer(layer_id)
    assert len({item["properties"][key] for item in features}) == len(features) > 0
    for item in features:
        said = item["properties"]
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", said[key])
        assert re.search("[一-龥]", said["name_zh"])
        assert said["name_en"]
        assert not re.search("[一-龥]", said["name_en"])
        assert said["accuracy_m"] > 0
        assert said["source"]


@pytest.mark.parametrize("layer_id", DEFINED)
def test_every_feature_says_the_definition_it_was_drawn_by(layer_id: str) -> None:
    for item in _layer(layer_id):
        assert item["properties"]["definition_zh"]
        assert item["properties"]["definition_en"]


def test_eleven_new_towns_three_of_them_key_and_ten_edge_clusters() -> None:
    towns = [item["properties"] for item in _layer("new_towns")]
    assert len(towns) == 11
    assert {town["new_town_id"] for town in towns if town["key"]} == {"tongzhou", "shunyi", "yizhuang"}
    clusters = [item["properties"] for item in _layer("edge_clusters")]
    assert len(clusters) == 10
    assert all(point["radius_m"] > 0 for point in (*towns, *clusters))


@pytest.mark.parametrize("layer_id", ["new_towns", "edge_clusters", "great_wall", "settlements"])
def test_points_lie_in_the_district_they_say(layer_id: str) -> None:
    districts = {item["properties"]["name_zh"]: _shape(item) for item in _layer("districts")}
    outside = [
        item["properties"]["name_zh"]
        for item in _layer(layer_id)
        if not shapely.contains(districts[item["properties"]["district"]], _shape(item))
    ]
    assert outside == []


def test_the_south_city_is_the_two_old_southern_districts() -> None:
    areas = {item["properties"]["name_zh"]: item["properties"]["official_area_km2"] for item in _layer("districts")}
    south = next(item for item in _layer("south_city") if item["properties"]["used_by_rules"])
    area_km2 = abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(_shape(south))[0]) / 1e6
    assert area_km2 == pytest.approx(areas["崇文区"] + areas["宣武区"], rel=0.025)


def test_the_axis_runs_from_the_steelworks_to_the_canal() -> None:
    axis = next(item for item in _layer("city_centre") if item["properties"]["city_centre_id"] == "changan-axis")
    length_km = pyproj.Geod(ellps="WGS84").geometry_length(_shape(axis)) / 1000
    assert 43 < length_km < 47
    tiananmen_m = shapely.distance(_shape(axis), shapely.Point(116.3913, 39.9073)) * 111_000
    assert tiananmen_m < 200


def test_hubs_say_on_which_side_of_the_rings_they_stand() -> None:
    sides = {
        item["properties"]["transport_hub_id"]: item["properties"]["ring_side"] for item in _layer("transport_hubs")
    }
    assert sides["beijing-railway-station"] == "inside 2"
    assert sides["beijing-west-station"] == "2-3"
    assert sides["liuliqiao-coach-station"] == "3-4"
    assert sides["capital-airport-terminal"] == "5-6"
