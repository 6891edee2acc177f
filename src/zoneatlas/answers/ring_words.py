"""Phrases about ring roads in Chinese and English: inside ring 4, 四环以内, between the 2nd and 3rd ring, 二三环之间.

Only the grammar stands here; which rings there are, and what they are called, is the plan's.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from zoneatlas.frozen import dataclass

__all__ = ["RingPhrase", "read_ring_phrase"]

_CHINESE = "一二三四五六七八九十"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_N = rf"(?:第)?(\d{{1,2}}|[{_CHINESE}])"
_ROAD = r"(?:环路|环线|环)"
_TO = r"(?:到|至|与|和|跟|、|-|~|以外到|以外至)"
_ZH = (
    ("inside", rf"{_N}{_ROAD}(?:以内|之内|以里|里面|里边|内侧|内|里)(?:的?(?:区域|地区|范围))?"),
    ("outside", rf"{_N}{_ROAD}(?:以外|之外|外面|外边|外侧|外)(?:的?(?:区域|地区|范围))?"),
    ("between", rf"{_N}{_ROAD}?{_TO}?{_N}{_ROAD}(?:之间|间|以内)?(?:的?(?:区域|地区|范围))?"),
    ("on", rf"{_N}{_ROAD}"),
)
_EN_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?|" + "|".join((*_ORDINALS, *_CARDINALS))
_EN_SIDES = {
    "inside": "inside", "within": "inside", "in": "inside",
    "outside": "outside", "beyond": "outside",
    "between": "between", "from": "between",
}  # fmt: skip
_EN_IDLE = frozenset(("the", "of", "road", "roads", "beltway"))
_EN_LINKS = frozenset(("and", "to", "-"))


@dataclass(frozen=True, slots=True)
class RingPhrase:
    """What a phrase says of ring roads: inside or outside ``first``, between ``first`` and ``second``, or on it."""

    side: Literal["inside", "outside", "between", "on"]
    first: int
    second: int | None = None


def read_ring_phrase(text: str) -> RingPhrase | None:
    """Return what a phrase says of ring roads, None when it is no such phrase."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    if "环" not in folded and "ring" not in folded and not any(sign.isdigit() for sign in folded):
        return None
    folded = re.sub(r"[–—−~～]", "-", folded)
    return _chinese("".join(folded.split())) or _english(folded)


def _chinese(text: str) -> RingPhrase | None:
    for side, pattern in _ZH:
        match = re.fullmatch(pattern, text)
        if match:
            numbers = [_number_zh(part) for part in match.groups()]
            return _phrase(side, numbers)
    return None


def _number_zh(text: str) -> int:
    return int(text) if text.isdigit() else _CHINESE.index(text) + 1


def _english(text: str) -> RingPhrase | None:
    words = [word for word in re.findall(r"[a-z]+|\d+[a-z]*|-", text) if word not in _EN_IDLE]
    if re.search(r"[^\sa-z0-9-]", text) or not words:
        return None
    rings = [word for word in words if word in ("ring", "rings")]
    said = [word for word in words if word not in ("ring", "rings")]
    sides = [_EN_SIDES[word] for word in said[:1] if word in _EN_SIDES]
    rest = said[len(sides) :]
    numbers = [word for word in rest if re.fullmatch(_EN_NUMBER, word)]
    links = [word for word in rest if word in _EN_LINKS]
    if not numbers or len(numbers) + len(links) != len(rest) or len(numbers) != len(links) + 1:
        return None
    label = re.fullmatch(r"(?:inside|outside) \d+|\d+-\d+", text) is not None
    if not rings and not label:
        return None
    side = sides[0] if sides else "on"
    return _phrase("between" if len(numbers) > 1 else side, [_number_en(word) for word in numbers])


def _number_en(word: str) -> int:
    for names in (_ORDINALS, _CARDINALS):
        if word in names:
            return names.index(word) + 1
    return int(re.sub(r"\D", "", word))


def _phrase(side: str, numbers: list[int]) -> RingPhrase | None:
    if side == "between":
        if len(numbers) != 2 or numbers[0] == numbers[1]:  # noqa: PLR2004
            return None
        return RingPhrase("between", min(numbers), max(numbers))
    if len(numbers) != 1:
        return None
    if side == "inside":
        return RingPhrase("inside", numbers[0])
    return RingPhrase("outside", numbers[0]) if side == "outside" else RingPhrase("on", numbers[0])
