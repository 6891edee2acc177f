"""The web map: folium makes the map and one feature group a layer; the page's own modules draw the embedded data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Template

from zoneatlas.plan.canonical import write_atomically
from zoneatlas.views.mapdata import map_data
from zoneatlas.views.page_html import closed_html, data_block, page_script, page_style, with_stable_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoneatlas.plan.load import Plan

__all__ = ["build_map", "map_html", "write_map"]

_LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}


class _Start(MacroElement):
    """Calls the page's start function with folium's map and its feature groups, by layer id."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        window.zoneatlas.start({{ this._parent.get_name() }}, {
        {% for key, group in this.groups.items() %}{{ key | tojson }}: {{ group.get_name() }},
        {% endfor %}});
        {% endmacro %}
    """)

    def __init__(self, groups: Mapping[str, folium.FeatureGroup]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no annotations
        self._name = "Start"
        self.groups = groups


def build_map(plan: Plan, *, lang: str = "zh") -> folium.Map:
    """Build the folium map of a plan: a feature group for each kind of zone and each reference layer, no tiles.

    Parameters
    ----------
    plan : Plan
        The plan to draw.
    lang : {"zh", "en"}
        The language the page opens in; the reader can switch.

    Returns
    -------
    folium.Map
        Ready to be rendered by `map_html`; it asks the network for nothing.
    """
    data = map_data(plan, lang)
    (south, west), (north, east) = data["bounds"]
    centre = ((south + north) / 2, (west + east) / 2)
    figure_map = folium.Map(location=centre, zoom_start=9, tiles=None, zoom_control=True, zoom_snap=0.25)
    figure_map.default_js = []
    figure_map.default_css = []
    groups: dict[str, folium.FeatureGroup] = {}
    shown = [
        *((layer["id"], layer["show"]) for layer in data["layers"]),
        *((kind["id"], True) for kind in data["kinds"]),
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


class _Verbatim(Element):
    """Text that no template engine reads: the plan's data may hold braces of any kind."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: object) -> str:
        """Return the text itself."""
        return self.text


def map_html(plan: Plan, *, lang: str = "zh") -> str:
    """Return the whole page as text: the same text for the same plan, language and versions."""
    figure = cast("Figure", build_map(plan, lang=lang).get_root())
    with_stable_ids(figure)
    return closed_html(figure.render(), title=plan.settings.title.say(lang), lang=_LANGUAGE_TAGS.get(lang, lang))


def write_map(plan: Plan, path: Path | str, *, lang: str = "zh") -> None:
    """Write the map as one self-contained HTML file, beside the target first, then renamed over it.

    Raises
    ------
    PlanError
        If the file cannot be written; what stood there before is kept.
    """
    write_atomically(Path(path), map_html(plan, lang=lang))
