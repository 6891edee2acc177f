"""A map on a sheet: base map, zones, and the labels of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zoneatlas.views.edges import lines_of
from zoneatlas.views.figure_fonts import MM_PER_POINT, Voice
from zoneatlas.views.figure_labels import Candidate, Placed, along, around, inside, place, wrapped
from zoneatlas.views.figure_layout import Box, Frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.plan.records import LayerFeature, MapLayer
    from zoneatlas.views.figure_ground import DrawnLayer, DrawnZone, Ground
    from zoneatlas.views.figure_paint import Painter

__all__ = ["Lettering", "MapSheet", "anchor_of", "dashes", "paint_map", "px"]

#: Ground metres a pixel at zoom level 0 on the equator (Web Mercator, tiles of 256), and a pixel in mm (CSS).
_ZOOM_0_M, _PX_MM = 156_543.034, 0.2646
#: Paper is sharper than a screen: names stand from this many zoom levels earlier.
_SHARPER = 1.3
_POINTS_PER_PX = 0.5
_LINE = 1.22
#: A zone smaller than this on the paper must not be hidden by labels; a larger one may be written into.
_SMALL_MM2 = 160.0
#: A part of a zone gets the zone's number when it is this big and this far from the name.
_PART_MM2, _PART_AWAY_MM, _MOST_PARTS = 5.0, 16.0, 6
_NUMBER_ALONE = 45.0
#: What each further line of a name costs: of a short name, of a long one.
_MORE_LINES, _LONG_MM = (3.0, 1.2), 26.0


@dataclass(frozen=True, slots=True)
class Lettering:
    """Sizes of type in points."""

    zone: float
    base: float


@dataclass(frozen=True)
class MapSheet:
    """A map to be painted: where, what it names, and what stands in it already.

    ``named`` are the zones whose names stand here. ``kept`` are boxes no label may enter, ``windows`` areas better left
    free. ``names`` are the words for the labels by zone_id.
    """

    frame: Frame
    ground: Ground
    lettering: Lettering
    named: tuple[DrawnZone, ...]
    names: Mapping[str, str]
    kept: tuple[Box, ...]
    windows: tuple[BaseGeometry, ...]
    prefix: str


def px(pixels: float) -> float:
    """Return the width of a line on paper, in points, from its width on the screen."""
    return pixels * _POINTS_PER_PX


def dashes(svg_dash: str, width_pt: float) -> Any:  # noqa: ANN401  (what matplotlib calls a line style)
    """Return a line style from an SVG dash array (pixels)."""
    try:
        numbers = [float(part) * _POINTS_PER_PX for part in svg_dash.replace(",", " ").split()]
    except ValueError:
        return "solid"
    if not numbers or min(numbers) < 0 or sum(numbers) == 0:
        return "solid"
    return (0, [number / max(width_pt, 0.1) for number in (numbers if len(numbers) % 2 == 0 else numbers * 2)])


def anchor_of(area: BaseGeometry) -> tuple[float, float, Box]:
    """Return a point well inside the largest part of an area, and that part's box."""
    import shapely

    largest = max(shapely.get_parts(area), key=lambda part: part.area)
    west, south, east, north = largest.bounds
    box = Box(west, south, east - west, north - south)
    if largest.is_valid and largest.area > 0:
        x, y = shapely.maximum_inscribed_circle(largest, tolerance=max(box.width, box.height) / 500).coords[0]
    else:
        x, y = largest.representative_point().coords[0]
    return float(x), float(y), box


def paint_map(painter: Painter, sheet: MapSheet) -> None:
    """Paint the base map, the zones and every label that finds a place."""
    box = sheet.frame.box
    painter.box(box, facecolor="white", edgecolor="none")
    for layer in sheet.ground.layers:
        _paint_layer(painter, sheet.frame, layer)
    areas = {drawn.zone.zone_id: sheet.frame.to_paper(drawn.area) for drawn in sheet.ground.zones}
    for drawn in sorted(sheet.ground.zones, key=lambda d: (-d.area.area, d.number)):
        _paint_zone(painter, sheet, drawn, areas[drawn.zone.zone_id])
    for window in sheet.windows:
        painter.area(window, box, facecolor="none", edgecolor="#222222", linewidth=0.8)
    _paint_labels(painter, sheet, areas)
    painter.box(box, facecolor="none", edgecolor="#222222", linewidth=0.8)


def _paint_layer(painter: Painter, frame: Frame, layer: DrawnLayer) -> None:
    usage, width_pt = layer.usage, px(layer.usage.weight_px)
    style = dashes(usage.dash, width_pt)
    for _, geometry in layer.features:
        shape = frame.to_paper(geometry)
        mapping: Any = shape.__geo_interface__
        if "Polygon" in mapping["type"] and usage.fill:
            painter.area(
                shape, frame.box, facecolor=usage.fill, alpha=usage.fill_opacity, edgecolor="none", linewidth=0
            )
        painter.lines(
            lines_of(mapping), frame.box, colors=usage.colour, linewidths=width_pt, linestyles=[style], alpha=0.9
        )
        if "Point" in mapping["type"]:
            at = mapping["coordinates"] if mapping["type"] == "MultiPoint" else [mapping["coordinates"]]
            points = [(position[0], position[1]) for position in at]
            painter.dots(
                points, usage.radius_px * _POINTS_PER_PX * MM_PER_POINT, frame.box,
                facecolor=usage.fill or usage.colour, edgecolor=usage.colour, linewidth=0.4,
            )  # fmt: skip


def _paint_zone(painter: Painter, sheet: MapSheet, drawn: DrawnZone, area: BaseGeometry) -> None:
    import shapely

    box = sheet.frame.box
    painter.marked(area, drawn.colour, drawn.hatch * 2, box, f"{sheet.prefix}{drawn.zone.zone_id}", fill=drawn.fill)
    for lines, style in ((drawn.firm, "solid"), (drawn.indicative, (0, (3.2, 1.8)))):
        moved = [list(sheet.frame.to_paper(shapely.LineString(line)).coords) for line in lines if len(line) > 1]
        painter.lines(moved, box, colors=drawn.colour, linewidths=0.85, linestyles=[style], capstyle="butt")


def _paint_labels(painter: Painter, sheet: MapSheet, areas: Mapping[str, BaseGeometry]) -> None:
    import shapely

    voice, size = painter.voice, sheet.lettering.zone
    kept = [Candidate(box, 0, 0.0) for box in sheet.kept]
    small = [area for area in areas.values() if area.area < _SMALL_MM2]
    hidden = shapely.union_all([*(shapely.make_valid(area).simplify(0.15) for area in small), *sheet.windows])
    edges = shapely.union_all([area.boundary.simplify(0.15) for area in areas.values()])
    wishes, wordings = _zone_wishes(voice, sheet, areas, hidden, edges)
    placed = place(wishes, kept)
    names = [
        (drawn, wording[found.variant], found)
        for drawn, wording, found in zip(sheet.named, wordings, placed, strict=True)
        if found is not None
    ]
    stand = [*kept, *(found for _, _, found in names)]
    numbers = list(_numbers(voice, sheet, areas, names))
    spots = place([places for _, places in numbers], stand)
    stand += [spot for spot in spots if spot is not None]
    for drawn, _, found in names:
        if found.leader is not None:
            painter.lines([found.leader], colors=drawn.kind.ink, linewidths=0.45)
            painter.dots([found.leader[1]], 0.4, sheet.frame.box, facecolor=drawn.kind.ink, edgecolor="none")
    for usage, text, found in _base_labels(voice, sheet, stand):
        _write(painter, (text,), found, sheet.lettering.base, usage.ink)
    for drawn, lines, found in names:
        _write(painter, lines, found, size, drawn.kind.ink)
    for (drawn, _), spot in zip(numbers, spots, strict=True):
        if spot is not None:
            _write(painter, (str(drawn.number),), spot, size, drawn.kind.ink)


def _write(painter: Painter, lines: Sequence[str], found: Placed, size_pt: float, ink: str) -> None:
    high = size_pt * MM_PER_POINT * _LINE
    for number, line in enumerate(lines):
        y = found.box.top - high * (number + 0.8)
        painter.text(found.box.x + found.box.width / 2, y, line, size_pt, colour=ink, align="center", halo=True)


def _size(voice: Voice, lines: Sequence[str], size_pt: float) -> tuple[float, float]:
    wide = max(voice.width_mm(line, size_pt) for line in lines)
    return wide + 0.3, size_pt * MM_PER_POINT * _LINE * len(lines)


def _zone_wishes(
    voice: Voice, sheet: MapSheet, areas: Mapping[str, BaseGeometry], hidden: BaseGeometry, edges: BaseGeometry
) -> tuple[list[list[Candidate]], list[list[tuple[str, ...]]]]:
    """Return, for each zone named here, its places and its wordings: its name on one or more lines, or its number."""
    import shapely

    size = sheet.lettering.zone
    room = sheet.frame.box.shrunk(0.8)
    window = shapely.box(room.x, room.y, room.right, room.top)
    wishes: list[list[Candidate]] = []
    wordings: list[list[tuple[str, ...]]] = []
    for drawn in sheet.named:
        shown = shapely.intersection(shapely.make_valid(areas[drawn.zone.zone_id]), window)
        name = f"{drawn.number} {sheet.names[drawn.zone.zone_id]}".strip()
        ways = [*wrapped(name, 4, lambda text: voice.width_mm(text, size)), (str(drawn.number),)]
        sizes = [_size(voice, way, size) for way in ways]
        line_cost = _MORE_LINES[sizes[0][0] > _LONG_MM]
        costs = [line_cost * n + max(wide - _LONG_MM, 0.0) for n, (wide, _) in enumerate(sizes[:-1])] + [_NUMBER_ALONE]
        wordings.append(ways)
        if shown.is_empty:
            wishes.append([])
            continue
        x, y, _ = anchor_of(shown)
        wishes.append(around(shown, (x, y), sizes, costs, room, hidden, edges))
    return wishes, wordings


def _numbers(
    voice: Voice, sheet: MapSheet, areas: Mapping[str, BaseGeometry],
    names: Sequence[tuple[DrawnZone, Sequence[str], Placed]],
) -> Iterator[tuple[DrawnZone, list[Candidate]]]:  # fmt: skip
    """Yield places for the numbers of parts that lie away from their zone's name."""
    import shapely

    room = sheet.frame.box.shrunk(0.8)
    window = shapely.box(room.x, room.y, room.right, room.top)
    boxes = {drawn.zone.zone_id: found.box for drawn, _, found in names}
    for drawn in sheet.ground.zones:
        name = boxes.get(drawn.zone.zone_id)
        label = None if name is None else shapely.box(name.x, name.y, name.right, name.top)
        shown = shapely.intersection(shapely.make_valid(areas[drawn.zone.zone_id]), window)
        parts = sorted(shapely.get_parts(shown), key=lambda part: -part.area)[:_MOST_PARTS]
        for part in parts:
            far = label is None or label.distance(part) > _PART_AWAY_MM
            if part.area >= _PART_MM2 and far:
                yield drawn, inside(part, [_size(voice, (str(drawn.number),), sheet.lettering.zone)], room)


def _zoom(frame: Frame, latitude_factor: float = 0.8) -> float:
    """Return the zoom level of a web map of about the same scale."""
    import math

    return math.log2(_ZOOM_0_M * latitude_factor / (frame.scale / 1000.0 * _PX_MM)) + _SHARPER


def _base_labels(voice: Voice, sheet: MapSheet, stand: Iterable[Placed]) -> Iterator[tuple[MapLayer, str, Placed]]:
    """Yield the names of the base map that find a place, layer by layer."""
    windows = [
        Box(west, south, east - west, north - south) for west, south, east, north in (w.bounds for w in sheet.windows)
    ]
    taken, zoom = [*stand, *(Candidate(window, 0, 0.0) for window in windows)], _zoom(sheet.frame)
    for layer in sheet.ground.layers:
        usage = layer.usage
        if usage.label_zoom is None or usage.label_zoom > zoom:
            continue
        rows = [(text, places) for text, places in _feature_places(voice, sheet, layer) if places]
        found = place([places for _, places in rows], taken)
        for (text, _), spot in zip(rows, found, strict=True):
            if spot is not None:
                taken.append(spot)
                yield usage, text, spot


def _feature_places(voice: Voice, sheet: MapSheet, layer: DrawnLayer) -> Iterator[tuple[str, list[Candidate]]]:
    import shapely

    box = sheet.frame.box.shrunk(0.8)
    window = shapely.box(box.x, box.y, box.right, box.top)
    for feature, geometry in layer.features:
        text = _name(voice, layer.usage, feature)
        if not text:
            continue
        size = _size(voice, (text,), sheet.lettering.base)
        shape = sheet.frame.to_paper(geometry)
        if "Polygon" in shape.geom_type:
            yield text, inside(shapely.intersection(shapely.make_valid(shape), window), [size], box)
        elif "Line" in shape.geom_type:
            yield text, along(shape, size, box)


def _name(voice: Voice, usage: MapLayer, feature: LayerFeature) -> str:
    from zoneatlas.plan.records import Text

    said = [feature.properties.get(usage.label.replace("{lang}", lang)) for lang in ("zh", "en")]
    return voice.say(Text(*(value if isinstance(value, str) else "" for value in said)))
