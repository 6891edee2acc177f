"""The frozen records of checking: a check, a finding, a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.records import Severity

Family = Literal["structure", "topology", "plan", "datum", "sources"]
FAMILIES: tuple[Family, ...] = ("structure", "topology", "plan", "datum", "sources")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit: ``m``, ``m2``, ``km2``, ``percent``, ``count`` …."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and how to mend it, in both languages.

    ``check`` is the id of the check that found it. ``line`` and ``column`` count from 1; a finding about a whole file
    or table stands at 1:1. ``feature`` is the zone_id or the layer's own key, else the feature's index, else None.
    ``place`` is a GeoJSON geometry (WGS 84 degrees) of where it is, or None.
    """

    check: str
    message: str
    message_zh: str
    file: str
    line: int = 1
    column: int = 1
    feature: str | int | None = None
    place: Mapping[str, Any] | None = field(default=None, repr=False)
    measure: Measure | None = None
    severity: Severity | None = None
    """None: the check's default; the runner fills it in."""


CheckFunction = Callable[["Subject"], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check of the registry.

    ``id`` (Z and three digits) is never reused and says nothing of the severity, which is a default. ``source`` is the
    clause, standard or measured trap it rests on. Features with a finding of a check in ``requires`` are left out of
    what it looks at. ``needs_plan``: it can say nothing about a single GeoJSON file.
    """

    id: str
    name: str
    family: Family
    severity: Severity
    source: str
    requires: tuple[str, ...]
    needs_plan: bool
    doc: str
    doc_zh: str
    function: CheckFunction = field(repr=False)


class CheckFaultError(RuntimeError):
    """A check raised: a fault of ours (exit code 3), with the check's id."""

    def __init__(self, check_id: str) -> None:
        super().__init__(f"the check {check_id} failed")
        self.check_id = check_id
