"""No more than so many findings of one kind about one feature; the last says how many more there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from zoneatlas.checks.records import Finding

__all__ = ["MOST_OF_A_KIND", "few", "with_more"]

#: How many faults of one kind are told of one feature one by one.
MOST_OF_A_KIND = 20


def few(made: Iterable[tuple[Hashable, Callable[[], Finding]]]) -> Iterator[Finding]:
    """Yield findings group by group, of each group the first `MOST_OF_A_KIND`.

    Parameters
    ----------
    made
        The group of each finding, and what makes it: called only for those that are told.
    """
    groups: dict[Hashable, list[Callable[[], Finding]]] = {}
    for group, make in made:
        groups.setdefault(group, []).append(make)
    for makes in groups.values():
        told = [make() for make in makes[:MOST_OF_A_KIND]]
        if len(makes) > MOST_OF_A_KIND:
            told[-1] = with_more(told[-1], len(makes) - MOST_OF_A_KIND)
        yield from told


def with_more(finding: Finding, count: int) -> Finding:
    """Return a finding that says how many more like it there are in its feature."""
    return replace(
        finding,
        message=f"{finding.message} ({count:,} more like this in the feature, not listed.)",
        message_zh=f"{finding.message_zh}（这个要素里还有 {count:,} 处同样的问题，未一一列出。）",
    )
