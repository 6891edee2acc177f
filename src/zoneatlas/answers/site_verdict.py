"""How the rules that speak of an industry combine into one verdict, and whether the drawn edges can carry it.

The order: prohibited; then a zone's own designation of exactly this industry or a narrower one; then restricted; then
encouraged; else silent. Outside the plan's area no rule is asked. The verdict cannot be said when it changes as soon as
some edge nearer than its accuracy lies on the other side of the point.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Literal

from zoneatlas.answers.site_ground import Condition, Key, Lookout, Tree, conditions, deciding, holds
from zoneatlas.frozen import dataclass
from zoneatlas.plan.vocabulary import ancestors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from zoneatlas.answers.find import Matched
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Zone
    from zoneatlas.plan.rules import Rule

    #: Zones with their designations that answer what is asked.
    Hosting = Sequence[tuple[Zone, tuple[Matched, ...]]]

__all__ = ["OUTLINE", "Finding", "Judgement", "Verdict", "findings", "judge", "speaking_rules"]

Verdict = Literal["prohibited", "restricted", "encouraged", "silent", "cannot-say", "outside"]

OUTLINE: Key = ("outline",)
#: The first tier that holds gives the verdict.
_TIERS: tuple[Verdict, ...] = ("prohibited", "encouraged", "restricted", "encouraged")
_PROHIBIT, _OWN, _RESTRICT, _ENCOURAGE = range(4)
_EFFECT_TIERS = {"prohibit": _PROHIBIT, "restrict": _RESTRICT, "encourage": _ENCOURAGE, "direct": _ENCOURAGE}
#: Edges at the same distance are one line drawn twice (a border two areas share): they move together.
_SAME_EDGE_M = 0.5
#: At most this many lines are tried in every combination; the rest one at a time.
_MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule and the ground it holds in; for a zone's designation also the zone and the designation."""

    rule: Rule
    tree: Tree
    tier: int
    zone: Zone | None = None
    matched: Matched | None = None

    @property
    def edge(self) -> Condition | None:
        """The edge that decides whether the rule holds here; None for a rule that holds everywhere."""
        return deciding(self.tree)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the findings it rests on.

    ``drawn`` is the verdict were every edge exact; ``other`` another that the accuracy of the edges allows, None when
    the verdict is certain. ``grounds`` are the findings that hold as drawn or in the other case, the deciding first.
    ``at_outline`` is whether the edge of the plan's area is one of those that decide.
    """

    drawn: Verdict
    other: Verdict | None
    grounds: tuple[Finding, ...]
    at_outline: bool

    @property
    def verdict(self) -> Verdict:
        """The verdict: as drawn when it is certain."""
        return "cannot-say" if self.other is not None else self.drawn


def speaking_rules(plan: Plan, asked: str, *, existing: bool) -> tuple[Rule, ...]:
    """Return the rules that speak of an industry (an id), in file order, those on zones' designations included."""
    names = {asked, *ancestors(plan.vocabulary, asked), "*"}
    return tuple(
        rule
        for rule in plan.rules.rules
        if rule.asks(existing=existing) and (rule.designated or not names.isdisjoint(rule.industries))
    )


def findings(lookout: Lookout, rules: Sequence[Rule], hosting: Hosting) -> tuple[Finding, ...]:
    """Return rules that speak of an industry with the ground each holds in, seen from a point.

    Parameters
    ----------
    lookout
        The point.
    rules
        Those of `speaking_rules`.
    hosting
        The zones that designate what is asked, with their designations.
    """
    own = [zone for zone, found in hosting if any(one.via != "narrower" for one in found)]
    made: list[Finding] = []
    for rule in rules:
        tier = _EFFECT_TIERS[rule.effect]
        if not rule.designated:
            made.append(Finding(rule, lookout.tree(rule, own), tier))
            continue
        for zone, found in hosting:
            inside = lookout.zone(zone)
            if inside is not None:
                is_own = rule.effect == "encourage" and found[0].via != "broader"
                made.append(Finding(rule, inside, _OWN if is_own else tier, zone, found[0]))
    return tuple(made)


def judge(outline: Condition | None, found: Sequence[Finding]) -> Judgement:
    """Combine findings into a verdict.

    Parameters
    ----------
    outline
        Whether the point lies in the plan's area; None when the plan draws none.
    found
        The rules that speak of what is asked.
    """
    drawn = _verdict(outline, found, ())
    turned = _other_world(outline, found, drawn)
    if turned is None:
        grounds = [one for one in found if holds(one.tree)] if drawn != "outside" else []
        return Judgement(drawn, None, _ordered(grounds), at_outline=drawn == "outside")
    grounds = [one for one in found if holds(one.tree) or holds(one.tree, turned)]
    return Judgement(drawn, _verdict(outline, found, turned), _ordered(grounds), at_outline=OUTLINE in turned)


def _verdict(outline: Condition | None, found: Sequence[Finding], turned: Collection[Key]) -> Verdict:
    if outline is not None and outline.holds is (OUTLINE in turned):
        return "outside"
    tiers = [one.tier for one in found if holds(one.tree, turned)]
    return _TIERS[min(tiers)] if tiers else "silent"


def _other_world(outline: Condition | None, found: Sequence[Finding], drawn: Verdict) -> frozenset[Key] | None:
    """Return the conditions to turn round for another verdict, fewest lines and nearest edges first; None without."""
    unsure: dict[Key, Condition] = {}
    if outline is not None and not outline.certain:
        unsure[outline.key] = outline
    if outline is None or outline.holds or not outline.certain:
        for one in found:
            unsure.update((known.key, known) for known in conditions(one.tree) if not known.certain)
    for keys in _worlds(_lines(list(unsure.values()))):
        if _verdict(outline, found, keys) != drawn:
            return keys
    return None


def _lines(unsure: list[Condition]) -> list[list[Condition]]:
    """Group conditions whose edge is the same line, the most doubtful line first."""
    unsure.sort(key=lambda condition: abs(condition.deciding_m))
    lines: list[list[Condition]] = []
    for condition in unsure:
        if lines and abs(abs(lines[-1][-1].deciding_m) - abs(condition.deciding_m)) <= _SAME_EDGE_M:
            lines[-1].append(condition)
        else:
            lines.append([condition])
    return sorted(lines, key=lambda line: min(abs(condition.ratio) for condition in line))


def _worlds(lines: list[list[Condition]]) -> Iterator[frozenset[Key]]:
    tried, rest = lines[:_MOST_LINES], lines[_MOST_LINES:]
    for count in range(1, len(tried) + 1):
        for chosen in combinations(tried, count):
            yield frozenset(condition.key for line in chosen for condition in line)
        if count == 1:
            yield from (frozenset(condition.key for condition in line) for line in rest)


def _ordered(found: list[Finding]) -> tuple[Finding, ...]:
    def rank(one: Finding) -> tuple[int, float]:
        edge = one.edge
        return one.tier, edge.signed_m if edge is not None else float("-inf")

    return tuple(sorted(found, key=rank))
