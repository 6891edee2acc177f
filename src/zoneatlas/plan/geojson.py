"""Reading GeoJSON (RFC 7946) strictly, with the line and column of everything.

`read_features` never raises for what a file holds: any bytes end in features and problems. A file that is no JSON, or
whose root is no FeatureCollection, has a problem of severity error; what is wrong inside one feature is a warning.
"""

from __future__ import annotations

import gc
import re
from bisect import bisect_right
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoneatlas.frozen import replace
from zoneatlas.plan import faults, jsontext
from zoneatlas.plan.decoding import decode_any, file_bytes
from zoneatlas.plan.feature_file import FeatureFile, FeatureRecord, StoredRecord
from zoneatlas.plan.formats import format_problem, text_format
from zoneatlas.plan.jsontext import Fault, JsonSyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.plan.mending import Mended
    from zoneatlas.plan.records import Problem, Severity

__all__ = ["LARGE", "FeatureFile", "FeatureRecord", "json_name", "parse_features", "read_features"]

#: What stands before each text of a sequence (RFC 8142).
_SEPARATOR = "\x1e"
_BETWEEN = re.compile(r"[ \t\r\n\x1e]*")
_FEATURE_START = re.compile(r'\{\s*"type"\s*:\s*"Feature"\s*[,}]')
_GEOMETRY_TYPES = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")
)
#: Of a text with more characters than this, features are not kept parsed: lists take five times the room of the text.
LARGE = 100_000_000
#: What a document that is GeoJSON but no FeatureCollection may be.
_SINGLE_TYPES = _GEOMETRY_TYPES | {"Feature"}
_SINGLE_BY_CASE = frozenset(name.casefold() for name in _SINGLE_TYPES)


def read_features(path: Path, name: str | None = None) -> FeatureFile:
    """Read a GeoJSON file.

    Parameters
    ----------
    path
        The file.
    name
        What problems call the file; the path as given by default.

    Returns
    -------
    FeatureFile
        Never raises: a missing file, too, is a problem of severity error.
    """
    shown = name if name is not None else str(path)
    try:
        data = file_bytes(Path(path))
    except FileNotFoundError:
        return _nothing(shown, faults.problem("not-found", shown, severity="error"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _nothing(shown, faults.problem("not-readable", shown, detail=reason, severity="error"))
    text, problems = decode_any(data, shown)
    del data  # of a large file one copy is enough
    return _parse(text, shown, problems)


def parse_features(data: bytes, name: str) -> FeatureFile:
    """Read GeoJSON from bytes; see `read_features`."""
    text, problems = decode_any(data, name)
    return _parse(text, name, problems)


def _parse(text: str | None, name: str, problems: list[Problem]) -> FeatureFile:
    if text is None:
        return _nothing(name, *problems)
    other = text_format(text)
    if other is not None:
        return _nothing(name, *problems, format_problem(other, name))
    if "\r" in text and "\n" not in text:  # line ends of old: the same length, and lines can be counted
        text = text.replace("\r", "\n")
    with _no_collecting():
        reading = _Reading(text, name, problems)
        reading.document()
        if reading.broken:
            reading = _read_on(reading, text, problems)
    return FeatureFile(
        name, text, reading.root, reading.members, tuple(reading.features), tuple(reading.problems), reading.places
    )


def _read_on(broken: _Reading, text: str, problems: list[Problem]) -> _Reading:
    """Read a text with faults of syntax again, mended as far as it can be; each fault is told at its own place."""
    from zoneatlas.plan.mending import mend

    mended = mend(text)
    if mended is None:
        return broken
    reading = _Reading(mended.text, broken.name, problems, mended)
    reading.document()
    starts = [mended.origin(record.start) for record in reading.features]
    for fault, count in _gathered(mended.faults):
        at = bisect_right(starts, fault.offset) - 1
        record = reading.features[at] if at >= 0 else None
        inside = record is not None and fault.offset < mended.origin(record.end)
        reading.report(fault, "error", record.index if record is not None and inside else None, own=True, count=count)
    reading.problems.sort(key=lambda problem: (problem.line, problem.column))
    return reading


def _gathered(found: tuple[Fault, ...]) -> list[tuple[Fault, int]]:
    """Give of the faults of a dialect (quotes, words, blanks) the first of each, with how many there are."""
    counts = Counter(fault.code for fault in found if fault.code in faults.DIALECT)
    first: set[str] = set()
    gathered = []
    for fault in found:
        if fault.code not in first:
            gathered.append((fault, counts.get(fault.code, 1)))
        if fault.code in counts:
            first.add(fault.code)
    return gathered


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep the garbage collector from going through millions of new lists again and again; JSON has no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _nothing(name: str, *problems: Problem) -> FeatureFile:
    return FeatureFile(name, "", "", {}, (), problems)


def json_name(value: object) -> str:
    """Name a JSON value in an error: its kind, or itself when it is short."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    return faults.printable(f'"{value}"' if isinstance(value, str) else str(value), 40)


class _Reading:
    """One pass over a document, collecting features and problems."""

    def __init__(self, text: str, name: str, problems: list[Problem], mended: Mended | None = None) -> None:
        self.text = text
        self.name = name
        self.given = tuple(problems)
        self.problems = list(problems)
        self.mended = mended
        self.broken = False
        self.features: list[FeatureRecord] = []
        self.members: dict[str, Any] = {}
        self.places: dict[str, tuple[int, int]] = {}
        self._offsets: dict[str, int] = {}
        self.root = ""
        self._counted = (0, 1, 0)  # an offset, its line and where that starts, so that counting never starts over
        self._features_seen = False

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset (1-based)."""
        text = self.text if self.mended is None else self.mended.original
        offset = offset if self.mended is None else self.mended.origin(offset)
        return self._place(text, offset)

    def _place(self, text: str, offset: int) -> tuple[int, int]:
        known, line, line_start = self._counted
        if offset < known:
            known, line, line_start = 0, 1, 0
        line += text.count("\n", known, offset)
        line_start = max(line_start, text.rfind("\n", known, offset) + 1)
        self._counted = (offset, line, line_start)
        return line, offset - line_start + 1

    def report(
        self, fault: Fault, severity: Severity, feature: int | None = None, *, own: bool = False, count: int = 1
    ) -> None:
        """Note a fault at its place; `own`: its offset is one of the file's own text."""
        if own and self.mended is not None:
            line, column = self._place(self.mended.original, fault.offset)
        else:
            line, column = self.place(fault.offset)
        found = faults.problem(
            fault.code, self.name, line, column, detail=fault.detail, severity=severity, feature=feature, count=count
        )
        self.problems.append(found)

    def document(self) -> None:
        """Read the whole text."""
        start = jsontext.skip_space(self.text, 0)
        if self.text.startswith(_SEPARATOR, start):
            self.report(Fault("text-sequence", start), "error")
            self._lines(start)
            return
        try:
            end = jsontext.skip_space(self.text, self._root(start))
            if end < len(self.text) and self._is_lines(start, end):
                self.problems = list(self.given)
                self.report(Fault("newline-delimited", end), "error")
                self._lines(start)
                return
            if end < len(self.text):
                self.report(Fault("extra-data", end), "error")
        except JsonSyntaxError as error:
            self.report(error.fault, "error")
            self.broken = True
        if self.text[start : start + 1] == "{":
            self._judge_root(start)

    def _root(self, start: int) -> int:
        """Read the root, whatever it is, and return the offset after it."""
        if self.text[start : start + 1] == "{":
            return self._object(start)
        first = jsontext.skip_space(self.text, start + 1)
        if self.text[start : start + 1] == "[" and self.text[first : first + 1] == "{":
            self.report(Fault("root-array", start), "error")
            self.root = "FeatureCollection"
            return self._elements(start)
        value, end, _ = jsontext.decode(self.text, start)
        self.report(Fault("root-not-object", start, json_name(value)), "error")
        return end

    def _is_lines(self, start: int, end: int) -> bool:
        """Whether one object a line stands here: another begins on a new line, and the first is no whole document."""
        gap = self.text[len(self.text[:end].rstrip(" \t\r\n" + _SEPARATOR)) : end]
        objects = self.text[start : start + 1] == "{" and self.text[end] in "{" + _SEPARATOR
        return objects and "\n" in gap and self.members.get("type") != "FeatureCollection"

    def _lines(self, start: int) -> None:
        """Read one feature after the other, without commas between them."""
        self.root, self.members, self.places, self.features = "FeatureCollection", {}, {}, []
        at, index = start, 0
        while True:
            at = _BETWEEN.match(self.text, at).end()  # type: ignore[union-attr]
            if at >= len(self.text):
                return
            try:
                at = self._feature(at, index)
            except JsonSyntaxError as error:
                fault, at = self._line_fault(at, error.fault)
                self.report(fault, "error", index)
            index += 1

    def _line_fault(self, start: int, fault: Fault) -> tuple[Fault, int]:
        """Return what is wrong with a line, looking at no other where the next begins an object; and where it ends."""
        end = self.text.find("\n", start) + 1 or len(self.text)
        if end < len(self.text) and self.text[end] in "{" + _SEPARATOR:
            try:
                jsontext.decode(self.text[start:end], 0)
            except JsonSyntaxError as error:
                return replace(error.fault, offset=start + error.fault.offset), end
        following = self.text.find("\n", max(start, fault.offset))
        return fault, following if following >= 0 else len(self.text)

    def _object(self, start: int) -> int:
        """Read the root object and return the offset after it."""
        at = jsontext.skip_space(self.text, start + 1)
        if self.text[at : at + 1] == "}":
            return at + 1
        while True:
            key, value_start = self._key(at)
            at = jsontext.skip_space(self.text, self._value(key, value_start))
            sign = self.text[at : at + 1]
            if sign == "}":
                return at + 1
            if sign != ",":
                raise jsontext.unexpected(self.text, at, "expected-comma")
            comma, at = at, jsontext.skip_space(self.text, at + 1)
            if self.text[at : at + 1] == "}":
                raise JsonSyntaxError("trailing-comma", comma)

    def _key(self, at: int) -> tuple[str, int]:
        if self.text[at : at + 1] != '"':
            raise jsontext.unexpected(self.text, at, "expected-key")
        key, end, key_faults = jsontext.decode(self.text, at)
        for fault in key_faults:
            self.report(fault, "warning")
        if key in self.members or (key == "features" and self._features_seen):
            severity: Severity = "error" if key in ("features", "type") else "warning"
            self.report(Fault("duplicate-key", at, key), severity)
        end = jsontext.skip_space(self.text, end)
        if self.text[end : end + 1] != ":":
            raise jsontext.unexpected(self.text, end, "expected-colon")
        return key, jsontext.skip_space(self.text, end + 1)

    def _value(self, key: str, start: int) -> int:
        self._offsets[key] = start
        self.places[key] = self.place(start)
        if key == "features" and self.text[start : start + 1] == "[":
            self._features_seen = True
            return self._elements(start)
        value, end, value_faults = jsontext.decode(self.text, start)
        self.members[key] = value
        for fault in value_faults:
            self.report(fault, "warning")
        return end

    def _elements(self, start: int) -> int:
        """Read the features one by one; after a fault of syntax go on with the next that can be found."""
        at = jsontext.skip_space(self.text, start + 1)
        if self.text[at : at + 1] == "]":
            return at + 1
        index = 0
        while True:
            begin = at
            try:
                at = jsontext.skip_space(self.text, self._feature(at, index))
                sign = self.text[at : at + 1]
                if sign == "]":
                    return at + 1
                if sign != ",":
                    raise jsontext.unexpected(self.text, at, "expected-comma")
                comma, at = at, jsontext.skip_space(self.text, at + 1)
                if self.text[at : at + 1] == "]":
                    raise JsonSyntaxError("trailing-comma", comma)  # noqa: TRY301  (the same)
            except JsonSyntaxError as error:
                following = _FEATURE_START.search(self.text, max(error.fault.offset, begin + 1))
                if following is None:
                    raise
                self.report(error.fault, "error", index)
                self.broken = True
                at = following.start()
            index += 1

    def _feature(self, start: int, index: int) -> int:
        line, column = self.place(start)
        value, end, value_faults = jsontext.decode(self.text, start)
        for fault in value_faults:
            self.report(fault, "warning", index)
        record = FeatureRecord(value, index, start, end, line, column, not value_faults, self.text, self.mended)
        stored = len(self.text) > LARGE and not value_faults
        self.features.append(StoredRecord(record) if stored else record)
        return end

    def _single(self, start: int) -> None:
        """Take the document itself for the only record."""
        line, column = self.place(start)
        clean = not any(
            problem.severity == "warning" and problem.code != "byte-order-mark" for problem in self.problems
        )
        record = FeatureRecord(self.members, 0, start, len(self.text), line, column, clean, self.text, self.mended)
        self.features.append(record)

    def _judge_root(self, start: int) -> None:
        """Say what kind of document this is, as far as it could be read as JSON."""
        kind = self.members.get("type")
        faulty = any(problem.severity == "error" for problem in self.problems[len(self.given) :])
        if faulty and (self.features or kind == "FeatureCollection"):
            self.root = "FeatureCollection"
            return
        if self.broken and "type" not in self.members:
            return
        if kind == "FeatureCollection":
            self.root = kind
            if "features" in self.members:
                self.report(Fault("features-not-array", self._offsets["features"]), "error")
            elif not self._features_seen:
                self.report(Fault("no-features", start), "error")
            return
        if isinstance(kind, str) and kind in _SINGLE_TYPES and not self._features_seen:
            self.root = kind
            self._single(start)
            return
        if isinstance(kind, str) and kind.strip().casefold() in _SINGLE_BY_CASE and not self._features_seen:
            self._single(start)  # miswritten, but what is in it can be judged
        offset = self._offsets.get("type", start)
        detail = json_name(kind) if "type" in self.members else "—"
        self.report(Fault("root-type", offset, detail), "error")
