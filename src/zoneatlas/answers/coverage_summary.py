"""What belongs to an answer about coverage besides its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoneatlas.answers.coverage import By, coverage
from zoneatlas.answers.coverage_industries import hostings
from zoneatlas.answers.coverage_named import Cluster, Strung, clusters, strung
from zoneatlas.answers.coverage_range import Range, covered_ranges
from zoneatlas.answers.principles import Principles, principles
from zoneatlas.plan.records import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoneatlas.answers.coverage_units import Ground

__all__ = ["Summary", "summary"]


@dataclass(frozen=True, slots=True)
class Summary:
    """The further parts of an answer; None where the question does not ask for that part.

    ``ranges`` are by kind, and under an empty name of all zones.
    """

    districts_without_zone: tuple[tuple[str, Text], ...] | None = None
    industries_without_zone: tuple[tuple[str, Text], ...] | None = None
    clusters: tuple[Cluster, ...] | None = None
    strung: tuple[Strung, ...] | None = None
    principles: Principles | None = None
    ranges: Mapping[str, Range] | None = None


def summary(ground: Ground, by: By) -> Summary:
    """Return what is told besides the rows.

    Without a ``--by`` (rows by kind) everything; by ring the things strung along the rings; by industry the named
    clusters.

    Raises
    ------
    PlanError
        If the table of named clusters is there and cannot be read.
    """
    if by == "ring":
        return Summary(strung=strung(ground))
    if by == "industry":
        return Summary(clusters=clusters(ground))
    if by != "kind":
        return Summary()
    return Summary(
        districts_without_zone=_districts(ground),
        industries_without_zone=_industries(ground),
        clusters=clusters(ground),
        strung=strung(ground),
        principles=principles(ground),
        ranges=covered_ranges(ground),
    )


def _districts(ground: Ground) -> tuple[tuple[str, Text], ...] | None:
    if ground.plan.role("districts") is None:
        return None
    rows = coverage(ground.plan, "district", ground=ground).rows
    return tuple((row.id, row.name) for row in rows if not row.zones)


def _industries(ground: Ground) -> tuple[tuple[str, Text], ...]:
    found = [hosting.industry for hosting in hostings(ground.plan) if hosting.role == "none"]
    return tuple((one.industry_id, Text(one.zh, one.en)) for one in found)
