"""Checks of texts: what a reader, a page or a table will trip over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.structure.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check(
    "Z180", "markup-in-text", family="structure", severity="warning", source="map pages that put text into innerHTML"
)
def markup_in_text(subject: Subject) -> Iterator[Finding]:
    """A text holds HTML.

    What it means
        There is a tag, an entity or a javascript: address in it.
    Why it matters
        Pages that do not escape it run it, which is how maps are hijacked; ours shows it as it stands.
    How to fix
        Write plain text.

    中文
    文字里有 HTML。

    含义
        里面有标签、实体或 javascript: 地址。
    为什么
        不做转义的网页会执行它，地图就是这样被劫持的；本软件会原样显示。
    怎么改
        只写文字。
    """
    yield from told(subject, "Z180", "markup")


@check(
    "Z181", "template-in-text", family="structure", severity="warning", source="map pages that put text into a script"
)
def template_in_text(subject: Subject) -> Iterator[Finding]:
    """A text holds a sign of program templates.

    What it means
        There is a backtick, ${, {{ or a backslash before a digit.
    Why it matters
        Map pages made by other tools break or go blank on one such character.
    How to fix
        Delete or replace the sign.

    中文
    文字里有程序模板的符号。

    含义
        里面有反引号、${、{{，或数字前的反斜杠。
    为什么
        别的工具做的地图页面遇到一个这样的字符就会坏掉或空白。
    怎么改
        删去或换掉它。
    """
    yield from told(subject, "Z181", "template")


@check("Z182", "control-character", family="structure", severity="warning", source="RFC 7493, 2.1")
def control_character(subject: Subject) -> Iterator[Finding]:
    """A text holds a control character.

    What it means
        A tab, a line break or another character without a shape was pasted in.
    Why it matters
        Tables break, searching fails, and terminals may obey it.
    How to fix
        Delete it.

    中文
    文字里有控制字符。

    含义
        粘贴时带进了制表符、换行或别的没有形状的字符。
    为什么
        表格会错位，查找不到，终端可能会照它执行。
    怎么改
        删去它。
    """
    yield from told(subject, "Z182", "control")


@check(
    "Z183",
    "invisible-character",
    family="structure",
    severity="warning",
    source="Unicode: default ignorable characters",
)
def invisible_character(subject: Subject) -> Iterator[Finding]:
    """A text holds an invisible character.

    What it means
        A no-break space, a zero-width space or joiner, or the like, usually copied from a web page or a PDF. Joiners
        and marks that a script needs are none; in files that are no plan, nor are no-break spaces and soft hyphens.
    Why it matters
        Two names look the same and are not; nothing is found.
    How to fix
        Delete it, or type a plain space.

    中文
    文字里有看不见的字符。

    含义
        里面有不换行空格、零宽空格之类，多半从网页或 PDF 复制而来。文字本身需要的连接符不算；
        不是规划的文件里，不换行空格和软连字符也不算。
    为什么
        两个名称看着一样却不相同，什么也查不到。
    怎么改
        删去，或改为普通空格。
    """
    yield from told(subject, "Z183", "invisible")


@check("Z184", "direction-override", family="structure", severity="warning", source="Unicode UAX 9; CVE-2021-42574")
def direction_override(subject: Subject) -> Iterator[Finding]:
    """A text holds a character that turns its direction.

    What it means
        It is one of the embeddings, overrides and isolates for right-to-left writing.
    Why it matters
        What is shown reads otherwise than what is stored, which hides a false name.
    How to fix
        Delete it.

    中文
    文字里有改变书写方向的字符。

    含义
        它是从右向左书写用的嵌入、强制或隔离控制符。
    为什么
        显示的与实际存的不同，可以掩盖假的名称。
    怎么改
        删去它。
    """
    yield from told(subject, "Z184", "bidi")


@check("Z185", "lookalike-characters", family="structure", severity="warning", source="Unicode TR 39")
def lookalike_characters(subject: Subject) -> Iterator[Finding]:
    """A text holds look-alike characters.

    What it means
        Full-width letters or digits (outside a plan, not where East Asian writing has them by custom), or Greek or
        Cyrillic letters within a Latin word.
    Why it matters
        It looks right, but is not found, sorted or matched.
    How to fix
        Type the word anew with plain letters and digits.

    中文
    文字里有形似的字符。

    含义
        全角的字母或数字（不是规划的文件里，东亚文字惯用的不算），或拉丁词里夹着希腊、西里尔字母。
    为什么
        看着没错，却查不到、排不对、对不上。
    怎么改
        用普通的字母和数字重打一遍。
    """
    yield from told(subject, "Z185", "lookalike")


@check("Z186", "mojibake", family="structure", severity="warning", source="measured: GBK read as UTF-8 and the reverse")
def mojibake(subject: Subject) -> Iterator[Finding]:
    """A text is garbled.

    What it means
        It was read in the wrong encoding and saved again, or holds the replacement character U+FFFD.
    Why it matters
        The name is lost to every reader; where it can be told, the original is given.
    How to fix
        Write it anew.

    中文
    文字是乱码。

    含义
        它曾按错误的编码读入后又存了下来，或含有替代字符 U+FFFD。
    为什么
        谁也看不懂这个名称；能推出原文时已给出。
    怎么改
        按原文重写。
    """
    yield from told(subject, "Z186", "mojibake")


@check("Z187", "formula-like-name", family="structure", severity="warning", source="OWASP: CSV injection")
def formula_like_name(subject: Subject) -> Iterator[Finding]:
    """A name begins like a formula.

    What it means
        Its first character is =, +, - or @.
    Why it matters
        Spreadsheets run it when a table is opened.
    How to fix
        Begin the name with a letter.

    中文
    名称像公式。

    含义
        第一个字符是 =、+、- 或 @。
    为什么
        用表格软件打开时会被执行。
    怎么改
        让名称以文字开头。
    """
    yield from told(subject, "Z187", "formula")


@check("Z188", "overlong-name", family="structure", severity="warning", source="what a legend holds")
def overlong_name(subject: Subject) -> Iterator[Finding]:
    """A name is very long.

    What it means
        It has more than 100 characters.
    Why it matters
        It fits no legend and no list; often a description was pasted into the field.
    How to fix
        Shorten it, and put the rest into boundary_basis.

    中文
    名称太长。

    含义
        超过 100 个字。
    为什么
        图例和列表都放不下；多半是把说明贴进了名称。
    怎么改
        缩短，其余的写进 boundary_basis。
    """
    yield from told(subject, "Z188", "overlong")


@check("Z189", "stray-space", family="structure", severity="warning", source="what a search compares")
def stray_space(subject: Subject) -> Iterator[Finding]:
    """A name has stray white space.

    What it means
        There is a space at its beginning or end, two in a row, or (in a plan) a full-width one.
    Why it matters
        Two names look the same and are not.
    How to fix
        Delete the spaces.

    中文
    名称里有多余的空格。

    含义
        开头或结尾有空格，或连着两个，或（在规划里）有全角空格。
    为什么
        两个名称看着一样却不相同。
    怎么改
        删去空格。
    """
    yield from told(subject, "Z189", "stray-space")


@check(
    "Z190",
    "traditional-characters",
    family="structure",
    severity="warning",
    source="the script of the plan's other texts",
    needs_plan=True,
)
def traditional_characters(subject: Subject) -> Iterator[Finding]:
    """A name is in traditional characters while the plan is in simplified ones.

    What it means
        Some characters are of the other script than the rest of the plan.
    Why it matters
        The name is not found by those who type it as everywhere else.
    How to fix
        Write it as suggested.

    中文
    规划用简体字，这个名称里却有繁体字。

    含义
        有的字与规划其余部分的字体不同。
    为什么
        按别处的写法查不到它。
    怎么改
        按建议改写。
    """
    yield from told(subject, "Z190", "traditional")
