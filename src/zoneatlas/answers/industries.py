"""The plan's industries as a tree: what the plan does with each, in which clauses, and which zones host it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoneatlas.plan.vocabulary import Industry, ancestors, descendants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.plan.load import Plan

__all__ = ["IndustryNode", "Policy", "industry_tree", "policy_of"]


@dataclass(frozen=True, slots=True)
class IndustryNode:
    """A term in the tree: ``depth`` is 0 at the top; ``leading`` and ``supporting`` are the zones of just it."""

    industry: Industry
    depth: int
    leading: tuple[str, ...]
    supporting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """What the plan does with an industry: the stance of the term, or of the nearest one above it that has one.

    ``industry`` is the term that has the stance; ``clauses`` are those of the term asked, else those of that one.
    """

    industry: Industry
    stance: tuple[str, ...]
    clauses: tuple[str, ...]


def industry_tree(plan: Plan, industry_id: str | None = None) -> tuple[IndustryNode, ...]:
    """Return the vocabulary depth first; of one term, what stands above it, itself, and everything below it."""
    wanted = None
    if industry_id is not None:
        wanted = {industry_id, *ancestors(plan.vocabulary, industry_id), *descendants(plan.vocabulary, industry_id)}
    leading: dict[str, list[str]] = {}
    supporting: dict[str, list[str]] = {}
    for zone in plan.zones:
        for industry in dict.fromkeys(zone.industries):
            leading.setdefault(industry, []).append(zone.zone_id)
        for industry in dict.fromkeys(zone.supporting_industries):
            supporting.setdefault(industry, []).append(zone.zone_id)
    return tuple(
        IndustryNode(item, depth, tuple(leading.get(item.industry_id, ())), tuple(supporting.get(item.industry_id, ())))
        for item, depth in _walk(plan)
        if wanted is None or item.industry_id in wanted
    )


def _walk(plan: Plan) -> Iterator[tuple[Industry, int]]:
    """Yield every term once, each below the one above it; those in a circle last."""
    below: dict[str, list[Industry]] = {}
    for item in plan.vocabulary:
        parent = item.parent if item.parent in plan.vocabulary else ""
        below.setdefault(parent, []).append(item)
    seen: set[str] = set()
    waiting = [(item, 0) for item in reversed(below.get("", []))]
    while waiting:
        item, depth = waiting.pop()
        if item.industry_id in seen:
            continue
        seen.add(item.industry_id)
        yield item, depth
        waiting += [(child, depth + 1) for child in reversed(below.get(item.industry_id, []))]
    yield from ((item, 0) for item in plan.vocabulary if item.industry_id not in seen)


def policy_of(plan: Plan, industry_id: str) -> Policy | None:
    """Return what the plan does with an industry; None when neither it nor a term above it has a stance."""
    asked = plan.vocabulary.get(industry_id)
    for key in (industry_id, *ancestors(plan.vocabulary, industry_id)):
        item = plan.vocabulary.get(key)
        if item is not None and item.stance:
            return Policy(item, item.stance, (asked.clauses if asked else ()) or item.clauses)
    return None
