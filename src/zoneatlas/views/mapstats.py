"""Statistics by zone as the web map shows them: read from what `zoneatlas stats --by zone --format json` wrote."""

from __future__ import annotations

import json
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import PlanError, Text

if TYPE_CHECKING:
    from zoneatlas.plan.load import Plan

__all__ = ["map_statistics", "read_map_statistics"]

_ROWS = Text("行数", "rows")
_LEVELS = ("zone", "kind", "plan")


def read_map_statistics(plan: Plan, path: Path) -> dict[str, Any]:
    """Read a file of statistics; see `map_statistics`.

    Raises
    ------
    PlanError
        If it cannot be read, is no JSON of `zoneatlas stats`, or is not of this plan.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise PlanError.about(f"{path}: cannot be read ({said}).", f"{path}：无法读取（{said}）。") from None
    return map_statistics(plan, told, str(path))


def map_statistics(plan: Plan, told: Any, name: str = "") -> dict[str, Any]:  # noqa: ANN401  (parsed JSON)
    """Return figures by zone, ready to be embedded.

    Parameters
    ----------
    plan
        The plan the figures are of.
    told
        What `zoneatlas.views.stats_listing.stats_json` returns for statistics by zone, not crossed.
    name
        What messages and the page call it.

    Returns
    -------
    dict
        ``measures`` names the figures in both languages, rows first; ``zones``, ``kinds`` and ``plan`` hold for each
        ``[value, low, high]`` a measure; ``overlapping`` counts the rows in several zones.

    Raises
    ------
    PlanError
        If it is no such thing, or names a zone that the plan does not have.
    """
    try:
        if told["by"] != ["zone"]:
            raise _not_by_zone(name)
        sums = [str(one) for one in told["sums"]]
        found: dict[str, dict[str, list[list[float]]]] = {level: {} for level in _LEVELS}
        for cell in told["cells"]:
            key = cell["keys"]["zone"]
            if key["level"] in found:
                figures = [cell["rows"], *(cell["sums"][one] for one in sums)]
                found[key["level"]][key["id"]] = [_figure(one) for one in figures]
        overlapping = int(told["totals"]["in_zones"]["overlapping"])
        whole = found["plan"]["plan"]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise _not_by_zone(name) from None
    known = {zone.zone_id for zone in plan.zones} | {kind.kind for kind in plan.settings.kinds}
    strange = sorted({*found["zone"], *found["kind"]} - known)
    if strange:
        raise PlanError.about(
            f"{name}: this plan has no '{strange[0]}'; the statistics are of another plan.",
            f"{name}：本规划没有“{strange[0]}”；这份统计属于另一个规划。",
        )
    return {
        "file": Path(name).name,
        "measures": [[_ROWS.zh, _ROWS.en], *([one, one] for one in sums)],
        "zones": found["zone"],
        "kinds": found["kind"],
        "plan": whole,
        "overlapping": overlapping,
    }


def _figure(told: Any) -> list[float]:  # noqa: ANN401  (parsed JSON)
    figures = [float(told[part]) for part in ("value", "low", "high")]
    if not all(map(isfinite, figures)):
        raise ValueError
    return [int(one) if one.is_integer() else one for one in figures]


def _not_by_zone(name: str) -> PlanError:
    return PlanError.about(
        f"{name}: is no result of 'zoneatlas stats FILE --by zone --format json'.",
        f"{name}：不是 zoneatlas stats FILE --by zone --format json 的结果。",
    )
