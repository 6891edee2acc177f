"""Places by name: districts, regions, rings and what lies between them, zones, and the features of every layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from zoneatlas.answers.ring_words import RingPhrase, read_ring_phrase
from zoneatlas.answers.shapes import stretches_layer_id
from zoneatlas.answers.where import feature_key, ring_features, ring_number
from zoneatlas.answers.words import MOST_SUGGESTIONS, likest, plain
from zoneatlas.frozen import dataclass, replace
from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError, Suggestion, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerData, LayerFeature, Zone

__all__ = ["Place", "Sort", "feature_place", "find_places", "place_named", "reason_of", "ring_as_land", "zone_place"]

Sort = Literal["zone", "feature", "rings"]
#: Layers people mean first when several know a name, by role; the rest follow in the catalogue's order.
_FIRST_ROLES = ("districts", "regions", "rings", "places", "roads", "water")


@dataclass(frozen=True)
class Place:
    """Something a question can name.

    ``sort`` is ``zone``, ``feature`` (of the layer ``layer``) or ``rings``: the land inside ``outer`` and outside
    ``inner``, either of which may be None. ``remark`` says how a word was understood where that is not plain.
    """

    id: str
    name: Text
    sort: Sort
    zone: Zone | None = None
    layer: LayerData | None = None
    feature: LayerFeature | None = None
    outer: LayerFeature | None = None
    inner: LayerFeature | None = None
    remark: Text | None = None

    @property
    def located(self) -> bool:
        """Whether there is a geometry to measure from."""
        if self.sort == "rings":
            return True
        thing = self.zone if self.zone is not None else self.feature
        return thing is not None and thing.geometry is not None

    @property
    def key(self) -> str:
        """What in the plan's files this is, as one word for each thing and way to see it."""
        things = (self.zone, self.feature, self.outer, self.inner)
        told = [f"{thing.file}#{thing.index}" if thing is not None else "" for thing in things]
        return "|".join((self.layer.layer.id if self.layer is not None else "", *told))

    @property
    def suggestion(self) -> Suggestion:
        """The place as something to choose from."""
        return Suggestion(self.id, self.name.zh, self.name.en)


def place_named(plan: Plan, text: str) -> Place:
    """Return the place a word means.

    Tried in order: a phrase about rings; ids and full names of zones, districts, regions and rings; the beginning of a
    district's or region's name; ids and full names of places and of every other layer's features; a part of one name.

    Raises
    ------
    PlanError
        If nothing is called so, or several things are; with at most five suggestions.
    """
    phrase = read_ring_phrase(text)
    if phrase is not None and _rings(plan):
        return _between_rings(plan, text, phrase)
    wanted = plain(text)
    found = _exactly(plan, wanted) or _partly(plan, wanted) if wanted else []
    if len(found) == 1:
        place = found[0]
        return place if wanted in _words(place) else _remarked(place, text)
    shown = printable(text)
    if found:
        raise PlanError.about(
            f"'{shown}' fits {len(found)} places; say which.",
            f"“{shown}”可指 {len(found)} 个地点，请说明是哪一个。",
            suggestions=tuple(place.suggestion for place in found[:MOST_SUGGESTIONS]),
        )
    everything = [place for places in _tiers(plan) for place in places()]
    near = likest(wanted, [(place, _words(place)) for place in everything])
    raise PlanError.about(
        f"This plan and its layers know no place called '{shown}'.",
        f"规划及其图层中没有叫“{shown}”的地点。",
        suggestions=tuple(dict.fromkeys(place.suggestion for place in near))[:MOST_SUGGESTIONS],
    )


def ring_as_land(plan: Plan, place: Place) -> Place:
    """Return the land inside a ring road where a place is just the road; with a remark. Any other place as it is."""
    layer = plan.role("rings")
    ring = place.feature
    if layer is None or place.layer is None or place.layer.layer.id != layer.layer.id or ring is None:
        return place
    zh, en = ring.name.zh or ring.name.en, ring.name.en or ring.name.zh
    name = Text(f"{zh}以内", f"inside {en}")
    remark = Text(f"“{zh}”理解为：{name.zh}", f"'{en}' is understood as {name.en}")
    return Place(f"inside {ring_number(ring):g}", name, "rings", outer=ring, remark=remark)


def find_places(plan: Plan, text: str | None = None) -> tuple[Place, ...]:
    """List the features of the layer of places whose id or name holds a text; all of them without one.

    Where none does, the features of every other layer are searched, and the zones.
    """
    layer = plan.role("places")
    own = _of_layer(layer) if layer is not None else []
    if text is None:
        return tuple(own)
    wanted = plain(text)
    if not wanted:
        return ()
    found = [place for place in own if any(wanted in word for word in _words(place))]
    if found:
        return tuple(found)
    others = [place for places in _tiers(plan) for place in places()]
    return tuple(place for place in others if any(wanted in word for word in _words(place)))


def zone_place(zone: Zone) -> Place:
    """Return a zone as a place."""
    return Place(zone.zone_id, zone.name, "zone", zone=zone)


def feature_place(layer: LayerData, feature: LayerFeature) -> Place:
    """Return a layer's feature as a place."""
    return Place(feature_key(feature), feature.name, "feature", layer=layer, feature=feature)


def reason_of(place: Place) -> Text:
    """Return why a place has no position, as its layer says; empty where it says nothing."""
    properties = place.feature.properties if place.feature is not None else {}
    said = [properties.get(f"reason_{lang}") for lang in ("zh", "en")]
    return Text(*(text if isinstance(text, str) else "" for text in said))


def _rings(plan: Plan) -> list[LayerFeature]:
    layer = plan.role("rings")
    return sorted(ring_features(layer), key=ring_number) if layer is not None else []


def _between_rings(plan: Plan, text: str, phrase: RingPhrase) -> Place:
    layer = plan.role("rings")
    rings = {ring_number(feature): feature for feature in _rings(plan)}
    missing = [number for number in (phrase.first, phrase.second) if number is not None and number not in rings]
    if missing or layer is None:
        raise PlanError.about(
            f"'{printable(text)}': there is no ring {missing[0] if missing else phrase.first} in this plan.",
            f"“{printable(text)}”：本规划没有第 {missing[0] if missing else phrase.first} 条环路。",
            suggestions=tuple(feature_place(layer, ring).suggestion for ring in rings.values() if layer)[
                :MOST_SUGGESTIONS
            ],
        )
    first = rings[phrase.first]
    zh, en = first.name.zh or first.name.en, first.name.en or first.name.zh
    if phrase.side == "on":
        return feature_place(layer, first)
    if phrase.side == "inside":
        return Place(f"inside {phrase.first}", Text(f"{zh}以内", f"inside {en}"), "rings", outer=first)
    if phrase.side == "outside":
        return Place(f"outside {phrase.first}", Text(f"{zh}以外", f"outside {en}"), "rings", inner=first)
    second = rings[phrase.second or phrase.first]
    name = Text(f"{zh}与{second.name.zh or second.name.en}之间", f"between {en} and {second.name.en or second.name.zh}")
    return Place(f"{phrase.first}-{phrase.second}", name, "rings", outer=second, inner=first)


def _layer_ids(plan: Plan) -> list[str]:
    roles = [plan.settings.roles.get(role, "") for role in _FIRST_ROLES]
    known = [layer.id for layer in plan.catalogue]
    skipped = {stretches_layer_id(plan)}
    return [layer_id for layer_id in dict.fromkeys([*roles, *known]) if layer_id in known and layer_id not in skipped]


def _of_layer(layer: LayerData | None) -> list[Place]:
    return [feature_place(layer, feature) for feature in layer.features] if layer is not None else []


def _tiers(plan: Plan) -> Iterator[Callable[[], list[Place]]]:
    """Yield what there is, tier by tier, each read only when called."""
    yield lambda: [zone_place(zone) for zone in plan.zones]
    for layer_id in _layer_ids(plan):
        yield lambda layer_id=layer_id: _of_layer(plan.layer(layer_id))  # type: ignore[misc]


def _words(place: Place) -> tuple[str, ...]:
    return tuple(word for word in (plain(place.id), plain(place.name.zh), plain(place.name.en)) if word)


def _exactly(plan: Plan, wanted: str) -> list[Place]:
    """Return the places called exactly so in the first tier that knows any; one with an extent before a mere point.

    The beginning of a district's or region's name goes before the full names of mere places.
    """
    points: list[Place] = []
    for tier, places in enumerate(_tiers(plan)):
        if tier == len(_FIRST_ROLES[:3]) + 1:
            points = _beginning(plan, wanted)
            if points:
                return points
        found = _located([place for place in places() if wanted in _words(place)])
        extended = [place for place in found if _has_extent(place)]
        if extended or (found and tier <= len(_FIRST_ROLES[:3])):
            return extended or found
        if not points or (found and not points[0].located):
            points = found or points
    return points


def _located(places: list[Place]) -> list[Place]:
    """Leave out the places without a position where others have one."""
    return [place for place in places if place.located] or places


def _has_extent(place: Place) -> bool:
    if place.feature is None:
        return place.located
    geometry = place.feature.geometry
    if geometry is None:
        return False
    return geometry["type"] not in ("Point", "MultiPoint") or bool(place.feature.properties.get("radius_m"))


def _beginning(plan: Plan, wanted: str) -> list[Place]:
    """Return the one district or region whose name begins so."""
    for role in _FIRST_ROLES[:2]:
        layer = plan.role(role)
        found = [place for place in _of_layer(layer) if any(word.startswith(wanted) for word in _words(place))]
        if len(found) == 1 and len(wanted) > 1:
            return found
    return []


def _partly(plan: Plan, wanted: str) -> list[Place]:
    """Return the zone with the word in its name when there is just one, else all places with it."""
    everything: list[Place] = []
    for tier, places in enumerate(_tiers(plan)):
        found = [place for place in places() if any(wanted in word for word in _words(place))]
        if len(found) == 1 and tier == 0:
            return found
        everything += found
    return _located(everything)


def _remarked(place: Place, text: str) -> Place:
    shown = printable(text)
    zh, en = place.name.zh or place.name.en, place.name.en or place.name.zh
    said = Text(f"“{shown}”理解为：{zh}（{place.id}）", f"'{shown}' is understood as {en} ({place.id})")
    return replace(place, remark=said)
