"""What only a real process shows: locales, encodings, closed pipes, faults of ours, and what is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from zoneatlas.cli import main
from zoneatlas.cli.session import stated_language

if TYPE_CHECKING:
    from pathlib import Path

Process = Callable[..., "subprocess.CompletedProcess[bytes]"]
HEAVY = ("geopandas", "pandas", "folium", "shapely", "pyproj", "numpy", "matplotlib")


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, None),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "en_GB.UTF-8", "LC_ALL": "zh_TW"}, "zh"),
        ([], {"LANG": "C.UTF-8"}, None),
        ([], {"LANG": "fr_FR.UTF-8"}, None),
        (["--lang", "en", "find"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["--plan", "x", "--lang=zh", "find"], {"LANG": "en_GB.UTF-8"}, "zh"),
        (["find", "--lang", "zh"], {"LANG": "en_GB.UTF-8"}, "en"),
    ],
)
def test_language(arguments: list[str], environment: dict[str, str], language: str | None) -> None:
    assert stated_language(arguments, environment) == language


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "utf-8"])
def test_any_stdout_encoding(run_process: Process, encoding: str) -> None:
    ended = run_process("--lang", "zh", "show", "shipwrights", PYTHONIOENCODING=encoding)
    assert (ended.returncode, ended.stderr) == (0, b"")
    ended = run_process("--lang", "zh", "show", "shipwrights", "--format", "json", PYTHONIOENCODING=encoding)
    assert json.loads(ended.stdout.decode(encoding))["id"] == "shipwrights"


def test_a_closed_pipe_is_no_fault(second_plan: Path, checkout: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(
        [sys.executable, "-m", "zoneatlas", "--plan", str(second_plan), "find"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "PYTHONPATH": str(checkout / "src")},
        timeout=60,
    )
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("find", "--industry", "shipbuilding"), ("find", "--industry", "shipbilding"), ("fmt", "--check")],
)
def test_nothing_heavy_is_imported(second_plan: Path, checkout: Path, arguments: tuple[str, ...]) -> None:
    code = (
        "import sys; from zoneatlas.cli import main; main(sys.argv[1:]); "
        f"sys.exit(','.join(name for name in {HEAVY!r} if name in sys.modules) or 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, "--plan", str(second_plan), *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(checkout / "src")},
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr.decode()


def test_show_imports_no_geopandas(second_plan: Path, checkout: Path) -> None:
    code = (
        "import sys; from zoneatlas.cli import main; main(sys.argv[1:]); "
        "sys.exit(any(name in sys.modules for name in ('geopandas', 'pandas', 'folium')))"
    )
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    command = [sys.executable, "-c", code, "--plan", str(second_plan), "show", "regatta"]
    assert subprocess.run(command, capture_output=True, check=False, env=environment, timeout=60).returncode == 0


def test_a_fault_of_ours_is_confessed(
    second_plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        msg = "broken on purpose"
        raise RuntimeError(msg)

    monkeypatch.setattr("zoneatlas.answers.find.ask", broken)
    assert main(["--plan", str(second_plan), "find"]) == 3
    told = capsys.readouterr().err
    assert "broken on purpose" in told
    assert "错误" in told
    assert "Traceback" not in told
    assert main(["--plan", str(second_plan), "--debug", "find"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_without_anything_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "--plan" in err


def test_without_a_command(run_process: Process) -> None:
    ended = run_process()
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert "缺少命令" in ended.stderr.decode()


def test_help_loads_nothing_of_the_plan_or_the_views(checkout: Path) -> None:
    code = (
        "import sys; from zoneatlas.cli import main; main(['--help']); "
        "sys.exit(','.join(n for n in sys.modules if n.startswith(('zoneatlas.plan', 'zoneatlas.views'))) or 0)"
    )
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, capture_output=True, check=False, env=environment, timeout=60)
    assert ended.returncode == 0, ended.stderr.decode()


def test_the_tiles_the_map_offers_are_those_the_views_know() -> None:
    from zoneatlas.cli.commands import MAP_TILES
    from zoneatlas.views.basemaps import BASEMAPS

    assert MAP_TILES == BASEMAPS


@pytest.mark.parametrize(
    "arguments",
    [
        ("find", "--at", "10.305,55.1065", "--industry", "shipbuilding"),
        ("find", "--near", "10.38,55.1", "--within-km", "2"),
        ("find", "--near", "Old Crane", "--within-km", "2"),
        ("show", "shipwrights"),
        ("industries",),
        ("places",),
        ("targets",),
    ],
)
def test_a_question_about_points_loads_no_geometry_library(
    second_plan: Path, checkout: Path, arguments: tuple[str, ...]
) -> None:
    code = (
        "import sys; from zoneatlas.cli import main; main(sys.argv[1:]); "
        f"sys.exit(','.join(name for name in {HEAVY!r} if name in sys.modules) or 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, "--plan", str(second_plan), *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(checkout / "src")},
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr.decode()
