"""Checks of a plan's tables: can they be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.structure.told import told
from zoneatlas.checks.subject import TABLE_MISSING
from zoneatlas.plan.table_form import TABLE_FORM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check("Z195", "unreadable-settings", family="structure", severity="error", source="zones/plan.toml")
def unreadable_settings(subject: Subject) -> Iterator[Finding]:
    """plan.toml cannot be used.

    What it means
        It is missing, no TOML, lacks something the plan cannot do without, or a value in it is of no use (a pattern
        that is no regular expression, a tolerance that is no number).
    Why it matters
        Which files hold zones is unknown, so only what applies to any GeoJSON is checked; a value of no use is passed
        over.
    How to fix
        Mend the place shown; everything else is then checked as well.

    中文
    plan.toml 不能用。

    含义
        它不存在、不是 TOML、缺了规划不可少的东西，或其中有的值不能用（不是正则表达式的 pattern、不是数的容差）。
    为什么
        不知道哪些文件是功能区，只能做对任何 GeoJSON 都适用的检查；不能用的值会被忽略。
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


@check("Z198", "table-form", family="structure", severity="error", source="RFC 4180", needs_plan=True)
def table_form(subject: Subject) -> Iterator[Finding]:
    """A row or the header of a CSV table has not the form of the table.

    What it means
        A row has more or fewer cells than the header, the header names a column twice, or there is a control character
        or a conflict's mark in the text.
    Why it matters
        The cells after the fault stand under the wrong columns, and what does not fit is lost without a word.
    How to fix
        Put a cell that holds a comma into quotes, or add the missing commas; delete the sign shown.

    中文
    CSV 表的某一行或表头不合表的格式。

    含义
        某一行的格数与表头不同，表头有重复的列，或文字里有控制字符、合并冲突的标记。
    为什么
        后面的格会对到错误的列，放不下的会悄悄丢掉。
    怎么改
        含逗号的格加双引号，或补上缺少的逗号；删去所示的字符。
    """
    yield from told(subject, "Z198", TABLE_FORM)


@check(
    "Z199",
    "missing-table",
    family="structure",
    severity="error",
    source="what zones and plan.toml refer to; an absent table nothing refers to is no fault",
    needs_plan=True,
)
def missing_table(subject: Subject) -> Iterator[Finding]:
    """A table that others refer to is not there.

    What it means
        Zones cite sources and there is no zones/sources.csv, zones name industries and there is no zones/industries.csv
        (a warning), or plan.toml names reference layers and there is no geodata/catalog.toml.
    Why it matters
        The references lead nowhere, and whatever rests on the table is not checked.
    How to fix
        Restore the table from a backup or from version control, or delete what refers to it.

    中文
    缺少别处引用的表。

    含义
        功能区引用了来源而没有 zones/sources.csv，写了产业而没有 zones/industries.csv（警告），或 plan.toml
        写了参考图层而没有 geodata/catalog.toml。
    为什么
        引用落空，依靠这张表的检查都做不了。
    怎么改
        从备份或版本库恢复这张表，或删去对它的引用。
    """
    yield from told(subject, "Z199", TABLE_MISSING)
