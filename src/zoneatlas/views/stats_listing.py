"""Statistics as a table for a terminal, as the JSON object programs read, as CSV and as Parquet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import Text
from zoneatlas.views.text import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.answers.stats import Cell, Figure, Stats
    from zoneatlas.answers.stats_dimensions import Key

__all__ = ["figure_text", "stats_csv", "stats_json", "stats_parquet", "stats_text"]

_TITLES = {
    "zone": Text("功能区", "zone"),
    "kind": Text("类别", "kind"),
    "district": Text("区县", "district"),
    "region": Text("区域", "region"),
    "ring": Text("环路之间", "between the rings"),
    "park": Text("园区和开发区", "park or development zone"),
    "industry": Text("产业（含下级）", "industry (with narrower terms)"),
}
#: What is said of rows of which it is uncertain what they belong to.
_DOUBTS = {
    "district": Text("{:,} 行在哪个区县拿不准", "{:,} rows of which the district is uncertain"),
    "region": Text("{:,} 行在哪个区域拿不准", "{:,} rows of which the region is uncertain"),
    "park": Text("{:,} 行有拿不准的园区或开发区", "{:,} rows with uncertain parks"),
    "ring": Text("{:,} 行在哪两环之间拿不准", "{:,} rows of which the ring interval is uncertain"),
    "industry": Text(
        "{:,} 行的代码不够细，可能属于更细的产业，计入其高值",
        "{:,} rows with codes that may be of a narrower term, counted in its high",
    ),
}
_ROWS = Text("行数", "rows")
_OVERLAPPING = Text("其中在不止一区", "of them in several zones")
_IN_PARKS = Text("其中在不止一处园区", "of them in several parks")
_LISTED = 12
#: Digits of a full code, and how many are left of codes of two and four that lost a nought.
_DEPTH, _SHORT = 4, (1, 3)


def plain_number(value: float) -> float | int:
    """Return a whole number as such."""
    return int(value) if float(value).is_integer() else value


def number_text(value: float) -> str:
    """Return a count or a sum with thousands separators, and two decimals or three digits."""
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.3g}"


def figure_text(figure: Figure) -> str:
    """Return a figure, with its range in brackets where it has one and differs from it."""
    said = number_text(figure.value)
    if figure.low is None or figure.high is None or figure.low == figure.high == figure.value:
        return said
    return f"{said} ({number_text(figure.low)}–{number_text(figure.high)})"


def stats_text(stats: Stats, lang: str) -> str:
    """Return statistics as text: what the table holds, the figures, and the codes that count for no term."""
    header = [_TITLES[name].say(lang) for name in stats.by] + [_ROWS.say(lang), *stats.sums]
    shown = [cell for cell in stats.cells if cell.rows.value or not any(key.level == "industry" for key in cell.keys)]
    zoned = any(cell.overlapping is not None for cell in stats.cells)
    several = _IN_PARKS if "park" in stats.by and not {"zone", "kind"} & {*stats.by} else _OVERLAPPING
    header += [several.say(lang)] if zoned else []
    rows = [
        [
            *(_key_text(key, lang) for key in cell.keys),
            *(figure_text(one) for one in (cell.rows, *cell.sums)),
            *([number_text(cell.overlapping or 0)] if zoned else []),
        ]
        for cell in shown
    ]
    said = ["\n".join(_headline(stats, lang)), table(header, rows)]
    left = len(stats.cells) - len(shown)
    if left:
        said.append(
            Text(
                f"另有 {left:,} 项按现有代码为 0，只因代码不够细而可能有；见 --format json 或 csv",
                f"{left:,} more are 0 as coded and only might hold rows whose codes are not deep enough: "
                "see --format json or csv",
            ).say(lang)
        )
    return "\n\n".join([*said, *_codes_text(stats, lang)])


def _key_text(key: Key, lang: str) -> str:
    name = key.name.say(lang)
    return f"{name} [{key.id}]" if key.level in ("zone", "park", "industry") else name


def _headline(stats: Stats, lang: str) -> Iterator[str]:
    inside, zh = stats.in_zones, lang == "zh"
    rows, figure, overlapping = number_text(stats.whole.rows.value), figure_text(inside.rows), inside.overlapping or 0
    yield Text(
        f"{rows} 行；在功能区内 {figure}，其中 {overlapping:,} 行在不止一个功能区，各合计只计一次",
        f"{rows} rows; in zones {figure}, {overlapping:,} of them in more than one, counted once in every total",
    ).say(lang)
    yield Text(
        f"{stats.uncertain:,} 行有拿不准的功能区；括号内为低值–高值（低：不计拿不准的；高：计入可能在内的）",
        f"{stats.uncertain:,} rows with uncertain zones; in brackets low–high "
        "(low without what is uncertain, high with all that may be inside)",
    ).say(lang)
    for name, doubtful in stats.doubtful.items():
        if doubtful and name in _DOUBTS:
            yield _DOUBTS[name].say(lang).format(doubtful)
    if stats.problems:
        said = ("、" if zh else ", ").join(f"{problem} {rows:,}" for problem, rows in stats.problems.items())
        yield Text(f"没有可用坐标的行：{said}", f"rows without usable coordinates: {said}").say(lang)
    for name, (missing, faulty) in zip(stats.sums, stats.unsummed, strict=True):
        if missing or faulty:
            yield Text(
                f"{name}：{missing:,} 行没有值，{faulty:,} 行不是数，均未计入合计",
                f"{name}: {missing:,} rows without a figure, {faulty:,} with what is no number, none of them summed",
            ).say(lang)


def _codes_text(stats: Stats, lang: str) -> Iterator[str]:
    codes = stats.codes
    if codes is None:
        return
    short = sum(codes.digits.get(number, 0) for number in _SHORT)
    if short and "industry" in stats.by and codes.digits.get(_DEPTH, 0) > short:
        yield Text(
            f"{codes.column} 列多为四位代码，但有 {short:,} 行是一位或三位；若是电子表格丢了前导零"
            "（0131 成了 131），请改为文本重新导出。这里按所写的代码计",
            f"column {codes.column} holds codes of four digits, but {short:,} rows have one or three; if a spreadsheet "
            "lost leading noughts (131 for 0131), export it again as text. They are counted as written",
        ).say(lang)
    if not (codes.stray or codes.more):
        return
    rows = sum(one.rows for one in codes.stray) + codes.more
    lines = [
        Text(
            f"词表未覆盖的行业代码（{codes.column} 列，{rows:,} 行）：",
            f"industry codes that no term covers (column {codes.column}, {rows:,} rows):",
        ).say(lang)
    ]
    for one in codes.stray[:_LISTED]:
        near = ("、" if lang == "zh" else ", ").join(one.candidates)
        wider = Text(f"，宽于 {near}", f", wider than {near}").say(lang) if one.why == "wider" else ""
        count = "1 row" if one.rows == 1 else f"{one.rows:,} rows"
        lines.append(Text(f"  {one.code}：{one.rows:,} 行{wider}", f"  {one.code}: {count}{wider}").say(lang))
    left = len(codes.stray) - _LISTED
    if left > 0 or codes.more:
        lines.append(Text("  ……其余见 --format json", "  … the rest with --format json").say(lang))
    yield "\n".join(lines)


def figure_json(figure: Figure) -> dict[str, Any]:
    """Return a figure as a JSON object; ``low`` and ``high`` are null where no zone is in question."""
    return {
        "value": plain_number(figure.value),
        "low": None if figure.low is None else plain_number(figure.low),
        "high": None if figure.high is None else plain_number(figure.high),
    }


def _cell_json(stats: Stats, cell: Cell) -> dict[str, Any]:
    return {
        "rows": figure_json(cell.rows),
        "sums": {name: figure_json(one) for name, one in zip(stats.sums, cell.sums, strict=True)},
        "overlapping": cell.overlapping,
    }


def stats_json(stats: Stats) -> dict[str, Any]:
    """Return statistics as one JSON object; docs/statistics.md lists its keys."""
    codes = stats.codes
    return {
        "file": stats.file,
        "by": list(stats.by),
        "sums": list(stats.sums),
        "totals": {
            "table": _cell_json(stats, stats.whole),
            "in_zones": _cell_json(stats, stats.in_zones),
            "uncertain": stats.uncertain,
            "without_place": sum(stats.problems.values()),
            "problems": dict(stats.problems),
            "uncertain_by": dict(stats.doubtful),
        },
        "unsummed": {
            name: {"missing": missing, "not_a_number": faulty}
            for name, (missing, faulty) in zip(stats.sums, stats.unsummed, strict=True)
        },
        "cells": [
            {
                "keys": {name: _key_json(key) for name, key in zip(stats.by, cell.keys, strict=True)},
                **_cell_json(stats, cell),
            }
            for cell in stats.cells
        ],
        "codes": None
        if codes is None
        else {
            "column": codes.column,
            "placed": codes.placed,
            "blank": codes.blank,
            "stray": [
                {"code": one.code, "rows": one.rows, "why": one.why, "candidates": list(one.candidates)}
                for one in codes.stray
            ],
            "more": codes.more,
            "digits": {str(number): rows for number, rows in codes.digits.items()},
        },
    }


def _key_json(key: Key) -> dict[str, str]:
    return {"id": key.id, "level": key.level, "name_zh": key.name.zh, "name_en": key.name.en}


def _flat(stats: Stats) -> tuple[list[str], list[list[Any]]]:
    """Return the cells as one flat table: names of columns, and rows."""
    header = [f"{name}{part}" for name in stats.by for part in ("", "_level", "_zh", "_en")]
    header += [f"{name}{part}" for name in ("rows", *stats.sums) for part in ("", "_low", "_high")]
    rows = [
        [part for key in cell.keys for part in (key.id, key.level, key.name.zh, key.name.en)]
        + [part for one in (cell.rows, *cell.sums) for part in (one.value, one.low, one.high)]
        + [cell.overlapping]
        for cell in stats.cells
    ]
    return [*header, "overlapping"], rows


def stats_csv(stats: Stats) -> str:
    """Return the cells as CSV, without the last line's end."""
    header, rows = _flat(stats)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([plain_number(part) if isinstance(part, float) else part for part in row] for row in rows)
    return out.getvalue().rstrip("\n")


def stats_parquet(stats: Stats, path: str) -> None:
    """Write the cells as a Parquet file, beside its name first.

    Raises
    ------
    PlanError
        If it cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from zoneatlas.answers.tables_io import unwritable
    from zoneatlas.answers.tables_io_beside import Beside

    header, rows = _flat(stats)
    counted = {"rows", "rows_low", "rows_high", "overlapping"}
    words = {f"{name}{part}" for name in stats.by for part in ("", "_level", "_zh", "_en")}
    types = [pa.string() if name in words else pa.int64() if name in counted else pa.float64() for name in header]
    columns = [pa.array([row[place] for row in rows], kind) for place, kind in enumerate(types)]
    with Beside(path) as part:
        try:
            pq.write_table(pa.Table.from_arrays(columns, names=header), part)
        except OSError as error:
            raise unwritable(path, error) from error
