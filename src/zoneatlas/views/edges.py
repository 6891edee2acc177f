"""A zone's edge as runs of one status and accuracy, ring by ring, as its own fields and its stretches say."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zoneatlas.plan.records import Stretch, Zone

__all__ = ["edge_runs", "rings_of"]

_DECIMALS = 6
_Segment = frozenset[tuple[float, float]]


def rings_of(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    """Yield every ring of a Polygon or MultiPolygon, parts in order, the shell before its holes."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for rings in polygons:
        yield from rings


def _lines(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    if geometry["type"] == "LineString":
        yield geometry["coordinates"]
    elif geometry["type"] == "MultiLineString":
        yield from geometry["coordinates"]


def _segments(line: Sequence[Sequence[float]]) -> Iterator[_Segment]:
    points = [(round(x, _DECIMALS), round(y, _DECIMALS)) for x, y, *_ in line]
    yield from (frozenset(pair) for pair in itertools.pairwise(points))


def edge_runs(zone: Zone, stretches: Sequence[Stretch]) -> list[list[list[Any]]]:
    """Return, ring by ring, runs ``[number of edges, status, accuracy in m or None]`` along the zone's stored edge.

    A stretch overrides the zone's own values for the edges whose two ends it holds as neighbours.
    """
    if zone.geometry is None or zone.geometry["type"] not in {"Polygon", "MultiPolygon"}:
        return []
    own = (zone.boundary_status, zone.boundary_accuracy_m)
    said: dict[_Segment, tuple[str, float | None]] = {}
    for stretch in stretches:
        if stretch.geometry is not None:
            status = stretch.boundary_status or own[0]
            accuracy = own[1] if stretch.boundary_accuracy_m is None else stretch.boundary_accuracy_m
            said.update((seg, (status, accuracy)) for line in _lines(stretch.geometry) for seg in _segments(line))
    result = []
    for ring in rings_of(zone.geometry):
        runs: list[list[Any]] = []
        for segment in _segments(ring):
            status, accuracy = said.get(segment, own)
            if runs and runs[-1][1:] == [status, accuracy]:
                runs[-1][0] += 1
            else:
                runs.append([1, status, accuracy])
        result.append(runs)
    return result
