"""Understanding the words people type: names and kinds, whatever their case, width or spacing."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeVar

from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import Kind, PlanError, Suggestion, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoneatlas.plan.load import Plan

_T = TypeVar("_T")

#: At most this many near words are suggested.
MOST_SUGGESTIONS = 5
_LEAST_LIKENESS = 0.5


def plain(text: str) -> str:
    """Return a word without what people vary: case, width, spaces, hyphens, dots and dashes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def exact_zone(plan: Plan, name: str) -> Zone | None:
    """Return the zone with just this id or name, whatever its case, width or spacing; None when there is none."""
    wanted = plain(name)
    return next((zone for zone in plan.zones if wanted and wanted in _words(zone)), None)


def zone_named(plan: Plan, name: str) -> Zone:
    """Return the zone a word means: its zone_id, its name in either language, or a part of one that fits no other.

    Raises
    ------
    PlanError
        If no zone is called so, or several are; with at most five suggestions.
    """
    wanted = plain(name)
    words = {zone.zone_id: _words(zone) for zone in plan.zones}
    exact = [zone for zone in plan.zones if wanted and wanted in words[zone.zone_id]]
    if exact:
        return exact[0]
    partly = [zone for zone in plan.zones if wanted and any(wanted in word for word in words[zone.zone_id])]
    if len(partly) == 1:
        return partly[0]
    shown = printable(name)
    if partly:
        raise PlanError.about(
            f"'{shown}' fits {len(partly)} zones; say which.",
            f"“{shown}”可指 {len(partly)} 个功能区，请说明是哪一个。",
            suggestions=_suggested(partly),
        )
    raise PlanError.about(
        f"No zone is called '{shown}'.",
        f"没有叫“{shown}”的功能区。",
        suggestions=_suggested(likest(wanted, [(zone, words[zone.zone_id]) for zone in plan.zones])),
    )


def kind_named(plan: Plan, name: str) -> Kind:
    """Return the kind of zone a word means: its id, its title in either language, or a part that fits no other.

    Raises
    ------
    PlanError
        If there is no such kind; with the plan's kinds as suggestions.
    """
    wanted = plain(name).rstrip("s")
    words = {
        kind.kind: tuple(plain(word).rstrip("s") for word in (kind.kind, kind.title.zh, kind.title.en))
        for kind in plan.settings.kinds
    }
    for known in plan.settings.kinds:
        if wanted and wanted in words[known.kind]:
            return known
    partly = [kind for kind in plan.settings.kinds if wanted and any(wanted in word for word in words[kind.kind])]
    if len(partly) == 1:
        return partly[0]
    shown = printable(name)
    raise PlanError.about(
        f"'{shown}' is no kind of zone of this plan.",
        f"本规划没有“{shown}”这一类功能区。",
        suggestions=tuple(Suggestion(kind.kind, kind.title.zh, kind.title.en) for kind in plan.settings.kinds)[
            :MOST_SUGGESTIONS
        ],
    )


def likest(wanted: str, known: Sequence[tuple[_T, tuple[str, ...]]]) -> list[_T]:
    """Return the things whose words are most like `wanted`, the likest first, leaving out the unlike."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, "", wanted)

    def likeness(words: Iterable[str]) -> float:
        best = 0.0
        for word in words:
            matcher.set_seq1(word)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
                best = max(best, matcher.ratio())
        return best

    ranked = sorted(((likeness(words), -index) for index, (_, words) in enumerate(known)), reverse=True)
    return [known[-place][0] for score, place in ranked if score >= _LEAST_LIKENESS]


def _words(zone: Zone) -> tuple[str, ...]:
    return tuple(word for word in (plain(zone.zone_id), plain(zone.name_zh), plain(zone.name_en)) if word)


def _suggested(zones: Sequence[Zone]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(zone.zone_id, zone.name_zh, zone.name_en) for zone in zones[:MOST_SUGGESTIONS])
