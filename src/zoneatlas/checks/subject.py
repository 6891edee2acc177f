"""What checks look at: the files of a plan as they stand, or single GeoJSON files, read once and never raising.

A `Subject` offers the raw records (with positions), the plan's tables as far as they can be read, and the geometries as
numpy arrays of shapely objects, one row a feature, so that a check over fifty thousand polygons stays vectorised.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from zoneatlas.checks.pieces import Path as GeometryPath
from zoneatlas.checks.pieces import geometry_of
from zoneatlas.plan.geojson import FeatureFile, FeatureRecord, read_features
from zoneatlas.plan.shapes import geometry_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from zoneatlas.checks.records import Finding
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Kind, Problem

_T = TypeVar("_T")

FeatureKey = tuple[str, int]
"""A feature: the file's name in messages, and its index in the file."""

#: What `Subject.layer_files` calls the plan's boundary stretches (the other keys are ids of the catalogue).
STRETCHES = "zones/boundary_stretches"

#: The code of the problem that a table others refer to is not there.
TABLE_MISSING = "table-missing"

#: How many geometries are built in one call, so that a large file never stands twice in memory.
_AT_ONCE = 20_000

#: Properties that may be a feature's own key, first one found wins; else any property that ends in ``_id``.
_KEYS = ("zone_id", "id")


def key_of(record: FeatureRecord) -> str | int:
    """Return what a finding calls a feature: its zone_id or the layer's own key, else its index."""
    properties = record.value.get("properties") if isinstance(record.value, dict) else None
    if isinstance(properties, dict):
        names = (*_KEYS, *(name for name in properties if name.endswith("_id")))
        for name in names:
            value = properties.get(name)
            if isinstance(value, str) and value:
                return value
    return record.index


@dataclass(frozen=True)
class Shapes:
    """The features of some files whose geometry can be built, row by row.

    ``records`` and ``files`` (indices into the subject's files) have the length of ``geometries``, an object array of
    shapely geometries in WGS 84 degrees, exactly as stored (not made valid). ``paths`` lead from a record to its
    geometry: the record may be a bare geometry itself.
    """

    records: tuple[FeatureRecord, ...]
    files: tuple[int, ...]
    geometries: NDArray[np.object_]
    paths: tuple[GeometryPath, ...]


@dataclass(frozen=True)
class Subject:
    """Everything a check may look at.

    Attributes
    ----------
    files
        The GeoJSON files: of a plan its zone files, in plan order; else the files given.
    layer_files
        Of a plan, its reference layers by layer id, and its boundary stretches under `STRETCHES`.
    plan
        The plan as far as it loads, or None (single files; or a plan whose settings cannot be read). Its sources,
        catalogue, stretches and layers never raise here: what cannot be read is empty or None, and in `problems`.
    kinds
        Of a plan, the kind of each file in ``files``.
    root
        The plan's folder, or None.
    blocked
        Features that required checks found faulty: left out of `shapes`.
    problems
        What was wrong with the plan's tables (plan.toml, CSV tables, the catalogue).
    table
        Of a plan, plan.toml as parsed, for tables the settings do not know; empty when it cannot be read.
    found
        What all other checks found: only there for checks that run last (see `zoneatlas.checks.run.LAST`).
    ran
        The ids of the checks that ran, for the same.
    today
        The day on which an exception or a declaration may have expired.
    """

    files: tuple[FeatureFile, ...]
    layer_files: dict[str, FeatureFile] = field(default_factory=dict, repr=False)
    plan: Plan | None = field(default=None, repr=False)
    kinds: tuple[Kind, ...] = ()
    root: Path | None = None
    blocked: frozenset[FeatureKey] = frozenset()
    problems: tuple[Problem, ...] = ()
    table: Mapping[str, Any] = field(default_factory=dict, repr=False)
    found: tuple[Finding, ...] = field(default=(), repr=False)
    ran: frozenset[str] = frozenset()
    today: dt.date = field(default_factory=dt.date.today)
    _memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: str, make: Callable[[Subject], _T]) -> _T:
        """Return what `make` makes of this subject, made once for all checks, whatever features are blocked.

        Parameters
        ----------
        name
            What is kept, such as the function's full name.
        make
            Must look at nothing that depends on `blocked` or `found`.
        """
        if name not in self._memo:
            self._memo[name] = make(self)
        return cast("_T", self._memo[name])

    def without(self, features: Iterable[FeatureKey]) -> Subject:
        """Return the subject with more features blocked; what was worked out already is kept where it still holds."""
        blocked = self.blocked | frozenset(features)
        return self if blocked == self.blocked else replace(self, blocked=blocked)

    @property
    def measuring_crs(self) -> str:
        """The CRS for measuring in metres: the plan's, else a Lambert azimuthal equal-area one about the data."""
        from zoneatlas.space.measure import usable_crs

        named = self.plan.settings.measuring_crs if self.plan is not None else ""
        return self.once("measuring_crs", lambda subject: usable_crs(named, subject.all_shapes.geometries))

    @property
    def all_shapes(self) -> Shapes:
        """Every feature whose geometry can be built at all, blocked or not."""
        return self.once("all_shapes", _built)

    @property
    def shapes(self) -> Shapes:
        """The features whose geometry can be built and that no required check found faulty."""
        whole = self.all_shapes
        if not self.blocked:
            return whole
        name = f"shapes without {hash(self.blocked)} {len(self.blocked)}"
        return self.once(name, lambda _: _remaining(self, whole))


def _built(subject: Subject) -> Shapes:
    import numpy as np

    from zoneatlas.space.building import build_geometries

    records: list[FeatureRecord] = []
    files: list[int] = []
    paths: list[GeometryPath] = []
    parts: list[NDArray[np.object_]] = []
    waiting: list[Mapping[str, Any]] = []
    for number, file in enumerate(subject.files):
        for record in file.features:
            geometry, path = geometry_of(record.value)
            if geometry is not None and _usable(geometry):
                records.append(record)
                paths.append(path)
                files.append(number)
                waiting.append(geometry)
            if len(waiting) == _AT_ONCE:
                parts.append(build_geometries(waiting))
                waiting = []
    parts.append(build_geometries(waiting))
    return Shapes(tuple(records), tuple(files), np.concatenate(parts), tuple(paths))


def _remaining(subject: Subject, whole: Shapes) -> Shapes:
    keep = [
        row
        for row, (record, file) in enumerate(zip(whole.records, whole.files, strict=True))
        if (subject.files[file].file, record.index) not in subject.blocked
    ]
    return Shapes(
        tuple(whole.records[row] for row in keep),
        tuple(whole.files[row] for row in keep),
        whole.geometries[keep],
        tuple(whole.paths[row] for row in keep),
    )


def _usable(geometry: Any) -> bool:  # noqa: ANN401  (parsed JSON)
    return geometry is not None and not geometry_faults(geometry)


def subject_of_files(paths: Iterable[Path]) -> Subject:
    """Make a subject of GeoJSON files, plan or not; a path given twice is read once."""
    once: dict[str, Path] = {}
    for path in paths:
        once.setdefault(os.path.abspath(path), path)  # noqa: PTH100  (no link is followed)
    return Subject(tuple(read_features(path, str(path)) for path in once.values()))


def subject_of_plan(root: Path | None = None) -> Subject:
    """Make a subject of a plan; whatever is wrong in its files is for the checks to find.

    Raises
    ------
    PlanError
        Only if there is no folder of a plan there at all.
    """
    from zoneatlas.checks.reading import read_plan

    return read_plan(root)
