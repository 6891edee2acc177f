"""Where a point lies, how far from which edge, and when that is certain."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneatlas import Plan, find, load_plan
from zoneatlas.answers.where import distance_to_feature, locate, rings_at, to_outline, to_zone
from zoneatlas.space.geodesic import distance_m, metres_per_degree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def plan(second_plan: Path) -> Plan:
    """Return the second plan."""
    return load_plan(second_plan)


@pytest.fixture(scope="module")
def shipped() -> Plan:
    """Return the shipped plan."""
    return load_plan()


def test_a_point_in_the_second_plan(plan: Plan) -> None:
    here = locate(plan, 10.305, 55.1065)
    shipwrights = next(one for one in here.zones if one.zone.zone_id == "shipwrights")
    assert shipwrights.distance_m < 0
    assert [one.key for one in here.districts] == ["North Arden"]
    assert (here.outside, here.regions, here.rings.interval) == (False, (), "")
    assert locate(plan, 11.0, 55.1).outside


def test_the_edge_of_the_area_is_what_no_two_districts_share(plan: Plan) -> None:
    inside = to_outline(plan, 10.25, 55.1)  # on the line between the two boroughs
    assert inside is not None
    x_m, _ = metres_per_degree(55.1)
    assert inside.distance_m == pytest.approx(-0.05 * x_m, rel=1e-4)


@pytest.mark.parametrize("metres", [-400, -100, -10, 10, 100, 400])
def test_certain_near_an_edge_of_its_own_accuracy(shipped: Plan, metres: float) -> None:
    """Walk across every tenth edge of every zone; beside its middle the edge's own accuracy decides."""
    checked = 0
    for zone in shipped.zones:
        assert zone.geometry is not None
        polygons = zone.geometry["coordinates"]
        rings = polygons if zone.geometry["type"] == "Polygon" else [ring for rings in polygons for ring in rings]
        for ring in rings:
            for (lon1, lat1), (lon2, lat2) in list(pairwise(ring))[::10]:
                x_m, y_m = metres_per_degree((lat1 + lat2) / 2)
                dx, dy = (lon2 - lon1) * x_m, (lat2 - lat1) * y_m
                length = (dx * dx + dy * dy) ** 0.5
                lon = (lon1 + lon2) / 2 - dy / length * metres / x_m
                lat = (lat1 + lat2) / 2 + dx / length * metres / y_m
                edge = to_zone(shipped, zone, lon, lat)
                assert abs(edge.distance_m) <= abs(metres) * 1.001 + 0.01
                assert edge.accuracy_m is not None
                assert edge.certain == (abs(edge.deciding_m) >= edge.accuracy_m)
                found = {match.zone.zone_id: match for match in find(shipped, at=(lon, lat))}
                assert (zone.zone_id in found) == edge.inside
                if edge.inside:
                    assert found[zone.zone_id].certain == edge.certain
                checked += 1
    assert checked > 200


def test_a_stretch_has_its_own_accuracy(plan: Plan) -> None:
    """The stretch along one side is known to 60 m, the rest of the zone to 15 m."""
    zone = plan.zone("shipwrights")
    assert zone is not None
    (stretch,) = [one for one in plan.stretches if one.zone_id == "shipwrights"]
    assert stretch.geometry is not None
    (lon1, lat1), (lon2, lat2) = stretch.geometry["coordinates"][:2]
    beside = to_zone(plan, zone, (lon1 + lon2) / 2, (lat1 + lat2) / 2)
    assert beside.accuracy_m == stretch.boundary_accuracy_m != zone.boundary_accuracy_m
    assert not beside.certain


@given(lon=st.floats(115.5, 117.4), lat=st.floats(39.5, 41.0), step=st.floats(0, 6.2), length=st.floats(1, 300))
def test_certainty_changes_only_across_an_edge_or_its_band(lon: float, lat: float, step: float, length: float) -> None:
    from math import cos, sin

    shipped = _shipped()
    x_m, y_m = metres_per_degree(lat)
    moved = lon + length * cos(step) / x_m, lat + length * sin(step) / y_m
    for zone in shipped.zones[:6]:
        before, after = to_zone(shipped, zone, lon, lat), to_zone(shipped, zone, *moved)
        if before.inside != after.inside:  # the way crosses an edge, so neither end is farther from one than it is long
            assert min(abs(before.distance_m), abs(after.distance_m)) <= length * 1.01
        if before.certain and not after.certain:  # it entered a band
            assert after.accuracy_m is not None
            assert abs(after.deciding_m) + length * 1.01 >= after.accuracy_m


_PLANS: list[Plan] = []


def _shipped() -> Plan:
    if not _PLANS:
        _PLANS.append(load_plan())
    return _PLANS[0]


def test_between_which_rings(shipped: Plan) -> None:
    layer = shipped.role("rings")
    assert layer is not None
    numbers = sorted(int(feature.properties["ring"]) for feature in layer.features)
    middle = rings_at(shipped, 116.397, 39.909)
    assert (middle.interval, middle.certain) == (f"inside {numbers[0]}", True)
    assert rings_at(shipped, 115.9, 40.5).interval == f"outside {numbers[-1]}"
    lon, lat = next(f for f in layer.features if f.properties["ring"] == numbers[1]).geometry["coordinates"][0]  # type: ignore[index]
    on_the_road = rings_at(shipped, lon, lat)
    assert not on_the_road.certain
    assert on_the_road.deciding is not None
    assert on_the_road.deciding.key == f"ring-{numbers[1]}"


def test_distance_to_a_feature(shipped: Plan) -> None:
    layer = shipped.layer("expressways")
    assert layer is not None
    feature = layer.features[0]
    assert feature.geometry is not None
    lon, lat = feature.geometry["coordinates"][3]
    for key in (next(iter(feature.properties.values())), feature.name.zh, feature.name.en):
        found = distance_to_feature(shipped, "expressways", key, lon, lat)
        assert found is not None
        assert found.edge.distance_m == pytest.approx(0, abs=0.2)
    assert distance_to_feature(shipped, "expressways", "no such road", lon, lat) is None
    assert distance_to_feature(shipped, "no-such-layer", "x", lon, lat) is None


def test_a_point_with_a_radius_is_a_disc(shipped: Plan) -> None:
    layer = shipped.layer("new_towns")
    assert layer is not None
    town = next(feature for feature in layer.features if feature.properties.get("radius_m"))
    assert town.geometry is not None
    lon, lat = town.geometry["coordinates"]
    key = next(iter(town.properties.values()))
    centre = distance_to_feature(shipped, "new_towns", key, lon, lat)
    beside = distance_to_feature(shipped, "new_towns", key, lon, lat + 0.2)
    assert centre is not None
    assert beside is not None
    assert centre.edge.distance_m == -town.properties["radius_m"]
    away = distance_m(lon, lat, lon, lat + 0.2) - town.properties["radius_m"]
    assert beside.edge.distance_m == pytest.approx(away, abs=0.01)
