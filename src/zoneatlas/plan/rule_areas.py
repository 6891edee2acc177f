"""The column `where` of rules.csv: in which ground a rule holds, as words and as a tree.

The words, engine-neutral (a layer is an id of catalog.toml, a KEY a feature's id, name or kind)::

    where  = term {"or" term}            term = factor {"and" factor}
    factor = "not" factor | "(" where ")" | ground
    ground = "everywhere"
           | "inside" "ring" N | "outside" "ring" N | "between" "ring" N "and" "ring" N
           | "along" "ring" N "within" DISTANCE | "along" LAYER/KEYS "within" DISTANCE
           | "in" "region" KEYS | "in" "district" KEYS | "in" "zone" KEYS | "in" "own-designation"
           | "in" "layer" LAYER [KEYS] | "outside" "layer" LAYER [KEYS]
           | "near" "layer" LAYER [KEYS] "within" DISTANCE | "near" "places" KEYS "within" DISTANCE
    KEYS   = KEY {";" KEY}               DISTANCE = NUMBER ("m" | "km")

A KEY with spaces stands in single quotes: ``in district 'North Side';'South Side'``.
"""

from __future__ import annotations

import math
import re
from typing import Literal

from zoneatlas.frozen import dataclass

__all__ = ["EVERYWHERE", "OWN_DESIGNATION", "Area", "Combined", "Ground", "WhereError", "parse_where"]

#: Which role of plan.toml a word of the grammar stands for.
_ROLES = {"region": "regions", "district": "districts", "places": "places"}
_PIECE = r"[()]|(?:'[^']*'|[^\s()'])+"
_METRES = {"m": 1.0, "km": 1000.0}
_WORDS = frozenset(
    (
        *("everywhere", "inside", "outside", "between", "along", "in", "near", "within", "and", "or", "not", "m", "km"),
        *("ring", "region", "district", "zone", "layer", "places"),
    )
)
_MOST_DEPTH = 20


class WhereError(ValueError):
    """The words of a `where` that cannot be understood; both messages say which."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Ground:
    """Some features, or the ground within a distance of them.

    Attributes
    ----------
    source
        ``layer``: `name` is an id of catalog.toml; ``role``: a role of plan.toml; ``ring``: the ground a ring encloses
        (its number is the only key); ``zone``: zones of the plan; ``own``: the zones that designate what is asked, or
        something broader.
    keys
        The features' ids, names or kinds, or a property that is true for them; empty for all of the layer.
    within_m
        None for the ground itself.
    """

    source: Literal["layer", "role", "ring", "zone", "own"]
    name: str = ""
    keys: tuple[str, ...] = ()
    within_m: float | None = None


@dataclass(frozen=True, slots=True)
class Combined:
    """What ``all`` parts have in common, what lies in ``any`` of them, or what does ``not`` lie in the only one."""

    kind: Literal["all", "any", "not"]
    parts: tuple[Area, ...] = ()


Area = Ground | Combined
#: The whole of the plan's area.
EVERYWHERE = Combined("all")
OWN_DESIGNATION = Ground("own")


def _not(part: Area) -> Combined:
    return Combined("not", (part,))


def parse_where(text: str) -> Area:
    """Understand the words of a rule's `where`.

    Raises
    ------
    WhereError
        If they are no such words; with what was found and what was expected.
    """
    if text.count("'") % 2:
        raise WhereError("A single quote in 'where' is not closed.", "where 中的单引号没有成对。")
    reader = _Reader(re.findall(_PIECE, text))
    area = reader.any_of(0)
    if reader.ahead:
        raise _unexpected(reader.ahead, "and, or", "and 或 or")
    return area


def _unexpected(found: str, en: str, zh: str) -> WhereError:
    shown = found or "…"
    return WhereError(
        f"'where' cannot be understood at '{shown}'; expected: {en}.", f"where 在“{shown}”处看不懂；这里应为：{zh}。"
    )


class _Reader:
    """Reads the words one by one."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def ahead(self) -> str:
        """The next word, empty at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        """Return the next word and go on."""
        word = self.ahead
        self.at += 1
        return word

    def need(self, *words: str) -> str:
        """Return the next word, which must be one of `words`."""
        if self.ahead not in words:
            raise _unexpected(self.ahead, ", ".join(words), "、".join(words))
        return self.take()

    def any_of(self, depth: int) -> Area:
        if depth > _MOST_DEPTH:
            raise WhereError("'where' is nested too deep.", "where 的括号嵌套太深。")
        parts = [self.all_of(depth)]
        while self.ahead == "or":
            self.take()
            parts.append(self.all_of(depth))
        return parts[0] if len(parts) == 1 else Combined("any", tuple(parts))

    def all_of(self, depth: int) -> Area:
        parts = [self.factor(depth)]
        while self.ahead == "and":
            self.take()
            parts.append(self.factor(depth))
        return parts[0] if len(parts) == 1 else Combined("all", tuple(parts))

    def factor(self, depth: int) -> Area:
        turned = False
        while self.ahead == "not":
            self.take()
            turned = not turned
        if self.ahead == "(":
            self.take()
            area = self.any_of(depth + 1)
            self.need(")")
        else:
            area = self.ground()
        return _not(area) if turned else area

    def ground(self) -> Area:  # noqa: PLR0911  (a word each)
        match self.need("everywhere", "inside", "outside", "between", "along", "in", "near"):
            case "everywhere":
                return EVERYWHERE
            case "inside":
                self.need("ring")
                return self.ring()
            case "outside":
                return _not(self.ring() if self.need("ring", "layer") == "ring" else self.layer())
            case "between":
                return self.between()
            case "along":
                return self.along()
            case "in":
                return self.inner()
            case _:
                return self.near()

    def between(self) -> Area:
        self.need("ring")
        one = self.ring()
        self.need("and")
        self.need("ring")
        other = self.ring()
        first, second = sorted((one, other), key=lambda ring: float(ring.keys[0]))
        return Combined("all", (_not(first), second))

    def along(self) -> Ground:
        if self.ahead == "ring":
            self.take()
            return Ground("role", "rings", self.number(), self.distance())
        layer, slash, keys = self.take().partition("/")
        if not slash or not layer or not keys:
            raise _unexpected(layer, "ring N, LAYER/KEYS", "ring N、LAYER/KEYS")
        return Ground("layer", layer, _keys(keys), self.distance())

    def inner(self) -> Area:
        word = self.need("region", "district", "zone", "layer", "own-designation")
        if word == "own-designation":
            return OWN_DESIGNATION
        if word == "layer":
            return self.layer()
        keys = _keys(self.name("KEY"))
        return Ground("zone", "", keys) if word == "zone" else Ground("role", _ROLES[word], keys)

    def near(self) -> Ground:
        if self.need("layer", "places") == "places":
            return Ground("role", _ROLES["places"], _keys(self.name("KEY")), self.distance())
        layer = self.layer()
        return Ground("layer", layer.name, layer.keys, self.distance())

    def layer(self) -> Ground:
        name = self.name("LAYER")
        has_keys = self.ahead not in _WORDS and self.ahead not in ("", "(", ")")
        return Ground("layer", name, _keys(self.take()) if has_keys else ())

    def ring(self) -> Ground:
        return Ground("ring", "rings", self.number())

    def number(self) -> tuple[str]:
        try:
            number = float(self.ahead)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise _unexpected(self.ahead, "the ring's number", "环路的号数")
        self.take()
        return (f"{number:g}",)

    def name(self, what: str) -> str:
        if self.ahead in _WORDS or self.ahead in ("", "(", ")"):
            raise _unexpected(self.ahead, what, what)
        return self.take()

    def distance(self) -> float:
        self.need("within")
        unit = next((unit for unit in ("km", "m") if self.ahead.endswith(unit)), "")
        number = self.ahead.removesuffix(unit)
        if not number.replace(".", "", 1).isdecimal() or not number.isascii():
            raise _unexpected(self.ahead, "a distance such as 2 km", "距离，如 2 km")
        self.take()
        return float(number) * _METRES[unit or self.need("m", "km")]


def _keys(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip("'") for key in text.replace("；", ";").split(";") if key.strip("'"))
    if not keys:
        raise _unexpected(text, "KEY", "KEY")
    return keys
