"""Lines the outer zones share: streets strung point by point where they bend too much for one fit, and districts."""

from __future__ import annotations

import functools
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from geodata.build.layer import read_layer
from geodata.build.streets import HALF_ROAD_M, Box, Cut, extended, metres, named_points, ring, street, to_metres
from shapely.geometry import LineString, MultiPolygon, Polygon, shape
from zones.build.drawing import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

JOIN_M = 250.0
"""Points of a carriageway pair nearer than this along the road are averaged into one vertex."""


def tagged(cut: Cut, method: str, status: str, accuracy_m: float | None = None, note: str = "") -> Cut:
    """Return a cut with the method, status and (unless None) accuracy that the edges drawn along it carry."""
    return replace(cut, method=method, status=status, accuracy_m=accuracy_m or cut.accuracy_m, note=note or cut.note)


def strung(names: str | Sequence[str], box: Box, towards: tuple[float, float], label: str = "") -> Cut:
    """Draw a bending street through its own points, in order along a direction (east, north).

    Points within `JOIN_M` of each other along the direction are averaged, so that two carriageways become one line.
    The accuracy is the 90th percentile of the points' distances to the line plus half a road's width.
    """
    xy = metres(named_points(names, box))
    direction = np.asarray(towards) / math.hypot(*towards)
    xy = xy[np.argsort(xy @ direction)]
    groups: list[list[int]] = [[0]]
    for index in range(1, len(xy)):
        first = groups[-1][0]
        if np.linalg.norm(xy[index] - xy[first]) < JOIN_M:
            groups[-1].append(index)
        else:
            groups.append([index])
    line = LineString([xy[group].mean(axis=0) for group in groups])
    off = shapely.distance(line, shapely.points(xy))
    residual = (float(np.median(off)), float(np.quantile(off, 0.9)))
    title = label or (names if isinstance(names, str) else "/".join(names))
    accuracy = 5.0 * math.ceil((residual[1] + HALF_ROAD_M) / 5.0)
    return Cut(title, line, accuracy, points=len(xy), residual_m=residual)


def block(
    name: str,
    cuts: Sequence[Cut],
    extend_m: float,
    method: str,
    status: str,
    accuracy_m: float,
    sources: tuple[str, ...],
) -> Part:
    """Return the part bounded by cuts given in order around it, each lengthened straight where it falls short.

    The lengthened cuts go into the part, so that an edge beyond a street's last point keeps the street's provenance.
    """
    longer = tuple(replace(cut, line=extended(cut.line, extend_m)) for cut in cuts)
    return Part(name, ring(cuts, extend_m=extend_m), longer, method, status, accuracy_m, sources)


@functools.cache
def district(name_zh: str) -> Polygon | MultiPolygon:
    """Return a district of 2006 as a metric polygon, with the layer's own vertices.

    Raises
    ------
    KeyError
        If the layer holds no district of that name.
    """
    for item in read_layer("districts"):
        if item["properties"]["name_zh"] == name_zh:
            polygon = to_metres(shape(item["geometry"]))
            if isinstance(polygon, Polygon | MultiPolygon):
                return polygon
    raise KeyError(name_zh)


@functools.cache
def jingjintang() -> Cut:
    """Return the Beijing–Tianjin–Tanggu expressway between the 5th ring road and the Liangshui river."""
    cut = strung("京沪高速", (116.495, 39.760, 116.575, 39.825), (1.0, -1.0), "京津塘高速公路")
    return tagged(cut, "gazetted-bounds", "digitised")


@functools.cache
def sixth_ring_north_east() -> Cut:
    """Return the 6th ring road around the capital airport, from its northern arc to the Beijing–Pinggu expressway."""
    names = ("六环", "六环路", "北六环", "东六环", "大庆-广州高速公路;北京市六环绕城环线高速公路")
    return strung(names, (116.575, 40.028, 116.665, 40.1435), (1.0, -1.0), "六环路（机场段）")


@functools.cache
def sixth_ring_south() -> Cut:
    """Return the 6th ring road in Daxing, around the Beijing–Kaifeng expressway."""
    return street(("六环路", "南六环"), (116.280, 39.689, 116.362, 39.7085), knots=8, label="南六环路")


@functools.cache
def jingkai() -> Cut:
    """Return the Beijing–Kaifeng expressway south of the 6th ring road's junction."""
    return strung("京开高速", (116.3165, 39.664, 116.325, 39.7005), (0.1, 1.0))
