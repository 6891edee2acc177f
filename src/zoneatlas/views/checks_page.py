"""docs/checks.md, written from the registry: ``python -m zoneatlas.views.checks_page [FILE]``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from zoneatlas.checks.records import FAMILIES
from zoneatlas.checks.registry import RETIRED, all_checks
from zoneatlas.plan.canonical import write_atomically
from zoneatlas.views.explaining import FAMILY_TITLES, example_findings, sections

if TYPE_CHECKING:
    from zoneatlas.checks.records import Check

PAGE = Path("docs/checks.md")
_HEAD = """# The checks 检查目录

`zoneatlas check` runs them on the plan, `zoneatlas check FILE…` those that apply to any GeoJSON, and `zoneatlas
explain ID` says what stands here. An id is never used again and says nothing of the severity. Each check has an example
under `src/zoneatlas/checks/examples/ID/`: `bad` is told exactly this finding, `good` nothing.

`zoneatlas check` 对规划做全部检查，`zoneatlas check 文件…` 做对任何 GeoJSON 都适用的检查，
`zoneatlas explain 编号` 给出与此处相同的说明。编号不会重复使用，也不表示级别。
每项检查在 `src/zoneatlas/checks/examples/编号/` 下有例子：`bad` 恰好报这一项，`good` 什么也不报。

This page is written by `python -m zoneatlas.views.checks_page`; do not edit it. 本页由程序生成，请勿手改。
"""


def checks_page() -> str:
    """Return the page as Markdown, in both languages; runs every bad example."""
    checks = all_checks()
    parts = [_HEAD]
    for family in FAMILIES:
        members = [item for item in checks if item.family == family]
        if not members:
            continue
        title = FAMILY_TITLES[family]
        parts.append(f"\n## {title.en} {title.zh}\n")
        parts.append("| id | name | severity | | |\n|---|---|---|---|---|")
        parts += [_row(item) for item in members]
        parts += [_entry(item) for item in members]
    if RETIRED:
        parts.append("\n## Ids given up 已取消的编号\n")
        parts += [f"- {old} → {new or '—'}" for old, new in sorted(RETIRED.items())]
    return "\n".join(parts) + "\n"


def _row(item: Check) -> str:
    en, zh = sections(item.doc)[0], sections(item.doc_zh)[0]
    link = f"[{item.id}](#{item.id.lower()}-{item.name})"
    return f"| {link} | {item.name} | {item.severity} | {_cell(en)} | {_cell(zh)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _entry(item: Check) -> str:
    lines = [f"\n### {item.id} {item.name}\n"]
    for doc in (item.doc, item.doc_zh):
        title, found = sections(doc)
        lines.append(f"**{_text(title)}**\n")
        lines += [f"- *{heading}*: {_text(text)}" for heading, text in found]
        lines.append("")
    lines.append(f"Severity 级别: {item.severity}. Source 依据: {_text(item.source)}.")
    if item.requires:
        lines.append(f"Looks only at features without 只看没有下列问题的要素: {', '.join(item.requires)}.")
    findings = example_findings(item)
    if findings:
        one = findings[0]
        place = f"{one.file}:{one.line}:{one.column}"
        lines += ["", f"> {place}: {_text(one.message)}  ", f"> {_text(one.message_zh)}"]
    return "\n".join(lines)


def _text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("<", "&lt;").replace("*", "\\*").replace("``", "`")


if __name__ == "__main__":
    write_atomically(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE, checks_page())
