"""Where features lie, roughly, and where they ought to: boxes of stored coordinates against the plan's ground."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import inf, isfinite
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.pieces import geometry_of
from zoneatlas.checks.subject import Subject, key_of
from zoneatlas.plan.shapes import geometry_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from zoneatlas.plan.geojson import FeatureFile, FeatureRecord

    FloatArray = NDArray[np.float64]

__all__ = [
    "Box",
    "Drawn",
    "Place",
    "crowd_of",
    "drawn_layers",
    "extent_of",
    "files_of",
    "outline_of_plan",
    "places_of",
    "positions",
]

_LONGITUDE_MOST_DEG, _LATITUDE_MOST_DEG = 180.0, 90.0
_LEAST_FEATURES = 5
_SPREAD_LEAST_DEG = 0.05
#: NaN, infinities and integers too long to be any coordinate are not below it.
_COORDINATE_MOST = 1e12


@dataclass(frozen=True, slots=True)
class Box:
    """A box of coordinates as stored: first numbers from `west` to `east`, second from `south` to `north`."""

    west: float
    south: float
    east: float
    north: float

    @property
    def swapped(self) -> Box:
        """The box with the two numbers of each position exchanged."""
        return Box(self.south, self.west, self.north, self.east)

    @property
    def degrees(self) -> bool:
        """Whether it lies in the range of longitudes and latitudes."""
        most_lon, most_lat = _LONGITUDE_MOST_DEG, _LATITUDE_MOST_DEG
        return -most_lon <= self.west and self.east <= most_lon and -most_lat <= self.south and self.north <= most_lat

    def grown(self, share: float) -> Box:
        """Return the box grown on each side by a share of its longer side."""
        by = share * max(self.east - self.west, self.north - self.south)
        return Box(self.west - by, self.south - by, self.east + by, self.north + by)

    def within(self, other: Box) -> bool:
        """Whether it lies in another box."""
        return (
            other.west <= self.west
            and self.east <= other.east
            and other.south <= self.south
            and self.north <= other.north
        )

    def apart(self, other: Box) -> bool:
        """Whether it has nothing in common with another box."""
        return self.east < other.west or other.east < self.west or self.north < other.south or other.north < self.south

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return self.west, self.south, self.east, self.north

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2


@dataclass(frozen=True, slots=True)
class Place:
    """A feature and the box of its coordinates."""

    file: str
    record: FeatureRecord
    key: str | int
    box: Box

    def locate(self) -> tuple[int, int]:
        """Return the line and column of its coordinates; of its geometry where that is a collection."""
        return self.record.locate((*geometry_of(self.record.value)[1], "coordinates"))


def files_of(subject: Subject) -> tuple[FeatureFile, ...]:
    """Return every GeoJSON file: of zones, of reference layers, of stretches."""
    return (*subject.files, *subject.layer_files.values())


def places_of(subject: Subject) -> dict[str, list[Place]]:
    """Return, file by file, every feature that has coordinates, whatever else is wrong with it; worked out once."""
    return subject.once("datum.places", _places)


def _places(subject: Subject) -> dict[str, list[Place]]:
    import shapely

    shapes = subject.all_shapes
    built: dict[str, dict[int, Box]] = defaultdict(dict)
    bounds = shapely.bounds(shapes.geometries).tolist()
    for record, number, row in zip(shapes.records, shapes.files, bounds, strict=True):
        if isfinite(row[0]):  # not empty
            built[subject.files[number].file][record.index] = Box(*row)
    for drawn in drawn_layers(subject).values():
        for record, row in zip(drawn.records, drawn.bounds().tolist(), strict=True):
            built[drawn.file][record.index] = Box(*row)
    found = {}
    for file in files_of(subject):
        boxes = built.get(file.file, {})
        each = ((record, boxes.get(record.index) or _box(record)) for record in file.features)
        found[file.file] = [Place(file.file, record, key_of(record), box) for record, box in each if box is not None]
    return found


@dataclass(frozen=True)
class Drawn:
    """The features of a layer whose geometry can be used.

    ``points`` (n, 2; degrees) are the positions of all of them, feature by feature; ``starts`` is where each begins.
    """

    file: str
    records: tuple[FeatureRecord, ...]
    points: FloatArray
    starts: NDArray[np.int64]

    def each(self) -> list[FloatArray]:
        """Return the positions of each feature."""
        import numpy as np

        return np.split(self.points, self.starts[1:])

    def bounds(self) -> FloatArray:
        """Return west, south, east, north of each feature."""
        import numpy as np

        low = np.minimum.reduceat(self.points, self.starts, axis=0)
        return np.hstack([low, np.maximum.reduceat(self.points, self.starts, axis=0)])


def drawn_layers(subject: Subject) -> dict[str, Drawn]:
    """Return the usable features of every reference layer and of the stretches, by the layer's key; worked out once."""
    return subject.once("datum.drawn", _drawn_layers)


def _drawn_layers(subject: Subject) -> dict[str, Drawn]:
    import numpy as np
    import shapely

    from zoneatlas.space.building import build_geometries

    found = {}
    for key, file in subject.layer_files.items():
        kept = [record for record in file.features if _usable(record)]
        points, owners = shapely.get_coordinates(
            build_geometries([geometry_of(record.value)[0] for record in kept]), return_index=True
        )
        records, starts = np.unique(owners, return_index=True)
        if len(points):
            found[key] = Drawn(file.file, tuple(kept[row] for row in records.tolist()), points, starts)
    return found


def _usable(record: FeatureRecord) -> bool:
    geometry = geometry_of(record.value)[0]
    return isinstance(geometry, dict) and not geometry_faults(geometry)


def _box(record: FeatureRecord) -> Box | None:
    each = positions(record)
    if not each:
        return None
    first, second = [position[0] for position in each], [position[1] for position in each]
    return Box(min(first), min(second), max(first), max(second))


def positions(record: FeatureRecord) -> list[tuple[float, float]]:
    """Return every pair of finite numbers that stands in a feature's geometry like a position."""
    waiting: list[Any] = [geometry_of(record.value)[0]]
    found = []
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [value.get("coordinates"), value.get("geometries")]
        elif isinstance(value, list) and value:
            if _is_position(value):
                found.append((_bounded(value[0]), _bounded(value[1])))
            else:
                waiting += [part for part in value if isinstance(part, list | dict)]
    return found


def _is_position(value: list[Any]) -> bool:
    return len(value) > 1 and all(_is_number(number) for number in value[:2])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < inf


def _bounded(number: float) -> float:
    """Return a number as one that can be squared: what is larger is no less out of range."""
    return float(max(-_COORDINATE_MOST, min(_COORDINATE_MOST, number)))


def outline_of_plan(subject: Subject) -> Box | None:
    """Return the box around the layer with the role ``outline`` (else ``districts``), or None."""
    if subject.plan is None:
        return None
    for role in ("outline", "districts"):
        layer_id = subject.plan.settings.roles.get(role, "")
        file = subject.layer_files.get(layer_id)
        if file is not None:
            boxes = [place.box for place in places_of(subject).get(file.file, ())]
            if boxes:
                return _around(boxes)
    return None


def extent_of(subject: Subject) -> Box | None:
    """Return where the plan's features ought to lie: its outline, or where most files lie if that is elsewhere."""
    return subject.once("datum.extent", _extent)


def _extent(subject: Subject) -> Box | None:
    import numpy as np

    if subject.plan is None:
        return None
    middles = [
        np.median([place.box.centre for place in places], axis=0) for places in places_of(subject).values() if places
    ]
    if not middles:
        return None
    lon, lat = (float(value) for value in np.median(middles, axis=0))
    outline = outline_of_plan(subject)
    if outline is not None and Box(lon, lat, lon, lat).within(outline.grown(0.5)):
        return outline
    near = [place.box for place in _every(subject) if place.box.degrees]
    near = [box for box in near if abs(box.centre[0] - lon) <= 1 and abs(box.centre[1] - lat) <= 1]
    return _around(near) if len(near) >= _LEAST_FEATURES else None


def _every(subject: Subject) -> Iterator[Place]:
    for places in places_of(subject).values():
        yield from places


def _around(boxes: list[Box]) -> Box:
    return Box(
        min(box.west for box in boxes),
        min(box.south for box in boxes),
        max(box.east for box in boxes),
        max(box.north for box in boxes),
    )


def crowd_of(places: list[Place]) -> Box | None:
    """Return the box about a file's features in which nearly all of them lie; None when they are few or scattered.

    Three times the spread of nine tenths of the features about their median, on each side.
    """
    import numpy as np

    if len(places) < _LEAST_FEATURES:
        return None
    centres = np.array([place.box.centre for place in places])
    middle = np.median(centres, axis=0)
    spread = np.maximum(3 * np.quantile(np.abs(centres - middle), 0.8, axis=0), _SPREAD_LEAST_DEG)
    (west, south), (east, north) = (middle - spread).tolist(), (middle + spread).tolist()
    return Box(west, south, east, north)
