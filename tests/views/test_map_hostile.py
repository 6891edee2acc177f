"""Plans made to break the page: hostile text in every field, hostile ids, odd geometry, next to nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.views import hostile_plans
from tests.views.conftest import SIZES, Opened

from zoneatlas.plan.load import load_plan
from zoneatlas.views.webmap import write_map

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

TEXTS = {
    "markup": "</script><script>window.owned=1</script><!--<script>]]>"
    '<img src=x onerror="window.owned=1">\'"`${window.owned=1}`',
    "templates": "`${window.owned=1}` {{ 7*7 }} {% raw %} \\1 \\u2028 \\u003c &lt;b&gt; \\",
    "directions": "\u202eright to left \u2067x \u2028\u2029  a\nb\r\nc\td",
    "formula": "=cmd|calc",
    "address": "javascript:window.owned=1",
    "prototype": "__proto__",
    "constructor": "constructor",
    "wide": "长" * 10_000,
    "narrow": "W" * 10_000,
    "stacked": "👩‍👩‍👧‍👦" * 500 + "\u0301" * 2000,
}
_PROTOTYPE = {
    "__proto__": ("shipwrights", "quarter", "boroughs", "maritime", "A1", "old-crane", "North Arden"),
    "constructor": ("regatta", "green-ring", "tramlines", "shipbuilding", "A2", "South Arden"),
    "toString": ("tidewater", "landmarks", "brewing"),
}
IDS: dict[str, Callable[[str], str]] = {
    "prototype": lambda key: next((name for name, keys in _PROTOTYPE.items() if key in keys), key),
    "signs": lambda key: key + " /#%&?+,:~ \"'<b>`${x}\\",
    "directions": lambda key: f"\u202e{key}\n\u2028",
    "long": lambda key: key + "x" * 10_000,
}
_POINT: dict[str, Any] = {"type": "Point", "coordinates": [10.3, 55.1]}
_ODD: tuple[tuple[Any, ...], ...] = (
    (None, _POINT, {"type": "LineString", "coordinates": [[10.3, 55.1], [10.4, 55.2]]}),
    ({"type": "Polygon", "coordinates": []}, {"type": "MultiPolygon", "coordinates": []},
     {"type": "GeometryCollection", "geometries": []}),
    ({"type": "GeometryCollection", "geometries": [_POINT]}, {"type": "Circle", "coordinates": [10, 55]},
     {"type": "MultiPoint", "coordinates": [[10, 55, 4], [11, 56, 5]]}),
    ({"type": "Polygon", "coordinates": [[[-70, -33], [-69, -33], [-69, -32], [-70, -33]]]},
     {"type": "Polygon", "coordinates": [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]},
     {"type": "Polygon", "coordinates": [[[1e300, 1e300], [-1e300, 1e300], [0, 0], [1e300, 1e300]]]}),
    ({"type": "Polygon", "coordinates": [[[10, 55], [11, 56], [11, 55], [10, 56], [10, 55]]]},
     {"type": "Polygon", "coordinates": [[[10, 55]] * 4]}, {"type": "Polygon", "coordinates": [[["a", "b"]]]}),
)  # fmt: skip

#: Looks at everything there is, in both languages; what an address keeps, it gives back.
_EVERYTHING = """() => { const z = zoneatlas;
    const kept = (item) => { z.select(item, {at: z.map.getCenter(), popup: true}); z.select(item, {fly: true});
        z.writeAddress(); const said = JSON.stringify(z.selected), hash = location.hash;
        z.select(null); z.readAddress(hash);
        if (JSON.stringify(z.selected) !== said) throw new Error(`lost ${said.slice(0, 200)}`); };
    for (const zone of z.data.zones) { kept({type: 'zone', id: zone.id}); kept({type: 'clause', clause: zone.clause}); }
    for (const layer of z.data.allLayers) for (const f of layer.features)
        kept({type: 'feature', layer: layer.id, key: f.key});
    for (const pair of z.data.overlaps) kept({type: 'overlap', key: pair.zones.join('+')});
    for (const f of z.data.checked ? z.data.checked.findings : [])
        if (z.findingKey(f)) kept({type: 'finding', key: z.findingKey(f)});
    for (const id of Object.keys(z.groups)) { z.toggle(id, false); z.toggle(id, true); }
    z.writeAddress(); const shown = [...z.shown].sort().join(), all = location.hash;
    for (const id of Object.keys(z.groups)) z.toggle(id, false);
    z.readAddress(all); if ([...z.shown].sort().join() !== shown) throw new Error('layers lost');
    for (const at of [z.map.getCenter(), L.latLng(55.105, 10.305)]) z.askPlace([at.lng, at.lat], true);
    for (const id of Object.keys(z.data.vocabulary)) { z.setFilter({industry: id}, true);
        if (z.verdict) z.verdictCard(z.verdict(10.305, 55.105, id)); }
    if (z.data.zones.length) { const wanted = {industry: '', kind: z.data.zones[0].kind,
            district: (z.data.zones.find((q) => q.districts.length) || {districts: ['']}).districts[0]};
        z.setFilter(wanted); z.writeAddress(); const hash = location.hash; z.setFilter({kind: '', district: ''});
        z.readAddress(hash); if (JSON.stringify(z.filter) !== JSON.stringify(wanted)) throw new Error('filter lost'); }
    z.setBands(true); document.querySelectorAll('details').forEach((one) => { one.open = true; });
    const box = document.querySelector('#find'); const name = z.data.zones.length ? z.data.zones[0].name[1] : 'x';
    for (const lang of ['zh', 'en']) { z.setLanguage(lang); z.shownCsv(); JSON.parse(JSON.stringify(z.shownGeoJson()));
        for (const word of ['a', '1', name.slice(0, 20), '__proto__']) { box.value = word;
            box.dispatchEvent(new Event('input')); } }
    z.setMeasuring(true); z.addMeasured(z.map.getCenter()); z.setMeasuring(false);
    window.dispatchEvent(new Event('beforeprint')); window.dispatchEvent(new Event('afterprint')); }"""
_STATE = """() => { document.body.classList.add('panel-open');
    const out = [...document.querySelectorAll('body *')].filter((e) => { const b = e.getBoundingClientRect();
        return b.width && b.right > innerWidth + 1 && e.checkVisibility({visibilityProperty: true})
            && !e.closest('.folium-map, .offscreen, .patterns, svg'); });
    document.querySelectorAll('details').forEach((one) => { one.open = false; });
    return { scripts: document.querySelectorAll('script').length,
        foreign: document.querySelectorAll('img, iframe, object, embed').length, owned: window.owned ?? null,
        links: [...document.querySelectorAll('a')].every((a) => !/^javascript/i.test(a.href)),
        wide: document.documentElement.scrollWidth <= innerWidth, out: out.map((e) => String(e.className)),
        panel: document.querySelector('aside.panel').scrollHeight < 4000 }; }"""


def _withstands(opened: Opened) -> None:
    scripts = opened.ask("() => document.querySelectorAll('script').length")
    opened.ask(_EVERYTHING)
    found = opened.ask(_STATE)
    assert found == {
        "scripts": scripts, "foreign": 0, "owned": None, "links": True, "wide": True, "out": [], "panel": True,
    }  # fmt: skip
    opened.calm()


def _opened(root: Path, open_page: Callable[..., Opened], size: str, lang: str) -> Opened:
    page = root.parent / "map.html"
    write_map(load_plan(root), page, lang=lang)
    return open_page(page, size)


def _turn(names: Mapping[str, object] | range) -> list[Any]:
    """Return each case with a size and a language, so that all four pairs come up."""
    pairs = [(size, lang) for size in SIZES for lang in ("zh", "en")]
    return [pytest.param(name, *pairs[number % 4], id=f"{name}") for number, name in enumerate(names)]


@pytest.mark.parametrize(("name", "size", "lang"), _turn(TEXTS))
def test_hostile_text_in_every_field_runs_nothing_and_breaks_nothing(
    name: str, size: str, lang: str, tmp_path: Path, open_page: Callable[..., Opened]
) -> None:
    root = hostile_plans.with_text(hostile_plans.copy_of(tmp_path), TEXTS[name])
    _withstands(_opened(root, open_page, size, lang))


@pytest.mark.parametrize(("name", "size", "lang"), _turn(IDS))
def test_hostile_ids_are_only_ids(
    name: str, size: str, lang: str, tmp_path: Path, open_page: Callable[..., Opened]
) -> None:
    root = hostile_plans.with_ids(hostile_plans.copy_of(tmp_path), IDS[name])
    _withstands(_opened(root, open_page, size, lang))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # areas of polygons around the pole are nonsense, and may be
@pytest.mark.parametrize(("number", "size", "lang"), _turn(range(len(_ODD))))
def test_odd_geometry_takes_nothing_else_down(
    number: int, size: str, lang: str, tmp_path: Path, open_page: Callable[..., Opened]
) -> None:
    root = hostile_plans.copy_of(tmp_path)
    hostile_plans.with_geometry(root, lambda place, own: (*_ODD[number], own)[place])
    _withstands(_opened(root, open_page, size, lang))


_BARE: dict[str, Callable[[Path], Path]] = {
    "no zones": lambda root: hostile_plans.without(root, "quarters", "green_rings"),
    "no geometry": lambda root: hostile_plans.with_geometry(root, lambda _number, _own: None),
    "one layer": lambda root: hostile_plans.without(root, "boroughs", "landmarks"),
    "no reference layers": hostile_plans.without_geodata,
    "nothing": lambda root: hostile_plans.without(
        root, "quarters", "green_rings", "boroughs", "landmarks", "tramlines"
    ),
}


@pytest.mark.parametrize(("name", "size", "lang"), _turn(_BARE))
def test_a_plan_of_next_to_nothing_opens(
    name: str, size: str, lang: str, tmp_path: Path, open_page: Callable[..., Opened]
) -> None:
    _withstands(_opened(_BARE[name](hostile_plans.copy_of(tmp_path)), open_page, size, lang))
