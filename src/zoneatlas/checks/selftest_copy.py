"""A copy of a plan in a temporary folder, into which the self-test puts one fault at a time."""

from __future__ import annotations

import copy
import json
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from zoneatlas.checks.subject import subject_of_plan
from zoneatlas.plan.locate import GEODATA, ZONES

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.geojson import FeatureFile

__all__ = ["Feature", "PlanCopy", "Position", "map_positions", "plan_copy", "rings_of"]

_T = TypeVar("_T")

Position = list[float]
Feature = dict[str, Any]


@dataclass
class PlanCopy:
    """A plan one may break.

    ``clean`` is the plan as it was read; ``zones`` and ``layers`` the features that can be broken, by file (relative to
    the root). Faults change what `feature` and `features` return and hand it to `write`; `restore` undoes all.
    """

    root: Path
    clean: Subject
    zones: dict[str, list[Feature]]
    layers: dict[str, list[Feature]]
    layer_ids: dict[str, str]
    _texts: dict[str, str] = field(default_factory=dict, repr=False)
    _memo: dict[str, Any] = field(default_factory=dict, repr=False)

    def once(self, name: str, make: Callable[[PlanCopy], _T]) -> _T:
        """Return what `make` makes of the clean copy, made once."""
        if name not in self._memo:
            self._memo[name] = make(self)
        return cast("_T", self._memo[name])

    def any_zone(self, rng: random.Random, wanted: Callable[[Feature], bool] | None = None) -> tuple[str, int] | None:
        """Return the file and index of a zone that fits, picked at random; None when there is none."""
        found = [
            (file, index)
            for file, features in self.zones.items()
            for index, feature in enumerate(features)
            if wanted is None or wanted(feature)
        ]
        return rng.choice(found) if found else None

    def features(self, file: str) -> list[Feature]:
        """Return a copy of a file's features, to be changed."""
        return copy.deepcopy(self.zones[file] if file in self.zones else self.layers[file])

    def write(self, file: str, features: list[Feature]) -> None:
        """Write a file anew with other features."""
        collection = json.dumps(features, ensure_ascii=False)
        self.write_text(file, f'{{"type":"FeatureCollection","features":{collection}}}\n')

    def write_text(self, file: str, text: str) -> None:
        """Write a file anew."""
        path = self.root / file
        self._texts.setdefault(file, path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")

    def text(self, file: str) -> str:
        """Return a file's text as it is."""
        return (self.root / file).read_text(encoding="utf-8")

    def restore(self) -> None:
        """Put every file back."""
        for file, text in self._texts.items():
            (self.root / file).write_text(text, encoding="utf-8")
        self._texts.clear()

    def subject(self) -> Subject:
        """Read the copy as it stands."""
        return subject_of_plan(self.root)


@contextmanager
def plan_copy(root: Path) -> Iterator[PlanCopy]:
    """Copy a plan to a temporary folder for as long as the context lasts; the original is only read."""
    with tempfile.TemporaryDirectory(prefix="zoneatlas-self-test-") as name:
        from pathlib import Path

        base = Path(name)
        for folder in (ZONES, GEODATA):
            if (root / folder).is_dir():
                shutil.copytree(root / folder, base / folder, ignore=shutil.ignore_patterns("build", "__pycache__"))
        clean = subject_of_plan(base)
        layers = {layer_id: file for layer_id, file in clean.layer_files.items() if file.file.startswith(GEODATA)}
        yield PlanCopy(
            base,
            clean,
            {file.file: _sound(file) for file in clean.files if file.root == "FeatureCollection"},
            {file.file: _sound(file) for file in layers.values() if file.root == "FeatureCollection"},
            {file.file: layer_id for layer_id, file in layers.items()},
        )


def _sound(file: FeatureFile) -> list[Feature]:
    return [record.value for record in file.features if isinstance(record.value, dict)]


def map_positions(coordinates: Any, change: Callable[[Position], Position]) -> Any:  # noqa: ANN401  (any depth)
    """Return coordinates of any nesting with each position changed."""
    if coordinates and isinstance(coordinates[0], list):
        return [map_positions(part, change) for part in coordinates]
    return change(coordinates)


def rings_of(feature: Feature) -> list[list[Position]]:
    """Return the rings of a polygon feature, of all its parts; empty for anything else."""
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "Polygon":
        return list(feature["geometry"]["coordinates"])
    if kind == "MultiPolygon":
        return [ring for polygon in feature["geometry"]["coordinates"] for ring in polygon]
    return []
