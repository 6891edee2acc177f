"""What a file is that bears the name of a GeoJSON file or a table and is neither, and how to convert it."""

from __future__ import annotations

import re

from zoneatlas.frozen import dataclass
from zoneatlas.plan.records import Problem, Text

__all__ = ["FileFormat", "byte_format", "format_problem", "text_format"]

_FROM_GIS = Text(
    "请在 QGIS 中打开，另存为 GeoJSON（RFC 7946，WGS 84）",
    "open it in QGIS and export it as GeoJSON (RFC 7946, WGS 84)",
)
_UNPACK = Text("请先解压", "unpack it first")


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A kind of file: what it is called, and what to do with it."""

    name: Text
    how: Text = _FROM_GIS


_KMZ = FileFormat(Text("KMZ（压缩的 KML）", "KMZ (zipped KML)"))
_XLSX = FileFormat(
    Text("Excel 工作簿", "an Excel workbook"),
    Text("请在 Excel 中另存为“CSV UTF-8”，或用 GIS 软件导出", "save it as CSV UTF-8, or export it from a GIS"),
)
_ZIPPED_SHAPES = FileFormat(Text("压缩的 Shapefile", "a zipped Shapefile"))
_ZIP = FileFormat(Text("ZIP 压缩包", "a ZIP archive"), _UNPACK)
_SIGNATURES = (
    (b"\x00\x00\x27\x0a", FileFormat(Text("Shapefile（.shp）", "a Shapefile (.shp)"))),
    (
        b"SQLite format 3",
        FileFormat(Text("GeoPackage 或 SpatiaLite（SQLite）", "a GeoPackage or SpatiaLite file (SQLite)")),
    ),
    (b"\x1f\x8b", FileFormat(Text("gzip 压缩文件", "a gzip file"), _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", FileFormat(Text("7-Zip 压缩包", "a 7-Zip archive"), _UNPACK)),
    (b"Rar!", FileFormat(Text("RAR 压缩包", "a RAR archive"), _UNPACK)),
    (b"%PDF", FileFormat(Text("PDF", "a PDF"), Text("请向提供者索取矢量数据", "ask its maker for vector data"))),
    (b"PAR1", FileFormat(Text("GeoParquet", "GeoParquet"))),
    (b"fgb\x03", FileFormat(Text("FlatGeobuf", "FlatGeobuf"))),
    (b"\x89PNG", FileFormat(Text("PNG 图片", "a PNG picture"), Text("请换成矢量数据", "put vector data in its place"))),
    (b"\xff\xd8\xff", FileFormat(Text("JPEG 图片", "a JPEG picture"), Text("请换成矢量数据", "put vector data there"))),
    (b"\xd0\xcf\x11\xe0", _XLSX),
    (
        b"version https://git-lfs.github.com/spec/",
        FileFormat(
            Text("Git LFS 指针（文件本身没有下载）", "a Git LFS pointer (the file itself was not fetched)"),
            Text("请运行 git lfs pull", "run git lfs pull"),
        ),
    ),
)
_PAGE = FileFormat(
    Text("HTML 网页（多半是服务器的错误页）", "an HTML page (most often a server's error page)"),
    Text("请重新下载文件本身", "download the file itself again"),
)
_MARKUP = (
    (b"<kml", FileFormat(Text("KML", "KML"))),
    (b"<gpx", FileFormat(Text("GPX", "GPX"))),
    (b"<osm", FileFormat(Text("OSM XML", "OSM XML"))),
    (b"<!doctype html", _PAGE),
    (b"<html", _PAGE),
    (b"exceptionreport", FileFormat(Text("服务器的错误信息（XML）", "a server's error message (XML)"), _PAGE.how)),
    (b"gml", FileFormat(Text("GML", "GML"))),
    (b"<svg", FileFormat(Text("SVG 图片", "an SVG picture"), Text("请换成矢量地理数据", "put geographic data there"))),
)
_XML = FileFormat(Text("XML", "XML"))
_BINARY = FileFormat(
    Text("二进制文件", "a binary file"),
    Text("请从备份或版本库恢复，或用 GIS 软件导出 GeoJSON", "restore it, or export GeoJSON from a GIS"),
)

_SCRIPT = FileFormat(
    Text("JavaScript（对象前有 {}）", "JavaScript (there is '{}' before the object)"),
    Text("请只留下花括号里的对象", "keep only the object in braces"),
)
_JSONP = FileFormat(
    Text("JSONP（对象包在函数调用 {}…) 里）", "JSONP (the object stands in the call {}…))"),
    Text("请去掉函数名和圆括号，只留花括号里的对象", "delete the function's name and the parentheses"),
)
_WKT = FileFormat(Text("WKT（{}）", "WKT ({})"))
_TABLE = FileFormat(
    Text("CSV 表（表头 {}）", "a CSV table (its header is {})"),
    Text(
        "请在 QGIS 中作为分隔文本图层打开，再导出为 GeoJSON",
        "open it in QGIS as a delimited text layer and export it as GeoJSON",
    ),
)
#: Texts by how they begin; what the pattern holds as its group is named.
_TEXTS = (
    (re.compile(r"((?:var|let|const)\s+[\w$]+\s*=|export\s+default|module\.exports\s*=|[\w$.]+\s*=)\s*[{\[]"), _SCRIPT),
    (re.compile(r"(?:/\*\*/\s*)?(?:typeof [^;]*&&\s*)?([\w$.]+\s*\()\s*[{\[]"), _JSONP),
    (
        re.compile(
            r"(?:SRID=\d+;\s*)?((?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)",
            re.IGNORECASE,
        ),
        _WKT,
    ),
    (re.compile(r"(\"?[\w .()°-]{1,40}\"?(?:[,;\t]\"?[\w .()°-]{0,40}\"?){1,200})\s*(?:\r|\n|$)"), _TABLE),
)
_SAMPLE = 4096
#: Bytes no text holds; the sign that parts the texts of a sequence is none of them.
_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r\x0b\x0c\x1e")
_SHOWN = 30


def byte_format(data: bytes) -> FileFormat | None:
    """Return what a file is by its first bytes; None when they are no sign of another format."""
    head = data[:_SAMPLE].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK\x03\x04"):
        return _zip_format(data)
    for start, found in _SIGNATURES:
        if head.startswith(start):
            return found
    if head.startswith(b"<") and not head.startswith((b"<<", b"<!--")):
        lower = head.lower()
        return next((found for mark, found in _MARKUP if mark in lower), _XML)
    return None


def _zip_format(data: bytes) -> FileFormat:
    """Tell archives apart by the names in them, which stand at their end."""
    names = data[:_SAMPLE] + data[-65_536:]
    for mark, found in ((b"xl/", _XLSX), (b".kml", _KMZ), (b".shp", _ZIPPED_SHAPES)):
        if mark in names:
            return found
    return _ZIP


def binary_format(data: bytes) -> FileFormat | None:
    """Return the format of a file that no encoding makes a text of: many of its first bytes are controls."""
    head = data[:_SAMPLE]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return _BINARY if 25 * controls > len(head) else None


def text_format(text: str) -> FileFormat | None:
    """Return what a text is that does not begin like JSON; None when it is nothing known."""
    head = text[:_SAMPLE].lstrip()
    if not head or head[0] in "{[":
        return None
    for pattern, found in _TEXTS:
        match = pattern.match(head)
        if match:
            sign = match[1].replace('"', "").replace("\t", " ")
            sign = sign if len(sign) <= _SHOWN else sign[:_SHOWN] + "…"
            return FileFormat(Text(found.name.zh.replace("{}", sign), found.name.en.replace("{}", sign)), found.how)
    return None


def format_problem(found: FileFormat, file: str, *, table: bool = False) -> Problem:
    """Make the problem of a file of another format; ``table``: a table of text was expected, not GeoJSON."""
    wanted = Text("文本表", "a table of text") if table else Text("GeoJSON", "GeoJSON")
    how = (
        Text("请换成 UTF-8 的文本", "put the text itself there, in UTF-8")
        if table and found.how == _FROM_GIS
        else found.how
    )
    return Problem(
        f"This is not {wanted.en} but {found.name.en}; {how.en}.",
        f"这不是 {wanted.zh}，而是 {found.name.zh}；{how.zh}。",
        file,
        severity="error",
        code="other-format",
    )
