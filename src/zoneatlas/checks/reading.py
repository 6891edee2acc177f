"""Reading a plan for the checks: every table and file as far as it goes, what cannot be read as a problem."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from zoneatlas.checks.plan_tables import TABLE_COLUMNS, missing_tables, settings_problems
from zoneatlas.checks.subject import STRETCHES, Subject
from zoneatlas.plan import zones as zone_reading
from zoneatlas.plan.geojson import FeatureFile, read_features
from zoneatlas.plan.load import (
    CATALOGUE_FILE,
    INDUSTRIES_FILE,
    SOURCES_FILE,
    STRETCHES_FILE,
    Plan,
    near_industries,
)
from zoneatlas.plan.locate import GEODATA, PLAN_FILE, ZONES, find_root
from zoneatlas.plan.records import Kind, Layer, LayerData, PlanError, Problem, Settings, Source, Stretch
from zoneatlas.plan.settings import read_settings
from zoneatlas.plan.table_form import table_form_problems
from zoneatlas.plan.tables import read_catalogue, read_csv, read_sources, read_text, read_toml
from zoneatlas.plan.vocabulary import Vocabulary, read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from zoneatlas.plan.zones import Judge

_T = TypeVar("_T")


def read_plan(root: Path | None) -> Subject:
    """Read all of a plan; see `zoneatlas.checks.subject.subject_of_plan`."""
    return _Reading(plan_folder(root)).subject()


def plan_folder(root: Path | None) -> Path:
    """Return the folder of the plan: one that holds a ``zones/``, whatever is in it.

    Raises
    ------
    PlanError
        If there is none, or it may not be looked into.
    """
    where: object = root
    try:
        base = Path(root) if root is not None and (Path(root) / ZONES).is_dir() else find_root(root)
        for folder in (base / ZONES, base / GEODATA):
            where = folder
            if folder.is_dir():
                (folder / PLAN_FILE).exists()  # raises where the folder may be seen but not entered
                next(folder.iterdir(), None)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PlanError.about(
            f"The plan's folder cannot be read: {where} ({reason}). Check its permissions.",
            f"无法读取规划目录：{where}（{reason}）。请检查权限。",
        ) from None
    return base


class _Reading:
    """One plan being read, collecting the problems of its tables."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.problems: list[Problem] = []

    def subject(self) -> Subject:
        """Return everything that can be read."""
        settings = self.settings()
        table = self.raw_settings() if settings is not None else {}
        vocabulary = self.take(read_vocabulary, ZONES, INDUSTRIES_FILE, Vocabulary())
        self.problems += vocabulary.problems
        sources: tuple[Source, ...] = self.take(read_sources, ZONES, SOURCES_FILE, ())
        catalogue: tuple[Layer, ...] = self.take(read_catalogue, GEODATA, CATALOGUE_FILE, ())
        self.other_tables()
        kinds = self.kinds(settings)
        if settings is not None:
            self.problems += settings_problems(table, self.settings_text())
        files = tuple(self.features(ZONES, name) for name in (kinds or self.unnamed_zone_files()))
        layers: dict[str, FeatureFile] = {}
        for layer in catalogue:
            if layer.id not in layers:  # of two entries with one id the first counts
                layers[layer.id] = self.features(GEODATA, layer.file)
        if (self.base / ZONES / STRETCHES_FILE).exists():
            layers[STRETCHES] = self.features(ZONES, STRETCHES_FILE)
        plan = None
        if settings is not None:
            plan = _plan(self.base, settings, vocabulary, files, tuple(kinds.values()))
            _fill(plan, sources, catalogue, layers)
            self.problems += missing_tables(plan)
        return Subject(
            files,
            layer_files=layers,
            plan=plan,
            kinds=tuple(kinds.values()),
            root=self.base,
            problems=tuple(dict.fromkeys(self.problems)),
            table=table,
        )

    def take(self, read: Callable[[Path, str], _T], folder: str, name: str, otherwise: _T) -> _T:
        """Read a table, or note why it cannot be read and go on without it."""
        try:
            return read(self.base / folder / name, f"{folder}/{name}")
        except PlanError as error:
            self.problems += [error.problem, *error.more]
            return otherwise

    def settings(self) -> Settings | None:
        """Return what plan.toml says, None when it cannot be read."""
        nothing: Settings | None = None
        return self.take(read_settings, ZONES, PLAN_FILE, nothing)

    def raw_settings(self) -> Mapping[str, Any]:
        """Return plan.toml as parsed."""
        nothing: tuple[dict[str, Any], str] = ({}, "")
        return self.take(read_toml, ZONES, PLAN_FILE, nothing)[0]

    def settings_text(self) -> str:
        """Return the text of plan.toml."""
        return self.take(read_text, ZONES, PLAN_FILE, "")

    def other_tables(self) -> None:
        """See whether the tables nobody has read yet are tables at all, and whether all have the form of one."""
        nothing: list[tuple[int, dict[str, str]]] = []
        for path in sorted((self.base / ZONES).glob("*.csv")):
            if path.name not in (INDUSTRIES_FILE, SOURCES_FILE):
                self.take(partial(read_csv, columns=TABLE_COLUMNS.get(path.name, ())), ZONES, path.name, nothing)
            self.problems += table_form_problems(path, f"{ZONES}/{path.name}")

    @staticmethod
    def kinds(settings: Settings | None) -> dict[str, Kind]:
        """Return the zone files with the first kind each holds, in the plan's order."""
        found: dict[str, Kind] = {}
        for kind in settings.kinds if settings is not None else ():
            found.setdefault(kind.file, kind)
        return found

    def unnamed_zone_files(self) -> list[str]:
        """Return every GeoJSON file that may hold zones, when plan.toml does not say which do."""
        return [path.name for path in sorted((self.base / ZONES).glob("*.geojson")) if path.name != STRETCHES_FILE]

    def features(self, folder: str, name: str) -> FeatureFile:
        """Read a GeoJSON file of the plan."""
        return read_features(self.base / folder / name, f"{folder}/{name}")


def _plan(
    base: Path, settings: Settings, vocabulary: Vocabulary, files: Iterable[FeatureFile], kinds: Iterable[Kind]
) -> Plan:
    by_name = {kind.kind: kind for kind in settings.kinds}
    zones = []
    problems: list[Problem] = [*vocabulary.problems]
    for read, kind in zip(files, kinds, strict=True):
        problems += read.problems
        found, more = zone_reading.zones_of(read, by_name, kind, _judge(vocabulary))
        zones += found
        problems += more
    return Plan(base, settings, tuple(zones), vocabulary, tuple(problems))


def _judge(vocabulary: Vocabulary) -> Judge | None:
    if not vocabulary:
        return None
    return cache(lambda word: None if vocabulary.get(word) is not None else near_industries(vocabulary, word))


def _fill(
    plan: Plan, sources: tuple[Source, ...], catalogue: tuple[Layer, ...], files: Mapping[str, FeatureFile]
) -> None:
    """Give the plan what it would else read when first asked for, so that asking never raises."""
    layers: dict[str, LayerData | None] = {}
    for layer in catalogue:
        if layer.id in layers:
            continue
        read = files[layer.id]
        features, problems = zone_reading.layer_features_of(read)
        whole = LayerData(layer, tuple(features), (*read.problems, *problems))
        layers[layer.id] = whole if read.readable else None  # of half a layer, the other half would seem to be missing
    try:
        stretches: tuple[Stretch, ...] = plan.stretches
    except PlanError:
        stretches = ()
    vars(plan).update(sources=sources, catalogue=catalogue, stretches=stretches, _layers=layers)
