"""What rows are counted by: zones, kinds, districts, regions, ring intervals, industries.

A row may belong to several keys of one dimension (zones overlap; a term counts what its narrower terms hold), and the
totals of a kind and of the plan are keys of their own, so that a row counts once in each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from zoneatlas.answers.parks import ROLE, is_park
from zoneatlas.answers.where import feature_key, ring_features, ring_number
from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError, Text
from zoneatlas.plan.vocabulary import ancestors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from zoneatlas.answers.stats_codes import CodePlace
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Kind, LayerData
    from zoneatlas.plan.vocabulary import Vocabulary

__all__ = ["DIMENSIONS", "DOUBT", "Dimension", "Key", "Member", "dimension", "industry_word"]

#: Begins the names of the columns that say what else a point may lie in.
DOUBT = "uncertain_"
DIMENSIONS = ("zone", "kind", "district", "region", "ring", "park", "industry")
_SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Key:
    """What a figure is about.

    ``level`` is ``zone``, ``kind`` (a kind's total), ``plan`` (the total of all zones), ``park``, ``parks`` (the total
    of all parks), ``none`` (in no zone or park, outside every district, no interval), ``district``, ``region``,
    ``ring``, ``industry``, ``unknown`` (a code that no term covers), ``no-code``, or ``no-place`` (a row without usable
    coordinates). ``id`` is a zone_id, a kind, a feature's key, an interval or an industry_id at these levels, else the
    level's name.
    """

    id: str
    level: str
    name: Text


@dataclass(frozen=True, slots=True)
class Member:
    """A key that a row belongs to, or may belong to.

    ``plain`` is whether it does as drawn, ``sure`` whether it does without its uncertain memberships; one that is
    neither may be so because an edge is nearer than its accuracy. ``shared`` is whether the row lies in other zones too
    (for a total: in several zones of it).
    """

    key: Key
    sure: bool = True
    plain: bool = True
    shared: bool = False


class Dimension(Protocol):
    """One way to count rows."""

    @property
    def name(self) -> str:
        """One of `DIMENSIONS`."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of words it reads."""

    @property
    def ranged(self) -> bool:
        """Whether it is known which of its members are uncertain."""

    @property
    def exclusive(self) -> bool:
        """Whether a row belongs to one key only, however uncertain to which."""

    def members(self, row: Mapping[str, str | None]) -> tuple[Member, ...]:
        """Return the keys of a row."""

    def keys(self) -> tuple[Key, ...]:
        """Return the keys in the order they are shown."""


_NO_PLACE = Key("no-place", "no-place", Text("坐标不可用", "no usable coordinates"))
_NO_ZONE = Key("none", "none", Text("不在任何功能区", "in no zone"))
_ALL_PARKS = Key("parks", "parks", Text("全部园区和开发区（每行计一次）", "all parks (a row counts once)"))
_NO_PARK = Key("none", "none", Text("不在任何园区或开发区", "in no park"))
_ALL_ZONES = Key("plan", "plan", Text("全部功能区（每行计一次）", "all zones (a row counts once)"))


class _Zones:
    """Zones with their totals, or the totals of kinds alone."""

    columns: tuple[str, ...] = ("zones", "uncertain", "problem")
    ranged = True
    exclusive = False

    def __init__(self, plan: Plan, name: str) -> None:
        self.name = name
        self._zones = {zone.zone_id: Key(zone.zone_id, "zone", zone.name) for zone in plan.zones}
        self._order = {zone_id: place for place, zone_id in enumerate(self._zones)}
        self._kinds = {kind.kind: _kind_key(kind) for kind in plan.settings.kinds}
        self._kind_of = {zone.zone_id: zone.kind for zone in plan.zones}
        self._all, self._none = _ALL_ZONES, _NO_ZONE
        self._known: dict[tuple[str | None, ...], tuple[Member, ...]] = {}

    def members(self, row: Mapping[str, str | None]) -> tuple[Member, ...]:
        """Return the zones and totals of a row."""
        said = tuple(row[column] for column in self.columns)
        if said not in self._known:
            self._known[said] = tuple(self._members(*said))
        return self._known[said]

    def _members(self, zones: str | None, uncertain: str | None, problem: str | None) -> Iterator[Member]:
        if problem is not None:
            yield Member(_NO_PLACE)
            return
        inside, doubtful = self._named(zones), self._named(uncertain)
        sure, maybe = inside - doubtful, inside | doubtful
        for one in sorted(maybe, key=self._order.__getitem__) if self.name != "kind" else ():
            yield Member(self._zones[one], one in sure, one in inside, len(inside) > 1)
        for kind, key in self._kinds.items():
            own = {one for one in maybe if self._kind_of[one] == kind}
            if own:
                yield Member(key, bool(own & sure), bool(own & inside), len(own & inside) > 1)
        if maybe:
            yield Member(self._all, bool(sure), bool(inside), len(inside) > 1)
        if not sure:
            yield Member(self._none, not maybe, not inside)

    def _named(self, joined: str | None) -> frozenset[str]:
        found = frozenset(joined.split(_SEPARATOR)) if joined else frozenset()
        strange = next((printable(one) for one in sorted(found) if one not in self._zones), None)
        if strange is not None:
            what, which = ("park", "园区") if self.name == "park" else ("zone", "功能区")
            raise PlanError.about(
                f"The table names a {what} '{strange}' that this plan does not have; assign it with this plan.",
                f"表中有本规划没有的{which}“{strange}”；请用本规划重新运行 assign。",
            )
        return found

    def keys(self) -> tuple[Key, ...]:
        """Return zones, kinds, the plan, and what is neither."""
        zones = self._zones.values() if self.name != "kind" else ()
        return (*zones, *self._kinds.values(), self._all, self._none, _NO_PLACE)


class _Parks(_Zones):
    """Parks with their total."""

    columns = ("parks", f"{DOUBT}parks", "problem")

    def __init__(self, layer: LayerData) -> None:
        self.name = "park"
        self._zones = {
            feature_key(one): Key(feature_key(one), "park", one.name) for one in layer.features if is_park(one)
        }
        self._order = {key: place for place, key in enumerate(self._zones)}
        self._kinds, self._kind_of = {}, {}
        self._all, self._none = _ALL_PARKS, _NO_PARK
        self._known = {}


def _kind_key(kind: Kind) -> Key:
    zh, en = kind.title.zh, kind.title.en
    return Key(kind.kind, "kind", Text(f"{zh}（每行计一次）" if zh else "", f"{en} (a row counts once)" if en else ""))


@dataclass(frozen=True)
class _Places:
    """Districts, regions or ring intervals: a row lies in one, in none, or has no place.

    Where the table does not say what else a row may lie in, there is no range.
    """

    name: str
    places: Mapping[str, Key]
    outside: Key
    ranged: bool = False
    exclusive: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """The column of the same name, why a row has no place, and what else it may lie in."""
        return (self.name, "problem", *((f"{DOUBT}{self.name}",) if self.ranged else ()))

    def members(self, row: Mapping[str, str | None]) -> tuple[Member, ...]:
        """Return the one key of a row, or all that it may belong to."""
        word = row[self.name]
        if word is None and row["problem"] is not None:
            return (Member(_NO_PLACE),)
        drawn = self._key(word)
        said = row[f"{DOUBT}{self.name}"] if self.ranged else None
        if not said:
            return (Member(drawn),)
        others = [key for one in said.split(_SEPARATOR) if (key := self._key(one, f"{DOUBT}{self.name}")) != drawn]
        return tuple(Member(key, sure=False, plain=key == drawn) for key in dict.fromkeys((drawn, *others)))

    def _key(self, word: str | None, column: str = "") -> Key:
        if word is None or (column and word == self.outside.id):
            return self.outside
        if word not in self.places:
            column = column or self.name
            raise PlanError.about(
                f"The column {column} holds '{printable(word)}', which this plan lacks; assign it with this plan.",
                f"{column} 列有本规划没有的“{printable(word)}”；请用本规划重新运行 assign。",
            )
        return self.places[word]

    def keys(self) -> tuple[Key, ...]:
        """Return the places in the plan's order, then what has none."""
        return (*self.places.values(), self.outside, _NO_PLACE)


@dataclass(frozen=True)
class _Industries:
    """Terms of the vocabulary, each with what its narrower terms hold.

    A row whose code is not deep enough to tell may belong to each of the terms it could be of.
    """

    vocabulary: Vocabulary
    name: str = "industry"
    columns: tuple[str, ...] = ("industry",)
    ranged: bool = True
    exclusive: bool = False
    unknown: Key = field(default=Key("unknown", "unknown", Text("代码不在词表", "code that no term covers")))
    blank: Key = field(default=Key("no-code", "no-code", Text("没有代码", "no code")))

    def members(self, row: Mapping[str, str | None]) -> tuple[Member, ...]:
        """Return the term of a row and those above it, then what it may be of; see `industry_word`."""
        said = row["industry"]
        if said is None:
            return (Member(self.blank),)
        word, *perhaps = said.split(_SEPARATOR)
        terms = self._with_above([word]) if word in self.vocabulary else []
        sure = [Member(self._key(one)) for one in terms] or [Member(self.unknown, sure=not perhaps)]
        may = [one for one in self._with_above(perhaps) if one not in terms]
        return (*sure, *(Member(self._key(one), sure=False, plain=False) for one in may))

    def _with_above(self, terms: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(key for one in terms for key in (one, *ancestors(self.vocabulary, one))))

    def _key(self, industry_id: str) -> Key:
        item = self.vocabulary.industries[industry_id]
        return Key(industry_id, "industry", Text(item.zh, item.en))

    def keys(self) -> tuple[Key, ...]:
        """Return the terms in the vocabulary's order, then what has none."""
        return (*(self._key(item.industry_id) for item in self.vocabulary), self.unknown, self.blank)


def dimension(plan: Plan, name: str, columns: Collection[str] = ()) -> Dimension:
    """Return a dimension of a plan.

    Parameters
    ----------
    plan
        The plan.
    name
        One of `DIMENSIONS`.
    columns
        The table's; they tell whether it is known what is uncertain.

    Raises
    ------
    PlanError
        If there is no such dimension, or the plan has no such layer.
    """
    if name in ("zone", "kind"):
        return _Zones(plan, name)
    if name == "industry":
        return _Industries(plan.vocabulary)
    if name in ("district", "region"):
        layer = plan.role(f"{name}s")
        if layer is not None:
            places = {feature_key(one): one.name for one in layer.features if one.geometry is not None}
            keys = {key: Key(key, name, text) for key, text in places.items()}
            said = Text("所有区县之外", "outside every district") if name == "district" else _OUT_OF_REGIONS
            return _Places(name, keys, Key("none", "none", said), f"{DOUBT}{name}" in columns)
    parks = plan.role(ROLE) if name == "park" else None
    if parks is not None:
        return _Parks(parks)
    if name == "ring":
        intervals = _intervals(plan)
        if intervals:
            nowhere = Key("none", "none", Text("没有环路区间", "no ring interval"))
            return _Places(name, intervals, nowhere, f"{DOUBT}{name}" in columns)
    shown = ", ".join(DIMENSIONS)
    raise PlanError.about(
        f"Rows cannot be counted by '{name}': known are {shown}, and the plan must have the layer.",
        f"无法按“{name}”统计：可用 {shown}，且规划须有相应图层。",
    )


_OUT_OF_REGIONS = Text("所有区域之外", "outside every region")


def _intervals(plan: Plan) -> dict[str, Key]:
    layer = plan.role("rings")
    numbers = [f"{ring_number(ring):g}" for ring in sorted(ring_features(layer), key=ring_number)] if layer else []
    if not numbers:
        return {}
    named = {f"inside {numbers[0]}": Text(f"{numbers[0]} 环以内", f"inside ring {numbers[0]}")}
    for inner, outer in pairwise(numbers):
        named[f"{inner}-{outer}"] = Text(f"{inner}–{outer} 环之间", f"between rings {inner} and {outer}")
    named[f"outside {numbers[-1]}"] = Text(f"{numbers[-1]} 环以外", f"outside ring {numbers[-1]}")
    return {word: Key(word, "ring", text) for word, text in named.items()}


def industry_word(place: CodePlace) -> str:
    """Return what stands for a code in the column ``industry``.

    Its term's id, or ``?`` when no term covers it; then, joined with ``;``, the terms that it may be of.
    """
    return _SEPARATOR.join((place.industry or "?", *place.perhaps))
