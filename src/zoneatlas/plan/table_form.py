"""What is wrong with a CSV table as a table, whatever it is about: its header, its rows, signs that do not show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError, Problem
from zoneatlas.plan.tables import csv_rows, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["TABLE_FORM", "table_form_problems"]

#: The code of the problems found here.
TABLE_FORM = "table-form"
#: Rows told of one table: whoever mends them looks again.
_MOST = 20
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)


def table_form_problems(path: Path, name: str) -> tuple[Problem, ...]:
    """Return what is wrong with the form of a CSV table; none when it cannot be read, which its reader says.

    Parameters
    ----------
    path, name
        The table, and what problems call it.
    """
    try:
        text = read_text(path, name)
        rows = csv_rows(text, name)
    except PlanError:
        return ()
    found = [*_signs(text, name), *_header(rows[0][1] if rows else [], name)]
    ragged = list(_ragged(rows, name))
    return (*found, *ragged[:_MOST])


def _problem(name: str, line: int, column: int, en: str, zh: str) -> Problem:
    return Problem(en, zh, name, line, column, "error", code=TABLE_FORM)


def _signs(text: str, name: str) -> Iterator[Problem]:
    control = _CONTROL.search(text)
    if control:
        said = f"U+{ord(control[0]):04X}"
        line, column = _place(text, control.start())
        yield _problem(
            name, line, column, f"There is a control character ({said}) here; delete it.",
            f"这里有控制字符（{said}）；请删去。",
        )  # fmt: skip
    for mark in _CONFLICT.finditer(text):
        if mark[0].startswith("<"):
            yield _problem(
                name, *_place(text, mark.start()),
                "This is the mark of an unresolved Git conflict; keep one side and delete the lines of marks.",
                "这里是没有处理完的 Git 合并冲突标记；请选定一方，删去标记行。",
            )  # fmt: skip


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _header(header: list[str], name: str) -> Iterator[Problem]:
    for number, column in enumerate(header):
        shown = printable(column, 30)
        if column and column in header[:number]:
            yield _problem(
                name, 1, 1, f"The header has the column '{shown}' twice; rename one or delete it.",
                f"表头里“{shown}”列重复；请改名或删去一列。",
            )  # fmt: skip
        if column != column.strip():
            yield _problem(
                name, 1, 1, f"The column '{shown}' of the header begins or ends with a space; delete it.",
                f"表头的“{shown}”列首尾有空格；请删去。",
            )  # fmt: skip


def _ragged(rows: list[tuple[int, list[str]]], name: str) -> Iterator[Problem]:
    width = len(rows[0][1]) if rows else 0
    for line, cells in rows[1:]:
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            yield _problem(
                name, line, 1,
                f"The row has {len(cells)} cells and the header {width}; put a cell that holds a comma into quotes.",
                f"这一行有 {len(cells)} 格，表头只有 {width} 格；含逗号的格请加双引号。",
            )  # fmt: skip
        elif len(cells) < width and any(cell.strip() for cell in cells):
            yield _problem(
                name, line, 1,
                f"The row has {len(cells)} cells and the header {width}; add the commas of the empty cells.",
                f"这一行只有 {len(cells)} 格，表头有 {width} 格；请补上空格子的逗号。",
            )  # fmt: skip
