"""Targets against a table, for a terminal, as the JSON object programs read, and as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import Text
from zoneatlas.views.stats_listing import figure_json, figure_text, number_text, plain_number
from zoneatlas.views.text import table

if TYPE_CHECKING:
    from zoneatlas.answers.indicators import Indicator, Indicators, Part
    from zoneatlas.answers.targets import Target

__all__ = ["indicators_csv", "indicators_json", "indicators_text"]

_HEADER = (
    Text("指标", "indicator"), Text("现值（低–高）", "value (low–high)"), Text("目标", "target"),
    Text("差距", "distance"), Text("单位", "unit"), Text("结论", "verdict"),
)  # fmt: skip
_VERDICTS = {
    "met": Text("达到", "met"),
    "missed": Text("未达到", "missed"),
    "cannot-say": Text("无法判断", "cannot say"),
    "none": Text("—", "—"),
}


def indicators_text(found: Indicators, lang: str) -> str:
    """Return the targets that the table answers, with what they rest on, then what is missing for the others."""
    told = [one for one in found.indicators if one.value is not None]
    untold = [one for one in found.indicators if one.value is None]
    head = Text(f"{found.rows:,} 行", f"{found.rows:,} rows").say(lang)
    if found.without_place:
        more = Text(
            f"；{found.without_place:,} 行没有可用坐标，可能在任一区内，计入高值",
            f"; {found.without_place:,} without usable coordinates, which may lie in any zone: high counts them",
        )
        head += more.say(lang)
    if found.without_code:
        head += Text(f"；{found.without_code:,} 行没有行业代码", f"; {found.without_code:,} without a code").say(lang)
    blocks = [head]
    if told:
        blocks.append(table([title.say(lang) for title in _HEADER], [_row(one, lang) for one in told]))
        notes = [f"{one.target.target_id}: {one.note.say(lang)}" for one in told if one.note.say(lang)]
        blocks += ["\n".join(notes)] if notes else []
    if untold:
        title = Text("这张表不能回答的，以及还缺什么：", "What this table cannot answer, and what is missing:").say(
            lang
        )
        lines = [f"  {one.target.target_id}  {one.target.name.say(lang)}{_missing(one, lang)}" for one in untold]
        blocks.append("\n".join([title, *lines]))
    return "\n\n".join(blocks)


def _missing(one: Indicator, lang: str) -> str:
    return f"{'：' if lang == 'zh' else ': '}{one.missing.say(lang)}" if one.missing is not None else ""


def _row(one: Indicator, lang: str) -> list[str]:
    return [
        f"{one.target.name.say(lang)} [{one.target.target_id}]",
        "" if one.value is None else figure_text(one.value),
        _goal(one.target),
        "" if one.distance is None else ("+" if one.distance > 0 else "") + number_text(one.distance),
        one.target.unit.say(lang),
        _VERDICTS[one.verdict].say(lang),
    ]


def _goal(target: Target) -> str:
    if target.value_high is not None:
        return f"{target.value:,g}–{target.value_high:,g}"
    return f"{target.comparator} {target.value:,g}"


def indicators_json(found: Indicators) -> dict[str, Any]:
    """Return the indicators as one JSON object; docs/statistics.md lists its keys."""
    return {
        "file": found.file,
        "rows": found.rows,
        "without_place": found.without_place,
        "without_code": found.without_code,
        "indicators": [_json(one) for one in found.indicators],
    }


def _json(one: Indicator) -> dict[str, Any]:
    target, value, missing = one.target, one.value, one.missing
    return {
        "id": target.target_id,
        "zh": target.name.zh,
        "en": target.name.en,
        "value": None if value is None else plain_number(value.value),
        "low": None if value is None or value.low is None else plain_number(value.low),
        "high": None if value is None or value.high is None else plain_number(value.high),
        "unit": target.unit.zh,
        "unit_en": target.unit.en,
        "comparator": target.comparator,
        "target": plain_number(target.value),
        "target_high": target.value_high,
        "distance": None if one.distance is None else plain_number(one.distance),
        "verdict": one.verdict,
        "clause": target.clause,
        "numerator": _part_json(one.numerator),
        "denominator": _part_json(one.denominator),
        "missing_zh": None if missing is None else missing.zh,
        "missing_en": None if missing is None else missing.en,
        "note_zh": one.note.zh,
        "note_en": one.note.en,
    }


def _part_json(part: Part | None) -> dict[str, Any] | None:
    return None if part is None else {"column": part.column, **figure_json(part.figure)}


def indicators_csv(found: Indicators) -> str:
    """Return the indicators as CSV, without the last line's end."""
    rows = [
        {key: value for key, value in _json(one).items() if not isinstance(value, dict)} for one in found.indicators
    ]
    keys = [key for key in _json(found.indicators[0]) if key not in ("numerator", "denominator")] if rows else ["id"]
    out = io.StringIO()
    writer = csv.DictWriter(out, keys, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().rstrip("\n")
