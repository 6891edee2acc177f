"""Stretches that no longer follow their zone's edge: one of the two was edited alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from zoneatlas.checks.datum.alignment import TOLERANCE_M, alignment_of
from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.registry import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.geojson import FeatureRecord

    FloatArray = NDArray[np.float64]

__all__ = ["edge_off_its_stretch"]

#: At least this share of a zone's stretches must be vertices of its edge: else it was moved or redrawn.
_LEAST_SHARE = 0.5
_DIGITS = 6


@check(
    "Z408",
    "edge-off-its-stretch",
    family="datum",
    severity="warning",
    source="zones/boundary_stretches.geojson: the same vertices as the zone's edge",
    requires=("Z401", "Z402", "Z403", "Z404", "Z406"),
    needs_plan=True,
)
def edge_off_its_stretch(subject: Subject) -> Iterator[Finding]:
    """A zone's edge and its recorded stretches part in places.

    What it means
        Most vertices of the zone's stretches are vertices of its edge, some lie more than 2 m off it: the edge was
        changed there and the stretch was not, or the other way round. An accidental drag of a vertex shows like this.
    Why it matters
        A stretch says how sure the edge is; where the two part, nobody knows how sure. A dragged vertex tears a zone
        away from its neighbour, which no rule of overlap sees when it opens a gap.
    How to fix
        Put the vertex back, or give both the same vertices.

    中文
    功能区的边界与记录的界线段有几处分离。

    含义
        界线段的多数顶点就是功能区边界的顶点，有几个离边界 2 米以上：那里只改了边界没改界线段，或者相反。
        无意中拖动一个顶点就是这样。
    为什么
        界线段注明边界的可靠程度，两者分离之处便无从知道。被拖开的顶点会使功能区与邻区脱开，裂成空隙时，
        查重叠的规则看不见。
    怎么改
        把顶点移回，或者让两者用相同的顶点。
    """
    import numpy as np

    alignment = alignment_of(subject)
    stretches = {node.name: node.points for node in alignment.nodes if node.role == "stretch"}
    vertices: dict[str, list[FloatArray]] = defaultdict(list)
    for number, node in enumerate(alignment.nodes):
        if node.role == "zone" and not alignment.labels.get(number):
            vertices[node.name].append(node.points)
    shapes = subject.shapes
    for row, record in enumerate(shapes.records):
        file = subject.files[shapes.files[row]].file
        name = (
            str(record.value["properties"].get("zone_id")) if isinstance(record.value.get("properties"), dict) else ""
        )
        if name in stretches and name in vertices:
            found = _parted(shapes.geometries[row], stretches[name], np.concatenate(vertices[name]))
            if found is not None:
                yield _finding(record, file, name, len(stretches[name]), *found)


def _parted(
    geometry: BaseGeometry, stretch: FloatArray, vertices: FloatArray
) -> tuple[int, float, tuple[float, float]] | None:
    """Return how many vertices of the stretches lie off the edge, how far (m) the farthest, and where; None if none."""
    import numpy as np
    import shapely

    from zoneatlas.space.shift import distances_m

    apart = stretch[~np.isin(_rounded(stretch), _rounded(vertices))]
    if not len(apart) or len(apart) > (1 - _LEAST_SHARE) * len(stretch):
        return None
    distances = distances_m(apart, [shapely.boundary(geometry)])
    off = int((distances > TOLERANCE_M).sum())
    if not off:
        return None
    farthest = int(distances.argmax())
    lon, lat = apart[farthest].tolist()
    return off, float(distances[farthest]), (lon, lat)


def _rounded(points: FloatArray) -> NDArray[np.complex128]:
    import numpy as np

    found: NDArray[np.complex128] = np.ascontiguousarray(points.round(_DIGITS)).view(np.complex128).ravel()
    return found


def _finding(  # noqa: PLR0913, PLR0917  (what a message says)
    record: FeatureRecord, file: str, name: str, of: int, off: int, far_m: float, place: tuple[float, float]
) -> Finding:
    lon, lat = place
    return Finding(
        "Z408",
        f"{off} of the {of} vertices of the zone's stretches lie off its edge, the farthest by {far_m:,.1f} m at "
        f"{lon:.6f}, {lat:.6f}. Put the vertex back, or give both the same vertices.",
        f"界线段的 {of} 个顶点中有 {off} 个不在功能区边界上，最远处 {lon:.6f}, {lat:.6f} 相距 {far_m:,.1f} 米。"
        "请把顶点移回，或让两者用相同的顶点。",
        file,
        *record.locate(("geometry",)),
        name,
        place={"type": "Point", "coordinates": [lon, lat]},
        measure=Measure(round(far_m, 1), "m"),
    )
