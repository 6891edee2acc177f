"""Reading what `zoneatlas.plan.load` puts together: zones, stretches and reference layers from their files."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from zoneatlas.plan import zones as zone_reading
from zoneatlas.plan.geojson import read_features
from zoneatlas.plan.load import INDUSTRIES_FILE, STRETCHES_FILE, near_industries
from zoneatlas.plan.locate import GEODATA, PLAN_FILE, ZONES
from zoneatlas.plan.records import Layer, LayerData, PlanError, Problem, Settings, Stretch, Suggestion, Zone
from zoneatlas.plan.settings import read_settings
from zoneatlas.plan.vocabulary import Vocabulary, read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["raise_errors", "read_core", "read_layer", "read_stretches"]


def read_core(base: Path) -> tuple[Settings, tuple[Zone, ...], Vocabulary, tuple[Problem, ...]]:
    """Return a plan's settings, zones, vocabulary, and what is wrong with single zones.

    Raises
    ------
    PlanError
        If a file the plan cannot do without is unreadable.
    """
    settings = read_settings(base / ZONES / PLAN_FILE, f"{ZONES}/{PLAN_FILE}")
    vocabulary = read_vocabulary(base / ZONES / INDUSTRIES_FILE, f"{ZONES}/{INDUSTRIES_FILE}")
    zones, problems = _zones(base, settings, vocabulary)
    raise_errors(problems)
    return settings, tuple(zones), vocabulary, (*vocabulary.row_problems, *problems)


def _zones(base: Path, settings: Settings, vocabulary: Vocabulary) -> tuple[list[Zone], list[Problem]]:
    kinds = {kind.kind: kind for kind in settings.kinds}
    judge = _judge(vocabulary)
    zones: list[Zone] = []
    problems: list[Problem] = []
    read_files = set()
    for kind in settings.kinds:
        if kind.file in read_files:  # one file may hold several kinds
            continue
        read_files.add(kind.file)
        read = read_features(base / ZONES / kind.file, f"{ZONES}/{kind.file}")
        problems += read.problems
        if read.readable:
            if read.root != "FeatureCollection":
                problems.append(_not_collection(read.file))
                continue
            found, more = zone_reading.zones_of(read, kinds, kind, judge)
            zones += found
            problems += more
    return zones, problems + zone_reading.repeated_ids(zones)


def _judge(vocabulary: Vocabulary) -> zone_reading.Judge | None:
    if not vocabulary:
        return None

    @cache
    def near(industry: str) -> tuple[Suggestion, ...] | None:
        if vocabulary.get(industry) is not None:
            return None
        return near_industries(vocabulary, industry)

    return near


def _not_collection(file: str) -> Problem:
    return Problem(
        "The root must be a FeatureCollection.",
        "文件的根应为 FeatureCollection。",
        file,
        severity="error",
        code="root-type",
    )


def raise_errors(problems: Sequence[Problem]) -> None:
    """Raise the first problem of severity error, with the others."""
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise PlanError(errors[0], more=tuple(errors[1:]))


def read_stretches(base: Path) -> tuple[Stretch, ...]:
    """Return the stretches of zone edges with values of their own; see `Plan.stretches`."""
    path = base / ZONES / STRETCHES_FILE
    if not path.exists():
        return ()
    read = read_features(path, f"{ZONES}/{STRETCHES_FILE}")
    raise_errors(read.problems)
    features, _ = zone_reading.layer_features_of(read)
    return tuple(
        Stretch(
            zone_id=_said(feature.properties, "zone_id"),
            boundary_method=_said(feature.properties, "boundary_method"),
            boundary_status=_said(feature.properties, "boundary_status"),
            boundary_accuracy_m=_metres(feature.properties.get("boundary_accuracy_m")),
            sources=_texts(feature.properties.get("sources")),
            geometry=feature.geometry,
            properties=feature.properties,
            file=feature.file,
            line=feature.line,
            column=feature.column,
            index=feature.index,
        )
        for feature in features
    )


def _said(properties: Mapping[str, object], key: str) -> str:
    value = properties.get(key)
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, list) else ()


def _metres(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def read_layer(base: Path, layer: Layer) -> LayerData:
    """Return a reference layer; raises PlanError when its file cannot be read at all."""
    read = read_features(base / GEODATA / layer.file, f"{GEODATA}/{layer.file}")
    raise_errors(read.problems)
    features, problems = zone_reading.layer_features_of(read)
    return LayerData(layer, tuple(features), (*read.problems, *problems))
