"""What the wheel carries: the program works from it in an empty folder, with the plan it was built with."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(folder)
    return folder


def run(site: Path, cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONSAFEPATH": "1"}
    return subprocess.run(
        [sys.executable, "-P", "-m", "zoneatlas", "--lang", "en", *words],
        cwd=cwd, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_wheel_carries_the_data_and_not_the_build_scripts(unpacked: Path) -> None:
    bundled = unpacked / "zoneatlas" / "_bundled"
    stored = {path.name for path in (ROOT / "zones").glob("*.*")}
    assert {path.name for path in (bundled / "zones").glob("*.*")} == stored
    assert (bundled / "geodata" / "catalog.toml").exists()
    assert (bundled / "zones" / "LICENSE").exists()
    assert not list(bundled.rglob("build"))
    assert (unpacked / "zoneatlas" / "py.typed").exists()


def test_map_works_from_the_wheel_in_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    result = run(unpacked, tmp_path, "map")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "zones.html").stat().st_size > 100_000
    assert [path.name for path in tmp_path.iterdir()] == ["zones.html"]


def test_show_uses_the_bundled_plan(unpacked: Path, tmp_path: Path) -> None:
    result = run(unpacked, tmp_path, "show", "yizhuang", "--format", "json")
    assert result.returncode == 0, result.stderr
    assert '"yizhuang"' in result.stdout
