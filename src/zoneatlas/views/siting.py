"""What the plan says of a site, as text for a terminal and as the JSON object programs read."""

from __future__ import annotations

from math import copysign
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import Text
from zoneatlas.views.listing import match_json
from zoneatlas.views.text import number, printable_cell, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zoneatlas.answers.site import Reason, SiteAnswer
    from zoneatlas.answers.site_verdict import Verdict
    from zoneatlas.plan.vocabulary import Industry

__all__ = ["VERDICTS", "site_json", "site_text", "summary_text"]

VERDICTS = {
    "prohibited": Text("禁止", "prohibited"),
    "restricted": Text("限制", "restricted"),
    "encouraged": Text("鼓励", "encouraged"),
    "silent": Text("未提及", "silent"),
    "cannot-say": Text("无法断定", "cannot say"),
    "outside": Text("在规划范围之外", "outside the plan's area"),
}
_MEANINGS = {
    "silent": Text(
        "规划没有针对这里的这一产业作出规定；未列入不等于不允许。",
        "No rule and no zone of the plan speaks of it here; not listed does not mean not allowed.",
    ),
    "cannot-say": Text(
        "起决定作用的界线离这一点比它自身的精度还近。",
        "The edge that decides is nearer to the point than its own accuracy.",
    ),
    "outside": Text("规划不及于此。", "The plan does not reach here."),
}
_EFFECTS = {
    "prohibit": Text("禁止", "prohibits"),
    "restrict": Text("限制", "restricts"),
    "encourage": Text("鼓励", "encourages"),
    "direct": Text("引导", "directs"),
    None: Text("范围", "area"),
}
_METRES_PER_KM = 1000
_SHORT_SHA = 12


def site_json(answer: SiteAnswer) -> dict[str, Any]:
    """Return an answer as one JSON object; distances in metres, to the decimetre."""
    return {
        "verdict": answer.verdict,
        "between": None if answer.between is None else list(answer.between),
        "reasons": [_reason_json(reason) for reason in answer.reasons],
        "zones": [{**match_json(match), "distance_m": _rounded(match.distance_m)} for match in answer.zones],
        "nearest": [
            {
                "id": near.zone.zone_id,
                "name_zh": near.zone.name_zh,
                "name_en": near.zone.name_en,
                "distance_m": _rounded(near.distance_m),
            }
            for near in answer.nearest
        ],
        "receipt": {
            "plan_sha256": answer.receipt.plan_sha256,
            "version": answer.receipt.version,
            "rules": list(answer.receipt.rules),
        },
    }


def _reason_json(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "effect": reason.effect,
        "clause": reason.clause,
        "zone": reason.zone,
        "distance_m": _rounded(reason.distance_m),
        "accuracy_m": _rounded(reason.accuracy_m),
        "text": reason.text.say("en"),
        "text_zh": reason.text.say("zh"),
    }


def _rounded(value_m: float | None) -> float | None:
    return None if value_m is None else round(value_m, 1) + 0.0


def site_text(answer: SiteAnswer, lang: str, narrower: Iterable[tuple[Industry, Verdict]] = ()) -> str:
    """Return an answer as text; ``narrower`` is what the plan says of narrower industries there."""
    name = Text(answer.industry.zh, answer.industry.en).say(lang)
    asked = Text("现有", "existing ").say(lang) + name if answer.existing else name
    verdict = VERDICTS[answer.verdict].say(lang)
    if answer.between is not None:
        first, second = (VERDICTS[one].say(lang) for one in answer.between)
        verdict += Text(f"（{first}或{second}）", f" ({first} or {second})").say(lang)
    at = f"{answer.lon:.6f},{answer.lat:.6f}"
    lines = [f"{asked}，{at}：{verdict}" if lang == "zh" else f"{asked} at {at}: {verdict}"]
    if answer.verdict in _MEANINGS:
        lines.append(f"  {_MEANINGS[answer.verdict].say(lang)}")
    told = [
        Text(f"{industry.zh}（{said.zh}）", f"{industry.en} ({said.en})").say(lang)
        for industry, said in ((industry, VERDICTS[verdict]) for industry, verdict in narrower)
    ]
    if told:
        lines.append(
            Text("  对更窄的产业另有规定：", "  It does speak of narrower industries: ").say(lang) + _joined(told, lang)
        )
    for reason in answer.reasons:
        lines += _reason_lines(reason, lang)
    if answer.nearest:
        near = [f"{one.zone.name.say(lang)} {_away(one.distance_m)}" for one in answer.nearest]
        lines.append(Text("  最近的鼓励区：", "  nearest zones that encourage it: ").say(lang) + _joined(near, lang))
    receipt = answer.receipt
    head = Text("  凭据：规划 ", "  receipt: plan ").say(lang)
    lines.append(f"{head}{receipt.plan_sha256[:_SHORT_SHA]}, zoneatlas {receipt.version}")
    return "\n".join(printable_cell(line) for line in lines)


def _reason_lines(reason: Reason, lang: str) -> list[str]:
    effect = _EFFECTS[reason.effect].say(lang)
    clause = f" {reason.clause}" if reason.clause else ""
    rule = f" [{reason.rule}]" if reason.rule else ""
    lines = [f"  {effect}{clause}  {reason.text.say(lang)}{rule}"]
    if reason.distance_m is not None:
        side = Text("界内", "inside by") if copysign(1.0, reason.distance_m) < 0 else Text("界外", "outside by")
        accuracy = "" if reason.accuracy_m is None else f" (± {reason.accuracy_m:,.0f} m)"
        indent = " " * (width(effect) + width(clause) + 4)
        lines.append(f"{indent}{side.say(lang)} {_away(abs(reason.distance_m))}{accuracy}")
    return lines


def _away(distance_m: float) -> str:
    if distance_m < _METRES_PER_KM:
        return f"{distance_m:,.0f} m"
    return f"{number(distance_m / _METRES_PER_KM)} km"


def _joined(parts: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(parts)


def summary_text(verdicts: Mapping[str, int], problems: int, lang: str) -> str:
    """Return how many rows got which verdict, and how many have no answer."""
    total = sum(verdicts.values()) + problems
    parts = [f"{VERDICTS[verdict].say(lang)} {count:,}" for verdict, count in verdicts.items() if count]
    if problems:
        parts.append(Text(f"有问题 {problems:,}", f"with a problem {problems:,}").say(lang))
    colon = Text("：", ": ").say(lang)
    return Text(f"共 {total:,} 行", f"{total:,} rows").say(lang) + (colon + _joined(parts, lang) if parts else "")
