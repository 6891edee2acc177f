"""`load_plan`: the one object everyone takes.

Zones, settings and the vocabulary are read at once; reference layers, the catalogue, the sources and the boundary
stretches when they are first asked for. Nothing here needs shapely.
"""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zoneatlas
from zoneatlas.frozen import dataclass, field
from zoneatlas.plan import zones as zone_reading
from zoneatlas.plan.geojson import read_features
from zoneatlas.plan.locate import GEODATA, PLAN_FILE, ZONES, find_root
from zoneatlas.plan.records import (
    Kind,
    Layer,
    LayerData,
    PlanError,
    Problem,
    Settings,
    Source,
    Stretch,
    Suggestion,
    Zone,
)
from zoneatlas.plan.settings import read_settings
from zoneatlas.plan.tables import read_catalogue, read_sources
from zoneatlas.plan.vocabulary import Vocabulary, read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zoneatlas.plan.rules import RuleTable

STRETCHES_FILE = "boundary_stretches.geojson"
INDUSTRIES_FILE = "industries.csv"
RULES_FILE = "rules.csv"
SOURCES_FILE = "sources.csv"
CATALOGUE_FILE = "catalog.toml"


@dataclass(frozen=True)
class Plan:
    """A development plan: its settings, zones and vocabulary, and its reference layers on demand.

    Attributes
    ----------
    root
        The folder that holds ``zones/`` and ``geodata/``.
    settings
        What plan.toml says.
    zones
        In the plan's order: kind by kind, each in its file's order.
    vocabulary
        The industries; without entries when the plan has no table of them.
    problems
        What was wrong with single zones; the rest of them is used.
    """

    root: Path
    settings: Settings
    zones: tuple[Zone, ...] = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)

    def zone(self, zone_id: str) -> Zone | None:
        """Return the zone of that id, or None."""
        return next((zone for zone in self.zones if zone.zone_id == zone_id), None)

    def kind(self, kind: str) -> Kind | None:
        """Return the kind of that name, or None."""
        return next((known for known in self.settings.kinds if known.kind == kind), None)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The rows of sources.csv; raises PlanError when it is there and cannot be read."""
        return read_sources(self.root / ZONES / SOURCES_FILE, f"{ZONES}/{SOURCES_FILE}")

    @cached_property
    def rules(self) -> RuleTable:
        """The rows of rules.csv; raises PlanError when it is there and cannot be read."""
        from zoneatlas.plan.rules import read_rules

        return read_rules(self.root / ZONES / RULES_FILE, f"{ZONES}/{RULES_FILE}", self.vocabulary.industries)

    @cached_property
    def catalogue(self) -> tuple[Layer, ...]:
        """The reference layers of catalog.toml; raises PlanError when it is there and cannot be read."""
        return read_catalogue(self.root / GEODATA / CATALOGUE_FILE, f"{GEODATA}/{CATALOGUE_FILE}")

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The stretches of zone edges with values of their own; raises PlanError when their file cannot be read."""
        return _stretches(self.root)

    def layer(self, layer_id: str) -> LayerData | None:
        """Return a reference layer, read on first use.

        Parameters
        ----------
        layer_id
            An id of catalog.toml.

        Returns
        -------
        LayerData or None
            None when the catalogue has no such layer: a plan may leave out any.

        Raises
        ------
        PlanError
            If the catalogue lists it and its file cannot be read at all.
        """
        if layer_id not in self._layers:
            layer = next((known for known in self.catalogue if known.id == layer_id), None)
            self._layers[layer_id] = None if layer is None else _layer_data(self.root, layer)
        return self._layers[layer_id]

    @cached_property
    def _layers(self) -> dict[str, LayerData | None]:
        return {}

    def role(self, role: str) -> LayerData | None:
        """Return the reference layer that plays a part named in ``[roles]`` of plan.toml, or None."""
        layer_id = self.settings.roles.get(role)
        return self.layer(layer_id) if layer_id else None

    def find(self, **conditions: Any) -> tuple[Any, ...]:  # noqa: ANN401  (those of the function)
        """Find the zones that meet every condition; see `zoneatlas.find`, which this calls with the same keywords.

        Returns
        -------
        tuple of zoneatlas.Match
            Frozen records, in the order `zoneatlas.find` states.

        Raises
        ------
        PlanError
            If a word is unknown or ambiguous; with the nearest known ones.
        """
        found: tuple[Any, ...] = zoneatlas.find(self, **conditions)
        return found

    def site(self, lon: float, lat: float, industry: str, *, existing: bool = False) -> Any:  # noqa: ANN401  (a record)
        """Say whether an industry may be sited at a point; see `zoneatlas.site`, which this calls.

        Parameters
        ----------
        lon, lat
            Longitude and latitude in degrees, WGS 84.
        industry
            An industry in any words.
        existing
            Ask of what stands there already.

        Returns
        -------
        zoneatlas.SiteAnswer
            The verdict with its reasons.

        Raises
        ------
        PlanError
            If the industry is unknown or ambiguous, or the coordinates are none.
        """
        return zoneatlas.site(self, lon, lat, industry, existing=existing)

    def to_geodataframe(self, layer: str = "zones") -> Any:  # noqa: ANN401  (geopandas is loaded there only)
        """Return zones or a reference layer as a GeoDataFrame; see `zoneatlas.plan.frames.to_geodataframe`."""
        from zoneatlas.plan.frames import to_geodataframe

        return to_geodataframe(self, layer)


def load_plan(root: Path | str | None = None) -> Plan:
    """Read a plan.

    Parameters
    ----------
    root
        The folder that holds ``zones/`` and ``geodata/``; by default the checkout's, else the installed copy.

    Returns
    -------
    Plan
        With the problems of single zones in ``problems``.

    Raises
    ------
    PlanError
        If there is no plan, or a file it cannot do without is unreadable; ``problem`` says where, ``more`` lists the
        errors of the other files.
    """
    base = find_root(None if root is None else Path(root))
    settings = read_settings(base / ZONES / PLAN_FILE, f"{ZONES}/{PLAN_FILE}")
    vocabulary = read_vocabulary(base / ZONES / INDUSTRIES_FILE, f"{ZONES}/{INDUSTRIES_FILE}")
    zones, problems = _zones(base, settings, vocabulary)
    _raise_errors(problems)
    return Plan(base, settings, tuple(zones), vocabulary, (*vocabulary.row_problems, *problems))


def load_map_layers(plan: Plan) -> tuple[Problem, ...]:
    """Read every reference layer the map draws, and return what was wrong with single features.

    Raises
    ------
    PlanError
        If a catalogued file cannot be read at all; with all such files in one pass.
    """
    problems: list[Problem] = []
    errors: list[Problem] = []
    for usage in plan.settings.layers:
        try:
            data = plan.layer(usage.layer_id)
        except PlanError as error:
            errors += [error.problem, *error.more]
        else:
            problems += data.problems if data is not None else ()
    _raise_errors(errors)
    return tuple(problems)


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


def near_industries(vocabulary: Vocabulary, text: str) -> tuple[Suggestion, ...]:
    """Return what a word that is no industry_id may mean, nearest first, at most five."""
    from zoneatlas.plan.resolve import nearest, resolve

    meant = resolve(vocabulary, text)
    ids = (meant.industry,) if meant.industry else meant.candidates or meant.suggestions or nearest(vocabulary, text)
    return industries_named(vocabulary, ids)


def industries_named(vocabulary: Vocabulary, ids: Iterable[str]) -> tuple[Suggestion, ...]:
    """Return industries by id with both their names, at most five."""
    known = [industry for industry in map(vocabulary.get, ids) if industry is not None]
    return tuple(Suggestion(industry.industry_id, industry.zh, industry.en) for industry in known[:5])


def _not_collection(file: str) -> Problem:
    return Problem(
        "The root must be a FeatureCollection.",
        "文件的根应为 FeatureCollection。",
        file,
        severity="error",
        code="root-type",
    )


def _raise_errors(problems: list[Problem]) -> None:
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise PlanError(errors[0], more=tuple(errors[1:]))


def _stretches(base: Path) -> tuple[Stretch, ...]:
    path = base / ZONES / STRETCHES_FILE
    if not path.exists():
        return ()
    read = read_features(path, f"{ZONES}/{STRETCHES_FILE}")
    _raise_errors(list(read.problems))
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


def _layer_data(base: Path, layer: Layer) -> LayerData:
    read = read_features(base / GEODATA / layer.file, f"{GEODATA}/{layer.file}")
    _raise_errors(list(read.problems))
    features, problems = zone_reading.layer_features_of(read)
    return LayerData(layer, tuple(features), (*read.problems, *problems))
