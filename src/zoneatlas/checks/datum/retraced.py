"""Zones drawn anew on a shifted base map: no vertex is the old one, yet the edge fits the old one once unshifted."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zoneatlas.checks.datum.alignment import Alignment
    from zoneatlas.checks.subject import Subject

    FloatArray = NDArray[np.float64]

__all__ = ["retraced_zones"]

#: A zone is judged only where its stated accuracy is at most this share of the offset: else it may just be drawn
#: elsewhere.
_ACCURACY_SHARE = 0.4
#: As stored, the edge must lie this share of the offset away; unshifted, nearer than this share and this many metres.
_AWAY_SHARE = 0.4
_FIT_SHARE = 0.15
_FIT_M = 80.0
_MOST_POINTS = 120
_QUANTILE = 0.75


def retraced_zones(subject: Subject, alignment: Alignment) -> Iterator[tuple[int, int, float, float]]:
    """Yield the zones whose edge fits their stretches only without a datum shift.

    Yields
    ------
    tuple
        A node of the zone, the label of the shift (as in `Alignment`), and the distance (m) that three quarters of
        the edge keep to the stretches without it and as stored.
    """
    if subject.plan is None:
        return
    accuracy = {(zone.file, zone.index): zone.boundary_accuracy_m for zone in subject.plan.zones}
    judged = {number for each in alignment.relations for number in (each.moved, each.base)}
    zones: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, node in enumerate(alignment.nodes):
        if node.record is not None and (node.file, node.record.index) not in subject.blocked:
            zones[node.file, node.record.index].append(number)
    lines: Mapping[str, Sequence[BaseGeometry]] | None = None
    for key, members in zones.items():
        accuracy_m = accuracy.get(key)
        if accuracy_m is None or judged & set(members) or any(alignment.labels.get(number) for number in members):
            continue
        lines = _stretch_lines(subject) if lines is None else lines
        own = lines.get(alignment.nodes[members[0]].name)
        if own:
            found = _fit(alignment, members, own, accuracy_m)
            if found is not None:
                yield members[0], *found


def _stretch_lines(subject: Subject) -> dict[str, list[BaseGeometry]]:
    from zoneatlas.space.building import build_geometries

    found: dict[str, list[BaseGeometry]] = defaultdict(list)
    drawn = [each for each in (subject.plan.stretches if subject.plan is not None else ()) if each.geometry is not None]
    for stretch, line in zip(drawn, build_geometries([each.geometry for each in drawn if each.geometry]), strict=True):
        found[stretch.zone_id].append(line)
    return found


def _fit(
    alignment: Alignment, members: Sequence[int], own: Sequence[BaseGeometry], accuracy_m: float
) -> tuple[int, float, float] | None:
    import numpy as np

    from zoneatlas.space.shift import SHIFTS, distances_m, shift_length_m

    points = np.concatenate([alignment.nodes[number].points for number in members])
    points = points[:: max(1, len(points) // _MOST_POINTS)]
    lon, lat = (float(value) for value in np.median(points, axis=0))
    lengths_m = [shift_length_m(each, lon, lat) for each in SHIFTS]
    now_m = float(np.quantile(distances_m(points, own), _QUANTILE))
    if now_m < _AWAY_SHARE * min(lengths_m):
        return None
    fits = []
    for number, each in enumerate(SHIFTS, start=1):
        if accuracy_m <= _ACCURACY_SHARE * lengths_m[number - 1] and now_m >= _AWAY_SHARE * lengths_m[number - 1]:
            for label, change in ((number, each.undo), (-number, each.redo)):
                changed = np.column_stack(change(points[:, 0], points[:, 1]))
                fits.append((float(np.quantile(distances_m(changed, own), _QUANTILE)), label, lengths_m[number - 1]))
    if not fits:
        return None
    fit_m, label, length_m = min(fits)
    return (label, fit_m, now_m) if fit_m <= min(_FIT_M, _FIT_SHARE * length_m) else None
