"""The page's own scripts, as files: linted, short, and without any way to run text or build HTML from it."""

from __future__ import annotations

import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "src" / "zoneatlas" / "views" / "page"
MODULES = sorted(PAGE.glob("*.js"))
_FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|srcdoc"
    r"|\beval\(|new Function|setTimeout\(\s*[\"'`]|\.on\w+\s*=|setAttribute\(\s*[\"'`]on"
    r"|fetch\(|XMLHttpRequest|WebSocket"
)


def test_the_scripts_are_linted() -> None:
    linter = Path(sysconfig.get_path("scripts")) / "oxlint"
    ended = subprocess.run([linter, str(PAGE)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_is_short_strict_and_never_makes_code_or_html_of_text(module: Path) -> None:
    text = module.read_text("utf-8")
    assert len(text.splitlines()) < 300
    assert '"use strict";' in text
    assert not _FORBIDDEN.search(text)
    assert all(line.count("`") % 2 == 0 for line in text.splitlines())  # indents are left out on writing


def test_the_style_sheet_loads_nothing() -> None:
    assert not re.search(r"@import|url\(", (PAGE / "page.css").read_text("utf-8"))
