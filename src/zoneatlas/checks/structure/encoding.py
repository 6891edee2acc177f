"""Checks of a file as bytes: can it be opened, is it UTF-8, is it GeoJSON at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.registry import check
from zoneatlas.checks.structure.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.subject import Subject


@check("Z101", "unreadable-file", family="structure", severity="error", source="the files a plan names")
def unreadable_file(subject: Subject) -> Iterator[Finding]:
    """A file cannot be opened.

    What it means
        The file is not there, is a folder, or may not be read by you.
    Why it matters
        Nothing in it can be checked, and a map drawn without it lacks a whole kind of zone or a whole layer.
    How to fix
        Correct the name in plan.toml, in catalog.toml or on the command line, or restore the file.

    中文
    文件打不开。

    含义
        文件不存在、其实是目录，或者您没有读取权限。
    为什么
        文件里的内容一样也查不了；缺了它，地图会少掉整整一类功能区或一个图层。
    怎么改
        改正 plan.toml、catalog.toml 或命令行里的文件名，或者把文件恢复回来。
    """
    yield from told(subject, "Z101", "not-found", "not-readable")


@check("Z102", "empty-file", family="structure", severity="error", source="RFC 8259, 2")
def empty_file(subject: Subject) -> Iterator[Finding]:
    """A file is empty.

    What it means
        The file has no bytes, or nothing but white space or zero bytes.
    Why it matters
        An interrupted save leaves such a file; every zone that stood in it is gone.
    How to fix
        Restore it from a backup or from version control. A layer without features is
        {"type":"FeatureCollection","features":[]}.

    中文
    文件是空的。

    含义
        文件里没有内容，或只有空白、零字节。
    为什么
        保存中断会留下这样的文件，里面原有的功能区都没有了。
    怎么改
        从备份或版本库恢复。
        没有要素的图层应写成 {"type":"FeatureCollection","features":[]}。
    """
    yield from told(subject, "Z102", "empty-file", "only-zeros")


@check("Z103", "byte-order-mark", family="structure", severity="warning", source="RFC 8259, 8.1")
def byte_order_mark(subject: Subject) -> Iterator[Finding]:
    """A file begins with a byte order mark.

    What it means
        Its first three bytes are EF BB BF, which some Windows editors write before UTF-8.
    Why it matters
        JSON must not begin with it; many programs refuse the file or misread its first key.
    How to fix
        Save it as UTF-8 without BOM, or run zoneatlas fmt.

    中文
    文件开头有字节顺序标记（BOM）。

    含义
        文件的前三个字节是 EF BB BF，有的 Windows 编辑器存 UTF-8 时会加上。
    为什么
        JSON 不应以它开头；许多程序会拒绝这个文件，或读错第一个键。
    怎么改
        存为不带 BOM 的 UTF-8，或运行 zoneatlas fmt。
    """
    yield from told(subject, "Z103", "byte-order-mark")


@check("Z104", "utf-16-text", family="structure", severity="error", source="RFC 8259, 8.1")
def utf_16_text(subject: Subject) -> Iterator[Finding]:
    """A file is UTF-16 or UTF-32.

    What it means
        The text is written with two or four bytes a character, as Notepad's "Unicode" does.
    Why it matters
        JSON exchanged between systems is UTF-8; hardly any GIS opens the file.
    How to fix
        Save it as UTF-8.

    中文
    文件是 UTF-16 或 UTF-32。

    含义
        文本每个字符用两个或四个字节，记事本的“Unicode”就是这样存的。
    为什么
        交换用的 JSON 一律是 UTF-8；几乎没有 GIS 软件能打开这个文件。
    怎么改
        另存为 UTF-8。
    """
    yield from told(subject, "Z104", "utf-16")


@check("Z105", "gbk-text", family="structure", severity="error", source="RFC 8259, 8.1")
def gbk_text(subject: Subject) -> Iterator[Finding]:
    """A file is GBK or GB18030.

    What it means
        Its bytes are no UTF-8 but read well as the encoding of Chinese Windows programs.
    Why it matters
        Every Chinese name is garbled, or the file is refused.
    How to fix
        Save it as UTF-8; in QGIS choose UTF-8 under Encoding when exporting.

    中文
    文件是 GBK 或 GB18030 编码。

    含义
        字节不是 UTF-8，却合中文 Windows 程序的编码。
    为什么
        中文名称全成乱码，或者文件被拒绝。
    怎么改
        另存为 UTF-8；QGIS 导出时“编码”选 UTF-8。
    """
    yield from told(subject, "Z105", "gbk")


@check("Z106", "not-utf-8", family="structure", severity="error", source="RFC 8259, 8.1")
def not_utf_8(subject: Subject) -> Iterator[Finding]:
    """A file holds bytes that are no UTF-8.

    What it means
        The bytes at the place shown are of a Western encoding (Windows-1252), of no known one, or were damaged. The
        rest of the file is checked as far as it can be read.
    Why it matters
        Readers refuse the whole file, or lose characters without a word.
    How to fix
        Restore the damaged place from version control, or save the file as UTF-8 where it was made.

    中文
    文件里有不是 UTF-8 的字节。

    含义
        所示位置的字节是西文编码（Windows-1252），不属于已知的编码，或者已经损坏。其余内容仍尽量检查。
    为什么
        读取程序会拒绝整个文件，或悄悄丢掉字符。
    怎么改
        从版本库恢复损坏的地方，或在原来的软件里存为 UTF-8。
    """
    yield from told(subject, "Z106", "not-utf-8", "latin-1")


@check("Z107", "other-format", family="structure", severity="error", source="RFC 7946, 12")
def other_format(subject: Subject) -> Iterator[Finding]:
    """A file is of another format under a GeoJSON name.

    What it means
        It is KML, a Shapefile, a ZIP archive, a GeoPackage, a CSV table, WKT, JSONP, a Git LFS pointer, the error page
        of a server or the like; renaming does not convert.
    Why it matters
        No GeoJSON reader can open it.
    How to fix
        Do what the finding says: most often, open it in a GIS and export it as GeoJSON (RFC 7946, WGS 84).

    中文
    文件其实是别的格式，只是改了名。

    含义
        它是 KML、Shapefile、ZIP、GeoPackage、CSV 表、WKT、JSONP、Git LFS 指针、
        服务器错误页之类的；改扩展名并不转换内容。
    为什么
        任何 GeoJSON 程序都打不开它。
    怎么改
        照提示做：多半是在 GIS 软件中打开，再导出为 GeoJSON（RFC 7946，WGS 84）。
    """
    yield from told(subject, "Z107", "other-format")
