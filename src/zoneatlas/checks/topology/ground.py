"""What the topology checks share: every polygon with its record, the tolerances, and the places of findings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.pieces import Path, Piece, pieces_of
from zoneatlas.checks.records import Finding, Measure
from zoneatlas.checks.subject import STRETCHES, Subject, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from zoneatlas.plan.geojson import FeatureFile, FeatureRecord
    from zoneatlas.plan.records import Severity, Text
    from zoneatlas.space.overlap import Tolerances

__all__ = [
    "Ground",
    "everything",
    "ground_of",
    "layer_ground",
    "names",
    "point",
    "points",
    "tolerances_of",
    "zone_ground",
]

_COLLECTION = 7
_LONGITUDE_MOST_DEG, _LATITUDE_MOST_DEG = 180.0, 90.0
Kept = tuple[tuple[int, tuple[int, ...]], ...]
"""Part by part, its number in the file and the numbers of its rings."""


@dataclass(frozen=True)
class Ground:
    """Geometries (degrees) row by row, each with its file, its record and the path to it from the record on.

    ``kept`` says of rows from which something unusable was left out which parts and rings they still have, and
    ``strange`` are the rows with positions that are no longitude and latitude.
    """

    files: tuple[FeatureFile, ...]
    records: tuple[FeatureRecord, ...]
    geometries: NDArray[np.object_]
    paths: tuple[Path, ...]
    kept: Mapping[int, Kept] = field(default_factory=dict)
    strange: frozenset[int] = frozenset()

    def taken(self, rows: NDArray[np.int64]) -> Ground:
        """Return some of the rows."""
        chosen = rows.tolist()
        return Ground(
            tuple(self.files[row] for row in chosen),
            tuple(self.records[row] for row in chosen),
            self.geometries[rows],
            tuple(self.paths[row] for row in chosen),
            {new: self.kept[row] for new, row in enumerate(chosen) if row in self.kept},
            frozenset(new for new, row in enumerate(chosen) if row in self.strange),
        )

    def whole(self) -> Ground:
        """Return the rows of which nothing was left out and whose positions are all in range."""
        import numpy as np

        if not self.kept and not self.strange:
            return self
        rows = [row for row in range(len(self.records)) if row not in self.kept and row not in self.strange]
        return self.taken(np.array(rows, dtype=np.int64))

    def valid(self) -> Ground:
        """Return the rows whose geometry is valid."""
        import numpy as np

        from zoneatlas.space.validity import is_valid

        return self.taken(np.flatnonzero(is_valid(self.geometries)))

    def key(self, row: int) -> str | int:
        """Return what a finding calls the feature."""
        return key_of(self.records[row])

    def name(self, row: int) -> str:
        """Return what a message calls a row: the feature's key, or its number from 1; in a collection its path too."""
        key = self.key(row)
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.paths[row][-2:])
        inside = steps if len(self.paths[row]) > 1 else ""
        return (key if isinstance(key, str) else f"#{key + 1}") + inside

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
        start = self.paths[row]
        whole = not path and len(start) < 2  # noqa: PLR2004  (more steps than a Feature's geometry)
        line, column = (record.line, record.column) if whole else record.locate((*start, *path))
        value = None if measure is None else Measure(*measure)
        finding = Finding(check_id, said.en, said.zh, self.files[row].file, line, column, self.key(row), place, value)
        return finding if severity is None else replace(finding, severity=severity)

    def part(self, row: int, part: int) -> int:
        """Return the number a part of a row has in the file, from 0."""
        return self.kept[row][part][0] if row in self.kept else part

    def ring(self, row: int, part: int, ring: int) -> int:
        """Return the number a ring of a part has in the file, from 0 (the shell)."""
        return self.kept[row][part][1][ring] if row in self.kept else ring

    def vertex_path(self, row: int, part: int, ring: int, vertex: int | None = None) -> Path:
        """Return the path of a ring or vertex from the geometry on."""
        import shapely

        many = shapely.get_type_id(self.geometries[row]) == shapely.GeometryType.MULTIPOLYGON
        ends = () if vertex is None else (vertex,)
        return ("coordinates", *((self.part(row, part),) if many else ()), self.ring(row, part, ring), *ends)

    def stored(self, row: int, path: Path) -> Any:  # noqa: ANN401  (parsed JSON)
        """Return what the file holds at a path inside a row's geometry, None where that leads nowhere."""
        value = self.records[row].value
        for step in (*self.paths[row], *path):
            found = step < len(value) if isinstance(value, list) and isinstance(step, int) else False
            if not found and not (isinstance(value, dict) and step in value):
                return None
            value = value[step]
        return value

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


def _whole_ground(subject: Subject) -> Ground:
    """Return the features whose whole geometry can be built, collections as such."""
    shapes = subject.all_shapes
    files = tuple(subject.files[number] for number in shapes.files)
    return Ground(files, shapes.records, shapes.geometries, shapes.paths)


def _pieces_ground(subject: Subject) -> Ground:
    """Return every geometry that can be judged, members of collections and the sound parts of broken ones too."""
    import numpy as np
    import shapely

    from zoneatlas.space.building import build_geometries

    shapes = subject.all_shapes
    simple = np.flatnonzero(shapely.get_type_id(shapes.geometries) != _COLLECTION)
    known = {(shapes.files[row], shapes.records[row].index): row for row in simple.tolist()}
    rows: list[tuple[FeatureFile, FeatureRecord, Path]] = []
    sources: list[int] = []
    pieces: list[Piece] = []
    kept: dict[int, Kept] = {}
    strange: set[int] = set()
    for number, file in enumerate(subject.files):
        for record in file.features:
            row = known.get((number, record.index))
            if row is not None:
                rows.append((file, record, shapes.paths[row]))
                sources.append(row)
                continue
            for piece in pieces_of(record.value):
                if piece.kept is not None:
                    kept[len(rows)] = piece.kept
                if not piece.degrees:
                    strange.add(len(rows))
                rows.append((file, record, piece.path))
                sources.append(len(shapes.records) + len(pieces))
                pieces.append(piece)
    more = build_geometries([piece.geometry for piece in pieces])
    geometries = np.concatenate([shapes.geometries, more])[np.array(sources, dtype=np.int64)]
    files, records, paths = zip(*rows, strict=True) if rows else ((), (), ())
    return Ground(files, records, geometries, paths, kept, frozenset(strange))


def zone_ground(subject: Subject) -> Ground:
    """Return the zones of a plan, or all geometries of single files of which nothing had to be left out."""
    make = _whole_ground if subject.plan is not None else lambda known: everything(known).whole()
    return subject.once("topology.zones", make)


def layer_ground(subject: Subject, layer_id: str) -> Ground | None:
    """Return the features of a reference layer, or None where there is none of that id."""
    file = subject.layer_files.get(layer_id)
    if file is None:
        return None
    return subject.once(f"topology.layer {layer_id}", lambda _: _whole_ground(_alone(subject, layer_id, file)))


def _alone(subject: Subject, layer_id: str, file: FeatureFile) -> Subject:
    """Return a layer as a subject of its own, made once."""
    return subject.once(f"topology.alone {layer_id}", lambda _: Subject((file,)))


def everything(subject: Subject) -> Ground:
    """Return every geometry of zones or single files that can be judged, be it in part."""
    return subject.once("topology.pieces", _pieces_ground)


def ground_of(subject: Subject) -> tuple[Ground, ...]:
    """Return everything that can be judged, be it in part: zones or single files, then each reference layer."""
    layers = ((name, file) for name, file in subject.layer_files.items() if name != STRETCHES)
    return (everything(subject), *(everything(_alone(subject, name, file)) for name, file in layers))


def tolerances_of(subject: Subject) -> Tolerances:
    """Return the plan's ``sliver_m2`` and ``edge_m``; where it has none, what rounding to six decimals may make."""
    from zoneatlas.space.overlap import Tolerances

    stated = {} if subject.plan is None else subject.plan.settings.tolerances
    usual = Tolerances()
    return Tolerances(stated.get("sliver_m2", usual.area_m2), stated.get("edge_m", usual.width_m))


def point(position: Sequence[float]) -> Mapping[str, Any] | None:
    """Return a GeoJSON point; None when the position is no longitude and latitude."""
    lon, lat = position
    inside = abs(lon) <= _LONGITUDE_MOST_DEG and abs(lat) <= _LATITUDE_MOST_DEG
    return {"type": "Point", "coordinates": [round(lon, 9), round(lat, 9)]} if inside else None


def points(positions: Iterable[Sequence[float]]) -> Mapping[str, Any] | None:
    """Return a GeoJSON point, or the points together where there are several; None when there is none."""
    made = [each["coordinates"] for each in map(point, positions) if each is not None]
    if len(made) < 2:  # noqa: PLR2004  (two make several)
        return {"type": "Point", "coordinates": made[0]} if made else None
    return {"type": "MultiPoint", "coordinates": made}


def names(ground: Ground, rows: Iterable[int]) -> tuple[str, ...]:
    """Return what messages call some rows."""
    return tuple(ground.name(row) for row in rows)
