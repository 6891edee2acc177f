"""Which term of the vocabulary an industry code of a table belongs to, of any depth of GB/T 4754—2002.

A row counts for a term only when the term covers its code. A code wider than the terms below it (a division of which
the vocabulary knows one group) counts for none of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoneatlas.plan.resolve import resolve
from zoneatlas.plan.vocabulary import ancestors
from zoneatlas.plan.wording import is_code, normal, section_of

if TYPE_CHECKING:
    from zoneatlas.plan.vocabulary import Vocabulary

__all__ = ["CodePlace", "code_under", "digits_of", "place_code", "plain_code"]

_LETTERS = "ABCDEFGHIJKLMNOPQRST"
_FRACTION = re.compile(r"^(\s*\d{1,4})\.0+(\s*)$")


@dataclass(frozen=True, slots=True)
class CodePlace:
    """Where a code belongs.

    ``industry`` is the narrowest term that covers it, else None; then ``why`` is ``unknown`` or ``wider`` (than the
    terms in ``candidates``). ``perhaps`` are the terms for which the code would have to be deeper to tell.
    """

    industry: str | None
    why: str = ""
    candidates: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


def place_code(vocabulary: Vocabulary, text: str) -> CodePlace:
    """Find the narrowest term that covers a code; a term's own id, name or synonym is taken too.

    Parameters
    ----------
    vocabulary
        The plan's terms.
    text
        A section letter, two to four digits, or both; digits keep their leading zero. A decimal point with noughts
        behind it, as a spreadsheet or a table of floats leaves it, is passed over.
    """
    text = plain_code(text)
    if not is_code(text):
        named = vocabulary.naming.written.get(normal(text), ())
        return CodePlace(named[0]) if len(named) == 1 else CodePlace(None, "unknown")
    letter, digits = _parts(text)
    section = section_of(digits) if digits else letter
    if not section or letter not in ("", section):
        return CodePlace(None, "unknown")
    found, perhaps = resolve(vocabulary, text), _narrower(vocabulary, digits, section)
    for one in (found, resolve(vocabulary, section)):
        if one.industry is not None and _covers(vocabulary, one.industry, digits, section):
            known = (one.industry, *ancestors(vocabulary, one.industry))
            return CodePlace(one.industry, perhaps=tuple(key for key in perhaps if key not in known))
    narrower = found.candidates or ((found.industry,) if found.industry else ())
    return CodePlace(None, "wider", narrower, perhaps) if narrower else CodePlace(None, "unknown")


def plain_code(text: str) -> str:
    """Return a code without the ``.0`` of a number that was stored as a fraction."""
    return _FRACTION.sub(r"\1", text)


def _narrower(vocabulary: Vocabulary, digits: str, section: str) -> tuple[str, ...]:
    """Return the terms that have a code under this one, but not this one itself."""
    return tuple(
        item.industry_id
        for item in vocabulary
        if any(
            code.isdigit() and code != digits and (code.startswith(digits) if digits else section_of(code) == section)
            for code in item.gbt4754_2002
        )
    )


def _parts(text: str) -> tuple[str, str]:
    code = normal(text).upper()
    digits = code.lstrip(_LETTERS)
    return code.removesuffix(digits), digits


def _covers(vocabulary: Vocabulary, industry: str, digits: str, section: str) -> bool:
    item = vocabulary.get(industry)
    codes = item.gbt4754_2002 if item is not None else ()
    return any(code == section or (bool(digits) and digits.startswith(code)) for code in codes)


def code_under(text: str, wanted: tuple[str, ...]) -> bool:
    """Tell whether a code lies under one of some sections (letters) or prefixes (digits).

    A section without digits lies under no prefix of digits; what is no code lies under nothing.
    """
    text = plain_code(text)
    if not is_code(text):
        return False
    letter, digits = _parts(text)
    section = section_of(digits) if digits else letter
    if letter not in ("", section):
        return False
    return any(one == section or (bool(digits) and one.isdigit() and digits.startswith(one)) for one in wanted)


def digits_of(text: str) -> int:
    """Return how many digits a code has, 0 for what is no number with or without a letter before it."""
    _, digits = _parts(plain_code(text))
    return len(digits) if digits.isdecimal() else 0
