"""Lists of zones as a table for a terminal, as JSON, GeoJSON and CSV for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import Text
from zoneatlas.views.terms import STANCES
from zoneatlas.views.text import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zoneatlas.answers.find import Answer, Doubtful, Match, Matched, Understood
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import PlanError, Zone

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
)
_MATCHED, _DISTANCE, _CERTAIN = Text("对应产业", "matched by"), Text("距边界", "to edge"), Text("把握", "certain")
_SURE = {True: Text("确定", "yes"), False: Text("存疑", "no")}
_CSV_COLUMNS = ("id", "name_zh", "name_en", "kind", "clause", "matched", "distance_m", "certain")


def matches_text(plan: Plan, matches: Sequence[Match], lang: str) -> str:
    """Return the zones found as an aligned table, with what matched, the distance and the certainty where asked."""
    matched = any(match.matched for match in matches)
    distance = any(match.distance_m is not None for match in matches)
    certain = distance or not all(match.certain for match in matches)
    header = [*_HEADER, *([_MATCHED] * matched), *([_DISTANCE] * distance), *([_CERTAIN] * certain)]
    rows = []
    for match in matches:
        row = _row(plan, match.zone, lang)
        row += [matched_text(plan, match, lang)] if matched else []
        row += ["" if match.distance_m is None else f"{match.distance_m:,.0f} m"] if distance else []
        row += [_SURE[match.certain].say(lang)] if certain else []
        rows.append(row)
    return table([title.say(lang) for title in header], rows)


def remarks(answer: Answer, lang: str) -> list[str]:
    """Say how words were understood, and which zones were left out in doubt."""
    said = [] if answer.industry is None or answer.industry.literal else [understood_text(answer.industry, lang)]
    said += [remark.say(lang) for remark in answer.remarks]
    return said + [_doubt(one, lang) for one in answer.doubtful]


def _doubt(one: Doubtful, lang: str) -> str:
    name = one.zone.name.say(lang)
    if one.distance_m is not None:
        figures = Text(
            f"距边界 {one.distance_m:,.0f} m，精度 ± {one.accuracy_m or 0:,.0f} m",
            f"{one.distance_m:,.0f} m from the deciding edge, ± {one.accuracy_m or 0:,.0f} m",
        )
    else:
        shared = one.area_km2 or 0.0
        figures = Text(
            f"只重叠 {shared:,.3f} km²，在边界精度之内",
            f"{shared:,.3f} km² shared, within the edges' accuracy",
        )
    return Text(f"未列入，但可能符合：{name}（{figures.zh}）", f"Left out, but possible: {name} ({figures.en})").say(
        lang
    )


def understood_text(meant: Understood, lang: str) -> str:
    """Say which industry a word was taken for."""
    industry, shown = meant.industry, printable(meant.text)
    zh = f"“{shown}”理解为：{industry.zh or industry.en}（{industry.industry_id}）"
    en = f"'{shown}' is understood as {industry.en or industry.zh} ({industry.industry_id})"
    return zh if lang == "zh" else en


def none_text(plan: Plan, answer: Answer, lang: str) -> str:
    """Say that no zone was found; of a known industry that no zone hosts, what the plan does with it."""
    if answer.industry is None:
        return Text("没有符合条件的功能区。", "No zone meets the conditions.").say(lang)
    industry = answer.industry.industry
    said = Text(
        f"没有符合条件的功能区安排“{industry.zh or industry.en}”（{industry.industry_id}）；"
        "规划的产业词表里有这一产业。",
        f"No zone that meets the conditions hosts {industry.en or industry.zh} ({industry.industry_id}); "
        "the plan's vocabulary knows it.",
    ).say(lang)
    return "\n".join([said, *_policy_text(plan, industry.industry_id, lang)])


def _policy_text(plan: Plan, industry_id: str, lang: str) -> list[str]:
    from zoneatlas.answers.industries import policy_of

    policy = policy_of(plan, industry_id)
    if policy is None:
        return []
    stances = [STANCES[stance] for stance in policy.stance if stance in STANCES]
    zh, en = "、".join(stance.zh for stance in stances), ", ".join(stance.en for stance in stances)
    clauses = "；".join(policy.clauses)
    if policy.industry.industry_id != industry_id:
        zh = f"上级“{policy.industry.zh or policy.industry.en}”：{zh}"
        en = f"its parent {policy.industry.en or policy.industry.zh}: {en}"
    return [
        Text(
            f"规划对它的取向：{zh}" + (f"（{clauses}）。" if clauses else "。"),
            f"What the plan does with it: {en}" + (f" ({'; '.join(policy.clauses)})." if clauses else "."),
        ).say(lang)
    ]


def _row(plan: Plan, zone: Zone, lang: str) -> list[str]:
    kind = plan.kind(zone.kind)
    return [zone.zone_id, zone.name.say(lang), kind.title.say(lang) if kind else zone.kind, zone.clause]


def matched_text(plan: Plan, match: Match, lang: str) -> str:
    """Say by which designations a zone matched."""
    return ("；" if lang == "zh" else "; ").join(_matched(plan, one, lang) for one in match.matched)


def _matched(plan: Plan, matched: Matched, lang: str) -> str:
    industry = plan.vocabulary.get(matched.industry)
    name = Text(industry.zh, industry.en).say(lang) if industry else matched.industry
    said = (_ROLES[matched.role].say(lang), _VIAS[matched.via].say(lang))
    return f"{name}（{'，'.join(said)}）" if lang == "zh" else f"{name} ({', '.join(said)})"


def answer_json(plan: Plan, conditions: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
    """Return an answer as one JSON object: what was asked and how it was understood, and the zones; metres and km²."""
    query: dict[str, Any] = {
        "industry": conditions["industry"],
        "industry_id": answer.industry.industry.industry_id if answer.industry else None,
        "at": conditions["at"],
        "datum": conditions["datum"] if answer.position else None,
        "lon": None if answer.position is None else round(answer.position.lon, 7),
        "lat": None if answer.position is None else round(answer.position.lat, 7),
        "in": conditions["inside"],
        "in_id": answer.inside.id if answer.inside else None,
        "near": conditions["near"],
        "near_id": getattr(answer.near, "id", None),
        "within_km": conditions["within_km"],
        "kind": conditions["kind"],
        "overlapping": conditions["overlapping"],
        "overlapping_id": answer.overlapping.zone_id if answer.overlapping else None,
        "remarks": [{"zh": remark.zh, "en": remark.en} for remark in _all_remarks(answer)],
        "doubtful": [
            {
                "id": one.zone.zone_id,
                "distance_m": _rounded(one.distance_m),
                "accuracy_m": one.accuracy_m,
                "area_km2": None if one.area_km2 is None else round(one.area_km2, 4),
            }
            for one in answer.doubtful
        ],
    }
    if answer.industry is not None and not answer.matches:
        query["policy"] = policy_json(plan, answer.industry.industry.industry_id)
    return {"query": query, "zones": [match_json(match) for match in answer.matches]}


def _all_remarks(answer: Answer) -> list[Text]:
    meant = answer.industry
    said = [] if meant is None or meant.literal else [Text(understood_text(meant, "zh"), understood_text(meant, "en"))]
    return [*said, *answer.remarks]


def policy_json(plan: Plan, industry_id: str) -> dict[str, Any] | None:
    """Return what the plan does with an industry, of the term or the nearest one above that says it."""
    from zoneatlas.answers.industries import policy_of

    policy = policy_of(plan, industry_id)
    if policy is None:
        return None
    return {
        "industry": policy.industry.industry_id,
        "stance": list(policy.stance),
        "clauses": list(policy.clauses),
    }


def match_json(match: Match) -> dict[str, Any]:
    """Return one zone found as a JSON object; the distance in metres."""
    zone = match.zone
    return {
        "id": zone.zone_id,
        "name_zh": zone.name_zh,
        "name_en": zone.name_en,
        "kind": zone.kind,
        "clause": zone.clause,
        "matched": [{"industry": one.industry, "role": one.role, "via": one.via} for one in match.matched],
        "distance_m": _rounded(match.distance_m),
        "certain": match.certain,
    }


def matches_geojson(matches: Sequence[Match]) -> dict[str, Any]:
    """Return the zones found as a FeatureCollection (RFC 7946): the zones' own properties, flat, then what matched."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    **{key: _flat(value) for key, value in match.zone.properties.items()},
                    "matched": _matched_words(match),
                    "distance_m": _rounded(match.distance_m),
                    "certain": match.certain,
                },
                "geometry": match.zone.geometry,
            }
            for match in matches
        ],
    }


def _flat(value: object) -> object:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return [one if isinstance(one, str | int | float) or one is None else json.dumps(one) for one in value]
    return value


def matches_csv(matches: Sequence[Match]) -> str:
    """Return the zones found as CSV; lists are joined with ``;``."""
    return _csv(_CSV_COLUMNS, [_csv_row(match) for match in matches])


def lines_csv(answers: Sequence[tuple[int, str, Answer | PlanError]]) -> str:
    """Return the answers to lines of positions as CSV: one row a line and zone; a line without one has one row too."""
    rows: list[list[object]] = []
    for number, text, answer in answers:
        problem = getattr(answer, "problem", None)
        matches = getattr(answer, "matches", ())
        rows += [[number, text, *_csv_row(match), ""] for match in matches]
        if not matches:
            rows.append([number, text, *[""] * len(_CSV_COLUMNS), problem.message if problem is not None else ""])
    return _csv(("line", "text", *_CSV_COLUMNS, "problem"), rows)


def _csv_row(match: Match) -> list[object]:
    zone = match.zone
    distance_m = _rounded(match.distance_m)
    return [
        zone.zone_id,
        zone.name_zh,
        zone.name_en,
        zone.kind,
        zone.clause,
        ";".join(_matched_words(match)),
        "" if distance_m is None else distance_m,
        "true" if match.certain else "false",
    ]


def _csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    return text.getvalue()


def _matched_words(match: Match) -> list[str]:
    return [f"{one.industry}:{one.role}:{one.via}" for one in match.matched]


def _rounded(distance_m: float | None) -> float | None:
    return None if distance_m is None else round(distance_m, 1) + 0.0
