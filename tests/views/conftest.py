"""A real Chromium in which every name lookup fails, and pages opened in it from disk."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SIZES = {"desktop": (1400, 900), "phone": (390, 844)}


def chromium_path() -> str:
    """Return the Chromium to test in; a missing one is a failure, never a skip."""
    named = os.environ.get("ZONEATLAS_CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if not found:
        pytest.fail("no Chromium found: run `make browser`, or set ZONEATLAS_CHROMIUM to one")
    return found


@dataclass
class Opened:
    """A page with everything it asked the network for and every error it raised."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


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


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Return a function that opens a file at a size and waits until the map is drawn."""
    pages: list[Page] = []

    def opened(path: Path, size: str = "desktop") -> Opened:
        width, height = SIZES[size]
        page = browser.new_page(viewport={"width": width, "height": height})
        pages.append(page)
        result = Opened(page)
        page.on("request", lambda request: result.requests.append(request.url))
        page.on("pageerror", lambda error: result.errors.append(str(error)))
        page.on("console", lambda said: result.errors.append(said.text) if said.type == "error" else None)
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready=true]", timeout=20_000)
        result.requests = [url for url in result.requests if url != path.as_uri()]
        return result

    yield opened
    for page in pages:
        page.close()
