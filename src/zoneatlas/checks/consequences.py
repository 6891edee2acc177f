"""What is not asked while a table cannot be read: the answers would only repeat that it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.exceptions import EXCEPTIONS_FILE
from zoneatlas.plan.locate import PLAN_FILE, ZONES
from zoneatlas.plan.overlap_rows import OVERLAPS_FILE
from zoneatlas.plan.table_form import TABLE_FORM

if TYPE_CHECKING:
    from zoneatlas.checks.subject import Subject

__all__ = ["ALSO_REQUIRED", "held_back"]

#: What checks need besides what they say: a row of a table can only speak of a zone that has a zone_id.
ALSO_REQUIRED: dict[str, tuple[str, ...]] = dict.fromkeys(("Z210", "Z215", "Z216", "Z217", "Z310"), ("Z160",))

#: By table: the checks that judge by what it says (with the ids a prefix stands for).
_RESTS_ON: dict[str, tuple[str, ...]] = {
    f"{ZONES}/{PLAN_FILE}": ("Z21", "Z22"),
    f"{ZONES}/{EXCEPTIONS_FILE}": ("Z304", "Z305", "Z306", "Z308", "Z310", "Z311", "Z340", "Z341", "Z342"),
    f"{ZONES}/{OVERLAPS_FILE}": ("Z210", "Z213", "Z215", "Z216", "Z217"),
}


def held_back(subject: Subject) -> tuple[str, ...]:
    """Return the beginnings of the ids of checks that have no ground to stand on; the table itself is told.

    Parameters
    ----------
    subject
        What is checked. plan.toml counts as lost only where nothing of the plan could be loaded.
    """
    lost = {problem.file for problem in subject.problems if problem.severity == "error" and problem.code != TABLE_FORM}
    if subject.plan is not None or subject.root is None:
        lost.discard(f"{ZONES}/{PLAN_FILE}")
    layers = any(not file.readable for file in subject.layer_files.values())
    return (*(("Z22",) if layers else ()), *(("Z324",) if _zones_lost(subject) else ()), *_rests(lost))


def _zones_lost(subject: Subject) -> bool:
    """Whether a file of zones cannot be read, or a feature in it is no zone: what that zone hosts is unknown."""
    zones = {(zone.file, zone.index) for zone in subject.plan.zones} if subject.plan is not None else set()
    return subject.plan is not None and any(
        not file.readable or any((file.file, record.index) not in zones for record in file.features)
        for file in subject.files
    )


def _rests(lost: set[str]) -> tuple[str, ...]:
    return tuple(start for file in sorted(lost) for start in _RESTS_ON.get(file, ()))
