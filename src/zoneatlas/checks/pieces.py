"""The geometries with coordinates inside a record, wherever they stand, as far as each can be judged.

A record is a Feature, or a geometry that is the root of its file or stands among the features. One bad ring must not
hide the others: what cannot be used is left out, an open ring is closed, and a type in the wrong case is read as meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.shapes import ANY_TYPE, geometry_faults, sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Path", "Piece", "geometries_of", "geometry_of", "is_position", "meant_type", "pieces_of"]

Path = tuple[str | int, ...]

_BY_CASE = {name.casefold(): name for name in ANY_TYPE}
_RING_LEAST = 4
_PLANE = 2
_LONGITUDE_MOST_DEG, _LATITUDE_MOST_DEG = 180.0, 90.0
#: What is larger is no coordinate, and GEOS fails on its square.
_COORDINATE_MOST = 1e9


@dataclass(frozen=True, slots=True)
class Piece:
    """A geometry with coordinates that can be built.

    ``path`` leads to it from the record on. ``kept`` are, part by part, the part's number in the file and the numbers
    of its rings, where something was left out; else None. ``degrees``: every position is in range.
    """

    path: Path
    geometry: Mapping[str, Any]
    kept: tuple[tuple[int, tuple[int, ...]], ...] | None = None
    degrees: bool = True

    @property
    def whole(self) -> bool:
        """Whether it stands for all of what is stored."""
        return self.kept is None and self.degrees


def meant_type(kind: object) -> str:
    """Return the geometry type that is meant, whatever its case; an empty text when it is none."""
    return _BY_CASE.get(kind.strip().casefold(), "") if isinstance(kind, str) else ""


def geometry_of(value: Any) -> tuple[Any, Path]:  # noqa: ANN401  (parsed JSON)
    """Return the geometry of a record's value and the path to it: a Feature's member, or the value itself."""
    if not isinstance(value, dict):
        return None, ()
    if meant_type(value.get("type")):
        return value, ()
    return value.get("geometry"), ("geometry",)


def geometries_of(value: Any) -> Iterator[tuple[Any, Path]]:  # noqa: ANN401  (parsed JSON)
    """Yield the geometry of a record's value and the path to it; those of a collection that stands among features."""
    inner = value.get("features") if isinstance(value, dict) and value.get("type") == "FeatureCollection" else None
    if not isinstance(inner, list):
        yield geometry_of(value)
        return
    for number, each in enumerate(inner):
        geometry, path = geometry_of(each)
        yield geometry, ("features", number, *path)


def pieces_of(value: Any) -> Iterator[Piece]:  # noqa: ANN401  (parsed JSON)
    """Yield the geometries of a record's value that can be built, in the order of the file."""
    waiting = list(geometries_of(value))[::-1]
    while waiting:
        geometry, path = waiting.pop()
        if not isinstance(geometry, dict):
            continue
        kind = meant_type(geometry.get("type"))
        if kind == "GeometryCollection":
            inner = geometry.get("geometries")
            members = list(enumerate(inner)) if isinstance(inner, list) else []
            waiting += [(each, (*path, "geometries", number)) for number, each in reversed(members)]
        elif kind:
            piece = _piece(geometry, kind, path)
            if piece is not None:
                yield piece


def _piece(geometry: Mapping[str, Any], kind: str, path: Path) -> Piece | None:
    if sound(geometry):
        return Piece(path, geometry)
    coordinates = geometry.get("coordinates")
    meant = {"type": kind, "coordinates": coordinates}
    if kind not in ("Polygon", "MultiPolygon"):
        return None if geometry_faults(meant) else Piece(path, meant)
    parts = coordinates if kind == "MultiPolygon" else [coordinates]
    if not isinstance(parts, list):
        return None
    made, kept, complete = [], [], True
    for number, part in enumerate(parts):
        rings = [(index, _closed(ring)) for index, ring in enumerate(part)] if isinstance(part, list) else []
        usable = [(index, ring) for index, ring in rings if ring is not None]
        complete = complete and len(usable) == len(rings) > 0
        if usable and usable[0][0] == 0:  # without its shell a hole means nothing
            made.append([ring for _, ring in usable])
            kept.append((number, tuple(index for index, _ in usable)))
    if not made:
        return None
    degrees = all(
        abs(lon) <= _LONGITUDE_MOST_DEG and abs(lat) <= _LATITUDE_MOST_DEG
        for part in made
        for ring in part
        for lon, lat, *_ in ring
    )
    whole = {"type": kind, "coordinates": made if kind == "MultiPolygon" else made[0]}
    return Piece(path, whole, None if complete else tuple(kept), degrees)


def _closed(ring: object) -> list[list[float]] | None:
    """Return a ring, closed where it is open; None when it cannot be used."""
    if not isinstance(ring, list) or not ring or not all(map(is_position, ring)):
        return None
    closed = ring if ring[0][:_PLANE] == ring[-1][:_PLANE] else [*ring, ring[0]]  # heights do not count on a map
    return closed if len(closed) >= _RING_LEAST else None


def is_position(value: object) -> bool:
    """Whether a value is an array of two finite numbers or more, none too large to be a coordinate."""
    return (
        isinstance(value, list)
        and len(value) >= _PLANE
        and all(type(each) in (int, float) and abs(each) <= _COORDINATE_MOST for each in value)
    )
