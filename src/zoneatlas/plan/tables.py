"""Reading the plan's TOML and CSV tables, with the line of what is wrong."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from typing import TYPE_CHECKING, Any

from zoneatlas.plan import faults
from zoneatlas.plan.decoding import decode_text, file_bytes
from zoneatlas.plan.records import Layer, PlanError, Problem, Source, Text

if TYPE_CHECKING:
    from pathlib import Path

_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_text(path: Path, name: str) -> str:
    """Return a file's text.

    Raises
    ------
    PlanError
        If the file is missing, unreadable, empty or not UTF-8.
    """
    try:
        data = file_bytes(path)
    except FileNotFoundError:
        raise PlanError(faults.problem("not-found", name, severity="error")) from None
    except OSError as error:
        raise PlanError(
            faults.problem("not-readable", name, detail=error.strerror or str(error), severity="error")
        ) from None
    text, problems = decode_text(data, name)
    if text is None:
        raise PlanError(problems[-1])
    return text


def read_toml(path: Path, name: str) -> tuple[dict[str, Any], str]:
    """Return a TOML file's content and its text.

    Raises
    ------
    PlanError
        If the file cannot be read or is no TOML; with the place.
    """
    text = read_text(path, name)
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        reason = _TOML_PLACE.sub("", str(error)).strip()
        raise PlanError(
            Problem(f"This is no TOML: {reason}.", f"这里不合 TOML 语法（{reason}）。", name, line, column, "error")
        ) from None
    except RecursionError:
        raise PlanError(faults.problem("too-deep", name, severity="error")) from None


def read_csv(path: Path, name: str, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Return a CSV table's rows, each with the line it starts at.

    Raises
    ------
    PlanError
        If the file cannot be read, is no CSV or lacks one of `columns`.
    """
    text = read_text(path, name)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows = []
    line = 1
    try:
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            names = ", ".join(missing)
            raise PlanError(
                Problem(f"The table lacks the columns {names}.", f"表缺少这些列：{names}。", name, 1, 1, "error")
            )
        for row in reader:
            values = {key: (value or "").strip() for key, value in row.items() if key}
            line = reader.line_num - sum(value.count("\n") for value in values.values())
            rows.append((line, values))
    except csv.Error as error:
        raise PlanError(
            Problem(f"This is no CSV: {error}.", f"这里不合 CSV 格式（{error}）。", name, line, 1, "error")
        ) from None
    return rows


def read_sources(path: Path, name: str) -> tuple[Source, ...]:
    """Read sources.csv; an absent table is an empty one.

    Raises
    ------
    PlanError
        If the table is there and cannot be read.
    """
    if not path.exists():
        return ()
    columns = ("source_id", "title_zh", "title_en", "publisher", "date", "address", "licence")
    return tuple(
        Source(
            source_id=row["source_id"],
            title=Text(row["title_zh"], row["title_en"]),
            publisher=row["publisher"],
            date=row["date"],
            address=row["address"],
            licence=row["licence"],
        )
        for _, row in read_csv(path, name, columns)
    )


def read_catalogue(path: Path, name: str) -> tuple[Layer, ...]:
    """Read catalog.toml; an absent catalogue is an empty one.

    Raises
    ------
    PlanError
        If the catalogue is there and cannot be read, or an entry has no id or file.
    """
    if not path.exists():
        return ()
    content, text = read_toml(path, name)
    entries = content.get("layers", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise PlanError(
            Problem(
                "The entries must be [[layers]] tables.",
                "条目应写成 [[layers]] 表。",
                name,
                line_of(text, "layers"),
                1,
                "error",
            )
        )
    return tuple(_layer(entry, name, text) for entry in entries)


def _layer(entry: dict[str, Any], name: str, text: str) -> Layer:
    for key in ("id", "file"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            raise PlanError(
                Problem(
                    f"A [[layers]] entry has no {key}.",
                    f"有一个 [[layers]] 条目没有 {key}。",
                    name,
                    line_of(text, "layers"),
                    1,
                    "error",
                )
            )
    accuracy_m = entry.get("accuracy_m")
    said = {key: str(entry.get(key, "")) for key in ("source", "licence", "attribution", "vintage", "datum", "sha256")}
    return Layer(
        id=entry["id"],
        file=entry["file"],
        title=Text(str(entry.get("title_zh", "")), str(entry.get("title_en", ""))),
        accuracy_m=float(accuracy_m) if isinstance(accuracy_m, int | float) else None,
        **said,
    )


def line_of(text: str, key: str) -> int:
    """Return the first line of a TOML text that speaks of `key` (1 when none does)."""
    match = re.search(rf"^\s*(?:\[+\s*)?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, match.end()) + 1 if match else 1
