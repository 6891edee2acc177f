"""The frame everything is measured in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.records import Finding
from zoneatlas.checks.registry import check
from zoneatlas.plan.faults import printable
from zoneatlas.plan.locate import PLAN_FILE, ZONES
from zoneatlas.plan.records import PlanError
from zoneatlas.plan.tables import line_of, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.subject import Subject

_FILE = f"{ZONES}/{PLAN_FILE}"


@check(
    "Z209",
    "unusable-measuring-crs",
    family="topology",
    severity="error",
    source="measuring_crs of plan.toml; PROJ's database of coordinate systems",
    needs_plan=True,
)
def unusable_measuring_crs(subject: Subject) -> Iterator[Finding]:
    """The measuring CRS of plan.toml is unknown to PROJ, or its axes are not in metres.

    What it means
        Overlaps and distances are measured in ``measuring_crs``. Until it is one in metres, an equal-area projection
        about the data stands in for it.
    Why it matters
        Figures then differ slightly from those of a colleague whose plan names the CRS of the region.
    How to fix
        Name the projected CRS in metres that is usual in the region, such as "EPSG:" and its number.

    中文
    plan.toml 的量算坐标系 PROJ 不认识，或坐标轴不以米为单位。

    含义
        重叠和距离在 ``measuring_crs`` 里量。它不是以米为单位的投影坐标系时，暂用以数据为中心的等积投影代替。
    为什么
        这样量出的数与用本地坐标系的同事略有出入。
    怎么改
        写上当地通用、以米为单位的投影坐标系，如“EPSG:”加编号。
    """
    from zoneatlas.space.measure import is_metric_crs

    named = subject.plan.settings.measuring_crs if subject.plan is not None else ""
    if not named or subject.root is None or is_metric_crs(named):
        return
    try:
        line = line_of(read_text(subject.root / ZONES / PLAN_FILE, _FILE), "measuring_crs")
    except PlanError:
        line = 1
    shown = printable(named)
    yield Finding(
        "Z209",
        f"The measuring CRS '{shown}' is unknown or not in metres; name a projected CRS in metres.",
        f"measuring_crs“{shown}”未知，或不以米为单位；请写以米为单位的投影坐标系。",
        _FILE,
        line,
    )
