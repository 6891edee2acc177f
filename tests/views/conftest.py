"""A real Chromium in which every name lookup fails, and pages opened in it from disk."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from zoneatlas.plan.load import Plan, load_plan
from zoneatlas.views.webmap import write_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
SECOND = ROOT / "tests" / "second_plan"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SIZES = {"desktop": (1400, 900), "phone": (390, 844)}


def chromium_path() -> str:
    """Return the Chromium to test in; a missing one is a failure, never a skip."""
    named = os.environ.get("ZONEATLAS_CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if not found:
        pytest.fail("no Chromium found: run `make browser`, or set ZONEATLAS_CHROMIUM to one")
    return found


def data_of(path: Path) -> dict[str, Any]:
    """Return what a page embeds."""
    block = re.search(
        r'<script type="application/json" id="plan-data">(.*?)</script>', path.read_text("utf-8"), re.DOTALL
    )
    assert block
    found: dict[str, Any] = json.loads(block[1])
    return found


@dataclass
class Opened:
    """A page with everything it asked the network for and every error it raised."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, expression: str, argument: object = None) -> Any:  # noqa: ANN401  (whatever the page says)
        """Return what an expression gives in the page."""
        return self.page.evaluate(expression, argument)

    def calm(self) -> None:
        """Assert that nothing was requested and nothing went wrong."""
        assert self.requests == []
        assert self.errors == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the whole run."""
    switches = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path(), args=switches)
        yield running
        running.close()


@pytest.fixture(scope="session")
def shipped_plan() -> Plan:
    """Return the shipped plan."""
    return load_plan(ROOT)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory, shipped_plan: Plan) -> Path:
    """Return the shipped plan's map in Chinese."""
    path = tmp_path_factory.mktemp("map") / "zones.html"
    write_map(shipped_plan, path, lang="zh")
    return path


@pytest.fixture(scope="session", params=[(size, lang) for size in SIZES for lang in ("zh", "en")], ids="-".join)
def toured(request: pytest.FixtureRequest, browser: Browser, shipped: Path) -> Iterator[Opened]:
    """Open the shipped map once at each size and in each language."""
    size, lang = request.param
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, accept_downloads=True)
    opened = Opened(page)
    page.on("request", lambda request: opened.requests.append(request.url))
    page.on("pageerror", lambda error: opened.errors.append(str(error)))
    page.on("console", lambda said: opened.errors.append(said.text) if said.type in ("error", "warning") else None)
    page.goto(f"{shipped.as_uri()}#lang={lang}")
    page.wait_for_selector("html[data-ready=true]")
    opened.requests.clear()
    yield opened
    page.close()


@pytest.fixture
def tour(toured: Opened) -> Iterator[Opened]:
    """Return the open page as it was at first; afterwards nothing must have been requested or gone wrong."""
    toured.ask(
        """() => { const z = zoneatlas; const lang = z.lang; if (z.measuring) z.setMeasuring(false);
        z.setPanel(false); z.map.closePopup(); z.readAddress(`#lang=${lang}`); z.setPaper('A4');
        z.map.fitBounds(z.data.bounds, {animate: false}); document.querySelector('#find').value = '';
        for (const one of document.querySelectorAll('details.about')) one.open = false;
        document.activeElement.blur(); z.toastBox.classList.remove('on'); }"""
    )
    yield toured
    toured.requests = [url for url in toured.requests if not url.startswith("blob:")]
    toured.calm()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Return a function that opens a file at a size and waits until the map is drawn."""
    pages: list[Page] = []

    def opened(path: Path, size: str = "desktop", address: str = "") -> Opened:
        width, height = SIZES[size]
        page = browser.new_page(viewport={"width": width, "height": height}, has_touch=size == "phone")
        pages.append(page)
        result = Opened(page)
        page.on("request", lambda request: result.requests.append(request.url))
        page.on("pageerror", lambda error: result.errors.append(str(error)))
        page.on("console", lambda said: result.errors.append(said.text) if said.type == "error" else None)
        page.goto(path.as_uri() + address)
        page.wait_for_selector("html[data-ready=true]", timeout=20_000)
        result.requests = [url for url in result.requests if not url.startswith(("file:", "blob:"))]
        return result

    yield opened
    for page in pages:
        page.close()


def narrow(tour: Opened) -> bool:
    """Tell whether the panels are sheets."""
    return bool(tour.ask("() => zoneatlas.narrow()"))


def open_panel(tour: Opened) -> None:
    """Show the panel of layers."""
    if narrow(tour) and not tour.page.locator("aside.panel").is_visible():
        tour.page.locator("button.open-panel").click()


def lang_of(tour: Opened) -> str:
    """Return the language the page is in."""
    return str(tour.ask("() => zoneatlas.lang"))


def name_in(tour: Opened, plan: Plan, zone_id: str) -> str:
    """Return what the page calls a zone."""
    zone = plan.zone(zone_id)
    assert zone
    return zone.name.say(lang_of(tour))


def type_in_box(tour: Opened, text: str) -> list[str]:
    """Type into the search box and return the titles it lists."""
    tour.page.locator("#find").fill(text)
    return tour.page.locator("#found .title").all_inner_texts()


def chosen(tour: Opened) -> Any:  # noqa: ANN401  (an item of the page)
    return tour.ask("() => zoneatlas.selected")


def fade_count(tour: Opened) -> int:
    """Return how many paths of zones are faded."""
    """Return what is selected."""
    return int(tour.ask("() => document.querySelectorAll('.leaflet-zones-pane path.faded').length"))
