"""Edges as runs of one status and accuracy, line by line, as a zone's or feature's own fields and stretches say."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zoneatlas.answers.shapes import Shape
    from zoneatlas.plan.records import Stretch, Zone

__all__ = ["accuracy_runs", "edge_runs", "lines_of"]


def lines_of(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    """Yield every ring of an area, parts in order, the shell before its holes; every line of a line; else nothing."""
    kind: str = geometry["type"]
    found: Any = geometry.get("coordinates")
    if kind == "LineString":
        yield found
    elif kind in ("MultiLineString", "Polygon"):
        yield from found
    elif kind == "MultiPolygon":
        for rings in found:
            yield from rings
    elif kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from lines_of(part)


def _accuracies(shape: Shape) -> dict[tuple[float, float, float, float], float | None]:
    return {edge: accuracy_m for accuracy_m, edges in shape.edges.items() for edge in edges.edges}


def _runs(line: Sequence[Sequence[float]], values: Iterator[list[Any]]) -> list[list[Any]]:
    runs: list[list[Any]] = []
    for _, value in zip(itertools.pairwise(line), values, strict=False):
        if runs and runs[-1][1:] == value:
            runs[-1][0] += 1
        else:
            runs.append([1, *value])
    return runs


def accuracy_runs(geometry: Mapping[str, Any] | None, shape: Shape) -> list[list[list[Any]]]:
    """Return, line by line, runs ``[number of edges, accuracy in m or None]`` of a reference feature."""
    if geometry is None:
        return []
    known = _accuracies(shape)
    return [
        _runs(line, ([known.get((a[0], a[1], b[0], b[1]))] for a, b in itertools.pairwise(line)))
        for line in lines_of(geometry)
    ]


def _segments(line: Sequence[Sequence[float]]) -> Iterator[frozenset[tuple[float, float]]]:
    yield from (frozenset(((a[0], a[1]), (b[0], b[1]))) for a, b in itertools.pairwise(line))


def edge_runs(zone: Zone, stretches: Sequence[Stretch], shape: Shape) -> list[list[list[Any]]]:
    """Return, ring by ring, runs ``[number of edges, status, accuracy in m or None]`` along the zone's stored edge.

    A stretch overrides the zone's own status for the edges whose two ends it holds as neighbours; the accuracies are
    those of `shape`, which every answer uses.
    """
    if zone.geometry is None or zone.geometry["type"] not in {"Polygon", "MultiPolygon"}:
        return []
    said: dict[frozenset[tuple[float, float]], str] = {}
    for stretch in stretches:
        if stretch.geometry is not None and stretch.boundary_status:
            said |= {seg: stretch.boundary_status for line in lines_of(stretch.geometry) for seg in _segments(line)}
    known = _accuracies(shape)
    result = []
    for ring in lines_of(zone.geometry):
        pairs = itertools.pairwise((at[0], at[1]) for at in ring)
        values = ([said.get(frozenset((a, b)), zone.boundary_status), known.get((*a, *b))] for a, b in pairs)
        result.append(_runs(ring, values))
    return result
