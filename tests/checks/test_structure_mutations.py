"""Whatever happens to a file, `check` ends in findings; and a re-save by a GIS is no fault of structure."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from zoneatlas.checks.example import BASE
from zoneatlas.checks.registry import all_checks
from zoneatlas.checks.run import check_subject
from zoneatlas.checks.subject import Subject, subject_of_plan
from zoneatlas.plan.geojson import parse_features
from zoneatlas.views.reports import report_text

if TYPE_CHECKING:
    from zoneatlas.checks.records import Finding

CHECKS = all_checks()
STRUCTURE = tuple(item for item in CHECKS if item.family == "structure")
PARKS = BASE / "zones" / "parks.geojson"
DATA = PARKS.read_bytes()
CONTENT = json.loads(DATA)

# fmt: off
SNIPPETS = [
    b"", b",", b"{", b"}", b"[", b"]", b'"', b"null", b"NaN", b"1e999", b"\xff", b"\x00", b"\\ud800", b"//",
    b"[" * 3000,
]
ODD: st.SearchStrategy[Any] = st.sampled_from([
    None, True, False, 0, -1, 1e300, 10**400, float("nan"), "", "x", "\ud800", "<b>", [], [[]], [None], {}, [1], [1, 2],
    {"type": "Polygon"}, {"type": "Feature"}, [[[0, 0], [1, 0], [1, 1], [0, 0]]], [[0, 0], [0, 0]],
])
# fmt: on


def findings(data: bytes) -> list[Finding]:
    subject = Subject((parse_features(data, "a.geojson"),))
    report = check_subject(subject, CHECKS)
    for form in ("text", "json", "github", "geojson", "sarif"):
        report_text(form, report, None, "zh", str)
    assert all(one.line >= 1 and one.column >= 1 and one.message and one.message_zh for one in report.findings)
    return list(report.findings)


@settings(max_examples=150)
@given(st.data())
def test_random_damage_to_the_text_ends_in_findings(data: st.DataObject) -> None:
    text = DATA
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        text = text[:start] + data.draw(st.sampled_from(SNIPPETS)) + text[end:]
    findings(text)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401  (parsed JSON)
    """Return the paths to every value, of a long array to the first three only."""
    found = [path]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += paths(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value[:3]):
            found += paths(inner, (*path, number))
    return found


PATHS = paths(CONTENT)[1:]


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(PATHS), ODD), min_size=1, max_size=3))
def test_any_value_in_any_place_ends_in_findings(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    content = changed(changes)
    data = json.dumps(content).encode("utf-8", "surrogatepass")
    findings(data)


def changed(changes: list[tuple[tuple[Any, ...], Any]]) -> Any:  # noqa: ANN401  (parsed JSON)
    """Return the file's content with values replaced, where their place is still there."""
    content = json.loads(DATA)
    for path, value in changes:
        inner = content
        try:
            for step in path[:-1]:
                inner = inner[step]
            inner[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    return content


@settings(max_examples=40)
@given(changes=st.lists(st.tuples(st.sampled_from(PATHS), ODD), min_size=1, max_size=2))
def test_any_value_in_any_place_of_a_plan_ends_in_findings(
    tmp_path_factory: Any,  # noqa: ANN401  (hypothesis cannot see pytest's type)
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    plan = Path(shutil.copytree(BASE, tmp_path_factory.mktemp("mutated") / "plan"))
    (plan / "zones" / "parks.geojson").write_bytes(json.dumps(changed(changes)).encode("utf-8", "surrogatepass"))
    check_subject(subject_of_plan(plan), CHECKS)
    shutil.rmtree(plan.parent)


CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}


def resaved(content: Any, noise: float) -> Any:  # noqa: ANN401  (parsed JSON)
    """Return a file's content as QGIS saves it: a crs member, 15 decimals, other order, lists as JSON text."""
    features = []
    for feature in content["features"]:
        properties = {
            key: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
            for key, value in reversed(feature["properties"].items())
        }
        rings = [[[x + noise, y + noise] for x, y in ring] for ring in feature["geometry"]["coordinates"]]
        geometry = {"type": "Polygon", "coordinates": rings}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "name": "parks", "crs": CRS, "features": features}


@settings(max_examples=25)
@given(noise=st.floats(-1e-9, 1e-9), indent=st.sampled_from([None, 1, 4]), backwards=st.booleans())
def test_a_save_by_a_gis_is_no_error(
    tmp_path_factory: Any,  # noqa: ANN401  (hypothesis cannot see pytest's type)
    noise: float,
    indent: int | None,
    backwards: bool,  # noqa: FBT001  (hypothesis passes it by name)
) -> None:
    plan = Path(shutil.copytree(BASE, tmp_path_factory.mktemp("resaved") / "plan"))
    content = resaved(CONTENT, noise)
    if backwards:
        content["features"].reverse()
    (plan / "zones" / "parks.geojson").write_text(json.dumps(content, indent=indent), encoding="utf-8")
    found = check_subject(subject_of_plan(plan), STRUCTURE).findings
    assert {one.check for one in found} <= {"Z154", "Z159", "Z168"}
    assert {one.severity for one in found} == {"warning"}
    shutil.rmtree(plan.parent)
