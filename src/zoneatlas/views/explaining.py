"""A check explained: what it means, why it matters, how to fix it, and what its own example says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zoneatlas.plan.records import Text
from zoneatlas.views.reports import finding_line
from zoneatlas.views.text import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneatlas.checks.records import Check, Finding

FAMILY_TITLES = {
    "structure": Text("结构：文件、JSON、GeoJSON 与字段", "Structure: the file, JSON, GeoJSON and fields"),
    "topology": Text("拓扑：图形、重叠与空隙", "Topology: shapes, overlaps and gaps"),
    "plan": Text("规划：与规划文本和各表是否一致", "Plan: agreement with the plan's text and tables"),
    "datum": Text("基准：坐标系与底图偏移", "Datum: coordinate systems and shifted base maps"),
    "sources": Text("来源：依据、目录与校验和", "Sources: basis, catalogue and checksums"),
}
_MOST_SHOWN = 3
_HEADING = re.compile(r"^\S[^\n]*$")


def example_findings(item: Check) -> list[Finding]:
    """Return what a check finds in its own bad example, in stable order."""
    from zoneatlas.checks.example import EXAMPLES, example_subject
    from zoneatlas.checks.registry import all_checks
    from zoneatlas.checks.run import LAST, check_subject

    by_id = {one.id: one for one in all_checks()}
    wanted = all_checks() if item.id in LAST else tuple(_with_required(item, by_id).values())
    folder = EXAMPLES / item.id / "bad"
    if not folder.is_dir():
        return []
    with example_subject(folder) as subject:
        return [one for one in check_subject(subject, wanted).findings if one.check == item.id]


def _with_required(item: Check, by_id: dict[str, Check]) -> dict[str, Check]:
    found = {item.id: item}
    for name in item.requires:
        if name in by_id and name not in found:
            found |= _with_required(by_id[name], by_id)
    return found


def sections(doc: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the title of a check's explanation and its sections, each as heading and text on one line."""
    title, _, rest = doc.partition("\n")
    found: list[tuple[str, list[str]]] = []
    for line in rest.splitlines():
        if _HEADING.match(line):
            found.append((line.strip(), []))
        elif line.strip() and found:
            found[-1][1].append(line.strip())
    return title.strip(), [(heading, _joined(lines)) for heading, lines in found]


def _joined(lines: Sequence[str]) -> str:
    """Join wrapped lines: with a space, but without one between Chinese characters."""
    text = ""
    for line in lines:
        space = " " if text and (text[-1].isascii() and line[0].isascii()) else ""
        text += space + line
    return text


def explanation(item: Check, findings: Sequence[Finding], lang: str) -> str:
    """Return a check's explanation as text, with what its bad example is told."""
    title, parts = sections(item.doc_zh if lang == "zh" else item.doc)
    severity = SEVERITIES[item.severity].say(lang)
    colon = "：" if lang == "zh" else ": "
    lines = [f"{item.id} {item.name}", title, ""]
    for heading, text in parts:
        lines += [heading, f"    {text}", ""]
    lines += [
        Text("类别", "Family").say(lang) + colon + FAMILY_TITLES[item.family].say(lang),
        Text("默认级别", "Default severity").say(lang) + colon + severity,
        Text("依据", "Source").say(lang) + colon + item.source,
    ]
    if findings:
        lines += ["", Text("例子（它自己的反例得到的报告）", "Example (what its own bad example is told)").say(lang)]
        lines += ["    " + finding_line(one, item.name, lang, one.file) for one in findings[:_MOST_SHOWN]]
    return "\n".join(lines)
