"""Which zones host an industry, or are of a kind. Conditions combine with AND."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, cast

from zoneatlas.answers.words import kind_named
from zoneatlas.plan.faults import printable
from zoneatlas.plan.load import Plan, industries_named
from zoneatlas.plan.records import PlanError, Zone
from zoneatlas.plan.resolve import resolve
from zoneatlas.plan.vocabulary import Industry, relation

Role = Literal["leading", "supporting"]
Via = Literal["exact", "narrower", "broader"]

#: Ways of understanding a word that need no remark.
_LITERAL = frozenset(("id", "name", "synonym", "code"))
_VIA_ORDER = ("exact", "narrower", "broader")
_ROLE_ORDER = ("leading", "supporting")


@dataclass(frozen=True, slots=True)
class Matched:
    """A designation of the zone that answers the question.

    ``industry`` is what the plan designates, ``role`` whether as leading or supporting, ``via`` how it stands to what
    was asked: exact, narrower than it, or broader.
    """

    industry: str
    role: Role
    via: Via


@dataclass(frozen=True, slots=True)
class Match:
    """A zone that meets every condition.

    ``matched`` is empty when no industry was asked; ``distance_m`` is to the zone's edge, negative inside, None when no
    point was asked; ``certain`` is False when a point is nearer to the edge than the edge's accuracy.
    """

    zone: Zone
    matched: tuple[Matched, ...] = ()
    distance_m: float | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Understood:
    """An industry a word was taken for; ``literal`` when the word is its id, a name, a synonym or a code of it."""

    text: str
    industry: Industry
    literal: bool


def find(plan: Plan, *, industry: str | None = None, kind: str | None = None) -> tuple[Match, ...]:
    """Find the zones that meet every condition; without any, all zones.

    Parameters
    ----------
    plan
        The plan.
    industry
        An industry in any words: id, name or synonym in either language.
    kind
        A kind of zone by its id or title.

    Returns
    -------
    tuple of Match
        Zones that match exactly come before those that match by a narrower designation, and these before those that
        match by a broader one; within each, in the plan's order.

    Raises
    ------
    PlanError
        If a word is unknown or ambiguous; with the nearest known ones.
    """
    matches = [Match(zone) for zone in plan.zones]
    if kind is not None:
        wanted = kind_named(plan, kind).kind
        matches = [match for match in matches if match.zone.kind == wanted]
    if industry is not None:
        asked = understood(plan, industry).industry.industry_id
        matches = [match for match in (_hosting(plan, match, asked) for match in matches) if match.matched]
        matches.sort(key=lambda match: _VIA_ORDER.index(match.matched[0].via))
    return tuple(matches)


def understood(plan: Plan, text: str) -> Understood:
    """Return the industry a word means.

    Raises
    ------
    PlanError
        If it is unknown or could mean several; with at most five suggestions.
    """
    meant = resolve(plan.vocabulary, text)
    industry = plan.vocabulary.get(meant.industry) if meant.industry else None
    if industry is not None:
        return Understood(text, industry, literal=meant.how in _LITERAL)
    shown = printable(text)
    if meant.candidates:
        raise PlanError.about(
            f"'{shown}' may mean {len(meant.candidates)} industries; say which.",
            f"“{shown}”可指 {len(meant.candidates)} 个产业，请说明是哪一个。",
            suggestions=industries_named(plan.vocabulary, meant.candidates),
        )
    raise PlanError.about(
        f"'{shown}' is no industry this plan knows.",
        f"本规划的产业词表里没有“{shown}”。",
        suggestions=industries_named(plan.vocabulary, meant.suggestions),
    )


def _hosting(plan: Plan, match: Match, asked: str) -> Match:
    """Return the match with every designation that answers the question, the closest first."""
    designated: list[tuple[str, Role]] = [(industry, "leading") for industry in match.zone.industries]
    designated += [(industry, "supporting") for industry in match.zone.supporting_industries]
    found = []
    for industry, role in dict.fromkeys(designated):
        via = relation(plan.vocabulary, asked, industry)
        if via is not None:
            found.append(Matched(industry, role, cast("Via", via)))
    found.sort(key=lambda matched: (_VIA_ORDER.index(matched.via), _ROLE_ORDER.index(matched.role)))
    return replace(match, matched=tuple(found))
