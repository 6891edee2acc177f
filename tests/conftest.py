"""Fixtures every room's tests may use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from zoneatlas.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[1]

#: No test keeps anything in the cache of whoever runs it; those of the cache name a folder of their own.
os.environ["ZONEATLAS_CACHE"] = "off"

settings.register_profile("house", deadline=None, max_examples=100, derandomize=True)
settings.load_profile("house")


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def checkout() -> Path:
    """Return the root of the checkout."""
    return CHECKOUT


@pytest.fixture
def second_plan(tmp_path: Path) -> Path:
    """Return a copy of the second plan that a test may change."""
    return Path(shutil.copytree(CHECKOUT / "tests" / "second_plan", tmp_path / "plan"))


@pytest.fixture
def run(second_plan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Run a command line on a copy of the second plan, in English, in the plan's parent folder."""
    monkeypatch.chdir(second_plan.parent)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def ran(*arguments: str, lang: str = "en") -> Ended:
        capsys.readouterr()
        code = main(["--plan", "plan", "--lang", lang, *arguments])
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    return ran


@pytest.fixture
def run_process(second_plan: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run ``python -m zoneatlas`` as a process on a copy of the second plan."""

    def ran(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "zoneatlas", "--plan", str(second_plan), *arguments],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT / "src"), **environment},
            timeout=60,
        )

    return ran
