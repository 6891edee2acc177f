"""What the topology checks share: every polygon with its record, the tolerances, and the places of findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.subject import STRETCHES, Shapes, Subject, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from zoneatlas.plan.geojson import FeatureFile, FeatureRecord
    from zoneatlas.plan.records import Severity, Text
    from zoneatlas.space.overlap import Tolerances

__all__ = ["Ground", "ground_of", "layer_ground", "names", "point", "tolerances_of", "zone_ground"]

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Ground:
    """Features with their geometries (degrees), row by row; ``files`` are their files."""

    files: tuple[FeatureFile, ...]
    records: tuple[FeatureRecord, ...]
    geometries: NDArray[np.object_]

    def taken(self, rows: NDArray[np.int64]) -> Ground:
        """Return some of the rows."""
        chosen = rows.tolist()
        files, records = tuple(self.files[row] for row in chosen), tuple(self.records[row] for row in chosen)
        return Ground(files, records, self.geometries[rows])

    def valid(self) -> Ground:
        """Return the rows whose geometry is valid."""
        import numpy as np

        from zoneatlas.space.validity import is_valid

        return self.taken(np.flatnonzero(is_valid(self.geometries)))

    def key(self, row: int) -> str | int:
        """Return what a finding calls the feature."""
        return key_of(self.records[row])

    def name(self, row: int) -> str:
        """Return what a message calls the feature: its key, or its number from 1 where it has none."""
        key = self.key(row)
        return key if isinstance(key, str) else f"#{key + 1}"

    def finding(  # noqa: PLR0913  (a finding says this much)
        self,
        check_id: str,
        row: int,
        said: Text,
        *,
        path: Path = (),
        place: Mapping[str, Any] | None = None,
        measure: tuple[float, str] | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """Make a finding about a row, at a path inside its geometry."""
        record = self.records[row]
        line, column = record.locate(("geometry", *path)) if path else (record.line, record.column)
        value = None if measure is None else Measure(*measure)
        finding = Finding(check_id, said.en, said.zh, self.files[row].file, line, column, self.key(row), place, value)
        return finding if severity is None else replace(finding, severity=severity)

    def vertex_path(self, row: int, part: int, ring: int, vertex: int | None = None) -> Path:
        """Return the path of a ring or vertex from the geometry on; of the geometry itself in a collection."""
        kind = self.records[row].value["geometry"]["type"]
        if kind not in ("Polygon", "MultiPolygon"):
            return ("type",)
        ends = () if vertex is None else (vertex,)
        return ("coordinates", *((part,) if kind == "MultiPolygon" else ()), ring, *ends)

    def nearest_path(self, row: int, part: int, ring: int, position: tuple[float, float]) -> Path:
        """Return the path of the vertex of a ring that is nearest to a position (degrees)."""
        import numpy as np

        from zoneatlas.space.rings import rings_of

        rings = rings_of(self.geometries[row : row + 1])
        chosen = np.flatnonzero((rings.part == part) & (rings.number == ring))
        if not len(chosen):
            return ()
        begin, end = rings.offsets[chosen[0]], rings.offsets[chosen[0] + 1]
        away = rings.coordinates[begin:end] - np.asarray(position)
        return self.vertex_path(row, part, ring, int(np.argmin((away**2).sum(axis=1))))


def _ground(shapes: Iterable[tuple[Shapes, tuple[FeatureFile, ...]]]) -> Ground:
    import numpy as np

    pieces = list(shapes)
    files = tuple(known[number] for piece, known in pieces for number in piece.files)
    records = tuple(record for piece, _ in pieces for record in piece.records)
    geometries = [piece.geometries for piece, _ in pieces]
    return Ground(files, records, np.concatenate(geometries) if geometries else np.empty(0, dtype=object))


def zone_ground(subject: Subject) -> Ground:
    """Return the zones of a plan, or the features of single files."""
    return subject.once("topology.zones", lambda known: _ground([(known.all_shapes, known.files)]))


def layer_ground(subject: Subject, layer_id: str) -> Ground | None:
    """Return the features of a reference layer, or None where there is none of that id."""
    file = subject.layer_files.get(layer_id)
    if file is None:
        return None
    return subject.once(f"topology.layer {layer_id}", lambda _: _ground([(Subject((file,)).all_shapes, (file,))]))


def ground_of(subject: Subject) -> tuple[Ground, ...]:
    """Return everything with areas: zones or single files, then each reference layer."""
    layers = (layer_ground(subject, layer_id) for layer_id in subject.layer_files if layer_id != STRETCHES)
    return (zone_ground(subject), *(layer for layer in layers if layer is not None))


def tolerances_of(subject: Subject) -> Tolerances:
    """Return the plan's ``sliver_m2`` and ``edge_m``; where it has none, what rounding to six decimals may make."""
    from zoneatlas.space.overlap import Tolerances

    stated = {} if subject.plan is None else subject.plan.settings.tolerances
    usual = Tolerances()
    return Tolerances(stated.get("sliver_m2", usual.area_m2), stated.get("edge_m", usual.width_m))


def point(position: Iterable[float]) -> Mapping[str, Any]:
    """Return a GeoJSON point."""
    return {"type": "Point", "coordinates": [round(value, 9) for value in position]}


def names(ground: Ground, rows: Iterable[int]) -> tuple[str, ...]:
    """Return what messages call some rows."""
    return tuple(ground.name(row) for row in rows)
