"""Checks of the values of a zone's fields: are they known, and written as the plan asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.structure.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check(
    "Z170", "unknown-kind", family="structure", severity="error", source="zones/plan.toml, [[kinds]]", needs_plan=True
)
def unknown_kind(subject: Subject) -> Iterator[Finding]:
    """A zone's kind is none of the plan's.

    What it means
        The field kind names no [[kinds]] of plan.toml, or is missing.
    Why it matters
        The zone is drawn and counted as the kind of its file, which is a guess.
    How to fix
        Use one of the kinds named.

    中文
    功能区的类别不在规划里。

    含义
        kind 不是 plan.toml 里 [[kinds]] 的任何一个，或没有填。
    为什么
        只能猜它属于所在文件的类别来画、来数。
    怎么改
        用列出的类别之一。
    """
    yield from told(subject, "Z170", "unknown-kind")


@check(
    "Z171",
    "kind-in-wrong-file",
    family="structure",
    severity="warning",
    source="zones/plan.toml, [[kinds]]",
    needs_plan=True,
)
def kind_in_wrong_file(subject: Subject) -> Iterator[Finding]:
    """A zone stands in the file of another kind.

    What it means
        Its kind is known, but plan.toml keeps that kind in another file.
    Why it matters
        Someone who opens the right file does not find it.
    How to fix
        Move the feature, or correct its kind.

    中文
    功能区放错了文件。

    含义
        它的类别没有错，但 plan.toml 规定这一类放在另一个文件。
    为什么
        打开那个文件的人找不到它。
    怎么改
        移过去，或改正 kind。
    """
    yield from told(subject, "Z171", "kind-file")


@check(
    "Z172", "field-form", family="structure", severity="warning", source="zones/plan.toml, [fields]", needs_plan=True
)
def field_form(subject: Subject) -> Iterator[Finding]:
    """A field's text is not written as the plan asks.

    What it means
        plan.toml gives a pattern for it ([fields] NAME_pattern), such as that of a clause, and the text does not
        match.
    Why it matters
        References to the plan's text cannot be followed or sorted; half-width brackets are the usual reason.
    How to fix
        Write it as the pattern asks.

    中文
    字段的写法不合规划的规定。

    含义
        plan.toml 为它规定了写法（[fields] NAME_pattern），例如条款号，这里不符。
    为什么
        对规划条文的引用就查不到、排不了序；常见的原因是括号用了半角。
    怎么改
        按规定的写法改正。
    """
    yield from told(subject, "Z172", "field-form")


@check("Z174", "unknown-industry", family="structure", severity="error", source="zones/industries.csv", needs_plan=True)
def unknown_industry(subject: Subject) -> Iterator[Finding]:
    """A zone names an industry that is not in the vocabulary.

    What it means
        The word is no industry_id of industries.csv.
    Why it matters
        The zone is not found by that industry.
    How to fix
        Use one of the terms suggested, or add a row to industries.csv.

    中文
    功能区的产业不在词表里。

    含义
        这个词不是 industries.csv 里的 industry_id。
    为什么
        按产业查询时找不到这个功能区。
    怎么改
        用所建议的词，或在 industries.csv 里加一行。
    """
    yield from told(subject, "Z174", "unknown-industry")


@check(
    "Z175",
    "unknown-boundary-term",
    family="structure",
    severity="warning",
    source="the fields of a zone",
    needs_plan=True,
)
def unknown_boundary_term(subject: Subject) -> Iterator[Finding]:
    """A zone's boundary method or status is unknown.

    What it means
        boundary_method and boundary_status each have a short list of values.
    Why it matters
        The map cannot say how far the edge may be trusted.
    How to fix
        Use one of the values named.

    中文
    边界方法或性质不认识。

    含义
        boundary_method 和 boundary_status 各有几个固定的值。
    为什么
        地图就说不出这条边界有多可信。
    怎么改
        用列出的值之一。
    """
    yield from told(subject, "Z175", "boundary-term")


@check(
    "Z176",
    "placeholder-text",
    family="structure",
    severity="warning",
    source="measured: pandas and QGIS write empty values as text",
    needs_plan=True,
)
def placeholder_text(subject: Subject) -> Iterator[Finding]:
    """A text only says that there is none.

    What it means
        A name, a zone_id or a boundary_basis is "None", "nan", "null", "N/A" or the like.
    Why it matters
        It is an empty value that a conversion turned into a word; the map shows it as a name.
    How to fix
        Fill in what was meant, or write null.

    中文
    文字只是空值的写法。

    含义
        名称、zone_id 或 boundary_basis 是 "None"、"nan"、"null"、"N/A" 之类。
    为什么
        这是转换时变成文字的空值，地图会把它当名称显示。
    怎么改
        填上真正的内容，或写 null。
    """
    yield from told(subject, "Z176", "placeholder")
