"""One zone with everything the plan and its sources say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.answers.words import exact_zone, zone_named
from zoneatlas.frozen import dataclass
from zoneatlas.plan.records import Kind, Source, Stretch, Text, Zone
from zoneatlas.space import geodesic

if TYPE_CHECKING:
    from zoneatlas.plan.load import Plan


@dataclass(frozen=True, slots=True)
class Named:
    """An id and what it is called; the id itself stands for both names where nobody names it."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class StretchSummary:
    """The stretches of a zone's edge with the same values, taken together. Lengths are geodesic, in kilometres."""

    boundary_method: str
    boundary_status: str
    boundary_accuracy_m: float | None
    count: int
    length_km: float


@dataclass(frozen=True, slots=True)
class Portrait:
    """A zone, resolved.

    ``area_drawn_km2`` is the geodesic area of the drawn geometry (None without one); ``deviation_percent`` how far it
    is from the published area (None unless both are known).
    """

    zone: Zone
    kind: Kind | None
    industries: tuple[Named, ...]
    supporting_industries: tuple[Named, ...]
    districts: tuple[Named, ...]
    anchors: tuple[Named, ...]
    area_drawn_km2: float | None
    deviation_percent: float | None
    stretches: tuple[StretchSummary, ...]
    sources: tuple[Source, ...]


def show(plan: Plan, name: str) -> Portrait:
    """Describe one zone.

    Parameters
    ----------
    plan
        The plan.
    name
        A zone_id, a name in either language, or a part of one that fits no other zone.

    Raises
    ------
    PlanError
        If the name means no zone or several, or a table that is needed cannot be read.
    """
    return portrait(plan, zone_named(plan, name))


def shown_zone(plan: Plan, name: str) -> Portrait | None:
    """Describe the zone a word means; None when it means a place, or nothing at all, rather than a zone."""
    zone = exact_zone(plan, name)
    if zone is None:
        from zoneatlas.answers.places import place_named

        zone = place_named(plan, name).zone
    return None if zone is None else portrait(plan, zone)


def portrait(plan: Plan, zone: Zone) -> Portrait:
    """Describe a zone; see `show`."""
    area_km2 = plan.measured(f"drawn {zone.file}#{zone.index}", lambda: _area_km2(zone))
    published_km2 = zone.published_area_km2
    return Portrait(
        zone=zone,
        kind=plan.kind(zone.kind),
        industries=_industries(plan, zone.industries),
        supporting_industries=_industries(plan, zone.supporting_industries),
        districts=_named(plan, "districts", "name_zh", zone.districts),
        anchors=_named(plan, "places", "place_id", zone.anchors),
        area_drawn_km2=area_km2,
        deviation_percent=100 * (area_km2 / published_km2 - 1) if area_km2 is not None and published_km2 else None,
        stretches=_stretches(plan, zone),
        sources=_sources(plan, zone),
    )


def _area_km2(zone: Zone) -> float | None:
    if zone.geometry is None:
        return None
    return geodesic.area_km2(zone.geometry)


def _industries(plan: Plan, ids: tuple[str, ...]) -> tuple[Named, ...]:
    named = []
    for industry_id in ids:
        industry = plan.vocabulary.get(industry_id)
        name = Text(industry_id, industry_id) if industry is None else Text(industry.zh, industry.en)
        named.append(Named(industry_id, name))
    return tuple(named)


def _named(plan: Plan, role: str, key: str, ids: tuple[str, ...]) -> tuple[Named, ...]:
    """Name the features of a reference layer that a zone lists by `key` or by either of their names."""
    layer = plan.role(role) if ids else None
    names: dict[str, Text] = {}
    for feature in layer.features if layer is not None else ():
        for word in (feature.properties.get(key), feature.name.zh, feature.name.en):
            if isinstance(word, str) and word:
                names.setdefault(word, feature.name)
    return tuple(Named(word, names.get(word, Text(word, word))) for word in ids)


def _stretches(plan: Plan, zone: Zone) -> tuple[StretchSummary, ...]:
    plain = plan.measured(f"stretches {zone.zone_id}", lambda: _summary(plan, zone))
    return tuple(StretchSummary(*values) for values in plain)


def _summary(plan: Plan, zone: Zone) -> list[tuple[str, str, float | None, int, float]]:
    groups: dict[tuple[str, str, float | None], list[Stretch]] = {}
    for stretch in plan.stretches:
        if stretch.zone_id == zone.zone_id:
            key = (stretch.boundary_method, stretch.boundary_status, stretch.boundary_accuracy_m)
            groups.setdefault(key, []).append(stretch)
    return [(*key, len(group), _length_km(group)) for key, group in groups.items()]


def _length_km(stretches: list[Stretch]) -> float:
    return sum(geodesic.length_m(stretch.geometry) for stretch in stretches if stretch.geometry is not None) / 1000


def _sources(plan: Plan, zone: Zone) -> tuple[Source, ...]:
    known = {source.source_id: source for source in plan.sources}
    unknown = Text("（来源表中没有）", "(not in the table of sources)")
    return tuple(known.get(source_id, Source(source_id, unknown, "", "", "", "")) for source_id in zone.sources)
