"""What the page needs to say whether an industry may be sited at a place, as `zoneatlas.answers.site` does.

Geometry and the accuracy of edges are those the map embeds already; here stand the rules, the ground each holds in by
the places of features in their layers, and only what the map's own layers leave out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneatlas.answers.shapes import shape_of_feature, shape_of_outline
from zoneatlas.answers.site_ground import _meant as meant_by
from zoneatlas.answers.where import ring_features, ring_number
from zoneatlas.plan.records import PlanError
from zoneatlas.plan.rule_areas import Combined
from zoneatlas.space.inner import inner_position
from zoneatlas.views.edges import accuracy_runs
from zoneatlas.views.mapgeometry import packed_position
from zoneatlas.views.maplayers import quiet_layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zoneatlas.answers.shapes import Shape
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerData, LayerFeature, Zone
    from zoneatlas.plan.rule_areas import Area, Ground
    from zoneatlas.plan.rules import Rule

__all__ = ["siting"]

_NOWHERE: list[Any] = ["any"]


def siting(plan: Plan, layers: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the plan's siting rules, ready for JSON.

    Parameters
    ----------
    plan
        The plan.
    layers
        The reference layers the map embeds, as `zoneatlas.views.maplayers` makes them.

    Returns
    -------
    dict or None
        None when the plan has no rule, or none that can be read (`check` says why).

        ``rules``: ``[id, effect, strength, applies_to, industries, [unless zh, en], clause, [text zh, en], ground]``; a
        ground is ``["all" | "any" | "not", ground…]``, ``["own"]``, ``["zones", id…]``, ``["ring", layer, feature]`` or
        ``["of", layer, [feature…], within_m | null]``, a feature being its place in the layer.
        ``zones``: ``[id, middle]`` in the plan's order, in millionths of a degree (WGS 84).
        ``outline``: the layer whose areas together are the plan's, and the accuracy of its edge: m, or runs of edges
        feature by feature; null without one.
        ``edges``: by layer and feature, the accuracies (m, or runs) that its facts do not tell.
        ``layers``: those the map does not embed.
    """
    try:
        made = _Compiled(plan, layers)
        rules = [made.row(rule) for rule in plan.rules.rules]
        outline = made.outline()
    except PlanError:
        return None
    if not rules:
        return None
    zones = [[zone.zone_id, *_middle(zone)] for zone in plan.zones]
    return {"rules": rules, "zones": zones, "outline": outline, "edges": made.edges, "layers": made.added}


class _Compiled:
    """The grounds of rules, with the features they need noted on the way."""

    def __init__(self, plan: Plan, layers: Iterable[Mapping[str, Any]]) -> None:
        self.plan = plan
        self.embedded = {layer["id"]: layer for layer in layers}
        self.added: list[Mapping[str, Any]] = []
        self.edges: dict[str, dict[str, Any]] = {}

    def row(self, rule: Rule) -> list[Any]:
        return [
            rule.rule_id, rule.effect, rule.strength, rule.applies_to, list(rule.industries),
            [rule.unless.zh, rule.unless.en], rule.clause, [rule.text.zh, rule.text.en], self.ground(rule.area),
        ]  # fmt: skip

    def ground(self, area: Area) -> list[Any]:
        if isinstance(area, Combined):
            return [area.kind, *(self.ground(part) for part in area.parts)]
        if area.source == "own":
            return ["own"]
        if area.source == "zone":
            return ["zones", *(key for key in area.keys if self.plan.zone(key) is not None)]
        return self._ring(area) if area.source == "ring" else self._features(area)

    def _ring(self, ground: Ground) -> list[Any]:
        layer = self.plan.role("rings")
        rings = [] if layer is None else sorted(ring_features(layer), key=ring_number)
        found = next((ring for ring in rings if ring_number(ring) == float(ground.keys[0])), None)
        return _NOWHERE if layer is None or found is None else ["ring", layer.layer.id, self._place(layer, found)]

    def _features(self, ground: Ground) -> list[Any]:
        layer, features, _ = meant_by(self.plan, ground)
        if layer is None:
            return _NOWHERE
        return ["of", layer.layer.id, [self._place(layer, feature) for feature in features], ground.within_m]

    def _row_of(self, layer_id: str) -> Mapping[str, Any]:
        if layer_id not in self.embedded:
            row = quiet_layer(self.plan, layer_id) or {}
            self.embedded[layer_id] = row
            self.added.append(row)
        return self.embedded[layer_id]

    def _place(self, layer: LayerData, feature: LayerFeature) -> int:
        """Return a feature's place in its layer; its accuracies are noted where the embedded row does not tell them."""
        rows = self._row_of(layer.layer.id)
        place = layer.features.index(feature)
        row = rows["features"][place]
        if "edge_m" not in row and "edge_runs" not in row:
            told = (rows["usual"] | row.get("facts", {})).get("accuracy_m")
            told = told if _is_number(told) else rows["accuracy_m"]
            found = _accuracy(shape_of_feature(self.plan, layer, feature), feature)
            if found != told:
                self.edges.setdefault(layer.layer.id, {})[str(place)] = found
        return place

    def outline(self) -> list[Any] | None:
        """Return ``[layer, accuracy or runs]`` of the plan's area; None when the plan draws none."""
        layer = self.plan.role("outline") or self.plan.role("districts")
        if layer is None:
            return None
        self._row_of(layer.layer.id)
        shape = shape_of_outline(self.plan, layer)
        if len(shape.edges) > 1:
            return [layer.layer.id, [accuracy_runs(feature.geometry, shape) for feature in layer.features]]
        return [layer.layer.id, next(iter(shape.edges), None)]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _accuracy(shape: Shape, feature: LayerFeature) -> float | list[list[list[Any]]] | None:
    """Return the one accuracy of a feature's edges in metres, or runs of them where they differ."""
    if len(shape.edges) > 1:
        return accuracy_runs(feature.geometry, shape)
    return next(iter(shape.edges), None)


def _middle(zone: Zone) -> Sequence[list[int]]:
    """Return the position that stands for a zone, if it has one."""
    found = None if zone.geometry is None else inner_position(zone.geometry)
    return [] if found is None else [packed_position(found)]
