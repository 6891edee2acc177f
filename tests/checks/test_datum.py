"""The datum family on the shipped plan, on jittered copies of it, and on single files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.benchmarks.datum_recall import Copy, in_disc, per_vertex, plan_copy, rigid, shifted

from zoneatlas.checks.registry import selected
from zoneatlas.checks.run import run_checks
from zoneatlas.checks.subject import subject_of_files, subject_of_plan
from zoneatlas.plan.locate import find_root
from zoneatlas.space.projections import grid_readings
from zoneatlas.space.shift import SHIFTS, common_offset, joined_by, relations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from zoneatlas.checks.records import Finding

ROOT = find_root()
#: Zones of every size and kind of evidence: many neighbours, stretches alone, no stretches, one vertex shared.
ZONES = ("zhongguancun", "olympic", "electronics-city", "grand-canal", "leisure-tourism")


@pytest.fixture(scope="module")
def copy() -> Iterator[Copy]:
    """Return a copy of the shipped plan to be broken."""
    with plan_copy(ROOT) as made:
        yield made


def accuracy(copy: Copy) -> dict[str, float]:
    plan = subject_of_plan(ROOT).plan
    assert plan is not None
    assert copy.root != ROOT
    return {zone.zone_id: float(zone.boundary_accuracy_m or 0) for zone in plan.zones}


def test_the_shipped_plan_is_clean() -> None:
    assert run_checks(subject_of_plan(ROOT), selected(["datum"])) == []


@pytest.mark.parametrize("zone_id", ZONES)
@pytest.mark.parametrize("number", [0, 1])
def test_a_shifted_zone_is_named_with_its_transform(copy: Copy, zone_id: str, number: int) -> None:
    copy.write(shifted(number), stretches=False, only=zone_id)
    (finding,) = copy.findings()
    assert (finding.check, finding.feature, finding.severity) == ("Z404", zone_id, "error")
    assert f"{SHIFTS[number].name} → WGS 84" in finding.message
    assert "confidence high" in finding.message
    assert "可信度高" in finding.message_zh


def test_a_zone_unshifted_twice_is_told_so(copy: Copy) -> None:
    copy.write(shifted(0, undo=True), stretches=False, only="olympic")
    (finding,) = copy.findings()
    assert "WGS 84 → GCJ-02" in finding.message


def test_all_zones_shifted_together_are_told_by_the_layers(copy: Copy) -> None:
    copy.write(shifted(0), stretches=True)
    found = copy.findings()
    assert {finding.check for finding in found} == {"Z404"}
    assert {finding.feature for finding in found} == {None}
    assert len(found) == 3


def test_a_retraced_zone_is_a_warning(copy: Copy) -> None:
    copy.write(shifted(0, noise_m=30.0), stretches=False, only="olympic")
    (finding,) = copy.findings()
    assert (finding.check, finding.feature, finding.severity) == ("Z404", "olympic", "warning")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**31), alike=st.booleans(), how=st.sampled_from((rigid, per_vertex)))
def test_zones_within_their_accuracy_are_not_accused(copy: Copy, seed: int, alike: bool, how: Any) -> None:  # noqa: ANN401, FBT001
    copy.write(how(seed, accuracy(copy).__getitem__), stretches=alike)
    assert copy.findings() == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(angle=st.floats(0, 2 * np.pi), zone_id=st.sampled_from(ZONES))
def test_a_zone_dragged_by_ten_km_is_found(copy: Copy, angle: float, zone_id: str) -> None:
    offset = np.array([10_000 * np.cos(angle) / 85_400, 10_000 * np.sin(angle) / 111_000])
    copy.write(lambda points, _: points + offset, stretches=False, only=zone_id)
    found = copy.findings()
    assert [(finding.check, finding.feature) for finding in found if finding.check in ("Z403", "Z406")] != []
    assert {finding.feature for finding in found} == {zone_id}


def file_findings(tmp_path: Path, coordinates: list[Any]) -> list[Finding]:
    features = [
        {"type": "Feature", "properties": {"id": f"f{number}"}, "geometry": {"type": "Point", "coordinates": each}}
        for number, each in enumerate(coordinates)
    ]
    path = tmp_path / "points.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return run_checks(subject_of_files([path]), selected(["datum"]))


def test_a_latitude_beyond_ninety_is_a_swap(tmp_path: Path) -> None:
    (finding,) = file_findings(tmp_path, [[116.4, 39.9], [39.9, 116.4]])
    assert (finding.check, finding.feature) == ("Z401", "f1")


def test_one_swapped_among_its_kind_is_a_warning(tmp_path: Path) -> None:
    near = [[10.2 + number / 50, 55.1] for number in range(8)]
    (finding,) = file_findings(tmp_path, [*near, [55.1, 10.3]])
    assert (finding.check, finding.feature, finding.severity) == ("Z401", "f8", "warning")


@pytest.mark.parametrize(
    ("position", "grid"),
    [
        ([39448000.0, 4417000.0], "3-degree Gauss-Kruger zone 39"),
        ([4417000.0, 39448000.0], "northing before easting"),
        ([12958000.0, 4852000.0], "Web Mercator"),
    ],
)
def test_metres_are_named_by_their_grid(tmp_path: Path, position: list[float], grid: str) -> None:
    (finding,) = file_findings(tmp_path, [position])
    assert finding.check == "Z402"
    assert grid in finding.message


def test_degrees_times_a_million_are_told_as_such(tmp_path: Path) -> None:
    (finding,) = file_findings(tmp_path, [[116_400_000, 39_900_000]])
    assert finding.check == "Z402"
    assert "degrees times 1,000,000" in finding.message
    assert "度乘以 1,000,000" in finding.message_zh


def test_numbers_of_no_grid_are_still_reported(tmp_path: Path) -> None:
    (finding,) = file_findings(tmp_path, [[4000.0, 95.0]])
    assert finding.check == "Z402"


@pytest.mark.parametrize("position", [[180.5, 1.0], [1.0, 91.0], [-181.0, -91.0], [400.0, 95.0], [200.0, 45.0]])
def test_a_slip_beyond_the_range_is_neither_metres_nor_a_swap(tmp_path: Path, position: list[float]) -> None:
    assert file_findings(tmp_path, [position]) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points=st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=4))
def test_what_rfc_7946_allows_is_not_accused(tmp_path: Path, points: list[tuple[float, float]]) -> None:
    assert file_findings(tmp_path, [list(point) for point in points]) == []


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**31), number=st.integers(0, len(SHIFTS) - 1))
def test_shared_vertices_show_the_shift(seed: int, number: int) -> None:
    rng = np.random.default_rng(seed)
    base = np.round(np.array([116.3, 39.9]) + in_disc(rng, 200, 20_000, 39.9), 6)
    moved = np.column_stack(SHIFTS[number].redo(base[:20, 0], base[:20, 1])).round(6)
    sets: list[NDArray[np.float64]] = [base, moved]
    (found,) = relations(sets, [1.0, 0.0], 2.0, 3, 0.01)
    assert (found.moved, found.base, found.shift, found.matched) == (1, 0, number + 1, 20)


def test_the_common_offset_is_found_among_strangers() -> None:
    rng = np.random.default_rng(1)
    base = np.asarray(rng.random((400, 2)), dtype=np.float64) * 20_000.0
    strangers: NDArray[np.float64] = rng.uniform(0.0, 20_000.0, (10, 2))
    points = np.concatenate((base[:30] + np.array([1234.0, -567.0]), strangers))
    found = common_offset(points, base, 2.0)
    assert found is not None
    assert found[0] == pytest.approx((1234.0, -567.0), abs=2.0)
    assert found[1] >= 0.75
    assert found[2] > 5


def test_things_are_joined_over_many_steps() -> None:
    assert joined_by(5, [(3, 4), (1, 3)]) == [0, 1, 2, 1, 1]


def test_a_plan_crs_is_tried_first() -> None:
    points = np.array([[448000.0, 4417000.0], [449000.0, 4418000.0]])
    readings = grid_readings(points, 116.4, "+proj=tmerc +lon_0=117 +x_0=500000 +ellps=GRS80")
    assert readings[0].grid.name.startswith("+proj=tmerc")
    assert not readings[0].north_first
