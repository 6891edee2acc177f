"""Reading the plan's TOML and CSV tables, with the line of what is wrong."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from zoneatlas.plan import faults
from zoneatlas.plan.decoding import decode_text, file_bytes, present
from zoneatlas.plan.records import Layer, PlanError, Problem, Source, Text

if TYPE_CHECKING:
    from pathlib import Path

#: What a table never means: left out on reading, and told by the checks.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
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
        raise PlanError(next(problem for problem in problems if problem.severity == "error"))
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
    rows = csv_rows(read_text(path, name), name)
    header = rows[0][1] if rows else []
    missing = [column for column in columns if column not in header]
    if missing:
        raise PlanError(_lacking(header, missing, name))
    return [(line, _row(header, cells)) for line, cells in rows[1:]]


def _row(header: list[str], cells: list[str]) -> dict[str, str]:
    """Return a row by column; of a column named twice the first counts, a cell that is missing is empty."""
    row: dict[str, str] = {}
    for key, value in zip_longest(header, cells[: len(header)], fillvalue=""):
        if key:
            row.setdefault(key, value.strip())
    return row


def csv_rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV text, the header too, each with the line it starts at; empty lines are left out.

    Raises
    ------
    PlanError
        If a quote is not closed, or something follows a closed one: nobody can tell what belongs to which row then.
    """
    reader = csv.reader(io.StringIO(_CONTROL.sub("", text), newline=""), strict=True)
    rows = []
    line = 1
    try:
        for cells in reader:
            if cells:
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise PlanError(
            Problem(
                f"This is no CSV: a quote in this row is not closed, or something follows a closed one ({error}). "
                "Put a quote at both ends of the cell, and write one inside it twice.",
                f"这里不合 CSV 格式：这一行的引号没有配对，或右引号后面还有内容（{error}）。"
                "请在格的两端都加引号，格内的引号写两个。",
                name,
                line,
                1,
                "error",
            )
        ) from None
    return rows


def _lacking(header: list[str], missing: list[str], name: str) -> Problem:
    names = ", ".join(missing)
    sign = next((sign for sign in (";", "\t", "；", "，") if len(header) == 1 and sign in header[0]), "")
    shown = {"\t": "tab"}.get(sign, sign)
    parted = f" Its cells are parted by '{shown}'; save it with commas." if sign else ""
    parted_zh = f"各格是用“{shown}”分开的；请存为逗号分隔。" if sign else ""
    return Problem(
        f"The table lacks the columns {names}.{parted}", f"表缺少这些列：{names}。{parted_zh}", name, 1, 1, "error"
    )


def read_sources(path: Path, name: str) -> tuple[Source, ...]:
    """Read sources.csv; an absent table is an empty one.

    Raises
    ------
    PlanError
        If the table is there and cannot be read.
    """
    if not present(path):
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
    if not present(path):
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
