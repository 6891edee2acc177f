"""The accuracy of each edge: that of the stretch it belongs to, else that of the whole."""

from __future__ import annotations

import re
from math import hypot
from typing import TYPE_CHECKING, Any

from zoneatlas.space.geodesic import metres_per_degree
from zoneatlas.space.position import Edge, Edges, edges_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    #: A GeoJSON line and the accuracy it states, in metres.
    Stretched = tuple[Mapping[str, Any], float | None]

#: A stretch of a line without support, as its layer writes it: from, to, accuracy in metres.
_UNSUPPORTED = re.compile(r"([-\d.]+),([-\d.]+) ([-\d.]+),([-\d.]+) ±([\d.]+) m")
#: An edge within this distance of the middle of a stretch's edge is the same edge, cut otherwise.
_SAME_M = 1.0


def accurate_edges(
    edges: Sequence[Edge], accuracy_m: float | None, stretches: Sequence[Stretched]
) -> dict[float | None, Edges]:
    """Sort edges by their accuracy.

    Parameters
    ----------
    edges
        Edges of one geometry (WGS 84 degrees).
    accuracy_m
        Their accuracy where no stretch states another; None when unknown.
    stretches
        Lines that run along some of the edges, with their own accuracy; those without one are left out.

    Returns
    -------
    dict
        Accuracy in metres (None when unknown) to the edges that have it, the most accurate first.

    Notes
    -----
    An edge belongs to a stretch that has it vertex by vertex, in either direction. Where an edge was cut since, it is
    the same when its middle lies on the stretch, or the stretch's middle on it, within 1 m; of several stretches the
    least accurate counts.
    """
    own = _accuracies(edges, stretches)
    sorted_edges: dict[float | None, list[Edge]] = {}
    for index, edge in enumerate(edges):
        sorted_edges.setdefault(own.get(index, accuracy_m), []).append(edge)
    order = sorted(sorted_edges, key=lambda value: (value is None, value or 0.0))
    return {value: Edges(sorted_edges[value]) for value in order}


def _accuracies(edges: Sequence[Edge], stretches: Sequence[Stretched]) -> dict[int, float]:
    places: dict[Edge, list[int]] = {}
    for index, edge in enumerate(edges):
        places.setdefault(edge, []).append(index)
        places.setdefault((edge[2], edge[3], edge[0], edge[1]), []).append(index)
    own: dict[int, float] = {}
    cut: list[tuple[Edge, float]] = []
    for geometry, accuracy_m in stretches:
        if accuracy_m is None:
            continue
        for edge in edges_of(geometry):
            for index in places.get(edge, ()):
                own[index] = max(accuracy_m, own.get(index, 0.0))
            if edge not in places:
                cut.append((edge, accuracy_m))
    whole = set(own)
    for edge, accuracy_m in cut:
        for index in _along(edge, edges):
            if index not in whole:
                own[index] = max(accuracy_m, own.get(index, 0.0))
    return own


def _along(cut: Edge, edges: Sequence[Edge]) -> list[int]:
    """Return which edges run along a stretch's edge that none of them equals."""
    x_m, y_m = metres_per_degree(cut[1])
    reach = _SAME_M / min(x_m, y_m)
    west, east = min(cut[0], cut[2]) - reach, max(cut[0], cut[2]) + reach
    south, north = min(cut[1], cut[3]) - reach, max(cut[1], cut[3]) + reach
    return [
        index
        for index, edge in enumerate(edges)
        if max(edge[0], edge[2]) >= west
        and min(edge[0], edge[2]) <= east
        and max(edge[1], edge[3]) >= south
        and min(edge[1], edge[3]) <= north
        and (_middle_on(cut, edge, x_m, y_m) or _middle_on(edge, cut, x_m, y_m))
    ]


def _middle_on(one: Edge, other: Edge, x_m: float, y_m: float) -> bool:
    lon, lat = (one[0] + one[2]) / 2, (one[1] + one[3]) / 2
    x1, y1 = (other[0] - lon) * x_m, (other[1] - lat) * y_m
    dx, dy = (other[2] - other[0]) * x_m, (other[3] - other[1]) * y_m
    length2 = dx * dx + dy * dy
    along = max(0.0, min(1.0, -(x1 * dx + y1 * dy) / length2)) if length2 else 0.0
    return hypot(x1 + along * dx, y1 + along * dy) <= _SAME_M


def unsupported(geometry: Mapping[str, Any], listed: object) -> list[Stretched]:
    """Return the stretches of a line that its ``unsupported`` property says no source supports, with their accuracy.

    Parameters
    ----------
    geometry
        A GeoJSON LineString; a closed one is followed the way it runs.
    listed
        ``["LON,LAT LON,LAT ±N m", …]``, each from and to a position of the line; anything else gives none.
    """
    if geometry["type"] != "LineString" or not isinstance(listed, list):
        return []
    line = geometry["coordinates"]
    found: list[Stretched] = []
    for text in listed:
        match = _UNSUPPORTED.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            continue
        west, south, east, north, accuracy_m = map(float, match.groups())
        start, end = _nearest(line, west, south), _nearest(line, east, north)
        part = line[start : end + 1] if start <= end else [*line[start:], *line[1 : end + 1]]
        found.append(({"type": "LineString", "coordinates": part}, accuracy_m))
    return found


def _nearest(line: Sequence[Sequence[float]], lon: float, lat: float) -> int:
    x_m, y_m = metres_per_degree(lat)
    return min(range(len(line)), key=lambda at: hypot((line[at][0] - lon) * x_m, (line[at][1] - lat) * y_m))
