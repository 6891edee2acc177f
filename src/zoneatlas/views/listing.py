"""Lists of zones as a table for a terminal and as the JSON object programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import Text
from zoneatlas.views.text import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneatlas.answers.find import Match, Matched, Understood
    from zoneatlas.plan.load import Plan

_ROLES = {"leading": Text("主导", "leading"), "supporting": Text("配套", "supporting")}
_VIAS = {
    "exact": Text("即所问", "exact"),
    "narrower": Text("更窄", "narrower"),
    "broader": Text("更宽", "broader"),
}
_HEADER = (
    Text("功能区", "zone"),
    Text("名称", "name"),
    Text("类别", "kind"),
    Text("条款", "clause"),
    Text("对应产业", "matched by"),
)


def matches_text(plan: Plan, matches: Sequence[Match], lang: str) -> str:
    """Return the zones found as an aligned table; what matched stands in the last column when an industry was asked."""
    columns = len(_HEADER) if any(match.matched for match in matches) else len(_HEADER) - 1
    rows = [_row(plan, match, lang)[:columns] for match in matches]
    return table([title.say(lang) for title in _HEADER[:columns]], rows)


def understood_text(meant: Understood, lang: str) -> str:
    """Say which industry a word was taken for."""
    industry, shown = meant.industry, printable(meant.text)
    zh = f"“{shown}”理解为：{industry.zh or industry.en}（{industry.industry_id}）"
    en = f"'{shown}' is understood as {industry.en or industry.zh} ({industry.industry_id})"
    return zh if lang == "zh" else en


def none_text(meant: Understood | None, lang: str) -> str:
    """Say that no zone was found; a known industry without a zone is an answer too."""
    if meant is None:
        return Text("没有符合条件的功能区。", "No zone meets the conditions.").say(lang)
    industry = meant.industry
    return Text(
        f"没有功能区安排“{industry.zh or industry.en}”（{industry.industry_id}）；规划的产业词表里有这一产业。",
        f"No zone that meets the conditions hosts {industry.en or industry.zh} ({industry.industry_id}); "
        "the plan's vocabulary knows it.",
    ).say(lang)


def _row(plan: Plan, match: Match, lang: str) -> list[str]:
    zone = match.zone
    kind = plan.kind(zone.kind)
    matched = ("；" if lang == "zh" else "; ").join(_matched(plan, one, lang) for one in match.matched)
    return [zone.zone_id, zone.name.say(lang), kind.title.say(lang) if kind else zone.kind, zone.clause, matched]


def _matched(plan: Plan, matched: Matched, lang: str) -> str:
    industry = plan.vocabulary.get(matched.industry)
    name = Text(industry.zh, industry.en).say(lang) if industry else matched.industry
    said = (_ROLES[matched.role].say(lang), _VIAS[matched.via].say(lang))
    return f"{name}（{'，'.join(said)}）" if lang == "zh" else f"{name} ({', '.join(said)})"


def matches_json(query: dict[str, Any], matches: Sequence[Match]) -> dict[str, Any]:
    """Return the zones found as one JSON object; distances in metres."""
    return {"query": query, "zones": [match_json(match) for match in matches]}


def match_json(match: Match) -> dict[str, Any]:
    """Return one zone found as a JSON object."""
    zone = match.zone
    return {
        "id": zone.zone_id,
        "name_zh": zone.name_zh,
        "name_en": zone.name_en,
        "kind": zone.kind,
        "clause": zone.clause,
        "matched": [{"industry": one.industry, "role": one.role, "via": one.via} for one in match.matched],
        "distance_m": match.distance_m,
        "certain": match.certain,
    }
