"""What is generated is current, and what the README shows is what the program says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "COLUMNS": "200"}
SHOWN = re.findall(
    r"^```\n\$ (zoneatlas [^\n]+)\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
)


def test_the_generated_tables_and_the_shown_answers_are_current() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "zones.build.readme", "--check"],
        cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, f"run `make docs`: {result.stdout}{result.stderr}"


def test_the_readme_shows_commands() -> None:
    assert len(SHOWN) >= 5
