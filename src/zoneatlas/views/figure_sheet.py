"""Putting a sheet together: which scale, which inset, what stands where."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zoneatlas import __version__
from zoneatlas.answers.site_receipt import plan_sha256
from zoneatlas.plan.records import Text
from zoneatlas.space.measure import to_degrees, to_metric
from zoneatlas.views import figure_legend as legend
from zoneatlas.views.figure import Sheet
from zoneatlas.views.figure_fonts import MM_PER_POINT, Voice, find_voice
from zoneatlas.views.figure_ground import Ground, ground_of
from zoneatlas.views.figure_layout import Box, Frame, Layout, crowded_window, fit, layout
from zoneatlas.views.figure_map import Lettering, MapSheet, anchor_of, paint_map
from zoneatlas.views.figure_paint import Painter, own_style
from zoneatlas.views.figure_stats import shaded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.plan.load import Plan
    from zoneatlas.views.figure_ground import DrawnZone
    from zoneatlas.views.figure_stats import Shading

__all__ = ["sheet"]

_PAD_MM = 3.0
#: A zone of more than this on the paper is big enough to be written into where it lies.
_BIG_MM2 = 200.0
_LATIN_LETTERS = "0123456789 ,.:·;()±–—/-+=_"


@own_style()
def sheet(plan: Plan, form: str, lang: str, size_mm: tuple[float, float], shading: Shading | None = None) -> Sheet:
    """Draw a plan as a sheet; see `zoneatlas.views.figure.draw_sheet`."""
    ground = ground_of(plan) if shading is None else shaded(ground_of(plan), shading)
    voice, remarks = find_voice(lang, _texts(plan, ground))
    plain = layout(size_mm, inset=False)
    with_inset = layout(size_mm, inset=True)
    main = fit(with_inset.main, ground.bounds, _PAD_MM)
    inset = crowded_window(main, with_inset.inset, _small_zones(ground, main))
    parts = plain if inset is None else with_inset
    painter = Painter(parts.page, voice)
    title = voice.say(plan.settings.title, plan.settings.plan_id)
    if shading is not None:
        title += ("：" if voice.lang == "zh" else ": ") + voice.say(shading.heading)
    legend.paint_title(painter, parts.title, title, _subtitle(plan, voice), parts.grown)
    _paint_maps(painter, plan, ground, parts, main, inset)
    legend.paint_legend(painter, parts.legend, ground, parts.grown)
    legend.paint_notes(painter, parts.notes, list(_notes(plan, ground, voice)), parts.grown)
    data = painter.data(form, title)
    return Sheet(data, voice.lang, main.scale, None if inset is None else inset.scale, len(ground.zones), remarks)


def _texts(plan: Plan, ground: Ground) -> Iterator[Text]:
    """Yield everything the sheet may write."""
    settings = plan.settings
    yield from (settings.title, settings.publisher, *settings.attribution)
    yield from (Text(settings.period, settings.period), Text(_LATIN_LETTERS, _LATIN_LETTERS))
    yield from legend.WORDS.values()
    if ground.shading is not None:
        yield from ground.shading.texts()
    yield from (kind.title for kind in settings.kinds)
    yield from (drawn.zone.name for drawn in ground.zones)
    for layer in ground.layers:
        yield layer.data.layer.title
        yield from (feature.name for feature, _ in layer.features)


def _subtitle(plan: Plan, voice: Voice) -> str:
    settings = plan.settings
    kinds = ("、" if voice.lang == "zh" else ", ").join(voice.say(kind.title, kind.kind) for kind in settings.kinds)
    return "  ·  ".join(filter(None, (kinds, voice.say(settings.publisher), settings.period)))


def _small_zones(ground: Ground, main: Frame) -> list[tuple[float, float, Box]]:
    areas = [main.to_paper(drawn.area) for drawn in ground.zones]
    return [anchor_of(area) for area in areas if 0 < area.area < _BIG_MM2]


def _paint_maps(  # noqa: PLR0913, PLR0917  (a sheet has these parts)
    painter: Painter, plan: Plan, ground: Ground, parts: Layout, main: Frame, inset: Frame | None
) -> None:
    import shapely

    voice, grown = painter.voice, parts.grown
    names = _names(plan, voice)
    in_inset = [drawn for drawn in ground.zones if inset is not None and _lies_in(drawn, inset)]
    outside = tuple(drawn for drawn in ground.zones if drawn not in in_inset)
    lettering = Lettering(6.4 * grown, 5.6 * grown)
    kept, corner = _free_corner(ground, main, grown)
    window: tuple[BaseGeometry, ...] = ()
    if inset is not None:
        window = (main.to_paper(shapely.box(*inset.window)),)
        west, _, _, top = window[0].bounds
        text = voice.say(legend.WORDS["inset"])
        tag = Box(west, top + 0.4, voice.width_mm(text, lettering.base), lettering.base * MM_PER_POINT)
        kept = (*kept, tag)
    paint_map(painter, MapSheet(main, ground, lettering, outside, names, kept, window, "zone-"))
    _paint_furniture(painter, ground, main, corner, grown)
    if inset is not None:
        painter.text(tag.x, tag.y + 0.3, text, lettering.base, halo=True)
        low = Box(inset.box.x, inset.box.y, 58 * grown, 7 * grown)
        paint_map(painter, MapSheet(inset, ground, lettering, tuple(in_inset), names, (low,), (), "inset-"))
        legend.paint_scale(painter, inset, low.x + 3, low.y + 2, 5.8 * grown)


def _names(plan: Plan, voice: Voice) -> dict[str, str]:
    """Return the zones' names without an ending that all names of their kind share."""
    names: dict[str, str] = {}
    for kind in plan.settings.kinds:
        members = [zone for zone in plan.zones if zone.kind == kind.kind]
        full = [voice.say(zone.name, zone.zone_id) for zone in members]
        names |= {zone.zone_id: short for zone, short in zip(members, _shortened(full), strict=True)}
    return names


def _shortened(names: Sequence[str]) -> list[str]:
    shortest = min((len(name) for name in names), default=0)
    endings = (names[0][-length:] for length in range(shortest - 1, 1, -1))
    shared = next((end for end in endings if all(name.endswith(end) for name in names)), "")
    if len(names) == 1 or not shared:
        return list(names)
    return [name[: -len(shared)].rstrip() for name in names]


def _lies_in(drawn: DrawnZone, inset: Frame) -> bool:
    """Whether most of a zone lies in the inset."""
    import shapely

    area = shapely.make_valid(drawn.area)
    inner = shapely.intersection(area, shapely.box(*inset.window))
    return bool(area.area > 0 and inner.area >= area.area / 2)


def _free_corner(ground: Ground, main: Frame, grown: float) -> tuple[tuple[Box, ...], Box]:
    """Return the corner of the main map with least in it, for scale bar and north arrow."""
    import shapely

    wide, high = 62 * grown, 24 * grown
    box = main.box
    corners = [Box(x, y, wide, high) for y in (box.y, box.top - high) for x in (box.right - wide, box.x)]
    shapes = [geometry for layer in ground.layers for _, geometry in layer.features] + [z.area for z in ground.zones]
    drawn = shapely.union_all([shapely.make_valid(main.to_paper(s)).simplify(0.3).buffer(0.3) for s in shapes])
    covered = [round(float(drawn.intersection(shapely.box(c.x, c.y, c.right, c.top)).area), 3) for c in corners]
    best = corners[covered.index(min(covered))]
    return (best,), best


def _paint_furniture(painter: Painter, ground: Ground, main: Frame, corner: Box, grown: float) -> None:
    left = corner.x < main.box.x + main.box.width / 2
    x = corner.x + 4 if left else corner.x + 6
    legend.paint_scale(painter, main, x, corner.y + 3, 5.8 * grown)
    legend.paint_arrow(painter, x + 4, corner.y + 13.5, _north(ground, main), 6.4 * grown)


def _north(ground: Ground, main: Frame) -> float:
    """Return by how much true north lies clockwise of the page's up at the map's middle, in radians."""
    import shapely

    middle = to_degrees(shapely.Point(main.east_m, main.north_m), ground.crs)
    ((lon, lat),) = middle.coords
    ((east, north),) = to_metric(shapely.Point(lon, lat + 0.01), ground.crs).coords
    return math.atan2(east - main.east_m, north - main.north_m)


def _notes(plan: Plan, ground: Ground, voice: Voice) -> Iterator[str]:
    """Yield what the sheet rests on: attribution, accuracy, projection, the data's fingerprint."""
    if ground.shading is not None:
        yield ("" if voice.lang == "zh" else " ").join(map(voice.say, ground.shading.notes))
    credit: dict[str, list[str]] = {}
    for layer in ground.layers:
        entry = layer.data.layer
        credit.setdefault(entry.attribution or entry.licence, []).append(voice.say(entry.title, entry.id))
    zh = voice.lang == "zh"
    said = [voice.say(text) for text in plan.settings.attribution]
    said += [
        ("、" if zh else ", ").join(titles) + ("：" if zh else ": ") + voice.say(Text(who, who))
        for who, titles in credit.items()
        if who
    ]
    if said:
        yield ("资料：" if zh else "Data: ") + ("；" if zh else "; ").join(said) + ("。" if zh else ".")
    yield from _about_edges(plan, ground, voice)
    digest = plan_sha256(plan.root)[:12]
    crs = ground.crs if ":" in ground.crs else "Lambert azimuthal equal-area"
    yield (
        Text(
            f"投影：{crs}；指北针指真北；比例尺以原尺寸打印为准。数据 sha256 {digest}，zoneatlas {__version__}。",
            f"Projection: {crs}; the arrow points to true north; scales hold when printed at full size. "
            f"Data sha256 {digest}, zoneatlas {__version__}.",
        ).say(voice.lang)
    )


def _about_edges(plan: Plan, ground: Ground, voice: Voice) -> Iterator[str]:
    drawn = {row.zone.zone_id for row in ground.zones}
    stated = [row.zone.boundary_accuracy_m for row in ground.zones]
    stated += [stretch.boundary_accuracy_m for stretch in plan.stretches if stretch.zone_id in drawn]
    known = [value for value in stated if value is not None]
    cited = {source for row in ground.zones for source in row.zone.sources}
    if known:
        least, most = min(known), max(known)
        yield (
            Text(
                f"功能区边界据 {len(cited)} 项资料绘制，各段精度 ±{least:,.0f}–{most:,.0f} 米；"
                "虚线为示意，不能作为定界依据。",
                f"Zone edges rest on {len(cited)} sources and are accurate to ±{least:,.0f}–{most:,.0f} m, stretch by "
                "stretch; dashed ones are indicative and settle no boundary.",
            ).say(voice.lang)
        )
