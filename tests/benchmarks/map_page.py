"""The map beside plain folium's for the same layers: size, requests, whether it draws offline, time until it is ready.

And the longest task while panning, and a plan of a thousand zones of two hundred vertices. What is printed is what was
measured: nothing is scaled by the machine's load, which is printed too.

Run from the root of a checkout: ``python -m tests.benchmarks.map_page``.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import folium
from playwright.sync_api import Browser, sync_playwright
from tests.views.test_map_robust import PAN, thousand

from zoneatlas.plan.load import Plan, load_plan
from zoneatlas.views.webmap import write_map

_RUNS = 7


def plain_folium(plan: Plan, path: Path) -> None:
    """Write what a few lines of folium make of the same layers, with its default assets and no tiles."""
    page = folium.Map(location=(40.2, 116.4), zoom_start=9, tiles=None)
    rows = [(zone.properties, zone.geometry, kind.kind) for kind in plan.settings.kinds
            for zone in plan.zones if zone.kind == kind.kind]  # fmt: skip
    for usage in plan.settings.layers:
        data = plan.layer(usage.layer_id)
        rows += [(one.properties, one.geometry, usage.layer_id) for one in (data.features if data else ())]
    groups: dict[str, list[Any]] = {}
    for properties, geometry, name in rows:
        groups.setdefault(name, []).append({"type": "Feature", "properties": dict(properties), "geometry": geometry})
    for name, features in groups.items():
        layer = folium.GeoJson({"type": "FeatureCollection", "features": features}, name=name)
        folium.GeoJsonPopup(["name_zh", "name_en"]).add_to(layer)
        layer.add_to(page)
    folium.LayerControl().add_to(page)
    page.save(str(path))


def opened(browser: Browser, path: Path, ready: str) -> tuple[float | None, int]:
    """Return the milliseconds until paths are drawn (None: never, in 3 s) and the requests beside the file's own."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri(), wait_until="commit")
    try:
        page.wait_for_function(ready, timeout=3000)
        took: float | None = page.evaluate(
            "(performance.getEntriesByName('ready')[0] || {}).startTime || performance.now()"
        )
    except Exception:  # noqa: BLE001  (whatever keeps it from drawing)
        took = None
    page.close()
    return took, len([url for url in requests if not url.startswith("file:")])


def panned(browser: Browser, path: Path) -> tuple[float, float]:
    """Return the ms until a page is ready, and those of its longest task over 50 ms while panning (else 0)."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    ready: float = page.evaluate("performance.getEntriesByName('ready')[0].startTime")
    longest: float = page.evaluate(PAN)
    page.close()
    return ready, longest


def main() -> None:
    """Print one line a page."""
    plan = load_plan()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        started = time.perf_counter()
        write_map(plan, Path(folder) / "ours.html")
        built_s = time.perf_counter() - started
        plain_folium(plan, Path(folder) / "folium.html")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("ZONEATLAS_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"],
        )
        drawn = "document.querySelectorAll('path.leaflet-interactive').length > 0"
        for name, ready in (("ours", "document.documentElement.dataset.ready"), ("folium", drawn)):
            path = Path(folder) / f"{name}.html"
            runs = [opened(browser, path, ready) for _ in range(_RUNS if name == "ours" else 1)]
            times = [took for took, _ in runs if took is not None]
            said = (
                f"ready in {min(times):.0f} to {max(times):.0f} ms, median {statistics.median(times):.0f}"
                if times
                else "draws nothing"
            )
            sys.stdout.write(f"{name}: {path.stat().st_size / 1000:.0f} KB, {runs[0][1]} requests, {said}\n")
        write_map(load_plan(thousand(Path(folder))), Path(folder) / "thousand.html", lang="en")
        for name in ("ours", "thousand"):
            tries = [panned(browser, Path(folder) / f"{name}.html") for _ in range(3)]
            ready_ms, longest_ms = (max(column) for column in zip(*tries, strict=True))
            sys.stdout.write(
                f"{name}: ready within {ready_ms:.0f} ms, longest task while panning {longest_ms:.0f} ms\n"
            )
        sys.stdout.write(f"built in {built_s:.1f} s; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
        browser.close()


if __name__ == "__main__":
    main()
