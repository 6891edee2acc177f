"""The plan checks on the shared example plan: what a hand edit does, where the finding stands, what is no fault."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zoneatlas.checks.example import BASE
from zoneatlas.checks.registry import selected
from zoneatlas.checks.run import run_checks
from zoneatlas.checks.subject import subject_of_plan

if TYPE_CHECKING:
    from zoneatlas.checks.records import Finding

CHECKS = selected(["Z3"])
Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "plan"))


def edit(plan: Path, zone_id: str, change: Edit) -> None:
    for path in sorted((plan / "zones").glob("*.geojson")):
        document = json.loads(path.read_text(encoding="utf-8"))
        for feature in document["features"]:
            if feature["properties"].get("zone_id") == zone_id:
                change(feature)
                path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
                return
    raise KeyError(zone_id)


def found(plan: Path) -> list[Finding]:
    return run_checks(subject_of_plan(plan), CHECKS)


def ids(plan: Path) -> set[str]:
    return {one.check for one in found(plan)}


def shifted(lon_deg: float, lat_deg: float) -> Edit:
    def change(feature: dict[str, Any]) -> None:
        rings = feature["geometry"]["coordinates"]
        feature["geometry"]["coordinates"] = [[[x + lon_deg, y + lat_deg] for x, y in ring] for ring in rings]

    return change


def test_every_message_says_what_where_and_in_both_languages(plan: Path) -> None:
    edit(plan, "spring-valley", shifted(0.12, 0))
    (plan / "zones" / "area_notes.csv").write_text("zone_id,why_zh,why_en\nspring-vale,,\n", encoding="utf-8")
    for one in found(plan):
        assert one.message.isascii() or "km²" in one.message or "±" in one.message
        assert any("\u4e00" <= sign <= "\u9fff" for sign in one.message_zh)
        assert one.line >= 1
        assert one.column >= 1


def test_a_zone_moved_ten_kilometres_is_found_by_where_it_stands(plan: Path) -> None:
    edit(plan, "spring-valley", shifted(0.1086, 0))  # 10 km east at 34°N
    wrong = {one.check for one in found(plan) if one.feature == "spring-valley"}
    assert {"Z305", "Z308"} <= wrong


def test_a_zone_moved_out_of_the_municipality_states_how_far(plan: Path) -> None:
    edit(plan, "spring-valley", shifted(-0.07, 0))  # its west edge at 105.06 stands at 104.99 now, 0.01° outside
    one = next(one for one in found(plan) if one.check == "Z304")
    assert one.measure is not None
    assert one.measure.unit == "m"
    assert one.measure.value == pytest.approx(0.01 * 92_384, rel=0.25)  # both lines waver by some 0.002°
    assert one.place is not None
    assert one.severity == "error"


def test_the_finding_stands_at_the_value(plan: Path) -> None:
    edit(plan, "river-port", lambda feature: feature["properties"].update(anchors=["lower-dock", "upper-dock"]))
    (one,) = [one for one in found(plan) if one.check == "Z309"]
    text = (plan / "zones" / "parks.geojson").read_text(encoding="utf-8").splitlines()[one.line - 1]
    assert text[one.column - 1 :].startswith('"upper-dock"')


def test_an_anchor_that_was_not_located_is_no_fault(plan: Path) -> None:
    path = plan / "geodata" / "places.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    place = {"place_id": "lost-inn", "name_zh": "失名客栈", "name_en": "Lost Inn"}
    document["features"].append({"type": "Feature", "properties": place, "geometry": None})
    path.write_text(json.dumps(document), encoding="utf-8")
    edit(plan, "river-port", lambda feature: feature["properties"].update(anchors=["lost-inn"]))
    assert not ids(plan)


def test_an_anchor_is_allowed_both_accuracies(plan: Path) -> None:
    """Old Kiln (±50 m) stands 0.148° of longitude west of River Port, 13.7 km."""
    edit(
        plan,
        "river-port",
        lambda feature: feature["properties"].update(anchors=["old-kiln"], boundary_accuracy_m=13_000),
    )
    assert "Z308" in ids(plan)
    edit(plan, "river-port", lambda feature: feature["properties"].update(boundary_accuracy_m=14_000))
    assert "Z308" not in ids(plan)


def test_a_less_sure_stretch_of_the_edge_decides_where_it_passes(plan: Path) -> None:
    edit(plan, "river-port", lambda feature: feature["properties"].update(anchors=["old-kiln"]))
    assert "Z308" in ids(plan)
    west = [[105.249434, 34.088], [105.249073, 34.084], [105.249335, 34.08], [105.251847, 34.076]]
    stretch = {
        "type": "Feature",
        "properties": {"zone_id": "river-port", "boundary_accuracy_m": 14_000, "sources": ["B1"]},
        "geometry": {"type": "LineString", "coordinates": west},
    }
    document = {"type": "FeatureCollection", "features": [stretch]}
    (plan / "zones" / "boundary_stretches.geojson").write_text(json.dumps(document), encoding="utf-8")
    assert "Z308" not in ids(plan)


def test_dropping_a_zone_names_its_clause_and_what_hangs_on_it(plan: Path) -> None:
    path = plan / "zones" / "parks.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["features"] = document["features"][1:]
    path.write_text(json.dumps(document), encoding="utf-8")
    (plan / "zones" / "area_notes.csv").write_text(
        "zone_id,why_zh,why_en\nspring-valley,四舍五入,rounded\n", encoding="utf-8"
    )
    by_check = {one.check: one for one in found(plan)}
    assert "2.1" not in by_check["Z301"].message  # one clause alone is no series
    assert by_check["Z330"].feature == "spring-valley"


@pytest.mark.parametrize("field", ["industries", "supporting_industries"])
def test_dropping_any_tag_is_found_at_the_zone(plan: Path, field: str) -> None:
    edit(plan, "spring-valley", lambda feature: feature["properties"].update({field: []}))
    assert {one.feature for one in found(plan) if one.check in ("Z320", "Z321")} == {"spring-valley"}


def test_a_published_area_of_nothing_is_found(plan: Path) -> None:
    edit(plan, "spring-valley", lambda feature: feature["properties"].update(published_area_km2=0))
    assert "Z310" in ids(plan)


def test_the_plan_says_how_far_areas_may_differ(plan: Path) -> None:
    edit(plan, "spring-valley", lambda feature: feature["properties"].update(published_area_km2=60))
    assert "Z310" in ids(plan)
    with (plan / "zones" / "plan.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n[tolerances]\nzone_area_percent = 25\n")
    assert "Z310" not in ids(plan)


def test_a_zone_without_geometry_stops_nothing(plan: Path) -> None:
    edit(plan, "spring-valley", lambda feature: feature.update(geometry=None))
    edit(plan, "river-port", lambda feature: feature["properties"].update(anchors=["lower-dok"]))
    assert ids(plan) == {"Z309"}


@pytest.mark.parametrize("geometry", [{"type": "Polygon", "coordinates": [[[105.1, 34.1]]]}, {"type": "Point"}, 7, []])
def test_a_faulty_geometry_stops_nothing(plan: Path, geometry: object) -> None:
    edit(plan, "spring-valley", lambda feature: feature.update(geometry=geometry))
    assert ids(plan) <= {"Z308"}


@pytest.mark.parametrize("table", ["kind_regions.csv", "area_notes.csv", "rules.csv", "overlaps.csv"])
@pytest.mark.parametrize("text", ["", "\x00", "a,b\n1\n", '"', "zone_id\n"])
def test_a_broken_table_never_raises(plan: Path, table: str, text: str) -> None:
    (plan / "zones" / table).write_text(text, encoding="utf-8")
    assert ids(plan) <= {"Z331"}


def test_a_table_without_its_columns_is_told(plan: Path) -> None:
    (plan / "zones" / "kind_regions.csv").write_text("kind,area\ngreen-belt,west\n", encoding="utf-8")
    (one,) = found(plan)
    assert (one.check, one.file, one.line) == ("Z331", "zones/kind_regions.csv", 1)
    assert "region" in one.message


def test_rules_are_read_for_what_they_name(plan: Path) -> None:
    (plan / "zones" / "rules.csv").write_text(
        "rule_id,effect,industries,where\n"
        "a,encourage,designated,in own-designation\n"
        "b,restrict,ceramics;glass,in zone spring-valey\n"
        "c,prohibit,boatbuilding,near places lower-dock;upper-dock within 1 km or in layer canals\n",
        encoding="utf-8",
    )
    assert [str(one.feature) for one in found(plan)] == ["glass", "spring-valey", "upper-dock", "canals"]


def test_a_cluster_may_only_name_what_there_is(plan: Path) -> None:
    (plan / "zones" / "named_clusters.csv").write_text(
        "cluster_id,features\na,places:old-kiln;zone:river-port\nb,places:old-klin\nc,wells:old-well\nd,\n",
        encoding="utf-8",
    )
    strangers = [one.feature for one in found(plan) if one.check == "Z330"]
    assert strangers == ["places:old-klin", "wells:old-well"]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turn=st.integers(1, 40), backwards=st.booleans(), decimals=st.sampled_from([6, 15]), reordered=st.booleans())
def test_saving_again_changes_nothing(
    turn: int, *, backwards: bool, decimals: int, reordered: bool, tmp_path: Path
) -> None:
    """A ring turned or wound the other way, more decimals, other orders of keys and features: still clean."""
    plan = tmp_path / "plan"
    shutil.rmtree(plan, ignore_errors=True)
    shutil.copytree(BASE, plan)
    for path in (plan / "zones").glob("*.geojson"):
        document = json.loads(path.read_text(encoding="utf-8"))
        for feature in document["features"]:
            ring = feature["geometry"]["coordinates"][0][:-1]
            ring = ring[turn % len(ring) :] + ring[: turn % len(ring)]
            ring = (ring[::-1] if backwards else ring) + [ring[-1 if backwards else 0]]
            feature["geometry"]["coordinates"] = [[[round(x + 1e-14, decimals), y] for x, y in ring]]
            if reordered:
                feature["properties"] = dict(sorted(feature["properties"].items()))
        if reordered:
            document["features"].reverse()
            document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
        path.write_text(json.dumps(document), encoding="utf-8")
    assert not ids(plan)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(angle_deg=st.floats(0, 360), part=st.floats(0, 0.95))
def test_no_false_alarm_within_the_stated_accuracy(angle_deg: float, part: float, tmp_path: Path) -> None:
    """All zones moved together by less than the accuracy of the least sure edge (40 m): nothing to report."""
    import math

    east_m, north_m = (40 * part * turn(math.radians(angle_deg)) for turn in (math.cos, math.sin))
    plan = tmp_path / "plan"
    shutil.rmtree(plan, ignore_errors=True)
    shutil.copytree(BASE, plan)
    for zone_id in ("spring-valley", "river-port", "northern-hills"):
        edit(plan, zone_id, shifted(east_m / 92_384, north_m / 110_922))
    assert not ids(plan)
