"""Checks of a file as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.structure.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check("Z110", "truncated-json", family="structure", severity="error", source="RFC 8259, 2")
def truncated_json(subject: Subject) -> Iterator[Finding]:
    """The text breaks off before the JSON ends.

    What it means
        A bracket or a quote that was opened is never closed; the place shown is the end of the text.
    Why it matters
        What stood after it is lost, most often by an interrupted copy or save.
    How to fix
        Restore the rest from a backup or from version control.

    中文
    JSON 没有写完就断了。

    含义
        有的括号或引号没有配对；所示位置是文本的末尾。
    为什么
        后面的内容丢了，多半是复制或保存中断。
    怎么改
        从备份或版本库恢复后半部分。
    """
    yield from told(subject, "Z110", "truncated")


@check("Z111", "trailing-comma", family="structure", severity="error", source="RFC 8259, 4 and 5")
def trailing_comma(subject: Subject) -> Iterator[Finding]:
    """A comma stands after the last item.

    What it means
        Before a closing bracket there is a comma with nothing after it, which JSON does not allow.
    Why it matters
        Strict readers refuse the whole file; it often remains when the last feature is deleted by hand.
    How to fix
        Delete the comma.

    中文
    最后一项后面多了逗号。

    含义
        右括号前有一个后面没有内容的逗号，JSON 不允许。
    为什么
        严格的程序会拒绝整个文件；手工删去最后一个要素时常会留下它。
    怎么改
        删去这个逗号。
    """
    yield from told(subject, "Z111", "trailing-comma", "extra-comma")


@check("Z112", "json-comment", family="structure", severity="error", source="RFC 8259, 2")
def json_comment(subject: Subject) -> Iterator[Finding]:
    """There is a comment in the JSON.

    What it means
        Text after //, /* or # stands between the values; JSON has no comments.
    Why it matters
        Strict readers refuse the whole file.
    How to fix
        Delete it; notes about a zone belong into boundary_basis, others into a README.

    中文
    JSON 里有注释。

    含义
        值与值之间有 //、/* 或 # 开头的文字；JSON 没有注释。
    为什么
        严格的程序会拒绝整个文件。
    怎么改
        删去；关于功能区的说明写进 boundary_basis，其他的写进 README。
    """
    yield from told(subject, "Z112", "comment")


@check("Z113", "json-punctuation", family="structure", severity="error", source="RFC 8259, 2 and 7")
def json_punctuation(subject: Subject) -> Iterator[Finding]:
    """The JSON's own punctuation is full-width or a single quote.

    What it means
        A colon, comma, bracket or quotation mark was typed with a Chinese input method, or a string stands in single
        quotes.
    Why it matters
        It looks right on the screen, but no reader takes it for JSON.
    How to fix
        Type the sign shown anew: half-width, and double quotes for strings.

    中文
    JSON 的标点用了全角或单引号。

    含义
        冒号、逗号、括号或引号是用中文输入法打的，或者字符串用了单引号。
    为什么
        屏幕上看着没错，程序却不认它是 JSON。
    怎么改
        把所示的符号改成半角，字符串用双引号。
    """
    yield from told(subject, "Z113", "full-width", "single-quote")


@check("Z114", "json-syntax", family="structure", severity="error", source="RFC 8259")
def json_syntax(subject: Subject) -> Iterator[Finding]:
    """The text is not JSON at this place.

    What it means
        Something else stands where JSON asks for a value, a key, a colon, a comma or a bracket, or a string holds a
        bare line break or a wrong escape.
    Why it matters
        Other programs refuse the whole file. Where the text can be read only one way, the rest is checked all the same;
        else everything up to the next feature is passed over.
    How to fix
        Mend the place shown; most often a comma, a quote or a bracket is missing just before it.

    中文
    这里不合 JSON 的语法。

    含义
        应有值、键、冒号、逗号或括号的地方写了别的东西，或字符串里直接换了行、转义写错。
    为什么
        别的程序会拒绝整个文件。能看出本意的，其余内容照常检查；否则跳到下一个认得出的要素。
    怎么改
        改正所示的地方；多半是它前面少了逗号、引号或括号。
    """
    yield from told(
        subject,
        "Z114",
        "expected-value",
        "expected-key",
        "expected-colon",
        "expected-comma",
        "bad-escape",
        "control-character",
        "missing-comma",
        "missing-colon",
        "wrong-sign",
        "odd-space",
        "unquoted-key",
        "wrong-literal",
        "bad-number",
        "unclosed-string",
        "merge-conflict",
    )


@check("Z115", "extra-data", family="structure", severity="error", source="RFC 8259, 2")
def extra_data(subject: Subject) -> Iterator[Finding]:
    """There is more text after the JSON has ended.

    What it means
        The root's closing bracket has come, yet something follows.
    Why it matters
        Readers refuse the file, or ignore what follows without a word.
    How to fix
        Delete what follows, or mend a bracket that closes too early.

    中文
    JSON 结束之后还有内容。

    含义
        根对象的右括号已经出现，后面却还有东西。
    为什么
        程序会拒绝这个文件，或悄悄忽略后面的内容。
    怎么改
        删去后面的内容，或改正过早的右括号。
    """
    yield from told(subject, "Z115", "extra-data")


@check("Z116", "newline-delimited", family="structure", severity="error", source="RFC 7946, 2; RFC 8142")
def newline_delimited(subject: Subject) -> Iterator[Finding]:
    """The file has one object a line instead of one document.

    What it means
        It is newline-delimited GeoJSON or a GeoJSON text sequence: every line is a Feature of its own. The features are
        checked all the same.
    Why it matters
        A reader of GeoJSON sees the first feature and refuses the rest.
    How to fix
        Join the lines into one FeatureCollection, or export the file as GeoJSON instead of GeoJSONSeq.

    中文
    文件每行一个对象，而不是一个文档。

    含义
        这是逐行的 GeoJSON（NDJSON、GeoJSONSeq、文本序列）：每行自成一个要素。各要素仍照常检查。
    为什么
        GeoJSON 程序只看到第一个要素，其余的拒绝。
    怎么改
        合成一个 FeatureCollection，或导出时选 GeoJSON 而不是 GeoJSONSeq。
    """
    yield from told(subject, "Z116", "newline-delimited", "text-sequence")


@check("Z117", "not-a-number", family="structure", severity="error", source="RFC 8259, 6")
def not_a_number(subject: Subject) -> Iterator[Finding]:
    """A value is NaN or Infinity.

    What it means
        JavaScript and Python write such words, but JSON has no number of that name.
    Why it matters
        Browsers and most GIS refuse the whole file.
    How to fix
        Write null, or the number that was meant.

    中文
    值是 NaN 或 Infinity。

    含义
        JavaScript 和 Python 会写出这样的词，但 JSON 没有这种数。
    为什么
        浏览器和多数 GIS 会拒绝整个文件。
    怎么改
        改为 null，或写上本来的数。
    """
    yield from told(subject, "Z117", "not-a-number")


@check("Z118", "number-too-large", family="structure", severity="warning", source="RFC 8259, 6; RFC 7493, 2.2")
def number_too_large(subject: Subject) -> Iterator[Finding]:
    """A number is beyond double precision.

    What it means
        It is greater than about 1.8e308, such as 1e999 or an integer of thousands of digits. In a coordinate it is an
        error.
    Why it matters
        Every reader makes something else of it: infinity, a text or a refusal.
    How to fix
        Correct the number; most often digits were repeated or an exponent mistyped.

    中文
    数超出双精度的范围。

    含义
        它大于约 1.8e308，如 1e999 或几千位的整数。出现在坐标里时是错误。
    为什么
        各程序读出来各不相同：无穷大、文字或拒绝。
    怎么改
        改正这个数；多半是数字重复了，或指数打错了。
    """
    yield from told(subject, "Z118", "overflow")


@check("Z119", "lone-surrogate", family="structure", severity="warning", source="RFC 8259, 8.2; RFC 7493, 2.1")
def lone_surrogate(subject: Subject) -> Iterator[Finding]:
    r"""A string holds half a character.

    What it means
        An escape from \ud800 to \udfff stands without its other half.
    Why it matters
        It cannot be written as UTF-8: printing or saving the text fails in many programs.
    How to fix
        Write the character that was meant, or delete the escape.

    中文
    字符串里有半个字符。

    含义
        \ud800 到 \udfff 的转义缺了另一半。
    为什么
        它无法写成 UTF-8，许多程序打印或保存时会失败。
    怎么改
        写上本来的字，或删去这个转义。
    """
    yield from told(subject, "Z119", "lone-surrogate")


@check("Z120", "duplicate-key", family="structure", severity="warning", source="RFC 8259, 4; RFC 7493, 2.3")
def duplicate_key(subject: Subject) -> Iterator[Finding]:
    """A key is repeated in one object.

    What it means
        Two members of an object have the same name, usually after a merge by hand.
    Why it matters
        Which one counts depends on the program; the other value is lost without a word.
    How to fix
        Keep the right one and delete the other.

    中文
    同一个对象里键重复了。

    含义
        对象里有两个同名的成员，多半是手工合并留下的。
    为什么
        算哪一个各程序不同，另一个值会悄悄丢掉。
    怎么改
        留下对的，删去另一个。
    """
    yield from told(subject, "Z120", "duplicate-key")


@check("Z121", "nested-too-deep", family="structure", severity="warning", source="RFC 8259, 9")
def nested_too_deep(subject: Subject) -> Iterator[Finding]:
    """Brackets are nested very deeply.

    What it means
        Hundreds of arrays or objects stand inside one another; GeoJSON needs about ten.
    Why it matters
        Many readers crash on it, so this part is not read at all.
    How to fix
        Delete the part, or undo whatever made it.

    中文
    括号嵌套得太深。

    含义
        数组或对象套了几百层；GeoJSON 大约只需十层。
    为什么
        许多程序会因此崩溃，所以这一部分没有读。
    怎么改
        删去这一部分，或撤销造成它的操作。
    """
    yield from told(subject, "Z121", "too-deep")
