"""Understanding the words people type: names and kinds, whatever their case, width or spacing."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import Kind, PlanError, Suggestion, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoneatlas.plan.load import Plan

#: At most this many near words are suggested.
MOST_SUGGESTIONS = 5
_LEAST_LIKENESS = 0.5


def plain(text: str) -> str:
    """Return a word without what people vary: case, width, spaces, hyphens, dots and dashes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


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
        suggestions=_suggested(nearest(wanted, [(zone, words[zone.zone_id]) for zone in plan.zones])),
    )


def kind_named(plan: Plan, name: str) -> Kind:
    """Return the kind of zone a word means: its id or its title in either language.

    Raises
    ------
    PlanError
        If there is no such kind; with the plan's kinds as suggestions.
    """
    wanted = plain(name)
    for kind in plan.settings.kinds:
        if wanted in (plain(kind.kind), plain(kind.title.zh), plain(kind.title.en)):
            return kind
    shown = printable(name)
    raise PlanError.about(
        f"'{shown}' is no kind of zone of this plan.",
        f"本规划没有“{shown}”这一类功能区。",
        suggestions=tuple(Suggestion(kind.kind, kind.title.zh, kind.title.en) for kind in plan.settings.kinds)[
            :MOST_SUGGESTIONS
        ],
    )


def nearest(wanted: str, known: Sequence[tuple[Zone, tuple[str, ...]]]) -> list[Zone]:
    """Return the zones whose words are most like `wanted`, the likest first, leaving out the unlike."""
    from difflib import SequenceMatcher

    def likeness(words: Iterable[str]) -> float:
        return max((SequenceMatcher(None, wanted, word).ratio() for word in words), default=0.0)

    ranked = sorted(((likeness(words), -index, zone) for index, (zone, words) in enumerate(known)), reverse=True)
    return [zone for score, _, zone in ranked if score >= _LEAST_LIKENESS]


def _words(zone: Zone) -> tuple[str, ...]:
    return tuple(word for word in (plain(zone.zone_id), plain(zone.name_zh), plain(zone.name_en)) if word)


def _suggested(zones: Sequence[Zone]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(zone.zone_id, zone.name_zh, zone.name_en) for zone in zones[:MOST_SUGGESTIONS])
