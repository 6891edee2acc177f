"""What a sheet can write: a font that has the characters it needs, and how wide a text comes out."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from zoneatlas.plan.records import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MM_PER_POINT", "Voice", "find_voice"]

MM_PER_POINT = 25.4 / 72
#: Matplotlib's own font: it is there wherever matplotlib is.
_LATIN = "DejaVu Sans"
#: Fonts with simplified Chinese, best first: free ones, then those that come with macOS and Windows.
_CHINESE = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "PingFang SC", "Hiragino Sans GB", "Heiti SC", "STHeiti", "Microsoft YaHei", "DengXian",
    "SimHei", "Noto Sans CJK JP", "Droid Sans Fallback", "Arial Unicode MS", "Noto Serif CJK SC", "Songti SC", "SimSun",
)  # fmt: skip
_LONGEST = 200
_MEASURED_PT = 100.0
_MISSING = Text(
    "没有找到含中文的字体，图件改用英文。请安装一种，例如 Debian/Ubuntu：apt install fonts-noto-cjk"
    "（或 fonts-wqy-microhei）；Windows 与 macOS 自带微软雅黑、苹方。",
    "No font with Chinese characters was found, so the sheet speaks English. Install one, on Debian or Ubuntu: "
    "apt install fonts-noto-cjk (or fonts-wqy-microhei); Windows and macOS bring Microsoft YaHei and PingFang.",
)


@dataclass(frozen=True)
class Voice:
    """How a sheet speaks: its language, its fonts (the first that has a character writes it), what they can write."""

    lang: str
    families: tuple[str, ...]
    known: frozenset[int]

    def say(self, text: Text, otherwise: str = "") -> str:
        """Return a text in the sheet's language on one line; in the other, or `otherwise`, where it cannot be written.

        Characters no font has become ``?``; what is longer than any name is cut.
        """
        other = Text(text.zh, text.en).say("en" if self.lang == "zh" else "zh")
        options = [clean for option in (text.say(self.lang), other, otherwise) if (clean := _one_line(option))]
        fitting = next((option for option in options if self._writes(option)), None)
        if fitting is not None:
            return fitting
        return "".join(sign if self._writes(sign) else "?" for sign in options[0]) if options else ""

    def _writes(self, text: str) -> bool:
        return all(ord(sign) in self.known for sign in text)

    def font(self, size_pt: float) -> FontProperties:
        """Return the font at a size in points."""
        return FontProperties(family=list(self.families), size=size_pt)

    def width_mm(self, text: str, size_pt: float) -> float:
        """Return how wide a line comes out, in millimetres (kerning, which makes it narrower, left out)."""
        return sum(_advance(self.families, sign) for sign in text) * size_pt * MM_PER_POINT


def find_voice(lang: str, texts: Iterable[Text]) -> tuple[Voice, tuple[Text, ...]]:
    """Choose the fonts for what a sheet has to say.

    Parameters
    ----------
    lang
        The language asked for.
    texts
        Everything it may write.

    Returns
    -------
    tuple
        The voice, which is English where no font has Chinese characters, and what the reader should know about that.
    """
    needed = {ord(sign) for text in texts for sign in _one_line(text.say(lang))}
    latin = _characters(_LATIN)
    if needed <= latin:
        return Voice(lang, (_LATIN,), latin), ()
    best: tuple[int, Voice] | None = None
    for family in _installed(_CHINESE):
        known = _characters(family) | latin
        missing = len(needed - known)
        if best is None or missing < best[0]:
            best = (missing, Voice(lang, (family, _LATIN), known))
        if not missing:
            break
    if best is None:
        return Voice("en", (_LATIN,), latin), (_MISSING,)
    return best[1], ()


def _one_line(text: str) -> str:
    """Return a text without line breaks and signs that do not print, cut where it is longer than any name."""
    clean = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def _installed(families: Iterable[str]) -> list[str]:
    """Return those of some font families that are installed; fonts newer than matplotlib's list are looked for too."""
    wanted = list(families)
    names = {entry.name for entry in font_manager.fontManager.ttflist}
    found = [family for family in wanted if family in names]
    if found:
        return found
    listed = {str(entry.fname) for entry in font_manager.fontManager.ttflist}
    for path in sorted(set(font_manager.findSystemFonts()) - listed):
        try:
            font_manager.fontManager.addfont(path)
        except (OSError, RuntimeError, ValueError):
            continue  # a font matplotlib cannot read is none
    names = {entry.name for entry in font_manager.fontManager.ttflist}
    return [family for family in wanted if family in names]


@functools.cache
def _advance(families: tuple[str, ...], sign: str) -> float:
    """Return how far a character moves on, in units of the size of type."""
    font = FontProperties(family=list(families), size=_MEASURED_PT)
    wide, narrow = (
        text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] for text in (f"x{sign}x", "xx")
    )
    return float(wide - narrow) / _MEASURED_PT


def _characters(family: str) -> frozenset[int]:
    path = font_manager.findfont(FontProperties(family=family))
    return frozenset(font_manager.get_font(path).get_charmap())
