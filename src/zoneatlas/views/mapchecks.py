"""What the map says about the plan itself: overlaps by class, what no zone covers, and what the checks found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneatlas.answers.coverage import coverage
from zoneatlas.answers.overlaps import overlaps
from zoneatlas.answers.site_receipt import plan_sha256
from zoneatlas.answers.where import feature_key, to_zone
from zoneatlas.checks.exceptions import exception_rows
from zoneatlas.checks.records import CheckFaultError
from zoneatlas.checks.registry import all_checks
from zoneatlas.checks.run import check_subject
from zoneatlas.checks.subject import subject_of_plan
from zoneatlas.plan.records import PlanError
from zoneatlas.space.measure import label_position
from zoneatlas.views.mapgeometry import packed, packed_position

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoneatlas.checks.exceptions import ExceptionRow
    from zoneatlas.checks.records import Finding
    from zoneatlas.checks.run import Report
    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import LayerFeature, Zone

__all__ = ["about", "anchors_of", "checked", "covered", "overlapping"]

#: More findings than this are counted, not embedded.
_MOST_FINDINGS = 400
_SEVERITIES = ("error", "warning", "info")


def overlapping(plan: Plan) -> list[dict[str, Any]]:
    """Return every two zones that share land: class, relation, km², reason, and the land itself (packed)."""
    return [
        {
            "zones": [pair.zone_a.zone_id, pair.zone_b.zone_id],
            "class": pair.overlap_class,
            "relation": pair.relation,
            "area_km2": round(pair.area_m2 / 1e6, 4),
            "shares": [round(pair.share_a, 4), round(pair.share_b, 4)],
            "reason": [pair.reason.zh, pair.reason.en],
            "clause": pair.clause_or_source,
            "geometry": packed(pair.place),
        }
        for pair in overlaps(plan)
        if pair.overlap_class != "touching"
    ]


def covered(plan: Plan) -> list[dict[str, Any]]:
    """Return each district's share that zones cover and the zones that surely lie in it; none without districts."""
    try:
        rows = coverage(plan, "district").rows
    except PlanError:
        return []
    return [
        {
            "name": [row.name.zh, row.name.en],
            "share": round(row.share, 5),
            "area_km2": round(row.area_km2, 3),
            "covered_km2": round(row.covered_km2, 3),
            "zones": list(row.zones),
            "doubtful_zones": list(row.doubtful_zones),
        }
        for row in rows
    ]


def anchors_of(plan: Plan, zone: Zone) -> list[dict[str, Any]]:
    """Return a zone's anchors: the feature's place in its layer, and how far outside the zone it surely lies, in m."""
    data = plan.role("places")
    known: dict[str, LayerFeature] = {feature_key(one): one for one in data.features} if data is not None else {}
    rows = []
    for anchor in zone.anchors:
        feature = known.get(anchor)
        row: dict[str, Any] = {"id": anchor}
        if data is not None and feature is not None:
            row |= {"layer": data.layer.id, "feature": data.features.index(feature)}
            own = feature.properties.get("accuracy_m")
            allowed = float(own) if isinstance(own, int | float) else data.layer.accuracy_m or 0.0
            if feature.geometry is not None and feature.geometry["type"] == "Point" and zone.geometry is not None:
                edge = to_zone(plan, zone, *feature.geometry["coordinates"][:2])
                if edge.distance_m > allowed + (edge.accuracy_m or 0.0):
                    row["outside_m"] = round(edge.distance_m)
        rows.append(row)
    return rows


def _spot(plan: Plan, finding: Finding) -> list[int] | None:
    """Return a position (packed) to mark a finding at: on what it shows, else on its zone; None without either."""
    place: Mapping[str, Any] | None = finding.place
    if place is None and isinstance(finding.feature, str):
        zone = plan.zone(finding.feature)
        place = zone.geometry if zone is not None else None
    return None if place is None else packed_position(label_position(place))


def _report(plan: Plan) -> tuple[Subject, Report] | None:
    try:
        subject = subject_of_plan(plan.root)
        return subject, check_subject(subject, all_checks())
    except (CheckFaultError, PlanError):
        return None


def _accepted(finding: Finding, name: str, rows: tuple[ExceptionRow, ...] | None) -> dict[str, Any]:
    """Return whether a finding is accepted (`rows` is None where not) and why, in Chinese and English."""
    if rows is None:
        return {"accepted": False}
    reason = next(([row.reason_zh, row.reason_en] for row in rows if row.accepts(finding, name)), ["", ""])
    return {"accepted": True, "reason": reason}


def checked(plan: Plan) -> dict[str, Any] | None:
    """Return what the checks found and how many were run; None when they could not be run."""
    made = _report(plan)
    if made is None:
        return None
    subject, report = made
    rows = tuple(row for row in exception_rows(subject) if row.holds(subject.today))
    names = {check.id: check.name for check in report.checks}
    hit = {finding.check for finding in report.findings}
    return {
        "run": len(report.checks),
        "passed": sum(check.id not in hit for check in report.checks),
        "counts": {name: report.count(name) for name in _SEVERITIES},
        "accepted": len(report.accepted),
        "findings": [
            {
                "check": finding.check,
                "name": names.get(finding.check, ""),
                "severity": finding.severity,
                "text": [finding.message_zh, finding.message],
                "file": f"{finding.file}:{finding.line}",
                "feature": finding.feature,
                "at": _spot(plan, finding),
            }
            | _accepted(finding, names.get(finding.check, ""), rows if place >= len(report.findings) else None)
            for place, finding in enumerate((*report.findings, *report.accepted)[:_MOST_FINDINGS])
        ],
    }


def about(plan: Plan) -> dict[str, Any]:
    """Return what the page's makers are asked: version, the seal of the plan's files, the years the zones stand for."""
    from zoneatlas import __version__

    years = sorted({zone.as_of for zone in plan.zones if zone.as_of is not None})
    return {"version": __version__, "sha256": plan_sha256(plan.root), "as_of": [years[0], years[-1]] if years else []}
