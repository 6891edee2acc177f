"""Assigned CSV without pyarrow: UTF-8 with or without a byte-order mark, or GBK; comma, tab or semicolon."""

from __future__ import annotations

import codecs
import csv
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from zoneatlas.answers.stats_rows import Batch, Table, coded, figures_of
from zoneatlas.plan.records import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["open_plain"]

_SUFFIXES = (".csv", ".tsv", ".txt")
_DELIMITERS = ",\t;"
_LOOK_BYTES = 1 << 20
_ROWS = 1 << 16


def open_plain(path: str) -> Table | None:
    """Open a local CSV file; None for any other, or one whose first line names no columns.

    Raises
    ------
    PlanError
        While reading, if a row has more or fewer values than the header, or the text is in no encoding known.
    """
    file = Path(path)
    if "://" in path or file.suffix.lower() not in _SUFFIXES or not file.is_file():
        return None
    try:
        with file.open("rb") as stream:
            start = stream.read(_LOOK_BYTES)
    except OSError:
        return None  # whoever opens it next says why
    encoding = _encoding(start)
    first = start.split(b"\n", 1)[0].decode(encoding, errors="replace").rstrip("\r")
    delimiter = max(_DELIMITERS, key=first.count)
    names = next(csv.reader([first], delimiter=delimiter), [])
    if not any(names) or len(set(names)) < len(names):
        return None

    def batches(words: Sequence[str], figures: Sequence[str]) -> Iterator[Batch]:
        yield from _batches(path, encoding, delimiter, words, figures)

    lines = max(start.count(b"\n"), 1)
    rows = max(round(file.stat().st_size / max(len(start), 1) * lines) - 1, 0)
    return Table(path, tuple(names), assigned=True, batches=batches, rows=rows)


def _encoding(start: bytes) -> str:
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _batches(path: str, encoding: str, delimiter: str, words: Sequence[str], figures: Sequence[str]) -> Iterator[Batch]:
    with Path(path).open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        try:
            names = next(reader)
            places = {name: names.index(name) for name in (*words, *figures)}
            while rows := list(islice(reader, _ROWS)):
                rows = _even(rows, len(names), path, reader.line_num)
                columns = {name: coded([row[place] for row in rows]) for name, place in places.items()}
                yield Batch(
                    len(rows),
                    {name: columns[name] for name in words},
                    {name: figures_of(columns[name]) for name in figures},
                )
        except (csv.Error, UnicodeDecodeError) as error:
            raise PlanError.about(
                f"{path}:{reader.line_num}: cannot be read ({error}); save it as UTF-8 CSV.",
                f"{path}:{reader.line_num}：无法读取（{error}）；请另存为 UTF-8 的 CSV。",
            ) from error


def _even(rows: list[list[str]], width: int, path: str, line: int) -> list[list[str]]:
    """Return the rows without empty lines, all as wide as the header."""
    kept = [row for row in rows if row]
    uneven = next((row for row in kept if len(row) != width), None)
    if uneven is not None:
        raise PlanError.about(
            f"{path}: a row before line {line + 1} has {len(uneven)} values, the header {width} "
            f"(it begins with '{uneven[0][:40]}'); quote values that hold the delimiter.",
            f"{path}：第 {line + 1} 行之前有一行有 {len(uneven)} 个值，表头有 {width} 个"
            f"（该行以“{uneven[0][:40]}”开头）；含分隔符的值请加引号。",
        )
    return kept
