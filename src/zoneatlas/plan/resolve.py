"""What someone means by a word: the one term, several it could be, or none and the nearest known ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.frozen import dataclass
from zoneatlas.plan.vocabulary import Vocabulary, ancestors
from zoneatlas.plan.wording import is_code, normal, section_of, stems, swapped

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Resolution", "nearest", "resolve"]

_MAX_SUGGESTIONS = 5
_LEAST_LIKENESS = 0.34


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a word was understood.

    ``industry`` is the one term meant, else None. ``how`` is ``id``, ``name``, ``synonym``, ``code``, ``stem`` (without
    a modifier or an ending), ``swapped`` (halves in the other order), ``fragment`` (a part that names one branch),
    ``ambiguous`` (see ``candidates``) or ``unknown`` (see ``suggestions``, nearest first). Only ids are held.
    """

    text: str
    how: str
    industry: str | None = None
    candidates: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


def resolve(vocabulary: Vocabulary, text: str) -> Resolution:
    """Find the term meant by a word in any of the vocabulary's languages.

    Tried in order: id, name or synonym; code of GB/T 4754—2002; the word without modifiers and endings; halves in the
    other order; a fragment of names that all lie in one branch. The first that finds one term decides.

    Parameters
    ----------
    vocabulary : Vocabulary
        The plan's terms.
    text : str
        The word as typed: any case, singular or plural, full-width or half-width.

    Returns
    -------
    Resolution
        Never raises; an empty word is ``unknown``.
    """
    form = normal(text)
    if not form:
        return Resolution(text, "unknown")
    naming = vocabulary.naming
    written = naming.written.get(form, ())
    if written:
        return _one_or_more(vocabulary, text, written, _how_written(vocabulary, form, written[0]))
    if is_code(text):
        return _by_code(vocabulary, text, form.upper())
    loose = stems(form, vocabulary.affixes)
    for how, forms in (("stem", loose), ("swapped", _turned(form, loose))):
        for table in (naming.written, naming.stemmed):
            for candidate in forms if table is naming.written else (form, *forms):
                if table.get(candidate):
                    return _one_or_more(vocabulary, text, table[candidate], how)
    return _fragment(vocabulary, text, form) or Resolution(text, "unknown", suggestions=nearest(vocabulary, text))


def _turned(form: str, loose: Iterable[str]) -> tuple[str, ...]:
    return tuple(turned for word in (form, *loose) for turned in swapped(word))


def _how_written(vocabulary: Vocabulary, form: str, industry_id: str) -> str:
    if form == normal(industry_id):
        return "id"
    item = vocabulary.industries[industry_id]
    return "name" if form in {normal(item.zh), normal(item.en)} else "synonym"


def _tops(vocabulary: Vocabulary, found: Iterable[str]) -> tuple[str, ...]:
    """Return those of some ids that have none of the others above them."""
    ids = dict.fromkeys(found)
    return tuple(key for key in ids if not any(above in ids for above in ancestors(vocabulary, key)))


def _one_or_more(vocabulary: Vocabulary, text: str, found: Iterable[str], how: str) -> Resolution:
    tops = _tops(vocabulary, found)
    if len(tops) == 1:
        return Resolution(text, how, tops[0])
    return Resolution(text, "ambiguous", candidates=tops)


def _by_code(vocabulary: Vocabulary, text: str, code: str) -> Resolution:
    digits = code.lstrip("ABCDEFGHIJKLMNOPQRST")
    codes = vocabulary.naming.codes
    for length in range(len(digits), 1, -1):
        if digits[:length] in codes:
            return Resolution(text, "code", codes[digits[:length]])
    below = {key: None for prefix, key in codes.items() if digits and prefix.startswith(digits)}
    letter = section_of(digits) if digits else code
    if below:
        return _one_or_more(vocabulary, text, below, "code")
    if letter in codes:
        return Resolution(text, "code", codes[letter])
    within = {key: None for prefix, key in codes.items() if prefix.isdigit() and section_of(prefix) == letter}
    if not digits and within:
        return _one_or_more(vocabulary, text, within, "code")
    return Resolution(text, "unknown")


def _fragment(vocabulary: Vocabulary, text: str, form: str) -> Resolution | None:
    wide = not form.isascii()
    if len(form) < (2 if wide else 3):
        return None
    found = [
        key
        for name, keys in vocabulary.naming.written.items()
        if (form in name if wide else f" {form} " in f" {name} ")
        for key in keys
    ]
    return _one_or_more(vocabulary, text, found, "fragment") if found else None


def _likeness(form: str, name: str) -> float:
    import difflib

    shared = len(set(form) & set(name)) / max(len(set(form) | set(name)), 1)
    return max(difflib.SequenceMatcher(None, form, name).ratio(), shared if not form.isascii() else 0.0)


def nearest(vocabulary: Vocabulary, text: str, count: int = _MAX_SUGGESTIONS) -> tuple[str, ...]:
    """Return the ids of the known terms most like a word, nearest first; none that has nothing in common with it."""
    form = normal(text)
    best: dict[str, float] = {}
    for name, keys in vocabulary.naming.written.items():
        score = _likeness(form, name)
        for key in keys:
            best[key] = max(score, best.get(key, 0.0))
    order = {key: place for place, key in enumerate(vocabulary.industries)}
    likely = [key for key, score in best.items() if score >= _LEAST_LIKENESS]
    return tuple(sorted(likely, key=lambda key: (-best[key], order[key]))[:count])
