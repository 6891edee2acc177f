"""Strict JSON (RFC 8259) with positions.

Text is decoded by the standard library's C decoder wherever that is safe. A value it refuses, or one that holds what
it silently accepts (NaN, numbers beyond a double, lone surrogates, repeated keys, endless nesting) is read again by the
small iterative reader below, which never recurses and knows the offset of every fault.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from zoneatlas.frozen import dataclass

#: Deepest nesting of brackets read inside one value; GeoJSON needs about ten.
MAX_DEPTH = 200
#: An integer of more digits than this exceeds every double.
_MAX_DIGITS = 308
_SHOWN_DIGITS = 20
#: The ends of values with more characters than this are kept, so that nested ones are not gone through again and again.
_LONG = 1000

SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[^\s\[\]{},:\"]+")
_BRACKET = re.compile(r'["\[\]{}]')
# What the fast decoder takes without a word. Each begins with a set of signs, which is what makes the search fast.
_HAZARDS = (re.compile(r"[eE]\+?[0-9]{3}"), re.compile(r"[\s,:\[-][0-9]{300}"), re.compile(r"\\u[dD][89a-fA-F]"))
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}
_CONSTANTS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at an offset of a text; ``code`` is a key of `zoneatlas.plan.faults.FAULTS`."""

    code: str
    offset: int
    detail: str = ""


class JsonSyntaxError(ValueError):
    """The text is not JSON from ``fault.offset`` on."""

    def __init__(self, code: str, offset: int, detail: str = "") -> None:
        super().__init__(code)
        self.fault = Fault(code, offset, detail)


class _HazardError(ValueError):
    """The fast decoder met something that needs the careful one."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _HazardError
    return made


def _refuse(_word: str) -> None:
    raise _HazardError


_FAST = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse)


def decode(text: str, start: int) -> tuple[Any, int, tuple[Fault, ...]]:
    """Read the JSON value that starts at `start`.

    Returns
    -------
    tuple
        The value, the offset after it, and the faults that do not keep it from being read (a repeated key, NaN, a
        number beyond a double, a lone surrogate, nesting deeper than `MAX_DEPTH`: that part becomes None).

    Raises
    ------
    JsonSyntaxError
        If the text is not JSON; the fault carries the offset.
    """
    try:
        value, end = _FAST.raw_decode(text, start)
    except (ValueError, RecursionError):  # JSONDecodeError, _HazardError and an integer too long are ValueErrors
        return _Careful(text).read(start)
    if any(hazard.search(text, max(start - 1, 0), end) for hazard in _HAZARDS):
        return _Careful(text).read(start)
    return value, end, ()


def skip_space(text: str, offset: int) -> int:
    """Return the first offset from `offset` on that is not white space."""
    match = SPACE.match(text, offset)
    return match.end() if match else offset


def skip_value(text: str, start: int) -> int:
    """Return the offset after the value at `start`, by brackets alone, without recursion.

    Raises
    ------
    JsonSyntaxError
        If the value does not end.
    """
    if text[start : start + 1] == '"':
        return string_end(text, start)
    if text[start : start + 1] not in ("[", "{"):
        word = _WORD.match(text, start)
        if word is None:
            raise JsonSyntaxError("expected-value" if start < len(text) else "truncated", start)
        return word.end()
    return _ends_in(text).get(start) or _bracket_end(text, start, _ends_in(text))


def _bracket_end(text: str, start: int, known: dict[int, int]) -> int:
    """Return the offset after the bracket that closes the one at `start`, noting the ends of long values inside it."""
    open_at: list[int] = []
    offset = start
    while True:
        match = _BRACKET.search(text, offset)
        if match is None:
            raise JsonSyntaxError("truncated", end_of(text))
        offset = match.end()
        sign = match.group()
        if sign == '"':
            offset = string_end(text, match.start())
        elif sign in "[{":
            open_at.append(offset - 1)
        else:
            begun = open_at.pop()
            if offset - begun > _LONG:
                known[begun] = offset
            if not open_at:
                return offset


_ENDS: list[tuple[str, dict[int, int]]] = []


def _ends_in(text: str) -> dict[int, int]:
    """Return where the long values of a text end, as far as they were skipped; kept for the last text asked about."""
    if not _ENDS or _ENDS[0][0] is not text:
        _ENDS[:] = [(text, {})]
    return _ENDS[0][1]


def string_end(text: str, start: int) -> int:
    """Return the offset after the string whose opening quote stands at `start`.

    Raises
    ------
    JsonSyntaxError
        If the string has no end, or holds a line break, another control character or a wrong escape.
    """
    match = _STRING.match(text, start)
    if match is None:
        raise JsonSyntaxError("expected-key", start)
    end = match.end()
    sign = text[end : end + 1]
    if sign == '"':
        return end + 1
    if sign == "\\" and end + 6 < len(text):
        raise JsonSyntaxError("bad-escape", end, text[end : end + 2])
    if sign in ("", "\\"):
        raise JsonSyntaxError("truncated", end_of(text))
    raise JsonSyntaxError("control-character", end, f"U+{ord(sign):04X}")


def end_of(text: str) -> int:
    """Return the offset after the last character that is not white space."""
    return len(text.rstrip(" \t\r\n"))


class _Careful:
    """One iterative reading of one value, collecting faults."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[Fault] = []

    def read(self, start: int) -> tuple[Any, int, tuple[Fault, ...]]:
        """Read the value at `start`; see `decode`."""
        stack: list[tuple[Any, str | None]] = []  # open containers, each with the key it will get in its parent
        key: str | None = None
        offset = start
        while True:
            value, offset, opened = self._start(offset, len(stack))
            if opened and not self._closes(offset, value):
                stack.append((value, key))
                key, offset = self._key(offset, value) if isinstance(value, dict) else (None, offset)
                continue
            if opened:
                offset = skip_space(self.text, offset) + 1
            while stack:
                container, own_key = stack[-1]
                self._put(container, key, value)
                offset, more = self._after(offset, container)
                if more:
                    key, offset = self._key(offset, container) if isinstance(container, dict) else (None, offset)
                    break
                stack.pop()
                value, key = container, own_key
            else:
                return value, offset, tuple(self.faults)

    def _start(self, offset: int, depth: int) -> tuple[Any, int, bool]:
        """Read a scalar whole, or the opening bracket of a container."""
        text = self.text
        offset = skip_space(text, offset)
        sign = text[offset : offset + 1]
        if sign in ("[", "{") and sign:
            if depth >= MAX_DEPTH:
                self.faults.append(Fault("too-deep", offset))
                return None, skip_value(text, offset), False
            return ([] if sign == "[" else {}), offset + 1, True
        if sign == '"':
            end = string_end(text, offset)
            return self._string(offset, end), end, False
        return self._word(offset)

    def _string(self, start: int, end: int) -> str:
        value: str = json.loads(self.text[start:end])
        if _SURROGATE.search(value):
            self.faults.append(Fault("lone-surrogate", start))
        return value

    def _word(self, offset: int) -> tuple[Any, int, bool]:
        text = self.text
        match = _WORD.match(text, offset)
        if match is None:
            raise _unexpected(text, offset)
        word, end = match.group(), match.end()
        if word in _WORDS:
            return _WORDS[word], end, False
        if word in _CONSTANTS:
            self.faults.append(Fault("not-a-number", offset, word))
            return _CONSTANTS[word], end, False
        if _NUMBER.fullmatch(word):
            return self._number(word, offset), end, False
        if end == len(text) and _unfinished(word):
            raise JsonSyntaxError("truncated", end)
        raise _unexpected(text, offset)

    def _number(self, word: str, offset: int) -> float:
        digits = word.lstrip("-")
        if digits.isdigit() and len(digits) <= _MAX_DIGITS:
            return int(word)
        value = float(word)
        if math.isinf(value):
            self.faults.append(Fault("overflow", offset, word[:_SHOWN_DIGITS] + "…" * (len(word) > _SHOWN_DIGITS)))
        return value

    def _closes(self, offset: int, container: object) -> bool:
        offset = skip_space(self.text, offset)
        return self.text[offset : offset + 1] == ("}" if isinstance(container, dict) else "]")

    def _key(self, offset: int, container: dict[str, Any]) -> tuple[str, int]:
        text = self.text
        offset = skip_space(text, offset)
        if text[offset : offset + 1] != '"':
            raise _unexpected(text, offset, "expected-key")
        end = string_end(text, offset)
        key = self._string(offset, end)
        if key in container:
            self.faults.append(Fault("duplicate-key", offset, key))
        end = skip_space(text, end)
        if text[end : end + 1] != ":":
            raise _unexpected(text, end, "expected-colon")
        return key, end + 1

    def _after(self, offset: int, container: object) -> tuple[int, bool]:
        """Step over the comma (more follows) or the closing bracket (nothing follows) after an element."""
        text = self.text
        offset = skip_space(text, offset)
        sign = text[offset : offset + 1]
        if sign == ("}" if isinstance(container, dict) else "]"):
            return offset + 1, False
        if sign != ",":
            raise _unexpected(text, offset, "expected-comma")
        following = skip_space(text, offset + 1)
        if text[following : following + 1] in ("]", "}") and following < len(text):
            raise JsonSyntaxError("trailing-comma", offset)
        return offset + 1, True

    @staticmethod
    def _put(container: Any, key: str | None, value: object) -> None:  # noqa: ANN401  (a list or a dict)
        if key is None:
            container.append(value)
        else:
            container[key] = value


def _unfinished(word: str) -> bool:
    """Whether a word at the end of the text may be the beginning of a literal or a number."""
    literals = (*_WORDS, *_CONSTANTS)
    return any(literal.startswith(word) for literal in literals) or bool(_NUMBER.match(word + "0"))


def _unexpected(text: str, offset: int, code: str = "expected-value") -> JsonSyntaxError:
    """Name what stands at `offset` instead of what JSON asks for."""
    if offset >= end_of(text):
        return JsonSyntaxError("truncated", end_of(text))
    sign = text[offset]
    if text.startswith(("//", "/*", "#"), offset):
        return JsonSyntaxError("comment", offset)
    if sign == "'":
        return JsonSyntaxError("single-quote", offset)
    if sign in "“”‘’，：｛｝［］":
        return JsonSyntaxError("full-width", offset, sign)
    return JsonSyntaxError(code, offset, sign)


def unexpected(text: str, offset: int, code: str = "expected-value") -> JsonSyntaxError:
    """Return the error that names what stands at `offset` instead of what JSON asks for."""
    return _unexpected(text, offset, code)


def locate(text: str, start: int, path: tuple[str | int, ...]) -> int:
    """Return the offset of the value that `path` leads to inside the value at `start`.

    A path is keys and indices, such as ``("properties", "industries", 1)``. Where the path ends too early (the key is
    missing), the offset of the deepest value that exists is returned. Of a repeated key the last counts, as in JSON
    readers. Iterative; looks only at what stands before the value.
    """
    offset = skip_space(text, start)
    for step in path:
        try:
            inner = _member(text, offset, step) if isinstance(step, str) else _element(text, offset, step)
        except JsonSyntaxError:
            return offset
        if inner is None:
            return offset
        offset = inner
    return offset


def _member(text: str, offset: int, wanted: str) -> int | None:
    if text[offset : offset + 1] != "{":
        return None
    found = None
    at = skip_space(text, offset + 1)
    while text[at : at + 1] == '"':
        end = string_end(text, at)
        key = json.loads(text[at:end])
        value = skip_space(text, skip_space(text, end) + 1)
        if key == wanted:
            found = value
        at = skip_space(text, skip_value(text, value))
        if text[at : at + 1] != ",":
            break
        at = skip_space(text, at + 1)
    return found


def _element(text: str, offset: int, wanted: int) -> int | None:
    if text[offset : offset + 1] != "[":
        return None
    at = skip_space(text, offset + 1)
    for _ in range(wanted):
        if text[at : at + 1] == "]":
            return None
        at = skip_space(text, skip_value(text, at))
        if text[at : at + 1] != ",":
            return None
        at = skip_space(text, at + 1)
    return at if text[at : at + 1] not in ("]", "") else None
