"""May this be sited here: what the plan's rules and zones say of an industry at a point.

docs/siting.md states the order in which they combine. "Not listed" is never "not allowed": where nothing speaks, the
verdict is `silent`.
"""

from __future__ import annotations

import math
from heapq import heappop, heappush
from math import inf
from typing import TYPE_CHECKING

from zoneatlas.answers.find import Match, matched_by, understood
from zoneatlas.answers.site_ground import Condition, Lookout, holds
from zoneatlas.answers.site_receipt import Receipt, plan_sha256
from zoneatlas.answers.site_verdict import (
    Finding,
    Judgement,
    Verdict,
    findings,
    judge,
    speaking_rules,
)
from zoneatlas.frozen import dataclass
from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError, Problem, Text
from zoneatlas.space.inner import inner_position

if TYPE_CHECKING:
    from zoneatlas.answers.find import Matched
    from zoneatlas.answers.site_ground import Meant
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Zone
    from zoneatlas.plan.rule_areas import Ground
    from zoneatlas.plan.vocabulary import Industry

__all__ = ["Nearest", "Reason", "Receipt", "SiteAnswer", "Siting", "site"]

_MOST_NEAREST = 5
_LONGITUDE_MOST_DEG, _LATITUDE_MOST_DEG = 180.0, 90.0
_ROLES = {"leading": Text("主导", "leading"), "supporting": Text("配套", "supporting")}
_VIAS = {
    "exact": Text("即所问", "what is asked"),
    "narrower": Text("比所问更窄", "narrower than what is asked"),
    "broader": Text("比所问更宽", "broader than what is asked"),
}
_IN_PRINCIPLE = Text("（原则上）", " (In principle.)")
_AT_OUTLINE = Text("规划范围的边界。", "The edge of the plan's area.")


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks here.

    Attributes
    ----------
    rule
        The rule's id; None where the edge of the plan's area itself is the reason.
    effect
        What the rule does; None likewise.
    zone
        The zone_id of the zone that speaks or decides, None without one.
    distance_m
        Geodesic metres to the edge that decides whether the rule holds, negative inside its ground; None for a rule
        that holds everywhere.
    accuracy_m
        The accuracy of that edge in metres, None when not stated.
    text
        What the rule says, with its strength and its condition, in both languages.
    """

    rule: str | None
    effect: str | None
    clause: str | None
    zone: str | None
    distance_m: float | None
    accuracy_m: float | None
    text: Text


@dataclass(frozen=True, slots=True)
class Nearest:
    """A zone that would encourage what is asked, and its distance in geodesic metres."""

    zone: Zone
    distance_m: float


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """What the plan says of an industry at a point.

    ``between`` names two verdicts the accuracy of the edges allows, the one as drawn first, when the verdict is
    ``cannot-say``. ``zones`` are those the point lies in or may lie in, ``problems`` what is wrong with the rules.
    """

    lon: float
    lat: float
    industry: Industry
    existing: bool
    verdict: Verdict
    between: tuple[Verdict, Verdict] | None
    reasons: tuple[Reason, ...]
    zones: tuple[Match, ...]
    nearest: tuple[Nearest, ...]
    receipt: Receipt
    problems: tuple[Problem, ...] = ()


def site(  # noqa: PLR0913  (a question has this many parts)
    plan: Plan, lon: float, lat: float, industry: str, *, existing: bool = False, doubt_m: float = 0.0
) -> SiteAnswer:
    """Say whether an industry may be sited at a point.

    Parameters
    ----------
    plan
        The plan.
    lon, lat
        Longitude and latitude in degrees, WGS 84.
    industry
        An industry in any words.
    existing
        Ask of what stands there already, instead of something new.
    doubt_m
        How well the point itself is known, in metres.

    Raises
    ------
    PlanError
        If the industry is unknown or ambiguous, the coordinates are none, or a table or layer cannot be read.
    """
    return Siting(plan, industry, existing=existing).at(lon, lat, doubt_m)


class Siting:
    """A question asked at many points: the industry is understood and the plan's digest taken once.

    Raises
    ------
    PlanError
        If the industry is unknown or ambiguous.
    """

    def __init__(self, plan: Plan, industry: str, *, existing: bool = False, digest: str | None = None) -> None:
        from zoneatlas import __version__

        self.plan = plan
        self.existing = existing
        self.understood = understood(plan, industry)
        self.industry = self.understood.industry
        rules = self._rules = speaking_rules(plan, self._asked, existing=existing)
        self._against = [rule for rule in rules if rule.effect in ("prohibit", "restrict")]
        digest = digest or plan.kept("sha256", lambda: plan_sha256(plan.root))
        self.receipt = Receipt(digest, __version__, tuple(rule.rule_id for rule in rules))
        self._hosts = [
            (zone, matched) for zone in plan.zones for matched in [matched_by(plan, zone, self._asked)] if matched
        ]
        self._own = [zone for zone, matched in self._hosts if any(one.via != "narrower" for one in matched)]
        self._welcome: dict[str, bool] = {}
        self._meant: dict[Ground, Meant] = {}

    @property
    def _asked(self) -> str:
        return self.industry.industry_id

    def at(self, lon: float, lat: float, doubt_m: float = 0.0) -> SiteAnswer:
        """Answer for one point (WGS 84 degrees); raises PlanError when these are no coordinates."""
        _check(lon, lat)
        lookout = Lookout(self.plan, lon, lat, doubt_m, self._meant)
        outline = lookout.outline()
        far_out = outline is not None and not outline.holds and outline.certain
        judgement = judge(outline, () if far_out else findings(lookout, self._rules, self._hosts))
        other = judgement.other
        return SiteAnswer(
            lon=lon,
            lat=lat,
            industry=self.industry,
            existing=self.existing,
            verdict=judgement.verdict,
            between=None if other is None else (judgement.drawn, other),
            reasons=self._reasons(judgement, outline),
            zones=self._zones(lookout),
            nearest=self._nearest(lookout),
            receipt=self.receipt,
            problems=(*self.plan.rules.problems, *lookout.problems),
        )

    def _reasons(self, judgement: Judgement, outline: Condition | None) -> tuple[Reason, ...]:
        made = [self._reason(finding) for finding in judgement.grounds]
        if judgement.at_outline and outline is not None:
            made.insert(0, Reason(None, None, None, None, outline.deciding_m, outline.accuracy_m, _AT_OUTLINE))
        return tuple(made)

    def _reason(self, finding: Finding) -> Reason:
        rule, edge, zone = finding.rule, finding.edge, finding.zone
        return Reason(
            rule=rule.rule_id,
            effect=rule.effect,
            clause=zone.clause if zone is not None and zone.clause else rule.clause,
            zone=zone.zone_id if zone is not None else edge.zone if edge is not None else None,
            distance_m=None if edge is None else edge.deciding_m,
            accuracy_m=None if edge is None else edge.accuracy_m,
            text=Text(self._said(finding, "zh"), self._said(finding, "en")),
        )

    def _said(self, finding: Finding, lang: str) -> str:
        """Return a rule's text with its strength, its condition and the designation it speaks of."""
        rule, zone, matched = finding.rule, finding.zone, finding.matched
        said = rule.text.say(lang)
        if rule.strength == "in-principle":
            said += _IN_PRINCIPLE.say(lang)
        unless = rule.unless.say(lang)
        if unless:
            said += f"除非（由您判断）：{unless}。" if lang == "zh" else f" Unless (for you to judge): {unless}."
        if zone is None or matched is None:
            return said
        industry = self.plan.vocabulary.get(matched.industry)
        name = Text(industry.zh, industry.en).say(lang) if industry is not None else matched.industry
        role, via = _ROLES[matched.role].say(lang), _VIAS[matched.via].say(lang)
        if lang == "zh":
            return f"{zone.name.zh or zone.name.en}列有“{name}”（{role}，{via}）。{said}"
        return f"{zone.name.en or zone.name.zh} designates {name} ({role}, {via}). {said}"

    def _zones(self, lookout: Lookout) -> tuple[Match, ...]:
        matched = {zone.zone_id: found for zone, found in self._hosts}
        made = []
        for zone in self.plan.zones:
            inside = lookout.zone(zone) if zone.zone_id in matched or lookout.may_be_in(zone) else None
            if inside is not None and (inside.holds or not inside.certain):
                made.append(Match(zone, matched.get(zone.zone_id, ()), inside.signed_m, inside.certain))
        return tuple(made)

    def _nearest(self, lookout: Lookout) -> tuple[Nearest, ...]:
        """Return the nearest zones, the point's own apart, in whose middle the verdict would be `encouraged`."""
        least = [(lookout.least_m(zone), number) for number, (zone, _) in enumerate(self._hosts)]
        least.sort()
        away: list[tuple[float, int]] = []  # measured, and farther than none that is not
        made: list[Nearest] = []
        for bound_m, number in [*least, (inf, -1)]:
            while away and away[0][0] < bound_m and len(made) < _MOST_NEAREST:
                distance_m, nearest = heappop(away)
                zone, matched = self._hosts[nearest]
                if self._welcomes(zone, matched[0]):
                    made.append(Nearest(zone, distance_m))
            if len(made) == _MOST_NEAREST:
                break
            edge = lookout.zone(self._hosts[number][0]) if number >= 0 else None
            if edge is not None and not edge.holds:
                heappush(away, (edge.signed_m, number))
        return tuple(made)

    def _middle(self, zone: Zone) -> tuple[float, float] | None:
        geometry = zone.geometry
        if geometry is None:
            return None
        name = f"middle {zone.file} {zone.index}"
        found = self.plan.kept(name, lambda: list(inner_position(geometry) or ()))
        return (found[0], found[1]) if found else None

    def _welcomes(self, zone: Zone, matched: Matched) -> bool:
        """Tell whether no rule stands against what a zone designates, in the zone's middle."""
        against = [rule for rule in self._against if rule.effect == "prohibit" or matched.via == "broader"]
        if not against:
            return True
        if zone.zone_id not in self._welcome:
            middle = self._middle(zone)
            lookout = None if middle is None else Lookout(self.plan, *middle, meant=self._meant)
            self._welcome[zone.zone_id] = lookout is not None and not any(
                holds(lookout.tree(rule, self._own)) for rule in against
            )
        return self._welcome[zone.zone_id]


def _check(lon: float, lat: float) -> None:
    finite = math.isfinite(lon) and math.isfinite(lat)
    if not finite or abs(lon) > _LONGITUDE_MOST_DEG or abs(lat) > _LATITUDE_MOST_DEG:
        shown = printable(f"{lon}, {lat}")
        raise PlanError.about(
            f"{shown} is no longitude and latitude in degrees; longitude comes first, and metres must be converted.",
            f"{shown} 不是经纬度（度）：经度在前，以米计的坐标须先换算。",
        )
