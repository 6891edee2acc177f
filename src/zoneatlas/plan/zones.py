"""From a feature to a zone: what is wrong in it is a problem with its place, and the rest is used."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zoneatlas.frozen import replace
from zoneatlas.plan import faults
from zoneatlas.plan.geojson import FeatureFile, FeatureRecord, json_name
from zoneatlas.plan.records import Kind, LayerFeature, Problem, Severity, Suggestion, Zone
from zoneatlas.plan.shapes import ANY_TYPE, POLYGON_TYPES, geometry_faults

#: Says which terms are nearest to an unknown industry; None when the industry is known.
Judge = Callable[[str], tuple[Suggestion, ...] | None]


def zones_of(
    read: FeatureFile, kinds: Mapping[str, Kind], default: Kind, judge: Judge | None
) -> tuple[list[Zone], list[Problem]]:
    """Turn a file's features into zones.

    Parameters
    ----------
    read
        The file of zones.
    kinds
        The plan's kinds by name.
    default
        The kind whose file this is.
    judge
        Tells whether an industry is known; None when the plan has no vocabulary.

    Returns
    -------
    tuple
        The zones in the file's order, and the problems found (those of the text are in `read` and not repeated).
    """
    zones, problems = [], []
    for record in read.features:
        reading = _Reading(read.file, record)
        zone = reading.zone(kinds, default, judge)
        if zone is not None:
            zones.append(zone)
        problems += reading.problems
    return zones, problems


def repeated_ids(zones: Iterable[Zone]) -> list[Problem]:
    """List the zones whose zone_id an earlier zone has already."""
    first: dict[str, Zone] = {}
    problems = []
    for zone in zones:
        if zone.properties.get("zone_id") != zone.zone_id:  # a stand-in, said already
            continue
        earlier = first.setdefault(zone.zone_id, zone)
        if earlier is not zone:
            problems.append(
                Problem(
                    f"The zone_id '{zone.zone_id}' is used at {earlier.file}:{earlier.line} already; give it another.",
                    f"zone_id“{zone.zone_id}”已用于 {earlier.file}:{earlier.line}；请另取一个。",
                    zone.file,
                    zone.line,
                    zone.column,
                    feature=zone.zone_id,
                    code="repeated-zone-id",
                )
            )
    return problems


def layer_features_of(read: FeatureFile) -> tuple[list[LayerFeature], list[Problem]]:
    """Turn a reference layer's features into records; an unusable geometry becomes None, with a problem."""
    features, problems = [], []
    for record in read.features:
        reading = _Reading(read.file, record)
        properties = reading.properties()
        if properties is not None:
            geometry = reading.geometry(ANY_TYPE)
            features.append(LayerFeature(properties, geometry, read.file, record.line, record.column, record.index))
        problems += reading.problems
    return features, problems


class _Reading:
    """One feature being read, collecting problems."""

    def __init__(self, file: str, record: FeatureRecord) -> None:
        self.file = file
        self.record = record
        self.values: Mapping[str, Any] = {}
        self.key: str | int = record.index
        self.problems: list[Problem] = []

    def zone(self, kinds: Mapping[str, Kind], default: Kind, judge: Judge | None) -> Zone | None:
        """Return the zone, or None when the feature has no properties to read one from."""
        properties = self.properties()
        if properties is None:
            return None
        self.values = properties
        zone_id = self._zone_id()
        if self.record.value.get("geometry") is None:
            self.fault("no-geometry", ("geometry",))
        zone = Zone(
            zone_id=zone_id,
            name_zh=self._text("name_zh"),
            name_en=self._text("name_en"),
            kind=self._kind(kinds, default),
            clause=self._text("clause"),
            districts=self._list("districts"),
            industries=self._list("industries"),
            supporting_industries=self._list("supporting_industries"),
            anchors=self._list("anchors"),
            boundary_method=self._text("boundary_method"),
            boundary_status=self._text("boundary_status"),
            boundary_accuracy_m=self._number("boundary_accuracy_m"),
            boundary_basis=self._text("boundary_basis"),
            sources=self._list("sources"),
            published_area_km2=self._number("published_area_km2"),
            as_of=self._year(),
            geometry=self.geometry(POLYGON_TYPES),
            properties=properties,
            file=self.file,
            line=self.record.line,
            column=self.record.column,
            index=self.record.index,
        )
        if not zone.name_zh and not zone.name_en:
            self.say(
                (),
                "The zone has no name; fill in name_en or name_zh.",
                "功能区没有名称；请填 name_zh 或 name_en。",
                "no-name",
            )
            zone = replace(zone, name_en=zone.zone_id)
        if judge is not None:
            self._judge(judge)
        return zone

    def properties(self) -> Mapping[str, Any] | None:
        """Return the feature's properties, or None (with a problem) when it is no feature."""
        value = self.record.value
        if not isinstance(value, dict):
            self.fault("feature-not-object", (), json_name(value))
        elif value.get("type") != "Feature":
            self.fault("feature-type", ("type",), json_name(value["type"]) if "type" in value else "—")
        elif not isinstance(value.get("properties"), dict):
            self.fault("properties-not-object", ("properties",))
        else:
            properties: Mapping[str, Any] = value["properties"]
            return properties
        return None

    def geometry(self, allowed: frozenset[str]) -> Mapping[str, Any] | None:
        """Return the geometry if it can be used, else None, with a problem for each way it cannot."""
        geometry = self.record.value.get("geometry")
        found = geometry_faults(geometry, allowed)
        for fault in found:
            self.fault(fault.code, ("geometry", *fault.path), fault.detail)
        return None if found or not geometry else geometry

    def fault(self, code: str, path: tuple[str | int, ...], detail: str = "", severity: Severity = "warning") -> None:
        """Note a fault of the catalogue at a path inside the feature."""
        line, column = self.record.locate(path)
        self.problems.append(
            faults.problem(code, self.file, line, column, detail=detail, severity=severity, feature=self.key)
        )

    def say(self, path: tuple[str | int, ...], en: str, zh: str, code: str) -> None:
        """Note a problem of the feature's content at a path inside ``properties``."""
        line, column = self.record.locate(("properties", *path))
        self.problems.append(Problem(en, zh, self.file, line, column, "warning", self.key, code))

    def _zone_id(self) -> str:
        value = self.values.get("zone_id")
        if isinstance(value, str) and value.strip():
            self.key = value
            return value
        stand_in = f"#{self.record.index}"
        self.say(
            ("zone_id",),
            f"The zone has no zone_id; it is called {stand_in} until it has one.",
            f"功能区没有 zone_id；暂称 {stand_in}，请补上。",
            "no-zone-id",
        )
        return stand_in

    def _kind(self, kinds: Mapping[str, Kind], default: Kind) -> str:
        value = self._text("kind")
        if value in kinds:
            return value
        known = ", ".join(kinds)
        shown = faults.printable(value)
        self.say(
            ("kind",),
            f"The kind '{shown}' is unknown (known: {known}); it is taken for {default.kind}.",
            f"类别“{shown}”未知（已知：{known}）；暂按 {default.kind} 处理。",
            "unknown-kind",
        )
        return default.kind

    def _wrong(self, field: str, en: str, zh: str, path: tuple[str | int, ...] = ()) -> None:
        self.say((field, *path), f"{field} must be {en}.", f"{field} 应为{zh}。", "property-type")

    def _text(self, field: str) -> str:
        value = self.values.get(field)
        if value is None or isinstance(value, str):
            return value or ""
        self._wrong(field, "text", "文字")
        return ""

    def _number(self, field: str) -> float | None:
        value = self.values.get(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
            self._wrong(field, "a number, not negative, or null", "不为负的数，或 null")
            return None
        return value

    def _year(self) -> int | None:
        value = self.values.get("as_of")
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value % 1:
            self._wrong("as_of", "a year", "年份")
            return None
        return int(value)

    def _list(self, field: str) -> tuple[str, ...]:
        value = self.values.get(field)
        if value is None:
            return ()
        if isinstance(value, str):
            return self._list_as_text(field, value)
        if not isinstance(value, list):
            self._wrong(field, "a list of texts", "文字的列表")
            return ()
        for index, part in enumerate(value):
            if not isinstance(part, str):
                self._wrong(field, "a list of texts", "文字的列表", (index,))
        return tuple(part for part in value if isinstance(part, str))

    def _list_as_text(self, field: str, text: str) -> tuple[str, ...]:
        """Read a list that a desktop GIS has saved as text: JSON, or names between separators."""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            value = [part.strip() for part in text.replace("；", ";").replace("，", ";").replace(",", ";").split(";")]
        parts = tuple(part for part in value if part)
        shown = [faults.printable(part) for part in parts]
        self.say(
            (field,),
            f"{field} is a text; it is read as the list {', '.join(shown) or '(empty)'}. Write a JSON list.",
            f"{field} 是文字，已读作列表：{'、'.join(shown) or '（空）'}。请写成 JSON 列表。",
            "list-as-text",
        )
        return parts

    def _judge(self, judge: Judge) -> None:
        """Report each industry the vocabulary does not know, with the nearest it does."""
        for field in ("industries", "supporting_industries"):
            value = self.values.get(field)
            whole = not isinstance(value, list)
            parts = list(self._silently(field)) if whole else value
            for index, part in enumerate(parts if isinstance(parts, list) else []):
                near = judge(part) if isinstance(part, str) else None
                if near is None:
                    continue
                known = ", ".join(f"{term.id} ({term.en})" for term in near)
                known_zh = "、".join(f"{term.id}（{term.zh or term.en}）" for term in near)
                shown = faults.printable(part)
                self.say(
                    (field,) if whole else (field, index),
                    f"The industry '{shown}' is not in the vocabulary." + (f" Nearest: {known}." if near else ""),
                    f"产业“{shown}”不在产业词表中。" + (f"相近的有：{known_zh}。" if near else ""),
                    "unknown-industry",
                )

    def _silently(self, field: str) -> tuple[str, ...]:
        """Read a list field again without reporting what was reported."""
        kept = list(self.problems)
        parts = self._list(field)
        self.problems = kept
        return parts
