"""Copies of the second plan with hostile text in every field, hostile ids everywhere, or odd and missing geometry."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.rules import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

SECOND = Path(__file__).parents[1] / "second_plan"
_ID = re.compile(r"(^|_)id$|^kind$|^boundary_(method|status)$|^parent$|^zone_[ab]$|^(class|relation)$")
_LISTS = ("districts", "industries", "supporting_industries", "anchors", "sources")
_TOML_TEXT = re.compile(r'(?m)^((?:title|publisher|group|text)_\w+|attribution|licence|vintage|period) = ".*"$')
_TOML_ID = re.compile(r'(?m)^(id|kind|districts|places|rings|regions|outline) = "(.*)"$')
_RULE = (
    "said,encourage,strict,both,*,in own-designation,除非,unless it floats,2,这里可以,Here it may be.",
    "no-brewing,prohibit,strict,new,brewing,nowhere,,,3.1,不可,Not here.",
    "harbour,restrict,in-principle,both,*,near landmarks/old-crane within 6 km,,,3.2,慎,With care.",
)
_OVERLAP = "meadow-ring,regatta,overlaps,原因,The meadows reach the quarter.,A1,0.1,9,2040"
_OVERLAPS = "zone_a,zone_b,relation,reason_zh,reason_en,clause_or_source,min_km2,max_km2,until"
_EXCEPTION = "Z310,shipwrights,原因,Measured from the quay.,2040"


def copy_of(folder: Path) -> Path:
    """Return a copy of the second plan with rules, declared overlaps, exceptions and text in both languages."""
    root = Path(shutil.copytree(SECOND, folder / "plan"))
    zones = root / "zones"
    (zones / "rules.csv").write_text("\n".join([",".join(COLUMNS), *_RULE, ""]), encoding="utf-8")
    (zones / "overlaps.csv").write_text(f"{_OVERLAPS}\n{_OVERLAP}\n", encoding="utf-8")
    (zones / "exceptions.csv").write_text(f"check,feature,reason_zh,reason_en,until\n{_EXCEPTION}\n", encoding="utf-8")
    return root


def with_text(root: Path, hostile: str) -> Path:
    """Write a text into every field of a plan that is no id."""
    for path in root.rglob("*.geojson"):
        _each_feature(path, lambda said: _spoilt(said, hostile))
    for path in root.rglob("*.csv"):
        _each_row(path, lambda row, number: {
            key: value if _kept(key, value) else f"{hostile} {number}" for key, value in row.items()})  # fmt: skip
    quoted = json.dumps(hostile, ensure_ascii=False).replace("\x7f", "")
    for path in root.rglob("*.toml"):
        text = _TOML_TEXT.sub(lambda found: f"{found[1]} = {quoted}", path.read_text("utf-8"))
        path.write_text(text, encoding="utf-8")
    return root


def _kept(key: str, value: str) -> bool:
    fixed = ("effect", "strength", "applies_to", "industries", "where", "check", "feature", "until")
    return bool(_ID.search(key)) or not value or key in fixed or key.endswith("km2")


def _spoilt(said: dict[str, Any], hostile: str) -> dict[str, Any]:
    made = {key: hostile if isinstance(value, str) and not _ID.search(key) else value for key, value in said.items()}
    for key in ("districts", "anchors", "sources"):
        if said.get(key):
            made[key] = [*said[key], hostile]
    return made | {"name_zh": hostile, "note_en": hostile, "note_zh": hostile, "source": hostile}


def with_ids(root: Path, hostile: Callable[[str], str]) -> Path:
    """Give every zone, kind, layer, industry, source, place and district another id, the same one everywhere."""
    known: set[str] = set()
    for path in root.rglob("*.geojson"):
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            said = feature["properties"]
            known |= {said[key] for key in ("zone_id", "place_id") if said.get(key)}
            known |= {one for key in _LISTS for one in said.get(key, ())}
    for name, column in (("industries", "industry_id"), ("sources", "source_id")):
        with (root / "zones" / f"{name}.csv").open(encoding="utf-8", newline="") as table:
            known |= {row[column] for row in csv.DictReader(table)}
    for path in root.rglob("*.toml"):
        known |= {found[2] for found in _TOML_ID.finditer(path.read_text("utf-8"))}

    def renamed(value: Any) -> Any:  # noqa: ANN401  (whatever a file holds)
        if isinstance(value, list):
            return [renamed(one) for one in value]
        return hostile(value) if isinstance(value, str) and value in known else value

    for path in root.rglob("*.geojson"):
        _each_feature(path, lambda said: {key: renamed(value) for key, value in said.items()})
    for path in root.rglob("*.csv"):
        _each_row(path, lambda row, _: {
            key: ";".join(map(renamed, (value or "").split(";"))) for key, value in row.items()})  # fmt: skip
    for path in root.rglob("*.toml"):
        text = path.read_text("utf-8")
        text = _TOML_ID.sub(lambda found: f"{found[1]} = {json.dumps(renamed(found[2]))}", text)
        path.write_text(text, encoding="utf-8")
    return root


def with_geometry(root: Path, change: Callable[[int, dict[str, Any] | None], dict[str, Any] | None]) -> Path:
    """Change the geometry of every zone, by its number in its file."""
    for name in ("quarters", "green_rings"):
        path = root / "zones" / f"{name}.geojson"
        collection = json.loads(path.read_text("utf-8"))
        for number, feature in enumerate(collection["features"]):
            feature["geometry"] = change(number, feature["geometry"])
        path.write_text(json.dumps(collection), encoding="utf-8")
    return root


def without(root: Path, *names: str) -> Path:
    """Empty layers of zones or of reference data, by the names of their files."""
    for name in names:
        for path in root.rglob(f"{name}.geojson"):
            path.write_text('{"type":"FeatureCollection","features":[]}', encoding="utf-8")
    return root


def without_geodata(root: Path) -> Path:
    """Take the reference layers away, and every mention of them."""
    shutil.rmtree(root / "geodata")
    (root / "geodata").mkdir()
    (root / "geodata" / "catalog.toml").write_text("", encoding="utf-8")
    toml = root / "zones" / "plan.toml"
    text = toml.read_text("utf-8")
    text = text[: text.index("[roles]")]
    toml.write_text(text, encoding="utf-8")
    return root


def _each_feature(path: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    collection = json.loads(path.read_text("utf-8"))
    for feature in collection["features"]:
        feature["properties"] = change(feature["properties"])
    path.write_text(json.dumps(collection), encoding="utf-8")


def _each_row(path: Path, change: Callable[[dict[str, str], int], dict[str, str]]) -> None:
    with path.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(change(row, number) for number, row in enumerate(rows))
