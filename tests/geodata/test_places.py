"""The named places: complete against the list of names read off the plan, and each where it is said to be."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely

GEODATA = Path(__file__).resolve().parents[2] / "geodata"
CLAUSE = re.compile(r"^[一二三四五](（[一二三四五]）(\d+(（\d+）)?)?)?$")
OPEN_SOURCES = {"OSM", "OSM-POI", "OURAIRPORTS", "GSHHS"}
DISTRICTS_ACCURACY_M = 320
"""90 % of the districts layer's lines lie within this of finer ones."""

_TO_M = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:4548", always_xy=True)


def _layer(layer_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((GEODATA / f"{layer_id}.geojson").read_text(encoding="utf-8"))["features"]
    return found


def _metric(geometry: dict[str, Any]) -> shapely.Geometry:
    degrees = shapely.from_geojson(json.dumps(geometry))
    return shapely.transform(degrees, lambda xy: np.column_stack(_TO_M.transform(xy[:, 0], xy[:, 1])))


@pytest.fixture(scope="module")
def places() -> list[dict[str, Any]]:
    return _layer("places")


@pytest.fixture(scope="module")
def names() -> list[dict[str, str]]:
    with (GEODATA / "build" / "plan_names.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_every_name_read_off_the_plan_has_its_place(places: list[dict[str, Any]], names: list[dict[str, str]]) -> None:
    clauses = {item["properties"]["place_id"]: item["properties"]["clauses"] for item in places}
    assert len(names) > 200
    assert [row for row in names if row["clause"] not in clauses.get(row["place_id"], [])] == []


def test_places_that_say_the_plan_names_them_are_on_the_list(
    places: list[dict[str, Any]], names: list[dict[str, str]]
) -> None:
    listed = {row["place_id"] for row in names}
    said = {item["properties"]["place_id"] for item in places if item["properties"]["named_in_plan"]}
    assert said == listed


def test_ids_are_unique_kebab_case_and_members_have_their_whole(places: list[dict[str, Any]]) -> None:
    ids = [item["properties"]["place_id"] for item in places]
    assert len(ids) == len(set(ids))
    assert [place_id for place_id in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", place_id)] == []
    wholes = {item["properties"]["part_of"] for item in places} - {None}
    assert wholes <= set(ids)


def test_clauses_have_the_plans_form(places: list[dict[str, Any]]) -> None:
    clauses = {clause for item in places for clause in item["properties"]["clauses"]}
    assert all(item["properties"]["clauses"] for item in places)
    assert [clause for clause in clauses if not CLAUSE.match(clause)] == []


def test_every_place_is_named_in_both_languages(places: list[dict[str, Any]]) -> None:
    for item in places:
        assert item["properties"]["name_zh"]
        assert item["properties"]["name_en"]


def test_seventy_places_stand_within_500_m_on_an_open_source(places: list[dict[str, Any]]) -> None:
    good = {
        tuple(item["geometry"]["coordinates"])
        for item in places
        if item["geometry"]
        and item["properties"]["accuracy_m"] <= 500
        and OPEN_SOURCES & set(item["properties"]["source"].split(";"))
    }
    assert len(good) >= 70, "counted by position: two names of one site count once"


def test_a_place_without_a_point_says_why(places: list[dict[str, Any]]) -> None:
    for item in places:
        said = bool(item["properties"]["reason_zh"]) and bool(item["properties"]["reason_en"])
        assert said == (item["geometry"] is None), item["properties"]["place_id"]
        assert (item["properties"]["accuracy_m"] is None) == (item["geometry"] is None)


def test_every_located_place_lies_in_its_district(places: list[dict[str, Any]]) -> None:
    districts = {item["properties"]["name_zh"]: _metric(item["geometry"]) for item in _layer("districts")}
    off = {}
    for item in places:
        if item["geometry"] is None:
            continue
        said, point = item["properties"]["district"], _metric(item["geometry"])
        if said is None:
            assert all(not shapely.contains(shape, point) for shape in districts.values())
            continue
        away_m = float(shapely.distance(districts[said], point))
        if away_m > item["properties"]["accuracy_m"] + DISTRICTS_ACCURACY_M:
            off[item["properties"]["place_id"]] = away_m
    assert off == {}
