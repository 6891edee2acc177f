"""The map under strain: tiles, speed, a thousand zones, pictures."""

from __future__ import annotations

import json
import math
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.views.conftest import SECOND, SIZES, Opened

from zoneatlas.plan.load import load_plan
from zoneatlas.plan.records import PlanError
from zoneatlas.space.datum import wgs84_to_gcj02
from zoneatlas.views.basemaps import basemap_named
from zoneatlas.views.webmap import map_html, write_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoneatlas.plan.load import Plan

# --- tiles ---


def test_tiles_are_asked_of_one_named_host_only(shipped_plan: Plan) -> None:
    for name, host in (("osm", "tile.openstreetmap.org"), ("amap", "webrd01.is.autonavi.com")):
        page = map_html(shipped_plan, basemap=basemap_named(name))
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
        assert policy
        assert f"img-src data: https://{host};" in policy[1]
        assert policy[1].count("https:") == 1
    assert basemap_named("none") is None
    tianditu = basemap_named("tianditu", "0123abc")
    assert tianditu
    assert all(url.startswith(tianditu.host) and "0123abc" in url for url in tianditu.urls)
    for key in (None, "", "a&b=c", "x" * 65, "<img>"):
        with pytest.raises(PlanError):
            basemap_named("tianditu", key)


def test_over_shifted_tiles_zones_lie_where_they_should(
    tmp_path: Path, shipped_plan: Plan, open_page: Callable[..., Opened]
) -> None:
    write_map(shipped_plan, tmp_path / "map.html", basemap=basemap_named("amap"))
    opened = open_page(tmp_path / "map.html")
    spot = (116.397, 39.908)
    there = [float(value) for value in wgs84_to_gcj02(*spot)]
    drawn, tile = opened.ask(
        """([spot, there]) => { const z = zoneatlas.map.getZoom();
        const a = zoneatlas.map.project([spot[1], spot[0]], z);
        const b = L.CRS.EPSG3857.latLngToPoint(L.latLng(there[1], there[0]), z);
        return [[a.x, a.y], [b.x, b.y]]; }""",
        [spot, there],
    )
    assert drawn == pytest.approx(tile, abs=1e-6)
    back = opened.ask(
        """(spot) => { const p = zoneatlas.map.latLngToContainerPoint([spot[1], spot[0]]);
        const at = zoneatlas.map.containerPointToLatLng(p); return [at.lng, at.lat]; }""",
        spot,
    )
    assert math.hypot(back[0] - spot[0], back[1] - spot[1]) < 0.003  # a pixel
    assert opened.ask("() => zoneatlas.zoneById.get('yizhuang').geometry.coordinates[0][0]") is not None
    hosts = {url.split("/")[2] for url in opened.requests}
    assert hosts == {"webrd01.is.autonavi.com"}


# --- speed ---

_PAN = """async () => { const long = []; new PerformanceObserver((list) => list.getEntries().forEach((one) =>
    long.push(one.duration))).observe({type: 'longtask'});
    for (let step = 0; step < 12; step++) { zoneatlas.map.panBy([step % 2 ? -220 : 260, step % 3 ? 120 : -180],
        {animate: false}); await new Promise((done) => setTimeout(done, 30)); }
    await new Promise((done) => setTimeout(done, 150)); return Math.max(0, ...long); }"""


def _loaded() -> float:
    """Return how many times slower than alone a busy machine may be: the load a core, at least 1."""
    import os

    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1) + 1)


@pytest.mark.parametrize("size", SIZES)
def test_panning_blocks_for_no_longer_than_a_fifth_of_a_second(
    shipped: Path, open_page: Callable[..., Opened], size: str
) -> None:
    opened = open_page(shipped, size)
    opened.ask("() => { zoneatlas.setBands(true); zoneatlas.toggle('places', true); zoneatlas.map.setZoom(11); }")
    assert opened.ask(_PAN) < 200 * _loaded()


def test_the_map_is_ready_soon_after_it_is_opened(shipped: Path, open_page: Callable[..., Opened]) -> None:
    opened = open_page(shipped)
    ready_ms = opened.ask("() => performance.getEntriesByName('ready')[0].startTime")
    assert ready_ms < 500 * _loaded()


def _thousand(folder: Path) -> Path:
    """Return the second plan with a thousand zones of two hundred vertices."""
    root = Path(shutil.copytree(SECOND, folder / "plan"))
    file = next(path for path in sorted((root / "zones").glob("*.geojson")) if "quarter" in path.name)
    collection = json.loads(file.read_text("utf-8"))
    model = collection["features"][0]
    west, south = model["geometry"]["coordinates"][0][0][:2]
    made = []
    for number in range(1000):
        lon, lat = west + number % 40 * 0.012, south + number // 40 * 0.012
        ring = [
            [round(lon + r * math.cos(a), 6), round(lat + 0.6 * r * math.sin(a), 6)]
            for a, r in ((2 * math.pi * k / 200, 0.005 + 0.001 * math.sin(k)) for k in range(200))
        ]
        said = model["properties"] | {"zone_id": f"zone-{number}", "name_en": f"Zone {number}"}
        geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        made.append({"type": "Feature", "properties": said, "geometry": geometry})
    file.write_text(json.dumps(collection | {"features": made}), encoding="utf-8")
    return root


def test_a_thousand_zones_open_within_two_seconds_and_pan(tmp_path: Path, open_page: Callable[..., Opened]) -> None:
    write_map(load_plan(_thousand(tmp_path)), tmp_path / "map.html", lang="en")
    opened = open_page(tmp_path / "map.html")
    assert opened.ask("() => zoneatlas.data.zones.length") >= 1000
    assert opened.ask("() => performance.getEntriesByName('ready')[0].startTime") < 2000 * _loaded()
    assert opened.ask(_PAN) < 200 * _loaded()
    opened.calm()


# --- pictures, judged by region ---


@pytest.mark.parametrize("zoom", [8, 10.5, 13])
def test_pictures_at_three_zooms_show_what_is_there(
    shipped: Path, open_page: Callable[..., Opened], zoom: float
) -> None:
    opened: Any = open_page(shipped, address=f"#view={zoom}/39.92/116.38")
    raw = opened.page.locator("div.folium-map").screenshot()
    shares = opened.ask(
        """async (bytes) => { const image = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
        const canvas = new OffscreenCanvas(image.width, image.height); const pen = canvas.getContext('2d');
        pen.drawImage(image, 0, 0); const {data} = pen.getImageData(0, 0, image.width, image.height);
        const off = (i, [r, g, b]) => Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b);
        let sea = 0, dark = 0, red = 0; const all = data.length / 4;
        for (let i = 0; i < data.length; i += 4) { sea += off(i, [238, 241, 243]) < 5;
            dark += data[i] < 110 && data[i + 1] < 110 && data[i + 2] < 130;
            red += data[i] > data[i + 1] + 35 && data[i] > data[i + 2] + 35; }
        return { sea: sea / all, dark: dark / all, red: red / all }; }""",
        list(raw),
    )
    assert (shares["sea"] > 0.4) == (zoom == 8)  # the empty land around the plan shows from afar only
    assert shares["red"] > {8: 0.002, 10.5: 0.02, 13: 0.05}[zoom]  # the function zones grow
    assert 0.001 < shares["dark"] < 0.2  # names and edges are there and do not cover the map
    assert opened.page.locator(".label.zone").count() >= 1
