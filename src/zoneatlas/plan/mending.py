"""Reading on after faults of JSON's syntax: the text as it was meant, and every fault on the way.

`mend` makes of a text that is almost JSON one that is: comments and stray commas become blanks, other quotes and
full-width signs the right ones, missing commas and colons are put in. Only what has one sane reading is mended; from
anything else it goes on at the next feature, and leaves the place to the strict reader.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from zoneatlas.frozen import dataclass
from zoneatlas.plan.faults import DIALECT
from zoneatlas.plan.jsontext import Fault, JsonSyntaxError, string_end

__all__ = ["Mended", "mend"]

#: Texts longer than this are not mended: the strict reader's own way of going on is enough.
LONGEST = 60_000_000
#: Faults told of one text; a file of another format would have one at every sign.
MOST = 200

_FEATURE_START = re.compile(r'\{\s*["\']?type["\']?\s*:\s*["\']Feature["\']\s*[,}]')
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<string>"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")
    |(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?=[\s,\]}:]|$))
    |(?P<sign>[\[\]{},:])
    |(?P<literal>(?:true|false|null|NaN|-?Infinity)\b)
    |(?P<comment>//[^\r\n]*|<!--.*?-->|/\*.*?(?:\*/|$)|\#[^\r\n]*)
    |(?P<conflict>(?:<{7}|>{7}|={7}|\|{7})(?:[ ][^\r\n]*)?(?=[\r\n]|$))
    |(?P<odd>['‘’“”＂＇])
    |(?P<wide>[，：；｛｝［］、;=])
    |(?P<blank>[\u00a0\u3000\u200b\ufeff\x00-\x1f])
    |(?P<word>[^\s\[\]{},:"'，：；｛｝［］“”]+)
    |(?P<rest>.)""",
    re.VERBOSE | re.DOTALL,
)
#: Tokens that count for nothing.
_PASSED = ("space", "comment", "conflict", "blank")
_HALF = {"，": ",", "：": ":", "；": ",", "、": ",", "｛": "{", "｝": "}", "［": "[", "］": "]", ";": ",", "=": ":"}
_LITERALS = {
    "none": "null", "nil": "null", "undefined": "null", "null": "null", "true": "true", "false": "false",
    "nan": "null", "inf": "null", "-inf": "null", "+inf": "null", "infinity": "null", "-nan": "null", "n/a": "null",
}  # fmt: skip
_NEAR_NUMBER = re.compile(r"([+-]?)0*([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?")
_HEX = re.compile(r"[+-]?0[xX][0-9a-fA-F]+")
_KEY = re.compile(r"[^\W\d][\w$.-]*")
_CLOSING = {"'": "'", "‘": "’", "’": "’", "“": "”", "”": "”", "＂": "＂", "＇": "＇"}
_LETTERS = re.compile(r"[^\r\n]")
_CONFLICT_END = re.compile(r"^>{7}[^\r\n]*", re.MULTILINE)
_ENDS_LINE = re.compile(r"\s*(?:,\s*)?$")


@dataclass(frozen=True)
class Mended:
    """A mended text; ``faults`` stand at offsets of the original, which `origin` gives for those of ``text``."""

    text: str
    faults: tuple[Fault, ...]
    starts: tuple[int, ...]
    shifts: tuple[int, ...]
    original: str

    def origin(self, offset: int) -> int:
        """Return where an offset of the mended text stands in the original."""
        found = bisect_right(self.starts, offset) - 1
        return min(offset + self.shifts[found], len(self.original)) if found >= 0 else offset


def mend(text: str) -> Mended | None:
    """Return a text with what can be mended of its syntax, None when nothing is, or it is too long."""
    if len(text) > LONGEST:
        return None
    mender = _Mender(text)
    mender.run()
    return mender.result() if mender.edits else None


class _Mender:
    """One pass over a text's tokens with the stack of open brackets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.edits: list[tuple[int, int, str]] = []
        self.faults: list[Fault] = []
        self.counted = 0  # faults of single places
        self.stack: list[str] = []
        self.state = "value"  # value, first (or the closing bracket), key, first-key, colon, next (comma or closing)
        self.comma = -1  # the offset of a comma nothing has followed yet
        self.last = 0  # the end of the last token that counts

    def run(self) -> None:
        """Go through the text until it ends or nothing sane can be said of it."""
        at = 0
        while at < len(self.text) and self.counted < MOST:
            match = _TOKEN.match(self.text, at)
            over = self.state == "next" and not self.stack
            if match is None or (over and match.lastgroup not in _PASSED):
                return
            kind = match.lastgroup or ""
            end = self._token(kind, match)
            if end < 0:
                following = _FEATURE_START.search(self.text, max(at, self.last) + 1)
                if following is None:
                    return
                at, self.stack, self.state, self.comma = following.start(), ["{", "["], "value", -1
                continue
            if kind not in _PASSED:
                self.last = end
            at = end

    def result(self) -> Mended:
        """Put the edits into the text."""
        parts, starts, shifts = [], [], []
        at = shift = 0
        made = 0
        for start, end, new in self.edits:
            parts += [self.text[at:start], new]
            made += start - at + len(new)
            at = end
            if len(new) != end - start:
                shift += (end - start) - len(new)
                starts.append(made)
                shifts.append(shift)
        parts.append(self.text[at:])
        return Mended("".join(parts), tuple(self.faults), tuple(starts), tuple(shifts), self.text)

    def _edit(self, start: int, end: int, new: str, code: str, detail: str = "") -> None:
        self.edits.append((start, end, new))
        self._note(Fault(code, start, detail))

    def _note(self, fault: Fault) -> None:
        self.faults.append(fault)
        self.counted += fault.code not in DIALECT

    def _token(self, kind: str, match: re.Match[str]) -> int:
        """Take one token; return the offset after it, -1 when it makes no sense here."""
        taken: int = getattr(self, f"_take_{kind}")(match[0], match.start(), match.end())
        return taken

    @staticmethod
    def _take_space(_word: str, _start: int, end: int) -> int:
        return end

    def _take_comment(self, word: str, start: int, end: int) -> int:
        self._edit(start, end, _LETTERS.sub(" ", word), "comment")
        return end

    def _take_blank(self, word: str, start: int, end: int) -> int:
        self._edit(start, end, " ", "odd-space", f"U+{ord(word):04X}")
        return end

    def _take_wide(self, word: str, start: int, end: int) -> int:
        half = _HALF[word]
        if not self._fits(half):
            return -1
        self._edit(start, end, half, "wrong-sign" if word in ";=" else "full-width", word)
        return self._take_sign(half, start, end)

    def _take_string(self, _word: str, start: int, end: int) -> int:
        return self._scalar(start, end)

    def _take_number(self, _word: str, start: int, end: int) -> int:
        return self._scalar(start, end) if self.state not in ("key", "first-key") else -1

    _take_literal = _take_number

    def _take_rest(self, word: str, start: int, _end: int) -> int:
        return self._broken_string(start) if word == '"' else -1

    def _take_conflict(self, word: str, start: int, end: int) -> int:
        """Blank the marks of a conflict, and with them the second of the two sides."""
        if word[0] == "=":
            close = _CONFLICT_END.search(self.text, end)
            end = close.end() if close else end
        self.edits.append((start, end, _LETTERS.sub(" ", self.text[start:end])))
        if word[0] == "<":
            self._note(Fault("merge-conflict", start))
        return end

    def _fits(self, sign: str) -> bool:
        """Whether a sign of punctuation may stand here."""
        if sign == ":":
            return self.state == "colon"
        if sign == ",":
            return self.state == "next"
        if sign in "]}":
            return self.state in ("next", "first", "first-key")
        return self.state in ("value", "first")

    def _take_sign(self, sign: str, start: int, end: int) -> int:
        if sign == ",":
            return self._take_comma(start, end)
        if sign == ":":
            if self.state != "colon":
                return -1
            self.state = "value"
            return end
        if sign in "[{":
            if not self._begin(start):
                return -1
            self.stack.append(sign)
            self.state = "first" if sign == "[" else "first-key"
            return end
        return self._close(sign, end)

    def _take_comma(self, start: int, end: int) -> int:
        if self.state == "next" and self.stack:
            self.comma = start
            self.state = "value" if self.stack[-1] == "[" else "key"
            return end
        if self.state in ("first", "first-key") or self.comma >= 0:
            self._edit(start, end, " ", "extra-comma")
            return end
        return -1

    def _close(self, sign: str, end: int) -> int:
        if not self.stack or self.stack[-1] != ("[" if sign == "]" else "{"):
            return -1
        if self.comma >= 0 and self.state in ("value", "key"):
            self._insert_before(self.comma)
        elif self.state not in ("next", "first", "first-key"):
            return -1
        self.stack.pop()
        self.comma = -1
        self.state = "next"
        return end

    def _insert_before(self, comma: int) -> None:
        """Blank a comma before a closing bracket; edits of comments after it stay in order."""
        later = [edit for edit in self.edits if edit[0] > comma]
        self.edits = [edit for edit in self.edits if edit[0] < comma]
        self.edits.append((comma, comma + 1, " "))
        self.edits += later
        self._note(Fault("trailing-comma", comma))

    def _begin(self, start: int) -> bool:
        """Make way for a value: put in a comma or a colon that is missing before it."""
        if self.state == "next" and self.stack:
            if self.text[self.last : start] == "" and self.text[start] not in '{["':
                return False
            if self.stack[-1] == "{":
                return False
            self._edit(start, start, ",", "missing-comma")
            self.state = "value"
        if self.state == "colon":
            self._edit(start, start, ":", "missing-colon")
            self.state = "value"
        if self.state not in ("value", "first"):
            return False
        self.comma = -1
        return True

    def _scalar(self, start: int, end: int) -> int:
        """Take a string, a number or a literal, as a key or as a value."""
        if self.state == "next" and self.stack and self.stack[-1] == "{" and self.text[start] in "\"'“‘":
            self._edit(start, start, ",", "missing-comma")
            self.state = "key"
        if self.state in ("key", "first-key"):
            self.comma = -1
            self.state = "colon"
            return end
        if not self._begin(start):
            return -1
        self.state = "next"
        return end

    def _take_odd(self, quote: str, start: int, _end: int) -> int:
        """Take a string in other quotes than double ones."""
        closing = _CLOSING[quote]
        at = start + 1
        while at < len(self.text) and self.text[at] not in (closing, "\n"):
            at += 2 if self.text[at] == "\\" else 1
        if at >= len(self.text) or self.text[at] != closing:
            return -1
        inner = self.text[start + 1 : at].replace("\\'", "'")
        inner = re.sub(r'(?<!\\)"', '\\\\"', inner)
        if self._scalar(start, at + 1) < 0:
            return -1
        code = "single-quote" if quote == "'" else "full-width"
        self._edit(start, at + 1, f'"{_escaped(inner)}"', code, quote)
        return at + 1

    def _broken_string(self, start: int) -> int:
        """Take a string with a wrong escape or a control character in it, or without its closing quote."""
        at, codes = start, []
        while True:
            found = _string_fault(self.text, start, at)
            if found is None:
                break
            code, place, detail = found
            if code == "truncated":
                return -1
            if self.text[place] in "\r\n" and not self._closes_later(place):
                stop = place - len(_ENDS_LINE.search(self.text[start:place])[0])  # type: ignore[index]
                if stop <= start or self._scalar(start, stop) < 0:
                    return -1
                self.edits.append((start, stop, f'"{_escaped(self.text[start + 1 : stop])}"'))
                self._note(Fault("unclosed-string", start))
                return stop
            codes.append(Fault(code, place, detail))
            at = place + 1
        end = self._end_after(at)
        if end < 0 or self._scalar(start, end) < 0:
            return -1
        self.edits.append((start, end, f'"{_escaped(self.text[start + 1 : end - 1])}"'))
        for fault in codes:
            self._note(fault)
        return end

    def _end_after(self, at: int) -> int:
        end = self.text.find('"', at)
        while end > 0 and self.text[end - 1] == "\\" and self.text[end - 2] != "\\":
            end = self.text.find('"', end + 1)
        return end + 1

    def _closes_later(self, place: int) -> bool:
        """Whether the next quote after a line break ends a string rather than begin one."""
        quote = self.text.find('"', place)
        following = self.text[quote + 1 : quote + 40].lstrip()[:1] if quote >= 0 else ""
        return following in (",", "}", "]", ":") and following != ""

    def _take_word(self, word: str, start: int, end: int) -> int:
        if self.state in ("key", "first-key"):
            key = _KEY.fullmatch(word)
            if key is None or self._scalar(start, end) < 0:
                return -1
            self._edit(start, end, f'"{word}"', "unquoted-key", word)
            return end
        if self.state == "next" or not self.text[end:].strip():
            return -1
        new, code = _meant(word)
        if new is None or not self._begin(start):
            return -1
        self.state = "next"
        self._edit(start, end, new, code, word)
        return end


def _meant(word: str) -> tuple[str | None, str]:
    """Return the JSON of a word that is none, and the code of its fault."""
    literal = _LITERALS.get(word.casefold())
    if literal is not None:
        return literal, "wrong-literal"
    if _HEX.fullmatch(word) and len(word) < 20:  # noqa: PLR2004  (what a double holds)
        return str(int(word, 16)), "bad-number"
    match = _NEAR_NUMBER.fullmatch(word.replace("_", "") if word[:1].isdigit() else word)
    if match is None or not (match[2] or match[3] or "0" in word) or not any(sign.isdigit() for sign in word):
        return None, ""
    sign = "-" if match[1] == "-" else ""
    exponent = f"e{match[4]}" if match[4] else ""
    return f"{sign}{match[2] or '0'}{'.' + match[3] if match[3] else ''}{exponent}", "bad-number"


def _string_fault(text: str, start: int, at: int) -> tuple[str, int, str] | None:
    """Return the next fault at or after an offset inside the string that starts at `start`; None when it ends."""
    try:
        if at == start:
            string_end(text, start)
            return None
        string_end('"' + text[at : at + 100_000], 0)
    except JsonSyntaxError as error:
        offset = error.fault.offset + (at - 1 if at != start else 0)
        return error.fault.code, offset, error.fault.detail
    return None


_WRONG_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_CONTROL = re.compile(r"[\x00-\x1f]")
_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")


def _escaped(inner: str) -> str:
    """Return the inside of a string with wrong escapes and control characters made blanks or doubled."""
    doubled = re.sub(r"\\\\|" + _WRONG_ESCAPE.pattern, lambda found: found[0] if len(found[0]) > 1 else "\\\\", inner)
    return _CONTROL.sub("", _BREAK.sub(" ", doubled.strip("\r\n")))
