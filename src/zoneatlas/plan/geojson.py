"""Reading GeoJSON (RFC 7946) strictly, with the line and column of everything.

`read_features` never raises for what a file holds: any bytes end in features and problems. A file that is no JSON, or
whose root is no FeatureCollection, has a problem of severity error; what is wrong inside one feature is a warning.
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from zoneatlas.plan import faults, jsontext
from zoneatlas.plan.decoding import decode_text, file_bytes
from zoneatlas.plan.jsontext import Fault, JsonSyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.plan.records import Problem, Severity

_FEATURE_START = re.compile(r'\{\s*"type"\s*:\s*"Feature"\s*[,}]')
_GEOMETRY_TYPES = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")
)
#: Of a text with more characters than this, features are not kept parsed: lists take five times the room of the text.
LARGE = 100_000_000
#: What a document that is GeoJSON but no FeatureCollection may be.
_SINGLE_TYPES = _GEOMETRY_TYPES | {"Feature"}


@dataclass(frozen=True, slots=True)
class FeatureRecord:
    """One element of ``features`` as it stands in the file.

    ``value`` is the parsed JSON, whatever it is; ``start`` and ``end`` are its offsets in the file's text; ``line`` and
    ``column`` count from 1. ``clean`` is False when its text holds a fault of JSON (a repeated key, NaN …).
    """

    value: Any
    index: int
    start: int
    end: int
    line: int
    column: int
    clean: bool
    text: str = field(repr=False)

    def locate(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Return the line and column of a value inside this feature.

        Parameters
        ----------
        path
            Keys and indices from the feature on, such as ``("geometry", "coordinates", 0, 3)``. Where it leads nowhere,
            the place of the deepest value that exists is returned.
        """
        return self.place(jsontext.locate(self.text, self.start, path))

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset inside this feature."""
        breaks = self.text.count("\n", self.start, offset)
        if not breaks:
            return self.line, self.column + offset - self.start
        return self.line + breaks, offset - self.text.rfind("\n", 0, offset)


class _StoredRecord(FeatureRecord):
    """A feature of a large file: its value is decoded again whenever it is asked for, the last one being kept."""

    __slots__ = ()
    _last: ClassVar[tuple[str, int, Any]] = ("", -1, None)

    def __init__(self, record: FeatureRecord) -> None:
        for name in ("index", "start", "end", "line", "column", "clean", "text"):
            object.__setattr__(self, name, getattr(record, name))

    @property
    def value(self) -> Any:  # noqa: ANN401
        """The parsed JSON."""
        text, start, value = _StoredRecord._last
        if text is not self.text or start != self.start:
            value = jsontext.decode(self.text, self.start)[0]
            _StoredRecord._last = (self.text, self.start, value)
        return value


@dataclass(frozen=True, slots=True)
class FeatureFile:
    """A GeoJSON file read: its features, its other members, and what was wrong.

    ``root`` is the document's ``type`` (``FeatureCollection``; ``Feature`` or a geometry type, whose one value is then
    the only record; empty when it is none of these). ``members`` are the root's members but ``features``, in order
    (with ``features`` where that is no array).
    """

    file: str
    text: str = field(repr=False)
    root: str
    members: dict[str, Any] = field(repr=False)
    features: tuple[FeatureRecord, ...] = field(repr=False)
    problems: tuple[Problem, ...]
    places: dict[str, tuple[int, int]] = field(default_factory=dict, repr=False)
    """Line and column of the value of each member of the root, ``features`` included."""

    @property
    def readable(self) -> bool:
        """Whether the file could be read as a whole (single features may still be faulty)."""
        return not any(problem.severity == "error" for problem in self.problems)


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
    text, problems = decode_text(data, shown)
    del data  # of a large file one copy is enough
    return _parse(text, shown, problems)


def parse_features(data: bytes, name: str) -> FeatureFile:
    """Read GeoJSON from bytes; see `read_features`."""
    text, problems = decode_text(data, name)
    return _parse(text, name, problems)


def _parse(text: str | None, name: str, problems: list[Problem]) -> FeatureFile:
    if text is None:
        return _nothing(name, *problems)
    reading = _Reading(text, name, problems)
    with _no_collecting():
        reading.document()
    return FeatureFile(
        name, text, reading.root, reading.members, tuple(reading.features), tuple(reading.problems), reading.places
    )


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

    def __init__(self, text: str, name: str, problems: list[Problem]) -> None:
        self.text = text
        self.name = name
        self.problems = problems
        self.features: list[FeatureRecord] = []
        self.members: dict[str, Any] = {}
        self.places: dict[str, tuple[int, int]] = {}
        self._offsets: dict[str, int] = {}
        self.root = ""
        self._counted = (0, 1, 0)  # an offset, its line and where that starts, so that counting never starts over
        self._features_seen = False

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset (1-based)."""
        known, line, line_start = self._counted
        if offset < known:
            known, line, line_start = 0, 1, 0
        line += self.text.count("\n", known, offset)
        line_start = max(line_start, self.text.rfind("\n", known, offset) + 1)
        self._counted = (offset, line, line_start)
        return line, offset - line_start + 1

    def report(self, fault: Fault, severity: Severity, feature: int | None = None) -> None:
        """Note a fault at its place."""
        line, column = self.place(fault.offset)
        self.problems.append(
            faults.problem(fault.code, self.name, line, column, detail=fault.detail, severity=severity, feature=feature)
        )

    def document(self) -> None:
        """Read the whole text."""
        start = jsontext.skip_space(self.text, 0)
        try:
            if self.text[start : start + 1] != "{":
                value, end, _ = jsontext.decode(self.text, start)
                self.report(Fault("root-not-object", start, json_name(value)), "error")
            else:
                end = self._object(start)
            end = jsontext.skip_space(self.text, end)
            if end < len(self.text):
                raise JsonSyntaxError(self._extra(start, end), end)  # noqa: TRY301  (one place reports every error of syntax)
        except JsonSyntaxError as error:
            self.report(error.fault, "error")
            return
        if self.text[start] == "{":
            self._judge_root(start)

    def _extra(self, start: int, end: int) -> str:
        """Name what stands after the end: one object a line is a format of its own."""
        lines = self.text[start] == "{" and self.text[end] in "{\x1e" and "\n" in self.text[end - 2 : end]
        return "newline-delimited" if lines else "extra-data"

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
                at = following.start()
            index += 1

    def _feature(self, start: int, index: int) -> int:
        line, column = self.place(start)
        value, end, value_faults = jsontext.decode(self.text, start)
        for fault in value_faults:
            self.report(fault, "warning", index)
        record = FeatureRecord(value, index, start, end, line, column, not value_faults, self.text)
        stored = len(self.text) > LARGE and not value_faults
        self.features.append(_StoredRecord(record) if stored else record)
        return end

    def _judge_root(self, start: int) -> None:
        """Say what kind of document this is, once all of it could be read as JSON."""
        kind = self.members.get("type")
        if kind == "FeatureCollection":
            self.root = kind
            if "features" in self.members:
                self.report(Fault("features-not-array", self._offsets["features"]), "error")
            elif not self._features_seen:
                self.report(Fault("no-features", start), "error")
            return
        if isinstance(kind, str) and kind in _SINGLE_TYPES and not self._features_seen:
            self.root = kind
            line, column = self.place(start)
            clean = not any(
                problem.severity == "warning" and problem.code != "byte-order-mark" for problem in self.problems
            )
            self.features.append(FeatureRecord(self.members, 0, start, len(self.text), line, column, clean, self.text))
            return
        offset = self._offsets.get("type", start)
        detail = json_name(kind) if "type" in self.members else "—"
        self.report(Fault("root-type", offset, detail), "error")
