"""Industries, places and targets as text for a terminal and as JSON objects for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import Text
from zoneatlas.space.position import point_of
from zoneatlas.views.listing import matched_text, none_text
from zoneatlas.views.terms import STANCES
from zoneatlas.views.text import printable_cell, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneatlas.answers.find import Answer
    from zoneatlas.answers.industries import IndustryNode
    from zoneatlas.answers.places import Place
    from zoneatlas.answers.targets import Target
    from zoneatlas.plan.load import Plan

_COMMA = Text("、", ", ")
_PLACE_HEADER = (
    Text("代号", "id"), Text("名称", "name"), Text("类型", "kind"), Text("条款", "clauses"),
    Text("经纬度", "lon, lat"), Text("精度", "accuracy"),
)  # fmt: skip
_TARGET_HEADER = (
    Text("代号", "id"), Text("指标", "target"), Text("目标", "value"), Text("单位", "unit"), Text("年份", "year"),
    Text("2005 年基数", "in 2005"), Text("条款", "clause"), Text("说明", "note"),
)  # fmt: skip


def industries_text(plan: Plan, nodes: Sequence[IndustryNode], answer: Answer | None, lang: str) -> str:
    """Return a tree of industries, each with its stance, clauses and zones; then the zones that host the one asked."""
    lines = [_industry_line(node, lang) for node in nodes]
    if answer is not None:
        if answer.matches:
            lines += ["", Text("承载的功能区：", "Zones that host it:").say(lang)]
            for match in answer.matches:
                zone = match.zone
                named = [zone.zone_id, zone.name.say(lang), zone.clause, matched_text(plan, match, lang)]
                lines.append("  " + "  ".join(named))
        else:
            lines += ["", none_text(plan, answer, lang)]
    return "\n".join(printable_cell(line) for line in lines)


def _industry_line(node: IndustryNode, lang: str) -> str:
    item = node.industry
    names = [name for name in ((item.zh, item.en) if lang == "zh" else (item.en, item.zh)) if name]
    said = ["  " * node.depth + " ".join([*names, f"[{item.industry_id}]"])]
    if item.stance:
        said.append(_COMMA.say(lang).join(stance_text(stance, lang) for stance in item.stance))
    if item.clauses:
        said.append("；".join(item.clauses) if lang == "zh" else "; ".join(item.clauses))
    for label, zones in ((Text("主导", "leading"), node.leading), (Text("配套", "supporting"), node.supporting)):
        if zones:
            said.append(Text(f"{label.zh}：", f"{label.en}: ").say(lang) + ", ".join(zones))
    return "  ".join(said)


def stance_text(stance: str, lang: str) -> str:
    """Say what the plan does with an industry."""
    return STANCES[stance].say(lang) if stance in STANCES else stance


def industries_json(
    plan: Plan, term: str | None, nodes: Sequence[IndustryNode], answer: Answer | None
) -> dict[str, Any]:
    """Return a tree of industries as one JSON object: depth first, each with the zones that designate just it."""
    from zoneatlas.views.listing import match_json, policy_json

    asked = answer.industry.industry.industry_id if answer is not None and answer.industry is not None else None
    found: dict[str, Any] = {
        "query": {"term": term, "industry_id": asked},
        "industries": [
            {
                "id": node.industry.industry_id,
                "zh": node.industry.zh,
                "en": node.industry.en,
                "parent": node.industry.parent or None,
                "depth": node.depth,
                "synonyms_zh": list(node.industry.synonyms_zh),
                "synonyms_en": list(node.industry.synonyms_en),
                "stance": list(node.industry.stance),
                "clauses": list(node.industry.clauses),
                "gbt4754_2002": list(node.industry.gbt4754_2002),
                "leading": list(node.leading),
                "supporting": list(node.supporting),
            }
            for node in nodes
        ],
    }
    if answer is not None and asked is not None:
        found["policy"] = policy_json(plan, asked)
        found["zones"] = [match_json(match) for match in answer.matches]
    return found


def places_text(places: Sequence[Place], lang: str) -> str:
    """Return places as an aligned table."""
    if not places:
        return Text("没有符合的地点。", "No such place.").say(lang)
    rows = []
    for place in places:
        said = place_json_of(place)
        position = "" if said["lon"] is None else f"{said['lon']:.6f}, {said['lat']:.6f}"
        if not position and not place.located:
            position = said["reason_zh" if lang == "zh" else "reason_en"] or Text("未定位", "not located").say(lang)
        accuracy = "" if said["accuracy_m"] is None or not place.located else f"± {said['accuracy_m']:,.0f} m"
        rows.append(
            [place.id, place.name.say(lang), said["kind"] or "", "；".join(said["clauses"]), position, accuracy]
        )
    return table([title.say(lang) for title in _PLACE_HEADER], rows)


def places_json(text: str | None, places: Sequence[Place]) -> dict[str, Any]:
    """Return places as one JSON object; positions in degrees (WGS 84), accuracies in metres."""
    return {"query": {"text": text}, "places": [place_json_of(place) for place in places]}


def place_json_of(place: Place) -> dict[str, Any]:
    """Return a place as a JSON object; ``lon`` and ``lat`` of a point only."""
    properties = place.feature.properties if place.feature is not None else {}
    point = point_of(place.feature.geometry) if place.feature is not None else None
    clauses = properties.get("clauses")
    accuracy_m = properties.get("accuracy_m")
    if accuracy_m is None and place.layer is not None:
        accuracy_m = place.layer.layer.accuracy_m
    return {
        "id": place.id,
        "name_zh": place.name.zh,
        "name_en": place.name.en,
        "layer": place.layer.layer.id if place.layer is not None else None,
        "kind": place.zone.kind if place.zone is not None else properties.get("kind"),
        "clauses": list(clauses)
        if isinstance(clauses, list)
        else [place.zone.clause]
        if place.zone is not None
        else [],
        "lon": point[0] if point else None,
        "lat": point[1] if point else None,
        "accuracy_m": place.zone.boundary_accuracy_m if place.zone is not None else accuracy_m,
        "reason_zh": properties.get("reason_zh"),
        "reason_en": properties.get("reason_en"),
    }


def targets_text(targets: Sequence[Target], lang: str) -> str:
    """Return targets as an aligned table."""
    if not targets:
        return Text("规划没有目标表。", "The plan has no table of targets.").say(lang)
    rows = [
        [
            target.target_id,
            target.name.say(lang),
            _goal(target),
            target.unit.say(lang),
            "" if target.year is None else str(target.year),
            "—" if target.baseline_2005 is None else f"{target.baseline_2005:,g}",
            target.clause,
            target.note.say(lang),
        ]
        for target in targets
    ]
    return table([title.say(lang) for title in _TARGET_HEADER], rows)


def _goal(target: Target) -> str:
    if target.value_high is not None:
        return f"{target.value:,g}–{target.value_high:,g}"
    return f"{target.comparator} {target.value:,g}"


def targets_json(targets: Sequence[Target]) -> dict[str, Any]:
    """Return targets as one JSON object."""
    return {
        "targets": [
            {
                "id": target.target_id,
                "zh": target.name.zh,
                "en": target.name.en,
                "comparator": target.comparator,
                "value": target.value,
                "value_high": target.value_high,
                "unit": target.unit.zh,
                "unit_en": target.unit.en,
                "year": target.year,
                "baseline_2005": target.baseline_2005,
                "baseline_unit": target.baseline_unit or None,
                "clause": target.clause,
                "baseline_clause": target.baseline_clause or None,
                "note_zh": target.note.zh,
                "note_en": target.note.en,
            }
            for target in targets
        ]
    }
