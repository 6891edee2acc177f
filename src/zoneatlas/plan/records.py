"""The frozen records everyone passes around: what a zone, a kind, a layer, a source and a problem are.

Nothing here reads a file or measures anything. Geometry stays the parsed JSON of the file (RFC 7946, WGS 84 longitude
and latitude in degrees); whoever needs a shapely object makes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from zoneatlas.frozen import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["error", "warning", "info"]
#: How one zone stands to another.
Relation = Literal["within", "contains", "overlaps", "touches"]

#: The property order of a zone in its file; see ``zoneatlas.plan.canonical``.
ZONE_FIELDS = (
    "zone_id",
    "name_zh",
    "name_en",
    "kind",
    "clause",
    "districts",
    "industries",
    "supporting_industries",
    "anchors",
    "boundary_method",
    "boundary_status",
    "boundary_accuracy_m",
    "boundary_basis",
    "sources",
    "published_area_km2",
    "as_of",
)


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said in Chinese and in English; either may be empty."""

    zh: str
    en: str

    def say(self, lang: str) -> str:
        """Return the text in `lang` (``zh`` or ``en``), or in the other language where that one is empty."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file: what, where, how to mend it, in both languages.

    ``line`` and ``column`` count from 1, columns in characters. ``feature`` is the zone_id or the index (from 0) of the
    feature it was found in, None when it concerns the whole file. ``code`` is a stable kebab-case name of the fault.
    """

    message: str
    message_zh: str
    file: str
    line: int = 1
    column: int = 1
    severity: Severity = "warning"
    feature: str | int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A known thing near to an unknown word."""

    id: str
    zh: str
    en: str


class PlanError(Exception):
    """A question or a plan that cannot be worked with at all (exit code 2).

    Parameters
    ----------
    problem
        What is wrong and where; ``file`` is empty when no file is at fault.
    suggestions
        Known things near to an unknown word, nearest first.
    more
        Further problems of severity error found in the same pass.
    """

    def __init__(
        self,
        problem: Problem,
        suggestions: tuple[Suggestion, ...] = (),
        more: tuple[Problem, ...] = (),
    ) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.suggestions = suggestions
        self.more = more

    @classmethod
    def about(cls, en: str, zh: str, *, file: str = "", suggestions: tuple[Suggestion, ...] = ()) -> PlanError:
        """Make an error about a word or a whole file."""
        return cls(Problem(en, zh, file, severity="error"), suggestions)


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone of the plan, as its file states it.

    Attributes follow the file's properties. ``geometry`` is the parsed GeoJSON geometry (Polygon or MultiPolygon, WGS
    84 degrees), or None when the file's geometry is absent or unusable (a problem says why). ``properties`` is
    everything the file says, unknown fields included. ``file`` is relative to the plan's root; ``line`` and ``column``
    are where the feature starts, and ``index`` is its place in the file, counted from 0.
    """

    zone_id: str
    name_zh: str
    name_en: str
    kind: str
    clause: str
    districts: tuple[str, ...]
    industries: tuple[str, ...]
    supporting_industries: tuple[str, ...]
    anchors: tuple[str, ...]
    boundary_method: str
    boundary_status: str
    boundary_accuracy_m: float | None
    boundary_basis: str
    sources: tuple[str, ...]
    published_area_km2: float | None
    as_of: int | None
    geometry: Mapping[str, Any] | None = field(repr=False)
    properties: Mapping[str, Any] = field(repr=False)
    file: str
    line: int
    column: int
    index: int

    @property
    def name(self) -> Text:
        """The zone's name in both languages."""
        return Text(self.name_zh, self.name_en)

    def _repr_html_(self) -> str:
        """Return the zone as an HTML table for a notebook, everything in it escaped."""
        from html import escape

        accuracy = "" if self.boundary_accuracy_m is None else f"± {self.boundary_accuracy_m:,.0f} m"
        area = "" if self.published_area_km2 is None else f"{self.published_area_km2:,g} km²"
        rows = (
            ("kind", self.kind),
            ("clause", self.clause),
            ("districts", "、".join(self.districts)),
            ("industries", ", ".join(self.industries)),
            ("supporting_industries", ", ".join(self.supporting_industries)),
            ("boundary", " · ".join(filter(None, (self.boundary_method, self.boundary_status, accuracy)))),
            ("boundary_basis", self.boundary_basis),
            ("published_area_km2", area),
            ("sources", ", ".join(self.sources)),
        )
        names = " · ".join(escape(name) for name in (self.name_zh, self.name_en) if name)
        cells = "".join(
            f'<tr><th style="text-align:left">{escape(key)}</th><td style="text-align:left">{escape(value)}</td></tr>'
            for key, value in rows
            if value
        )
        return f"<table><caption>{names} [{escape(self.zone_id)}]</caption>{cells}</table>"

    @property
    def basis(self) -> Text:
        """The boundary's basis by language: what stands before and after `` / ``, or the one sentence for both."""
        zh, _, en = self.boundary_basis.partition(" / ")
        return Text(zh, en or zh)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of zone: a row of ``[[kinds]]`` in plan.toml.

    ``count`` is how many the plan says there are, or None; ``colour`` fills the area, ``ink`` writes its names;
    ``zone_colours`` are colours of its zones one by one, in plan order, instead of the kind's own.
    """

    kind: str
    file: str
    title: Text
    count: int | None
    colour: str
    ink: str
    zone_colours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapLayer:
    """How a reference layer looks on the map: a row of ``[[layers]]`` in plan.toml.

    ``weight_px`` is the line's width, ``dash`` an SVG dash array (empty for a solid line), ``fill_opacity`` 0 to 1,
    ``ink`` writes the features' names, from zoom level ``label_zoom`` on (None: never); ``label`` is the property that
    names a feature, ``{lang}`` in it standing for ``zh`` or ``en``.
    """

    layer_id: str
    group: Text
    show: bool
    base: bool
    colour: str
    ink: str
    weight_px: float
    dash: str
    fill: str
    fill_opacity: float
    radius_px: float
    label: str
    label_zoom: float | None


@dataclass(frozen=True, slots=True)
class Layer:
    """A reference layer: an entry of geodata/catalog.toml. ``accuracy_m`` is in metres, None when not stated."""

    id: str
    file: str
    title: Text
    source: str
    licence: str
    attribution: str
    vintage: str
    datum: str
    accuracy_m: float | None
    sha256: str


@dataclass(frozen=True, slots=True)
class LayerFeature:
    """One feature of a reference layer: properties and geometry (WGS 84 degrees, may be None) as in the file."""

    properties: Mapping[str, Any]
    geometry: Mapping[str, Any] | None = field(repr=False)
    file: str
    line: int
    column: int
    index: int

    @property
    def name(self) -> Text:
        """``name_zh`` and ``name_en``, empty where the file has none."""
        zh, en = self.properties.get("name_zh"), self.properties.get("name_en")
        return Text(zh if isinstance(zh, str) else "", en if isinstance(en, str) else "")


@dataclass(frozen=True, slots=True)
class LayerData:
    """A reference layer read: its features and what was wrong with some of them."""

    layer: Layer
    features: tuple[LayerFeature, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A row of zones/sources.csv."""

    source_id: str
    title: Text
    publisher: str
    date: str
    address: str
    licence: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a zone's edge with a basis or accuracy of its own: a line of boundary_stretches.geojson."""

    zone_id: str
    boundary_method: str
    boundary_status: str
    boundary_accuracy_m: float | None
    sources: tuple[str, ...]
    geometry: Mapping[str, Any] | None = field(repr=False)
    properties: Mapping[str, Any] = field(repr=False)
    file: str
    line: int
    column: int
    index: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What plan.toml says. ``measuring_crs`` is any name PROJ knows; ``tolerances`` carry their unit in the key.

    ``tiling`` names the layers and kinds whose areas should lie side by side without overlap or gap.
    """

    plan_id: str
    title: Text
    period: str
    language: str
    measuring_crs: str
    publisher: Text
    attribution: tuple[Text, ...]
    kinds: tuple[Kind, ...]
    roles: Mapping[str, str]
    layers: tuple[MapLayer, ...]
    tolerances: Mapping[str, float]
    tiling: tuple[str, ...] = ()
