"""The whole plan as a printed sheet: PNG, PDF or SVG, the same bytes for the same plan, language, size and versions."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from zoneatlas.plan.canonical import write_atomically
from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError, Text

if TYPE_CHECKING:
    from zoneatlas.plan.load import Plan
    from zoneatlas.views.figure_stats import Shading

__all__ = ["FORMATS", "SIZES", "Sheet", "draw_sheet", "format_of", "write_figure"]

#: Format by the file's ending.
FORMATS = {".png": "png", ".pdf": "pdf", ".svg": "svg"}
#: Widths and heights in millimetres (ISO 216), landscape unless the name says otherwise.
SIZES = {"a4": (297.0, 210.0), "a4-portrait": (210.0, 297.0), "a3": (420.0, 297.0), "a3-portrait": (297.0, 420.0)}


@dataclass(frozen=True)
class Sheet:
    """A drawn sheet.

    Attributes
    ----------
    data
        The file's bytes.
    lang
        The language it speaks; not the one asked for where no font can write that one.
    scale, inset_scale
        Denominators of the scales, such as 1000000 for 1:1 000 000; ``inset_scale`` is None without an inset.
    zones
        How many zones are drawn.
    remarks
        What the reader should know.
    """

    data: bytes
    lang: str
    scale: int
    inset_scale: int | None
    zones: int
    remarks: tuple[Text, ...]


def format_of(path: Path) -> str:
    """Return the format a file's ending asks for.

    Raises
    ------
    PlanError
        If it is none of those known.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        known, shown = ", ".join(FORMATS), printable(path.name, 80)
        raise PlanError.about(
            f"The name '{shown}' does not end in a format that can be drawn; use one of {known}.",
            f"文件名“{shown}”的结尾不是能画的格式；请用 {known} 之一。",
        )
    return form


def draw_sheet(
    plan: Plan, form: str = "png", *, lang: str = "zh", size: str = "a4", shading: Shading | None = None
) -> Sheet:
    """Draw the plan as a sheet for a report: map, inset of where zones crowd, legend, scale bars, north arrow, sources.

    Parameters
    ----------
    plan
        The plan; drawn in its measuring CRS.
    form
        ``png``, ``pdf`` or ``svg``.
    lang
        ``zh`` or ``en``.
    size
        A key of `SIZES`.
    shading
        What to shade zones by, in place of colours of their own; see `zoneatlas.views.figure_stats.shading_of`.

    Returns
    -------
    Sheet
        With its bytes.

    Raises
    ------
    PlanError
        If matplotlib is not installed, a layer cannot be read, or there is nothing to draw.
    """
    if find_spec("matplotlib") is None:
        raise PlanError.about(
            "Drawing a figure needs matplotlib, which is not installed; run: pip install 'zoneatlas[figures]'.",
            "绘制图件需要 matplotlib，但尚未安装；请运行：pip install 'zoneatlas[figures]'。",
        )
    from zoneatlas.views.figure_sheet import sheet

    return sheet(plan, form, lang, SIZES[size], shading)


def write_figure(
    plan: Plan, path: Path | str, *, lang: str = "zh", size: str = "a4", shading: Shading | None = None
) -> Sheet:
    """Draw the plan as a sheet into a file whose ending says the format; see `draw_sheet`.

    The file is written beside its name and renamed, so that it is at every moment either the old one or the new one.

    Raises
    ------
    PlanError
        As `draw_sheet`; or if the ending is unknown or the file cannot be written, which leaves everything as it was.
    """
    target = Path(path)
    drawn = draw_sheet(plan, format_of(target), lang=lang, size=size, shading=shading)
    write_atomically(target, drawn.data)
    return drawn
