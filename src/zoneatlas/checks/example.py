"""The example folders: for every check a `bad` that fires exactly it and a `good` that fires nothing.

A folder holds either GeoJSON files, which are checked by themselves, or the files in which a small plan differs from
``examples/base``; an empty file ``NAME.absent`` says that the plan has no ``NAME``.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from zoneatlas.checks.subject import Subject, subject_of_plan
from zoneatlas.plan.geojson import read_features
from zoneatlas.plan.locate import GEODATA, ZONES

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).resolve().parent / "examples"
BASE = EXAMPLES / "base"


@contextmanager
def example_subject(folder: Path) -> Iterator[Subject]:
    """Make a subject of an example folder; a small plan stands in a temporary folder while the context lasts.

    Parameters
    ----------
    folder
        ``examples/ID/bad`` or ``examples/ID/good``.
    """
    if not any((folder / name).is_dir() for name in (ZONES, GEODATA)):
        paths = sorted(path for path in folder.iterdir() if path.is_file())
        yield Subject(tuple(read_features(path, path.name) for path in paths))
        return
    with tempfile.TemporaryDirectory(prefix="zoneatlas-example-") as name:
        plan = Path(name) / "plan"
        shutil.copytree(BASE, plan)
        shutil.copytree(folder, plan, dirs_exist_ok=True)
        for mark in plan.rglob("*.absent"):
            mark.with_suffix("").unlink(missing_ok=True)
            mark.unlink()
        yield subject_of_plan(plan)
