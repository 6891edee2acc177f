"""From a folium map to one closed HTML file: everything inlined, a strict policy, the same bytes every time."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from branca.element import Element, Figure

__all__ = ["closed_html", "data_block", "page_script", "page_style", "with_stable_ids"]

#: In the order they are read; each adds to `window.zoneatlas`.
_MODULES = (
    "words.js", "dom.js", "data.js", "geodesy.js", "locate.js", "words_match.js", "search.js", "findbox.js",
    "filter.js", "draw.js", "bands.js", "labelplaces.js", "labels.js", "checklayers.js", "cards.js", "place.js",
    "details.js", "panel.js", "stats.js", "siting_ground.js",
    "siting.js", "siting_card.js", "measure.js", "share.js", "address.js", "start.js",
)  # fmt: skip
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>')


def _asset(name: str) -> str:
    return (resources.files("zoneatlas.views") / "page" / name).read_text(encoding="utf-8")


def _leaflet(name: str) -> str:
    """Return a file of Leaflet as the xstatic-leaflet package ships it."""
    import xstatic.pkg.leaflet as package

    return (Path(package.BASE_DIR) / name).read_text(encoding="utf-8")


def page_script() -> str:
    """Return Leaflet and the page's own modules as one script text."""
    leaflet = re.sub(r"//# sourceMappingURL=.*", "", _leaflet("leaflet.js"))
    return "\n".join([leaflet, *(_slim(_asset(name)) for name in _MODULES)])


def _slim(script: str) -> str:
    """Leave out lines that are comments, and indents; the modules hold no text of several lines."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def page_style() -> str:
    """Return Leaflet's style sheet, without its image files, and the page's own."""
    leaflet = re.sub(r"url\((?!#)[^)]*\)", "none", _leaflet("leaflet.css"))
    return leaflet + _asset("page.css")


def data_block(data: Mapping[str, Any]) -> str:
    """Return data as JSON text that can stand inside a script element: UTF-8, with every `<` written as an escape."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    safe = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return safe.encode("utf-8", "backslashreplace").decode("utf-8")


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():  # noqa: SLF001  (branca has no public walk)
        yield from _walk(child)


def with_stable_ids(figure: Figure) -> None:
    """Give the elements of a figure ids in tree order: folium draws ids at random, which makes every build differ.

    Changes the figure: each element's `_id` becomes a counter.
    """
    for number, element in enumerate(_walk(figure)):
        element._id = f"{number:032x}"  # noqa: SLF001  (nor a public way to set it)


def _policy(page: str, image_host: str) -> str:
    hashes = []
    for script in _SCRIPT.findall(page):
        digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
        hashes.append(f"'sha256-{digest}'")
    scripts = " ".join(dict.fromkeys(hashes))
    rules = f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:{image_host}; "
    rules += "base-uri 'none'; form-action 'none'"
    return f'<meta http-equiv="Content-Security-Policy" content="{html.escape(rules, quote=False)}" />'


def closed_html(page: str, *, title: str, lang: str, tiles_from: str = "") -> str:
    """Return folium's page with a title, a language, a zoomable viewport and a policy that lets nothing else run.

    Parameters
    ----------
    page : str
        The HTML that `Figure.render` gave.
    title : str
        Plain text of the document's title.
    lang : str
        BCP 47 tag of the page's language.
    tiles_from : str
        The one host (``https://…``) that images may come from; empty for none.

    Returns
    -------
    str
        The page; its policy allows the inline scripts by sha256 and no request but for images of that host.
    """
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1" />'
    page = _VIEWPORT.sub(viewport, page, count=1)
    head = f'<html lang="{html.escape(lang)}">\n<head>\n<meta charset="utf-8" />\n'
    policy = _policy(page, f" {tiles_from}" if tiles_from else "")
    head += f"{policy}\n<title>{html.escape(title)}</title>"
    return re.sub(r"<html>\s*<head>", lambda _: head, page, count=1)
