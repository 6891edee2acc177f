"""Words as people write them: normal forms, words without their modifiers and endings, halves in the other order."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from zoneatlas.frozen import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zoneatlas.plan.cache import Store

__all__ = ["Affix", "Naming", "build_naming", "is_code", "normal", "section_of", "stems", "swapped"]

#: Signs that separate words as a space does.
_SIGNS = dict.fromkeys(map(ord, "_/\\·・,，.。、;；:：()（）[]【】\"“”'‘’«»《》-‐‑‒–—−"), " ")
#: Blocks of Chinese characters, the first of them those of common texts.
_WIDE_BLOCKS = (("\u4e00", "\u9fff"), ("\u2e80", "\u4dff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
_SMALL_LETTERS = "abcdefghijklmnopqrstuvwxyz "
_SHORTEST_STEM = {True: 1, False: 3}  # of a word in Chinese characters, of a word in letters
_MAX_STEPS = 3
_SHORTEST_PLURAL = 4
_HALVES = 2

#: Sections of GB/T 4754—2002 with their first and last divisions: a code without its letter lies in one of them.
_SECTIONS = (
    ("A", 1, 5), ("B", 6, 11), ("C", 13, 43), ("D", 44, 46), ("E", 47, 50), ("F", 51, 59), ("G", 60, 62), ("H", 63, 65),
    ("I", 66, 67), ("J", 68, 71), ("K", 72, 72), ("L", 73, 74), ("M", 75, 78), ("N", 79, 81), ("O", 82, 83),
    ("P", 84, 84), ("Q", 85, 87), ("R", 88, 92), ("S", 93, 97), ("T", 98, 98),
)  # fmt: skip
_CODE = r"([a-t])?(\d{2,4})|([a-t])"


@dataclass(frozen=True, slots=True)
class Affix:
    """A modifier that may stand before a term, or an ending that may stand after it, without changing what is meant.

    ``text`` is in normal form.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Naming:
    """Which ids a normal form names: as written in the table, or without modifiers and endings; codes too."""

    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    affixes: tuple[Affix, ...] = ()
    store: Store | None = field(default=None, repr=False, compare=False)

    @cached_property
    def stemmed(self) -> Mapping[str, tuple[str, ...]]:
        """The ids by the stems of their written forms; made when a word is first found under none of these."""
        return self._stemmed() if self.store is None else self.store.part("stems", self._stemmed)

    def _stemmed(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        starts, ends = _marks(self.affixes)
        for form, keys in self.written.items():
            if not (form.startswith(starts) or form.endswith(ends)):
                continue
            for stem in stems(form, self.affixes):
                found.setdefault(stem, {}).update(dict.fromkeys(keys))
        return {stem: tuple(keys) for stem, keys in found.items()}


def _singular(word: str) -> str:
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("shes", "ches", "xes", "sses")) else word[:-1]


def normal(text: str) -> str:
    """Return the form in which words are compared.

    NFKC (full-width becomes half-width), case folded, punctuation and hyphens as single spaces, none beside Chinese
    characters, ``&`` as ``and``, English plurals as singulars.
    """
    if text and _WIDE_BLOCKS[0][0] <= min(text) and max(text) <= _WIDE_BLOCKS[0][1]:
        return text  # needs no folding, as most Chinese names
    folded = text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    if not folded.strip(_SMALL_LETTERS):
        return " ".join(map(_singular, folded.split()))
    spaced = " ".join(folded.replace("&", " and ").translate(_SIGNS).split())
    if " " in spaced and _is_wide(spaced):
        spaced = _without_spaces(spaced)
    return re.sub("[a-z]+", lambda match: _singular(match[0]), spaced)


def _without_spaces(text: str) -> str:
    """Take out the spaces beside Chinese characters."""
    around = zip(f" {text}", text, f"{text[1:]} ", strict=False)
    return "".join(sign for before, sign, after in around if sign != " " or not (_is_wide(before) or _is_wide(after)))


def _is_wide(text: str) -> bool:
    return not text.isascii() and any(first <= sign <= last for sign in text for first, last in _WIDE_BLOCKS)


def _without_one(text: str, affixes: Sequence[Affix]) -> Iterator[str]:
    wide = _is_wide(text)
    for affix in affixes:
        mark, rest = affix.text, ""
        if affix.kind == "modifier" and text.startswith(mark):
            rest = text[len(mark) :]
        elif affix.kind == "ending" and text.endswith(mark):
            rest = text[: len(text) - len(mark)]
        if rest and not wide and rest[0] != " " and rest[-1] != " ":
            continue  # inside a word of letters
        if len(rest.strip()) >= _SHORTEST_STEM[wide]:
            yield rest.strip()


def _marks(affixes: Sequence[Affix]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a word may start with and what it may end in without meaning something else."""
    return (
        tuple(affix.text for affix in affixes if affix.kind == "modifier"),
        tuple(affix.text for affix in affixes if affix.kind == "ending"),
    )


def stems(text: str, affixes: Sequence[Affix]) -> tuple[str, ...]:
    """Return a normal form without its modifiers and endings: fewest taken off first, the form itself left out."""
    found: dict[str, None] = {text: None}
    level = [text]
    starts, ends = _marks(affixes)
    for _ in range(_MAX_STEPS):
        level = [word for word in level if word.startswith(starts) or word.endswith(ends)]
        level = [rest for word in level for rest in _without_one(word, affixes) if rest not in found]
        found.update(dict.fromkeys(level))
    return tuple(found)[1:]


def swapped(text: str) -> tuple[str, ...]:
    """Return a normal form with its two halves in the other order, for every place it can be cut."""
    if _is_wide(text):
        return tuple(text[cut:] + text[:cut] for cut in range(1, len(text)))
    words = text.split(" and ")
    if len(words) == _HALVES:
        return (f"{words[1]} and {words[0]}",)
    return ()


def is_code(text: str) -> bool:
    """Tell whether a word is written as a code of GB/T 4754: a section letter, digits, or both."""
    return re.fullmatch(_CODE, normal(text)) is not None


def section_of(code: str) -> str:
    """Return the section letter of a numeric code of GB/T 4754—2002, empty when its division does not exist."""
    division = int(code[:2])
    return next((letter for letter, first, last in _SECTIONS if first <= division <= last), "")


def build_naming(
    names: Mapping[str, Sequence[str]], codes: Mapping[str, Sequence[str]], affixes: Sequence[Affix]
) -> Naming:
    """Index ids by the normal forms of their names and by code prefix."""
    written: dict[str, dict[str, None]] = {}
    for key, texts in names.items():
        for text in (key, *texts):
            written.setdefault(normal(text), {})[key] = None
    by_code = {code.upper(): key for key, prefixes in codes.items() for code in prefixes}
    return Naming({form: tuple(keys) for form, keys in written.items()}, by_code, tuple(affixes))
