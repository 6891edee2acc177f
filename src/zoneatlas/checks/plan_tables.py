"""What the tables of a plan must have, which of them are missing, and which values of plan.toml are of no use."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.exceptions import COLUMNS as EXCEPTION_COLUMNS
from zoneatlas.checks.exceptions import EXCEPTIONS_FILE
from zoneatlas.checks.subject import TABLE_MISSING
from zoneatlas.frozen import replace
from zoneatlas.plan import overlap_rows, rules
from zoneatlas.plan.decoding import present
from zoneatlas.plan.faults import printable
from zoneatlas.plan.load import CATALOGUE_FILE, INDUSTRIES_FILE, RULES_FILE, SOURCES_FILE
from zoneatlas.plan.locate import GEODATA, PLAN_FILE, ZONES
from zoneatlas.plan.records import Problem
from zoneatlas.plan.tables import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import Severity

__all__ = ["INDICATORS_FILE", "TABLE_COLUMNS", "TARGETS_FILE", "missing_tables", "settings_problems"]

_COLOUR = re.compile("#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
TARGETS_FILE = "targets.csv"
INDICATORS_FILE = "indicators.csv"
#: The columns that the readers of the optional tables ask for.
TABLE_COLUMNS: dict[str, tuple[str, ...]] = {
    EXCEPTIONS_FILE: EXCEPTION_COLUMNS,
    RULES_FILE: rules.COLUMNS,
    overlap_rows.OVERLAPS_FILE: overlap_rows.COLUMNS,
    "area_notes.csv": ("zone_id", "why_zh", "why_en"),
    TARGETS_FILE: (
        "target_id", "zh", "en", "comparator", "value", "value_high", "unit", "unit_en", "year",
        "baseline_2005", "baseline_unit", "clause", "baseline_clause", "note_zh", "note_en",
    ),
    INDICATORS_FILE: (
        "target_id", "numerator_column", "numerator_codes", "numerator_where", "denominator_column",
        "denominator_codes", "denominator_where", "factor", "needs_zh", "needs_en", "note_zh", "note_en",
    ),
}  # fmt: skip


def missing_tables(plan: Plan) -> Iterator[Problem]:
    """Yield a problem for every table that is not there and that something in the plan refers to."""
    citing = sum(bool(zone.sources) for zone in plan.zones)
    if citing and not present(plan.root / ZONES / SOURCES_FILE):
        yield _missing(
            f"{ZONES}/{SOURCES_FILE}",
            f"{citing} zones cite sources and there is no {ZONES}/{SOURCES_FILE}; restore the table.",
            f"有 {citing} 个功能区引用了来源，却没有 {ZONES}/{SOURCES_FILE}；请恢复这张表。",
        )
    naming = sum(bool(zone.industries) for zone in plan.zones)
    if naming and not present(plan.root / ZONES / INDUSTRIES_FILE):
        yield _missing(
            f"{ZONES}/{INDUSTRIES_FILE}",
            f"{naming} zones name industries and there is no {ZONES}/{INDUSTRIES_FILE}, so none can be looked up; "
            "restore the table.",
            f"有 {naming} 个功能区写了产业，却没有 {ZONES}/{INDUSTRIES_FILE}，一个也查不到；请恢复这张表。",
            "warning",
        )
    layers = {
        *(layer for layer in plan.settings.roles.values() if layer),
        *(one.layer_id for one in plan.settings.layers),
    }
    if layers and not present(plan.root / GEODATA / CATALOGUE_FILE):
        folder = "" if present(plan.root / GEODATA) else f" (nor a folder {GEODATA}/)"
        folder_zh = "" if present(plan.root / GEODATA) else f"（连 {GEODATA}/ 目录也没有）"
        yield _missing(
            f"{GEODATA}/{CATALOGUE_FILE}",
            f"{PLAN_FILE} names {len(layers)} reference layers and there is no {GEODATA}/{CATALOGUE_FILE}{folder}; "
            "restore it, or take the layers out of [roles] and [[layers]].",
            f"{PLAN_FILE} 写了 {len(layers)} 个参考图层，却没有 {GEODATA}/{CATALOGUE_FILE}{folder_zh}；"
            "请恢复，或从 [roles] 和 [[layers]] 中删去这些图层。",
        )


def _missing(file: str, en: str, zh: str, severity: Severity = "error") -> Problem:
    return Problem(en, zh, file, severity=severity, code=TABLE_MISSING)


def settings_problems(table: Mapping[str, Any], text: str) -> Iterator[Problem]:
    """Yield a problem for every value of plan.toml that can be read but is of no use.

    Parameters
    ----------
    table, text
        plan.toml as parsed, and its text.
    """
    yield from _patterns(table.get("fields"), text)
    yield from _tolerances(table.get("tolerances"), text)
    yield from _kinds(table.get("kinds"), text)
    yield from _colours(table, text)
    language = table.get("plan", {}).get("language", "en")
    if language not in ("zh", "en"):
        shown = printable(str(language), 20)
        yield _about(
            "language", text, f"The language '{shown}' is none the program speaks; write zh or en.",
            f"language 不能是“{shown}”；请写 zh 或 en。",
        )  # fmt: skip


def _about(key: str, text: str, en: str, zh: str) -> Problem:
    return Problem(en, zh, f"{ZONES}/{PLAN_FILE}", line_of(text, key), 1, "error")


def _patterns(fields: object, text: str) -> Iterator[Problem]:
    if fields is not None and not isinstance(fields, dict):
        yield _about("fields", text, "fields must be a table ([fields]).", "fields 应为表（[fields]）。")
        return
    for name, value in (fields or {}).items():
        if name == "extra" and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            yield _about(name, text, "extra must be a list of names in quotes.", "extra 应为引号括起的名称列表。")
        if not name.endswith("_pattern"):
            continue
        if not isinstance(value, str):
            yield _about(name, text, f"{name} must be text in quotes.", f"{name} 应为引号括起的文字。")
            continue
        try:
            re.compile(value)
        except (re.error, OverflowError, RecursionError) as error:
            shown = printable(value, 40)
            yield _about(
                name, text,
                f"{name} '{shown}' is no regular expression ({error}), so nothing is compared with it; mend it.",
                f"{name}“{shown}”不是正则表达式（{error}），无法用来比对；请改正。",
            )  # fmt: skip


def _tolerances(tolerances: object, text: str) -> Iterator[Problem]:
    for name, value in (tolerances if isinstance(tolerances, dict) else {}).items():
        if isinstance(value, int | float) and not (math.isfinite(value) and value >= 0):
            yield _about(
                name, text, f"{name} is {value}; a tolerance must be a finite number, not negative.",
                f"{name} 为 {value}；容差应为有限的数，不为负。",
            )  # fmt: skip


def _colours(table: Mapping[str, Any], text: str) -> Iterator[Problem]:
    entries = [entry for name in ("kinds", "layers") for entry in table.get(name, []) if isinstance(entry, dict)]
    for entry in entries:
        values = [entry.get(key, "") for key in ("colour", "ink", "fill")] + [*entry.get("zone_colours", [])]
        for value in values:
            if isinstance(value, str) and value.startswith("#") and not _COLOUR.fullmatch(value):
                shown = printable(value, 20)
                line = text.count("\n", 0, max(text.find(value), 0)) + 1
                yield replace(
                    _about("", text, f"'{shown}' is no colour; write #rrggbb.", f"“{shown}”不是颜色；请写 #rrggbb。"),
                    line=line,
                )


def _kinds(kinds: object, text: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in kinds if isinstance(kinds, list) else []:
        kind, count = entry.get("kind"), entry.get("count", 0)
        if kind in seen:
            yield _about(
                "kinds", text, f"There are two [[kinds]] tables with the kind '{kind}'; rename one or delete it.",
                f"有两个 [[kinds]] 表的 kind 都是“{kind}”；请改名或删去一个。",
            )  # fmt: skip
        seen.add(kind)
        if isinstance(count, int) and count < 0:
            yield _about(
                "count", text, f"The count of the kind '{kind}' is {count}; it cannot be negative.",
                f"“{kind}”的 count 为 {count}，不能是负数。",
            )  # fmt: skip
