"""A plan's overlaps, each with its class: declared, undeclared, or an effect of drawing, projecting or rounding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from zoneatlas.plan.overlap_rows import DeclaredOverlap
    from zoneatlas.plan.records import Relation
    from zoneatlas.space.overlap import Meeting, Tolerances

__all__ = ["OverlapClass", "Pair", "classify", "declared_by_pair"]

OverlapClass = Literal["declared", "undeclared", "unmatched-vertex", "chord", "rounding", "touching"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two zones that meet: what was measured, the class, and the row that declares it (whether it holds or not).

    ``relation`` is how the first stands to the second.
    """

    meeting: Meeting
    relation: Relation
    overlap_class: OverlapClass
    row: DeclaredOverlap | None


def declared_by_pair(rows: Sequence[DeclaredOverlap]) -> Mapping[frozenset[str], DeclaredOverlap]:
    """Return the rows by the two zones they speak of; the first of several."""
    found: dict[frozenset[str], DeclaredOverlap] = {}
    for row in rows:
        found.setdefault(frozenset((row.zone_a, row.zone_b)), row)
    return found


def classify(  # noqa: PLR0913  (a plan in pieces)
    zone_ids: Sequence[str | int],
    geometries: NDArray[np.object_],
    rows: Sequence[DeclaredOverlap],
    *,
    measuring_crs: str,
    tolerances: Tolerances,
    today: dt.date,
) -> tuple[Pair, ...]:
    """Class every two zones that meet.

    A real overlap is ``declared`` when a row that has not expired speaks of the two, ``undeclared`` when none does.
    Zones that only touch are ``touching``, or ``declared`` when a row says that they touch.

    Parameters
    ----------
    zone_ids
        The zones' ids, row by row of `geometries`.
    geometries : ndarray of object, shape (n,)
        In degrees; invalid ones are passed over.
    rows
        The table of declared overlaps.
    measuring_crs
        Any name PROJ knows, in metres.
    tolerances
        What counts as rounding, and as one vertex.
    today
        The day on which a row may have expired.
    """
    from zoneatlas.space.overlap import meetings

    declared = declared_by_pair(rows)
    pairs = []
    for meeting in meetings(geometries, measuring_crs, tolerances):
        ids = frozenset(str(zone_ids[row]) for row in (meeting.first, meeting.second))
        row = declared.get(ids)
        pairs.append(Pair(meeting, relation_of(meeting), _class(meeting, row, today), row))
    return tuple(pairs)


def relation_of(meeting: Meeting) -> Relation:
    """Return how the first zone of a meeting stands to the second."""
    if meeting.cause != "real":
        return "touches"
    if meeting.first_within:
        return "within"
    return "contains" if meeting.second_within else "overlaps"


def _class(meeting: Meeting, row: DeclaredOverlap | None, today: dt.date) -> OverlapClass:
    holds = row is not None and not row.expired(today)
    if meeting.cause == "real":
        return "declared" if holds else "undeclared"
    if meeting.cause == "touching" and holds and row is not None and row.relation == "touches":
        return "declared"
    return meeting.cause
