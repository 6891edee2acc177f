"""From a file's bytes to its text, or to what the file is instead."""

from __future__ import annotations

import re
from errno import EINVAL
from typing import TYPE_CHECKING

from zoneatlas.plan import faults
from zoneatlas.plan.formats import binary_format, byte_format, format_problem

if TYPE_CHECKING:
    from pathlib import Path

    from zoneatlas.plan.records import Problem

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
#: Where the zeros stand among the first four bytes of a Latin text written with two or four bytes a character.
_ZEROS = {
    "x000": "utf-32-le",
    "000x": "utf-32-be",
    "x0x0": "utf-16-le",
    "0x0x": "utf-16-be",
}
#: Patterns, compiled when a file needs them, which hardly any does.
_PAIRS = rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]"
_HIGH_PAIRS = rb"[\xa1-\xf7][\xa1-\xfe]"
_MANY_BYTES = "[\u0800-\ud7ff\ue000-\U0010ffff]"
_DAMAGED = "[\udc80-\udcff]"
_SURROGATE = "[\ud800-\udfff]+"


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


def present(path: Path) -> bool:
    """Whether there is something at a path; True, too, when that cannot be told, so that reading it says why."""
    try:
        return path.exists()
    except OSError:
        return True


def is_file(path: Path) -> bool:
    """Whether there is a file at a path; False, too, when that cannot be told (a name too long, a closed folder)."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def decode_text(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """Decode UTF-8, dropping a byte order mark with a warning.

    Returns
    -------
    tuple
        The text, or None when the bytes are not UTF-8 (or there are none), and the problems found.
    """
    text, problems = decode_any(data, name, table=True)
    return (None if any(problem.severity == "error" for problem in problems) else text), problems


def decode_any(data: bytes, name: str, *, table: bool = False) -> tuple[str | None, list[Problem]]:
    """Decode a text in whatever encoding it seems to have; any but UTF-8 is a problem of severity error.

    Parameters
    ----------
    data, name
        The bytes, and what problems call the file.
    table
        The text is to be a table (or settings), not GeoJSON; for the wording.

    Returns
    -------
    tuple
        The text (a damaged byte becomes a question mark), or None when it is no text, and the problems found.
    """
    if not data.strip(b" \t\r\n\x0b\x0c\x00"):
        code = "only-zeros" if b"\x00" in data else "empty-file"
        return None, [faults.problem(code, name, severity="error")]
    other = byte_format(data)
    if other is not None:
        return None, [format_problem(other, name, table=table)]
    wide = _wide(data)
    if wide is not None:
        return wide, [faults.problem("utf-16", name, severity="error")]
    other = binary_format(data)
    if other is not None:
        return None, [format_problem(other, name, table=table)]
    problems = []
    if data.startswith(b"\xef\xbb\xbf"):
        problems.append(faults.problem("byte-order-mark", name))
        data = data[3:]
    text, problem = _bytes_text(data, name, table=table)
    problems += [] if problem is None else [problem]
    if text is not None and not text.strip():
        return None, [*problems, faults.problem("empty-file", name, severity="error")]
    return text, problems


def _bytes_text(data: bytes, name: str, *, table: bool) -> tuple[str | None, Problem | None]:
    """Decode a text that is UTF-8 or has one byte or two a character; with what is wrong with it."""
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        start = error.start
        whole = data[:start].decode("utf-8") if error.reason.startswith("unexpected end") else ""
    if whole and not table and whole.rstrip()[-1:] not in ("}", "]"):
        return whole, None  # cut off within a character: whoever reads on finds the end missing
    text, code = _not_utf_8(data)
    return text, faults.problem(code, name, *_place(data, start), severity="error")


def _place(data: bytes, offset: int) -> tuple[int, int]:
    """Return line and column of a byte; all before it is UTF-8."""
    before = data[:offset]
    if b"\n" not in data:
        before = before.replace(b"\r", b"\n")
    line_start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[line_start:].decode("utf-8")) + 1


def _wide(data: bytes) -> str | None:
    """Decode UTF-16 or UTF-32, None when it is neither."""
    codec = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    codec = codec or _ZEROS.get("".join("x" if byte else "0" for byte in data[:4]))
    if codec is None:
        return None
    text = data.decode(codec, "replace").removeprefix("\ufeff")
    return text if text[:1].isascii() and "\x00" not in text[:100] else None


def _not_utf_8(data: bytes) -> tuple[str, str]:
    """Decode bytes that are no UTF-8: the text, and the code of the fault.

    A text that is UTF-8 but for a few bytes was damaged. Else it is GBK where that decodes and most characters of two
    bytes are those of Chinese (both bytes high); a Latin letter with an accent, followed by a plain one, is none.
    """
    damaged = data.decode("utf-8", "surrogateescape")
    bad = len(re.findall(_DAMAGED, damaged))
    if 3 * len(re.findall(_MANY_BYTES, damaged)) > bad:  # three bytes and more, which other encodings hardly imitate
        return re.sub(_SURROGATE, "?", damaged), "not-utf-8"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        pass
    else:
        if 2 * len(re.findall(_HIGH_PAIRS, data)) > len(re.findall(_PAIRS, data)):
            return text, "gbk"
    western = data.decode("cp1252", "replace")
    letters = sum(sign.isalpha() for sign in western if not sign.isascii())
    if 2 * letters >= bad:
        return western.replace("\ufffd", "?"), "latin-1"
    return re.sub(_SURROGATE, "?", damaged), "not-utf-8"
