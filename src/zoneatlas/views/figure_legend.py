"""What stands around the maps of a sheet: title, legend, scale bars, north arrow, notes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import Text
from zoneatlas.views.figure_fonts import MM_PER_POINT, Voice
from zoneatlas.views.figure_labels import wrapped
from zoneatlas.views.figure_layout import Box, Frame
from zoneatlas.views.figure_map import dashes, px
from zoneatlas.views.figure_stats import NONE
from zoneatlas.views.stats_listing import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneatlas.views.figure_ground import DrawnLayer, DrawnZone, Ground
    from zoneatlas.views.figure_paint import Painter

__all__ = ["WORDS", "legend_entries", "paint_arrow", "paint_legend", "paint_notes", "paint_scale", "paint_title"]

WORDS = {
    "legend": Text("图例", "Legend"),
    "firm": Text("边界：已公布或数字化", "Edge: gazetted or digitised"),
    "indicative": Text("边界：示意", "Edge: indicative"),
    "base": Text("底图", "Base map"),
    "north": Text("北", "N"),
    "inset": Text("附图范围", "Inset"),
    "no-figure": Text("没有数字", "No figure"),
}
_SIZES_PT = (6.6, 6.2, 5.8, 5.4, 5.0, 4.6, 4.2)
_LINE = 1.3
_SWATCH_MM = 6.0
_COLUMN_GAP_MM = 3.0
_BAR_MM = 34.0
_GREY = "#555555"


@dataclass(frozen=True)
class Entry:
    """A line of the legend: a heading (no mark), a zone, a layer, a way an edge is drawn, or a class's colour."""

    text: str
    zone: DrawnZone | None = None
    layer: DrawnLayer | None = None
    edge: str = ""
    fill: str = ""

    @property
    def heading(self) -> bool:
        """Whether it has no mark."""
        return self.zone is None and self.layer is None and not self.edge and not self.fill


def legend_entries(ground: Ground, voice: Voice, *, zones: bool = True) -> list[Entry]:
    """Return the lines of the legend; without `zones` one line a kind of them."""
    entries = _classes(ground, voice)
    kinds = dict.fromkeys(drawn.kind for drawn in ground.zones)
    for kind in kinds:
        members = [drawn for drawn in ground.zones if drawn.kind == kind]
        title = voice.say(kind.title, kind.kind)
        if zones:
            entries.append(Entry(title))
            entries += [Entry(_named(ground, voice, drawn), zone=drawn) for drawn in members]
        else:
            entries.append(Entry(f"{title} ({len(members)})", zone=members[0]))
    entries.append(Entry(voice.say(WORDS["base"])))
    entries += [Entry(voice.say(WORDS[edge]), edge=edge) for edge in ("firm", "indicative")]
    entries += [Entry(voice.say(layer.data.layer.title, layer.data.layer.id), layer=layer) for layer in ground.layers]
    return entries


def _classes(ground: Ground, voice: Voice) -> list[Entry]:
    """Return the classes of what zones are shaded by, from much to little, and the total."""
    if ground.shading is None:
        return []
    entries = [Entry(voice.say(ground.shading.heading))]
    for colour, least, most in reversed(ground.shading.classes):
        said = number_text(least) if least == most else f"{number_text(least)} – {number_text(most)}"
        entries.append(Entry(said, fill=colour))
    if any(drawn.fill == NONE for drawn in ground.zones):
        entries.append(Entry(voice.say(WORDS["no-figure"]), fill=NONE))
    entries.append(Entry(voice.say(ground.shading.once)))
    return entries


def _named(ground: Ground, voice: Voice, drawn: DrawnZone) -> str:
    name = f"{drawn.number} {voice.say(drawn.zone.name, drawn.zone.zone_id)}"
    figure = "" if ground.shading is None else ground.shading.figure(drawn.zone.zone_id)
    return f"{name}  {figure}".rstrip()


def paint_title(painter: Painter, box: Box, title: str, subtitle: str, grown: float) -> None:
    """Write the title and what stands below it, smaller where they would not fit."""
    size = _fitting(painter.voice, title, 17.0 * grown, box.width)
    painter.text(box.x, box.top - size * MM_PER_POINT * 0.95, title, size)
    small = _fitting(painter.voice, subtitle, 8.0 * grown, box.width)
    painter.text(box.x, box.y + 2.2, subtitle, small, colour=_GREY)


def _fitting(voice: Voice, text: str, size_pt: float, width_mm: float) -> float:
    wide = voice.width_mm(text, size_pt)
    return size_pt if wide <= width_mm else size_pt * width_mm / wide


def paint_legend(painter: Painter, box: Box, ground: Ground, grown: float) -> None:
    """Paint the legend in as many columns and as large a type as fits; kinds instead of zones where nothing does."""
    voice = painter.voice
    head_pt = 8.0 * grown
    painter.text(box.x, box.top - head_pt * MM_PER_POINT, voice.say(WORDS["legend"]), head_pt)
    room = Box(box.x, box.y, box.width, box.height - head_pt * MM_PER_POINT * 1.6)
    for zones in (True, False):
        entries = legend_entries(ground, voice, zones=zones)
        for size in _SIZES_PT:
            for columns in (1, 2, 3):
                rows = _flowed(voice, entries, size * grown, room, columns)
                if rows is not None:
                    for x, y, entry, lines in rows:
                        _paint_entry(painter, x, y, entry, lines, size * grown)
                    return


def _flowed(
    voice: Voice, entries: Sequence[Entry], size_pt: float, room: Box, columns: int
) -> list[tuple[float, float, Entry, tuple[str, ...]]] | None:
    """Return each entry with its lines and the upper left corner it starts at; None where they do not all fit."""
    high = size_pt * MM_PER_POINT * _LINE
    wide = (room.width - _COLUMN_GAP_MM * (columns - 1)) / columns
    rows: list[tuple[float, float, Entry, tuple[str, ...]]] = []
    column, y = 0, room.top
    for number, entry in enumerate(entries):
        space = wide if entry.heading else wide - _SWATCH_MM - 1.2
        lines = _lines(voice, entry.text, size_pt, space)
        needed = high * len(lines) + high * 0.25
        # a heading stays with what follows it
        ahead = needed
        if entry.heading and number + 1 < len(entries):
            after = entries[number + 1]
            room_after = wide if after.heading else wide - _SWATCH_MM - 1.2
            ahead += high * (len(_lines(voice, after.text, size_pt, room_after)) + 0.25)
        if y - ahead < room.y:
            column, y = column + 1, room.top
            if column == columns or y - ahead < room.y:
                return None
        if entry.heading and y < room.top:
            y -= high * 0.45
        rows.append((room.x + column * (wide + _COLUMN_GAP_MM), y, entry, lines))
        y -= needed
    return rows


def _lines(voice: Voice, text: str, size_pt: float, width_mm: float) -> tuple[str, ...]:
    ways = wrapped(text, 4, lambda part: voice.width_mm(part, size_pt))
    fitting = (way for way in ways if all(voice.width_mm(line, size_pt) <= width_mm for line in way))
    return next(fitting, ways[-1] if ways else (text,))


def _paint_entry(  # noqa: PLR0913, PLR0917  (a place, what stands there, how big)
    painter: Painter, x: float, y: float, entry: Entry, lines: Sequence[str], size_pt: float
) -> None:
    import shapely

    high = size_pt * MM_PER_POINT * _LINE
    middle = y - high * 0.5
    if entry.zone is not None:
        zone = entry.zone
        swatch = Box(x, y - high * 0.92, _SWATCH_MM, high * 0.84)
        area = shapely.box(swatch.x, swatch.y, swatch.right, swatch.top)
        painter.marked(area, zone.colour, zone.hatch * 2, fill=zone.fill)
        painter.box(swatch, facecolor="none", edgecolor=zone.colour, linewidth=0.8)
    elif entry.fill:
        swatch = Box(x, y - high * 0.92, _SWATCH_MM, high * 0.84)
        painter.box(swatch, facecolor=entry.fill, edgecolor="#333333", linewidth=0.4)
    elif entry.edge:
        style: Any = "solid" if entry.edge == "firm" else (0, (3.2, 1.8))
        painter.lines([[(x, middle), (x + _SWATCH_MM, middle)]], colors="#333333", linewidths=1.0, linestyles=[style])
    elif entry.layer is not None:
        _paint_layer_swatch(painter, entry.layer, x, middle, high)
    left = x if entry.heading else x + _SWATCH_MM + 1.2
    colour = "#222222" if not entry.heading else _GREY
    for number, line in enumerate(lines):
        painter.text(left, y - high * (number + 0.78), line, size_pt, colour=colour)


def _paint_layer_swatch(painter: Painter, layer: DrawnLayer, x: float, middle: float, high: float) -> None:
    usage = layer.usage
    width_pt = px(usage.weight_px)
    style = dashes(usage.dash, width_pt)
    kinds = {geometry.geom_type for _, geometry in layer.features}
    if any("Polygon" in kind for kind in kinds):
        swatch = Box(x, middle - high * 0.42, _SWATCH_MM, high * 0.84)
        if usage.fill:
            painter.box(swatch, facecolor=usage.fill, alpha=usage.fill_opacity, edgecolor="none", linewidth=0)
        painter.box(swatch, facecolor="none", edgecolor=usage.colour, linewidth=width_pt, linestyle=style)
    elif kinds and all("Point" in kind for kind in kinds):
        radius = min(px(usage.radius_px) * MM_PER_POINT, high * 0.4)
        frame = Box(x, middle - high, _SWATCH_MM, high * 2)
        painter.dots(
            [(x + _SWATCH_MM / 2, middle)], radius, frame,
            facecolor=usage.fill or usage.colour, edgecolor=usage.colour, linewidth=0.4,
        )  # fmt: skip
    else:
        line = [(x, middle), (x + _SWATCH_MM, middle)]
        painter.lines([line], colors=usage.colour, linewidths=width_pt, linestyles=[style])


def paint_scale(painter: Painter, frame: Frame, x: float, y: float, size_pt: float) -> None:
    """Paint a scale bar, its lower left corner at (x, y): two fields of a round length, and the scale in figures."""
    per_mm = frame.scale / 1000.0
    field_m = _round_down(_BAR_MM / 2 * per_mm)
    wide = field_m / per_mm
    for number, fill in enumerate(("#222222", "white")):
        bar = Box(x + number * wide, y, wide, 1.1)
        painter.box(bar, facecolor=fill, edgecolor="#222222", linewidth=0.5)
    unit, name = (1000.0, "km") if field_m >= 1000 else (1.0, "m")  # noqa: PLR2004  (a kilometre)
    for number in range(3):
        text = f"{number * field_m / unit:g}" + (f" {name}" if number == 2 else "")  # noqa: PLR2004  (the last)
        painter.text(x + number * wide, y + 1.9, text, size_pt, align="center", halo=True)
    painter.text(x + 2 * wide + 3.2, y, f"1:{frame.scale:,}", size_pt, halo=True)


def _round_down(value: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is no greater."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (1, 2, 5) if step * power <= value)


def paint_arrow(painter: Painter, x: float, y: float, turn_rad: float, size_pt: float) -> None:
    """Paint a north arrow about (x, y), turned clockwise by how much true north lies to the right of the page's up."""
    import shapely

    arrow = shapely.affinity.rotate(
        shapely.Polygon([(0, 5), (2, -3), (0, -1.4), (-2, -3)]), -turn_rad, origin=(0, 0), use_radians=True
    )
    left = shapely.affinity.rotate(
        shapely.Polygon([(0, 5), (0, -1.4), (-2, -3)]), -turn_rad, origin=(0, 0), use_radians=True
    )
    for shape, fill in ((arrow, "white"), (left, "#222222")):
        painter.area(shapely.affinity.translate(shape, x, y), facecolor=fill, edgecolor="#222222", linewidth=0.5)
    painter.text(x, y + 5.8, painter.voice.say(WORDS["north"]), size_pt, align="center", halo=True)


def paint_notes(painter: Painter, box: Box, notes: Sequence[str], grown: float) -> None:
    """Write the notes, each broken to the box's width, in as large a type as lets them all stand in it."""
    voice = painter.voice
    for size in (*(s * grown for s in (5.6, 5.2, 4.8, 4.4, 4.0)), 3.6, 3.0, 2.4):
        lines = [line for note in notes for line in _filled(voice, note, size, box.width)]
        high = size * MM_PER_POINT * 1.3
        if high * len(lines) <= box.height:
            break
    for number, line in enumerate(lines):
        painter.text(box.x, box.top - high * (number + 0.85), line, size, colour=_GREY)


def _filled(voice: Voice, text: str, size_pt: float, width_mm: float) -> tuple[str, ...]:
    ways = wrapped(text, 12, lambda part: voice.width_mm(part, size_pt))
    return next((way for way in ways if all(voice.width_mm(line, size_pt) <= width_mm for line in way)), (text,))
