"""Answers as text for a terminal, in the reader's language, and as JSON objects for programs."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import Problem, Source, Text
from zoneatlas.views.terms import BOUNDARY_TERMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneatlas.answers.show import Named, Portrait, StretchSummary

SEVERITIES = {"error": Text("错误", "error"), "warning": Text("警告", "warning"), "info": Text("提示", "info")}
_LABELS = {
    "kind": Text("类别", "kind"),
    "clause": Text("条款", "clause"),
    "leading": Text("主导产业", "leading industries"),
    "supporting": Text("配套产业", "supporting industries"),
    "area": Text("绘制面积", "area drawn"),
    "published": Text("公布面积", "area published"),
    "districts": Text("区县", "districts"),
    "anchors": Text("标志地点", "anchors"),
    "basis": Text("边界依据", "boundary basis"),
    "method": Text("绘制方法", "method"),
    "status": Text("边界性质", "status"),
    "accuracy": Text("精度", "accuracy"),
    "stretches": Text("分段精度", "stretches"),
    "sources": Text("资料来源", "sources"),
    "as_of": Text("时点", "as of"),
}

_THREE_FIGURES = 100


def width(text: str) -> int:
    """Return how many terminal columns a text takes (wide characters take two, combining marks none)."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as aligned columns, two spaces apart, the header on top."""
    cells = [[printable_cell(cell) for cell in row] for row in (header, *rows)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(header))]
    lines = (
        "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )
    return "\n".join(lines)


def printable_cell(text: str) -> str:
    """Return a text fit for one line of a terminal: control characters escaped."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in text)


def problem_lines(problem: Problem, lang: str, path: str | None = None) -> list[str]:
    """Return a problem as ``file:line:column: severity: message``, in `lang` first and the other language below."""
    file = problem.file if path is None else path
    place = f"{printable_cell(file)}:{problem.line}:{problem.column}: " if file else ""
    severity = SEVERITIES[problem.severity]
    en = f"{place}{severity.en}: {problem.message}"
    zh = f"{place}{severity.zh}：{problem.message_zh}"
    first, second = (zh, en) if lang == "zh" else (en, zh)
    return [printable_cell(first), "  " + printable_cell(second.removeprefix(place))]


def number(value: float) -> str:
    """Return a figure with a thousands separator and as many decimals as tell it apart (0.52, 4.31, 16,410.5)."""
    decimals = 2 if abs(value) < _THREE_FIGURES else 1
    return f"{value:,.{decimals}f}"


def portrait_text(portrait: Portrait, lang: str) -> str:
    """Return a zone's portrait as text."""
    zone = portrait.zone
    other = zone.name_en if lang == "zh" else zone.name_zh
    first = zone.name.say(lang)
    heading = f"{first}  {other}" if other and other != first else first
    lines = [f"{heading}  [{zone.zone_id}]"]
    for key, values in _portrait_rows(portrait, lang):
        label = _LABELS[key].say(lang)
        space = " " * (max(width(text.say(lang)) for text in _LABELS.values()) - width(label) + 2)
        indent = " " * width(label + space)
        lines += [f"  {label}{space}{values[0]}", *(f"  {indent}{value}" for value in values[1:])]
    return "\n".join(printable_cell(line) for line in lines)


def _portrait_rows(portrait: Portrait, lang: str) -> list[tuple[str, list[str]]]:
    zone = portrait.zone
    rows: list[tuple[str, list[str]]] = [
        ("kind", [portrait.kind.title.say(lang) if portrait.kind else zone.kind]),
        ("clause", [zone.clause] if zone.clause else []),
        ("leading", _joined(portrait.industries, lang)),
        ("supporting", _joined(portrait.supporting_industries, lang)),
        ("area", [_drawn(portrait, lang)]),
        ("published", [_published(portrait, lang)]),
        ("districts", _joined(portrait.districts, lang)),
        ("anchors", _joined(portrait.anchors, lang)),
        ("basis", [zone.boundary_basis] if zone.boundary_basis else []),
        ("method", [_term(zone.boundary_method, lang)] if zone.boundary_method else []),
        ("status", [_term(zone.boundary_status, lang)] if zone.boundary_status else []),
        ("accuracy", [_metres(zone.boundary_accuracy_m, lang)]),
        ("stretches", [_stretch(stretch, lang) for stretch in portrait.stretches]),
        ("sources", [_source(source, lang) for source in portrait.sources]),
        ("as_of", [str(zone.as_of)] if zone.as_of is not None else []),
    ]
    return [(key, values) for key, values in rows if values]


def _joined(things: Sequence[Named], lang: str) -> list[str]:
    return [("、" if lang == "zh" else ", ").join(thing.name.say(lang) for thing in things)] if things else []


def _term(code: str, lang: str) -> str:
    known = BOUNDARY_TERMS.get(code)
    return code if known is None else f"{known.say(lang)} ({code})" if lang == "zh" else code


def _metres(value_m: float | None, lang: str) -> str:
    return Text("未说明", "not stated").say(lang) if value_m is None else f"± {value_m:,.0f} m"


def _drawn(portrait: Portrait, lang: str) -> str:
    if portrait.area_drawn_km2 is None:
        return Text("未绘制", "not drawn").say(lang)
    return f"{number(portrait.area_drawn_km2)} km²"


def _published(portrait: Portrait, lang: str) -> str:
    published_km2 = portrait.zone.published_area_km2
    if published_km2 is None:
        return Text("没有公布数", "none known").say(lang)
    text = f"{number(published_km2)} km²"
    if portrait.deviation_percent is None:
        return text
    deviation = f"{portrait.deviation_percent:+.1f} %"
    return text + Text(f"（绘制面积偏差 {deviation}）", f" (drawn: {deviation})").say(lang)


def _stretch(stretch: StretchSummary, lang: str) -> str:
    said = [_term(code, lang) for code in (stretch.boundary_method, stretch.boundary_status) if code]
    length = f"{number(stretch.length_km)} km"
    return ", ".join([length, *said, _metres(stretch.boundary_accuracy_m, lang)])


def _source(source: Source, lang: str) -> str:
    said = [source.title.say(lang), source.publisher, source.date, source.address]
    return f"{source.source_id}  " + ("，" if lang == "zh" else ", ").join(part for part in said if part)


def portrait_json(portrait: Portrait) -> dict[str, Any]:
    """Return a zone's portrait as one JSON object; areas in km², lengths in km, accuracies in metres."""
    zone = portrait.zone
    return {
        "id": zone.zone_id,
        "name_zh": zone.name_zh,
        "name_en": zone.name_en,
        "kind": zone.kind,
        "clause": zone.clause,
        "districts": [_named_json(named) for named in portrait.districts],
        "industries": [_named_json(named) for named in portrait.industries],
        "supporting_industries": [_named_json(named) for named in portrait.supporting_industries],
        "anchors": [_named_json(named) for named in portrait.anchors],
        "area_drawn_km2": None if portrait.area_drawn_km2 is None else round(portrait.area_drawn_km2, 4),
        "published_area_km2": zone.published_area_km2,
        "deviation_percent": None if portrait.deviation_percent is None else round(portrait.deviation_percent, 2),
        "boundary_method": zone.boundary_method,
        "boundary_status": zone.boundary_status,
        "boundary_accuracy_m": zone.boundary_accuracy_m,
        "boundary_basis": zone.boundary_basis,
        "stretches": [
            {
                "boundary_method": stretch.boundary_method,
                "boundary_status": stretch.boundary_status,
                "boundary_accuracy_m": stretch.boundary_accuracy_m,
                "count": stretch.count,
                "length_km": round(stretch.length_km, 3),
            }
            for stretch in portrait.stretches
        ],
        "sources": [_source_json(source) for source in portrait.sources],
        "as_of": zone.as_of,
    }


def _named_json(named: Named) -> dict[str, str]:
    return {"id": named.id, "name_zh": named.name.zh, "name_en": named.name.en}


def _source_json(source: Source) -> dict[str, str]:
    return {
        "id": source.source_id,
        "title_zh": source.title.zh,
        "title_en": source.title.en,
        "publisher": source.publisher,
        "date": source.date,
        "address": source.address,
        "licence": source.licence,
    }
