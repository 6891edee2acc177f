"""The ground a rule holds in, seen from one point: which edges decide, how far they are and how accurate.

The `where` of a rule becomes a tree of conditions, each a drawn edge with its distance and accuracy. A tree can be
asked whether it holds as drawn, or with some of its conditions turned round, as they may be where an edge is nearer
than its accuracy. Nothing here loads shapely.
"""

from __future__ import annotations

from math import copysign, inf
from typing import TYPE_CHECKING, Literal

from zoneatlas.answers import where
from zoneatlas.answers.shapes import reach_of, shape_of_feature, shape_of_outline, shape_of_ring, shape_of_zone
from zoneatlas.frozen import dataclass
from zoneatlas.plan.records import Problem
from zoneatlas.plan.rule_areas import Area, Combined, Ground
from zoneatlas.space.geodesic import metres_per_degree

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from zoneatlas.answers.shapes import Shape
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerData, LayerFeature, Zone
    from zoneatlas.plan.rules import Rule

    #: A layer, its features that a rule means, and the words that mean none of them.
    Meant = tuple[LayerData | None, list[LayerFeature], list[str]]

__all__ = ["Condition", "Lookout", "Node", "Tree", "conditions", "deciding", "holds"]

Key = tuple[object, ...]
_NO_ACCURACY_M = 1e-6
_MOST_LATITUDE_DEG = 89.0


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether the point lies in some ground, and how sure that is.

    ``signed_m`` is the geodesic distance to the ground's nearest edge, negative inside; ``deciding_m`` (same sign) and
    ``accuracy_m`` (None when unknown) belong to the edge that decides. ``zone`` is the zone the ground is, if one.
    """

    key: Key
    signed_m: float
    deciding_m: float
    accuracy_m: float | None
    zone: str | None = None

    @property
    def holds(self) -> bool:
        """Whether the point lies inside as drawn, or on the edge."""
        return copysign(1.0, self.signed_m) < 0

    @property
    def certain(self) -> bool:
        """Whether the edge is no nearer than its accuracy."""
        return self.accuracy_m is None or abs(self.deciding_m) >= self.accuracy_m

    @property
    def ratio(self) -> float:
        """The distance to the deciding edge in units of its accuracy, negative inside."""
        return self.deciding_m / max(self.accuracy_m or 0.0, _NO_ACCURACY_M)

    @property
    def least_ratio(self) -> float:
        """A number that `ratio` is not below."""
        return self.ratio


class _Far(Condition):
    """A condition whose edges are all farther than their accuracies: certain, and measured only when asked how far."""

    __slots__ = ("_asked", "_inside", "_made")
    _asked: tuple[Lookout, Shape, float | None, str | None]
    _inside: bool
    _made: Condition | None

    def __init__(self, key: Key, asked: tuple[Lookout, Shape, float | None, str | None], *, inside: bool) -> None:
        for name, value in (("key", key), ("_asked", asked), ("_inside", inside), ("_made", None)):
            object.__setattr__(self, name, value)

    def _exact(self) -> Condition:
        made = self._made
        if made is None:
            lookout, shape, within_m, zone = self._asked
            made = lookout.condition(self.key, shape.to_edge(lookout.lon, lookout.lat, sure=True), within_m, zone)
            object.__setattr__(self, "_made", made)
        return made

    def _signed_m(self) -> float:
        if self._made is not None:
            return self._made.signed_m
        lookout, shape, within_m, _ = self._asked
        return (-1.0 if self._inside else 1.0) * shape.away_m(lookout.lon, lookout.lat) - (within_m or 0.0)

    def _least_ratio(self) -> float:
        lookout, shape, within_m, _ = self._asked
        least_m = -inf if self._inside else shape.least_m(lookout.lon, lookout.lat) - (within_m or 0.0)
        return least_m / max(shape.worst_m + lookout.doubt_m, _NO_ACCURACY_M) if least_m > 0 else -inf

    signed_m = property(_signed_m)
    deciding_m = property(lambda self: self._exact().deciding_m)
    accuracy_m = property(lambda self: self._exact().accuracy_m)
    zone = property(lambda self: self._asked[3])
    holds = property(lambda self: self._inside)
    certain = property(lambda _self: True)
    least_ratio = property(_least_ratio)


@dataclass(frozen=True, slots=True)
class Node:
    """Conditions taken together: ``all`` of the parts, ``any`` of them, or ``not`` the only one.

    Where no part is near enough to matter, ``far`` are the alternatives, of which the nearest decides.
    """

    kind: Literal["all", "any", "not"]
    parts: tuple[Tree, ...]
    far: tuple[Condition, ...] = ()


Tree = Condition | Node
_NOWHERE = Node("any", ())


def holds(tree: Tree, turned: Collection[Key] = ()) -> bool:
    """Tell whether a tree holds as drawn, but for the conditions whose keys are `turned`."""
    if isinstance(tree, Condition):
        return tree.holds is not (tree.key in turned)
    if tree.kind == "all":
        return all(holds(part, turned) for part in tree.parts)
    if tree.kind == "any":
        return any(holds(part, turned) for part in tree.parts)
    return not holds(tree.parts[0], turned)


def conditions(tree: Tree) -> Iterator[Condition]:
    """Yield every condition of a tree."""
    if isinstance(tree, Condition):
        yield tree
    else:
        for part in tree.parts:
            yield from conditions(part)


def deciding(tree: Tree) -> Condition | None:
    """Return the condition whose edge decides whether the tree holds, signed for the whole tree; None without any.

    Distances are weighed by accuracy: of what must hold together the one nearest to failing decides, of alternatives
    the one that holds most safely or fails most narrowly.
    """
    found = _decided(tree)
    if found is None:
        return None
    condition, sign = found
    if sign > 0:
        return condition
    return Condition(condition.key, -condition.signed_m, -condition.deciding_m, condition.accuracy_m, condition.zone)


def _decided(tree: Tree) -> tuple[Condition, int] | None:
    if isinstance(tree, Condition):
        return tree, 1
    if tree.far:
        return _nearest(tree.far), 1
    parts = [found for found in map(_decided, tree.parts) if found is not None]
    if not parts:
        return None
    if tree.kind == "not":
        condition, sign = parts[0]
        return condition, -sign
    choose = max if tree.kind == "all" else min
    return choose(parts, key=lambda found: found[0].ratio * found[1])


def _nearest(far: Sequence[Condition]) -> Condition:
    """Return the first condition with the least ratio, measuring no more of them than it takes."""
    order = sorted(range(len(far)), key=lambda number: far[number].least_ratio)
    best = (inf, len(far))
    for number in order:
        if far[number].least_ratio > best[0]:
            break
        best = min(best, (far[number].ratio, number))
    return far[best[1] if best[1] < len(far) else 0]


class Lookout:
    """One point of a plan; each distance is measured once.

    Parameters
    ----------
    plan
        The plan.
    lon, lat
        Longitude and latitude in degrees, WGS 84.
    doubt_m
        How well the point itself is known, in metres; added to the accuracy of every edge.
    meant
        Which features the rules mean, kept from one point to the next of the same plan.
    """

    def __init__(
        self, plan: Plan, lon: float, lat: float, doubt_m: float = 0.0, meant: dict[Ground, Meant] | None = None
    ) -> None:
        self.plan = plan
        self.lon, self.lat = lon, lat
        self.doubt_m = doubt_m
        self.problems: dict[Problem, None] = {}
        self._meant: dict[Ground, Meant] = {} if meant is None else meant
        self._known: dict[Key, Condition | None] = {}

    def outline(self) -> Condition | None:
        """Return whether the point lies in the plan's area; None when the plan draws none."""
        layer = self.plan.role("outline") or self.plan.role("districts")
        return None if layer is None else self._seen(("outline",), shape_of_outline(self.plan, layer))

    def zone(self, zone: Zone) -> Condition | None:
        """Return whether the point lies in a zone; None when the zone has no geometry."""

        def look() -> Condition | None:
            if zone.geometry is None:
                return None
            return self._seen(key, shape_of_zone(self.plan, zone), zone=zone.zone_id)

        key = ("zone", zone.file, zone.index)
        return self._once(key, look)

    def least_m(self, zone: Zone) -> float:
        """Return metres that a zone's edge is at least away where the point is outside, without measuring."""
        return shape_of_zone(self.plan, zone).least_m(self.lon, self.lat) if zone.geometry is not None else inf

    def may_be_in(self, zone: Zone) -> bool:
        """Tell whether the point is near the box around a zone: much cheaper than the distance to its edge."""
        reach = reach_of(self.plan, zone)
        if reach is None:
            return False
        reach_m = reach.accuracy_m + self.doubt_m
        x_m, y_m = metres_per_degree(min(abs(self.lat) + 1.0, _MOST_LATITUDE_DEG))
        dx, dy = (1 + reach_m) / x_m, (1 + reach_m) / y_m
        return any(
            west - dx <= self.lon <= east + dx and south - dy <= self.lat <= north + dy
            for west, south, east, north in reach.boxes
        )

    def tree(self, rule: Rule, own: Collection[Zone], area: Area | None = None) -> Tree:
        """Return the ground of a rule as conditions.

        Parameters
        ----------
        rule
            The rule; what cannot be found in the plan's layers is noted in ``problems`` and holds nowhere.
        own
            The zones that count as ``own-designation``.
        area
            A part of the rule's ground; all of it by default.
        """
        area = rule.area if area is None else area
        if isinstance(area, Combined):
            return Node(area.kind, tuple(self.tree(rule, own, part) for part in area.parts))
        if area.source == "own":
            return self._any(self.zone(zone) for zone in own)
        return self._ground(rule, area)

    def _ground(self, rule: Rule, ground: Ground) -> Tree:
        if ground.source == "zone":
            zones = [zone for zone in map(self.plan.zone, ground.keys) if zone is not None]
            if len(zones) < len(ground.keys):
                self._unknown(rule, "zone", [key for key in ground.keys if self.plan.zone(key) is None])
            return self._any(self.zone(zone) for zone in zones)
        if ground.source == "ring":
            return self._ring(rule, ground)
        if ground not in self._meant:
            self._meant[ground] = _meant(self.plan, ground)
        layer, features, missing = self._meant[ground]
        if missing:
            self._unknown(rule, "layer" if layer is None else layer.layer.id, missing)
        if layer is None:
            return _NOWHERE
        return self._any(self._feature(layer, feature, ground.within_m) for feature in features)

    def _feature(self, layer: LayerData, feature: LayerFeature, within_m: float | None) -> Condition | None:
        key = ("feature", feature.file, feature.index, within_m)

        def look() -> Condition | None:
            if feature.geometry is None:
                return None
            return self._seen(key, shape_of_feature(self.plan, layer, feature), within_m)

        return self._once(key, look)

    def _ring(self, rule: Rule, ground: Ground) -> Tree:
        number = float(ground.keys[0])
        key = ("ring", number)

        def look() -> Condition | None:
            layer = self.plan.role("rings")
            for ring in where.ring_features(layer) if layer is not None else ():
                if where.ring_number(ring) == number and layer is not None:
                    return self._seen(key, shape_of_ring(self.plan, layer, ring))
            return None

        condition = self._once(key, look)
        if condition is None:
            self._unknown(rule, "ring", list(ground.keys))
        return self._any([condition])

    def _seen(self, key: Key, shape: Shape, within_m: float | None = None, zone: str | None = None) -> Condition:
        """Return whether the point lies in a shape, or within a distance of it; measured where that matters."""
        inside = shape.surely_inside(self.lon, self.lat, (within_m or 0.0) + self.doubt_m)
        if inside is None:
            return self.condition(key, shape.to_edge(self.lon, self.lat), within_m, zone)
        return _Far(key, (self, shape, within_m, zone), inside=inside)

    def condition(
        self, key: Key, edge: where.ToEdge, within_m: float | None = None, zone: str | None = None
    ) -> Condition:
        """Return a condition on an edge, or on the line at a distance from it."""
        accuracy_m = edge.accuracy_m
        if self.doubt_m:
            accuracy_m = (accuracy_m or 0.0) + self.doubt_m
        if within_m is None:
            return Condition(key, edge.distance_m, edge.deciding_m, accuracy_m, zone)
        return Condition(key, edge.distance_m - within_m, edge.distance_m - within_m, accuracy_m, zone)

    def _any(self, found: Iterator[Condition | None] | list[Condition | None]) -> Tree:
        """Return alternatives; those too far to matter are left out, but never the nearest."""
        known = [condition for condition in found if condition is not None]
        kept = [condition for condition in known if condition.holds or not condition.certain]
        if not kept and known:
            return known[0] if len(known) == 1 else Node("any", (), tuple(known))
        return kept[0] if len(kept) == 1 else Node("any", tuple(kept))

    def _once(self, key: Key, measure: Callable[[], Condition | None]) -> Condition | None:
        if key not in self._known:
            self._known[key] = measure()
        return self._known[key]

    def _unknown(self, rule: Rule, what: str, keys: list[str]) -> None:
        named = ", ".join(keys)
        problem = Problem(
            f"The rule's 'where' names what the plan does not have ({what}: {named}); it holds nowhere. "
            "Mend the word, or add the layer or feature.",
            f"规则的 where 提到规划里没有的东西（{what}：{named}），这一部分处处不成立。请改正写法，或补上图层、要素。",
            self.plan.rules.file,
            rule.line,
            1,
            feature=rule.rule_id,
        )
        self.problems.setdefault(problem)


def _meant(plan: Plan, ground: Ground) -> Meant:
    """Return the layer a rule means, the features of it that are drawn, and the words that mean none."""
    layer = plan.role(ground.name) if ground.source == "role" else plan.layer(ground.name)
    if layer is None:
        return None, [], [ground.name]
    drawn = [feature for feature in layer.features if feature.geometry is not None]
    keys = ground.keys
    features = [feature for feature in drawn if not keys or any(_is_called(feature, key) for key in keys)]
    return layer, features, [key for key in keys if not any(_is_called(feature, key) for feature in features)]


def _is_called(feature: LayerFeature, key: str) -> bool:
    said: Mapping[str, object] = feature.properties
    ring = said.get("ring")
    return (
        key in (where.feature_key(feature), feature.name.zh, feature.name.en, said.get("kind"))
        or said.get(key) is True
        or (isinstance(ring, int | float) and key == f"{ring:g}")
    )
