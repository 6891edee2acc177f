"""What the plan says of narrower industries where it is silent on the one asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.answers.site import Siting
from zoneatlas.plan.vocabulary import descendants

if TYPE_CHECKING:
    from zoneatlas.answers.site import SiteAnswer
    from zoneatlas.answers.site_verdict import Verdict
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.vocabulary import Industry

__all__ = ["narrower_verdicts"]


def narrower_verdicts(plan: Plan, answer: SiteAnswer) -> tuple[tuple[Industry, Verdict], ...]:
    """Return the narrower industries that rules name and what the plan says of each at the same point.

    A rule applies to its term and to everything narrower, not to what is broader: the plan can be silent on a term
    and forbid a narrower one. Only terms that a rule names, in the vocabulary's order, and none it is silent on.

    Raises
    ------
    PlanError
        If a table or layer cannot be read.
    """
    named = {industry for rule in plan.rules.rules for industry in rule.industries}
    found = []
    for key in descendants(plan.vocabulary, answer.industry.industry_id):
        industry = plan.vocabulary.get(key)
        if industry is None or key not in named:
            continue
        verdict = Siting(plan, key, existing=answer.existing).at(answer.lon, answer.lat).verdict
        if verdict not in ("silent", "outside"):
            found.append((industry, verdict))
    return tuple(found)
