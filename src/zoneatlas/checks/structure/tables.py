"""Checks of a plan's tables: can they be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.structure.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check("Z195", "unreadable-settings", family="structure", severity="error", source="zones/plan.toml")
def unreadable_settings(subject: Subject) -> Iterator[Finding]:
    """plan.toml cannot be used.

    What it means
        It is missing, no TOML, or lacks something the plan cannot do without.
    Why it matters
        Which files hold zones is unknown, so only what applies to any GeoJSON is checked.
    How to fix
        Mend the place shown; everything else is then checked as well.

    中文
    plan.toml 不能用。

    含义
        它不存在、不是 TOML，或缺了规划不可少的东西。
    为什么
        不知道哪些文件是功能区，只能做对任何 GeoJSON 都适用的检查。
    怎么改
        改正所示的地方，其余的检查随后就能做。
    """
    yield from told(subject, "Z195", "settings")


@check(
    "Z196",
    "unreadable-table",
    family="structure",
    severity="error",
    source="the tables of zones/ and geodata/catalog.toml",
)
def unreadable_table(subject: Subject) -> Iterator[Finding]:
    """A table cannot be read.

    What it means
        A CSV table or catalog.toml is not UTF-8, is malformed, or lacks a column.
    Why it matters
        Whatever rests on the table is not checked.
    How to fix
        Mend the place shown; save CSV tables as UTF-8 (in Excel: CSV UTF-8).

    中文
    表读不了。

    含义
        CSV 表或 catalog.toml 不是 UTF-8、格式不对，或缺了列。
    为什么
        依靠这张表的检查都做不了。
    怎么改
        改正所示的地方；CSV 存为 UTF-8（Excel 选“CSV UTF-8”）。
    """
    yield from told(subject, "Z196", "table")


@check(
    "Z197", "faulty-vocabulary", family="structure", severity="warning", source="zones/industries.csv", needs_plan=True
)
def faulty_vocabulary(subject: Subject) -> Iterator[Finding]:
    """A row of the vocabulary is faulty.

    What it means
        An id is malformed or repeated, a parent does not exist, or a name stands for two industries.
    Why it matters
        The industry is found under the wrong term or not at all.
    How to fix
        Mend the row shown.

    中文
    产业词表有一行不对。

    含义
        标识写错或重复、上级不存在，或一个名称指两个产业。
    为什么
        这个产业会查错或查不到。
    怎么改
        改正所示的一行。
    """
    yield from told(subject, "Z197", "vocabulary")
