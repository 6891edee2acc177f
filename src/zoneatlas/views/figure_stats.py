"""Statistics on a sheet: zones shaded by a figure per km², in classes that the legend explains."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError, Text
from zoneatlas.space.measure import area_km2
from zoneatlas.views.stats_listing import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zoneatlas.plan.load import Plan
    from zoneatlas.views.figure_ground import Ground

__all__ = ["COLOURS", "NONE", "Shading", "Shown", "shaded", "shading_of"]

#: From little to much (ColorBrewer YlGnBu), as on the web map, and for zones without a figure.
COLOURS = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
NONE = "#e3e3e3"

#: A figure as drawn, and between what it lies.
Shown = tuple[float, float, float]


@dataclass(frozen=True)
class Shading:
    """What a sheet shades zones by.

    ``measure`` is the figure's name, ``file`` what it was read from. ``classes`` are (colour, least, most per km²) from
    little to much, ``colours`` and ``figures`` go by zone_id; ``total`` counts a row once however many zones hold it.
    """

    measure: Text
    file: str
    classes: tuple[tuple[str, float, float], ...]
    colours: Mapping[str, str] = field(repr=False)
    figures: Mapping[str, Shown] = field(repr=False)
    total: Shown

    def figure(self, zone_id: str) -> str:
        """Return a zone's figure as text, empty where it has none."""
        return figure_text(self.figures[zone_id]) if zone_id in self.figures else ""

    def texts(self) -> Iterator[Text]:
        """Yield everything of it that a sheet writes."""
        yield from (self.measure, self.heading, self.once, *self.notes)

    @property
    def heading(self) -> Text:
        """What the classes are."""
        return Text(f"{self.measure.zh}，每平方公里", f"{self.measure.en} per km²")

    @property
    def once(self) -> Text:
        """The total."""
        said = figure_text(self.total)
        return Text(f"全部功能区（每行计一次）：{said}", f"All zones (a row counts once): {said}")

    @property
    def notes(self) -> tuple[Text, ...]:
        """How the colours and the figures are to be read."""
        return (
            Text(
                f"统计取自 {self.file}；颜色按每平方公里（绘制面积）分级，各级区数相等。",
                f"Statistics from {self.file}; classes hold as many zones each, by figure per km² as drawn.",
            ),
            Text(
                "括号内为低值–高值：低值不计因边界精度而拿不准的行，高值计入可能在内的。",
                "In brackets low–high: low leaves out rows that an edge's accuracy makes uncertain, high takes in all "
                "that may lie inside.",
            ),
        )


def figure_text(figure: Shown) -> str:
    """Return a figure with its low and high in brackets where these differ from it."""
    value, low, high = figure
    said = number_text(value)
    return said if low == high == value else f"{said} ({number_text(low)}–{number_text(high)})"


def shading_of(plan: Plan, told: Mapping[str, Any], measure: str | None = None) -> Shading:
    """Return what zones are shaded by.

    Parameters
    ----------
    plan
        The plan.
    told
        What `zoneatlas.views.mapstats.map_statistics` returns.
    measure
        Which of its figures, by name; the number of rows by default.

    Raises
    ------
    PlanError
        If there is no such figure.
    """
    names = [Text(zh, en) for zh, en in told["measures"]]
    at = 0 if measure is None else next((n for n, name in enumerate(names) if measure in (name.zh, name.en)), -1)
    if at < 0:
        shown = ", ".join(printable(name.en) for name in names)
        raise PlanError.about(
            f"The statistics hold no '{printable(measure or '')}'; they hold {shown}.",
            f"统计中没有“{printable(measure or '')}”；现有：{shown}。",
        )
    figures: dict[str, Shown] = {zone_id: tuple(rows[at]) for zone_id, rows in told["zones"].items()}
    densities = {
        zone.zone_id: figures[zone.zone_id][0] / area
        for zone in plan.zones
        if zone.geometry is not None and zone.zone_id in figures and (area := area_km2(zone.geometry)) > 0
    }
    ranks = _ranks(list(densities.values()))
    classes: dict[int, list[float]] = {}
    for value in sorted(densities.values()):
        classes.setdefault(ranks[value], []).append(value)
    return Shading(
        names[at],
        told["file"],
        tuple((COLOURS[rank], min(values), max(values)) for rank, values in sorted(classes.items())),
        {zone_id: COLOURS[ranks[value]] for zone_id, value in densities.items()},
        figures,
        tuple(told["plan"][at]),
    )


def _ranks(values: Sequence[float]) -> dict[float, int]:
    """Return the class of each value: as many values in each, equal ones in the same."""
    ordered = sorted(values)
    return {value: ordered.index(value) * len(COLOURS) // len(ordered) for value in ordered}


def shaded(ground: Ground, shading: Shading) -> Ground:
    """Return a ground whose zones have the colours of their classes, and dark edges."""
    zones = tuple(
        replace(drawn, colour="#333333", hatch="", fill=shading.colours.get(drawn.zone.zone_id, NONE))
        for drawn in ground.zones
    )
    return replace(ground, zones=zones, shading=shading)
