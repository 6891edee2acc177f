"""A plan is read as far as it can be; what is wrong has its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zoneatlas import Plan, PlanError, load_plan
from zoneatlas.plan import locate

if TYPE_CHECKING:
    from collections.abc import Callable

QUARTERS = "zones/quarters.geojson"


def change(root: Path, index: int, edit: Callable[[dict[str, Any]], object]) -> None:
    """Edit one feature of the file of quarters, one feature a line."""
    path = root / QUARTERS
    document = json.loads(path.read_text(encoding="utf-8"))
    edit(document["features"][index])
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in document["features"])
    path.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8")


def codes(plan: Plan) -> list[str]:
    """Return the codes of a plan's problems."""
    return [problem.code for problem in plan.problems]


def test_the_second_plan_has_no_problems(second_plan: Path) -> None:
    plan = load_plan(second_plan)
    assert plan.problems == ()
    assert [zone.zone_id for zone in plan.zones] == ["shipwrights", "regatta", "tidewater", "meadow-ring"]
    zone = plan.zone("shipwrights")
    assert zone is not None
    assert zone.name.say("zh") == "Shipwrights' Quarter"
    assert zone.supporting_industries == ("brewing",)
    assert zone.published_area_km2 == 2.8
    assert (zone.file, zone.line, zone.column, zone.index) == (QUARTERS, 2, 1, 0)
    assert plan.settings.measuring_crs == "EPSG:25832"
    assert plan.zone("none") is None


def test_the_plan_is_frozen_and_layers_are_read_once(second_plan: Path) -> None:
    plan = load_plan(second_plan)
    with pytest.raises(AttributeError):
        plan.root = Path()  # type: ignore[misc]
    assert plan.layer("canals") is None
    boroughs = plan.role("districts")
    assert boroughs is not None
    assert [feature.name.en for feature in boroughs.features] == ["North Arden", "South Arden"]
    assert plan.layer("boroughs") is boroughs
    landmarks = plan.layer("landmarks")
    assert landmarks is not None
    assert landmarks.features[1].geometry is None
    assert landmarks.problems == ()
    assert plan.role("rings") is None
    assert [stretch.boundary_accuracy_m for stretch in plan.stretches] == [60]
    assert {source.source_id for source in plan.sources} == {"A1", "A2"}


def test_tables_and_layers_may_be_left_out(second_plan: Path) -> None:
    for name in ("industries.csv", "sources.csv", "boundary_stretches.geojson"):
        (second_plan / "zones" / name).unlink()
    (second_plan / "geodata" / "catalog.toml").unlink()
    plan = load_plan(second_plan)
    assert plan.problems == ()
    assert (len(plan.vocabulary), plan.sources, plan.stretches, plan.layer("boroughs")) == (0, (), (), None)


FAULTS: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("feature-type", lambda feature: feature.update(type="feature")),
    ("properties-not-object", lambda feature: feature.update(properties=[])),
    ("no-geometry", lambda feature: feature.update(geometry=None)),
    ("geometry-not-object", lambda feature: feature.update(geometry="here")),
    ("geometry-type", lambda feature: feature["geometry"].update(type="Point")),
    ("geometry-type", lambda feature: feature["geometry"].update(type="polygon")),
    ("coordinates-shape", lambda feature: feature["geometry"].update(coordinates={})),
    ("empty-coordinates", lambda feature: feature["geometry"].update(coordinates=[])),
    ("ring-open", lambda feature: feature["geometry"]["coordinates"][0].pop()),
    ("ring-short", lambda feature: feature["geometry"].update(coordinates=[[[1, 1], [2, 2], [1, 1]]])),
    ("position", lambda feature: feature["geometry"]["coordinates"][0].insert(1, ["10", "55"])),
    ("position", lambda feature: feature["geometry"]["coordinates"][0].insert(1, [True, False])),
    ("out-of-range", lambda feature: feature["geometry"]["coordinates"][0].insert(1, [500000.0, 6100000.0])),
    ("no-zone-id", lambda feature: feature["properties"].pop("zone_id")),
    ("no-zone-id", lambda feature: feature["properties"].update(zone_id=7)),
    ("repeated-zone-id", lambda feature: feature["properties"].update(zone_id="regatta")),
    ("no-name", lambda feature: feature["properties"].update(name_en="")),
    ("property-type", lambda feature: feature["properties"].update(name_en=["x"])),
    ("property-type", lambda feature: feature["properties"].update(districts={"a": 1})),
    ("property-type", lambda feature: feature["properties"].update(sources=["A1", 2])),
    ("property-type", lambda feature: feature["properties"].update(boundary_accuracy_m="15")),
    ("property-type", lambda feature: feature["properties"].update(published_area_km2=-1)),
    ("property-type", lambda feature: feature["properties"].update(as_of=2031.5)),
    ("unknown-kind", lambda feature: feature["properties"].update(kind="kwarter")),
    ("unknown-industry", lambda feature: feature["properties"].update(industries=["shipbilding"])),
    ("list-as-text", lambda feature: feature["properties"].update(industries='["shipbuilding"]')),
    ("list-as-text", lambda feature: feature["properties"].update(industries="shipbuilding; brewing")),
]


@pytest.mark.parametrize(("code", "edit"), FAULTS)
def test_a_faulty_feature_is_a_warning_and_the_rest_is_used(
    code: str, edit: Callable[[dict[str, Any]], object], second_plan: Path
) -> None:
    change(second_plan, 0, edit)
    plan = load_plan(second_plan)
    assert code in codes(plan)
    assert {problem.severity for problem in plan.problems} == {"warning"}
    assert {"regatta", "tidewater", "meadow-ring"} <= {zone.zone_id for zone in plan.zones}
    for problem in plan.problems:
        assert problem.message
        assert problem.message_zh
        assert problem.file == QUARTERS
        assert problem.line in (2, 3)


def test_an_unknown_industry_is_pointed_at_with_the_nearest_terms(second_plan: Path) -> None:
    change(second_plan, 1, lambda feature: feature["properties"].update(industries=["brewing", "shipbilding"]))
    (problem,) = load_plan(second_plan).problems
    line = (second_plan / QUARTERS).read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith('"shipbilding"')
    assert problem.feature == "regatta"
    assert "shipbuilding" in problem.message
    assert "shipbuilding" in problem.message_zh


def test_a_list_saved_as_text_is_read_as_the_list(second_plan: Path) -> None:
    change(second_plan, 0, lambda feature: feature["properties"].update(industries='["shipbuilding", "brewing"]'))
    zone = load_plan(second_plan).zone("shipwrights")
    assert zone is not None
    assert zone.industries == ("shipbuilding", "brewing")


def test_all_faults_come_in_one_pass(second_plan: Path) -> None:
    change(second_plan, 0, lambda feature: feature["properties"].update(kind=1, as_of="x", industries=["?", "!!"]))
    change(second_plan, 2, lambda feature: feature.update(geometry=None))
    assert codes(load_plan(second_plan)) == [
        "property-type",
        "unknown-kind",
        "property-type",
        "unknown-industry",
        "unknown-industry",
        "no-geometry",
    ]


def test_unreadable_files_are_errors_all_told_at_once(second_plan: Path) -> None:
    (second_plan / QUARTERS).write_bytes((second_plan / QUARTERS).read_bytes()[:300])
    (second_plan / "zones" / "green_rings.geojson").unlink()
    with pytest.raises(PlanError) as raised:
        load_plan(second_plan)
    assert (raised.value.problem.code, raised.value.problem.line) == ("truncated", 2)
    assert [problem.code for problem in raised.value.more] == ["not-found"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[plan]\nid = "x"\n', 1),
        ('[plan]\nid = "x"\nid = "y"\n', 3),
        ('[plan]\nid = 7\n[[kinds]]\nkind = "a"\nfile = "b"\n', 2),
        ('[plan]\nid = "x"\n[[kinds]]\nkind = "a"\n', 1),
        ('[plan]\nid = "x"\n[kinds]\nkind = "a"\n', 3),
        ('[plan]\nid = "x"\n[[kinds]]\nkind = "a"\nfile = "b"\ncount = "six"\n', 6),
    ],
)
def test_faults_of_the_settings_have_their_line(text: str, line: int, second_plan: Path) -> None:
    (second_plan / "zones" / "plan.toml").write_text(text)
    with pytest.raises(PlanError) as raised:
        load_plan(second_plan)
    assert (raised.value.problem.file, raised.value.problem.line) == ("zones/plan.toml", line)


def test_the_checkout_is_used_before_the_installed_copy(
    checkout: Path, second_plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert locate.find_root() == checkout
    monkeypatch.setattr(locate, "checkout_root", lambda: None)
    monkeypatch.setattr(locate, "bundled_root", lambda: second_plan)
    assert locate.find_root() == second_plan


def test_a_folder_without_a_plan_says_so(tmp_path: Path, second_plan: Path) -> None:
    with pytest.raises(PlanError, match="holds no plan"):
        load_plan(tmp_path)
    with pytest.raises(PlanError, match="zones folder itself"):
        load_plan(second_plan / "zones")
