"""From a file's bytes to its text, or to what the file is instead."""

from __future__ import annotations

from errno import EINVAL
from typing import TYPE_CHECKING

from zoneatlas.plan import faults

if TYPE_CHECKING:
    from pathlib import Path

    from zoneatlas.plan.records import Problem

#: The first bytes of files that are at times given the name of a GeoJSON file.
_SIGNATURES = (
    (b"\x00\x00\x27\x0a", "Shapefile (.shp)"),
    (b"PK\x03\x04", "ZIP (KMZ, XLSX …)"),
    (b"SQLite format 3", "GeoPackage (SQLite)"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "PDF"),
    (b"PAR1", "GeoParquet"),
    (b"fgb\x03", "FlatGeobuf"),
)
_MARKUP = ((b"<kml", "KML"), (b"<gpx", "GPX"), (b"<osm", "OSM XML"), (b"<html", "HTML"), (b"gml", "GML"))


def file_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    OSError
        If it is missing or cannot be read; a pipe or a device, which would never end, is not opened.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(EINVAL, "not a regular file")
    return path.read_bytes()


def decode_text(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """Decode UTF-8, dropping a byte order mark with a warning.

    Returns
    -------
    tuple
        The text, or None when the bytes are not UTF-8 (or there are none), and the problems found.
    """
    if not data.strip():
        return None, [faults.problem("empty-file", name, severity="error")]
    other = other_format(data)
    if other:
        return None, [faults.problem("other-format", name, detail=other, severity="error")]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        return None, [faults.problem("utf-16", name, severity="error")]
    problems = []
    if data.startswith(b"\xef\xbb\xbf"):
        problems.append(faults.problem("byte-order-mark", name))
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line_start = data.rfind(b"\n", 0, error.start) + 1
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[line_start : error.start].decode("utf-8")) + 1
        code = "gbk" if _is_gbk(data) else "not-utf-8"
        return None, [*problems, faults.problem(code, name, line, column, severity="error")]
    if not text.strip():
        return None, [*problems, faults.problem("empty-file", name, severity="error")]
    return text, problems


def other_format(data: bytes) -> str:
    """Name the format of a file that is no text of ours by its first bytes; empty when they say nothing."""
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    for start, name in _SIGNATURES:
        if head.startswith(start):
            return name
    if head.startswith(b"<"):
        return next((name for mark, name in _MARKUP if mark in head.lower()), "XML")
    return ""


def _is_gbk(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
