"""Which zones host which of the plan's industries, and which industries no zone hosts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zoneatlas.plan.vocabulary import ancestors

if TYPE_CHECKING:
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.vocabulary import Industry

__all__ = ["Hosting", "Role", "hostings"]

Role = Literal["leading", "supporting", "narrower", "broader", "none"]
_ROLES: tuple[Role, ...] = ("leading", "supporting", "narrower", "broader")
#: An industry the plan only wants out, or less of, needs no zone.
_UNWANTED = frozenset({"exit", "restrain"})


@dataclass(frozen=True, slots=True)
class Hosting:
    """An industry and the zones that host it, in the plan's order.

    ``role`` is the best of: ``leading`` and ``supporting`` (a zone designates the term itself), ``narrower`` (only
    terms below it), ``broader`` (only a term above it), ``none``.
    """

    industry: Industry
    role: Role
    zones: tuple[str, ...]


def hostings(plan: Plan) -> tuple[Hosting, ...]:
    """Return the hosting of every industry the plan wants, in the vocabulary's order.

    Terms the plan only restrains or wants out are left out, unless a zone designates them. Zones that designate the
    term itself or something narrower host it; zones that designate only something broader are named where there are
    no others.
    """
    hosts: dict[Role, dict[str, set[str]]] = {role: {} for role in _ROLES}
    for zone in plan.zones:
        for role, industries in (("leading", zone.industries), ("supporting", zone.supporting_industries)):
            for industry in industries:
                hosts[role].setdefault(industry, set()).add(zone.zone_id)  # type: ignore[index]
                for above in ancestors(plan.vocabulary, industry):
                    hosts["narrower"].setdefault(above, set()).add(zone.zone_id)
    for item in plan.vocabulary:
        for above in ancestors(plan.vocabulary, item.industry_id):
            named = hosts["leading"].get(above, set()) | hosts["supporting"].get(above, set())
            if named:
                hosts["broader"].setdefault(item.industry_id, set()).update(named)
    return tuple(hosting for item in plan.vocabulary if (hosting := _hosting(plan, item, hosts)) is not None)


def _hosting(plan: Plan, item: Industry, hosts: dict[Role, dict[str, set[str]]]) -> Hosting | None:
    found = {role: hosts[role].get(item.industry_id, set()) for role in _ROLES}
    role: Role = next((role for role in _ROLES if found[role]), "none")
    if role in ("broader", "none") and item.stance and _UNWANTED.issuperset(item.stance):
        return None
    own = found["leading"] | found["supporting"] | found["narrower"]
    wanted = own or found["broader"]
    return Hosting(item, role, tuple(zone.zone_id for zone in plan.zones if zone.zone_id in wanted))
