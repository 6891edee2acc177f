"""`load_plan`: the one object everyone takes.

Zones, settings and the vocabulary are read at once; reference layers, the catalogue, the sources and the boundary
stretches when they are first asked for. Nothing here needs shapely.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import zoneatlas
from zoneatlas.frozen import dataclass, field, replace
from zoneatlas.plan import cache_parts
from zoneatlas.plan.locate import GEODATA, ZONES, find_root
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zoneatlas.plan.cache import Store
    from zoneatlas.plan.rules import RuleTable
    from zoneatlas.plan.vocabulary import Vocabulary

    _T = TypeVar("_T")

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
    store
        What was worked out from the same files before; None where nothing is kept between runs.
    """

    root: Path
    settings: Settings
    zones: tuple[Zone, ...] = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)
    store: Store | None = field(default=None, repr=False, compare=False)

    def zone(self, zone_id: str) -> Zone | None:
        """Return the zone of that id, or None."""
        return next((zone for zone in self.zones if zone.zone_id == zone_id), None)

    def kind(self, kind: str) -> Kind | None:
        """Return the kind of that name, or None."""
        return next((known for known in self.settings.kinds if known.kind == kind), None)

    def kept(
        self,
        name: str,
        make: Callable[[], _T],
        pack: Callable[[_T], object] | None = None,
        unpack: Callable[[Any], _T] | None = None,
    ) -> _T:
        """Return what is worked out from the plan's files alone: from its store if it has one, see `Store.part`."""
        return make() if self.store is None else self.store.part(name, make, pack, unpack)

    def measured(self, name: str, make: Callable[[], _T]) -> _T:
        """Return a small plain value worked out from the plan's files alone: from its store, see `Store.value`."""
        return make() if self.store is None else self.store.value(name, make)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The rows of sources.csv; raises PlanError when it is there and cannot be read."""

        def read() -> tuple[Source, ...]:
            from zoneatlas.plan.tables import read_sources

            return read_sources(self.root / ZONES / SOURCES_FILE, f"{ZONES}/{SOURCES_FILE}")

        return self.kept("sources", read, cache_parts.pack_sources, cache_parts.unpack_sources)

    @cached_property
    def rules(self) -> RuleTable:
        """The rows of rules.csv; raises PlanError when it is there and cannot be read."""

        def read() -> RuleTable:
            from zoneatlas.plan.rules import read_rules

            return read_rules(self.root / ZONES / RULES_FILE, f"{ZONES}/{RULES_FILE}", self.vocabulary.industries)

        return self.kept("rules", read, cache_parts.pack_rules, cache_parts.unpack_rules)

    @cached_property
    def catalogue(self) -> tuple[Layer, ...]:
        """The reference layers of catalog.toml; raises PlanError when it is there and cannot be read."""

        def read() -> tuple[Layer, ...]:
            from zoneatlas.plan.tables import read_catalogue

            return read_catalogue(self.root / GEODATA / CATALOGUE_FILE, f"{GEODATA}/{CATALOGUE_FILE}")

        return self.kept("catalogue", read, cache_parts.pack_catalogue, cache_parts.unpack_catalogue)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The stretches of zone edges with values of their own; raises PlanError when their file cannot be read."""

        def read() -> tuple[Stretch, ...]:
            from zoneatlas.plan.reading import read_stretches

            return read_stretches(self.root)

        return self.kept("stretches", read, cache_parts.pack_stretches, cache_parts.unpack_stretches)

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
            self._layers[layer_id] = None if layer is None else self._read_layer(layer)
        return self._layers[layer_id]

    def _read_layer(self, layer: Layer) -> LayerData:
        def read() -> LayerData:
            from zoneatlas.plan.reading import read_layer

            return read_layer(self.root, layer)

        return self.kept(f"layer {layer.id}", read, cache_parts.pack_layer, cache_parts.unpack_layer)

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
    from zoneatlas.plan.reading import read_core

    return Plan(base, *read_core(base))


def load_kept_plan(root: Path | str | None = None) -> Plan:
    """Read a plan as `load_plan` does, with what earlier runs on the same files kept; the caller saves its store."""
    from zoneatlas.plan.cache import open_store

    base = find_root(None if root is None else Path(root))
    store = open_store(base)
    if store is None:
        return load_plan(root)

    def read() -> cache_parts.Core:
        from zoneatlas.plan.reading import read_core

        return read_core(base)

    settings, zones, vocabulary, problems = store.part("core", read, cache_parts.pack_core, cache_parts.unpack_core)
    return Plan(base, settings, zones, replace(vocabulary, store=store), problems, store)


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
    if errors:
        raise PlanError(errors[0], more=tuple(errors[1:]))
    return tuple(problems)


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
