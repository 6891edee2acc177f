"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SRC = Path(__file__).resolve().parents[1] / "src" / "zoneatlas"
ROOT = SRC.parents[1]
MODULES = sorted(path for path in SRC.rglob("*.py") if "_bundled" not in path.parts)
ROOMS = ("space", "plan", "checks", "answers", "views", "cli")
#: The one generic coordinate system the engine may name: WGS 84, in which GeoJSON is written.
WGS84 = "4326"
_MOST_LINES = 400


def module_ids() -> list[str]:
    """Return the modules' names for test ids."""
    return [str(path.relative_to(SRC)) for path in MODULES]


@pytest.mark.parametrize("path", MODULES, ids=module_ids())
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= _MOST_LINES


def test_no_room_is_a_junk_drawer() -> None:
    assert not [path for path in MODULES if path.stem in ("utils", "util", "common", "helpers", "misc")]


@pytest.mark.parametrize("path", MODULES, ids=module_ids())
def test_the_engine_names_no_measuring_crs(path: Path) -> None:
    codes = set(re.findall(r"EPSG[:\s]*:?(\d+)", path.read_text(encoding="utf-8"), re.IGNORECASE))
    assert codes <= {WGS84}


def plan_names() -> Iterator[str]:
    """Yield every name of a place, a zone or an industry that the shipped plan uses."""
    for path in sorted((ROOT / "zones").glob("*.geojson")) + sorted((ROOT / "geodata").glob("*.geojson")):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            for key in ("zone_id", "place_id", "name_zh", "name_en"):
                value = feature["properties"].get(key)
                if isinstance(value, str) and len(value) >= (3 if value.isascii() else 2):
                    yield value
    table = ROOT / "zones" / "industries.csv"
    if table.exists():
        with table.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                yield from (
                    row[key] for key in ("industry_id", "zh") if len(row[key]) > (5 if row[key].isascii() else 2)
                )


def test_the_engine_names_no_city() -> None:
    names = {*plan_names(), "Beijing", "北京"}
    texts = {
        path: _without_examples(path.read_text(encoding="utf-8"))
        for path in [*MODULES, *SRC.rglob("*.js"), *SRC.rglob("*.css")]
    }
    whole = "\n".join(texts.values())
    seen = [name for name in names if name in whole]
    found = [f"{path.relative_to(ROOT)}: {name}" for path, text in texts.items() for name in seen if _names(text, name)]
    assert not found


def _names(text: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text) is not None if name.isascii() else name in text


def _without_examples(text: str) -> str:
    """Leave out the ``>>>`` lines of docstrings: an example has to name something."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith((">>>", "...")))


@pytest.mark.parametrize("path", MODULES, ids=module_ids())
def test_a_room_imports_only_rooms_above_it(path: Path) -> None:
    room = path.relative_to(SRC).parts[0]
    if room not in ROOMS:
        return
    below = ROOMS[ROOMS.index(room) + 1 :]
    imported = set(_imports(path))
    assert not [name for name in imported for other in below if name.startswith(f"zoneatlas.{other}")]
    assert room == "space" or not [name for name in imported if name.split(".")[0] == "pyproj"]
    assert room == "views" or not [name for name in imported if name.split(".")[0] in ("folium", "branca")]


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
