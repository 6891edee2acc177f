"""Features of reference layers that other data can witness, by the vertices they share."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from zoneatlas.checks.datum.alignment import SEALED, TOLERANCE_M, alignment_of, layer_weight
from zoneatlas.checks.datum.places import drawn_layers
from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.registry import check
from zoneatlas.checks.subject import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from zoneatlas.checks.subject import Subject

    FloatArray = NDArray[np.float64]

__all__ = ["layer_feature_moved", "witnessed_features"]

_LEAST_SHARED = 5
_LEAST_MOVE_M = 50.0
#: The translation must explain so many times more than any other: vertices at even distances fit many a little.
_LEAST_CLEARNESS = 2.5


@check(
    "Z407",
    "layer-feature-moved",
    family="datum",
    severity="error",
    source="catalog.toml sha256; shared vertices of the layers and zones",
    requires=("Z401", "Z402"),
    needs_plan=True,
)
def layer_feature_moved(subject: Subject) -> Iterator[Finding]:
    """A feature of a reference layer was moved as a whole.

    What it means
        The layer's file is not the catalogued one (or has no checksum), and one of its features touches nothing as
        stored, but one translation brings five of its vertices or more onto those of other layers and of zones, to
        within 2 m.
    Why it matters
        What is measured against the feature is wrong, and its own shape gives nothing away.
    How to fix
        Restore the layer, or move the feature back by what the message says; then have the checksum written anew.

    中文
    参考图层里有一个要素被整体移动。

    含义
        图层文件与目录所记的不符（或没有校验值），其中一个要素现在与谁都不相接；但同一个平移量能使它的五个以上顶点在
        2 米内与其他图层和功能区的顶点重合。
    为什么
        凡以该要素为准的量测都会出错，而单看它的形状看不出来。
    怎么改
        恢复图层，或按消息所说把要素移回，然后重新写入校验值。
    """
    if subject.plan is None:
        return
    for layer in subject.plan.catalogue:
        if layer.id in drawn_layers(subject) and layer_weight(subject, layer.file, layer.sha256) != SEALED:
            yield from _moved(subject, layer.id)


def _moved(subject: Subject, layer_id: str) -> Iterator[Finding]:
    from zoneatlas.space.shift import common_offset, near_count, to_plane

    alignment = alignment_of(subject)
    shifted = {node.name for number, node in enumerate(alignment.nodes) if alignment.labels.get(number)}
    others = _others(subject, layer_id)
    drawn = drawn_layers(subject)[layer_id]
    for record, points in zip(drawn.records, drawn.each(), strict=True):
        distinct = _distinct(points)
        if len(distinct) < _LEAST_SHARED or layer_id in shifted or near_count(distinct, others, TOLERANCE_M):
            continue
        lat = float(distinct[:, 1].mean())
        found = common_offset(to_plane(distinct, lat), to_plane(others, lat), TOLERANCE_M)
        if found is None or hypot(*found[0]) < _LEAST_MOVE_M or found[2] < _LEAST_CLEARNESS:
            continue
        if found[1] * len(distinct) < _LEAST_SHARED:
            continue
        length_m, number = hypot(*found[0]), round(found[1] * len(distinct))
        east_m, north_m = (round(value) for value in found[0])
        yield Finding(
            "Z407",
            f"The feature was moved by {length_m:,.0f} m ({east_m:+,} m east, {north_m:+,} m north): with that taken "
            f"back, {number} of its vertices lie on those of other layers or zones, and none does now. Move it back.",
            f"要素被移动了 {length_m:,.0f} 米（向东 {east_m:+,} 米，向北 {north_m:+,} 米）："
            f"移回后有 {number} 个顶点与其他图层或功能区重合，现在一个也没有。请移回。",
            drawn.file,
            *record.locate(("geometry",)),
            key_of(record),
            place={"type": "Point", "coordinates": distinct[0].tolist()},
            measure=Measure(round(length_m, 1), "m"),
        )


def witnessed_features(subject: Subject, least: int) -> list[tuple[str, int, frozenset[str]]]:
    """Return the features of reference layers that share at least so many vertices with other layers or with zones.

    Returns
    -------
    list of tuple
        The file, the feature's index in it, and the names a finding about it may use (its key, the layer's id).
    """
    from zoneatlas.space.shift import near_count

    found = []
    for layer in subject.plan.catalogue if subject.plan is not None else ():
        drawn = drawn_layers(subject).get(layer.id)
        if drawn is None:
            continue
        others = _others(subject, layer.id)
        for record, points in zip(drawn.records, drawn.each(), strict=True):
            if near_count(_distinct(points), others, TOLERANCE_M) >= least:
                found.append((drawn.file, record.index, frozenset((str(key_of(record)), layer.id))))
    return found


def _others(subject: Subject, layer_id: str) -> FloatArray:
    import numpy as np
    import shapely

    layers = [drawn.points for key, drawn in drawn_layers(subject).items() if key != layer_id]
    return _distinct(np.concatenate([*layers, shapely.get_coordinates(subject.all_shapes.geometries)]))


def _distinct(points: FloatArray) -> FloatArray:
    import numpy as np

    return np.unique(points, axis=0)
