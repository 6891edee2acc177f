"""Painting on a sheet with matplotlib, in millimetres: areas, lines, texts; and its bytes, the same each time."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from zoneatlas.views.figure_fonts import Voice
    from zoneatlas.views.figure_layout import Box

__all__ = ["Painter", "own_style"]

_MM_PER_INCH = 25.4
_DOTS_PER_INCH = 300
_RC: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: it can be searched and edited
    "svg.hashsalt": "zoneatlas",
    "pdf.fonttype": 42,
    "hatch.linewidth": 0.5,
    "path.simplify": False,
    "axes.unicode_minus": False,
}
#: Without the moment of drawing, so that the same sheet is the same file.
_METADATA: dict[str, dict[str, Any]] = {
    "png": {},
    "pdf": {"CreationDate": None},
    "svg": {"Date": None},
}
_GROUND_OPACITY, _MARK_OPACITY, _FILL_OPACITY = 0.3, 0.7, 1.0
_CODES = {"start": Path.MOVETO, "on": Path.LINETO, "end": Path.CLOSEPOLY}


@contextlib.contextmanager
def own_style() -> Iterator[None]:
    """Paint with matplotlib's defaults and ours, whatever style the user has set; it is back afterwards."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)
        yield


class Painter:
    """A page to paint on. Positions are mm from its lower left corner; later things lie over earlier ones."""

    def __init__(self, page: Box, voice: Voice) -> None:
        self.voice = voice
        self.figure = Figure(figsize=(page.width / _MM_PER_INCH, page.height / _MM_PER_INCH), facecolor="white")
        FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, page.width)
        self.axes.set_ylim(0, page.height)
        self.axes.set_axis_off()
        self._order = 1.0

    def box(self, box: Box, **look: Any) -> None:  # noqa: ANN401  (what matplotlib takes)
        """Paint a rectangle."""
        self._add(Rectangle((box.x, box.y), box.width, box.height, **look))

    def area(self, geometry: BaseGeometry, clip: Box | None = None, gid: str = "", **look: Any) -> None:  # noqa: ANN401
        """Paint polygons, holes left open."""
        path = _path_of(geometry)
        if path is None:
            return
        patch = PathPatch(path, **look)
        if gid:
            patch.set_gid(gid)
        self._add(patch, clip)

    def marked(  # noqa: PLR0913, PLR0917  (a look, a place, a name)
        self, geometry: BaseGeometry, colour: str, hatch: str, clip: Box | None = None, gid: str = "", fill: str = ""
    ) -> None:
        """Paint polygons as a faint ground of a colour with marks upon it, or strongly in `fill` alone.

        The marks are a thing of their own: as a part of the ground, SVG would give both the same opacity.
        """
        if fill:
            self.area(geometry, clip, gid, facecolor=fill, alpha=_FILL_OPACITY, edgecolor="none", linewidth=0)
            return
        self.area(geometry, clip, gid, facecolor=colour, alpha=_GROUND_OPACITY, edgecolor="none", linewidth=0)
        if hatch:
            look: dict[str, Any] = {"facecolor": "none", "edgecolor": colour, "alpha": _MARK_OPACITY, "linewidth": 0}
            self.area(geometry, clip, hatch=hatch, **look)

    def lines(
        self,
        lines: Iterable[Sequence[Sequence[float]]],
        clip: Box | None = None,
        **look: Any,  # noqa: ANN401
    ) -> None:
        """Paint lines."""
        found = [line for line in lines if len(line) > 1]
        if found:
            self._add(LineCollection(found, **look), clip)

    def dots(self, points: Sequence[tuple[float, float]], radius_mm: float, clip: Box, **look: Any) -> None:  # noqa: ANN401
        """Paint round dots."""
        for x, y in points:
            self._add(PathPatch(Path.circle((x, y), radius_mm), **look), clip)

    def text(  # noqa: PLR0913  (each is a choice of its own)
        self, x: float, y: float, text: str, size_pt: float, *, colour: str = "#222222", align: str = "left",
        halo: bool = False,
    ) -> None:  # fmt: skip
        """Write a line, `y` its baseline."""
        look: dict[str, Any] = {
            "fontproperties": self.voice.font(size_pt),
            "horizontalalignment": align,
            "verticalalignment": "baseline",
            "parse_math": False,
        }
        if halo:
            ground = Text(x, y, text, color="white", alpha=0.85, **look)
            ground.set_path_effects([Stroke(linewidth=size_pt * 0.34, foreground="white", joinstyle="round")])
            self._add(ground)
        self._add(Text(x, y, text, color=colour, **look))

    def _add(self, artist: Any, clip: Box | None = None) -> None:  # noqa: ANN401  (any artist)
        self._order += 1
        artist.set_zorder(self._order)
        self.axes.add_artist(artist)
        if clip is not None:
            artist.set_clip_path(Rectangle((clip.x, clip.y), clip.width, clip.height, transform=self.axes.transData))

    def data(self, form: str, title: str) -> bytes:
        """Return the page as a file of a format, the same bytes for the same page."""
        stream = io.BytesIO()
        metadata = {**_METADATA[form], "Title": title}
        self.figure.savefig(stream, format=form, dpi=_DOTS_PER_INCH, metadata=metadata)
        return stream.getvalue()


def _path_of(geometry: BaseGeometry) -> Path | None:
    import shapely

    vertices: list[tuple[float, float]] = []
    codes: list[Any] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        for ring in (part.exterior, *part.interiors):
            at = [(x, y) for x, y, *_ in ring.coords]
            vertices += at
            codes += [_CODES["start"], *[_CODES["on"]] * (len(at) - 2), _CODES["end"]]
    return Path(vertices, codes) if vertices else None
