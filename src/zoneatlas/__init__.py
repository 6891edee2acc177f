"""A development plan's zones as hand-edited GeoJSON: an offline map, checks and answers with sources.

>>> import zoneatlas
>>> plan = zoneatlas.load_plan()
>>> [match.zone.name_en for match in zoneatlas.find(plan, industry="biopharma")]  # doctest: +SKIP

Names are looked up on first use, so that ``zoneatlas --help`` starts without reading what it does not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zoneatlas.answers.assign import Assigner, zone_index
    from zoneatlas.answers.find import Match, Matched, find
    from zoneatlas.answers.site import SiteAnswer, site
    from zoneatlas.plan.load import Plan, load_plan
    from zoneatlas.plan.records import PlanError, Problem, Text, Zone
    from zoneatlas.space.grid import ZoneIndex

__version__ = "0.1.0"

__all__ = [
    "Assigner",
    "Match",
    "Matched",
    "Plan",
    "PlanError",
    "Problem",
    "SiteAnswer",
    "Text",
    "Zone",
    "ZoneIndex",
    "__version__",
    "find",
    "load_plan",
    "site",
    "zone_index",
]

_HOMES = {
    "Assigner": "zoneatlas.answers.assign",
    "zone_index": "zoneatlas.answers.assign",
    "Match": "zoneatlas.answers.find",
    "Matched": "zoneatlas.answers.find",
    "find": "zoneatlas.answers.find",
    "SiteAnswer": "zoneatlas.answers.site",
    "site": "zoneatlas.answers.site",
    "Plan": "zoneatlas.plan.load",
    "load_plan": "zoneatlas.plan.load",
    "PlanError": "zoneatlas.plan.records",
    "Problem": "zoneatlas.plan.records",
    "Text": "zoneatlas.plan.records",
    "Zone": "zoneatlas.plan.records",
    "ZoneIndex": "zoneatlas.space.grid",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the module it comes from holds)
    if name not in _HOMES:
        msg = f"module 'zoneatlas' has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
