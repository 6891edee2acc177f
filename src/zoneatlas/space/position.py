"""Where a point lies: in which polygon, and how far from which edge. In plain Python, for a few points at a time.

Loading shapely and PROJ costs more than answering for one point, so nothing here needs them. Edges are straight in
longitude and latitude, as RFC 7946 has them; distances are geodesic. Rings that cross the antimeridian must be split,
as RFC 7946 asks.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import pairwise
from math import hypot, inf, radians, tan
from struct import Struct
from typing import TYPE_CHECKING, Any, cast

from zoneatlas.space import geodesic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = ["Edge", "Edges", "Outline", "box_distance_m", "box_of", "edges_of", "outline_of", "point_of", "polygons_of"]

#: Two positions in degrees: where an edge starts and ends.
Edge = tuple[float, float, float, float]
#: The box around a chunk of edges, and the edges as doubles.
Packed = tuple[Edge, bytes]
_FOUR = Struct("<4d")
_CHUNK = 24
#: Edges this much farther than the nearest one in the first, flat reckoning are measured exactly too.
_SLACK = 0.01
_LEAST_SLACK = 0.0005
_EARTH_M = 6.37e6
_SLACK_M = 1.0
_FOOT_STEPS = 4
_TURN_ERROR = (3 + 16 * 2.0**-53) * 2.0**-53


class _Chunk:
    """Edges that follow each other, with the box around them in degrees; packed edges are unpacked on first use."""

    __slots__ = ("_edges", "_packed", "box", "east", "north", "south", "west")

    def __init__(self, box: Edge, edges: Sequence[Edge] | None, packed: bytes = b"") -> None:
        self.box = box
        self.west, self.south, self.east, self.north = box
        self._edges = edges
        self._packed = packed

    @property
    def edges(self) -> Sequence[Edge]:
        """The edges."""
        if self._edges is None:
            self._edges = cast("list[Edge]", list(_FOUR.iter_unpack(self._packed)))
        return self._edges

    def packed(self) -> Packed:
        """Return the chunk as plain values."""
        packed = self._packed or b"".join(_FOUR.pack(*edge) for edge in self.edges)
        return self.box, packed


class Edges:
    """Edges that one can ask for the distance from a point.

    Parameters
    ----------
    edges
        Start and end positions, longitude and latitude in degrees (WGS 84).
    """

    def __init__(self, edges: Iterable[Edge], chunks: list[_Chunk] | None = None) -> None:
        self._chunks = _chunks(tuple(edges)) if chunks is None else chunks

    def may_come_within(self, lon_deg: float, lat_deg: float, reach_m: float) -> bool:
        """Tell whether an edge may be as near to a point as that; where not, `distance_m` is more for sure."""
        if self.surely_beyond(lon_deg, lat_deg, reach_m):
            return False
        flat, limit = _flat(lon_deg, lat_deg), reach_m * (1 + _SLACK) + _SLACK_M
        return any(
            flat.away_m(edge) <= limit for chunk in self._chunks if flat.least_m(chunk) <= limit for edge in chunk.edges
        )

    @classmethod
    def joined(cls, groups: Iterable[Edges]) -> Edges:
        """Return the edges of several groups as one."""
        return cls((), [chunk for group in groups for chunk in group._chunks])  # noqa: SLF001  (its own)

    def surely_beyond(self, lon_deg: float, lat_deg: float, reach_m: float) -> bool:
        """Tell whether the box around all edges is farther from a point than that."""
        flat = _flat(lon_deg, lat_deg)
        return not self._chunks or flat.least_m(self._whole) > reach_m * (1 + _SLACK) + _SLACK_M

    def bound_m(self, lon_deg: float, lat_deg: float) -> float:
        """Return metres in a flat map that no edge is nearer than, from the boxes around a few of them at a time."""
        flat = _flat(lon_deg, lat_deg)
        return min((flat.least_m(chunk) for chunk in self._chunks), default=inf)

    def least_m(self, lon_deg: float, lat_deg: float) -> float:
        """Return metres that no edge is nearer than, from the box around them alone."""
        return box_distance_m(self._whole.box, lon_deg, lat_deg) if self._chunks else inf

    @cached_property
    def _whole(self) -> _Chunk:
        west, south, east, north = zip(*(chunk.box for chunk in self._chunks), strict=True)
        return _Chunk((min(west), min(south), max(east), max(north)), ())

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge, in order."""
        return tuple(edge for chunk in self._chunks for edge in chunk.edges)

    def packed(self) -> list[Packed]:
        """Return the edges as plain values."""
        return [chunk.packed() for chunk in self._chunks]

    @classmethod
    def unpacked(cls, plain: list[Packed]) -> Edges:
        """Return the edges that were `packed` so."""
        return cls((), [_Chunk(box, None, packed) for box, packed in plain])

    def distance_m(self, lon_deg: float, lat_deg: float, within_m: float = inf) -> float:
        """Return the geodesic distance to the nearest edge, in metres; never negative.

        Parameters
        ----------
        lon_deg, lat_deg
            The point (WGS 84).
        within_m
            Edges farther away may be passed over.

        Returns
        -------
        float
            The geodesic distance to the nearest position as a flat map has it: within 0.3 m up to 50 km; of long edges
            seen from 100 km and more, within 1 part in 2,000. ``inf`` when no edge is there, or none within `within_m`.
        """
        flat = _flat(lon_deg, lat_deg)
        best, near = within_m, []
        bounds = [(flat.least_m(chunk), index) for index, chunk in enumerate(self._chunks)]
        bounds.sort()
        for least_m, index in bounds:
            if least_m > best * (1 + _SLACK) + _SLACK_M:
                break
            for edge in self._chunks[index].edges:
                away = flat.away_m(edge)
                if away <= best * (1 + _SLACK) + _SLACK_M:
                    near.append((away, edge))
                    best = min(best, away)
        limit = best * (1 + _SLACK) + _SLACK_M
        nearest_m = inf
        for away, edge in sorted(near):
            if away > limit:
                break
            if flat.surely_m(away, edge) <= nearest_m:
                nearest_m = min(nearest_m, _exact_m(lon_deg, lat_deg, edge))
        return nearest_m


class _Flat:
    """A plane around a point, in which a degree of longitude is as long as halfway to what is measured."""

    def __init__(self, lon_deg: float, lat_deg: float) -> None:
        self.lon, self.lat = lon_deg, lat_deg
        self.x_m, self.y_m = geodesic.metres_per_degree(lat_deg)
        steep = tan(radians(max(-89.0, min(89.0, lat_deg))))
        self.steep = abs(steep)
        self.bend = -self.x_m * steep * radians(1) / 4  # of x_m, for each degree in the sum of both ends' latitudes

    def surely_m(self, away_m: float, edge: Edge) -> float:
        """Return a distance that an edge, so far away in this plane, is not nearer than when measured exactly.

        The plane errs by the change of scale along the edge and by the curvature of the earth, here taken twice.
        """
        curved = away_m / _EARTH_M
        error = _LEAST_SLACK + self.steep * radians(abs(edge[3] - edge[1])) + (1 + self.steep**2) * curved * curved
        return away_m * (1 - min(error, _SLACK)) - _SLACK_M

    def least_m(self, chunk: _Chunk) -> float:
        """Return a distance that no edge of a chunk is nearer than, in this plane."""
        dx = max(chunk.west - self.lon, self.lon - chunk.east, 0.0)
        dy = max(chunk.south - self.lat, self.lat - chunk.north, 0.0)
        low, high = chunk.south - self.lat, chunk.north - self.lat
        scale = self.x_m + min(2 * self.bend * low, 2 * self.bend * high, 0.0)
        return hypot(dx * scale, dy * self.y_m)

    def away_m(self, edge: Edge) -> float:
        """Return the distance to an edge in this plane."""
        y1, y2 = edge[1] - self.lat, edge[3] - self.lat
        scale = self.x_m + self.bend * (y1 + y2)
        x1, x2 = (edge[0] - self.lon) * scale, (edge[2] - self.lon) * scale
        y1, y2 = y1 * self.y_m, y2 * self.y_m
        dx, dy = x2 - x1, y2 - y1
        length2 = dx * dx + dy * dy
        if length2 == 0:
            return hypot(x1, y1)
        along = -(x1 * dx + y1 * dy) / length2
        along = 0.0 if along < 0 else min(along, 1.0)
        return hypot(x1 + along * dx, y1 + along * dy)


@lru_cache(maxsize=4)
def _flat(lon_deg: float, lat_deg: float) -> _Flat:
    return _Flat(lon_deg, lat_deg)


def _exact_m(lon: float, lat: float, edge: Edge) -> float:
    """Return the geodesic distance to the foot of the perpendicular on an edge, the scale taken halfway to the foot."""
    lon1, lat1, lon2, lat2 = edge
    along = 0.5
    for _ in range(_FOOT_STEPS):
        x_m, y_m = geodesic.metres_per_degree((lat + lat1 + along * (lat2 - lat1)) / 2)
        dx, dy = (lon2 - lon1) * x_m, (lat2 - lat1) * y_m
        length2 = dx * dx + dy * dy
        if length2 == 0:
            return geodesic.distance_m(lon, lat, lon1, lat1)
        before, along = along, ((lon - lon1) * x_m * dx + (lat - lat1) * y_m * dy) / length2
        along = max(0.0, min(1.0, along))
        if along == before:
            break
    return geodesic.distance_m(lon, lat, lon1 + along * (lon2 - lon1), lat1 + along * (lat2 - lat1))


def _chunks(edges: Sequence[Edge]) -> list[_Chunk]:
    chunks = []
    for start in range(0, len(edges), _CHUNK):
        part = edges[start : start + _CHUNK]
        lons = [edge[0] for edge in part] + [edge[2] for edge in part]
        lats = [edge[1] for edge in part] + [edge[3] for edge in part]
        chunks.append(_Chunk((min(lons), min(lats), max(lons), max(lats)), part))
    return chunks


class Outline:
    """Polygons one can ask whether they hold a point.

    Parameters
    ----------
    polygons
        Rings of positions (degrees), shell and holes alike.
    """

    def __init__(
        self, polygons: tuple[tuple[Sequence[Sequence[float]], ...], ...], chunked: list[list[_Chunk]] | None = None
    ) -> None:
        self.polygons = polygons
        self._given = chunked

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge of every ring."""
        return tuple(edge for rings in self.polygons for ring in rings for edge in _ring_edges(ring))

    @cached_property
    def _chunked(self) -> list[list[_Chunk]]:
        if self._given is not None:
            return self._given
        return [_chunks([edge for ring in rings for edge in _ring_edges(ring)]) for rings in self.polygons]

    def packed(self) -> list[list[Packed]]:
        """Return the edges of each polygon as plain values."""
        return [[chunk.packed() for chunk in chunks] for chunks in self._chunked]

    @classmethod
    def unpacked(cls, plain: list[list[Packed]]) -> Outline:
        """Return an outline that was `packed` so; it can be asked what it holds, but has no rings."""
        return cls((), [[_Chunk(box, None, packed) for box, packed in chunks] for chunks in plain])

    def holds(self, lon_deg: float, lat_deg: float) -> bool:
        """Tell whether a point lies in one of the polygons, by counting the edges a ray to the east crosses.

        Exact: on the coordinates as stored, a point on an edge lies inside, as in `shapely.intersects`.
        """
        return any(_covers(chunks, lon_deg, lat_deg) for chunks in self._chunked)


def _covers(chunks: Iterable[_Chunk], lon: float, lat: float) -> bool:
    inside = False
    for chunk in chunks:
        if chunk.south > lat or chunk.north < lat or chunk.east < lon:
            continue
        for edge in chunk.edges:
            lon1, lat1, lon2, lat2 = edge
            if (lat1 > lat) == (lat2 > lat):
                # not crossed; but an end of the edge, or all of it, may lie on the ray
                if max(lat1, lat2) == lat and (
                    (lat1 == lat2 and min(lon1, lon2) <= lon <= max(lon1, lon2))
                    or (lon, lat) in {(lon1, lat1), (lon2, lat2)}
                ):
                    return True
                continue
            if lon > lon1 and lon > lon2:
                continue
            if lon < lon1 and lon < lon2:
                inside = not inside
                continue
            turn = _turn(edge, lon, lat)
            if turn == 0:
                return True
            if (turn > 0) == (lat2 > lat1):  # the edge runs up and the point is on its left, or down and right
                inside = not inside
    return inside


def _turn(edge: Edge, lon: float, lat: float) -> float:
    """Return a number above 0 where a position lies to the left of an edge, 0 on its line, below 0 to the right.

    In doubles where their rounding cannot change the sign (the bound is Shewchuk's, 1997, ccwerrboundA), else in
    fractions, which are exact.
    """
    lon1, lat1, lon2, lat2 = edge
    left, right = (lon1 - lon) * (lat2 - lat), (lat1 - lat) * (lon2 - lon)
    turn = left - right
    if abs(turn) > _TURN_ERROR * (abs(left) + abs(right)):
        return turn
    from fractions import Fraction

    x, y = Fraction(lon), Fraction(lat)
    exact = (Fraction(lon1) - x) * (Fraction(lat2) - y) - (Fraction(lat1) - y) * (Fraction(lon2) - x)
    return (exact > 0) - (exact < 0)


def _ring_edges(ring: Sequence[Sequence[float]]) -> Iterator[Edge]:
    for start, end in pairwise(ring):
        yield start[0], start[1], end[0], end[1]


def polygons_of(geometry: Mapping[str, Any]) -> tuple[tuple[Sequence[Sequence[float]], ...], ...]:
    """Return the polygons of a GeoJSON geometry as rings of positions; a closed line counts as one.

    Points and open lines have none.
    """
    kind: str = geometry["type"]
    found: Any = geometry.get("coordinates")
    if kind == "Polygon":
        return (tuple(found),) if found else ()
    if kind == "MultiPolygon":
        return tuple(tuple(rings) for rings in found if rings)
    if kind == "LineString" and len(found) > 3 and found[0] == found[-1]:  # noqa: PLR2004  (a ring has four positions)
        return ((found,),)
    if kind == "GeometryCollection":
        return tuple(rings for part in geometry["geometries"] for rings in polygons_of(part))
    return ()


def outline_of(geometry: Mapping[str, Any]) -> Outline:
    """Return the polygons of a GeoJSON geometry, ready to be asked."""
    return Outline(polygons_of(geometry))


def edges_of(geometry: Mapping[str, Any]) -> Iterator[Edge]:
    """Yield the edges of a GeoJSON geometry: of rings and lines; a point is an edge without length."""
    kind, found = geometry["type"], geometry.get("coordinates")
    levels: dict[str, Callable[[Any], Any]] = {
        "Polygon": lambda rings: rings,
        "MultiPolygon": lambda polygons: [ring for rings in polygons for ring in rings],
        "LineString": lambda line: [line],
        "MultiLineString": lambda lines: lines,
        "Point": lambda position: [[position, position]],
        "MultiPoint": lambda positions: [[position, position] for position in positions],
    }
    if kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from edges_of(part)
    elif found:
        for line in levels[kind](found):
            yield from _ring_edges(line)


def point_of(geometry: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Return the longitude and latitude of a GeoJSON Point, None for anything else."""
    if geometry is None or geometry["type"] != "Point" or not geometry.get("coordinates"):
        return None
    return geometry["coordinates"][0], geometry["coordinates"][1]


def box_of(geometry: Mapping[str, Any]) -> Edge:
    """Return the box around a GeoJSON Polygon or MultiPolygon: west, south, east, north in degrees.

    An empty one has an empty box: west beyond east.
    """
    positions = [position for rings in polygons_of(geometry) for position in rings[0]]
    lons, lats = [position[0] for position in positions], [position[1] for position in positions]
    return min(lons, default=inf), min(lats, default=inf), max(lons, default=-inf), max(lats, default=-inf)


def box_distance_m(box: Edge, lon_deg: float, lat_deg: float) -> float:
    """Return a distance that a box in degrees is at least away from a point, in metres; 0 inside.

    Reckoned with the shortest degree of longitude between the point and the box, less one per cent.
    """
    west, south, east, north = box
    dx, dy = max(west - lon_deg, lon_deg - east, 0.0), max(south - lat_deg, lat_deg - north, 0.0)
    if dx == dy == 0:
        return 0.0
    if inf in (dx, dy):
        return inf
    farthest = max(abs(lat_deg), abs(south), abs(north))
    shorter_m = geodesic.metres_per_degree(min(farthest, 90.0))[0]
    return 0.99 * hypot(dx * shorter_m, dy * geodesic.metres_per_degree(lat_deg)[1])
