"""The web map: folium makes the map and one feature group a layer; the page's own modules draw the embedded data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Template

from zoneatlas.plan.canonical import write_atomically
from zoneatlas.views.mapdata import map_data
from zoneatlas.views.page_html import closed_html, data_block, page_script, page_style, with_stable_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoneatlas.plan.load import Plan
    from zoneatlas.views.basemaps import Basemap

__all__ = ["build_map", "map_html", "write_map"]

#: The page's own CRS (geodesy.js): Web Mercator of positions shifted to GCJ-02.
_SHIFTED = "GCJ02"
_LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}


class _Start(MacroElement):
    """Calls the page's start function with folium's map and its feature groups, by layer id."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        window.zoneatlas.start({{ this._parent.get_name() }}, {
        {% for key, group in this.groups.items() %}[{{ key | tojson }}]: {{ group.get_name() }},
        {% endfor %}});
        {% endmacro %}
    """)

    def __init__(self, groups: Mapping[str, folium.FeatureGroup]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no annotations
        self._name = "Start"
        self.groups = groups


def build_map(
    plan: Plan, *, lang: str = "zh", basemap: Basemap | None = None, stats: Mapping[str, Any] | None = None
) -> folium.Map:
    """Build the folium map of a plan: a feature group for each kind of zone, each reference layer and each check layer.

    Parameters
    ----------
    plan : Plan
        The plan to draw.
    lang : {"zh", "en"}
        The language the page opens in; the reader can switch.
    basemap : Basemap, optional
        Tiles to lie under the map.
    stats : dict, optional
        Figures by zone to shade and list; see `zoneatlas.views.mapstats`.

    Returns
    -------
    folium.Map
        Ready to be rendered by `map_html`; without `basemap` it asks the network for nothing.
    """
    data = {**map_data(plan, lang, basemap), **({} if stats is None else {"stats": stats})}
    (south, west), (north, east) = data["bounds"]
    centre = ((south + north) / 2, (west + east) / 2)
    snap = 0.25 if basemap is None else 1
    shifted: dict[str, Any] = {"crs": _SHIFTED} if basemap is not None and basemap.datum == "gcj02" else {}
    figure_map = folium.Map(location=centre, zoom_start=9, tiles=None, zoom_snap=snap, fade_animation=False, **shifted)
    figure_map.default_js = []
    figure_map.default_css = []
    groups: dict[str, folium.FeatureGroup] = {}
    shown = [
        *((layer["id"], layer["show"]) for layer in data["layers"]),
        *((kind["id"], True) for kind in data["kinds"]),
        *((layer_id, False) for layer_id in _check_layers(data)),
    ]
    for layer_id, show in shown:
        groups[layer_id] = folium.FeatureGroup(name=layer_id, show=show, control=False)
        groups[layer_id].add_to(figure_map)
    figure = cast("Figure", figure_map.get_root())
    figure.header.add_child(_Verbatim(f"<style>{page_style()}</style>"), name="page_style")
    figure.header.add_child(_Verbatim(f"<script>{page_script()}</script>"), name="page_script")
    block = f'<script type="application/json" id="plan-data">{data_block(data)}</script>'
    figure.html.add_child(_Verbatim(block), name="plan_data")
    _Start(groups).add_to(figure_map)
    return figure_map


def _check_layers(data: Mapping[str, Any]) -> list[str]:
    """Return the ids of the layers about the plan itself."""
    classes = dict.fromkeys(("declared", "undeclared", *(pair["class"] for pair in data["overlaps"])))
    return [*(f"overlap:{name}" for name in classes), "uncovered", "anchors-outside", "findings"]


class _Verbatim(Element):
    """Text that no template engine reads: the plan's data may hold braces of any kind."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: object) -> str:
        """Return the text itself."""
        return self.text


def map_html(
    plan: Plan, *, lang: str = "zh", basemap: Basemap | None = None, stats: Mapping[str, Any] | None = None
) -> str:
    """Return the whole page as text: the same text for the same plan, language and versions."""
    figure = cast("Figure", build_map(plan, lang=lang, basemap=basemap, stats=stats).get_root())
    with_stable_ids(figure)
    title, tag = plan.settings.title.say(lang), _LANGUAGE_TAGS.get(lang, lang)
    return closed_html(figure.render(), title=title, lang=tag, tiles_from=basemap.host if basemap else "")


def write_map(
    plan: Plan,
    path: Path | str,
    *,
    lang: str = "zh",
    basemap: Basemap | None = None,
    stats: Mapping[str, Any] | None = None,
) -> None:
    """Write the map as one self-contained HTML file, beside the target first, then renamed over it.

    Raises
    ------
    PlanError
        If the file cannot be written; what stood there before is kept.
    """
    write_atomically(Path(path), map_html(plan, lang=lang, basemap=basemap, stats=stats))
