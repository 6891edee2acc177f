"""Features stored in metres, and the grid they are most likely in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoneatlas.checks.datum.places import Box, Place, drawn_layers, extent_of, places_of, positions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zoneatlas.checks.subject import Subject
    from zoneatlas.space.projections import GridReading

    FloatArray = NDArray[np.float64]

__all__ = ["Projected", "projected_places", "times_degrees"]

_METRES_LEAST = 1000.0
#: No grid in use has an easting or northing so large, but for those with a strip's number before it.
_GRID_MOST = 21_000_000.0
_FACTORS = (1_000_000, 10_000_000)
#: Readings under which fewer vertices meet known ones than this share of the best one's are dropped.
_WORSE = 0.5
_KNOWN_M = 5.0
_LEAST_KNOWN = 3
_NEAR_SHARE = 0.1


@dataclass(frozen=True)
class Projected:
    """A feature in metres: the names of the grids it may be in, and where the first puts its middle (None: no grid)."""

    place: Place
    names: tuple[str, ...]
    lonlat: tuple[float, float] | None


def projected_places(subject: Subject) -> dict[str, list[Projected]]:
    """Return, file by file, the features of which no position is in degrees and that are not swapped either."""
    return subject.once("datum.projected", _projected)


def _projected(subject: Subject) -> dict[str, list[Projected]]:
    from zoneatlas.checks.datum.order import swapped_places

    extent, swapped = extent_of(subject), swapped_places(subject)
    found: dict[str, list[Projected]] = {}
    for file, places in places_of(subject).items():
        for place in places:
            if not place.box.degrees and (file, place.record.index) not in swapped and _nowhere(place):
                found.setdefault(file, []).append(_reading(subject, place, extent))
    return found


def _nowhere(place: Place) -> bool:
    """Whether each position is evidently in metres: what is nearer to the range of degrees is a slip."""
    return all(max(abs(x), abs(y)) >= _METRES_LEAST for x, y in positions(place.record))


def times_degrees(box: Box) -> int:
    """Return by what numbers too large for any grid were multiplied if they are degrees; 0 when they are not."""
    if max(abs(each) for each in box.sides) < _GRID_MOST:
        return 0
    return next((each for each in _FACTORS if Box(*(side / each for side in box.sides)).degrees), 0)


def _reading(subject: Subject, place: Place, extent: Box | None) -> Projected:
    import numpy as np

    from zoneatlas.space.projections import grid_readings

    points = np.array(positions(place.record))
    crs = subject.plan.settings.measuring_crs if subject.plan is not None else ""
    near = extent.centre[0] if extent is not None else None
    metric = min(abs(points).max(axis=0)) >= _METRES_LEAST
    readings = grid_readings(points, near, crs) if metric else []
    if extent is not None:
        readings = [each for each in readings if _box(each).within(extent.grown(_NEAR_SHARE))]
        readings = _best(subject, readings)
    else:
        readings = [each for each in readings if _box(each).degrees]
    if not readings:
        return Projected(place, (), None)
    names = tuple(dict.fromkeys(_name(each) for each in readings))
    lon, lat = np.median(readings[0].lonlat, axis=0).tolist()
    return Projected(place, names, (lon, lat))


def _name(reading: GridReading) -> str:
    return reading.grid.name + (", northing before easting" if reading.north_first else "")


def _best(subject: Subject, readings: list[GridReading]) -> list[GridReading]:
    """Keep the readings that bring the most vertices onto known ones; all of them when none does."""
    from zoneatlas.space.shift import near_count

    known = subject.once("datum.known", _known)
    counts = [near_count(each.lonlat, known, _KNOWN_M) for each in readings]
    best = max(counts, default=0)
    if best < _LEAST_KNOWN:
        return _distinct(readings)
    kept = [each for each, count in zip(readings, counts, strict=True) if count >= best * _WORSE]
    return _distinct(sorted(kept, key=lambda each: -counts[readings.index(each)]))


def _distinct(readings: list[GridReading]) -> list[GridReading]:
    """Drop readings that put the feature where an earlier one puts it."""
    import numpy as np

    kept: list[GridReading] = []
    for each in readings:
        if not any(np.allclose(each.lonlat, other.lonlat, atol=1e-6) for other in kept):
            kept.append(each)
    return kept


def _known(subject: Subject) -> FloatArray:
    """Return the vertices of all stretches and layers (degrees)."""
    import numpy as np

    found = [drawn.points for drawn in drawn_layers(subject).values()]
    return np.concatenate(found) if found else np.empty((0, 2))


def _box(reading: GridReading) -> Box:
    (west, south), (east, north) = reading.lonlat.min(axis=0).tolist(), reading.lonlat.max(axis=0).tolist()
    return Box(west, south, east, north)
