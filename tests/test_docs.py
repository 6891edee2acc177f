"""What is generated is current, and what the README shows is what the program says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "COLUMNS": "200"}
SHOWN = re.findall(
    r"^```\n\$ (zoneatlas [^\n]+)\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
)


def test_the_generated_tables_are_current() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "zones.build.readme", "--check"],
        cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, f"run `make docs`: {result.stdout}{result.stderr}"


def test_the_readme_shows_commands() -> None:
    assert len(SHOWN) >= 2


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _ in SHOWN])
def test_the_readme_shows_what_the_program_says(command: str, output: str) -> None:
    words = shlex.split(command)[1:]
    result = subprocess.run(
        [sys.executable, "-m", "zoneatlas", *words],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout.rstrip("\n") == output.rstrip("\n")
